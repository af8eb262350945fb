// Folding and stemming in the browser against the words that the program has folded and stemmed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { browse } from "./browser.mjs";

const { words: reader } = browse({});
const table = readFileSync(new URL("woerter.tsv", import.meta.url), "utf8");
const rows = table.trimEnd().split("\n").map((line) => line.split("\t"));

test("every word has the term that the index has", () => {
  assert.ok(rows.length >= 1500);
  for (const [text, term] of rows) {
    const words = reader.words(text);
    assert.equal(words.length, 1, text);
    assert.equal(reader.term(words[0].joined), term, text);
  }
});

test("the stemmer agrees on words with umlauts too", () => {
  for (const [text, , stem] of rows) assert.equal(reader.stem(text.toLowerCase()), stem, text);
});

test("hyphens join words, marks and invisible hints do not part them", () => {
  const folded = (text) =>
    reader.words(text).map(({ joined, pieces }) => [
      joined,
      ...(pieces.length > 1 ? pieces.map((piece) => piece.folded) : []),
    ].join("="));
  assert.deepEqual([...folded("B-Plan 17/2")], ["bplan=b=plan", "17x2=17=2"]);
  assert.deepEqual([...folded("1/2/3-a")], ["1x2x3a=1=2=3=a"]);
  assert.deepEqual([...folded("Bautzen/Budyšin 3/a a/3")], ["bautzen", "budysin", "3", "a", "a", "3"]);
  assert.deepEqual([...folded("1/ /2 1//2 1-/2")], ["1", "2", "1", "2", "1", "2"]);
  assert.deepEqual([...folded("Vorhaben- und -plan")], ["vorhaben", "und", "plan"]);
  assert.deepEqual([...folded("a--b- «Ja», Київ 𝔘")], ["a", "b", "ja"]);
  assert.deepEqual([...folded("La\u0308rm Stra\u00ADße B\u2011Plan")], ["larm", "strasse", "bplan=b=plan"]);
  assert.deepEqual([...folded("a".repeat(65))], [""]);
});

test("words know where they stand", () => {
  const text = "Der B-Plan am Mu\u0308hl\u00ADgraben.";
  const places = reader.words(text).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual([...places], ["Der", "B-Plan", "am", "Mu\u0308hl\u00ADgraben"]);
});
