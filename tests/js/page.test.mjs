// This is where it is held what the address keeps of a search, and which words are marked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { finder, people, stretch } from "./assets/marks.js";
import { read, written } from "./assets/state.js";

for (const address of ["", "?q=a+%2Bb%26", "?q=a&from=2017&to=2020&tag=x&tag=y%2Cz&venue=v&type=t&sort=newest", "?to=2020"]) {
  test(`an address is what it was: ${address}`, () => assert.equal(written(read(address)), address));
}
test("an address that makes no sense asks for nothing", () => {
  assert.deepEqual(read("?from=abc&to=&x=1"), { query: "", filters: {}, sort: "relevance" });
});

const find = finder((text) => [text.toLowerCase().replace(/s$/, "")], ["model", "word"]);
test("words are found by their terms", () => {
  assert.deepEqual(find("Models of a word, wordy").map(([word]) => word), ["Models", "word"]);
});
test("a long text is shown about the place where most is found", () => {
  const shown = stretch(`${"x ".repeat(200)}word ${"y ".repeat(200)}a word of models ${"z ".repeat(200)}`, find);
  assert.match(shown, /^… y .*a word of models z .* …$/);
  assert.ok(shown.length < 300);
  assert.equal(stretch("short", find), "short");
});
test("five authors are named, and those who were looked for", () => {
  assert.equal(people([..."abcdefg", "Word"], find), "a, b, c, d, e, Word et\u00a0al.");
  assert.equal(people(["a", "b"], find), "a, b");
});
