// This is where text becomes search terms, exactly as sitegen/search/analysis.py does it.
// tests/test_search.py compares the two.

const APOSTROPHES = /['’‘ʼ`´]/g;
/** @type {Record<string, string>} */
const LETTERS = {
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
  "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ς": "σ",
};
const LETTER = /[ßæœøđðþłħıŋŧς]/g;
const WORD = /[\p{L}\p{N}]+/gu;
const UNSPACED = /[\u3005\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]+/gu;

// Letters beyond U+FFFF are two to lunr.js's stemmer and one to Python's.
const UNSTEMMED = /[\u3005\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{10000}-\u{10ffff}]/u;

/** Whether a word has letters of a script without spaces. @param {string} word */
export const isUnspaced = (word) => word.search(UNSPACED) >= 0;

/** Lower case, without accents and ligatures. @param {string} text @returns {string} */
export function fold(text) {
  return text
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(LETTER, (letter) => LETTERS[letter])
    .normalize("NFC");
}

/** The words of a text, unstemmed; scripts without spaces in pairs. @param {string} text @returns {string[]} */
export function words(text) {
  const found = [];
  for (const [word] of fold(text).matchAll(WORD)) {
    let end = 0;
    for (const run of word.matchAll(UNSPACED)) {
      if (run.index > end) found.push(word.slice(end, run.index));
      const letters = [...run[0]];
      if (letters.length === 1) found.push(run[0]);
      for (let i = 0; i + 1 < letters.length; i += 1) found.push(letters[i] + letters[i + 1]);
      end = run.index + run[0].length;
    }
    if (end < word.length) found.push(word.slice(end));
  }
  return found;
}

/** The terms of a text. @param {import("./lunr.js").Lunr} lunr @param {string} text @returns {string[]} */
export function terms(lunr, text) {
  const stem = (/** @type {string} */ word) => lunr.stemmer(new lunr.Token(word)).toString();
  return words(text).map((word) => (UNSTEMMED.test(word) ? word : stem(word)));
}

/** Make the analysis known to lunr, under the name that the index states. @param {import("./lunr.js").Lunr} lunr */
export function register(lunr) {
  if ("sitegen-terms" in lunr.Pipeline.registeredFunctions) return;
  const analyse = (/** @type {import("./lunr.js").Token} */ token) => terms(lunr, token.toString()).map((term) => new lunr.Token(term));
  lunr.Pipeline.registerFunction(analyse, "sitegen-terms");
}
