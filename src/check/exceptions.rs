//! Exceptions: a statutory rule can be silenced only in the procedure's own file, with a written
//! reason.

use crate::check::RULES;
use crate::finding::{Finding, Findings, Kind, Level, Place, say};
use crate::model::procedure::{Exception, Procedure};

/// An exception from a rule that does not exist.
pub static UNKNOWN_RULE: Kind = Kind {
    id: "AUS-001",
    level: Level::Error,
    title_de: "Eine Ausnahme nennt eine Regel, die es gibt",
    title_en: "An exception names a rule that exists",
    convention: false,
};
/// An exception that excepts nothing.
pub static NEEDLESS: Kind = Kind {
    id: "AUS-002",
    level: Level::Warning,
    title_de: "Eine Ausnahme wird gebraucht",
    title_en: "An exception is needed",
    convention: false,
};

/// An exception that is used: whoever reads the report sees it, and why.
pub static USED: Kind = Kind {
    id: "AUS-003",
    level: Level::Note,
    title_de: "Eine Regel gilt für ein Verfahren nicht",
    title_en: "A rule does not hold for a procedure",
    convention: true,
};

/// Drops the findings that a procedure excepts, and finds exceptions that except nothing.
pub fn apply(procedure: &Procedure, findings: Findings) -> Findings {
    let exceptions = &procedure.facts.exceptions;
    if exceptions.is_empty() {
        return findings;
    }
    let ids: Vec<&str> = exceptions.iter().map(|own| own.rule.as_str()).collect();
    let (mut kept, dropped) = findings.without(&ids);
    for (at, exception) in exceptions.iter().enumerate() {
        let place = procedure.origin.at(&format!("ausnahmen[{at}].regel"));
        let rule = &exception.rule;
        if RULES.iter().all(|known| known.kind.id != rule) {
            kept.add(
                Finding::new(
                    &UNKNOWN_RULE,
                    place,
                    say(
                        format!(
                            "Eine Regel {rule} gibt es nicht, oder sie lässt keine Ausnahme zu"
                        ),
                        format!("There is no rule {rule}, or it allows no exception"),
                    ),
                )
                .help(say(
                    "Schreiben Sie die Kennung, wie sie im Befund steht.",
                    "Write the id as it stands in the finding.",
                )),
            );
        } else if !dropped.contains(&exception.rule.as_str()) {
            let finding = Finding::new(
                &NEEDLESS,
                place,
                say(
                    format!("Die Regel {rule} ist eingehalten; die Ausnahme wird nicht gebraucht"),
                    format!("The rule {rule} is kept; the exception is not needed"),
                ),
            );
            kept.add(finding.help(say("Streichen Sie die Ausnahme.", "Delete the exception.")));
        } else {
            kept.add(used(exception, place));
        }
    }
    kept
}

fn used(exception: &Exception, place: Place) -> Finding {
    let (rule, reason) = (&exception.rule, &exception.reason);
    Finding::new(
        &USED,
        place,
        say(
            format!("Ausnahme von {rule}"),
            format!("Exception from {rule}"),
        ),
    )
    .because(say(reason.clone(), reason.clone()))
}
