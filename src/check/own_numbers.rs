//! Numbers of resolutions that a wording writes as the record does, without the word before them: „(BV-0187/2022)“,
//! „am 26. Februar 2026 (SR 9/2026)“.

use crate::check::case::Case;
use crate::check::days::NamedDay;
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::own_resolutions::told_kinds;
use crate::check::said::start_of;
use crate::check::texts::around;
use crate::finding::{Finding, Place, Words, say};
use crate::model::phase::Phase;
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;

/// How far from a number its day may stand, in bytes.
const NEAR: usize = 30;

/// `TXT-001`, `TXT-006`: a number of the record beside another day than its own, and a day of the record beside another
/// number.
pub fn compare(case: &Case, own: &Own) -> Vec<Finding> {
    let resolved = case.procedure.phases.iter().filter_map(|phase| {
        let resolution = phase.resolution.as_ref()?;
        let number = resolution.number.as_deref()?;
        Some(Resolved {
            phase,
            number,
            days: [Some(phase.time.start()), resolution.date],
        })
    });
    let resolved: Vec<Resolved> = resolved.collect();
    let source = own.source();
    let read = || {
        let numbers = numbers(source, &resolved).into_iter();
        let dated = numbers.filter_map(|at| {
            let day = day_near(source, &at, own.days())?;
            Some((at, day.clone()))
        });
        dated.collect()
    };
    let mut found = Vec::new();
    for (at, day) in own.numbered(read) {
        let said = &source[at.clone()];
        let same: Vec<&Resolved> = resolved
            .iter()
            .filter(|one| is_same(one.number, said))
            .collect();
        let on_day = resolved.iter().find(|one| one.is_on(day));
        match (same.as_slice(), on_day) {
            ([], Some(right)) => {
                found.push(other_number(
                    own.at(at.clone()),
                    said,
                    (right.phase, right.number),
                ));
            }
            ([_, ..], Some(right))
                if !same.iter().any(|one| one.is_on(day))
                    && is_alone(source, at, right.number)
                    && (told_kinds_of(own, said).contains(right.phase.rule.key.as_str())
                        || is_joined(source, at, day)) =>
            {
                let right = (right.phase, right.number);
                found.push(other_number(own.at(at.clone()), said, right));
            }
            ([first, ..], None)
                if day.year.is_some() && day.exists() && !same.iter().any(|one| one.is_on(day)) =>
            {
                found.push(other_day(own, day, first));
            }
            _ => {}
        }
    }
    found
}

/// The kinds of step of which the sentence with a number tells.
fn told_kinds_of(own: &Own, said: &str) -> HashSet<&'static str> {
    let said = said.to_lowercase();
    let mut sentences = own.sentences().iter();
    let sentence = sentences.find(|sentence| sentence.contains(&said));
    sentence.map(|own| told_kinds(own)).unwrap_or_default()
}

/// Whether nothing but words that join a resolution's number and its day stands between them: „am 9. September 2026 mit
/// Beschluss Nr. 12“, „vom 30. April 2026 (SR/004/25)“.
fn is_joined(text: &str, at: &Range<usize>, day: &NamedDay) -> bool {
    const JOINING: [&str; 12] = [
        "",
        "mit",
        "durch",
        "per",
        "unter",
        "der",
        "dem",
        "beschluss",
        "beschlussnummer",
        "nr",
        "nummer",
        "vom",
    ];
    let between = match day.at.end <= at.start {
        true => day.at.end..at.start,
        false => at.end..day.at.start.max(at.end),
    };
    let Some(between) = text.get(between) else {
        return false;
    };
    let is_part = |letter: char| letter.is_alphanumeric();
    let lower = between.to_lowercase();
    !between.contains(['\n', ';'])
        && lower
            .split(|letter| !is_part(letter))
            .all(|word| JOINING.contains(&word))
}

/// Whether the right number does not stand near the one of another resolution: a sentence may name both.
fn is_alone(text: &str, at: &Range<usize>, right: &str) -> bool {
    const FAR: usize = 160;
    let near = around(text, at.start, FAR, FAR);
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    !plain(near).contains(&plain(right))
}

struct Resolved<'a> {
    phase: &'a Phase,
    number: &'a str,
    days: [Option<Date>; 2],
}

impl Resolved<'_> {
    fn is_on(&self, day: &NamedDay) -> bool {
        self.days.iter().flatten().any(|own| day.is(*own))
    }
}

/// Where a text has numbers that are written as one of the record is, with its letters.
fn numbers(text: &str, resolved: &[Resolved]) -> Vec<Range<usize>> {
    let shapes: Vec<String> = resolved
        .iter()
        .filter(|one| one.number.contains(char::is_alphabetic))
        .map(|one| shape(one.number))
        .collect();
    if shapes.is_empty() {
        return Vec::new();
    }
    let is_gap = |letter: char| letter.is_whitespace() || "()[],;„“\"".contains(letter);
    let words: Vec<&str> = text.split(is_gap).filter(|word| !word.is_empty()).collect();
    let start = |word: &str| start_of(text, word);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let word = word.trim_end_matches(['.', ':']);
        let range = start(word)..start(word) + word.len();
        let next = words
            .get(at + 1)
            .map(|next| next.trim_end_matches(['.', ':']));
        let pair = next.map(|next| range.start..start(next) + next.len());
        // „SR 9/2026“ are two words.
        let pair = pair.filter(|pair| pair.len() < 40 && !text[pair.clone()].contains(['(', '\n']));
        let is_one = |range: &Range<usize>| shapes.contains(&shape(&text[range.clone()]));
        found.extend([Some(range), pair].into_iter().flatten().find(is_one));
    }
    found
}

/// A number without its digits: „bv-#/#“.
fn shape(number: &str) -> String {
    let mut shape = String::new();
    for letter in number.chars().filter(|letter| !letter.is_whitespace()) {
        match letter {
            '0'..='9' if shape.ends_with('#') => {}
            '0'..='9' => shape.push('#'),
            _ => shape.extend(letter.to_lowercase()),
        }
    }
    shape
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    plain(one) == plain(other)
}

/// The day beside a number, if no sentence ends between them.
fn day_near<'d>(text: &str, at: &Range<usize>, days: &'d [NamedDay]) -> Option<&'d NamedDay> {
    let gap = |day: &NamedDay| {
        let between = match day.at.end <= at.start {
            true => day.at.end..at.start,
            false => at.end..day.at.start.max(at.end),
        };
        let words = text.get(between)?;
        // „mit Beschluss Nr. 12“ ends no sentence.
        let is_end = words.replace("Nr. ", "").contains(". ");
        (words.len() <= NEAR && !is_end && is_one_line(words)).then_some(words.len())
    };
    // „die vom 25. September bis 27. Oktober eingegangen sind, mit BV/044/2026 geprüft“
    let is_of_span = |day: &NamedDay| {
        let (before, behind) = (&text[..day.at.start], &text[day.at.end..]);
        before.trim_end().ends_with("bis") || behind.trim_start().starts_with("bis")
    };
    let near = days.iter();
    let near = near.filter(|day| !is_of_version(text, day) && !is_of_span(day));
    let near = near.filter_map(|day| Some((gap(day)?, day)));
    near.min_by_key(|(gap, _)| *gap).map(|(_, day)| day)
}

/// Whether words stand in one line, or one that ends before a bracket or a word for a resolution: rows of tables and items
/// of lists end, too.
fn is_one_line(words: &str) -> bool {
    let Some((before, after)) = words.split_once('\n') else {
        return true;
    };
    let after = after.trim_start_matches(' ');
    let goes_on = ["(", "Beschl", "mit ", "unter "]
        .iter()
        .any(|begin| after.starts_with(begin));
    !before.contains('|') && goes_on && !after.contains('\n')
}

/// Whether a day is that of a version: „den Entwurf in der Fassung vom 13. Oktober 2025 gebilligt (Beschluss GA 7/2025)“.
fn is_of_version(text: &str, day: &NamedDay) -> bool {
    let before = text[..day.at.start].trim_end_matches([' ', '\n', ':']);
    [
        "Fassung vom",
        "Fassung",
        "Stand vom",
        "Stand",
        "d. F. vom",
        "d.F. vom",
        "ntwurf vom",
    ]
    .iter()
    .any(|words| before.ends_with(words))
}

/// `TXT-006`: another number than that of a phase's resolution.
pub fn other_number(place: Place, said: &str, (phase, number): (&Phase, &str)) -> Finding {
    let label = &phase.rule.label;
    Finding::new(
        &kinds::RESOLUTION_NUMBER,
        place,
        say(
            format!("Der Wortlaut nennt den Beschluss {said}, „{}“ ist {number}", label.de),
            format!("The wording names resolution {said}, “{}” is {number}", label.en),
        ),
    )
    .and_at(phase.origin.at("beschluss.nummer"))
    .because(say(
        "Wer den Beschluss nachlesen will, sucht ihn unter seiner Nummer; eine von beiden ist falsch.",
        "Whoever wants to read the resolution looks it up by its number; one of them is wrong.",
    ))
    .help(say(
        format!("Schreiben Sie {number}, oder berichtigen Sie beschluss.nummer."),
        format!("Write {number}, or correct beschluss.nummer."),
    ))
}

fn other_day(own: &Own, day: &NamedDay, right: &Resolved) -> Finding {
    let said = own.source().get(day.at.clone()).unwrap_or_default();
    let (number, label) = (right.number, &right.phase.rule.label);
    let on = right.days[1].or(right.days[0]).unwrap_or_default();
    let words = say(
        format!(
            "Der Wortlaut nennt zum Beschluss {number} den {said}, „{}“ war am {on}",
            label.de
        ),
        format!(
            "For resolution {number} the wording names {said}, “{}” was on {on}",
            label.en
        ),
    );
    another_day(own.at(day.at.clone()), words, right.phase)
}

/// `TXT-001`: another day than that of a phase's resolution.
pub fn another_day(place: Place, words: Words, phase: &Phase) -> Finding {
    Finding::new(&kinds::DAYS_OF_RECORD, place, words)
        .and_at(phase.origin.place())
        .because(say(
            "Eine Bekanntmachung macht den Beschluss bekannt, den es gibt; eines von beiden ist falsch.",
            "A notice announces the resolution that exists; one of them is wrong.",
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut oder den Tag der Phase.",
            "Correct the wording or the day of the phase.",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_shape_are_known_by_it() {
        assert_eq!(shape("BV-0187/2022"), shape("bv-0178/2022"));
        assert_eq!(shape("SR 9/2026"), shape("SR10/2026"));
        assert_ne!(shape("SR 9/2026"), shape("SR 9/1/2026"));
        assert!(is_same("SR 9/2026", "SR 9/2026") && !is_same("SR 9/2026", "SR 10/2026"));
    }
}
