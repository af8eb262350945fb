//! Documents that change while they are on display; only the history of the files tells.

use crate::check::case::{Case, Report, Step};
use crate::check::history::{Change, What};
use crate::check::kinds;
use crate::finding::{Finding, Place, say};
use std::path::Path;

/// `PUB-013`
pub fn unchanged(case: &Case, report: &mut Report) {
    for step in case.steps.iter().filter(|step| step.is_display()) {
        let Some((start, end)) = step.span() else {
            continue;
        };
        let own = step.phase.origin.file();
        let Some((folder, _)) = own.path.rsplit_once('/') else {
            continue;
        };
        let folder = format!("{folder}/{}/", step.phase.name);
        // What is put there on the first day itself is not told apart from what lay there at midnight.
        let changes = case.around.history.below(&folder);
        let changes = changes.filter(|change| start < change.day && change.day <= end);
        for change in changes {
            let name = &change.path[folder.len()..];
            if !is_proof(step, name) {
                report.add(finding(step, name, change));
            }
        }
    }
}

/// Whether a file is the proof of the notice, which comes later than the display.
fn is_proof(step: &Step, name: &str) -> bool {
    let proof = step
        .phase
        .notice
        .as_ref()
        .and_then(|own| own.proof.as_ref());
    proof.is_some_and(|proof| has_name(&proof.source, name))
}

fn has_name(source: &Path, name: &str) -> bool {
    source
        .file_name()
        .is_some_and(|own| own.to_string_lossy() == name)
}

fn finding(step: &Step, name: &str, change: &Change) -> Finding {
    let documents = &step.phase.documents;
    let document = documents.iter().find(|own| has_name(&own.source, name));
    let place: Place = document.map_or_else(
        || step.phase.origin.at("unterlagen"),
        |document| document.origin.at("datei"),
    );
    let (de, en) = match change.what {
        What::Added => ("kam hinzu", "was added"),
        What::Changed => ("wurde geändert", "was changed"),
        What::Removed => ("wurde entfernt", "was removed"),
    };
    let day = change.day;
    Finding::new(
        &kinds::UNCHANGED,
        place,
        say(
            format!("„{name}“ {de} am {day}, während der Frist"),
            format!("“{name}” {en} on {day}, during the period"),
        ),
    )
    .and_at(step.phase.origin.at("zeitraum"))
    .because(say(
        "Alle Unterlagen müssen während der ganzen Frist unverändert verfügbar sein (§ 3 Abs. 2 Satz 1 BauGB).",
        "All documents must be available unchanged for the whole period (§ 3 (2) sentence 1 BauGB).",
    ))
    .help(say(
        "Stellen Sie die alte Fassung wieder her, oder veröffentlichen Sie mit der neuen noch einmal (art: erneute_veroeffentlichung).",
        "Put the old version back, or publish again with the new one (art: erneute_veroeffentlichung).",
    ))
}
