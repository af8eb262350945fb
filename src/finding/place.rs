//! The files that people wrote, and places in them.

use crate::finding::lasting::{Lasting, Reader, Writer, lasting};
use crate::finding::values::Values;
use memchr::memchr_iter;
use std::fmt::{self, Debug, Formatter};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A file that people wrote, as it was read.
#[derive(Debug)]
pub struct File {
    /// Path below the portal's folder, with `/` between the parts.
    pub path: String,
    said: OnceLock<String>,
    later: Option<Later>,
    values: OnceLock<Values>,
    lines: OnceLock<Vec<usize>>,
}

impl File {
    /// A text as it was read.
    pub fn new(path: impl Into<String>, text: String) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            said: OnceLock::from(text),
            later: None,
            values: OnceLock::new(),
            lines: OnceLock::new(),
        })
    }

    /// Keeps where every value stands; what is said first holds.
    pub fn know(&self, values: Values) {
        self.values.get_or_init(|| values);
    }

    /// The text; empty for a file that is not text.
    pub fn text(&self) -> &str {
        let read = || self.later.as_ref().map(|later| (later.0)(&self.path));
        self.said.get_or_init(|| read().unwrap_or_default())
    }

    /// Writes all of it but the text, which is read again once somebody asks; see [`lasting`].
    pub(super) fn put_whole(&self, to: &mut Writer) {
        self.path.put(to);
        let is_text = self.said.get().is_none_or(|text| !text.is_empty());
        is_text.put(to);
        self.values.get().is_some().put(to);
        if let Some(values) = self.values.get() {
            values.put(to);
        }
    }

    pub(super) fn take_whole(from: &mut Reader) -> Option<Arc<Self>> {
        let (path, is_text): (_, bool) = Lasting::read(from)?;
        let values: Option<Values> = Lasting::read(from)?;
        Some(Arc::new(Self {
            path,
            said: OnceLock::new(),
            later: is_text.then(|| from.texts()),
            values: values.map(OnceLock::from).unwrap_or_default(),
            lines: OnceLock::new(),
        }))
    }

    /// A file without places inside: a PDF, a folder, a file that could not be read.
    pub fn opaque(path: impl Into<String>) -> Arc<Self> {
        Self::new(path, String::new())
    }

    /// The place of the value at `path`; of the nearest value around it where it is not written.
    pub fn place(self: &Arc<Self>, path: impl Into<String>) -> Place {
        Place {
            file: Arc::clone(self),
            spot: Spot::Value(path.into()),
        }
    }

    /// The bytes of the value at `path`, or of the nearest value around it.
    fn range(&self, path: &str) -> Range<usize> {
        let values = self.values.get();
        values
            .and_then(|values| values.nearest(path))
            .unwrap_or_default()
    }

    /// The number of the line that holds a byte, from 1, and where it starts.
    fn line_of(&self, byte: usize) -> (usize, usize) {
        // Looked up: a file with many findings would be counted through for each of them.
        let starts = self.lines.get_or_init(|| {
            let ends = memchr_iter(b'\n', self.text().as_bytes()).map(|at| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let number = starts.partition_point(|start| *start <= byte);
        let start = number.checked_sub(1).and_then(|at| starts.get(at));
        (number, start.copied().unwrap_or_default())
    }

    /// The place of the bytes `range` of the text.
    pub fn bytes(self: &Arc<Self>, range: Range<usize>) -> Place {
        let end = range.end.min(self.text().len());
        Place {
            file: Arc::clone(self),
            spot: Spot::Bytes(range.start.min(end)..end),
        }
    }
}

/// How the text of a file is read once somebody asks for it, by the file's path below the portal's folder.
#[derive(Clone)]
pub struct Later(pub Arc<dyn Fn(&str) -> String + Send + Sync>);

impl Debug for Later {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("Later")
    }
}

/// A part of a file.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file.
    pub file: Arc<File>,
    spot: Spot,
}

/// What part of a file. Rules name many places and most of them break no rule: where a value
/// stands is only looked for once somebody asks.
#[derive(Debug, Clone)]
enum Spot {
    Bytes(Range<usize>),
    Value(String),
}

impl Place {
    /// A file as a whole.
    pub fn whole(file: &Arc<File>) -> Self {
        file.bytes(0..0)
    }

    /// Where it began when the file was read; no text is read again to tell.
    pub fn start(&self) -> usize {
        self.known_range().start
    }

    fn known_range(&self) -> Range<usize> {
        match &self.spot {
            Spot::Bytes(range) => range.clone(),
            Spot::Value(path) => self.file.range(path),
        }
    }

    /// Bytes of the file's text. An empty range at 0 means the file as a whole.
    pub fn range(&self) -> Range<usize> {
        let range = self.known_range();
        // A text that was read again may be another one by now.
        let is_inside = self.file.text().get(range.clone()).is_some();
        if is_inside { range } else { 0..0 }
    }

    /// The part of it that says some words, whatever white space is between them; all of it where it does
    /// not.
    #[must_use]
    pub fn of_words(&self, words: &str) -> Self {
        let range = self.range();
        match find_words(self.text(), words) {
            Some(at) => self
                .file
                .bytes(range.start + at.start..range.start + at.end),
            None => self.clone(),
        }
    }

    /// The first of its lines of which something holds; all of it where it holds of none.
    #[must_use]
    pub fn line_of(&self, is: impl Fn(&str) -> bool) -> Self {
        let mut start = self.range().start;
        for line in self.text().split_inclusive('\n') {
            let own = line.trim();
            let at = start + line.len() - line.trim_start().len();
            if is(own) {
                return self.file.bytes(at..at + own.len());
            }
            start += line.len();
        }
        self.clone()
    }

    /// The same place without its text: the point behind its last byte.
    #[must_use]
    pub fn end(&self) -> Self {
        let end = self.range().end;
        self.file.bytes(end..end)
    }

    /// Line and column, both from 1; a column is a character, not a byte.
    pub fn line_and_column(&self) -> (usize, usize) {
        let start = self.range().start;
        let (line, line_start) = self.file.line_of(start);
        let before = self.file.text().get(line_start..start);
        (line, before.unwrap_or_default().chars().count() + 1)
    }

    /// The text it underlines.
    pub fn text(&self) -> &str {
        self.file.text().get(self.range()).unwrap_or_default()
    }
}

/// Where a text has some words, whatever white space is between them.
pub fn find_words(text: &str, words: &str) -> Option<Range<usize>> {
    if let Some(at) = text.find(words) {
        return Some(at..at + words.len());
    }
    let mut words = words.split_whitespace();
    let first = words.next()?;
    let rest: Vec<&str> = words.collect();
    let mut starts = text.match_indices(first).map(|(at, _)| at);
    starts.find_map(|start| {
        let mut end = start + first.len();
        for word in &rest {
            let behind = &text[end..];
            let next = behind.trim_start();
            if next.len() == behind.len() || !next.starts_with(word) {
                return None;
            }
            end += behind.len() - next.len() + word.len();
        }
        Some(start..end)
    })
}

lasting!(Place { file, spot });

impl Lasting for Spot {
    fn put(&self, to: &mut Writer) {
        match self {
            Self::Bytes(range) => {
                0_u8.put(to);
                range.put(to);
            }
            Self::Value(path) => {
                1_u8.put(to);
                path.put(to);
            }
        }
    }

    fn read(from: &mut Reader) -> Option<Self> {
        match u8::read(from)? {
            0 => Range::read(from).map(Self::Bytes),
            1 => String::read(from).map(Self::Value),
            _ => None,
        }
    }
}

/// Where a part of the archive was written: a file and the path of a value in it.
#[derive(Debug, Clone)]
pub struct Origin {
    file: Arc<File>,
    path: String,
}
lasting!(Origin { file, path });

impl Hash for File {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (&self.path, self.text()).hash(hasher);
    }
}

/// Where a part is written says nothing of what it shows.
impl Hash for Origin {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Origin {
    /// The value at `path` of `file`; an empty path is the whole file.
    pub fn new(file: &Arc<File>, path: impl Into<String>) -> Self {
        Self {
            file: Arc::clone(file),
            path: path.into(),
        }
    }

    /// A value inside this one: `origin.child("zeitraum")`, `origin.child("unterlagen[3]")`.
    pub fn child(&self, path: &str) -> Self {
        let separator = if self.path.is_empty() || path.is_empty() {
            ""
        } else {
            "."
        };
        Self {
            file: Arc::clone(&self.file),
            path: [&self.path, separator, path].concat(),
        }
    }

    /// The place of a value inside this one, or of this one where it is not written.
    pub fn at(&self, path: &str) -> Place {
        self.file.place(self.child(path).path)
    }

    /// The place of the value itself.
    pub fn place(&self) -> Place {
        self.file.place(self.path.as_str())
    }

    /// Whether a place is this value or one inside it.
    pub fn holds(&self, place: &Place) -> bool {
        let Spot::Value(path) = &place.spot else {
            return false;
        };
        let inside = path.strip_prefix(self.path.as_str());
        self.file.path == place.file.path
            && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }

    /// The file it is written in.
    pub fn file(&self) -> &Arc<File> {
        &self.file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::lasting::{Kinds, bytes_of};

    fn file() -> Arc<File> {
        let file = File::new("a.yaml", "äöü: x\n".into());
        let mut values = Values::default();
        let whole = values.begin("", &(0..10));
        let x = values.begin("x", &(8..9));
        values.end(x);
        values.end(whole);
        file.know(values);
        file
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(file().place("x").line_and_column(), (1, 6));
    }

    #[test]
    fn words_of_a_place_are_found_across_a_line_break() {
        let file = File::new("a.yaml", "a: >-\n  bis zum 31.\n  Juni\n".to_owned());
        let place = file.bytes(8..26);
        assert_eq!(place.of_words("31. Juni").text(), "31.\n  Juni");
        assert_eq!(place.of_words("31. Juni").line_and_column(), (2, 11));
        assert_eq!(place.of_words("1. Juli").text(), place.text());
    }

    #[test]
    fn a_text_that_became_another_one_has_no_place_behind_its_end() {
        let kinds = Kinds::new();
        for (text, place) in [("äöü: x\n", 8..9), ("äöüäöü", 0..0), ("", 0..0)] {
            let again = Later(Arc::new(|_| text.to_owned()));
            let bytes = bytes_of(&file().place("x"));
            let read = Place::read(&mut Reader::new(&bytes, &kinds, again)).unwrap();
            assert_eq!(read.range(), place);
            assert_eq!(read.text(), &text[place]);
        }
    }
}
