// The search over the index that the program writes for eintraege.json.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { browse, filesOf, Node } from "./browser.mjs";

const index = filesOf(new URL("index/", import.meta.url));
const PLACES = 'offenlageSuche("orte","",["Bad Muskau","Coswig","Neustadt in Sachsen"]);';
const read = (source) => (source.startsWith("orte.js") ? PLACES : index(source));
const entries = JSON.parse(readFileSync(new URL("eintraege.json", import.meta.url), "utf8"));
const GOERLITZ = "Bebauungsplan Nr. 17 „Am Mühlgraben“";
const GEWERBEPARK = "B-Plan 4/2 „Gewerbepark Süd-Ost“, 1. Änderung";
const BAUTZEN = "Flächennutzungsplan der Stadt Bautzen/Budyšin, 3. Änderung";
const NAHVERSORGER = "Vorhabenbezogener Bebauungsplan „Nahversorger Łužica“";
const ZIEGELWERK = "Bebauungsplan „Altes Ziegelwerk“";
const OELSNITZ = "Ergänzungssatzung Oelsnitz, Flurstück 123/4";

/** What a query finds: the titles, best first, those found by synonyms only with a `~`; and what was done for it. */
async function ask(query, wanted) {
  const { search } = browse({ read });
  const load = search.files("");
  const index = await search.directory(load);
  const { hits, instead, without, places } = await search.search(query, load, index, wanted && wanted(index));
  const titles = hits.map(async ({ id, isSynonym }) => {
    const [rows] = await load("e-" + Math.floor(id / index.together));
    return (isSynonym ? "~" : "") + rows.find((row) => row[0] === id)[1];
  });
  // Plain objects of this realm, to be compared.
  return JSON.parse(JSON.stringify({ titles: await Promise.all(titles), instead, without, places }));
}

const find = async (query) => (await ask(query)).titles;

const cases = {
  "umlauts and their spellings": ["Mühlgraben", [GOERLITZ]],
  "ue for ü": ["muehlgraben", [GOERLITZ]],
  "oe for ö": ["Goerlitz", [GOERLITZ]],
  "ö for oe": ["Ölsnitz", [OELSNITZ]],
  "ss for ß": ["MEISSEN", ["Meißen", ZIEGELWERK, GEWERBEPARK]],
  "a compound word, spelled out": ["Laermschutzwand", [GOERLITZ]],
  "a compound word, inflected": ["Lärmschutzwände", [GOERLITZ]],
  "a compound word, with a hyphen": ["Lärmschutz-Wand", [GOERLITZ]],
  "the end of a compound word": ["Wand", [GOERLITZ]],
  "the end of a compound word, inflected": ["Märkte", [NAHVERSORGER]],
  "the beginning of the last word": ["Lärmsch", [GOERLITZ]],
  "Sorbian names without their marks": ["Budysin", [BAUTZEN]],
  "Sorbian names with their marks": ["Chrósćicy Łužica", [NAHVERSORGER]],
  "Sorbian words": ["wetrnik", [BAUTZEN]],
  "all words together": ["Bebauungsplan Mühlgraben", [GOERLITZ]],
  "numbers of plans, not of metres": ["Bebauungsplan 17", [GOERLITZ]],
  "parcels": ["Flurstück 123/4", [OELSNITZ]],
  "parcels in the text": ["211/3", [ZIEGELWERK]],
  "parcels with short numbers": ["Flurstück 9/4", [ZIEGELWERK]],
  "parcels by their first number": ["211", [ZIEGELWERK]],
  "stop words do not count": ["die Flächen in Bautzen", [BAUTZEN]],
  "formulas": ["CO2", [NAHVERSORGER]],
  "soft hyphens in the text": ["Radwege", [OELSNITZ]],
  "nothing": ["Xylophon", []],
  "not even a word": ["„— ?", []],
  "a synonym, after the word itself": ["Bebauungsplan", [ZIEGELWERK, GOERLITZ, NAHVERSORGER, "~" + GEWERBEPARK]],
  "a synonym with a hyphen": ["B-Plan", [GEWERBEPARK, "~" + ZIEGELWERK, "~" + GOERLITZ, "~" + NAHVERSORGER]],
  "a synonym with a space": ["B Plan 4", [GEWERBEPARK]],
  "a phrase for one word": ["Auslegung", ["~" + GOERLITZ]],
  "an abbreviation": ["FNP", ["~" + BAUTZEN]],
  "English": ["wind turbine", ["~" + BAUTZEN]],
  "English among German": ["flood protection Görlitz", ["~" + GOERLITZ]],
  "English with words left out": ["the development plan for Meissen", ["~" + ZIEGELWERK, "~" + GEWERBEPARK]],
};

for (const [name, [query, titles]] of Object.entries(cases)) {
  test(`finds ${name}: ${query}`, async () => assert.deepEqual(await find(query), titles));
}

const near = (typed, near) => [{ typed, near }];
const mercies = {
  "a letter that is missing": ["Zigelwerk", [ZIEGELWERK], { instead: near("Zigelwerk", "Ziegelwerk") }],
  "a letter too many": ["Nahversorgger", [NAHVERSORGER], { instead: near("Nahversorgger", "Nahversorger") }],
  "s for ß": ["Görlitz Meisen", ["Meißen", ZIEGELWERK, GEWERBEPARK], { instead: near("Meisen", "Meißen"), without: ["Görlitz"] }],
  "letters exchanged": ["Muehlgarben", [GOERLITZ], { instead: near("Muehlgarben", "Mühlgraben") }],
  "house numbers": ["Seestraße 7", [ZIEGELWERK], { without: ["7"] }],
  "house numbers with a letter": ["Seestraße 7a", [ZIEGELWERK], { without: ["7a"] }],
  "a parcel that nobody plans": ["Ziegelwerk 211/4", [ZIEGELWERK], { without: ["211/4"] }],
  "a word that stands nowhere": ["Mühlgraben Xylophon", [GOERLITZ], { without: ["Xylophon"] }],
  "the rarest of known words": ["Bebauungsplan Budyšin", null, { without: ["Budyšin"] }],
  "places that publish nothing": ["Coswig", [], { places: ["Coswig"] }],
  "places that publish nothing, beside words": ["Gewerbepark in Bad Muskau", [GEWERBEPARK],
    { places: ["Bad Muskau"], without: ["Bad", "Muskau"] }],
  "no other number than the one that was typed": ["Oelsnitz 123/5", [OELSNITZ], { without: ["123/5"] }],
  "nothing that is spelled quite differently": ["Xylophon", [], {}],
  "no word that merely ends alike": ["Wendung", [], {}],
  "no phrase that stands nowhere": ["Öffentliche Offenlage", ["~" + GOERLITZ], { without: ["Öffentliche"] }],
};

for (const [name, [query, titles, done]] of Object.entries(mercies)) {
  test(`where nothing is found, knows ${name}: ${query}`, async () => {
    const found = await ask(query);
    const { titles: shown, ...rest } = found;
    assert.deepEqual(rest, { instead: [], without: [], places: [], ...done });
    if (titles) assert.deepEqual(shown, titles);
    else assert.ok(shown.length);
  });
}

test("mercy is for what is found nowhere, and for filters", async () => {
  const municipalities = (index) => (id) => index.facts(id).kind === "gemeinde";
  const found = await ask("Meißen Gewerbepark", municipalities);
  assert.deepEqual(found.titles, ["Meißen"]);
  assert.deepEqual(found.without, ["Gewerbepark"]);
});

test("what is often in the text comes before what is there once", async () => {
  assert.deepEqual(await find("Überflutung"), [OELSNITZ, "~" + GOERLITZ]);
});

/** A page of results as a theme writes it. */
function page() {
  const part = (field) => new Node("p", { "data-feld": field });
  const row = new Node("li", {}, new Node("a", { "data-feld": "titel" }), part("ort"),
    part("zusammenfassung"), part("art"), part("verwandt"));
  const template = new Node("template", { "data-suche-vorlage": "" });
  template.content = new Node("", {}, row);
  return new Node("body", {}, new Node("main", {
    "data-suche": "", "data-index": "", "data-links": "../", "data-schritt": "2",
    "data-art-verfahren": "Verfahren", "data-text-laedt": "…", "data-text-keine": "Nichts zu „{anfrage}“",
    "data-text-eine": "Ein Treffer", "data-text-viele": "{anzahl} Treffer zu „{anfrage}“",
    "data-text-kurz": "Zu kurz", "data-text-fehler": "Fehler", "data-text-verwandt": "Auch: {woerter}",
    "data-text-durch-verwandte": "verwandtes Wort", "data-text-statt": "Statt „{wort}“ „{statt}“.",
    "data-text-ohne": "Ohne {woerter}.", "data-text-wort": "„{wort}“", "data-text-ort": "{ort} noch nicht.",
  },
  new Node("form", {}, new Node("input", { name: "q" }), new Node("select", { name: "art" })),
  new Node("p", { "data-suche-ohne": "" }), new Node("p", { "data-suche-meldung": "" }),
  new Node("p", { "data-suche-verwandt": "", hidden: "" }), new Node("ol", { "data-suche-treffer": "" }),
  new Node("button", { "data-suche-mehr": "", hidden: "" }), template));
}

async function visit(address, readFile = read) {
  const body = page();
  const { loaded } = browse({ page: body, address, read: readFile });
  const status = body.querySelector("[data-suche-meldung]");
  while (status.textContent === "…") await new Promise((resolve) => setTimeout(resolve, 5));
  return { body, loaded, status: status.textContent, list: body.querySelector("ol").children };
}

test("a page without a query keeps still", async () => {
  const { body, loaded, status } = await visit("");
  assert.equal(status, "");
  assert.deepEqual(loaded, []);
  assert.ok(body.querySelector("[data-suche-ohne]").hidden);
});

test("a linked page shows its results", async () => {
  const { body, status, list } = await visit("?q=Plan+Meissen+Gewerbe&art=verfahren");
  assert.equal(status, "Ein Treffer");
  assert.equal(body.querySelector("input").value, "Plan Meissen Gewerbe");
  assert.equal(body.querySelector("select").value, "verfahren");
  const [row] = list;
  assert.equal(row.querySelector("a").href, "../verfahren/meissen/bplan-4-2-aenderung-1/index.html");
  assert.equal(row.querySelector("a").textContent, GEWERBEPARK);
  assert.equal(row.querySelector("a").lang, "de");
  const marks = row.querySelectorAll("mark").map((mark) => mark.textContent);
  assert.deepEqual(marks, ["Plan", "Gewerbepark", "Meißen"]);
  assert.equal(row.querySelector('[data-feld="art"]').textContent, "Verfahren");
  assert.ok(row.querySelector('[data-feld="verwandt"]').hidden);
  assert.ok(body.querySelector("[data-suche-mehr]").hidden);
});

test("more results come on demand, and the first of them gets the focus", async () => {
  const { body, status, list } = await visit("?q=B-Plan");
  assert.equal(status, "4 Treffer zu „B-Plan“");
  assert.equal(body.querySelector("[data-suche-verwandt]").textContent, "Auch: Bebauungsplan, Bauplan");
  assert.equal(list.length, 2);
  assert.ok(list[0].querySelector('[data-feld="verwandt"]').hidden);
  assert.equal(list[1].querySelector('[data-feld="verwandt"]').textContent, "verwandtes Wort");
  const more = body.querySelector("[data-suche-mehr]");
  assert.ok(!more.hidden);
  more.listeners.click();
  while (list.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(more.hidden);
  assert.ok(list[2].querySelector("a").isFocused);
});

test("markup in the index is text", async () => {
  const { list } = await visit("?q=Mitreden");
  const summary = list[0].querySelector('[data-feld="zusammenfassung"]');
  assert.equal(summary.textContent, entries[7].summary);
  assert.deepEqual(summary.children.map((node) => node.tag), ["mark"]);
});

test("filters leave out", async () => {
  assert.equal((await visit("?q=Meissen")).status, "3 Treffer zu „Meissen“");
  assert.equal((await visit("?q=Meissen&art=gemeinde")).status, "Ein Treffer");
  assert.equal((await visit("?q=Meissen&jahr=2018")).status, "Ein Treffer");
  assert.equal((await visit("?q=Meissen&stand=eingestellt")).status, "Nichts zu „Meissen“");
  assert.equal((await visit("?q=%22und+%3F")).status, "Zu kurz");
});

test("a page in two languages is found in the language of the page", async () => {
  const { status, list } = await visit("?q=WCAG");
  assert.equal(status, "Ein Treffer");
  assert.equal(list[0].querySelector("a").textContent, "Erklärung zur Barrierefreiheit");
});

test("what was done for a query is said before how much was found", async () => {
  assert.equal((await visit("?q=Zigelwerk+5+Coswig")).status,
    "Coswig noch nicht. Statt „Zigelwerk“ „Ziegelwerk“. Ohne „5“. Ein Treffer");
  assert.equal((await visit("?q=Neustadt+in+Sachsen")).status,
    "Neustadt in Sachsen noch nicht. Nichts zu „Neustadt in Sachsen“");
});

test("a missing file is said", async () => {
  const broken = (source) => {
    if (source.startsWith("w-")) throw new Error("gone");
    return read(source);
  };
  assert.equal((await visit("?q=Meissen", broken)).status, "Fehler");
});

test("an outdated directory is asked for again", async () => {
  let outdated = true;
  const cached = (source) => {
    const text = read(source);
    if (!source.startsWith("verzeichnis")) return text;
    outdated = !source.includes("?");
    return outdated ? text.replace(/"[0-9a-f]{8}"/, '"00000000"') : text;
  };
  const { loaded, status } = await visit("?q=Oelsnitz", cached);
  assert.equal(status, "Ein Treffer");
  assert.ok(!outdated);
  assert.equal(loaded.filter((source) => source.startsWith("verzeichnis")).length, 2);
});
