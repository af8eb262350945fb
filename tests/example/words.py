"""Words of the documents: names of kinds, themes, phases, and sentences every document shares."""

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()

MARK = {
    None: "Beispiel – erfunden. Plan, Gebiet, Zahlen und Gutachten sind für das Beispielportal von offenlage ausgedacht. Dieses Papier hat keine rechtliche Wirkung.",
    "hsb": "Přikład. Tutón plan je wumysleny. – Beispiel. Dieser Plan ist erfunden.",
}

THEME = {
    "mensch": "Mensch und Gesundheit",
    "laerm": "Lärm",
    "tiere_pflanzen": "Tiere, Pflanzen und biologische Vielfalt",
    "flaeche": "Fläche",
    "boden": "Boden und Altlasten",
    "wasser": "Wasser",
    "klima_luft": "Klima und Luft",
    "landschaft": "Landschaft",
    "kultur_sachgueter": "Kultur- und Sachgüter",
    "schutzgebiete": "Schutzgebiete",
    "wechselwirkungen": "Wechselwirkungen",
}

PREPARATORY = {
    "flaechennutzungsplan": "Flächennutzungsplan",
    "gemeinsamer_flaechennutzungsplan": "Gemeinsamer Flächennutzungsplan",
    "regionaler_flaechennutzungsplan": "Regionaler Flächennutzungsplan",
    "flaechennutzungsplan_regionalplanerisch": "Flächennutzungsplan mit regionalplanerischen Festlegungen",
    "sachlicher_teilflaechennutzungsplan": "Sachlicher Teilflächennutzungsplan",
}
BINDING = {
    "bebauungsplan": "Bebauungsplan",
    "einfacher_bebauungsplan": "Einfacher Bebauungsplan",
    "qualifizierter_bebauungsplan": "Bebauungsplan",
    "bebauungsplan_wohnraumversorgung": "Bebauungsplan zur Wohnraumversorgung",
    "vorhabenbezogener_bebauungsplan": "Vorhabenbezogener Bebauungsplan",
    "vorhaben_und_erschliessungsplan": "Vorhaben- und Erschließungsplan",
    "innenbereichssatzung": "Innenbereichssatzung",
    "klarstellungssatzung": "Klarstellungssatzung",
    "entwicklungssatzung": "Entwicklungssatzung",
    "ergaenzungssatzung": "Ergänzungssatzung",
    "aussenbereichssatzung": "Außenbereichssatzung",
    "oertliche_bauvorschrift": "Örtliche Bauvorschrift",
    "sonstiges": "Satzung",
}
KIND = PREPARATORY | BINDING
OPERATION = {"aenderung": "Änderung", "ergaenzung": "Ergänzung", "teilaufhebung": "Teilaufhebung", "aufhebung": "Aufhebung"}

TRACK = {
    "regelverfahren": "Der Plan wird im Regelverfahren aufgestellt: mit zwei Stufen der Beteiligung, Umweltprüfung und Umweltbericht (§§ 2 bis 4a BauGB).",
    "vereinfacht": "Der Plan wird im vereinfachten Verfahren nach § 13 BauGB aufgestellt. Eine Umweltprüfung findet nicht statt; Schutzgebiete des Netzes Natura 2000 sind nicht berührt.",
    "beschleunigt": "Der Plan dient der Innenentwicklung und wird im beschleunigten Verfahren nach § 13a BauGB aufgestellt. Eine Umweltprüfung findet nicht statt.",
    "aussenbereich_13b": "Der Plan wurde nach dem damaligen § 13b BauGB im beschleunigten Verfahren aufgestellt. Die Vorschrift ist inzwischen aufgehoben.",
}

PHASE = {
    "aufstellungsbeschluss": "Aufstellungsbeschluss",
    "aenderungsbeschluss": "Beschluss über eine Änderung des Verfahrens",
    "fruehzeitige_beteiligung": "Frühzeitige Beteiligung der Öffentlichkeit",
    "unterrichtung": "Unterrichtung der Öffentlichkeit",
    "fruehzeitige_behoerdenbeteiligung": "Frühzeitige Beteiligung der Behörden",
    "entwurfsbeschluss": "Beschluss über den Entwurf",
    "veroeffentlichung": "Veröffentlichung des Entwurfs",
    "behoerdenbeteiligung": "Beteiligung der Behörden",
    "betroffenenbeteiligung": "Beteiligung der betroffenen Öffentlichkeit",
    "erneute_veroeffentlichung": "Erneute Veröffentlichung",
    "eingeschraenkte_beteiligung": "Eingeschränkte Beteiligung",
    "abwaegung": "Abwägungsbeschluss",
    "satzungsbeschluss": "Satzungsbeschluss",
    "feststellungsbeschluss": "Feststellungsbeschluss",
    "genehmigung": "Genehmigung",
    "ausfertigung": "Ausfertigung",
    "bekanntmachung": "Bekanntmachung",
    "berichtigung": "Berichtigung",
    "ruhend": "Ruhen des Verfahrens",
    "wiederaufnahme": "Wiederaufnahme des Verfahrens",
    "einstellung": "Einstellung des Verfahrens",
    "aufhebung": "Aufhebung des Plans",
    "unwirksamkeit": "Feststellung der Unwirksamkeit",
    "ueberplanung": "Ersetzung durch einen neueren Plan",
    "planfeststellung_auslegung": "Auslegung in der Planfeststellung",
    "erneute_planauslegung": "Einwendungen zum geänderten Plan",
    "eroerterungstermin": "Erörterungstermin",
    "planfeststellungsbeschluss": "Planfeststellungsbeschluss",
    "beschluss_auslegung": "Auslegung des Planfeststellungsbeschlusses",
    "uvp_auslegung": "Beteiligung zur Umweltverträglichkeitsprüfung",
    "raumordnung_veroeffentlichung": "Veröffentlichung des Entwurfs",
    "raumordnung_erneute_veroeffentlichung": "Erneute Veröffentlichung des Entwurfs",
    "raumordnungsplan_wirksam": "Bekanntmachung des Raumordnungsplans",
    "raumvertraeglichkeitspruefung": "Beteiligung in der Raumverträglichkeitsprüfung",
    "immissionsschutz_auslegung": "Auslegung des Antrags",
    "immissionsschutz_auslegung_ied": "Auslegung des Antrags",
    "informelle_beteiligung": "Informelle Beteiligung",
    "beteiligung_zum_vorhaben": "Stellungnahme der Öffentlichkeit zum Vorhaben",
}

FORM = {"amtsblatt": "Amtsblatt", "zeitung": "Zeitung", "aushang": "Aushang", "elektronisch": "Elektronische Ausgabe", "internet": "Internet"}

OPENING = {
    "gutachten": "Dieses Gutachten wurde für die Planung ausgedacht. Verfahren und Zahlen sind so gewählt, wie sie in solchen Papieren vorkommen.",
    "umweltbezogene_stellungnahmen": "Die folgenden Stellungnahmen hält die Gemeinde für wesentlich. Namen und Anschriften von Privaten sind nicht enthalten.",
}

RESOLVED = {
    "aufstellungsbeschluss": ["Der Plan wird aufgestellt. Die Grenzen des Gebiets ergeben sich aus der beigefügten Karte.", "Die Verwaltung wird beauftragt, die Beteiligung vorzubereiten.", "Der Beschluss ist ortsüblich bekannt zu machen."],
    "aenderungsbeschluss": ["Der Entwurf wird geändert, wie in der Anlage beschrieben.", "Zu den Änderungen wird erneut beteiligt."],
    "entwurfsbeschluss": ["Der Entwurf wird gebilligt.", "Er ist mit der Begründung zu veröffentlichen; die Behörden sind zu beteiligen."],
    "abwaegung": ["Die Stellungnahmen werden geprüft und, wie in der Anlage dargestellt, abgewogen.", "Das Ergebnis ist mitzuteilen."],
    "satzungsbeschluss": ["Der Plan wird als Satzung beschlossen.", "Die Begründung wird gebilligt.", "Der Beschluss ist ortsüblich bekannt zu machen."],
    "feststellungsbeschluss": ["Der Plan wird festgestellt.", "Die Begründung wird gebilligt.", "Die Genehmigung ist zu beantragen."],
    "einstellung": ["Das Verfahren wird eingestellt.", "Der Aufstellungsbeschluss wird aufgehoben.", "Der Beschluss ist ortsüblich bekannt zu machen."],
}

HINT = {
    "frist": "Stellungnahmen können während der Frist abgegeben werden.",
    "elektronisch": "Stellungnahmen sollen elektronisch übermittelt werden; bei Bedarf ist auch ein anderer Weg möglich.",
    "verspaetet": "Nicht fristgerecht abgegebene Stellungnahmen können unberücksichtigt bleiben.",
    "zugang": "Neben dem Internet bestehen die genannten anderen Zugangsmöglichkeiten.",
    "verbaende": "Anerkannte Vereinigungen sind mit Einwendungen ausgeschlossen, die sie in der Frist hätten vorbringen können.",
    "keine_umweltpruefung": "Von einer Umweltprüfung wird abgesehen.",
    "nur_aenderungen": "Stellungnahmen sind nur zu den Änderungen und ihren möglichen Auswirkungen zulässig.",
    "grenzueberschreitend": "Öffentlichkeit und Behörden des Nachbarstaats werden beteiligt.",
    "normenkontrolle": "Ein Antrag auf Normenkontrolle ist unzulässig, soweit er Einwendungen geltend macht, die in der Frist hätten vorgebracht werden können.",
    "planerhaltung": "Bestimmte Fehler werden unbeachtlich, wenn sie nicht innerhalb eines Jahres seit dieser Bekanntmachung schriftlich geltend gemacht werden (§ 215 BauGB).",
    "entschaedigung": "Ansprüche auf Entschädigung erlöschen, wenn sie nicht rechtzeitig beantragt werden (§ 44 BauGB).",
    "saechsgemo": "Verfahrens- und Formfehler gelten nach einem Jahr als geheilt, soweit § 4 Absatz 4 der Sächsischen Gemeindeordnung keine Ausnahme nennt.",
    "einwendungen": "Einwendungen und Äußerungen sind bis zum Ende der Frist möglich.",
    "ausschluss_einwendungen": "Nach Ablauf der Frist sind Einwendungen ausgeschlossen, die nicht auf besonderen privatrechtlichen Titeln beruhen.",
    "ausbleiben": "Im Erörterungstermin kann auch ohne einen Beteiligten verhandelt werden, der ausbleibt.",
    "benachrichtigung": "Bei mehr als 50 Empfängern können Benachrichtigungen und Zustellungen durch öffentliche Bekanntmachung ersetzt werden.",
    "zustellung": "Mit dem Ende der Auslegung gilt der Beschluss als zugestellt.",
    "stellungnahmen_raumordnung": "Stellungnahmen können bis zum Ende der Frist abgegeben werden.",
    "ausschluss_raumordnung": "Nach Ablauf der Frist sind Äußerungen ausgeschlossen.",
    "planerhaltung_raumordnung": "Bestimmte Fehler werden unbeachtlich, wenn sie nicht innerhalb eines Jahres gerügt werden (§ 11 ROG).",
}


def day(text):
    """`2026-03-02` as `2. März 2026`."""
    year, month, number = text.split("-")
    return f"{int(number)}. {MONTHS[int(month) - 1]} {year}"


def span(period):
    """Both days of a period in words."""
    if period["ende"] == "offen":
        return f"seit {day(period['beginn'])}, Ende offen"
    return f"{day(period['beginn'])} bis {day(period['ende'])}"


def done(record, sentence):
    """A sentence about making a plan, turned to what this procedure does with it."""
    verb = {"aenderung": "geändert", "ergaenzung": "ergänzt", "aufhebung": "aufgehoben", "teilaufhebung": "teilweise aufgehoben"}
    return sentence.replace("aufgestellt", verb.get(record.get("vorgang"), "aufgestellt"))


def track(record):
    """The sentence on the track."""
    return done(record, TRACK[record["verfahrensart"]])


def plan(record):
    """The plan's full name."""
    kind = record.get("planart_text") or KIND[record["planart"]]
    number = f" Nr. {record['nummer']}" if "nummer" in record else ""
    operation = OPERATION.get(record.get("vorgang"), "")
    if operation and "aenderung_nummer" in record:
        operation = f"{record['aenderung_nummer']}. {operation}"
    return f"{operation + ' ' if operation else ''}{kind}{number} „{record['planname']}“"


def drawn_plan(record, document):
    """Of several plans in one procedure, the one whose number the document's title names."""
    for other in record.get("weitere_plaene", []):
        if f"Nr. {other.get('nummer')} " in document["titel"] and f"Nr. {record.get('nummer')} " not in document["titel"]:
            return other
    return record
