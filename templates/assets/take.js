// This is where papers are taken away as one file, cut out of the files that the site offers anyway.
import { ROOT, all, counted, make } from "./dom.js";

const FEW = 50; // of so many papers each has its own file fetched, which is less than the file of all
const AT_ONCE = 6;

// Where an entry begins, and where it has its key.
/** @type {Record<string, [RegExp, RegExp]>} */
const FORMATS = {
  ".bib": [/^(?=@\w+\{)/m, /^@\w+\{\s*([^\s,]+)/],
  ".ris": [/^(?=TY {2}- )/m, /^ID {2}- (.*)$/m],
  ".json": [/^(?=\{)/m, /^\{"id": ?"((?:[^"\\]|\\.)*)"/],
};

/** The entries of a file, in order, by key. @param {string} text @param {string} suffix @returns {Map<string, string>} */
export function entries(text, suffix) {
  const [begin, key] = FORMATS[suffix];
  const cut = text.split(begin).filter((entry) => key.test(entry));
  return new Map(cut.map((entry) => [key.exec(entry)?.[1] ?? "", entry.trim()]));
}

/** One file of entries. Of BibTeX what a citation needs. @param {string[]} found @param {string} suffix */
export function joined(found, suffix) {
  if (suffix === ".json") return `[\n${found.map((one) => one.replace(/\s*[,\]]\s*$/, "")).join(",\n")}\n]\n`;
  if (suffix === ".ris") return found.map((one) => `${one} \n`).join("\n");
  return found.map((one) => `${one.replace(/^ {2}(?:abstract|keywords) += .*\n/gm, "")}\n`).join("\n");
}

/** The text of a file of the site. @param {string} address */
export async function read(address) {
  const response = await fetch(new URL(address, ROOT));
  const isPage = response.headers.get("content-type")?.startsWith("text/html"); // instead of a file that is not there
  if (!response.ok || isPage) throw new Error(address, { cause: isPage ? 404 : response.status });
  return response.text();
}

/**
 * The file of papers, by their keys, in their order, and how many of them the site has no more. What
 * is cited by another key than its page is called after is not found in the file of all papers; its
 * own file has it.
 *
 * @param {string[]} keys @param {string} suffix @param {number} total how many papers the site has
 */
export async function file(keys, suffix, total) {
  const isMany = keys.length > Math.max(FEW, total / 50);
  /** @type {Map<string, string>} */
  const known = isMany ? entries(await read(`bibliography${suffix}`), suffix) : new Map();
  const rest = keys.filter((key) => !known.has(key));
  const fetched = async () => {
    for (let key = rest.shift(); key; key = rest.shift()) {
      try {
        const [own] = entries(await read(`papers/${encodeURIComponent(key)}${suffix}`), suffix).values();
        known.set(key, own); // other versions follow
      } catch (error) {
        if (/** @type {Error} */ (error).cause !== 404) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetched));
  const found = keys.flatMap((key) => known.get(key) ?? []);
  return { text: joined(found, suffix), gone: keys.length - found.length };
}

/** Let the reader save a text. @param {string} text @param {string} download its name */
export function save(text, download) {
  const href = URL.createObjectURL(new Blob([text]));
  make("a", [], { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

/**
 * Make the buttons of a part of the page work.
 *
 * @param {HTMLElement} part @param {() => string[] | Promise<string[]>} keys @param {string} name
 */
export function offer(part, keys, name) {
  for (const button of all("[data-take]", part)) {
    const suffix = `.${button.dataset.take}`;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      button.disabled = true;
      button.textContent = `${label} …`;
      try {
        const { text, gone } = await file(await keys(), suffix, Number(part.dataset.papers));
        save(text, name + suffix);
        button.textContent = gone ? `${label} (without ${counted(gone)} no longer here)` : label;
      } catch {
        button.textContent = `${label} failed: try again`;
      }
      button.disabled = false;
    });
  }
}
