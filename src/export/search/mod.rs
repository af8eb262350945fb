#![doc = include_str!("README.md")]

mod code;
mod files;
mod fold;
mod reader;
mod shards;
mod slots;
mod spelling;
mod synonyms;
mod terms;
#[cfg(test)]
mod tests;
mod written;

use std::borrow::Cow;

use crate::export::search::slots::Slots;
use crate::export::search::written::{Row, Written};
use crate::model::prose::Prose;

/// A page that the search finds.
#[derive(Debug, Clone, Default, Hash)]
pub struct Entry<'a> {
    /// The kind of page (`verfahren`, `gemeinde`, `leistung`), a value of the filter `art`.
    pub kind: &'a str,
    /// The page's title; a word in it counts most.
    pub title: Cow<'a, str>,
    /// The address below the site's root: `verfahren/meissen/bplan-17/index.html`. What was
    /// published keeps its address, and the entry's place in the index follows from it.
    pub address: Cow<'a, str>,
    /// The municipality, and whatever else people call the place; counts second.
    pub place: Cow<'a, str>,
    /// One line shown below the title; counts as a heading.
    pub summary: Cow<'a, str>,
    /// The language of title, place and summary, as HTML has it (`de`).
    pub language: &'a str,
    /// The readers it is for, by the language of their pages, where others have a translation; else empty.
    pub readers: &'a str,
    /// Where the procedure stands (`in-beteiligung`), a value of the filter `stand`; may be empty.
    pub state: &'a str,
    /// The last day on which people can take part in it (`2026-05-07`); may be empty.
    pub until: Cow<'a, str>,
    /// The year it began, a value of the filter `jahr`; the newer of two equal hits comes first.
    pub year: Option<i16>,
    /// Headings, numbers, names of documents: what counts more than running text.
    pub headings: Vec<Cow<'a, str>>,
    /// Running text without markup.
    pub texts: Vec<Text<'a>>,
}

/// Running text of an entry.
#[derive(Debug, Clone, Hash)]
pub enum Text<'a> {
    /// Without markup.
    Words(Cow<'a, str>),
    /// Its words are taken out while they are read: those of all entries at once would fill the
    /// memory.
    Prose(&'a Prose),
}

impl Text<'_> {
    /// The words.
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Words(words) => Cow::Borrowed(words),
            Self::Prose(prose) => Cow::Owned(prose.words()),
        }
    }
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Text<'a> {
    fn from(words: T) -> Self {
        Self::Words(words.into())
    }
}

/// The files of the index, each with its name below `suche/`, ascending by name.
///
/// They depend on the set of entries only: not on their order, and not on the number of threads.
pub fn index(entries: &[Entry]) -> Vec<(String, Vec<u8>)> {
    let groups = synonyms::groups();
    let chunks = terms::read(entries, &groups);
    let slots = Slots::of(entries);
    let terms = terms::terms(&chunks, &slots.ids);
    let spelled = spelling::spelled(entries);
    files::files(entries, &slots, (&terms, spelled), &groups)
}

/// The files that [`index`] would write for all entries, from those it wrote before some changed.
///
/// `entries` are the new ones, and those of which anything changed; `gone` are the addresses of
/// those that are no more. `files` may hold others besides. None where they are not the files of
/// an index, or those of another version of this program.
pub fn update(
    files: &[(String, Vec<u8>)],
    gone: &[&str],
    entries: &[Entry],
) -> Option<Vec<(String, Vec<u8>)>> {
    let replaced = entries.iter().map(|entry| entry.address.as_ref());
    let mut written = Written::read(files, &gone.iter().copied().chain(replaced).collect())?;
    let terms = std::mem::take(&mut written.terms);
    let spelled = std::mem::take(&mut written.spelled);
    let mut all: Vec<Entry> = written.rows.iter().map(Row::entry).collect();
    let stay = all.len();
    all.extend(entries.iter().cloned());
    let slots = Slots::of(&all);
    let groups = synonyms::groups();
    let chunks = terms::read(entries, &groups);
    let new = (chunks.as_slice(), &slots.ids[stay..]);
    let terms = terms::updated(terms, &written.moves(&slots.ids), new)?;
    let spelled = match written.shows_the_same_with(entries) {
        true => spelled,
        false => spelling::spelled(&all),
    };
    Some(files::files(&all, &slots, (&terms, spelled), &groups))
}
