//! Days in what findings say: people read „13. Januar 2027“, a file takes `2027-01-13`.

use crate::finding::{Finding, Language, Words};
use crate::law::calendar::day_in_words;
use jiff::civil::Date;

/// How long a day is as files write it.
const LENGTH: usize = "2027-01-13".len();

/// Writes the days of a finding as people read them. What is to be written into the file, or is quoted
/// from it, stays.
pub fn tell(finding: &mut Finding) {
    let reason = finding.reason.iter_mut();
    let parts = reason.chain(finding.help.iter_mut());
    for words in parts.chain([&mut finding.message]) {
        in_words(words);
    }
}

fn in_words(words: &mut Words) {
    if let Some(told) = told(&words.de, Language::German) {
        words.de = told;
    }
    if let Some(told) = told(&words.en, Language::English) {
        words.en = told;
    }
}

/// The text with its days in words; none where there is nothing to change.
fn told(text: &str, language: Language) -> Option<String> {
    let mut told: Option<String> = None;
    let mut done = 0;
    let mut at = 0;
    while let Some(hyphen) = text.get(at..).and_then(|rest| rest.find('-')) {
        let start = (at + hyphen).checked_sub("2027".len());
        at += hyphen + 1;
        let Some(start) = start.filter(|start| *start >= done) else {
            continue;
        };
        let Some(day) = day_at(text, start).filter(|_| is_told(text, start, language)) else {
            continue;
        };
        let told = told.get_or_insert_default();
        told.push_str(&text[done..start]);
        told.push_str(day_in_words(day).in_language(language));
        done = start + LENGTH;
        at = done;
    }
    let mut told = told?;
    told.push_str(&text[done..]);
    Some(told)
}

/// The day that stands alone at a place of a text.
fn day_at(text: &str, start: usize) -> Option<Date> {
    let written = text.get(start..start + LENGTH)?;
    let is_part = |letter: char| letter.is_alphanumeric() || "-_/".contains(letter);
    let mut behind = text[start + LENGTH..].chars();
    let next = behind.next();
    let is_name = next == Some('.') && behind.next().is_some_and(char::is_alphanumeric);
    let before = text[..start].chars().next_back();
    let is_alone = !is_name && !before.is_some_and(is_part) && !next.is_some_and(is_part);
    written.parse().ok().filter(|_| is_alone)
}

/// Whether a day is told, not written for a file (`ende: 2027-01-13`) or quoted from it.
fn is_told(text: &str, start: usize, language: Language) -> bool {
    let before = &text[..start];
    let (opens, closes) = match language {
        Language::German => ('„', '“'),
        Language::English => ('“', '”'),
    };
    let is_quoted = before.rfind(opens) > before.rfind(closes);
    let key = before.strip_suffix(": ").and_then(|key| {
        let letters =
            key.trim_end_matches(|letter: char| letter.is_ascii_lowercase() || letter == '_');
        Some(&key[letters.len()..]).filter(|key| !key.is_empty())
    });
    let is_value = key.is_some() || before.ends_with(['"', '`', '\'']);
    !is_quoted && !is_value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_in_words_and_written_as_files_take_them() {
        let german = |text| told(text, Language::German);
        let cases = [
            (
                "Frühestes Ende ist der 2027-01-13.",
                "Frühestes Ende ist der 13. Januar 2027.",
            ),
            (
                "Schreiben Sie ende: 2027-01-13. Der 2027-01-09 ist kein Werktag.",
                "Schreiben Sie ende: 2027-01-13. Der 9. Januar 2027 ist kein Werktag.",
            ),
            (
                "(2026-04-01 bis 2026-05-05)",
                "(1. April 2026 bis 5. Mai 2026)",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(german(text).as_deref(), Some(wanted));
        }
        for text in [
            "Schreiben Sie ende: 2027-01-13.",
            "„Plan vom 2027-01-13“ ist anders",
            "plan-2027-01-13.pdf",
            "2027-01-13.pdf",
            "fassung: \"2017-05-13\"",
            "2027-13-01",
            "Kein Tag – nur ein Strich - hier",
        ] {
            assert_eq!(german(text), None, "{text}");
        }
        let english = told("The earliest end is 2027-01-13.", Language::English);
        assert_eq!(
            english.as_deref(),
            Some("The earliest end is 13 January 2027.")
        );
    }
}
