// Search and filter as they are used: what is typed, what is found, what is told to those who do
// not see it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PROCEDURE, WORD } from "./lib/beispiel.mjs";
import { assertNone, launch, open, violations } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

test("the search finds, says how much, and leads on", async () => {
  const { page, context, faults } = await open(browser, server.home);
  await page.goto(`${server.home}suche/?q=${WORD}`);
  const results = page.locator("[data-suche-treffer] > li");
  await results.first().waitFor();
  assert.match(await results.first().textContent(), new RegExp(WORD));
  const said = await page.locator("[data-suche-meldung]").textContent();
  assert.match(said, new RegExp(`^${await results.count()} Treffer zu „${WORD}“\\.$`));
  assertNone(await violations(page), "results");
  assert.ok(await page.locator(`[data-suche-treffer] a[href*="${PROCEDURE}"]`).count());
  assertNone(await faults(), "search");
  await context.close();
});

test("the search says that it found nothing, and what to do", async () => {
  const { page, context, faults } = await open(browser, server.home);
  await page.goto(`${server.home}suche/?q=Xylophonquartett`);
  const said = page.getByText("Nichts gefunden zu „Xylophonquartett“");
  await said.waitFor();
  assert.ok(await page.locator("[data-suche-meldung][role=status]").count());
  assertNone(await faults(), "search");
  await context.close();
});

test("the search forgives, and says what it did", async () => {
  const { page, context, faults } = await open(browser, server.home);
  const said = page.locator("[data-suche-meldung]");
  for (const [query, expected] of [
    ["Zigelwerk", /^Zu „Zigelwerk“ gibt es nichts; gezeigt wird „Ziegelwerk“\. \d+ Treffer zu „Ziegelwerk“\.$/],
    ["Meisen", /gezeigt wird „Meißen“\. \d+ Treffer/],
    ["Tuchfabrick", /gezeigt wird „Tuchfabrik“\. (1|\d+) Treffer/],
    ["Seestraße 5", /gesucht ohne „5“\. \d+ Treffer zu „Seestraße“/],
    ["211/3", /^\d+ Treffer zu „211\/3“\.$/],
    ["Flurstück 211/3", /^\d+ Treffer zu „Flurstück 211\/3“\.$/],
    ["Coswig", /^Coswig veröffentlicht hier noch nicht\. Nichts gefunden/],
  ]) {
    await page.goto(`${server.home}suche/?q=${encodeURIComponent(query)}`);
    await said.getByText(/Treffer|Nichts/).waitFor();
    assert.match(await said.textContent(), expected);
  }
  assertNone(await violations(page), "a search that finds nothing");
  assertNone(await faults(), "search");
  await context.close();
});

test("a text is found in the language of the page, with the passage that was meant", async () => {
  const { page, context, faults } = await open(browser, server.home);
  const titles = page.locator("[data-suche-treffer] a");
  for (const [folder, own, other] of [["", "Barrierefreiheit", "Accessibility"], ["en/", "Accessibility", "Barrierefreiheit"]]) {
    await page.goto(`${server.home}${folder}suche/?q=WCAG`);
    await titles.first().waitFor();
    const found = (await titles.allTextContents()).join(" | ");
    assert.ok(found.includes(own) && !found.includes(other), found);
    await page.locator("[data-feld=zusammenfassung] mark").first().waitFor();
  }
  assertNone(await violations(page), "results with passages");
  assertNone(await faults(), "search");
  await context.close();
});

test("what is typed into the search stays text", async () => {
  const { page, context, faults } = await open(browser, server.home);
  const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>`;
  await page.goto(`${server.home}suche/?q=${encodeURIComponent(hostile)}`);
  await page.locator("[data-suche-meldung]:not(:empty)").waitFor();
  assert.equal(await page.locator("main img, main script").count(), 0);
  assertNone(await faults(), "search");
  await context.close();
});

test("the English search answers in English", async () => {
  const { page, context } = await open(browser, server.home);
  await page.goto(`${server.home}en/suche/?q=${WORD}`);
  const link = page.locator("[data-suche-treffer] a").first();
  await link.waitFor();
  assert.doesNotMatch(await page.locator("[data-suche-meldung]").textContent(), /Treffer/);
  await link.click();
  await page.waitForURL("**/en/**");
  await context.close();
});

test("the filter narrows while one types, keeps its address and can be reset", async () => {
  const { page, context, faults } = await open(browser, server.home);
  await page.goto(`${server.home}verfahren/`);
  const results = page.locator("[data-filter-treffer] > li");
  const status = page.locator("[data-filter-meldung]");
  await page.locator("#filter-text").fill("altes ziegelw");
  await results.first().waitFor();
  assert.equal(await status.textContent(), "1 Verfahren gefunden.");
  assert.match(page.url(), /\?text=altes\+ziegelw$/);
  assertNone(await violations(page), "filtered");

  await page.locator("#filter-text").fill("");
  await page.locator("#filter-zustand").selectOption("beteiligung");
  await page.waitForURL("**/?zustand=beteiligung");
  await status.getByText("11 Verfahren gefunden.").waitFor();
  assert.equal(await results.count(), 11);
  await page.reload();
  await status.getByText("11 Verfahren gefunden.").waitFor();

  await page.locator("button[type=reset]").click();
  await page.waitForURL(`${server.home}verfahren/`);
  assert.equal(await results.filter({ visible: true }).count(), 0);
  assert.ok(await page.locator("[data-filter-ersetzt]").isVisible());
  assertNone(await faults(), "filter");
  await context.close();
});

test("the filter finds as many procedures of a state as the lists without script have", async () => {
  const { page, context } = await open(browser, server.home);
  await page.goto(`${server.home}verfahren/`);
  const links = page.locator("[data-filter-links] details").first().locator("li");
  const counts = await links.evaluateAll((rows) =>
    rows.map((row) => [
      row.querySelector("a").getAttribute("href").split("/")[1],
      Number(/\((\d+)\)/.exec(row.textContent)[1]),
    ])
  );
  assert.ok(counts.length > 2);
  for (const [state, count] of counts) {
    await page.goto(`${server.home}verfahren/?zustand=${state}`);
    await page.locator("[data-filter-treffer] > li").first().waitFor();
    assert.equal(await page.locator("[data-filter-treffer] > li").count(), count, state);
  }
  await context.close();
});
