// This is where requests of the page are answered; protocol.js says what they are.

import { terms, words } from "./analysis.js";
import { asked, clauses, forgiven } from "./ask.js";
import { Engine } from "./engine.js";
import { Facets } from "./facets.js";
import { Problem, text } from "./store.js";

export class Searcher {
  constructor(lunr, root, known) {
    this.lunr = lunr;
    this.root = root;
    this.engine = new Engine(lunr, root, known);
    this.facets = new Facets(this.engine);
    this.last = null; // the last results: a page more, or its facets, need no new search
  }

  /** @param {import("./protocol.js").Search} request */
  async search({ query, filters = {}, sort = "relevance", offset = 0, limit = 10, facets, keys }) {
    const found = await this.found(query);
    const tests = await this.facets.tests(filters);
    const passed = Object.values(tests);
    let results = found.results;
    if (passed.length) results = results.filter(({ ref }) => passed.every((test) => test(ref)));
    results = await this.facets.sorted(results, !found.isQuery && sort === "relevance" ? "newest" : sort);
    const rows = await Promise.all(results.slice(offset, offset + limit).map(async (result) => ({
      ...(await this.engine.row(Number(result.ref))),
      score: result.score,
      terms: Object.keys(result.matchData?.metadata ?? {}),
    })));
    const { suggestions, capped } = found;
    const answer = { type: "found", total: results.length, rows, suggestions, capped };
    if (facets) answer.facets = await this.facets.counts(found.results.map(({ ref }) => ref), tests);
    if (keys) answer.keys = await Promise.all(results.map(async ({ ref }) => (await this.engine.row(Number(ref))).key));
    return answer;
  }

  /** All results of a query, before filters. */
  async found(query) {
    if (this.last?.query !== query) this.last = { query, ...(await this.answer(query)) };
    return this.last;
  }

  async answer(query) {
    const { engine, lunr } = this;
    const nothing = { suggestions: [], capped: null, isQuery: true };
    if (!query.trim()) {
      const results = Array.from(await engine.places(), (at) => ({ ref: String(at), score: 0 }));
      return { ...nothing, results, isQuery: false };
    }
    const { build, plain, capped } = await asked(lunr, engine.fields, engine.lexicon, query);
    if (!build) return { ...nothing, results: [] };
    const found = await engine.query(build);
    if (found.results.length || !plain.length) return { ...nothing, ...found, capped: found.capped ?? capped };
    const corrected = await forgiven(lunr, engine.lexicon, plain);
    if (!corrected) return { ...nothing, ...found };
    const { results } = await engine.query(clauses(corrected, []));
    return { ...nothing, results, suggestions: [await this.spelt(plain, corrected, results)] };
  }

  /** Words for terms: as the reader typed them, or as the best papers have them. */
  async spelt(plain, corrected, results) {
    const rows = await Promise.all(results.slice(0, 10).map(({ ref }) => this.engine.row(Number(ref))));
    const printed = words(rows.map(({ title, authors }) => `${title} ${authors.join(" ")}`).join(" "));
    return corrected
      .map((term, n) => {
        const same = (word) => terms(this.lunr, word)[0] === term;
        return same(plain[n]) ? plain[n] : printed.find(same) ?? term;
      })
      .join(" ");
  }

  /** @param {import("./protocol.js").Rows} request */
  async rows({ keys }) {
    const found = await Promise.all(keys.map((key) => this.engine.rowOf(key)));
    return {
      type: "rows",
      rows: found.filter(Boolean).map((row) => ({ ...row, score: 0, terms: [] })),
      missing: keys.filter((_, n) => !found[n]),
    };
  }

  /** @param {import("./protocol.js").Abstracts} request */
  async abstracts({ keys }) {
    const read = async (key) => {
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

/** The abstract in a paper's Markdown file: what stands between its front matter and its notes. */
export function prose(markdown) {
  const [, body = ""] = /^---\n.*?\n---\n(.*)$/s.exec(markdown) ?? [];
  return body
    .replace(/^## Notes\n.*$/ms, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/<\/?(?:i|b|sub|sup|sc)>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
