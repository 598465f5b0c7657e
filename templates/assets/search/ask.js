// This is where a reader's query becomes clauses of Lunr's, where it is explained what is wrong with
// it, and where typos are seen. Plain words: any of them, the last as a beginning too, for it may not
// be finished.

import { fold, isUnspaced, terms, words } from "./analysis.js";
import { commonest } from "./lexicon.js";
import { Problem } from "./store.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./protocol.js").Capped} Capped */
/** @typedef {{term: string, fields?: string[], boost?: number, editDistance?: number, presence?: number, usePipeline?: boolean}} Clause */
/** @typedef {(query: any) => void} Build  adds clauses to a lunr.Query */
/**
 * @typedef {object} Lexicon  what is needed of lexicon.js
 * @property {(pattern: string) => Promise<Iterable<[string, number]>>} fitting
 * @property {(some: string[]) => Promise<{keys: () => Iterable<string>}>} known
 * @property {(found: Map<string, number>, most: number) => string[]} within
 */

/** @type {Record<string, string>} */
const FIELDS = { authors: "author", tags: "tag", keyword: "tag", keywords: "tag", journal: "venue" };
// What the stemmer takes off: while one of these is being typed, the stem is what is looked for.
const ENDINGS = `ational tional alization ization ation ator alism iveness fulness ousness icate ative
  alize icity icality ality ivity bility ability ical ically ally ness ance ence ancy ency able ible ably
  ibly ement ements ment ments ant ent ing ings ism ate ates ated ating ous ously ive ively ize izes ized
  izing izer ion ions ers ies ed er al ly ity ities es ful fully izations ations`.split(/\s+/);
const MOST_TYPOS = 2; // for a long word lunr takes seconds for three, minutes for more
const MOST_FILES = [1, 3, 6, 12]; // that are fetched for what a word half typed can become, by its letters
const MOST_LETTERS = MOST_FILES.length;
const MOST_BEGUN = 200; // of these words, the commonest: Lunr takes a tenth of a second for a thousand
const PASTED = 4; // more words than these, the last of them plain, and no field or +: a title, in which a sign is just a sign
const MOST_CORRECTED = 5; // words of a query: of more, it is in another language
const MOST_MEANT = 5; // words that one with a typo may be meant as

/**
 * A query as clauses.
 *
 * @param {import("./lunr.js").Lunr} lunr
 * @param {string[]} fields
 * @param {Lexicon} lexicon
 * @param {string} text
 * @returns {Promise<{build: Build | null, plain: string[], begun: string[], capped: Capped | null, every: Build | null}>}
 *   null if there are no clauses; `plain`: the words that are looked for as they are; `begun`: the terms
 *   that the last of them may become; `every` asks for papers that have every word, if there are several
 */
export async function asked(lunr, fields, lexicon, text) {
  const found = /[-:*^~+]/.test(text) ? parsed(lunr, fields, text) : null;
  if (found) {
    const whole = found.filter(({ presence, usePipeline, editDistance }) => presence !== lunr.Query.presence.PROHIBITED && usePipeline && !editDistance);
    const build = (/** @type {any} */ q) => found.forEach((clause) => q.clause({ ...clause }));
    return { build, plain: whole.map(({ term }) => term), begun: [], capped: null, every: null };
  }
  const plain = words(text);
  if (!plain.length) return { build: null, plain, begun: [], capped: null, every: null };
  const { begun, capped } = await unfinished(lunr, lexicon, plain[plain.length - 1], plain.length === 1);
  const build = (/** @type {any} */ q) => {
    for (const word of plain) q.term(terms(lunr, word)[0], { usePipeline: false, boost: 100 });
    for (const term of begun) q.term(term, { usePipeline: false });
  };
  const every = (/** @type {any} */ q) => {
    for (const word of plain) q.term(terms(lunr, word)[0], { usePipeline: false, presence: lunr.Query.presence.REQUIRED });
  };
  return { build, plain, begun, capped, every: plain.length > 1 ? every : null };
}

/** The terms that a word, half typed, may be going to have: "generaliza" + "tion" -> "gener". @param {import("./lunr.js").Lunr} lunr @param {Lexicon} lexicon @param {string} word @param {boolean} isAlone */
async function unfinished(lunr, lexicon, word, isAlone) {
  const [term] = terms(lunr, word);
  /** @type {Set<string>} */
  const starts = new Set();
  if (word.length > 1 || isAlone || isUnspaced(word)) starts.add(word);
  if (starts.size && word.length > 3) starts.add(term);
  const found = new Map((await Promise.all([...starts].map(async (start) => [...(await lexicon.fitting(`${start}*`))]))).flat());
  const files = isUnspaced(word) ? MOST_LETTERS : Math.min(word.length, MOST_LETTERS);
  const taken = lexicon.within(found, MOST_FILES[files - 1]).slice(0, MOST_BEGUN);
  /** @type {Set<string>} */
  const maybe = new Set();
  for (let typed = 1; typed < Math.min(word.length - 2, 9); typed += 1) {
    for (const ending of ENDINGS.filter((one) => one.startsWith(word.slice(-typed)))) {
      maybe.add(terms(lunr, word + ending.slice(typed))[0]);
    }
  }
  if (word.length > 1 && word.at(-1) === word.at(-2)) maybe.add(word.slice(0, -1)); // "clipp"
  const known = await lexicon.known([...maybe].filter((one) => !found.has(one)));
  const capped = taken.length < found.size ? { word: `${word}*`, taken: taken.length, of: found.size } : null;
  return { begun: [...new Set([...taken, ...[...known.keys()].sort()])], capped };
}

/**
 * The clauses that lunr.QueryParser makes of a query, null if it is nothing but words. More is
 * understood than there: accents are folded, because lunr passes terms with wildcards by the
 * analysis; fields have other names, too; sign, field and boost hold for each half of a hyphenated
 * word. A name before a colon and a space is a word of a title.
 *
 * @param {import("./lunr.js").Lunr} lunr @param {string[]} fields @param {string} text
 * @returns {Clause[] | null}
 * @throws {Problem} with the place of what is wrong
 */
function parsed(lunr, fields, text) {
  const { REQUIRED, PROHIBITED, OPTIONAL } = lunr.Query.presence;
  const pieces = [...text.matchAll(/\S+/g)].map(({ 0: piece, index }) => {
    const [, sign, prefix = "", body, tail] = /** @type {string[]} */ (/^([+-]?)([\p{L}\p{N}-]*:)?([^~^]*)(.*)$/u.exec(piece));
    const name = prefix.slice(0, -1).toLowerCase();
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : name;
    return { index, sign, prefix, field, body, tail, isField: fields.includes(field) };
  });
  const isPlain = !/(?:^|\s)-\S+$|(?:\*|[~^][\d.]+)$/.test(text.trim());
  if (pieces.length > PASTED && isPlain && !pieces.some(({ isField, sign }) => isField || sign === "+")) return null;
  const complain = (/** @type {number} */ start, /** @type {string} */ near, /** @type {string} */ reason) => {
    const message = reason ? `This query is not complete at “${near}”: ${reason}.` : `There is no field “${near}”. Fields: ${fields.join(", ")}.`;
    throw new Problem("query", message, { start, end: start + near.length });
  };
  /** @type {Clause[]} */
  const found = [];
  let isLanguage = false;
  for (const { index, sign, prefix, field, body, tail, isField } of pieces) {
    const start = index + sign.length;
    if (prefix && !isField && /^[\p{L}\p{N}]/u.test(body) && prefix !== ":") complain(start, prefix.slice(0, -1), "");
    const named = fold(isField ? body : prefix + body).match(/[\p{L}\p{N}*]+/gu) ?? [];
    if (isField && !body) complain(start, prefix, "a word must follow the colon");
    if (sign && !prefix && !body && pieces.length === 1) complain(index, sign, "a word must follow the sign");
    /** @type {Omit<Clause, "term">} */
    const clause = { presence: sign === "+" ? REQUIRED : sign ? PROHIBITED : OPTIONAL };
    if (isField) clause.fields = [field];
    for (const { 0: near, 1: operator, 2: number, index: at } of tail.matchAll(/([~^])(\d*\.?\d*)[^~^]*/g)) {
      const isNumber = /\d/.test(number);
      if (!isNumber) complain(start + prefix.length + body.length + at, near, operator === "~" ? "a number of letters must follow ~" : "a number must follow ^");
      else if (operator === "^") clause.boost = Number(number);
      else if (Number(number) > MOST_TYPOS && body) complain(start + prefix.length + body.length + at, near, `at most ${MOST_TYPOS} letters may differ`);
      else clause.editDistance = Math.min(Math.floor(Number(number)), MOST_TYPOS);
    }
    for (const term of named) found.push({ ...clause, term, usePipeline: !term.includes("*") });
    if (named.length) isLanguage ||= Boolean(sign || isField || tail || named.join("").includes("*"));
  }
  return isLanguage ? found : null;
}

/**
 * The words of a query that some paper has, and those that none has, not even as a beginning of the last.
 *
 * @param {import("./lunr.js").Lunr} lunr @param {Engine} engine @param {string[]} plain @param {string[]} begun
 */
export async function parted(lunr, engine, plain, begun) {
  const found = await Promise.all(plain.map((word) => engine.postings(terms(lunr, word)[0])));
  const wrong = plain.filter((word, n) => !found[n] && !isUnspaced(word) && !(begun.length && n === plain.length - 1));
  return { right: plain.filter((_, n) => found[n]), wrong: [...new Set(wrong)] };
}

/**
 * What is meant by words that no paper has: of each that is one typo away from others the spellings
 * of one term, the one that most papers have together with the other words, else the commonest.
 *
 * @param {import("./lunr.js").Lunr} lunr @param {Engine} engine @param {string[]} wrong
 * @param {string[]} right  the other words of the query
 * @returns {Promise<Map<string, string[]>>}
 */
export async function meant(lunr, engine, wrong, right) {
  const some = wrong.slice(0, MOST_CORRECTED);
  const near = await Promise.all(some.map((word) => candidates(lunr, engine.lexicon, word)));
  const { REQUIRED } = lunr.Query.presence;
  const others = [...right].sort((one, other) => other.length - one.length).slice(0, 3);
  const options = near.flatMap((found) => [...found.keys()]);
  /** @type {Map<string, number>} */
  const together = new Map();
  if (others.length && options.length > 1) {
    const { matches } = /** @type {any} */ (await engine.query((q) => {
      for (const word of others) q.term(terms(lunr, word)[0], { usePipeline: false, presence: REQUIRED });
    }));
    const among = new Set(matches.rows);
    for (const term of options) {
      const rows = (await engine.postings(term) ?? []).flatMap((/** @type {{rows: Int32Array}} */ list) => [...list.rows]);
      together.set(term, new Set(rows.filter((/** @type {number} */ row) => among.has(row))).size);
    }
  }
  const found = new Map();
  for (const [n, spellings] of near.entries()) {
    const fits = (/** @type {string} */ term) => together.get(term) ?? 0;
    const [best] = [...spellings.keys()].sort((one, other) => fits(other) - fits(one)); // stable
    if (best) found.set(some[n], spellings.get(best));
  }
  return found;
}

/** Words with one typo less, by the terms they become, the commonest first; another first letter only if there is no other. @param {import("./lunr.js").Lunr} lunr @param {import("./lexicon.js").Lexicon} lexicon @param {string} word */
async function candidates(lunr, lexicon, word) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  if (word.length < 3 || word.length > 30 || /^\d+$/.test(word)) return found;
  const edited = edits(word);
  for (const isFirstRight of [true, false]) {
    /** @type {Map<string, string[]>} */
    const spellings = new Map();
    for (const other of edited.filter((one) => (one[0] === word[0]) === isFirstRight)) {
      const [term] = terms(lunr, other);
      spellings.set(term, [...(spellings.get(term) ?? []), other]);
    }
    const known = await lexicon.known([...spellings.keys()]);
    for (const term of commonest(known).slice(0, MOST_MEANT)) found.set(term, spellings.get(term) ?? []);
    if (found.size) break;
  }
  return found;
}

/** A word with two neighbours swapped, or with one letter another, more or less; letters of its script. @param {string} word */
function edits(word) {
  const block = word.charCodeAt(0) & ~127;
  const letters = Array.from({ length: 128 }, (_, n) => String.fromCharCode(block + n)).filter((one) => /[\p{Ll}\p{Lo}\d]/u.test(one));
  const found = new Set();
  for (let at = 0; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    if (after.length > 1) found.add(before + after[1] + after[0] + after.slice(2));
    for (const letter of letters) {
      found.add(before + letter + after);
      if (after) found.add(before + letter + after.slice(1));
    }
    if (after) found.add(before + after.slice(1));
  }
  found.delete(word);
  return [...found];
}
