//! Days as German texts name them.

use crate::law::calendar::MONTHS_DE;
use jiff::civil::Date;
use std::ops::Range;

/// A day that a text names; the year may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDay {
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Day of the month.
    pub day: i8,
    /// Month.
    pub month: i8,
    /// Year, if it is named.
    pub year: Option<i16>,
}

/// A first and a last day that a text names: „vom 2. März bis 1. April 2026“.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSpan {
    /// The first day.
    pub from: NamedDay,
    /// The last day.
    pub to: NamedDay,
}

/// What may stand between the two days of a span.
const BETWEEN: [&str; 12] = [
    "bis",
    "zum",
    "einschließlich",
    "einschl",
    "und",
    "mit",
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "dem",
];

impl NamedDay {
    /// Whether it is this day; a year that is not named is any.
    pub fn is(&self, day: Date) -> bool {
        (self.day, self.month) == (day.day(), day.month())
            && self.year.is_none_or(|year| year == day.year())
    }
}

/// Every day that a text names: „1. April 2026“, „01.04.2026“, „1.4.“.
pub fn days(text: &str) -> Vec<NamedDay> {
    text.match_indices('.')
        .filter_map(|(dot, _)| day_around(text, dot))
        .collect()
}

/// Every span among the days that a text names.
pub fn spans(text: &str, days: &[NamedDay]) -> Vec<NamedSpan> {
    let pairs = days.windows(2);
    pairs
        .filter(|pair| is_span(&text[pair[0].at.end..pair[1].at.start]))
        .map(|pair| {
            let mut from = pair[0].clone();
            from.year = from.year.or(pair[1].year);
            NamedSpan {
                from,
                to: pair[1].clone(),
            }
        })
        .collect()
}

/// Whether the words between two days make them a span.
fn is_span(between: &str) -> bool {
    let words: Vec<&str> = between
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return ["–", "-", "—"].contains(&between.trim());
    }
    words.contains(&"bis") && words.iter().all(|word| BETWEEN.contains(word))
}

/// The day whose number stands before a dot.
fn day_around(text: &str, dot: usize) -> Option<NamedDay> {
    let digits = text[..dot].bytes().rev().take_while(u8::is_ascii_digit);
    let start = dot - digits.count();
    let day: i8 = number(&text[start..dot], 2)?;
    let rest = &text[dot + 1..];
    let gap = rest.len() - rest.trim_start().len();
    let after = &rest[gap..];
    let (month, length, is_word) = match MONTHS_DE.iter().position(|name| after.starts_with(name)) {
        Some(index) => (i8::try_from(index + 1).ok()?, MONTHS_DE[index].len(), true),
        None => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            after[digits..].starts_with('.').then_some(())?;
            (number(&after[..digits], 2)?, digits + 1, false)
        }
    };
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return None;
    }
    let end = dot + 1 + gap + length;
    let (year, length) = year(&text[end..], is_word);
    Some(NamedDay {
        at: start..end + length,
        day,
        month,
        year,
    })
}

/// The year that follows a month, and how many bytes it takes.
fn year(rest: &str, follows_word: bool) -> (Option<i16>, usize) {
    let gap = rest.len() - rest.trim_start().len();
    let after = &rest[gap..];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let found: Option<i16> = match digits {
        4 => number(&after[..4], 4).filter(|year| *year >= 1900),
        2 if !follows_word && gap == 0 => number(&after[..2], 2).map(|short: i16| 2000 + short),
        _ => None,
    };
    (found, if found.is_some() { gap + digits } else { 0 })
}

fn number<N: std::str::FromStr>(digits: &str, most: usize) -> Option<N> {
    (1..=most)
        .contains(&digits.len())
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(i8, i8, Option<i16>)> {
        let days = days(text);
        days.into_iter()
            .map(|named| (named.day, named.month, named.year))
            .collect()
    }

    #[test]
    fn days_are_found_as_people_write_them() {
        let text = "vom 1. April bis 5. Mai 2026, also 01.04. bis 05.05.2026, 9.5.26, Nr. 4.";
        let known = [
            (1, 4, None),
            (5, 5, Some(2026)),
            (1, 4, None),
            (5, 5, Some(2026)),
            (9, 5, Some(2026)),
        ];
        assert_eq!(named(text), known);
        assert!(named("am 31.13.2026 und 0.4.2026 und 123.4.2026, 1.").is_empty());
        assert!(named("§ 3 Abs. 2 BauGB, 2. Änderung, 3.2 Hektar, 12.000 m²").is_empty());
    }

    #[test]
    fn spans_are_told_from_two_days() {
        let spans = |text| {
            let spans = spans(text, &days(text)).into_iter();
            spans
                .map(|span| (span.from.day, span.from.year, span.to.day))
                .collect::<Vec<_>>()
        };
        let one = [(2, Some(2026), 1)];
        assert_eq!(spans("vom 2. März bis einschließlich 1. April 2026"), one);
        assert_eq!(spans("02.03. – 01.04.2026"), one);
        assert_eq!(
            spans("vom Montag, dem 2.3.2026, bis zum Mittwoch, dem 1.4.2026,"),
            one
        );
        assert!(spans("am 2. März 2026 beschlossen, am 1. April 2026 bekannt gemacht").is_empty());
    }
}
