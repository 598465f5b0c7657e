// This is where the words of the index are found: by their beginning, with wildcards, with typos.
// Lunr's own token sets say which words match; only the files that can hold one are fetched.

import { numbers, words } from "./numbers.js";
import { damaged, nth, place } from "./store.js";

export class Lexicon {
  /** @param {any} lunr @param {import("./store.js").Store} store @param {import("./store.js").Directory} directory */
  constructor(lunr, store, directory) {
    Object.assign(this, { lunr, store, files: directory.words, edges: directory.terms.edges });
  }

  /** The words that a token set accepts, with how many postings each has, in no order. */
  async matching(tokens) {
    const { edges } = this.files;
    const wanted = edges.map((_, n) => n).filter((n) => canHold(tokens, edges[n], edges[n + 1]));
    const found = await Promise.all(wanted.map((n) => this.file(n)));
    return found.flatMap((file) => file.set.intersect(tokens).toArray().map((word) => [word, file.counts.get(word)]));
  }

  /** The words that begin so. @param {string} start @returns {Promise<[string, number][]>} */
  startingWith(start) {
    return this.matching(this.lunr.TokenSet.fromString(`${start}*`));
  }

  /** Those of some words that are in the index. @param {string[]} some @returns {Promise<Set<string>>} */
  async known(some) {
    const { edges } = this.files;
    const found = await Promise.all(some.map(async (word) => {
      const n = place(edges, word);
      return n >= 0 && (await this.file(n)).counts.has(word) ? [word] : [];
    }));
    return new Set(found.flat());
  }

  /** Of some words, the commonest first, those whose postings lie in at most so many files. */
  within(found, most) {
    const files = new Set();
    return commonest(found).filter((word) => {
      const file = place(this.edges, word);
      if (files.size < most) files.add(file);
      return files.has(file);
    });
  }

  file(n) {
    const name = nth(this.files.names, n);
    return this.store.get("words", name, ([coded, often]) => {
      const list = words(coded);
      const counts = numbers(often);
      if (list.length !== counts.length) throw damaged(name);
      return { set: this.lunr.TokenSet.fromArray(list), counts: new Map(list.map((word, i) => [word, counts[i]])) };
    });
  }
}

/** Whether a token set accepts any word from `low` on and before `high` (without end if undefined). */
export function canHold(tokens, low, high) {
  return reaches([tokens], 0, low, high);
}

/** The same for the rest of a word, of which `at` letters are those of each bound that is not undefined. */
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

/** Words by the number of their postings, most first; of equals the first. @returns {string[]} */
export function commonest(found) {
  return [...found]
    .sort(([one, often], [other, oftener]) => oftener - often || (one < other ? -1 : 1))
    .map(([word]) => word);
}
