//! Values that hold the place of one still to come: a plan called „Test“, a document called „Scan0001“ (`TXT-002`), and
//! sentences of the notice of a plan of the other tier.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::finding::{Finding, Level, Place, say};
use crate::law::codes::Tier;
use crate::model::document::Document;

/// What nobody calls a plan, in small letters.
const NAMES: [&str; 18] = [
    "test",
    "testplan",
    "test-plan",
    "testverfahren",
    "name",
    "planname",
    "name des plans",
    "neuer plan",
    "unbenannt",
    "untitled",
    "asdf",
    "asdfg",
    "qwertz",
    "xyz",
    "abc",
    "foo",
    "bezeichnung",
    "-",
];
/// What says nothing of a plan, in small letters.
const SUMMARIES: [&str; 16] = [
    "-",
    "–",
    "—",
    ".",
    "…",
    "...",
    "folgt",
    "folgt noch",
    "text folgt",
    "kurzbeschreibung",
    "beschreibung",
    "test",
    "k. a.",
    "k.a.",
    "wird ergänzt",
    "wird nachgereicht",
];
/// How the help of the schema begins.
const HELP: [&str; 6] = [
    "Zwei bis vier Sätze für jedermann",
    "Zwei bis vier Sätze: Was ist geplant",
    "Name des Plans ohne Nummer und Planart",
    "Nummer des Plans, wie die Gemeinde sie führt",
    "Lage und Grenzen in Worten, so dass",
    "Flurstücke, wenn sie genannt werden sollen",
];
/// Stands before the help where `offenlage new` wrote it; that has a finding of its own.
const TO_FILL_IN: &str = "BITTE AUSFÜLLEN";

/// `TXT-002`
pub fn stand_ins(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let at = |key: &str| procedure.origin.at(key);
    let name = procedure.plan.name.trim();
    let summary = procedure.summary.trim();
    if is_one_of(&NAMES, name) || is_copy(name) {
        report.add(stand_in(at("planname"), name));
    }
    if is_one_of(&SUMMARIES, summary) {
        report.add(stand_in(at("kurzbeschreibung"), summary));
    }
    let values = [
        (name, "planname"),
        (summary, "kurzbeschreibung"),
        (
            procedure.area_description.as_str(),
            "geltungsbereich.beschreibung",
        ),
        (
            procedure.parcels.as_deref().unwrap_or_default(),
            "geltungsbereich.flurstuecke",
        ),
    ];
    for (text, key) in values
        .into_iter()
        .filter(|(text, _)| !text.contains(TO_FILL_IN))
    {
        let help = HELP.iter().find(|help| text.contains(*help));
        report.extend(help.map(|help| stand_in(at(key).of_words(help), help)));
    }
    for document in procedure.documents() {
        report.extend(untitled(document));
    }
    of_the_other_tier(case, report);
}

fn is_one_of(words: &[&str], value: &str) -> bool {
    let value = value.to_lowercase();
    words.contains(&value.as_str())
}

/// „Kopie von Am Bach“, „Am Bach (Kopie)“
fn is_copy(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("kopie von ")
        || ["(kopie)", " - kopie", " – kopie", "_kopie"]
            .iter()
            .any(|end| name.ends_with(end))
        || name.contains("(kopie ")
}

fn stand_in(place: Place, value: &str) -> Finding {
    Finding::new(
        &kinds::LEFTOVER,
        place,
        say(
            format!("„{value}“ hält nur den Platz frei"),
            format!("“{value}” only holds the place"),
        ),
    )
    .because(say(
        "Wer das Verfahren sucht, findet es an Namen, Beschreibung und Titeln (Anstoßwirkung der Bekanntmachung, § 3 Abs. 2 Satz 4 BauGB).",
        "Whoever looks for the procedure finds it by names, description and titles (§ 3 (2) sentence 4 BauGB).",
    ))
    .help(say("Schreiben Sie, was gemeint ist.", "Write what is meant."))
}

/// A title that a scanner or a word processor gave, or the name of a file.
fn untitled(document: &Document) -> Option<Finding> {
    const FILES: [&str; 9] = [
        ".pdf", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".dwg", ".tif", ".jpg",
    ];
    let title = document.title.trim();
    let lower = title.to_lowercase();
    let place = || document.origin.at("titel");
    if is_made_by_program(&lower) {
        return Some(stand_in(place(), title));
    }
    let is_file = FILES.iter().any(|end| lower.ends_with(end));
    is_file.then(|| stand_in(place(), title).at_level(Level::Note))
}

/// „Neues Dokument (2)“, „Scan0001“, „Microsoft Word - Begr.docx“
fn is_made_by_program(title: &str) -> bool {
    const WHOLE: [&str; 7] = [
        "titel",
        "untitled",
        "unbenannt",
        "dokument",
        "document",
        "scan",
        "test",
    ];
    const BEGINNINGS: [&str; 5] = [
        "neues dokument",
        "neues textdokument",
        "microsoft word - ",
        "microsoft powerpoint - ",
        "kopie von ",
    ];
    const NUMBERED: [&str; 8] = [
        "dokument",
        "document",
        "scan",
        "img",
        "image",
        "unbenannt",
        "untitled",
        "doc",
    ];
    let is_counted = NUMBERED.iter().any(|word| {
        let rest = title.strip_prefix(word).unwrap_or_default();
        let is_part = |c: char| c.is_ascii_digit() || " _-().".contains(c);
        rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(is_part)
    });
    WHOLE.contains(&title) || BEGINNINGS.iter().any(|own| title.starts_with(own)) || is_counted
}

/// What a notice says of a preparatory plan's effect, and of a binding one's.
const OF_PREPARATORY: &str = "flächennutzungsplan + wirksam + mit dieser bekanntmachung|mit der bekanntmachung|hiermit - bebauungsplan|wurde|worden|seit";
const OF_BINDING: &str = "bebauungsplan + in kraft + mit dieser bekanntmachung|mit der bekanntmachung|hiermit - flächennutzungsplan|außer kraft|wurde|worden|seit";

/// A binding plan's final notice that has the preparatory plan take effect and does not say that its own enters into force,
/// or the reverse. Where both are announced together, both are said.
fn of_the_other_tier(case: &Case, report: &mut Report) {
    if !case.procedure.more_plans.is_empty() {
        return;
    }
    let (other, right): (_, &[&str]) = match case.procedure.plan.kind.tier {
        Some(Tier::Binding) => (
            OF_PREPARATORY,
            &["in kraft", "verbindlich", "rechtskräftig", "rechtswirksam"],
        ),
        Some(Tier::Preparatory) => (OF_BINDING, &["wirksam"]),
        None => return,
    };
    let finals = wordings(case).filter(|own| own.step.rule.puts_in_force);
    for own in finals {
        let Some(sentence) = own.sentence(other) else {
            continue;
        };
        let says = |own: &String| right.iter().any(|word| own.contains(word));
        let mut others = own.sentences().iter().filter(|own| *own != sentence);
        if others.any(says) {
            continue;
        }
        let finding = Finding::new(
            &kinds::LEFTOVER,
            own.near_sentence(sentence),
            say(
                "Dieser Satz gehört in die Bekanntmachung eines anderen Plans",
                "This sentence belongs into the notice of another plan",
            ),
        );
        report.add(
            finding
                .because(say(
                    "Ein Flächennutzungsplan wird wirksam (§ 6 Abs. 5 Satz 2 BauGB), ein Bebauungsplan tritt in Kraft (§ 10 Abs. 3 Satz 4 BauGB).",
                    "A preparatory plan takes effect (§ 6 (5) sentence 2 BauGB), a binding plan enters into force (§ 10 (3) sentence 4 BauGB).",
                ))
                .help(say(
                    "Nennen Sie den Plan dieses Verfahrens.",
                    "Name the plan of this procedure.",
                )),
        );
    }
}
