// The endpoint behind a front of its own origin, as a citizen meets it: with and without script,
// on a small screen, by keyboard. OFFENLAGE_ENDPOINT names a program that was built with the
// feature `server`; `tests/run browser` builds it.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import { assertNone, launch, open, tooWide, violations } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

const PROGRAM = process.env.OFFENLAGE_ENDPOINT;
const PHASE = "verfahren/meissen/plan/01-beteiligung/";
const SMALL = { width: 320, height: 640 };

let browser, site, front, endpoint, folder, home;
before(async () => {
  assert.ok(PROGRAM, "OFFENLAGE_ENDPOINT names no program; start the tests with tests/run browser");
  folder = mkdtempSync(path.join(tmpdir(), "annahme-"));
  cpSync(new URL("../sites/annahme", import.meta.url), folder, { recursive: true });
  front = http.createServer((request, response) => pass(request, response));
  await new Promise((resolve) => front.listen(0, "127.0.0.1", resolve));
  home = `http://127.0.0.1:${front.address().port}/`;
  const settings = path.join(folder, "site.toml");
  const text = readFileSync(settings, "utf8").replaceAll("https://pruefportal.example/", home);
  writeFileSync(settings, text);
  execFileSync(PROGRAM, ["build", folder, "--at", "2026-05-05"]);
  [browser, site, endpoint] = await Promise.all([
    launch(), serve({ folder: path.join(folder, "output") }), collect(),
  ]);
});
after(async () => {
  endpoint?.child.kill("SIGTERM");
  front?.closeAllConnections();
  front?.close();
  await Promise.all([browser?.close(), site?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The endpoint's process and where it listens. */
function collect(portal = path.join(folder, "output"), data = path.join(folder, "annahme")) {
  const listen = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
  const child = spawn(PROGRAM, ["collect", portal, "--data", data, ...listen]);
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`the endpoint ended with ${code}`)));
    const lines = createInterface(child.stdout);
    const addresses = [];
    lines.on("line", (line) => {
      if (!line.startsWith("http")) return;
      addresses.push(line);
      if (addresses.length === 2) resolve({ child, home: addresses[0], admin: addresses[1] });
    });
  });
}

/** Passes what is below `annahme/` to the endpoint and the rest to the site, as a web server does. */
function pass(request, response) {
  const target = new URL(request.url.startsWith("/annahme/") ? endpoint.home : site.home);
  const options = {
    host: target.hostname, port: target.port, path: request.url, method: request.method,
    headers: { ...request.headers, connection: "close" },
  };
  const asked = http.request(options, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on("error", () => response.destroy());
  request.pipe(asked);
}

/** What is wrong with a page for somebody on a small screen or with a screen reader. */
async function wrong(page) {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  return [...light, ...(await violations(page, ["color-contrast"])), ...(await tooWide(page))];
}

const without = { viewport: SMALL, javaScriptEnabled: false };

const next = (page) => page.getByRole("button", { name: "Weiter" }).click();
const send = (page) => page.getByRole("button", { name: "Stellungnahme absenden" }).click();
/** Waits until a step is the current one: a page that has just come is not yet what its script makes of it. */
const at = (page, step) =>
  page.locator(".schrittfolge [aria-current=step]", { hasText: step }).waitFor();
/** The heading that a screen reader reads when a step is shown. */
const heading = (page) => page.evaluate(() => document.activeElement.textContent);

test("a statement is given without script, and changed, and taken back", async () => {
  const { page, context } = await open(browser, home, without);
  await page.goto(`${home}${PHASE}`);
  await page.locator('a[href="#formular"]').first().click();
  await page.getByLabel("Ihre Stellungnahme").fill("Zu laut, Łužica");
  await page.getByLabel("E-Mail-Adresse").fill("keine");
  await page.getByRole("button", { name: "Stellungnahme absenden" }).click();
  assert.equal(await page.getByRole("alert").count(), 0, "the browser asks for what is required");
  await page.getByLabel("E-Mail-Adresse").fill("anna@x");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await page.getByRole("button", { name: "Stellungnahme absenden" }).click();
  const summary = page.getByRole("alert");
  await summary.waitFor();
  assert.match(page.url(), /\/annahme\//);
  await summary.getByRole("link", { name: "E-Mail-Adresse" }).click();
  assert.equal(await page.getByLabel("Ihre Stellungnahme").inputValue(), "Zu laut, Łužica");
  await page.getByLabel("E-Mail-Adresse").fill("anna@beispiel.de");
  await page.getByRole("button", { name: "Stellungnahme absenden" }).click();
  await page.getByRole("heading", { name: "Ihre Stellungnahme ist angekommen" }).waitFor();
  const shown = page.url();
  await page.reload();
  assert.equal(page.url(), shown, "a reload shows the same receipt");
  const [number, secret] = await page.locator("dl.quittung strong").allTextContents();
  await page.getByRole("link", { name: "Stand Ihrer Stellungnahme" }).click();
  assert.equal(await page.getByLabel("Nummer").inputValue(), number, "the link brings it along");
  await page.getByLabel("Nummer").fill(number.toLowerCase());
  await page.getByRole("button", { name: "Nachsehen" }).click();
  await page.getByLabel("Geheimwort").fill(secret);
  await page.getByRole("button", { name: "Stellungnahme ändern" }).click();
  await page.getByLabel("Ihre Stellungnahme").fill("Viel zu laut");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await page.getByRole("button", { name: "Stellungnahme absenden" }).click();
  await page.getByText(`der früheren (${number})`).waitFor();
  const [newer, word] = await page.locator("dl.quittung strong").allTextContents();
  assert.notEqual(newer, number);
  await page.getByRole("link", { name: "Stand Ihrer Stellungnahme" }).click();
  await page.getByRole("button", { name: "Nachsehen" }).click();
  await page.getByLabel("Geheimwort").fill(word);
  await page.getByRole("button", { name: "zurückziehen" }).click();
  await page.getByRole("heading", { name: "wirklich zurückziehen?" }).waitFor();
  await page.getByText(`die frühere Fassung (${number})`).waitFor();
  await page.getByRole("button", { name: "Nein, behalten" }).click();
  await page.getByText("liegt vor").waitFor();
  await page.getByLabel("Geheimwort").fill(word);
  await page.getByRole("button", { name: "zurückziehen" }).click();
  await page.getByRole("button", { name: "Ja, zurückziehen" }).click();
  await page.getByRole("heading", { name: "Ihre Stellungnahme ist zurückgezogen" }).waitFor();
  const [saved] = await Promise.all([
    page.waitForEvent("download"), page.getByRole("link", { name: "Bestätigung speichern" }).click(),
  ]);
  const receipt = await saved.path();
  assert.match(readFileSync(receipt, "utf8"), /^Zurückgezogen: 2.*\nGemeinde: /ms);
  execFileSync(PROGRAM, ["verify", receipt]);
  await context.close();
});

test("every page of the endpoint can be used by everyone", async () => {
  const { page, context, faults } = await open(browser, home, { viewport: SMALL });
  const check = async (where) => assertNone(await wrong(page), where);
  await page.goto(`${home}${PHASE}`);
  await check("the form on the portal");
  await page.goto(`${home}annahme/${PHASE}?sprache=en`);
  await check("the form at the endpoint");
  await page.goto(`${home}annahme/${PHASE}`);
  await page.getByLabel("Ihre Stellungnahme").fill("Zu hoch");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await next(page);
  await check("the second step");
  // An address that only the endpoint refuses.
  await page.getByLabel("E-Mail-Adresse").fill("anna@x");
  await next(page);
  await check("the third step");
  await send(page);
  await page.getByRole("alert").waitFor();
  await at(page, "Person");
  await check("the form with faults");
  await page.getByRole("alert").getByRole("link", { name: "E-Mail-Adresse" }).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Zurück" }).click();
  const file = { name: "Plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") };
  await page.getByLabel("Anlagen").setInputFiles(file);
  await next(page);
  await next(page);
  await page.getByText("Plan.pdf").waitFor();
  await send(page);
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  await at(page, "Fertig");
  await check("the receipt");
  const [number, secret] = await page.locator("dl.quittung strong").allTextContents();
  await page.goto(`${home}annahme/stand/?nummer=${number}`);
  await check("the status before it is asked for");
  await page.getByRole("button", { name: "Nachsehen" }).click();
  await page.getByLabel("Geheimwort").fill(secret);
  await check("the status of a statement");
  await page.getByRole("button", { name: "zurückziehen" }).click();
  await page.getByRole("button", { name: "Ja, zurückziehen" }).waitFor();
  await check("the question before a withdrawal");
  await page.getByRole("button", { name: "Ja, zurückziehen" }).click();
  await page.getByRole("link", { name: "Bestätigung speichern" }).waitFor();
  await check("the confirmation of a withdrawal");
  await page.goto(page.url().replace("rueckzug", "quittung"));
  await page.getByText("wird nichts mehr gezeigt").waitFor();
  await check("a receipt that is shown no more");
  await page.goto(`${home}annahme/stand/`);
  await page.getByLabel("Nummer").fill("1234");
  await page.getByRole("button", { name: "Nachsehen" }).click();
  await check("the status of an unknown number");
  await page.goto(`${home}annahme/gibt/es/nicht/`);
  await check("a page that does not exist");
  const noted = (await faults()).filter((fault) => !/\b(404|410|422)\b/.test(fault));
  assertNone(noted, "the whole way");
  await context.close();
});

test("a double click and going back give one receipt", async () => {
  const { page, context } = await open(browser, home, { viewport: SMALL });
  await page.goto(`${home}${PHASE}`);
  await page.getByLabel("Ihre Stellungnahme").fill("Zweimal");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await next(page);
  await next(page);
  await page.getByRole("button", { name: "Stellungnahme absenden" }).dblclick();
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  const first = await page.locator("dl.quittung strong").first().textContent();
  await page.goBack();
  await page.getByText("Zweimal").waitFor();
  await send(page);
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  assert.equal(await page.locator("dl.quittung strong").first().textContent(), first);
  await context.close();
});

/** How many statements came with work that a script did. */
async function worked() {
  const numbers = await (await fetch(`${endpoint.admin}zahlen`)).text();
  return Number(/^offenlage_statements_quick_total (\d+)$/m.exec(numbers)[1]);
}

test("while somebody writes, the script does the work that the endpoint asks for", async () => {
  for (const start of [`${home}${PHASE}`, `${home}annahme/${PHASE}?sprache=en`]) {
    const { page, context, faults } = await open(browser, home, { viewport: SMALL });
    const before = await worked();
    await page.goto(start);
    const work = page.locator("input[name=arbeit]");
    assert.equal(await work.inputValue(), "", "who only reads does not calculate");
    await page.locator("#f-text").pressSequentially("Zu laut, Łužica");
    await page.locator("#f-betroffenheit").selectOption("anwohner");
    await page.waitForFunction(() => document.querySelector("input[name=arbeit]").value);
    assert.match(await work.inputValue(), /^\d+\.\d+$/);
    for (const _ of [1, 2]) await page.locator("button[data-schritt=weiter]:visible").click();
    await page.locator("form.formular button[type=submit]").click();
    await page.locator("dl.quittung").waitFor();
    assert.equal(await worked(), before + 1, start);
    assertNone(await faults(), "the whole way");
    await context.close();
  }
});

test("the same work counts where portal and endpoint have different origins", async (context) => {
  const own = path.join(folder, "fern");
  // The portal's own pages say where forms may go; this host sends no policy besides.
  const host = http.createServer((request, response) => {
    const file = path.join(own, "output", new URL(request.url, home).pathname.replace(/\/$/, "/index.html"));
    const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
    const type = types[path.extname(file)];
    response.writeHead(type ? 200 : 404, { "content-type": type ?? "text/plain" });
    response.end(type && readFileSync(file));
  });
  await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
  context.after(() => { host.closeAllConnections(); host.close(); });
  const portal = `http://127.0.0.1:${host.address().port}/`;
  const intake = `${home.replace("127.0.0.1", "localhost")}annahme/`;
  cpSync(new URL("../sites/annahme", import.meta.url), own, { recursive: true });
  const settings = path.join(own, "site.toml");
  const text = readFileSync(settings, "utf8").replace("https://pruefportal.example/annahme/", intake);
  writeFileSync(settings, text.replace("https://pruefportal.example/", portal));
  execFileSync(PROGRAM, ["build", own, "--at", "2026-05-05"]);
  const near = endpoint;
  context.after(() => { endpoint.child.kill("SIGTERM"); endpoint = near; });
  endpoint = await collect(path.join(own, "output"), path.join(own, "annahme"));
  for (const [at, start] of [`${portal}${PHASE}`, `${intake}${PHASE}`].entries()) {
    const { page, context: visit, faults } = await open(browser, "http://");
    await page.goto(start);
    await page.locator("#f-text").pressSequentially("Von weit her");
    await page.locator("#f-betroffenheit").selectOption("anwohner");
    await page.waitForFunction(() => document.querySelector("input[name=arbeit]").value);
    for (const _ of [1, 2]) await page.locator("button[data-schritt=weiter]:visible").click();
    await page.locator("form.formular button[type=submit]").click();
    await page.locator("dl.quittung").waitFor();
    assert.ok(page.url().startsWith(intake));
    assert.equal(await worked(), at + 1, start);
    assertNone(await faults(), start);
    await visit.close();
  }
});

test("when nothing can be kept the words come back, and a reload sends them again", async () => {
  const { page, context, faults } = await open(browser, home, { viewport: SMALL });
  // No file of the endpoint may grow, as on a full disk.
  const limit = (bytes) =>
    execFileSync("prlimit", ["--pid", String(endpoint.child.pid), `--fsize=${bytes}:unlimited`]);
  await page.goto(`${home}annahme/${PHASE}`);
  await page.getByLabel("Ihre Stellungnahme").fill("Nicht verlieren, Łužica");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await next(page);
  await next(page);
  limit(1);
  await send(page);
  await page.getByRole("heading", { name: "konnte nicht gespeichert werden" }).waitFor();
  await page.getByText("Nicht verlieren, Łužica").waitFor();
  await page.getByText("Markt 1, 01662 Meißen").waitFor();
  assertNone(await wrong(page), "the page that says so");
  limit("unlimited");
  await page.reload();
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  const number = await page.locator("dl.quittung strong").first().textContent();
  await page.goto(`${home}annahme/stand/`);
  await page.getByLabel("Nummer").fill(number);
  await page.getByRole("button", { name: "Nachsehen" }).click();
  await page.getByRole("link", { name: "Am Fluss" }).waitFor();
  assertNone(await wrong(page), "what is known of a statement");
  await page.getByLabel("Geheimwort").fill("falsch");
  await page.getByRole("button", { name: "zurückziehen" }).click();
  await page.getByText("passen nicht zusammen").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-geheimwort");
  assertNone(await wrong(page), "a secret word that is wrong");
  assertNone((await faults()).filter((fault) => !/\b(403|503)\b/.test(fault)), "the whole way");
  await context.close();
});

test("a draft stays on the device at a click, and nothing before", async () => {
  const { page, context } = await open(browser, home, { viewport: SMALL });
  await page.goto(`${home}${PHASE}`);
  await page.getByLabel("Ihre Stellungnahme").fill("Später mehr, Łužica");
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.getByRole("button", { name: "Entwurf speichern" }).click();
  await page.getByText("Der Entwurf ist auf diesem Gerät gespeichert.").waitFor();
  await page.reload();
  const text = page.getByLabel("Ihre Stellungnahme");
  assert.equal(await text.inputValue(), "");
  await page.getByText(/^Auf diesem Gerät liegt ein Entwurf vom \d+\. \w+ \d{4} um \d\d:\d\d\.$/).waitFor();
  assertNone(await wrong(page), "the form that a draft waits for");
  await page.getByRole("button", { name: "Damit weiterschreiben" }).click();
  assert.equal(await text.inputValue(), "Später mehr, Łužica");
  assert.equal(await page.getByRole("button", { name: "Damit weiterschreiben" }).isVisible(), false);
  assertNone(await wrong(page), "the form with a draft");
  // What is typed is replaced by nobody who was not asked.
  await text.fill("Anderer Text");
  await page.getByRole("button", { name: "Entwurf laden" }).click();
  await page.getByText("Soll der Entwurf es ersetzen?").waitFor();
  assert.equal(await heading(page), "Ja, ersetzen", "where the keyboard is");
  assertNone(await wrong(page), "the question about a draft");
  await page.getByRole("button", { name: "Nein, so lassen" }).press("Enter");
  assert.equal(await text.inputValue(), "Anderer Text");
  assert.equal(await heading(page), "Entwurf laden");
  await page.getByRole("button", { name: "Entwurf laden" }).click();
  await page.getByRole("button", { name: "Ja, ersetzen" }).click();
  assert.equal(await text.inputValue(), "Später mehr, Łužica");
  assert.equal(await page.getByRole("button", { name: "Ja, ersetzen" }).isVisible(), false);
  await page.getByRole("button", { name: "Entwurf löschen" }).click();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await context.close();
});

test("with script the form is four steps, by keyboard", async () => {
  const { page, context, faults } = await open(browser, home, { viewport: SMALL });
  await page.goto(`${home}${PHASE}`);
  await at(page, "Stellungnahme");
  assert.equal(await page.getByLabel("E-Mail-Adresse").isVisible(), false);
  // Without words nobody comes further; the browser says why at the field.
  const further = page.getByRole("button", { name: "Weiter" });
  await further.focus();
  await page.keyboard.press("Enter");
  await at(page, "Stellungnahme");
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-text");
  await page.keyboard.type("Bitte Bäume <b>erhalten</b>");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await further.focus();
  await page.keyboard.press("Enter");
  await at(page, "Person");
  assert.equal(await heading(page), "2. Zu Ihrer Person");
  // The return key in a line goes on and does not send.
  await page.getByLabel("Name").fill("Hanka Nowak");
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "3. Prüfen und absenden");
  const shown = page.locator("[data-pruefen]");
  for (const words of ["Bitte Bäume <b>erhalten</b>", "Hanka Nowak"]) {
    assert.ok((await shown.textContent()).includes(words), words);
  }
  await page.goBack();
  assert.equal(await heading(page), "2. Zu Ihrer Person");
  await page.goForward();
  await at(page, "Prüfen");
  await page.getByRole("button", { name: "Ihre Stellungnahme: Ändern" }).press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-text");
  await at(page, "Stellungnahme");
  await page.keyboard.type(" und ");
  await next(page);
  await next(page);
  assert.match(await shown.textContent(), / und /);
  await send(page);
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  assertNone(await faults(), "the whole way");
  await context.close();
});

test("files that the endpoint would not take are named before anything is sent", async () => {
  const { page, context, faults } = await open(browser, home, { viewport: SMALL });
  await page.goto(`${home}${PHASE}`);
  await page.getByLabel("Ihre Stellungnahme").fill("Siehe Anlage");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  const files = page.getByLabel("Anlagen");
  const file = (name, start = "") => {
    const place = path.join(folder, name);
    writeFileSync(place, start);
    return place;
  };
  const large = file("gross.pdf", "%PDF-");
  truncateSync(large, 11 << 20);
  await files.setInputFiles([large, file("virus.pdf", "MZ\x90\0"), file("leer.pdf"), file("gut.pdf", "%PDF-1.7\n\0")]);
  const fault = page.locator("#e-anlage");
  await next(page);
  const said = "gross.pdf: Größer als 10 MB. leer.pdf: Die Datei ist leer. virus.pdf: Weder PDF noch Bild, Text oder Office-Datei.";
  await fault.getByText(said, { exact: true }).waitFor();
  await at(page, "Stellungnahme");
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-anlage");
  assertNone(await wrong(page), "files that are not taken");
  // What the endpoint takes by its content is taken here, whatever its name.
  await files.setInputFiles([
    file("a.docx", "PK\x03\x04....[Content_Types].xml\0"), file("b.eml", "Von: Łužica\r\n"), file("c", Buffer.from("ffd8ffe000", "hex")),
  ]);
  await fault.waitFor({ state: "detached" });
  await next(page);
  await at(page, "Person");
  await page.getByLabel("Per Post").check();
  await next(page);
  await page.getByText("Für eine Antwort per Post fehlt Ihre Anschrift.").waitFor();
  await page.getByLabel("Keine Angabe").check();
  await next(page);
  await page.getByText("a.docx, b.eml, c").waitFor();
  await send(page);
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  assertNone(await faults(), "the whole way");
  await context.close();
});

test("a point on the map is set by pointer and by keys, and removed", async () => {
  const { page, context, faults } = await open(browser, home, { viewport: SMALL });
  await page.goto(`${home}${PHASE}`);
  const map = page.getByRole("application");
  const field = page.locator("#f-punkt");
  await page.getByText("Noch kein Punkt gesetzt.").waitFor();
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText(/^Innerhalb des Plangebiets: \d+ Ost, \d+ Nord$/).waitFor();
  const [east, north] = (await field.inputValue()).split(" ").map(Number);
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("ArrowUp");
  const [west, above] = (await field.inputValue()).split(" ").map(Number);
  assert.ok(west < east - 9 && above > north && above < north + 9, `${west} ${above}`);
  await map.click({ position: { x: 4, y: 100 } });
  await page.getByText("Außerhalb des Plangebiets").waitFor();
  assertNone(await wrong(page), "the form with a point");
  await page.getByRole("button", { name: "Punkt entfernen" }).click();
  assert.equal(await field.inputValue(), "");
  await page.keyboard.press("ArrowDown");
  assert.equal(await field.inputValue(), `${east} ${north}`, "again in the middle");
  await page.getByLabel("Ihre Stellungnahme").fill("Hier");
  await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
  await next(page);
  await next(page);
  await page.getByText(`${east} ${north}`).waitFor();
  await page.getByRole("button", { name: "Punkt auf der Karte: Ändern" }).click();
  await field.fill("1 2");
  await next(page);
  await next(page);
  await send(page);
  const summary = page.getByRole("alert");
  await summary.waitFor();
  await summary.getByRole("link", { name: "Punkt auf der Karte" }).click();
  assert.equal(await field.inputValue(), "1 2");
  await field.fill(`${east} ${north}`);
  await next(page);
  await next(page);
  await send(page);
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  assertNone((await faults()).filter((fault) => !/\b422\b/.test(fault)), "the whole way");
  await context.close();
});

test("the form on paper asks the same on sheets of A4", async () => {
  const { page, context } = await open(browser, home, { viewport: SMALL });
  await page.goto(`${home}${PHASE}`);
  await page.getByRole("link", { name: "Auf Papier antworten" }).click();
  await page.getByRole("heading", { name: "Ihre Stellungnahme" }).waitFor();
  assertNone(await wrong(page), "the form on paper");
  await page.getByRole("img", { name: "QR-Code" }).waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByText("Zum Inhalt").isVisible(), false);
  const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  const sheets = pdf.match(/\/Type \/Page\b/g).length;
  assert.ok(sheets <= 2, `${sheets} sheets`);
  await context.close();
});

test("in a flood from the same address the form comes back whole, and goes through later", async () => {
  let [isFlooding, refused] = [true, 0];
  const flood = async () => {
    for (let at = 0; isFlooding; at++) {
      const body = new URLSearchParams({ text: `Flut ${at}`, betroffenheit: "anwohner" });
      const answer = await fetch(`${home}annahme/${PHASE}`, { method: "POST", redirect: "manual", body });
      await answer.arrayBuffer();
      if (answer.status === 429) refused++;
    }
  };
  const { page, context } = await open(browser, home, { viewport: SMALL });
  // As without script; but axe is one.
  await page.route(/\/assets\/(arbeit|schritte)\./, (route) => route.abort());
  const busy = page.getByText("Gerade kommen sehr viele Stellungnahmen");
  const sent = () => Promise.all([page.waitForNavigation(), send(page)]);
  const flooded = flood();
  // Now and then the form takes a place that has just become free, as it should.
  while (!(await busy.count())) {
    await page.goto(`${home}annahme/${PHASE}`);
    await page.getByLabel("Ihre Stellungnahme").fill("Geduld, Łužica");
    await page.getByLabel("Ihr Bezug zur Planung").selectOption("anwohner");
    while (!refused) await new Promise((resolve) => setTimeout(resolve, 50));
    await sent();
  }
  isFlooding = false;
  await flooded;
  assert.equal(await page.getByLabel("Ihre Stellungnahme").inputValue(), "Geduld, Łužica");
  assertNone(await wrong(page), "the form in a flood");
  while (await busy.count()) await sent();
  await page.getByRole("heading", { name: "angekommen" }).waitFor();
  await context.close();
});
