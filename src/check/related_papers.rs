//! What is on display outside of the BauGB, and who can comment on it (ROG, BImSchG, UVPG).

use crate::check::case::{Case, Report, Step};
use crate::check::hint;
use crate::check::kinds;
use crate::finding::{Finding, Level, say};
use crate::model::phase::Phase;
use jiff::civil::{Date, date};

/// Since then the law asks for a report by this name (§ 16 UVPG).
const REPORT_SINCE: Date = date(2017, 7, 29);

/// `UVP-001`: the report is on display with the project.
pub fn report_on_display(case: &Case, report: &mut Report) {
    let phases = case.related.iter();
    for phase in phases.filter(|own| own.rule.needs_assessment_portal) {
        let is_report = |title: &str| title.contains("uvp") || title.contains("umweltverträglich");
        let start = phase.time.start();
        if phase.documents.is_empty()
            || start < REPORT_SINCE
            || has(phase, "umweltbericht", is_report)
        {
            continue;
        }
        let finding = Finding::new(
            &kinds::ASSESSMENT_PORTAL,
            phase.origin.at("unterlagen"),
            say(
                "Bei den Unterlagen fehlt der UVP-Bericht",
                "Among the documents, the assessment report is missing",
            ),
        )
        .because(say(
            "Auszulegen sind zumindest der UVP-Bericht und die entscheidungserheblichen Berichte und Empfehlungen (§ 19 Abs. 2 UVPG).",
            "On display are at least the assessment report and the reports and recommendations that matter for the decision (§ 19 (2) UVPG).",
        ));
        report.add(finding.help(say(
            "Ergänzen Sie die Unterlage, oder nennen Sie sie im Titel: UVP-Bericht.",
            "Add the document, or name it in the title: UVP-Bericht.",
        )));
    }
}

/// `RO-001`: the draft is on display with its reasons and the environmental report.
pub fn spatial_papers(case: &Case, report: &mut Report) {
    let displays = case.related.iter().filter(|own| is_spatial_display(own));
    for phase in displays.filter(|own| own.documents.len() > 1) {
        let reason = phase.reason.as_deref().unwrap_or_default();
        let is_minor = reason.contains("§ 8") || has(phase, "vorpruefung", |_| false);
        let lacks_reasons = !has(phase, "begruendung", |title| title.contains("begründung"));
        let lacks_report = !has(phase, "umweltbericht", |title| {
            title.contains("umweltbericht")
        });
        // A file that holds neither does not keep such papers.
        let (de, en) = match (lacks_reasons, lacks_report) {
            (true, false) => (
                "fehlt die Begründung",
                "the reasons (Begründung) are missing",
            ),
            (false, true) if !is_minor => (
                "fehlt der Umweltbericht",
                "the environmental report is missing",
            ),
            _ => continue,
        };
        let finding = Finding::new(
            &kinds::SPATIAL,
            phase.origin.at("unterlagen"),
            say(
                format!("Bei den Unterlagen {de}"),
                format!("Among the documents, {en}"),
            ),
        )
        .because(say(
            "Zu veröffentlichen sind der Entwurf, seine Begründung und der Umweltbericht (§ 9 Abs. 2 ROG); ohne Umweltprüfung nur bei geringfügigen Änderungen (§ 8 Abs. 2 ROG).",
            "The draft, its reasons and the environmental report are published (§ 9 (2) ROG); without an assessment only for minor changes (§ 8 (2) ROG).",
        ))
        .help(say(
            "Ergänzen Sie die Unterlage; wurde von der Umweltprüfung abgesehen, sagen Sie es: grund: … (§ 8 Abs. 2 ROG).",
            "Add the document; if there was no assessment, say so: grund: … (§ 8 (2) ROG).",
        ));
        report.add(finding.at_level(Level::Warning));
    }
}

/// The first display of a spatial plan.
fn is_spatial_display(phase: &Phase) -> bool {
    phase.rule.key == "raumordnung_veroeffentlichung"
}

/// The displays outside of the BauGB that begin on a day of the office's: those of spatial plans.
pub fn spatial_displays<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Step<'a>> {
    let steps = case.related_steps.iter();
    steps.filter(|step| step.rule.is_spatial && step.is_display())
}

/// `RO-001`, `PF-001`: the public comments on a spatial plan, and objects to a project under immission control.
pub fn open_to_everyone(case: &Case, report: &mut Report) {
    for phase in &case.related {
        let is_immission = phase.rule.key.starts_with("immissionsschutz");
        if !is_immission && !is_spatial_display(phase) {
            continue;
        }
        let Some(statements) = phase
            .statements
            .as_ref()
            .filter(|own| !own.is_for_everyone())
        else {
            continue;
        };
        let kind = if is_immission {
            &kinds::APPROVAL
        } else {
            &kinds::SPATIAL
        };
        let (own, provision) = (statements.audience, &phase.rule.provision);
        let finding = Finding::new(
            kind,
            phase.origin.at("stellungnahmen.von"),
            say(
                format!("Äußern kann sich die Öffentlichkeit, nicht nur: {}", own.de),
                format!("The public can comment, not only: {}", own.en),
            ),
        )
        .because(say(
            format!("Einwendungen und Stellungnahmen stehen jedem offen, nicht nur Betroffenen oder Behörden ({provision})."),
            format!("Objections and comments are open to everyone, not only to those affected or to agencies ({provision})."),
        ))
        .help(say("Schreiben Sie von: alle.", "Write von: alle."));
        report.add(finding.at_level(Level::Warning));
    }
}

/// `NOT-030`: what the notice hints at, where the file tells it, and where it says that it hints at nothing.
pub fn hints(case: &Case, report: &mut Report) {
    hint::of_other_statutes(case, report);
    for step in &case.related_steps {
        let notice = step.phase.notice.as_ref();
        let denies =
            notice.is_some_and(|own| own.denies_hints && own.text.is_none() && !own.misses_text);
        if !denies {
            continue;
        }
        report.answered(
            &kinds::HINTS_OF_OTHERS,
            step.phase,
            "bekanntmachung.hinweise",
        );
        for key in case.hints(step.rule) {
            report.add(hint::finding(&kinds::HINTS_OF_OTHERS, step, key));
        }
    }
}

/// Whether a phase has a document of a kind, or one whose title says so.
fn has(phase: &Phase, key: &str, says: impl Fn(&str) -> bool) -> bool {
    let mut documents = phase.documents.iter();
    documents.any(|own| own.kind.key == key || says(&own.title.to_lowercase()))
}
