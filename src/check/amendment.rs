//! The number of an amendment, as texts write it: „2. Änderung“, „2.Änderung“, „zweite Änderung“, „II. Änderung“,
//! „Änderung Nr. 2“.

use crate::check::headings;
use crate::check::names::title;
use crate::check::said::start_of;
use std::ops::Range;

/// What numbers an amendment in words, without its ending.
const ORDINALS: [&str; 20] = [
    "erst",
    "zweit",
    "dritt",
    "viert",
    "fünft",
    "sechst",
    "siebt",
    "acht",
    "neunt",
    "zehnt",
    "elft",
    "zwölft",
    "dreizehnt",
    "vierzehnt",
    "fünfzehnt",
    "sechzehnt",
    "siebzehnt",
    "achtzehnt",
    "neunzehnt",
    "zwanzigst",
];

/// The number of an amendment that a text names where it is never the right one, or not in its title, or not where it
/// says what the draft is: „den Entwurf der 1. Änderung“.
pub fn other_amendment(text: &str, right: u16) -> Option<Range<usize>> {
    // A first paragraph that ends like no sentence is none of the heading.
    let title = headings::heading(text).unwrap_or_else(|| title(text)).len();
    let named = amendments(text);
    let is_right = |own: &&(Range<usize>, u16)| own.1 == right;
    // „in der Fassung der 1. Änderung“ tells of an earlier one.
    let is_own = |own: &&(Range<usize>, u16)| {
        let mut before = text[..own.0.start].split_whitespace().rev().take(3);
        !before.any(|word| ["Fassung", "durch", "i.d.F.", "geändert"].contains(&word))
    };
    let in_title = named.iter().filter(|own| own.0.start < title);
    let is_titled = in_title.clone().any(|own| is_right(&own));
    let wrong_title = in_title.into_iter().find(|own| !is_titled && is_own(own));
    let of_draft = |own: &&(Range<usize>, u16)| {
        let before = text[..own.0.start].trim_end();
        !is_right(own)
            && [
                "Entwurf der",
                "Entwurfs der",
                "Entwurf zur",
                "Entwurfes der",
            ]
            .iter()
            .any(|words| before.ends_with(words))
    };
    let wrong = || {
        named
            .first()
            .filter(|_| !named.iter().any(|own| is_right(&own)))
    };
    let found = wrong_title
        .or_else(|| named.iter().find(of_draft))
        .or_else(wrong);
    found.map(|own| own.0.clone())
}

/// The first amendment that a text numbers.
pub fn first(text: &str) -> Option<Range<usize>> {
    amendments(text).into_iter().next().map(|(at, _)| at)
}

/// The amendments that a text numbers: where the number stands, and the number.
fn amendments(text: &str) -> Vec<(Range<usize>, u16)> {
    let words = words(text);
    let named = words.iter().enumerate().filter_map(|(at, word)| {
        let (count, rest) = counted(word)?;
        let start = start_of(text, word);
        let own = start..start + word.len() - rest.len();
        // „2.Änderung“, „1. Änderung“, „1. vereinfachte Änderung“, „2. (vereinfachte) Änderung“; not „am 3. zur Änderung“.
        let next = words.get(at + 1).copied().unwrap_or_default();
        let second = words.get(at + 2).copied().unwrap_or_default();
        let is_bracket = next.starts_with('(') && next.ends_with(')');
        let is_between = next.ends_with("te") || next.ends_with("ten") || is_bracket;
        let is_meant = match rest {
            "" => is_amendment(next) || is_between && is_amendment(second),
            _ => is_amendment(rest),
        };
        is_meant.then_some((own, count))
    });
    let behind = words.windows(3).filter_map(|three| {
        let [word, next, second] = three else {
            return None;
        };
        let number = match *next {
            "Nr." | "Nummer" => second,
            _ => next,
        };
        let digits = number.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let count = digits
            .parse()
            .ok()
            .filter(|_| is_amendment(word) && digits.len() < 3)?;
        // „Änderung 12. März“ is a day.
        let is_day = number.len() > digits.len()
            && number[digits.len()..].starts_with('.')
            && !matches!(*next, "Nr." | "Nummer");
        let start = start_of(text, digits);
        (!is_day).then_some((start..start + digits.len(), count))
    });
    let mut all: Vec<(Range<usize>, u16)> = named.chain(behind).collect();
    all.sort_by_key(|own| own.0.start);
    all
}

/// The words of a text without the marks around them.
fn words(text: &str) -> Vec<&str> {
    let words = text.split_whitespace();
    words
        .map(|word| word.trim_start_matches(['*', '_', '#', '„', '"', '|', '»']))
        .map(|word| {
            if word.starts_with("(") && !word.ends_with(')') {
                &word[1..]
            } else {
                word
            }
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// The number that a word begins with, and what follows it in the same word: „2.“, „2.Änderung“, „zweite“, „II.“.
fn counted(word: &str) -> Option<(u16, &str)> {
    let digits = word.len()
        - word
            .trim_start_matches(|letter: char| letter.is_ascii_digit())
            .len();
    if digits > 0 {
        let rest = word[digits..].strip_prefix('.')?;
        return Some((word[..digits].parse().ok()?, rest));
    }
    if let Some(roman) = word.strip_suffix('.') {
        let count = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
        let at = count.iter().position(|own| *own == roman)?;
        return Some((at as u16 + 1, ""));
    }
    let lower = word.to_lowercase();
    let stem = ["en", "er", "es", "em", "e"]
        .iter()
        .find_map(|ending| lower.strip_suffix(ending))?;
    let at = ORDINALS.iter().position(|own| *own == stem)?;
    Some((at as u16 + 1, ""))
}

/// „Änderung“, „Teiländerung“, „Änd.“, „Ä.“
fn is_amendment(word: &str) -> bool {
    let word = word.trim_end_matches(|letter: char| !letter.is_alphanumeric() && letter != '.');
    let lower = word.to_lowercase().replace('\u{308}', "");
    let is_long = ["änderung", "anderung", "teiländerung"]
        .iter()
        .any(|own| lower.starts_with(own));
    is_long || ["änd.", "ä."].contains(&lower.as_str()) || word == "Änd"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_amendment_in_the_title_is_found_whatever_the_text_says() {
        let found = |text: &'static str| other_amendment(text, 2).map(|at| &text[at]);
        let text =
            "# Bekanntmachung\n\n**3. Änderung des Bebauungsplans**\n\nDie 2. Änderung liegt aus.";
        assert_eq!(found(text), Some("3."));
        let text = "Bebauungsplan in der Fassung der 1. Änderung\n\nDie 2. Änderung liegt aus.";
        assert_eq!(found(text), None);
        let text = "2. Änderung\n\nDie 1. Änderung ist in Kraft, die 2. Änderung liegt aus.";
        assert_eq!(found(text), None);
        let text = "Nach der 1. Änderung folgt nun die 2. Änderung.\n\nEnde.";
        assert_eq!(found(text), None);
    }

    #[test]
    fn another_amendment_is_found_unless_the_right_one_is_named() {
        let found = |text: &'static str| other_amendment(text, 2).map(|at| &text[at]);
        assert_eq!(found("Die 1. Änderung des Plans"), Some("1."));
        assert_eq!(found("3. vereinfachte Änderung"), Some("3."));
        assert_eq!(found("nach der 1. Änderung nun die 2. Änderung"), None);
        assert_eq!(found("am 3. März zur Änderung, der Planänderung"), None);
    }

    #[test]
    fn amendments_are_numbered_in_many_ways() {
        let read = |text: &str| amendments(text).first().map(|own| own.1);
        for text in [
            "Die 2.Änderung des Plans",
            "2. Teiländerung",
            "2. Änd. des Plans",
            "2. (vereinfachte) Änderung",
            "Zweite Änderung des Plans",
            "die zweite Änderung",
            "der II. Änderung",
            "Änderung Nr. 2 des Plans",
            "Änderung 2 zum Plan",
            "**2. Änderung**",
            "(2. Änderung)",
        ] {
            assert_eq!(read(text), Some(2), "{text}");
        }
        assert_eq!(read("der siebzehnten Änderung"), Some(17));
        assert_eq!(
            read("am 12. zur Änderung des Plans, Änderung 12. März"),
            None
        );
        let draft = "1. Änderung\n\nDen Entwurf der 3. Änderung hat der Rat gebilligt.";
        assert_eq!(other_amendment(draft, 1).map(|at| &draft[at]), Some("3."));
    }
}
