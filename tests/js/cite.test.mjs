// This is where it is held which keys a text cites, and which entries they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keys, minimal } from "./assets/cite.js";
import { entries, file, joined } from "./assets/take.js";

const TEXTS = [
  ["a citation", String.raw`As \cite{a} said`, ["a"]],
  ["several keys, each once", String.raw`\citep{b, a,b}\citet{a}`, ["b", "a"]],
  ["notes before and after", String.raw`\citep[see][p.~3 of {[x]}]{a}`, ["a"]],
  ["a star", String.raw`\citeauthor*{a} \textcite{c} \Parencite{d} \footcite[12]{e} \newcite{f}`, ["a", "c", "d", "e", "f"]],
  ["plural commands", String.raw`\parencites(see)()[1]{a}[2]{b,c}{d}`, ["a", "b", "c", "d"]],
  ["words after a citation", String.raw`\citep{a}{\em no}`, ["a"]],
  ["comments", "% \\cite{no}\n50\\% of \\cite{a} % \\cite{no}\n\\\\% \\cite{no}", ["a"]],
  ["a comment within a citation", "\\cite{multi%\n  line,%x\r\n b}", ["multiline", "b"]],
  ["what is not printed", "\\begin{comment}\\cite{no} % \n\\end{comment}\\cite{a}\\begin{verbatim}\n% \\cite{no}\\end{verbatim}\\cite{b}", ["a", "b"]],
  ["what is in a comment and begins nothing", "%\\begin{verbatim}\n\\cite{a}", ["a"]],
  ["words as they are", String.raw`\verb|\cite{no}| \verb*+\cite{no}+ \verbatiminput{x} \\verb \cite{a}`, ["a"]],
  ["what follows the end", "\\begin{document}\\cite{a}\\end{document}\n\\cite{no}", ["a"]],
  ["two files, each with its end", "\\cite{a}\\end{document}\\cite{no}\n\f\\cite{b}", ["a", "b"]],
  ["a macro", String.raw`\newcommand{\see}[1]{\cite{#1}} \cite{a}`, ["a"]],
  ["citations that are empty", String.raw`\cite{} \cite{ , }`, []],
  ["what only looks like it", String.raw`\citestyle{no}\setcitestyle{no}\DeclareCiteCommand{\no}\cite{a}`, ["a"]],
  ["several lines", "\\cite\n  [p. 1]\n  {a,\n   b}", ["a", "b"]],
  ["an .aux file", "\\relax\n\\citation{a}\n\\citation{b,c}\n\\bibcite{no}{1}\n\\bibdata{no}", ["a", "b", "c"]],
  ["an .aux file of biblatex", "\\relax\n\\abx@aux@cite{0}{a}\n\\abx@aux@segm{0}{0}{a}\n\\abx@aux@cite{b}", ["a", "b"]],
  ["everything", String.raw`\nocite{*}`, ["*"]],
  ["a list of keys", "a, b\nc;d\n", ["a", "b", "c", "d"]],
  ["keys with signs", "DBLP:conf/x\na.b-c_d+e", ["DBLP:conf/x", "a.b-c_d+e"]],
  ["BibTeX", "@article{a,\n title={x@y}}\n@misc{ b , title={}}", ["a", "b"]],
  ["Markdown", "See [@a; -@b, p. 3] and @c. Write to x@no.example, or @{d:e}.", ["a", "b", "c", "d:e"]],
  ["nothing", " \n", []],
  ["a document without citations", String.raw`\begin{document}hello\end{document}`, []],
];
for (const [name, text, expected] of TEXTS) {
  test(`keys of ${name}`, () => assert.deepEqual(keys(text), expected));
}

test("a long document is read in no time", () => {
  const text = `${"\\begin{verbatim}\f\\verb|".repeat(20_000)}\\begin{x}${"\\cite[".repeat(20_000)}${"\\cite{a}{".repeat(20_000)}${"(".repeat(20_000)}`;
  const begin = performance.now();
  keys(text);
  assert.ok(performance.now() - begin < 1000);
});

const BIB = `@misc{a,
  title    = {A},
  keywords = {x},
  ids      = {old, older},
  abstract = {@misc{no, is an example}}
}

@misc{b,
  title = {B}
}

@misc{Big,
  title = {C}
}
`;
const KNOWN = entries(BIB, ".bib");
const cite = (...cited) => {
  const { found, missing, former } = minimal(KNOWN, cited);
  return [found.map((entry) => entry.split("\n")[0]), missing, former];
};

test("entries are those of the keys, in their order, and missing keys are listed", () => {
  assert.deepEqual(cite("b", "no", "a"), [["@misc{b,", "@misc{a,"], ["no"], []]);
});
test("a former key finds its paper, under the key cited", () => {
  assert.deepEqual(cite("old"), [["@misc{old,"], [], [["old", "a"]]]);
  assert.match(minimal(KNOWN, ["old"]).found[0], /^ {2}ids {6}= \{a, older\},$/m);
});
test("a paper cited by two keys is one entry, under today's", () => {
  assert.deepEqual(cite("old", "a"), [["@misc{a,"], [], [["old", "a"]]]);
  assert.deepEqual(cite("old", "older"), [["@misc{a,"], [], [["old", "a"], ["older", "a"]]]);
  assert.match(minimal(KNOWN, ["older", "A", "a"]).found[0], /^ {2}ids {6}= \{old, older, A\},$/m);
  assert.equal(minimal(KNOWN, ["Big", "big", "BIG"]).found[0], "@misc{Big,\n  ids      = {big, BIG},\n  title = {C}\n}");
});
test("other capitals are another key of the same paper", () => {
  assert.deepEqual(cite("big"), [["@misc{big,"], [], [["big", "Big"]]]);
});
test("a star stands for all", () => {
  assert.deepEqual(cite("*")[0], ["@misc{a,", "@misc{b,", "@misc{Big,"]);
});

test("BibTeX that is taken away has what a citation needs", () => {
  const file = joined([...KNOWN.values()].slice(0, 2), ".bib");
  assert.equal(file, "@misc{a,\n  title    = {A},\n  ids      = {old, older},\n}\n\n@misc{b,\n  title = {B}\n}\n");
});
test("RIS is cut at its records", () => {
  const one = "TY  - GEN\nID  - a\nTI  - A\nER  - \n";
  const two = "TY  - JOUR\nID  - b\nER  - \n";
  const known = entries(`${one}\n${two}`, ".ris");
  assert.deepEqual([...known.keys()], ["a", "b"]);
  assert.equal(joined([known.get("b"), known.get("a")], ".ris"), `${two}\n${one}`);
});
test("CSL-JSON is cut at its lines", () => {
  const items = [{ id: "a", title: "]," }, { id: "b", title: "x" }, { id: "c" }];
  const text = `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]\n`;
  const known = entries(text, ".json");
  assert.deepEqual([...known.keys()], ["a", "b", "c"]);
  assert.deepEqual(JSON.parse(joined([known.get("c"), known.get("a")], ".json")), [items[2], items[0]]);
});

/** Answer requests from texts by address; what is not there is 404, or a page as some servers say it. */
function served(files) {
  const asked = [];
  globalThis.fetch = async (url) => {
    const address = decodeURIComponent(String(url).replace(/^.*?(?=papers\/|bibliography)/, ""));
    asked.push(address);
    if (files[address] === undefined) return new Response("", { status: 404 });
    const isPage = files[address].startsWith("<");
    return new Response(files[address], { headers: isPage ? { "content-type": "text/html" } : {} });
  };
  return asked;
}

test("a few papers are fetched one by one, in their order", async () => {
  const asked = served({ "papers/a/b.bib": "@misc{a/b,\n}\n", "papers/c.bib": "@misc{c,\n}\n\n@misc{c-preprint,\n}\n" });
  assert.deepEqual(await file(["c", "a/b"], ".bib", 10_000), { text: "@misc{c,\n}\n\n@misc{a/b,\n}\n", gone: 0 });
  assert.deepEqual(asked.sort(), ["papers/a/b.bib", "papers/c.bib"]);
});
test("many papers are cut out of the file of all, and those not in it have their own", async () => {
  const keys = Array.from({ length: 60 }, (_, n) => `k${n}`);
  const all = keys.slice(1).map((key) => `@misc{${key},\n}\n`).join("\n");
  const asked = served({ "bibliography.bib": all, "papers/k0.bib": "@misc{new,\n}\n" });
  const { text, gone } = await file(keys, ".bib", 100);
  assert.deepEqual([asked, gone], [["bibliography.bib", "papers/k0.bib"], 0]);
  assert.deepEqual([...entries(text, ".bib").keys()], ["new", ...keys.slice(1)]);
});
test("papers that are no longer there are left out and counted", async () => {
  served({ "papers/a.bib": "@misc{a,\n}\n", "papers/page.bib": "<!doctype html>" });
  assert.deepEqual(await file(["gone", "a", "page"], ".bib", 9), { text: "@misc{a,\n}\n", gone: 2 });
});
test("a network that fails is no paper that is gone", async () => {
  globalThis.fetch = async () => { throw new TypeError("fetch failed"); };
  await assert.rejects(file(["a"], ".bib", 9));
  globalThis.fetch = async () => new Response("", { status: 503 });
  await assert.rejects(file(["a"], ".bib", 9));
});
