//! Periods of days, weeks, months and years (§§ 187 to 193 BGB). All days are whole calendar days in
//! Europe/Berlin; a period ends at 24:00 of its last day.
//!
//! Weekends and holidays inside a period count like any other day: no rule leaves them out.

pub mod steps;

use crate::finding::{Words, say};
use crate::law::calendar::Calendar;
use crate::law::table_day;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// A period as a statute orders it, in one wording.
#[derive(Debug)]
pub struct PeriodRule {
    /// The word by which rows of other tables name it.
    pub key: String,
    /// What it is for.
    pub label: Words,
    /// The provision it rests on.
    pub provision: String,
    /// From when it is counted.
    pub begin: Begin,
    /// How long it lasts.
    pub length: Length,
    /// It lasts at least so many days, however short the month.
    pub floor_days: Option<u8>,
    /// Its end moves from a Saturday, Sunday or holiday to the next working day (§ 193 BGB).
    pub moves: bool,
    /// The law names the longest period, not the shortest.
    pub is_limit: bool,
    /// First day of this wording.
    pub valid_from: Option<Date>,
    /// Last day of this wording.
    pub valid_until: Option<Date>,
}

/// What begins a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Begin {
    /// The start of a day: that day counts (§ 187 Abs. 2 BGB). Displays are of this kind
    /// (GmS-OGB, 6 July 1972, GmS-OGB 2/71).
    Day,
    /// Something that happens during a day: that day does not count (§ 187 Abs. 1 BGB).
    Event,
}

/// How long a period lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// Days (§ 188 Abs. 1 BGB).
    Days(u16),
    /// Weeks (§ 188 Abs. 2 BGB).
    Weeks(u16),
    /// Months; a year has twelve (§ 188 Abs. 2 and 3 BGB).
    Months(u16),
}

/// The days a period leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Computed {
    /// The last day by weeks, months or years.
    pub by_length: Date,
    /// The last day by the least number of days, where the law names one.
    pub by_days: Option<Date>,
    /// The last day that the law asks for: the later of the two.
    pub legal_end: Date,
    /// The last day that is safe under every view: `legal_end`, or the working day after it.
    pub safe_end: Date,
}

/// What sets the last day of a period, which decides whether a day of rest moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    /// The law, or a length that an authority named: it moves (§ 193 BGB, § 31 Abs. 3 Satz 1 VwVfG).
    Length,
    /// A day announced with reference to the rule that days of rest do not move it (§ 31 Abs. 3
    /// Satz 2 VwVfG): it stays.
    DayByReference,
    /// A date an authority set for something to happen (Termin, § 31 Abs. 5 VwVfG): it stays.
    Appointment,
}

impl PeriodRule {
    /// The days it leads to from its first day or its event.
    pub fn compute(&self, start: Date, calendar: Calendar) -> Computed {
        let by_length = last_day(self.begin, start, self.length);
        let floor = self.floor_days.map(|days| Length::Days(u16::from(days)));
        let by_days = floor.map(|floor| last_day(self.begin, start, floor));
        let legal_end = by_days.map_or(by_length, |by_days| by_days.max(by_length));
        let set_by = if self.moves {
            SetBy::Length
        } else {
            SetBy::Appointment
        };
        Computed {
            by_length,
            by_days,
            legal_end,
            safe_end: effective_end(legal_end, set_by, calendar),
        }
    }

    /// Whether this wording holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// The last day of a period from its first day or its event.
pub fn last_day(begin: Begin, start: Date, length: Length) -> Date {
    let day_before = i64::from(begin == Begin::Day);
    match length {
        Length::Days(days) => plus(start, i64::from(days) - day_before),
        Length::Weeks(weeks) => plus(start, 7 * i64::from(weeks) - day_before),
        Length::Months(months) => month_end(begin, start, months),
    }
}

/// The last day of an extension, which begins with the end of the period before it (§ 190 BGB).
pub fn extended(end: Date, by: Length) -> Date {
    last_day(Begin::Event, end, by)
}

/// The last day on which a statement is in time, given a period's last day.
pub fn effective_end(end: Date, set_by: SetBy, calendar: Calendar) -> Date {
    match set_by {
        SetBy::Length => calendar.next_working_day(end),
        SetBy::DayByReference | SetBy::Appointment => end,
    }
}

/// The first day a period may begin, given the day at the end of which its notice is completed and
/// how many days later it may begin at the earliest.
pub fn earliest_start(completed: Date, lead_days: u8) -> Date {
    plus(completed, i64::from(lead_days))
}

/// The latest day at the end of which a notice must be completed for a period to begin on a day.
pub fn latest_completion(start: Date, lead_days: u8) -> Date {
    plus(start, -i64::from(lead_days))
}

/// The first day of a posting to the day at the end of which it is completed at the earliest: it
/// hangs for a week at least, and its first day counts (§ 10 KomBekVO).
pub fn posting_completed(first: Date) -> Date {
    last_day(Begin::Day, first, Length::Weeks(1))
}

/// The period with this key in the wording that holds on a day; the newest one where none holds.
pub fn period(key: &str, day: Date) -> Option<&'static PeriodRule> {
    let rows = || periods().iter().filter(|row| row.key == key);
    rows()
        .find(|row| row.holds_on(day))
        .or_else(|| rows().next_back())
}

/// All rows of the table; rows of one key are wordings, oldest first.
pub fn periods() -> &'static [PeriodRule] {
    static PERIODS: LazyLock<Table> = LazyLock::new(|| {
        toml::from_str(include_str!("fristen.toml")).expect("a test reads every row of this table")
    });
    &PERIODS.period
}

/// The day of the same number some months later, or with `Begin::Day` the day before it; the last
/// day of the month where that number is missing (§ 188 Abs. 3 BGB).
fn month_end(begin: Begin, start: Date, months: u16) -> Date {
    let first = start
        .first_of_month()
        .saturating_add(i64::from(months).months());
    let wanted = match begin {
        Begin::Event => start.day(),
        Begin::Day => start.day() - 1,
    };
    let days = i64::from(wanted.min(first.days_in_month()));
    plus(first, days - 1)
}

/// A day some days later; calendars end in the year 9999.
fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    period: Vec<PeriodRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    key: String,
    provision: String,
    de: String,
    en: String,
    begin: Begin,
    months: Option<u16>,
    weeks: Option<u16>,
    years: Option<u16>,
    floor_days: Option<u8>,
    moves: bool,
    #[serde(default)]
    limit: bool,
    valid_from: Option<toml::value::Datetime>,
    valid_until: Option<toml::value::Datetime>,
}

impl<'de> Deserialize<'de> for PeriodRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        let length = match (row.months, row.weeks, row.years) {
            (Some(months), None, None) => Length::Months(months),
            (None, Some(weeks), None) => Length::Weeks(weeks),
            (None, None, Some(years)) => Length::Months(12 * years),
            _ => return Err(serde::de::Error::custom("one of months, weeks, years")),
        };
        Ok(Self {
            key: row.key,
            label: say(row.de, row.en),
            provision: row.provision,
            begin: row.begin,
            length,
            floor_days: row.floor_days,
            moves: row.moves,
            is_limit: row.limit,
            valid_from: table_day(row.valid_from)?,
            valid_until: table_day(row.valid_until)?,
        })
    }
}

#[cfg(test)]
mod tests;
