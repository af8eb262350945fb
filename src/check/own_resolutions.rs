//! The days of resolutions that the wording of a notice names, compared with the record.

use crate::check::case::{Case, Report, Step};
use crate::check::days::NamedDay;
use crate::check::kinds;
use crate::check::own_wording::{Own, wordings};
use crate::check::said;
use crate::finding::{Finding, say};
use jiff::civil::Date;

/// Words that say that a sentence tells of a step, as [`said::shows`] reads them, with the kinds of
/// phase that they may mean.
const TOLD: [(&str, &[&str]); 6] = [
    (
        "satzung + beschlossen|beschloss|satzungsbeschluss - geändert|aufgehoben",
        &["satzungsbeschluss"],
    ),
    ("satzungsbeschluss", &["satzungsbeschluss"]),
    (
        "festgestellt|feststellungsbeschluss",
        &["feststellungsbeschluss"],
    ),
    (
        "aufstellung + beschlossen|aufstellungsbeschluss",
        &["aufstellungsbeschluss"],
    ),
    (
        "einstell|eingestellt + beschlossen|beschluss",
        &["einstellung"],
    ),
    ("genehmig + bescheid|erteilt|verfügung", &["genehmigung"]),
];
/// Days of statutes are none of the procedure.
const OF_LAW: [&str; 6] = [
    "bgbl",
    "gvbl",
    "gesetz vom",
    "gesetzes vom",
    "verordnung vom",
    "sächsgvbl",
];
/// A text that tells of a day says it near.
const YEARS: i16 = 15;

/// `TXT-001` for the wording of a notice: the day of a resolution that the record has.
pub fn days(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        let known = known_days(case);
        for sentence in said::sentences(own.source()) {
            if OF_LAW.iter().any(|word| sentence.contains(word)) {
                continue;
            }
            for (sign, kinds) in TOLD {
                if !said::shows(&sentence, sign) {
                    continue;
                }
                let mut meant = case
                    .steps
                    .iter()
                    .filter(|step| kinds.contains(&step.rule.key.as_str()));
                let finding = meant
                    .next()
                    .and_then(|step| compare(&own, step, &sentence, &known));
                if let Some(finding) = finding {
                    report.add(finding);
                    break;
                }
            }
        }
    }
}

/// Words before the day on which somebody did something.
const BEFORE: [&str; 9] = [
    "am",
    "sitzung vom",
    "beschluss vom",
    "bescheid vom",
    "satzungsbeschluss vom",
    "aufstellungsbeschluss vom",
    "montag, den",
    "mittwoch, den",
    "donnerstag, den",
];

/// What a sentence on a step says of its day: not that of the record, but another one.
fn compare(own: &Own, step: &Step, sentence: &str, known: &[Date]) -> Option<Finding> {
    let right = step.phase.time.start();
    let resolved = step.phase.resolution.as_ref().and_then(|own| own.date);
    let near = |year: i16| right.year() - year <= YEARS;
    let named = crate::check::days::days(sentence);
    let is_right = |day: &NamedDay| day.is(right) || resolved.is_some_and(|own| day.is(own));
    if named.iter().any(is_right) {
        return None;
    }
    let wrong = named.iter().find(|day| {
        let before = sentence[..day.at.start].trim_end();
        day.year.is_some_and(near)
            && BEFORE.iter().any(|word| before.ends_with(word))
            && !known.iter().any(|own| day.is(*own))
    });
    let said = sentence.get(wrong?.at.clone())?;
    let label = &step.rule.label;
    Some(
        Finding::new(
            &kinds::DAYS_OF_RECORD,
            own.near(&[said]),
            say(
                format!("Der Wortlaut nennt den {said}, „{}“ war am {right}", label.de),
                format!("The wording names {said}, “{}” was on {right}", label.en),
            ),
        )
        .and_at(step.phase.origin.place())
        .because(say(
            "Eine Bekanntmachung macht den Beschluss bekannt, den es gibt; eines von beiden ist falsch.",
            "A notice announces the resolution that exists; one of them is wrong.",
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut oder den Tag der Phase.",
            "Correct the wording or the day of the phase.",
        )),
    )
}

/// Every day of the record that a notice may tell of.
fn known_days(case: &Case) -> Vec<Date> {
    let mut known = Vec::new();
    for phase in &case.procedure.phases {
        known.push(phase.time.start());
        known.extend(phase.time.end());
        known.extend(phase.resolution.as_ref().and_then(|own| own.date));
        known.extend(
            phase
                .notice
                .iter()
                .flat_map(|own| [own.published, own.completed]),
        );
        known.extend(phase.documents.iter().map(|own| own.version));
    }
    known
}
