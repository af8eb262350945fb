// Every part of the theme alone, in every case that the examples beside it name: judged like a page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { assertNone, launch, open } from "./lib/browser.mjs";
import { LARGE, check } from "./lib/readers.mjs";
import { invalid } from "./lib/rules.mjs";
import { files, text } from "./lib/site.mjs";
import { serve } from "./lib/server.mjs";

const place = mkdtempSync(path.join(os.tmpdir(), "offenlage-parts-"));
const folder = path.join(place, "parts");
execFileSync(process.env.OFFENLAGE_PROGRAM, ["show", "parts", "--output", folder]);
const addresses = files(folder).filter((address) => address.endsWith(".html"));
const parts = new Map();
for (const address of addresses) {
  const part = /^(.*)-[0-9]+[.]/.exec(address)[1];
  parts.set(part, [...(parts.get(part) ?? []), address]);
}

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve({ folder })]);
});
after(async () => {
  await Promise.all([browser?.close(), server?.close()]);
  rmSync(place, { recursive: true });
});

test("there are examples of many parts, in both languages", () => {
  assert.ok(parts.size > 15, String(parts.size));
  for (const [part, examples] of parts) {
    for (const language of ["de", "en"]) {
      assert.ok(examples.some((address) => address.endsWith(`.${language}.html`)), part);
    }
  }
});

for (const [part, examples] of parts) {
  test(part, async () => {
    const { page, context, faults } = await open(browser, server.home, { viewport: LARGE });
    const found = [];
    for (const address of examples) {
      const html = text(address, folder);
      for (const { fault, line } of await invalid(html, address)) {
        found.push(`${address}:${line}: ${fault}`);
      }
      // In English the same shapes stand with other words; axe looks at each shape once.
      if (address.endsWith(".en.html")) continue;
      await page.goto(server.home + address);
      found.push(...(await check(page)).map((fault) => `${address}: ${fault}`));
      found.push(...(await faults()).map((fault) => `${address}: ${fault}`));
    }
    await context.close();
    assertNone(found, part);
  });
}
