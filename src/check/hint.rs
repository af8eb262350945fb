//! The hints of a notice: which the law asks of it, and which it gives.

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::finding::{Finding, Kind, Words, say};
use crate::law::codes::find;
use crate::law::law;
use crate::law::wording::Asked;

/// `NOT-009`
pub fn period(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_PERIOD, "frist");
}

/// `NOT-010`
pub fn electronic(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ELECTRONIC, "elektronisch");
}

/// `NOT-011`
pub fn late(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_LATE, "verspaetet");
}

/// `NOT-012`
pub fn access(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ACCESS, "zugang");
}

/// `NOT-013`
pub fn associations(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ASSOCIATIONS, "verbaende");
}

/// `NOT-014`: only where the file says that participation across the border is needed.
pub fn border(case: &Case, report: &mut Report) {
    if !case.procedure.facts.is_cross_border {
        return;
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        if lacks(step, "grenzueberschreitend") {
            report.add(finding(&kinds::HINT_BORDER, step, "grenzueberschreitend"));
        }
    }
}

/// `NOT-018`
pub fn review(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_REVIEW, "normenkontrolle");
}

/// `VAR-001`
pub fn no_assessment(case: &Case, report: &mut Report) {
    missing(
        case,
        report,
        &kinds::HINT_NO_ASSESSMENT,
        "keine_umweltpruefung",
    );
}

/// `FIN-004`
pub fn faults(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_FAULTS, "planerhaltung");
    for step in case.steps.iter().filter(|step| step.rule.puts_in_force) {
        let text = step
            .phase
            .notice
            .as_ref()
            .and_then(|notice| notice.text.as_ref());
        let counts_wrongly = text.is_some_and(|text| {
            [
                "seit Inkrafttreten",
                "seit dem Inkrafttreten",
                "nach Inkrafttreten",
                "nach dem Inkrafttreten",
            ]
            .iter()
            .any(|words| text.plain.contains(words))
        });
        if counts_wrongly {
            report.add(
                Finding::new(
                    &kinds::HINT_FAULTS,
                    step.notice_origin().at("text"),
                    say(
                        "Der Wortlaut rechnet die Rügefrist ab dem Inkrafttreten",
                        "The wording counts the complaint period from entry into force",
                    ),
                )
                .because(say(
                    "Das Jahr beginnt mit der Bekanntmachung (§ 215 Abs. 1 BauGB; BVerwG, 14. Juni 2012, 4 CN 5.10).",
                    "The year begins with the notice (§ 215 (1) BauGB; BVerwG, 14 June 2012, 4 CN 5.10).",
                ))
                .help(say(
                    "Schreiben Sie „innerhalb eines Jahres seit Bekanntmachung“.",
                    "Write “innerhalb eines Jahres seit Bekanntmachung”.",
                )),
            );
        }
    }
}

/// `FIN-005`
pub fn compensation(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_COMPENSATION, "entschaedigung");
}

/// `FIN-006`
pub fn saechsgemo(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_SAECHSGEMO, "saechsgemo");
}

/// A finding for every notice that the law asks to give a hint and that does not.
fn missing(case: &Case, report: &mut Report, kind: &'static Kind, key: &'static str) {
    for step in &case.steps {
        let asked = step.asked(|rule| case.hints(rule).any(|hint| hint == key));
        if asked != Asked::Not && lacks(step, key) {
            report.ask(asked, step, finding(kind, step, key));
        }
    }
}

/// Whether a step has a notice without a hint.
pub fn lacks(step: &Step, key: &str) -> bool {
    let notice = step.phase.notice.as_ref();
    notice.is_some_and(|notice| notice.hints.iter().all(|hint| hint.key != key))
}

/// A finding for a notice without a hint.
pub fn finding(kind: &'static Kind, step: &Step, key: &'static str) -> Finding {
    let hint = find(&law().codes.hints, key);
    let label = hint.map_or_else(|| say(key, key), |hint| hint.label());
    let provision = hint
        .and_then(|hint| hint.provision.as_deref())
        .unwrap_or_default();
    let given = step.phase.notice.iter().flat_map(|notice| &notice.hints);
    let mut keys: Vec<&str> = given.map(|hint| hint.key.as_str()).collect();
    keys.push(key);
    let keys = keys.join(", ");
    Finding::new(
        kind,
        step.notice_origin().at("hinweise"),
        say(
            format!("Der Bekanntmachung fehlt der Hinweis „{key}“"),
            format!("The notice lacks the hint “{key}”"),
        ),
    )
    .because(reason(&label, provision))
    .help(say(
        format!("Schreiben Sie hinweise: [{keys}], sobald die Bekanntmachung ihn enthält."),
        format!("Write hinweise: [{keys}] once the notice gives it."),
    ))
}

fn reason(label: &Words, provision: &str) -> Words {
    say(
        format!("„{}“ ({provision})", label.de),
        format!("“{}” ({provision})", label.en),
    )
}
