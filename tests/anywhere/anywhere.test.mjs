// The installed program alone, on a machine that has nothing else of ours: no repository near, another
// home, no network where the system can take it away.

import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

// Outside of the network a program has no way out; not every container lets us go there.
const CUT_OFF = ["unshare", "--map-root-user", "--net"];
const isCutOff = spawnSync(CUT_OFF[0], [...CUT_OFF.slice(1), "true"]).status === 0;

let place;
let portal;
let program;
let env;
before(() => {
  place = mkdtempSync(path.join(os.tmpdir(), "anywhere-"));
  program = path.join(place, "offenlage");
  portal = path.join(place, "mein-portal");
  env = { HOME: path.join(place, "home"), PATH: "/usr/bin:/bin" };
  mkdirSync(env.HOME);
  copyFileSync(process.env.OFFENLAGE_INSTALLED, program);
});
after(() => rmSync(place, { recursive: true }));

test("a new portal is written, checked and built without network", () => {
  run(place, "new", "portal", "mein-portal");
  run(portal, "check");
  run(portal, "build");
  const start = readFileSync(path.join(portal, "output", "index.html"), "utf8");
  assert.match(start, /<html lang="de"/);
  assert.ok(existsSync(path.join(portal, ".offenlage/schema/verfahren.schema.json")));
});

test("its preview answers", async () => {
  const child = spawn(program, ["serve", "--port", "0"], { cwd: portal, env });
  try {
    const home = await address(child);
    for (const page of ["", "verfahren/", "suche/", "en/"]) {
      const response = await fetch(home + page);
      assert.equal(response.status, 200, page);
      assert.match(await response.text(), /<main /, page);
    }
  } finally {
    child.kill();
  }
});

test("a folder without a portal is told so, and how to begin one", () => {
  for (const command of ["check", "build", "serve"]) {
    const options = { cwd: env.HOME, env, encoding: "utf8", timeout: 20_000 };
    const { status, stderr } = spawnSync(program, [command], options);
    assert.equal(status, 2, command);
    assert.match(stderr, /offenlage new portal mein-portal/, command);
  }
});

function run(folder, ...words) {
  const [command, ...rest] = isCutOff ? [...CUT_OFF, program, ...words] : [program, ...words];
  execFileSync(command, rest, { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
}

/** Where the preview listens, once it has built. */
function address(child) {
  return new Promise((resolve, reject) => {
    let told = "";
    const listen = (chunk) => {
      told += chunk;
      const home = /http:\/\/\S+\//.exec(told)?.[0];
      if (home && /\n.*\d+ ms/.test(told)) resolve(home);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", () => reject(new Error(told)));
  });
}
