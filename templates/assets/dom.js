// This is where the page is read and written, so that other modules need not say it at length.

export const ROOT = new URL("../", import.meta.url);

// What a selector finds is what the template has there: its type is known to who asks.

/** @param {string} selector @param {ParentNode} [within] @returns {any[]} */
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** @param {string} selector @param {ParentNode} [within] @returns {any} */
export const one = (selector, within = document) => within.querySelector(selector);

/**
 * A new element.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {(Node | string)[]} children @param {Partial<HTMLElementTagNameMap[Name]>} [properties]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, children, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A paper as a row of a list. @param {string} key @param {(Node | string)[]} title @param {Node[]} more */
export function row(key, title, ...more) {
  const href = new URL(`papers/${encodeURIComponent(key)}.html`, ROOT).href;
  return make("li", [make("h3", [make("a", title, { href })]), ...more]);
}

/** "1 paper", "1,234 papers". @param {number} number */
export const counted = (number, what = "paper", many = `${what}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? what : many}`;

const QUIET = 700; // milliseconds without change, after which a change is read out
let quiet = 0;

/** Say what is going on, to those who cannot see it too, but not at each letter that is typed. @param {(Node | string)[]} text */
export function say(...text) {
  one("#status").replaceChildren(...text);
  clearTimeout(quiet);
  quiet = setTimeout(() => { one("#heard").textContent = one("#status").textContent; }, QUIET);
}

/**
 * A function that loads something when it is first called; after a failure, when it is called again.
 *
 * @template T @param {() => Promise<T>} load
 */
export function once(load) {
  /** @type {Promise<T> | undefined} */
  let loaded;
  return () => {
    loaded ??= load();
    loaded.catch(() => { loaded = undefined; });
    return loaded;
  };
}
