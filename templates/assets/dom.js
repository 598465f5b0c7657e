// This is where the page is read and written, so that other modules need not say it at length.

export const ROOT = new URL("../", import.meta.url);

/** @param {string} selector @param {ParentNode} [within] @returns {any[]} */
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** @param {string} selector @param {ParentNode} [within] @returns {any} */
export const one = (selector, within = document) => within.querySelector(selector);

/** A new element. @param {string} name @param {(Node | string)[]} children @param {object} [properties] @returns {any} */
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

/** "1 paper", "1,234 papers". @param {number} number @param {string} [what] */
export const counted = (number, what = "paper") => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
