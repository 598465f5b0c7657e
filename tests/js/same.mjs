// This is where scripts are held against what is published of them: {pairs: [[name, one, other]]} ->
// the names of those that are not the same program. It is node's own parser of JavaScript that says.
// Run with --expose-internals.
import { createRequire } from "node:module";
import { answer, input } from "./sitegen.mjs";

const { parse } = createRequire(import.meta.url)("internal/deps/acorn/acorn/dist/acorn");
const PLACES = new Set(["start", "end", "raw"]);

function meaning(text) {
  const tree = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  return JSON.stringify(tree, (name, value) => (PLACES.has(name) ? undefined : value));
}

answer(input.pairs.filter(([, one, other]) => meaning(one) !== meaning(other)).map(([name]) => name));
