//! The hints of a notice: which the law asks of it, and which it gives.

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own_wording::{HINTS_NEAR, Own};
use crate::check::said;
use crate::finding::{Finding, Kind, Words, say};
use crate::law::calendar::Calendar;
use crate::law::codes::find;
use crate::law::law;
use crate::law::notice_words::notice_words;
use crate::law::period::period;
use crate::law::wording::{Asked, wording_on};
use crate::notice::choice;

/// Words by which a wording counts the complaint period from the wrong day.
pub const FROM_ENTRY: [&str; 4] = [
    "seit inkrafttreten",
    "seit dem inkrafttreten",
    "nach inkrafttreten",
    "nach dem inkrafttreten",
];
/// Words for the years of a complaint period.
const YEARS: [(i16, &[&str]); 3] = [
    (1, &["eines jahres", "einem jahr", "ein jahr"]),
    (
        2,
        &["zwei jahren", "zweier jahre", "zwei jahre", "2 jahren"],
    ),
    (7, &["sieben jahren", "7 jahren"]),
];

/// `NOT-009`
pub fn in_the_period(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_PERIOD, "frist");
}

/// `NOT-010`
pub fn electronic(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ELECTRONIC, "elektronisch");
}

/// `NOT-011`
pub fn late(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_LATE, "verspaetet");
}

/// `NOT-012`
pub fn access(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ACCESS, "zugang");
}

/// `NOT-013`
pub fn associations(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_ASSOCIATIONS, "verbaende");
}

/// `NOT-014`: only where the file says that participation across the border is needed.
pub fn border(case: &Case, report: &mut Report) {
    if !case.procedure.facts.is_cross_border {
        return;
    }
    for step in case.steps.iter().filter(|step| step.is_display()) {
        if lacks(case, step, "grenzueberschreitend") {
            report.add(finding(&kinds::HINT_BORDER, step, "grenzueberschreitend"));
        }
    }
}

/// `NOT-018`
pub fn review(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_REVIEW, "normenkontrolle");
}

/// `VAR-001`
pub fn no_assessment(case: &Case, report: &mut Report) {
    missing(
        case,
        report,
        &kinds::HINT_NO_ASSESSMENT,
        "keine_umweltpruefung",
    );
}

/// `FIN-004`
pub fn faults(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_FAULTS, "planerhaltung");
    for step in case.steps.iter().filter(|step| step.rule.puts_in_force) {
        let Some(own) = Own::of(step) else {
            continue;
        };
        if own.counts_from_entry() {
            report.add(counted_wrongly(&own));
        }
        if let Some((years, said)) = other_years(step, &own) {
            report.add(too_many_years(&own, years, said));
        }
    }
}

fn counted_wrongly(own: &Own) -> Finding {
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near(&FROM_ENTRY),
        say(
            "Der Wortlaut rechnet die Rügefrist ab dem Inkrafttreten",
            "The wording counts the complaint period from entry into force",
        ),
    )
    .because(say(
        "Die Frist beginnt mit der Bekanntmachung (§ 215 Abs. 1 BauGB; BVerwG, 14. Juni 2012, 4 CN 5.10).",
        "The period begins with the notice (§ 215 (1) BauGB; BVerwG, 14 June 2012, 4 CN 5.10).",
    ))
    .help(say(
        "Schreiben Sie „innerhalb eines Jahres seit Bekanntmachung“.",
        "Write “innerhalb eines Jahres seit Bekanntmachung”.",
    ))
}

/// The years of the complaint period, and the words of a wording that name others: two years from
/// 20 July 2004 to the end of 2006, one year since.
fn other_years(step: &Step, own: &Own) -> Option<(i16, &'static str)> {
    let day = step.phase.time.start();
    wording_on(day)?;
    let end = period("ruege", day)?
        .compute(day, Calendar::at(""))
        .legal_end;
    let years = end.year() - day.year();
    let mut sentences = said::sentences(own.source()).into_iter();
    let complaint = sentences.find(|sentence| {
        let is_meant = |sign: &&str| said::shows(sentence, sign);
        ["verletzung + unbeachtlich|geltend", "214 + geltend"]
            .iter()
            .any(is_meant)
            && !sentence.contains("gemeindeordnung")
            && !sentence.contains("sächsgemo")
    })?;
    let named = YEARS.iter().filter(|(other, _)| *other != years);
    let mut words = named.flat_map(|(_, words)| words.iter());
    words
        .find(|words| complaint.contains(**words))
        .map(|words| (years, *words))
}

fn too_many_years(own: &Own, years: i16, said: &'static str) -> Finding {
    let (de, en) = match years {
        1 => ("eines Jahres", "one year"),
        _ => ("von zwei Jahren", "two years"),
    };
    Finding::new(
        &kinds::HINT_FAULTS,
        own.near(&[said]),
        say(
            format!("Der Wortlaut nennt „{said}“; Fehler sind innerhalb {de} zu rügen"),
            format!("The wording names “{said}”; the complaint period lasts {en}"),
        ),
    )
    .because(say(
        "Seit dem 1. Januar 2007 ein Jahr, vom 20. Juli 2004 bis dahin zwei Jahre (§ 215 Abs. 1 BauGB).",
        "One year since 1 January 2007, two years from 20 July 2004 until then (§ 215 (1) BauGB).",
    ))
    .help(say(
        format!("Schreiben Sie „innerhalb {de} seit Bekanntmachung“."),
        format!("Write “innerhalb {de} seit Bekanntmachung”."),
    ))
}

/// `FIN-005`
pub fn compensation(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_COMPENSATION, "entschaedigung");
}

/// `FIN-006`
pub fn saechsgemo(case: &Case, report: &mut Report) {
    missing(case, report, &kinds::HINT_SAECHSGEMO, "saechsgemo");
}

/// `NOT-030`: what ROG, VwVfG, BImSchG and UVPG ask of their notices.
pub fn of_other_statutes(case: &Case, report: &mut Report) {
    for step in &case.related_steps {
        let Some(notice) = &step.phase.notice else {
            continue;
        };
        if notice.hints.is_empty() && notice.text.is_none() {
            let asks = case.hints(step.rule).next().is_some();
            if asks {
                let kind = &kinds::HINTS_OF_OTHERS;
                report.unknown(kind, step.phase, "bekanntmachung.hinweise");
            }
            continue;
        }
        for key in case.hints(step.rule).filter(|key| lacks(case, step, key)) {
            report.add(finding(&kinds::HINTS_OF_OTHERS, step, key));
        }
    }
}

/// A finding for every notice that the law asks to give a hint and that does not.
fn missing(case: &Case, report: &mut Report, kind: &'static Kind, key: &'static str) {
    for step in &case.steps {
        let asked = step.asked(|rule| case.hints(rule).any(|hint| hint == key));
        if asked != Asked::Not && lacks(case, step, key) {
            report.ask(asked, step, finding(kind, step, key));
        }
    }
}

/// Whether a step has a notice without a hint. Where the file lists none, its wording tells.
pub fn lacks(case: &Case, step: &Step, key: &str) -> bool {
    let Some(notice) = &step.phase.notice else {
        return false;
    };
    let is_listed = notice.hints.iter().any(|hint| hint.key == key);
    let row = notice_words().hint(key, choice(case.procedure, step.phase));
    let wording = Own::of(step).filter(|_| notice.hints.is_empty());
    let is_given = wording.is_some_and(|own| row.is_some_and(|row| own.shows(&row.signs)));
    !is_listed && !is_given
}

/// A finding for a notice without a hint.
pub fn finding(kind: &'static Kind, step: &Step, key: &'static str) -> Finding {
    let hint = find(&law().codes.hints, key);
    let label = hint.map_or_else(|| say(key, key), |hint| hint.label());
    let provision = hint
        .and_then(|hint| hint.provision.as_deref())
        .unwrap_or_default();
    let given = step.phase.notice.iter().flat_map(|notice| &notice.hints);
    let mut keys: Vec<&str> = given.map(|hint| hint.key.as_str()).collect();
    keys.push(key);
    let keys = keys.join(", ");
    let wording = Own::of(step).filter(|own| own.notice.hints.is_empty());
    let place = wording.map_or_else(
        || step.notice_origin().at("hinweise"),
        |own| own.near(&HINTS_NEAR),
    );
    Finding::new(
        kind,
        place,
        say(
            format!("Der Bekanntmachung fehlt der Hinweis „{key}“"),
            format!("The notice lacks the hint “{key}”"),
        ),
    )
    .because(reason(&label, provision))
    .help(say(
        format!("Schreiben Sie hinweise: [{keys}], sobald die Bekanntmachung ihn enthält."),
        format!("Write hinweise: [{keys}] once the notice gives it."),
    ))
}

fn reason(label: &Words, provision: &str) -> Words {
    say(
        format!("„{}“ ({provision})", label.de),
        format!("“{}” ({provision})", label.en),
    )
}
