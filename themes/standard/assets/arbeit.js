// Eine kleine Rechenaufgabe im Hintergrund, sobald jemand das Formular ausfüllt. Einer Person kostet sie
// eine Sekunde, in der sie ohnehin schreibt, Massensendungen je Stück so viel Rechenzeit. Ohne dieses
// Skript geht alles ebenso, nur bei sehr großem Andrang etwas langsamer.
"use strict";

/** So viele Nullen, als Bits, hat der Anfang der gesuchten Prüfsumme. */
const ZEROS = 17;
/** Nach so vielen Millisekunden wird neu gerechnet; die Annahmestelle lässt eine Lösung zwei Stunden gelten. */
const FRESH = 3600e3;
/** So viele Millisekunden wird am Stück gerechnet; dazwischen bleibt die Seite bedienbar. */
const SLICE = 8;

const [START, ROUNDS] = constants();

for (const form of document.querySelectorAll("form.formular[data-entwurf]")) {
  const place = form.elements.namedItem("arbeit");
  const nonce = form.elements.namedItem("einmal");
  let begun = 0;
  const begin = () => {
    if (!place || !nonce?.value || Date.now() - begun < FRESH) return;
    begun = Date.now();
    work(form.dataset.entwurf, nonce.value, (solution) => { place.value = solution; });
  };
  form.addEventListener("focusin", begin);
  form.addEventListener("input", begin);
}

/** Sucht eine Zahl, mit der die Prüfsumme über Formular, Uhrzeit und Zahl mit genügend Nullen beginnt. */
function work(page, nonce, done) {
  const seconds = Math.floor(Date.now() / 1000);
  const seed = hexOf(digest(`offenlage\n${page}\n${nonce}\n${seconds}`));
  // Die ersten 64 Bytes sind bei jedem Versuch gleich und werden einmal verarbeitet.
  const middle = mix(START, wordsOf(new TextEncoder().encode(seed)));
  let count = 0;
  const slice = () => {
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      for (const stop = count + 50; count < stop; count++) {
        if (digest(String(count), middle, 64)[0] >>> (32 - ZEROS) === 0) return done(`${seconds}.${count}`);
      }
    }
    setTimeout(slice);
  };
  setTimeout(slice);
}

/** SHA-256 eines Textes, hinter so vielen Bytes, die schon verarbeitet sind. `crypto.subtle` wäre bei so
 *  kurzen Texten langsamer und fehlt auf Seiten ohne TLS. */
function digest(text, state = START, before = 0) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 128;
  new DataView(padded.buffer).setUint32(padded.length - 4, (before + bytes.length) * 8);
  for (let at = 0; at < padded.length; at += 64) state = mix(state, wordsOf(padded.subarray(at, at + 64)));
  return state;
}

/** Die sechzehn Zahlen eines Blocks von 64 Bytes, mit Platz für die achtundvierzig daraus. */
function wordsOf(bytes) {
  const words = new Int32Array(64);
  for (let at = 0; at < 64; at++) words[at >> 2] = (words[at >> 2] << 8) | bytes[at];
  return words;
}

/** Verarbeitet einen Block (FIPS 180-4, Abschnitt 6.2). */
function mix(state, words) {
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  for (let t = 16; t < 64; t++) {
    const x = words[t - 15], y = words[t - 2];
    words[t] = words[t - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + words[t - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[t] + words[t];
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]) | 0);
}

/** Die ersten Bits hinter dem Komma von Quadrat- und Kubikwurzeln der ersten Primzahlen. */
function constants() {
  const primes = [];
  for (let number = 2; primes.length < 64; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  const bits = (root) => ((root % 1) * 2 ** 32) | 0;
  return [primes.slice(0, 8).map((prime) => bits(Math.sqrt(prime))), primes.map((prime) => bits(Math.cbrt(prime)))];
}

function hexOf(state) {
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
