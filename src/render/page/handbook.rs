//! The handbook of the check: every kind of finding with what is asked, why, and an example with its finding or
//! what helps.

use crate::check::pages::{ExampleFile, parts};
use crate::finding::{Kind, Language, Level};
use crate::model::address::Address;
use crate::render::page::{Here, Pages};
use anyhow::Result;
use serde::Serialize;

/// The handbook.
#[derive(Debug, Serialize)]
pub struct HandbookView {
    /// The areas of law, by the beginning of their rules' ids.
    pub areas: Vec<AreaView>,
    /// How many rules there are, those that are asked while files are read among them.
    pub total: usize,
}

/// An area.
#[derive(Debug, Serialize)]
pub struct AreaView {
    /// How the ids of its rules begin: `PUB`.
    pub key: &'static str,
    /// Its rules.
    pub rules: Vec<RuleView>,
}

/// A rule.
#[derive(Debug, Serialize)]
pub struct RuleView {
    /// Its id, which is its anchor.
    pub id: &'static str,
    /// Its level: `error`, `warning`, `note`.
    pub level: &'static str,
    /// The portal may choose its level.
    pub is_convention: bool,
    /// What is asked, in the language of the page.
    pub title: &'static str,
    /// What it says, German.
    pub what: Vec<Vec<SpanView>>,
    /// Why, German.
    pub why: Vec<Vec<SpanView>>,
    /// What helps, German, where no finding says so.
    pub help: Vec<Vec<SpanView>>,
    /// The files of the example; none of a rule that is explained by `help`.
    pub example: Vec<ExampleView>,
    /// The finding.
    pub finding: String,
}

/// A file of an example.
#[derive(Debug, Serialize)]
pub struct ExampleView {
    /// What stands before it, German.
    pub words: Vec<SpanView>,
    /// Where it lies in the portal's folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A piece of a paragraph.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct SpanView {
    /// Its words.
    pub text: String,
    /// It is written as it stands in files and commands.
    pub is_code: bool,
}

/// Adds the page.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    pages.add(&Address::new("handbuch/"), view)
}

fn view(here: &Here<'_>) -> HandbookView {
    let mut areas: Vec<AreaView> = Vec::new();
    let kinds = crate::kinds();
    for kind in &kinds {
        let key = kind.id.split('-').next().unwrap_or_default();
        let rule = rule(kind, here.language);
        match areas.last_mut().filter(|area| area.key == key) {
            Some(area) => area.rules.push(rule),
            None => areas.push(AreaView {
                key,
                rules: vec![rule],
            }),
        }
    }
    HandbookView {
        areas,
        total: kinds.len(),
    }
}

fn rule(kind: &'static Kind, language: Language) -> RuleView {
    let parts = parts(kind).unwrap_or_default();
    let file = |file: ExampleFile| ExampleView {
        words: spans(&file.words),
        path: file.path,
        text: file.text.trim_end().to_owned(),
    };
    RuleView {
        id: kind.id,
        level: match kind.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        is_convention: kind.convention,
        title: match language {
            Language::German => kind.title_de,
            Language::English => kind.title_en,
        },
        what: parts.what.iter().map(|text| spans(text)).collect(),
        why: parts.why.iter().map(|text| spans(text)).collect(),
        help: parts.help.iter().map(|text| spans(text)).collect(),
        example: parts.example.into_iter().map(file).collect(),
        finding: parts.finding,
    }
}

/// Words and code between backticks, in turn.
fn spans(text: &str) -> Vec<SpanView> {
    let pieces = text.split('`').enumerate();
    let spans = pieces.map(|(at, piece)| SpanView {
        text: piece.to_owned(),
        is_code: at % 2 == 1,
    });
    spans.filter(|span| !span.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use crate::render::page::test_page;

    #[test]
    fn every_rule_is_in_its_area_once() {
        let archive = fixture::archive();
        let view = view(&test_page(&archive, Language::German, "handbuch/"));
        let listed: usize = view.areas.iter().map(|area| area.rules.len()).sum();
        assert_eq!(listed, crate::kinds().len());
        assert_eq!(listed, view.total);
        let mut keys: Vec<&str> = view.areas.iter().map(|area| area.key).collect();
        let areas = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), areas);
    }

    #[test]
    fn code_is_told_from_words() {
        let spans = spans("Schreiben Sie `ende: 1` dorthin.");
        assert_eq!(spans.len(), 3);
        assert!(spans[1].is_code && spans[1].text == "ende: 1" && !spans[2].is_code);
    }
}
