// What a first search of a large portal loads and how long its answer takes on a slow phone.
//
//     node tests/bench/search.mjs SITE [WORD…]
//
// SITE is a finished portal, such as `offenlage build target/bench/site/all-3500 --output SITE` makes
// after `tests/bench/run 3500`; the packages are those of tests/browser. Chromium's processor is slowed
// down six times. Each search is the first of its browser: nothing is cached. Bytes are those of all
// files of the index, as they lie there and packed with gzip as servers send them. «on screen» goes from
// the page's own scripts to the last result, loading included; «answer» is the search alone, once its
// files are there. Milliseconds, five rounds, the median.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";

const SLOWER = 6;
const ROUNDS = 5;
const [folder, ...asked] = process.argv.slice(2);
if (!folder || !existsSync(path.join(folder, "suche/index.html"))) {
  console.error("usage: node tests/bench/search.mjs SITE [WORD…], SITE with a search");
  process.exit(2);
}
process.env.OFFENLAGE_SITE = folder;
const { launch } = await import("../browser/lib/browser.mjs");
const { serve } = await import("../browser/lib/server.mjs");
createRequire(new URL("../browser/package.json", import.meta.url)).resolve("playwright-core");

const WORDS = [
  "Solarpark", "Lärmschutz Wohngebiet", "Bebauungsplan", "Gewerbegebiet an der Bahn", "Pirna", "Kita",
];
const words = asked.length ? asked : WORDS;
const server = await serve({ folder });
const browser = await launch();
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rows = [];
for (const word of words) {
  const times = [];
  let files = [];
  for (let round = 0; round < ROUNDS; round += 1) files = await search(word, times);
  const sources = files.map((file) => readFileSync(path.join(folder, "suche", file)));
  const sum = (sizes) => sizes.reduce((all, size) => all + size, 0) / 1000;
  rows.push({
    search: word,
    files: files.length,
    KB: sum(sources.map((source) => source.length)).toFixed(1),
    "KB packed": sum(sources.map((source) => gzipSync(source).length)).toFixed(1),
    "ms on screen": median(times.map((time) => time.screen)).toFixed(0),
    "ms answer": median(times.map((time) => time.answer)).toFixed(1),
  });
}
console.table(rows);
await browser.close();
await server.close();

/** Searches in a new browser; notes how long it took and gives the files of the index that were asked for. */
async function search(word, times) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const files = new Set();
  page.on("request", (request) => {
    const found = /\/suche\/([a-z]+(?:-[^/?]*)?\.js)/.exec(new URL(request.url()).pathname);
    if (found) files.add(decodeURIComponent(found[1]));
  });
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(() => {
    let last = 0;
    new MutationObserver(() => (last = performance.now())).observe(document, {
      childList: true, subtree: true, characterData: true,
    });
    window.answered = () => last - performance.getEntriesByType("navigation")[0].domContentLoadedEventStart;
  });
  await page.goto(`${server.home}suche/index.html?q=${encodeURIComponent(word)}`);
  await page.waitForFunction(() => {
    const loading = document.querySelector("[data-suche]").getAttribute("data-text-laedt");
    return ![loading, ""].includes(document.querySelector("[data-suche-meldung]").textContent);
  });
  const screen = await page.evaluate(() => window.answered());
  const answer = await page.evaluate(async (word) => {
    const { files, directory, search } = window.offenlageSuche;
    const load = files(document.querySelector("[data-suche]").getAttribute("data-index"));
    const index = await directory(load);
    await search(word, load, index);
    const start = performance.now();
    await search(word, load, index);
    return performance.now() - start;
  }, word);
  times.push({ screen, answer });
  await context.close();
  return [...files];
}
