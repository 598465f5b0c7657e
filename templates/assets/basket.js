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

/** Say everywhere on the page what is in the basket, which another tab may have changed. */
function show() {
  const chosen = papers();
  list(chosen);
  for (const made of all("[data-keep]")) {
    const isIn = chosen.has(made.dataset.keep);
    made.ariaPressed = String(isIn);
    made.title = isIn ? "In the basket: take it out" : "Put it into the basket";
    if (made.closest(".links")) made.textContent = isIn ? "In the basket" : "Keep";
  }
  const link = one("#kept");
  link.hidden = !chosen.size;
  one(".count", link).textContent = chosen.size.toLocaleString("en");
}

/** On the page of the basket: its papers; those taken out stay, to be put back. @param {Map<string, string>} chosen */
function list(chosen) {
  const page = one("#basket");
  if (!page) return;
  const shown = new Set(all("[data-keep]", page).map((made) => made.dataset.keep));
  for (const [key, title] of chosen) {
    if (shown.has(key)) continue;
    const item = row(key, [title]);
    item.append(button(key, title));
    one("ol", page).append(item);
  }
  one("[role=status]", page).textContent = counted(chosen.size);
  one(".downloads", page).hidden = one("#empty").hidden = !chosen.size;
}

/** Give the page its buttons, and the page of the basket its papers. */
export async function start() {
  addEventListener("storage", show); // another tab
  addEventListener("pageshow", show); // as it was when the reader left it
  const links = one("article.paper > .links");
  if (links) links.append(make("li", [button(keyOf(location.href), one("h1").textContent)]));
  decorate();
  const page = one("#basket");
  if (!page) return;
  page.hidden = false;
  one("#empty").addEventListener("click", () => {
    if (keep(new Map())) one("ol", page).replaceChildren();
    one("main").focus(); // the button is hidden
  });
  const { offer } = await import("./take.js");
  offer(page, () => [...papers().keys()], "basket");
}
