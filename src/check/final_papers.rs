//! What stays available of a plan in force (§§ 6a, 10a BauGB).

use crate::check::case::{Case, Report, Step};
use crate::check::draft_papers;
use crate::check::in_force::finals;
use crate::check::kinds;
use crate::check::papers;
use crate::check::record_papers;
use crate::check::variant::is_repeal;
use crate::finding::{Finding, Words, say};
use crate::law::wording::Asked;

/// Whether a paper is among the documents, or in one whose title names it: villages bring all in one file.
fn has_paper(step: &Step, key: &str) -> bool {
    let words = match key {
        "begruendung" => "begründung",
        _ => "zusammenfassende erklärung",
    };
    step.has_document(|own| own.kind.key == key || own.title.to_lowercase().contains(words))
}

/// `FIN-007`: since 13 May 2017.
pub fn final_documents(case: &Case, report: &mut Report) {
    papers::draft_in_force(case, report);
    draft_papers::in_force(case, report);
    record_papers::in_force(case, report);
    for step in finals(case).filter(|step| step.has_begun(case.today())) {
        let asked = step.asked(|rule| rule.needs_state_portal);
        if asked == Asked::Not || !is_land_use_plan(case) {
            continue;
        }
        if !step.is_recorded() {
            report.unknown(&kinds::FINAL_DOCUMENTS, step.phase, "unterlagen");
            continue;
        }
        if let Some(finding) = lacks_papers(case, step) {
            report.ask(asked, step, finding);
        }
    }
}

/// What the plan in force lacks, in one finding.
fn lacks_papers(case: &Case, step: &Step) -> Option<Finding> {
    let has = |key: &str| has_paper(step, key);
    let needs_summary = case.is_assessed() && case.procedure.operation.key != "berichtigung";
    let parts = [
        (
            !step.has_document(|document| document.kind.draft),
            ("der Plan", "the plan"),
            "unterlagen",
        ),
        (
            case.procedure.plan.kind.reasons && !has("begruendung"),
            ("die Begründung", "the reasons"),
            "unterlagen",
        ),
        (
            needs_summary && !has("zusammenfassende_erklaerung"),
            ("die zusammenfassende Erklärung", "the summary declaration"),
            "unterlagen",
        ),
        (
            lacks_project_plan(case, step),
            (
                "der Vorhaben- und Erschließungsplan",
                "the project and infrastructure plan",
            ),
            "unterlagen",
        ),
        (
            step.phase.state_portal.is_none(),
            (
                "die Adresse im Landesportal",
                "the address in the state portal",
            ),
            "landesportal",
        ),
    ];
    let missing: Vec<_> = parts
        .into_iter()
        .filter(|(is_missing, ..)| *is_missing)
        .collect();
    let (_, _, key) = missing.first()?;
    let de: Vec<&str> = missing.iter().map(|(_, (de, _), _)| *de).collect();
    let en: Vec<&str> = missing.iter().map(|(_, (_, en), _)| *en).collect();
    let verb = if de.len() > 1 { "gehören" } else { "gehört" };
    let finding = Finding::new(
        &kinds::FINAL_DOCUMENTS,
        step.phase.origin.at(key),
        say(
            format!("Zum Plan in Kraft {verb} hier auch {}", listed(&de, "und")),
            format!("The plan in force lacks {} here", listed(&en, "and")),
        ),
    )
    .because(say(
        "Plan, Begründung und zusammenfassende Erklärung sollen im Internet und über das zentrale Landesportal zugänglich sein (§ 6a Abs. 2, § 10a Abs. 2 BauGB).",
        "Plan, reasons and summary declaration should be accessible on the Internet and through the state portal (§ 6a (2), § 10a (2) BauGB).",
    ));
    let mut keys: Vec<&str> = missing.iter().map(|(.., key)| *key).collect();
    keys.dedup();
    Some(finding.help(to_add(&keys.join(" / "))))
}

fn to_add(keys: &str) -> Words {
    say(
        format!("Ergänzen Sie bei {keys} der Phase, was fehlt."),
        format!("Add what is missing at {keys} of the phase."),
    )
}

/// A plan for a project whose own plan (§ 12 Abs. 3 Satz 1 BauGB) was on display and is not in force with it.
fn lacks_project_plan(case: &Case, step: &Step) -> bool {
    const KEY: &str = "vorhaben_und_erschliessungsplan";
    let is_project = case.procedure.plan.kind.key == "vorhabenbezogener_bebauungsplan";
    let was_shown =
        |other: &Step| other.is_display() && other.has_document(|own| own.kind.key == KEY);
    let is_there = step.has_document(|own| {
        let title = own.title.to_lowercase();
        own.kind.key == KEY
            || title.contains("vorhaben- und")
            || title.contains("vorhabenplan")
            || title.contains("vep")
    });
    is_project && !is_there && !is_repeal(case) && case.steps.iter().any(was_shown)
}

/// „a, b und c“
fn listed(words: &[&str], and: &str) -> String {
    match words {
        [before @ .., last] if !before.is_empty() => format!("{} {and} {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// Whether what is in force is a plan: §§ 6a, 10a BauGB speak neither of local building regulations nor of a
/// Veränderungssperre, a statute on preservation or the like.
fn is_land_use_plan(case: &Case) -> bool {
    let kind = case.procedure.plan.kind;
    kind.is_of_baugb() && !kind.needs_text
}
