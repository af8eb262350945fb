//! Dates as people write them, points in time as machines do, and texts on one line.

use crate::law::calendar::{MONTHS_DE, MONTHS_EN};
use crate::model::phase::Time;
use jiff::civil::{Date, DateTime, Time as Clock};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ZonedDateTime};
use std::sync::LazyLock;

/// „3. März 2026“.
pub(super) fn day_de(date: Date) -> String {
    format!(
        "{}. {} {}",
        date.day(),
        month(&MONTHS_DE, date),
        date.year()
    )
}

/// “3 March 2026”.
pub(super) fn day_en(date: Date) -> String {
    format!("{} {} {}", date.day(), month(&MONTHS_EN, date), date.year())
}

fn month(names: &[&'static str; 12], date: Date) -> &'static str {
    names[usize::from(date.month().unsigned_abs()) - 1]
}

/// „vom 3. März 2026 bis 7. April 2026“.
pub(super) fn time_de(time: Time) -> String {
    match time {
        Time::Day(day) => format!("am {}", day_de(day)),
        Time::Span(start, Some(end)) => format!("vom {} bis {}", day_de(start), day_de(end)),
        Time::Span(start, None) => format!("ab {} ohne festes Ende", day_de(start)),
    }
}

/// “from 3 March 2026 to 7 April 2026”.
pub(super) fn time_en(time: Time) -> String {
    match time {
        Time::Day(day) => format!("on {}", day_en(day)),
        Time::Span(start, Some(end)) => format!("from {} to {}", day_en(start), day_en(end)),
        Time::Span(start, None) => format!("from {} with no fixed end", day_en(start)),
    }
}

/// The first moment of a day in Europe/Berlin, by the rules of the program's own time zone table:
/// the machine's may be of another age.
pub(super) fn midnight(date: Date) -> ZonedDateTime {
    moment(date.to_datetime(Clock::midnight()))
}

/// A moment in Europe/Berlin by the same rules.
pub(super) fn moment(time: DateTime) -> ZonedDateTime {
    static BERLIN: LazyLock<TimeZone> = LazyLock::new(|| {
        TimeZoneDatabase::bundled()
            .get("Europe/Berlin")
            .expect("the bundled table of time zones has Europe/Berlin")
    });
    time.to_zoned_datetime(BERLIN.clone())
        .unwrap_or_else(|_| Timestamp::UNIX_EPOCH.to_zoned_datetime(BERLIN.clone()))
}

/// A text on one line, without control characters, which XML 1.0 and iCalendar forbid.
pub(super) fn one_line(text: &str) -> String {
    let visible = |character: char| match character {
        '\u{fffe}' | '\u{ffff}' => ' ',
        character if character.is_control() || character.is_whitespace() => ' ',
        character => character,
    };
    let mut line = String::with_capacity(text.len());
    for character in text.chars().map(visible) {
        match character {
            ' ' if line.is_empty() || line.ends_with(' ') => {}
            character => line.push(character),
        }
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_read_as_people_write_them() {
        let (first, last) = (date(2026, 3, 3), date(2026, 12, 31));
        assert_eq!(time_de(Time::Day(first)), "am 3. März 2026");
        let span = Time::Span(first, Some(last));
        assert_eq!(time_de(span), "vom 3. März 2026 bis 31. Dezember 2026");
        assert_eq!(time_en(span), "from 3 March 2026 to 31 December 2026");
        assert_eq!(
            time_de(Time::Span(first, None)),
            "ab 3. März 2026 ohne festes Ende"
        );
    }

    #[test]
    fn a_day_begins_in_berlin() {
        let utc = |day| midnight(day).timestamp().to_string();
        assert_eq!(utc(date(2026, 1, 15)), "2026-01-14T23:00:00Z");
        assert_eq!(utc(date(2026, 7, 15)), "2026-07-14T22:00:00Z");
        assert_eq!(utc(date(2026, 3, 29)), "2026-03-28T23:00:00Z");
    }

    #[test]
    fn control_characters_vanish() {
        assert_eq!(one_line(" a\r\n\tb\u{0}\u{b}c \u{ffff}ß\u{7f}"), "a b c ß");
    }
}
