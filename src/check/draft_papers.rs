//! The papers of a draft and of a plan as one: the drawing is there, none is left from an earlier stage, and none is called
//! after another plan.

use crate::check::case::{Case, Report, Step};
use crate::check::in_force::finals;
use crate::check::kinds;
use crate::check::names::{has, speaks_of_other};
use crate::check::own::Own;
use crate::check::own_documents::ON_DRAWING;
use crate::check::variant::is_repeal;
use crate::finding::{Finding, Kind, Level, say};
use crate::law::wording::Asked;
use crate::model::document::Document;
use jiff::civil::Date;

const DRAWING: &str = "planzeichnung";
const WRITTEN: &str = "textliche_festsetzungen";
const PROJECT: &str = "vorhaben_und_erschliessungsplan";
const SUMMARY: &str = "zusammenfassende_erklaerung";
/// Papers that are made anew for each stage of a plan.
const OF_A_STAGE: [&str; 4] = [DRAWING, WRITTEN, "begruendung", "umweltbericht"];
/// Papers that lie with the plan that was adopted.
const ADOPTED: [&str; 3] = [DRAWING, WRITTEN, "begruendung"];

/// `PUB-008`: a display without the drawing that another phase has, and papers that are older than the stage before or younger
/// than notice and resolution.
pub fn on_display(case: &Case, report: &mut Report) {
    for (at, step) in case.steps.iter().enumerate() {
        if !step.is_display() {
            continue;
        }
        // Of older plans the drawing is often kept on paper alone.
        let is_due = !step.rule.renews && step.rule.needs_access && step.has_begun(case.today());
        // Where the notice names the drawing, that is what is wrong with it (`NOT-025`).
        let is_told = || Own::of(step).is_some_and(|own| own.sentence(ON_DRAWING).is_some());
        if is_due && !is_told() {
            report.extend(without_drawing(case, step, &kinds::DRAFT_AND_REASONS));
        }
        let papers = papers(step);
        for document in &papers {
            let left = left_behind(document, &papers, step, &case.steps[..at]);
            let young = || too_young(document, &papers, step, &case.steps[..at]);
            report.extend(left.or_else(young));
        }
    }
}

/// `FIN-007`: a plan in force without its drawing, and a summary that is older than what it sums up.
pub fn in_force(case: &Case, report: &mut Report) {
    for step in finals(case).filter(|step| step.has_begun(case.today())) {
        if step.asked(|rule| rule.needs_state_portal) != Asked::Not {
            report.extend(without_drawing(case, step, &kinds::FINAL_DOCUMENTS));
        }
        let start = step.phase.time.start();
        let shown = case.formal_participations();
        let ends = shown.filter_map(|step| step.phase.time.end());
        let last = ends.filter(|end| *end < start).max();
        let summaries = step
            .phase
            .documents
            .iter()
            .filter(|own| own.kind.key == SUMMARY);
        for document in summaries {
            let last = last.filter(|last| document.version <= *last);
            report.extend(last.map(|last| summary_too_early(document, last)));
        }
    }
}

fn papers<'c>(step: &'c Step) -> Vec<&'c Document> {
    let documents = step.phase.documents.iter();
    let papers = documents.filter(|own| OF_A_STAGE.contains(&own.kind.key.as_str()));
    papers.collect()
}

/// A phase with other papers of the plan and no drawing, where the record has one in another phase.
fn without_drawing(case: &Case, step: &Step, kind: &'static Kind) -> Option<Finding> {
    let holds = |phase: &[Document], key: &str| phase.iter().any(|own| own.kind.key == key);
    let mut others = case.procedure.phases.iter();
    let other = others.find(|phase| holds(&phase.documents, DRAWING))?;
    let is_beside = holds(&other.documents, PROJECT);
    let documents = &step.phase.documents;
    // Villages bring all in one file, whose title says so.
    let may_be_one = |own: &Document| {
        const DRAWN: [&str; 5] = ["zeichnung", "teil a", "karte", "rechtsplan", "planteil"];
        let title = own.title.to_lowercase();
        let is_text = ["text", "festsetzung", "teil b", "begründung"]
            .iter()
            .any(|word| title.contains(word));
        let is_drawn = match own.kind.key.as_str() {
            WRITTEN => !is_text,
            PROJECT => !is_beside,
            "sonstiges" => title.contains("plan") || title.contains("satzung"),
            _ => own.kind.draft,
        };
        is_drawn || DRAWN.iter().any(|word| title.contains(word))
    };
    let has_draft = documents.iter().any(|own| own.kind.draft);
    if !has_draft || documents.len() < 2 || documents.iter().any(may_be_one) || is_repeal(case) {
        return None;
    }
    let finding = Finding::new(
        kind,
        step.phase.origin.at("unterlagen"),
        say(
            "Bei den Unterlagen fehlt die Planzeichnung",
            "Among the documents, the drawing is missing",
        ),
    )
    .because(say(
        format!("Die Phase „{}“ hat eine; ein Plan aus Zeichnung und Text ist ohne Zeichnung keiner (§ 3 Abs. 2 Satz 1, § 10a Abs. 2 BauGB).", other.rule.label.de),
        format!("The phase “{}” has one; a plan of drawing and text is none without the drawing (§ 3 (2) sentence 1, § 10a (2) BauGB).", other.rule.label.en),
    ))
    .help(say(
        "Ergänzen Sie die Unterlage mit art: planzeichnung.",
        "Add the document with art: planzeichnung.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// The version that at least two of some papers have.
fn common(papers: &[&Document]) -> Option<Date> {
    let versions = papers.iter().map(|own| own.version);
    let is_common =
        |version: &Date| papers.iter().filter(|own| own.version == *version).count() > 1;
    versions.filter(is_common).max()
}

/// A paper that is no younger than those of the stage before, while the others of the display are: the wrong file, or its day.
fn left_behind(
    document: &Document,
    papers: &[&Document],
    step: &Step,
    before: &[Step],
) -> Option<Finding> {
    let earlier = before
        .iter()
        .filter(|own| own.rule.is_public_participation());
    let former = earlier
        .flat_map(self::papers)
        .map(|own| own.version)
        .max()?;
    // A second draft may leave single papers as they were; not one that calls itself changed.
    let is_changed = [
        "2. entwurf",
        "zweiter entwurf",
        "3. entwurf",
        "änderung",
        "geändert",
        "überarbeitet",
    ]
    .iter()
    .any(|word| document.title.to_lowercase().contains(word));
    let is_meant = match step.rule.renews || step.phase.repeats.is_some() || has_display(before) {
        true => {
            step.rule.renews
                && is_changed
                && papers.iter().any(|own| own.version > former)
                && !document.title.to_lowercase().contains("änderung des")
        }
        false => common(papers).is_some_and(|own| own > former),
    };
    if !is_meant || document.version > former {
        return None;
    }
    let (title, version) = (&document.title, document.version);
    let finding = Finding::new(
        &kinds::DRAFT_AND_REASONS,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, nicht jünger als die Fassung der vorigen Beteiligung ({former})"),
            format!("“{title}” is of {version}, no younger than the version of the participation before ({former})"),
        ),
    )
    .because(say(
        "Ausgelegt wird der Entwurf, wie er nach der vorigen Beteiligung geworden ist (§ 3 Abs. 2 Satz 1, § 4a Abs. 3 BauGB).",
        "What is on display is the draft as it became after the participation before (§ 3 (2) sentence 1, § 4a (3) BauGB).",
    ))
    .help(say(
        "Sehen Sie nach, welche Fassung die Datei enthält, und berichtigen Sie stand oder datei.",
        "Look which version the file holds, and correct stand or datei.",
    ));
    Some(finding.at_level(Level::Warning))
}

fn has_display(before: &[Step]) -> bool {
    before.iter().any(Step::is_display)
}

/// A paper that is younger than the resolution on the draft and than the notice, while the others are of the version that both
/// are on.
fn too_young(
    document: &Document,
    papers: &[&Document],
    step: &Step,
    before: &[Step],
) -> Option<Finding> {
    let others: Vec<&Document> = papers
        .iter()
        .copied()
        .filter(|own| !std::ptr::eq(*own, document))
        .collect();
    let version = common(&others)?;
    let resolved = before
        .iter()
        .rev()
        .find(|own| own.rule.key == "entwurfsbeschluss")?;
    let resolved = resolved.phase.time.start();
    let own = Own::of(step)?;
    let is_named = own.days().iter().any(|day| day.is(version));
    let is_after = document.version > own.notice.published && document.version > resolved;
    if !is_named
        || !is_after
        || version > resolved
        || own.days().iter().any(|day| day.is(document.version))
    {
        return None;
    }
    let (title, young) = (&document.title, document.version);
    let finding = Finding::new(
        &kinds::DRAFT_AND_REASONS,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {young}, gebilligt und bekannt gemacht ist die Fassung vom {version}"),
            format!("“{title}” is of {young}, but the version approved and announced is of {version}"),
        ),
    )
    .because(say(
        "Ausgelegt wird der Entwurf, den der Rat gebilligt hat und den die Bekanntmachung nennt (§ 3 Abs. 2 BauGB).",
        "What is on display is the draft that the council approved and the notice names (§ 3 (2) BauGB).",
    ))
    .help(say(
        "Berichtigen Sie stand, oder legen Sie die gebilligte Fassung in den Ordner.",
        "Correct stand, or put the approved version into the folder.",
    ));
    Some(finding.at_level(Level::Warning))
}

fn summary_too_early(document: &Document, last: Date) -> Finding {
    let (title, version) = (&document.title, document.version);
    Finding::new(
        &kinds::FINAL_DOCUMENTS,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, die letzte Beteiligung endete erst am {last}"),
            format!("“{title}” is of {version}, but the last participation ended on {last} only"),
        ),
    )
    .because(say(
        "Die Erklärung sagt, wie das Ergebnis der Beteiligung berücksichtigt wurde (§ 6a Abs. 1, § 10a Abs. 1 BauGB); vorher steht es nicht fest.",
        "The declaration says how the outcome of the participation was considered (§ 6a (1), § 10a (1) BauGB); before that there is none.",
    ))
    .help(say(
        "Berichtigen Sie stand, oder legen Sie die richtige Datei in den Ordner.",
        "Correct stand, or put the right file into the folder.",
    ))
    .at_level(Level::Warning)
}

/// `SEQ-008`: a paper in force that is of another version than the one that was adopted.
pub fn as_adopted(case: &Case, report: &mut Report) {
    let Some(adoption) = case.adoption() else {
        return;
    };
    let days: Vec<Date> = case
        .steps
        .iter()
        .map(|step| step.phase.time.start())
        .collect();
    // Where nothing was on display, what lay before the council is what is there.
    let is_signed = case.steps.iter().any(|step| step.rule.signs);
    let is_unshown = is_signed && case.formal_participations().next().is_none();
    for step in finals(case) {
        for document in papers(step) {
            let key = document.kind.key.as_str();
            let of_kind = |own: &&Document| own.kind.key == key;
            let adopted: Vec<Date> = adoption
                .phase
                .documents
                .iter()
                .filter(of_kind)
                .map(|own| own.version)
                .collect();
            // A plan is often dated anew by the day it was signed or announced.
            let is_dated = days.contains(&document.version);
            let has_reason = step.phase.reason.is_some() || step.phase.changes.is_some();
            let is_other = match adopted.is_empty() {
                true => is_unshown && document.version > adoption.phase.time.start(),
                false => !adopted.contains(&document.version),
            };
            // What differs from the draft on display has a finding of its own.
            let is_shown = || {
                case.steps.iter().filter(|own| own.is_display()).any(|own| {
                    let mut shown = own.phase.documents.iter();
                    shown.any(|own| own.kind.key == key && own.version == document.version)
                })
            };
            let is_asked = is_unshown || !document.kind.draft && !is_shown();
            if ADOPTED.contains(&key) && is_asked && is_other && !is_dated && !has_reason {
                let adopted = adopted.first().copied();
                let adopted = adopted.unwrap_or(adoption.phase.time.start());
                report.add(other_than_adopted(document, adopted));
            }
        }
    }
}

fn other_than_adopted(document: &Document, adopted: Date) -> Finding {
    let (title, version) = (&document.title, document.version);
    Finding::new(
        &kinds::SAME_DRAFT,
        document.origin.at("stand"),
        say(
            format!("„{title}“ ist vom {version}, beschlossen ist der Plan vom {adopted}"),
            format!("“{title}” is of {version}, but the plan adopted is of {adopted}"),
        ),
    )
    .because(say(
        "In Kraft tritt der Plan, den der Rat beschlossen hat (§ 10 Abs. 1 und 3 BauGB).",
        "What enters into force is the plan that the council adopted (§ 10 (1) and (3) BauGB).",
    ))
    .help(say(
        "Legen Sie die beschlossene Fassung in den Ordner, oder berichtigen Sie stand.",
        "Put the adopted version into the folder, or correct stand.",
    ))
    .at_level(Level::Warning)
}

/// `PUB-019`: a paper of this plan whose title has the number of another one. A change of a plan may name the plan that it
/// changes, and a plan that has relations the others.
pub fn titled_otherwise(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let is_alone = procedure.more_plans.is_empty() && procedure.relations.is_empty();
    let is_change = procedure.amendment.is_some() || is_repeal(case);
    let Some(number) = procedure
        .plan
        .number
        .as_deref()
        .filter(|_| is_alone && !is_change)
    else {
        return;
    };
    let papers = procedure.documents().filter(|own| {
        let key = own.kind.key.as_str();
        OF_A_STAGE.contains(&key) || key == SUMMARY
    });
    for document in papers {
        let title = document.title.to_lowercase();
        // „Planzeichnung Nr. 2“ may be the second sheet; Roman numbers are those of plans.
        let is_roman =
            |text: &str| !text.is_empty() && text.chars().all(|own| "ivxlcIVXLC".contains(own));
        let drawn = title
            .split_once("planzeichnung nr. ")
            .map(|(_, behind)| behind);
        let drawn = drawn.and_then(|behind| behind.split([' ', ',']).next());
        let is_other_drawing = drawn.is_some_and(|said| {
            is_roman(said) && said.len() > 1 && is_roman(number) && said != number.to_lowercase()
        });
        let has_own = has(&document.title, &procedure.plan.name)
            || title
                .split(|letter: char| !letter.is_alphanumeric())
                .any(|word| word == number.to_lowercase());
        if (is_other_drawing || speaks_of_other(&title, number)) && !has_own {
            report.add(of_another_plan(document, number));
        }
    }
}

fn of_another_plan(document: &Document, number: &str) -> Finding {
    let title = &document.title;
    Finding::new(
        &kinds::DOCUMENT_AS_NAMED,
        document.origin.at("titel"),
        say(
            format!("„{title}“ nennt einen anderen Plan als Nr. {number}"),
            format!("“{title}” names another plan than no. {number}"),
        ),
    )
    .because(say(
        "Liegt die Unterlage eines anderen Plans aus, liegt die eigene nicht aus (§ 3 Abs. 2 Satz 1 BauGB).",
        "Where the paper of another plan is on display, the own one is not (§ 3 (2) sentence 1 BauGB).",
    ))
    .help(say(
        "Sehen Sie nach, was in der Datei steht, und berichtigen Sie titel oder datei.",
        "Look what the file holds, and correct titel or datei.",
    ))
    .at_level(Level::Warning)
}
