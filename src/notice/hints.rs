//! Which hints the notice of a phase must give.

use crate::law::codes::{Participation, Tier, find};
use crate::law::law;
use crate::law::phase_rule::PhaseRule;
use crate::model::notice::Notice;
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use jiff::civil::Date;

/// Statements may only concern the changes (§ 4a Abs. 3 Satz 2 BauGB).
pub const ONLY_CHANGES: &str = "nur_aenderungen";
/// Participation across the border (§ 4a Abs. 4 Satz 3 BauGB).
pub const ACROSS_BORDER: &str = "grenzueberschreitend";

/// When claims for compensation fall due and end (§ 44 Abs. 5 BauGB).
const COMPENSATION: &str = "entschaedigung";

/// The keys of the hints that a notice must give under a rule, whatever the phase's own facts.
pub fn asked(
    procedure: &Procedure,
    rule: &'static PhaseRule,
) -> impl Iterator<Item = &'static str> {
    let hints = &rule.hints;
    let participation = procedure.plan.kind.participation;
    let is_planned = participation != Participation::None;
    let is_unassessed = !procedure.track.environmental_assessment
        && procedure.is_track_known()
        && participation == Participation::Full;
    // What the BauGB asks is asked of its own plans, not of a local building regulation.
    let is_of_baugb = procedure.plan.kind.is_of_baugb();
    // § 44 Abs. 5 BauGB speaks of plans; a statute that only clarifies, or is no plan, takes nothing from anybody.
    let plans = std::iter::once(&procedure.plan).chain(&procedure.more_plans);
    let takes = plans.map(|plan| plan.kind.participation);
    let takes = takes.into_iter().any(|own| own != Participation::None);
    let belongs = move |key: &&'static str| {
        if *key == COMPENSATION && !takes {
            return false;
        }
        is_of_baugb || find(&law().codes.hints, key).is_none_or(|hint| !hint.is_of_baugb())
    };
    let when = |condition: bool, keys: &'static [String]| {
        let keys: &[String] = if condition { keys } else { &[] };
        keys.iter().map(String::as_str)
    };
    when(is_planned || rule.is_related, &hints.all)
        .chain(when(has_tier(procedure, Tier::Binding), &hints.binding))
        .chain(when(
            has_tier(procedure, Tier::Preparatory),
            &hints.preparatory,
        ))
        .chain(when(is_unassessed, &hints.without_assessment))
        .filter(belongs)
}

/// The hints of a phase's notice: what the law asks of its kind, what its own facts ask, and what
/// the file says the notice gives besides. Of a notice that appeared before `today` only what the
/// file says it gave: nothing is added to it afterwards.
pub fn of(procedure: &Procedure, phase: &Phase, today: Date) -> Vec<&'static str> {
    let notice = phase.notice.as_ref();
    let appeared = notice.filter(|notice| notice.published <= today && !notice.hints.is_empty());
    let mut keys: Vec<&'static str> = asked(procedure, phase.rule).collect();
    let is_ordered = phase
        .statements
        .as_ref()
        .is_some_and(|own| own.only_changes);
    // Since 7 July 2023 the law itself restricts statements; before, the municipality could.
    let is_restricted = phase.rule.renews && (phase.rule.needs_access || is_ordered);
    if is_restricted {
        keys.push(ONLY_CHANGES);
    }
    if procedure.facts.is_cross_border && phase.rule.notice_lead_days.is_some() {
        keys.push(ACROSS_BORDER);
    }
    let given = phase.notice.iter().flat_map(|notice| &notice.hints);
    keys.extend(given.map(|hint| hint.key.as_str()));
    let mut seen = Vec::new();
    keys.retain(|key| {
        let was_given = |own: &Notice| own.hints.iter().any(|hint| hint.key == *key);
        if !appeared.is_none_or(was_given) {
            return false;
        }
        let is_new = !seen.contains(key);
        seen.push(*key);
        is_new
    });
    keys
}

/// Whether one of the plans of a procedure is of a tier.
pub fn has_tier(procedure: &Procedure, tier: Tier) -> bool {
    let plans = std::iter::once(&procedure.plan).chain(&procedure.more_plans);
    plans.into_iter().any(|plan| plan.kind.tier == Some(tier))
}
