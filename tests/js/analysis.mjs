// This is where the browser's analysis is asked: {assets, texts} -> {terms, stems}, one per text.
import { answer, input, scripts } from "./sitegen.mjs";

const { lunr, search } = await scripts();
answer({
  terms: input.texts.map((text) => search.terms(lunr, text)),
  stems: input.texts.map((text) => lunr.stemmer(new lunr.Token(text)).toString()),
});
