// The examples for web servers, tried with the servers themselves: pages, missing pages, headers,
// parts of a PDF, redirects, compression.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { POLICY } from "../browser/lib/server.mjs";
import { ask, example, freePort, SITE, start, workplace, write } from "./lib.mjs";

const [, OLD, NEW] = /^(\S+) (\S+) 301$/m.exec(file("_redirects").toString());
const PDF = largest(".pdf");
const SCRIPT = largest(".js");

test("nginx", async (context) => {
  const [folder, port] = [workplace(context), await freePort()];
  const server = example("nginx.conf", [
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["server_name bauleitplanung.example;", ""],
    ["/srv/portal/output", SITE],
  ]);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`
  );
  const whole =
    `daemon off; pid ${folder}/pid; error_log stderr; ${root() ? `user ${userInfo().username};` : ""}\n` +
    `events {}\nhttp {\naccess_log off; ${temporary.join(" ")}\n${server}\n}\n`;
  const args = ["-p", folder, "-c", write(folder, "nginx.conf", whole), "-e", "stderr"];
  await start(context, port, "nginx", args);
  await check(port);
});

test("Caddy", async (context) => {
  const [folder, port] = [workplace(context), await freePort()];
  const changes = [
    ["bauleitplanung.example {", `http://127.0.0.1:${port} {`],
    ["/srv/portal/output", SITE],
    ["/etc/caddy/umleitungen.caddy", `${folder}/umleitungen.caddy`],
  ];
  const site = example("Caddyfile", changes);
  // The command that the example names makes the list of redirects.
  const [, command] = /^#\s+(sed .*) && caddy reload$/m.exec(site);
  execFileSync("bash", ["-c", command]);
  const config = write(folder, "Caddyfile", `{\n\tadmin off\n}\n${site}`);
  const home = { HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  await start(context, port, "caddy", ["run", "--config", config], home);
  await check(port);
});

test("Apache with a file for the site", async (context) => {
  const [folder, port] = [workplace(context), await freePort()];
  const htaccess = write(folder, "htaccess", example("htaccess", []));
  const site = example("apache.conf", [
    ["*:80>", `127.0.0.1:${port}>`],
    ["/srv/portal/output", copy(folder)],
    ["/srv/portal/htaccess", htaccess],
  ]);
  await apache(context, folder, port, site);
  await check(port);
});

test("Apache with .htaccess alone", async (context) => {
  const [folder, port] = [workplace(context), await freePort()];
  const place = copy(folder);
  write(place, ".htaccess", example("htaccess", []));
  const site =
    `<VirtualHost 127.0.0.1:${port}>\nDocumentRoot ${place}\n<Directory ${place}>\n` +
    "Require all granted\nAllowOverride All\n</Directory>\n</VirtualHost>\n";
  await apache(context, folder, port, site);
  await check(port, { redirects: false });
});

async function apache(context, folder, port, site) {
  const modules = "alias authz_core deflate dir filter headers mime mpm_event rewrite".split(" ");
  const lines = [
    ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    `ServerName localhost`, `Listen 127.0.0.1:${port}`, `ServerRoot ${folder}`,
    `PidFile ${folder}/pid`, `DefaultRuntimeDir ${folder}`, `ErrorLog "|/bin/cat"`,
    "TypesConfig /etc/mime.types", "StartServers 1",
    ...(root() ? ["User daemon", "Group daemon"] : []),
    site,
  ];
  const config = write(folder, "apache.conf", `${lines.join("\n")}\n`);
  await start(context, port, "apache2", ["-DFOREGROUND", "-f", config]);
}

/** A copy of the site for Apache, which never serves as root and may not read a home folder. */
function copy(folder) {
  execFileSync("cp", ["-r", SITE, `${folder}/site`]);
  execFileSync("chmod", ["-R", "a+rX", folder]);
  return `${folder}/site`;
}

/** What every host must do. */
async function check(port, { redirects = true } = {}) {
  const home = await ask(port, "/");
  assert.equal(home.status, 200);
  assert.match(home.headers["content-type"], /^text\/html; *charset=utf-8$/i);
  assert.deepEqual(home.body, file("index.html"));
  assert.equal(home.headers["content-security-policy"], POLICY);
  assert.equal(home.headers["x-content-type-options"], "nosniff");
  assert.equal(home.headers["cache-control"], "no-cache");
  assert.ok(home.headers.etag, "a page can be asked for again");

  const same = await ask(port, "/", { "If-None-Match": home.headers.etag });
  assert.equal(same.status, 304);

  const missing = await ask(port, "/gibt/es/nicht/");
  assert.equal(missing.status, 404);
  assert.deepEqual(missing.body, file("404.html"));
  assert.equal(missing.headers["content-security-policy"], POLICY);
  assert.match(missing.headers["content-type"], /^text\/html/);

  await checkFiles(port);

  const moved = await ask(port, OLD);
  if (redirects) {
    assert.equal(moved.status, 301);
    assert.equal(new URL(moved.headers.location, `http://127.0.0.1:${port}`).pathname, NEW);
  } else {
    assert.equal(moved.status, 200);
    assert.match(moved.body.toString(), /http-equiv="refresh"/);
  }
  const folder = await ask(port, NEW.replace(/\/$/, ""));
  assert.ok([200, 301, 302, 307, 308].includes(folder.status), `${folder.status} for a folder`);
  assert.equal((await ask(port, "/.offenlage-output")).status, 404);
}

async function checkFiles(port) {
  const zipped = await ask(port, `/${SCRIPT}`, { "Accept-Encoding": "gzip" });
  assert.equal(zipped.headers["content-encoding"], "gzip");
  assert.deepEqual(gunzipSync(zipped.body), file(SCRIPT));
  assert.match(zipped.headers["cache-control"], /immutable/);
  assert.match(zipped.headers["content-type"], /^(text|application)\/javascript/);

  const part = await ask(port, `/${PDF}`, { Range: "bytes=100-199", "Accept-Encoding": "gzip" });
  assert.equal(part.status, 206);
  assert.equal(part.headers["content-type"], "application/pdf");
  assert.deepEqual(part.body, file(PDF).subarray(100, 200));
  assert.equal(part.headers["content-security-policy"], undefined);

  const kinds = {
    ".atom": /^application\/atom\+xml/,
    ".csv": /^text\/csv; *charset=utf-8$/i,
    ".geojson": /^application\/geo\+json/,
    ".ics": /^text\/calendar; *charset=utf-8$/i,
    ".json": /^application\/json/,
    ".svg": /^image\/svg\+xml/,
  };
  for (const [ending, type] of Object.entries(kinds)) {
    const { status, headers } = await ask(port, `/${largest(ending)}`);
    assert.equal(status, 200);
    assert.match(headers["content-type"], type, ending);
  }
}

function file(address) {
  return readFileSync(path.join(SITE, address));
}

/** The largest file of a kind, as a server compresses only what is worth it. */
function largest(ending) {
  const files = readdirSync(SITE, { recursive: true }).filter((name) => name.endsWith(ending));
  const size = (name) => statSync(path.join(SITE, name)).size;
  const found = files.toSorted((a, b) => size(b) - size(a))[0];
  assert.ok(found, `the example has a file ${ending}`);
  return found;
}

function root() {
  return process.getuid() === 0;
}
