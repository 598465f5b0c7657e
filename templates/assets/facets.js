// This is where results are narrowed: years, tags, venues and types, each with its count.
import { all, make, one } from "./dom.js";

/** @typedef {import("./state.js").State} State */

const NAMES = { tag: "Tags", venue: "Venues", type: "Types" };
const FEW = 8;
const MOST = 200;
const open = new Set(); // facets of which more than a few values are shown

/**
 * Show the counts; *changed* is called when the reader has chosen.
 *
 * @param {import("./search/protocol.js").Facets} facets @param {State} state @param {() => void} changed
 */
export function draw(facets, state, changed) {
  const focus = document.activeElement?.id;
  const years = facets.year.map(([year]) => year);
  for (const [at, box] of all("#years input").entries()) {
    box.placeholder = String(years.at(-at) ?? "");
    if (document.activeElement !== box) box.value = state.filters.year?.[at] ?? "";
    box.onchange = () => {
      const [from, to] = all("#years input").map((input) => Number(input.value) || null);
      state.filters.year = from || to ? [from, to] : undefined;
      changed();
    };
  }
  const drawn = /** @type {(keyof NAMES)[]} */ (Object.keys(NAMES)).flatMap((name) => {
    const chosen = state.filters[name] ?? [];
    const counts = new Map(/** @type {[string, number][]} */ (facets[name]));
    for (const value of chosen) counts.set(value, counts.get(value) ?? 0);
    if (!counts.size) return [];
    const values = [...counts].sort((a, b) => Number(chosen.includes(b[0])) - Number(chosen.includes(a[0])));
    const shown = values.slice(0, open.has(name) ? MOST : Math.max(FEW, chosen.length));
    const items = shown.map(([value, count]) => {
      const box = make("input", [], { type: "checkbox", id: `${name}:${value}`, checked: chosen.includes(value) });
      box.addEventListener("change", () => {
        const rest = chosen.filter((other) => other !== value);
        state.filters[name] = box.checked ? [...rest, value] : rest;
        changed();
      });
      const number = make("span", [count.toLocaleString("en")], { className: "count" });
      return make("li", [make("label", [box, " ", value, " ", number])]);
    });
    const more = make("button", [`All ${Math.min(MOST, values.length)}`], { type: "button", className: "plain", id: `more:${name}` });
    more.addEventListener("click", () => {
      open.add(name);
      draw(facets, state, changed);
      document.getElementById(`${name}:${values[shown.length][0]}`)?.focus();
    });
    if (shown.length < Math.min(MOST, values.length)) items.push(make("li", [more]));
    return [make("fieldset", [make("legend", [NAMES[name]]), make("ul", items)])];
  });
  one("#values").replaceChildren(...drawn);
  if (focus) document.getElementById(focus)?.focus();
}

/** What is chosen, each with a button that takes it away. @param {State} state @param {() => void} changed */
export function chips(state, changed) {
  const chip = (/** @type {string} */ text, /** @type {() => void} */ away) => {
    const made = make("button", [`${text} ×`], { type: "button", ariaLabel: `Without the filter ${text}` });
    made.addEventListener("click", () => {
      away();
      changed();
      one("#query").focus();
    });
    return make("li", [made]);
  };
  const [from, to] = state.filters.year ?? [];
  const years = state.filters.year ? [chip(`${from ?? ""}–${to ?? ""}`, () => { state.filters.year = undefined; })] : [];
  const values = /** @type {(keyof NAMES)[]} */ (Object.keys(NAMES)).flatMap((name) => (state.filters[name] ?? []).map((value) =>
    chip(value, () => { state.filters[name] = state.filters[name]?.filter((other) => other !== value); })));
  one("#chips").replaceChildren(...years, ...values);
  return years.length + values.length;
}
