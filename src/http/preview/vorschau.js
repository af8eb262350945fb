// The preview's helper in the page: reloads it after a build and lists what the check found.
// All text is set as text; nothing that comes from a file can become markup.
"use strict";

(() => {
  const TEXTS = {
    de: {
      heading: "Befunde der Prüfung",
      close: "Befunde schließen",
      open: (count) => `Befunde anzeigen (${count})`,
      failed: "Nicht neu gebaut. Sie sehen den letzten guten Stand.",
      nothing: "Noch nicht gebaut.",
      built: "Neu gebaut.",
      counts: (errors, warnings, notes) => list([
        number(errors, "Fehler", "Fehler"),
        number(warnings, "Warnung", "Warnungen"),
        number(notes, "Hinweis", "Hinweise"),
      ], "und"),
      more: (count) => `Weitere Befunde: ${count}. Alle zeigt „offenlage check“.`,
      level: { error: "Fehler", warning: "Warnung", note: "Hinweis" },
      place: (entry) => `${entry.file}, Zeile ${entry.line}, Spalte ${entry.column}`,
      reason: "Grund: ",
      help: "Hilfe: ",
      trouble: "Störung: ",
      announced: "Die Liste steht am Ende der Seite.",
    },
    en: {
      heading: "Findings of the check",
      close: "Close findings",
      open: (count) => `Show findings (${count})`,
      failed: "Not built. You see the last good state.",
      nothing: "Not built yet.",
      built: "Built.",
      counts: (errors, warnings, notes) => list([
        number(errors, "error", "errors"),
        number(warnings, "warning", "warnings"),
        number(notes, "note", "notes"),
      ], "and"),
      more: (count) => `More findings: ${count}. “offenlage check” shows them all.`,
      level: { error: "Error", warning: "Warning", note: "Note" },
      place: (entry) => `${entry.file}, line ${entry.line}, column ${entry.column}`,
      reason: "Reason: ",
      help: "Help: ",
      trouble: "Trouble: ",
      announced: "The list is at the end of the page.",
    },
  };

  const build = document.currentScript.dataset.build;
  const isEnglish = /^en\b/i.test(document.documentElement.lang);
  const language = isEnglish ? "en" : "de";
  const texts = TEXTS[language];
  const root = document.documentElement;
  const address = location.pathname + location.search;
  const pages = new BroadcastChannel("offenlage-vorschau");

  let source = null;
  let last = "";
  let panel = null;
  let isStale = false;

  restoreScroll();
  pages.onmessage = ({ data }) => {
    if (data !== "ask") receive(data);
    else if (source && last) pages.postMessage(last);
  };
  pages.postMessage("ask");
  // A browser allows six connections to a server. One page listens and tells the others; when it
  // goes, the next one takes its place.
  const listen = () => new Promise(connect);
  if (navigator.locks) navigator.locks.request("offenlage-vorschau", listen); else listen();
  document.addEventListener("visibilitychange", reloadIfStale);
  addEventListener("pageshow", (event) => {
    // The back button may bring an old page out of the browser's memory.
    if (event.persisted) location.reload();
  });

  function connect() {
    source = new EventSource("/.offenlage/ereignisse");
    source.onmessage = (event) => {
      pages.postMessage(event.data);
      receive(event.data);
    };
    source.onerror = () => {
      // The browser tries again by itself unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
    };
  }

  function receive(text) {
    // After a connection was lost the same message comes again; whoever reads is not disturbed.
    if (text === last) return;
    last = text;
    const message = JSON.parse(text);
    isStale = message.build !== build;
    if (isStale) {
      reloadIfStale();
      return;
    }
    const report = message.report;
    const isWorthIt = report.failed || report.errors + report.warnings > 0;
    if (panel) panel.remove();
    panel = isWorthIt ? showPanel(message) : null;
    if (!panel) root.classList.remove("offenlage-vorschau-offen");
  }

  // A page that nobody sees waits until somebody does.
  function reloadIfStale() {
    if (!isStale || document.hidden) return;
    keepScroll();
    location.reload();
  }

  // --- where the reader was -----------------------------------------------------------------

  function keepScroll() {
    remember("scroll", JSON.stringify({ address, x: scrollX, y: scrollY }));
  }

  function restoreScroll() {
    const kept = JSON.parse(recall("scroll") || "null");
    remember("scroll", null);
    if (!kept || kept.address !== address) return;
    const restore = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    restore();
    addEventListener("load", restore, { once: true });
  }

  function remember(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(`offenlage-vorschau-${key}`);
      else sessionStorage.setItem(`offenlage-vorschau-${key}`, value);
    } catch {
      // Without storage the page only forgets where it was.
    }
  }

  function recall(key) {
    try {
      return sessionStorage.getItem(`offenlage-vorschau-${key}`);
    } catch {
      return null;
    }
  }

  // --- the panel ----------------------------------------------------------------------------

  function showPanel({ report, is_empty: isEmpty }) {
    const shown = JSON.stringify([report.failed, report.trouble, report.findings]);
    const count = report.errors + report.warnings + report.notes + (report.trouble ? 1 : 0);
    const frame = element("div", "offenlage-vorschau", { lang: language });
    const region = element("section", "offenlage-vorschau-feld", {
      role: "region",
      "aria-labelledby": "offenlage-vorschau-titel",
      tabindex: "-1",
    });
    const head = element("div", "offenlage-vorschau-kopf");
    const title = element("h2", "", { id: "offenlage-vorschau-titel" }, texts.heading);
    const close = element("button", "", { type: "button" }, texts.close);
    const open = element("button", "offenlage-vorschau-knopf", {
      type: "button",
      "aria-expanded": "false",
    }, texts.open(count));
    const status = element("p", "offenlage-vorschau-stand", { role: "status" });
    head.append(title, close);
    region.append(head, status, body(report));
    frame.append(region, open);
    document.body.append(frame);

    const setOpen = (isOpen) => {
      region.hidden = !isOpen;
      open.hidden = isOpen;
      root.classList.toggle("offenlage-vorschau-offen", isOpen);
    };
    const closeByHand = () => {
      remember("closed", shown);
      setOpen(false);
      open.focus();
    };
    close.addEventListener("click", closeByHand);
    region.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeByHand();
    });
    open.addEventListener("click", () => {
      remember("closed", null);
      setOpen(true);
      region.focus();
    });
    // Who closed a list does not want to see the same list again on the next page.
    setOpen(recall("closed") !== shown);
    // Text that comes into a region that is already there is read out.
    const hint = element("span", "offenlage-vorschau-vorgelesen", {}, ` ${texts.announced}`);
    setTimeout(() => status.append(summary(report, isEmpty), hint), 50);
    return frame;
  }

  function summary(report, isEmpty) {
    const failed = isEmpty ? texts.nothing : texts.failed;
    const counts = texts.counts(report.errors, report.warnings, report.notes);
    const state = report.failed ? failed : texts.built;
    return counts ? `${state} ${counts}.` : state;
  }

  function body(report) {
    const box = element("div", "offenlage-vorschau-liste", {
      role: "group",
      "aria-labelledby": "offenlage-vorschau-titel",
      tabindex: "0",
    });
    if (report.trouble) {
      box.append(labelled("offenlage-vorschau-stoerung", texts.trouble, report.trouble[language]));
    }
    if (report.findings.length > 0) {
      const items = element("ol");
      items.append(...report.findings.map(item));
      box.append(items);
    }
    if (report.more > 0) box.append(element("p", "", {}, texts.more(report.more)));
    return box;
  }

  function item(entry) {
    const line = element("li", `offenlage-vorschau-${entry.level}`);
    const message = labelled("", `${texts.level[entry.level]} ${entry.id}: `, entry.message[language]);
    const place = entry.line ? texts.place(entry) : entry.file;
    line.append(message, element("p", "offenlage-vorschau-ort", {}, place));
    if (entry.excerpt) {
      const excerpt = element("pre");
      const marked = element("mark", "", {}, entry.excerpt.marked);
      excerpt.append(entry.excerpt.before, marked, entry.excerpt.after);
      line.append(excerpt);
    }
    if (entry.reason) line.append(labelled("", texts.reason, entry.reason[language]));
    if (entry.help) line.append(labelled("", texts.help, entry.help[language]));
    return line;
  }

  function labelled(className, label, text) {
    const paragraph = element("p", className);
    paragraph.append(element("strong", "", {}, label), text);
    return paragraph;
  }

  function element(name, className = "", attributes = {}, text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  function number(count, one, many) {
    return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
  }

  function list(parts, and) {
    const named = parts.filter((part) => part !== "");
    if (named.length < 2) return named.join("");
    return `${named.slice(0, -1).join(", ")} ${and} ${named[named.length - 1]}`;
  }
})();
