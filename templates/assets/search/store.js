// This is where files of the index are fetched, checked and kept. A file that could not be had is
// forgotten, so that the next search asks for it again.

/** Why a search cannot be answered, in a sentence. */
export class Problem extends Error {
  /**
   * @param {import("./protocol.js").Problem["kind"]} kind @param {string} message
   * @param {{ start?: number, end?: number }} [place]
   */
  constructor(kind, message, { start, end } = {}) {
    super(message);
    Object.assign(this, { kind, start, end });
  }
}

const NAME = 5;
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567"; // base 32 of RFC 4648

/**
 * @typedef {object} Directory
 * @property {number} version
 * @property {string} text  all of it
 * @property {number} papers
 * @property {[number, number]} bm25  Lunr's k1 and b
 * @property {[number, string, string, string]} places  see sitegen/search/__init__.py
 * @property {[string, number, number][]} fields  name, boost, terms in all papers
 * @property {{edges: string[], names: string}} terms
 * @property {{edges: string[], names: string}} words
 * @property {{width: number, names: string}} rows
 * @property {Record<string, string>} facets
 */

/** @param {string} url @param {RequestInit} [options] @returns {Promise<string>} */
export async function text(url, options) {
  const name = url.replace(/^.*\/(?=search\/|papers\/)/, "");
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Problem("network", `The search could not fetch ${name}. Is the network there? Try again.`);
  }
  if (!response.ok) {
    throw new Problem("network", `The search could not fetch ${name}: the server answered ${response.status}. Try again.`);
  }
  let content;
  try {
    content = await response.text();
  } catch {
    throw new Problem("network", `The network broke off while the search fetched ${name}. Try again.`);
  }
  if (/^\s*</.test(content)) {
    throw new Problem("network", `The server answered with a web page instead of ${name}.`);
  }
  return content;
}

/** @param {string} root @param {string} address @returns {Promise<Directory>} */
export async function directory(root, address) {
  const content = await text(root + address, { cache: "no-cache" });
  try {
    const read = JSON.parse(content);
    if (read.version !== 2) throw new TypeError("another version");
    const split = (/** @type {[string, string]} */ [edges, names]) => ({ edges: edges ? edges.split(" ") : [], names });
    return { ...read, text: content, terms: split(read.terms), words: split(read.words), rows: { width: read.rows[0], names: read.rows[1] } };
  } catch {
    throw damaged(address);
  }
}

/** @param {string} name */
export function damaged(name) {
  return new Problem("damaged", `The file ${name} of the search index is damaged, or belongs to another version of the site. Reload the page.`);
}

/** Files by kind and name, each fetched once; at most some hundreds are kept. */
export class Store {
  /** @param {string} root */
  constructor(root) {
    this.root = root;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }

  /**
   * The lines of a file, read by `read`, without the line that marks the end.
   *
   * @template T
   * @param {string} kind @param {string} name @param {(lines: string[]) => T} read
   * @returns {Promise<T>}
   */
  get(kind, name, read) {
    return this.once(`search/${kind}/${name}.txt`, async (content, address) => {
      const lines = content.split("\n");
      if (lines.pop() !== "." || !(await isWhole(content, name))) throw damaged(address);
      try {
        return read(lines);
      } catch {
        throw damaged(address);
      }
    });
  }

  /** The abstract of a paper, from its Markdown file. @param {string} key @returns {Promise<string>} */
  abstract(key) {
    return this.once(`papers/${encodeURIComponent(key)}.md`, prose);
  }

  /** @param {string} address @param {(content: string, address: string) => any} read */
  once(address, read) {
    let found = this.kept.get(address);
    if (found) {
      this.kept.delete(address); // it moves to the end: the oldest is dropped first
    } else {
      found = text(this.root + address).then((content) => read(content, address));
      found.catch(() => this.kept.delete(address));
    }
    this.kept.set(address, found);
    if (this.kept.size > 600) this.kept.delete([...this.kept.keys()][0]);
    return found;
  }
}

/** The abstract in a paper's Markdown file: what stands between its front matter and its notes. @param {string} markdown */
function prose(markdown) {
  const [, body = ""] = /^---\n.*?\n---\n(.*)$/s.exec(markdown) ?? [];
  return body
    .replace(/^## Notes\n.*$/ms, "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1")
    .replace(/<\/?(?:i|b|sub|sup|sc)>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether a text is what its name says; browsers tell it on secure pages only. @param {string} content @param {string} name */
async function isWhole(content, name) {
  if (!globalThis.crypto?.subtle) return true;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  const bits = Array.from(new Uint8Array(digest), (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[parseInt(five, 2)]).join("").includes(name);
}

/** The name of the file at a position. @param {string} names @param {number} position */
export function nth(names, position) {
  return names.slice(position * NAME, position * NAME + NAME);
}

/** The position of the file that a term is in, if it is in one; -1 if it is before the first. @param {string[]} edges @param {string} term */
export function place(edges, term) {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= term) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
