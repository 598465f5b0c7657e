// This is where the reader searches: the box, the results, and what is said about them. The search
// itself runs in a worker (search/protocol.js).
import { decorate } from "./basket.js";
import { ROOT, all, counted, make, one, row } from "./dom.js";
import { chips, draw } from "./facets.js";
import { finder, marked, people, stretch } from "./marks.js";
import { read, remember } from "./state.js";
import { offer } from "./take.js";

/** @typedef {import("./search/protocol.js").Row} Row */

const BATCH = 10;
const SLOW = 400; // milliseconds that a reader who types is made to wait at most

/** Begin to search as the reader types into the box of the page. */
export function start() {
  const part = one("#search");
  const box = one("#query");
  const list = one("#results");
  const more = one("#more");
  const state = read(location.search);
  const addresses = Object.fromEntries(["worker", "lunr"].map((name) => [name, new URL(part.dataset[name], location.href).href]));
  let shown = 0; // results on the page
  let total = 0;
  let answered = ""; // the query whose results these are
  let chosen = 0; // filters
  let isAsked = false;
  let took = 0; // milliseconds of the last answer
  let last = 0; // id of the newest search
  let pause = 0;
  /** @type {{ tell: (request: object) => Promise<any> } | undefined} */
  let worker;
  /** @type {Promise<(text: string) => string[]> | undefined} */
  let analysis;

  const tell = async (/** @type {object} */ request) => {
    worker ??= opened(addresses, part.dataset.index, () => { worker = undefined; });
    return worker.tell(request);
  };
  const ready = () => {
    analysis ??= analyser(addresses.lunr);
    analysis.catch(() => { analysis = undefined; }); // the next attempt may succeed
    return analysis;
  };
  const asked = () => ({ type: "search", query: state.query, filters: state.filters, sort: state.sort });

  /** Search for what is in the box and chosen. */
  async function update() {
    state.query = box.value;
    one("#sort").value = state.sort;
    clearTimeout(pause);
    pause = setTimeout(() => remember(state), 300); // browsers refuse more than some three a second
    const id = (last += 1);
    point();
    chosen = chips(state, update);
    isAsked = Boolean(state.query.trim() || chosen);
    if (!isAsked) return show([], { total: 0, suggestions: [], capped: null }, (text) => [text]);
    if (!shown) say("Searching …");
    const begin = performance.now();
    try {
      const [found, analyse] = await Promise.all([tell({ ...asked(), limit: BATCH }), ready()]);
      if (id !== last) return undefined; // the reader has typed on
      if (found.type === "dropped") return await update(); // counts asked for meanwhile overtook it
      took = performance.now() - begin;
      show(found.rows, found, analyse);
      return await narrow(id);
    } catch (error) {
      return id === last && failed(/** @type {any} */ (error));
    }
  }

  /** @param {Row[]} rows @param {any} found @param {(text: string) => string[]} analyse */
  function show(rows, found, analyse) {
    list.replaceChildren();
    [shown, total, answered] = [0, found.total, state.query.trim()];
    one("#tools").hidden = !isAsked;
    one("#browse").hidden = isAsked;
    one("#downloads").hidden = !total;
    const [meant] = found.suggestions;
    const lacking = (found.unknown ?? []).map((/** @type {string} */ word) => `“${word}”`).join(" or ");
    const about = answered ? ` for “${meant ?? answered}”` : "";
    if (!isAsked) say("");
    else if (meant) say(`No paper has ${lacking}. Did you mean “${meant}”? ${counted(total)}`);
    else if (!total) say(`No paper has “${answered}”${chosen ? " and all that is chosen" : ""}. Check the spelling, or try fewer letters and a *.`);
    else say(counted(total) + about + (lacking ? `; no paper has ${lacking}` : "") + (found.capped ? `; “${found.capped.word}” was looked for as ${found.capped.taken.toLocaleString("en")} of the ${found.capped.of.toLocaleString("en")} words that it fits` : ""));
    one("#meant").replaceChildren(...found.suggestions.map((/** @type {string} */ query) =>
      make("li", [make("a", [query], { href: `search.html?q=${encodeURIComponent(query)}`, className: "asks" })])));
    add(rows, analyse);
  }

  /** @param {Row[]} rows @param {(text: string) => string[]} analyse */
  function add(rows, analyse) {
    const snippets = new Map();
    for (const paper of rows) {
      const find = finder(analyse, paper.terms);
      const about = [people(paper.authors, find), paper.venue, paper.year].filter(Boolean).join(" ·\u00a0");
      const snippet = make("p", [], { className: "snippet" });
      snippets.set(paper.key, (/** @type {string} */ text) => {
        if (text) snippet.append(...marked(stretch(text, find), find));
        else snippet.remove();
      });
      const by = about ? [make("p", marked(about, find), { className: "by" })] : [];
      list.append(row(paper.key, marked(paper.title, find), ...by, snippet));
    }
    shown += rows.length;
    more.hidden = shown >= total;
    decorate(list.parentElement);
    tell({ type: "abstracts", keys: [...snippets.keys()] })
      .then(({ abstracts }) => snippets.forEach((fill, key) => fill(abstracts[key])))
      .catch(() => snippets.forEach((fill) => fill("")));
  }

  /** Count what the results can be narrowed to, if the reader looks at it. @param {number} id */
  async function narrow(id) {
    if (!one("#narrow").open) return;
    const found = await tell({ ...asked(), limit: 0, facets: true });
    if (id === last && found.facets) draw(found.facets, state, update);
  }

  /** Say what went wrong; where in the query, if it is the query. @param {any} error */
  function failed(error) {
    if (error.kind !== "query") {
      show([], { total: 0, suggestions: [], capped: null }, (text) => [text]);
      say(error.message ?? "The search could not be loaded. Try again.");
      return;
    }
    say(shown ? `${error.message} Below are the papers for “${answered}”.` : error.message);
    if (error.start !== undefined) point(error.start, error.end);
  }

  /** Show the place of a mistake. @param {number} [from] @param {number} [to] */
  function point(from, to = from) {
    const text = state.query;
    const place = from === undefined ? [] : [text.slice(0, from), make("mark", [text.slice(from, to) || "\u2038"]), text.slice(to)];
    one("#place").replaceChildren(...place);
  }

  box.addEventListener("focus", () => { if (!worker) tell({ type: "abstracts", keys: [] }).catch(() => {}); }, { once: true });
  let typed = 0;
  box.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(update, Math.min(took, SLOW)); // as often as this machine can answer
  });
  box.addEventListener("blur", () => remember(state));
  box.form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    clearTimeout(typed);
    update().then(() => remember(state));
  });
  more.addEventListener("click", async () => {
    const next = shown;
    try {
      const [found, analyse] = await Promise.all([tell({ ...asked(), offset: shown, limit: BATCH }), ready()]);
      if (shown === next && found.rows) add(found.rows, analyse);
      all("h3 a", list)[next]?.focus();
    } catch (error) {
      say(/** @type {any} */ (error).message);
    }
  });
  one("#sort").addEventListener("change", (/** @type {any} */ event) => {
    state.sort = event.target.value;
    update();
  });
  one("#narrow").addEventListener("toggle", () => { if (answered === state.query.trim()) narrow(last).catch(failed); });
  // What this page asks for by a link, it answers itself.
  one("main").addEventListener("click", (/** @type {any} */ event) => {
    const link = event.target.closest("a.asks");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    box.value = new URL(link.href).searchParams.get("q");
    update();
    box.focus();
  });
  box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown") focus(event, 0);
    if (event.key === "Escape") {
      box.value = "";
      update().then(() => remember(state));
    }
  });
  list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const at = all("h3 a", list).findIndex((link) => link.closest("li").contains(document.activeElement));
    if (event.key === "ArrowDown") focus(event, at + 1);
    if (event.key === "ArrowUp" && at) focus(event, at - 1);
    else if (event.key === "ArrowUp" || event.key === "Escape") {
      event.preventDefault();
      box.focus();
    }
  });
  addEventListener("popstate", () => begin());
  offer(part, async () => (await tell({ ...asked(), limit: 0, keys: true })).keys, "papers");

  function begin() {
    Object.assign(state, read(location.search));
    box.value = state.query;
    update();
    one("#narrow").open ||= chosen > 0;
    if (!isAsked) box.focus({ preventScroll: true });
  }
  begin();
}

/** @param {KeyboardEvent} event @param {number} position */
function focus(event, position) {
  const link = all("#results h3 a")[position];
  if (!link) return;
  event.preventDefault();
  link.focus();
}

/** @param {string} text */
function say(text) {
  one("#status").textContent = text;
}

/** A worker that is open, and how to ask it. @param {any} addresses @param {string} index @param {() => void} ended */
function opened({ worker: address, lunr }, index, ended) {
  const worker = new Worker(address, { type: "module" });
  const waiting = new Map();
  let id = 0;
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) reject(data.error);
    else resolve(data);
  };
  worker.onerror = () => {
    for (const { reject } of waiting.values()) reject({ message: "The search could not be loaded. Check the connection and try again." });
    ended();
  };
  const send = (/** @type {object} */ request) => new Promise((resolve, reject) => {
    id += 1;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ ...request, id });
  });
  const open = send({ type: "open", root: ROOT.href, index, lunr });
  open.catch(() => { worker.terminate(); ended(); }); // the next attempt may succeed
  return { tell: async (/** @type {object} */ request) => { await open; return send(request); } };
}

/** The analysis of text that the index was made with, to mark words by. @param {string} address of lunr.js */
async function analyser(address) {
  const [{ terms }] = await Promise.all([import("./search/analysis.js"), new Promise((resolve, reject) => {
    const script = make("script", [], { src: address, onload: resolve, onerror: () => reject({ message: "A script could not be loaded. Check the connection and try again." }) });
    document.head.append(script);
  })]);
  const known = new Map();
  return (/** @type {string} */ text) => {
    if (!known.has(text)) known.set(text, terms(/** @type {any} */ (globalThis).lunr, text));
    return known.get(text);
  };
}
