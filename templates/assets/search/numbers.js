// This is where files of the index are read: numbers and words as sitegen/search/ writes them.

/** The numbers of a text; see sitegen/search/numbers.py. @param {string} text @returns {Int32Array} */
export function numbers(text) {
  const found = new Int32Array(text.length);
  let count = 0;
  let higher = 0;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charCodeAt(i);
    if (sign >= 97) higher = higher * 30 + sign - 97;
    else {
      found[count] = higher * 64 + sign - 33;
      count += 1;
      higher = 0;
    }
  }
  return found.subarray(0, count);
}

/** Words that each say how much they share with the one before. @param {string} text @returns {string[]} */
export function words(text) {
  if (!text) return [];
  let last = "";
  return text.split(" ").map((coded) => {
    const shared = coded.charCodeAt(0) - 33;
    const start = /[\ud800-\udbff]/.test(last) ? [...last].slice(0, shared).join("") : last.slice(0, shared);
    last = start + coded.slice(1);
    return last;
  });
}
