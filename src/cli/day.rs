//! Days as people write them.

use crate::finding::{Language, both, in_language};
use anyhow::{Context, Result};
use jiff::civil::Date;

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
        let how = both(
            "ist kein Tag im Kalender; schreiben Sie ihn so: 05.11.2026 oder 2026-11-05",
            "is no day of the calendar; write it like this: 2026-11-05",
        );
        format!("„{text}“ {how}")
    })
}

/// Reads the day of an argument. The refusal of a call is German by [`super::help`], which takes its half of the
/// reason; an English one is printed as it comes.
pub fn argument(language: Language) -> impl Fn(&str) -> Result<Date, String> + Clone + Send + Sync {
    move |text| {
        read(text).map_err(|error| {
            let why = error.to_string();
            match language {
                Language::German => why,
                Language::English => in_language(&why, language),
            }
        })
    }
}
