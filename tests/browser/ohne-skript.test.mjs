// A citizen whose browser runs no script finds everything through lists and links.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DISPLAY, PROCEDURE, TYPICAL } from "./lib/beispiel.mjs";
import { assertNone, launch, open } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

test("nothing is shown that only a script could move", async () => {
  const { page, context, faults } = await withoutScript();
  for (const address of TYPICAL) {
    await page.goto(server.home + address);
    const controls = page.locator("button:visible, select:visible, input:visible");
    for (const control of await controls.all()) {
      // What is sent with a form needs no script, if the page that gets it has an answer.
      const form = control.locator("xpath=ancestor::form");
      assert.equal(await form.count(), 1, `a control outside a form on /${address}`);
    }
  }
  await page.goto(`${server.home}suche/?q=x`);
  assert.ok(await page.locator("[data-suche-ohne]").isVisible(), "the search says that it needs script");
  assertNone(await faults(), "without script");
  await context.close();
});

test("from the home page through the narrower lists to a document", async () => {
  const { page, context, faults } = await withoutScript();
  await page.goto(server.home);
  await page.locator('nav a[href="verfahren/index.html"]').click();
  await page.locator('main a[href*="zustand/beteiligung/"]').first().click();
  await page.locator(`main a[href$="bplan-17-altes-ziegelwerk/index.html"]`).first().click();
  await page.waitForURL(`**/${PROCEDURE}**`);
  await page.locator('main a[href*="05-veroeffentlichung/"]').first().click();
  await page.waitForURL(`**/${DISPLAY}**`);
  const href = await page.locator('a[href$=".pdf"]').first().evaluate((link) => link.href);
  assert.equal((await context.request.get(href)).status(), 200);
  assertNone(await faults(), "without script");
  await context.close();
});

test("every procedure is in the list, page by page", async () => {
  const { page, context } = await withoutScript();
  await page.goto(`${server.home}verfahren/`);
  const found = new Set();
  for (let more = true; more; ) {
    const links = page.locator(".kacheln h2 a, .kacheln h3 a");
    (await links.evaluateAll((all) => all.map(({ href }) => href))).forEach((href) => found.add(href));
    const next = page.locator('a[rel="next"]');
    more = (await next.count()) > 0;
    if (more) await next.first().click();
  }
  const { verfahren } = await (await context.request.get(`${server.home}daten/verfahren.json`)).json();
  assert.equal(found.size, verfahren.length);
  await context.close();
});

function withoutScript() {
  return open(browser, server.home, { javaScriptEnabled: false });
}
