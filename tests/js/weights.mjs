// This is where the weights that the browser computes are listed: {assets, folder, terms} ->
// {"field/place term": weight}.
import { answer, input } from "./sitegen.mjs";
import { searcher, serve, stock } from "./searching.mjs";

serve(input.folder);
const { engine } = await searcher(input.assets, stock(input.assets));
const weights = {};
for (const term of input.terms) {
  const found = await engine.postings(term);
  found?.forEach((list, field) => {
    list.rows.forEach((at, n) => { weights[`${engine.fields[field]}/${at} ${term}`] = list.weights[n]; });
  });
}
answer(weights);
