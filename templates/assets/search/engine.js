// This is where a query is answered: the postings of its terms are fetched, a small serialised index
// is made of them, and stock lunr.js loads it, expands, scores and sorts. Only a query's terms take
// part in Lunr's scores, so that these and the order are those of one index of all terms.

import { register } from "./analysis.js";
import { Lexicon, commonest } from "./lexicon.js";
import { numbers, words } from "./numbers.js";
import { Store, damaged, nth, place } from "./store.js";

const MOST_WORDS = 1000; // that one word with a wildcard or typos can mean; then the commonest
const NOTHING = {}; // what Lunr keeps about a place of a term: its position and such; we keep none
const [K1, B] = [1.2, 0.75]; // Lunr's

export class Engine {
  constructor(lunr, root, directory) {
    register(lunr);
    Object.assign(this, { lunr, directory });
    this.fields = directory.fields.map(([name]) => name);
    this.store = new Store(root);
    this.lexicon = new Lexicon(lunr, this.store, directory);
  }

  /**
   * The results of a query: Lunr's own.
   * @param {(query: any) => void} build  adds clauses to a lunr.Query
   */
  async query(build) {
    const asked = new this.lunr.Query(this.fields);
    build.call(asked, asked);
    const pipeline = this.lunr.Pipeline.load(["sitegen-terms"]);
    const capped = [];
    const wanted = new Set();
    await Promise.all(asked.clauses.map(async (clause) => {
      const terms = clause.usePipeline ? pipeline.runString(clause.term, { fields: clause.fields }) : [clause.term];
      for (const term of terms) {
        if (!term.includes("*") && !clause.editDistance) wanted.add(term);
        else for (const word of await this.expanded({ ...clause, term }, capped)) wanted.add(word);
      }
    }));
    const index = await this.assembled([...wanted].sort(), asked.isNegated());
    return { results: index.query(build), capped: capped[0] ?? null };
  }

  async expanded(clause, capped) {
    const found = await this.lexicon.matching(this.lunr.TokenSet.fromClause(clause));
    const taken = commonest(found).slice(0, MOST_WORDS);
    if (taken.length < found.length) capped.push({ word: clause.term, taken: taken.length, of: found.length });
    return taken;
  }

  /** An index of these terms, which are sorted; of all papers, if those without them count too. */
  async assembled(terms, everybody) {
    const found = await Promise.all(terms.map((term) => this.postings(term)));
    const vectors = new Map();
    const inverted = [];
    if (everybody) for (const at of await this.places()) vectors.set(`${this.fields[0]}/${at}`, []);
    terms.forEach((term, _index) => {
      if (!found[_index]) return;
      const posting = { _index };
      found[_index].forEach(([places, weights], number) => {
        const field = this.fields[number];
        const papers = {};
        for (let i = 0; i < places.length; i += 1) {
          papers[places[i]] = NOTHING;
          const ref = `${field}/${places[i]}`;
          const vector = vectors.get(ref);
          if (vector) vector.push(_index, weights[i]);
          else vectors.set(ref, [_index, weights[i]]);
        }
        posting[field] = papers;
      });
      inverted.push([term, posting]);
    });
    return this.lunr.Index.load({
      version: this.lunr.version,
      fields: this.fields,
      fieldVectors: [...vectors],
      invertedIndex: inverted,
      pipeline: ["sitegen-terms"],
    });
  }

  /** Of each field: the places of a term, and its weights there; undefined if there is no such term. */
  async postings(term) {
    const { edges, names } = this.directory.terms;
    const position = place(edges, term);
    if (position < 0) return undefined;
    const name = nth(names, position);
    const file = await this.store.get("terms", name, ([coded, ...lines]) => {
      const list = words(coded);
      if (list.length !== lines.length) throw damaged(name);
      return new Map(list.map((word, n) => [word, lines[n]]));
    });
    const line = file.get(term);
    if (line === undefined) return undefined;
    if (typeof line === "string") file.set(term, this.weighed(numbers(line)));
    return file.get(term);
  }

  /** The weights, in the order of operations of lunr.Builder, so that they are equal to the last bit. */
  weighed(values) {
    const { fields, papers } = this.directory;
    const sizes = values.subarray(0, fields.length);
    const stands = sizes.reduce((sum, size) => sum + size, 0);
    const idf = Math.log(1 + Math.abs((papers - stands + 0.5) / (stands + 0.5)));
    let start = fields.length;
    return fields.map(([, boost, length], field) => {
      const size = sizes[field];
      const average = length / papers;
      const places = new Int32Array(size);
      const weights = new Float64Array(size);
      let at = -1;
      for (let i = 0; i < size; i += 1) {
        at += values[start + i] + 1;
        const often = values[start + 2 * size + i] + 1;
        const score = idf * ((K1 + 1) * often) / (K1 * (1 - B + B * (values[start + size + i] / average)) + often);
        places[i] = at;
        weights[i] = Math.round(score * boost * 1000) / 1000;
      }
      start += 3 * size;
      return [places, weights];
    });
  }

  /** The places of all papers, in order. */
  async places() {
    const { values } = await this.column("place");
    let at = -1;
    return values.map((gap) => (at += gap + 1));
  }

  /** A column: what its numbers mean, and the numbers. @param {string} name */
  column(name) {
    return this.store.get("facets", this.directory.facets[name], ([shown, line]) => ({
      names: JSON.parse(shown),
      values: numbers(line),
    }));
  }

  /** What a result shows; undefined where there is no paper. @param {number} at */
  async row(at) {
    const { width, names } = this.directory.rows;
    const lines = await this.store.get("rows", nth(names, Math.floor(at / width)), (read) => read);
    const [key, title, year, venue, type, ...authors] = (lines[at % width] ?? "").split("\t");
    return key ? { key, title, authors, year: year ? Number(year) : null, venue, type } : undefined;
  }

  /** The row of the paper that has a key: at its place, or next to it if that was taken. */
  async rowOf(key) {
    const { places } = this.directory;
    for (let tried = 0, at = home(key, places); tried < places; tried += 1, at = (at + 1) % places) {
      const row = await this.row(at);
      if (!row || row.key === key) return row;
    }
    return undefined;
  }
}

/** The place that a key leads to; see sitegen/search/places.py. @param {string} key @param {number} places */
export function home(key, places) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(key)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0); // CRC-32
  }
  const mixed = Math.imul(sum ^ -1, 0x9e3779b1) >>> 0;
  return Math.floor(mixed * places / 2 ** 32);
}
