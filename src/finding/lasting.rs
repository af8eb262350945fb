//! Values that outlive the process that made them: to bytes, and back in the same program.
//!
//! Whoever keeps such bytes puts the mark of the program before them, so there are no names and no
//! versions in them: the order of the fields is the format. A file that places point into is written
//! where the first of them names it, and once.

use crate::finding::{File, Kind, Later};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug, Formatter};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A value that can be written down and read again.
pub trait Lasting: Sized {
    /// Writes it.
    fn put(&self, to: &mut Writer);

    /// Reads what [`Lasting::put`] wrote; none where it is damaged.
    fn read(from: &mut Reader) -> Option<Self>;
}

/// Writes each field of a struct. One that is forgotten does not compile.
macro_rules! lasting {
    ($name:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::finding::lasting::Lasting for $name {
            fn put(&self, to: &mut $crate::finding::lasting::Writer) {
                let Self { $($field),+ } = self;
                $($crate::finding::lasting::Lasting::put($field, to);)+
            }

            fn read(from: &mut $crate::finding::lasting::Reader) -> Option<Self> {
                $(let $field = $crate::finding::lasting::Lasting::read(from)?;)+
                Some(Self { $($field),+ })
            }
        }
    };
}
pub(crate) use lasting;

/// Writes a value with a name as the one it holds.
macro_rules! lasting_as {
    ($name:ident($inner:ty)) => {
        impl $crate::finding::lasting::Lasting for $name {
            fn put(&self, to: &mut $crate::finding::lasting::Writer) {
                $crate::finding::lasting::Lasting::put(&self.0, to);
            }

            fn read(from: &mut $crate::finding::lasting::Reader) -> Option<Self> {
                <$inner as $crate::finding::lasting::Lasting>::read(from).map(Self)
            }
        }
    };
}
pub(crate) use lasting_as;

/// Every kind of finding, by id.
pub type Kinds = HashMap<&'static str, &'static Kind>;

/// How the long texts of a note are read once somebody asks, by their bytes in it.
#[derive(Clone)]
pub struct Apart(pub Arc<ReadApart>);

type ReadApart = dyn Fn(&Range<u32>) -> String + Send + Sync;

impl Debug for Apart {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Apart")
    }
}

/// Bytes that are being written.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    /// The long texts, one after the other; they stand behind everything else.
    apart: Vec<u8>,
    /// The number of each file that was written, by where it lies in memory.
    files: HashMap<usize, u32>,
}

impl Writer {
    /// Begins with bytes that stand there already.
    pub fn beginning(head: &[u8]) -> Self {
        Self {
            bytes: head.to_vec(),
            ..Self::default()
        }
    }

    /// All that was written; the long texts stand behind the rest.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.whole();
        self.bytes
    }

    /// The same, to be written on; nothing else is put behind it.
    pub fn whole(&mut self) -> &mut Vec<u8> {
        self.bytes.append(&mut self.apart);
        &mut self.bytes
    }

    /// Begins anew in the same room.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.apart.clear();
        self.files.clear();
    }

    /// The bytes before the long texts.
    pub fn before_texts(&self) -> usize {
        self.bytes.len()
    }

    /// Writes a long text, which is read once somebody asks: [`Reader::apart`].
    pub fn apart(&mut self, text: &str) {
        // More than fits is read as a damaged text, if anybody ever has so much.
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = self.apart.len();
        self.apart.extend_from_slice(text.as_bytes());
        (short(start)..short(self.apart.len())).put(self);
    }

    /// Writes the length of a list whose items follow.
    pub fn length(&mut self, items: usize) {
        put_length(items, self);
    }

    fn file(&mut self, file: &Arc<File>) {
        let next = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let number = *self.files.entry(Arc::as_ptr(file).addr()).or_insert(next);
        number.put(self);
        if number == next {
            file.put_whole(self);
        }
    }
}

/// Bytes that are being read.
pub struct Reader<'b> {
    rest: &'b [u8],
    kinds: &'b Kinds,
    texts: Later,
    apart: Option<(Apart, u32)>,
    files: Vec<Arc<File>>,
}

impl<'b> Reader<'b> {
    /// Begins with the first byte. The texts of files are read again once somebody asks.
    pub fn new(bytes: &'b [u8], kinds: &'b Kinds, texts: Later) -> Self {
        Self {
            rest: bytes,
            kinds,
            texts,
            apart: None,
            files: Vec::new(),
        }
    }

    /// The same, of a note whose long texts begin behind so many bytes.
    #[must_use]
    pub fn with_texts(mut self, apart: Apart, behind: u32) -> Self {
        self.apart = Some((apart, behind));
        self
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// How the texts of files are read.
    pub fn texts(&self) -> Later {
        self.texts.clone()
    }

    /// Where a long text stands in the note and how it is read.
    pub fn apart(&mut self) -> Option<(Range<u32>, Apart)> {
        let at = Range::<u32>::read(self)?;
        let (apart, behind) = self.apart.clone()?;
        let at = at.start.checked_add(behind)?..at.end.checked_add(behind)?;
        Some((at, apart))
    }

    fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    /// The kind with an id.
    fn kind(&mut self) -> Option<&'static Kind> {
        let length = u32::read(self)? as usize;
        let id = std::str::from_utf8(self.bytes(length)?).ok()?;
        self.kinds.get(id).copied()
    }

    fn file(&mut self) -> Option<Arc<File>> {
        let number = u32::read(self)? as usize;
        if number == self.files.len() {
            let file = File::take_whole(self)?;
            self.files.push(file);
        }
        self.files.get(number).map(Arc::clone)
    }
}

/// The bytes of a value.
pub fn bytes_of(value: &impl Lasting) -> Vec<u8> {
    let mut writer = Writer::default();
    value.put(&mut writer);
    writer.into_bytes()
}

/// The value that has these bytes, of those that hold neither findings nor places; none where they are
/// damaged.
pub fn value_of<T: Lasting>(bytes: &[u8]) -> Option<T> {
    let kinds = Kinds::new();
    let mut reader = Reader::new(bytes, &kinds, Later(Arc::new(|_| String::new())));
    T::read(&mut reader).filter(|_| reader.is_done())
}

impl Lasting for Arc<File> {
    fn put(&self, to: &mut Writer) {
        to.file(self);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        from.file()
    }
}

impl Lasting for &'static Kind {
    fn put(&self, to: &mut Writer) {
        put_text(self.id, to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        from.kind()
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl Lasting for $number {
            fn put(&self, to: &mut Writer) {
                to.bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn read(from: &mut Reader) -> Option<Self> {
                from.array().map(Self::from_le_bytes)
            }
        })+
    };
}
numbers!(u8, u16, u32, u64, i8, i16, f64);

impl Lasting for usize {
    fn put(&self, to: &mut Writer) {
        (*self as u64).put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        Self::try_from(u64::read(from)?).ok()
    }
}

impl Lasting for bool {
    fn put(&self, to: &mut Writer) {
        u8::from(*self).put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        match u8::read(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<const N: usize> Lasting for [u8; N] {
    fn put(&self, to: &mut Writer) {
        to.bytes.extend_from_slice(self);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        from.array()
    }
}

fn put_length(length: usize, to: &mut Writer) {
    // Nothing that is kept has more items; if it had, what is read would not fit and be dropped.
    u32::try_from(length).unwrap_or(u32::MAX).put(to);
}

fn put_text(text: &str, to: &mut Writer) {
    put_length(text.len(), to);
    to.bytes.extend_from_slice(text.as_bytes());
}

impl Lasting for String {
    fn put(&self, to: &mut Writer) {
        put_text(self, to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let length = u32::read(from)? as usize;
        let text = std::str::from_utf8(from.bytes(length)?);
        text.ok().map(str::to_owned)
    }
}

impl Lasting for PathBuf {
    fn put(&self, to: &mut Writer) {
        // A path that is no text is not read again, nor is what lies around it.
        self.to_str().map(str::to_owned).put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        Option::<String>::read(from)?.map(Self::from)
    }
}

impl Lasting for Date {
    fn put(&self, to: &mut Writer) {
        self.year().put(to);
        self.month().put(to);
        self.day().put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let (year, month, day) = (i16::read(from)?, i8::read(from)?, i8::read(from)?);
        Self::new(year, month, day).ok()
    }
}

impl<T: Lasting> Lasting for Option<T> {
    fn put(&self, to: &mut Writer) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn read(from: &mut Reader) -> Option<Self> {
        match bool::read(from)? {
            true => T::read(from).map(Some),
            false => Some(None),
        }
    }
}

impl<T: Lasting> Lasting for Vec<T> {
    fn put(&self, to: &mut Writer) {
        put_length(self.len(), to);
        self.iter().for_each(|item| item.put(to));
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let length = u32::read(from)? as usize;
        // Every item has a byte at least, so a wrong length takes no memory.
        let mut items = Self::with_capacity(length.min(from.rest.len()));
        for _ in 0..length {
            items.push(T::read(from)?);
        }
        Some(items)
    }
}

impl<K: Lasting + Ord, V: Lasting> Lasting for BTreeMap<K, V> {
    fn put(&self, to: &mut Writer) {
        put_length(self.len(), to);
        for (key, value) in self {
            key.put(to);
            value.put(to);
        }
    }

    fn read(from: &mut Reader) -> Option<Self> {
        Vec::<(K, V)>::read(from).map(|pairs| pairs.into_iter().collect())
    }
}

impl<A: Lasting, B: Lasting> Lasting for (A, B) {
    fn put(&self, to: &mut Writer) {
        self.0.put(to);
        self.1.put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}

impl<T: Lasting> Lasting for Range<T> {
    fn put(&self, to: &mut Writer) {
        self.start.put(to);
        self.end.put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        Some(T::read(from)?..T::read(from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::values::Values;
    use crate::finding::{Finding, Findings, Level, say};
    use jiff::civil::date;

    static KIND: Kind = Kind {
        id: "TST-001",
        level: Level::Warning,
        title_de: "Probe",
        title_en: "Trial",
        convention: false,
    };

    fn again<T: Lasting>(bytes: &[u8]) -> Option<T> {
        let kinds = Kinds::from([(KIND.id, &KIND)]);
        let mut reader = Reader::new(bytes, &kinds, texts());
        T::read(&mut reader).filter(|_| reader.is_done())
    }

    fn texts() -> Later {
        Later(Arc::new(|path| format!("{path}: [1, 2]\n")))
    }

    fn lasts<T: Lasting + PartialEq + Debug>(value: &T) {
        let written = bytes_of(value);
        assert_eq!(again::<T>(&written).as_ref(), Some(value));
        for end in 0..written.len() {
            assert_eq!(again::<T>(&written[..end]), None, "{value:?} until {end}");
        }
    }

    #[test]
    fn values_are_read_as_they_were_written() {
        lasts(&(7_u8, (u64::MAX, -1.5_f64)));
        lasts(&vec![String::from("ä"), String::new()]);
        lasts(&(Some(date(2026, 2, 28)), None::<bool>));
        lasts(&BTreeMap::from([(3_usize, true), (4, false)]));
        lasts(&(PathBuf::from("/a/ö"), 1_usize..2));
        assert_eq!(again::<bool>(&[2]), None);
        assert_eq!(again::<Date>(&bytes_of(&(2026_i16, (2_i8, 30_i8)))), None);
        assert_eq!(again::<String>(&bytes_of(&vec![0xff_u8])), None);
        assert_eq!(again::<Vec<u64>>(&bytes_of(&u32::MAX)), None);
    }

    #[test]
    fn findings_share_the_file_they_point_into_and_need_no_text_to_be_sorted() {
        let file = File::new("b", "b: [1, 2]\n".into());
        let mut values = Values::default();
        let whole = values.begin("", &(0..9));
        let b = values.begin("b", &(3..9));
        values.end(b);
        values.end(whole);
        file.know(values);
        let mut findings = Findings::default();
        let words = || say("falsch", "wrong");
        findings.add(Finding::new(&KIND, file.place("b"), words()).help(words()));
        findings.add(Finding::new(&KIND, file.bytes(4..5), words()).and_at(file.place("b.c")));
        let written = bytes_of(&findings);
        let read = again::<Findings>(&written).unwrap();
        let (one, other) = (findings.sorted(), read.sorted());
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(&other) {
            assert_eq!(one.place.text(), other.place.text());
            assert_eq!((one.kind.id, &one.help), (other.kind.id, &other.help));
            assert_eq!(one.also.is_some(), other.also.is_some());
        }
        assert!(Arc::ptr_eq(&other[0].place.file, &other[1].place.file));
        let kinds = Kinds::from([(KIND.id, &KIND)]);
        let unread = Later(Arc::new(|path| panic!("{path} is read")));
        let unread = Findings::read(&mut Reader::new(&written, &kinds, unread)).unwrap();
        assert_eq!(unread.sorted().len(), one.len());
        for end in 0..written.len() {
            assert!(again::<Findings>(&written[..end]).is_none());
        }
    }
}
