// This is where the postings of a term become weights, equal to the last bit to those that lunr.js
// would have given; sitegen/search/postings.py and places.py say how they are written.

import { numbers } from "./numbers.js";

/** The rows of the papers that have a term in a field, rising, and its weights there. @typedef {{ rows: Int32Array, weights: Float64Array }} List */

/** What of the directory the weights depend on. */
export class Weights {
  /** @param {import("./store.js").Directory} directory */
  constructor({ fields, papers, bm25, places: [stride, ...rooms] }) {
    this.fields = fields;
    this.bm25 = bm25;
    this.papers = papers;
    this.shift = Math.log2(stride);
    this.mask = stride - 1;
    this.size = 0; // rows
    const [lengths, codes, sizes] = rooms.map(numbers);
    /** @type {number[]} */
    this.starts = []; // the first row of each code
    /** @type {number[]} */
    this.lengths = []; // terms of the abstracts there
    codes?.forEach((code, n) => {
      this.starts[code] = this.size;
      this.lengths[code] = lengths[n];
      this.size += sizes[n];
    });
  }

  /** Of each field: the rows of the papers that have the term, and its weights there. @param {string} text @returns {List[]} */
  read(text) {
    const values = numbers(text);
    const { fields, papers, shift, mask, starts, lengths } = this;
    const [k1, b] = this.bm25;
    const sizes = values.subarray(0, fields.length);
    const stands = sizes.reduce((sum, size) => sum + size, 0);
    const idf = Math.log(1 + Math.abs((papers - stands + 0.5) / (stands + 0.5)));
    let start = fields.length;
    return fields.map(([, boost, all], field) => {
      const isLast = field === fields.length - 1; // codes tell its length
      const size = sizes[field];
      const average = all / papers;
      const often = start + (isLast ? size : 2 * size);
      const rows = new Int32Array(size);
      const weights = new Float64Array(size);
      let code = -1;
      for (let i = 0; i < size; i += 1) {
        code += values[start + i] + 1;
        const number = code >>> shift;
        const length = isLast ? lengths[number] : values[start + size + i];
        const times = values[often + i] + 1;
        // The order of operations is that of lunr.Builder.
        const score = idf * ((k1 + 1) * times) / (k1 * (1 - b + b * (length / average)) + times);
        rows[i] = starts[number] + (code & mask);
        weights[i] = Math.round(score * boost * 1000) / 1000;
      }
      start = often + size;
      return { rows, weights };
    });
  }
}
