// This is where the reader searches: the box, the results, and what is said about them. The search
// itself runs in a worker (asking.js).
import { analyser, asker } from "./asking.js";
import { decorate } from "./basket.js";
import { ROOT, all, counted, make, one, row, say } from "./dom.js";
import { chips, draw } from "./facets.js";
import { finder, marked, people, stretch } from "./marks.js";
import { filters, put, read, remember } from "./state.js";
import { offer } from "./take.js";

/** @typedef {import("./search/protocol.js").Found} Found */
/** @typedef {import("./search/protocol.js").Problem} Problem */

const BATCH = 10;
const MOST = 100; // results that are added at once
const PACE = 80; // milliseconds from letter to letter of one who types: what is overtaken costs, too
const SLOW = 400; // milliseconds that a reader who types is made to wait at most
const LONG = 80; // letters of a query that are repeated
/** @type {Found} */
const NOTHING = { type: "found", total: 0, rows: [], unknown: [], every: 0, suggestions: [], capped: null };

/** Begin to search as the reader types into the box of the page. */
export function start() {
  const [part, box, sort, list, more, narrow] = ["search", "query", "sort", "results", "more", "narrow"].map((id) => one(`#${id}`));
  const tell = asker(part.dataset);
  const analysis = analyser(part.dataset);
  let asked = read(location.search);
  let answered = ""; // the query whose results are on the page
  let shown = 0; // results on the page
  let total = 0;
  let took = 0; // milliseconds of the last answer
  let last = 0; // number of the newest search
  let typed = 0; // timers
  let pause = 0;

  const query = () => (asked.get("q") ?? "").trim();
  const title = document.title;
  const isNarrowed = () => ["from", "to", "tag", "venue", "type"].some((name) => asked.has(name));
  /** @returns {import("./search/protocol.js").Search} */
  const request = () => ({ type: "search", query: asked.get("q") ?? "", filters: filters(asked), sort: sort.value || undefined });

  /** Search for what is in the box and chosen; as a step, to which "back" leads. */
  async function update(isStep = false, limit = BATCH) {
    put(asked, "q", box.value);
    put(asked, "sort", sort.value);
    clearTimeout(pause);
    if (isStep) remember(asked, true);
    else pause = setTimeout(remember, 300, asked); // browsers refuse more than some three a second
    last += 1;
    const id = last;
    point();
    chips(asked, choose);
    const isAsked = Boolean(query()) || isNarrowed();
    one("#tools").hidden = !isAsked;
    one("#browse").hidden = isAsked;
    if (!isAsked) return show(NOTHING, [""]);
    if (!shown) say("Searching …");
    list.ariaBusy = "true";
    const begin = performance.now();
    try {
      const [found, terms] = await Promise.all([tell({ ...request(), limit }), analysis()]);
      if (id !== last) return undefined; // the reader has typed on
      if (found.type === "dropped") return await update(); // counts asked for meanwhile overtook it
      took = performance.now() - begin;
      show(found, told(query(), found, isNarrowed()), terms);
      return await count();
    } catch (error) {
      return id === last && failed(/** @type {Problem} */ (error));
    }
  }

  /** Search for what was just chosen. */
  function choose() {
    update(true);
  }

  /** @param {Found} found @param {string[]} message of which the second part is a query @param {(text: string) => string[]} [terms] */
  function show(found, [message, meant, rest = ""], terms = () => []) {
    list.ariaBusy = "false";
    list.replaceChildren();
    [shown, total, answered] = [0, found.total, query()];
    one("#downloads").hidden = !total;
    document.title = answered ? `${answered} · ${title}` : title;
    say(message, ...(meant ? [make("a", [quoted(meant)], { href: `?q=${encodeURIComponent(meant)}`, className: "asks" }), rest] : []));
    add(found, terms);
  }

  /** @param {Found} found @param {(text: string) => string[]} terms */
  function add({ rows }, terms) {
    /** @type {Map<string, (text: string) => void>} */
    const snippets = new Map();
    for (const paper of rows) {
      const find = finder(terms, paper.terms);
      const about = [people(paper.authors, find), paper.venue, paper.year].filter(Boolean).join(" ·\u00a0");
      const by = make("p", marked(about, find), { className: "by" });
      const snippet = make("p", [], { className: "snippet" });
      snippets.set(paper.key, (text) => {
        if (text) snippet.append(...marked(stretch(text, find), find));
        else snippet.remove();
      });
      list.append(row(paper.key, marked(paper.title, find), ...(about ? [by] : []), snippet));
    }
    shown += rows.length;
    more.hidden = shown >= total;
    more.textContent = `Show more (${shown} of ${total.toLocaleString("en")})`;
    decorate(list.parentElement);
    if (rows.length) {
      tell({ type: "abstracts", keys: [...snippets.keys()] })
        .then(({ abstracts }) => snippets.forEach((fill, key) => fill(abstracts[key])))
        .catch(() => snippets.forEach((fill) => fill("")));
    }
  }

  /** Count what the results can be narrowed to, if the reader looks at it. */
  async function count() {
    const id = last;
    if (!narrow.open) return;
    try {
      const found = await tell({ ...request(), limit: 0, facets: true });
      if (id === last && found.type === "found" && found.facets) draw(found.facets, asked, choose);
    } catch (error) {
      say(/** @type {Problem} */ (error).message);
    }
  }

  /** Say what went wrong; where in the query, if it is the query. @param {Problem} problem */
  function failed({ kind, message, start, end }) {
    if (kind !== "query") return show(NOTHING, [message ?? "The search could not be loaded. Try again."]);
    list.ariaBusy = "false";
    if (start !== undefined) point(start, end);
    return say(shown ? `${message} Below are the papers for ${quoted(answered)}.` : message);
  }

  /** Show the place of a mistake. @param {number} [from] @param {number} [to] */
  function point(from, to = from) {
    const text = box.value;
    const place = from === undefined ? [] : [text.slice(0, from), make("mark", [text.slice(from, to) || "\u2038"]), text.slice(to)];
    one("#place").replaceChildren(...place);
  }

  /** Show what the address asks for, or what was already typed; as many results as there were. */
  async function begin(text = "") {
    asked = read(location.search);
    box.value = text || (asked.get("q") ?? "");
    sort.value = asked.get("sort") ?? "";
    if (sort.selectedIndex < 0) sort.value = "";
    narrow.open ||= isNarrowed();
    const { limit, top } = history.state ?? {};
    await update(false, limit);
    if (top) scrollTo({ top, behavior: "instant" });
  }

  box.addEventListener("focus", () => tell({ type: "abstracts", keys: [] }).catch(() => {}), { once: true });
  box.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(update, Math.min(Math.max(took, PACE), SLOW)); // as often as this machine can answer
  });
  box.addEventListener("blur", () => remember(asked));
  box.form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    clearTimeout(typed);
    choose();
  });
  sort.addEventListener("change", choose);
  narrow.addEventListener("toggle", () => { if (answered === query()) count(); });
  // For the reader who comes back.
  list.addEventListener("click", () => history.replaceState({ limit: shown, top: scrollY }, ""));
  more.addEventListener("click", async () => {
    const next = shown;
    try {
      const [found, terms] = await Promise.all([tell({ ...request(), offset: next, limit: Math.min(next, MOST) }), analysis()]);
      if (shown === next && found.type === "found") add(found, terms);
      all("h3 a", list)[next]?.focus();
    } catch (error) {
      say(/** @type {Problem} */ (error).message);
    }
  });
  // What this page asks for by a link, it answers itself.
  one("main").addEventListener("click", (/** @type {any} */ event) => {
    const link = event.target.closest("a.asks");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    box.value = read(link.search).get("q");
    choose();
    box.focus();
  });
  one("main").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const stops = [box, ...all("h3 a", list)];
    const focused = document.activeElement;
    const at = stops.findIndex((stop) => stop === focused || stop.closest("#results > li")?.contains(focused));
    const next = event.key === "ArrowDown" ? stops[at + 1] : event.key === "ArrowUp" ? stops[at - 1] : event.key === "Escape" ? box : null;
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    if (event.key === "Escape" && at === 0) {
      box.value = "";
      choose();
    }
  });
  // Not where only the place on the page has changed.
  addEventListener("popstate", () => { if (String(read(location.search)) !== String(asked)) begin(); });
  offer(part, async () => {
    const found = await tell({ ...request(), limit: 0, keys: true });
    return (found.type === "found" && found.keys) || [];
  }, "papers");
  begin(box.value);
  if (!asked.size || (!history.state && document.referrer.startsWith(ROOT.href))) box.focus({ preventScroll: true });
}

/** What is said about results; a second part is the query that was meant. @param {string} query @param {Found} found @param {boolean} isNarrowed */
export function told(query, { total, unknown = [], every, suggestions: [meant], capped }, isNarrowed) {
  const lacking = unknown.map(quoted).join(" or ");
  if (meant) return [`No paper has ${lacking || quoted(query)}. Did you mean `, meant, `? ${counted(total)}`];
  if (!total && !query) return ["No paper has all that is chosen."];
  if (!total) return [`No paper has ${quoted(query) + (isNarrowed ? " with all that is chosen" : "")}. Check the spelling, or try fewer letters and a *.`];
  const parts = [counted(total) + (query ? ` for ${quoted(query)}` : "")];
  if (lacking) parts.push(`no paper has ${lacking}`);
  if (capped) {
    const [taken, of] = [capped.taken, capped.of].map((number) => number.toLocaleString("en"));
    parts.push(`${quoted(capped.word)} was looked for as ${taken} of the ${of} words that it fits`);
  }
  if (every && every < total) return [`${parts.join("; ")}; ${every.toLocaleString("en")} with all words: `, query.replace(/(?<!\S)(?=\S)/g, "+")];
  return [parts.join("; ")];
}

/** @param {string} text */
function quoted(text) {
  return text.length > LONG ? `“${text.slice(0, LONG)} …”` : `“${text}”`;
}
