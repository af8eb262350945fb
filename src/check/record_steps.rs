//! Steps that the record itself shows to be missing, too early or not marked (`NOT-002`, `SEQ-009`, `SEQ-010`, `SEQ-011`,
//! `SEQ-012`, `SEQ-018`, `VAR-010`).

use crate::check::approval::deemed;
use crate::check::case::{Case, Report, Step, first_written};
use crate::check::kinds;
use crate::check::own::Own;
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::codes::{Participation, Tier};
use crate::law::phase_rule::Takes;
use crate::model::phase::Phase;
use jiff::civil::Date;

/// `SEQ-018`: a draft is published again that was never published.
pub fn renewed_without_first(case: &Case, report: &mut Report) {
    // Once it is adopted, that is the finding.
    let is_adopted = case.adoption().is_some();
    let is_asked = case.participation() != Participation::None && !case.continues_another();
    let is_whole = case.is_whole(|step| step.rule.is_public_participation());
    if is_adopted || !is_asked || !is_whole {
        return;
    }
    let renewed = case
        .steps
        .iter()
        .find(|step| step.rule.renews && step.is_display());
    let Some(step) = renewed else {
        return;
    };
    let is_formal =
        |own: &Phase| own.rule.is_public_participation() && own.rule.rank == step.rule.rank;
    let mut phases = case.procedure.phases.iter();
    if phases.any(|own| is_formal(own) && own.time.start() < step.phase.time.start()) {
        return;
    }
    report.add(
        Finding::new(
            &kinds::SHOWN,
            step.phase.origin.at("art"),
            say(
                "Erneut veröffentlicht wird ein Entwurf, der noch nicht veröffentlicht war",
                "A draft is published again that was not published before",
            ),
        )
        .because(say(
            "Verkürzen und auf die Änderungen beschränken lässt sich nur eine zweite Veröffentlichung; die erste dauert einen Monat (§ 3 Abs. 2 Satz 1, § 4a Abs. 3 BauGB).",
            "Only a second publication can be shortened and restricted to the changes; the first lasts a month (§ 3 (2) sentence 1, § 4a (3) BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Phase art: veroeffentlichung, oder berichtigen Sie art.",
            "Add the phase art: veroeffentlichung, or correct art.",
        )),
    );
}

/// `NOT-002`: whoever announces the participation of those affected does so before it begins.
pub fn announced_late(case: &Case, report: &mut Report) {
    for step in case
        .formal_participations()
        .filter(|step| !step.is_display())
    {
        let start = step.phase.time.start();
        let Some(notice) = step
            .phase
            .notice
            .as_ref()
            .filter(|own| own.completed > start)
        else {
            continue;
        };
        let day = notice.completed;
        let label = &step.rule.label;
        let finding = Finding::new(
            &kinds::NOTICE_BEFORE,
            first_written(&notice.origin, &["vollzogen", "veroeffentlicht"]),
            say(
                format!("Bekannt gemacht am {day}, „{}“ begann schon am {start}", label.de),
                format!("Announced on {day}, but “{}” began on {start} already", label.en),
            ),
        )
        .and_at(step.phase.origin.at("zeitraum.beginn"))
        .because(say(
            "Wer von einer Frist erst nach ihrem Beginn erfährt, hat sie nicht ganz (§ 13 Abs. 2 Satz 1 Nr. 2, § 3 Abs. 2 Satz 4 BauGB).",
            "Whoever learns of a period after it began does not have all of it (§ 13 (2) sentence 1 no. 2, § 3 (2) sentence 4 BauGB).",
        ));
        report.add(
            finding
                .help(say(
                    "Berichtigen Sie einen der beiden Tage.",
                    "Correct one of the two days.",
                ))
                .at_level(Level::Warning),
        );
    }
}

/// `SEQ-012`: an approval counts as given once the period for the decision is over, and not before.
pub fn deemed_too_early(case: &Case, report: &mut Report) {
    let Some((requested, rule, _)) = deemed(case) else {
        return;
    };
    let end = rule.compute(requested, case.calendar).legal_end;
    let is_deemed = |step: &&Step| {
        let reason = step
            .phase
            .reason
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let counts = ["als erteilt", "fiktion", "fingiert"]
            .iter()
            .any(|word| reason.contains(word));
        step.rule.approves && counts && !reason.contains("nicht als erteilt")
    };
    let early = case.steps.iter().filter(is_deemed);
    for step in early.filter(|step| step.phase.time.start() < end) {
        let (day, provision) = (step.phase.time.start(), &rule.provision);
        report.add(
            Finding::new(
                &kinds::DEEMED,
                step.phase.origin.at("datum"),
                say(
                    format!("Als erteilt gilt die Genehmigung erst mit Ablauf des {end}, nicht am {day}"),
                    format!("The approval counts as given at the end of {end} only, not on {day}"),
                ),
            )
            .and_at(case.procedure.origin.at("genehmigung_beantragt"))
            .because(say(
                format!("Beantragt ist sie am {requested}; erst wenn in der Frist nicht entschieden wird, gilt sie als erteilt ({provision})."),
                format!("It was requested on {requested}; it counts as given only if there is no decision in the period ({provision})."),
            ))
            .help(say(
                "Berichtigen Sie datum oder genehmigung_beantragt.",
                "Correct datum or genehmigung_beantragt.",
            )),
        );
    }
}

/// Whether a text in small letters says that a plan was approved on condition.
fn is_conditional(text: &str) -> bool {
    const CONDITIONS: [&str; 8] = [
        "mit einer maßgabe",
        "mit maßgabe",
        "mit der maßgabe",
        "mit folgenden maßgaben",
        "mit zwei maßgaben",
        "mit drei maßgaben",
        "unter einer maßgabe",
        "unter maßgabe",
    ];
    CONDITIONS.iter().any(|words| text.contains(words))
}

/// `SEQ-010`, `SEQ-011`: an approval on condition is one of another plan, which the council must adopt.
pub fn accession(case: &Case, report: &mut Report) {
    let is_final = |step: &Step| step.rule.puts_in_force && step.has_begun(case.today());
    if !case.steps.iter().any(is_final) {
        return;
    }
    for step in case.steps.iter().filter(|step| step.rule.approves) {
        let titled = step
            .phase
            .documents
            .iter()
            .find(|own| is_conditional(&own.title.to_lowercase()));
        let reasoned = step
            .phase
            .reason
            .as_deref()
            .is_some_and(|reason| is_conditional(&reason.to_lowercase()));
        let place = match titled {
            Some(document) => document.origin.at("titel"),
            None if reasoned => step.phase.origin.at("grund"),
            None => continue,
        };
        let day = step.phase.time.start();
        let says_so = |own: &Step| {
            let told = [
                own.phase.reason.as_deref(),
                own.phase.changes.as_deref(),
                own.text.as_deref(),
            ];
            let titles = own.phase.documents.iter().map(|own| own.title.as_str());
            let mut told = told
                .into_iter()
                .flatten()
                .chain(titles)
                .map(str::to_lowercase);
            told.any(|text| text.contains("beitritt") || text.contains("beigetreten"))
        };
        let accedes = |own: &Step| {
            let is_later = own.phase.time.start() >= day && own.phase.resolution.is_some();
            is_later && own.rule.adopts && !own.rule.approves && !own.rule.signs || says_so(own)
        };
        if case.steps.iter().any(accedes) {
            continue;
        }
        let kind = match case.has_tier(Tier::Preparatory) {
            true => &kinds::APPROVED_PREPARATORY,
            false => &kinds::APPROVED_EARLY,
        };
        report.add(Finding::new(kind, place, say(
            "Genehmigt ist der Plan mit einer Maßgabe; dass der Rat ihr beigetreten ist, steht nicht im Verfahren",
            "The plan was approved on condition; that the council acceded to it is not in the record",
        ))
        .because(say(
            "Mit der Maßgabe ist ein anderer Plan genehmigt als der beschlossene; in Kraft treten kann er erst, wenn der Rat ihn so beschließt (§ 10 Abs. 1 und 2, § 6 Abs. 1 BauGB).",
            "With the condition another plan is approved than the one adopted; it can enter into force only once the council adopts it so (§ 10 (1) and (2), § 6 (1) BauGB).",
        ))
        .help(say(
            "Ergänzen Sie den Beitrittsbeschluss als Phase nach der Genehmigung, mit grund: Beitrittsbeschluss …",
            "Add the resolution of accession as a phase after the approval, with grund: Beitrittsbeschluss …",
        ))
        .at_level(Level::Warning));
    }
}

/// Words that say that a participation was broken off, or had a fault.
const BROKEN_OFF: [&str; 6] = [
    "abgebrochen",
    "abbruch",
    "fehlerhaft",
    "formfehler",
    "verfahrensfehler",
    "vollständig wiederholt",
];

/// `SEQ-009`: what was broken off and is repeated does not count, and the record says so.
pub fn repeated_unmarked(case: &Case, report: &mut Report) {
    let phases = &case.procedure.phases;
    for step in case
        .steps
        .iter()
        .filter(|step| step.phase.repeats.is_some())
    {
        let other = step.phase.repeats.and_then(|at| phases.get(at));
        let Some(other) = other.filter(|own| own.void.is_none()) else {
            continue;
        };
        let told = [
            Some(case.procedure.summary.as_str()),
            case.description.as_deref(),
            step.phase.reason.as_deref(),
            other.reason.as_deref(),
        ];
        let says = |text: &str| BROKEN_OFF.iter().any(|word| text.contains(word));
        let is_told = told
            .into_iter()
            .flatten()
            .any(|text| says(&text.to_lowercase()));
        let is_announced =
            || Own::of(step).is_some_and(|own| own.sentences().iter().any(|own| says(own)));
        if !is_told && !is_announced() {
            continue;
        }
        let label = &other.rule.label;
        let finding = Finding::new(
            &kinds::ROUNDS,
            step.phase.origin.at("wiederholt"),
            say(
                format!("„{}“ ab {} wird wiederholt, weil etwas fehlte, und gilt im Verfahren noch", label.de, other.time.start()),
                format!("“{}” from {} is repeated because of a fault, but still counts in the record", label.en, other.time.start()),
            ),
        )
        .and_at(first_written(&other.origin, &["kennung"]))
        .because(say(
            "Wer die Seite liest, hält sonst beide Fristen für gültig; die erste zählt nicht mehr (§ 3 Abs. 2 BauGB).",
            "Otherwise readers take both periods for valid; the first one does not count any more (§ 3 (2) BauGB).",
        ));
        report.add(
            finding
                .help(say(
                    "Ergänzen Sie bei der ersten Phase unwirksam: {datum: …, grund: …}.",
                    "Add unwirksam: {datum: …, grund: …} at the first phase.",
                ))
                .at_level(Level::Warning),
        );
    }
}

/// `VAR-010`: agencies are asked, not those affected, where a phase is one of the agencies.
pub fn asks_others(case: &Case, report: &mut Report) {
    for step in case
        .steps
        .iter()
        .filter(|step| step.rule.takes == Takes::Agencies)
    {
        let audience = step.phase.statements.as_ref().map(|own| own.audience);
        let Some(audience) = audience.filter(|own| own.key == "betroffene") else {
            continue;
        };
        let label = &step.rule.label;
        let words = say(
            format!(
                "„{}“ richtet sich an die Behörden, nicht an: {}",
                label.de, audience.de
            ),
            format!(
                "“{}” is for the agencies, not for: {}",
                label.en, audience.en
            ),
        );
        let because = say(
            "Zur Stellungnahme aufgefordert werden die Behörden und die sonstigen Träger öffentlicher Belange (§ 4 BauGB).",
            "Agencies and other bodies of public interest are asked for statements (§ 4 BauGB).",
        );
        report.add(not_this(
            step.phase.origin.at("stellungnahmen.von"),
            words,
            because,
        ));
    }
}

fn not_this(place: Place, words: Words, because: Words) -> Finding {
    Finding::new(&kinds::TIER, place, words)
        .because(because)
        .help(say(
            "Schreiben Sie von: behoerden, oder berichtigen Sie die Art der Phase.",
            "Write von: behoerden, or correct the kind of phase.",
        ))
        .at_level(Level::Warning)
}

/// `SEQ-001`: a Veränderungssperre secures a plan that the council has resolved to draw up.
pub fn secured_before(case: &Case, report: &mut Report) {
    let plan = &case.procedure.plan;
    let named = [Some(plan.name.as_str()), plan.kind_text.as_deref()];
    let is_freeze = named
        .into_iter()
        .flatten()
        .any(|own| own.contains("eränderungssperre"));
    let Some(adoption) = case.adoption().filter(|_| is_freeze) else {
        return;
    };
    let day: Date = adoption.phase.time.start();
    let relations = case
        .procedure
        .relations
        .iter()
        .filter(|own| !own.is_inverse);
    for relation in
        relations.filter(|own| ["ergaenzt", "parallel"].contains(&own.kind.key.as_str()))
    {
        let other = relation
            .procedure
            .as_ref()
            .and_then(|other| case.archive.procedure(other));
        let Some(other) = other.filter(|own| own.undated.is_empty()) else {
            continue;
        };
        let prepared = other.phases.iter().filter(|own| own.rule.prepares);
        let Some(first) = prepared.min_by_key(|own| own.time.start()) else {
            continue;
        };
        let on = first.time.start();
        if on <= day {
            continue;
        }
        report.add(
            Finding::new(
                &kinds::DATES_ASCEND,
                adoption.phase.origin.at("datum"),
                say(
                    format!("Die Veränderungssperre ist vom {day}, die Aufstellung des Plans, den sie sichert, ist erst am {on} beschlossen"),
                    format!("The freeze is of {day}, but the plan that it secures was resolved on only on {on}"),
                ),
            )
            .and_at(first.origin.at("datum"))
            .because(say(
                "Erst wenn ein Beschluss über die Aufstellung gefasst ist, kann die Gemeinde zur Sicherung der Planung eine Veränderungssperre beschließen (§ 14 Abs. 1 BauGB); sonst ist sie nichtig.",
                "Only once there is a resolution to draw a plan up the municipality can resolve on a freeze that secures it (§ 14 (1) BauGB); otherwise it is void.",
            ))
            .help(say(
                "Berichtigen Sie einen der beiden Tage, oder beschließen Sie die Sperre neu.",
                "Correct one of the two days, or resolve on the freeze anew.",
            ))
            .at_level(Level::Warning),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::is_conditional;

    #[test]
    fn conditions_are_not_every_word_of_measure() {
        assert!(is_conditional(
            "genehmigung des landkreises mit einer maßgabe"
        ));
        for text in [
            "genehmigung ohne maßgaben",
            "nach maßgabe des gesetzes",
            "maßgebliche fassung",
        ] {
            assert!(!is_conditional(text), "{text}");
        }
    }
}
