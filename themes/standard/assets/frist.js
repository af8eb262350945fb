// The page of lawful ends: choose a day instead of looking for it in the table. The table answers; this
// computes nothing.
"use strict";
(() => {
  const form = document.querySelector("[data-frist]");
  if (!form) return;
  const answer = form.querySelector("[data-frist-antwort]");
  form.hidden = false;

  /** The row of the day that is chosen, as a sentence. */
  const show = () => {
    const row = document.getElementById("t" + form.elements.tag.value);
    const cells = row ? [...row.querySelectorAll("td")] : [];
    answer.textContent = row
      ? cells.map((cell) => cell.dataset.spalte + ": " + cell.textContent.trim()).join(". ") + "."
      : form.elements.tag.value ? form.dataset.nichts : "";
  };

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
})();
