// This is where what the reader asks for is kept in the address, so that it can be sent and survives "back".

/** @typedef {import("./search/protocol.js").Filters} Filters */

/** What an address asks for, without what makes no sense. @param {string} address */
export function read(address) {
  const asked = new URLSearchParams(address);
  for (const [name, value] of [...asked]) {
    const makesSense = name === "from" || name === "to" ? /^[1-9]\d{0,3}$/ : /\S/;
    if (!makesSense.test(value)) asked.delete(name, value);
  }
  return asked;
}

/** Ask for one value, or for none if it is empty. @param {URLSearchParams} asked @param {string} name @param {string} value */
export function put(asked, name, value) {
  if (value.trim()) asked.set(name, value);
  else asked.delete(name);
}

/** What results must have. @param {URLSearchParams} asked @returns {Filters} */
export function filters(asked) {
  const [from, to] = ["from", "to"].map((name) => Number(asked.get(name)) || null);
  const lists = { tag: asked.getAll("tag"), venue: asked.getAll("venue"), type: asked.getAll("type") };
  return from || to ? { ...lists, year: from && to && from > to ? [to, from] : [from, to] } : lists;
}

/** Keep it in the address of the page; as a step, to which "back" leads. @param {URLSearchParams} asked */
export function remember(asked, isStep = false) {
  if (String(new URLSearchParams(location.search)) === String(asked)) return;
  const address = asked.size ? `?${asked}` : location.pathname;
  try {
    if (isStep) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    // Too many changes in a short time: the search goes on, the address is late.
  }
}
