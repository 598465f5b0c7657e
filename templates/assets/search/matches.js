// This is where it is found out with numbers alone which papers a query finds, and which of them may
// be the best. Lunr would take seconds to make objects of a hundred thousand results, of which ten
// are shown: so it is given those ten, and what may be as good, and says their scores and order.

const PRESENCE = { OPTIONAL: 1, REQUIRED: 2, PROHIBITED: 3 }; // as in lunr.Query
const NEAR = 1e-9; // by which sums of the same numbers in another order differ at most

/** @typedef {import("./postings.js").List} List */
/** A clause, and the terms that it means in the index. @typedef {import("./lunr.js").Clause & { words: string[] }} Meant */

/** The papers that a query finds, by row, with their scores. */
export class Matches {
  /**
   * @param {Meant[]} clauses
   * @param {Map<string, List[]>} postings  by term, of each field
   * @param {string[]} fields
   * @param {number} size  how many rows there are
   * @param {Int32Array | null} everybody  the rows that papers have, if those without a term count
   */
  constructor(clauses, postings, fields, size, everybody) {
    const scores = new Float64Array(size);
    const turns = new Int32Array(size); // when Lunr meets a paper first: so it orders equal scores
    const lists = (/** @type {Meant} */ clause) =>
      clause.words.flatMap((word) => clause.fields.flatMap((name) => postings.get(word)?.[fields.indexOf(name)] ?? []));
    /** @type {Map<List, number>} */
    const boosts = new Map();
    const lengths = fields.map(() => 0); // of the query's vectors, squared
    let turn = 0;
    if (everybody) for (const row of everybody) turns[row] = 1;
    for (const clause of clauses) {
      if (clause.presence === PRESENCE.PROHIBITED) continue;
      for (const list of lists(clause)) {
        turn += 1;
        if (!boosts.has(list)) for (const row of list.rows) if (!turns[row]) turns[row] = turn;
        boosts.set(list, (boosts.get(list) ?? 0) + clause.boost);
      }
    }
    for (const terms of postings.values()) terms.forEach((list, n) => { lengths[n] += (boosts.get(list) ?? 0) ** 2; });
    for (const terms of postings.values()) {
      terms.forEach((list, n) => {
        const { rows, weights } = list;
        const share = (boosts.get(list) ?? 0) / Math.sqrt(lengths[n] || 1);
        if (share) for (let i = 0; i < rows.length; i += 1) scores[rows[i]] += share * weights[i];
      });
    }
    for (const clause of clauses) {
      if (clause.presence === PRESENCE.OPTIONAL) continue;
      const has = new Uint8Array(size);
      for (const { rows } of lists(clause)) for (const row of rows) has[row] = 1;
      const unwanted = clause.presence === PRESENCE.PROHIBITED ? 1 : 0;
      for (let row = 0; row < size; row += 1) if (has[row] === unwanted) turns[row] = 0;
    }
    const found = new Int32Array(size);
    let many = 0;
    for (let row = 0; row < size; row += 1) if (turns[row]) found[many++] = row;
    this.scores = scores;
    this.turns = turns;
    this.rows = found.subarray(0, many);
  }

  /** Rows, the best first: Lunr's order, but for scores that differ in their last digits. @param {Int32Array} rows */
  sorted(rows) {
    const { scores, turns } = this;
    return rows.slice().sort((one, other) => scores[other] - scores[one] || turns[one] - turns[other] || one - other);
  }

  /** Of some rows the best, so many or a few more; all of them in the order of rows. @param {Int32Array} rows @param {number} most */
  best(rows, most) {
    if (rows.length <= most) return rows;
    if (!most) return rows.subarray(0, 0);
    const { scores, turns } = this;
    const ordered = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i += 1) ordered[i] = scores[rows[i]];
    const least = ordered.sort()[rows.length - most];
    const near = rows.filter((row) => scores[row] > least * (1 - NEAR) || scores[row] === least);
    const equal = near.filter((row) => scores[row] === least).sort((one, other) => turns[one] - turns[other] || one - other);
    return Int32Array.of(...near.filter((row) => scores[row] !== least), ...equal.subarray(0, most)).sort();
  }
}
