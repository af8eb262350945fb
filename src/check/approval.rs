//! The approval of a plan by the higher authority (§§ 6, 10 Abs. 2 BauGB).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::record_steps;
use crate::check::relations;
use crate::finding::{Finding, Kind, Level, Words, say};
use crate::law::codes::Tier;
use crate::law::period::{PeriodRule, period};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// `SEQ-010`
pub fn approved_preparatory(case: &Case, report: &mut Report) {
    if case.procedure.plan.kind.tier == Some(Tier::Preparatory) {
        // A correction (§ 13a Abs. 2 Nr. 2 BauGB) needs no approval: it is not announced like a plan.
        approved(
            case,
            report,
            &kinds::APPROVED_PREPARATORY,
            (
                "Der Flächennutzungsplan bedarf der Genehmigung (§ 6 Abs. 1 BauGB); ihre Erteilung wird bekannt gemacht (§ 6 Abs. 5 BauGB).",
                "A preparatory plan needs approval (§ 6 (1) BauGB); that it was given is announced (§ 6 (5) BauGB).",
            ),
        );
    }
}

/// `SEQ-011`: where the file says that the plan is not derived from the preparatory plan, or a parallel one is in
/// force only later.
pub fn approved_early(case: &Case, report: &mut Report) {
    record_steps::accession(case, report);
    // The preparatory plan is corrected afterwards (§ 13a Abs. 2 Nr. 2 BauGB).
    let mut relations = case.procedure.relations.iter();
    let corrects = relations.any(|own| own.kind.key == "berichtigt" && !own.is_inverse);
    if corrects && case.procedure.track.key == "beschleunigt" {
        return;
    }
    let is_binding = case.procedure.plan.kind.tier == Some(Tier::Binding);
    if case.procedure.facts.is_derived != Some(false) {
        relations::before_the_parallel_plan(case, report);
    } else if is_binding {
        approved(
            case,
            report,
            &kinds::APPROVED_EARLY,
            (
                "Ein selbständiger oder vorzeitiger Bebauungsplan bedarf der Genehmigung (§ 10 Abs. 2, § 8 Abs. 2 Satz 2, Abs. 3 Satz 2, Abs. 4 BauGB).",
                "A binding plan without or ahead of the preparatory plan needs approval (§ 10 (2), § 8 (2) sentence 2, (3) sentence 2, (4) BauGB).",
            ),
        );
    }
}

fn approved(case: &Case, report: &mut Report, kind: &'static Kind, (de, en): (&str, &str)) {
    // Whoever writes that the plan needs an approval means to keep it.
    let is_kept = case.is_kept() || case.procedure.facts.is_derived == Some(false);
    let announced = case
        .steps
        .iter()
        .filter(|step| step.rule.puts_in_force && step.rule.needs_notice);
    for step in announced {
        let day = step.phase.time.start();
        let is_approved = |other: &Step| other.rule.approves && other.phase.time.start() <= day;
        if case.steps.iter().any(is_approved) {
            continue;
        }
        if case.adoption().is_none() || !is_kept {
            report.unknown_of_procedure(kind, "phasen");
            continue;
        }
        let finding = Finding::new(kind, step.phase.origin.at("art"), missing_before(case));
        // One that counts as given is a step, too, and `SEQ-012` says since when.
        let is_decided = case.steps.iter().any(|step| step.rule.approves);
        let since = deemed(case).map(|(_, _, last)| last);
        let help = match since.filter(|last| !is_decided && *last < day) {
            Some(last) => say(
                format!(
                    "Ergänzen Sie die Phase art: genehmigung mit ihrem Datum; gilt sie als erteilt, mit datum: {last}."
                ),
                format!(
                    "Add the phase art: genehmigung with its date; if it counts as given, with datum: {last}."
                ),
            ),
            None if is_decided => say(
                "Berichtigen Sie den Tag der Genehmigung oder den der Bekanntmachung.",
                "Correct the day of the approval, or that of the notice.",
            ),
            None => say(
                "Ergänzen Sie die Phase art: genehmigung mit ihrem Datum.",
                "Add the phase art: genehmigung with its date.",
            ),
        };
        report.add(finding.because(say(de, en)).help(help));
    }
}

/// What is said of an approval that is none before the notice: there is none, or a later one.
fn missing_before(case: &Case) -> Words {
    let later = case.steps.iter().find(|step| step.rule.approves);
    match later.map(|step| step.phase.time.start()) {
        Some(on) => say(
            format!("Die Genehmigung ist erst vom {on}, vor der Bekanntmachung gibt es keine"),
            format!("The approval is of {on} only; there is none before the notice"),
        ),
        None => say(
            "Vor der Bekanntmachung fehlt die Genehmigung",
            "There is no approval before the notice",
        ),
    }
}

/// `SEQ-001` for the application: what is to be approved was adopted before, and what was approved was
/// applied for.
pub fn applied_in_order(case: &Case, report: &mut Report) {
    let Some(requested) = case.procedure.facts.approval_requested else {
        return;
    };
    let Some(other) = contradicting(case, requested) else {
        return;
    };
    let (on, label) = (other.phase.time.start(), &other.rule.label);
    let message = if requested < on {
        say(
            format!(
                "Die Genehmigung ist am {requested} beantragt, „{}“ ist erst am {on}",
                label.de
            ),
            format!(
                "The approval was requested on {requested}, but “{}” is on {on}",
                label.en
            ),
        )
    } else {
        say(
            format!(
                "Die Genehmigung ist erst am {requested} beantragt, „{}“ war am {on}",
                label.de
            ),
            format!(
                "The approval was requested on {requested} only, but “{}” was on {on}",
                label.en
            ),
        )
    };
    report.add(
        Finding::new(
            &kinds::DATES_ASCEND,
            case.procedure.origin.at("genehmigung_beantragt"),
            message,
        )
        .and_at(other.phase.origin.at("datum"))
        .because(say(
            "Zur Genehmigung wird der beschlossene Plan vorgelegt, und sie liegt vor der Bekanntmachung (§ 6 Abs. 1 und 5, § 10 Abs. 2 und 3 BauGB).",
            "What is submitted is the adopted plan, and the approval comes before the notice (§ 6 (1) and (5), § 10 (2) and (3) BauGB).",
        ))
        .help(say(
            "Berichtigen Sie genehmigung_beantragt oder das Datum der Phase.",
            "Correct genehmigung_beantragt or the day of the phase.",
        )),
    );
}

/// The step that an application for approval contradicts: it is adopted only later, or was approved or in
/// force before.
fn contradicting<'c, 'a>(case: &'c Case<'a>, requested: Date) -> Option<&'c Step<'a>> {
    let start = |step: &Step| step.phase.time.start();
    let adoption = case.adoptions().min_by_key(|step| start(step));
    let decided = case.steps.iter().filter(|step| step.rule.approves);
    let decided = decided.max_by_key(|step| start(step));
    let in_force = case.steps.iter().filter(|step| step.rule.puts_in_force);
    let in_force = in_force
        .min_by_key(|step| start(step))
        .filter(|_| decided.is_none());
    // Steps that contradict one another have their own finding.
    let is_settled = match (adoption, decided) {
        (Some(adoption), Some(decided)) => start(adoption) <= start(decided),
        _ => true,
    };
    let before = adoption.filter(|step| requested < start(step));
    let after = decided.or(in_force).filter(|step| start(step) < requested);
    before.or(after).filter(|_| is_settled)
}

/// When an approval was requested, the period for the decision, and its last day: without a decision the
/// approval counts as given then.
pub fn deemed(case: &Case) -> Option<(Date, &'static PeriodRule, Date)> {
    let requested = case.procedure.facts.approval_requested?;
    let rule = period("fnp_genehmigung", requested)?;
    // A last day at rest moves to the next working day (§ 31 Abs. 3 VwVfG).
    let last = rule.compute(requested, case.calendar).safe_end;
    Some((requested, rule, last))
}

/// `SEQ-012`: one month from receipt, three where the application arrived until 7 July 2023 (§ 245f BauGB);
/// silence counts as approval.
pub fn deemed_approved(case: &Case, report: &mut Report) {
    record_steps::deemed_too_early(case, report);
    let Some((requested, rule, last)) = deemed(case) else {
        return;
    };
    let decided = case.steps.iter().find(|step| step.rule.approves);
    let day = decided.map_or(case.today(), |step| step.phase.time.start());
    let is_over = decided.is_none() && case.steps.iter().any(|step| step.rule.ends);
    // Whoever writes down that it counts as given may name the day after.
    let is_named = decided.is_some() && day <= last.saturating_add(1.day());
    let reason = decided
        .and_then(|step| step.phase.reason.as_deref())
        .unwrap_or_default();
    let is_extended = reason.to_lowercase().contains("verlänger");
    if day <= last || is_named || is_extended || is_over || contradicting(case, requested).is_some()
    {
        return;
    }
    let provision = &rule.provision;
    let finding = Finding::new(
        &kinds::DEEMED,
        case.procedure.origin.at("genehmigung_beantragt"),
        say(
            format!("Die Genehmigung gilt seit Ablauf des {last} als erteilt"),
            format!("The approval counts as given since the end of {last}"),
        ),
    )
    .because(say(
        format!("Beantragt am {requested}; wird in der Frist nicht entschieden, gilt sie als erteilt ({provision}), wenn die Frist nicht verlängert wurde."),
        format!("Requested on {requested}; without a decision in time it counts as given ({provision}) unless the period was extended."),
    ))
    .help(say(
        format!("Schreiben Sie die Phase art: genehmigung mit datum: {last}, oder halten Sie bei ihr die Verlängerung fest (ausnahmen: - regel: SEQ-012)."),
        format!("Write the phase art: genehmigung with datum: {last}, or record the extension (ausnahmen: - regel: SEQ-012)."),
    ));
    report.add(match decided {
        Some(step) => finding.and_at(step.phase.origin.at("datum")),
        None => finding,
    });
}

/// The districts since the reform, by the beginning of the keys of their municipalities.
const DISTRICTS: [(&str, &str); 10] = [
    ("14521", "Erzgebirgskreis"),
    ("14522", "Mittelsachsen"),
    ("14523", "Vogtlandkreis"),
    ("14524", "Zwickau"),
    ("14625", "Bautzen"),
    ("14626", "Görlitz"),
    ("14627", "Meißen"),
    ("14628", "Sächsische Schweiz-Osterzgebirge"),
    ("14729", "Leipzig"),
    ("14730", "Nordsachsen"),
];
/// Districts had other names and borders before.
const REFORM: Date = date(2008, 8, 1);

/// The district whose office a text in small letters names, and the municipality's own, where that is another one.
pub fn another_district(
    case: &Case,
    text: &str,
    day: Date,
) -> Option<(&'static str, &'static str)> {
    let key = case.municipality.ags.get(..5)?;
    let (_, right) = DISTRICTS.iter().find(|(district, _)| *district == key)?;
    let names = |name: &str| {
        let offices = [
            "landratsamt ",
            "landratsamtes ",
            "landratsamts ",
            "landkreises ",
            "landkreis ",
        ];
        let name = name.to_lowercase();
        offices.iter().any(|office| {
            let named = text.split_once(&format!("{office}{name}"));
            named.is_some_and(|(_, rest)| !rest.starts_with(char::is_alphabetic))
        })
    };
    if day < REFORM || names(right) {
        return None;
    }
    let (_, said) = DISTRICTS.iter().find(|(_, name)| names(name))?;
    Some((said, right))
}

/// `FIN-001`: the wording of the final notice has the office of another district approve the plan.
pub fn by_another_district(case: &Case, own: &Own) -> Option<Finding> {
    let day = own.step.phase.time.start();
    let told = own.sentences().iter();
    let mut told = told.filter(|sentence| sentence.contains("genehmig"));
    let (sentence, (said, right)) =
        told.find_map(|sentence| Some((sentence, another_district(case, sentence, day)?)))?;
    let finding = Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near_sentence(sentence),
        say(
            format!(
                "Nach dem Wortlaut hat das Landratsamt {said} genehmigt, die Gemeinde gehört zu {right}"
            ),
            format!(
                "By the wording the office of {said} approved the plan, the municipality belongs to {right}"
            ),
        ),
    );
    Some(finding.because(say(
        "Genehmigungsbehörde ist für kreisangehörige Gemeinden ihr Landratsamt (§ 6 Abs. 1, § 10 Abs. 2, § 203 BauGB).",
        "For municipalities of a district its own office approves plans (§ 6 (1), § 10 (2), § 203 BauGB).",
    ))
    .help(say(
        "Nennen Sie die Behörde, die den Plan genehmigt hat.",
        "Name the authority that approved the plan.",
    ))
    .at_level(Level::Warning))
}
