// Ein Punkt auf der Karte: mit Zeiger oder Pfeiltasten gesetzt, als Koordinaten gesendet (EPSG:25833).
// Ohne dieses Skript bleibt das Textfeld für den Ort, in dem dasselbe in Worten steht.
"use strict";

const drawing = "http://www.w3.org/2000/svg";
const picture = document.querySelector("svg.map-procedure");
for (const part of picture ? document.querySelectorAll("[data-ort]") : []) picker(part);

function picker(part) {
  const field = part.closest(".feld");
  const input = field.querySelector("input");
  const frame = part.querySelector("[data-ort-karte]");
  const status = part.querySelector("[data-ort-stand]");
  const remove = part.querySelector("[data-ort-weg]");
  const [west, south, east, north] = part.dataset.ort.split(" ").map(Number);
  const map = own(picture);
  const { width, height } = map.viewBox.baseVal;
  const cross = document.createElementNS(drawing, "path");
  cross.setAttribute("class", "ortskreuz");
  cross.setAttribute("d", "M-60 0H-16M16 0H60M0-60V-16M0 16V60M-16 0a16 16 0 1 0 32 0a16 16 0 1 0-32 0");
  map.append(cross);
  frame.append(map);
  let at = null;

  const point = (x, y) => Object.assign(map.createSVGPoint(), { x, y });

  /** Zeigt, was im Feld steht; auch wenn es von Hand oder aus einem Entwurf kommt. */
  const show = () => {
    const numbers = input.value.trim().split(/\s+/).map(Number);
    const [x, y] = [(numbers[0] - west) / (east - west), (north - numbers[1]) / (north - south)];
    const isOnMap = numbers.length === 2 && x >= 0 && x <= 1 && y >= 0 && y <= 1;
    at = isOnMap ? point(x * width, y * height) : null;
    remove.hidden = !input.value;
    cross.style.display = at ? "" : "none";
    status.textContent = at || !input.value ? part.dataset.keiner : "";
    if (!at) return;
    cross.setAttribute("transform", `translate(${at.x} ${at.y})`);
    const area = map.querySelector(".map-area");
    const where = area?.isPointInFill(at) ? part.dataset.innen : part.dataset.aussen;
    status.textContent = `${where}: ${numbers[0]} ${part.dataset.rechts}, ${numbers[1]} ${part.dataset.hoch}`;
  };

  const say = (value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /** Setzt das Kreuz, in Einheiten des Bildes; über den Rand hinaus geht es nicht. */
  const set = (x, y) => {
    const metres = (part, from, to) => Math.round(from + Math.min(Math.max(part, 0), 1) * (to - from));
    say(`${metres(x / width, west, east)} ${metres(y / height, north, south)}`);
  };

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  frame.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step) {
      const far = event.shiftKey ? 50 : 5;
      // Der erste Druck setzt das Kreuz in die Mitte.
      if (at) set(at.x + step[0] * far, at.y + step[1] * far);
      else set(width / 2, height / 2);
    } else if (["Delete", "Backspace"].includes(event.key)) say("");
    else return;
    event.preventDefault();
  });
  frame.addEventListener("click", (event) => {
    const place = point(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    set(place.x, place.y);
  });
  remove.addEventListener("click", () => {
    say("");
    frame.focus();
  });
  input.form.addEventListener("input", show);
  field.hidden = false;
  part.hidden = false;
  show();
}

/** Ein Abbild der Karte dieser Seite, ohne ihre Namen und ohne die kleine Karte in der Ecke. */
function own(source) {
  const map = source.cloneNode(true);
  for (const part of map.querySelectorAll("title, desc, .map-locator")) part.remove();
  for (const part of [map, ...map.querySelectorAll("[id]")]) part.removeAttribute("id");
  for (const name of ["role", "aria-labelledby", "aria-describedby"]) map.removeAttribute(name);
  map.setAttribute("aria-hidden", "true");
  return map;
}
