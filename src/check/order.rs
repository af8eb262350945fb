//! Steps in order of time.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::finding::{Finding, say};
use crate::model::phase::Phase;

/// `SEQ-001`: a phase of higher rank does not begin before one of lower rank has begun; what is
/// void or repeated by a later round does not count.
pub fn dates_ascend(case: &Case, report: &mut Report) {
    let counts = |phase: &&Phase| phase.void.is_none() && phase.rule.rank.is_some();
    let phases: Vec<&Phase> = case.procedure.phases.iter().filter(counts).collect();
    for (at, phase) in phases.iter().enumerate() {
        // Whether the signing comes before the notice has its own rule.
        let is_before = |other: &&&Phase| {
            let is_lower = other.rule.rank < phase.rule.rank && !other.rule.signs;
            is_lower || other.rule.key == phase.rule.key
        };
        let earlier = phases[..at].iter().filter(is_before);
        let latest = earlier.max_by_key(|other| other.time.start());
        let Some(before) = latest.filter(|other| phase.time.start() < other.time.start()) else {
            continue;
        };
        let key = if phase.rule.is_span {
            "zeitraum.beginn"
        } else {
            "datum"
        };
        let finding = Finding::new(
            &kinds::DATES_ASCEND,
            phase.origin.at(key),
            say(
                format!(
                    "„{}“ am {} liegt vor „{}“ am {}, das im Verfahren vorher steht",
                    phase.rule.label.de,
                    phase.time.start(),
                    before.rule.label.de,
                    before.time.start()
                ),
                format!(
                    "“{}” on {} lies before “{}” on {}, which comes first in the procedure",
                    phase.rule.label.en,
                    phase.time.start(),
                    before.rule.label.en,
                    before.time.start()
                ),
            ),
        );
        report.add(finding.because(say("Reihenfolge der §§ 2 bis 10 BauGB", "Order of §§ 2 to 10 BauGB")).help(say(
            "Berichtigen Sie das Datum oder stellen Sie die Phasen in ihre zeitliche Reihenfolge.",
            "Correct the date, or put the phases in order of time.",
        )));
    }
}

/// `SEQ-009`
pub fn rounds(case: &Case, report: &mut Report) {
    for (at, phase) in case.procedure.phases.iter().enumerate() {
        let Some(round) = phase.round.filter(|round| *round > 1) else {
            continue;
        };
        let before = &case.procedure.phases[..at];
        let has_previous = before.iter().any(|other| {
            other.rule.is_public_participation() == phase.rule.is_public_participation()
                && other.rule.is_span
                && other.round.unwrap_or(1) == round - 1
        });
        if !has_previous {
            let wanted = round - 1;
            report.add(Finding::new(
                &kinds::ROUNDS,
                phase.origin.at("durchgang"),
                say(
                    format!("Vor dem {round}. Durchgang steht kein {wanted}. Durchgang"),
                    format!("There is no round {wanted} before round {round}"),
                ),
            ));
        }
    }
}
