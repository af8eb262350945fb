//! The terms of all entries: every stem with the entries it stands in.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::export::search::Entry;
use crate::export::search::code;
use crate::export::search::reader::{Analyst, Chunk, Class};
use crate::export::search::synonyms::Group;
use crate::export::search::written::Moves;

/// So many lists a record has at most.
pub(super) const CLASSES: u32 = Class::Title as u32 + 1;

/// A stem and the entries it stands in.
pub(super) struct Term<'a> {
    /// The stem; of a group of synonyms [`GROUP`](super::reader::GROUP) and its key.
    pub(super) name: Cow<'a, str>,
    /// One list for each [`Class`], parted by `!`, empty ones at the end left out.
    pub(super) record: Cow<'a, str>,
}

/// What the entries hold, in several parts that follow each other.
pub(super) fn read(entries: &[Entry], groups: &[Group]) -> Vec<Chunk> {
    if entries.is_empty() {
        return Vec::new();
    }
    let analyst = Analyst::new(groups);
    let size = entries.len() / (rayon::current_num_threads() * 4) + 1;
    entries
        .par_chunks(size)
        .map(|entries| analyst.read(entries))
        .collect()
}

/// All terms in ascending order; `ids` holds the numbers of the chunks' entries.
pub(super) fn terms<'c>(chunks: &'c [Chunk], ids: &[u32]) -> Vec<Term<'c>> {
    let (names, postings) = postings(chunks, ids);
    let terms = names.into_par_iter().zip(postings);
    let terms = terms.map(|(name, postings)| Term {
        name: name.into(),
        record: record(&postings).into(),
    });
    terms.filter(|term| !term.record.is_empty()).collect()
}

/// The terms of an index after entries moved or went, and those of the chunks came; none where the index says
/// something of entries that it does not have.
pub(super) fn updated<'f>(
    mut terms: Vec<Term<'f>>,
    moves: &Moves,
    (chunks, ids): (&[Chunk], &[u32]),
) -> Option<Vec<Term<'f>>> {
    let (names, postings) = postings(chunks, ids);
    let (mut more, mut new) = (HashMap::new(), Vec::new());
    for (name, postings) in names.into_iter().zip(postings) {
        match terms.binary_search_by(|term| (*term.name).cmp(name)) {
            Ok(place) => {
                more.insert(place, postings);
            }
            Err(_) => new.push(Term {
                name: name.to_owned().into(),
                record: record(&postings).into(),
            }),
        }
    }
    let terms_and_places = terms.par_iter_mut().enumerate();
    terms_and_places.try_for_each(|(place, term)| {
        let more = more.get(&place).map_or(&[][..], Vec::as_slice);
        if moves.leave(&term.record)? && more.is_empty() {
            return Some(());
        }
        let mut postings = postings_of(&term.record, moves)?;
        postings.extend(more);
        postings.sort_unstable();
        term.record = record(&postings).into();
        Some(())
    })?;
    terms.extend(new);
    terms.retain(|term| !term.record.is_empty());
    terms.sort_by(|one, other| one.name.cmp(&other.name));
    Some(terms)
}

/// The names, ascending, and for each the entries it stands in, ascending, each with its class in the lowest bits.
fn postings<'c>(chunks: &'c [Chunk], ids: &[u32]) -> (Vec<&'c str>, Vec<Vec<u32>>) {
    let names = chunks.iter().flat_map(|chunk| &chunk.names);
    let mut names: Vec<&str> = names.map(String::as_str).collect();
    names.par_sort_unstable();
    names.dedup();
    let places = chunks.par_iter().map(|chunk| {
        let place = |name: &String| names.partition_point(|known| *known < name.as_str()) as u32;
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
    (names, postings)
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

/// The entries of a record where they are now, in no order.
fn postings_of(record: &str, moves: &Moves) -> Option<Vec<u32>> {
    let mut postings = Vec::new();
    for (class, list) in (0..).zip(record.split('!')) {
        code::each(list, |id| {
            let id = moves.of(id)?;
            postings.extend(id.map(|id| id << 3 | class));
            Some(())
        })?;
    }
    Some(postings)
}
