//! What is begun stands before `check`, and nothing that exists is touched.

mod dialogue;
mod phases;
mod portals;
mod procedures;
mod templates;

use crate::cli::new::dialogue::Dialogue;
use crate::cli::new::{STARTS, arguments};
use crate::cli::{Outcome, portal};
use crate::finding::{Finding, Findings, Language, Level};
use crate::notice::BLANK;
use anyhow::Result;
use clap::Command;
use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::path::Path;
use walkdir::WalkDir;

/// What a call came to.
struct Told {
    outcome: Result<Outcome>,
    /// What was printed.
    printed: String,
    /// What was asked.
    asked: String,
}

impl Told {
    fn fault(&self) -> String {
        match &self.outcome {
            Err(error) => format!("{error:#}"),
            Ok(outcome) => panic!("{outcome:?} {}", self.printed),
        }
    }
}

/// Calls `offenlage new …`; with `typed` somebody sits at the terminal.
fn call(words: &[&str], typed: Option<&str>) -> Told {
    call_in(Language::German, words, typed)
}

fn call_in(language: Language, words: &[&str], typed: Option<&str>) -> Told {
    let command = arguments(Command::new("new"), language);
    let words = std::iter::once("new").chain(words.iter().copied());
    let matches = command
        .try_get_matches_from(words)
        .expect("flags that parse");
    let (name, flags) = matches.subcommand().expect("a subcommand");
    let start = STARTS
        .iter()
        .find(|start| start.name == name)
        .expect("a row");
    let mut bytes = typed.unwrap_or_default().as_bytes();
    let input = typed.map(|_| &mut bytes as &mut dyn BufRead);
    let (mut asked, mut printed) = (Vec::new(), Vec::new());
    let outcome = {
        let mut dialogue = Dialogue::new(flags, language, input, &mut asked);
        (start.run)(&mut dialogue, &mut printed)
    };
    Told {
        outcome,
        printed: String::from_utf8(printed).expect("text"),
        asked: String::from_utf8(asked).expect("text"),
    }
}

/// The words of a line, and behind them those that hold blanks.
fn words<'w>(line: &'w str, more: &[&'w str]) -> Vec<&'w str> {
    line.split_whitespace()
        .chain(more.iter().copied())
        .collect()
}

/// Calls `offenlage new …` where nobody is asked, and wants it done.
fn done(words: &[&str]) -> String {
    let told = call(words, None);
    match told.outcome {
        Ok(Outcome::Good) => told.printed,
        other => panic!("{words:?}: {other:?} {}", told.printed),
    }
}

/// An empty portal in a folder, in which it is always 5 May 2026.
fn empty_portal(folder: &Path) -> String {
    let portal = folder.join("portal").to_str().expect("text").to_owned();
    let settings = "--leer --titel Planung --adresse plan.example";
    let more = ["--stelle", "Stadt Meißen"];
    done(&[vec!["portal", &portal], words(settings, &more)].concat());
    let site = Path::new(&portal).join("site.toml");
    write(&site, &text(&site).replace("#beispiel", "beispiel"));
    portal
}

/// An empty portal with Meißen in it.
fn portal_with_meissen(folder: &Path) -> String {
    let portal = empty_portal(folder);
    let room = [
        "--auslegungsort",
        "Rathaus, Raum 214",
        "--zeiten",
        "Dienstag 9–12 Uhr",
    ];
    done(&words(
        "gemeinde --name Meißen --portal",
        &[&[portal.as_str()], &room[..]].concat(),
    ));
    portal
}

/// No finding of the level of a warning or an error.
fn assert_clean(portal: &str) {
    let found = warned(portal);
    assert!(found.is_empty(), "{found:#?}");
}

/// The findings of the level of a warning or an error, each with its file, but for what the example
/// shows of a scan, and for the blanks that are there to be filled in.
fn warned(portal: &str) -> Vec<String> {
    let mut findings = Findings::default();
    let read = portal::read_folder(Path::new(portal), None, &mut findings).expect("a portal");
    assert!(read.is_some());
    findings
        .sorted()
        .iter()
        .filter(|finding| finding.level != Level::Note && !is_meant(finding))
        .map(|finding| format!("{} {}", finding.place.file.path, finding.message.de))
        .collect()
}

fn is_meant(finding: &Finding) -> bool {
    let is_blank = finding.kind.id == "TXT-002" && finding.place.text() == BLANK;
    let is_scan = finding.place.text() == "lageplan-ziegelwerk-1911.pdf";
    is_blank && finding.level == Level::Warning || finding.kind.id == "DOC-002" && is_scan
}

/// Every file of a folder with its bytes, and every folder.
fn everything(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.expect("an entry");
            let bytes = entry.file_type().is_file().then(|| bytes(entry.path()));
            (entry.path().display().to_string(), bytes)
        })
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test looks at what was written"
)]
fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file")
}

fn text(path: &Path) -> String {
    String::from_utf8(bytes(path)).expect("text")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test writes what a person would"
)]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}
