// The example for object stores, tried with a store on this computer.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { freePort, HERE, SITE, start, workplace } from "./lib.mjs";

const PYTHON = process.env.OFFENLAGE_PYTHON ?? "";
const BUCKET = "portal";

test("an object store gets the portal, whole and with what belongs to each file", async (context) => {
  const [folder, port] = [workplace(context), await freePort()];
  await start(context, port, `${PYTHON}/moto_server`, ["-H", "127.0.0.1", "-p", String(port)]);
  const environment = {
    PATH: `${PYTHON}:${process.env.PATH}`, HOME: folder, TMPDIR: folder,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_DEFAULT_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "nobody", AWS_SECRET_ACCESS_KEY: "nothing", AWS_EC2_METADATA_DISABLED: "true",
  };
  const run = async (command, ...args) => {
    const { stdout } = await promisify(execFile)(command, args, { env: environment });
    return stdout;
  };
  const head = async (key) =>
    JSON.parse(await run("aws", "s3api", "head-object", "--bucket", BUCKET, "--key", key));

  await run("aws", "s3", "mb", `s3://${BUCKET}`);
  const site = path.join(folder, "site");
  await run("cp", "-r", SITE, site);
  // A part of the site is as good as the whole, and much quicker to put twice.
  rmSync(path.join(site, "en"), { recursive: true });
  const lines = readFileSync(`${site}/_redirects`, "utf8").split("\n");
  const redirects = lines.filter((line) => !line.startsWith("/en/")).join("\n");
  writeFileSync(`${site}/_redirects`, redirects);
  const [, old, target] = /^(\S+) (\S+) 301$/m.exec(redirects);
  for (const place of readdirSync(path.join(site, "verfahren"))) {
    if (!old.includes(`/${place}/`)) rmSync(path.join(site, "verfahren", place), { recursive: true });
  }
  // What was written a moment ago may be younger than its copy, whose time counts in seconds.
  const soon = new Date(Date.now() + 3_600_000);
  for (const name of readdirSync(path.join(site, "assets"))) utimesSync(path.join(site, "assets", name), soon, soon);
  await run(path.join(HERE, "objektspeicher.sh"), site, BUCKET);

  const list = await run("aws", "s3", "ls", "--recursive", `s3://${BUCKET}`);
  const keys = list.trimEnd().split("\n").map((line) => line.split(/ +/).slice(3).join(" "));
  const files = (await run("find", site, "-type", "f", "-not", "-name", ".*", "-printf", "%P\n"));
  assert.deepEqual(keys.toSorted(), files.trimEnd().split("\n").toSorted());

  const page = await head("index.html");
  assert.equal(page.ContentType, "text/html");
  assert.equal(page.CacheControl, "no-cache");
  const asset = await head(keys.find((key) => key.startsWith("assets/")));
  assert.match(asset.CacheControl, /immutable/);
  const feed = await head(keys.find((key) => key.endsWith(".atom")));
  assert.equal(feed.ContentType, "application/atom+xml");

  const moved = await head(`${old.slice(1)}index.html`);
  assert.equal(moved.WebsiteRedirectLocation, target);

  const gone = keys.find((key) => key.endsWith(".pdf"));
  const style = keys.find((key) => key.startsWith("assets/"));
  for (const key of [gone, style]) rmSync(path.join(site, key));
  await run(path.join(HERE, "objektspeicher.sh"), site, BUCKET);
  for (const key of [gone, style]) await assert.rejects(head(key), /404/);
});
