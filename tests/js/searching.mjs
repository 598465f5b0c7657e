// This is where a test's node program gets the search as the browser has it, reading a folder in
// place of a server.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const ROOT = "http://site.test/";

/** Answer requests below ROOT from a folder; `fault(address)` may give another answer. */
export function serve(folder, fault = () => undefined) {
  const asked = [];
  globalThis.fetch = async (url) => {
    const address = decodeURI(String(url).slice(ROOT.length));
    asked.push(address);
    const other = await fault(address);
    if (other) return other;
    const file = resolve(folder, address);
    if (!existsSync(file)) return new Response("<h1>not found</h1>", { status: 404 });
    return new Response(readFileSync(file, "utf-8"));
  };
  return asked;
}

/** Stock lunr.js and a module of the search, by name. */
export function stock(assets) {
  return createRequire(import.meta.url)(resolve(assets, "vendor/lunr.min.js"));
}

export function module(assets, name) {
  return import(pathToFileURL(resolve(assets, "search", name)).href);
}

/** A searcher over a folder. */
export async function searcher(assets, lunr) {
  const { Searcher } = await module(assets, "searcher.js");
  const { directory } = await module(assets, "store.js");
  return new Searcher(lunr, ROOT, await directory(ROOT, "search/index.json"));
}

/**
 * The one big index that stock lunr.js builds from the terms itself: [place, terms of each field].
 * Its terms are numbered in their order, as ours are: sums of the same numbers in another order may
 * differ in the last bit.
 */
export function whole(lunr, { fields, bm25: [k1, b] }, documents) {
  const builder = new lunr.Builder();
  builder.k1(k1);
  builder.b(b);
  for (const [name, boost] of fields) builder.field(name, { boost });
  builder.ref("ref");
  for (const [place, texts] of documents) {
    builder.add({ ref: place, ...Object.fromEntries(fields.map(([name], n) => [name, texts[n]])) });
  }
  const built = JSON.parse(JSON.stringify(builder.build()));
  const numbers = new Map();
  built.invertedIndex.forEach(([, posting], number) => {
    numbers.set(posting._index, number);
    posting._index = number;
  });
  for (const entry of built.fieldVectors) {
    const pairs = [];
    for (let i = 0; i < entry[1].length; i += 2) pairs.push([numbers.get(entry[1][i]), entry[1][i + 1]]);
    entry[1] = pairs.sort(([one], [other]) => one - other).flat();
  }
  built.pipeline = ["sitegen-terms"];
  return lunr.Index.load(built);
}
