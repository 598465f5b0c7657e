// This is where the bytes and times of searches are measured: {assets, folder, queries} -> a table.
// Bytes are those of a first search: scripts, directory, files and ten rows, each compressed by gzip.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { input } from "./sitegen.mjs";
import { searcher, serve, stock } from "./searching.mjs";

const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, existsSync(file) ? gzipSync(readFileSync(file)).length : 0);
  return sizes.get(file);
};
const lunr = stock(input.assets);
const asked = serve(input.folder);

const modules = readdirSync(resolve(input.assets, "search")).filter((name) => name !== "protocol.js");
const scripts = modules.reduce((sum, name) => sum + size(resolve(input.assets, "search", name)), 0);
const engine = readdirSync(resolve(input.assets, "vendor")).find((name) => /^lunr.*\.js$/.test(name));
const library = size(resolve(input.assets, "vendor", engine));
const directory = size(resolve(input.folder, "search/index.json"));

const rows = [];
for (const query of input.queries) {
  asked.length = 0;
  const ours = await searcher(input.assets, lunr);
  const begin = performance.now();
  const { total } = await ours.search({ query });
  const cold = performance.now() - begin;
  const files = [...new Set(asked)];
  const kinds = {};
  for (const file of files) {
    const kind = file.split("/")[1];
    kinds[kind] = (kinds[kind] ?? 0) + size(resolve(input.folder, file));
  }
  ours.last = null;
  const again = performance.now();
  await ours.search({ query });
  const warm = performance.now() - again;
  const bytes = Object.values(kinds).reduce((sum, one) => sum + one, scripts + library);
  rows.push({ query, total, bytes, cold, warm, requests: files.length, ...kinds });
}

const at = (name, share) => {
  const sorted = rows.map((row) => row[name] ?? 0).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
};
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
const print = (line) => process.stdout.write(`${line}\n`);
print(`scripts ${kb(scripts)} KB, lunr ${kb(library)} KB, directory ${kb(directory)} KB`);
print("KB of a first search   median      p90    worst");
for (const name of ["bytes", "terms", "words", "rows"]) {
  print(`${name.padEnd(20)} ${[0.5, 0.9, 1].map((share) => kb(at(name, share))).join(" ")}`);
}
for (const name of ["requests", "cold", "warm"]) {
  print(`${name.padEnd(20)} ${[0.5, 0.9, 1].map((share) => at(name, share).toFixed(1).padStart(8)).join(" ")}`);
}
const worst = [...rows].sort((one, other) => other.bytes - one.bytes).slice(0, 5);
for (const row of worst) print(`  ${kb(row.bytes)} KB, ${row.warm.toFixed(0)} ms warm: ${row.query} (${row.total} papers)`);
