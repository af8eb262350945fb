// Pages of every kind, in both languages, as four kinds of reader see them: on a small and on a
// large screen, in light and in dark colours.

import { after, before, test } from "node:test";

import { assertNone, launch, open } from "./lib/browser.mjs";
import { LARGE, check } from "./lib/readers.mjs";
import { sample } from "./lib/site.mjs";
import { serve } from "./lib/server.mjs";

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
