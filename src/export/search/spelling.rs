//! Words as they are spelled, so that a browser can offer the one that was meant.
//!
//! Only those of titles, places and lines below them: these are what people look for by name, and an index says them of
//! every entry, so that nothing else need be kept to know which words are still there.

use crate::export::search::Entry;
use crate::export::search::fold::{Folder, Part};
use crate::export::search::reader::is_stop_word;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Shorter words are too near to one another.
const SHORTEST: usize = 4;

/// Each first letter, folded, with the words that begin so, parted by spaces.
pub(super) fn spelled(entries: &[Entry]) -> BTreeMap<char, String> {
    let folder = Folder::new();
    // Of several spellings of a word the most frequent one.
    let mut words: BTreeMap<String, (u32, &str)> = BTreeMap::new();
    for (spelled, times) in counted(entries) {
        let Some(folded) = folded(spelled, &folder) else {
            continue;
        };
        let best = words.entry(folded).or_default();
        *best = (*best).max((times, spelled));
    }
    let mut letters: BTreeMap<char, String> = BTreeMap::new();
    for (folded, (_, spelled)) in &words {
        let Some(letter) = folded.chars().next() else {
            continue;
        };
        let list = letters.entry(letter).or_default();
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(spelled);
    }
    letters
}

/// How often each word stands there, as it is spelled; of one with hyphens its pieces, too.
fn counted<'a>(entries: &'a [Entry]) -> HashMap<&'a str, u32> {
    let add = |mut counts: HashMap<&'a str, u32>, entry: &'a Entry| {
        for text in [&entry.title, &entry.place, &entry.summary] {
            let ends = |letter: char| !letter.is_alphanumeric() && letter != '-';
            for run in text.split(ends).map(|run| run.trim_matches('-')) {
                let pieces = run.split('-').filter(|piece| piece.len() < run.len());
                for word in pieces.chain([run]) {
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
        counts
    };
    let sum = |mut all: HashMap<&'a str, u32>, some: HashMap<&'a str, u32>| {
        for (word, times) in some {
            *all.entry(word).or_default() += times;
        }
        all
    };
    let parts = entries.par_iter().fold(HashMap::new, add);
    parts.reduce(HashMap::new, sum)
}

/// The folded word, if it is one that people may mistype.
fn folded(spelled: &str, folder: &Folder) -> Option<String> {
    let mut words = Vec::new();
    folder.words(spelled, |word, part| {
        if part != Part::Piece {
            words.push(word.to_owned());
        }
    });
    // What a letter of another script parts is no word of one piece.
    let [word] = &mut words[..] else {
        return None;
    };
    let is_letters = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_word = word.len() >= SHORTEST && is_letters && !is_stop_word(word);
    is_word.then(|| std::mem::take(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_as_most_people_spell_them() {
        let entry = |title: &'static str| Entry {
            title: title.into(),
            place: "Meißen".into(),
            summary: "MEISSEN und Ölsnitz 211/3, Annaberg-Buchholz-".into(),
            texts: vec!["Nur im Text".into()],
            ..Entry::default()
        };
        let spelled = spelled(&[entry("Altes Ziegelwerk"), entry("Ort")]);
        let spelled: Vec<_> = spelled
            .iter()
            .map(|(key, words)| (*key, &**words))
            .collect();
        let expected = [
            ('a', "Altes Annaberg Annaberg-Buchholz"),
            ('b', "Buchholz"),
            ('m', "Meißen"),
            ('o', "Ölsnitz"),
            ('z', "Ziegelwerk"),
        ];
        assert_eq!(spelled, expected);
    }
}
