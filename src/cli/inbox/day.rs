//! Days as offices write them.

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

/// No statement of a procedure that is dealt with here came before this day: 1 January 1990.
const FIRST: i16 = 1990;

/// `05-05-2026`, `05.05.2026`, `5.5.26` or `2026-05-05`, whatever time follows.
pub fn read(text: &str) -> Result<Date> {
    let day = text.trim().split([' ', ',', 'T']).next();
    let day = day.unwrap_or_default();
    if let Ok(date) = day.parse() {
        return Ok(date);
    }
    let parts: Vec<&str> = day.split(['-', '.']).collect();
    let read = || {
        let [day, month, year] = parts[..] else {
            return None;
        };
        let number = |text: &str| text.parse::<i16>().ok().filter(|number| *number >= 0);
        let year = match year.len() {
            4 => number(year)?,
            // With lines between the numbers the year may as well stand in front.
            2 if text.contains('.') => 2000 + number(year)?,
            _ => return None,
        };
        let [day, month] = [day, month].map(|text| text.parse().ok());
        Date::new(year, month?, day?).ok()
    };
    read().with_context(|| {
        format!(
            "„{text}“ ist kein Datum; schreiben Sie es so: 05.11.2026 / is no date; write it like this: 2026-11-05"
        )
    })
}

/// Refuses a day on which no statement can have come.
pub fn check(day: Date, today: Date) -> Result<()> {
    if day > today {
        bail!("{day}: liegt in der Zukunft / is in the future");
    }
    if day.year() < FIRST {
        bail!(
            "{day}: liegt vor {FIRST}; bitte prüfen Sie das Jahr / is before {FIRST}; please check the year"
        );
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
