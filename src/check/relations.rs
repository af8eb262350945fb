//! Relations to other plans: of which tier the other one is, and which of two is in force first.

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::old_names;
use crate::finding::{Finding, Level, Place, say};
use crate::law::codes::Tier;
use crate::model::procedure::{Procedure, Relation};
use jiff::civil::Date;

/// `VAR-010`: a plan is drawn up in parallel with one of the other tier, and corrects a preparatory one.
pub fn of_the_other_tier(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    old_names::compare(case, report);
    for (relation, other, place) in others(case).filter(|(own, ..)| !own.is_inverse) {
        let is_wrong = match relation.kind.key.as_str() {
            "parallel" => {
                let own = procedure.plan.kind.tier;
                own.is_some() && !has_other_tier(other, own) && !has_other_tier(procedure, own)
            }
            "berichtigt" => !tiers(other).any(|tier| tier == Tier::Preparatory),
            _ => false,
        };
        report.extend(of_another_town(case, (relation, other, &place)));
        report.extend(corrected_elsewhere(case, relation, &place));
        report.extend(across_tiers(case, (relation, other, &place)));
        if !is_wrong || tiers(other).next().is_none() {
            continue;
        }
        let (label, name) = (&relation.label, &other.plan.name);
        report.add(
            Finding::new(
                &kinds::TIER,
                place,
                say(
                    format!("„{}“ passt nicht zu „{name}“ ({})", label.de, other.plan.kind.de),
                    format!("“{}” does not fit “{name}” ({})", label.en, other.plan.kind.en),
                ),
            )
            .because(say(
                "Parallel geführt werden ein Bebauungsplan und ein Flächennutzungsplan (§ 8 Abs. 3 BauGB), berichtigt wird ein Flächennutzungsplan (§ 13a Abs. 2 Nr. 2 BauGB).",
                "A binding and a preparatory plan run in parallel (§ 8 (3) BauGB), and a preparatory plan is corrected (§ 13a (2) no. 2 BauGB).",
            ))
            .help(say(
                "Berichtigen Sie art oder verfahren.",
                "Correct art or verfahren.",
            ))
            .at_level(Level::Warning),
        );
    }
}

/// A plan of another town that this one is to replace, change, end or continue.
fn of_another_town(
    case: &Case,
    (relation, other, place): (&Relation, &Procedure, &Place),
) -> Option<Finding> {
    const OF_ONE: [&str; 5] = ["ersetzt", "aendert", "hebt_auf", "berichtigt", "setzt_fort"];
    let is_alone = |own: &Procedure| own.more_municipalities.is_empty();
    let is_shared = !is_alone(case.procedure) || !is_alone(other);
    let is_same = other.municipality == case.procedure.municipality;
    if is_same || is_shared || !OF_ONE.contains(&relation.kind.key.as_str()) {
        return None;
    }
    let town = &case.archive.municipality(other.municipality).name;
    let (label, name) = (&relation.label, &other.plan.name);
    let finding = Finding::new(
        &kinds::TIER,
        place.clone(),
        say(
            format!("„{}“: „{name}“ ist ein Plan einer anderen Gemeinde ({town})", label.de),
            format!("“{}”: “{name}” is a plan of another municipality ({town})", label.en),
        ),
    )
    .because(say(
        "Eine Gemeinde ändert, ersetzt und hebt nur die eigenen Pläne auf (§ 1 Abs. 8, § 2 Abs. 1 BauGB).",
        "A municipality changes, replaces and ends its own plans only (§ 1 (8), § 2 (1) BauGB).",
    ));
    let finding = finding.help(say("Berichtigen Sie verfahren.", "Correct verfahren."));
    Some(finding.at_level(Level::Warning))
}

/// A preparatory plan that is to repeal, change or replace a binding one, or the reverse.
fn across_tiers(
    case: &Case,
    (relation, other, place): (&Relation, &Procedure, &Place),
) -> Option<Finding> {
    const OF_ONE_TIER: [&str; 3] = ["ersetzt", "aendert", "hebt_auf"];
    let own: Vec<Tier> = tiers(case.procedure).collect();
    let theirs: Vec<Tier> = tiers(other).collect();
    let is_apart =
        !own.is_empty() && !theirs.is_empty() && !own.iter().any(|tier| theirs.contains(tier));
    if !is_apart || !OF_ONE_TIER.contains(&relation.kind.key.as_str()) {
        return None;
    }
    let (label, name, kind) = (&relation.label, &other.plan.name, other.plan.kind);
    let finding = Finding::new(
        &kinds::TIER,
        place.clone(),
        say(
            format!("„{}“: „{name}“ ist ein Plan der anderen Stufe ({})", label.de, kind.de),
            format!("“{}”: “{name}” is a plan of the other tier ({})", label.en, kind.en),
        ),
    )
    .because(say(
        "Ein Flächennutzungsplan hebt keinen Bebauungsplan auf und ändert ihn nicht, auch nicht umgekehrt (§ 1 Abs. 2 und 8, § 8 Abs. 2 und 3 BauGB).",
        "A preparatory plan neither repeals nor changes a binding one, nor the reverse (§ 1 (2) and (8), § 8 (2) and (3) BauGB).",
    ));
    let finding = finding.help(say(
        "Schreiben Sie art: parallel, oder berichtigen Sie verfahren.",
        "Write art: parallel, or correct verfahren.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// A preparatory plan that is corrected by a plan of another track than § 13a BauGB.
fn corrected_elsewhere(case: &Case, relation: &Relation, place: &Place) -> Option<Finding> {
    const ACCELERATED: [&str; 2] = ["beschleunigt", "aussenbereich_13b"];
    let track = case.procedure.track;
    let is_known = case.procedure.is_track_known() && case.has_tier(Tier::Binding);
    if relation.kind.key != "berichtigt" || !is_known || ACCELERATED.contains(&track.key.as_str()) {
        return None;
    }
    let finding = Finding::new(
        &kinds::TIER,
        place.clone(),
        say(
            format!("„{}“ gibt es nicht im Verfahren: {}", relation.label.de, track.de),
            format!("“{}” does not exist in: {}", relation.label.en, track.en),
        ),
    )
    .because(say(
        "Nur ein Bebauungsplan im beschleunigten Verfahren lässt den Flächennutzungsplan berichtigen (§ 13a Abs. 2 Nr. 2 BauGB); sonst ist er zu ändern (§ 8 Abs. 2, 3 BauGB).",
        "Only a binding plan in the accelerated procedure has the preparatory plan corrected (§ 13a (2) no. 2 BauGB); otherwise it is changed (§ 8 (2), (3) BauGB).",
    ));
    let finding = finding.help(say(
        "Schreiben Sie art: parallel, oder berichtigen Sie verfahrensart.",
        "Write art: parallel, or correct verfahrensart.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// `SEQ-011`: a binding plan that is announced before the preparatory one of the same time needs an approval.
pub fn before_the_parallel_plan(case: &Case, report: &mut Report) {
    let is_approved = case.steps.iter().any(|step| step.rule.approves);
    let announced = |step: &&Step| step.rule.puts_in_force && step.rule.needs_notice;
    let Some(step) = case.steps.iter().find(announced) else {
        return;
    };
    if is_approved || !case.has_tier(Tier::Binding) || !step.has_begun(case.today()) {
        return;
    }
    let day = step.phase.time.start();
    for (relation, other, _) in others(case).filter(|(own, ..)| own.kind.key == "parallel") {
        let effective = effective(other);
        let is_preparatory = tiers(other).any(|tier| tier == Tier::Preparatory);
        if !is_preparatory || relation.is_inverse && case.has_tier(Tier::Preparatory) {
            continue;
        }
        let Some(on) = effective.filter(|on| *on > day) else {
            continue;
        };
        let name = &other.plan.name;
        report.add(
            Finding::new(
                &kinds::APPROVED_EARLY,
                step.phase.origin.at("datum"),
                say(
                    format!("Bekannt gemacht am {day} ohne Genehmigung, „{name}“ wird erst am {on} wirksam"),
                    format!("Announced on {day} without approval, but “{name}” is effective on {on} only"),
                ),
            )
            .because(say(
                "Ein Bebauungsplan, der vor dem Flächennutzungsplan bekannt gemacht wird, bedarf der Genehmigung (§ 8 Abs. 3 Satz 2, § 10 Abs. 2 BauGB).",
                "A binding plan that is announced before the preparatory plan needs an approval (§ 8 (3) sentence 2, § 10 (2) BauGB).",
            ))
            .help(say(
                "Ergänzen Sie die Phase art: genehmigung, oder berichtigen Sie einen der beiden Tage.",
                "Add the phase art: genehmigung, or correct one of the two days.",
            )),
        );
    }
}

/// `SEQ-016`: two files for one plan, of which nothing says that they belong together.
pub fn one_file_for_a_plan(case: &Case, report: &mut Report) {
    let Some(twin) = case.around.unconnected_twin(case.procedure) else {
        return;
    };
    let path = twin.address.as_str();
    report.add(
        Finding::new(
            &kinds::ONE_FILE,
            case.procedure.origin.at("planname"),
            say(
                format!("Denselben Plan führt schon: {path}"),
                format!("The same plan is under way already: {path}"),
            ),
        )
        .and_at(twin.origin.at("planname"))
        .because(say(
            "Vorentwurf und Entwurf sind Phasen eines Verfahrens; auf zwei Seiten ohne Verbindung findet niemand die andere.",
            "Preliminary draft and draft are phases of one procedure; on two pages without a link nobody finds the other.",
        ))
        .help(say(
            "Führen Sie die Phasen in einer Datei zusammen, oder verbinden Sie die Verfahren mit bezuege:.",
            "Bring the phases together in one file, or connect the procedures with bezuege:.",
        )),
    );
}

/// The related procedures of this portal, each with where the relation is written.
pub fn others<'c, 'a>(
    case: &'c Case<'a>,
) -> impl Iterator<Item = (&'c Relation, &'c Procedure, Place)> + use<'c, 'a> {
    let procedure = case.procedure;
    let mut written = 0;
    procedure.relations.iter().filter_map(move |relation| {
        let at = written;
        written += usize::from(!relation.is_inverse);
        let other = case.archive.procedure(relation.procedure.as_ref()?)?;
        let key = match relation.is_inverse {
            true => "planname".to_owned(),
            false => format!("bezuege[{at}]"),
        };
        Some((relation, other, procedure.origin.at(&key)))
    })
}

fn tiers(procedure: &Procedure) -> impl Iterator<Item = Tier> {
    let plans = std::iter::once(&procedure.plan).chain(&procedure.more_plans);
    plans.filter_map(|plan| plan.kind.tier)
}

fn has_other_tier(procedure: &Procedure, own: Option<Tier>) -> bool {
    tiers(procedure).any(|tier| Some(tier) != own)
}

/// The day on which a plan enters into force.
pub fn effective(procedure: &Procedure) -> Option<Date> {
    let phases = procedure.phases.iter().filter(|own| own.void.is_none());
    let finals = phases.filter(|own| own.rule.puts_in_force && own.rule.needs_notice);
    finals.map(|own| own.time.start()).min()
}
