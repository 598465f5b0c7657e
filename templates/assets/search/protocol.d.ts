// This is where it is said what the page and the search worker say to each other. TypeScript reads
// it (make check); it is not published.
//
//   const worker = new Worker(address, { type: "module" });
//   worker.postMessage({ type: "open", id: 1, root, index, lunr });      -> { id: 1, type: "opened", … }
//   worker.postMessage({ type: "search", id: 2, query: "transf", … });   -> { id: 2, type: "found", … }
//
// Every request has an `id` that its one answer repeats. An answer with `error` has nothing else;
// the next request may succeed. A search overtaken by a newer one (a greater id of the same type)
// before its files have arrived is answered by `{ id, type: "dropped" }`.

/** Once, before all else (at the first focus of the box). Fetches the directory. */
export interface Open {
  type: "open";
  /** Absolute URL of the site's root, ends in "/". */
  root: string;
  /** Address of the directory below it: "search/index.json". */
  index: string;
  /** Absolute URL of stock lunr.js. */
  lunr: string;
}

export interface Opened {
  type: "opened";
  /** How many papers there are. */
  papers: number;
  /** Names for "field:word". */
  fields: string[];
}

/** Which papers may be found. Values of one facet: any of them; facets: all of them. */
export interface Filters {
  /** First and last year, both included. */
  year?: [number | null, number | null];
  tag?: string[];
  venue?: string[];
  type?: string[];
}

export type Order = "relevance" | "newest" | "oldest" | "title";

export interface Search {
  type: "search";
  /** In Lunr's language, or plain words; "" with filters: every paper. */
  query: string;
  filters?: Filters;
  /** "relevance" unless stated. */
  sort?: Order;
  /** Of the first row wanted, 0 unless stated. */
  offset?: number;
  /** Rows wanted, 10 unless stated; 0: none (for facets or keys only). */
  limit?: number;
  /**
   * Whether counts are wanted: they cost a fetch of their own, so ask for rows first and for facets
   * (limit 0) when the rows are on the page.
   */
  facets?: boolean;
  /** Whether the keys of all papers found are wanted (for downloads). */
  keys?: boolean;
}

/** What is known of a paper without its page. */
export interface Paper {
  /** The paper is at `papers/<key>.html`, its entry at `papers/<key>.bib`. */
  key: string;
  /** Plain text. */
  title: string;
  /** As printed: "Ashish Vaswani". */
  authors: string[];
  year: number | null;
  /** "" if not stated. */
  venue: string;
  /** BibTeX's word; "" if not stated. */
  type: string;
}

export interface Row extends Paper {
  /** Lunr's; 0 without a query. */
  score: number;
  /** Stems found in this paper: mark the words that have one of them. */
  terms: string[];
}

/** A value of a facet, and how many papers have it. */
export type Count<T> = [value: T, papers: number];

/** Counts over the whole result set, each facet counted as if it had no filter of its own. */
export interface Facets {
  /** Oldest first. */
  year: Count<number>[];
  /** These three: commonest first. */
  tag: Count<string>[];
  venue: Count<string>[];
  type: Count<string>[];
}

export interface Found {
  type: "found";
  /** Papers found, filters applied. */
  total: number;
  rows: Row[];
  facets?: Facets;
  /** In the order of the results. */
  keys?: string[];
  /**
   * Words of the query, folded, that no paper has, not even as a beginning of the last; of plain words
   * only, none in Lunr's language.
   */
  unknown: string[];
  /**
   * At most one: the query with such words corrected, each by one typo; rows and total are then those
   * of this other query: "Did you mean …".
   */
  suggestions: string[];
  /** Of plain words: how many papers have every one of them, filters applied. */
  every: number;
  /** Which words were taken to mean fewer words than they could. */
  capped: Capped | null;
}

export interface Capped {
  /** As asked: "a*". */
  word: string;
  /** How many words were looked for. */
  taken: number;
  /** How many there are. */
  of: number;
}

/**
 * The abstracts of papers, for snippets under rows that are already shown. Read from the papers'
 * own files, `papers/<key>.md`; "" where there is none. Never an error: a row without its snippet
 * is still a row.
 */
export interface Abstracts {
  type: "abstracts";
  keys: string[];
}

export interface AbstractsGiven {
  type: "abstracts";
  /** Plain text by key. */
  abstracts: Record<string, string>;
}

/** The answer to a search that a newer one has overtaken. */
export interface Dropped {
  type: "dropped";
}

export interface Problem {
  /** query: explain it at its place; network: could not be fetched (offline, 404, HTML instead of data). */
  kind: "query" | "network" | "damaged";
  /** A sentence for the reader. */
  message: string;
  /** Of a query error: place in the query as asked, in UTF-16 units. */
  start?: number;
  /** Past its end; equal to start if something is missing there. */
  end?: number;
}

export interface Failed {
  type: "error";
  error: Problem;
}

export type Request = Open | Search | Abstracts;

/** What answers a request, unless it fails. */
export type AnswerTo<R extends Request> = R extends Search
  ? Found | Dropped
  : R extends Abstracts
    ? AbstractsGiven
    : Opened;

/** As it comes over. */
export type Asked<R extends Request = Request> = R & { id: number };
export type Answer = (Opened | Found | AbstractsGiven | Dropped | Failed) & { id: number };
