// This is where it is seen how early papers are found: {assets, folder, queries: [[query, keys]],
// boosts: [{field: number}]} -> for each of the boosts, of each query the rank of the first of its
// papers among the hundred best, 0 if there is none of them. Searched as the reader types it.
import { answer, input } from "./sitegen.mjs";
import { searcher, serve, stock } from "./searching.mjs";

const BEST = 100;
serve(input.folder);
const lunr = stock(input.assets);

async function ranks(boosts) {
  const ours = await searcher(input.assets, lunr);
  for (const field of ours.engine.directory.fields) field[1] = boosts[field[0]] ?? field[1];
  const found = [];
  for (const [query, keys] of input.queries) {
    const rows = await ours.search({ query, limit: BEST }).then((said) => said.rows, (error) => {
      if (error.kind !== "query") throw error;
      return []; // the reader is told what is wrong with the query, and finds nothing
    });
    found.push(rows.findIndex(({ key }) => keys.includes(key)) + 1);
  }
  return found;
}

const all = [];
for (const boosts of input.boosts) all.push(await ranks(boosts));
answer(all);
