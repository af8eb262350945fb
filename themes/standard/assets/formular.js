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

/** Ob der Browser hier etwas aufheben darf. Gelesen und geschrieben wird erst nach einem Klick. */
function canStore() {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

function draft(form, part, status) {
  const key = "entwurf:" + form.dataset.entwurf;
  const typed = () => Array.from(form.elements).filter((field) =>
    field.name && field.name !== "webseite" && !["hidden", "file", "submit", "button"].includes(field.type));
  const say = (what) => { status.textContent = part.dataset[what] ?? ""; };
  const act = {
    save() {
      const values = {};
      for (const field of typed()) {
        if (["radio", "checkbox"].includes(field.type) ? field.checked : field.value) {
          values[field.name] = field.value;
        }
      }
      try {
        localStorage.setItem(key, JSON.stringify(values));
        say("saved");
      } catch {
        say("failed");
      }
    },
    load() {
      const text = localStorage.getItem(key);
      if (!text) return say("none");
      const values = JSON.parse(text);
      for (const field of typed()) {
        const value = values[field.name] ?? "";
        if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
        else field.value = value;
      }
      form.dispatchEvent(new Event("input"));
      say("loaded");
    },
    remove() {
      localStorage.removeItem(key);
      say("removed");
    },
  };
  for (const button of part.querySelectorAll("button[data-tun]")) {
    button.addEventListener("click", () => act[button.dataset.tun]?.());
  }
  part.hidden = false;
}
