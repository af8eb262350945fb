// Every page as a document: valid, with one name of its own, and with nothing that runs inline or
// comes from elsewhere.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertNone } from "./lib/browser.mjs";
import { files, pages, tags, text } from "./lib/site.mjs";
import { POLICY } from "./lib/server.mjs";
import { invalid } from "./lib/rules.mjs";

const ALL = pages();
const OURS = ALL.filter(({ kind }) => kind);
const MISSING = "404.html";

test("there are pages, in both languages", () => {
  for (const language of ["de", "en"]) {
    assert.ok(OURS.some((page) => page.language === language), language);
  }
});

test("every page is valid HTML", async () => {
  const found = new Map();
  for (const { address, html } of ALL) {
    for (const { fault, line, column } of await invalid(html, address)) {
      found.set(fault, [...(found.get(fault) ?? []), `${address}:${line}:${column}`]);
    }
  }
  const lines = [...found].map(([fault, places]) => `${fault}\n    ${places.length} × ${places[0]}`);
  assertNone(lines, "invalid");
});

test("every page has a language, a title of its own, a description and one first heading", () => {
  const titles = new Map();
  const found = [];
  for (const { address, html, language } of OURS) {
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1].trim();
    const headings = html.match(/<h1\b/g)?.length ?? 0;
    const description = metas(html).find(({ name }) => name === "description")?.content;
    if (!language) found.push(`${address}: no language`);
    if (!title) found.push(`${address}: no title`);
    if (!description) found.push(`${address}: no description`);
    if (headings !== 1) found.push(`${address}: ${headings} first headings`);
    const other = titles.get(`${language} ${title}`);
    if (other) found.push(`${address}: the title of ${other}: ${title}`);
    titles.set(`${language} ${title}`, address);
  }
  assertNone(found, "documents");
});

test("every page has the same strict policy", () => {
  const policies = OURS.map(({ html }) => {
    const meta = metas(html).find((meta) => meta["http-equiv"] === "Content-Security-Policy");
    return meta?.content;
  });
  // Only a header can forbid frames. Forms may also go to the office that receives statements: the
  // header lets them go to any, the page to its own.
  const strict = policies.map((policy) => policy?.replace(/(form-action 'self') https:[^; ]+$/, "$1"));
  const header = POLICY.replace("; frame-ancestors 'none'", "").replace(/ https:$/, "");
  assert.deepEqual([...new Set(strict)], [header]);
});

test("no page has a script, style or handler of its own, or one from elsewhere", () => {
  const found = ALL.flatMap(({ address, html }) =>
    tags(html)
      .filter((tag) => breaks(tag))
      .map(({ name, attributes }) => `${address}: <${name} ${JSON.stringify(attributes)}>`)
  );
  // Facts for machines stand in the page as data, which no browser runs.
  const code = /<style\b|<script\b(?! type="application\/ld\+json")[^>]*>[^<]/i;
  const inline = ALL.filter(({ html }) => code.test(html));
  assertNone([...found, ...inline.map(({ address }) => address)], "inline or foreign code");
});

test("the map of the site names every page and nothing else", () => {
  const named = [...text("sitemap.xml").matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url);
  const canonical = OURS.filter(({ address }) => address !== MISSING).map(({ html }) => {
    const link = tags(html).find(({ attributes }) => attributes.rel === "canonical");
    return link.attributes.href;
  });
  assert.deepEqual(named.toSorted(), canonical.toSorted());
});

test("no file says where or by whom it was built", () => {
  const found = files().filter((file) => /\.(html|js|css|json|xml|atom|ics|csv)$/.test(file));
  assertNone(found.filter((file) => /\/(?:home|root|tmp)\/\w/.test(text(file))), "paths");
});

function metas(html) {
  return tags(html).filter(({ name }) => name === "meta").map(({ attributes }) => attributes);
}

function breaks({ name, attributes }) {
  const names = Object.keys(attributes);
  if (names.some((name) => name === "style" || name.startsWith("on"))) return true;
  const isLoaded = ["script", "img", "iframe", "source", "video", "audio", "embed"].includes(name);
  const address = isLoaded ? attributes.src : name === "link" && loads(attributes.rel) && attributes.href;
  return /^(?:[a-z]+:)?\/\//i.test(address || "") || /^javascript:/i.test(attributes.href ?? "");
}

function loads(rel) {
  return /stylesheet|icon|preload|manifest|prefetch/.test(rel ?? "");
}
