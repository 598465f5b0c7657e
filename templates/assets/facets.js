// This is where results are narrowed: years, tags, venues and types, each with its count.
import { all, make, one } from "./dom.js";
import { filters, put } from "./state.js";

const NAMES = /** @type {const} */ ({ tag: "Tags", venue: "Venues", type: "Types" });
const FEW = 8;
const MOST = 200;
/** @type {Set<string>} */
const open = new Set(); // facets of which more than a few values are shown

/**
 * Show the counts; *changed* is called when the reader has chosen.
 *
 * @param {import("./search/protocol.js").Facets} facets @param {URLSearchParams} asked @param {() => void} changed
 */
export function draw(facets, asked, changed) {
  const focus = document.activeElement?.id;
  for (const [at, box] of all("#years input").entries()) {
    box.placeholder = facets.year.at(-at)?.[0] ?? "";
    if (box !== document.activeElement) box.value = asked.get(box.name) ?? "";
    box.onchange = () => {
      put(asked, box.name, box.value);
      changed();
    };
  }
  const names = /** @type {(keyof typeof NAMES)[]} */ (Object.keys(NAMES));
  one("#values").replaceChildren(...names.flatMap((name) => {
    const chosen = asked.getAll(name);
    const counts = new Map(facets[name]);
    // What is chosen comes first, even if no paper has it.
    const values = [...new Set([...chosen, ...counts.keys()])];
    if (!values.length) return [];
    const few = Math.max(FEW, chosen.length);
    const items = values.slice(0, open.has(name) ? MOST : few).map((value) => {
      const box = make("input", [], { type: "checkbox", id: `${name}:${value}`, checked: chosen.includes(value) });
      box.addEventListener("change", () => {
        if (box.checked) asked.append(name, value);
        else asked.delete(name, value);
        changed();
      });
      const count = make("span", [(counts.get(value) ?? 0).toLocaleString("en")], { className: "count" });
      return make("li", [make("label", [box, ` ${value} `, count])]);
    });
    if (items.length < values.length) {
      const most = (values.length > MOST ? `The first ${MOST} of ` : "All ") + values.length;
      const more = make("button", [most], { type: "button", className: "plain", disabled: open.has(name) });
      more.addEventListener("click", () => {
        open.add(name);
        draw(facets, asked, changed);
        document.getElementById(`${name}:${values[few]}`)?.focus();
      });
      items.push(make("li", [more]));
    }
    return [make("fieldset", [make("legend", [NAMES[name]]), make("ul", items)])];
  }));
  if (focus) document.getElementById(focus)?.focus();
}

/** What is chosen, each with a button that takes it away. @param {URLSearchParams} asked @param {() => void} changed */
export function chips(asked, changed) {
  const chip = (/** @type {string} */ text, /** @type {() => void} */ away) => {
    const made = make("button", [text], { type: "button", ariaLabel: `Without the filter ${text}` });
    made.addEventListener("click", () => {
      away();
      changed();
      one("#query").focus();
    });
    return make("li", [made]);
  };
  const chosen = [...asked].filter(([name]) => name in NAMES).map(([name, value]) => chip(value, () => asked.delete(name, value)));
  const { year } = filters(asked);
  if (year) chosen.unshift(chip(year.join("–"), () => ["from", "to"].forEach((name) => asked.delete(name))));
  one("#chips").replaceChildren(...chosen);
}
