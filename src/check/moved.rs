//! Addresses that were given away: a procedure or phase that had one and is called otherwise now. Only the history
//! of the files tells. An address is also the id by which other programs know a procedure and its phases.

use crate::check::form::{lines_of_phase, phases_of};
use crate::check::history::{Edit, History, What};
use crate::finding::{Finding, Findings, Kind, Level, Place, say};
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::procedure::Procedure;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The id of a procedure and of a phase is where it lies (`planID`, `beteiligungsID` in XBeteiligung).
pub static STABLE_ID: Kind = Kind {
    id: "COD-004",
    level: Level::Warning,
    title_de: "Verfahren und Phasen behalten ihre Adresse",
    title_en: "Procedures and phases keep their address",
    convention: true,
};

const PROCEDURES: &str = "content/gemeinden/";

/// Adds a finding for every address that leads nowhere any more.
pub fn check(archive: &Archive, history: &History, findings: &mut Findings) {
    for (folder, day) in gone(history) {
        let old = Address::new(format!("verfahren/{folder}/"));
        let is_there = archive.procedures.iter().any(|own| own.address == old);
        if !is_there && !leads_on(archive, &old) {
            let place = archive.site.origin.at("umleitungen");
            let new = added(history, day).find(|new| *new != folder);
            findings.add(lost(place, &old, day, new));
        }
    }
    for procedure in &archive.procedures {
        for edit in history.edits(&procedure.origin.file().path) {
            renamed(archive, procedure, edit, findings);
        }
    }
}

/// The folders whose procedure is gone, as `gemeinde/verfahren`, each with the day.
fn gone(history: &History) -> impl Iterator<Item = (&str, Date)> {
    let mut last = BTreeMap::new();
    for change in history.below(PROCEDURES) {
        if let Some(folder) = procedure_of(&change.path) {
            last.insert(folder, (change.day, change.what));
        }
    }
    let gone = last.into_iter();
    gone.filter_map(|(folder, (day, what))| (what == What::Removed).then_some((folder, day)))
}

/// The folders of procedures that came on a day.
fn added(history: &History, day: Date) -> impl Iterator<Item = &str> {
    let changes = history.below(PROCEDURES);
    let added = changes.filter(move |change| change.day == day && change.what == What::Added);
    added.filter_map(|change| procedure_of(&change.path))
}

/// `meissen/bplan-17`, where a path is that of a procedure's file.
fn procedure_of(path: &str) -> Option<&str> {
    let folder = path
        .strip_prefix(PROCEDURES)?
        .strip_suffix("/verfahren.yaml")?;
    (folder.split('/').count() == 2).then_some(folder)
}

fn leads_on(archive: &Archive, old: &Address) -> bool {
    archive.redirects.iter().any(|(from, _)| from == old)
}

/// A phase that had begun and lost its name in an edit.
fn renamed(archive: &Archive, procedure: &Procedure, edit: &Edit, findings: &mut Findings) {
    let has = |text: &str, name: &str| lines_of_phase(text, name).is_some();
    for (name, lines) in phases_of(&edit.before) {
        let begun = lines.iter().filter_map(|line| first_day(line)).min();
        let old = procedure.address.join(&format!("{name}/"));
        let is_there = procedure.phases.iter().any(|phase| phase.address == old);
        let is_lost = !is_there && !has(&edit.after, name) && !leads_on(archive, &old);
        if is_lost && begun.is_some_and(|begun| begun <= edit.day) {
            findings.add(lost(procedure.origin.at("phasen"), &old, edit.day, None));
        }
    }
}

/// The first day that a line of a phase names as its own.
fn first_day(line: &str) -> Option<Date> {
    let period = line.split_once("beginn:").map(|(_, value)| value);
    let value = period.or_else(|| line.trim_start().strip_prefix("datum:"))?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    value.get(..10)?.parse().ok()
}

fn lost(place: Place, old: &Address, day: Date, new: Option<&str>) -> Finding {
    let message = say(
        format!("Unter „{old}“ stand bis {day} eine Seite; die Adresse führt jetzt ins Leere"),
        format!("Until {day} a page stood at “{old}”; the address leads nowhere now"),
    );
    let to = new.map_or_else(|| "…".to_owned(), |new| format!("verfahren/{new}/"));
    Finding::new(&STABLE_ID, place, message)
        .because(say(
            "Bekanntmachungen, Schreiben und andere Portale nennen die Adresse; sie ist auch die Kennung, unter der XBeteiligung Plan und Beteiligung führt.",
            "Notices, letters and other portals name the address; it is also the id by which XBeteiligung knows plan and participation.",
        ))
        .help(say(
            format!("Leiten Sie in site.toml unter [umleitungen] weiter: \"{old}\" = \"{to}\""),
            format!("Redirect in site.toml under [umleitungen]: \"{old}\" = \"{to}\""),
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    fn lost(log: &str) -> Vec<String> {
        let mut archive = fixture::archive();
        archive.procedures.truncate(1);
        let mut findings = Findings::default();
        check(&archive, &History::from_log(log), &mut findings);
        let sorted = findings.sorted().into_iter();
        sorted.map(|found| found.message.de.clone()).collect()
    }

    fn folder(day: &str, letter: char, name: &str) -> String {
        format!("{day}\n\n{letter}\tcontent/gemeinden/meissen/{name}/verfahren.yaml\n")
    }

    #[test]
    fn a_procedure_keeps_its_address_or_a_redirect_leads_on() {
        let removed = folder("2026-03-01", 'D', "neu");
        assert_eq!(lost(&removed).len(), 1);
        assert!(
            lost(&folder("2026-03-01", 'D', "alt")).is_empty(),
            "it is redirected"
        );
        assert!(
            lost(&folder("2026-03-01", 'D', "bplan-17")).is_empty(),
            "it is there"
        );
        let again = removed + &folder("2026-03-02", 'A', "neu");
        assert!(lost(&again).is_empty(), "it came back");
        let document = "2026-03-01\n\nD\tcontent/gemeinden/meissen/neu/02-x/verfahren.yaml\n";
        assert!(lost(document).is_empty());
    }

    #[test]
    fn a_phase_that_had_begun_keeps_its_address() {
        let edit = |name: &str, begun: &str| {
            format!(
                "2026-03-05\n\ndiff --git a/verfahren.yaml b/verfahren.yaml\n--- a/verfahren.yaml\n+++ b/verfahren.yaml\n\
                 @@ -1,3 +1,3 @@\n phasen:\n-  - kennung: 02-alt\n+  - kennung: {name}\n     zeitraum: {{beginn: {begun}, ende: 2026-04-07}}\n"
            )
        };
        let found = lost(&edit("02-veroeffentlichung", "2026-03-02"));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("„verfahren/meissen/bplan-17/02-alt/“ stand bis 2026-03-05"));
        assert!(lost(&edit("02-veroeffentlichung", "2026-03-09")).is_empty());
        assert!(lost(&edit("02-alt", "2026-03-02")).is_empty());
    }
}
