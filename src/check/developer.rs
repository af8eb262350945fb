//! Who a wording says the developer is (§ 12 BauGB), compared with the record (`NOT-019`).

use crate::check::case::Case;
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::own::Own;
use crate::check::said::start_of;
use crate::finding::{Finding, Level, say};
use std::ops::Range;

/// Forms of firms: without one, what stands behind the word may be anything.
const FIRMS: [&str; 12] = [
    "GmbH",
    "mbH",
    "AG",
    "KG",
    "OHG",
    "GbR",
    "eG",
    "e. V.",
    "e.V.",
    "UG",
    "SE",
    "Genossenschaft",
];

/// `NOT-019`: a row or line „Vorhabenträger“ with another firm than the record's.
pub fn other(case: &Case, own: &Own) -> Option<Finding> {
    let right = &case.procedure.developer.as_ref()?.name;
    let at = named(own.source()).find(|at| {
        let said = &own.source()[at.clone()];
        is_firm(said) && is_firm(right) && !is_same(said, right)
    })?;
    let said = own.source().get(at.clone()).unwrap_or_default();
    let finding = Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(at.clone()),
        say(
            format!("Der Wortlaut nennt als Vorhabenträger „{said}“, das Verfahren „{right}“"),
            format!("The wording names the developer “{said}”, the record “{right}”"),
        ),
    )
    .and_at(case.procedure.origin.at("vorhabentraeger"))
    .because(say(
        "Vorhabenträger ist, wer sich im Durchführungsvertrag verpflichtet (§ 12 Abs. 1 BauGB); eines von beiden ist falsch.",
        "The developer is who is bound by the contract (§ 12 (1) BauGB); one of the two is wrong.",
    ));
    let finding = finding.help(say(
        "Berichtigen Sie den Wortlaut oder vorhabentraeger.",
        "Correct the wording, or vorhabentraeger.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// Where a text names the developer in a row of a table or behind a colon.
fn named(text: &str) -> impl Iterator<Item = Range<usize>> {
    const WORDS: [&str; 4] = [
        "Vorhabenträger",
        "Vorhabenträgerin",
        "Vorhabensträger",
        "Vorhabensträgerin",
    ];
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let from = start;
        start += line.len();
        let is_mark = |letter: char| letter.is_whitespace() || "|*_-:".contains(letter);
        let words = line.trim_start_matches(is_mark);
        let behind = WORDS
            .iter()
            .rev()
            .find_map(|word| words.strip_prefix(word))?;
        let is_row = behind
            .trim_start_matches(['*', '_', ' '])
            .starts_with([':', '|']);
        let said = behind.trim_start_matches(is_mark);
        let end = said.find(['|', ',', ';', '(']).unwrap_or(said.len());
        let said = said[..end].trim_end_matches(is_mark);
        let at = from + (start_of(line, said));
        (is_row && !said.is_empty()).then_some(at..at + said.len())
    })
}

fn is_firm(name: &str) -> bool {
    let mut words = name.split([' ', ',']);
    FIRMS.iter().any(|form| match form.contains(' ') {
        true => name.contains(form),
        false => words.clone().any(|word| word == *form),
    }) && words.next().is_some()
}

/// Whether two firms share a word that is no form: people shorten their names.
fn is_same(said: &str, right: &str) -> bool {
    const LEAST: usize = 3;
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let words = words.filter(|word| word.chars().count() >= LEAST && !FIRMS.contains(word));
        words.map(squeezed).collect()
    };
    let (said, right) = (words(said), words(right));
    said.is_empty() || said.iter().any(|word| right.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{is_firm, is_same, named};

    #[test]
    fn the_developer_stands_in_a_row_or_behind_a_colon() {
        let found = |text: &'static str| named(text).map(|at| &text[at]).collect::<Vec<_>>();
        assert_eq!(
            found("| Vorhabenträger | Elbhafen Projekt GmbH |"),
            ["Elbhafen Projekt GmbH"]
        );
        assert_eq!(found("**Vorhabenträgerin:** A GmbH, Markt 1"), ["A GmbH"]);
        assert!(found("Vorhabenträger ist die A GmbH.").is_empty());
        assert!(is_firm("Hafenhaus Torgau GmbH & Co. KG") && !is_firm("wird noch benannt"));
        assert!(is_same("Hafenhaus GmbH", "Hafenhaus Torgau GmbH & Co. KG"));
        assert!(!is_same(
            "Elbhafen Projekt GmbH",
            "Hafenhaus Torgau GmbH & Co. KG"
        ));
    }
}
