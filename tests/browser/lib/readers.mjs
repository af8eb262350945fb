// What four kinds of reader find wrong with a page: on a small and on a large screen, in light and
// in dark colours.

import { tooWide, violations } from "./browser.mjs";

export const SMALL = { width: 320, height: 640 };
export const LARGE = { width: 1280, height: 800 };

/** All that is wrong with a page, each with where it was seen. */
export async function check(page) {
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
