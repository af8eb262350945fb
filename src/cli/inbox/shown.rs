//! `inbox list` and `inbox show`: what came in, on the terminal.

use super::{Desk, later_versions, write_attachments};
use crate::cli::Outcome;
use crate::cli::server::words;
use crate::finding::{Language, both, in_language};
use crate::inbox::opened::{Opened, entries, open};
use crate::inbox::receipt::in_berlin;
use crate::inbox::statement::Attachment;
use crate::inbox::{Entry, State, Store, number};
use anyhow::{Context, Result};
use clap::ArgMatches;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// A line each. One that cannot be opened does not hide the others; that is a finding.
pub fn list(desk: &Desk<'_>, output: &mut dyn Write) -> Result<Outcome> {
    let mut closed = Vec::new();
    for entry in entries(desk.store)? {
        let clear = entry.clear.clone();
        let late = if clear.is_late {
            words(desk.language, "verspätet", "late")
        } else {
            ""
        };
        let state = state(entry.state, desk.language);
        let time = in_berlin(clear.received);
        write!(
            output,
            "{}\t{}\t{state}\t{late}\t{}\t{}",
            clear.number,
            time.get(..16).unwrap_or(&time).replace('T', " "),
            clear.channel,
            clear.phase,
        )?;
        if let Some(keys) = &desk.keys {
            match open(desk.store, keys, entry) {
                Ok(opened) => write!(output, "\t{}", sender(&opened))?,
                Err(why) => {
                    let word = words(desk.language, "nicht geöffnet", "not opened");
                    write!(output, "\t({word})")?;
                    closed.push(why);
                }
            }
        }
        writeln!(output)?;
    }
    for why in &closed {
        let why = in_language(&format!("{why:#}"), desk.language);
        writeln!(output, "{why}")?;
    }
    Ok(match closed.is_empty() {
        true => Outcome::Good,
        false => Outcome::Findings,
    })
}

/// What became of a statement, in words.
pub fn state(state: State, language: Language) -> &'static str {
    match state {
        State::Received => words(language, "eingegangen", "received"),
        State::Withdrawn => words(language, "zurückgezogen", "withdrawn"),
        State::Replaced => words(language, "ersetzt", "replaced"),
        State::Purged => words(language, "gelöscht", "deleted"),
    }
}

/// What is known of a statement without opening it, for other programs. The keys stay.
#[derive(Serialize)]
struct Line<'a> {
    nummer: &'a str,
    eingegangen: String,
    verspaetet: bool,
    zustand: &'static str,
    ersetzt: Option<&'a str>,
    weg: &'a str,
    phase: &'a str,
    sha256: &'a str,
}

/// All of them as JSON. Nothing is opened, so that no name gets into it.
pub fn list_json(desk: &Desk<'_>, output: &mut dyn Write) -> Result<Outcome> {
    fn line(entry: &Entry) -> Line<'_> {
        let Entry { clear, state, .. } = entry;
        Line {
            nummer: &clear.number,
            eingegangen: in_berlin(clear.received),
            verspaetet: clear.is_late,
            zustand: state.key(),
            ersetzt: clear.replaces.as_deref(),
            weg: &clear.channel,
            phase: &clear.phase,
            sha256: &clear.sha256,
        }
    }
    let entries = entries(desk.store)?;
    let lines: Vec<Line<'_>> = entries.iter().map(line).collect();
    serde_json::to_writer_pretty(&mut *output, &lines)?;
    writeln!(output)?;
    Ok(Outcome::Good)
}

/// Who sent it, in one line.
fn sender(opened: &Opened) -> String {
    let fields = opened.statement.as_ref().map(|statement| &statement.fields);
    let field = |key: &str| {
        fields
            .and_then(|fields| fields.get(key))
            .map(String::as_str)
    };
    let parts = [field("organisation"), field("name")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// One with all it says.
pub fn show(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let typed = arguments.get_one::<String>("number").context("a number")?;
    let number = number::read(typed).unwrap_or_else(|| typed.clone());
    let entry = desk.store.entry(&number)?.with_context(|| {
        let why = both("liegt nicht im Posteingang", "is not in the inbox");
        format!("{typed}: {why}")
    })?;
    let opened = open(desk.store, desk.keys()?, entry)?;
    head(desk, &opened.entry, output)?;
    let Some(statement) = &opened.statement else {
        return Ok(());
    };
    for (key, value) in &statement.fields {
        writeln!(output, "{key}: {}", printable(value))?;
    }
    for (at, file) in (1..).zip(&statement.attachments) {
        writeln!(output, "{at}: {}", attachment(desk, file))?;
    }
    if let Some(folder) = arguments.get_one::<String>("attachments").map(Path::new) {
        write_attachments(desk, &opened, folder)?;
    }
    Ok(())
}

/// What is known of it without opening it, and which versions it stands between.
fn head(desk: &Desk<'_>, entry: &Entry, output: &mut dyn Write) -> Result<()> {
    let clear = &entry.clear;
    let (number, channel) = (&clear.number, &clear.channel);
    let late = match clear.is_late {
        true => words(desk.language, " (verspätet)", " (late)"),
        false => "",
    };
    let time = in_berlin(clear.received);
    writeln!(output, "{number}  {time}{late}  {channel}")?;
    let state = state(entry.state, desk.language);
    writeln!(output, "{}{}  {state}", clear.portal, clear.phase)?;
    let replaces = words(desk.language, "ersetzt", "replaces");
    let replaced = words(desk.language, "ersetzt durch", "replaced by");
    let later = later_versions(entries(desk.store)?.iter()).remove(number);
    for (word, other) in [(replaces, clear.replaces.clone()), (replaced, later)] {
        if let Some(other) = other {
            writeln!(output, "{word}: {other}")?;
        }
    }
    writeln!(output)?;
    Ok(())
}

fn attachment(desk: &Desk<'_>, file: &Attachment) -> String {
    let unscanned = match file.is_unscanned {
        true => words(
            desk.language,
            ", nicht auf Viren geprüft",
            ", not scanned for viruses",
        ),
        false => "",
    };
    format!("{} ({} Bytes){unscanned}", printable(&file.name), file.size)
}

/// A sender's words on a terminal: control characters could steer it.
fn printable(text: &str) -> String {
    let is_shown = |letter: &char| !letter.is_control() || "\n\t".contains(*letter);
    text.chars().filter(is_shown).collect()
}
