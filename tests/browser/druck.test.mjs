// A phase on paper: what is put up beside the town hall's door.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";

import { DISPLAY, POSTER, PROCEDURE, SHEET } from "./lib/beispiel.mjs";
import { launch, open } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(() => Promise.all([browser?.close(), server?.close()]));

const MOST_SHEETS = 7;

for (const address of [DISPLAY, PROCEDURE]) {
  test(`/${address} on sheets of A4`, async () => {
    const { page, context } = await open(browser, server.home);
    await page.goto(server.home + address);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    await context.close();
    const about = run("pdfinfo", ["-"], pdf);
    const sheets = Number(/^Pages:\s+(\d+)$/m.exec(about)[1]);
    assert.ok(sheets >= 1 && sheets <= MOST_SHEETS, `${sheets} sheets`);
    assert.match(about, /Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)/);
    const text = run("pdftotext", ["-", "-"], pdf).replace(/\s+/g, " ");
    assert.match(text, /Altes Ziegelwerk/);
    assert.match(text, /1\. ?(April|4\.|04\.)/);
    assert.match(text, /5\. ?(Mai|5\.|05\.)/);
    // A sheet has no use for what is there to be clicked.
    assert.doesNotMatch(text, /Zum Inhalt springen|English|iCalendar/);
    // The form on paper is a page of its own.
    assert.doesNotMatch(text, /Entwurf speichern|Noch kein Punkt gesetzt|Formular zum Ausdrucken/);
  });
}

for (const [address, size, most] of [[SHEET, /A4/, 2], [POSTER, /841\.\d+ x 119\d\.\d+/, 1]]) {
  test(`/${address}: nothing but the notice, on its paper`, async () => {
    const { page, context } = await open(browser, server.home);
    await page.goto(server.home + address);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    await context.close();
    const about = run("pdfinfo", ["-"], pdf);
    const sheets = Number(/^Pages:\s+(\d+)$/m.exec(about)[1]);
    assert.ok(sheets >= 1 && sheets <= most, `${sheets} sheets`);
    assert.match(about, size);
    const text = run("pdftotext", ["-", "-"], pdf).replace(/\s+/g, " ");
    assert.match(text, /^\s*Öffentliche Bekanntmachung der Stadt Meißen/);
    assert.match(text, /unberücksichtigt bleiben/);
    assert.doesNotMatch(text, /Zum Inhalt springen|Beispielportal|Impressum/);
  });
}

function run(command, args, input) {
  return execFileSync(command, args, { input, encoding: "utf8", maxBuffer: 2 ** 24 });
}
