//! Working days and public holidays at a place in Saxony, computed for any year.

use crate::finding::lasting::lasting;
use crate::finding::{Words, say};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The calendar at the seat of a municipality. A statement must arrive there, so its holidays
/// decide whether a period ends on a working day (§ 193 BGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Calendar {
    corpus_christi: bool,
}
lasting!(Calendar { corpus_christi });

/// A public holiday (§ 1 Abs. 1 SächsSFG).
#[derive(Debug)]
pub struct Holiday {
    /// Its name for readers.
    pub name: Words,
    /// Other names by which a German wording may call it.
    also: Vec<String>,
    rule: DayOfYear,
    since: Option<i16>,
    is_local: bool,
}

impl Holiday {
    /// The holidays of the state, each by every name that a German wording may call it by.
    pub fn by_name() -> impl Iterator<Item = (&'static str, &'static Self)> {
        TABLE.holiday.iter().flat_map(|holiday| {
            // The whole name first: a part of it may be one, too.
            let also = holiday.also.iter().map(String::as_str);
            let names = std::iter::once(holiday.name.de.as_ref()).chain(also);
            names.map(move |name| (name, holiday))
        })
    }

    /// Its day in a year, whether or not it was a holiday then.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        let mut days = first_of(year, 1).series(1.day());
        days.by_ref()
            .take_while(|day| day.year() == year)
            .find(|day| self.rule.is(*day))
    }
}

/// A municipality with localities where Corpus Christi is a holiday.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CorpusChristi {
    /// Official key.
    pub ags: String,
    /// Official name.
    pub name: String,
    /// The localities, German.
    #[serde(rename = "where")]
    pub localities: String,
    /// Whether the municipality's seat is one of them.
    pub seat: bool,
}

impl Calendar {
    /// The calendar that holds in the whole state.
    pub const SAXONY: Self = Self {
        corpus_christi: false,
    };

    /// The calendar where Corpus Christi is a holiday.
    pub const WITH_CORPUS_CHRISTI: Self = Self {
        corpus_christi: true,
    };

    /// The calendar at the seat of the municipality with this official key.
    pub fn at(ags: &str) -> Self {
        Self {
            corpus_christi: corpus_christi(ags).is_some_and(|row| row.seat),
        }
    }

    /// The holiday a day is, if it is one.
    pub fn holiday(self, day: Date) -> Option<&'static Holiday> {
        TABLE.holiday.iter().find(|holiday| {
            (self.corpus_christi || !holiday.is_local)
                && holiday.since.is_none_or(|since| since <= day.year())
                && holiday.rule.is(day)
        })
    }

    /// Whether a day is none of Saturday, Sunday and holiday.
    pub fn is_working_day(self, day: Date) -> bool {
        !is_weekend(day) && self.holiday(day).is_none()
    }

    /// The day itself if it is a working day, else the next one.
    pub fn next_working_day(self, day: Date) -> Date {
        let mut next = day;
        while !self.is_working_day(next) && next < Date::MAX {
            next = next.saturating_add(1.day());
        }
        next
    }

    /// Why a day is no working day: its holiday or its weekday; `None` for a working day.
    pub fn rest(self, day: Date) -> Option<Words> {
        if let Some(holiday) = self.holiday(day) {
            return Some(holiday.name.clone());
        }
        is_weekend(day).then(|| weekday(day))
    }
}

/// The row of a municipality with localities where Corpus Christi is a holiday.
pub fn corpus_christi(ags: &str) -> Option<&'static CorpusChristi> {
    TABLE.corpus_christi.iter().find(|row| row.ags == ags)
}

/// The names of the municipalities at whose seat Corpus Christi is a holiday.
pub fn seats_with_corpus_christi() -> impl Iterator<Item = &'static str> {
    let seats = TABLE.corpus_christi.iter().filter(|row| row.seat);
    seats.map(|row| row.name.as_str())
}

/// Easter Sunday of a year in the Gregorian calendar.
pub fn easter(year: i16) -> Date {
    let after_the_first = i64::from(easter_in_march(year)) - 1;
    first_of(year, 3).saturating_add(after_the_first.days())
}

/// Easter Sunday as a day of March: 32 is the first of April.
fn easter_in_march(year: i16) -> i32 {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    h + l - 7 * m + 114 - 3 * 31 + 1
}

/// The first and the last day that Easter Sunday may be, as days of March: 22 March and 25 April.
const EASTERS: RangeInclusive<i32> = 22..=56;

/// The days of January and February in a day's year.
fn before_march(day: Date) -> i16 {
    if day.in_leap_year() { 60 } else { 59 }
}

/// The weekdays in lower-case German, as a wording may name them.
pub const WEEKDAYS: [&str; 8] = [
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
];

/// Working days and Saturday as people shorten them, in small letters; „so“ is another word.
pub const WEEKDAYS_SHORT: [&str; 6] = ["mo", "di", "mi", "do", "fr", "sa"];

/// A day's weekday: „Sonnabend“, as Saxon offices call it, is written „Samstag“, as the law does.
pub fn weekday(day: Date) -> Words {
    match day.weekday() {
        Weekday::Monday => say("Montag", "Monday"),
        Weekday::Tuesday => say("Dienstag", "Tuesday"),
        Weekday::Wednesday => say("Mittwoch", "Wednesday"),
        Weekday::Thursday => say("Donnerstag", "Thursday"),
        Weekday::Friday => say("Freitag", "Friday"),
        Weekday::Saturday => say("Samstag", "Saturday"),
        Weekday::Sunday => say("Sonntag", "Sunday"),
    }
}

/// A day as people write it: „1. April 2026“, “1 April 2026”.
pub fn day_in_words(day: Date) -> Words {
    let (number, year) = (day.day(), day.year());
    let at = usize::try_from(day.month() - 1).unwrap_or_default();
    let name = |months: &[&'static str]| months.get(at).copied().unwrap_or_default();
    let (de, en) = (name(&MONTHS_DE), name(&MONTHS_EN));
    say(
        format!("{number}. {de} {year}"),
        format!("{number} {en} {year}"),
    )
}

/// The months in German, January first.
pub const MONTHS_DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
/// The months in English, January first.
pub const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::MAX)
}

/// How a holiday's day follows from the year.
#[derive(Debug, Clone, Copy)]
enum DayOfYear {
    Fixed(i8, i8),
    AfterEaster(i32),
    WednesdayBefore(i8, i8),
}

impl DayOfYear {
    fn is(self, day: Date) -> bool {
        match self {
            Self::Fixed(month, number) => (day.month(), day.day()) == (month, number),
            Self::AfterEaster(days) => {
                let since_march = i32::from(day.day_of_year()) - i32::from(before_march(day));
                let easter = since_march - days;
                // Of most days it is known without computing the year's Easter that they do not lie so.
                EASTERS.contains(&easter) && easter == easter_in_march(day.year())
            }
            Self::WednesdayBefore(month, number) => {
                let is_in_week = || {
                    let limit = Date::new(day.year(), month, number).unwrap_or(Date::MAX);
                    day < limit && limit <= day.saturating_add(7.days())
                };
                day.weekday() == Weekday::Wednesday && is_in_week()
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    holiday: Vec<Holiday>,
    corpus_christi: Vec<CorpusChristi>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("feiertage.toml")).expect("a test reads every row of this table")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    de: String,
    en: String,
    #[serde(default)]
    also: Vec<String>,
    day: Option<String>,
    easter: Option<i32>,
    before: Option<String>,
    since: Option<i16>,
    #[serde(default)]
    local: bool,
}

impl<'de> Deserialize<'de> for Holiday {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        let day = |text: &String| {
            let (month, day) = text.split_once('-')?;
            Some((month.parse().ok()?, day.parse().ok()?))
        };
        let rule = match (&row.day, row.easter, &row.before) {
            (Some(text), None, None) => day(text).map(|(m, d)| DayOfYear::Fixed(m, d)),
            (None, Some(days), None) => Some(DayOfYear::AfterEaster(days)),
            (None, None, Some(text)) => day(text).map(|(m, d)| DayOfYear::WednesdayBefore(m, d)),
            _ => None,
        };
        Ok(Self {
            name: say(row.de, row.en),
            also: row.also,
            rule: rule.ok_or_else(|| serde::de::Error::custom("one of day, easter, before"))?,
            since: row.since,
            is_local: row.local,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi, Day of Repentance.
    const KNOWN: [(i16, [(i8, i8); 6]); 16] = [
        (2020, [(4, 10), (4, 13), (5, 21), (6, 1), (6, 11), (11, 18)]),
        (2021, [(4, 2), (4, 5), (5, 13), (5, 24), (6, 3), (11, 17)]),
        (2022, [(4, 15), (4, 18), (5, 26), (6, 6), (6, 16), (11, 16)]),
        (2023, [(4, 7), (4, 10), (5, 18), (5, 29), (6, 8), (11, 22)]),
        (2024, [(3, 29), (4, 1), (5, 9), (5, 20), (5, 30), (11, 20)]),
        (2025, [(4, 18), (4, 21), (5, 29), (6, 9), (6, 19), (11, 19)]),
        (2026, [(4, 3), (4, 6), (5, 14), (5, 25), (6, 4), (11, 18)]),
        (2027, [(3, 26), (3, 29), (5, 6), (5, 17), (5, 27), (11, 17)]),
        (2028, [(4, 14), (4, 17), (5, 25), (6, 5), (6, 15), (11, 22)]),
        (2029, [(3, 30), (4, 2), (5, 10), (5, 21), (5, 31), (11, 21)]),
        (
            2030,
            [(4, 19), (4, 22), (5, 30), (6, 10), (6, 20), (11, 20)],
        ),
        (2031, [(4, 11), (4, 14), (5, 22), (6, 2), (6, 12), (11, 19)]),
        (2032, [(3, 26), (3, 29), (5, 6), (5, 17), (5, 27), (11, 17)]),
        (2033, [(4, 15), (4, 18), (5, 26), (6, 6), (6, 16), (11, 16)]),
        (2034, [(4, 7), (4, 10), (5, 18), (5, 29), (6, 8), (11, 22)]),
        (2035, [(3, 23), (3, 26), (5, 3), (5, 14), (5, 24), (11, 21)]),
    ];

    #[test]
    fn every_holiday_of_known_years_and_no_other() {
        let crostwitz = Calendar::at("14625080");
        for (year, movable) in KNOWN {
            let fixed = [(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)];
            let mut known: Vec<(i8, i8)> = movable.into_iter().chain(fixed).collect();
            known.sort_unstable();
            known.dedup();
            let days = date(year, 1, 1).series(1.day());
            let found: Vec<(i8, i8)> = days
                .take_while(|day| day.year() == year)
                .filter(|day| crostwitz.holiday(*day).is_some())
                .map(|day| (day.month(), day.day()))
                .collect();
            assert_eq!(found, known, "{year}");
        }
    }

    #[test]
    fn no_easter_is_earlier_or_later_than_known() {
        let easters: Vec<i32> = (1583..=9999).map(easter_in_march).collect();
        let ends = easters.iter().min().zip(easters.iter().max());
        assert_eq!(ends, Some((EASTERS.start(), EASTERS.end())));
    }

    #[test]
    fn corpus_christi_is_a_holiday_only_where_the_ordinance_says() {
        let day = date(2026, 6, 4);
        assert!(!Calendar::at("14625080").is_working_day(day), "Crostwitz");
        assert!(!Calendar::at("14625360").is_working_day(day), "Neschwitz");
        assert!(
            Calendar::at("14625020").is_working_day(day),
            "Bautzen's seat"
        );
        assert!(Calendar::SAXONY.is_working_day(day));
        assert_eq!(TABLE.corpus_christi.len(), 14);
    }

    #[test]
    fn holidays_begin_with_the_year_the_law_made_them() {
        assert!(Calendar::SAXONY.holiday(date(1989, 10, 3)).is_none());
        assert!(Calendar::SAXONY.holiday(date(1990, 10, 3)).is_some());
        assert!(
            Calendar::at("14625080")
                .holiday(date(1992, 6, 18))
                .is_none()
        );
        assert!(
            Calendar::at("14625080")
                .holiday(date(1993, 6, 10))
                .is_some()
        );
        assert!(Calendar::SAXONY.is_working_day(date(2026, 12, 24)));
        assert!(Calendar::SAXONY.is_working_day(date(2025, 12, 31)));
    }

    #[test]
    fn the_end_of_all_days_is_survived() {
        assert_eq!(Calendar::SAXONY.next_working_day(Date::MAX), Date::MAX);
        assert!(!Calendar::SAXONY.is_working_day(Date::MIN), "New Year");
    }
}
