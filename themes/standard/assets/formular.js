// Das Formular für Stellungnahmen: macht doppeltes Absenden erkennbar und hebt auf Wunsch einen
// Entwurf auf diesem Gerät auf. Ohne dieses Skript geht alles ebenso, nur der Entwurf fehlt.
"use strict";

for (const form of document.querySelectorAll("form.formular[data-entwurf]")) {
  const nonce = form.elements.namedItem("einmal");
  if (nonce) {
    // Wer zurückgeht und noch einmal sendet, sendet dasselbe Formular.
    nonce.value = history.state?.einmal || nonce.value || random();
    history.replaceState({ ...history.state, einmal: nonce.value }, "");
  }
  const part = form.querySelector("[data-entwurf-teil]");
  const status = form.querySelector("[data-entwurf-stand]");
  if (part && status && canStore()) draft(form, part, status);
}

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ob der Browser hier etwas aufheben darf. Geschrieben wird erst nach einem Klick. */
function canStore() {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

function draft(form, part, status) {
  const key = "entwurf:" + form.dataset.entwurf;
  const question = part.querySelector("[data-entwurf-frage]");
  const there = form.querySelector("[data-entwurf-da]");
  const isChoice = (field) => ["radio", "checkbox"].includes(field.type);
  const typed = () => Array.from(form.elements).filter((field) =>
    field.name && field.name !== "webseite" && !["hidden", "file", "submit", "button"].includes(field.type));
  const isFilled = (field) => (isChoice(field) ? field.checked && field.value : field.value.trim());
  const read = () => {
    const found = JSON.parse(localStorage.getItem(key));
    return found?.werte ? found : null;
  };
  const say = (what) => {
    status.textContent = part.dataset[what] ?? "";
    question.hidden = what !== "ask";
    there.hidden = true;
  };
  const fill = ({ werte }) => {
    for (const field of typed()) {
      const value = werte[field.name] ?? "";
      if (isChoice(field)) field.checked = field.value === value;
      else field.value = value;
    }
    form.dispatchEvent(new Event("input"));
    say("loaded");
  };
  const act = {
    save() {
      const werte = Object.fromEntries(typed().filter(isFilled).map((field) => [field.name, field.value]));
      try {
        localStorage.setItem(key, JSON.stringify({ zeit: Date.now(), werte }));
        say("saved");
      } catch {
        say("failed");
      }
    },
    load() {
      const found = read();
      if (!found) return say("none");
      // Was der Entwurf ebenso sagt, geht nicht verloren.
      const isLost = (field) => isFilled(field) && field.value !== found.werte[field.name];
      if (!typed().some(isLost)) {
        // Der Hinweis verschwindet mit seinem Knopf.
        const isFromHint = there.contains(document.activeElement);
        fill(found);
        if (isFromHint) typed()[0].focus();
        return;
      }
      say("ask");
      question.querySelector("button").focus();
    },
    replace() {
      fill(read());
      back();
    },
    keep() {
      say("kept");
      back();
    },
    remove() {
      localStorage.removeItem(key);
      say("removed");
    },
  };
  const back = () => part.querySelector("[data-tun=load]").focus();
  for (const button of form.querySelectorAll("button[data-tun]")) {
    button.addEventListener("click", () => act[button.dataset.tun]?.());
  }
  part.hidden = false;
  const found = read();
  if (!found) return;
  const { lang } = document.documentElement;
  const when = new Date(found.zeit).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" });
  there.firstElementChild.textContent = part.dataset.there.replace("{zeit}", when);
  there.hidden = false;
}
