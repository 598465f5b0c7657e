// Search in the reader's browser: one analysis of text, shared with Python; the query, in Lunr's
// language; and the page. Stock lunr.js parses, expands and scores.

// ---- Analysis: text becomes terms exactly as in sitegen/search/analysis.py ----

const APOSTROPHES = /['’‘ʼ`´]/g;
const LETTERS = {
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
  "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ς": "σ",
};
const LETTER = /[ßæœøđðþłħıŋŧς]/g;
const WORD = /[\p{L}\p{N}]+/gu;
const UNSPACED = /[\u3005\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]+/gu;

// Letters beyond U+FFFF are two to lunr.js's stemmer and one to Python's.
const UNSTEMMED = /[\u3005\u3007\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u{10000}-\u{10ffff}]/u;

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

/** The words of a text, unstemmed; scripts without spaces in pairs. @returns {string[]} */
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

/** The terms of a text. @returns {string[]} */
export function terms(lunr, text) {
  const stem = (word) => lunr.stemmer(new lunr.Token(word)).toString();
  return words(text).map((word) => (UNSTEMMED.test(word) ? word : stem(word)));
}

/** Make the analysis known to lunr, under the name that the index states. */
export function register(lunr) {
  if ("sitegen-terms" in lunr.Pipeline.registeredFunctions) return;
  const analyse = (token) => terms(lunr, token.toString()).map((term) => new lunr.Token(term));
  lunr.Pipeline.registerFunction(analyse, "sitegen-terms");
}

// ---- Query ----

const FIELDS = { authors: "author", tags: "tag", keyword: "tag", keywords: "tag", journal: "venue" };
const OPERATOR = /[:*^~+]|(?:^|\s)-/;
// What the stemmer takes off: while one of these is being typed, the stem is what is looked for.
const ENDINGS = `ational tional alization ization ation ator alism iveness fulness ousness icate ative
  alize icity icality ality ivity bility ability ical ically ally ness ance ence ancy ency able ible ably
  ibly ement ements ment ments ant ent ing ings ism ate ates ated ating ous ously ive ively ize izes ized
  izing izer ion ions ers ies ed er al ly ity ities es ful fully izations ations`.split(/\s+/);
const MOST_TYPOS = 3; // lunr takes seconds for more than 20, minutes for 50

/**
 * The results of a query in Lunr's language, best first.
 *
 * Without operators the last word is also looked for as the beginning of a word, because it may
 * not be finished yet.
 *
 * @throws {lunr.QueryParseError} with `start` and `end`, if the query is not in that language
 */
export function ask(lunr, index, text) {
  const query = text.trim();
  if (!query) return [];
  const language = OPERATOR.test(query) ? prepared(query, index.fields) : "";
  if (OPERATOR.test(language)) return inLanguage(index, language);
  const asked = words(query);
  if (!asked.length) return [];
  return index.query((q) => {
    asked.forEach((word, position) => {
      const term = terms(lunr, word)[0];
      q.term(term, { usePipeline: false, boost: 100 });
      if (position !== asked.length - 1) return;
      if (word.length > 1 || asked.length === 1) {
        const wildcard = lunr.Query.wildcard.TRAILING;
        q.term(word, { usePipeline: false, wildcard });
        if (word.length > 3 && term !== word) q.term(term, { usePipeline: false, wildcard });
      }
      for (const begun of unfinished(lunr, index, word)) q.term(begun, { usePipeline: false });
    });
  });
}

/** The terms that a word, half typed, may be going to have: "generaliza" + "tion" -> "gener". */
function unfinished(lunr, index, word) {
  const found = new Set();
  for (let typed = 1; typed < Math.min(word.length - 2, 9); typed += 1) {
    for (const ending of ENDINGS.filter((one) => one.startsWith(word.slice(-typed)))) {
      const [term] = terms(lunr, word + ending.slice(typed));
      if (index.invertedIndex[term]) found.add(term);
    }
  }
  const single = word.slice(0, -1);
  if (word.at(-1) === single.at(-1) && index.invertedIndex[single]) found.add(single); // "clipp"
  return found;
}

function inLanguage(index, asked) {
  try {
    return index.search(asked);
  } catch (error) {
    error.near = asked.slice(error.start, error.end);
    throw error;
  }
}

/**
 * A query as lunr's parser takes it: accents folded, because lunr passes terms with wildcards by the
 * analysis; usual names of fields; sign, field and boost on each half of a hyphenated word; what is
 * neither word nor operator left out. A name before a colon and a space is a word of a title.
 */
function prepared(query, fields) {
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
export function explain(error, text, fields) {
  const { near } = error;
  const shown = near ? `“${near}”` : "the end";
  if (/unrecognised field/.test(error.message)) {
    return `There is no field ${shown}. Fields: ${fields.join(", ")}.`;
  }
  const reasons = [
    [/expected either a field or a term/, "a word must stand before ~ and ^"],
    [/expecting term or field/, "a word must follow the sign"],
    [/expecting term, found/, "a word must follow the colon"],
    [/expecting term/, "a word is missing"],
    [/edit distance/, "a number of letters must follow ~"],
    [/boost/, "a number must follow ^"],
    [/presence/, "+ and - must stand directly before a word"],
  ];
  const found = reasons.find(([pattern]) => pattern.test(error.message));
  return `This query is not complete at ${shown}: ${found ? found[1] : error.message}.`;
}

// ---- Page ----

const BATCH = 20;

/** Begin to search as the reader types into the box of the page. */
export function start(section) {
  const box = document.getElementById("query");
  const more = document.getElementById("more");
  let loading = null;
  let results = [];
  let shown = 0;
  let pause = 0;
  let answered = ""; // the query whose results are on the page

  const load = () => {
    loading ??= loaded(section).catch((error) => {
      loading = null; // the next attempt may succeed
      throw error;
    });
    return loading;
  };

  const update = async () => {
    const text = box.value;
    clearTimeout(pause);
    pause = setTimeout(() => remember(text), 300); // browsers refuse more than some three a second
    if (!text.trim()) return show([], "");
    if (!loading) say("Loading the index …");
    try {
      const { lunr, index, documents } = await load();
      if (box.value !== text) return undefined; // the reader has typed on
      return show(ask(lunr, index, text), text, lunr, documents);
    } catch (error) {
      if (error.name === "QueryParseError") {
        const { index } = await load();
        return box.value === text && say(kept(explain(error, text, index.fields)));
      }
      return show([], text, null, null, `The search index could not be loaded (${error.message}). Try again.`);
    }
  };

  /** A message about a query that is not complete yet, over the results of the last one that was. */
  const kept = (problem) => (results.length ? `${problem} Below are the papers for “${answered}”.` : problem);

  const show = (found, text, lunr, documents, problem) => {
    results = found.map((result) => ({ result, document: documents[Number(result.ref)], lunr }));
    shown = 0;
    answered = text.trim();
    document.getElementById("results").replaceChildren();
    add();
    const count = found.length === 1 ? "1 paper" : `${found.length.toLocaleString("en")} papers`;
    if (problem) say(problem);
    else if (!text) say("");
    else if (!found.length) say(`No paper has “${answered}”. Check the spelling, or try fewer letters and a *.`);
    else say(`${count} for “${answered}”`);
  };

  const add = () => {
    const list = document.getElementById("results");
    list.append(...results.slice(shown, shown + BATCH).map(item));
    shown = Math.min(results.length, shown + BATCH);
    more.hidden = shown >= results.length;
  };

  box.addEventListener("focus", () => { load().catch(() => {}); }, { once: true });
  box.addEventListener("input", update);
  box.addEventListener("blur", () => remember(box.value));
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
    remember(box.value);
  });
  more.addEventListener("click", () => {
    const next = shown;
    add();
    document.getElementById("results").children[next]?.querySelector("a").focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") focusResult(event, 0);
    if (event.key === "Escape") { box.value = ""; update(); remember(""); }
  });
  document.getElementById("results").addEventListener("keydown", (event) => {
    const links = [...document.querySelectorAll("#results h3 a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown") focusResult(event, at + 1);
    if (event.key === "ArrowUp" && at === 0) { event.preventDefault(); box.focus(); }
    else if (event.key === "ArrowUp") focusResult(event, at - 1);
    if (event.key === "Escape") box.focus();
  });
  addEventListener("popstate", () => { box.value = asked(); update(); });

  box.value = asked();
  if (box.value) update();
  else box.focus({ preventScroll: true });
}

function focusResult(event, position) {
  const link = document.querySelectorAll("#results h3 a")[position];
  if (!link) return;
  event.preventDefault();
  link.focus();
}

function asked() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

/** Keep the query in the address, so that it can be sent to others and survives "back". */
function remember(text) {
  const address = new URL(location.href);
  if (text.trim()) address.searchParams.set("q", text);
  else address.searchParams.delete("q");
  if (address.href === location.href) return;
  try {
    history.replaceState(null, "", address);
  } catch {
    // Too many changes of the address in a short time: the search goes on, the address is late.
  }
}

function say(text) {
  document.getElementById("status").textContent = text;
}

async function loaded(section) {
  const [lunr, serialised, documents] = await Promise.all([
    script(section.dataset.lunr),
    json(section.dataset.index),
    json(section.dataset.documents),
  ]);
  register(lunr);
  const index = serialised ? lunr.Index.load(serialised) : lunr(function empty() { this.ref("ref"); });
  return { lunr, index, documents };
}

async function json(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

function script(url) {
  if (globalThis.lunr) return Promise.resolve(globalThis.lunr);
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = url;
    element.onload = () => resolve(globalThis.lunr);
    element.onerror = () => reject(new Error(`${url} is missing`));
    document.head.append(element);
  });
}

/** A result as a list item: title, authors, year, and a stretch of the abstract, with the words marked. */
function item({ result, document: paper, lunr }) {
  const found = new Set(Object.keys(result.matchData.metadata));
  const link = element("a", marked(lunr, paper.title, found));
  link.href = `papers/${paper.key}.html`;
  const about = [people(lunr, paper.authors ?? [], found), paper.venue, paper.year].filter(Boolean).join(" ·\u00a0");
  const parts = [element("h3", [link])];
  if (about) parts.push(element("p", marked(lunr, about, found), "by"));
  const snippet = stretch(lunr, paper.abstract ?? "", found);
  if (snippet) parts.push(element("p", marked(lunr, snippet, found), "snippet"));
  return element("li", parts);
}

/** At most five authors, and those who were looked for. */
function people(lunr, authors, found) {
  const isFound = (name) => terms(lunr, name).some((term) => found.has(term));
  const named = authors.filter((name, position) => position < 5 || isFound(name));
  return named.join(", ") + (named.length < authors.length ? " et\u00a0al." : "");
}

function element(name, children, kind = "") {
  const made = document.createElement(name);
  made.append(...children);
  if (kind) made.className = kind;
  return made;
}

const PRINTED = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu;

/** A text as nodes, those of its words that have one of the terms in <mark>. */
function marked(lunr, text, found) {
  const nodes = [];
  let end = 0;
  for (const word of text.matchAll(PRINTED)) {
    if (!terms(lunr, word[0]).some((term) => found.has(term))) continue;
    if (word.index > end) nodes.push(text.slice(end, word.index));
    nodes.push(element("mark", [word[0]]));
    end = word.index + word[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** Some 240 characters of a text about the place where most of the terms stand together. */
function stretch(lunr, text, found, length = 240) {
  const places = [];
  for (const word of text.matchAll(PRINTED)) {
    const term = terms(lunr, word[0]).find((one) => found.has(one));
    if (term) places.push([word.index, term]);
  }
  if (text.length <= length) return text;
  let best = 0;
  let most = 0;
  places.forEach(([from], position) => {
    const near = places.slice(position).filter(([at]) => at < from + length - 40);
    const distinct = new Set(near.map(([, term]) => term)).size;
    if (distinct > most) [most, best] = [distinct, from];
  });
  const from = best < 40 ? 0 : text.indexOf(" ", best - 40) + 1;
  const until = text.lastIndexOf(" ", from + length);
  return `${from ? "… " : ""}${text.slice(from, until > from ? until : from + length)} …`;
}
