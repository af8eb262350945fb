//! The address of a display in the central state portal.

use crate::check::case::{Case, Report, Step};
use crate::check::display::prescribed;
use crate::check::kinds;
use crate::finding::{Finding, Kind, Level, say};
use crate::law::wording::Asked;

/// `PUB-011`: the central state portal.
pub fn today(case: &Case, report: &mut Report) {
    on_state_portal(case, report, &kinds::STATE_PORTAL, true);
    for step in &case.steps {
        let address = step.phase.state_portal.as_deref();
        if address.is_some_and(is_at_home) {
            report.add(state_portal_at_home(step));
        } else if step.rule.needs_access && is_open(address) {
            report.add(open_state_portal(step));
        }
    }
}

/// Whether an address leads nobody anywhere but on the machine of whoever wrote it.
fn is_at_home(address: &str) -> bool {
    const HOMES: [&str; 4] = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];
    let host = address.split_once("://").map(|(_, host)| host);
    host.is_some_and(|host| HOMES.iter().any(|home| host.starts_with(home)))
}

fn state_portal_at_home(step: &Step) -> Finding {
    Finding::new(
        &kinds::STATE_PORTAL,
        step.phase.origin.at("landesportal"),
        say(
            "Die Adresse im Zentralen Landesportal ist die eines eigenen Rechners",
            "The address in the central state portal is that of somebody's own machine",
        ),
    )
    .because(say(
        "Sie führt niemanden ins Landesportal (§ 3 Abs. 2 Satz 5, § 10a Abs. 2 BauGB).",
        "It leads nobody to the state portal (§ 3 (2) sentence 5, § 10a (2) BauGB).",
    ))
    .help(say(
        "Schreiben Sie die Adresse der Seite im Landesportal.",
        "Write the address of the page in the state portal.",
    ))
    .at_level(Level::Warning)
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
