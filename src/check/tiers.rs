//! Which tracks and steps belong to which kind of plan.

use crate::check::basics;
use crate::check::case::{Case, Report};
use crate::check::continued;
use crate::check::kinds;
use crate::check::operation;
use crate::check::record_steps;
use crate::check::relations;
use crate::finding::{Finding, Level, say};
use crate::law::codes::Tier;

/// `VAR-010`: §§ 10, 12, 13a, 13b BauGB are for binding plans, § 6 for preparatory ones. A phase of
/// the other tier is in place where the procedure also holds a plan of that tier.
pub fn tier(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let plans = std::iter::once(&procedure.plan).chain(&procedure.more_plans);
    let tiers: Vec<Tier> = plans.filter_map(|plan| plan.kind.tier).collect();
    let belongs = |to: &[Tier]| to.is_empty() || to.iter().any(|tier| tiers.contains(tier));
    foreign_steps(case, report);
    basics::basics_affected(case, report);
    only_those_affected(case, report);
    record_steps::asks_others(case, report);
    agencies_for_the_public(case, report);
    continued::takes_up_nothing(case, report);
    operation::of_the_plan(case, report);
    relations::of_the_other_tier(case, report);
    let mut plans = std::iter::once(&procedure.plan).chain(&procedure.more_plans);
    if !plans.any(|plan| procedure.track.is_for(plan.kind)) {
        report.add(no_such_track(case));
    }
    for phase in procedure
        .phases
        .iter()
        .filter(|phase| !belongs(&phase.rule.tiers))
    {
        report.add(
            Finding::new(
                &kinds::TIER,
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
                    "Diesen Schritt gibt es nur auf der anderen Stufe der Bauleitplanung ({}).",
                    phase.rule.provision
                ),
                format!(
                    "This step exists on the other tier of land-use planning only ({}).",
                    phase.rule.provision
                ),
            ))
            .help(say(
                "Berichtigen Sie die Art der Phase oder planart.",
                "Correct the kind of phase or planart.",
            )),
        );
    }
}

fn no_such_track(case: &Case) -> Finding {
    let (track, kind) = (case.procedure.track, case.procedure.plan.kind);
    let finding = Finding::new(
        &kinds::TIER,
        case.procedure.origin.at("verfahrensart"),
        say(
            format!("„{}“ gibt es nicht für: {}", track.de, kind.de),
            format!("“{}” does not exist for: {}", track.en, kind.en),
        ),
    );
    if !track.not_for.contains(&kind.key) {
        return finding.help(say(
            "Berichtigen Sie verfahrensart oder planart.",
            "Correct verfahrensart or planart.",
        ));
    }
    finding
        .because(say(
            "Satzungen nach § 34 Abs. 4 und § 35 Abs. 6 BauGB kommen im vereinfachten Verfahren zustande (§ 34 Abs. 6, § 35 Abs. 6 Satz 5 BauGB).",
            "Statutes under § 34 (4) and § 35 (6) BauGB are made in the simplified procedure (§ 34 (6), § 35 (6) sentence 5 BauGB).",
        ))
        .help(say(
            "Schreiben Sie verfahrensart: vereinfacht.",
            "Write verfahrensart: vereinfacht.",
        ))
}

/// `VAR-010`: in a procedure with an environmental assessment the draft is on display for everyone; asking those
/// affected alone is for §§ 13, 13a BauGB and the statutes of §§ 34, 35 BauGB.
fn only_those_affected(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let is_open = !procedure.track.environmental_assessment || !procedure.is_track_known();
    let is_displayed = case.steps.iter().any(|step| step.is_display());
    let is_whole = case.is_from_the_beginning() && !case.continues_another();
    if is_open || is_displayed || !is_whole || !procedure.plan.kind.is_of_baugb() {
        return;
    }
    let mut formal = case.formal_participations();
    let Some(step) = formal.find(|step| !step.rule.renews && !step.rule.is_restricted) else {
        return;
    };
    let label = &step.rule.label;
    report.add(
        Finding::new(
            &kinds::TIER,
            step.phase.origin.at("art"),
            say(
                format!("„{}“ ersetzt im Regelverfahren die Veröffentlichung nicht", label.de),
                format!("“{}” does not take the place of the display in a regular procedure", label.en),
            ),
        )
        .and_at(procedure.origin.at("verfahrensart"))
        .because(say(
            "Der Entwurf ist für jedermann zu veröffentlichen, mindestens einen Monat (§ 3 Abs. 2 Satz 1 BauGB); allein die Betroffenen zu beteiligen erlauben nur die Verfahren nach §§ 13, 13a BauGB und die Satzungen nach §§ 34, 35 BauGB (§ 13 Abs. 2 Satz 1 Nr. 2, § 34 Abs. 6, § 35 Abs. 6 BauGB).",
            "The draft is published for everyone, for a month at least (§ 3 (2) sentence 1 BauGB); only procedures under §§ 13, 13a BauGB and statutes under §§ 34, 35 BauGB may ask those affected alone (§ 13 (2) sentence 1 no. 2, § 34 (6), § 35 (6) BauGB).",
        ))
        .help(say(
            "Schreiben Sie art: veroeffentlichung, oder berichtigen Sie verfahrensart.",
            "Write art: veroeffentlichung, or correct verfahrensart.",
        )),
    );
}

/// `VAR-010`: plan approval, spatial planning and immission control are no steps of a plan of the BauGB.
fn foreign_steps(case: &Case, report: &mut Report) {
    const FOREIGN: [&str; 9] = [
        "planfeststellung_auslegung",
        "erneute_planauslegung",
        "planfeststellungsbeschluss",
        "beschluss_auslegung",
        "immissionsschutz_auslegung",
        "immissionsschutz_auslegung_ied",
        "raumordnung_veroeffentlichung",
        "raumordnung_erneute_veroeffentlichung",
        "raumordnungsplan_wirksam",
    ];
    let (procedure, kind) = (case.procedure, case.procedure.plan.kind);
    let foreign = procedure
        .phases
        .iter()
        .find(|own| FOREIGN.contains(&own.rule.key.as_str()));
    if let Some(phase) = foreign.filter(|_| kind.is_of_baugb() && kind.key != "sonstiges") {
        let label = &phase.rule.label;
        report.add(
            Finding::new(
                &kinds::TIER,
                phase.origin.at("art"),
                say(
                    format!("„{}“ gibt es nicht für: {}", label.de, kind.de),
                    format!("“{}” does not exist for: {}", label.en, kind.en),
                ),
            )
            .because(say(
                format!("Dieser Schritt gehört zu einem anderen Verfahren ({}).", phase.rule.provision),
                format!("This step belongs to another procedure ({}).", phase.rule.provision),
            ))
            .help(say(
                "Berichtigen Sie planart oder die Art der Phase; ein anderes Verfahren hat eine eigene Datei.",
                "Correct planart or the kind of phase; another procedure has a file of its own.",
            )),
        );
    }
}

/// `VAR-010`: those affected are asked, not agencies, where a phase is theirs. A restricted participation may ask agencies
/// alone (§ 4a Abs. 3 Satz 4 BauGB); a display that is not for everyone has its own finding.
fn agencies_for_the_public(case: &Case, report: &mut Report) {
    let formal = case.formal_participations();
    let limited = formal.filter(|step| !step.is_display() && !step.rule.is_restricted);
    for step in limited {
        let audience = step.phase.statements.as_ref().map(|own| own.audience);
        let Some(audience) = audience.filter(|own| own.key == "behoerden") else {
            continue;
        };
        let label = &step.rule.label;
        let finding = Finding::new(
            &kinds::TIER,
            step.phase.origin.at("stellungnahmen.von"),
            say(
                format!(
                    "„{}“ richtet sich an die Öffentlichkeit, nicht an: {}",
                    label.de, audience.de
                ),
                format!("“{}” is for the public, not for: {}", label.en, audience.en),
            ),
        );
        report.add(
            finding
                .because(say(
                    "Der betroffenen Öffentlichkeit wird Gelegenheit zur Stellungnahme gegeben; die Behörden werden daneben beteiligt (§ 13 Abs. 2 Satz 1 Nr. 2 und 3 BauGB).",
                    "Those affected are given the opportunity to give a statement; agencies are asked besides (§ 13 (2) sentence 1 nos. 2 and 3 BauGB).",
                ))
                .help(say(
                    "Schreiben Sie von: betroffene, oder berichtigen Sie die Art der Phase.",
                    "Write von: betroffene, or correct the kind of phase.",
                ))
                .at_level(Level::Warning),
        );
    }
}
