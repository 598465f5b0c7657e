// This is where boosts of fields are chosen: {assets, sites: [{folder, asked: [[query, keys, kind]]}],
// boosts, grid,
// titles} -> [[boosts, figure], …], ever better ones. The figure is the mean of 1/rank over the
// kinds of queries, then over the sites. One boost at a time takes each value of the grid while the
// others stay, as long as the figure grows and titles are found: the mean of 1/rank of these is not to
// be less than `titles`, on any site. A paper's score is a sum over the fields, each a multiple
// of its boost: each query is looked up once, and the rest is arithmetic.
import { answer, input } from "./sitegen.mjs";
import { module, searcher, serve, stock } from "./searching.mjs";

const lunr = stock(input.assets);
const { asked } = await module(input.assets, "ask.js");
const fields = Object.keys(input.boosts);
const WORTH = 0.001; // less is chance

/** Of each query its kind and the scores of papers field by field, those of wanted papers apart. */
async function measured(site) {
  serve(site.folder);
  const { engine } = await searcher(input.assets, lunr);
  for (const field of engine.directory.fields) field[1] = 1;
  const rows = await engine.rows();
  const places = new Map((await engine.column("key")).names.map((key, n) => [key, rows[n]]));
  const found = [];
  for (const [query, keys, kind] of site.asked) {
    const { build, plain } = await asked(lunr, engine.fields, engine.lexicon, query);
    if (!plain.length) continue; // signs in a title: there are few
    const clauses = [];
    build({ term: (term, { boost = 1 }) => clauses.push({ term, boost }) });
    const scores = new Map();
    for (const { term, boost } of clauses) {
      ((await engine.postings(term)) ?? []).forEach(({ rows, weights }, field) => {
        rows.forEach((at, n) => {
          if (!scores.has(at)) scores.set(at, new Float32Array(fields.length));
          scores.get(at)[field] += boost * weights[n];
        });
      });
    }
    const wanted = new Set(keys.map((key) => places.get(key)));
    const every = [...scores];
    const right = every.filter(([at]) => wanted.has(at)).map(([, of]) => of);
    const wrong = every.filter(([at]) => !wanted.has(at)).map(([, of]) => of);
    found.push({ kind, right, wrong: wrong.filter((of) => !right.some((one) => one.every((score, n) => score >= of[n]))) });
  }
  return found;
}

const sites = [];
for (const site of input.sites) sites.push(await measured(site));

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function figure(boosts) {
  const values = fields.map((field) => boosts[field]);
  const score = (of) => values.reduce((sum, value, n) => sum + value * of[n], 0);
  return mean(sites.map((queries) => {
    const kinds = {};
    for (const { kind, right, wrong } of queries) {
      const best = Math.max(...right.map(score));
      (kinds[kind] ??= []).push(right.length ? 1 / (1 + wrong.filter((of) => score(of) > best).length) : 0);
    }
    const found = Object.values(kinds).map(mean);
    return kinds.title && mean(kinds.title) < input.titles ? -Infinity : mean(found);
  }));
}

const tried = [[input.boosts, figure(input.boosts)]];
for (let before = 0; before < tried.length;) {
  before = tried.length;
  for (const field of fields.slice(0, -1)) { // the last is the measure: only proportions count
    for (const value of input.grid) {
      const [boosts, reached] = tried.at(-1);
      const other = { ...boosts, [field]: value };
      const grown = figure(other);
      if (grown > reached + WORTH) tried.push([other, grown]);
    }
  }
}
answer(tried);
