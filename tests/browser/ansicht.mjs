// Takes the picture of the README anew, from the example portal that `tests/run build` made:
//     OFFENLAGE_SITE=target/tests/site node tests/browser/ansicht.mjs

import path from "node:path";

import { PROCEDURE } from "./lib/beispiel.mjs";
import { launch } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

const TO = path.join(import.meta.dirname, "ansicht.png");

const [server, browser] = [await serve(), await launch()];
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "de-DE" });
  await page.goto(`${server.home}${PROCEDURE}`);
  await page.screenshot({ path: TO });
  console.log(TO);
} finally {
  await browser.close();
  await server.close();
}
