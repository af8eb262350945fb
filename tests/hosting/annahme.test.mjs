// The endpoint for statements behind real web servers, with the examples beside this file.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { userInfo } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";

import { HERE, ask, example, freePort, start, workplace, write } from "./lib.mjs";

const PROGRAM = process.env.OFFENLAGE_ENDPOINT ?? "";
const HOST = "pruefportal.example";
const PHASE = "/annahme/verfahren/meissen/plan/01-beteiligung/";

test("nginx", async (context) => {
  const [folder, port, endpoint] = [workplace(context), await freePort(), await collect(context)];
  const server = example("annahme-nginx.conf", [
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["/srv/portal/output", endpoint.site],
    ["/srv/portal", HERE],
    ["127.0.0.1:8787", endpoint.address],
  ]);
  await nginx(context, folder, port, server);
  await check(port);
  await checkAway(port, endpoint.child);
});

test("Caddy", async (context) => {
  const [folder, port, endpoint] = [workplace(context), await freePort(), await collect(context)];
  const site = example("annahme.Caddyfile", [
    [`${HOST} {`, `http://:${port} {`],
    ["/srv/portal/output", endpoint.site],
    ["/srv/portal", HERE],
    ["127.0.0.1:8787", endpoint.address],
  ]);
  const config = write(folder, "Caddyfile", `{\n\tadmin off\n}\n${site}`);
  const home = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  await start(context, port, "caddy", ["run", "--config", config], home);
  await check(port);
  await checkAway(port, endpoint.child);
});

test("an office fetches its statements through nginx, over TLS", async (context) => {
  const [folder, port, endpoint] = [workplace(context), await freePort(), await collect(context)];
  const certificate = path.join(HERE, "../fixtures/tls/localhost.crt");
  const server = example("abholung-nginx.conf", [
    ["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
    ["/etc/ssl/abholung.crt", certificate],
    ["/etc/ssl/abholung.key", certificate.replace(".crt", ".key")],
    ["proxy_pass http://127.0.0.1:8788;", `proxy_pass http://${endpoint.admin};`],
  ]);
  await nginx(context, folder, port, server);
  const [host, behind] = endpoint.address.split(":");
  assert.equal(host, "127.0.0.1");
  const sent = await post(behind, "application/x-www-form-urlencoded", "text=Sicher&betroffenheit=anwohner");
  assert.equal(sent.status, 303, sent.body);
  const run = (...args) => execFileSync(PROGRAM, args, { cwd: folder, encoding: "utf8" });
  write(folder, "zugang.txt", run("keys", "token", "14627140", "--data", endpoint.data));
  const key = path.join(HERE, "../example/amt.schluessel");
  const pull = [
    "inbox", "pull", `https://localhost:${port}/`, "--gemeinde", "14627140",
    "--token-file", "zugang.txt", "--key", key, "--root", certificate,
  ];
  let said = "";
  // The endpoint sees the new token within a second.
  for (let tried = 0; tried < 40 && !said; tried += 1) {
    try {
      said = run(...pull);
    } catch (error) {
      if (!/401/.test(error.stderr)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  assert.equal(said, "Neu: 1, geändert: 0\n");
  assert.match(run("inbox", "list", "--key", key), /formular/);
  for (const address of ["/zahlen", "/gesund", "/"]) {
    const answer = await secure(port, address, certificate);
    assert.equal(answer, 404, `${address} is for the machine itself`);
  }
});

test("the service of systemd is one, and is shut off from the rest of the machine", (context) => {
  const folder = workplace(context);
  const unit = example("offenlage-collect.service", [["/usr/local/bin/offenlage", PROGRAM]]);
  const file = write(folder, "offenlage-collect.service", unit);
  const analyze = (...args) => execFileSync("systemd-analyze", args, { encoding: "utf8", stdio: "pipe" });
  analyze("verify", file);
  // Ten is a service that may do everything, zero one that may do nothing.
  analyze("security", "--offline=yes", "--threshold=20", file);
});

/** The status of an answer over TLS. */
function secure(port, address, certificate) {
  return new Promise((resolve, reject) => {
    const options = { host: "localhost", port, path: address, ca: readFileSync(certificate) };
    https.get(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

/** Starts nginx with some servers. */
async function nginx(context, folder, port, servers) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`
  );
  const user = process.getuid() === 0 ? `user ${userInfo().username};` : "";
  const whole =
    `daemon off; pid ${folder}/pid; error_log stderr; ${user}\n` +
    `events {}\nhttp {\n${temporary.join(" ")}\n${servers}\n}\n`;
  const args = ["-p", folder, "-c", write(folder, "nginx.conf", whole), "-e", "stderr"];
  await start(context, port, "nginx", args);
}

/** An endpoint with its portal. */
async function collect(context) {
  assert.ok(PROGRAM, "OFFENLAGE_ENDPOINT names no program; start the tests with tests/run hosting");
  const folder = workplace(context);
  cpSync(new URL("../sites/annahme", import.meta.url), folder, { recursive: true });
  execFileSync(PROGRAM, ["build", folder, "--at", "2026-05-05"]);
  const site = path.join(folder, "output");
  const data = path.join(folder, "annahme");
  const child = spawn(PROGRAM, [
    "collect", site, "--data", data, "--proxy", "127.0.0.1",
    "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
  ]);
  context.after(() => child.kill("SIGKILL"));
  const addresses = [];
  await new Promise((resolve) => {
    createInterface(child.stdout).on("line", (line) => {
      if (line.startsWith("http://")) addresses.push(line.slice("http://".length).replace("/", ""));
      if (addresses.length === 2) resolve();
    });
  });
  const [address, admin] = addresses;
  return { site, data, address, admin, child };
}

/** What citizens get through the web server. */
async function check(port) {
  const page = await ask(port, "/verfahren/meissen/plan/01-beteiligung/index.html", { host: HOST });
  assert.match(page.body.toString(), /name="text"/, "the page of the phase has the form");
  const form = "application/x-www-form-urlencoded";
  const body = "text=Hinter+einem+Webserver&betroffenheit=anwohner";
  const sent = await post(port, form, body);
  assert.equal(sent.status, 303, sent.body);
  const receipt = await ask(port, sent.headers.location, { host: HOST });
  assert.match(receipt.body.toString(), /Ihre Stellungnahme ist angekommen/);
  assert.equal(receipt.headers["cache-control"], "no-store");
  const file = `--g\r\nContent-Disposition: form-data; name="anlage"; filename="a.pdf"\r\n\r\n%PDF-1.7\n${"x".repeat(5e6)}`;
  const choice = `--g\r\nContent-Disposition: form-data; name="betroffenheit"\r\n\r\nanwohner`;
  const large = await post(port, "multipart/form-data; boundary=g", `${choice}\r\n${file}\r\n--g--\r\n`);
  assert.equal(large.status, 303, large.body);
  const words = `--g\r\nContent-Disposition: form-data; name="text"\r\n\r\nNicht verlieren`;
  const much = `${choice}\r\n${words}\r\n${file}${"x".repeat(70e6)}\r\n--g--\r\n`;
  const back = await post(port, "multipart/form-data; boundary=g", much);
  assert.equal(back.status, 413);
  assert.match(back.whole, /Nicht verlieren<\/textarea>/, "the same form, with what was typed");
  assert.match(back.whole, /zusammen zu groß/);
  const huge = await post(port, form, "x".repeat(140e6)).catch((error) => error);
  assert.ok(huge instanceof Error || huge.status === 413, `too large: ${huge.status}`);
  if (!(huge instanceof Error)) assert.match(huge.body, /Ihre Sendung ist zu groß/);
  const other = await post(port, form, body.replace("Hinter", "Vor"), "evil.example");
  assert.notEqual(other.status, 303, "another name takes nothing");
}

/** What citizens get when the endpoint does not run. */
async function checkAway(port, child) {
  child.kill("SIGKILL");
  await new Promise((resolve) => child.on("exit", resolve));
  const sent = await post(port, "application/x-www-form-urlencoded", "text=Nicht+verlieren");
  assert.equal(sent.status, 503, sent.body);
  assert.match(sent.body, /Annahme von Stellungnahmen ist gerade nicht erreichbar/);
  assert.equal(sent.headers["cache-control"], "no-store");
  assert.equal(sent.headers["retry-after"], "60");
  const page = await ask(port, "/verfahren/meissen/plan/01-beteiligung/index.html", { host: HOST });
  assert.equal(page.status, 200, "the portal does not need it");
}

function post(port, type, body, host = HOST) {
  return new Promise((resolve, reject) => {
    const headers = { host, "content-type": type, "content-length": Buffer.byteLength(body) };
    const options = { host: "127.0.0.1", port, path: PHASE, method: "POST", headers };
    const request = http.request(options, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status, headers } = response;
        const whole = Buffer.concat(parts).toString();
        resolve({ status, headers, whole, body: whole.slice(0, 2000) });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
