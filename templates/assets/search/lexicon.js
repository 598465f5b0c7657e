// This is where the words of the index are found: by their beginning, with wildcards, with typos.
// Lunr's own token sets say which words match; only the files that can hold one are fetched.

import { numbers, words } from "./numbers.js";
import { damaged, nth, place } from "./store.js";

/** @typedef {[string, number]} Often  a word, and how many postings it has */
/** @typedef {import("./lunr.js").TokenSet} TokenSet */

export class Lexicon {
  /** @param {import("./lunr.js").Lunr} lunr @param {import("./store.js").Store} store @param {import("./store.js").Directory} directory */
  constructor(lunr, store, directory) {
    this.lunr = lunr;
    this.store = store;
    this.words = directory.words;
    this.edges = directory.terms.edges;
  }

  /** The words that a token set accepts, with how many postings each has, in no order. @param {TokenSet} tokens @returns {Promise<Often[]>} */
  async matching(tokens) {
    const files = await this.files(tokens);
    return files.flatMap((file) => {
      file.set ??= this.lunr.TokenSet.fromArray([...file.counts.keys()]);
      return file.set.intersect(tokens).toArray().map((word) => [word, file.counts.get(word) ?? 0]);
    });
  }

  /** The files that can hold a word that a token set accepts. @param {TokenSet} tokens */
  files(tokens) {
    const { edges } = this.words;
    return Promise.all(edges.map((_, n) => n).filter((n) => canHold(tokens, edges[n], edges[n + 1])).map((n) => this.file(n)));
  }

  /** The words that a pattern fits, in which "*" stands for any letters. @param {string} pattern @returns {Promise<Often[]>} */
  async fitting(pattern) {
    const files = await this.files(this.lunr.TokenSet.fromString(pattern));
    const whole = new RegExp(`^${pattern.split("*").map((part) => part.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join(".*")}$`, "s");
    return files.flatMap(({ counts }) => [...counts].filter(([word]) => whole.test(word)));
  }

  /** Those of some words that are in the index, with how many postings each has. @param {string[]} some */
  async known(some) {
    /** @type {Map<string, number>} */
    const found = new Map();
    await Promise.all(some.map(async (word) => {
      const n = place(this.words.edges, word);
      const often = n < 0 ? undefined : (await this.file(n)).counts.get(word);
      if (often) found.set(word, often);
    }));
    return found;
  }

  /** Of some words, the commonest first, those whose postings lie in at most so many files. @param {Iterable<Often>} found @param {number} most */
  within(found, most) {
    const files = new Set();
    return commonest(found).filter((word) => {
      const file = place(this.edges, word);
      if (files.size < most) files.add(file);
      return files.has(file);
    });
  }

  /** @param {number} n @returns {Promise<{counts: Map<string, number>, set?: TokenSet}>} */
  file(n) {
    const name = nth(this.words.names, n);
    return this.store.get("words", name, (/** @type {string[]} */ [coded, often]) => {
      const list = words(coded);
      const counts = numbers(often);
      if (list.length !== counts.length) throw damaged(name);
      return { counts: new Map(list.map((word, i) => [word, counts[i]])) };
    });
  }
}

/** Whether a token set accepts any word from `low` on and before `high` (without end if undefined). @param {TokenSet} tokens @param {string} low @param {string} [high] */
function canHold(tokens, low, high) {
  return reaches([tokens], 0, low, high);
}

/**
 * The same for the rest of a word, of which `at` letters are those of each bound that is not undefined.
 * @param {TokenSet[]} states @param {number} at @param {string} [low] @param {string} [high] @returns {boolean}
 */
function reaches(states, at, low, high) {
  if (!states.length) return false;
  if (high !== undefined && at >= high.length) return false;
  const first = low !== undefined && at < low.length ? low[at] : undefined; // undefined: low is behind us
  if (first === undefined && states.some((state) => state.final)) return true;
  if (first === undefined && high === undefined) return true;
  const last = high?.[at];
  const letters = new Set(states.flatMap((state) => Object.keys(state.edges)));
  if (letters.delete("*")) {
    for (const letter of [first, last]) if (letter !== undefined) letters.add(letter);
    const after = first === undefined ? 0 : first.charCodeAt(0) + 1;
    if (last === undefined || after < last.charCodeAt(0)) return true;
  }
  return [...letters].some((letter) => {
    if ((first !== undefined && letter < first) || (last !== undefined && letter > last)) return false;
    const next = states.flatMap((state) => [state.edges[letter], state.edges["*"]].filter(Boolean));
    return reaches([...new Set(next)], at + 1, letter === first ? low : undefined, letter === last ? high : undefined);
  });
}

/** Words by the number of their postings, most first; of equals the first. @param {Iterable<Often>} found */
export function commonest(found) {
  return [...found]
    .sort(([one, often], [other, oftener]) => oftener - often || (one < other ? -1 : 1))
    .map(([word]) => word);
}
