//! What a procedure does with its plan: a number of an amendment and a plan that it repeals belong to another operation
//! than a first plan (`VAR-010`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::codes::Code;

/// `VAR-010`: a file that leaves `vorgang` away means that the plan is new.
pub fn of_the_plan(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    if procedure.operation.key != "aufstellung" {
        return;
    }
    if let Some(number) = procedure.amendment {
        report.add(other(
            procedure.origin.at("aenderung_nummer"),
            say(
                format!(
                    "Die {number}. Änderung ist als „{}“ geführt",
                    procedure.operation.de
                ),
                format!("Amendment {number} is kept as “{}”", procedure.operation.en),
            ),
            ("aenderung", "aenderung_nummer"),
        ));
    }
    let own = procedure.relations.iter().enumerate();
    let mut repealed = own.filter(|(_, own)| !own.is_inverse && is_repealed(own.kind));
    let itself = repealed.find(|(_, own)| {
        let name = own.name.as_deref();
        name.is_some_and(|name| name.contains(&procedure.plan.name) && !is_changed(name))
    });
    // A new plan of the same name takes the place of the old one.
    let adopts_anew = || {
        procedure
            .documents()
            .any(|own| own.kind.key == "textliche_festsetzungen")
    };
    if let Some((at, _)) = itself.filter(|_| procedure.amendment.is_none() && !adopts_anew()) {
        report.add(other(
            procedure.origin.at(&format!("bezuege[{at}]")),
            say(
                format!(
                    "Der Plan hebt sich selbst auf und ist als „{}“ geführt",
                    procedure.operation.de
                ),
                format!(
                    "The plan repeals itself and is kept as “{}”",
                    procedure.operation.en
                ),
            ),
            ("aufhebung", "bezuege"),
        ));
    }
}

fn is_repealed(kind: &Code) -> bool {
    kind.key == "hebt_auf"
}

/// Whether the name of a repealed plan is that of one of its amendments.
fn is_changed(name: &str) -> bool {
    name.contains("nderung")
}

fn other(place: Place, words: Words, (wanted, key): (&str, &str)) -> Finding {
    Finding::new(&kinds::TIER, place, words)
        .because(say(
            "Der Vorgang steht im Titel, entscheidet, was die Schlussbekanntmachung sagt, und kommt in die Planungsdaten; ohne vorgang gilt der Plan als neu aufgestellt.",
            "The operation stands in the title, decides what the final notice says and goes into the planning data; without vorgang the plan counts as new.",
        ))
        .help(say(
            format!("Schreiben Sie vorgang: {wanted}, oder streichen Sie {key}."),
            format!("Write vorgang: {wanted}, or delete {key}."),
        ))
        .at_level(Level::Warning)
}
