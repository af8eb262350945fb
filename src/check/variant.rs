//! Plan kind, track and phases belong together.

use crate::finding::{Finding, Findings, Kind, Level, say};
use crate::law::codes::Tier;
use crate::model::Archive;
use crate::model::procedure::Procedure;

/// A track or phase of the other tier of planning.
pub static TIER: Kind = Kind {
    id: "VAR-010",
    level: Level::Error,
    title_de: "Planart, Verfahrensart und Phasen passen zusammen",
    title_en: "Plan kind, track and phases belong together",
    convention: false,
};

/// `VAR-010`: §§ 10, 12, 13a, 13b BauGB are for binding plans, § 6 for preparatory ones. A phase of
/// the other tier is in place where the procedure also holds a plan of that tier.
pub fn tier(procedure: &Procedure, _: &Archive, findings: &mut Findings) {
    let plans = std::iter::once(&procedure.plan).chain(&procedure.more_plans);
    let tiers: Vec<Tier> = plans.filter_map(|plan| plan.kind.tier).collect();
    let belongs = |to: &[Tier]| to.is_empty() || to.iter().any(|tier| tiers.contains(tier));
    if !belongs(&procedure.track.tiers) {
        findings.add(Finding::new(
            &TIER,
            procedure.origin.at("verfahrensart"),
            say(
                format!(
                    "„{}“ gibt es nicht für: {}",
                    procedure.track.de, procedure.plan.kind.de
                ),
                format!(
                    "“{}” does not exist for: {}",
                    procedure.track.en, procedure.plan.kind.en
                ),
            ),
        ));
    }
    for phase in procedure
        .phases
        .iter()
        .filter(|phase| !belongs(&phase.rule.tiers))
    {
        findings.add(
            Finding::new(
                &TIER,
                phase.origin.at("art"),
                say(
                    format!(
                        "„{}“ gibt es nicht für: {}",
                        phase.rule.label.de, procedure.plan.kind.de
                    ),
                    format!(
                        "“{}” does not exist for: {}",
                        phase.rule.label.en, procedure.plan.kind.en
                    ),
                ),
            )
            .because(say(
                format!(
                    "{} gilt für die andere Stufe der Bauleitplanung.",
                    phase.rule.provision
                ),
                format!(
                    "{} holds for the other tier of land-use planning.",
                    phase.rule.provision
                ),
            )),
        );
    }
}
