// This is where a text that cites becomes the BibTeX of what it cites, without leaving the browser.
import { counted, make, once, one, say } from "./dom.js";
import { entries, joined, read, save } from "./take.js";

// The lengths have limits so that a damaged text takes no time. \citep[see][p. 3]{a,b}, \textcites(x)[y]{a}[z]{b}; \citation{a} and \abx@aux@cite{0}{a} of .aux files.
const COMMAND = /\\(?!bibcite|\w*cite(?:style|reset|command))(?:abx@aux@cite(?:\{\d+\})?|[a-z]*cit(?:e|ation)[a-z]*\*?)((?:\s*(?:\[(?:[^[\]]|\[[^\]]{0,99}\]){0,500}\]|\([^)]{0,500}\)))*\s*\{[^{}]*\})((?:\s*(?:\[[^\]]{0,500}\]){0,2}\{[^{}]*\})*)/gi;
const OPTION = /\[(?:[^[\]]|\[[^\]]*\])*\]|\([^)]*\)/g;
const BRACES = /\{([^{}]*)\}/g;
// What LaTeX does not read; "\\" and "\%" begin none of it. A comment takes the end of its line and the blanks after it along. A form feed stands between files.
const UNREAD = /(\\[\\%])|%.*\r?\n?[^\S\n]*|\\begin\{(comment|verbatim\*?|lstlisting|minted)\}[^\f]*?(?:\\end\{\2\}|(?![^\f]))|\\verb\*?([^\w\s*[{]).{0,500}?\3|\\end\{document\}[^\f]*/gi;

/**
 * The keys that a text cites, each once, in order: a document or .aux file of LaTeX, Markdown with
 * [@key], BibTeX, or a list of keys. "*" stands for all.
 *
 * @param {string} text @returns {string[]}
 */
export function keys(text) {
  const found = [];
  if (/\\\w*cit|\\begin\{|\\relax/i.test(text)) {
    for (const [whole, first, rest] of text.replace(UNREAD, "$1").matchAll(COMMAND)) {
      // Only the plural commands cite by each of their braces.
      const braces = /^\\[a-z]*cites/i.test(whole) ? first + rest : first;
      for (const [, inner] of braces.replace(OPTION, "").matchAll(BRACES)) found.push(...inner.split(","));
    }
  } else if (/^\s*@\w+\s*\{/m.test(text)) {
    for (const [, key] of text.matchAll(/^\s*@\w+\s*\{\s*([^\s,]+)\s*,/gm)) found.push(key);
  } else if (/(?:^|[\s[;(-])@\w/.test(text)) {
    for (const [, key] of text.matchAll(/(?<![\w.])@\{?(\w(?:[\w:.#$%&+?<>~/-]*\w)?)/g)) found.push(key);
  } else {
    found.push(...text.split(/[\s,;]+/));
  }
  return [...new Set(found.map((key) => key.trim()).filter((key) => key && !/^#\d$/.test(key)))]; // #1: of a macro
}

const IDS = /^ {2}ids +=\s*\{([^}]*)\},?\n/m;

/** Every key of a bibliography, former ones too, with the key of its entry. @param {Map<string, string>} known */
export function index(known) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const [key, entry] of known) {
    for (const id of IDS.exec(entry)?.[1].split(",") ?? []) names.set(id.trim(), key);
  }
  for (const key of known.keys()) names.set(key, key);
  return names;
}

/**
 * The entries that are cited, the keys that no paper has, and those that are former ones or have
 * other capitals, with those of today. An entry is given the key that the text cites, so that the
 * text need not change; where it cites by several, today's. All others are its `ids`: biber finds them.
 *
 * @param {Map<string, string>} known @param {string[]} cited
 */
export function minimal(known, cited) {
  const names = index(known);
  const folded = new Map([...names].map(([name, key]) => [name.toLowerCase(), key]));
  /** @type {Map<string, string[]>} */
  const by = new Map();
  const missing = [];
  for (const name of cited.includes("*") ? [...known.keys(), ...cited] : cited) {
    const key = names.get(name) ?? folded.get(name.toLowerCase());
    if (key) by.set(key, [...(by.get(key) ?? []), name]);
    else if (name !== "*") missing.push(name);
  }
  const found = [...by].map(([key, used]) => {
    const entry = known.get(key) ?? "";
    if (String(used) === key) return entry;
    const name = used.length > 1 ? key : used[0];
    const ids = new Set([key, ...(IDS.exec(entry)?.[1].split(/,\s*/) ?? []), ...used]);
    ids.delete(name);
    return entry.replace(IDS, "").replace(/\{.*/, () => `{${name},\n  ids      = {${[...ids].join(", ")}},`);
  });
  const former = [...by].flatMap(([key, used]) => used.filter((name) => name !== key).map((name) => [name, key]));
  return { found, missing, former };
}

/** Answer to what the reader pastes, drops or chooses. */
export function start() {
  const page = one("#cited");
  const box = one("textarea", page);
  const load = once(async () => entries(await read("bibliography.bib"), ".bib"));
  let bib = "";

  /** @param {ReturnType<typeof minimal>} answer */
  const show = ({ found, missing, former }) => {
    bib = joined(found, ".bib");
    one("#bibtex").textContent = bib;
    one("#answer").hidden = !found.length;
    list("#missing", missing.map((key) => make("code", [key])));
    list("#former", former.map((pair) => pair.join(" → ")));
    const rest = missing.length ? `${counted(missing.length, "key")} not found` : "all keys found";
    if (found.length || missing.length) say(`${counted(found.length, "entry", "entries")}, ${rest}`);
    else say(box.value.trim() && "No keys found in this text");
  };
  const update = async () => {
    const text = box.value;
    if (!text.trim()) return show(minimal(new Map(), []));
    say("Loading the bibliography …");
    try {
      const known = await load();
      if (box.value !== text) return; // the reader has gone on
      show(minimal(known, keys(text)));
    } catch {
      say("The bibliography could not be loaded. Check the connection, and change the text to try again.");
    }
  };
  /** @param {FileList} files */
  const take = async (files) => {
    box.value = (await Promise.all([...files].map((file) => file.text()))).join("\n\f");
    update();
  };

  page.hidden = false;
  box.addEventListener("input", update);
  box.addEventListener("focus", () => load().catch(() => {}), { once: true });
  one("input[type=file]", page).addEventListener("change", (/** @type {any} */ event) => take(event.target.files));
  addEventListener("dragover", (event) => event.preventDefault()); // the whole page takes a file
  addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return; // a text: the box takes it
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  one("#save").addEventListener("click", () => save(bib, "references.bib"));
  if (Number(page.dataset.papers) <= 5000) {
    load().then((known) => !box.value && say(`${counted(known.size)} are here: this page now needs no network.`)).catch(() => {});
  }
  update();
}

/** Show a part of the page with its list, if that is not empty. @param {string} id @param {(Node | string)[]} items */
function list(id, items) {
  one(id).hidden = !items.length;
  one("ul", one(id)).replaceChildren(...items.map((item) => make("li", [item])));
}
