//! What belongs to a plan for a project: the contract and the developer's own plan (§ 12 BauGB).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::variant::is_repeal;
use crate::finding::{Finding, Level, say};

/// `VAR-005`
pub fn contract_before(case: &Case, report: &mut Report) {
    const OF_PROJECTS: &str = "vorhabenbezogener_bebauungsplan";
    let plans = std::iter::once(&case.procedure.plan).chain(&case.procedure.more_plans);
    let has_project = plans.clone().any(|plan| plan.kind.key == OF_PROJECTS);
    let is_contract_given = case.procedure.facts.contract_signed.is_some();
    if is_contract_given && !has_project && case.procedure.plan.kind.key == "flaechennutzungsplan" {
        report.add(contract_without_project(case));
    }
    if case.procedure.plan.kind.key != OF_PROJECTS || is_repeal(case) {
        return;
    }
    report.extend(without_developer(case));
    if let Some(step) = without_project_plan(case) {
        report.add(no_project_plan(step));
    } else {
        lacks_project_plan(case, report);
    }
    let Some(adoption) = case.adoption() else {
        return;
    };
    let day = adoption.phase.time.start();
    match case.procedure.facts.contract_signed {
        None if case.is_whole(|_| false) => report.add(no_contract(adoption)),
        None => report.unknown_of_procedure(&kinds::CONTRACT_BEFORE, "durchfuehrungsvertrag"),
        Some(signed) if signed > day => report.add(
            Finding::new(
                &kinds::CONTRACT_BEFORE,
                case.procedure.origin.at("durchfuehrungsvertrag"),
                say(
                    format!("Der Durchführungsvertrag ist vom {signed}, der Beschluss vom {day}"),
                    format!("The contract is of {signed}, the resolution of {day}"),
                ),
            )
            .because(say(
                "Der Vorhabenträger verpflichtet sich vor dem Beschluss nach § 10 Abs. 1 (§ 12 Abs. 1 Satz 1 BauGB).",
                "The developer commits itself before the resolution under § 10 (1) (§ 12 (1) sentence 1 BauGB).",
            ))
            .help(say(
                "Berichtigen Sie das falsche Datum; wurde der Vertrag wirklich später geschlossen, ist der Plan noch einmal zu beschließen (§ 214 Abs. 4 BauGB).",
                "Correct the date that is wrong; if the contract really came later, the plan is adopted once more (§ 214 (4) BauGB).",
            )),
        ),
        Some(_) => {}
    }
}

/// The adoption, before it the last display that was announced: where a procedure whose documents are
/// recorded never shows the project and infrastructure plan.
fn without_project_plan<'c, 'a>(case: &'c Case<'a>) -> Option<&'c Step<'a>> {
    let has_plan =
        |step: &Step| step.has_document(|own| own.kind.key == "vorhaben_und_erschliessungsplan");
    let is_recorded = |step: &&Step| step.is_display() && !step.phase.documents.is_empty();
    if case.steps.iter().any(has_plan) {
        return None;
    }
    let mut recorded = case.steps.iter().filter(is_recorded);
    let is_announced = |step: &&Step| step.has_begun(case.today()) || step.phase.notice.is_some();
    let display = recorded.rfind(is_announced);
    display.map(|display| case.adoption().unwrap_or(display))
}

/// Where it is among the documents of one phase, it is among those of the display.
fn lacks_project_plan(case: &Case, report: &mut Report) {
    let names = |step: &Step| {
        step.has_document(|own| {
            let title = own.title.to_lowercase();
            own.kind.key == "vorhaben_und_erschliessungsplan"
                || title.contains("vorhaben- und erschließungsplan")
                || title.contains("vep")
        })
    };
    if !case.steps.iter().any(names) {
        return;
    }
    let is_meant = |step: &&Step| {
        let has_draft = step.has_document(|own| own.kind.draft);
        step.is_display() && !step.rule.renews && has_draft && !names(step)
    };
    for step in case.steps.iter().filter(is_meant) {
        report.add(no_project_plan(step));
    }
}

fn no_project_plan(step: &Step) -> Finding {
    Finding::new(
        &kinds::CONTRACT_BEFORE,
        step.phase.origin.at("art"),
        say(
            "Der Vorhaben- und Erschließungsplan fehlt bei den Unterlagen",
            "The project and infrastructure plan is missing among the documents",
        ),
    )
    .because(say(
        "Er wird Bestandteil des Bebauungsplans und ist mit ihm zu veröffentlichen (§ 12 Abs. 3 Satz 1, § 3 Abs. 2 BauGB).",
        "It becomes part of the plan and is published with it (§ 12 (3) sentence 1, § 3 (2) BauGB).",
    ))
    .help(say(
        "Ergänzen Sie die Unterlage mit art: vorhaben_und_erschliessungsplan.",
        "Add the document with art: vorhaben_und_erschliessungsplan.",
    ))
}

/// A plan for a project of which nobody reads whose it is, while the record has a contract or a display is to come or runs.
fn without_developer(case: &Case) -> Option<Finding> {
    let is_open = |step: &Step| step.span().is_some_and(|(_, end)| end >= case.today());
    let mut displays = case.steps.iter().filter(|step| step.is_display());
    let has_contract = case.procedure.facts.contract_signed.is_some();
    if case.procedure.developer.is_some() || !has_contract && !displays.any(is_open) {
        return None;
    }
    let finding = Finding::new(
        &kinds::CONTRACT_BEFORE,
        case.procedure.origin.at("vorhabentraeger"),
        say(
            "Der Vorhabenträger ist nicht genannt",
            "The developer is not named",
        ),
    )
    .because(say(
        "Der Plan gilt einem Vorhaben, zu dem sich ein Vorhabenträger im Durchführungsvertrag verpflichtet (§ 12 Abs. 1 Satz 1 BauGB).",
        "The plan is for a project to which a developer commits itself in the contract (§ 12 (1) sentence 1 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie vorhabentraeger: {name: …, ort: …}; ist es eine Privatperson, die nicht genannt werden will, dann ausnahmen mit dem Grund.",
        "Add vorhabentraeger: {name: …, ort: …}; if it is a private person who does not want to be named, write ausnahmen with the reason.",
    ));
    Some(finding.at_level(Level::Warning))
}

fn contract_without_project(case: &Case) -> Finding {
    let mut finding = Finding::new(
        &kinds::CONTRACT_BEFORE,
        case.procedure.origin.at("durchfuehrungsvertrag"),
        say(
            "Zu einem Flächennutzungsplan gehört kein Durchführungsvertrag",
            "A preparatory land-use plan has no contract on a project",
        ),
    )
    .because(say(
        "Den Vertrag schließt, wer einen vorhabenbezogenen Bebauungsplan aufstellt (§ 12 Abs. 1 BauGB).",
        "The contract belongs to a binding plan for a project (§ 12 (1) BauGB).",
    ))
    .help(say(
        "Berichtigen Sie planart, oder streichen Sie durchfuehrungsvertrag.",
        "Correct planart, or delete durchfuehrungsvertrag.",
    ));
    finding.level = Level::Warning;
    finding
}

/// Whether there is a contract the file does not say: a warning that asks for its day.
fn no_contract(adoption: &Step) -> Finding {
    let mut finding = Finding::new(
        &kinds::CONTRACT_BEFORE,
        adoption.phase.origin.at("art"),
        say(
            "Wann der Durchführungsvertrag unterzeichnet wurde, ist nicht festgehalten",
            "When the contract was signed is not recorded",
        ),
    )
    .because(say(
        "Der Vorhabenträger verpflichtet sich vor dem Beschluss nach § 10 Abs. 1 (§ 12 Abs. 1 Satz 1 BauGB).",
        "The developer commits itself before the resolution under § 10 (1) (§ 12 (1) sentence 1 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie durchfuehrungsvertrag: JJJJ-MM-TT.",
        "Add durchfuehrungsvertrag: YYYY-MM-DD.",
    ));
    finding.level = Level::Warning;
    finding
}
