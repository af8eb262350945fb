// The portal from a USB stick, and below a folder of a host: the same pages, searches and filters.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { DISPLAY, PROCEDURE, WORD } from "./lib/beispiel.mjs";
import { assertNone, launch, open } from "./lib/browser.mjs";
import { SITE } from "./lib/site.mjs";
import { serve } from "./lib/server.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("opened as files", () => walk(`${pathToFileURL(SITE)}/`));

test("below a folder of a host", async () => {
  const server = await serve({ below: "/portal/sub/" });
  await walk(server.home);
  await server.close();
});

async function walk(home) {
  const { page, context, faults } = await open(browser, home);
  await page.goto(`${home}index.html`);
  await page.locator("main input[type=search], header input[type=search]").first().fill(WORD);
  await page.keyboard.press("Enter");
  await page.locator(`[data-suche-treffer] a[href*="${PROCEDURE}"]`).first().click();
  await page.waitForURL(`**/${PROCEDURE}**`);
  await page.locator('main a[href*="05-veroeffentlichung/"]').first().click();
  await page.waitForURL(`**/${DISPLAY}**`);
  assert.match(await page.locator("h1").textContent(), /\S/);
  assert.ok(await page.locator('a[href$=".pdf"]').count());

  await page.goto(`${home}verfahren/index.html`);
  await page.locator("#filter-text").fill(WORD);
  await page.locator("[data-filter-treffer] a").first().waitFor();
  assert.equal(await page.locator("[data-filter-treffer] > li").count(), 1);
  await page.locator('.sprachen a[lang="en"]').click();
  await page.waitForURL("**/en/verfahren/**");
  assertNone(await faults(), home);
  await context.close();
}
