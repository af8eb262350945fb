//! The handbook of the check: every rule with what it says, why, an example and its finding.

use crate::check::RULES;
use crate::check::pages::parts;
use crate::finding::{Language, Level};
use crate::model::address::Address;
use crate::render::page::{Here, Pages};
use anyhow::Result;
use serde::Serialize;

/// The handbook.
#[derive(Debug, Serialize)]
pub struct HandbookView {
    /// The areas of law, by the beginning of their rules' ids.
    pub areas: Vec<AreaView>,
    /// How many rules there are.
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
    /// The files of the example.
    pub example: Vec<ExampleView>,
    /// The finding.
    pub finding: String,
}

/// A file of an example.
#[derive(Debug, Serialize)]
pub struct ExampleView {
    /// What stands before it, German.
    pub words: String,
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
    for rule in RULES {
        let kind = rule.kind;
        let key = kind.id.split('-').next().unwrap_or_default();
        let parts = parts(kind.id).unwrap_or_default();
        let example = parts.example.into_iter();
        let view = RuleView {
            id: kind.id,
            level: match kind.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "note",
            },
            is_convention: kind.convention,
            title: match here.language {
                Language::German => kind.title_de,
                Language::English => kind.title_en,
            },
            what: parts.what.iter().map(|text| spans(text)).collect(),
            why: parts.why.iter().map(|text| spans(text)).collect(),
            example: example
                .map(|(words, text)| ExampleView { words, text })
                .collect(),
            finding: parts.finding,
        };
        match areas.last_mut().filter(|area| area.key == key) {
            Some(area) => area.rules.push(view),
            None => areas.push(AreaView {
                key,
                rules: vec![view],
            }),
        }
    }
    HandbookView {
        areas,
        total: RULES.len(),
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
        assert_eq!(listed, RULES.len());
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
