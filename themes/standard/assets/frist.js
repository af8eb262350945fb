// The page of lawful ends: choose a day instead of looking for it in the table. The table answers; this
// computes nothing.
"use strict";
(() => {
  const form = document.querySelector("[data-frist]");
  if (!form) return;
  const answer = form.querySelector("[data-frist-antwort]");
  const other = form.querySelector("[data-frist-anders]");
  form.hidden = false;
  let shown;

  /** Unfolds the month of a row and marks the row; the one before is as it was. */
  const mark = (row) => {
    if (shown) {
      shown.row.classList.remove("gesucht");
      shown.month.open = shown.wasOpen;
    }
    const month = row?.closest("details");
    shown = row && { row, month, wasOpen: month.open };
    if (!row) return;
    row.classList.add("gesucht");
    month.open = true;
  };

  const told = (cell) => cell.textContent.trim();

  /** A cell under the head of its column; with what it says. */
  const asked = (cell) => {
    const [head, day] = ["span", "strong"].map((name) => document.createElement(name));
    head.textContent = cell.dataset.spalte + ": ";
    day.append(...cell.cloneNode(true).childNodes);
    return [head, day, " "];
  };

  /** Why the table has no row for a day. */
  const why = (day) => {
    const rows = [...document.querySelectorAll("tr[id^=t2]")];
    const next = rows.find((row) => row.id.slice(1) > day);
    if (!next || day < rows[0].id.slice(1)) return form.dataset.ausserhalb;
    const isWeekend = [0, 6].includes(new Date(day + "T00:00:00Z").getUTCDay());
    const said = isWeekend ? form.dataset.wochenende : form.dataset.feiertag;
    return said.replace("{tag}", told(next.querySelector("th")));
  };

  /** The row of the day that is chosen, as a sentence. */
  const show = () => {
    const day = form.elements.tag.value;
    const row = document.getElementById("t" + day);
    const cells = row ? [...row.querySelectorAll("td")] : [];
    answer.replaceChildren(...(row ? cells.flatMap(asked) : [day ? why(day) : ""]));
    answer.classList.toggle("fristantwort-tage", Boolean(row));
    const elsewhere = document.querySelector("#f" + (day || "0") + " td");
    other.hidden = !elsewhere;
    if (elsewhere) other.firstElementChild.textContent = form.dataset.anders.replace("{end}", told(elsewhere));
    mark(row);
  };

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
})();
