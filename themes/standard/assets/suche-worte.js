// Words of a text as the portal's search knows them; loaded before suche.js. Folding and stemming do
// exactly what src/export/search/fold.rs and its stemmer do, and tests/search/stem.mjs proves it.
(function () {
  "use strict";

  const LONGEST_WORD = 64;
  const LETTERS = letters(
    "aÀÁÂÃÄÅÆàáâãäåæĀāĂăĄąǍǎ cÇçĆćĈĉĊċČč dÐðĎďĐđ eÈÉÊËèéêëĒēĔĕĖėĘęĚě gĜĝĞğĠġĢģ " +
      "hĤĥĦħ iÌÍÎÏìíîïĨĩĪīĬĭĮįİı jĴĵ kĶķ lĹĺĻļĽľĿŀŁł nÑñŃńŅņŇňŉŊŋ oÒÓÔÕÖØòóôõöøŌōŎŏŐőŒœ " +
      "rŔŕŖŗŘř sŚśŜŝŞşŠšſȘș tÞþŢţŤťŦŧȚț uÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų wŴŵ yÝýÿŶŷŸ zŹźŻżŽž " +
      "0⁰₀ 1¹₁ 2²₂ 3³₃ 4⁴₄ 5⁵₅ 6⁶₆ 7⁷₇ 8⁸₈ 9⁹₉"
  );
  const NOTHING = /[\u00AD\u0300-\u036F\u200B-\u200D\u2060\uFEFF]/;

  function letters(rows) {
    const known = new Map([["ß", "ss"], ["ẞ", "ss"]]);
    for (const letter of "abcdefghijklmnopqrstuvwxyz0123456789") {
      known.set(letter, letter).set(letter.toUpperCase(), letter);
    }
    for (const row of rows.split(" ")) {
      for (const letter of row.slice(1)) known.set(letter, row[0]);
    }
    for (const hyphen of "-\u2010\u2011") known.set(hyphen, "-");
    return known;
  }

  /**
   * The words of a text. A word with hyphens and a number with slashes have several pieces, any other
   * has one; `joined` is all of them written together, with an `x` for a slash: 211/3 is 211x3.
   * `start` and `end` say where word and pieces stand in the text.
   */
  function words(text) {
    const found = [];
    let pieces = [];
    let raw = "";
    let mark = "";
    let start = 0;
    let end = 0;
    const endPiece = () => {
      if (raw) pieces.push({ raw, mark, start, end });
      raw = mark = "";
    };
    const endWord = () => {
      endPiece();
      if (pieces.length) found.push(word(pieces));
      pieces = [];
    };
    for (let at = 0; at < text.length; at += 1) {
      const letter = LETTERS.get(text[at]);
      if (letter === "-" && raw) {
        endPiece();
      } else if (text[at] === "/" && isDigit(raw.slice(-1)) && isDigit(LETTERS.get(text[at + 1]))) {
        endPiece();
        mark = "x";
      } else if (letter === undefined || letter === "-") {
        if (!NOTHING.test(text[at])) endWord();
        else if (raw) end = at + 1;
      } else {
        if (!raw) start = at;
        raw += letter;
        end = at + 1;
      }
    }
    endWord();
    return found;
  }

  function isDigit(letter) {
    return /^[0-9]$/.test(letter || "");
  }

  /** The words of a text that are searched, each with the pieces that are. */
  function searched(text, stops) {
    const isSearched = (folded) => folded && !stops.has(folded);
    return words(text)
      .filter((word) => isSearched(word.joined))
      .map((word) => ({ ...word, pieces: word.pieces.filter((piece) => isSearched(piece.folded)) }));
  }

  function word(pieces) {
    const fitting = (text) => (text.length <= LONGEST_WORD ? text : "");
    return {
      joined: fitting(contract(pieces.map((piece) => piece.mark + piece.raw).join(""))),
      pieces: pieces.map((piece) => ({ ...piece, folded: fitting(contract(piece.raw)) })),
      start: pieces[0].start,
      end: pieces[pieces.length - 1].end,
    };
  }

  /** Writes `ae`, `oe` and `ue` as `a`, `o` and `u`, but `ue` not after a vowel or a `q`. */
  function contract(raw) {
    let folded = "";
    let before = "";
    for (let at = 0; at < raw.length; at += 1) {
      const letter = raw[at];
      folded += letter;
      const contracts = /[ao]/.test(letter) || (letter === "u" && !/[aeiouyq]/.test(before));
      if (contracts && raw[at + 1] === "e") at += 1;
      before = letter;
    }
    return folded;
  }

  /** What the first letter of a text is folded to. */
  function initial(text) {
    return LETTERS.get(text[0]) || "";
  }

  /** The stem of a folded word; numbers and marks such as `co2` stay as they are. */
  function term(folded) {
    return /[0-9]/.test(folded) ? folded : stem(folded);
  }

  /** The German stemmer of the Snowball project, after its published description. */
  function stem(text) {
    let word = text
      .replace(/ß/g, "ss")
      .replace(/([aeiouyäöü])([uy])([aeiouyäöü])/g, (_, a, b, c) => a + b.toUpperCase() + c);
    let [first, second] = regions(word);
    const strip = (suffix, from) => {
      const match = suffix.exec(word);
      if (!match || match.index < from) return "";
      word = word.slice(0, match.index);
      return match[0];
    };

    const ending = strip(/(?:ern|e[mnrs]?|s)$/, first);
    if (ending === "s" && !/[bdfghklmnrt]$/.test(word)) word += ending;
    if (/^e[ns]?$/.test(ending) && /niss$/.test(word)) word = word.slice(0, -1);

    const comparison = strip(/(?:est|en|er|st)$/, first);
    if (comparison === "st" && !/...[bdfghklmnt]$/.test(word)) word += comparison;

    const suffix = strip(/(?:end|ung|isch|ig|ik|lich|heit|keit)$/, second);
    if (/^(?:isch|ig|ik)$/.test(suffix) && /e$/.test(word)) word += suffix;
    if (/^(?:end|ung)$/.test(suffix) && !/eig$/.test(word)) strip(/ig$/, second);
    if (/^(?:lich|heit)$/.test(suffix)) strip(/e[rn]$/, first);
    if (suffix === "keit") strip(/(?:lich|ig)$/, second);

    const plain = { U: "u", Y: "y", ä: "a", ö: "o", ü: "u" };
    return word.replace(/[UYäöü]/g, (letter) => plain[letter]);
  }

  /** Where the two parts of a word begin that may lose their endings. */
  function regions(word) {
    const none = word.length;
    if (none < 3) return [none, none];
    const after = (from) => {
      const match = /[aeiouyäöü][^aeiouyäöü]/.exec(word.slice(from));
      return match ? from + match.index + 2 : none;
    };
    const first = after(0);
    return [Math.max(first, 3), after(first)];
  }

  window.offenlageWorte = { words, searched, initial, term, stem };
})();
