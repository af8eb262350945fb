//! What wordings ask whose beginning nobody has verified: of a phase before that it is no fault.

use crate::check::kinds;
use crate::finding::{Finding, Findings, Kind, Level, Place, say};
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use jiff::civil::Date;

/// The rules that ask what other statutes than the BauGB say.
static OF_STATUTES: [&Kind; 6] = [
    &kinds::SPATIAL,
    &kinds::SPATIAL_LIMIT,
    &kinds::APPROVAL,
    &kinds::HEARING_IN_TIME,
    &kinds::ASSESSMENT_PORTAL,
    &kinds::HINTS_OF_OTHERS,
];

/// Makes notes of the findings on phases before the day from which the wording is known that they follow.
pub fn soften(procedure: &Procedure, findings: &mut Findings) {
    let early = procedure.phases.iter().filter_map(|phase| {
        let day = phase.rule.unverified_before?;
        (phase.time.start() < day).then_some((phase, day))
    });
    for (phase, day) in early {
        let is_asked = |finding: &Finding| {
            let mut kinds = OF_STATUTES.iter();
            kinds.any(|kind| kind.id == finding.kind.id) && is_at(phase, &finding.place)
        };
        findings.change(is_asked, |finding| note(finding, phase, day));
    }
}

/// Whether a place lies in a phase or in the wording of its notice.
fn is_at(phase: &Phase, place: &Place) -> bool {
    let wording = phase.notice.as_ref().and_then(|notice| notice.file());
    phase.origin.holds(place) || wording.is_some_and(|file| file.path == place.file.path)
}

fn note(finding: &mut Finding, phase: &Phase, day: Date) {
    finding.level = finding.level.max(Level::Note);
    let provision = &phase.rule.provision;
    let (de, en) = finding
        .reason
        .take()
        .map_or((String::new(), String::new()), |own| {
            (own.de + " ", own.en + " ")
        });
    finding.reason = Some(say(
        format!(
            "{de}Ob {provision} vor dem {day} schon so lautete, ist nicht belegt; deshalb ist dies nur ein Vermerk."
        ),
        format!(
            "{en}Whether {provision} read so before {day} is not verified; so this is a note only."
        ),
    ));
}
