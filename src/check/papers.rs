//! Days of one step that contradict each other: its resolution, its notice, the versions on display.

use crate::check::case::{Case, Report, Step, first_written};
use crate::check::cover;
use crate::check::draft_papers;
use crate::check::in_force::finals;
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::same_file;
use crate::check::{paper_titles, record_papers};
use crate::finding::{Finding, Kind, Level, Words, say};
use crate::law::phase_rule::PhaseRule;
use crate::model::document::Document;
use crate::model::notice::Notice;
use jiff::civil::Date;

/// `SEQ-019`: a resolution is passed on the day of its phase, and before the display that it orders.
pub fn resolution_on_its_day(case: &Case, report: &mut Report) {
    number_of_one(case, report);
    for step in &case.steps {
        let resolution = step.phase.resolution.as_ref();
        let Some(day) = resolution.and_then(|resolution| resolution.date) else {
            continue;
        };
        let start = step.phase.time.start();
        let rule = step.rule;
        if day == start || follows_resolution(rule) && day < start {
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

/// Whether a step follows a resolution: what is on display or decided by another authority, signed or announced.
fn follows_resolution(rule: &PhaseRule) -> bool {
    rule.is_span || rule.puts_in_force || rule.approves || rule.signs || rule.ends
}

/// `SEQ-019`: a number is that of one resolution; what was decided on another day of the year has another.
fn number_of_one(case: &Case, report: &mut Report) {
    let resolved = case.steps.iter().filter_map(|step| {
        let resolution = step.phase.resolution.as_ref()?;
        let number = resolution.number.as_deref()?;
        let day = resolution.date.unwrap_or_else(|| step.phase.time.start());
        Some((step, squeezed(number), day, number))
    });
    let resolved: Vec<_> = resolved.collect();
    for (at, (step, number, day, written)) in resolved.iter().enumerate() {
        // Phases that follow a resolution may name it again.
        let follows = |step: &Step| follows_resolution(step.rule);
        let twin = resolved[..at].iter().find(|(other, same, before, _)| {
            let is_same_year = before.year() == day.year() || has_year(written, before.year());
            number == same && before != day && is_same_year && !follows(other)
        });
        let Some((other, _, before, _)) = twin.filter(|_| !follows(step)) else {
            continue;
        };
        let (label, earlier) = (&step.rule.label, &other.rule.label);
        report.add(
            Finding::new(
                &kinds::RESOLUTION_ON_ITS_DAY,
                step.phase.origin.at("beschluss.nummer"),
                say(
                    format!(
                        "Die Nummer {written} trägt schon der Beschluss vom {before} („{}“)",
                        earlier.de
                    ),
                    format!(
                        "The number {written} is that of the resolution of {before} already (“{}”)",
                        earlier.en
                    ),
                ),
            )
            .and_at(other.phase.origin.at("beschluss.nummer"))
            .because(say(
                format!(
                    "„{}“ ist vom {day}; an zwei Tagen fallen zwei Beschlüsse.",
                    label.de
                ),
                format!(
                    "“{}” is of {day}; on two days there are two resolutions.",
                    label.en
                ),
            ))
            .help(say(
                "Berichtigen Sie eine der beiden Nummern.",
                "Correct one of the two numbers.",
            )),
        );
    }
}

/// Whether a number names a year.
fn has_year(number: &str, year: i16) -> bool {
    let (long, short) = (year.to_string(), format!("{:02}", year % 100));
    let mut parts = number.split(|letter: char| !letter.is_ascii_digit());
    parts.any(|part| part == long || part == short)
}

/// `NOT-029`: a display that the council orders is announced after that.
fn ordered_after(case: &Case, report: &mut Report) {
    let displays = case
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.is_display());
    for (at, step) in displays {
        let (start, notice) = (step.phase.time.start(), step.phase.notice.as_ref());
        // The last resolution before it; where it comes after the first day, the steps are in disorder.
        let mut before = case.steps[..at].iter().rev();
        let ordered = before.find(|own| own.rule.key == "entwurfsbeschluss");
        let ordered = ordered.filter(|own| own.phase.time.start() <= start);
        let (Some(ordered), Some(notice)) = (ordered, notice) else {
            continue;
        };
        let day = ordered.phase.time.start();
        if notice.published < day {
            report.add(announced_before(step, (&ordered.rule.label, day), notice));
        }
    }
}

/// `NOT-029`: what is announced was resolved before.
pub fn announced_after(case: &Case, report: &mut Report) {
    ordered_after(case, report);
    let resolutions = case.steps.iter().filter(|step| {
        let rule = step.rule;
        !rule.is_span && !rule.puts_in_force
    });
    for step in resolutions {
        let day = step.phase.time.start();
        let Some(notice) = step.phase.notice.as_ref().filter(|own| own.published < day) else {
            continue;
        };
        let finding = announced_before(step, (&step.rule.label, day), notice);
        report.add(finding.and_at(step.phase.origin.at("datum")));
    }
}

fn announced_before(step: &Step, (label, day): (&Words, Date), notice: &Notice) -> Finding {
    let published = notice.published;
    let reason = if step.is_display() {
        say(
            "Ausgelegt wird der Entwurf, den der Rat gebilligt hat; vorher steht nicht fest, was bekannt zu machen ist (§ 3 Abs. 2 BauGB).",
            "What is on display is the draft that the council approved; before that nobody knows what to announce (§ 3 (2) BauGB).",
        )
    } else {
        say(
            "Bekannt gemacht wird ein Beschluss, den es gibt (§ 2 Abs. 1 Satz 2 BauGB).",
            "What is announced is a resolution that exists (§ 2 (1) sentence 2 BauGB).",
        )
    };
    Finding::new(
        &kinds::ANNOUNCED_AFTER,
        first_written(&notice.origin, &["veroeffentlicht"]),
        say(
            format!(
                "Bekannt gemacht am {published}, „{}“ erst am {day}",
                label.de
            ),
            format!("Announced on {published}, “{}” only on {day}", label.en),
        ),
    )
    .because(reason)
    .help(say(
        "Berichtigen Sie einen der beiden Tage.",
        "Correct one of the two days.",
    ))
}

/// Papers that are of one stage of the plan.
const OF_A_STAGE: [&str; 4] = [
    "planzeichnung",
    "textliche_festsetzungen",
    "begruendung",
    "umweltbericht",
];
/// Words of papers that compare stages.
const COMPARING: [&str; 6] = [
    "gegenüber",
    "änderungen",
    "abwägung",
    "synopse",
    "vergleich",
    "verfasser",
];

/// The documents of a step whose titles name a stage.
fn titled<'c>(step: &'c Step, stage: &'c str) -> impl Iterator<Item = &'c Document> {
    step.phase.documents.iter().filter(move |document| {
        let title = document.title.to_lowercase();
        let is_compared = COMPARING.iter().any(|word| title.contains(word));
        OF_A_STAGE.contains(&document.kind.key.as_str()) && !is_compared && title.contains(stage)
    })
}

/// `PUB-008`: what is on display is the draft, not the preliminary one.
pub fn preliminary_on_display(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.is_display()) {
        for document in titled(step, "vorentwurf") {
            let finding = of_another_stage(
                &kinds::DRAFT_AND_REASONS,
                document,
                (
                    "ausgelegt wird der Entwurf, nicht der Vorentwurf",
                    "what is on display is the draft, not the preliminary one",
                ),
            );
            report.add(finding.because(say(
                "Der Vorentwurf gehört zur frühzeitigen Beteiligung (§ 3 Abs. 1 BauGB), ausgelegt wird der Entwurf (§ 3 Abs. 2 Satz 1 BauGB).",
                "The preliminary draft belongs to the early participation (§ 3 (1) BauGB), the draft is on display (§ 3 (2) sentence 1 BauGB).",
            )));
        }
    }
}

/// `FIN-007`: what is in force is the plan, not its draft.
pub fn draft_in_force(case: &Case, report: &mut Report) {
    for step in finals(case) {
        for document in titled(step, "entwurf") {
            let finding = of_another_stage(
                &kinds::FINAL_DOCUMENTS,
                document,
                (
                    "in Kraft ist die beschlossene Fassung, nicht ein Entwurf",
                    "what is in force is the version that was adopted, not a draft",
                ),
            );
            report.add(finding.because(say(
                "Zur Einsicht steht der Plan, wie er beschlossen und ausgefertigt ist (§ 10 Abs. 3 Satz 2, § 10a Abs. 2 BauGB).",
                "What can be inspected is the plan as it was adopted and signed (§ 10 (3) sentence 2, § 10a (2) BauGB).",
            )));
        }
    }
}

fn of_another_stage(kind: &'static Kind, document: &Document, (de, en): (&str, &str)) -> Finding {
    let title = &document.title;
    Finding::new(
        kind,
        document.origin.at("titel"),
        say(format!("„{title}“: {de}"), format!("“{title}”: {en}")),
    )
    .help(say(
        "Sehen Sie nach, welche Fassung die Datei enthält, und berichtigen Sie titel oder datei.",
        "Look which version the file holds, and correct titel or datei.",
    ))
    .at_level(Level::Warning)
}

/// `PUB-018`: a version of the third day cannot have been on display since the first.
pub fn versions_before(case: &Case, report: &mut Report) {
    ancient(case, report);
    record_papers::decisions(case, report);
    let steps = case.steps.iter().chain(&case.related_steps);
    let shows = |step: &&Step| step.rule.displays_documents && step.rule.is_span;
    for step in steps.filter(shows) {
        let start = step.phase.time.start();
        for document in &step.phase.documents {
            if document.version > start {
                // What is from a day to come, or alone from after the period, is no slip that can be right.
                let end = step.phase.time.end().unwrap_or(start);
                let after = step.phase.documents.iter().filter(|own| own.version > end);
                let is_alone = document.version > end && after.count() == 1;
                let is_wrong =
                    is_alone || is_exchanged(step, document) || document.version > case.today();
                let finding = too_young(step, document);
                report.add(match is_wrong {
                    true => finding.at_level(Level::Warning),
                    false => finding,
                });
            }
        }
    }
}

/// Whether a paper among older ones is of a day within the period: nobody dates all of them by the day they were put
/// there. What agencies say may come in later.
fn is_exchanged(step: &Step, document: &Document) -> bool {
    const LATER: [&str; 2] = ["umweltbezogene_stellungnahmen", "sonstiges"];
    let start = step.phase.time.start();
    let others = step.phase.documents.iter();
    let mut others = others.filter(|own| !std::ptr::eq(*own, document));
    let is_only = others.clone().count() > 1 && others.all(|own| own.version <= start);
    let end = step.phase.time.end().unwrap_or(start);
    is_only && document.version <= end && !LATER.contains(&document.kind.key.as_str())
}

/// A version of a time when there were no such plans: the year is mistyped.
fn ancient(case: &Case, report: &mut Report) {
    const FIRST_YEAR: i16 = 1900;
    let documents = case.procedure.documents();
    for document in documents.filter(|own| own.version.year() < FIRST_YEAR) {
        let (title, version) = (&document.title, document.version);
        let finding = Finding::new(
            &kinds::VERSIONS_BEFORE,
            document.origin.at("stand"),
            say(
                format!("„{title}“ ist vom {version}; so alt ist keine Unterlage"),
                format!("“{title}” is of {version}; no document is that old"),
            ),
        );
        let finding = finding.help(say("Berichtigen Sie das Jahr.", "Correct the year."));
        report.add(finding.at_level(Level::Warning));
    }
}

fn too_young(step: &Step, document: &Document) -> Finding {
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
const PAPERS: [(&str, &[&str]); 6] = [
    ("planzeichnung", &["planzeichnung"]),
    ("begruendung", &["begründung", "begruendung"]),
    ("umweltbericht", &["umweltbericht"]),
    (
        "zusammenfassende_erklaerung",
        &["zusammenfassende erklärung", "zusammenfassende-erklaerung"],
    ),
    (
        "vorhaben_und_erschliessungsplan",
        &["vorhaben- und erschließungsplan"],
    ),
    (
        "durchfuehrungsvertrag",
        &["durchführungsvertrag", "durchfuehrungsvertrag"],
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
    same_file::same_file(case, report);
    draft_papers::titled_otherwise(case, report);
    paper_titles::of_another(case, report);
    cover::of_another(case, report);
    let documents = case.procedure.documents();
    for document in documents {
        let title = document.title.to_lowercase();
        if is_addition(&title) {
            continue;
        }
        let name = document.source.file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let (of_title, of_file) = (papers(&title), papers(&name.to_lowercase()));
        let kind = document.kind.key.as_str();
        let is_paper = PAPERS.iter().any(|(key, _)| *key == kind);
        // The environmental report is a part of the reasons.
        let is_part = |said: &[&str]| kind == "begruendung" && said.contains(&"umweltbericht");
        // The project plan may be a sheet of the drawing.
        let drawings = ["planzeichnung", "vorhaben_und_erschliessungsplan"];
        let is_sheet = |said: &[&str]| {
            drawings.contains(&kind) && said.iter().any(|own| drawings.contains(own))
        };
        let is_kind = |said: &[&str]| said.contains(&kind) || is_part(said) || is_sheet(said);
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

/// Whether a title in small letters is one of a part or of an addition to another paper. „Begründung zur 2. Änderung“ is what
/// it begins with.
fn is_addition(title: &str) -> bool {
    let mut words = PAPERS.iter().flat_map(|(_, words)| words.iter());
    let is_paper = words.any(|word| title.starts_with(word));
    let is_joint = |word: &str| is_paper && ["zum ", "zur "].contains(&word);
    let mut additions = ADDITIONS.iter();
    additions.any(|word| title.contains(word) && !is_joint(word))
}

/// The papers that a title or a file's name in small letters speaks of.
fn papers(text: &str) -> Vec<&'static str> {
    let said = |words: &&[&str]| words.iter().any(|word| text.contains(word));
    let named = PAPERS.iter().filter(|(_, words)| said(words));
    named.map(|(key, _)| *key).collect()
}
