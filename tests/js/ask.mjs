// This is where a built index is searched as the browser does it: {assets, index, queries} ->
// {warnings, answers}; an answer has either results, or a problem (a sentence), or a crash.
import { readFileSync } from "node:fs";
import { answer, input, scripts } from "./sitegen.mjs";

const { lunr, search } = await scripts();
const warnings = [];
console.warn = (...words) => warnings.push(words.join(" "));
console.error = console.warn;
search.register(lunr);
const index = lunr.Index.load(JSON.parse(readFileSync(input.index, "utf-8")));

function asked(query) {
  try {
    return { results: search.ask(lunr, index, query).map((one) => [Number(one.ref), one.score]) };
  } catch (error) {
    if (!(error instanceof lunr.QueryParseError)) return { crash: `${error.name}: ${error.message}` };
    return { problem: search.explain(error, query, index.fields) };
  }
}

answer({ warnings, answers: input.queries.map(asked) });
