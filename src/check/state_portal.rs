//! The address of a display in the central state portal.

use crate::check::case::{Case, Report, Step};
use crate::check::display::prescribed;
use crate::check::kinds;
use crate::finding::{Finding, Kind, Level, say};
use crate::law::wording::Asked;

/// `PUB-011`: the central state portal.
pub fn today(case: &Case, report: &mut Report) {
    on_state_portal(case, report, &kinds::STATE_PORTAL, true);
    let steps = case.steps.iter().filter(|step| step.rule.needs_access);
    for step in steps.filter(|step| is_open(step.phase.state_portal.as_deref())) {
        report.add(open_state_portal(step));
    }
}

/// Whether an address is one that anybody on the way can change what it shows.
fn is_open(address: Option<&str>) -> bool {
    address.is_some_and(|address| address.starts_with("http://"))
}

fn open_state_portal(step: &Step) -> Finding {
    Finding::new(
        &kinds::STATE_PORTAL,
        step.phase.origin.at("landesportal"),
        say(
            "Die Adresse im Zentralen Landesportal beginnt mit http:",
            "The address in the central state portal begins with http:",
        ),
    )
    .because(say(
        "Ohne Verschlüsselung sieht niemand, ob die Seite die des Landes ist; das Landesportal ist unter https: erreichbar.",
        "Without encryption nobody sees whether the page is the state's; its portal is reached with https:.",
    ))
    .help(say(
        "Schreiben Sie https://…",
        "Write https://…",
    ))
    .at_level(Level::Warning)
}

/// `PUB-012`: the same duty from 13 May 2017 to 6 July 2023, then in § 4a Abs. 4 Satz 1.
pub fn before(case: &Case, report: &mut Report) {
    on_state_portal(case, report, &kinds::STATE_PORTAL_BEFORE, false);
}

fn on_state_portal(case: &Case, report: &mut Report, kind: &'static Kind, is_today: bool) {
    for step in prescribed(case).filter(|step| step.is_display()) {
        let asked = step.asked(|rule| rule.needs_state_portal);
        let is_missing = step.phase.state_portal.is_none() && step.has_begun(case.today());
        if asked == Asked::Not || !is_missing || step.rule.needs_access != is_today {
            continue;
        }
        if !case.is_recorded(step) {
            report.unknown(kind, step.phase, "landesportal");
            continue;
        }
        let provision = if is_today {
            "§ 3 Abs. 2 Satz 5 BauGB"
        } else {
            "§ 4a Abs. 4 Satz 1 BauGB a. F."
        };
        let finding = Finding::new(
            kind,
            step.phase.origin.at("landesportal"),
            say(
                "Die Adresse im Zentralen Landesportal fehlt",
                "The address in the central state portal is missing",
            ),
        )
        .because(say(
            format!("Unterlagen und Bekanntmachung sind auch über das zentrale Internetportal des Landes zugänglich zu machen ({provision}); ein Verstoß allein ist unbeachtlich (§ 214 Abs. 1 Satz 1 Nr. 2 Buchst. e BauGB)."),
            format!("Documents and notice are made accessible through the state's central portal as well ({provision}); a breach alone is harmless (§ 214 (1) sentence 1 no. 2 e BauGB)."),
        ))
        .help(say("Ergänzen Sie landesportal: https://…", "Add landesportal: https://…"));
        report.ask(asked, step, finding);
    }
}
