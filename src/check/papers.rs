//! Days of one step that contradict each other: its resolution, its notice, the versions on display.

use crate::check::case::{Case, Report, Step, first_written};
use crate::check::kinds;
use crate::finding::{Finding, say};

/// `SEQ-019`: a resolution is passed on the day of its phase, and before the display that it orders.
pub fn resolution_on_its_day(case: &Case, report: &mut Report) {
    for step in &case.steps {
        let resolution = step.phase.resolution.as_ref();
        let Some(day) = resolution.and_then(|resolution| resolution.date) else {
            continue;
        };
        let start = step.phase.time.start();
        // What another authority decides, and when a plan is signed or announced, follows a resolution.
        let rule = step.rule;
        let follows =
            rule.is_span || rule.puts_in_force || rule.approves || rule.signs || rule.ends;
        if day == start || follows && day < start {
            continue;
        }
        let key = if rule.is_span {
            "zeitraum.beginn"
        } else {
            "datum"
        };
        let label = &rule.label;
        report.add(
            Finding::new(
                &kinds::RESOLUTION_ON_ITS_DAY,
                step.phase.origin.at("beschluss.datum"),
                say(
                    format!("Der Beschluss ist vom {day}, „{}“ vom {start}", label.de),
                    format!("The resolution is of {day}, “{}” of {start}", label.en),
                ),
            )
            .and_at(step.phase.origin.at(key))
            .because(say(
                "Eines von beiden ist falsch: Ein Beschluss fällt an seinem Tag, und eine Auslegung beginnt nicht vor dem Beschluss, der sie anordnet.",
                "One of them is wrong: a resolution is passed on its day, and no display begins before the resolution that orders it.",
            ))
            .help(say(
                format!("Schreiben Sie datum: {start} beim Beschluss, oder berichtigen Sie die Phase."),
                format!("Write datum: {start} at the resolution, or correct the phase."),
            )),
        );
    }
}

/// `NOT-029`: what is announced was resolved before.
pub fn announced_after(case: &Case, report: &mut Report) {
    let resolutions = case.steps.iter().filter(|step| {
        let rule = step.rule;
        !rule.is_span && !rule.puts_in_force
    });
    for step in resolutions {
        let day = step.phase.time.start();
        let Some(notice) = step.phase.notice.as_ref().filter(|own| own.published < day) else {
            continue;
        };
        let published = notice.published;
        report.add(
            Finding::new(
                &kinds::ANNOUNCED_AFTER,
                first_written(&notice.origin, &["veroeffentlicht"]),
                say(
                    format!(
                        "Bekannt gemacht am {published}, „{}“ erst am {day}",
                        step.rule.label.de
                    ),
                    format!(
                        "Announced on {published}, “{}” only on {day}",
                        step.rule.label.en
                    ),
                ),
            )
            .and_at(step.phase.origin.at("datum"))
            .because(say(
                "Bekannt gemacht wird ein Beschluss, den es gibt (§ 2 Abs. 1 Satz 2 BauGB).",
                "What is announced is a resolution that exists (§ 2 (1) sentence 2 BauGB).",
            ))
            .help(say(
                "Berichtigen Sie einen der beiden Tage.",
                "Correct one of the two days.",
            )),
        );
    }
}

/// `PUB-018`: a version of the third day cannot have been on display since the first.
pub fn versions_before(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let start = step.phase.time.start();
        for document in &step.phase.documents {
            if document.version > start {
                report.add(too_young(step, document));
            }
        }
    }
}

fn too_young(step: &Step, document: &crate::model::document::Document) -> Finding {
    let (version, start) = (document.version, step.phase.time.start());
    let title = &document.title;
    Finding::new(
        &kinds::VERSIONS_BEFORE,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, ausgelegt wird ab {start}"),
            format!("“{title}” is of {version}, the display begins on {start}"),
        ),
    )
    .and_at(step.phase.origin.at("zeitraum.beginn"))
    .because(say(
        "Jede Unterlage liegt während der ganzen Frist aus (§ 3 Abs. 2 Satz 1 BauGB); eine jüngere Fassung kann nicht von Anfang an dabei gewesen sein.",
        "Every document is on display for the whole period (§ 3 (2) sentence 1 BauGB); a younger version cannot have been there from the start.",
    ))
    .help(say(
        "Berichtigen Sie stand, oder veröffentlichen Sie mit der neuen Fassung noch einmal.",
        "Correct stand, or publish again with the new version.",
    ))
}

/// Papers that people tell apart, by the words of their titles and files, with their kind.
const PAPERS: [(&str, &[&str]); 4] = [
    ("planzeichnung", &["planzeichnung"]),
    ("begruendung", &["begründung", "begruendung"]),
    ("umweltbericht", &["umweltbericht"]),
    (
        "zusammenfassende_erklaerung",
        &["zusammenfassende erklärung", "zusammenfassende-erklaerung"],
    ),
];
/// Words that make a title one of a part or of an addition to another paper.
const ADDITIONS: [&str; 8] = [
    "anlage",
    "anhang",
    "zum ",
    "zur ",
    "teil",
    "karte",
    "ergänzung",
    "protokoll",
];

/// `PUB-019`: whoever opens the reasons must not find the drawing.
pub fn document_as_named(case: &Case, report: &mut Report) {
    let documents = case.procedure.phases.iter().flat_map(|own| &own.documents);
    for document in documents {
        let title = document.title.to_lowercase();
        if ADDITIONS.iter().any(|word| title.contains(word)) {
            continue;
        }
        let name = document.source.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let (of_title, of_file) = (papers(&title), papers(&name.to_lowercase()));
        let kind = document.kind.key.as_str();
        let is_paper = PAPERS.iter().any(|(key, _)| *key == kind);
        // The environmental report is a part of the reasons.
        let is_part = |said: &[&str]| kind == "begruendung" && said.contains(&"umweltbericht");
        let is_kind = |said: &[&str]| said.contains(&kind) || is_part(said);
        let other = |said: &[&str]| !said.is_empty() && is_paper && !is_kind(said);
        let differ = !of_title.is_empty()
            && !of_file.is_empty()
            && !of_title.iter().any(|own| of_file.contains(own));
        let key = if other(&of_title) {
            "titel"
        } else if differ || other(&of_file) {
            "datei"
        } else {
            continue;
        };
        let (title, file) = (&document.title, &name);
        let (de, en) = (&document.kind.de, &document.kind.en);
        report.add(
            Finding::new(
                &kinds::DOCUMENT_AS_NAMED,
                document.origin.at(key),
                say(
                    format!("Art „{de}“, Titel „{title}“ und Datei „{file}“ meinen nicht dieselbe Unterlage"),
                    format!("Kind “{en}”, title “{title}” and file “{file}” do not mean the same document"),
                ),
            )
            .because(say(
                "Ist eine Unterlage mit einer anderen vertauscht, liegt die eine doppelt und die andere gar nicht aus (§ 3 Abs. 2 Satz 1 BauGB).",
                "Where one document is swapped for another, one is on display twice and the other not at all (§ 3 (2) sentence 1 BauGB).",
            ))
            .help(say(
                "Sehen Sie nach, was in der Datei steht, und berichtigen Sie art, titel oder datei.",
                "Look what the file holds, and correct art, titel or datei.",
            )),
        );
    }
}

/// The papers that a title or a file's name in small letters speaks of.
fn papers(text: &str) -> Vec<&'static str> {
    let said = |words: &&[&str]| words.iter().any(|word| text.contains(word));
    let named = PAPERS.iter().filter(|(_, words)| said(words));
    named.map(|(key, _)| *key).collect()
}
