// This is where the search runs beside the page: requests in, answers out (protocol.d.ts).

// All that is needed is named here, so that the browser asks for it at once.
import "./analysis.js";
import "./ask.js";
import "./engine.js";
import "./facets.js";
import "./lexicon.js";
import "./matches.js";
import "./numbers.js";
import "./postings.js";
import { Searcher } from "./searcher.js";
import { Problem, directory } from "./store.js";

/** @typedef {import("./lunr.js").Lunr} Lunr */
/** @typedef {import("./protocol.js").Problem} Said */

/** @type {Promise<Searcher> | undefined} */
let opening;
/** @type {import("./protocol.js").Open} */
let opened; // the request that was answered so
let newest = 0; // the id of the last search asked for

self.onmessage = async ({ data }) => {
  try {
    if (data.type === "search") newest = data.id;
    const answer = await answered(data);
    const isOvertaken = data.type === "search" && data.id < newest && !data.facets && !data.keys;
    self.postMessage(isOvertaken ? { id: data.id, type: "dropped" } : { ...answer, id: data.id });
  } catch (error) {
    const { kind = "damaged", message, start, end } = /** @type {Said} */ (error);
    if (!(error instanceof Problem)) console.error(error);
    self.postMessage({ id: data.id, type: "error", error: { kind, message, start, end } });
  }
};

/** @param {import("./protocol.js").Request} request @returns {Promise<object>} */
async function answered(request) {
  if (request.type === "open") {
    opened = request;
    opening = open(request);
    opening.catch(() => {});
  }
  if (!opening) throw new Problem("network", "The search is not open yet.");
  const searcher = await opening;
  if (request.type === "open") {
    return { type: "opened", papers: searcher.engine.directory.papers, fields: searcher.engine.fields };
  }
  const answer = (/** @type {Searcher} */ by) => by[request.type](/** @type {any} */ (request)); // each method takes the requests of its name
  try {
    return await answer(searcher);
  } catch (error) {
    if (!(error instanceof Problem) || /** @type {any} */ (error).kind === "query") throw error;
    // A file is gone if the site was published anew while the page was open.
    const other = await open(opened).catch(() => searcher);
    if (other.engine.directory.text === searcher.engine.directory.text) throw error;
    opening = Promise.resolve(other);
    return answer(other);
  }
}

/** @param {import("./protocol.js").Open} request */
async function open({ root, index, lunr }) {
  const [loaded, known] = await Promise.all([stock(lunr), directory(root, index)]);
  return new Searcher(loaded, root, known);
}

/** Stock lunr.js, which is no module: it hands itself to whoever defines modules (AMD). @param {string} url */
async function stock(url) {
  const scope = /** @type {{ lunr?: Lunr, define?: object }} */ (globalThis);
  if (!scope.lunr) {
    scope.define = Object.assign((/** @type {() => Lunr} */ make) => { scope.lunr = make(); }, { amd: true });
    try {
      await import(url);
    } catch {
      throw new Problem("network", "The search could not fetch lunr.js. Is the network there? Try again.");
    }
  }
  return /** @type {Lunr} */ (scope.lunr);
}
