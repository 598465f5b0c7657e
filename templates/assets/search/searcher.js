// This is where requests of the page are answered; protocol.d.ts says what they are.

import { fold } from "./analysis.js";
import { asked, meant, parted } from "./ask.js";
import { Engine } from "./engine.js";
import { Facets } from "./facets.js";
import { Problem, damaged } from "./store.js";

const IDENTIFIER = /\b10\.\d{4,9}\/[^\s"<>]*[^\s"<>.,;)]|\b\d{4}\.\d{4,5}(?!\d)|\b[a-z-]+(?:\.[A-Z]{2})?\/\d{7}\b/i; // a DOI, one of arXiv
const KEY = /^[a-z][\w-]*\d[\w-]*$/; // that none is in the titles
const WORD = /[\p{L}\p{N}\p{M}'’]+/gu; // as typed or printed

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./protocol.js").Capped} Capped */
/**
 * What a query finds: rows in their order; what tells the best of them, if there are words to go by.
 * @typedef {{ rows: Int32Array, every: Int32Array, found?: Answer, suggestions: string[], unknown: string[], capped: Capped | null }} Last
 */
/** @type {Last} */
const NOTHING = { rows: new Int32Array(), every: new Int32Array(), suggestions: [], unknown: [], capped: null };

export class Searcher {
  /** @param {import("./lunr.js").Lunr} lunr @param {string} root @param {import("./store.js").Directory} known */
  constructor(lunr, root, known) {
    this.lunr = lunr;
    this.root = root;
    this.engine = new Engine(lunr, root, known);
    this.facets = new Facets(this.engine);
    /** @type {Last & { query: string } | null} */
    this.last = null; // the last results: a page more, or its facets, need no new search
  }

  /** @param {import("./protocol.js").Search} request @returns {Promise<import("./protocol.js").Found>} */
  async search({ query, filters = {}, sort = "relevance", offset = 0, limit = 10, facets, keys }) {
    if (this.last?.query !== query) this.last = { query, ...(await this.answer(query)) };
    const { found, suggestions, unknown, capped } = this.last;
    const tests = await this.facets.tests(filters);
    const passed = Object.values(tests);
    const pass = (/** @type {Int32Array} */ rows) => (passed.length ? rows.filter((row) => passed.every((test) => test(row))) : rows);
    const those = pass(this.last.rows);
    const end = offset + limit;
    /** @type {Brief[]} */
    let results;
    let ordered;
    if (found && sort === "relevance") {
      results = found.results(found.matches.best(those, end)).map(brief);
      if (keys) ordered = found.matches.sorted(those);
    } else {
      ordered = await this.facets.sorted(those, sort === "relevance" ? "newest" : sort);
      results = Array.from(ordered, (row) => ({ row, score: 0, terms: [] }));
      const shown = found ? found.results(ordered.slice(offset, end).sort()).map(brief) : [];
      for (const one of shown) Object.assign(results[ordered.indexOf(one.row)], one);
    }
    const shown = results.slice(offset, end).map(async ({ row, ...more }) => ({ ...(await this.paper(row)), ...more }));
    return {
      type: "found",
      total: those.length,
      rows: await Promise.all(shown),
      suggestions,
      unknown,
      every: pass(this.last.every).length,
      capped,
      facets: facets ? await this.facets.counts(this.last.rows, tests) : undefined,
      keys: keys && ordered ? await this.facets.keys(ordered) : undefined,
    };
  }

  /** The paper in a row that has one. @param {number} row */
  async paper(row) {
    const found = await this.engine.row(row);
    if (!found) throw damaged("of rows");
    return found;
  }

  /** @param {string} query @returns {Promise<Last>} */
  async answer(query) {
    if (!query.trim()) return { ...NOTHING, rows: await this.engine.rows() };
    const [id] = IDENTIFIER.exec(query) ?? [];
    const plainId = id?.toLowerCase().replace("10.48550/arxiv.", "");
    const paper = id && await this.named("id", (ids) => ids.split(" ").includes(plainId));
    if (paper) return paper;
    if (id && !/\s/.test(query.trim())) return { ...NOTHING, unknown: [id] };
    const { plain, begun, ...answer } = await this.lookedUp(query);
    const { right, wrong } = await parted(this.lunr, this.engine, plain, begun);
    if (!wrong.length) return answer;
    const name = query.trim().toLowerCase();
    const keyed = KEY.test(name) && await this.named("key", (key) => key.toLowerCase() === name);
    if (keyed) return keyed;
    const spellings = await meant(this.lunr, this.engine, wrong, right);
    const corrected = spellings.size ? await this.corrected(query, spellings) : null;
    return { ...(corrected ?? answer), unknown: wrong };
  }

  /** What a query finds as it is. @param {string} query @returns {Promise<Last & { plain: string[], begun: string[] }>} */
  async lookedUp(query) {
    const { build, plain, begun, capped, every } = await asked(this.lunr, this.engine.fields, this.engine.lexicon, query);
    if (!build) return { ...NOTHING, plain, begun };
    const found = await this.engine.query(build);
    const all = every ? (await this.engine.query(every)).matches.rows : NOTHING.rows;
    return { ...NOTHING, plain, begun, found, rows: found.matches.rows, every: all, capped: found.capped ?? capped };
  }

  /** The paper that has a name of a kind. @param {"key" | "id"} kind @param {(name: any) => boolean} test @returns {Promise<Last | undefined>} */
  async named(kind, test) {
    const { names } = await this.engine.column(kind);
    const ordinal = names.findIndex(test);
    return ordinal < 0 ? undefined : { ...NOTHING, rows: (await this.engine.rows()).slice(ordinal, ordinal + 1) };
  }

  /** A query with words in other spellings, of several the one that the best papers have. @param {string} query @param {Map<string, string[]>} spellings @returns {Promise<Last | null>} */
  async corrected(query, spellings) {
    /** @type {Map<string, string>} */
    const printed = new Map(); // by the word without accents
    const written = () => query.replace(WORD, (word) => {
      const right = spellings.get(fold(word)) ?? [word];
      return right.map((one) => printed.get(one)).find(Boolean) ?? right[0];
    });
    const guess = written();
    if (guess === query) return null; // a pair of letters of a script without spaces
    const first = await this.lookedUp(guess);
    const best = first.found?.matches.best(first.rows, 10) ?? [];
    const rows = await Promise.all(Array.from(best, (row) => this.paper(row)));
    for (const [word] of rows.map(({ title, authors }) => `${title} ${authors.join(" ")}`).join(" ").toLowerCase().matchAll(WORD)) {
      printed.set(fold(word), word);
    }
    const better = written();
    return { ...(better === guess ? first : await this.lookedUp(better)), suggestions: [better] };
  }

  /** @param {import("./protocol.js").Abstracts} request @returns {Promise<import("./protocol.js").AbstractsGiven>} */
  async abstracts({ keys }) {
    const read = async (/** @type {string} */ key) => {
      try {
        return [key, await this.engine.store.abstract(key)];
      } catch (error) {
        if (error instanceof Problem) return [key, ""]; // a row without its snippet is still a row
        throw error;
      }
    };
    return { type: "abstracts", abstracts: Object.fromEntries(await Promise.all(keys.map(read))) };
  }
}

/** A result as we need it of Lunr's. @typedef {{ row: number, score: number, terms: string[] }} Brief */

/** @param {import("./lunr.js").Result} result @returns {Brief} */
const brief = ({ ref, score, matchData }) => ({ row: Number(ref), score, terms: Object.keys(matchData.metadata) });
