//! Days as offices write them.

pub use crate::cli::day::{argument, read};
use crate::finding::both;
use anyhow::{Result, bail};
use jiff::civil::Date;

/// No statement of a procedure that is dealt with here came before this day: 1 January 1990.
const FIRST: i16 = 1990;

/// Refuses a day on which no statement can have come.
pub fn check(day: Date, today: Date) -> Result<()> {
    if day > today {
        bail!(
            "{day}: {}",
            both("liegt in der Zukunft", "is in the future")
        );
    }
    if day.year() < FIRST {
        let why = both(
            format!("liegt vor {FIRST}; bitte prüfen Sie das Jahr"),
            format!("is before {FIRST}; please check the year"),
        );
        bail!("{day}: {why}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_offices_write_them() {
        for text in [
            "05-06-2026",
            "05.06.2026",
            "5.6.26",
            "2026-06-05",
            "05.06.2026, 14:30",
            "05.06.2026 14:30",
            "05.06.26 14:30",
            "2026-06-05T14:30:00+02:00",
        ] {
            assert_eq!(read(text).unwrap().to_string(), "2026-06-05");
        }
        for text in [
            "31.02.2026",
            "bald",
            "1.1.1",
            "26-11-01",
            "1.1.026",
            "1.1.-5",
            "1.1.",
            "",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_on_which_nothing_can_have_come_is_refused() {
        let today = Date::constant(2026, 11, 30);
        let why = |day: &str| {
            check(day.parse().unwrap(), today)
                .err()
                .map(|why| why.to_string())
        };
        assert_eq!((why("2026-11-30"), why("1990-01-01")), (None, None));
        assert!(why("2026-12-01").unwrap().contains("Zukunft"));
        assert!(why("1850-01-01").unwrap().contains("vor 1990"));
    }
}
