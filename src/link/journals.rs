//! The days on which a municipality's journals appear.

use crate::finding::{Finding, Findings, Origin, say};
use crate::law::codes::find;
use crate::law::law;
use crate::link::kinds::BAD_SETTING;
use crate::load::municipality_file::{IssuesFile, PublicationFile};
use crate::model::journal::{Issues, Journal, Rhythm, WEEKDAYS};
use jiff::civil::{Date, Weekday};

/// The journals of a municipality; one of which it is not said when it appears is a finding.
pub fn link(file: &PublicationFile, origin: &Origin, findings: &mut Findings) -> Vec<Journal> {
    let journals = file.erscheinen.iter().enumerate().filter_map(|(at, own)| {
        let form = find(&law().codes.notice_forms, &own.form)?;
        let Some(issues) = issues(own) else {
            let place = origin.at(&format!("erscheinen[{at}]"));
            findings.add(Finding::new(&BAD_SETTING, place, say(
                "Es ist nicht bestimmt, an welchen Tagen das Organ erscheint",
                "It is not said on which days the journal appears",
            )).help(say(
                "Schreiben Sie tage: [2026-12-18, …], oder rhythmus: mit wochentag:, bei monatlich auch woche:, bei zweiwoechentlich auch ab:.",
                "Write tage: [2026-12-18, …], or rhythmus: with wochentag:, for monatlich woche: as well, for zweiwoechentlich ab:.",
            )));
            return None;
        };
        Some(Journal {
            form,
            name: own.organ.clone().or_else(|| file.organ.clone()),
            issues,
            copy_days: own.redaktionsschluss_tage,
        })
    });
    journals.collect()
}

fn issues(file: &IssuesFile) -> Option<Issues> {
    if !file.tage.is_empty() {
        let mut days: Vec<Date> = file.tage.iter().map(|day| day.0).collect();
        days.sort_unstable();
        days.dedup();
        return Some(Issues::On(days));
    }
    let word = file.wochentag.as_deref();
    let weekday = word.and_then(|word| WEEKDAYS.iter().position(|own| *own == word));
    let weekday = weekday
        .and_then(|at| i8::try_from(at).ok())
        .and_then(|at| Weekday::from_monday_zero_offset(at).ok());
    let rhythm = match file.rhythmus.as_deref()? {
        "taeglich" => return Some(Issues::Every(Rhythm::Daily, Weekday::Monday)),
        "woechentlich" => Rhythm::Weekly,
        "zweiwoechentlich" => Rhythm::Fortnightly(file.ab?.0),
        _ => Rhythm::Monthly(file.woche?),
    };
    // Every other week is counted from an issue, which has its weekday.
    let weekday = match rhythm {
        Rhythm::Fortnightly(known) => Some(known.weekday()),
        _ => weekday,
    };
    Some(Issues::Every(rhythm, weekday?))
}
