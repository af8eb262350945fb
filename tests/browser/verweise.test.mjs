// Every link, image, script and style leads to a file of the site, also where the site lies in a
// folder or on a disk: no address begins at the root, and none leaves the site's folder.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { assertNone } from "./lib/browser.mjs";
import { decode, files, pages, tags, text } from "./lib/site.mjs";

const FILES = new Set(files());
const PAGES = pages();
const MISSING = "404.html";
const NAMES = new Map(PAGES.map(({ address, html }) => [address, anchors(html)]));
/** Where the portal says it lives, as its home page gives it. */
const HOME = canonical(PAGES.find(({ address }) => address === "index.html"));

test("every address on every page is a file that exists", () => {
  const found = new Map();
  for (const { address, html } of PAGES) {
    for (const target of named(html)) {
      for (const why of fault(address, target)) {
        const line = `${resolve(address, target)} ${why}`;
        found.set(line, [...(found.get(line) ?? []), `${target} in ${address}`]);
      }
    }
  }
  assertNone([...found].map(([line, from]) => `${line}: ${from.length} × ${from[0]}`), "addresses");
});

test("every file that a style names exists", () => {
  const styles = [...FILES].filter((file) => file.endsWith(".css"));
  assert.ok(styles.length > 0);
  const found = styles.flatMap((style) => {
    const addresses = [...text(style).matchAll(/url\(\s*["']?([^"')]+)/g)].map(([, url]) => url);
    return addresses.filter((url) => !url.startsWith("data:")).flatMap((url) => fault(style, url));
  });
  assertNone(found, "styles");
});

test("every address in feeds, calendars and data is a file that exists", () => {
  const kinds = /\.(xml|atom|ics|json|geojson|csv|txt)$/;
  const found = [...FILES].filter((file) => kinds.test(file)).flatMap((file) => {
    // A calendar folds its lines; an XML file writes `&` as an entity.
    const unfolded = text(file).replace(/\r?\n[ \t]/g, "");
    const whole = unfolded.split(HOME).slice(1).map((rest) => /^[^\s"'<>\\,;)]*/.exec(rest)[0]);
    const gone = whole.map(decode).filter((rest) => !isFile(rest.split(/[?#]/)[0]));
    return gone.map((rest) => `${file}: ${HOME}${rest}`);
  });
  assertNone([...new Set(found)].slice(0, 60), `${found.length} addresses`);
});

test("no page is an orphan", () => {
  const linked = new Set(PAGES.flatMap(({ address, html }) => named(html).map((to) => resolve(address, to))));
  const orphans = PAGES.filter(({ address, kind }) => kind && address !== MISSING && !linked.has(address));
  assertNone(orphans.map(({ address }) => address), "no link leads there");
});

/** All addresses that a page names, but for those of its own head that are whole. */
function named(html) {
  return tags(html).flatMap(({ name, attributes }) => {
    const { href, src, action, data, poster, content } = attributes;
    const plain = [href, src, action, data, poster, attributes["xlink:href"]];
    const many = (attributes.srcset ?? "").split(",").map((part) => part.trim().split(" ")[0]);
    const isAddress = name === "meta" && ["og:url", "og:image"].includes(attributes.property);
    return [...plain, ...many, isAddress ? content : undefined].filter(
      (address) => address !== undefined && address !== ""
    );
  });
}

/** What is wrong with an address on a page; nothing where it is good. */
function fault(from, to) {
  if (/\s/.test(to)) return ["holds a space"];
  if (to.startsWith(HOME)) return isFile(to.slice(HOME.length).split(/[?#]/)[0]) ? [] : ["is missing"];
  if (/^(?:https?|mailto|tel|data):/.test(to)) return [];
  // A server sends this page at any address, so it must begin at the root of the portal.
  if (from === MISSING && !to.startsWith("#")) {
    return isFile(new URL(to, HOME).href.slice(HOME.length)) ? [] : ["is missing"];
  }
  if (/^\/|^[a-z][\w+.-]*:/i.test(to)) return ["works only at the root of a host"];
  const target = resolve(from, to);
  if (target.startsWith("..")) return ["leaves the site"];
  if (!FILES.has(target)) return ["is missing"];
  const fragment = decodeURIComponent(to.split("#")[1] ?? "");
  const isThere = !fragment || !NAMES.has(target) || NAMES.get(target).has(fragment);
  return isThere ? [] : ["has no such place"];
}

function resolve(from, to) {
  const [address] = to.split(/[?#]/);
  return address ? path.posix.join(path.posix.dirname(from), decodeURIComponent(address)) : from;
}

function isFile(rest) {
  const address = decodeURIComponent(rest);
  return FILES.has(address) || FILES.has(path.posix.join(address, "index.html"));
}

function anchors(html) {
  return new Set(tags(html).map(({ attributes }) => attributes.id).filter(Boolean));
}

function canonical({ html }) {
  return tags(html).find(({ attributes }) => attributes.rel === "canonical").attributes.href;
}
