//! What is wrong, where it is written, what the law says, what helps.
//!
//! An author's mistake is a [`Finding`]; a broken machine is an `anyhow::Error`. Every stage takes
//! `&mut Findings` and goes on with what it could make. How findings are printed is `cli`'s.

pub mod lasting;
pub mod place;
pub mod values;

pub use place::{File, Later, Origin, Place, find_words};

use crate::finding::lasting::{Lasting, Reader, Writer, lasting, lasting_as};
use rayon::prelude::*;
use std::fmt::Display;

/// A sentence for planners and citizens in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Words {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}
lasting!(Words { de, en });

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

/// Stands around the halves of a text in both languages; nobody sees it where the text is shown as a whole.
const HALF: char = '\u{2063}';

/// What an error says in both languages, in one text: „German / English“. Whoever shows the error to somebody
/// takes the half that was asked for ([`in_language`]); a log keeps both.
pub fn both(de: impl Display, en: impl Display) -> String {
    format!("{HALF}{de}{HALF} / {HALF}{en}{HALF}")
}

/// A text with one half of everything that it says in both languages.
pub fn in_language(text: &str, language: Language) -> String {
    let mut told = String::with_capacity(text.len());
    let mut pieces = text.split(HALF);
    told.push_str(pieces.next().unwrap_or_default());
    while let Some(german) = pieces.next() {
        let (_, english) = (pieces.next(), pieces.next());
        told.push_str(match language {
            Language::German => german,
            Language::English => english.unwrap_or(german),
        });
        told.push_str(pieces.next().unwrap_or_default());
    }
    told
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

impl Lasting for Level {
    fn put(&self, to: &mut Writer) {
        (*self as u8).put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let number = u8::read(from)?;
        let levels = [Self::Error, Self::Warning, Self::Note];
        levels.into_iter().find(|level| *level as u8 == number)
    }
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
lasting!(Finding {
    kind,
    level,
    place,
    also,
    message,
    reason,
    help,
});

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

    /// With another level than its kind.
    #[must_use]
    pub fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// What it is sorted by; two with the same are one.
    fn order(&self) -> (&str, usize, &'static str, &str) {
        let path = self.place.file.path.as_str();
        (path, self.place.start(), self.kind.id, &self.message.de)
    }
}

/// All that was found so far.
#[derive(Debug, Default, Clone)]
pub struct Findings(Vec<Finding>);
lasting_as!(Findings(Vec<Finding>));

impl Findings {
    /// Takes a finding in.
    pub fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Takes all findings of another stage or thread in.
    pub fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// Changes those for which something holds.
    pub fn change(&mut self, is: impl Fn(&Finding) -> bool, change: impl Fn(&mut Finding)) {
        let findings = self.0.iter_mut().filter(|finding| is(finding));
        findings.for_each(change);
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
        // Where a value stands is looked for now.
        let ordered = self.0.par_iter().map(|own| (own.order(), own));
        let mut sorted: Vec<_> = ordered.collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.dedup_by(|a, b| a.0 == b.0);
        sorted.into_iter().map(|(_, finding)| finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, both, in_language};

    #[test]
    fn an_error_is_told_in_one_language_and_logged_in_both() {
        let day = both("liegt in der Zukunft", "is in the future");
        let text = format!("brief.txt: 2027-01-01: {day} (a / b)");
        assert_eq!(
            in_language(&text, Language::German),
            "brief.txt: 2027-01-01: liegt in der Zukunft (a / b)"
        );
        assert_eq!(
            in_language(&text, Language::English),
            "brief.txt: 2027-01-01: is in the future (a / b)"
        );
        assert_eq!(in_language("a / b", Language::English), "a / b");
        let seen: String = day.chars().filter(|own| *own != super::HALF).collect();
        assert_eq!(seen, "liegt in der Zukunft / is in the future");
    }
}
