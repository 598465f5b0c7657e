// This is where the words that were found are marked in a text, and the stretch is chosen that shows them.
import { make } from "./dom.js";

const PRINTED = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu;
const BEFORE = 40; // characters of a stretch that stand before what is found

/** The words of a text that have one of the terms. @typedef {(text: string) => RegExpExecArray[]} Find */

/** @param {(text: string) => string[]} analyse @param {string[]} found @returns {Find} */
export function finder(analyse, found) {
  const wanted = new Set(found);
  return (text) => [...text.matchAll(PRINTED)].filter(([word]) => analyse(word).some((term) => wanted.has(term)));
}

/** A text as nodes, the words found in <mark>. @param {string} text @param {Find} find */
export function marked(text, find) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let end = 0;
  for (const { 0: word, index } of find(text)) {
    nodes.push(text.slice(end, index), make("mark", [word]));
    end = index + word.length;
  }
  return [...nodes, text.slice(end)];
}

/** Some 240 characters of a text about the place where most of what is found stands together. @param {string} text @param {Find} find */
export function stretch(text, find, length = 240) {
  if (text.length <= length) return text;
  const places = find(text);
  let [best, most] = [0, 0];
  for (const { index } of places) {
    const near = places.filter((one) => one.index >= index && one.index < index + length - BEFORE);
    const distinct = new Set(near.map(([word]) => word.toLowerCase())).size;
    if (distinct > most) [most, best] = [distinct, index];
  }
  const from = best < BEFORE ? 0 : text.indexOf(" ", best - BEFORE) + 1;
  const rest = text.slice(from);
  const end = rest.lastIndexOf(" ", length);
  const cut = rest.length > length ? `${rest.slice(0, end > 0 ? end : length)}\u00a0…` : rest;
  return from ? `…\u00a0${cut}` : cut;
}

/** At most five authors, and those who were looked for. @param {string[]} authors @param {Find} find */
export function people(authors, find) {
  const named = authors.filter((name, position) => position < 5 || find(name).length);
  return named.join(", ") + (named.length < authors.length ? " et\u00a0al." : "");
}
