// This is where the bytes and times of searches are measured without a browser: {folder, queries},
// a website and what is asked of it -> the bytes of each part, and of each query its bytes and times.
// Bytes are those of a first search: scripts, directory, files and ten rows, each compressed by gzip.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { answer, input } from "./sitegen.mjs";
import { searcher, serve, stock } from "./searching.mjs";

const assets = resolve(input.folder, "assets");
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, existsSync(file) ? gzipSync(readFileSync(file)).length : 0);
  return sizes.get(file);
};

/** A script and those it imports. */
function scripts(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of readFileSync(file, "utf-8").matchAll(/from\s*"(\.[^"?]+)/g)) scripts(resolve(dirname(file), name), found);
  return found;
}

const lunr = stock(assets);
const asked = serve(input.folder);
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
const parts = {
  scripts: sum([...scripts(resolve(assets, "search/worker.js"))].map(size)),
  lunr: size(resolve(assets, "vendor", readdirSync(resolve(assets, "vendor")).find((name) => /^lunr.*\.js$/.test(name)))),
  directory: size(resolve(input.folder, "search/index.json")),
};

const queries = [];
for (const query of input.queries) {
  asked.length = 0;
  const ours = await searcher(assets, lunr);
  const begin = performance.now();
  const { total } = await ours.search({ query });
  const cold = performance.now() - begin;
  const files = [...new Set(asked)].filter((file) => file !== "search/index.json"); // it is a part
  const kinds = {};
  for (const file of files) {
    const kind = file.split("/")[1];
    kinds[kind] = (kinds[kind] ?? 0) + size(resolve(input.folder, file));
  }
  ours.last = null;
  const again = performance.now();
  await ours.search({ query });
  const warm = performance.now() - again;
  const bytes = sum(Object.values(parts)) + sum(Object.values(kinds));
  queries.push({ query, total, bytes, kinds, files: files.length, cold, warm });
}
answer({ parts, queries });
