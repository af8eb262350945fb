// What `cargo deny check licenses bans` would say, in a second and without installing it: every
// package that is built in has an allowed licence, and none is banned. Both lists are deny.toml's.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RULES = readFileSync(`${ROOT}deny.toml`, "utf8");
const ALLOWED = new Set(/^allow = \[([^\]]*)\]/m.exec(RULES)[1].match(/[^"]+(?=",)/g));
const BANNED = [...RULES.matchAll(/\{ crate = "([^"]+)"/g)].map(([, name]) => name);
const ARGUMENTS = ["metadata", "--locked", "--format-version", "1", "--all-features"];
const { packages } = JSON.parse(
  execFileSync("cargo", ARGUMENTS, { cwd: ROOT, maxBuffer: 2 ** 28, encoding: "utf8" })
);

/**
 * Whether an SPDX expression can be met with allowed licences alone: `AND` binds more strongly
 * than `OR`, and `/` is what older packages write for `OR`.
 */
function isMet(expression, allowed = ALLOWED) {
  const words = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  const either = () => {
    let met = both();
    while (words[0] === "OR") {
      words.shift();
      met = both() || met;
    }
    return met;
  };
  const both = () => {
    let met = one();
    while (words[0] === "AND") {
      words.shift();
      met = one() && met;
    }
    return met;
  };
  const one = () => {
    const word = words.shift();
    if (word === "(") {
      const met = either();
      words.shift();
      return met;
    }
    return allowed.has(words[0] === "WITH" ? [word, ...words.splice(0, 2)].join(" ") : word);
  };
  return either() && words.length === 0;
}

test("expressions of licences are read as they are meant", () => {
  const allowed = new Set(["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]);
  for (const good of ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND ISC",
    "Apache-2.0 WITH LLVM-exception", "MIT OR GPL-3.0 AND Zlib"]) {
    assert.ok(isMet(good, allowed), good);
  }
  for (const bad of ["", "GPL-3.0", "GPL-3.0 AND MIT", "Apache-2.0", "(MIT OR ISC) AND GPL-3.0"]) {
    assert.ok(!isMet(bad, allowed), bad);
  }
});

test("every package has an allowed licence", () => {
  assert.ok(ALLOWED.size > 5 && packages.length > 50);
  const bad = packages.filter(({ license }) => !isMet(license ?? ""));
  assert.deepEqual(bad.map(({ name, version, license }) => `${name} ${version}: ${license}`), []);
});

test("no banned package is built in", () => {
  assert.ok(BANNED.length > 0);
  const names = new Set(packages.map(({ name }) => name));
  assert.deepEqual(BANNED.filter((name) => names.has(name)), []);
});

test("every package comes from the registry", () => {
  const elsewhere = packages.filter(({ source }) => source && !source.startsWith("registry+"));
  assert.deepEqual(elsewhere.map(({ name }) => name), []);
});
