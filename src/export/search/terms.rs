//! The terms of all entries: every stem with the entries it stands in.

use rayon::prelude::*;

use crate::export::search::Entry;
use crate::export::search::code;
use crate::export::search::reader::{Analyst, Chunk, Class};
use crate::export::search::synonyms::Group;

const CLASSES: u32 = Class::Title as u32 + 1;

/// A stem and the entries it stands in.
pub(super) struct Term {
    /// The stem; of a group of synonyms [`GROUP`](super::reader::GROUP) and its key.
    pub(super) name: String,
    /// One list for each [`Class`], parted by `!`, empty ones at the end left out.
    pub(super) record: String,
}

/// What the entries hold, in several parts that follow each other.
pub(super) fn read(entries: &[Entry], groups: &[Group]) -> Vec<Chunk> {
    let analyst = Analyst::new(groups);
    let size = entries.len() / (rayon::current_num_threads() * 4) + 1;
    entries
        .par_chunks(size)
        .map(|entries| analyst.read(entries))
        .collect()
}

/// All terms in ascending order; `ids` holds the numbers of the chunks' entries.
pub(super) fn terms(chunks: &[Chunk], ids: &[u32]) -> Vec<Term> {
    let mut names: Vec<&String> = chunks.iter().flat_map(|chunk| &chunk.names).collect();
    names.par_sort_unstable();
    names.dedup();
    let postings = postings(chunks, &names, ids);
    let terms = names.par_iter().zip(postings).map(|(name, postings)| Term {
        name: (*name).clone(),
        record: record(&postings),
    });
    terms.filter(|term| !term.record.is_empty()).collect()
}

/// For each name the entries it stands in, ascending, each with its class in the lowest bits.
fn postings(chunks: &[Chunk], names: &[&String], ids: &[u32]) -> Vec<Vec<u32>> {
    let places = chunks.par_iter().map(|chunk| {
        let place = |name| names.partition_point(|known| *known < name) as u32;
        chunk.names.iter().map(place).collect()
    });
    let places: Vec<Vec<u32>> = places.collect();
    let entries = chunks
        .iter()
        .zip(&places)
        .flat_map(|(chunk, places)| chunk.entries.iter().map(move |found| (found, places)));
    let mut by_id: Vec<_> = ids.iter().zip(entries).collect();
    by_id.sort_unstable_by_key(|(id, _)| **id);
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
        let found = postings.iter().filter(|packed| **packed & 7 == class);
        ids.clear();
        ids.extend(found.map(|packed| packed >> 3));
        code::list(&ids, &mut record);
        record.push('!');
    }
    record.truncate(record.trim_end_matches('!').len());
    record
}
