// This is where results are filtered, counted and sorted by what is known of every paper.

/** The columns by place: filters, counts and orders over any set of papers. */
export class Facets {
  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.ordinals = null;
  }

  /** The position of each place's paper in the columns. */
  async ready() {
    if (this.ordinals) return;
    const ordinals = new Int32Array(this.engine.directory.places);
    (await this.engine.places()).forEach((at, ordinal) => { ordinals[at] = ordinal; });
    this.ordinals = ordinals;
  }

  /** For one facet: a function from place to the paper's values. */
  async values(name) {
    await this.ready();
    const { names, values } = await this.engine.column(name);
    if (name !== "tag") {
      return (at) => {
        const number = values[this.ordinals[at]];
        return number ? [names[number - 1]] : [];
      };
    }
    const starts = new Int32Array(this.engine.directory.papers);
    for (let ordinal = 0, start = 0; ordinal < starts.length; ordinal += 1) {
      starts[ordinal] = start;
      start += values[start] + 1;
    }
    return (at) => {
      const start = starts[this.ordinals[at]];
      return Array.from(values.subarray(start + 1, start + 1 + values[start]), (number) => names[number]);
    };
  }

  /** A test of places for each facet that has a filter. */
  async tests(filters = {}) {
    const found = {};
    for (const [name, wanted] of Object.entries(filters)) {
      if (!wanted?.length) continue;
      const of = await this.values(name);
      const [from, to] = wanted;
      if (name === "year") found.year = (at) => of(at).some((year) => year >= (from ?? -Infinity) && year <= (to ?? Infinity));
      else found[name] = (at) => of(at).some((value) => wanted.includes(value));
    }
    return found;
  }

  /** How many papers have each value, each facet counted without its own filter. */
  async counts(places, tests) {
    const found = {};
    for (const name of ["year", "tag", "venue", "type"]) {
      const of = await this.values(name);
      const others = Object.entries(tests).filter(([other]) => other !== name).map(([, test]) => test);
      const counts = new Map();
      for (const at of places) {
        if (!others.every((test) => test(at))) continue;
        for (const value of of(at)) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const byCount = ([one, many], [other, more]) => more - many || (String(one) < String(other) ? -1 : 1);
      found[name] = [...counts].sort(name === "year" ? ([one], [other]) => one - other : byCount);
    }
    return found;
  }

  /** Results in another order than Lunr's; of the same year by title. @template {{ref: string}} T */
  async sorted(results, order) {
    if (order === "relevance") return results;
    await this.ready();
    const years = (await this.engine.column("year"));
    const titles = (await this.engine.column("title")).values;
    const year = ({ ref }) => years.names[years.values[this.ordinals[ref]] - 1];
    const title = ({ ref }) => titles[this.ordinals[ref]];
    const sign = order === "newest" ? -1 : 1;
    return [...results].sort((one, other) => {
      if (order !== "title" && year(one) !== year(other)) {
        // Those without a year come last in both directions.
        return year(one) === undefined ? 1 : year(other) === undefined ? -1 : sign * (year(one) - year(other));
      }
      return title(one) - title(other);
    });
  }
}
