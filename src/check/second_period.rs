//! Another first day, or another period altogether, that a wording names for its display besides the right one.

use crate::check::days::NamedSpan;
use crate::check::elsewhere::sentence_of;
use crate::law::calendar::WEEKDAYS;
use jiff::civil::Date;
use std::ops::Range;

/// Words of sentences on a display, in small letters.
const DISPLAY: [&str; 9] = [
    "auslegung",
    "offenlage",
    "veröffentlichung",
    "frist",
    "liegen ",
    "liegt ",
    "ausgelegt",
    "veröffentlicht",
    "eingesehen werden",
];
/// Words of sentences on another time than that of this display: what was, who else is asked, when nothing is open,
/// a meeting.
const OTHERS: [&str; 28] = [
    " lag ",
    " lagen ",
    "wurde",
    "fand ",
    "fanden ",
    "hatte",
    "hat ",
    "haben ",
    " war ",
    " waren ",
    "begann",
    "frühzeitig",
    "vorentwurf",
    "behörde",
    "träger öffentlicher",
    "nachbargemeinde",
    "einwendung",
    " nur ",
    "nicht ",
    "während der ",
    "abweichend",
    "ferien",
    "feiertag",
    "versammlung",
    "veranstaltung",
    "erörterung",
    "sprechstunde",
    "sitzung",
];
/// What makes a day the first one.
const FIRST: [&str; 6] = [
    "erster tag",
    "ersten tag",
    "beginnt",
    "beginnend",
    "beginn",
    "start der",
];
/// How far from the right first day another one may lie that is still meant for it.
const NEAR_DAYS: i32 = 60;

/// Whether a day is called the first one of the display: „Erster Tag: Montag, 16. März“, „Die Auslegung beginnt am 16. März“.
pub fn is_called_first(source: &str, at: &Range<usize>) -> bool {
    let sentence = sentence_of(source, at);
    let day = source.get(at.clone()).unwrap_or_default().to_lowercase();
    let Some((before, _)) = sentence.split_once(&day) else {
        return false;
    };
    let behind = |sign: &&str| {
        before
            .rfind(*sign)
            .map(|found| &before[found + sign.len()..])
    };
    let Some(between) = FIRST.iter().filter_map(behind).min_by_key(|own| own.len()) else {
        return false;
    };
    let is_other_day = between.contains(|letter: char| letter.is_ascii_digit());
    let is_last = ["letzter", "ende", "bis "]
        .iter()
        .any(|word| between.contains(word));
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    // A line of a list needs no more words: „Beginn: 16. März“.
    let is_line = is_label(between);
    !is_other_day && !is_last && (is_line || says(&DISPLAY)) && !says(&OTHERS)
}

/// Whether nothing but a weekday and marks stands between the words for a first day and the day.
fn is_label(between: &str) -> bool {
    let mut words = between.split(|letter: char| !letter.is_alphabetic());
    between.trim_start().starts_with([':', '|'])
        && words.all(|word| {
            let is_weekday = WEEKDAYS.iter().any(|day| day.to_lowercase() == word);
            word.is_empty() || is_weekday || ["den", "der", "am"].contains(&word)
        })
}

/// Whether a span that has neither day of the display is meant for it: „Die Unterlagen liegen vom 23. März bis 10. April
/// im Rathaus aus“.
pub fn is_of_display(source: &str, span: &NamedSpan, start: Date) -> bool {
    let year = span.from.year.unwrap_or(start.year());
    let first = Date::new(year, span.from.month, span.from.day);
    let is_near = first.is_ok_and(|first| (first - start).get_days().abs() <= NEAR_DAYS);
    let sentence = sentence_of(source, &span.to.at);
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    is_near && says(&DISPLAY[4..]) && !says(&OTHERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::days::{days, spans};
    use jiff::civil::date;

    #[test]
    fn a_first_day_is_told_from_other_days() {
        let is_first = |text: &str| {
            let last = days(text).pop().expect("a day");
            is_called_first(text, &last.at)
        };
        assert!(is_first("Erster Tag:  Montag, 2. März 2026"));
        assert!(is_first("| Beginn | 2. März 2026"));
        assert!(is_first("Die Veröffentlichung beginnt am 2. März 2026."));
        assert!(is_first("Erster Tag der Auslegung ist der 02.03.2026."));
        assert!(!is_first(
            "Erster Tag: 2. März 2026, letzter Tag: 2. April 2026"
        ));
        assert!(!is_first(
            "Erster Tag: 2. März 2026\nLetzter Tag: 2. April 2026"
        ));
        assert!(!is_first(
            "Die Auslegung des Vorentwurfs begann am 2. März 2026."
        ));
        assert!(!is_first(
            "Die Versammlung zur Veröffentlichung beginnt am 2. März 2026."
        ));
        assert!(!is_first("Der Bau beginnt am 2. März 2026."));
    }

    #[test]
    fn a_span_of_the_display_is_told_from_others() {
        let is_own = |text: &str| {
            let span = spans(text, &days(text)).pop().expect("a span");
            is_of_display(text, &span, date(2026, 3, 2))
        };
        assert!(is_own(
            "Die Unterlagen liegen vom 9. März bis 1. April 2026 im Rathaus aus."
        ));
        assert!(!is_own(
            "Die Unterlagen lagen vom 9. März bis 1. April 2026 im Rathaus aus."
        ));
        assert!(!is_own(
            "Vom 9. bis 13. März 2026 liegen sie nur im Bauamt aus."
        ));
        assert!(!is_own("Vom 9. bis 13. März 2026 tagt der Rat."));
        assert!(!is_own("Sie liegen vom 9. März bis 1. April 2025 aus."));
    }
}
