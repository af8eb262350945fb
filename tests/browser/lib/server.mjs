// A web server over the finished site, as plain as any host offers: it can hold the site in a
// folder, and it sends the policy as a header, which browsers apply besides that of the page.

import { createReadStream, existsSync, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";

import { SITE } from "./site.mjs";

const TYPES = {
  ".atom": "application/atom+xml",
  ".css": "text/css",
  ".csv": "text/csv",
  ".geojson": "application/geo+json",
  ".html": "text/html",
  ".ics": "text/calendar",
  ".js": "text/javascript",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".xml": "application/xml",
};

/** What every host is told to send; the hosting examples are held to it. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self' https:; frame-ancestors 'none'";

/** Serves a folder below a path such as `/` or `/portal/sub/`, on any free port. */
export async function serve({ folder = SITE, below = "/" } = {}) {
  const server = http.createServer((request, response) => answer(folder, below, request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    home: `http://127.0.0.1:${port}${below}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(folder, below, request, response) {
  const file = locate(folder, below, request.url);
  const found = file ?? path.join(folder, "404.html");
  if (!existsSync(found)) {
    response.writeHead(404, { "content-type": "text/plain" }).end("404");
    return;
  }
  response.writeHead(file ? 200 : 404, {
    "content-type": TYPES[path.extname(found)] ?? "application/octet-stream",
    "content-length": statSync(found).size,
    "content-security-policy": POLICY,
  });
  createReadStream(found).pipe(response);
}

/** The file at an address; nothing where there is none or it lies outside. */
function locate(folder, below, url) {
  const address = decodeURIComponent(new URL(url, "http://host").pathname);
  if (!address.startsWith(below)) return undefined;
  const file = path.join(folder, address.slice(below.length));
  const whole = address.endsWith("/") ? path.join(file, "index.html") : file;
  const isInside = whole.startsWith(folder + path.sep);
  return isInside && existsSync(whole) && statSync(whole).isFile() ? whole : undefined;
}
