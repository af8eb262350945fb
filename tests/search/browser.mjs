// As much of a browser as the search needs: a page of elements, and scripts that load.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const ASSETS = new URL("../../themes/standard/assets/", import.meta.url);

/** An element, a template's content, or a text when it has no tag. */
export class Node {
  constructor(tag, attributes = {}, ...children) {
    this.tag = tag;
    this.attributes = attributes;
    this.children = [];
    this.nodes = [];
    this.hidden = "hidden" in attributes;
    this.listeners = {};
    this.append(...children);
  }

  append(...nodes) {
    for (const node of nodes) {
      this.nodes.push(node);
      if (node instanceof Node) this.children.push(node);
    }
  }

  get textContent() {
    return this.nodes.map((node) => (node instanceof Node ? node.textContent : node)).join("");
  }

  set textContent(text) {
    this.nodes = [text];
    this.children = [];
  }

  get firstElementChild() {
    return this.children[0];
  }

  get elements() {
    return this.querySelectorAll("*").filter((node) => /^(input|select|button)$/.test(node.tag));
  }

  get name() {
    return this.attributes.name || "";
  }

  get type() {
    return this.attributes.type || this.tag;
  }

  getAttribute(name) {
    return name in this.attributes ? this.attributes[name] : null;
  }

  cloneNode() {
    const nodes = this.nodes.map((node) => (node instanceof Node ? node.cloneNode() : node));
    return new Node(this.tag, { ...this.attributes }, ...nodes);
  }

  querySelectorAll(selector) {
    const [, tag, name, value] = /^([a-z*]*)(?:\[([\w-]+)(?:="([^"]*)")?\])?$/.exec(selector);
    const fits = (node) =>
      (!tag || tag === "*" || node.tag === tag) &&
      (!name || (name in node.attributes && (!value || node.attributes[name] === value)));
    return this.children.flatMap((node) => [
      ...(fits(node) ? [node] : []),
      ...node.querySelectorAll(selector),
    ]);
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] || null;
  }

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }

  focus() {
    this.isFocused = true;
  }
}

/**
 * Loads the search into a page. `read` returns the script at an address or throws; `loaded` holds
 * the addresses that were asked for.
 */
export function browse({ page = new Node("body"), address = "", read }) {
  const loaded = [];
  const head = {
    appendChild(script) {
      loaded.push(script.src);
      setTimeout(() => {
        try {
          vm.runInContext(read(script.src), context);
        } catch {
          script.onerror();
          return;
        }
        script.onload();
      });
    },
  };
  const document = {
    head,
    readyState: "complete",
    documentElement: { lang: "de" },
    createElement: (tag) => new Node(tag),
    querySelector: (selector) => page.querySelector(selector),
  };
  const window = { location: { search: address } };
  const globals = { window, document, URLSearchParams };
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  Object.defineProperty(globals, "offenlageSuche", { get: () => window.offenlageSuche });
  for (const filename of ["suche-worte.js", "suche.js"]) {
    vm.runInContext(readFileSync(new URL(filename, ASSETS), "utf8"), context, { filename });
  }
  return { words: window.offenlageWorte, search: window.offenlageSuche, loaded };
}

/** A reader of files below a folder, by their name without the query. */
export function filesOf(folder) {
  return (source) => readFileSync(new URL(source.split("?")[0], folder), "utf8");
}
