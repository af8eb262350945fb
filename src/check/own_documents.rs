//! The documents that the wording of a notice names: their versions and kinds, compared with the record (`NOT-025`).

use crate::check::case::{Case, Report};
use crate::check::days::{NamedDay, days, spans};
use crate::check::drafts;
use crate::check::kinds;
use crate::check::names::speaks_of_other;
use crate::check::own::{Own, wordings};
use crate::check::own_resolutions::{before_weekday, is_of_step};
use crate::check::own_wording::stem;
use crate::check::said::{self, start_of};
use crate::check::texts::begin_of_sentence;
use crate::finding::{Finding, say};
use crate::law::codes::Tier;
use crate::model::document::Document;
use jiff::civil::Date;

/// `NOT-025`: a version or a report that is none of the phase.
pub fn documents(case: &Case, report: &mut Report) {
    for own in wordings(case).filter(|own| !own.step.phase.documents.is_empty()) {
        versions(case, &own, report);
        reports(case, &own, report);
        assessment(case, &own, report);
        drawing(&own, report);
    }
}

/// Words of a sentence on the version of a statute, a map, a concept, or of the plan that is amended.
const OF_LAW: [&str; 35] = [
    "luftbild",
    "geoportal",
    "vermessung",
    "öffnungszeit",
    "konzept",
    "sächsbo",
    "bauordnung",
    "stellplatzsatzung",
    "baumschutzsatzung",
    "gehölzschutzsatzung",
    "hauptsatzung",
    "bekanntmachungssatzung",
    "gestaltungssatzung",
    "richtlinie",
    "liegenschaftskataster",
    "kartengrundlage",
    "datengrundlage",
    "rechtskräftige",
    "musterbekanntmachung",
    "muster ",
    "bgbl",
    "gvbl",
    "gesetz",
    "verordnung",
    "kartenstand",
    "regionalplan",
    "landesentwicklung",
    "lep 2",
    "nicht mehr aus",
    "ursprungsplan",
    "ursprungsbebauungsplan",
    "ursprüngliche",
    "bisherige",
    "gilt im übrigen fort",
    "gilt fort",
];

/// Words for a sketch beside the wording, which has a day of its own.
const MAPS: [&str; 7] = [
    "übersichtsplan",
    "übersichtskarte",
    "lageplan",
    "lageskizze",
    "kartenausschnitt",
    "abbildung",
    "maßstäblich",
];

fn versions(case: &Case, own: &Own, report: &mut Report) {
    let source = own.source();
    let known = || {
        let documents = case.procedure.documents();
        documents.map(|document| document.version)
    };
    let spans = spans(source, own.days());
    for named in own.days() {
        let is_period = spans.iter().any(|span| span.from.at == named.at);
        let before = around(source, named.at.start.saturating_sub(60), named.at.start);
        let after = around(source, named.at.end, named.at.end + 40);
        let before = before_weekday(before.trim_end_matches([' ', ':', '(', '\n', ',']));
        let is_version = is_of_version(before) || ends_with_title(case, before);
        // Another plan has its own version: „des Bebauungsplans Nr. 7 in der Fassung vom“.
        let sentence = begin_of_sentence(source, named.at.start, 140).to_lowercase();
        let sentence = sentence.replace("gesetzlicher feiertag", "");
        let is_other = !sentence.contains("entwurf") && is_of_another_plan(case, &sentence);
        let is_law = is_other
            || drafts::is_amended(&sentence, &after)
            || OF_LAW
                .iter()
                .any(|word| sentence.contains(word) || after.contains(word));
        // Nobody shows what is made later.
        let day = named
            .year
            .and_then(|year| Date::new(year, named.month, named.day).ok());
        let shown = own.notice.completed.max(own.step.phase.time.start());
        let is_later = day.is_some_and(|day| day > shown);
        // A draft may be called by the day on which the council approved it.
        let is_resolved = before.ends_with("entwurf vom") || before.ends_with("entwurfs vom");
        let is_resolved = is_resolved && case.steps.iter().any(|step| is_of_step(named, step));
        let is_known = !is_later && (known().any(|version| named.is(version)) || is_resolved);
        let is_map = MAPS.iter().any(|word| before.contains(word))
            && !before.contains("entwurf")
            && !before.contains("fassung");
        if !is_version
            || is_period
            || is_law
            || is_map
            || named.year.is_none()
            || is_source(case, named)
        {
            continue;
        }
        if is_known {
            if !is_resolved && drafts::is_former(own, named, &sentence, &after) {
                report.add(other_version(own, named, true));
            }
            continue;
        }
        report.add(other_version(own, named, false));
    }
}

/// Whether the words before a day, in small letters, say that it is that of a version or of a paper on display.
fn is_of_version(before: &str) -> bool {
    const SIGNS: [&str; 12] = [
        "fassung vom",
        "stand",
        "stand vom",
        "fassung",
        "i. d. f. vom",
        "i.d.f. vom",
        "i. d. f. v.",
        "i.d.f. v.",
        "i. d. f. v",
        "i.d.f.v.",
        "entwurf vom",
        "entwurfs vom",
    ];
    let is_named = SIGNS.iter().any(|sign| before.ends_with(sign)) || ends_with_paper(before);
    is_named && !is_of_before(before)
}

/// Whether the record names a day as that of where environmental information comes from.
fn is_source(case: &Case, named: &NamedDay) -> bool {
    let told =
        |day: &NamedDay| (day.day, day.month, day.year) == (named.day, named.month, named.year);
    sources(case).any(|own| days(own).iter().any(told))
}

/// Whether words in small letters end with a paper that is named by its day: „dem Verkehrsgutachten vom“.
fn ends_with_paper(before: &str) -> bool {
    const PAPERS: [&str; 6] = [
        "gutachten",
        "umweltbericht",
        "fachbeitrag",
        "untersuchung",
        "prognose",
        "bilanzierung",
    ];
    let Some(name) = before.strip_suffix("vom") else {
        return false;
    };
    let name = name.trim_end();
    let bare = ["es", "s"].iter().find_map(|end| name.strip_suffix(end));
    let mut names = [Some(name), bare].into_iter().flatten();
    names.any(|name| PAPERS.iter().any(|paper| name.ends_with(paper)))
}

/// Whether words in small letters end with the title of a report whose last word is none of a paper: „der Schallprognose
/// Freisitze vom“.
fn ends_with_title(case: &Case, before: &str) -> bool {
    let Some(name) = before.strip_suffix("vom") else {
        return false;
    };
    let words: Vec<&str> = name.split_whitespace().rev().take(3).collect();
    let is_title = |count: usize| {
        let mut own: Vec<&str> = words.iter().take(count).copied().collect();
        own.reverse();
        let begin = own
            .first()
            .is_some_and(|word| ends_with_paper(&format!("{word} vom")));
        let title = own.join(" ");
        let mut documents = case.procedure.documents();
        begin && documents.any(|document| document.title.to_lowercase().contains(&title))
    };
    (2..=words.len()).any(is_title) && !is_of_before(before)
}

/// What the record says of where environmental information comes from.
fn sources<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a str> {
    let phases = case.procedure.phases.iter();
    let environment = phases.flat_map(|phase| &phase.environment);
    environment.filter_map(|own| own.source.as_deref())
}

/// Whether the words before a day, in small letters, are on an earlier draft, which the record may not hold, or on a
/// statute: „Vorentwurf vom“, „BauGB i. d. F. vom“.
fn is_of_before(before: &str) -> bool {
    const EARLIER: [&str; 8] = [
        "vorentwurf",
        "ersten entwurf",
        "1. entwurf",
        "erster entwurf",
        "früheren entwurf",
        "vorherigen entwurf",
        "alten entwurf",
        "vertragsentwurf",
    ];
    const STATUTES: [&str; 7] = [
        "baugb", "baunvo", "gemo", "sächsbo", "planzv", "bimschg", "uvpg",
    ];
    let is_earlier = EARLIER.iter().any(|words| before.contains(words));
    let mut words = before.split_whitespace().rev().take(6);
    is_earlier || words.any(|word| STATUTES.iter().any(|own| word.ends_with(own)))
}

fn other_version(own: &Own, named: &NamedDay, is_of_phase: bool) -> Finding {
    let day = own.source().get(named.at.clone()).unwrap_or_default();
    Finding::new(
        &kinds::WORDING_DOCUMENTS,
        own.at(named.at.clone()),
        say(
            format!(
                "Der Wortlaut nennt eine Fassung vom {day}; keine Unterlage{} hat diesen Stand",
                if is_of_phase { " dieser Phase" } else { "" }
            ),
            format!(
                "The wording names a version of {day}; no document{} is of that day",
                if is_of_phase { " of this phase" } else { "" }
            ),
        ),
    )
    .because(say(
        "Wer die Bekanntmachung liest, muss die Fassung finden, die ausliegt.",
        "Whoever reads the notice must find the version that is on display.",
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder den stand der Unterlage.",
        "Correct the wording or the document's stand.",
    ))
}

/// An environmental report on display in a procedure that has none.
fn assessment(case: &Case, own: &Own, report: &mut Report) {
    const SIGN: &str = "umweltbericht + liegt|liegen|veröffentlicht|nebst begründung|mit begründung|begründung und umweltbericht|einsehen|eingesehen - ohne|kein|nicht|abgesehen|verzicht|flächennutzungsplan|entfällt|entbehrlich";
    const KEY: &str = "umweltbericht";
    let mut documents = case.procedure.documents();
    let has_one =
        documents.any(|own| own.kind.key == KEY || own.title.to_lowercase().contains(KEY));
    if case.is_assessed() || has_one || !own.step.is_display() || own.step.rule.is_related {
        return;
    }
    let Some(sentence) = own.sentence(SIGN) else {
        return;
    };
    report.add(
        Finding::new(
            &kinds::WORDING_DOCUMENTS,
            own.near_sentence(sentence),
            say(
                "Der Wortlaut nennt einen Umweltbericht; bei den Unterlagen steht er nicht",
                "The wording names an environmental report, which is not among the documents",
            ),
        )
        .because(say(
            "In diesem Verfahren gibt es keine Umweltprüfung und keinen Umweltbericht (§ 13 Abs. 3 BauGB).",
            "This procedure has no environmental assessment and no report (§ 13 (3) BauGB).",
        ))
        .help(say(
            "Streichen Sie ihn aus dem Wortlaut, oder ergänzen Sie die Unterlage.",
            "Delete it from the wording, or add the document.",
        )),
    );
}

/// Sentences on the drawing as a part of the draft.
pub const ON_DRAWING: &str =
    "planzeichnung + teil a|bestehend aus|besteht aus|bestehen aus - ohne|kein";

/// A drawing that a wording names as part of the draft, where the phase only holds the text beside it.
fn drawing(own: &Own, report: &mut Report) {
    const DRAWN: [&str; 5] = ["plan", "zeichnung", "teil a", "karte", "satzung"];
    const WRITTEN: &str = "textliche_festsetzungen";
    let documents = &own.step.phase.documents;
    let has_text = documents.iter().any(|own| own.kind.key == WRITTEN);
    let may_be_one = |document: &Document| {
        let is_draft = document.kind.draft && document.kind.key != WRITTEN;
        let title = document.title.to_lowercase();
        let title = title.replace("bebauungsplan", "").replace("planung", "");
        is_draft
            || document.kind.key == "sonstiges" && DRAWN.iter().any(|word| title.contains(word))
    };
    let has_drawing = documents.iter().any(may_be_one);
    let Some(sentence) = own
        .sentence(ON_DRAWING)
        .filter(|_| own.step.is_display() && has_text && !has_drawing)
    else {
        return;
    };
    report.add(
        Finding::new(
            &kinds::WORDING_DOCUMENTS,
            own.near_sentence(sentence),
            say(
                "Der Wortlaut nennt eine Planzeichnung; bei den Unterlagen steht nur der Text",
                "The wording names a drawing; the documents hold the text only",
            ),
        )
        .and_at(own.step.phase.origin.at("unterlagen"))
        .because(say(
            "Auszulegen ist der ganze Entwurf (§ 3 Abs. 2 Satz 1 BauGB); ein Plan aus Zeichnung und Text ist ohne Zeichnung keiner.",
            "The whole draft is on display (§ 3 (2) sentence 1 BauGB); a plan of drawing and text is none without the drawing.",
        ))
        .help(say(
            "Ergänzen Sie die Unterlage mit art: planzeichnung.",
            "Add the document with art: planzeichnung.",
        )),
    );
}

/// Whether a sentence in small letters is on another plan of the town.
fn is_of_another_plan(case: &Case, sentence: &str) -> bool {
    let plan = &case.procedure.plan;
    let number = plan.number.as_deref();
    let is_numbered = number.is_some_and(|own| speaks_of_other(sentence, own));
    let is_above = sentence.contains("flächennutzungsplan") && !case.has_tier(Tier::Preparatory);
    is_numbered || is_above
}

/// The titles of all documents, in small letters; what is said to hold others holds any.
fn known_reports(case: &Case) -> String {
    const HOLDS_OTHERS: [&str; 4] = [
        "anlage",
        "fachgutachten",
        "gutachten und",
        "alle unterlagen",
    ];
    let documents = case.procedure.documents();
    let titles: Vec<&str> = documents.map(|own| own.title.as_str()).collect();
    let known = titles.join(" ").to_lowercase();
    if !HOLDS_OTHERS.iter().any(|word| known.contains(word)) {
        return known;
    }
    let sources: Vec<&str> = sources(case).collect();
    format!("{known} {}", sources.join(" ").to_lowercase())
}

fn reports(case: &Case, own: &Own, report: &mut Report) {
    let known = known_reports(case);
    let source = own.source();
    let mut before_it = "";
    for (at, word) in words(source) {
        let adjective = std::mem::replace(&mut before_it, word).to_lowercase();
        let lower = word.to_lowercase();
        let name = lower.strip_suffix('s').unwrap_or(&lower);
        let named = match name {
            // „Artenschutzrechtlicher Fachbeitrag“
            "fachbeitrag" if adjective.contains("rechtlich") => Some(adjective.as_str()),
            _ => name.strip_suffix("gutachten"),
        };
        let Some(kind) = named else {
            continue;
        };
        const GENERAL: [&str; 5] = ["fach", "einzel", "sach", "teil", "sonder"];
        let others = other_names(kind);
        let is_known = known.contains(stem(kind)) || others.iter().any(|own| known.contains(own));
        let after = around(source, at, at + word.len() + 40);
        let before = around(source, at.saturating_sub(12), at);
        let behind = around(source, at, at + word.len() + 90);
        let is_later = [
            "wird noch",
            "noch erstellt",
            "in auftrag",
            "nicht bestandteil",
            "verzichtet",
            "wird erst",
            "entschieden",
            "nötig ist",
            "erforderlich ist",
        ];
        let is_denied = after.contains("nicht")
            || before.contains("kein")
            || is_later.iter().any(|words| behind.contains(words));
        let is_in_address = before.ends_with(['/', '-', '_']);
        let is_none =
            GENERAL.contains(&kind) || is_denied || is_in_address || is_held(own, &lower, &known);
        if kind.chars().count() < 4 || is_none || is_known {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::WORDING_DOCUMENTS,
                own.at(at..at + word.len()),
                say(
                    format!("Der Wortlaut nennt „{word}“; bei den Unterlagen steht es nicht"),
                    format!("The wording names “{word}”, which is not among the documents"),
                ),
            )
            .because(say(
                "Was bekannt gemacht ist, muss auch ausliegen (§ 3 Abs. 2 Satz 1 BauGB).",
                "What is announced must be on display (§ 3 (2) sentence 1 BauGB).",
            ))
            .help(say(
                "Ergänzen Sie die Unterlage, oder streichen Sie sie aus dem Wortlaut.",
                "Add the document, or delete it from the wording.",
            )),
        );
    }
}

/// Whether a wording says of a report in which document it stands: „ist Teil des Umweltberichts“.
fn is_held(own: &Own, word: &str, known: &str) -> bool {
    const HELD: &str = "teil des|teil der|teil vom|bestandteil|anlage zu|anlage de|als anlage|beigefügt|anhang|enthalten|eingearbeitet|eingeflossen|integriert|eingegangen|abgedruckt - nicht teil|nicht bestandteil|nicht enthalten|kein";
    const HOLDERS: [&str; 2] = ["umweltbericht", "begründung"];
    let mut sentences = own.sentences().iter().filter(|own| own.contains(word));
    sentences.any(|own| {
        let mut holders = HOLDERS.iter();
        said::shows(own, HELD) && holders.any(|it| own.contains(it) && known.contains(it))
    })
}

/// Other beginnings of the title of a report that people call so.
fn other_names(kind: &str) -> &'static [&'static str] {
    let is = |begin: &str| kind.starts_with(begin);
    match () {
        () if is("lärm") || is("schall") || is("immission") => &["lärm", "schall", "immission"],
        () if is("boden") || is("baugrund") || is("altlast") => {
            &["boden", "baugrund", "altlast", "geotechn"]
        }
        () if is("arten") || is("fauna") => &["arten", "fauna", "faunist", "naturschutz"],
        () if is("hydro") || is("entwässer") || is("wasser") => &["hydro", "entwässer", "wasser"],
        () => &[],
    }
}

/// The words of a text with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(|word| (start_of(text, word), word))
}

/// A piece of a text in small letters, cut at letters.
fn around(text: &str, start: usize, end: usize) -> String {
    let mut start = start.min(text.len());
    let mut end = end.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text[start..end].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_stand() {
        let found: Vec<_> = words("Ein Boden-gutachten.").collect();
        assert_eq!(found, [(0, "Ein"), (4, "Boden"), (10, "gutachten")]);
        assert_eq!(around("äöü", 1, 3), "äö");
        assert!(ends_with_paper("mit dem verkehrsgutachten vom"));
        assert!(ends_with_paper("des umweltberichtes vom"));
        assert!(!ends_with_paper("das schreiben vom") && !ends_with_paper("das gutachten"));
    }
}
