//! The pages of the rules: what each says, why, an example that breaks it and the finding. They lie in
//! `tests/rules/`, where a test holds every one of them to what the rule says of its example. Other kinds of
//! findings, which are met while files are read, are explained in three sentences in `explained.md`.

use crate::finding::Kind;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "tests/rules"]
struct Pages;

/// The page of the rule with this id, in Markdown.
pub fn page(id: &str) -> Option<String> {
    let file = Pages::get(&format!("{}.md", id.to_ascii_uppercase()))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// What a kind of finding without a page asks, why, and what helps, in Markdown.
pub fn explained(kind: &Kind) -> Option<String> {
    let mut sections = EXPLAINED.split("\n## ").skip(1);
    let text = sections.find_map(|section| {
        let (id, text) = section.split_once('\n')?;
        (id.trim() == kind.id).then_some(text)
    })?;
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let (what, why, help) = (lines.next()?, lines.next()?, lines.next()?);
    let (id, title) = (kind.id, kind.title_de);
    Some(format!(
        "# {id}: {title}\n\n{what}\n\n## Warum\n\n{why}\n\n## Was hilft\n\n{help}\n"
    ))
}

const EXPLAINED: &str = include_str!("explained.md");

/// A rule's page in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What the rule says, paragraph by paragraph.
    pub what: Vec<String>,
    /// Why, paragraph by paragraph.
    pub why: Vec<String>,
    /// The files of the example, each with what stands before it.
    pub example: Vec<(String, String)>,
    /// The finding as it is printed.
    pub finding: String,
}

/// The page of the rule with this id, in its parts.
pub fn parts(id: &str) -> Option<Parts> {
    page(id).map(|page| split(&page))
}

fn split(page: &str) -> Parts {
    let mut parts = Parts::default();
    let mut sections = page.split("\n## ");
    let first = sections.next().unwrap_or_default();
    parts.what = first
        .split_once('\n')
        .map_or(Vec::new(), |(_, text)| paragraphs(text));
    for section in sections {
        let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
        match heading.trim() {
            "Warum" => parts.why = paragraphs(text),
            "Beispiel" => parts.example = blocks(text),
            "Befund" => {
                let mut blocks = blocks(text);
                parts.finding = blocks.pop().map(|(_, block)| block).unwrap_or_default();
            }
            _ => {}
        }
    }
    parts
}

fn paragraphs(text: &str) -> Vec<String> {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.replace('\n', " "));
    let paragraphs = paragraphs.map(|paragraph| paragraph.trim().to_owned());
    paragraphs
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// The fenced blocks of a text, each with the words before it.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut pieces = text.split("```");
    let mut blocks = Vec::new();
    while let (Some(words), Some(block)) = (pieces.next(), pieces.next()) {
        let (_, block) = block.split_once('\n').unwrap_or(("", block));
        blocks.push((paragraphs(words).join(" "), block.trim_end().to_owned()));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{Parts, split};
    use crate::check::RULES;

    #[test]
    fn a_page_falls_into_its_parts() {
        let page = "# A: b\n\nEins\nzwei.\n\n## Warum\n\nDarum.\n\n## Beispiel\n\n```yaml\na: 1\n```\n\nUnd:\n\n```verlauf\nM\n```\n\n## Befund\n\n```text\nFehler\n```\n";
        let parts = Parts {
            what: vec!["Eins zwei.".into()],
            why: vec!["Darum.".into()],
            example: vec![(String::new(), "a: 1".into()), ("Und:".into(), "M".into())],
            finding: "Fehler".into(),
        };
        assert_eq!(split(page), parts);
    }

    #[test]
    fn every_kind_of_finding_is_explained_once() {
        let kinds = crate::kinds();
        for kind in &kinds {
            let is_short = super::explained(kind).is_some();
            let has_page = super::page(kind.id).is_some();
            assert!(is_short != has_page, "{}", kind.id);
        }
        let sections = super::EXPLAINED.split("\n## ").skip(1);
        for section in sections {
            let mut lines = section.lines().filter(|line| !line.is_empty());
            let id = lines.next().expect("an id");
            assert!(kinds.iter().any(|kind| kind.id == id), "{id} is no kind");
            assert_eq!(lines.count(), 3, "{id}");
        }
    }

    #[test]
    fn every_rule_says_what_and_shows_a_finding() {
        for rule in RULES {
            let parts = super::parts(rule.kind.id).expect("a page");
            assert!(
                !parts.what.is_empty() && !parts.why.is_empty(),
                "{}",
                rule.kind.id
            );
            assert!(
                !parts.example.is_empty() && !parts.finding.is_empty(),
                "{}",
                rule.kind.id
            );
        }
    }
}
