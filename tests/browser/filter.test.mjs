// The combined filter of the list of procedures: over a web server and from a disk, in both
// languages, by keyboard alone, and without script.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { assertNone, launch, open, violations } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";
import { SITE } from "./lib/site.mjs";

const DISK = pathToFileURL(path.resolve(SITE)).href + "/";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

/** The list in a fresh window, once its filter is there. */
async function list(home, query = "", language = "") {
  const { page, context, faults } = await open(browser, home);
  await page.goto(`${home}${language}verfahren/index.html${query}`);
  await page.locator("[data-filter]").waitFor();
  return { page, context, faults };
}

const said = (page) => page.locator("[data-filter-meldung]");
const titles = (page) => page.locator("[data-filter-treffer] .kachel-titel a").allTextContents();

for (const [name, home] of [["over a server", () => server.home], ["from a disk", () => DISK]]) {
  test(`${name}: filters join, are counted, and stand in the address`, async () => {
    const { page, context, faults } = await list(home());
    await page.getByLabel("Titel, Nummer oder Ort").fill("MEISSEN hafenstrasse");
    await page.getByLabel("Stand").selectOption("in-kraft");
    await page.waitForFunction(() => location.search.includes("zustand=in-kraft"));
    await said(page).getByText("1 Verfahren gefunden.").waitFor();
    assert.deepEqual(await titles(page), ["Bebauungsplan Nr. 9 „Hafenstraße“, ergänzendes Verfahren"]);
    assert.equal(await page.locator("[data-filter-ersetzt]").isVisible(), false);
    // axe reads styles anew, which a page from a disk may not.
    if (home() !== DISK) assertNone(await violations(page), "axe");

    // The address brings the same list back, also in another window.
    const again = await list(home(), new URL(page.url()).search);
    await said(again.page).getByText("1 Verfahren gefunden.").waitFor();
    assert.equal(await again.page.getByLabel("Stand").inputValue(), "in-kraft");

    await page.getByRole("button", { name: "Filter zurücksetzen" }).click();
    await page.locator("[data-filter-ersetzt]").waitFor();
    assert.equal(new URL(page.url()).search, "");
    assert.equal(await said(page).textContent(), "");
    assertNone([...(await faults()), ...(await again.faults())], "faults");
    await Promise.all([context.close(), again.context.close()]);
  });

  test(`${name}: a result leads to its page, in the language of the list`, async () => {
    const { page, context, faults } = await list(home(), "?text=hafenstrasse", "en/");
    const link = page.locator("[data-filter-treffer] .kachel-titel a").first();
    assert.equal(await link.getAttribute("lang"), "de");
    await link.click();
    await page.waitForURL("**/en/verfahren/meissen/**");
    assert.match(await page.locator("h1").textContent(), /Hafenstraße/);
    assertNone(await faults(), "faults");
    await context.close();
  });
}

test("an umlaut may be written in any way, and any name of a place finds it", async () => {
  const { page, context } = await list(server.home);
  const found = async (words) => {
    await page.getByLabel("Titel, Nummer oder Ort").fill(words);
    await page.waitForFunction((words) => new URLSearchParams(location.search).get("text") === words, words);
    await page.waitForFunction(() => /\d|Kein/.test(document.querySelector("[data-filter-meldung]").textContent));
    return titles(page);
  };
  const plain = await found("Görlitz");
  assert.ok(plain.length > 0);
  for (const words of ["goerlitz", "gorlitz", "GÖRLITZ"]) {
    assert.deepEqual(await found(words), plain, words);
  }
  assert.deepEqual(await found("budysin"), await found("Bautzen"));
  assert.deepEqual(await found("gibtesnirgends"), []);
  await context.close();
});

test("a filter that no longer exists is none", async () => {
  const { page, context } = await list(server.home, "?kreis=atlantis&zustand=weg");
  assert.equal(await page.locator("[data-filter-ersetzt]").isVisible(), true);
  assert.equal(await page.getByLabel("Stand").inputValue(), "");
  await context.close();
});

test("without script the narrower lists do the same with links", async () => {
  const { page, context } = await open(browser, server.home, { javaScriptEnabled: false });
  await page.goto(`${server.home}verfahren/index.html`);
  assert.equal(await page.locator("[data-filter]").isVisible(), false);
  const link = page.locator(".auswahl-liste a", { hasText: "In Kraft" });
  const count = /\d+/.exec(await link.locator("xpath=following-sibling::*").textContent())[0];
  await link.click();
  await page.waitForURL("**/verfahren/zustand/in-kraft/**");
  assert.equal(await page.locator(".kacheln > li").count(), Number(count));
  await context.close();
});
