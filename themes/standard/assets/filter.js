// The combined filter of the list of all procedures. It runs in the browser alone: it asks no
// server and sends nothing anywhere. Without it the narrower lists on the page do the same with
// links. What it reads is written by src/export/filter.rs.
"use strict";
(() => {
  const form = document.querySelector("[data-filter]");
  if (!form) return;
  const part = (name) => document.querySelector("[data-filter-" + name + "]");
  const [status, results, more, plain] = ["meldung", "treffer", "mehr", "ersetzt"].map(part);
  const template = part("vorlage");
  const fullText = part("volltext");
  const words = form.dataset;
  const FIELDS = ["text", "gemeinde", "zustand", "planart", "jahr", "kreis"];
  const STEP = 48;

  // ------------------------------------------------------------------------------------ files
  // Scripts, because a page opened from a disk may load nothing else.

  const waiting = new Map();
  const files = new Map();

  window.offenlageListe = (name, data) => waiting.get(name)(data);

  /** What the file of this name holds; it is loaded once. */
  const load = (name) => {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = words.quelle + name + ".js";
        script.onerror = () => {
          files.delete(name);
          reject(new Error(name));
        };
        document.head.append(script);
      }));
    }
    return files.get(name);
  };

  // ----------------------------------------------------------------------------------- words

  /** A text in which "Müller", "Mueller" and "muller" are the same. */
  const folded = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/ß/g, "ss").replace(/ł/g, "l").replace(/([aou])e/g, "$1");

  const label = (field, key) => {
    const option = [...form.elements[field].options].find((known) => known.value === key);
    return option ? option.textContent : "";
  };

  const language = words.sprache === "en" ? "en-GB" : words.sprache;
  const dayText = (day, dateStyle) =>
    new Intl.DateTimeFormat(language, { dateStyle, timeZone: "UTC" }).format(new Date(day + "T00:00:00Z"));

  // The day an example portal takes for today, else the day in Germany: "2026-05-05".
  const today = () =>
    document.documentElement.dataset.today ||
    new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(new Date());

  // ------------------------------------------------------------------------------------- rows

  let places = new Map();

  const row = (year, [name, title, kind, state, first, last, municipalities, phase, inTime]) => {
    const own = places.get(name.split("/")[0]) || { name: "", sorbian: "", district: "" };
    const all = municipalities.map((folder) => places.get(folder)).filter(Boolean);
    const said = [title, ...all.flatMap((place) => [place.name, place.sorbian])];
    return {
      name, title, kind, state, first, last, inTime, year, municipalities, phase,
      place: own.name,
      districts: all.map((place) => place.district),
      searched: folded(said.join(" ")),
    };
  };

  /** The state on a day: the page may be older than the participation it speaks of. */
  const stateOn = (day, { state, first, last, inTime }) => {
    if (!first) return state;
    if (day < first) return "angekuendigt";
    return !last || day <= (inTime || last) ? "beteiligung" : "im-verfahren";
  };

  const rowsOf = async (year) => {
    const directory = await load("verzeichnis");
    const years = directory.jahre.map(([known]) => String(known));
    const wanted = years.filter((known) => !year || known === year);
    const lists = await Promise.all(wanted.map(load));
    return lists.flatMap((list, at) => list.map((values) => row(wanted[at], values)));
  };

  // ---------------------------------------------------------------------------------- filters

  const chosen = () =>
    Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]));

  const fits = (filter, day) => {
    const parts = folded(filter.text).split(/\s+/).filter(Boolean);
    return (row) =>
      parts.every((part) => row.searched.includes(part)) &&
      (!filter.gemeinde || row.municipalities.includes(filter.gemeinde)) &&
      (!filter.kreis || row.districts.includes(filter.kreis)) &&
      (!filter.planart || row.kind === filter.planart) &&
      (!filter.zustand || stateOn(day, row) === filter.zustand);
  };

  // A day after all others, for what has no end.
  const NEVER = "9999";

  /**
   * What can be commented on comes first, in the order of the states: what ends first, then what
   * begins first; else nothing moves.
   */
  const sorted = (rows, day) => {
    const order = [...form.elements.zustand.options].map((option) => option.value);
    const turn = (row) => {
      const state = stateOn(day, row);
      if (state === "beteiligung") return row.last || NEVER;
      return state === "angekuendigt" ? row.first : "";
    };
    const ranked = rows.map((row) => ({ row, rank: order.indexOf(stateOn(day, row)), turn: turn(row) }));
    ranked.sort((a, b) => a.rank - b.rank || (a.turn < b.turn ? -1 : Number(a.turn > b.turn)));
    return ranked.map(({ row }) => row);
  };

  // ---------------------------------------------------------------------------------- results

  const made = (tag, text, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  /** A title in which no line ends between "Nr." and the number. */
  const titled = (title) =>
    title.split(/(Nr\. [^ ]+)/).map((piece, at) => at % 2 ? made("span", piece, { class: "ganz" }) : piece);

  /** A period as the part `zeitraum` writes it; what it means today, the page's own script says. */
  const period = ({ first, last, inTime }, state) => {
    const time = (day, style) =>
      made("time", dayText(day, style).replaceAll(" ", "\u00a0"), { datetime: day });
    const badge = made("span", "", { class: "frist", "data-frist": "text", "data-von": first });
    if (last) badge.dataset.bis = last;
    if (inTime) badge.dataset.rechtzeitig = inTime;
    const from = state === "angekuendigt" ? words.textAb : words.textSeit;
    return last
      ? [time(first, "medium"), ` ${words.textBis} `, time(last, "medium"), " ", badge]
      : [`${from} `, time(first, "medium"), `, ${words.textOffen} `, badge];
  };

  const tile = (row, day) => {
    const copy = template.content.cloneNode(true);
    const fill = (name, text, href) => {
      for (const element of copy.querySelectorAll('[data-feld="' + name + '"]')) {
        element.textContent = text;
        element.hidden = !text;
        if (href) element.href = words.wurzel + href + "/index.html";
      }
    };
    const state = stateOn(day, row);
    // What fits no word of the list is named in the title alone.
    fill("art", row.kind === "sonstiges" ? "" : label("planart", row.kind));
    fill("titel", row.title, "verfahren/" + row.name);
    copy.querySelector('[data-feld="titel"]').replaceChildren(...titled(row.title));
    fill("gemeinde", row.place, "gemeinden/" + row.name.split("/")[0]);
    fill("zustand", label("zustand", state));
    copy.querySelector('[data-feld="zustand"]').classList.add("zustand-" + state);
    copy.querySelector('[data-feld="kachel"]').classList.add("kachel-" + state);
    const when = copy.querySelector('[data-feld="zeit"]');
    const taken = state === "beteiligung" && row.phase;
    fill("phase", taken ? words.textPhase : "", taken && "verfahren/" + row.name + "/" + row.phase);
    if (taken) {
      const hidden = made("span", `: ${row.title}`, { class: "nur-vorlesen", lang: "de" });
      copy.querySelector('[data-feld="phase"]').append(hidden);
    }
    if (row.first) when.append(...(taken ? [made("br", "")] : []), ...period(row, state));
    else when.remove();
    return copy;
  };

  let found = [];
  let shown = 0;

  const showMore = () => {
    const day = today();
    const next = found.slice(shown, shown + STEP);
    results.append(...next.map((row) => tile(row, day)));
    document.dispatchEvent(new Event("frist"));
    shown += next.length;
    more.hidden = shown >= found.length;
  };

  const say = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };

  const keepInAddress = (filter) => {
    const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
    try {
      history.replaceState(null, "", query ? "?" + query : location.pathname);
    } catch {
      // A browser that does not let a page from the disk change its address: the list still works.
    }
  };

  /** The same words lead to the search, which knows the whole text. */
  const offerFullText = (text) => {
    if (!fullText) return;
    const link = fullText.firstElementChild;
    fullText.hidden = !text;
    link.textContent = words.textVolltext.replace("{words}", () => text);
    link.search = new URLSearchParams({ q: text });
  };

  let run = 0;

  const apply = async () => {
    const filter = chosen();
    const own = ++run;
    keepInAddress(filter);
    offerFullText(filter.text);
    const isActive = Object.values(filter).some(Boolean);
    plain.hidden = isActive;
    results.hidden = !isActive;
    if (!isActive) {
      more.hidden = true;
      say("");
      return;
    }
    const late = setTimeout(() => say(words.textLaedt), 400);
    try {
      const rows = await rowsOf(filter.jahr);
      // Another choice was made while the files were loading.
      if (own !== run) return;
      const day = today();
      found = sorted(rows.filter(fits(filter, day)), day);
      shown = 0;
      results.replaceChildren();
      showMore();
      say(
        found.length === 0 ? words.textKeine
          : found.length === 1 ? words.textEiner
            : words.textTreffer.replace("{n}", found.length.toLocaleString(language)),
      );
    } catch {
      if (own !== run) return;
      plain.hidden = false;
      results.hidden = more.hidden = true;
      say(words.textFehler);
    } finally {
      clearTimeout(late);
    }
  };

  // ------------------------------------------------------------------------------------- form

  const fillFromAddress = () => {
    const query = new URLSearchParams(location.search);
    for (const name of FIELDS) {
      const field = form.elements[name];
      field.value = query.get(name) || "";
      // An address may name what no longer is.
      if (field.selectedIndex === -1) field.selectedIndex = 0;
    }
    return FIELDS.some((name) => form.elements[name].value);
  };

  const start = (directory) => {
    const order = new Intl.Collator("de");
    places = new Map(directory.gemeinden.map(
      ([folder, name, district, sorbian]) => [folder, { name, district, sorbian }],
    ));
    const names = [...places].sort((a, b) => order.compare(a[1].name, b[1].name));
    for (const [folder, place] of names) {
      const name = place.sorbian ? place.name + " / " + place.sorbian : place.name;
      form.elements.gemeinde.append(new Option(name, folder));
    }
    form.hidden = false;
    part("links").hidden = true;
    const isAsked = fillFromAddress();
    const others = part("weitere");
    const isOtherAsked = [...others.querySelectorAll("select")].some((field) => field.value);
    others.open = isOtherAsked || matchMedia("(min-width: 40em)").matches;
    if (isAsked) apply();
  };

  let typing = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(apply, event.target.name === "text" ? 200 : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  form.addEventListener("reset", () => setTimeout(apply, 0));
  more.addEventListener("click", () => {
    const at = results.children.length;
    showMore();
    results.children[at]?.querySelector("a").focus();
  });
  addEventListener("popstate", () => {
    fillFromAddress();
    apply();
  });
  load("verzeichnis").then(start, () => say(words.textFehler));
})();
