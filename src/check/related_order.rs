//! Plan approval, spatial planning and immission control: notices, order of steps, where documents lie.

use crate::check::case::{Case, Report};
use crate::check::current::runs;
use crate::check::kinds;
use crate::finding::{Finding, Kind, Words, say};
use crate::model::phase::Phase;
use jiff::civil::Date;

/// Displays of everything for everyone, before any decision.
const DISPLAYS: [&str; 6] = [
    "planfeststellung_auslegung",
    "immissionsschutz_auslegung",
    "immissionsschutz_auslegung_ied",
    "uvp_auslegung",
    "raumordnung_veroeffentlichung",
    "erneute_planauslegung",
];

/// The rule that speaks of a phase.
fn kind_of(phase: &Phase) -> &'static Kind {
    match phase.rule.is_spatial {
        true => &kinds::SPATIAL,
        false => &kinds::APPROVAL,
    }
}

/// `PF-001`, `RO-001`: what is to be announced was announced.
pub fn announced(case: &Case, report: &mut Report) {
    let keeps_notices = case.related.iter().any(|own| own.notice.is_some());
    for phase in &case.related {
        let is_asked = phase.rule.needs_notice || phase.rule.notice_lead_days.is_some();
        let has_begun = phase.time.start() <= case.today();
        if !is_asked || phase.notice.is_some() || !has_begun {
            continue;
        }
        let kind = kind_of(phase);
        if !keeps_notices && phase.documents.is_empty() && !runs(phase, case.today()) {
            report.unknown(kind, phase, "bekanntmachung");
            continue;
        }
        let (label, provision) = (&phase.rule.label, &phase.rule.provision);
        report.add(
            Finding::new(
                kind,
                phase.origin.place(),
                say(
                    format!("Zu „{}“ fehlt die Bekanntmachung", label.de),
                    format!("“{}” has no notice", label.en),
                ),
            )
            .because(say(
                format!("Sie ist ortsüblich oder öffentlich bekannt zu machen ({provision})."),
                format!("It is announced publicly ({provision})."),
            ))
            .help(say(
                "Ergänzen Sie bekanntmachung: mit form, organ und veroeffentlicht.",
                "Add bekanntmachung: with form, organ and veroeffentlicht.",
            )),
        );
    }
}

/// `PF-001`: whoever has no Internet finds the plan at some place.
pub fn displayed_somewhere(case: &Case, report: &mut Report) {
    let denied = case.related.iter().filter(|own| own.facts.denies_access);
    for phase in denied.filter(|own| own.rule.displays_documents) {
        let provision = &phase.rule.provision;
        report.add(
            Finding::new(
                kind_of(phase),
                phase.origin.at("zugang"),
                say(
                    "Die Unterlagen liegen an keinem Ort aus",
                    "The documents are on display at no place",
                ),
            )
            .because(say(
                format!("Neben dem Internet gibt es einen anderen Zugang, früher die Auslegung in den Gemeinden ({provision}, § 27a VwVfG)."),
                format!("Besides the Internet there is another access, formerly the display in the municipalities ({provision}, § 27a VwVfG)."),
            ))
            .help(say(
                "Nennen Sie den Ort: zugang: [{art: auslegung, ort: …, zeiten: …}].",
                "Name the place: zugang: [{art: auslegung, ort: …, zeiten: …}].",
            )),
        );
    }
}

/// `PF-001`, `RO-001`: display, hearing, decision, display of the decision, in this order.
pub fn in_order(case: &Case, report: &mut Report) {
    let of = |keys: &[&str]| {
        let phases = case.related.iter().copied();
        let own: Vec<&Phase> = phases
            .filter(|own| keys.contains(&own.rule.key.as_str()))
            .collect();
        own
    };
    let displays = of(&DISPLAYS);
    let first = of(&DISPLAYS[..5]);
    let renewed = of(&[
        "erneute_planauslegung",
        "raumordnung_erneute_veroeffentlichung",
    ]);
    let hearings = of(&["eroerterungstermin"]);
    let decisions = of(&["planfeststellungsbeschluss"]);
    let effective = of(&["raumordnungsplan_wirksam"]);
    for hearing in &hearings {
        let early = first
            .iter()
            .find(|shown| ends(shown) >= hearing.time.start());
        if let Some(shown) = early {
            report.add(too_early(hearing, shown, ends(shown)));
        }
    }
    for again in &renewed {
        let early = first.iter().min_by_key(|shown| shown.time.start());
        let early = early.filter(|shown| again.time.start() <= ends(shown));
        if let Some(shown) = early {
            report.add(too_early(again, shown, ends(shown)));
        }
    }
    // Of several decisions later ones may be changes, with displays of their own.
    if let [decision] = decisions.as_slice() {
        let before = displays.iter().chain(&hearings);
        let late = before.max_by_key(|own| ends(own));
        if let Some(late) = late.filter(|own| ends(own) >= decision.time.start()) {
            report.add(too_early(decision, late, ends(late)));
        }
    }
    let decided = decisions.iter().min_by_key(|own| own.time.start());
    for shown in of(&["beschluss_auslegung"]) {
        let early = decided.filter(|own| shown.time.start() <= own.time.start());
        if let Some(decision) = early {
            report.add(too_early(shown, decision, decision.time.start()));
        }
    }
    if let [plan] = effective.as_slice() {
        let late = first.iter().chain(&renewed).max_by_key(|own| ends(own));
        if let Some(late) = late.filter(|own| ends(own) >= plan.time.start()) {
            report.add(too_early(plan, late, ends(late)));
        }
        let notice = plan.notice.as_ref().map(|own| own.published);
        if let Some(published) = notice.filter(|day| *day > plan.time.start()) {
            report.add(effective_before(plan, published));
        }
    }
}

fn ends(phase: &Phase) -> Date {
    phase.time.end().unwrap_or_else(|| phase.time.start())
}

fn too_early(phase: &Phase, other: &Phase, until: Date) -> Finding {
    let (day, label, earlier) = (phase.time.start(), &phase.rule.label, &other.rule.label);
    let key = |phase: &Phase, at_end: bool| match (phase.rule.is_span, at_end) {
        (false, _) => "datum",
        (true, true) => "zeitraum.ende",
        (true, false) => "zeitraum.beginn",
    };
    let provision = &phase.rule.provision;
    Finding::new(
        kind_of(phase),
        phase.origin.at(key(phase, false)),
        say(
            format!(
                "„{}“ am {day} liegt nicht nach „{}“ (bis {until})",
                label.de, earlier.de
            ),
            format!(
                "“{}” on {day} is not after “{}” (until {until})",
                label.en, earlier.en
            ),
        ),
    )
    .and_at(other.origin.at(key(other, true)))
    .because(order_of(provision))
    .help(say(
        "Berichtigen Sie einen der beiden Tage.",
        "Correct one of the two days.",
    ))
}

fn order_of(provision: &str) -> Words {
    say(
        format!(
            "Erst wird ausgelegt, dann erörtert, dann entschieden und die Entscheidung bekannt gemacht ({provision})."
        ),
        format!(
            "First comes the display, then the hearing, then the decision and its notice ({provision})."
        ),
    )
}

fn effective_before(plan: &Phase, published: Date) -> Finding {
    let day = plan.time.start();
    Finding::new(
        &kinds::SPATIAL,
        plan.origin.at("datum"),
        say(
            format!("Wirksam am {day}, bekannt gemacht erst am {published}"),
            format!("Effective on {day}, but announced only on {published}"),
        ),
    )
    .because(say(
        "Der Raumordnungsplan wird mit seiner Bekanntmachung wirksam (§ 10 ROG).",
        "The spatial plan becomes effective with its notice (§ 10 ROG).",
    ))
    .help(say(
        "Berichtigen Sie datum oder die Bekanntmachung.",
        "Correct datum or the notice.",
    ))
}
