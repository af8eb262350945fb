//! What is wrong, where it is written, what the law says, what helps.
//!
//! An author's mistake is a [`Finding`]; a broken machine is an `anyhow::Error`. Every stage takes
//! `&mut Findings` and goes on with what it could make. How findings are printed is `cli`'s.

pub mod values;

use crate::finding::values::Values;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A file that people wrote, as it was read.
#[derive(Debug)]
pub struct File {
    /// Path below the portal's folder, with `/` between the parts.
    pub path: String,
    /// The text; empty for a file that is not text.
    pub text: String,
    values: OnceLock<Values>,
    lines: OnceLock<Vec<usize>>,
}

impl File {
    /// A text as it was read.
    pub fn new(path: impl Into<String>, text: String) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text,
            values: OnceLock::new(),
            lines: OnceLock::new(),
        })
    }

    /// Keeps where every value stands; what is said first holds.
    pub fn know(&self, values: Values) {
        self.values.get_or_init(|| values);
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
            let ends = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let number = starts.partition_point(|start| *start <= byte);
        let start = number.checked_sub(1).and_then(|at| starts.get(at));
        (number, start.copied().unwrap_or_default())
    }

    /// The place of the bytes `range` of the text.
    pub fn bytes(self: &Arc<Self>, range: Range<usize>) -> Place {
        let end = range.end.min(self.text.len());
        Place {
            file: Arc::clone(self),
            spot: Spot::Bytes(range.start.min(end)..end),
        }
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

    /// Bytes of the file's text. An empty range at 0 means the file as a whole.
    pub fn range(&self) -> Range<usize> {
        match &self.spot {
            Spot::Bytes(range) => range.clone(),
            Spot::Value(path) => self.file.range(path),
        }
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
        let before = self.file.text.get(line_start..start);
        (line, before.unwrap_or_default().chars().count() + 1)
    }

    /// The text it underlines.
    pub fn text(&self) -> &str {
        self.file.text.get(self.range()).unwrap_or_default()
    }
}

/// Where a part of the archive was written: a file and the path of a value in it.
#[derive(Debug, Clone)]
pub struct Origin {
    file: Arc<File>,
    path: String,
}

impl Hash for File {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (&self.path, &self.text).hash(hasher);
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
            path: format!("{}{separator}{path}", self.path),
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

    /// The file it is written in.
    pub fn file(&self) -> &Arc<File> {
        &self.file
    }
}

/// A sentence for planners and citizens in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The sentence in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::German => &self.de,
            Language::English => &self.en,
        }
    }
}

/// A language of the portal and of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// German, the language of the record.
    German,
    /// English.
    English,
}

impl Language {
    /// Its tag in HTML and in file names: `de`, `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    /// The language with this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::German, Self::English]
            .into_iter()
            .find(|language| language.tag() == tag)
    }
}

/// A sentence in German and in English.
pub fn say(de: impl Into<String>, en: impl Into<String>) -> Words {
    Words {
        de: de.into(),
        en: en.into(),
    }
}

/// How much a finding weighs. An error stops `build`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Stops the build.
    Error,
    /// Should be mended or recorded; the build goes on.
    Warning,
    /// For information.
    Note,
}

/// A kind of finding: its permanent id and what stands behind it. Every kind is in one table.
#[derive(Debug)]
pub struct Kind {
    /// Permanent id such as `DOC-002`, as in the rules' pages.
    pub id: &'static str,
    /// Its level unless `site.toml` sets another.
    pub level: Level,
    /// What is asked, in a few words, German.
    pub title_de: &'static str,
    /// The same in English.
    pub title_en: &'static str,
    /// Whether `site.toml` may set its level: conventions yes, what the law or safety asks no.
    pub convention: bool,
}

/// Something wrong at a place, with reason and help.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its level, after `site.toml`.
    pub level: Level,
    /// Where it is written.
    pub place: Place,
    /// The other place, where two contradict each other.
    pub also: Option<Place>,
    /// What is wrong.
    pub message: Words,
    /// Why it matters, with the paragraph.
    pub reason: Option<Words>,
    /// What to do, with the value to write.
    pub help: Option<Words>,
}

impl Finding {
    /// A finding of a kind at a place.
    pub fn new(kind: &'static Kind, place: Place, message: Words) -> Self {
        Self {
            kind,
            level: kind.level,
            place,
            also: None,
            message,
            reason: None,
            help: None,
        }
    }

    /// Adds the other place, where two contradict each other.
    #[must_use]
    pub fn and_at(mut self, place: Place) -> Self {
        self.also = Some(place);
        self
    }

    /// Adds why it matters.
    #[must_use]
    pub fn because(mut self, reason: Words) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: Words) -> Self {
        self.help = Some(help);
        self
    }

    /// What it is sorted by; two with the same are one.
    fn order(&self) -> (&str, usize, &'static str, &str) {
        let path = self.place.file.path.as_str();
        (
            path,
            self.place.range().start,
            self.kind.id,
            &self.message.de,
        )
    }
}

/// All that was found so far.
#[derive(Debug, Default, Clone)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Takes a finding in.
    pub fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Takes all findings of another stage or thread in.
    pub fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// Parts them into those of other kinds than the named ones, and the ids that were left out.
    pub fn without(self, ids: &[&str]) -> (Self, Vec<&'static str>) {
        let is_named = |finding: &Finding| ids.contains(&finding.kind.id);
        let (dropped, kept) = self.0.into_iter().partition::<Vec<_>, _>(is_named);
        let ids = dropped.into_iter().map(|finding| finding.kind.id).collect();
        (Self(kept), ids)
    }

    /// Whether one of them points at a piece of a text: at itself or, with its words, at the line or value
    /// that holds it.
    pub fn tells_of(&self, place: &Place, piece: &str) -> bool {
        let at = place.range();
        let holds = |own: &Place| {
            let range = own.range();
            own.file.path == place.file.path && range.start <= at.start && at.end <= range.end
        };
        self.0.iter().any(|finding| {
            let is_it = finding.place.text() == piece || finding.message.de.contains(piece);
            is_it && holds(&finding.place)
        })
    }

    /// Whether one of them stops the build.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.level == Level::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets the levels that the portal chose for conventions; a level of nothing drops a finding.
    pub fn set_levels(&mut self, level_of: impl Fn(&Kind) -> Option<Option<Level>>) {
        self.0.retain_mut(|finding| match level_of(finding.kind) {
            Some(level) if finding.kind.convention => {
                finding.level = level.unwrap_or(finding.level);
                level.is_some()
            }
            _ => true,
        });
    }

    /// All of them, by file and place, without doubles; the order depends on nothing else.
    pub fn sorted(&self) -> Vec<&Finding> {
        let mut sorted: Vec<_> = self.0.iter().map(|own| (own.order(), own)).collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.dedup_by(|a, b| a.0 == b.0);
        sorted.into_iter().map(|(_, finding)| finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = File::new("a.yaml", "äöü: x\n".into());
        let mut values = Values::default();
        let whole = values.begin("", &(0..10));
        let x = values.begin("x", &(8..10));
        values.end(x);
        values.end(whole);
        file.know(values);
        assert_eq!(file.place("x").line_and_column(), (1, 6));
    }
}
