// What the page and the search worker say to each other. Types only: nothing runs here.
//
//   const worker = new Worker(workerUrl, { type: "module" });
//   worker.postMessage({ type: "open", id: 1, root, index, lunr });      -> { id: 1, type: "opened", … }
//   worker.postMessage({ type: "search", id: 2, query: "transf", … });   -> { id: 2, type: "found", … }
//
// Every request has an `id` that its one answer repeats. An answer with `error` has nothing else;
// the next request may succeed. A search overtaken by a newer one (a greater id of the same type)
// before its files have arrived is answered by `{ id, type: "dropped" }`.

/**
 * Once, before all else (at the first focus of the box). Fetches the directory.
 * @typedef {object} Open
 * @property {"open"} type
 * @property {number} id
 * @property {string} root   absolute URL of the site's root, ends in "/"
 * @property {string} index  address of the directory below it: "search/index.json"
 * @property {string} lunr   absolute URL of stock lunr.js
 */

/**
 * @typedef {object} Opened
 * @property {number} id
 * @property {"opened"} type
 * @property {number} papers  how many papers there are
 * @property {string[]} fields  names for "field:word"
 */

/**
 * Which papers may be found. Values of one facet: any of them; facets: all of them.
 * @typedef {object} Filters
 * @property {[number|null, number|null]} [year]  first and last year, both included
 * @property {string[]} [tag]
 * @property {string[]} [venue]
 * @property {string[]} [type]
 */

/**
 * @typedef {object} Search
 * @property {"search"} type
 * @property {number} id
 * @property {string} query   in Lunr's language, or plain words; "" with filters: every paper
 * @property {Filters} [filters]
 * @property {"relevance"|"newest"|"oldest"|"title"} [sort]  "relevance" unless stated
 * @property {number} [offset]  of the first row wanted, 0 unless stated
 * @property {number} [limit]   rows wanted, 10 unless stated; 0: none (for facets or keys only)
 * @property {boolean} [facets] whether counts are wanted: they cost a fetch of their own, so ask for
 *                              rows first and for facets (limit 0) when the rows are on the page
 * @property {boolean} [keys]   whether the keys of all papers found are wanted (for downloads)
 */

/**
 * @typedef {object} Row
 * @property {string} key      the paper is at `papers/<key>.html`, its entry at `papers/<key>.bib`
 * @property {string} title    plain text
 * @property {string[]} authors  as printed: "Ashish Vaswani"
 * @property {number|null} year
 * @property {string} venue    "" if not stated
 * @property {string} type     BibTeX's word; "" if not stated
 * @property {number} score    Lunr's; 0 without a query
 * @property {string[]} terms  stems found in this paper: mark the words that have one of them
 */

/**
 * Counts over the whole result set, each facet counted as if it had no filter of its own.
 * @typedef {object} Facets
 * @property {[number, number][]} year    (year, papers), oldest first
 * @property {[string, number][]} tag     (name, papers), commonest first
 * @property {[string, number][]} venue
 * @property {[string, number][]} type
 */

/**
 * @typedef {object} Found
 * @property {number} id
 * @property {"found"} type
 * @property {number} total      papers found, filters applied
 * @property {Row[]} rows
 * @property {Facets} [facets]
 * @property {string[]} [keys]   in the order of the results
 * @property {string[]} unknown  words of the query, folded, that no paper has, not even as a beginning
 *                               of the last; of plain words only, none in Lunr's language
 * @property {string[]} suggestions  at most one: the query with such words corrected, each by one typo;
 *                                   rows and total are then those of this other query: "Did you mean …"
 * @property {Capped|null} capped    which words were taken to mean fewer words than they could
 */

/**
 * @typedef {object} Capped
 * @property {string} word   as asked: "a*"
 * @property {number} taken  how many words were looked for
 * @property {number} of     how many there are
 */

/**
 * The abstracts of papers, for snippets under rows that are already shown. Read from the papers'
 * own files, `papers/<key>.md`; "" where there is none. Never an error: a row without its snippet
 * is still a row.
 * @typedef {object} Abstracts
 * @property {"abstracts"} type
 * @property {number} id
 * @property {string[]} keys
 */

/**
 * @typedef {object} AbstractsGiven
 * @property {number} id
 * @property {"abstracts"} type
 * @property {Record<string, string>} abstracts  plain text by key
 */

/**
 * @typedef {object} Failed
 * @property {number} id
 * @property {"error"} type
 * @property {Problem} error
 */

/**
 * @typedef {object} Problem
 * @property {"query"|"network"|"damaged"} kind  query: explain it at its place; network: could not be
 *                                               fetched (offline, 404, HTML instead of data)
 * @property {string} message  a sentence for the reader
 * @property {number} [start]  of a query error: place in the query as asked, in UTF-16 units
 * @property {number} [end]    past its end; equal to start if something is missing there
 */

/** @typedef {Open|Search|Abstracts} Request */
/** @typedef {Opened|Found|AbstractsGiven|Failed|{id: number, type: "dropped"}} Answer */

export {};
