//! What changes while a draft is on display, documents and record; only the history of the files tells.

use crate::check::case::{Case, Report, Step};
use crate::check::form::lines_of_phase;
use crate::check::history::{Change, Edit, What};
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::finding::{Finding, Level, Place, say};
use jiff::civil::Date;
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
        record_unchanged(case, step, (start, end), report);
        let parent = format!("{folder}/");
        let folder = format!("{parent}{}/", step.phase.name);
        // What is put there on the first day itself is not told apart from what lay there at midnight.
        let changes = case.around.history.below(&folder);
        let changes = changes.filter(|change| start < change.day && change.day <= end);
        let moved = moved(case, &parent, &folder, (start, end));
        report.extend(moved.map(|day| renamed(step, day)));
        for change in changes.filter(|change| moved != Some(change.day)) {
            let name = &change.path[folder.len()..];
            if !is_proof(step, name) {
                report.add(finding(step, name, change));
            }
        }
    }
}

/// The day within the period on which the phase's folder got its name: what was added there was removed from
/// another one.
fn moved(case: &Case, parent: &str, folder: &str, (start, end): (Date, Date)) -> Option<Date> {
    let history = case.around.history;
    let within = |change: &&Change| start < change.day && change.day <= end;
    let mut added = history.below(folder).filter(within);
    let added = added.find(|change| change.what == What::Added)?;
    let name = &added.path[folder.len()..];
    let mut removed = history.below(parent).filter(|change| {
        change.what == What::Removed && change.day == added.day && !change.path.starts_with(folder)
    });
    let was_there = removed.any(|change| change.path.rsplit('/').next() == Some(name));
    was_there.then_some(added.day)
}

fn renamed(step: &Step, day: Date) -> Finding {
    let name = &step.phase.name;
    Finding::new(
        &kinds::UNCHANGED,
        step.phase.origin.at("kennung"),
        say(
            format!("Die Phase heißt erst seit dem {day} „{name}“, mitten in der Frist"),
            format!("The phase is called “{name}” only since {day}, in the middle of the period"),
        ),
    )
    .and_at(step.phase.origin.at("zeitraum"))
    .because(say(
        "Mit der Kennung ändern sich die Adressen aller Unterlagen; was die Bekanntmachung nennt, führt ins Leere (§ 3 Abs. 2 Satz 1 und 4 BauGB).",
        "With the name the addresses of all documents change; what the notice names leads nowhere (§ 3 (2) sentences 1 and 4 BauGB).",
    ))
    .help(say(
        "Schreiben Sie die alte Kennung wieder, oder leiten Sie von ihr um (umleitungen in site.toml).",
        "Write the old name again, or redirect from it (umleitungen in site.toml).",
    ))
}

/// The period, the access and the wording of the notice stay what they were when it began.
fn record_unchanged(case: &Case, step: &Step, (start, end): (Date, Date), report: &mut Report) {
    let history = case.around.history;
    let path = &step.phase.origin.file().path;
    for edit in history.edits(path).filter(|edit| start < edit.day) {
        let before = lines_of_phase(&edit.before, &step.phase.name);
        let after = lines_of_phase(&edit.after, &step.phase.name);
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        let ends = last_day(&before).zip(last_day(&after));
        if let Some((was, is)) = ends.filter(|(was, is)| is < was && edit.day <= *was) {
            report.add(shortened(step, edit, (was, is)));
        }
        if edit.day <= end && names_access(&before) && !names_access(&after) {
            report.add(without_access(step, edit));
        }
    }
    let notice = step.phase.notice.as_ref();
    let text = notice.and_then(|own| own.text.as_ref()?.file.as_ref());
    let edits = text.into_iter().flat_map(|file| history.edits(&file.path));
    for edit in edits.filter(|edit| start < edit.day && edit.day <= end) {
        if squeezed(&edit.before) != squeezed(&edit.after) {
            report.add(other_wording(step, edit));
        }
    }
}

/// The last day of the period in the lines of a phase.
fn last_day(lines: &[&str]) -> Option<Date> {
    let mut values = lines.iter().filter_map(|line| {
        let (_, value) = line.split_once("ende:")?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        value.get(..10)?.parse().ok()
    });
    values.next()
}

fn names_access(lines: &[&str]) -> bool {
    let mut values = lines
        .iter()
        .filter_map(|line| line.trim_start().strip_prefix("zugang:"));
    values.any(|value| !value.trim_start().starts_with("[]"))
}

fn shortened(step: &Step, edit: &Edit, (was, is): (Date, Date)) -> Finding {
    let day = edit.day;
    Finding::new(
        &kinds::UNCHANGED,
        step.phase.origin.at("zeitraum.ende"),
        say(
            format!("Die Frist lief bis {was} und wurde am {day} auf {is} verkürzt"),
            format!("The period lasted until {was}, and was shortened to {is} on {day}"),
        ),
    )
    .because(say(
        "Bis zum angekündigten Tag kann jeder Stellung nehmen (§ 3 Abs. 2 Satz 1 und 4 BauGB); verlängern lässt sich die Frist, verkürzen nicht.",
        "Everyone can comment until the day that was announced (§ 3 (2) sentences 1 and 4 BauGB); a period can be prolonged, not shortened.",
    ))
    .help(say(
        format!("Schreiben Sie ende: {was}, oder veröffentlichen Sie noch einmal."),
        format!("Write ende: {was}, or publish again."),
    ))
}

fn without_access(step: &Step, edit: &Edit) -> Finding {
    let day = edit.day;
    Finding::new(
        &kinds::UNCHANGED,
        step.phase.origin.at("zugang"),
        say(
            format!("Der Zugang außer im Internet wurde am {day} gestrichen, während der Frist"),
            format!("The access besides the Internet was deleted on {day}, during the period"),
        ),
    )
    .and_at(step.phase.origin.at("zeitraum"))
    .because(say(
        "Er besteht während der ganzen Frist (§ 3 Abs. 2 Satz 2 BauGB).",
        "It is there for the whole period (§ 3 (2) sentence 2 BauGB).",
    ))
    .help(say(
        "Schreiben Sie zugang wieder hin.",
        "Write zugang again.",
    ))
    .at_level(Level::Warning)
}

fn other_wording(step: &Step, edit: &Edit) -> Finding {
    let day = edit.day;
    Finding::new(
        &kinds::UNCHANGED,
        step.notice_origin().at("text"),
        say(
            format!("Der Wortlaut der Bekanntmachung wurde am {day} geändert, während der Frist"),
            format!("The wording of the notice was changed on {day}, during the period"),
        ),
    )
    .and_at(step.phase.origin.at("zeitraum"))
    .because(say(
        "Was bekannt gemacht ist, steht fest; im Internet steht der Inhalt der Bekanntmachung, wie sie erschienen ist (§ 3 Abs. 2 Satz 5 BauGB, § 10 KomBekVO).",
        "What was announced stands; the Internet has the notice as it appeared (§ 3 (2) sentence 5 BauGB, § 10 KomBekVO).",
    ))
    .help(say(
        "Stellen Sie den Wortlaut wieder her, wie er erschienen ist; war er falsch, machen Sie noch einmal bekannt.",
        "Put the wording back as it appeared; if it was wrong, announce it again.",
    ))
    .at_level(Level::Warning)
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
