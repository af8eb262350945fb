// Chromium, and pages that notice whatever a page of ours must never do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Starts Debian's Chromium, or the one that CHROMIUM names. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS });
}

/**
 * A page whose every fault is noted: errors in the console, breaches of the policy, requests to
 * elsewhere, cookies. `faults()` gives them and forgets them.
 */
export async function open(browser, home, options = {}) {
  const context = await browser.newContext({ locale: "de-DE", ...options });
  const noted = [];
  await context.exposeBinding("noteBreach", (_, breach) => noted.push(breach));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.noteBreach(`policy: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith("data:")) noted.push(`request to ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) noted.push(`${response.status()} for ${response.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") noted.push(message.text());
  });
  context.on("weberror", (error) => noted.push(String(error.error())));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults = async () => {
    const cookies = (await context.cookies()).map(({ name }) => `cookie ${name}`);
    return [...noted.splice(0), ...cookies];
  };
  return { page, context, faults };
}

/** What axe finds wrong, a line for each place; `only` narrows it to some of its rules. */
export async function violations(page, only) {
  // What a page looks like is known once its style is there.
  await page.waitForLoadState("load");
  await page.evaluate(AXE);
  const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: TAGS };
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run({ runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message);
        return `${id}: ${help}\n    ${target.join(" ")}: ${html.slice(0, 300)}\n    ${why.join("; ")}`;
      })
    );
  }, runOnly);
}

/** What makes a page scroll sideways, outermost first. */
export async function tooWide(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const scrolls = (element) => getComputedStyle(element).overflowX !== "visible";
    const isInOwnScroller = (element) => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (scrolls(at)) return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
      .filter((element) => !isInOwnScroller(element))
      .map((element) => `${scrollWidth} px wide: ${element.cloneNode().outerHTML}`);
  });
}

/** Fails with all that was found, a line each. */
export function assertNone(found, where) {
  assert.ok(found.length === 0, `${where}\n  ${found.join("\n  ")}`);
}
