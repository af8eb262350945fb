//! A number for every entry that stays when others come and go.
//!
//! Postings hold numbers, not addresses. If entries were numbered through, one new procedure would
//! renumber all after it and change every file. So entries of one year and kind get a range with
//! some room to spare, and an entry's place in it follows from its address; it moves only when
//! another one takes that place. The newest years come last: only they grow.

use std::collections::BTreeMap;

use crate::export::search::Entry;

/// The entries' numbers and the ranges they lie in.
pub(super) struct Slots {
    /// A number for each entry, in the order of the entries.
    pub(super) ids: Vec<u32>,
    /// The ranges in ascending order, without gaps.
    pub(super) ranges: Vec<Range>,
}

/// The numbers of the entries of one kind and year.
pub(super) struct Range {
    /// The kind of its entries.
    pub(super) kind: String,
    /// The year of its entries.
    pub(super) year: Option<i16>,
    /// How many numbers belong to it.
    pub(super) size: u32,
}

impl Slots {
    /// Numbers the entries; their order does not matter unless two have one address, title and language.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut buckets: BTreeMap<(Option<i16>, &str), Vec<usize>> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            buckets
                .entry((entry.year, entry.kind))
                .or_default()
                .push(index);
        }
        let mut slots = Self {
            ids: vec![0; entries.len()],
            ranges: Vec::new(),
        };
        let mut first = 0;
        for ((year, kind), members) in buckets {
            let size = room(members.len());
            for (index, slot) in places(entries, members, size) {
                slots.ids[index] = first + slot;
            }
            slots.ranges.push(Range {
                kind: kind.to_owned(),
                year,
                size,
            });
            first += size;
        }
        slots
    }
}

/// The smallest of 8, 10, 12, 14, 16, 20, 24, 28, 32, … that leaves a quarter free.
fn room(members: usize) -> u32 {
    let needed = members as u32 + members as u32 / 3;
    let mut step = 2;
    while step * 7 < needed {
        step *= 2;
    }
    (4..8)
        .map(|count| count * step)
        .find(|size| *size >= needed)
        .unwrap_or(step * 8)
}

/// Where each member goes: where its address says, or into the next free place after it.
fn places(entries: &[Entry], members: Vec<usize>, size: u32) -> Vec<(usize, u32)> {
    let mut members: Vec<_> = members
        .into_iter()
        .map(|index| (hash(&entries[index]), index))
        .collect();
    members.sort_by(|a, b| {
        let named = |index: usize| {
            let entry = &entries[index];
            (&entry.address, &entry.title, entry.language)
        };
        a.0.cmp(&b.0).then_with(|| named(a.1).cmp(&named(b.1)))
    });
    let mut taken = vec![false; size as usize];
    let mut places = Vec::with_capacity(members.len());
    for (hash, index) in members {
        let mut slot = (hash % u64::from(size)) as usize;
        while taken[slot] {
            slot = (slot + 1) % taken.len();
        }
        taken[slot] = true;
        places.push((index, slot as u32));
    }
    places
}

fn hash(entry: &Entry) -> u64 {
    let hash = blake3::hash(entry.address.as_bytes());
    let (first, _) = hash.as_bytes().split_at(8);
    first
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::{Slots, room};
    use crate::export::search::Entry;

    fn entries(count: usize) -> Vec<Entry<'static>> {
        let entry = |number| Entry {
            kind: "verfahren",
            address: format!("verfahren/ort/plan-{number}/index.html").into(),
            year: Some(2010 + (number % 10) as i16),
            ..Entry::default()
        };
        (0..count).map(entry).collect()
    }

    #[test]
    fn every_entry_has_a_number_of_its_own() {
        let slots = Slots::of(&entries(3_000));
        let mut ids = slots.ids.clone();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 3_000);
        let end: u32 = slots.ranges.iter().map(|range| range.size).sum();
        assert!(ids.iter().all(|id| *id < end));
        assert!(end < 6_000);
    }

    #[test]
    fn a_newcomer_moves_hardly_anybody() {
        let (before, after) = (Slots::of(&entries(2_995)), Slots::of(&entries(3_000)));
        let moved = before
            .ids
            .iter()
            .zip(&after.ids)
            .filter(|(a, b)| a != b)
            .count();
        assert!(moved < 40, "{moved} of 2,995 moved");
    }

    #[test]
    fn order_does_not_matter() {
        let mut entries = entries(500);
        let ids = Slots::of(&entries).ids;
        entries.reverse();
        let mut reversed = Slots::of(&entries).ids;
        reversed.reverse();
        assert_eq!(ids, reversed);
    }

    #[test]
    fn rooms_grow_in_small_steps() {
        let rooms: Vec<u32> = [1, 6, 7, 9, 12, 20, 100, 1_000].map(room).to_vec();
        assert_eq!(rooms, [8, 8, 10, 12, 16, 28, 160, 1_536]);
    }
}
