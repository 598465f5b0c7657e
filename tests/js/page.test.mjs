// This is where it is held what the address keeps of a search, and which words are marked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { finder, people, stretch } from "./assets/marks.js";
import { told } from "./assets/results.js";
import { filters, put, read, remember } from "./assets/state.js";

for (const address of ["", "q=a+%2Bb%26", "q=a&from=2017&to=2020&tag=x&tag=y%2Cz&venue=v&type=t&sort=newest", "to=2020"]) {
  test(`an address is what it was: ${address}`, () => assert.equal(String(read(`?${address}`)), address));
}
test("an address that makes no sense asks for nothing", () => {
  assert.equal(String(read("?from=abc&to=&q=%20&tag=&sort=")), "");
});
test("an address has the filters that it names", () => {
  const asked = read("?q=a&from=2017&tag=x&tag=y%2Cz");
  assert.deepEqual(filters(asked), { year: [2017, null], tag: ["x", "y,z"], venue: [], type: [] });
  assert.deepEqual(filters(read("?q=a")), { tag: [], venue: [], type: [] });
});
test("years turned round are the same years", () => {
  assert.deepEqual(filters(read("?from=2020&to=2017")).year, [2017, 2020]);
  assert.deepEqual(filters(read("?to=2017")).year, [null, 2017]);
});
test("what is empty is not asked for", () => {
  const asked = read("?q=a");
  put(asked, "sort", "newest");
  put(asked, "q", " ");
  assert.equal(String(asked), "sort=newest");
});
test("the address changes with what is asked for, by a step or without", () => {
  const calls = [];
  globalThis.location = { pathname: "/search.html", search: "?q=a%20b" };
  globalThis.history = {
    pushState: (...call) => calls.push(["push", ...call]),
    replaceState: (...call) => calls.push(["replace", ...call]),
  };
  remember(read("?q=a+b"));
  assert.deepEqual(calls, []); // it is the same in other letters
  remember(read("?q=c"));
  remember(read(""), true);
  assert.deepEqual(calls, [["replace", null, "", "?q=c"], ["push", null, "", "/search.html"]]);
  history.replaceState = () => { throw new Error("too often"); };
  remember(read("?q=d"));
});

const said = (query, found, isNarrowed) => {
  const [message, meant, rest = ""] = told(query, { total: 0, every: 0, suggestions: [], capped: null, ...found }, isNarrowed);
  return meant ? `${message}“${meant}”${rest}` : message;
};
test("it is said how many papers there are, and what for", () => {
  assert.equal(said("bert", { total: 1 }), "1 paper for “bert”");
  assert.equal(said("", { total: 1234 }, true), "1,234 papers");
  assert.equal(said("sparse attention", { total: 1234, every: 24 }), "1,234 papers for “sparse attention”; 24 with all words: “+sparse +attention”");
  const capped = { word: "a*", taken: 1000, of: 2345 };
  assert.equal(said("a*", { total: 9, capped }), "9 papers for “a*”; “a*” was looked for as 1,000 of the 2,345 words that it fits");
});
test("it is said which words no paper has", () => {
  const unknown = ["qwert", "yuiop"];
  assert.equal(said("a qwert yuiop", { total: 2, unknown }), "2 papers for “a qwert yuiop”; no paper has “qwert” or “yuiop”");
  const suggestions = ["a quert"];
  assert.equal(said("a qwert", { total: 2, unknown: ["qwert"], suggestions }), "No paper has “qwert”. Did you mean “a quert”? 2 papers");
});
test("it is said what nothing was found for", () => {
  const advice = "Check the spelling, or try fewer letters and a *.";
  assert.equal(said("x", {}), `No paper has “x”. ${advice}`);
  assert.equal(said("x", {}, true), `No paper has “x” with all that is chosen. ${advice}`);
  assert.equal(said("", {}, true), "No paper has all that is chosen.");
  assert.equal(said("brt", { total: 2, suggestions: ["bert"] }), "No paper has “brt”. Did you mean “bert”? 2 papers");
});
test("a long query is not repeated whole", () => {
  assert.equal(said("x".repeat(3000), { total: 2 }), `2 papers for “${"x".repeat(80)} …”`);
});

const find = finder((text) => [text.toLowerCase().replace(/s$/, "")], ["model", "word"]);
test("words are found by their terms", () => {
  assert.deepEqual(find("Models of a word, wordy").map(([word]) => word), ["Models", "word"]);
});
test("a long text is shown about the place where most is found", () => {
  const shown = stretch(`${"x ".repeat(200)}word ${"y ".repeat(200)}a word of models ${"z ".repeat(200)}`, find);
  assert.match(shown, /^…\u00a0y .*a word of models z .*\u00a0…$/);
  assert.ok(shown.length < 300);
  assert.equal(stretch("short", find), "short");
});
test("five authors are named, and those who were looked for", () => {
  assert.equal(people([..."abcdefg", "Word"], find), "a, b, c, d, e, Word et\u00a0al.");
  assert.equal(people(["a", "b"], find), "a, b");
});
