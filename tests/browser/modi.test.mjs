// Readers who set colours of their own, want nothing to move, or enlarge the text.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DISPLAY, PROCEDURE, TYPICAL } from "./lib/beispiel.mjs";
import { assertNone, launch, open, tooWide, violations } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

for (const address of ["", PROCEDURE, DISPLAY]) {
  test(`/${address} in forced colours, without motion`, async () => {
    const options = { forcedColors: "active", reducedMotion: "reduce" };
    const { page, context, faults } = await open(browser, server.home, options);
    await page.goto(server.home + address);
    // The reader's own colours are none of the page's business.
    const found = (await violations(page)).filter((fault) => !fault.startsWith("color-contrast"));
    found.push(...(await page.evaluate(moving)), ...(await page.evaluate(borderless)));
    assertNone([...found, ...(await faults())], address);
    await context.close();
  });
}

for (const address of TYPICAL) {
  test(`/${address} with text twice as large`, async () => {
    const { page, context } = await open(browser, server.home, { viewport: { width: 640, height: 800 } });
    const session = await context.newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await page.goto(server.home + address);
    const size = await page.evaluate(() => getComputedStyle(document.querySelector("main p")).fontSize);
    assert.ok(Number.parseFloat(size) >= 28, `${size} of text`);
    assertNone(await tooWide(page), address);
    await context.close();
  });
}

/** Elements that move though nothing should. */
function moving() {
  const isMoving = (element) => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
    const seconds = Math.max(...transitionDuration.split(",").map(Number.parseFloat));
    return animationName !== "none" || seconds > 0.01 || scrollBehavior === "smooth";
  };
  return [...document.querySelectorAll("*")]
    .filter(isMoving)
    .map((element) => `moves: ${element.cloneNode().outerHTML}`);
}

/** Buttons that nobody tells from text once their background is gone. */
function borderless() {
  return [...document.querySelectorAll("button, .knopf")]
    .filter((element) => element.checkVisibility())
    .filter((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth) < 1)
    .map((element) => `no border: ${element.outerHTML}`);
}
