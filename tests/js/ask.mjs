// This is where a built site is searched as the browser does it: {assets, folder, requests} ->
// {warnings, answers}; an answer is as the page gets it, or a problem (a sentence), or a crash.
import { answer, input } from "./sitegen.mjs";
import { searcher, serve, stock } from "./searching.mjs";

const warnings = [];
console.warn = (...words) => warnings.push(words.join(" "));
console.error = console.warn;
const faults = input.faults ?? {};
let broken = [];
const asked = serve(input.folder, (address) => {
  const name = broken.find((one) => address.startsWith(one));
  if (!name) return undefined;
  const fault = faults[name];
  if (fault === "offline") throw new TypeError("fetch failed");
  return new Response(fault.text, { status: fault.status ?? 200 });
});
const lunr = stock(input.assets);
let ours = null;

async function answered({ type = "search", ...request }) {
  broken = request.broken ?? [];
  const before = asked.length;
  try {
    ours ??= await searcher(input.assets, lunr);
    const said = await ours[type](request);
    return request.files ? { ...said, files: asked.slice(before) } : said;
  } catch (error) {
    const { kind, message, start, end } = error;
    if (!kind) return { crash: `${error.name}: ${message}` };
    return { problem: message, kind, ...(start === undefined ? {} : { start, end }) };
  }
}

const answers = [];
for (const request of input.requests) answers.push(await answered(request));
answer({ warnings, answers });
