// This is where stock lunr.js builds an index itself: {assets, boosts, documents} -> serialised.
import { answer, input, scripts } from "./sitegen.mjs";

const { lunr } = await scripts();
const builder = new lunr.Builder();
builder.ref("ref");
for (const [field, boost] of Object.entries(input.boosts)) builder.field(field, { boost });
for (const document of input.documents) builder.add(document);
answer(builder.build());
