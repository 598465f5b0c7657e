// This is where a test's node program gets its input, stock lunr.js and the site's own search.js.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

/** What the test sent: an object in JSON on the standard input. */
export const input = JSON.parse(readFileSync(0, "utf-8"));

/** Stock lunr.js, and search.js, from the folder of assets that the test names. */
export async function scripts() {
  const lunr = createRequire(import.meta.url)(resolve(input.assets, "vendor/lunr.js"));
  const text = readFileSync(resolve(input.assets, "search.js"), "utf-8");
  const search = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return { lunr, search };
}

/** Answer the test. */
export function answer(value) {
  process.stdout.write(JSON.stringify(value));
}
