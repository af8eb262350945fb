"""The text of each document, put together from the procedure's record and its own sentences."""

import base64
import re
from html import escape

import words


def page(procedure, phase, document, draw):
    """One document as HTML: its language, title, day, mark as an example, and its sections."""
    procedure = as_of(procedure, document["stand"])
    record, place = words.drawn_plan(procedure["record"], document), procedure["municipality"]["name"]
    head = (
        f'<p class="place">{escape(place)} · {escape(words.plan(record))}</p>'
        f"<h1>{escape(document['titel'])}</h1>"
        f'<p class="plan">{escape(words.plan(record))}<br>Stand: {words.day(document["stand"])}</p>'
        f'<p class="note">{words.MARK.get(document.get("sprache"), words.MARK[None])}</p>'
    )
    drawn = document["art"] in DRAWN or document["datei"].startswith("karte")
    body = drawing(procedure, document, draw) if drawn else sections(procedure, phase, document)
    language = document.get("sprache", "de")
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(document['titel'])} – {escape(words.plan(record))}</title>"
        f'<meta name="description" content="Beispiel, erfunden"></head>'
        f"<body{' class=sheet' if drawn else ''}>{head}{body}</body></html>"
    )


def as_of(procedure, stand):
    """The procedure with the sentences of an earlier draft, where they differ (`fassungen`)."""
    texts = procedure["texts"]
    return procedure | {"texts": texts | texts.get("fassungen", {}).get(stand, {})}


DRAWN = {"planzeichnung", "karte", "gruenordnungsplan", "vorhaben_und_erschliessungsplan"}


def drawing(procedure, document, draw):
    """The plan as a figure with a description."""
    svg, said = draw(procedure, document)
    data = base64.b64encode(svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(said)}">'


def sections(procedure, phase, document):
    """The sections by kind of document; texts written for this very file come first."""
    texts = procedure["texts"]
    own = texts.get("gutachten", {}).get(stem(document["datei"]))
    if document["art"] == "nachweis":
        return proof(procedure, phase)
    if own is None and document["art"] == "umweltbezogene_stellungnahmen":
        own = texts.get("gutachten", {}).get("stellungnahmen")
    if own is not None:
        opening = words.OPENING.get(document["art"], "")
        return paragraph(opening) + titled(own)
    return COMPOSED[document["art"]](procedure, phase, document)


def stem(name):
    """The name of a file without the draft it belongs to."""
    return re.sub(r"(-(vor|[234]-)?entwurf)?\.pdf$", "", name)


def titled(own):
    """Sections given as pairs of heading and text."""
    return "".join(f"<h2>{escape(head)}</h2>{paragraph(text)}" for head, text in own)


def paragraph(text):
    """Paragraphs from text with empty lines."""
    return "".join(f"<p>{escape(part.strip())}</p>" for part in str(text).split("\n\n") if part.strip())


def items(entries, ordered=False):
    """A list of sentences."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{escape(entry)}</li>" for entry in entries) + f"</{tag}>"


def table(caption, head, rows):
    """A table with a caption and heads that name rows and columns."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def reasons(procedure, phase, document):
    """Begründung: why, where, on what footing, what, with which effects."""
    record, texts = procedure["record"], procedure["texts"]
    area = record["geltungsbereich"]
    out = "<h2>1 Anlass und Ziel</h2>" + paragraph(texts.get("anlass", record["kurzbeschreibung"]))
    out += "<h2>2 Lage und heutiger Zustand</h2>" + paragraph(area["beschreibung"]) + paragraph(texts.get("bestand", ""))
    if "flurstuecke" in area:
        out += paragraph("Flurstücke: " + area["flurstuecke"])
    out += "<h2>3 Verfahren</h2>" + paragraph(words.track(record)) + steps(record, document["stand"])
    out += "<h2>4 Inhalt des Plans</h2>" + paragraph(texts.get("planung", ""))
    if phase.get("aenderungen"):
        out += "<h3>Änderungen gegenüber dem vorigen Entwurf</h3>" + paragraph(phase["aenderungen"])
    if "vorentwurf" not in document["datei"]:
        out += "<h3>Die Regelungen im Einzelnen</h3>" + items(texts.get("festsetzungen", []))
    if texts.get("kennwerte"):
        out += table("Kennwerte der Planung", ["Größe", "Wert"], texts["kennwerte"])
    if texts.get("alternativen"):
        out += "<h2>5 Geprüfte Alternativen</h2>" + paragraph(texts["alternativen"])
    out += "<h2>6 Auswirkungen</h2>" + effects(record, texts)
    return out


def effects(record, texts):
    """What the plan does to its surroundings, short; the environmental report says more."""
    known = texts.get("umwelt", {})
    rows = [[words.THEME[theme], text] for theme, text in known.items()]
    if record["verfahrensart"] == "regelverfahren":
        lead = "Die Auswirkungen auf die Umwelt beschreibt der Umweltbericht; er ist ein gesonderter Teil dieser Begründung. Die wichtigsten Punkte:"
    else:
        lead = "Von einer Umweltprüfung wird abgesehen. Die Belange der Umwelt sind dennoch ermittelt und abgewogen worden:"
    cost = "Der Gemeinde entstehen durch die Planung selbst Kosten nur für Gutachten und Verfahren. Bodenordnende Maßnahmen sind nicht vorgesehen."
    return paragraph(lead) + (table("Auswirkungen nach Themen", ["Thema", "Auswirkung"], rows) if rows else "") + paragraph(cost)


def steps(record, until):
    """The steps of the procedure up to the day of this version, from the record."""
    rows = []
    for phase in record["phasen"]:
        span = phase.get("zeitraum")
        first = span["beginn"] if span else phase["datum"]
        if first > until:
            continue
        when = words.day(first) if not span else words.span(span)
        rows.append([words.PHASE.get(phase["art"], phase["art"]), when])
    if not rows:
        return paragraph("Mit diesem Papier beginnt das Verfahren.")
    return table("Bisherige Schritte", ["Schritt", "Tag oder Zeitraum"], rows)


def environmental_report(procedure, phase, document):
    """Umweltbericht after Anlage 1 of the BauGB, theme by theme."""
    texts, record = procedure["texts"], procedure["record"]
    out = "<h2>1 Einleitung</h2>" + paragraph(texts.get("planung", record["kurzbeschreibung"]))
    out += paragraph("Der Umweltbericht folgt der Anlage 1 des Baugesetzbuchs. Untersucht wurde das Plangebiet mit einem Streifen von 300 Metern; für die Landschaft wurde weiter geblickt.")
    out += "<h2>2 Bestand, Auswirkungen und Maßnahmen</h2>"
    for theme, text in texts.get("umwelt", {}).items():
        out += f"<h3>{escape(words.THEME[theme])}</h3>" + paragraph(text)
    out += "<h2>3 Was ohne die Planung geschähe</h2>" + paragraph("Ohne die Planung bliebe das Gebiet zunächst so, wie es in der Begründung beschrieben ist. " + texts.get("bestand", ""))
    if texts.get("alternativen"):
        out += "<h2>4 Andere Möglichkeiten der Planung</h2>" + paragraph(texts["alternativen"])
    out += "<h2>5 Überwachung</h2>" + paragraph("Die Gemeinde prüft zwei und fünf Jahre nach Abschluss der Arbeiten, ob die Maßnahmen wirken. Behörden teilen ihr nach § 4 Absatz 3 BauGB mit, wenn unerwartete Auswirkungen auftreten.")
    themes = ", ".join(words.THEME[theme] for theme in texts.get("umwelt", {}))
    out += "<h2>6 Zusammenfassung für jedermann</h2>" + paragraph(f"Die Planung wirkt sich vor allem auf diese Bereiche aus: {themes}. Mit den genannten Maßnahmen bleiben keine erheblichen Nachteile für die Umwelt, die nicht ausgeglichen werden.")
    return out


def textual_rules(procedure, phase, document):
    """Textliche Festsetzungen, numbered, with footing and hints."""
    texts = procedure["texts"]
    out = "<h2>Teil A: Festsetzungen</h2>" + items(texts.get("festsetzungen", []), ordered=True)
    out += "<h2>Teil B: Hinweise</h2>" + items([
        "Wer bei Erdarbeiten alte Mauern, Gräber oder Gegenstände findet, meldet das der Denkmalbehörde und lässt die Stelle unverändert.",
        "Gehölze dürfen nur zwischen Oktober und Februar entfernt werden, soweit das Naturschutzrecht keine Ausnahme zulässt.",
        "Mutterboden ist vor Beginn der Arbeiten abzuschieben und getrennt zu lagern (§ 202 BauGB).",
    ])
    out += "<h2>Teil C: Rechtsgrundlagen</h2>" + paragraph("Baugesetzbuch, Baunutzungsverordnung, Planzeichenverordnung und Sächsische Bauordnung in der jeweils am Tag des Beschlusses geltenden Fassung.")
    return out


def resolution(procedure, phase, document):
    """The council's resolution."""
    record, decided = procedure["record"], phase.get("beschluss", {})
    body = decided.get("gremium", "Stadtrat")
    number = f" Nr. {decided['nummer']}" if "nummer" in decided else ""
    out = f"<h2>Beschluss{number}</h2>"
    out += paragraph(f"Der {body} hat in öffentlicher Sitzung am {words.day(decided.get('datum', document['stand']))} über folgenden Gegenstand beschlossen: {words.plan(record)}.")
    out += "<h2>Wortlaut</h2>" + items([words.done(record, sentence) for sentence in words.RESOLVED.get(phase["art"], words.RESOLVED["aufstellungsbeschluss"])], ordered=True)
    out += "<h2>Begründung</h2>" + paragraph(procedure["texts"].get("anlass", record["kurzbeschreibung"]))
    return out + '<p class="signed">Ausfertigung ohne Unterschrift (Beispiel)</p>'


def summary_declaration(procedure, phase, document):
    """Zusammenfassende Erklärung (§§ 6a, 10a)."""
    texts = procedure["texts"]
    out = "<h2>1 Wie die Umweltbelange berücksichtigt wurden</h2>"
    out += items([f"{words.THEME[theme]}: {text}" for theme, text in texts.get("umwelt", {}).items()])
    out += "<h2>2 Was die Beteiligung ergeben hat</h2>" + paragraph(texts.get("ergebnis", "Es gingen nur wenige Stellungnahmen ein; sie führten zu Klarstellungen in der Begründung."))
    out += "<h2>3 Warum dieser Plan gewählt wurde</h2>" + paragraph(texts.get("alternativen", "Andere Möglichkeiten der Planung hätten das Ziel nicht oder nur mit größeren Eingriffen erreicht."))
    return out


def weighing(procedure, phase, document):
    """The weighing as a table, without names."""
    texts = procedure["texts"]
    out = "<h2>Ergebnis der Prüfung</h2>" + paragraph(texts.get("ergebnis", ""))
    rows = texts.get("abwaegung", [])
    if rows:
        out += table("Vorgebrachte Punkte und Entscheidung", ["Punkt", "Antwort der Gemeinde", "Ergebnis"], rows)
    return out + paragraph("Namen und Anschriften sind nicht wiedergegeben. Das Ergebnis wird allen mitgeteilt, die Stellung genommen haben.")


def approval(procedure, phase, document):
    """The higher authority's approval."""
    record = procedure["record"]
    return "<h2>Bescheid</h2>" + paragraph(f"Der Plan wird nach {'§ 10 Absatz 2' if record['planart'] in words.BINDING else '§ 6 Absatz 1'} des Baugesetzbuchs genehmigt: {words.plan(record)}.") + "<h2>Gründe</h2>" + paragraph("Der Plan ist ordnungsgemäß zustande gekommen und widerspricht dem Baugesetzbuch und anderen Rechtsvorschriften nicht. Die Genehmigung enthält keine Nebenbestimmungen.") + "<h2>Hinweis</h2>" + paragraph("Die Erteilung der Genehmigung ist ortsüblich bekannt zu machen. Erst damit wird der Plan wirksam.") + '<p class="signed">Höhere Verwaltungsbehörde (Beispiel)</p>'


def contract(procedure, phase, document):
    """What the implementation contract agrees on."""
    record = procedure["record"]
    builder = record.get("vorhabentraeger", {}).get("name", "Der Vorhabenträger")
    return "<h2>Gegenstand</h2>" + paragraph(f"Die Stadt und {builder} schließen vor dem Satzungsbeschluss den Durchführungsvertrag zum vorhabenbezogenen Bebauungsplan. Diese Kurzfassung enthält keine geheimhaltungsbedürftigen Angaben.") + "<h2>Vereinbart ist</h2>" + items(procedure["texts"].get("vertrag", ["Das Vorhaben wird innerhalb von vier Jahren nach Inkrafttreten fertiggestellt.", "Der Vorhabenträger trägt die Kosten der Planung und der Erschließung.", "Bürgschaften sichern die Erschließung und die Ausgleichsmaßnahmen."]), ordered=True)


def screening(procedure, phase, document):
    """Vorprüfung des Einzelfalls (§ 13a)."""
    texts = procedure["texts"]
    out = "<h2>Anlass der Vorprüfung</h2>" + paragraph("Die zulässige Grundfläche liegt zwischen 20 000 und 70 000 Quadratmetern. Deshalb war nach § 13a Absatz 1 Satz 2 Nummer 2 und Anlage 2 BauGB überschlägig zu prüfen, ob der Plan erhebliche Umweltauswirkungen haben kann.")
    rows = [[words.THEME[theme], text, "nicht erheblich"] for theme, text in texts.get("umwelt", {}).items()]
    out += table("Überschlägige Prüfung", ["Thema", "Einschätzung", "Ergebnis"], rows)
    return out + "<h2>Ergebnis</h2>" + paragraph("Der Bebauungsplan hat voraussichtlich keine erheblichen Umweltauswirkungen. Er kann im beschleunigten Verfahren aufgestellt werden.")


def note(procedure, phase, document):
    """Any other paper: what the procedure is about, and the figures."""
    texts, record = procedure["texts"], procedure["record"]
    out = "<h2>Worum es geht</h2>" + paragraph(record["kurzbeschreibung"]) + paragraph(texts.get("bestand", ""))
    themes = document.get("themen", [])
    if themes:
        out += "<h2>Vorgeschlagener Umfang der Untersuchungen</h2>" + items([f"{words.THEME[theme]}: {texts.get('umwelt', {}).get(theme, 'wird untersucht')}" for theme in themes])
    if texts.get("kennwerte"):
        out += table("Zahlen", ["Größe", "Wert"], texts["kennwerte"])
    return out


def proof(procedure, phase):
    """A page of the journal in which the notice stood."""
    notice = phase["bekanntmachung"]
    done = notice.get("vollzogen", notice["veroeffentlicht"])
    form = words.FORM[notice["form"]]
    lead = f"{form}: {notice['organ']}. Erschienen am {words.day(notice['veroeffentlicht'])}, vollzogen mit Ablauf des {words.day(done)}."
    if notice["form"] == "aushang":
        lead = f"Aushang: {notice['organ']}. Ausgehängt am {words.day(notice['veroeffentlicht'])}, abgenommen mit Ablauf des {words.day(done)}."
    out = "<h2>Angaben zur Bekanntmachung</h2>" + paragraph(lead)
    if "text" in notice:
        return out + "<h2>Wortlaut</h2>" + markdown((procedure["folder"] / notice["text"]).read_text(encoding="utf-8"))
    return out + "<h2>Inhalt</h2>" + short_notice(procedure, phase)


def short_notice(procedure, phase):
    """What the notice said, where its wording is not kept as a file."""
    record = procedure["record"]
    name = words.PHASE.get(phase["art"], phase["art"])
    span = phase.get("zeitraum")
    when = words.span(span) if span else words.day(phase["datum"])
    out = paragraph(f"{words.plan(record)}: {name}, {when}.") + paragraph(record["geltungsbereich"]["beschreibung"])
    for place in phase.get("zugang", []):
        out += paragraph(f"Einsicht: {place['ort']}, {place.get('anschrift', '')} ({place.get('zeiten', '')})")
    return out + items([words.HINT[hint] for hint in notice_hints(phase)])


def notice_hints(phase):
    """The hints given."""
    return phase["bekanntmachung"].get("hinweise", [])


def markdown(text):
    """The few marks our notices use: headings, lists, bold, emphasis."""
    out, listed = [], []
    for block in text.split("\n\n"):
        block = block.strip()
        if block.startswith("#"):
            level, words_ = block.split(" ", 1)
            out.append(f"<h{len(level) + 1}>{inline(words_)}</h{len(level) + 1}>")
        elif block.startswith("- "):
            listed = [inline(line[2:]) for line in block.split("\n")]
            out.append("<ul>" + "".join(f"<li>{entry}</li>" for entry in listed) + "</ul>")
        elif block:
            out.append(f"<p>{inline(block)}</p>")
    return "".join(out)


def inline(text):
    """Bold and emphasis."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)


COMPOSED = {
    "begruendung": reasons,
    "umweltbericht": environmental_report,
    "textliche_festsetzungen": textual_rules,
    "beschluss": resolution,
    "zusammenfassende_erklaerung": summary_declaration,
    "abwaegung": weighing,
    "genehmigung": approval,
    "durchfuehrungsvertrag": contract,
    "vorpruefung": screening,
    "gutachten": note,
    "umweltbezogene_stellungnahmen": note,
    "sonstiges": note,
    "bekanntmachung": lambda procedure, phase, document: proof(procedure, phase),
}
