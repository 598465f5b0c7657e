// This is where a query is answered: the postings of its terms are fetched, a small serialised index
// is made of them, and stock lunr.js loads it, expands, scores and sorts. Only a query's terms take
// part in Lunr's scores, so that these and the order are those of one index of all terms.

import { register } from "./analysis.js";
import { Lexicon } from "./lexicon.js";
import { Matches } from "./matches.js";
import { numbers, words } from "./numbers.js";
import { Weights } from "./postings.js";
import { Store, damaged, nth, place } from "./store.js";

const MOST_WORDS = 1000; // that one word with a wildcard or typos can mean; then the commonest
const MOST_FILES = 40; // that are fetched for these words where papers are many, and files large;
const MOST_PAPERS = 4e6; // by the number of papers so many files where they are not
const NOTHING = {}; // what Lunr keeps about a place of a term: its position and such; we keep none

/** @typedef {import("./lunr.js").Lunr} Lunr */
/** @typedef {import("./lunr.js").Clause} Clause */
/** @typedef {import("./lunr.js").Build} Build */
/** @typedef {import("./matches.js").List} List */
/** @typedef {import("./protocol.js").Capped} Capped */
/** @typedef {{ matches: Matches, capped: Capped | null, results: (rows: Int32Array) => import("./lunr.js").Result[] }} Answer */

export class Engine {
  /** @param {Lunr} lunr @param {string} root @param {import("./store.js").Directory} directory */
  constructor(lunr, root, directory) {
    register(lunr);
    this.lunr = lunr;
    this.directory = directory;
    this.weights = new Weights(directory);
    this.fields = directory.fields.map(([name]) => name);
    this.store = new Store(root);
    this.lexicon = new Lexicon(lunr, this.store, directory);
  }

  /**
   * What a query finds.
   *
   * @param {Build} build @returns {Promise<Answer>}
   */
  async query(build) {
    const { TokenSet, Query } = this.lunr;
    const asked = new Query(this.fields);
    build.call(asked, asked);
    const pipeline = this.lunr.Pipeline.load(["sitegen-terms"]);
    /** @type {Capped[]} */
    const capped = [];
    /** @type {Set<string>} */
    const wanted = new Set();
    const clauses = await Promise.all(asked.clauses.map(async (clause) => {
      const terms = clause.usePipeline ? pipeline.runString(clause.term, { fields: clause.fields }) : [clause.term];
      for (const term of terms) {
        if (isWhole(clause, term)) wanted.add(term);
        else for (const word of await this.expanded({ ...clause, term }, capped)) wanted.add(word);
      }
      return { clause, terms };
    }));
    /** @type {Map<string, List[]>} */
    const postings = new Map();
    const found = await Promise.all([...wanted].sort().map(async (term) => ({ term, lists: await this.postings(term) })));
    for (const { term, lists } of found) if (lists) postings.set(term, lists);
    const known = TokenSet.fromArray([...postings.keys()]);
    const meant = clauses.map(({ clause, terms }) => {
      const words = terms.map((term) => (isWhole(clause, term)
        ? [term].filter((one) => postings.has(one))
        : known.intersect(TokenSet.fromClause({ ...clause, term })).toArray())); // in Lunr's order
      // Lunr finds nothing if one of the words that a required one consists of is nowhere.
      const isLost = clause.presence === Query.presence.REQUIRED && words.some((some) => !some.length);
      return { ...clause, words: isLost ? [] : words.flat() };
    });
    const everybody = asked.isNegated() ? await this.rows() : null;
    const matches = new Matches(meant, postings, this.fields, this.weights.size, everybody);
    return { matches, capped: capped[0] ?? null, results: (rows) => this.index(postings, rows).query(build) };
  }

  /** The words that a clause with a wildcard or typos means. @param {Clause} clause @param {Capped[]} capped */
  async expanded(clause, capped) {
    const found = clause.editDistance
      ? await this.lexicon.matching(this.lunr.TokenSet.fromClause(clause))
      : await this.lexicon.fitting(clause.term);
    const files = Math.max(MOST_FILES, MOST_PAPERS / this.directory.papers);
    const taken = this.lexicon.within(found, files).slice(0, MOST_WORDS);
    if (taken.length < found.length) capped.push({ word: clause.term, taken: taken.length, of: found.length });
    return taken;
  }

  /** A Lunr index of some terms and some papers. @param {Map<string, List[]>} postings @param {Int32Array} rows */
  index(postings, rows) {
    /** @type {Map<string, number[]>} */
    const vectors = new Map(Array.from(rows, (row) => [`${this.fields[0]}/${row}`, []]));
    const inverted = Array.from(postings, ([term, lists], _index) => {
      /** @type {Record<string, number | Record<string, object>>} */
      const posting = { _index };
      lists.forEach((list, n) => {
        const field = this.fields[n];
        /** @type {Record<string, object>} */
        const papers = {};
        for (const [row, at] of common(rows, list.rows)) {
          papers[row] = NOTHING;
          const ref = `${field}/${row}`;
          const vector = vectors.get(ref) ?? [];
          vectors.set(ref, vector);
          vector.push(_index, list.weights[at]);
        }
        posting[field] = papers;
      });
      return /** @type {[string, typeof posting]} */ ([term, posting]);
    });
    const { fields, lunr } = this;
    return lunr.Index.load({
      version: lunr.version, fields, fieldVectors: [...vectors], invertedIndex: inverted, pipeline: ["sitegen-terms"],
    });
  }

  /** Of each field: the rows of the papers that have a term, and its weights; undefined if none has it. @param {string} term */
  async postings(term) {
    const { edges, names } = this.directory.terms;
    const position = place(edges, term);
    if (position < 0) return undefined;
    const name = nth(names, position);
    const file = await this.store.get("terms", name, ([coded, ...lines]) => {
      const list = words(coded);
      if (list.length !== lines.length) throw damaged(name);
      return new Map(list.map((word, n) => [word, /** @type {string | List[]} */ (lines[n])]));
    });
    let line = file.get(term);
    if (typeof line === "string") file.set(term, line = this.weights.read(line));
    return line;
  }

  /** The rows that papers have, in order. */
  async rows() {
    const { values } = await this.column("place");
    let row = -1;
    return values.map((gap) => (row += gap + 1));
  }

  /** A column: what its numbers mean, and the numbers. @param {string} name */
  column(name) {
    return this.store.get("facets", this.directory.facets[name], ([shown, line]) => ({
      names: JSON.parse(shown),
      values: numbers(line),
    }));
  }

  /** What a result shows; undefined where there is no paper. @param {number} at @returns {Promise<import("./protocol.js").Paper | undefined>} */
  async row(at) {
    const { width, names } = this.directory.rows;
    const lines = await this.store.get("rows", nth(names, Math.floor(at / width)), (read) => read);
    const [key, title, year, venue, type, ...authors] = (lines[at % width] ?? "").split("\t");
    return key ? { key, title, authors, year: year ? Number(year) : null, venue, type } : undefined;
  }
}

/** @param {Clause} clause @param {string} term */
const isWhole = (clause, term) => !term.includes("*") && !clause.editDistance;

/** What two rising lists share, as [item, its position in the longer]. @param {Int32Array} few @param {Int32Array} many */
function* common(few, many) {
  let from = 0;
  for (const item of few) {
    let to = many.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (many[middle] < item) from = middle + 1;
      else to = middle;
    }
    if (many[from] === item) yield [item, from];
  }
}
