//! Where a plan lies by the words of a notice, compared with the record: „nördlich der Bahnhofstraße“ here, „südlich der
//! Bahnhofstraße“ there (`NOT-019`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::said::start_of;
use crate::finding::{Finding, Level, say};
use std::ops::Range;

/// The quarters with how far east and north they lie, longer words first.
const QUARTERS: [(&str, (i8, i8)); 12] = [
    ("nordost", (1, 1)),
    ("nordöst", (1, 1)),
    ("nordwest", (-1, 1)),
    ("südost", (1, -1)),
    ("südöst", (1, -1)),
    ("südwest", (-1, -1)),
    ("nord", (0, 1)),
    ("nörd", (0, 1)),
    ("süd", (0, -1)),
    ("ost", (1, 0)),
    ("öst", (1, 0)),
    ("west", (-1, 0)),
];
/// Ends of the words that say on which side of something a place is.
const BESIDE: [&str; 2] = ["lich", "en"];

/// On which side of something a text puts a place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side<'t> {
    /// East and north.
    quarter: (i8, i8),
    /// Whether it lies in the thing („im Norden der Stadt“), not beside it.
    is_inside: bool,
    /// What it is beside, as it is written.
    thing: &'t str,
    at: Range<usize>,
}

impl Side<'_> {
    fn is_of(&self, other: &Side) -> bool {
        let plain = |thing: &str| thing.to_lowercase();
        self.is_inside == other.is_inside && plain(self.thing) == plain(other.thing)
    }

    fn is_opposite(&self, other: &Side) -> bool {
        let ((east, north), (other_east, other_north)) = (self.quarter, other.quarter);
        east * other_east + north * other_north < 0
    }
}

/// `NOT-019`: a wording that puts the plan on the other side of a street, a river or a town than the record.
pub fn of_the_area(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let recorded = sides(&procedure.area_description);
    if recorded.is_empty() {
        return;
    }
    for own in wordings(case) {
        let told = sides(own.source());
        let turned = told.iter().find_map(|side| {
            let right = recorded
                .iter()
                .find(|right| right.is_of(side) && right.is_opposite(side))?;
            // What lies on both sides is told of both.
            let same = |other: &Side| other.is_of(side) && !other.is_opposite(right);
            let is_told = told.iter().any(same);
            let is_recorded = recorded
                .iter()
                .any(|own| own.is_of(side) && !own.is_opposite(side));
            (!is_told && !is_recorded).then_some((side, right))
        });
        if let Some((side, right)) = turned {
            let right = &procedure.area_description[right.at.clone()];
            report.add(turned_round(&own, side, right));
        }
    }
}

fn turned_round(own: &Own, side: &Side, right: &str) -> Finding {
    let said = &own.source()[side.at.clone()];
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(side.at.clone()),
        say(
            format!("Der Wortlaut sagt „{said}“, das Verfahren „{right}“"),
            format!("The wording says “{said}”, the record “{right}”"),
        ),
    )
    .because(say(
        "Die Bekanntmachung muss erkennen lassen, welches Gebiet gemeint ist (Anstoßwirkung); eine der beiden Angaben ist falsch.",
        "The notice must make the area recognisable; one of the two is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder geltungsbereich.beschreibung.",
        "Correct the wording or geltungsbereich.beschreibung.",
    ))
    .at_level(Level::Warning)
}

/// The quarter that a word names: „nördlich“, „Südosten“; what is only called so is none („Nordring“).
fn quarter(word: &str) -> Option<(i8, i8)> {
    let word = word.to_lowercase();
    let mut all = QUARTERS.iter();
    let (begin, quarter) = all.find(|(begin, _)| word.starts_with(begin))?;
    BESIDE.contains(&&word[begin.len()..]).then_some(*quarter)
}

/// Every side that a text tells of.
fn sides(text: &str) -> Vec<Side<'_>> {
    let words: Vec<&str> = text
        .split([' ', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (Some(quarter), Some(joint)) = (quarter(word), words.get(at + 1)) else {
            continue;
        };
        let is_inside = word.ends_with("en");
        let is_named = !is_inside || at > 0 && words[at - 1] == "im";
        if !is_named || !["der", "des", "von", "vom", "dem"].contains(joint) {
            continue;
        }
        let Some(thing) = thing(text, words.get(at + 2..).unwrap_or_default()) else {
            continue;
        };
        let end = start_of(text, thing) + thing.len();
        found.push(Side {
            quarter,
            is_inside,
            thing,
            at: start_of(text, word)..end,
        });
    }
    found
}

/// The name that begins with the first of some words of a text: words with a capital letter or a number in a row.
fn thing<'t>(text: &'t str, words: &[&'t str]) -> Option<&'t str> {
    const MOST: usize = 4;
    let first = start_of(text, words.first()?);
    let mut end = None;
    for word in words.iter().take(MOST) {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '|', '*']);
        let is_part =
            bare.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
        if !is_part {
            break;
        }
        end = Some(start_of(text, word) + bare.len());
        if bare.len() < word.len() {
            break;
        }
    }
    text.get(first..end?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<((i8, i8), &str)> {
        let sides = sides(text);
        sides
            .iter()
            .map(|side| (side.quarter, side.thing))
            .collect()
    }

    #[test]
    fn a_side_is_told_of_a_thing() {
        let text = "östlich der S 8a und nördlich des Klosterguts Frankenhausen, im Südosten der Kernstadt";
        let expected = [
            ((1, 0), "S 8a"),
            ((0, 1), "Klosterguts Frankenhausen"),
            ((1, -1), "Kernstadt"),
        ];
        assert_eq!(told(text), expected);
        assert_eq!(
            told("an der Südstraße, Nordring, der südlichen Altstadt, südlich gelegen"),
            []
        );
    }

    #[test]
    fn only_the_other_side_of_the_same_thing_is_opposite() {
        let all = sides(
            "nördlich der Aue, südwestlich der Aue, westlich der Aue, südlich der Elbe, im Süden der Aue",
        );
        let [north, south_west, west, elbe, inside] = all.as_slice() else {
            panic!("{all:?}");
        };
        assert!(north.is_of(south_west) && north.is_opposite(south_west));
        assert!(!north.is_opposite(west));
        assert!(!north.is_of(elbe) && !north.is_of(inside));
    }
}
