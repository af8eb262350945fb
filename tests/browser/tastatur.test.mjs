// A citizen without a mouse: everything is reached with the tabulator, and one sees where one is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { DISPLAY, PROCEDURE, TYPICAL, WORD } from "./lib/beispiel.mjs";
import { assertNone, launch, open } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

/** More stops than any page of the example has. */
const MOST_STOPS = 400;

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

for (const width of [1280, 320]) {
  for (const address of TYPICAL) {
    test(`/${address} at ${width} px: every stop is seen, and the way leads through`, async () => {
      // A page that glides to each stop would be looked at too early.
      const options = { viewport: { width, height: 700 }, reducedMotion: "reduce" };
      const { page, context } = await open(browser, server.home, options);
      await page.goto(server.home + address);
      const expected = await page.evaluate(countStops);
      const stops = [];
      // Whoever follows a link into a page begins there; here the whole way is walked.
      if (address.includes("#")) {
        await page.evaluate(() => document.querySelector("a").focus());
        stops.push(await page.evaluate(describeStop));
      }
      while (stops.length < MOST_STOPS) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(describeStop);
        if (!stop) break;
        stops.push(stop);
      }
      await context.close();
      assert.ok(stops.length >= expected, `${stops.length} of ${expected} stops`);
      assert.ok(stops.length < MOST_STOPS, "the way leads nowhere");
      const faults = stops.flatMap(({ html, faults }) => faults.map((fault) => `${fault}: ${html}`));
      assertNone([...new Set(faults)], address);
    });
  }
}

test("the first stop leads past the navigation", async () => {
  const { page, context } = await open(browser, server.home);
  await page.goto(server.home + DISPLAY);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "inhalt");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null));
  await context.close();
});

test("from the home page to a document, by keyboard alone", async () => {
  const { page, context, faults } = await open(browser, server.home);
  await page.goto(server.home);
  await tabTo(page, "main input[type=search], header input[type=search]");
  await page.keyboard.type(WORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/suche\//);
  await page.locator("[data-suche-treffer] a").first().waitFor();
  await tabTo(page, `[data-suche-treffer] a[href*="${PROCEDURE}"]`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/${PROCEDURE}**`);
  await tabTo(page, `main a[href*="05-veroeffentlichung/"]`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/${DISPLAY}**`);
  await tabTo(page, `a[href$=".pdf"]`);
  const href = await page.evaluate(() => document.activeElement.href);
  assert.equal((await context.request.get(href)).status(), 200);
  assertNone(await faults(), "on the way");
  await context.close();
});

test("every place on a map is a link with a name, reached by keyboard", async () => {
  const { page, context } = await open(browser, server.home);
  for (const address of ["kreise/", "gemeinden/meissen/"]) {
    await page.goto(server.home + address);
    const names = await page.locator("svg a").evaluateAll(namesOf);
    assert.ok(names.length > 3, `${names.length} links on the map of ${address}`);
    assertNone(names.filter((name) => !name).map(() => "a link without a name"), address);
    await tabTo(page, "svg a");
    assertNone((await page.evaluate(describeStop)).faults, address);
  }
  await context.close();
});

/** What a screen reader calls each link. */
function namesOf(links) {
  return links.map((link) => {
    const by = link.getAttribute("aria-labelledby");
    const named = by && document.getElementById(by)?.textContent;
    const title = link.querySelector("title")?.textContent;
    return (link.getAttribute("aria-label") || named || title || link.textContent).trim();
  });
}

/** Presses the tabulator until the focus is on what is wanted. */
async function tabTo(page, selector) {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const isThere = (selector) => document.activeElement.matches(selector);
    if (await page.evaluate(isThere, selector)) return;
  }
  assert.fail(`${selector} is not reached on ${page.url()}`);
}

/** How many elements a keyboard must reach. Radio buttons of one name are one stop. */
function countStops() {
  const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const isStop = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0;
  const stops = [...document.querySelectorAll(selector)].filter(isStop);
  const isLater = ({ type, name }, at) =>
    type === "radio" && stops.slice(0, at).some((other) => other.type === "radio" && other.name === name);
  return stops.filter((element, at) => !isLater(element, at)).length;
}

/** What has the focus and what is wrong with how it shows it; nothing at the end of the page. */
function describeStop() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const faults = [];
  if (!element.matches(":focus-visible")) faults.push("not marked as focused");
  // A link on a map may show its focus on the shape inside.
  const shown = [element, ...element.querySelectorAll("path, circle, rect, polygon")].map((part) =>
    getComputedStyle(part)
  );
  const hasOutline = ({ outlineStyle, outlineWidth }) =>
    outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  const hasStroke = (style) => style.stroke !== "none" && Number.parseFloat(style.strokeWidth) >= 2;
  const isSvg = element instanceof SVGElement;
  const isSeen = shown.some((style) => hasOutline(style) || (isSvg && hasStroke(style)));
  if (!isSeen) faults.push("no outline");
  const box = element.getBoundingClientRect();
  const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (!isInside) faults.push("outside the window");
  const html = element.outerHTML.slice(0, 160);
  return { html, faults };
}
