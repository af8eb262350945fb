//! Words that mean the same to people who look for plans.
//!
//! The groups stand in `synonyms.toml`. Every group becomes a term of its own, under which all
//! entries with any of its words are listed; so the browser loads one small file for a group and
//! not one for each of its words.

use std::collections::HashMap;

use rust_stemmers::Stemmer;
use serde::Deserialize;

use crate::export::search::fold::{Folder, Part};
use crate::export::search::reader;

/// One meaning and its words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// Lower-case letters and digits; part of a file's name.
    pub(super) key: String,
    /// German words; the browser shows them where it has used the group.
    pub(super) german: Vec<String>,
    /// What readers of the English pages type instead.
    #[serde(default)]
    pub(super) english: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    group: Vec<Group>,
}

/// The groups as they are written.
pub(super) const TEXT: &str = include_str!("synonyms.toml");

/// All groups, sorted by their key.
pub(super) fn groups() -> Vec<Group> {
    let groups: Groups =
        toml::from_str(TEXT).expect("synonyms.toml is part of the program, and a test reads it");
    groups.group
}

/// For a stem the phrases that begin with it.
pub(super) type Phrases = HashMap<String, Vec<Phrase>>;

/// What follows the first stem of a word or phrase of a group.
pub(super) struct Phrase {
    /// The other stems; none for a single word.
    pub(super) rest: Vec<String>,
    /// The group's index.
    pub(super) group: u32,
}

/// The words of all groups as sequences of stems.
pub(super) fn phrases(groups: &[Group], folder: &Folder, stemmer: &Stemmer) -> Phrases {
    let mut phrases = Phrases::new();
    for (index, group) in groups.iter().enumerate() {
        for word in group.german.iter().chain(&group.english) {
            for mut stems in sequences(word, folder, stemmer) {
                let phrase = Phrase {
                    rest: stems.split_off(1),
                    group: index as u32,
                };
                phrases.entry(stems.concat()).or_default().push(phrase);
            }
        }
    }
    phrases
}

/// The stems of a word or phrase: with its hyphens parting words, and with them joining words.
fn sequences(text: &str, folder: &Folder, stemmer: &Stemmer) -> Vec<Vec<String>> {
    let (mut parted, mut joined) = (Vec::new(), Vec::new());
    let mut pieces = 0;
    folder.words(text, |word, part| {
        if reader::is_stop_word(word) {
            return;
        }
        let stem = reader::stem(word, stemmer).into_owned();
        if part != Part::Joined {
            parted.push(stem.clone());
        }
        match part {
            Part::Whole => joined.push(stem),
            Part::Piece => pieces += 1,
            Part::Joined => joined.push(stem),
        }
    });
    let mut sequences = vec![parted];
    if pieces > 0 {
        sequences.push(joined);
    }
    sequences.retain(|stems| !stems.is_empty());
    sequences
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_stemmers::{Algorithm, Stemmer};

    use super::{groups, sequences};
    use crate::export::search::fold::Folder;
    use crate::export::search::reader;

    #[test]
    fn groups_are_sorted_and_large_enough() {
        let groups = groups();
        assert!(groups.len() >= 60);
        assert!(groups.is_sorted_by(|a, b| a.key < b.key));
        for group in &groups {
            assert!(
                group.key.bytes().all(|byte| byte.is_ascii_lowercase()),
                "{}",
                group.key
            );
            assert!(
                group.german.len() + group.english.len() > 1,
                "{}",
                group.key
            );
            assert!(!group.german.is_empty(), "{}", group.key);
        }
    }

    #[test]
    fn no_word_means_two_things() {
        let (folder, stemmer) = (Folder::new(), Stemmer::create(Algorithm::German));
        let mut known = BTreeMap::new();
        let mut double = Vec::new();
        for group in groups() {
            for word in group.german.iter().chain(&group.english) {
                let sequences = sequences(word, &folder, &stemmer);
                // The browser looks phrases up by their first letter.
                let first = word.split(' ').next().unwrap();
                assert!(!reader::is_stop_word(&first.to_lowercase()), "{word}");
                assert!(
                    !sequences.is_empty(),
                    "{word} has only words that are not searched"
                );
                for stems in sequences {
                    if let Some(other) = known.insert(stems, word.clone()) {
                        double.push(format!("{other} and {word} ({})", group.key));
                    }
                }
            }
        }
        assert!(double.is_empty(), "{double:#?}");
    }
}
