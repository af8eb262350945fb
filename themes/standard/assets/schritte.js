// Das Formular in Schritten statt auf einer langen Seite. Ohne dieses Skript bleibt es eine Seite, und
// was hier geprüft wird, prüft ohnehin die Annahmestelle.
"use strict";

for (const form of document.querySelectorAll("form.formular[data-schritte]")) steps(form);

function steps(form) {
  const parts = [...form.querySelectorAll(".schritt-formular")];
  const list = form.querySelector(".schrittfolge");
  const review = form.querySelector("[data-pruefen]");
  const last = parts.length - 1;
  const stepOf = (element) => parts.findIndex((part) => part.contains(element));
  let now = 0;

  const show = (step) => {
    now = step;
    parts.forEach((part, at) => { part.hidden = at !== step; });
    [...list.children].forEach((mark, at) => {
      if (at === step) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    if (step === last) summary();
  };

  /** Zeigt einen Schritt und stellt den Zeiger auf seine Überschrift. */
  const look = (step) => {
    show(step);
    list.scrollIntoView({ block: "start" });
    parts[step].querySelector("legend").focus({ preventScroll: true });
  };

  /** Geht zu einem Schritt; mit „Zurück“ im Browser kommt man wieder her. */
  const go = (step) => {
    if (step === now || !parts[step]) return;
    history.pushState({ ...history.state, schritt: step }, "");
    look(step);
  };

  /** Der erste Fehler eines Schritts wird gezeigt, wie der Browser es immer tut. */
  const isGood = (step) => {
    const fields = [...parts[step].querySelectorAll("input, select, textarea")];
    if (step === 0) needWords(form);
    const wrong = fields.find((field) => !field.checkValidity());
    if (!wrong) return true;
    go(step);
    wrong.reportValidity();
    return false;
  };

  const next = () => { if (isGood(now)) go(now + 1); };

  /** Was bis hier eingetragen ist, jede Angabe mit dem Weg zurück zu ihr. */
  const summary = () => {
    const rows = [...form.querySelectorAll(".feld[data-name]")].flatMap((field) => {
      const value = valueOf(field, review.dataset.ja);
      if (!value) return [];
      const { name } = field.dataset;
      const button = made("button", review.dataset.aendern);
      button.type = "button";
      button.className = "verweis";
      button.setAttribute("aria-label", `${name}: ${review.dataset.aendern}`);
      button.addEventListener("click", () => jump(field));
      const answer = made("dd", value + " ");
      answer.append(button);
      const row = made("div", "");
      row.append(made("dt", name), answer);
      return [row];
    });
    review.replaceChildren(...rows);
  };

  const jump = (field) => {
    go(stepOf(field));
    controlOf(field)?.focus();
  };

  form.noValidate = true;
  for (const hidden of form.querySelectorAll("[data-nur-schritte]")) hidden.hidden = false;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-schritt]");
    if (button) return button.dataset.schritt === "weiter" ? next() : go(now - 1);
    const link = event.target.closest("a[href^='#f-']");
    const field = link && document.getElementById(link.hash.slice(1))?.closest(".feld");
    if (!field) return;
    event.preventDefault();
    jump(field);
  });
  form.addEventListener("input", () => {
    for (const key of ["text", "anlage"]) form.elements.namedItem(key)?.setCustomValidity("");
    if (now === last) summary();
  });
  form.addEventListener("submit", (event) => {
    const isReady = now === last && parts.every((_, step) => isGood(step));
    if (isReady) return;
    event.preventDefault();
    if (now < last) next();
  });
  addEventListener("popstate", (event) => {
    // Ein Sprung innerhalb der Seite sagt nichts über den Schritt.
    const step = event.state?.schritt;
    if (parts[step] && step !== now) look(step);
  });
  // Wer vom Absenden zurückkommt, findet seine Angaben erst jetzt wieder vor.
  addEventListener("pageshow", () => show(now));

  const faulty = stepOf(form.querySelector(".feld-fehler"));
  const start = history.state?.schritt ?? faulty;
  history.replaceState({ ...history.state, schritt: parts[start] ? start : 0 }, "");
  show(history.state.schritt);
}

/** Nötig ist ein Text oder eine Anlage; wer nichts einzuwenden hat, braucht beides nicht. */
function needWords(form) {
  const [text, files, none] = ["text", "anlage", "keine_einwaende"].map((key) => form.elements.namedItem(key));
  const place = text ?? files;
  const isEmpty = !text?.value.trim() && !files?.files.length && !none?.checked;
  place?.setCustomValidity(isEmpty ? form.dataset.leer : "");
}

/** Womit man ein Feld ausfüllt; von mehreren Antworten die gewählte. */
function controlOf(field) {
  return field.querySelector("input:checked") ?? field.querySelector("input, select, textarea");
}

/** Was in einem Feld steht, wie man es liest. */
function valueOf(field, yes) {
  const control = controlOf(field);
  if (control.type === "file") return [...control.files].map((file) => file.name).join(", ");
  if (control.type === "checkbox") return control.checked ? yes : "";
  if (control.type === "radio") return control.checked ? control.labels[0].textContent : "";
  if (control.selectedOptions) return control.value && control.selectedOptions[0].textContent;
  return control.value.trim();
}

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
