//! The day on which a journal appears, and what proves it.

use crate::check::case::{Case, Report, Step};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::shown_again;
use crate::finding::{Finding, say};
use crate::law::calendar::weekday;
use crate::model::document::Document;
use crate::model::journal::{Issues, Journal};
use crate::model::notice::Notice;
use jiff::ToSpan;
use jiff::civil::Date;

/// `NOT-017`: where a municipality prescribes several forms, the notice is completed with the last of them (§ 10 KomBekVO), and
/// nobody can tell that day from the one on which one of them appeared.
pub fn last_of_several_forms(case: &Case, step: &Step, report: &mut Report) {
    let notice = step.notice_origin();
    let is_written = notice.at("vollzogen").range() != notice.place().range();
    if case.municipality.notice_forms.len() > 1 && !is_written {
        let kind = &kinds::PROOF_OF_NOTICE;
        report.unknown(kind, step.phase, "bekanntmachung.vollzogen");
    }
}

/// `NOT-017`: a journal of another day than that of the notice: „Torgauer Zeitung vom 21.05.2005“.
pub fn of_another_day(notice: &Notice) -> Option<Finding> {
    let (organ, day) = (&notice.organ, notice.published);
    // A posting hangs for days, and of two journals either may be the one with the day.
    let is_double = [" und ", " sowie ", ";"]
        .iter()
        .any(|sign| organ.contains(sign));
    if notice.form.key == "aushang" || is_double {
        return None;
    }
    let named = days(organ);
    let [only] = named.as_slice() else {
        return None;
    };
    if only.year.is_none() || only.is(day) || only.is(notice.completed) {
        return None;
    }
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("organ"),
        say(
            format!("„{organ}“ ist von einem anderen Tag, die Bekanntmachung erschien am {day}"),
            format!("“{organ}” is of another day; the notice appeared on {day}"),
        ),
    )
    .and_at(notice.origin.at("veroeffentlicht"))
    .because(say(
        "Der Vollzug ist mit dem Organ und seinem Tag in den Akten nachzuweisen (§ 10 KomBekVO).",
        "The completion is proven in the files by the journal and its day (§ 10 KomBekVO).",
    ));
    Some(finding.help(say(
        "Berichtigen Sie organ oder veroeffentlicht.",
        "Correct organ or veroeffentlicht.",
    )))
}

/// `NOT-016`: a journal that is called after another town, and is not the one that the municipality names. That is the
/// one of today, so older notices are let alone.
pub fn of_another_town(case: &Case, notice: &Notice) -> Option<Finding> {
    const YEARS: i64 = 3;
    let own = case.municipality.journal.as_deref()?;
    let organ = &notice.organ;
    let is_old = notice.published < case.today().saturating_sub(YEARS.years());
    let shares = case.procedure.more_municipalities.is_empty();
    let known = own.to_lowercase();
    if is_old || !shares || notice.form.key == "aushang" || organ.to_lowercase().contains(&known) {
        return None;
    }
    // „Rochlitzer“, „Coswiger“
    let is_other = |word: &&str| {
        let lower = word.to_lowercase();
        let Some(name) = lower.strip_suffix("er") else {
            return false;
        };
        let is_own = known.contains(name) || case.municipality.name.to_lowercase().contains(name);
        let ags = case.around.municipality(name);
        word.starts_with(char::is_uppercase)
            && !is_own
            && ags.is_some_and(|ags| ags != case.municipality.ags)
    };
    let mut words = organ.split(|letter: char| !letter.is_alphabetic());
    if words.find(is_other).is_none() && !is_of_town(case, organ, &known) {
        return None;
    }
    let finding = Finding::new(
        &kinds::FORM_OF_NOTICE,
        notice.origin.at("organ"),
        say(
            format!("„{organ}“ heißt nach einer anderen Gemeinde; Organ der Gemeinde ist „{own}“"),
            format!("“{organ}” is called after another municipality; this one's journal is “{own}”"),
        ),
    )
    .because(say(
        "Ortsüblich bekannt gemacht ist nur in dem Organ, das die Bekanntmachungssatzung bestimmt (§§ 2, 6 KomBekVO; gemeinde.yaml: bekanntmachung.organ).",
        "A notice is customary only in the journal that the municipality's statute names (§§ 2, 6 KomBekVO; gemeinde.yaml: bekanntmachung.organ).",
    ));
    Some(finding.help(say(
        "Berichtigen Sie organ hier oder in gemeinde.yaml; erschien sie wirklich dort, ist sie zu wiederholen.",
        "Correct organ here or in gemeinde.yaml; if it really appeared there, it is to be repeated.",
    )))
}

/// `NOT-017`: one issue of a journal that appeared on two days of a year: „Zittauer Stadtanzeiger Nr. 417“ in January and in
/// August. In another year the count may begin anew.
pub fn appeared_twice(case: &Case, notice: &Notice) -> Option<Finding> {
    let (organ, day) = (notice.organ.trim(), notice.published);
    if notice.form.key == "aushang" || !has_issue(organ) {
        return None;
    }
    let mut others = case
        .procedure
        .phases
        .iter()
        .filter_map(|own| own.notice.as_ref());
    let other = others.find(|other| {
        let is_same = other.organ.trim() == organ && other.form.key == notice.form.key;
        is_same && other.published.year() == day.year() && other.published < day
    })?;
    let before = other.published;
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("organ"),
        say(
            format!("„{organ}“ erschien am {day}, im selben Verfahren aber auch schon am {before}"),
            format!("“{organ}” appeared on {day}, but in the same procedure on {before}, too"),
        ),
    )
    .and_at(other.origin.at("organ"))
    .because(say(
        "Eine Ausgabe erscheint an einem Tag; von ihm hängt ab, wann bekannt gemacht ist (§ 10 KomBekVO).",
        "An issue appears on one day; when the notice is completed depends on it (§ 10 KomBekVO).",
    ));
    Some(finding.help(say(
        "Berichtigen Sie die Nummer der Ausgabe oder veroeffentlicht.",
        "Correct the number of the issue, or veroeffentlicht.",
    )))
}

/// Whether the name of a journal ends with the number of an issue: „Nr. 417“, „Ausgabe 7/2024“.
fn has_issue(organ: &str) -> bool {
    let Some(last) = organ.split_whitespace().next_back() else {
        return false;
    };
    let mut parts = last.split('/');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts
        .next()
        .is_some_and(|part| is_number(part) && part.len() < 4);
    let year = parts.next();
    let is_of_year = year.is_some_and(|year| is_number(year) && parts.next().is_none());
    let word = organ.split_whitespace().rev().nth(1).unwrap_or_default();
    let is_named = ["Nr.", "Nummer", "Ausgabe", "Heft"].contains(&word);
    first && (is_of_year || year.is_none() && is_named)
}

/// Whether a journal is called the one of another town: „Amtsblatt der Stadt Görlitz Nr. 1“.
fn is_of_town(case: &Case, organ: &str, known: &str) -> bool {
    const OF: [&str; 6] = [
        "der Stadt ",
        "der Gemeinde ",
        "der Großen Kreisstadt ",
        "der Landeshauptstadt ",
        "der Stadtverwaltung ",
        "der Gemeindeverwaltung ",
    ];
    let named = OF.iter().filter_map(|words| organ.split_once(words));
    let mut names = named.map(|(_, behind)| {
        let is_end = |letter: char| !letter.is_alphabetic() && letter != '-';
        let name = behind.split(is_end).next().unwrap_or_default();
        name.to_lowercase()
    });
    names.any(|name| {
        let own = case.municipality.name.to_lowercase();
        let is_own = name.is_empty() || own.contains(&name) || known.contains(&name);
        let ags = case.around.municipality(&name);
        !is_own && ags.is_some_and(|ags| ags != case.municipality.ags)
    })
}

/// `NOT-017`: the journal does not appear on the day of the notice, as the municipality itself says. Its rhythm is
/// that of today, so older notices are let alone; around holidays issues move.
pub fn not_an_issue(case: &Case, notice: &Notice) -> Option<Finding> {
    const YEAR_DAYS: i64 = 365;
    let (day, organ) = (notice.published, notice.organ.to_lowercase());
    let is_special = ["sonder", "beilage", "extra"]
        .iter()
        .any(|word| organ.contains(word));
    if is_special || day < case.today().saturating_sub(YEAR_DAYS.days()) {
        return None;
    }
    let is_of_form = |own: &&Journal| own.form.key == notice.form.key;
    let journals: Vec<&Journal> = case
        .municipality
        .journals
        .iter()
        .filter(is_of_form)
        .collect();
    let [journal] = journals.as_slice() else {
        return None;
    };
    let is_other = |name: &String| !organ.contains(&name.to_lowercase());
    if journal.name.as_ref().is_some_and(is_other) || !misses(case, journal, day) {
        return None;
    }
    let organ = &notice.organ;
    let weekday = weekday(day);
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("veroeffentlicht"),
        say(
            format!("„{organ}“ erscheint nach gemeinde.yaml nicht am {day} ({})", weekday.de),
            format!("By gemeinde.yaml “{organ}” does not appear on {day} ({})", weekday.en),
        ),
    )
    .because(say(
        "Bekannt gemacht ist mit Ablauf des Tages, an dem das Blatt erscheint (§ 10 KomBekVO); von ihm hängt ab, wann die Frist beginnen kann.",
        "A notice is completed with the end of the day on which the journal appears (§ 10 KomBekVO); when the period may begin depends on it.",
    ));
    Some(finding.help(say(
        "Berichtigen Sie veroeffentlicht, oder erscheinen in gemeinde.yaml.",
        "Correct veroeffentlicht, or erscheinen in gemeinde.yaml.",
    )))
}

/// Whether a journal certainly does not appear on a day.
fn misses(case: &Case, journal: &Journal, day: Date) -> bool {
    if journal.appears_on(day) {
        return false;
    }
    if let Issues::On(days) = &journal.issues {
        let first = days.first().is_some_and(|first| *first < day);
        return first && days.last().is_some_and(|last| day < *last);
    }
    // Where a holiday falls on an issue next to it, or on the day before, that one may come another day.
    let near = [
        journal.last_issue(day, |_| false),
        journal.next_issue(day, |_| false),
    ];
    let is_holiday = |own: Date| case.calendar.holiday(own).is_some();
    let moves = |issue: Date| is_holiday(issue) || issue.yesterday().is_ok_and(is_holiday);
    !near.into_iter().flatten().any(moves)
}

/// `NOT-017`: what is on display proves no notice.
pub fn no_proof(case: &Case, step: &Step, notice: &Notice) -> Option<Finding> {
    let of_another = || shown_again::proof_of_another(case, step, notice);
    a_paper(step, notice).or_else(of_another)
}

/// A paper on display that is named as proof.
fn a_paper(step: &Step, notice: &Notice) -> Option<Finding> {
    const PAPERS: [&str; 6] = [
        "planzeichnung",
        "textliche_festsetzungen",
        "begruendung",
        "umweltbericht",
        "gutachten",
        "zusammenfassende_erklaerung",
    ];
    let proof = notice.proof.as_ref()?;
    let documents = step.phase.documents.iter();
    let mut documents = documents.filter(|own| PAPERS.contains(&own.kind.key.as_str()));
    // A copy of it under another name is no proof, either.
    let is_it =
        |own: &&Document| own.source == proof.source || own.facts.sha256 == proof.facts.sha256;
    let document = documents.find(is_it)?;
    let title = &document.title;
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("nachweis"),
        say(
            format!("Der Nachweis der Bekanntmachung ist die Unterlage „{title}“"),
            format!("The proof of the notice is the document “{title}”"),
        ),
    )
    .and_at(document.origin.at("datei"))
    .because(say(
        "Der Vollzug ist in den Akten nachzuweisen (§ 10 KomBekVO): die Seite des Blatts, der Vermerk über den Aushang.",
        "The completion is proven in the files (§ 10 KomBekVO): the page of the journal, the record of the posting.",
    ));
    Some(finding.help(say(
        "Nennen Sie bei nachweis den Scan der Bekanntmachung.",
        "Name the scan of the notice at nachweis.",
    )))
}
