//! The rows of the tables that an archive points at, by their numbers: so that what points at them
//! can be written down and read again by the same program.

use crate::finding::lasting::{Lasting, Reader, Writer};
use crate::law::codes::Code;
use crate::law::law;
use crate::law::phase_rule::PhaseRule;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Rows by number, and numbers by where the rows lie in memory.
struct Rows<T: 'static> {
    rows: Vec<&'static T>,
    numbers: HashMap<usize, u32>,
}

impl<T> Rows<T> {
    fn of(rows: Vec<&'static T>) -> Self {
        let places = rows.iter().map(|row| std::ptr::from_ref(*row).addr());
        Self {
            numbers: places.zip(0..).collect(),
            rows,
        }
    }

    fn put(&self, row: &'static T, to: &mut Writer) {
        // A row that is in no table is not found again, and what points at it is made anew.
        let number = self.numbers.get(&std::ptr::from_ref(row).addr());
        number.copied().unwrap_or(u32::MAX).put(to);
    }

    fn read(&self, from: &mut Reader) -> Option<&'static T> {
        self.rows.get(u32::read(from)? as usize).copied()
    }
}

static CODES: LazyLock<Rows<Code>> =
    LazyLock::new(|| Rows::of(law().codes.lists().into_iter().flatten().collect()));
static PHASES: LazyLock<Rows<PhaseRule>> = LazyLock::new(|| Rows::of(law().each_phase().collect()));

impl Lasting for &'static Code {
    fn put(&self, to: &mut Writer) {
        CODES.put(self, to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        CODES.read(from)
    }
}

impl Lasting for &'static PhaseRule {
    fn put(&self, to: &mut Writer) {
        PHASES.put(self, to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        PHASES.read(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Later;
    use crate::finding::lasting::Kinds;
    use std::sync::Arc;

    #[test]
    fn every_row_is_found_again() {
        let mut writer = Writer::default();
        let codes: Vec<&'static Code> = CODES.rows.clone();
        let phases: Vec<&'static PhaseRule> = PHASES.rows.clone();
        codes.put(&mut writer);
        phases.put(&mut writer);
        let (bytes, kinds) = (writer.into_bytes(), Kinds::new());
        let texts = Later(Arc::new(|_| String::new()));
        let mut reader = Reader::new(&bytes, &kinds, texts);
        let read: Vec<&'static Code> = Lasting::read(&mut reader).unwrap();
        assert!(read.iter().zip(&codes).all(|(a, b)| std::ptr::eq(*a, *b)));
        let read: Vec<&'static PhaseRule> = Lasting::read(&mut reader).unwrap();
        assert!(read.iter().zip(&phases).all(|(a, b)| std::ptr::eq(*a, *b)));
        assert!(reader.is_done());
    }
}
