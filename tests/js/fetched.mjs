// This is where it is seen which files a first search fetches: {assets, folder, queries} -> lists of
// their addresses, for each query those of a reader who has searched for nothing before.
import { answer, input } from "./sitegen.mjs";
import { searcher, serve, stock } from "./searching.mjs";

const lunr = stock(input.assets);
const asked = serve(input.folder);
const fetched = [];
for (const query of input.queries) {
  asked.length = 0;
  await (await searcher(input.assets, lunr)).search({ query });
  fetched.push([...new Set(asked)]);
}
answer(fetched);
