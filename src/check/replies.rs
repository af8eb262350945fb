//! How those who gave statements learn the outcome (§ 3 Abs. 2 Satz 6 and 7 BauGB).

use crate::check::case::{Case, Report, Step, first_written};
use crate::check::in_force::finals;
use crate::check::kinds;
use crate::check::publication::is_plausible;
use crate::check::told_resolutions;
use crate::finding::{Finding, say};
use crate::law::codes::Participation;
use jiff::ToSpan;
use jiff::civil::Date;

/// More persons than this may be told by inspection (§ 3 Abs. 2 Satz 7 BauGB).
const MANY_SENDERS: u32 = 50;

/// `FIN-009`
pub fn replies(case: &Case, report: &mut Report) {
    if case.participation() == Participation::None {
        return;
    }
    told_after_weighing(case, report);
    told_in_far_future(case, report);
    let is_over = finals(case).any(|step| step.has_begun(case.today()));
    let told = case
        .steps
        .iter()
        .find_map(|step| step.phase.facts.replies.as_ref());
    if !is_over || told.is_some() {
        return;
    }
    // Whoever keeps the weighing and its resolution keeps what followed from it, too.
    let is_told = case.steps.iter().any(nobody_to_tell);
    let kept = case.steps.iter().filter(|_| !is_told).find(|step| {
        let is_kept = step.phase.resolution.is_some() || !step.phase.documents.is_empty();
        step.rule.weighs && is_kept && step.phase.reason.is_none() && case.is_whole(|_| false)
    });
    let Some(weighing) = kept else {
        if is_told {
            return;
        }
        report.unknown_of_procedure(&kinds::REPLIES, "mitteilung");
        return;
    };
    report.add(
        Finding::new(
            &kinds::REPLIES,
            first_written(&weighing.phase.origin, &["kennung"]),
            say(
                "Wann die Einsender das Ergebnis der Prüfung erfuhren, ist nicht festgehalten",
                "When senders learned of the outcome of the weighing is not recorded",
            ),
        )
        .because(say(
            "Das Ergebnis ist mitzuteilen; bei mehr als 50 Personen kann Einsicht die Mitteilung ersetzen (§ 3 Abs. 2 Satz 6 und 7 BauGB).",
            "The outcome is communicated; for more than 50 persons inspection may replace that (§ 3 (2) sentences 6 and 7 BauGB).",
        ))
        .help(say(
            "Ergänzen Sie mitteilung: {datum: …}; gingen keine Stellungnahmen ein, sagen Sie es in grund.",
            "Add mitteilung: {datum: …}; if no statements came in, say so in grund.",
        )),
    );
}

/// Whether the reason of a step that weighs or adopts says why nobody was told.
fn nobody_to_tell(step: &Step) -> bool {
    const SIGNS: [&str; 5] = [
        "stellungnahme",
        "anregung",
        "äußerung",
        "mitteilung",
        "einsender",
    ];
    let is_meant = step.rule.weighs || step.rule.adopts;
    let reason = step.phase.reason.as_deref().filter(|_| is_meant);
    let reason = reason.unwrap_or_default().to_lowercase();
    SIGNS.iter().any(|sign| reason.contains(sign))
}

/// Nobody learns an outcome before there is one: the statements are weighed by the step that says so, and
/// not before the last of them came in.
fn told_after_weighing(case: &Case, report: &mut Report) {
    for step in &case.steps {
        let Some(told) = step.phase.facts.replies.as_ref().map(|own| own.date) else {
            continue;
        };
        let first = case.steps.iter().find(|own| own.rule.weighs);
        let weighing = Some(step).filter(|own| own.rule.weighs).or(first);
        let weighed = weighing.map(|own| (own, own.phase.time.start()));
        let (other, day) = match weighed.or_else(|| last_statements(case)) {
            Some((other, day)) if told < day => (other, day),
            _ => continue,
        };
        let label = &other.rule.label;
        report.add(
            Finding::new(
                &kinds::REPLIES,
                step.phase.origin.at("mitteilung.datum"),
                say(
                    format!("Das Ergebnis wurde am {told} mitgeteilt, „{}“ ist erst am {day}", label.de),
                    format!("The outcome was communicated on {told}, but “{}” is on {day}", label.en),
                ),
            )
            .and_at(first_written(&other.phase.origin, &["datum", "zeitraum"]))
            .because(say(
                "Mitgeteilt wird das Ergebnis der Prüfung, also nach der Abwägung (§ 3 Abs. 2 Satz 6 BauGB).",
                "What is communicated is the outcome of the weighing, so after it (§ 3 (2) sentence 6 BauGB).",
            ))
            .help(say(
                "Berichtigen Sie mitteilung.datum oder den Tag der Phase.",
                "Correct mitteilung.datum or the day of the phase.",
            )),
        );
    }
}

/// A day years ahead is a slip of the pen: nobody has the outcome told so late.
fn told_in_far_future(case: &Case, report: &mut Report) {
    const YEARS: i32 = 3;
    let latest = case.today().saturating_add(YEARS.years());
    for step in &case.steps {
        let told = step.phase.facts.replies.as_ref().map(|own| own.date);
        let Some(told) = told.filter(|told| *told > latest) else {
            continue;
        };
        let finding = Finding::new(
            &kinds::REPLIES,
            step.phase.origin.at("mitteilung.datum"),
            say(
                format!("Das Ergebnis soll erst am {told} mitgeteilt werden"),
                format!("The outcome is to be communicated on {told} only"),
            ),
        );
        let finding = finding.because(say(
            "Mitgeteilt wird das Ergebnis der Prüfung nach der Abwägung (§ 3 Abs. 2 Satz 6 BauGB), nicht Jahre danach.",
            "The outcome of the weighing is communicated after it (§ 3 (2) sentence 6 BauGB), not years later.",
        ));
        report.add(finding.help(say("Berichtigen Sie das Jahr.", "Correct the year.")));
    }
}

/// The participation of the public that ended last, with that day.
fn last_statements<'c, 'a>(case: &'c Case<'a>) -> Option<(&'c Step<'a>, Date)> {
    let shown = case.formal_participations();
    let spans = shown.filter_map(|step| Some((step, step.span()?)));
    // An end in a hundred years is a slip of the pen of its own (`PUB-017`).
    let ends = spans.filter(|(_, (from, to))| is_plausible(*from, *to));
    let ends = ends.map(|(step, (_, end))| (step, step.phase.in_time_until().unwrap_or(end)));
    ends.max_by_key(|(_, end)| *end)
}

/// `FIN-010`
pub fn many_senders(case: &Case, report: &mut Report) {
    told_resolutions::persons(case, report);
    for step in &case.steps {
        let Some(replies) = &step.phase.facts.replies else {
            continue;
        };
        let persons = replies.persons;
        let Some(place) = &replies.place else {
            if persons.is_some() {
                report.add(nowhere_to_inspect(step));
            }
            continue;
        };
        if persons.is_some_and(|persons| persons > MANY_SENDERS) {
            continue;
        }
        let (de, en) = persons.map_or_else(
            || {
                (
                    "unbekannt viele".to_owned(),
                    "an unknown number of".to_owned(),
                )
            },
            |persons| (persons.to_string(), persons.to_string()),
        );
        report.add(
            Finding::new(
                &kinds::MANY_SENDERS,
                step.phase.origin.at("mitteilung"),
                say(
                    format!("Einsicht („{place}“) statt Mitteilung bei {de} Personen"),
                    format!("Inspection (“{place}”) instead of replies for {en} persons"),
                ),
            )
            .because(say(
                "Nur bei mehr als 50 Personen mit im Wesentlichen gleichem Inhalt kann Einsicht die Mitteilung ersetzen; der Ort ist ortsüblich und im Internet bekannt zu machen (§ 3 Abs. 2 Satz 7 BauGB).",
                "Only for more than 50 persons with essentially the same content inspection replaces replies; the place is announced (§ 3 (2) sentence 7 BauGB).",
            ))
            .help(say(
                "Teilen Sie das Ergebnis jedem mit und schreiben Sie mitteilung: {datum: …}, oder berichtigen Sie personen.",
                "Tell everyone the outcome and write mitteilung: {datum: …}, or correct personen.",
            )),
        );
    }
}

/// Persons are counted only where inspection replaces replies, and that needs a place.
fn nowhere_to_inspect(step: &Step) -> Finding {
    Finding::new(
        &kinds::MANY_SENDERS,
        step.phase.origin.at("mitteilung"),
        say(
            "Einsicht statt Mitteilung, aber kein Ort",
            "Inspection instead of replies, but no place",
        ),
    )
    .because(say(
        "Wo das Ergebnis während der Dienststunden eingesehen werden kann, ist ortsüblich und im Internet bekannt zu machen (§ 3 Abs. 2 Satz 7 BauGB).",
        "Where the outcome can be inspected is announced in the customary form and on the Internet (§ 3 (2) sentence 7 BauGB).",
    ))
    .help(say(
        "Ergänzen Sie ort: …, oder streichen Sie personen, wenn jeder eine Mitteilung erhielt.",
        "Add ort: …, or delete personen if everyone got a reply.",
    ))
}
