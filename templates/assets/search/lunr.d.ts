// This is where it is said what the search uses of stock lunr.js, which states no types. TypeScript
// reads it (make check); it is not published.

/** One word of a text, on its way through the analysis. */
export interface Token {
  toString(): string;
}

/** Functions that turn a word into terms. */
export interface Pipeline {
  runString(text: string, metadata?: object): string[];
}

/** An automaton that accepts words; "*" among its edges stands for any letter. */
export interface TokenSet {
  final: boolean;
  edges: Record<string, TokenSet>;
  intersect(other: TokenSet): TokenSet;
  toArray(): string[];
}

export interface Clause {
  term: string;
  fields: string[];
  boost: number;
  editDistance: number;
  usePipeline: boolean;
  wildcard: number;
  presence: number;
}

export interface Query {
  clauses: Clause[];
  isNegated(): boolean;
  term(term: string, options: Partial<Clause>): Query;
}

/** Adds clauses to a query, which is both argument and `this`. */
export type Build = (this: Query, query: Query) => void;

export interface Result {
  /** What the index calls the document. */
  ref: string;
  score: number;
  /** By term, what is known of its places. */
  matchData: { metadata: Record<string, unknown> };
}

export interface Index {
  query(build: Build): Result[];
}

/** An index as it is written down. */
export interface Serialised {
  version: string;
  fields: string[];
  /** "field/ref", and number and weight of each of its terms, one after the other. */
  fieldVectors: [name: string, vector: number[]][];
  /** In the order of terms: of each its number, and by field the documents that have it. */
  invertedIndex: [term: string, posting: Record<string, number | Record<string, object>>][];
  pipeline: string[];
}

/** What is wrong with a query: where its piece starts, and where it has ended. */
export interface QueryParseError extends Error {
  start: number;
  end: number;
}

export interface Lunr {
  version: string;
  stemmer(token: Token): Token;
  Token: new (text: string, metadata?: object) => Token;
  Pipeline: {
    registeredFunctions: Record<string, Function>;
    registerFunction(stage: (token: Token) => Token | Token[], name: string): void;
    load(names: string[]): Pipeline;
  };
  TokenSet: {
    fromArray(words: string[]): TokenSet;
    fromString(pattern: string): TokenSet;
    fromFuzzyString(word: string, typos: number): TokenSet;
    fromClause(clause: Clause): TokenSet;
  };
  Query: {
    new (fields: string[]): Query;
    presence: { OPTIONAL: number; REQUIRED: number; PROHIBITED: number };
  };
  QueryParser: new (text: string, query: Query) => { parse(): Query };
  QueryParseError: new (message: string, start: number, end: number) => QueryParseError;
  Index: { load(index: Serialised): Index };
}
