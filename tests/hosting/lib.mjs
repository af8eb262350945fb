// Starts a real server with one of the examples, changed only in its name, port and paths.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const HERE = fileURLToPath(new URL(".", import.meta.url));
/** The folder of the finished example portal. */
export const SITE = process.env.OFFENLAGE_SITE ?? "";
if (!SITE) throw new Error("OFFENLAGE_SITE names no site; start the tests with tests/run hosting");

const PATIENCE = 20_000;
const ENVIRONMENT = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
const started = new Set();
process.on("exit", () => started.forEach((child) => child.kill("SIGKILL")));

/** An empty folder that the test's end removes. */
export function workplace(context) {
  const folder = mkdtempSync(path.join(tmpdir(), "offenlage-hosting-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An example with all of `changes` made; each must find its text. */
export function example(name, changes) {
  let text = readFileSync(path.join(HERE, name), "utf8");
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `${name} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/** Writes a file and gives its path. */
export function write(folder, name, text) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server, waits until it answers, and ends it with the test. */
export async function start(context, port, command, args, environment = {}) {
  const env = { ...ENVIRONMENT, ...environment };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  started.add(child);
  const said = [];
  child.stdout.on("data", (data) => said.push(data));
  child.stderr.on("data", (data) => said.push(data));
  let ended = "";
  const end = new Promise((resolve) => {
    child.on("error", (error) => resolve((ended = String(error))));
    child.on("exit", (code) => resolve((ended = `exit code ${code}`)));
  });
  context.after(async () => {
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 3000);
    await end;
    clearTimeout(killer);
    started.delete(child);
  });
  for (const begin = Date.now(); Date.now() - begin < PATIENCE; await sleep(50)) {
    if (ended) break;
    if (await ask(port, "/").catch(() => undefined)) return;
  }
  assert.fail(`${command} does not answer; ${ended}\n${Buffer.concat(said)}`);
}

/** Asks for a path as it is written, and follows nothing. */
export function ask(port, address, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: address, headers, timeout: PATIENCE };
    const request = http.get(options, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts) });
      });
    });
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
  });
}
