// What a page weighs on the way to a phone: itself and all it loads, compressed, without maps.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, open } from "./lib/browser.mjs";
import { pages, text } from "./lib/site.mjs";
import { serve } from "./lib/server.mjs";

/** product.md, section 7. */
const MOST_BYTES = 40 * 1024;

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

for (const kind of ["start", "procedure", "phase", "procedures", "municipality"]) {
  test(`the heaviest page of kind ${kind} weighs at most 40 KB`, async (context) => {
    const all = pages().filter((page) => page.kind === kind);
    const weighed = all.map((page) => ({ ...page, bytes: weight(page.html) }));
    const heaviest = weighed.toSorted((a, b) => b.bytes - a.bytes)[0];
    const loaded = await loads(heaviest.address);
    const bytes = loaded.reduce((sum, file) => sum + weight(text(file)), heaviest.bytes);
    context.diagnostic(`${heaviest.address}: ${bytes} bytes, ${loaded.length} files besides`);
    assert.ok(bytes <= MOST_BYTES, `${heaviest.address}: ${bytes} bytes with ${loaded}`);
  });
}

/** What a browser asks for besides the page. */
async function loads(address) {
  const { page, context } = await open(browser, server.home);
  const asked = [];
  page.on("request", (request) => asked.push(request.url().slice(server.home.length).split("?")[0]));
  await page.goto(server.home + address, { waitUntil: "networkidle" });
  await context.close();
  return [...new Set(asked)].filter((file) => file !== address && !file.endsWith("/"));
}

/** Compressed, and without the pictures of maps. */
function weight(source) {
  return gzipSync(source.replace(/<svg class="map\b.*?<\/svg>/gs, "")).length;
}
