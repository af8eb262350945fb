//! What a procedure does with its plan: a number of an amendment and a plan that it repeals belong to another operation
//! than a first plan (`VAR-010`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::paper_titles::number_of_change;
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::codes::{Code, Repeal};
use crate::model::procedure::Relation;

/// `VAR-010`: a file that leaves `vorgang` away means that the plan is new.
pub fn of_the_plan(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    if procedure.operation.key != "aufstellung" {
        report.extend(otherwise_related(case));
        report.extend(number_in_titles(case));
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

/// The number that the papers of a change have in their titles, and the file does not.
fn number_in_titles(case: &Case) -> Option<Finding> {
    let procedure = case.procedure;
    let is_named = procedure.plan.name.contains("nderung");
    if procedure.operation.key != "aenderung" || procedure.amendment.is_some() || is_named {
        return None;
    }
    let titles = procedure.documents().map(|own| own.title.to_lowercase());
    let numbers: Vec<u16> = titles
        .filter_map(|title| number_of_change(&title))
        .collect();
    let number = numbers.first()?;
    let is_one = numbers.len() > 1 && numbers.iter().all(|own| own == number);
    is_one.then(|| {
        Finding::new(
            &kinds::TIER,
            procedure.origin.at("vorgang"),
            say(
                format!(
                    "Die Unterlagen sind die der {number}. Änderung; im Verfahren fehlt die Nummer"
                ),
                format!("The papers are those of amendment {number}; the record lacks the number"),
            ),
        )
        .because(say(
            "Ohne Nummer heißt jede Änderung gleich, auch im Titel der Seite.",
            "Without a number all amendments are called the same, also in the title of the page.",
        ))
        .help(say(
            format!("Ergänzen Sie aenderung_nummer: {number}."),
            format!("Add aenderung_nummer: {number}."),
        ))
        .at_level(Level::Warning)
    })
}

/// A change of a plan that is said to repeal it, or a repeal that is said to change it.
fn otherwise_related(case: &Case) -> Option<Finding> {
    let procedure = case.procedure;
    let (wrong, right) = match procedure.operation.repeals {
        None => ("hebt_auf", "aendert"),
        Some(Repeal::Whole) => ("aendert", "hebt_auf"),
        // What is left of a plan is changed as well.
        Some(Repeal::Part) => return None,
    };
    let name = squeezed(&procedure.plan.name);
    let own = || procedure.relations.iter().filter(|own| !own.is_inverse);
    let of_itself = |relation: &Relation| {
        let named = relation.name.as_deref().map(squeezed);
        let linked = relation
            .procedure
            .as_ref()
            .and_then(|own| case.archive.procedure(own));
        let is_same = |other: &str| other == name;
        named.is_some_and(|own| own.contains(&name))
            || linked.is_some_and(|own| is_same(&squeezed(&own.plan.name)))
    };
    // A change may repeal an older change, a repeal the changes of the plan with it.
    let is_part =
        |name: &str| is_changed(name) || name.contains("Teil") || name.contains("teilweise");
    let is_plan = |relation: &Relation| !relation.name.as_deref().is_some_and(is_part);
    let is_wrong = |relation: &Relation| {
        relation.kind.key == wrong && of_itself(relation) && is_plan(relation)
    };
    let at = own().position(is_wrong)?;
    let relation = own().nth(at)?;
    if own().any(|other| other.kind.key == right && of_itself(other)) {
        return None;
    }
    let (label, operation) = (&relation.label, procedure.operation);
    let finding = Finding::new(
        &kinds::TIER,
        procedure.origin.at(&format!("bezuege[{at}]")),
        say(
            format!("„{}“ passt nicht zum Vorgang „{}“", label.de, operation.de),
            format!("“{}” does not fit the operation “{}”", label.en, operation.en),
        ),
    )
    .because(say(
        "Eine Änderung lässt den Plan bestehen, eine Aufhebung nimmt ihn weg (§ 1 Abs. 8 BauGB); danach richtet sich, was beim alten Plan steht.",
        "A change leaves the plan, a repeal takes it away (§ 1 (8) BauGB); what the old plan's page says depends on that.",
    ));
    let finding = finding.help(say(
        format!("Schreiben Sie art: {right}, oder berichtigen Sie vorgang."),
        format!("Write art: {right}, or correct vorgang."),
    ));
    Some(finding.at_level(Level::Warning))
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
