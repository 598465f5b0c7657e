// This is where requests of the page are answered; protocol.d.ts says what they are.

import { terms, words } from "./analysis.js";
import { asked, clauses, forgiven } from "./ask.js";
import { Engine } from "./engine.js";
import { Facets } from "./facets.js";
import { Problem, text } from "./store.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** What a query finds: rows in their order; what tells the best of them, if there are words to go by. @typedef {{ rows: Int32Array, found?: Answer, suggestions: string[], capped: import("./protocol.js").Capped | null }} Last */

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
    const { rows, found, suggestions, capped } = this.last;
    const tests = await this.facets.tests(filters);
    const passed = Object.values(tests);
    const those = passed.length ? rows.filter((row) => passed.every((test) => test(row))) : rows;
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
      capped,
      facets: facets ? await this.facets.counts(rows, tests) : undefined,
      keys: keys && ordered ? await this.facets.keys(ordered) : undefined,
    };
  }

  /** The paper in a row that has one. @param {number} row */
  async paper(row) {
    return /** @type {import("./protocol.js").Paper} */ (await this.engine.row(row));
  }

  /** @param {string} query @returns {Promise<Last>} */
  async answer(query) {
    const { engine, lunr } = this;
    const nothing = { rows: new Int32Array(), suggestions: [], capped: null };
    if (!query.trim()) return { ...nothing, rows: await engine.rows() };
    const { build, plain, capped } = await asked(lunr, engine.fields, engine.lexicon, query);
    if (!build) return nothing;
    const found = await engine.query(build);
    const { rows } = found.matches;
    if (rows.length || !plain.length) return { ...nothing, rows, found, capped: found.capped ?? capped };
    const corrected = await forgiven(lunr, engine.lexicon, plain);
    if (!corrected) return nothing;
    const other = await engine.query(clauses(corrected, []));
    const suggestions = [await this.spelt(plain, corrected, other)];
    return { ...nothing, rows: other.matches.rows, found: other, suggestions };
  }

  /** Words for terms: as the reader typed them, or as the best papers have them. @param {string[]} plain @param {string[]} corrected @param {Answer} answer */
  async spelt(plain, corrected, { matches, results }) {
    const best = results(matches.best(matches.rows, 10)).slice(0, 10);
    const rows = await Promise.all(best.map(({ ref }) => this.paper(Number(ref))));
    const printed = words(rows.map(({ title, authors }) => `${title} ${authors.join(" ")}`).join(" "));
    return corrected
      .map((term, n) => {
        const same = (/** @type {string} */ word) => terms(this.lunr, word)[0] === term;
        return same(plain[n]) ? plain[n] : printed.find(same) ?? term;
      })
      .join(" ");
  }

  /** @param {import("./protocol.js").Abstracts} request */
  async abstracts({ keys }) {
    const read = async (/** @type {string} */ key) => {
      try {
        return [key, prose(await text(`${this.root}papers/${encodeURIComponent(key)}.md`))];
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

/** The abstract in a paper's Markdown file: what stands between its front matter and its notes. @param {string} markdown */
export function prose(markdown) {
  const [, body = ""] = /^---\n.*?\n---\n(.*)$/s.exec(markdown) ?? [];
  return body
    .replace(/^## Notes\n.*$/ms, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/<\/?(?:i|b|sub|sup|sc)>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
