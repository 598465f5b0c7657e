// This is where a test's node program gets its input, and stock lunr.js with the site's analysis.
import { readFileSync } from "node:fs";
import { module, stock } from "./searching.mjs";

/** What the test sent: an object in JSON on the standard input. */
export const input = JSON.parse(readFileSync(0, "utf-8"));

/** Stock lunr.js, and the analysis, from the folder of assets that the test names. */
export async function scripts() {
  return { lunr: stock(input.assets), search: await module(input.assets, "analysis.js") };
}

/** Answer the test. */
export function answer(value) {
  process.stdout.write(JSON.stringify(value));
}
