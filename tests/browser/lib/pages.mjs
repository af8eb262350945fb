// Pages of every kind as four kinds of reader see them: on a small and on a large screen, in light
// and in dark colours. English and the rest are a file of tests each, so that two cores share the
// work.

import { after, before, test } from "node:test";

import { assertNone, launch, open } from "./browser.mjs";
import { LARGE, check } from "./readers.mjs";
import { sample } from "./site.mjs";
import { serve } from "./server.mjs";

/** A test for each page that stands for its kind, of those whose language is asked for. */
export function readAll(isWanted) {
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve()]);
  });
  after(() => Promise.all([browser?.close(), server?.close()]));

  for (const { address, kind, language } of sample().filter((page) => isWanted(page.language))) {
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
}
