//! Many words that are looked for at once. Nearly no text has any, and every text of the archive is asked.

use aho_corasick::{AhoCorasick, Input, MatchKind};
use memchr::memmem::Finder;
use std::iter;
use std::ops::Range;

/// Words that are looked for at once, as they are written.
pub struct AnyOf {
    words: Vec<&'static str>,
    parts: Vec<Part>,
}

/// Some of the words.
enum Part {
    /// Longer ones. This kind of search skips what cannot begin a word: it sees the more, the longer the shortest is
    /// and the fewer there are.
    Long(AhoCorasick),
    /// A short one.
    Short(Box<Finder<'static>>),
}

/// The bytes of the shortest word that is no short one.
const LONG: usize = 4;
/// So many words at most are one part.
const TOGETHER: usize = 32;

impl AnyOf {
    /// Prepares to look for some words. None only if they were larger than memory.
    pub fn of(words: impl IntoIterator<Item = &'static str>) -> Option<Self> {
        let words: Vec<&str> = words.into_iter().collect();
        let (long, short): (Vec<&str>, Vec<&str>) =
            words.iter().partition(|word| word.len() >= LONG);
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostFirst);
        let long = long.chunks(TOGETHER).map(|words| builder.build(words).ok());
        let long = long.map(|built| built.map(Part::Long));
        let short = short
            .into_iter()
            .map(|word| Part::Short(Box::new(Finder::new(word))));
        Some(Self {
            parts: long.chain(short.map(Some)).collect::<Option<_>>()?,
            words,
        })
    }

    /// Whether a text has one of them.
    pub fn is_in(&self, text: &str) -> bool {
        self.parts.iter().any(|part| part.first(text, 0).is_some())
    }

    /// Which of them a text has and where: at each place the longest, and none that begins in another.
    pub fn found<'s>(&'s self, text: &'s str) -> impl Iterator<Item = (usize, Range<usize>)> + 's {
        let next = self.parts.iter().map(|part| part.first(text, 0));
        let (mut next, mut from): (Vec<Option<usize>>, _) = (next.collect(), 0);
        iter::from_fn(move || {
            for (part, next) in self.parts.iter().zip(&mut next) {
                if next.is_some_and(|next| next < from) {
                    *next = part.first(text, from);
                }
            }
            let start = next.iter().flatten().min().copied()?;
            let words = self.words.iter().enumerate();
            let here = words.filter(|(_, word)| text[start..].starts_with(**word));
            let (which, word) = here.max_by_key(|(_, word)| word.len())?;
            from = start + word.len();
            Some((which, start..from))
        })
    }
}

impl Part {
    /// Where the first of its words begins behind a byte.
    fn first(&self, text: &str, from: usize) -> Option<usize> {
        match self {
            Self::Long(words) => {
                let found = words.find(Input::new(text).range(from..))?;
                Some(found.start())
            }
            Self::Short(word) => Some(from + word.find(&text.as_bytes()[from..])?),
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
            prop_assert_eq!(any.is_in(&text), !expected.is_empty());
            prop_assert_eq!(any.found(&text).collect::<Vec<_>>(), expected);
        }
    }
}
