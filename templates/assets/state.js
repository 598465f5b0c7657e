// This is where what the reader asks for is kept in the address, so that it can be sent and survives "back".

/** @typedef {import("./search/protocol.js").Filters} Filters */
/** @typedef {{ query: string, filters: Filters, sort: string }} State */

const LISTS = /** @type {const} */ (["tag", "venue", "type"]);

/** What an address asks for. @param {string} search @returns {State} */
export function read(search) {
  const asked = new URLSearchParams(search);
  /** @type {Filters} */
  const filters = {};
  for (const name of LISTS) if (asked.has(name)) filters[name] = asked.getAll(name);
  const year = (/** @type {string} */ name) => (/^\d{1,4}$/.test(asked.get(name) ?? "") ? Number(asked.get(name)) : null);
  if (year("from") !== null || year("to") !== null) filters.year = [year("from"), year("to")];
  return { query: asked.get("q") ?? "", filters, sort: asked.get("sort") ?? "relevance" };
}

/** The same as an address, "" if nothing is asked for. @param {State} state */
export function written({ query, filters, sort }) {
  const asked = new URLSearchParams();
  if (query.trim()) asked.set("q", query);
  const [from, to] = filters.year ?? [];
  if (from) asked.set("from", String(from));
  if (to) asked.set("to", String(to));
  for (const name of LISTS) for (const value of filters[name] ?? []) asked.append(name, value);
  if (sort !== "relevance") asked.set("sort", sort);
  return asked.size ? `?${asked}` : "";
}

/** Keep it in the address of the page. @param {State} state */
export function remember(state) {
  const address = location.pathname + written(state) + location.hash;
  if (address === location.pathname + location.search + location.hash) return;
  try {
    history.replaceState(null, "", address);
  } catch {
    // Too many changes in a short time: the search goes on, the address is late.
  }
}
