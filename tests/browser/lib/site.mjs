// The finished site as files: its pages, their kinds and what they name.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** The folder of the finished example portal; `tests/run` builds it and says where. */
export const SITE = process.env.OFFENLAGE_SITE ?? "";
if (!SITE) throw new Error("OFFENLAGE_SITE names no site; start the tests with tests/run browser");

/** Every file of a folder, as addresses below it, sorted. */
export function files(folder = SITE) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The text of a file of the site. */
export function text(address, folder = SITE) {
  return readFileSync(path.join(folder, address), "utf8");
}

/**
 * Every page with its kind (`data-page`) and language. A page without a kind is a signpost from
 * an address that moved, or not one of ours.
 */
export function pages(folder = SITE) {
  return files(folder)
    .filter((address) => address.endsWith(".html"))
    .map((address) => page(address, text(address, folder)));
}

function page(address, html) {
  const root = /<html\b[^>]*>/.exec(html)?.[0] ?? "";
  const value = (name) => new RegExp(`\\s${name}="([^"]*)"`).exec(root)?.[1] ?? "";
  return { address, html, language: value("lang"), kind: value("data-page") };
}

/** Up to three pages of each kind and language: the shortest, the longest and one in between. */
export function sample(all = pages()) {
  const kinds = groups(all);
  return [...kinds.values()].flatMap((kind) => {
    const sorted = kind.toSorted((a, b) => a.html.length - b.html.length);
    const places = new Set([0, Math.floor((sorted.length - 1) / 2), sorted.length - 1]);
    return [...places].map((place) => sorted[place]);
  });
}

function groups(all) {
  const kinds = new Map();
  for (const page of all) {
    const name = `${page.kind} ${page.language}`;
    kinds.set(name, [...(kinds.get(name) ?? []), page]);
  }
  return kinds;
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00A0" };

/** Text as a browser reads it from HTML. */
export function decode(html) {
  return html.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? whole;
  });
}

const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const START_TAG = /<([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi;

/** Every start tag with its attributes, in the order of the text; comments are left out. */
export function tags(html) {
  return [...html.replace(/<!--.*?-->/gs, "").matchAll(START_TAG)].map(([, name, rest]) => ({
    name: name.toLowerCase(),
    attributes: attributes(rest),
  }));
}

function attributes(text) {
  const pairs = [...text.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) => [
    name.toLowerCase(),
    decode(double ?? single ?? bare ?? ""),
  ]);
  return Object.fromEntries(pairs);
}
