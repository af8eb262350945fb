//! Entries to terms: which stem stands in which entry, and how prominently.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};

use crate::export::search::Entry;
use crate::export::search::code;
use crate::export::search::fold::{Folder, Part};
use crate::export::search::synonyms::{self, Group, Phrases};

/// Words without a meaning of their own, folded.
const STOP_WORDS: &str = include_str!("stop.txt");
/// How often a word must stand in the running text to say what the text is about.
const OFTEN: u32 = 4;
/// In place of a stem: the word is not searched.
const STOP: u32 = u32::MAX >> 1;

/// Begins the name of a group; it sorts after every stem.
pub(super) const GROUP: char = '~';

/// A stem and the entries it stands in.
pub(super) struct Term {
    /// The stem; of a group of synonyms [`GROUP`] and its key.
    pub(super) name: String,
    /// One list for each [`Class`], parted by `!`, empty ones at the end left out.
    pub(super) record: String,
}

/// Where a term stands in an entry, the most prominent place last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
enum Class {
    Text,
    OftenInText,
    Heading,
    Place,
    Title,
}

const CLASSES: u32 = Class::Title as u32 + 1;

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

/// All terms of the entries in ascending order; `ids` holds the entries' numbers.
pub(super) fn terms(entries: &[Entry], ids: &[u32], groups: &[Group]) -> Vec<Term> {
    let analyst = Analyst::new(groups);
    let size = entries.len() / (rayon::current_num_threads() * 4) + 1;
    let chunks: Vec<_> = entries
        .par_chunks(size)
        .map(|entries| analyst.read(entries))
        .collect();
    let mut names: Vec<&str> = chunks
        .iter()
        .flat_map(|chunk| &chunk.names)
        .map(|n| &**n)
        .collect();
    names.par_sort_unstable();
    names.dedup();
    let postings = postings(&chunks, &names, ids);
    let terms = names.par_iter().zip(postings).map(|(name, postings)| Term {
        name: (*name).to_owned(),
        record: record(&postings),
    });
    terms.filter(|term| !term.record.is_empty()).collect()
}

/// For each name the entries it stands in, ascending, each with its class in the lowest bits.
fn postings(chunks: &[Chunk], names: &[&str], ids: &[u32]) -> Vec<Vec<u32>> {
    let places: Vec<Vec<u32>> = chunks
        .par_iter()
        .map(|chunk| {
            let place = |name: &String| names.partition_point(|known| *known < name.as_str());
            chunk.names.iter().map(|name| place(name) as u32).collect()
        })
        .collect();
    let entries = chunks
        .iter()
        .zip(&places)
        .flat_map(|(chunk, places)| chunk.entries.iter().map(move |found| (found, places)));
    let mut by_id: Vec<_> = ids.iter().zip(entries).collect();
    by_id.sort_by_key(|(id, _)| **id);
    let mut postings = vec![Vec::new(); names.len()];
    for (id, (found, places)) in by_id {
        for packed in found {
            postings[places[(packed >> 3) as usize] as usize].push(id << 3 | (packed & 7));
        }
    }
    postings
}

fn record(postings: &[u32]) -> String {
    let mut record = String::new();
    let mut ids = Vec::new();
    for class in 0..CLASSES {
        ids.clear();
        ids.extend(
            postings
                .iter()
                .filter(|packed| *packed & 7 == class)
                .map(|packed| packed >> 3),
        );
        code::list(&ids, &mut record);
        record.push('!');
    }
    record.truncate(record.trim_end_matches('!').len());
    record
}

/// What some of the entries hold.
struct Chunk {
    /// The terms' names.
    names: Vec<String>,
    /// For each entry its terms: the index of the name, and the class in the lowest three bits.
    entries: Vec<Vec<u32>>,
}

/// What is needed to read a text.
struct Analyst {
    folder: Folder,
    stemmer: Stemmer,
    phrases: Phrases,
    groups: Vec<String>,
}

impl Analyst {
    fn new(groups: &[Group]) -> Self {
        let folder = Folder::new();
        let stemmer = Stemmer::create(Algorithm::German);
        Self {
            phrases: synonyms::phrases(groups, &folder, &stemmer),
            folder,
            stemmer,
            groups: groups
                .iter()
                .map(|group| format!("{GROUP}{}", group.key))
                .collect(),
        }
    }

    fn read(&self, entries: &[Entry]) -> Chunk {
        let mut reader = Reader::new(self);
        let entries = entries.iter().map(|entry| reader.entry(entry)).collect();
        Chunk {
            names: reader.terms.into_iter().map(|term| term.name).collect(),
            entries,
        }
    }
}

/// A term as a reader knows it.
struct Known {
    name: String,
    begins_phrase: bool,
    /// In the entry that is read.
    class: Class,
    times: u32,
}

/// Reads entries one after the other and remembers every word it has stemmed.
struct Reader<'a> {
    analyst: &'a Analyst,
    /// For each word the term's index and whether the word is too short to count in a text.
    words: HashMap<String, (u32, bool)>,
    stems: HashMap<String, u32>,
    terms: Vec<Known>,
    /// The terms of the entry that is read.
    found: Vec<u32>,
    /// The terms of the text that is read, in their order.
    sequence: Vec<u32>,
}

impl<'a> Reader<'a> {
    fn new(analyst: &'a Analyst) -> Self {
        let mut reader = Self {
            analyst,
            words: stop_words()
                .map(|word| (word.to_owned(), (STOP, false)))
                .collect(),
            stems: HashMap::new(),
            terms: Vec::new(),
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
            self.text(text, Class::Text);
        }
        let terms = &mut self.terms;
        let packed = self.found.drain(..).map(|index| {
            let term = &mut terms[index as usize];
            let often = term.class == Class::Text && term.times >= OFTEN;
            term.times = 0;
            index << 3
                | if often {
                    Class::OftenInText
                } else {
                    term.class
                } as u32
        });
        packed.collect()
    }

    fn text(&mut self, text: &str, class: Class) {
        self.sequence.clear();
        let analyst = self.analyst;
        analyst.folder.words(text, |word, part| {
            let (term, is_short) = self.word(word);
            if term == STOP {
                return;
            }
            if part == Part::Joined {
                self.phrases(&[term], class);
            } else {
                self.sequence.push(term);
            }
            // Days, paragraphs and single letters in a text would only drown the plans' numbers.
            if class != Class::Text || !is_short {
                self.count(term, class);
            }
        });
        let sequence = std::mem::take(&mut self.sequence);
        for start in 0..sequence.len() {
            if self.terms[sequence[start] as usize].begins_phrase {
                self.phrases(&sequence[start..], class);
            }
        }
        self.sequence = sequence;
    }

    /// Counts the groups whose words the sequence begins with.
    fn phrases(&mut self, sequence: &[u32], class: Class) {
        let (first, others) = match sequence {
            [first, others @ ..] => (&self.terms[*first as usize].name, others),
            [] => return,
        };
        let Some(phrases) = self.analyst.phrases.get(first) else {
            return;
        };
        for (rest, group) in phrases {
            let stands_there = rest.len() <= others.len()
                && rest
                    .iter()
                    .zip(others)
                    .all(|(stem, term)| *stem == self.terms[*term as usize].name);
            if stands_there {
                self.count(*group as u32, class);
            }
        }
    }

    fn count(&mut self, index: u32, class: Class) {
        let term = &mut self.terms[index as usize];
        if term.times == 0 {
            self.found.push(index);
            term.class = class;
        }
        term.class = term.class.max(class);
        term.times += 1;
    }

    fn word(&mut self, word: &str) -> (u32, bool) {
        if let Some(known) = self.words.get(word) {
            return *known;
        }
        let stem = stem(word, &self.analyst.stemmer);
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let known = (self.term(&stem), word.len() < if is_number { 3 } else { 2 });
        self.words.insert(word.to_owned(), known);
        known
    }

    fn term(&mut self, name: &str) -> u32 {
        if let Some(index) = self.stems.get(name) {
            return *index;
        }
        let index = self.terms.len() as u32;
        self.terms.push(Known {
            name: name.to_owned(),
            begins_phrase: self.analyst.phrases.contains_key(name),
            class: Class::Text,
            times: 0,
        });
        self.stems.insert(name.to_owned(), index);
        index
    }
}
