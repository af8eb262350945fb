//! Many words that are looked for at once. Nearly no text has any, and every text of the archive is asked.

use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::iter;
use std::ops::Range;

/// Words that are looked for at once, as they are written.
pub struct AnyOf {
    words: Vec<String>,
    parts: Vec<Part>,
}

/// How some of the words begin. This kind of search skips what cannot begin a word: it sees the more, the longer the
/// shortest is and the fewer there are.
struct Part {
    starts: AhoCorasick,
    /// For each start, the words that begin so: which of all, the longest first.
    words: Vec<Vec<usize>>,
}

/// As many bytes at most of a word are looked for; the others are compared where these are found.
const START: usize = 6;
/// Words of fewer bytes are parts of their own, each length for itself.
const LONG: usize = 4;
/// So many starts at most are one part.
const TOGETHER: usize = 32;

impl AnyOf {
    /// Prepares to look for some words. None only if they were larger than memory.
    pub fn of<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Option<Self> {
        let words: Vec<String> = words.into_iter().map(W::into).collect();
        let parts = (1..=LONG).flat_map(|length| {
            let starts = starts(&words, |word| word.len().min(LONG) == length);
            let parts: Vec<_> = starts.chunks(TOGETHER).map(Part::of).collect();
            parts
        });
        Some(Self {
            parts: parts.collect::<Option<_>>()?,
            words,
        })
    }

    /// Which of them a text has and where: at each place the longest, and none that begins in another.
    pub fn found<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (usize, Range<usize>)> + 's {
        let first = |part: &Part, from| part.first(text, from, &self.words);
        let mut next: Vec<_> = self.parts.iter().map(|part| first(part, 0)).collect();
        let mut from = 0;
        iter::from_fn(move || {
            for (part, next) in self.parts.iter().zip(&mut next) {
                if next.is_some_and(|(start, _)| start < from) {
                    *next = first(part, from);
                }
            }
            let start = next.iter().flatten().map(|(start, _)| *start).min()?;
            let here = next.iter().flatten().filter(|(own, _)| *own == start);
            let (_, which) = here.max_by_key(|(_, which)| self.words[*which].len())?;
            from = start + self.words[*which].len();
            Some((*which, start..from))
        })
    }
}

/// How some of the words begin, none of it like another, with which of the words do.
fn starts(words: &[String], is_meant: impl Fn(&str) -> bool) -> Vec<(&[u8], Vec<usize>)> {
    let mut meant: Vec<_> = words.iter().enumerate().collect();
    meant.retain(|(_, word)| is_meant(word));
    meant.sort_by_key(|(_, word)| word.len());
    let mut starts: Vec<(&[u8], Vec<usize>)> = Vec::new();
    for (which, word) in meant {
        let word = word.as_bytes();
        match starts.iter_mut().find(|(start, _)| word.starts_with(start)) {
            Some((_, own)) => own.insert(0, which),
            None => starts.push((&word[..word.len().min(START)], vec![which])),
        }
    }
    starts
}

impl Part {
    fn of(starts: &[(&[u8], Vec<usize>)]) -> Option<Self> {
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostFirst);
        let words = starts.iter().map(|(_, words)| words.clone()).collect();
        let starts = builder.build(starts.iter().map(|(start, _)| start)).ok()?;
        Some(Self { starts, words })
    }

    /// Where the first of its words begins behind a byte, and which of all it is.
    fn first(&self, text: &str, mut from: usize, all: &[String]) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        loop {
            let found = self.starts.find(Input::new(text).range(from..))?;
            let behind = &bytes[found.start()..];
            let mut words = self.words[found.pattern().as_usize()].iter();
            if let Some(which) = words.find(|which| behind.starts_with(all[**which].as_bytes())) {
                return Some((found.start(), *which));
            }
            from = found.start() + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// More than a part holds, short ones among them, some in others.
    const WORDS: &str = "a|bb|abc|abcd|bcda|cdab|dabc|aaaa|aaaab|bbbb|bcbcb|cccc|cdcd|dddd|dcba|acac|adad|bdbd|bebe|cece|dede|eeee|eaea|ebeb|ecec|eded|abab|baba|caca|dada|ä b c|äöü|abcde|edcba|ddee|eedd|aabb";

    proptest! {
        #[test]
        fn words_are_found_as_one_search_would(text in "[a-eäöü ]{0,40}", least in 1..5usize) {
            let words: Vec<&str> = WORDS.split('|').filter(|word| word.len() >= least).collect();
            let mut builder = AhoCorasick::builder();
            builder.match_kind(MatchKind::LeftmostLongest);
            let one = builder.build(&words).unwrap();
            let expected = one.find_iter(&text).map(|own| (own.pattern().as_usize(), own.range()));
            let expected: Vec<_> = expected.collect();
            let any = AnyOf::of(words).unwrap();
            prop_assert_eq!(any.found(&text).collect::<Vec<_>>(), expected);
        }
    }
}
