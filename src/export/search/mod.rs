#![doc = include_str!("README.md")]

mod code;
mod files;
mod fold;
mod reader;
mod shards;
mod slots;
mod synonyms;
mod terms;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::export::search::slots::Slots;

/// A page that the search finds.
#[derive(Debug, Clone, Default)]
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
    /// Where the procedure stands (`in-beteiligung`), a value of the filter `stand`; may be empty.
    pub state: &'a str,
    /// The year it began, a value of the filter `jahr`; the newer of two equal hits comes first.
    pub year: Option<i16>,
    /// Headings, numbers, names of documents: what counts more than running text.
    pub headings: Vec<Cow<'a, str>>,
    /// Running text without markup.
    pub texts: Vec<Cow<'a, str>>,
}

/// The files of the index, each with its name below `suche/`, ascending by name.
///
/// They depend on the set of entries only: not on their order, and not on the number of threads.
pub fn index(entries: &[Entry]) -> Vec<(String, Vec<u8>)> {
    let groups = synonyms::groups();
    let slots = Slots::of(entries);
    let terms = terms::terms(entries, &slots.ids, &groups);
    files::files(entries, &slots, &terms, &groups)
}
