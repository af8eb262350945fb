//! Terms to files, so that a browser fetches only what a query needs.
//!
//! A shard holds the terms that begin with its prefix, except those of longer prefixes that have a
//! shard of their own. A prefix gets its own shard when there is too much under the shorter one.
//! Nothing else moves a term from file to file.

use crate::export::search::code;
use crate::export::search::terms::Term;

/// Bytes of a shard before it is split; what two or three words load stays small.
const LARGEST: usize = 16 * 1024;
/// Bytes below which a prefix does not leave a shard that is too large.
const SMALLEST: usize = 3 * 1024;

/// Terms that share a file.
pub(super) struct Shard<'a> {
    /// What its terms begin with.
    pub(super) prefix: &'a str,
    /// Its terms, ascending.
    pub(super) terms: Vec<&'a Term<'a>>,
}

/// Distributes terms, which are ascending, over shards.
pub(super) fn shards<'a>(terms: &'a [Term<'a>]) -> Vec<Shard<'a>> {
    let mut shards = Vec::new();
    if !terms.is_empty() {
        split("", terms, &mut shards);
    }
    shards.sort_by_key(|shard| shard.prefix);
    shards
}

fn split<'a>(prefix: &'a str, terms: &'a [Term<'a>], shards: &mut Vec<Shard<'a>>) {
    let total: usize = terms.iter().map(size).sum();
    if total <= LARGEST {
        shards.push(Shard {
            prefix,
            terms: terms.iter().collect(),
        });
        return;
    }
    // Largest first; what is left at the end shares this shard.
    let mut children: Vec<(usize, &'a [Term<'a>])> = terms
        .chunk_by(|a, b| letter_after(prefix, a) == letter_after(prefix, b))
        .map(|child| (child.iter().map(size).sum(), child))
        .collect();
    children.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1[0].name.cmp(&b.1[0].name)));
    let mut rest = Vec::new();
    let mut left = total;
    for (size, child) in children {
        let longer = child[0].name.get(..=prefix.len());
        match longer {
            Some(longer) if size >= SMALLEST || left > LARGEST => {
                split(longer, child, shards);
                left -= size;
            }
            _ => rest.extend(child),
        }
    }
    if !rest.is_empty() {
        rest.sort_by_key(|term| &term.name);
        shards.push(Shard {
            prefix,
            terms: rest,
        });
    }
}

fn letter_after(prefix: &str, term: &Term) -> Option<u8> {
    term.name.as_bytes().get(prefix.len()).copied()
}

fn size(term: &Term) -> usize {
    term.name.len() + term.record.len() + 3
}

impl Shard<'_> {
    /// The terms' names, each after the number of letters it shares with the one before.
    pub(super) fn names(&self) -> String {
        let mut names = String::new();
        let mut before = "";
        for (place, term) in self.terms.iter().enumerate() {
            let pairs = term.name.bytes().zip(before.bytes());
            let same = pairs.take_while(|(a, b)| a == b).count();
            if place > 0 {
                names.push(' ');
            }
            names.push(code::digit(same as u32));
            names.push_str(&term.name[same..]);
            before = &term.name;
        }
        names
    }

    /// The terms' records in the same order.
    pub(super) fn records(&self) -> String {
        let records: Vec<&str> = self.terms.iter().map(|term| &*term.record).collect();
        records.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, shards, size};
    use crate::export::search::terms::Term;

    fn term(name: &str, length: usize) -> Term<'static> {
        Term {
            name: name.to_owned().into(),
            record: "$".repeat(length).into(),
        }
    }

    fn many(count: u32) -> Vec<Term<'static>> {
        let name = |number: u32| {
            let letter = |place: u32| char::from(b'a' + (number / 7_u32.pow(place) % 7) as u8);
            (0..5).rev().map(letter).collect::<String>()
        };
        let mut terms: Vec<Term<'static>> = (0..count)
            .map(|n| term(&name(n), n as usize % 200))
            .collect();
        terms.push(term("a", 300));
        terms.push(term("aaa", 20_000));
        terms.sort_by(|a, b| a.name.cmp(&b.name));
        terms
    }

    #[test]
    fn every_term_is_in_the_shard_of_its_longest_prefix() {
        let terms = many(5_000);
        let shards = shards(&terms);
        let mut found = 0;
        for shard in &shards {
            for term in &shard.terms {
                let prefixes = shards.iter().map(|shard| shard.prefix);
                let longest = prefixes.filter(|prefix| term.name.starts_with(prefix));
                assert_eq!(
                    longest.max_by_key(|prefix| prefix.len()),
                    Some(shard.prefix)
                );
                found += 1;
            }
            assert!(
                shard.terms.is_sorted_by(|a, b| a.name < b.name),
                "{}",
                shard.prefix
            );
            let size: usize = shard.terms.iter().map(|term| size(term)).sum();
            assert!(
                size <= LARGEST || shard.terms.len() == 1,
                "{}: {size}",
                shard.prefix
            );
        }
        assert_eq!(found, terms.len());
    }

    #[test]
    fn few_terms_share_one_file() {
        let terms = [term("bau", 10), term("larm", 10), term("larmschutz", 10)];
        let shards = shards(&terms);
        assert_eq!(shards.len(), 1);
        assert_eq!(shards[0].prefix, "");
        assert_eq!(shards[0].names(), "$bau $larm (schutz");
        assert_eq!(shards[0].records(), "$$$$$$$$$$ $$$$$$$$$$ $$$$$$$$$$");
    }
}
