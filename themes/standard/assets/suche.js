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
      // Names of places have no numbers of entries in them, so no layout.
      const fits = name === "orte" || name === "verzeichnis" || itsLayout === layout;
      if (name !== "orte") layout = itsLayout;
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
    const said = (lists) => {
      const of = new Map();
      for (const [what, list] of lists) numbers(list, (id) => of.set(id, what));
      return (id) => of.get(id) || "";
    };
    const [stateOf, untilOf, readersOf] = [data.states, data.until, data.readers].map(said);
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
      spelled: data.spelled,
      groups,
      size: first,
      shards: data.shards.split(" "),
      facts: (id) => {
        const range = ranges.find((range) => id < range.end);
        const [state, until, readers] = [stateOf(id), untilOf(id), readersOf(id)];
        return { kind: range.kind, year: range.year, state, until, readers };
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
  // Where people can take part, it is urgent.
  const OPEN = 1.25;
  const SHORTEST_PREFIX = 3;
  const MOST_SHARDS = 6;

  /**
   * Finds the entries in which every part of the query stands, best first. `parts` says how the
   * query was read, `hits` holds number, score and whether a word was found by its synonyms only.
   * Where nothing is found, it looks for less or for words that are spelled alike: `instead` and
   * `without` say what it did, `places` which places that were asked for publish nothing here.
   */
  async function search(query, load, index, isWanted = () => true) {
    const found = await attempt(query, load, index, isWanted);
    const change = { query, instead: [], without: [], places: [] };
    if (found.hits.length || !found.parts.length) return { ...change, ...found };
    return mercy(found, change, load, index, isWanted);
  }

  async function attempt(query, load, index, isWanted) {
    const parts = parse(query, index);
    const found = await Promise.all(parts.map((part) => findPart(part, load, index)));
    found.forEach(({ scores }, at) => {
      parts[at].count = scores.reduce((count, score) => count + (score > 0), 0);
    });
    const hits = [];
    all(found.map((part) => part.scores)).forEach((score, id) => {
      if (!score || !isWanted(id)) return;
      const isSynonym = found.some((part) => part.isSynonym[id]);
      hits.push({ id, score: index.facts(id).until ? score * OPEN : score, isSynonym });
    });
    hits.sort((a, b) => b.score - a.score || b.id - a.id);
    return { query, parts, hits };
  }

  // No longer query is worth so many rounds.
  const MOST_ROUNDS = 8;

  async function mercy(first, change, load, index, isWanted) {
    const unknown = first.parts.filter((part) => !part.count);
    const { places, named } = await elsewhere(first.parts, load, index);
    change.places = places;
    const corrected = new Map();
    for (const part of unknown.filter((part) => !named.has(part))) {
      const near = part.words.length === 1 && (await nearest(part.words[0].joined, load, index));
      if (!near) continue;
      corrected.set(part, near);
      change.instead.push({ typed: part.text, near });
    }
    const textOf = (part) => corrected.get(part) || part.text;
    let tried = first;
    if (corrected.size) {
      tried = await attempt(first.parts.map(textOf).join(" "), load, index, isWanted);
    }
    for (let round = 0; round < MOST_ROUNDS && !tried.hits.length; round += 1) {
      const { parts } = tried;
      const numbers = parts.filter(isNumber);
      const rarest = parts.reduce((one, other) => (other.count < one.count ? other : one));
      const dropped = numbers.length && numbers.length < parts.length ? numbers : [rarest];
      const left = parts.filter((part) => !dropped.includes(part));
      if (!left.length) break;
      change.without.push(...dropped.map((part) => part.text));
      tried = await attempt(left.map((part) => part.text).join(" "), load, index, isWanted);
    }
    if (tried.hits.length) return { ...change, ...tried };
    return { ...first, instead: [], without: [], places };
  }

  function isNumber(part) {
    return part.words.every((word) => /^[0-9]+[a-z]?$|^[0-9x]+$/.test(word.joined));
  }

  /** The places that the parts name although they publish nothing here, and those parts. */
  async function elsewhere(parts, load, index) {
    const [names] = await load("orte");
    const typed = new Map(parts.flatMap((part) => part.words.map((word) => [word.joined, part])));
    const named = new Set();
    const places = names.filter((name) => {
      const own = searched(name, index.stops).map((word) => typed.get(word.joined));
      if (!own.length || !own.every((part) => part && !part.count)) return false;
      own.forEach((part) => named.add(part));
      return true;
    });
    return { places, named };
  }

  // Shorter words are too near to one another.
  const SHORTEST_CORRECTED = 4;

  /** The known word that is spelled most like this one, if one is spelled nearly so. */
  async function nearest(typed, load, index) {
    if (typed.length < SHORTEST_CORRECTED || /[0-9]/.test(typed)) return "";
    const known = index.groups.flatMap((group) => group.german.concat(group.english));
    if (index.spelled.includes(typed[0])) {
      const [names] = await load("v-" + typed[0]);
      known.unshift(...names.split(" "));
    }
    let [best, fewest] = ["", typed.length < 8 ? 2 : 3];
    for (const spelled of known) {
      // An umlaut and `ß` may have two letters here and one there.
      if (Math.abs(spelled.length - typed.length) > fewest + 1) continue;
      const [word, more] = words(spelled);
      if (!word || more || word.joined[0] !== typed[0]) continue;
      const distance = edits(typed, word.joined);
      if (distance < fewest) [best, fewest] = [spelled, distance];
    }
    return best;
  }

  /** How many letters must be put in, left out, changed or exchanged with their neighbour. */
  function edits(one, other) {
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let at = 1; at <= one.length; at += 1) {
      const next = [at];
      for (let to = 1; to <= other.length; to += 1) {
        const isSame = one[at - 1] === other[to - 1];
        next[to] = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + (isSame ? 0 : 1));
        const isSwapped = one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
        if (at > 1 && to > 1 && isSwapped) next[to] = Math.min(next[to], before[to - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[other.length];
  }

  /** The query in parts: a word, or several that a group of synonyms knows as one phrase. */
  function parse(query, index) {
    const found = searched(query, index.stops);
    const parts = [];
    for (let at = 0; at < found.length; ) {
      const match = phrase(found.slice(at), index);
      const own = found.slice(at, at + match.count);
      const text = query.slice(own[0].start, own[own.length - 1].end);
      parts.push({ words: own, group: match.group, text });
      at += match.count;
    }
    const last = found[found.length - 1];
    if (last && last.joined.length >= SHORTEST_PREFIX && !/^[0-9][0-9x]*$/.test(last.joined)) {
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

  // So many letters of a passage are shown before the word, and so many in all.
  const BEFORE = 70;
  const LONGEST = 220;

  /**
   * Where neither title nor summary shows what was searched for, the result gets the passage of its
   * page that does. The page is asked for when its result comes into view, and only where pages may
   * be asked for: not on a disk, and not by those who save data.
   */
  function excerpts(isSearched) {
    const saves = window.navigator && navigator.connection && navigator.connection.saveData;
    if (!window.IntersectionObserver || saves || !/^http/.test(window.location.protocol)) return () => {};
    const observer = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        // The summary stays where the page cannot be had.
        excerpt(target, isSearched).catch(() => {});
      }
    });
    return (item) => {
      const marks = item.querySelectorAll("[data-feld=titel] mark, [data-feld=zusammenfassung] mark");
      if (!marks.length) observer.observe(item);
    };
  }

  async function excerpt(item, isSearched) {
    const answer = await fetch(item.querySelector("a").href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isHit = ({ joined, pieces }) =>
      isSearched(joined) || pieces.some((piece) => isSearched(piece.folded));
    let best = { terms: 0 };
    for (const block of page.querySelectorAll("main :is(p, li, dd, td, blockquote)")) {
      if (block.querySelector("p, li, dd, td")) continue;
      const text = block.textContent.replace(/\s+/g, " ").trim();
      const hits = words(text).filter(isHit);
      const terms = new Set(hits.map((word) => term(word.joined))).size;
      if (terms > best.terms) best = { terms, block, text, start: hits[0].start };
    }
    if (!best.terms) return;
    const element = item.querySelector("[data-feld=zusammenfassung]");
    element.hidden = false;
    element.lang = best.block.closest("[lang]").lang;
    show(element, passage(best.text, best.start), isSearched);
  }

  /** As much of a text as is shown, around a place in it, cut between words. */
  function passage(text, place) {
    const from = place > BEFORE ? text.indexOf(" ", place - BEFORE) + 1 : 0;
    const end = from + LONGEST < text.length ? text.lastIndexOf(" ", from + LONGEST) : text.length;
    return (from ? "… " : "") + text.slice(from, end) + (end < text.length ? " …" : "");
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
    const language = document.documentElement.lang || "de";
    const text = (name, values) =>
      (root.getAttribute("data-text-" + name) || "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
    const say = (name, values) => {
      status.textContent = text(name, values);
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
      const wanted = (name, value) => !asked.get(name) || asked.get(name) === String(value);
      const isWanted = (id) => {
        const { kind, state, year, readers } = index.facts(id);
        const isReadHere = !readers || readers === language;
        return isReadHere && wanted("art", kind) && wanted("stand", state) && wanted("jahr", year);
      };
      const answered = await search(query, load, index, isWanted);
      const { parts, hits: shown } = answered;
      const isSearched = marker(parts, index.stops);
      const step = Number(root.getAttribute("data-schritt")) || 10;
      const showMore = async () => {
        const next = shown.slice(list.children.length, list.children.length + step);
        const rows = await entries(next.map((hit) => hit.id), load, index);
        const items = rows.map((row, at) => item(row, next[at], index, isSearched));
        list.append(...items);
        items.forEach(excerpts(isSearched));
        more.hidden = list.children.length >= shown.length;
        return items[0];
      };
      await showMore();
      more.addEventListener("click", () => {
        const focus = (added) => added && added.querySelector("a").focus();
        showMore().then(focus, fail);
      });
      report(answered);
    }

    function report({ query, parts, hits: shown, instead, without, places }) {
      const values = { anfrage: query, anzahl: shown.length.toLocaleString(language) };
      const amount = { 0: "keine", 1: "eine" }[shown.length] || "viele";
      // What a place is called is told of by its own sentence.
      const named = places.flatMap((place) => words(place).map((word) => word.joined));
      const isNamed = (text) => words(text).every((word) => named.includes(word.joined));
      const quoted = without.filter((word) => !isNamed(word)).map((wort) => text("wort", { wort }));
      status.textContent = [
        ...places.map((ort) => text("ort", { ort })),
        ...instead.map(({ typed, near }) => text("statt", { wort: typed, statt: near })),
        quoted.length ? text("ohne", { woerter: quoted.join(", ") }) : "",
        text(parts.length ? amount : "kurz", values),
      ].filter(Boolean).join(" ");
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

    function dayInWords(day) {
      const written = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
      return new Date(day).toLocaleDateString(language === "en" ? "en-GB" : language, written);
    }

    function item(row, hit, index, isSearched) {
      const copy = template.content.cloneNode(true);
      const { kind, state, until } = index.facts(hit.id);
      const stand = (state && root.getAttribute("data-stand-" + state)) || "";
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
      fill("stand", until ? text("bis", { stand, tag: dayInWords(until) }) : stand);
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
