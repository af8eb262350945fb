// Das Formular in Schritten statt auf einer langen Seite. Ohne dieses Skript bleibt es eine Seite, und
// was hier geprüft wird, prüft ohnehin die Annahmestelle.
"use strict";

for (const form of document.querySelectorAll("form.formular[data-schritte]")) steps(form);

function steps(form) {
  const parts = [...form.querySelectorAll(".schritt-formular")];
  const list = form.querySelector(".schrittfolge");
  const review = form.querySelector("[data-pruefen]");
  const last = parts.length - 1;
  const words = form.dataset;
  // Bis die gewählten Dateien angesehen sind.
  let looking = Promise.resolve();
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

  /** Ob ein Schritt ohne Fehler ist; sonst steht jeder bei seinem Feld, und der Zeiger kommt zum ersten. */
  const isGood = (step) => {
    const wrong = [...parts[step].querySelectorAll(".feld")].filter((field) => {
      const fault = faultOf(form, field);
      if (fault) showFault(field, fault);
      return fault;
    });
    if (!wrong.length) return true;
    go(step);
    controlOf(wrong[0]).focus();
    return false;
  };

  /** Nimmt weg, was berichtigt ist. Was nur die Annahmestelle weiß, gilt, bis jemand das Feld ändert. */
  const correct = (changed) => {
    for (const field of form.querySelectorAll(".feld-fehler")) {
      const fault = faultOf(form, field);
      const said = field.querySelector(".fehler").textContent;
      if (fault) showFault(field, fault);
      else if (field.contains(changed) || SEEN.some((known) => words[known] === said)) hideFault(field);
    }
  };

  const next = async () => {
    await looking;
    if (isGood(now)) go(now + 1);
  };

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
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") {
      looking = lookAt(event.target, words).then(() => correct(event.target));
    }
    correct(event.target);
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

// Fehler, die ein anderes Feld beheben kann oder die man dem Feld ansieht.
const SEEN = ["missing", "textOrFile", "answerEmail", "answerPost"];

// So viel nimmt die Annahmestelle: von einer Datei, von allen zusammen, und so viele.
const LARGEST = 10 * 1024 * 1024;
const LARGEST_ALL = 50 * 1024 * 1024;
const MOST_FILES = 20;
// Womit Dateien beginnen, die sie nimmt; von ZIP-Dateien nur die der Büroprogramme.
const BEGINNINGS =
  /^(%PDF-|\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf|AT&TFORM|BM|RIFF....WEBP|....ftyp(heic|heix|mif1|avif))/s;
const OFFICE = /^PK\x03\x04.*(mimetypeapplication\/vnd\.oasis\.opendocument\.|word\/|xl\/|\[Content_Types\]\.xml)/s;
const NO_TEXT = /[\0-\x08\x0b\x0e-\x1f\x7f]/;
/** Was an gewählten Dateien falsch ist, nach dem Feld. */
const unfit = new WeakMap();

/** Sieht die gewählten Dateien an: ihre Größe, und womit sie beginnen. */
async function lookAt(control, words) {
  unfit.delete(control);
  const files = [...control.files];
  const isKnown = await Promise.all(files.map(isTaken));
  const fault = (key, is) => {
    const names = files.filter(is).map((file) => file.name).join(", ");
    return names && `${names}: ${words[key]}`;
  };
  const all = files.reduce((sum, file) => sum + file.size, 0);
  const faults = [
    fault("fileLarge", (file) => file.size > LARGEST),
    fault("fileEmpty", (file) => !file.size),
    fault("fileKind", (_, at) => !isKnown[at]),
    files.length > MOST_FILES || all > LARGEST_ALL ? words.fileMany : "",
  ];
  unfit.set(control, faults.filter(Boolean).join(" "));
}

async function isTaken(file) {
  if (!file.size || file.size > LARGEST) return true;
  try {
    const bytes = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
    const start = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return BEGINNINGS.test(start) || OFFICE.test(start) || !NO_TEXT.test(start);
  } catch {
    // Was der Browser hier nicht liest, sieht die Annahmestelle an.
    return true;
  }
}

/** Was an einem Feld falsch ist, nach den Regeln der Annahmestelle, soweit man sie hier kennt. */
function faultOf(form, field) {
  const words = form.dataset;
  const control = controlOf(field);
  const { validity } = control;
  if (unfit.get(control)) return unfit.get(control);
  if (validity.valueMissing) return words.missing;
  if (validity.tooLong) return words.tooLong;
  if (!validity.valid) return control.type === "email" ? words.email : words.choice;
  const named = (key) => form.elements.namedItem(key);
  const [text, files, none] = ["text", "anlage", "keine_einwaende"].map(named);
  const isEmpty = !text?.value.trim() && !files?.files.length && !none?.checked;
  if (isEmpty && control === (text ?? files)) return words.textOrFile;
  // Für eine Antwort braucht es eine Adresse, wenn das Formular danach fragt.
  const answer = form.querySelector("[name=antwort]:checked")?.value;
  if (control.value.trim()) return "";
  if (answer === "email" && control === named("email")) return words.answerEmail;
  return answer === "post" && control === named("anschrift") ? words.answerPost : "";
}

/** Zeigt einen Fehler so, wie ihn auch die Annahmestelle zeigt. */
function showFault(field, text) {
  const key = controlOf(field).name;
  let fault = document.getElementById(`e-${key}`);
  if (!fault) {
    fault = made("p", "");
    fault.className = "fehler";
    fault.id = `e-${key}`;
    field.querySelector(".hinweis").after(fault);
  }
  if (fault.textContent !== text) fault.textContent = text;
  field.classList.add("feld-fehler");
  const described = describedBy(field, key);
  const others = described.getAttribute("aria-describedby").split(" ").filter((id) => id !== fault.id);
  described.setAttribute("aria-describedby", [...others, fault.id].join(" "));
  if (described.tagName !== "FIELDSET") described.setAttribute("aria-invalid", "true");
}

function hideFault(field) {
  const key = controlOf(field).name;
  document.getElementById(`e-${key}`).remove();
  field.classList.remove("feld-fehler");
  const described = describedBy(field, key);
  const rest = described.getAttribute("aria-describedby").split(" ").filter((id) => id !== `e-${key}`);
  described.setAttribute("aria-describedby", rest.join(" "));
  described.removeAttribute("aria-invalid");
}

/** Was Hinweis und Fehler eines Feldes beschreiben: sein Eingabefeld, bei mehreren Antworten alle zusammen. */
const describedBy = (field, key) => field.querySelector(`#f-${CSS.escape(key)}`);

/** Womit man ein Feld ausfüllt; von mehreren Antworten die gewählte. */
function controlOf(field) {
  return field.querySelector("input:checked") ?? field.querySelector("input, select, textarea");
}

/** Was in einem Feld steht, wie man es liest. */
function valueOf(field, yes) {
  const control = controlOf(field);
  if (control.type === "file") return [...control.files].map((file) => file.name).join(", ");
  if (control.type === "checkbox") return control.checked ? yes : "";
  if (control.type === "radio") return control.checked && control.value ? control.labels[0].textContent : "";
  if (control.selectedOptions) return control.value && control.selectedOptions[0].textContent;
  return control.value.trim();
}

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
