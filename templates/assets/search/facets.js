// This is where results are filtered, counted and sorted by what is known of every paper.

const NAMES = ["year", "tag", "venue", "type"];

/** Filters, counts and orders over any set of rows. */
export class Facets {
  /** @param {import("./engine.js").Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.columns = new Map();
  }

  /** The position of each row's paper in the columns. */
  async ordinals() {
    if (!this.known) {
      this.known = new Int32Array(this.engine.weights.size);
      (await this.engine.rows()).forEach((row, ordinal) => { this.known[row] = ordinal; });
    }
    return this.known;
  }

  /** The keys of the papers of rows. */
  async keys(rows) {
    const ordinals = await this.ordinals();
    const { names } = await this.engine.column("key");
    return Array.from(rows, (row) => names[ordinals[row]]);
  }

  /** One facet: names of its values, and a row's values, as numbers, between two positions. */
  async column(name) {
    if (!this.columns.has(name)) {
      const { names, values } = await this.engine.column(name);
      const starts = [];
      const found = [];
      for (let at = 0; at < values.length;) {
        starts.push(found.length);
        const end = name === "tag" ? at + 1 + values[at] : at + 1; // tags are counted; of the rest there is one, or 0
        if (name === "tag") found.push(...values.subarray(at + 1, end));
        else if (values[at]) found.push(values[at] - 1);
        at = end;
      }
      this.columns.set(name, { names, values: Int32Array.from(found), starts: Int32Array.of(...starts, found.length) });
    }
    const ordinals = await this.ordinals();
    const { names, values, starts } = this.columns.get(name);
    return { names, of: (row) => values.subarray(starts[ordinals[row]], starts[ordinals[row] + 1]) };
  }

  /** A test of rows for each facet that has a filter. */
  async tests(filters = {}) {
    const found = {};
    for (const [name, wanted] of Object.entries(filters)) {
      if (!wanted?.length) continue;
      const { names, of } = await this.column(name);
      const [from, to] = wanted;
      const isYear = (year) => year >= (from ?? -Infinity) && year <= (to ?? Infinity);
      const isWanted = names.map(name === "year" ? isYear : (value) => wanted.includes(value));
      found[name] = (row) => of(row).some((number) => isWanted[number]);
    }
    return found;
  }

  /** How many papers have each value, each facet counted without its own filter. */
  async counts(rows, tests) {
    const found = {};
    for (const name of NAMES) {
      const { names, of } = await this.column(name);
      const others = Object.keys(tests).filter((other) => other !== name).map((other) => tests[other]);
      const counts = new Int32Array(names.length);
      for (const row of rows) {
        if (others.every((test) => test(row))) for (const number of of(row)) counts[number] += 1;
      }
      const byCount = ([one, many], [other, more]) => more - many || (String(one) < String(other) ? -1 : 1);
      const counted = names.map((value, number) => [value, counts[number]]).filter(([, many]) => many);
      found[name] = counted.sort(name === "year" ? ([one], [other]) => one - other : byCount);
    }
    return found;
  }

  /** Rows by year or title; of the same year by title, those without a year last. */
  async sorted(rows, order) {
    const ordinals = await this.ordinals();
    const titles = (await this.engine.column("title")).values;
    const years = await this.column("year");
    const last = order === "oldest" ? Infinity : -Infinity;
    const year = Float64Array.from(ordinals, (_, row) => years.names[years.of(row)[0]] ?? last);
    const byYear = { newest: (one, other) => year[other] - year[one] || 0, oldest: (one, other) => year[one] - year[other] || 0 };
    const first = byYear[order] ?? (() => 0);
    return rows.slice().sort((one, other) => first(one, other) || titles[ordinals[one]] - titles[ordinals[other]]);
  }
}
