//! What is before the public: a participation that runs today, or begins within days.
//!
//! A file may leave out of an old phase what nobody knows any more, so rules let that open. Of a display
//! that runs nothing is unknown: what the file does not hold, the page does not show.

use crate::check::case::{Case, Step};
use crate::finding::{Finding, Level, Place, say};
use crate::model::phase::{Moment, Phase};
use jiff::ToSpan;
use jiff::civil::Date;

/// So many days before it begins a participation is near, and what is still missing is told: a journal
/// closes a week or two before it appears. An error that first showed on the first day would stop the
/// display itself.
pub const DAYS_AHEAD: i64 = 21;

/// Whether a participation runs on a day. One without a last day is an old one that nobody closed, or a
/// fault of its own.
pub fn runs(phase: &Phase, today: Date) -> bool {
    let is_participation = phase.void.is_none() && phase.is_participation_period();
    is_participation && phase.time.end().is_some() && phase.on(today) == Moment::Running
}

/// Whether a participation begins within days.
fn is_near(phase: &Phase, today: Date) -> bool {
    let is_participation = phase.void.is_none() && phase.is_participation_period();
    let is_ahead = is_participation && phase.on(today) == Moment::Upcoming;
    is_ahead && phase.time.start() <= today.saturating_add(DAYS_AHEAD.days())
}

/// Whether the public looks at a participation, or is about to.
pub fn is_before_the_public(phase: &Phase, today: Date) -> bool {
    runs(phase, today) || is_near(phase, today)
}

/// The keys that a display lacks before its notice can be given.
pub fn lacking(case: &Case, step: &Step) -> Vec<&'static str> {
    let (phase, rule) = (step.phase, step.rule);
    if !step.is_display() {
        return Vec::new();
    }
    let has_no_access = rule.needs_access && case.display_places(step).is_empty();
    let needs_environment = rule.needs_environment && case.is_assessed();
    let lacks = [
        ("unterlagen", phase.documents.is_empty()),
        ("zugang", has_no_access),
        (
            "umweltinformationen",
            needs_environment && phase.environment.is_empty(),
        ),
        (
            "landesportal",
            rule.needs_state_portal && phase.state_portal.is_none(),
        ),
        ("stellungnahmen", phase.statements.is_none()),
    ];
    let lacks = lacks.into_iter().filter(|(_, lacks)| *lacks);
    lacks.map(|(key, _)| key).collect()
}

/// How grave it is that a template's blank stands at a place of a procedure: nobody who has just begun
/// one has come to it yet; where it has begun its page shows it, and while the public takes part it must
/// not stand there.
pub fn of_blank(case: &Case, place: &Place, finding: Finding) -> Finding {
    let today = case.today();
    let level = |phase: &Phase| match phase.time.start() <= today {
        _ if is_before_the_public(phase, today) => Level::Error,
        true => Level::Warning,
        false => Level::Note,
    };
    let phases = || case.procedure.phases.iter();
    let own = phases().find(|phase| phase.origin.holds(place));
    let gravest = || phases().map(level).min().unwrap_or(Level::Note);
    let level = own.map_or_else(gravest, level);
    let finding = finding.at_level(level);
    match level {
        Level::Error => finding.because(say(
            "Die Öffentlichkeit ist beteiligt oder wird es in Kürze; was hier steht, liest jeder.",
            "The public takes part, or is about to; everybody reads what stands here.",
        )),
        _ => finding,
    }
}
