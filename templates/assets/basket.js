// This is where papers are put aside, on any page: a basket in this browser's storage, one for each site.
import { ROOT, all, counted, make, one, row } from "./dom.js";

const NAME = `basket:${ROOT.pathname}`;

/** The papers put aside, in order: title by key. @returns {Map<string, string>} */
export function papers() {
  try {
    return new Map(JSON.parse(localStorage.getItem(NAME) ?? "[]"));
  } catch {
    return new Map(); // storage is switched off, or not ours
  }
}

/** Whether the browser has kept them. @param {Map<string, string>} chosen */
function keep(chosen) {
  try {
    localStorage.setItem(NAME, JSON.stringify([...chosen]));
  } catch {
    return false;
  }
  show();
  return true;
}

/** The key of the paper whose page is at an address, "" of any other. @param {string} address */
export function keyOf(address) {
  return decodeURIComponent(/\/papers\/([^/]+)\.html$/.exec(new URL(address).pathname)?.[1] ?? "");
}

/** A button that puts a paper in, and takes it out. @param {string} key @param {string} title */
function button(key, title) {
  const made = make("button", [], { type: "button", ariaLabel: `In the basket: ${title}` });
  made.dataset.keep = key;
  made.addEventListener("click", () => {
    const chosen = papers();
    if (!chosen.delete(key)) chosen.set(key, title);
    if (!keep(chosen)) made.title = "This browser keeps nothing for this site";
  });
  return made;
}

/** Give each paper of a list its button. @param {ParentNode} [within] */
export function decorate(within) {
  for (const link of all(".papers > li > h3 > a", within)) {
    const key = keyOf(link.href);
    const item = link.closest("li");
    if (key && !one("[data-keep]", item)) item.append(button(key, link.textContent));
  }
  show();
}

/** Say everywhere on the page what is in the basket. */
function show() {
  const chosen = papers();
  for (const made of all("[data-keep]")) {
    const isIn = chosen.has(made.dataset.keep);
    made.ariaPressed = String(isIn);
    made.title = isIn ? "In the basket: take it out" : "Put it into the basket";
    if (made.closest(".links")) made.textContent = isIn ? "In the basket" : "Keep";
  }
  const link = one("#kept");
  link.hidden = !chosen.size;
  one(".count", link).textContent = chosen.size.toLocaleString("en");
  const status = one("#basket [role=status]");
  if (status) status.textContent = counted(chosen.size);
}

/** Give the page its buttons, and the page of the basket its papers. */
export function start() {
  addEventListener("storage", show); // another tab
  const page = one("#basket");
  if (page) list(page);
  const links = one("article.paper > .links");
  if (links) links.append(make("li", [button(keyOf(location.href), one("h1").textContent)]));
  decorate();
}

/** The papers of the basket, and what can be done with them. @param {any} page */
async function list(page) {
  page.hidden = false;
  one("ol", page).append(...[...papers()].map(([key, title]) => row(key, [title])));
  one("#empty").addEventListener("click", () => keep(new Map()));
  const { offer } = await import("./take.js");
  offer(page, () => [...papers().keys()], "basket");
}
