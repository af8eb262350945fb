// A page outlives the day it was built. This corrects what it says about periods: how many days
// are left, whether something may still be done. Both days of a period count, in Germany's time
// zone, and where its last day is no working day, statements are in time until the next one. Every word comes from the page; without this script the dates themselves are there.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const DAY = 86400000;

  // The day an example portal takes for today, else the day in Germany: "2026-05-05".
  const today = () =>
    document.documentElement.dataset.today ||
    new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(new Date());

  const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

  const momentOn = (day, first, last) =>
    day < first ? "upcoming" : !last || day <= last ? "running" : "over";

  const counted = (name, n) =>
    n === 1 ? words[name + "One"] : words[name].replace("{n}", n);

  const sentence = (day, moment, first, last) => {
    if (moment === "upcoming") return counted("until", daysBetween(day, first));
    if (moment === "over") return words.over;
    if (!last) return words.open;
    if (day > last) return words.intime;
    const left = daysBetween(day, last);
    return left === 0 ? words.last : counted("left", left);
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const correct = () => {
    const day = today();
    for (const element of document.querySelectorAll("[data-frist]")) {
      const { frist, von, bis, rechtzeitig } = element.dataset;
      const moment = momentOn(day, von, rechtzeitig || bis);
      if (frist === "text") {
        write(element, sentence(day, moment, von, bis));
        const isSoon = moment === "running" && bis && daysBetween(day, bis) < 8;
        element.className = "frist frist-" + moment + (isSoon ? " frist-bald" : "");
      } else if (frist === "zustand") {
        const key = { upcoming: "angekuendigt", running: "beteiligung", over: "im-verfahren" }[moment];
        if (element.classList.contains("zustand-" + key)) continue;
        element.className = "zustand zustand-" + key;
        write(element, words[moment === "over" ? "over" : "state" + moment]);
      } else {
        element.dataset.stand = moment;
        for (const part of element.querySelectorAll("[data-wenn]")) {
          if (part.closest("[data-frist=block]") !== element) continue;
          part.hidden = !part.dataset.wenn.split(" ").includes(moment);
        }
      }
    }
  };

  correct();
  // A page that stays open, or comes back from the browser's memory, over midnight.
  addEventListener("pageshow", correct);
  document.addEventListener("visibilitychange", correct);
  // Another script has put periods into the page.
  document.addEventListener("frist", correct);
  setInterval(correct, 60000);
})();
