//! Lawful ends of a publication for every working day of the next two years: a table that needs no script.

use crate::finding::{Language, say};
use crate::law::calendar::{Calendar, seats_with_corpus_christi};
use crate::law::law;
use crate::law::period::{Computed, latest_completion, period};
use crate::model::address::Address;
use crate::render::format::{self, day_with_weekday};
use crate::render::page::{Here, Pages};
use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// So many months are listed.
const MONTHS: i64 = 24;
/// The participation that is listed: § 3 Abs. 2 BauGB.
const LISTED: &str = "veroeffentlichung";

/// The table.
#[derive(Debug, Serialize)]
pub struct DeadlinesView {
    /// Month by month.
    pub months: Vec<MonthView>,
    /// Days for which another end holds where Corpus Christi is a holiday.
    pub local: Vec<RowView>,
    /// The municipalities at whose seat it is.
    pub places: String,
    /// The provision.
    pub provision: String,
}

/// A month.
#[derive(Debug, Serialize)]
pub struct MonthView {
    /// Its anchor: `2026-05`.
    pub key: String,
    /// Its name: „Mai 2026“.
    pub name: String,
    /// Its working days.
    pub rows: Vec<RowView>,
}

/// A first day.
#[derive(Debug, Serialize)]
pub struct RowView {
    /// The day as a computer reads it.
    pub day: String,
    /// The first day.
    pub start: String,
    /// The day on which the notice must be completed at the latest.
    pub notice: String,
    /// The last day that is safe under every view.
    pub end: String,
    /// The last day that the law asks for, where it is no working day.
    pub legal: Option<String>,
}

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add(&Address::new("frist/"), view)
}

fn view(here: &Here<'_>) -> DeadlinesView {
    // A display that begins on a day that is gone was announced long ago.
    let first = here.archive.today;
    let last = first.first_of_month().saturating_add(MONTHS.months());
    let days = first.series(1.day()).take_while(|day| *day < last);
    let mut months: Vec<MonthView> = Vec::new();
    let mut local = Vec::new();
    for day in days.filter(|day| Calendar::SAXONY.is_working_day(*day)) {
        let Some(row) = row(here, day, Calendar::SAXONY) else {
            continue;
        };
        let own = self::row(here, day, Calendar::WITH_CORPUS_CHRISTI);
        local.extend(own.filter(|own| own.end != row.end));
        let key = format!("{:04}-{:02}", day.year(), day.month());
        match months.last_mut().filter(|month| month.key == key) {
            Some(month) => month.rows.push(row),
            None => months.push(MonthView {
                key,
                name: month(day, here.language),
                rows: vec![row],
            }),
        }
    }
    let places: Vec<&str> = seats_with_corpus_christi().collect();
    let and = here.words(&say(" und ", " and ")).to_owned();
    let law = period(LISTED, first).map(|rule| rule.provision.as_str());
    DeadlinesView {
        months,
        local,
        places: match places.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, before)) => before.join(", ") + &and + last,
            None => String::new(),
        },
        provision: format::provision(law.unwrap_or_default(), here.language),
    }
}

/// „Mai 2026“, „May 2026“: the first day of the month without its number.
fn month(day: Date, language: Language) -> String {
    let first = format::day(day.first_of_month(), language);
    first.trim_start_matches(['1', '.', ' ']).to_owned()
}

/// What follows from a first day; none where the table of periods knows nothing of it.
fn row(here: &Here<'_>, start: Date, calendar: Calendar) -> Option<RowView> {
    let Computed {
        legal_end,
        safe_end,
        ..
    } = period(LISTED, start)?.compute(start, calendar);
    let lead = law().phase(LISTED, Some(start))?.notice_lead_days?;
    let written = |day: Date| day_with_weekday(day, here.language);
    Some(RowView {
        day: start.to_string(),
        start: written(start),
        notice: written(latest_completion(start, lead)),
        end: written(safe_end),
        legal: (legal_end != safe_end).then(|| written(legal_end)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use crate::render::page::test_page;
    use jiff::civil::date;

    #[test]
    fn the_worked_examples_stand_in_the_table() {
        let mut archive = fixture::archive();
        archive.today = date(2026, 1, 20);
        let view = view(&test_page(&archive, Language::German, "frist/"));
        let rows = || view.months.iter().flat_map(|month| &month.rows);
        let row = |day: &str| rows().find(|row| row.day == day).expect("a working day");
        assert_eq!(row("2026-02-02").end, "Dienstag, 3. März 2026");
        assert_eq!(row("2026-03-05").end, "Dienstag, 7. April 2026");
        let legal = row("2026-03-05").legal.as_deref();
        assert_eq!(legal, Some("Samstag, 4. April 2026"));
        assert_eq!(row("2026-03-02").notice, "Sonntag, 1. März 2026");
        assert!(rows().all(|row| row.day != "2026-02-01"), "a Sunday");
        assert_eq!(view.months.len(), 24);
        assert_eq!(view.months[4].name, "Mai 2026");
        let local = view.local.iter().find(|row| row.day == "2026-05-05");
        assert_eq!(local.expect("another end").end, "Freitag, 5. Juni 2026");
        assert!(view.places.contains("Crostwitz"));
    }
}
