//! Dates in order: within a phase and from phase to phase.

use crate::finding::{Finding, Findings, Kind, Level, say};
use crate::model::Archive;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;

/// A period ends before it begins.
pub static START_BEFORE_END: Kind = Kind {
    id: "PUB-001",
    level: Level::Error,
    title_de: "Ein Zeitraum beginnt vor seinem Ende",
    title_en: "A period begins before it ends",
    convention: false,
};
/// A later step lies before an earlier one.
pub static DATES_ASCEND: Kind = Kind {
    id: "SEQ-001",
    level: Level::Error,
    title_de: "Die Schritte folgen aufeinander",
    title_en: "The steps follow one another",
    convention: false,
};
/// Rounds are counted 1, 2, 3.
pub static ROUNDS: Kind = Kind {
    id: "SEQ-009",
    level: Level::Warning,
    title_de: "Durchgänge sind lückenlos gezählt",
    title_en: "Rounds are counted without gaps",
    convention: false,
};

/// `PUB-001`
pub fn start_before_end(procedure: &Procedure, _: &Archive, findings: &mut Findings) {
    for phase in &procedure.phases {
        let Time::Span(start, Some(end)) = phase.time else {
            continue;
        };
        if end < start {
            let finding = Finding::new(
                &START_BEFORE_END,
                phase.origin.at("zeitraum.ende"),
                say(
                    format!("Der letzte Tag {end} liegt vor dem ersten Tag {start}"),
                    format!("The last day {end} lies before the first day {start}"),
                ),
            );
            findings
                .add(finding.because(say("§ 3 Abs. 2 Satz 1 BauGB", "§ 3 (2) sentence 1 BauGB")));
        }
    }
}

/// `SEQ-001`: a phase of higher rank does not begin before one of lower rank has begun; what is
/// void or repeated by a later round does not count.
pub fn dates_ascend(procedure: &Procedure, _: &Archive, findings: &mut Findings) {
    let counts = |phase: &&Phase| phase.void.is_none() && phase.rule.rank.is_some();
    let phases: Vec<&Phase> = procedure.phases.iter().filter(counts).collect();
    for (at, phase) in phases.iter().enumerate() {
        let is_before =
            |other: &&&Phase| other.rule.rank < phase.rule.rank || other.rule.key == phase.rule.key;
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
            &DATES_ASCEND,
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
        findings.add(finding.because(say("Reihenfolge der §§ 2 bis 10 BauGB", "Order of §§ 2 to 10 BauGB")).help(say(
            "Berichtigen Sie das Datum oder stellen Sie die Phasen in ihre zeitliche Reihenfolge.",
            "Correct the date, or put the phases in order of time.",
        )));
    }
}

/// `SEQ-009`
pub fn rounds(procedure: &Procedure, _: &Archive, findings: &mut Findings) {
    for (at, phase) in procedure.phases.iter().enumerate() {
        let Some(round) = phase.round.filter(|round| *round > 1) else {
            continue;
        };
        let before = &procedure.phases[..at];
        let has_previous = before.iter().any(|other| {
            other.rule.is_public_participation() == phase.rule.is_public_participation()
                && other.rule.is_span
                && other.round.unwrap_or(1) == round - 1
        });
        if !has_previous {
            let wanted = round - 1;
            findings.add(Finding::new(
                &ROUNDS,
                phase.origin.at("durchgang"),
                say(
                    format!("Vor dem {round}. Durchgang steht kein {wanted}. Durchgang"),
                    format!("There is no round {wanted} before round {round}"),
                ),
            ));
        }
    }
}
