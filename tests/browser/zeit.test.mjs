// A page outlives the day it was built: the script corrects what it says, by the days of Germany
// wherever its reader is, and over midnight.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DAYS, DISPLAY } from "./lib/beispiel.mjs";
import { launch, open } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

const [FIRST, LAST] = DAYS;
const BEFORE = "2026-03-31";
const AFTER = "2026-05-06";

for (const timezoneId of ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"]) {
  test(`both days of a period count, in Germany, for a reader in ${timezoneId}`, async () => {
    const cases = [
      ["2026-03-01T12:00+01:00", "beginnt in 31 Tagen", "upcoming"],
      [`${BEFORE}T23:59:59+02:00`, "beginnt morgen", "upcoming"],
      [`${FIRST}T00:00:00+02:00`, "endet in 34 Tagen", "running"],
      ["2026-05-04T23:59:59+02:00", "endet morgen", "running"],
      [`${LAST}T00:00:00+02:00`, "endet heute", "running"],
      [`${LAST}T23:59:59+02:00`, "endet heute", "running"],
      [`${AFTER}T00:00:00+02:00`, "Frist abgelaufen", "over"],
    ];
    for (const [moment, text, state] of cases) {
      const { page, context } = await openUndated(timezoneId);
      await page.clock.setFixedTime(new Date(moment));
      await page.goto(server.home + DISPLAY);
      assert.deepEqual(await seen(page), { text, state }, moment);
      await context.close();
    }
  });
}

test("a page that stays open over midnight says so", async () => {
  const { page, context } = await openUndated("Europe/Berlin");
  await page.clock.install({ time: new Date(`${LAST}T23:59:30+02:00`) });
  await page.goto(server.home + DISPLAY);
  assert.equal((await seen(page)).state, "running");
  await page.clock.runFor("02:00");
  assert.equal((await seen(page)).state, "over");
  await context.close();
});

test("an example portal keeps its day", async () => {
  const { page, context } = await open(browser, server.home);
  await page.clock.install({ time: new Date("2031-01-01T12:00Z") });
  await page.goto(server.home + DISPLAY);
  assert.equal((await seen(page)).text, "endet heute");
  await context.close();
});

/** A reader to whom the page of the display comes as from a real portal: without a day of its own. */
async function openUndated(timezoneId) {
  const { page, context } = await open(browser, server.home, { timezoneId });
  await page.route(server.home + DISPLAY, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/ data-today="[^"]*"/, "");
    await route.fulfill({ response, body });
  });
  return { page, context };
}

/** What the page says about the period, and which of its parts for a state it shows. */
async function seen(page) {
  return page.locator("[data-frist=block]").first().evaluate((block) => {
    const states = ["upcoming", "running", "over"].filter((state) => {
      const parts = [...block.querySelectorAll("[data-wenn]")];
      return parts.every((part) => part.hidden !== part.dataset.wenn.split(" ").includes(state));
    });
    return { text: block.querySelector("[data-frist=text]").textContent, state: states.join(" ") };
  });
}
