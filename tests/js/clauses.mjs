// This is where the clauses of a query in Lunr's language are held against those of lunr's parser:
// {assets, fields, queries} -> [[ours, theirs]].
import { answer, input } from "./sitegen.mjs";
import { module, stock } from "./searching.mjs";

const lunr = stock(input.assets);
const { asked } = await module(input.assets, "ask.js");

const clauses = (build) => {
  const query = new lunr.Query(input.fields);
  build(query);
  return query.clauses.map(({ wildcard, usePipeline = true, ...clause }) => ({ ...clause, usePipeline }));
};
const found = [];
for (const text of input.queries) {
  const { build } = await asked(lunr, input.fields, null, text);
  found.push([build && clauses(build), clauses((query) => new lunr.QueryParser(text, query).parse())]);
}
answer(found);
