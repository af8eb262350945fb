//! How the wording of a notice calls its plan: name, number, amendment, size of the area (`NOT-019`).

use crate::check::amendment;
use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::names;
use crate::check::own::{Own, wordings};
use crate::check::size;
use crate::finding::{Finding, Level, Words, say};
use crate::model::procedure::Plan;
use std::ops::Range;

/// `NOT-019`: the wording names the plan, and by its number.
pub fn names_plan(case: &Case, report: &mut Report) {
    size::of_the_area(case, report);
    let plan = &case.procedure.plan;
    for own in wordings(case) {
        let is_asked = own.step.is_display() || own.step.rule.puts_in_force;
        let is_early = own.step.rule.is_span && !own.step.is_for_agencies();
        // An address may hold the name of a plan that the words do not name.
        let plain = without_addresses(own.plain);
        if (is_asked || is_early) && !is_named(&plain, plan) {
            let finding = plan_unnamed(&own, &plan.name);
            report.add(match is_asked {
                true => finding,
                false => finding.at_level(Level::Warning),
            });
        } else if let Some(at) = names::other_name(own.source(), &plan.name, plan.number.as_deref())
        {
            report.add(other_name(&own, at, &plan.name));
        }
        more_plans(case, &own, report);
        names_amendment(case, &own, report);
        let Some(number) = &plan.number else {
            continue;
        };
        let Some(at) = names::other_number(own.source(), &plan.name, number) else {
            continue;
        };
        let said = own.source().get(at.clone()).unwrap_or_default();
        report.add(
            Finding::new(
                &kinds::NOTICE_NAMES_PLAN,
                own.at(at.clone()),
                say(
                    format!("Der Wortlaut nennt den Plan Nr. {said}, das Verfahren Nr. {number}"),
                    format!("The wording calls the plan no. {said}, the record no. {number}"),
                ),
            )
            .and_at(case.procedure.origin.at("nummer"))
            .help(say(
                format!("Schreiben Sie „Nr. {number}“, oder berichtigen Sie nummer."),
                format!("Write “Nr. {number}”, or correct nummer."),
            )),
        );
    }
}

fn plan_unnamed(own: &Own, name: &str) -> Finding {
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.near(&["bebauungsplan", "flächennutzungsplan", "satzung", "plan"]),
        say(
            format!("Der Wortlaut nennt den Plan „{name}“ nicht"),
            format!("The wording does not name the plan “{name}”"),
        ),
    )
    .because(recognisable(own.step))
    .help(say(
        "Nennen Sie Namen und Lage des Gebiets, nicht nur eine Nummer.",
        "Name the area and where it lies, not only a number.",
    ))
}

/// Whether a text names a plan; a name that says what kind of plan it is may be given without that:
/// „Veränderungssperre Bahnhofsvorplatz“.
fn is_named(text: &str, plan: &Plan) -> bool {
    const KINDS: [&str; 5] = [
        "Veränderungssperre",
        "Satzung",
        "Planfeststellung",
        "Bebauungsplan",
        "Gestaltungssatzung",
    ];
    let bare = KINDS.iter().find_map(|kind| plan.name.strip_prefix(kind));
    let bare = bare.map(str::trim).filter(|bare| bare.chars().count() > 5);
    names::has(text, &plan.name) || bare.is_some_and(|bare| names::has(text, bare))
}

/// The words of a text without addresses of pages and mails.
fn without_addresses(text: &str) -> String {
    let is_address = |word: &str| {
        word.contains("://")
            || word.contains('@')
            || word.starts_with("www.")
            || word.contains(".de/")
    };
    let lines = text.lines().map(|line| {
        let words = line.split(' ').filter(|word| !is_address(word));
        words.collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `NOT-019`: another name behind the plan's own number.
fn other_name(own: &Own, at: Range<usize>, name: &str) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(at.clone()),
        say(
            format!("Der Wortlaut nennt den Plan hier „{said}“, das Verfahren „{name}“"),
            format!("The wording calls the plan “{said}” here, the record “{name}”"),
        ),
    )
    .because(recognisable(own.step))
    .help(say(
        "Berichtigen Sie den Wortlaut oder planname.",
        "Correct the wording, or planname.",
    ))
}

/// `NOT-019`: further plans of the procedure, by their number or name.
fn more_plans(case: &Case, own: &Own, report: &mut Report) {
    let is_asked = own.step.is_display() || own.step.rule.puts_in_force;
    let plain = without_addresses(own.plain);
    for (index, plan) in case
        .procedure
        .more_plans
        .iter()
        .enumerate()
        .filter(|_| is_asked)
    {
        let has_number = plan.number.as_ref().is_some_and(|number| {
            let number = format!("nr. {}", number.to_lowercase());
            plain.to_lowercase().contains(&number)
        });
        if names::has(&plain, &plan.name) || has_number {
            continue;
        }
        let finding = plan_unnamed(own, &plan.name);
        let place = case
            .procedure
            .origin
            .at(&format!("weitere_plaene[{index}]"));
        report.add(finding.and_at(place));
    }
}

/// Why a wording names its plan.
fn recognisable(step: &Step) -> Words {
    if step.rule.is_related {
        return say(
            format!(
                "Wer betroffen sein kann, muss das Vorhaben ohne Vorkenntnis erkennen ({}).",
                step.rule.provision
            ),
            format!(
                "Whoever may be concerned must recognise the project without knowing before ({}).",
                step.rule.provision
            ),
        );
    }
    say(
        "Wer betroffen sein kann, muss das Gebiet ohne Vorkenntnis erkennen (Anstoßwirkung; § 3 Abs. 2 Satz 4, § 214 Abs. 1 Satz 1 Nr. 4 BauGB).",
        "Whoever may be concerned must recognise the area without knowing before (§ 3 (2) sentence 4, § 214 (1) sentence 1 no. 4 BauGB).",
    )
}

/// `NOT-019`: the amendment that the record has, where the wording numbers any.
fn names_amendment(case: &Case, own: &Own, report: &mut Report) {
    let procedure = case.procedure;
    let is_amendment = procedure.operation.key == "aenderung";
    let Some(right) = procedure.amendment.filter(|_| is_amendment) else {
        return;
    };
    let Some(at) = amendment::other_amendment(own.source(), right) else {
        return;
    };
    let said = own.source().get(at.clone()).unwrap_or_default();
    report.add(
        Finding::new(
            &kinds::NOTICE_NAMES_PLAN,
            own.at(at.clone()),
            say(
                format!("Der Wortlaut nennt Änderung {said}, das Verfahren die {right}. Änderung"),
                format!("The wording names amendment {said}, the record {right}"),
            ),
        )
        .and_at(procedure.origin.at("aenderung_nummer"))
        .help(say(
            format!("Schreiben Sie „{right}. Änderung“, oder berichtigen Sie aenderung_nummer."),
            format!("Write “{right}. Änderung”, or correct aenderung_nummer."),
        )),
    );
}
