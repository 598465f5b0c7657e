// This is where a reader's query becomes clauses of Lunr's language, and where it is explained what
// is wrong with it. Plain words: any of them, the last as a beginning too, for it may not be finished.

import { fold, terms, words } from "./analysis.js";
import { commonest } from "./lexicon.js";
import { Problem } from "./store.js";

const FIELDS = { authors: "author", tags: "tag", keyword: "tag", keywords: "tag", journal: "venue" };
const OPERATOR = /[:*^~+]|(?:^|\s)-/;
// What the stemmer takes off: while one of these is being typed, the stem is what is looked for.
const ENDINGS = `ational tional alization ization ation ator alism iveness fulness ousness icate ative
  alize icity icality ality ivity bility ability ical ically ally ness ance ence ancy ency able ible ably
  ibly ement ements ment ments ant ent ing ings ism ate ates ated ating ous ously ive ively ize izes ized
  izing izer ion ions ers ies ed er al ly ity ities es ful fully izations ations`.split(/\s+/);
const MOST_TYPOS = 3; // lunr takes seconds for more than 20, minutes for 50
const MOST_FILES = 12; // that are fetched for the words that a word half typed can become

/**
 * A query as clauses.
 *
 * @param {any} lunr
 * @param {string[]} fields
 * @param {{startingWith: Function, known: Function, within: Function}} lexicon
 * @param {string} text
 * @returns {Promise<{build: Function|null, plain: string[], capped: object|null}>}  `build` adds the
 *   clauses to a lunr.Query, null if there are none; `plain`: the words, if it is nothing but words
 */
export async function asked(lunr, fields, lexicon, text) {
  const query = text.trim();
  const language = OPERATOR.test(query) ? prepared(query, fields) : "";
  if (OPERATOR.test(language)) return { build: parsed(lunr, fields, language, text), plain: [], capped: null };
  const plain = words(query);
  if (!plain.length) return { build: null, plain, capped: null };
  const { begun, capped } = await unfinished(lunr, lexicon, plain.at(-1), plain.length === 1);
  const whole = plain.map((word) => terms(lunr, word)[0]);
  return { build: clauses(whole, begun), plain, capped };
}

/** Clauses for terms that are whole, and for those that the last may become. */
export function clauses(whole, begun) {
  return (q) => {
    for (const term of whole) q.term(term, { usePipeline: false, boost: 100 });
    for (const term of begun) q.term(term, { usePipeline: false });
  };
}

/** The terms that a word, half typed, may be going to have: "generaliza" + "tion" -> "gener". */
async function unfinished(lunr, lexicon, word, isAlone) {
  const [term] = terms(lunr, word);
  const starts = new Set();
  if (word.length > 1 || isAlone) starts.add(word);
  if (starts.size && word.length > 3) starts.add(term);
  const found = new Map((await Promise.all([...starts].map((start) => lexicon.startingWith(start)))).flat());
  const taken = lexicon.within(found, MOST_FILES);
  const maybe = new Set();
  for (let typed = 1; typed < Math.min(word.length - 2, 9); typed += 1) {
    for (const ending of ENDINGS.filter((one) => one.startsWith(word.slice(-typed)))) {
      maybe.add(terms(lunr, word + ending.slice(typed))[0]);
    }
  }
  if (word.length > 1 && word.at(-1) === word.at(-2)) maybe.add(word.slice(0, -1)); // "clipp"
  const known = await lexicon.known([...maybe].filter((one) => !found.has(one)));
  const capped = taken.length < found.size ? { word: `${word}*`, taken: taken.length, of: found.size } : null;
  return { begun: [...new Set([...taken, ...[...known].sort()])], capped };
}

/** Clauses for a query in Lunr's language. @throws {Problem} at the place of what is wrong */
function parsed(lunr, fields, language, text) {
  const build = (q) => new lunr.QueryParser(language, q).parse();
  try {
    build(new lunr.Query(fields));
  } catch (error) {
    if (!(error instanceof lunr.QueryParseError)) throw error;
    const near = language.slice(error.start, error.end);
    const place = near ? text.toLowerCase().indexOf(near.toLowerCase()) : -1;
    const start = place < 0 ? text.length : place;
    const end = place < 0 ? text.length : place + near.length;
    throw new Problem("query", explained(error.message, near, fields), { start, end });
  }
  return build;
}

/**
 * A query as lunr's parser takes it: accents folded, because lunr passes terms with wildcards by the
 * analysis; usual names of fields; sign, field and boost on each half of a hyphenated word; what is
 * neither word nor operator left out. A name before a colon and a space is a word of a title.
 */
export function prepared(query, fields) {
  return query
    .split(/\s+/)
    .map((clause) => {
      const [, sign, name, rest] = /^([+-]?)(?:([\p{L}\p{N}-]*):)?(.*)$/su.exec(clause);
      const known = FIELDS[name?.toLowerCase()] ?? name?.toLowerCase();
      const isField = Boolean(name) && (fields.includes(known) || /^[\p{L}\p{N}]/u.test(rest));
      const field = isField ? `${known}:` : "";
      const [, body, tail = ""] = /^([^~^]*)(.*)$/su.exec(isField || name === undefined ? rest : `${name} ${rest}`);
      const found = fold(body).match(/[\p{L}\p{N}*]+/gu) ?? [];
      if (!found.length) return body ? "" : sign + field + tail;
      const typos = tail.replace(/[^~^\d]/gu, "").replace(/~(\d+)/g, (_, most) => `~${Math.min(most, MOST_TYPOS)}`);
      return found.map((word) => sign + field + word + typos).join(" ");
    })
    .filter(Boolean)
    .join(" ");
}

/** What is wrong with a query, in a sentence. */
function explained(message, near, fields) {
  const shown = near ? `“${near}”` : "the end";
  if (/unrecognised field/.test(message)) return `There is no field ${shown}. Fields: ${fields.join(", ")}.`;
  const reasons = [
    [/expected either a field or a term/, "a word must stand before ~ and ^"],
    [/expecting term or field/, "a word must follow the sign"],
    [/expecting term, found/, "a word must follow the colon"],
    [/expecting term/, "a word is missing"],
    [/edit distance/, "a number of letters must follow ~"],
    [/boost/, "a number must follow ^"],
    [/presence/, "+ and - must stand directly before a word"],
  ];
  const found = reasons.find(([pattern]) => pattern.test(message));
  return `This query is not complete at ${shown}: ${found ? found[1] : message}.`;
}

/**
 * For words that nothing is found for: the words with one typo forgiven each, as terms; null if there
 * is none. Of several candidates the one with the same first letter, then the commonest.
 *
 * @param {string[]} plain  the words asked
 */
export async function forgiven(lunr, lexicon, plain) {
  const whole = plain.map((word) => terms(lunr, word)[0]);
  const known = await lexicon.known(whole);
  const corrected = await Promise.all(whole.map(async (term, n) => {
    if (known.has(term) || term.length < 3) return term;
    const near = async (word) => lexicon.matching(lunr.TokenSet.fromFuzzyString(word, 1));
    const found = new Map([...(await near(term)), ...(plain[n] === term ? [] : await near(plain[n]))]);
    const alike = [...found].filter(([word]) => word[0] === term[0]);
    return commonest(alike.length ? alike : found)[0] ?? term;
  }));
  return corrected.some((term, n) => term !== whole[n]) ? corrected : null;
}
