//! Short names for facts: two archives whose marks agree show the same.
//!
//! A mark is made of every field of what it stands for, by `derive(Hash)`: a new field is in it
//! without anybody thinking of it. What points elsewhere, an index or a place in a file, is not;
//! instead the marks of what it leads to are put beside it in [`Marks::of`].

use crate::finding::lasting::lasting_as;
use crate::model::address::Address;
use crate::model::municipality::District;
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use crate::model::{AT_ONCE, Archive};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};

/// A mark: 128 bits of BLAKE3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(pub [u8; 16]);
lasting_as!(Mark([u8; 16]));

impl Mark {
    /// The mark of a value.
    pub fn of(value: &impl Hash) -> Self {
        Self::with_and_without_texts(value).0
    }

    /// The mark of a value, and its mark without the texts in it, which stays where only what they say changes.
    pub fn with_and_without_texts(value: &impl Hash) -> (Self, Self) {
        let mut bytes = Bytes {
            facts: Vec::with_capacity(1 << 12),
            texts: Vec::new(),
        };
        value.hash(&mut bytes);
        let facts = Self::of_bytes(&bytes.facts);
        if bytes.texts.is_empty() {
            return (facts, facts);
        }
        bytes.texts.extend_from_slice(&facts.0);
        (Self::of_bytes(&bytes.texts), facts)
    }

    /// The mark of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut mark = [0; 16];
        mark.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        Self(mark)
    }

    /// It in hexadecimal digits.
    pub fn digits(self) -> String {
        digits(&self.0)
    }
}

/// Bytes in lower-case hexadecimal digits.
pub fn digits(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            digits.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
    digits
}

/// Collects what a value feeds to a hasher, the marks of [texts](crate::model::prose::Prose) apart.
struct Bytes {
    facts: Vec<u8>,
    texts: Vec<u8>,
}

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.facts.extend_from_slice(bytes);
    }

    /// Texts alone are handed over so.
    fn write_u128(&mut self, text: u128) {
        self.texts.extend_from_slice(&text.to_le_bytes());
    }

    /// Nobody asks: the bytes themselves are hashed.
    fn finish(&self) -> u64 {
        0
    }
}

/// The marks of an archive.
#[derive(Debug)]
pub struct Marks {
    /// What turns the archive into files.
    makers: Mark,
    /// What every file may show: the settings, the day, districts, borders, the portal's texts.
    base: Mark,
    /// Everything but what the texts of procedures say.
    whole: Mark,
    /// Municipalities and procedures with what their pages show besides texts, by address.
    parts: HashMap<String, Mark>,
}

impl Marks {
    /// The marks of an archive; `makers` is the mark of what turns it into files: theme and
    /// program.
    pub fn of(archive: &Archive, makers: Mark) -> Self {
        let own = archive.procedures.par_iter();
        let own: Vec<Mark> = own.with_max_len(AT_ONCE).map(Shared::facts).collect();
        let places: Vec<Mark> = archive.municipalities.iter().map(Mark::of).collect();
        let addresses = archive.procedures.iter().map(|own| &own.address);
        let by_address: HashMap<&Address, Mark> = addresses.zip(own.iter().copied()).collect();
        let around = |procedure: &Procedure| {
            let municipalities = procedure
                .municipalities()
                .into_iter()
                .map(|id| places[id.0]);
            let others = procedure.relations.iter();
            let others = others.filter_map(|one| by_address.get(one.procedure.as_ref()?).copied());
            municipalities.chain(others).collect::<Vec<_>>()
        };
        let procedures = archive.procedures.iter().zip(&own);
        let procedures = procedures.map(|(procedure, mark)| {
            let mark = Mark::of(&(mark, around(procedure)));
            (procedure.address.as_str().to_owned(), mark)
        });
        let municipalities = archive.municipalities.iter().zip(&places);
        let municipalities = municipalities
            .map(|(municipality, mark)| (municipality.address.as_str().to_owned(), *mark));
        let base = base(archive, makers);
        let rest = (&archive.redirects, &archive.commit, belongings(archive));
        Self {
            makers,
            base,
            whole: Mark::of(&(base, &own, &places, rest)),
            parts: procedures.chain(municipalities).collect(),
        }
    }

    /// The mark of what turns the archive into files: theme and program.
    pub fn makers(&self) -> Mark {
        self.makers
    }

    /// The mark of a file that may show anything but the texts of procedures.
    pub fn whole(&self) -> Mark {
        self.whole
    }

    /// The mark of a file that shows these municipalities, and procedures without their texts, something
    /// else beside them, and nothing more; none if one of them is not known.
    pub fn shown(&self, parts: &[&Address], beside: Mark) -> Option<Mark> {
        let mut marks = vec![self.base, beside];
        for part in parts {
            marks.push(*self.parts.get(part.as_str())?);
        }
        Some(Mark::of(&marks))
    }
}

fn base(archive: &Archive, makers: Mark) -> Mark {
    let Archive {
        site,
        districts,
        texts,
        boundaries,
        today,
        // These are shown by some files only, which name them.
        municipalities: _,
        procedures: _,
        redirects: _,
        commit: _,
    } = archive;
    Mark::of(&(makers, site, districts, texts, boundaries, today))
}

/// Which municipalities belong to which districts, which procedures to which municipalities: what
/// the indices say that no mark holds.
fn belongings(archive: &Archive) -> Vec<Vec<usize>> {
    let of_district = |district: &District| district.municipalities.iter().map(|id| id.0).collect();
    let of_procedure = |procedure: &Procedure| {
        procedure
            .municipalities()
            .into_iter()
            .map(|id| id.0)
            .collect()
    };
    let districts = archive.districts.iter().map(of_district);
    districts
        .chain(archive.each_procedure().map(of_procedure))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use crate::model::prose::Prose;

    fn marks(archive: &Archive) -> Marks {
        Marks::of(archive, Mark::of(&"makers"))
    }

    fn shown(archive: &Archive, at: usize) -> Option<Mark> {
        marks(archive).shown(&[&archive.procedures[at].address], Mark::of(&()))
    }

    #[test]
    fn the_same_archive_has_the_same_marks() {
        let (once, again) = (fixture::archive(), fixture::archive());
        assert_eq!(marks(&once).whole(), marks(&again).whole());
        assert_eq!(shown(&once, 0), shown(&again, 0));
        assert_ne!(
            marks(&once).whole(),
            Marks::of(&once, Mark::of(&"others")).whole()
        );
    }

    #[test]
    fn a_change_marks_what_shows_it() {
        let before = fixture::archive();
        let mut after = fixture::archive();
        after.procedures[0].phases[0].reason = Some("Neu.".to_owned());
        assert_ne!(marks(&before).whole(), marks(&after).whole());
        assert_ne!(shown(&before, 0), shown(&after, 0));
        assert_eq!(shown(&before, 1), shown(&after, 1));
        let mut after = fixture::archive();
        after.municipalities[0].office.phone = Some("112".to_owned());
        assert_ne!(shown(&before, 0), shown(&after, 0));
        let mut after = fixture::archive();
        after.today = after.today.tomorrow().unwrap();
        assert_ne!(shown(&before, 1), shown(&after, 1));
    }

    #[test]
    fn what_a_text_says_is_marked_apart() {
        let text = |html: &str| Some(Prose::new(html.to_owned(), None));
        let with = |own: Option<Prose>| {
            let mut archive = fixture::archive();
            archive.procedures[0].phases[0].text = own;
            archive
        };
        let (one, other) = (with(text("<p>Neu.</p>")), with(text("<p>Anders.</p>")));
        assert_ne!(marks(&with(None)).whole(), marks(&one).whole());
        assert_eq!(marks(&one).whole(), marks(&other).whole());
        assert_eq!(shown(&one, 0), shown(&other, 0));
        assert_ne!(one.procedures[0].mark(), other.procedures[0].mark());
        let swapped = |one: &str, two: &str| Mark::of(&(text(one), text(two)));
        assert_ne!(swapped("a", "b"), swapped("b", "a"));
    }

    #[test]
    fn what_is_not_known_has_no_mark() {
        let archive = fixture::archive();
        let unknown = Address::new("verfahren/nirgends/nichts/");
        assert_eq!(marks(&archive).shown(&[&unknown], Mark::of(&())), None);
    }
}
