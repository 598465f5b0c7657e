// This is where the search worker is started and asked (search/protocol.d.ts), and the analysis of
// text is loaded that the index was made with.
import { ROOT, make, once } from "./dom.js";

/** @typedef {import("./search/protocol.js").Request} Request */
/** @typedef {<R extends Request>(request: R) => Promise<import("./search/protocol.js").AnswerTo<R>>} Tell */

const LOST = { message: "A script could not be loaded. Check the connection and try again." };

/** How to ask the worker, which starts when it is first asked. @param {DOMStringMap} addresses @returns {Tell} */
export function asker({ worker: address = "", lunr = "", index }) {
  const waiting = new Map();
  let id = 0;
  const open = once(async () => {
    const worker = new Worker(address, { type: "module" });
    const tell = (/** @type {object} */ request) => new Promise((resolve, reject) => {
      id += 1;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    });
    worker.onmessage = ({ data }) => {
      const { resolve, reject } = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error) reject(data.error);
      else resolve(data);
    };
    worker.onerror = () => waiting.forEach(({ reject }) => reject(LOST));
    try {
      await tell({ type: "open", root: ROOT.href, index, lunr: new URL(lunr, location.href).href });
    } catch (error) {
      worker.terminate();
      throw error;
    }
    return tell;
  });
  return /** @type {Tell} */ (async (/** @type {Request} */ request) => (await open())(request));
}

/** What gives the terms of a text. @param {DOMStringMap} addresses */
export const analyser = ({ lunr }) => once(async () => {
  const loaded = new Promise((resolve, reject) => {
    document.head.append(make("script", [], { src: lunr, onload: resolve, onerror: () => reject(LOST) }));
  });
  const [{ terms }] = await Promise.all([import("./search/analysis.js").catch(() => { throw LOST; }), loaded]);
  const known = new Map();
  return (/** @type {string} */ text) => {
    if (!known.has(text)) known.set(text, terms(/** @type {any} */ (globalThis).lunr, text));
    return /** @type {string[]} */ (known.get(text));
  };
});
