//! The pages of the rules: what each says, why, an example that breaks it and the finding. They lie in
//! `tests/rules/`, where a test holds every one of them to what the program says of its example. What is asked
//! while files are read and linked has its page there as well; the rarer faults of files are explained in three
//! sentences in `explained.md`.

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

/// A page in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What is asked, paragraph by paragraph.
    pub what: Vec<String>,
    /// Why, paragraph by paragraph.
    pub why: Vec<String>,
    /// What helps, where no finding says so.
    pub help: Vec<String>,
    /// The files of the example.
    pub example: Vec<ExampleFile>,
    /// The finding as it is printed.
    pub finding: String,
}

/// A file of an example.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ExampleFile {
    /// What stands before it.
    pub words: String,
    /// What it is written in: `yaml`; `pdf` where its lines only describe it.
    pub language: String,
    /// Where it lies in the portal's folder.
    pub path: String,
    /// What it holds, or what is told of it.
    pub text: String,
}

/// What there is to say of a kind of finding, in its parts.
pub fn parts(kind: &Kind) -> Option<Parts> {
    let page = page(kind.id).or_else(|| explained(kind));
    page.map(|page| Parts::of(&page))
}

impl Parts {
    /// The parts of a page in Markdown.
    pub fn of(page: &str) -> Self {
        let mut parts = Self::default();
        let mut sections = sections(page).into_iter();
        let (_, first) = sections.next().unwrap_or_default();
        parts.what = paragraphs(first);
        for (heading, text) in sections {
            match heading {
                "Warum" => parts.why = paragraphs(text),
                "Was hilft" => parts.help = paragraphs(text),
                "Beispiel" => parts.example = blocks(text),
                "Befund" => {
                    let block = blocks(text).pop().unwrap_or_default();
                    parts.finding = block.text.trim_end().to_owned();
                }
                _ => {}
            }
        }
        parts
    }
}

/// The sections of a page with their headings; what stands in a block is none.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let mut begins = vec![0];
    let mut is_in_block = false;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        is_in_block ^= line.starts_with("```");
        if !is_in_block && line.starts_with("## ") {
            begins.push(at);
        }
        at += line.len();
    }
    let ends = begins.iter().skip(1).copied().chain([page.len()]);
    let sections = begins
        .iter()
        .zip(ends)
        .map(|(begin, end)| &page[*begin..end]);
    sections
        .map(|section| section.split_once('\n').unwrap_or((section, "")))
        .map(|(heading, text)| (heading.trim_start_matches('#').trim(), text))
        .collect()
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

/// The fenced blocks of a text. The line that opens one says what it is written in and names the file.
fn blocks(text: &str) -> Vec<ExampleFile> {
    let mut pieces = text.split("```");
    let mut blocks = Vec::new();
    while let (Some(words), Some(block)) = (pieces.next(), pieces.next()) {
        let (opened, block) = block.split_once('\n').unwrap_or((block, ""));
        let (language, path) = opened.split_once(' ').unwrap_or((opened, ""));
        blocks.push(ExampleFile {
            words: paragraphs(words).join(" "),
            language: language.to_owned(),
            path: path.trim().to_owned(),
            text: block.to_owned(),
        });
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{ExampleFile, Parts};

    #[test]
    fn a_page_falls_into_its_parts() {
        let page = "# A: b\n\nEins\nzwei.\n\n## Warum\n\nDarum.\n\n## Beispiel\n\n```md a/b.md\n## 1\n```\n\nUnd:\n\n```text c.txt\n```\n\n## Befund\n\n```text\nFehler\n```\n";
        let file = |words: &str, language: &str, path: &str, text: &str| ExampleFile {
            words: words.into(),
            language: language.into(),
            path: path.into(),
            text: text.into(),
        };
        let parts = Parts {
            what: vec!["Eins zwei.".into()],
            why: vec!["Darum.".into()],
            help: Vec::new(),
            example: vec![
                file("", "md", "a/b.md", "## 1\n"),
                file("Und:", "text", "c.txt", ""),
            ],
            finding: "Fehler".into(),
        };
        assert_eq!(Parts::of(page), parts);
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
    fn everything_says_what_and_why_and_shows_a_finding_or_help() {
        for kind in crate::kinds() {
            let parts = super::parts(kind).expect("something to say");
            let is_shown = !parts.example.is_empty() && !parts.finding.is_empty();
            assert!(!parts.what.is_empty(), "{}", kind.id);
            assert!(!parts.why.is_empty(), "{}", kind.id);
            assert_ne!(is_shown, !parts.help.is_empty(), "{}", kind.id);
        }
    }
}
