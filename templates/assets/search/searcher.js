// This is where requests of the page are answered; protocol.js says what they are.

import { fold } from "./analysis.js";
import { asked, meant, parted } from "./ask.js";
import { Engine } from "./engine.js";
import { Facets } from "./facets.js";
import { Problem, text } from "./store.js";

const WORD = /[\p{L}\p{N}\p{M}'’]+/gu; // as typed or printed

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
    if (this.last?.query !== query) this.last = { query, ...(await this.answer(query)) };
    const { rows, found, suggestions, unknown, capped } = this.last;
    const tests = await this.facets.tests(filters);
    const passed = Object.values(tests);
    const those = passed.length ? rows.filter((row) => passed.every((test) => test(row))) : rows;
    const end = offset + limit;
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
    const shown = results.slice(offset, end).map(async ({ row, ...more }) => ({ ...(await this.engine.row(row)), ...more }));
    const answer = { type: "found", total: those.length, rows: await Promise.all(shown), suggestions, unknown, capped };
    if (facets) answer.facets = await this.facets.counts(rows, tests);
    if (keys) answer.keys = await this.facets.keys(ordered);
    return answer;
  }

  /** @param {string} query */
  async answer(query) {
    const { engine, lunr } = this;
    const answer = { rows: new Int32Array(), suggestions: [], unknown: [], capped: null };
    if (!query.trim()) return { ...answer, rows: await engine.rows() };
    const { plain, begun, ...found } = await this.lookedUp(query);
    const { right, wrong } = await parted(lunr, engine, plain, begun);
    if (!wrong.length) return { ...answer, ...found };
    const row = await this.keyed(query.trim().toLowerCase());
    if (row !== undefined) return { ...answer, rows: Int32Array.of(row) };
    const spellings = await meant(lunr, engine, wrong, right);
    const corrected = spellings.size ? await this.corrected(query, spellings) : {};
    return { ...answer, ...found, unknown: wrong, ...corrected };
  }

  /** What a query finds as it is. @param {string} query */
  async lookedUp(query) {
    const { build, plain, begun, capped } = await asked(this.lunr, this.engine.fields, this.engine.lexicon, query);
    if (!build) return { plain, begun };
    const found = await this.engine.query(build);
    return { plain, begun, found, rows: found.matches.rows, capped: found.capped ?? capped };
  }

  /** The row of the paper that has a key, with any capitals. @param {string} asked  in lower case */
  async keyed(asked) {
    if (!/^[a-z][\w-]*\d[\w-]*$/.test(asked)) return undefined;
    const { names } = await this.engine.column("key");
    const ordinal = names.findIndex((/** @type {string} */ key) => key.toLowerCase() === asked);
    return ordinal < 0 ? undefined : (await this.engine.rows())[ordinal];
  }

  /** A query with words in other spellings, of several the one that the best papers have. @param {string} query @param {Map<string, string[]>} spellings */
  async corrected(query, spellings) {
    /** @type {Map<string, string>} */
    const printed = new Map(); // by the word without accents
    const written = () => query.replace(WORD, (word) => {
      const right = spellings.get(fold(word)) ?? [word];
      return right.map((one) => printed.get(one)).find(Boolean) ?? right[0];
    });
    const guess = written();
    if (guess === query) return {}; // a pair of letters of a script without spaces
    const first = await this.lookedUp(guess);
    const best = first.found?.matches.best(first.rows, 10) ?? [];
    const rows = await Promise.all(Array.from(best, (row) => this.engine.row(row)));
    for (const [word] of rows.map(({ title, authors }) => `${title} ${authors.join(" ")}`).join(" ").toLowerCase().matchAll(WORD)) {
      printed.set(fold(word), word);
    }
    const better = written();
    const { found, rows: all, capped } = better === guess ? first : await this.lookedUp(better);
    return { found, rows: all, capped, suggestions: [better] };
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

/** A result of Lunr's as we need it. */
const brief = ({ ref, score, matchData }) => ({ row: Number(ref), score, terms: Object.keys(matchData.metadata) });

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
