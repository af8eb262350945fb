// `offenlage serve` as a planner sees it: a change is in the browser without reloading, a fault is
// listed beside the last good site.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { assertNone, launch, open } from "./lib/browser.mjs";

const PROGRAM = process.env.OFFENLAGE_PROGRAM ?? "";
const PORTAL = fileURLToPath(new URL("../../", import.meta.url));
const PATIENCE = 60_000;

test("a change is seen at once, a fault beside the last good site", async (context) => {
  const folder = portal(context);
  const home = await serve(context, folder);
  const browser = await launch();
  context.after(() => browser.close());
  const { page, faults } = await open(browser, home);
  page.setDefaultTimeout(PATIENCE);
  await page.goto(home);
  await page.getByText("Beispielportal Bauleitplanung Sachsen").first().waitFor();
  assertNone(await faults(), "preview");

  const site = path.join(folder, "site.toml");
  const good = readFileSync(site, "utf8");
  writeFileSync(site, good.replace(/^titel = .*$/m, 'titel = "Ganz neues Portal"'));
  await page.getByText("Ganz neues Portal").first().waitFor();

  writeFileSync(site, `${good}\nunbekannt = 1\n`);
  await page.getByText("unbekannt").first().waitFor();
  assert.ok(await page.getByText("Ganz neues Portal").first().isVisible());

  writeFileSync(site, good);
  await page.getByText("Beispielportal Bauleitplanung Sachsen").first().waitFor();
  assertNone(await faults(), "preview");
});

/** A copy of the example, of one municipality alone, to build it quickly. */
function portal(context) {
  const folder = mkdtempSync(path.join(tmpdir(), "offenlage-preview-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const own = path.join("content", "gemeinden");
  const isOther = (file) => file.includes(`${own}${path.sep}`) && !file.includes(path.join(own, "meissen"));
  const filter = (file) => !isOther(path.relative(PORTAL, file));
  cpSync(path.join(PORTAL, "content"), path.join(folder, "content"), { recursive: true, filter });
  const site = readFileSync(path.join(PORTAL, "site.toml"), "utf8");
  writeFileSync(path.join(folder, "site.toml"), site.replace(/# [^\n]*\n\[umleitungen\][^[]*/, ""));
  return folder;
}

/** Starts the program and gives the address that it prints. */
function serve(context, folder) {
  const child = spawn(PROGRAM, ["serve", folder, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  context.after(kill);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const address = /http:\/\/\S+/.exec(said);
      if (address && said.includes("Gebaut")) resolve(address[0]);
    });
    child.on("exit", () => reject(new Error(`the preview ended: ${said}`)));
    setTimeout(() => reject(new Error(`no preview: ${said}`)), PATIENCE).unref();
  });
}
