#!/usr/bin/env python3
"""Turns the peers' corpus (../shared/bench/corpus.py) into a portal for offenlage.

    convert.py CORPUS_DIR PORTAL_DIR [--all] [--documents N]

The corpus's municipalities are invented; each becomes one of the 418 real ones (content/grenzen),
the one with most procedures the one with most inhabitants. A procedure keeps its texts, dates,
number of phases and the points of its area, which is moved into its municipality.

What differs from the peers' sources, always so that offenlage has more to do:
* the fourth phase is the participation of agencies and lasts as long as the display, because
  the law asks for it; notices, access and rules for statements are filled in;
* displays since July 2023 have two small documents as files, because the law asks for them.
The peers' sites name eight documents a procedure that are no files; here they stand as a table in
the procedure's description and as a list in the phase's text. `--documents N` adds N files to each
procedure. Without `--all` the portal makes the pages the peers make and no more.
"""
import argparse
import csv
import datetime as dt
import json
import math
import os
import random
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NEW_LAW = dt.date(2023, 7, 7)
SIMPLE = {
    "Bebauungsplan": ("bebauungsplan", None, None),
    # Its contract (§ 12 BauGB) is not in the corpus.
    "Vorhabenbezogener Bebauungsplan": ("bebauungsplan", None, None),
    "Änderung des Bebauungsplans": ("bebauungsplan", "aenderung", None),
    "Änderung des Flächennutzungsplans": ("flaechennutzungsplan", "aenderung", None),
    "Innenbereichssatzung": ("innenbereichssatzung", None, None),
}
LEFT_OUT = ["bekanntmachungen", "kalender", "offene_daten", "ortskarten", "suche", "verfahrensfeeds"]


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(PLAIN)).strip("-")


def quoted(text):
    """A YAML text on one line; JSON's quoting is YAML's."""
    return json.dumps(text, ensure_ascii=False)


class Place:
    """A real municipality and where plans fit into it."""

    def __init__(self, row, rings):
        self.ags, self.name, self.district = row["ags"], row["name"], row["district_name"]
        self.people = int(row["population_2023"])
        self.folder = slug(self.name)
        self.label = (float(row["label_lon"]), float(row["label_lat"]))
        self.scale = (111320 * math.cos(math.radians(self.label[1])), 111200.0)
        self.rings = [[self.metres(point) for point in ring] for ring in rings]
        points = [point for ring in self.rings for point in ring]
        self.box = [f(p[axis] for p in points) for axis in (0, 1) for f in (min, max)]

    def metres(self, point):
        return ((point[0] - self.label[0]) * self.scale[0], (point[1] - self.label[1]) * self.scale[1])

    def degrees(self, point):
        return [round(self.label[0] + point[0] / self.scale[0], 6),
                round(self.label[1] + point[1] / self.scale[1], 6)]

    def room(self, point):
        """Metres from a point to the border; negative outside."""
        x, y = point
        inside, nearest = False, math.inf
        for ring in self.rings:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    inside = not inside
                dx, dy = x2 - x1, y2 - y1
                length = dx * dx + dy * dy
                t = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
                nearest = min(nearest, math.hypot(x - x1 - t * dx, y - y1 - t * dy))
        return nearest if inside else -nearest

    def put(self, polygon, key):
        """The polygon somewhere inside, as longitude and latitude; smaller where it does not fit."""
        draw = random.Random(key).random
        cx = sum(p[0] for p in polygon) / len(polygon)
        cy = sum(p[1] for p in polygon) / len(polygon)
        shape = [(p[0] - cx, p[1] - cy) for p in polygon]
        radius = max(math.hypot(*p) for p in shape)
        best, room = (0.0, 0.0), -math.inf
        for _ in range(60):
            west, east, south, north = self.box
            point = (west + draw() * (east - west), south + draw() * (north - south))
            here = self.room(point)
            if here > room:
                best, room = point, here
            if room > radius + 5:
                break
        factor = min(1.0, max(room - 5, 1.0) / radius)
        ring = [self.degrees((best[0] + x * factor, best[1] + y * factor)) for x, y in shape]
        return ring + ring[:1]


def real_places():
    """The official municipalities, the largest first."""
    folder = os.path.join(ROOT, "content", "grenzen")
    with open(os.path.join(folder, "gemeinden.geojson"), encoding="utf-8") as file:
        shapes = {f["properties"]["ags"]: f["geometry"] for f in json.load(file)["features"]}
    places = []
    with open(os.path.join(folder, "gemeinden.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            shape = shapes[row["ags"]]
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            places.append(Place(row, [ring for part in parts for ring in part]))
    places.sort(key=lambda place: (-place.people, place.ags))
    names = [place.folder for place in places]
    for place in places:
        if names.count(place.folder) > 1:
            place.folder += "-" + slug(place.district)
    return places


def municipality_file(place):
    office = "Stadtverwaltung" if place.people > 9000 else "Gemeindeverwaltung"
    return f"""ags: "{place.ags}"
name: {quoted(place.name)}
kreis: {quoted(place.district)}
amt:
  stelle: {quoted(office + " " + place.name + ", Bauamt")}
  anschrift: Musterstraße 1, 00000 Musterstadt (Beispielanschrift)
  telefon: 030 23125-100 (Beispielnummer)
  email: bauamt@{place.folder}.gemeinde.example
  zeiten: Dienstag 9–12 und 13–18 Uhr
website: https://{place.folder}.gemeinde.example/
bekanntmachung:
  formen: [amtsblatt]
  organ: Amtsblatt
auslegungsort:
  stelle: Rathaus, Bauamt, Raum 12
  anschrift: Musterstraße 1, 00000 Musterstadt (Beispielanschrift)
  zeiten: Dienstag 9–12 und 13–18 Uhr
"""


def kinds_of_phase(is_preparatory):
    if is_preparatory:  # § 13 Abs. 2 Satz 1 Nr. 1 BauGB: without early participation
        return ["aufstellungsbeschluss", "veroeffentlichung", "behoerdenbeteiligung",
                "feststellungsbeschluss", "genehmigung", "bekanntmachung"]
    return ["aufstellungsbeschluss", "fruehzeitige_beteiligung", "veroeffentlichung",
            "behoerdenbeteiligung", "satzungsbeschluss", "bekanntmachung"]


SPANS = {"fruehzeitige_beteiligung": 21, "veroeffentlichung": 33, "behoerdenbeteiligung": 33}


def working_day(day):
    """The day, or the Monday after a weekend."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def phases(proc, is_preparatory):
    """(name, kind, first day, last day, text) of the phases, in order."""
    found = []
    for written, kind in zip(proc["phases"], kinds_of_phase(is_preparatory)):
        start = working_day(dt.date.fromisoformat(written["start"]))
        end = working_day(start + dt.timedelta(days=SPANS.get(kind, 0)))
        name = "%02d-%s" % (written["no"], kind.replace("_", "-"))
        documents = [d for d in proc["documents"] if d["phase"] == written["no"]]
        named = "".join("- %s\n" % reference(proc, d) for d in documents)
        text = written["body"] + ("\n## Unterlagen dieses Schritts\n\n" + named if named else "")
        found.append((name, kind, start, end, text))
    return found


def reference(proc, document):
    return "[%s](https://dokumente.example/%s/%s) (%d Seiten, %d kB)" % (
        document["name"], proc["id"], document["file"], document["pages"], document["kb"])


def phase_file(phase, documents):
    name, kind, start, end, _ = phase
    lines = [f"  - kennung: {name}", f"    art: {kind}"]
    if kind in SPANS:
        lines.append(f"    zeitraum: {{ beginn: {start}, ende: {end} }}")
    else:
        lines.append(f"    datum: {start}")
    if kind in ("aufstellungsbeschluss", "satzungsbeschluss", "feststellungsbeschluss"):
        lines.append(f'    beschluss: {{ nummer: "{start.year}/12", datum: {start}, gremium: Gemeinderat }}')
    if kind in ("aufstellungsbeschluss", "fruehzeitige_beteiligung", "veroeffentlichung", "bekanntmachung"):
        day = start - dt.timedelta(days=14) if kind in SPANS else start
        hints = {"veroeffentlichung": ["frist", "verspaetet", "keine_umweltpruefung"],
                 "bekanntmachung": ["planerhaltung", "entschaedigung", "saechsgemo"],
                 "fruehzeitige_beteiligung": ["frist"]}.get(kind, [])
        if kind == "veroeffentlichung" and start >= NEW_LAW:
            hints += ["elektronisch", "zugang"]
        if kind == "veroeffentlichung":
            hints += ["verbaende"] if start >= NEW_LAW else ["verbaende", "normenkontrolle"]
        lines += ["    bekanntmachung:", "      form: amtsblatt",
                  f"      organ: Amtsblatt Nr. {day.month}/{day.year}",
                  f"      veroeffentlicht: {day}", f"      hinweise: [{', '.join(hints)}]"]
    if kind == "veroeffentlichung":
        lines += [f"    landesportal: https://landesportal.example/{name}"]
        lines += ["    zugang:", "      - art: auslegung", "        ort: Rathaus, Bauamt, Raum 12",
                  "        anschrift: Musterstraße 1, 00000 Musterstadt (Beispielanschrift)",
                  "        zeiten: Dienstag 9–12 und 13–18 Uhr"]
    if kind in SPANS:
        who = "behoerden" if kind == "behoerdenbeteiligung" else "alle"
        lines += [f"    stellungnahmen: {{ von: {who}, wege: [email, post] }}"]
    if documents:
        lines.append("    unterlagen:")
    for file, art, title in documents:
        lines += [f"      - datei: {file}", f"        art: {art}", f"        titel: {quoted(title)}",
                  f"        stand: {start}"]
    lines.append(f"    text: {name}.md")
    return "\n".join(lines) + "\n"


KINDS_OF_DOCUMENT = {"Planzeichnung": "planzeichnung", "Begründung": "begruendung",
                     "Umweltbericht": "umweltbericht", "Bekanntmachungstext": "bekanntmachung"}


def documents_of(proc, phase, number, count):
    """(file, kind, title) of the documents that are files."""
    _, kind, start, _, _ = phase
    files = []
    if kind == "veroeffentlichung" and start >= NEW_LAW:
        files += [("planzeichnung.txt", "planzeichnung", "Planzeichnung, Entwurf"),
                  ("begruendung.txt", "begruendung", "Begründung, Entwurf")]
    for document in proc["documents"][:count]:
        if document["phase"] == number:
            files.append((document["file"][:-4] + "-datei.txt",
                          KINDS_OF_DOCUMENT.get(document["name"], "gutachten"), document["name"]))
    return files


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def procedure(proc, place, folder, count):
    kind, operation, kind_text = SIMPLE.get(proc["type"], ("sonstiges", None, proc["type"]))
    name = re.search("„(.*)“", proc["title"]).group(1)
    steps = phases(proc, kind == "flaechennutzungsplan")
    yaml = f"planname: {quoted(name)}\nnummer: \"{proc['number']}\"\nplanart: {kind}\n"
    yaml += f"planart_text: {quoted(kind_text)}\n" if kind_text else ""
    yaml += f"vorgang: {operation}\naenderung_nummer: {proc['number'] % 9 + 1}\n" if operation else ""
    yaml += f"""verfahrensart: vereinfacht
geltungsbereich:
  beschreibung: {quoted(f"Das Gebiet „{name}“ liegt in {place.name} und umfasst rund "
                        f"{str(proc['area_ha']).replace('.', ',')} Hektar.")}
  datei: geltungsbereich.geojson
kurzbeschreibung: {quoted(f"{place.name} plant das Gebiet „{name}“ neu. "
                          "Die Unterlagen zeigen, was dort gebaut werden darf und was geschützt wird.")}
beschreibung: beschreibung.md
phasen:
"""
    os.makedirs(folder)
    for number, phase in enumerate(steps, 1):
        documents = documents_of(proc, phase, number, count)
        yaml += phase_file(phase, documents)
        write(os.path.join(folder, phase[0] + ".md"), phase[4])
        for file, _, title in documents:
            os.makedirs(os.path.join(folder, phase[0]), exist_ok=True)
            write(os.path.join(folder, phase[0], file), f"{title} zu {proc['title']}\n" * 20)
    write(os.path.join(folder, "verfahren.yaml"), yaml)
    rows = "".join("| %s | %d | %d | %d kB |\n" % (
        "[%s](https://dokumente.example/%s/%s)" % (d["name"], proc["id"], d["file"]),
        d["phase"], d["pages"], d["kb"]) for d in proc["documents"])
    table = "\n## Unterlagen\n\n| Unterlage | Schritt | Seiten | Größe |\n|---|---|---|---|\n" + rows
    write(os.path.join(folder, "beschreibung.md"), proc["body"] + table)
    ring = place.put(proc["polygon"], proc["id"])
    write(os.path.join(folder, "geltungsbereich.geojson"), json.dumps({
        "type": "FeatureCollection", "features": [{
            "type": "Feature", "properties": {"planname": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}]}, ensure_ascii=False) + "\n")


SITE = """titel = "Planportal Musterland"
beschreibung = "Ein erfundenes Archiv zum Messen."
adresse = "https://plan.example/"
sprachen = ["de"]
beispiel = true
beispieltag = "%s"

[herausgeber]
stelle = "Landesamt für Planung Musterland"
email = "portal@plan.example"
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("portal")
    parser.add_argument("--all", action="store_true", help="everything on")
    parser.add_argument("--documents", type=int, default=0, help="files a procedure, at most 8")
    asked = parser.parse_args()
    with open(os.path.join(asked.corpus, "meta.json"), encoding="utf-8") as file:
        meta = json.load(file)
    places = dict(zip((m["slug"] for m in meta["municipalities"]), real_places()))
    os.makedirs(asked.portal)
    site = SITE % meta["today"]
    if not asked.all:
        site += "\n[umfang]\nohne = %s\n" % json.dumps(LEFT_OUT)
    write(os.path.join(asked.portal, "site.toml"), site)
    own = os.path.join(asked.portal, "content", "portal")
    os.makedirs(own)
    for name in ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "gebaerdensprache",
                 "hilfe"):
        with open(os.path.join(ROOT, "content", "portal", name + ".md"), encoding="utf-8") as file:
            text = file.read()
        # Where nothing is searched, nothing leads to the search.
        write(os.path.join(own, name + ".md"), text if asked.all else text.replace("[Suche](/suche/)", "Suche"))
    known = set()
    with open(os.path.join(asked.corpus, "procedures.jsonl"), encoding="utf-8") as file:
        for line in file:
            proc = json.loads(line)
            place = places[proc["municipality"]]
            folder = os.path.join(asked.portal, "content", "gemeinden", place.folder)
            if place.ags not in known:
                known.add(place.ags)
                os.makedirs(folder)
                write(os.path.join(folder, "gemeinde.yaml"), municipality_file(place))
            procedure(proc, place, os.path.join(folder, proc["id"]), asked.documents)


if __name__ == "__main__":
    main()
