// This is where results are filtered, counted and sorted by what is known of every paper.

/** @typedef {keyof import("./protocol.js").Facets} Name */
/** @typedef {(row: number) => boolean} Test */
/** A column as it is written. @typedef {{ names: any[], values: Int32Array }} Column  names of years are numbers */

const NAMES = /** @type {const} */ (["year", "tag", "venue", "type"]);

/** Filters, counts and orders over any set of rows. */
export class Facets {
  /** @param {{ weights: { size: number }, rows(): Promise<Int32Array>, column(name: string): Promise<Column> }} engine */
  constructor(engine) {
    this.engine = engine;
    /** @type {Map<string, Column & { starts: Int32Array }>} */
    this.columns = new Map();
    /** @type {Int32Array | undefined} */
    this.known = undefined;
  }

  /** The position of each row's paper in the columns. */
  async ordinals() {
    if (this.known) return this.known;
    const known = new Int32Array(this.engine.weights.size);
    (await this.engine.rows()).forEach((row, ordinal) => { known[row] = ordinal; });
    this.known = known;
    return known;
  }

  /** The keys of the papers of rows. @param {Int32Array} rows @returns {Promise<string[]>} */
  async keys(rows) {
    const ordinals = await this.ordinals();
    const { names } = await this.engine.column("key");
    return Array.from(rows, (row) => names[ordinals[row]]);
  }

  /** One facet: names of its values, and a row's values, as numbers, between two positions. @param {Name} name */
  async column(name) {
    let column = this.columns.get(name);
    if (!column) {
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
      column = { names, values: Int32Array.from(found), starts: Int32Array.from([...starts, found.length]) };
      this.columns.set(name, column);
    }
    const ordinals = await this.ordinals();
    const { names, values, starts } = column;
    return { names, of: (/** @type {number} */ row) => values.subarray(starts[ordinals[row]], starts[ordinals[row] + 1]) };
  }

  /** A test of rows for each facet that has a filter. @param {import("./protocol.js").Filters} filters */
  async tests(filters) {
    /** @type {Partial<Record<Name, Test>>} */
    const found = {};
    for (const name of NAMES) {
      /** @type {any[] | undefined} */
      const wanted = filters[name];
      if (!wanted?.length) continue;
      const { names, of } = await this.column(name);
      const [from, to] = wanted;
      const isYear = (/** @type {number} */ year) => year >= (from ?? -Infinity) && year <= (to ?? Infinity);
      const isWanted = names.map(name === "year" ? isYear : (value) => wanted.includes(value));
      found[name] = (row) => of(row).some((number) => isWanted[number]);
    }
    return found;
  }

  /** How many papers have each value, each facet counted without its own filter. @param {Int32Array} rows @param {Partial<Record<Name, Test>>} tests */
  async counts(rows, tests) {
    const found = /** @type {import("./protocol.js").Facets} */ ({});
    for (const name of NAMES) {
      const { names, of } = await this.column(name);
      const others = Object.entries(tests).filter(([other]) => other !== name).map(([, test]) => test);
      const counts = new Int32Array(names.length);
      for (const row of rows) {
        if (others.every((test) => test(row))) for (const number of of(row)) counts[number] += 1;
      }
      const counted = names.map((value, number) => /** @type {[any, number]} */ ([value, counts[number]])).filter(([, many]) => many);
      found[name] = counted.sort(([one, many], [other, more]) =>
        (name === "year" ? one - other : more - many || (one < other ? -1 : 1)));
    }
    return found;
  }

  /** Rows by year or title; of the same year by title, those without a year last. @param {Int32Array} rows @param {import("./protocol.js").Order} order */
  async sorted(rows, order) {
    const ordinals = await this.ordinals();
    const titles = (await this.engine.column("title")).values;
    const years = await this.column("year");
    const last = order === "oldest" ? Infinity : -Infinity;
    const year = Float64Array.from(ordinals, (_, row) => years.names[years.of(row)[0]] ?? last);
    const sign = { newest: -1, oldest: 1, title: 0, relevance: 0 }[order];
    return rows.slice().sort((one, other) =>
      sign * (year[one] - year[other]) || titles[ordinals[one]] - titles[ordinals[other]]);
  }
}
