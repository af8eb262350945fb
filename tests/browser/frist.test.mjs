// The page of lawful ends: whoever chooses a day hears what the table says of it; without script the
// table is there alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertNone, launch, open, violations } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

const PAGE = "frist/";

test("a day that is chosen is answered by its row", async () => {
  const { page, context, faults } = await open(browser, server.home);
  await page.goto(server.home + PAGE);
  const day = page.locator("#frist-tag");
  const answer = page.locator("[data-frist-antwort]");
  assert.equal(await answer.textContent(), "");
  const rows = page.locator("tr[id^=t2]");
  const [first] = await rows.evaluateAll((rows) => rows.map((row) => row.id.slice(1)));
  await day.fill(first);
  const cells = await page.locator(`#t${first} td`).allTextContents();
  const said = await answer.textContent();
  for (const cell of cells) assert.ok(said.includes(cell.trim()), `${said} | ${cell}`);
  assertNone(await violations(page), PAGE);
  assertNone(await faults(), PAGE);
  await context.close();
});

test("a day outside of the table is said to be none of it, and the form goes nowhere", async () => {
  const { page, context, faults } = await open(browser, server.home);
  await page.goto(server.home + PAGE);
  const answer = page.locator("[data-frist-antwort]");
  const why = (kind) => page.locator("[data-frist]").getAttribute(`data-${kind}`);
  // A Saturday, Ascension Day, a working day long ago; the first two with the working day that is next.
  const days = [
    ["wochenende", "2026-05-16", "Montag, 18. Mai 2026"],
    ["feiertag", "2026-05-14", "Freitag, 15. Mai 2026"],
    ["ausserhalb", "1999-01-04", ""],
  ];
  for (const [kind, day, next] of days) {
    await page.locator("#frist-tag").fill(day);
    assert.equal(await answer.textContent(), (await why(kind)).replace("{tag}", next), day);
  }
  const nothing = await why("ausserhalb");
  await page.locator("#frist-tag").press("Enter");
  assert.equal(page.url(), server.home + PAGE);
  assert.equal(await answer.textContent(), nothing);
  assertNone(await faults(), PAGE);
  await context.close();
});

test("without script the table stands alone", async () => {
  const { page, context } = await open(browser, server.home, { javaScriptEnabled: false });
  await page.goto(server.home + PAGE);
  assert.ok(!(await page.locator("[data-frist]").isVisible()));
  assert.ok((await page.locator("tr[id^=t2]").count()) > 100);
  await context.close();
});
