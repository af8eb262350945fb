// Readers who set colours of their own, want nothing to move, or enlarge the text.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DISPLAY, PROCEDURE, TYPICAL } from "./lib/beispiel.mjs";
import { assertNone, launch, open, tooWide, violations } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";
import { pages, sample } from "./lib/site.mjs";

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

// The narrowest screen and the largest letters at once: words are divided, and nothing scrolls sideways. Procedures and
// phases show the longest words of all, each others.
const ofKind = (kind) => pages().filter((one) => one.kind === kind && one.language === "de");
for (const kind of ["procedure", "phase", "other"]) {
  const shown = kind === "other" ? sample().filter((one) => one.kind) : ofKind(kind);
  test(`every page (${kind}) on a small screen with text twice as large`, async () => {
    // Without script everything that a page can show is there at once.
    const options = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false };
    const { page, context } = await open(browser, server.home, options);
    const found = [];
    for (const { address } of shown) {
      await page.goto(server.home + address);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = "32px";
        document.querySelectorAll("details").forEach((part) => (part.open = true));
      });
      found.push(...(await tooWide(page)).slice(0, 3).map((fault) => `${address}: ${fault}`));
    }
    assert.ok(shown.length > 30);
    assertNone(found, kind);
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
