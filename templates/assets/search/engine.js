// This is where a query is answered: the postings of its terms are fetched, a small serialised index
// is made of them, and stock lunr.js loads it, expands, scores and sorts. Only a query's terms take
// part in Lunr's scores, so that these and the order are those of one index of all terms.

import { register } from "./analysis.js";
import { Lexicon, commonest } from "./lexicon.js";
import { Matches } from "./matches.js";
import { numbers, words } from "./numbers.js";
import { Weights } from "./postings.js";
import { Store, damaged, nth, place } from "./store.js";

const MOST_WORDS = 1000; // that one word with a wildcard or typos can mean; then the commonest
const NOTHING = {}; // what Lunr keeps about a place of a term: its position and such; we keep none

export class Engine {
  constructor(lunr, root, directory) {
    register(lunr);
    Object.assign(this, { lunr, directory, weights: new Weights(directory) });
    this.fields = directory.fields.map(([name]) => name);
    this.store = new Store(root);
    this.lexicon = new Lexicon(lunr, this.store, directory);
  }

  /**
   * What a query finds.
   * @param {(query: any) => void} build  adds clauses to a lunr.Query
   */
  async query(build) {
    const { TokenSet, Query } = this.lunr;
    const asked = new Query(this.fields);
    build.call(asked, asked);
    const pipeline = this.lunr.Pipeline.load(["sitegen-terms"]);
    const capped = [];
    const wanted = new Set();
    await Promise.all(asked.clauses.map(async (clause) => {
      clause.terms = clause.usePipeline ? pipeline.runString(clause.term, { fields: clause.fields }) : [clause.term];
      for (const term of clause.terms) {
        if (isWhole(clause, term)) wanted.add(term);
        else for (const word of await this.expanded({ ...clause, term }, capped)) wanted.add(word);
      }
    }));
    const found = await Promise.all([...wanted].sort().map(async (term) => [term, await this.postings(term)]));
    const postings = new Map(found.filter(([, lists]) => lists));
    const known = TokenSet.fromArray([...postings.keys()]);
    for (const clause of asked.clauses) {
      const words = clause.terms.map((term) => (isWhole(clause, term)
        ? [term].filter((one) => postings.has(one))
        : known.intersect(TokenSet.fromClause({ ...clause, term })).toArray())); // in Lunr's order
      // Lunr finds nothing if one of the words that a required one consists of is nowhere.
      const isLost = clause.presence === Query.presence.REQUIRED && words.some((some) => !some.length);
      clause.words = isLost ? [] : words.flat();
    }
    const everybody = asked.isNegated() ? await this.rows() : null;
    const matches = new Matches(asked.clauses, postings, this.fields, this.weights.size, everybody);
    return { matches, capped: capped[0] ?? null, results: (rows) => this.index(postings, rows).query(build) };
  }

  async expanded(clause, capped) {
    const found = await this.lexicon.matching(this.lunr.TokenSet.fromClause(clause));
    const taken = commonest(found).slice(0, MOST_WORDS);
    if (taken.length < found.length) capped.push({ word: clause.term, taken: taken.length, of: found.length });
    return taken;
  }

  /** A Lunr index of some terms and some papers. @param {Map<string, any>} postings @param {Int32Array} rows */
  index(postings, rows) {
    const vectors = new Map(Array.from(rows, (row) => [`${this.fields[0]}/${row}`, []]));
    const inverted = Array.from(postings, ([term, lists], _index) => {
      const posting = { _index };
      lists.forEach((list, n) => {
        const field = this.fields[n];
        posting[field] = {};
        for (const [row, at] of common(rows, list.rows)) {
          posting[field][row] = NOTHING;
          const ref = `${field}/${row}`;
          if (!vectors.has(ref)) vectors.set(ref, []);
          vectors.get(ref).push(_index, list.weights[at]);
        }
      });
      return [term, posting];
    });
    const { fields, lunr } = this;
    return lunr.Index.load({
      version: lunr.version, fields, fieldVectors: [...vectors], invertedIndex: inverted, pipeline: ["sitegen-terms"],
    });
  }

  /** Of each field: the rows of the papers that have a term, and its weights; undefined if none has it. */
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
    if (typeof line === "string") file.set(term, this.weights.read(line));
    return file.get(term);
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

  /** What a result shows; undefined where there is no paper. @param {number} at */
  async row(at) {
    const { width, names } = this.directory.rows;
    const lines = await this.store.get("rows", nth(names, Math.floor(at / width)), (read) => read);
    const [key, title, year, venue, type, ...authors] = (lines[at % width] ?? "").split("\t");
    return key ? { key, title, authors, year: year ? Number(year) : null, venue, type } : undefined;
  }
}

const isWhole = (clause, term) => !term.includes("*") && !clause.editDistance;

/** What two rising lists share, as [item, its position in the longer]. */
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
