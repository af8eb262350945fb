//! Entries to terms: which stem stands in which entry, and how prominently.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};

use crate::export::search::Entry;
use crate::export::search::fold::{Folder, Part};
use crate::export::search::synonyms::{self, Group, Phrase, Phrases};

/// Begins the name of a group; it sorts after every stem.
pub(super) const GROUP: char = '~';
/// Words without a meaning of their own, folded.
pub(super) const STOP_WORDS: &str = include_str!("stop.txt");
/// Words that many compounds end with, so that "Wand" finds "Lärmschutzwand".
///
/// A fixed list: were it made of the words at hand, one text could change where others are found.
pub(super) const HEADS: &str = include_str!("heads.txt");
/// A compound has at least so many letters before its head: "Einwand" is no "Wand".
const SHORTEST_MODIFIER: usize = 4;
/// How often a word must stand in the running text to say what the text is about.
const OFTEN: u32 = 4;

/// Where a term stands in an entry, the most prominent place last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub(super) enum Class {
    Text,
    OftenInText,
    Heading,
    Place,
    Title,
}

/// The stop words.
pub(super) fn stop_words() -> impl Iterator<Item = &'static str> {
    STOP_WORDS.split_whitespace()
}

/// Whether a folded word is never searched.
pub(super) fn is_stop_word(word: &str) -> bool {
    stop_words().any(|stop| stop == word)
}

/// The stem of a folded word; numbers and marks such as `co2` stay as they are.
pub(super) fn stem<'a>(word: &'a str, stemmer: &Stemmer) -> Cow<'a, str> {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        Cow::Borrowed(word)
    } else {
        stemmer.stem(word)
    }
}

/// What some entries hold.
pub(super) struct Chunk {
    /// The terms' names.
    pub(super) names: Vec<String>,
    /// For each entry its terms: the index of the name, and the class in the lowest three bits.
    pub(super) entries: Vec<Vec<u32>>,
}

/// What is needed to read a text.
pub(super) struct Analyst {
    folder: Folder,
    stemmer: Stemmer,
    stops: HashSet<&'static str>,
    /// The stems of [`HEADS`], longest first.
    heads: Vec<String>,
    phrases: Phrases,
    groups: Vec<String>,
}

impl Analyst {
    pub(super) fn new(groups: &[Group]) -> Self {
        let folder = Folder::new();
        let stemmer = Stemmer::create(Algorithm::German);
        let name = |group: &Group| format!("{GROUP}{}", group.key);
        Self {
            heads: heads(&folder, &stemmer),
            phrases: synonyms::phrases(groups, &folder, &stemmer),
            folder,
            stemmer,
            stops: stop_words().collect(),
            groups: groups.iter().map(name).collect(),
        }
    }

    /// The head of a compound's stem.
    fn head(&self, stem: &str) -> Option<&str> {
        let ends = |head: &&String| {
            stem.len() >= head.len() + SHORTEST_MODIFIER && stem.ends_with(head.as_str())
        };
        self.heads.iter().find(ends).map(String::as_str)
    }

    /// The terms of the entries, in the order of the entries.
    pub(super) fn read(&self, entries: &[Entry]) -> Chunk {
        let mut reader = Reader::new(self);
        let entries = entries.iter().map(|entry| reader.entry(entry)).collect();
        Chunk {
            names: reader.terms.into_iter().map(|term| term.name).collect(),
            entries,
        }
    }
}

fn heads(folder: &Folder, stemmer: &Stemmer) -> Vec<String> {
    let mut heads = Vec::new();
    folder.words(HEADS, |word, _| {
        heads.push(stem(word, stemmer).into_owned())
    });
    heads.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    heads
}

/// A word of a run.
#[derive(Clone, Copy)]
struct Token {
    term: u32,
    part: Part,
    /// Too short to count in running text.
    is_short: bool,
    begins_phrase: bool,
}

/// A term as a reader knows it.
struct Known<'a> {
    name: String,
    phrases: &'a [Phrase],
}

/// How a term stands in the entry that is read.
#[derive(Clone, Copy)]
struct Count {
    times: u32,
    class: Class,
}

/// Reads entries one after the other and remembers what it has once folded and stemmed.
struct Reader<'a> {
    analyst: &'a Analyst,
    /// For each run of letters, as it was spelled, its words among `tokens`.
    runs: HashMap<Vec<u8>, Range<usize>>,
    tokens: Vec<Token>,
    /// Indexes of `terms` and `counts`.
    stems: HashMap<String, u32>,
    terms: Vec<Known<'a>>,
    counts: Vec<Count>,
    /// The terms of the entry that is read.
    found: Vec<u32>,
    /// The words of the text that is read, in their order.
    sequence: Vec<Token>,
}

impl<'a> Reader<'a> {
    fn new(analyst: &'a Analyst) -> Self {
        let mut reader = Self {
            analyst,
            runs: HashMap::new(),
            tokens: Vec::new(),
            stems: HashMap::new(),
            terms: Vec::new(),
            counts: Vec::new(),
            found: Vec::new(),
            sequence: Vec::new(),
        };
        // The groups are the first terms, so that a group's index is its term's.
        for name in &analyst.groups {
            reader.term(name);
        }
        reader
    }

    fn entry(&mut self, entry: &Entry) -> Vec<u32> {
        self.text(&entry.title, Class::Title);
        self.text(&entry.place, Class::Place);
        self.text(&entry.summary, Class::Heading);
        for heading in &entry.headings {
            self.text(heading, Class::Heading);
        }
        for text in &entry.texts {
            self.text(&text.words(), Class::Text);
        }
        let counts = &mut self.counts;
        let packed = self.found.drain(..).map(|term| {
            let count = &mut counts[term as usize];
            let is_often = count.class == Class::Text && count.times >= OFTEN;
            let class = if is_often {
                Class::OftenInText
            } else {
                count.class
            };
            count.times = 0;
            term << 3 | class as u32
        });
        packed.collect()
    }

    fn text(&mut self, text: &str, class: Class) {
        let mut sequence = std::mem::take(&mut self.sequence);
        sequence.clear();
        // Every such byte ends a word, whatever stands around it.
        let ends =
            |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"-/".contains(byte);
        for run in text.as_bytes().split(ends).filter(|run| !run.is_empty()) {
            for index in self.run(run) {
                let token = self.tokens[index];
                // Days, paragraphs, single letters in a text would drown the plans' numbers.
                if class != Class::Text || !token.is_short {
                    self.count(token.term, class);
                }
                if token.part != Part::Joined {
                    sequence.push(token);
                } else if token.begins_phrase {
                    self.phrases(&[token], class);
                }
            }
        }
        for (start, token) in sequence.iter().enumerate() {
            if token.begins_phrase {
                self.phrases(&sequence[start..], class);
            }
        }
        self.sequence = sequence;
    }

    /// Counts the groups whose words the sequence begins with.
    fn phrases(&mut self, sequence: &[Token], class: Class) {
        let [first, others @ ..] = sequence else {
            return;
        };
        for phrase in self.terms[first.term as usize].phrases {
            let is_there =
                |(stem, token): (&String, &Token)| *stem == self.terms[token.term as usize].name;
            let fits = phrase.rest.len() <= others.len();
            if fits && phrase.rest.iter().zip(others).all(is_there) {
                self.count(phrase.group, class);
            }
        }
    }

    fn count(&mut self, term: u32, class: Class) {
        let count = &mut self.counts[term as usize];
        if count.times == 0 {
            self.found.push(term);
            count.class = class;
        }
        count.class = count.class.max(class);
        count.times += 1;
    }

    /// The words of a run: none, one, or several where a hyphen or another script's mark stands.
    fn run(&mut self, run: &[u8]) -> Range<usize> {
        if let Some(range) = self.runs.get(run) {
            return range.clone();
        }
        let start = self.tokens.len();
        let analyst = self.analyst;
        let text = std::str::from_utf8(run).unwrap_or_default();
        analyst.folder.words(text, |word, part| {
            if analyst.stops.contains(word) {
                return;
            }
            let stem = stem(word, &analyst.stemmer);
            let term = self.term(&stem);
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            self.tokens.push(Token {
                term,
                part,
                is_short: word.len() < if is_number { 3 } else { 2 },
                begins_phrase: !self.terms[term as usize].phrases.is_empty(),
            });
            if let Some(head) = analyst.head(&stem) {
                // No part of the text's sequence, and no word for all its synonyms.
                let term = self.term(head);
                self.tokens.push(Token {
                    term,
                    part: Part::Joined,
                    is_short: false,
                    begins_phrase: false,
                });
            }
        });
        let range = start..self.tokens.len();
        self.runs.insert(run.to_vec(), range.clone());
        range
    }

    fn term(&mut self, name: &str) -> u32 {
        if let Some(index) = self.stems.get(name) {
            return *index;
        }
        let index = self.terms.len() as u32;
        let phrases = self
            .analyst
            .phrases
            .get(name)
            .map_or(&[][..], Vec::as_slice);
        self.terms.push(Known {
            name: name.to_owned(),
            phrases,
        });
        self.counts.push(Count {
            times: 0,
            class: Class::Text,
        });
        self.stems.insert(name.to_owned(), index);
        index
    }
}

#[cfg(test)]
mod tests {
    use super::{Analyst, HEADS};

    #[test]
    fn compounds_have_heads() {
        let analyst = Analyst::new(&[]);
        assert_eq!(analyst.head("larmschutzwand"), Some("wand"));
        assert_eq!(analyst.head("elberadweg"), Some("radweg"));
        assert_eq!(analyst.head("einwand"), None);
        assert_eq!(analyst.head("wand"), None);
        assert!(HEADS.split_whitespace().is_sorted());
        let mut heads = analyst.heads.clone();
        heads.dedup();
        assert_eq!(heads, analyst.heads);
    }
}
