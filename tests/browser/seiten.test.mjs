// Pages of every kind, in both languages, as four kinds of reader see them: on a small and on a
// large screen, in light and in dark colours.

import { after, before, test } from "node:test";

import { assertNone, launch, open, tooWide, violations } from "./lib/browser.mjs";
import { sample } from "./lib/site.mjs";
import { serve } from "./lib/server.mjs";

const SMALL = { width: 320, height: 640 };
const LARGE = { width: 1280, height: 800 };

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

for (const { address, kind, language } of sample()) {
  test(`${kind || "signpost"} ${language}: ${address}`, async () => {
    const { page, context, faults } = await open(browser, server.home, { viewport: LARGE });
    // A server sends the page about missing ones at any address, with a status that says so.
    const isMissing = address === "404.html";
    await page.goto(server.home + (isMissing ? "gibt/es/nicht/" : address));
    const found = kind ? await check(page) : [];
    const noted = (await faults()).filter((fault) => !(isMissing && fault.includes("404")));
    await context.close();
    assertNone([...found, ...noted], address);
  });
}

/** All that is wrong with a page, each with where it was seen. */
async function check(page) {
  const found = new Map();
  const note = (where, faults) =>
    faults.forEach((fault) => found.set(fault, [...(found.get(fault) ?? []), where]));
  for (const [size, viewport] of Object.entries({ large: LARGE, small: SMALL })) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: "light" });
    note(`${size}, light`, await violations(page));
    await page.emulateMedia({ colorScheme: "dark" });
    // Dark changes colours alone, so what else axe looks at stays as it was.
    note(`${size}, dark`, await violations(page, ["color-contrast"]));
  }
  note("small", await tooWide(page));
  await page.evaluate(spaceOut);
  note("small with wide text", await tooWide(page));
  note("small with wide text", await page.evaluate(cutOff));
  return [...found].map(([fault, places]) => `${places.join("; ")}: ${fault}`);
}

/** The text spacing of WCAG 1.4.12, which no page may break under. */
function spaceOut() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em " +
      "!important } p { margin-bottom: 2em !important }"
  );
  document.adoptedStyleSheets.push(sheet);
}

/** Elements that hide a part of their own text. What is meant for ears only is left out. */
function cutOff() {
  const isCut = (element) => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    const isWide = overflowX === "hidden" && element.scrollWidth > element.clientWidth + 1;
    const isHigh = overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
    return (isWide || isHigh) && element.clientWidth > 1 && clipPath === "none";
  };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => !(element instanceof SVGElement) && isCut(element))
    .map((element) => `cut off: ${element.outerHTML.slice(0, 200)}`);
}
