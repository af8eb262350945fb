// The portal's search. It runs in the browser alone: it asks no server and sends nothing anywhere.
// A page without it has its lists and filters; the page of results says so itself. What the page
// must hold, and how the files of the index are written, is told in src/export/search/README.md.
(function () {
  "use strict";

  const { words, searched, initial, term } = window.offenlageWorte;

  // ------------------------------------------------------------------------------------- files

  const STOPPERS = 64;
  const CONTINUERS = 26;
  const BACKSLASH = 92;

  function digit(text, at) {
    const code = text.charCodeAt(at);
    return code - (code > BACKSLASH ? 37 : 36);
  }

  /** Calls `visit` with each number of a list. */
  function numbers(list, visit) {
    if (list[0] === "#") {
      for (let at = 1; at < list.length; at += 1) {
        const bits = digit(list, at);
        for (let bit = 0; bit < 6; bit += 1) {
          if ((bits >> bit) & 1) visit((at - 1) * 6 + bit);
        }
      }
      return;
    }
    let next = 0;
    let high = 0;
    for (let at = 0; at < list.length; at += 1) {
      const value = digit(list, at);
      if (value < STOPPERS) {
        next += high * STOPPERS + value;
        visit(next);
        next += 1;
        high = 0;
      } else {
        high = high * CONTINUERS + value - STOPPERS + 1;
      }
    }
  }

  /** Asks for the index's files by scripts, for a page on a disk may not fetch anything else. */
  function files(folder) {
    const asked = new Map();
    let layout = "";

    window.offenlageSuche = Object.assign((name, itsLayout, ...data) => {
      const request = asked.get(name);
      if (!request) return;
      const fits = name === "verzeichnis" || itsLayout === layout;
      layout = itsLayout;
      if (fits) {
        request.resolve(data);
      } else {
        // A cache held an older `verzeichnis.js`; under the new layout's address it is fresh.
        asked.clear();
        request.reject(Object.assign(new Error("the index has changed"), { isOutdated: true }));
      }
    }, tools);

    return function load(name) {
      if (!asked.has(name)) {
        const request = {};
        asked.set(name, request);
        request.promise = new Promise((resolve, reject) => {
          Object.assign(request, { resolve, reject });
          const script = document.createElement("script");
          // A new layout gets new addresses, so that no cache mixes two of them.
          script.src = folder + name + ".js" + (layout && "?" + layout);
          script.onload = () => reject(new Error(name + " holds no data"));
          script.onerror = () => reject(new Error(name + " cannot be loaded"));
          document.head.appendChild(script);
        });
      }
      return asked.get(name).promise;
    };
  }

  /** What every search needs, from the file `verzeichnis.js`. */
  async function directory(load) {
    const [data] = await load("verzeichnis");
    let first = 0;
    const ranges = data.ranges.map(([kind, year, size]) => {
      first += size;
      return { kind, year, end: first };
    });
    const stateOf = new Map();
    for (const [state, list] of data.states) numbers(list, (id) => stateOf.set(id, state));
    const stops = new Set(data.stops.split(" "));
    const groups = data.groups.map(([key, german, english]) => ({ key, german, english }));
    const known = new Map();
    // Stemming all synonyms would take longer than the search: only those that can be meant.
    const phrases = (letter) => {
      if (!known.has(letter)) {
        known.set(letter, groups.flatMap((group) => phrasesOf(group, stops, letter)));
      }
      return known.get(letter);
    };
    return {
      together: data.together,
      size: first,
      shards: data.shards.split(" "),
      facts: (id) => {
        const range = ranges.find((range) => id < range.end);
        return { kind: range.kind, year: range.year, state: stateOf.get(id) || "" };
      },
      phrases,
      stops,
    };
  }

  /** The words and phrases of a group that begin with the letter, or all of them, as terms. */
  function phrasesOf(group, stops, letter = "") {
    const begins = (text) => initial(text).startsWith(letter);
    return group.german.concat(group.english).filter(begins).flatMap((text) => {
      const found = searched(text, stops);
      const sequences = [joinedTerms(found), pieceTerms(found)];
      return sequences.map((sequence) => ({ terms: sequence.map((item) => item.term), group }));
    });
  }

  /** The terms of words, each with the index of the word that it completes, if it does. */
  function joinedTerms(found) {
    return found.map((word, index) => ({ term: term(word.joined), completes: index }));
  }

  function pieceTerms(found) {
    return found.flatMap((word, index) =>
      word.pieces.map((piece, at) => ({
        term: term(piece.folded),
        completes: at === word.pieces.length - 1 ? index : undefined,
      }))
    );
  }

  // ------------------------------------------------------------------------------------ search

  // For a word in running text, often there, in a heading, in the place's name, in the title.
  // What is found by its beginning or a synonym counts half.
  const WEIGHTS = [2, 4, 8, 16, 32];
  const HALF = 0.5;
  const SHORTEST_PREFIX = 3;
  const MOST_SHARDS = 6;

  /**
   * Finds the entries in which every part of the query stands, best first. `parts` says how the
   * query was read, `hits` holds number, score and whether a word was found by its synonyms only.
   */
  async function search(query, load, index) {
    const parts = parse(query, index);
    const found = await Promise.all(parts.map((part) => findPart(part, load, index)));
    const hits = [];
    all(found.map((part) => part.scores)).forEach((score, id) => {
      if (score) hits.push({ id, score, isSynonym: found.some((part) => part.isSynonym[id]) });
    });
    hits.sort((a, b) => b.score - a.score || b.id - a.id);
    return { parts, hits };
  }

  /** The query in parts: a word, or several that a group of synonyms knows as one phrase. */
  function parse(query, index) {
    const found = searched(query, index.stops);
    const parts = [];
    for (let at = 0; at < found.length; ) {
      const match = phrase(found.slice(at), index);
      parts.push({ words: found.slice(at, at + match.count), group: match.group });
      at += match.count;
    }
    const last = found[found.length - 1];
    if (last && last.joined.length >= SHORTEST_PREFIX && !/^[0-9]+$/.test(last.joined)) {
      last.isPrefix = true;
    }
    return parts;
  }

  /** The longest phrase of a group that the words begin with; else the first word alone. */
  function phrase(found, index) {
    const best = { count: 1, group: undefined };
    for (const sequence of [joinedTerms(found), pieceTerms(found)]) {
      if (!sequence.length) continue;
      for (const { terms, group } of index.phrases(sequence[0].term[0])) {
        const last = sequence[terms.length - 1];
        const count = last && last.completes !== undefined ? last.completes + 1 : 0;
        const fits = terms.every((text, at) => sequence[at] && sequence[at].term === text);
        if (fits && (count > best.count || (count === best.count && !best.group))) {
          Object.assign(best, { count, group });
        }
      }
    }
    return best;
  }

  /** A score for each entry, none where a word of the part and all its synonyms are missing. */
  async function findPart(part, load, index) {
    const [group, ...each] = await Promise.all([
      part.group ? load("g-" + part.group.key) : undefined,
      ...part.words.map((word) => findWord(word, load, index)),
    ]);
    const scores = all(each);
    const isSynonym = new Uint8Array(index.size);
    if (group) {
      weigh(group[0], HALF, (id, score) => {
        if (!scores[id]) isSynonym[id] = scores[id] = score;
      });
    }
    return { scores, isSynonym };
  }

  /** Scores of the entries with the word itself, with all its pieces, or with what it begins. */
  async function findWord(word, load, index) {
    const find = (fits, shards, factor) => findTerms(fits, shards, factor, load, index);
    const findTerm = (name) => find((other) => other === name, shardOf(index, name), 1);
    const findLonger = (prefix) =>
      find((name) => name.startsWith(prefix), prefixShards(index, prefix), HALF);
    // Single letters stand in too many entries to say anything.
    const isCompound =
      word.pieces.length > 1 && word.pieces.every((piece) => piece.folded.length > 1);
    const [pieces, ...others] = await Promise.all([
      Promise.all(isCompound ? word.pieces.map((piece) => findTerm(term(piece.folded))) : []),
      findTerm(term(word.joined)),
      ...(word.isPrefix ? [findLonger(word.joined)] : []),
    ]);
    const scores = pieces.length ? all(pieces) : new Uint16Array(index.size);
    for (const other of others) {
      other.forEach((score, id) => {
        if (scores[id] < score) scores[id] = score;
      });
    }
    return scores;
  }

  /** The sum of scores where there are all of them. */
  function all([first, ...others]) {
    const sums = Uint16Array.from(first || []);
    for (const scores of others) {
      sums.forEach((sum, id) => {
        sums[id] = sum && scores[id] && sum + scores[id];
      });
    }
    return sums;
  }

  async function findTerms(fits, shards, factor, load, index) {
    const scores = new Uint16Array(index.size);
    for (const [names, records] of await Promise.all(shards.map((name) => load("w-" + name)))) {
      const lists = records.split(" ");
      let before = "";
      names.split(" ").forEach((item, at) => {
        before = before.slice(0, digit(item, 0)) + item.slice(1);
        if (fits(before)) {
          weigh(lists[at], factor, (id, score) => {
            if (scores[id] < score) scores[id] = score;
          });
        }
      });
    }
    return scores;
  }

  /** Calls `visit` with each entry of a record and what it scores there. */
  function weigh(record, factor, visit) {
    record.split("!").forEach((list, place) => {
      numbers(list, (id) => visit(id, WEIGHTS[place] * factor));
    });
  }

  /** The shard with the longest name that the term begins with. */
  function shardOf(index, name) {
    for (let end = name.length; end > 0; end -= 1) {
      if (index.shards.includes(name.slice(0, end))) return [name.slice(0, end)];
    }
    return index.shards.includes("_") ? ["_"] : [];
  }

  function prefixShards(index, prefix) {
    const isLonger = (name) => name.length > prefix.length && name.startsWith(prefix);
    return shardOf(index, prefix).concat(index.shards.filter(isLonger)).slice(0, MOST_SHARDS);
  }

  // -------------------------------------------------------------------------------------- page

  /** The entries' rows: title, address, place, summary, language. */
  async function entries(ids, load, index) {
    const rows = await Promise.all(
      ids.map(async (id) => {
        const [found] = await load("e-" + Math.floor(id / index.together));
        const row = found.find((row) => row[0] === id);
        if (!row) throw new Error("entry " + id + " is missing");
        return row;
      })
    );
    return rows.map(([, title, address, place, summary, language]) => ({
      title,
      address,
      place,
      summary,
      language,
    }));
  }

  /** Whether a word of a result is one that was searched for. */
  function marker(parts, stops) {
    const terms = new Set();
    let prefix = "";
    for (const part of parts) {
      for (const word of part.words) {
        for (const { folded } of word.pieces) {
          if (folded.length > 1 || word.pieces.length === 1) terms.add(term(folded));
        }
        terms.add(term(word.joined));
        if (word.isPrefix) prefix = word.joined;
      }
      for (const phrase of part.group ? phrasesOf(part.group, stops) : []) {
        if (phrase.terms.length === 1) terms.add(phrase.terms[0]);
      }
    }
    // A compound may have been found by its last part; no stem is so short as to be an ending.
    const heads = Array.from(terms).filter((name) => name.length >= SHORTEST_PREFIX);
    const isCompound = (name) =>
      heads.some((head) => name.length >= head.length + 4 && name.endsWith(head));
    return (folded) =>
      terms.has(term(folded)) || (prefix && folded.startsWith(prefix)) || isCompound(term(folded));
  }

  /** The German words of the part's group, without the one that was typed. */
  function otherWords(part) {
    const terms = (found) => joinedTerms(found).map((item) => item.term).join(" ");
    return part.group.german.filter((text) => terms(words(text)) !== terms(part.words));
  }

  /** Puts the text into the element, with `mark` around the words that were searched for. */
  function show(element, text, isSearched) {
    element.textContent = "";
    let done = 0;
    const mark = ({ start, end }) => {
      const marked = document.createElement("mark");
      marked.textContent = text.slice(start, end);
      element.append(text.slice(done, start), marked);
      done = end;
    };
    for (const word of words(text)) {
      if (isSearched(word.joined)) mark(word);
      else word.pieces.filter((piece) => isSearched(piece.folded)).forEach(mark);
    }
    element.append(text.slice(done));
  }

  function start(root) {
    const form = root.querySelector("form");
    const status = root.querySelector("[data-suche-meldung]");
    const list = root.querySelector("[data-suche-treffer]");
    const more = root.querySelector("[data-suche-mehr]");
    const lists = root.querySelector("[data-suche-listen]");
    const template = root.querySelector("template[data-suche-vorlage]");
    const asked = new URLSearchParams(window.location.search);
    const query = (asked.get("q") || "").trim();
    const load = files(root.getAttribute("data-index") || "");
    const say = (name, values) => {
      const text = root.getAttribute("data-text-" + name) || "";
      status.textContent = text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
    };

    for (const element of root.querySelectorAll("[data-suche-ohne]")) element.hidden = true;
    if (lists) lists.hidden = true;
    /** Where the search leads nowhere, the lists do. */
    const offerLists = () => {
      if (!lists) return;
      lists.hidden = false;
      for (const element of lists.querySelectorAll("[data-suche-leer]")) element.hidden = false;
    };
    const fail = () => {
      say("fehler", {});
      offerLists();
    };
    for (const field of form.elements) {
      const value = asked.get(field.name);
      if (/^(?:radio|checkbox)$/.test(field.type)) field.checked = field.value === (value || "");
      else if (field.name && value !== null) field.value = value;
    }
    if (!query) return;
    say("laedt", {});
    const again = (error) => (error.isOutdated ? answer() : Promise.reject(error));
    answer().catch(again).catch(fail);

    async function answer() {
      const index = await directory(load);
      const { parts, hits } = await search(query, load, index);
      const wanted = (name, value) => !asked.get(name) || asked.get(name) === String(value);
      const shown = hits.filter(({ id }) => {
        const { kind, state, year } = index.facts(id);
        return wanted("art", kind) && wanted("stand", state) && wanted("jahr", year);
      });
      const isSearched = marker(parts, index.stops);
      const step = Number(root.getAttribute("data-schritt")) || 10;
      const showMore = async () => {
        const next = shown.slice(list.children.length, list.children.length + step);
        const rows = await entries(next.map((hit) => hit.id), load, index);
        const items = rows.map((row, at) => item(row, next[at], index, isSearched));
        list.append(...items);
        more.hidden = list.children.length >= shown.length;
        return items[0];
      };
      await showMore();
      more.addEventListener("click", () => {
        const focus = (added) => added && added.querySelector("a").focus();
        showMore().then(focus, fail);
      });
      report(parts, shown);
    }

    function report(parts, shown) {
      const language = document.documentElement.lang || "de";
      const values = { anfrage: query, anzahl: shown.length.toLocaleString(language) };
      const amount = { 0: "keine", 1: "eine" }[shown.length] || "viele";
      say(parts.length ? amount : "kurz", values);
      if (!shown.length) offerLists();
      const related = root.querySelector("[data-suche-verwandt]");
      if (!related || !shown.some((hit) => hit.isSynonym)) return;
      const others = parts.filter((part) => part.group).flatMap(otherWords);
      related.textContent = (root.getAttribute("data-text-verwandt") || "").replace(
        "{woerter}",
        () => Array.from(new Set(others)).join(", ")
      );
      related.hidden = false;
    }

    function item(row, hit, index, isSearched) {
      const copy = template.content.cloneNode(true);
      const { kind, state } = index.facts(hit.id);
      const fill = (name, text, isMarked) => {
        for (const element of copy.querySelectorAll('[data-feld="' + name + '"]')) {
          element.hidden = !text;
          if (isMarked && row.language) element.lang = row.language;
          if (isMarked) show(element, text, isSearched);
          else element.textContent = text;
        }
      };
      copy.querySelector("a").href = (root.getAttribute("data-links") || "./") + row.address;
      fill("titel", row.title, true);
      fill("ort", row.place, true);
      fill("zusammenfassung", row.summary, true);
      fill("art", root.getAttribute("data-art-" + kind) || "");
      fill("stand", (state && root.getAttribute("data-stand-" + state)) || "");
      fill("verwandt", hit.isSynonym ? root.getAttribute("data-text-durch-verwandte") || "" : "");
      return copy.firstElementChild;
    }
  }

  // ------------------------------------------------------------------------------------- start

  const tools = { files, directory, search };
  window.offenlageSuche = Object.assign(() => {}, tools);
  const begin = () => {
    const root = document.querySelector("[data-suche]");
    if (root) start(root);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
