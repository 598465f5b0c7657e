// This is where the index in files is held against one big Lunr index: {assets, folder, documents
// (a file), queries, most} -> {asked, capped, corrected, different: [{query, ...}]}, in Lunr's language,
// as typed, and as corrected.
import { readFileSync } from "node:fs";
import { answer, input } from "./sitegen.mjs";
import { module, searcher, serve, stock, whole } from "./searching.mjs";

const lunr = stock(input.assets);
serve(input.folder);
const ours = await searcher(input.assets, lunr);
const { asked } = await module(input.assets, "ask.js");
const { fields } = ours.engine;
const theirs = whole(lunr, ours.engine.directory, JSON.parse(readFileSync(input.documents, "utf-8")));

const about = (count) => { // as files of words say it
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(count)) - 2);
  return Math.floor(count / unit) * unit;
};
const counts = Object.entries(theirs.invertedIndex).map(([term, { _index, ...posting }]) => [
  term,
  about(Object.values(posting).reduce((sum, papers) => sum + Object.keys(papers).length, 0)),
]);
const lexicon = {
  fitting: async (pattern) => counts.filter(([term]) => term.startsWith(pattern.slice(0, -1))),
  within: (found, most) => ours.engine.lexicon.within(found, most),
  known: async (some) => new Set(some.filter((term) => term in theirs.invertedIndex)),
};

const shown = (results) => results.map(({ ref, score }) => [ref, score]);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const FEW = 10;
const different = [];
const count = { asked: 0, corrected: 0, capped: 0, found: 0, results: 0 };

async function compare(query, how, { matches, results, capped }, expected) {
  count.asked += 1;
  if (capped) { count.capped += 1; return; }
  const right = shown(theirs.query(expected));
  const best = shown(results(matches.best(matches.rows, FEW))).slice(0, FEW);
  // What a page shows, and how many there are; then all of them, unless that takes long.
  const isAll = right.length <= input.most;
  if (!same(best, right.slice(0, FEW)) || matches.rows.length !== right.length) {
    different.push({ query, how: `${how}, best`, ours: best, theirs: right.slice(0, FEW), found: matches.rows.length, right: right.length });
  }
  const found = isAll ? shown(results(matches.rows)) : right;
  if (right.length) count.found += 1;
  count.results += right.length;
  if (!same(found, right)) {
    const at = right.findIndex((one, n) => !same(one, found[n]));
    different.push({ query, how, found: found.length, right: right.length, at, ours: found[at], theirs: right[at] });
  }
}

for (const query of input.queries) {
  const build = (q) => new lunr.QueryParser(query, q).parse();
  let isLanguage = true;
  try { build(new lunr.Query(fields)); } catch { isLanguage = false; }
  if (isLanguage) await compare(query, "language", await ours.engine.query(build), build);
  try {
    const mine = await asked(lunr, fields, ours.engine.lexicon, query);
    if (!mine.build) continue;
    const right = await asked(lunr, fields, lexicon, query);
    await compare(query, "typed", await ours.engine.query(mine.build), right.build);
    const { found, capped, suggestions: [meant] } = await ours.answer(query);
    if (!meant) continue;
    count.corrected += 1;
    await compare(query, "corrected", { ...found, capped }, (await asked(lunr, fields, lexicon, meant)).build);
  } catch (error) {
    if (error.kind !== "query") throw error;
  }
}
answer({ ...count, different });
