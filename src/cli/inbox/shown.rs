//! `inbox list` and `inbox show`: what came in, on the terminal.

use super::export::FIELDS;
use super::{Desk, later_versions, write_attachments};
use crate::cli::Outcome;
use crate::cli::server::words;
use crate::finding::{Language, both, in_language};
use crate::inbox::opened::{Opened, entries, open};
use crate::inbox::receipt::in_berlin;
use crate::inbox::statement::Attachment;
use crate::inbox::{Clear, Entry, State, Store, number};
use crate::law::calendar::day_in_words;
use crate::law::codes::find;
use crate::law::law;
use anyhow::{Context, Result};
use clap::ArgMatches;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// A table with a heading. One that cannot be opened does not hide the others; that is a finding.
pub fn list(desk: &Desk<'_>, output: &mut dyn Write) -> Result<Outcome> {
    let say = |de, en| words(desk.language, de, en);
    let mut closed = Vec::new();
    let mut rows = vec![
        [
            say("Nummer", "Number"),
            say("Eingang", "Arrival"),
            say("Zustand", "State"),
            say("Weg", "Way"),
            "Phase",
            say("Absender", "Sender"),
        ]
        .map(str::to_owned),
    ];
    for entry in entries(desk.store)? {
        let clear = entry.clear.clone();
        let late = match clear.is_late {
            true => say(", verspätet", ", late"),
            false => "",
        };
        let state = format!("{}{late}", state(entry.state, desk.language));
        let sender = desk.keys.as_ref().map(|keys| open(desk.store, keys, entry));
        let sender = match sender {
            None => String::new(),
            Some(Ok(opened)) => sender_of(&opened),
            Some(Err(why)) => {
                closed.push(why);
                format!("({})", say("nicht geöffnet", "not opened"))
            }
        };
        rows.push([
            clear.number.clone(),
            received(&clear),
            state,
            clear.channel,
            clear.phase,
            sender,
        ]);
    }
    if rows.len() == 1 {
        let none = say("Noch keine Stellungnahmen.", "No statements yet.");
        writeln!(output, "{none}")?;
    } else {
        write_table(&rows, output)?;
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

/// Columns one below the other; nothing stands behind the last word of a line.
fn write_table<const N: usize>(rows: &[[String; N]], output: &mut dyn Write) -> Result<()> {
    let length = |text: &str| text.chars().count();
    let width = |column: usize| rows.iter().map(|row| length(&row[column])).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    for row in rows {
        let mut line = String::new();
        for (text, width) in row.iter().zip(widths) {
            line.push_str(text);
            line.push_str(&" ".repeat(width.saturating_sub(length(text)) + 2));
        }
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}

/// When a statement came, `2026-11-20 14:03`; of a letter only the day is known.
pub fn received(clear: &Clear) -> String {
    let time = in_berlin(clear.received);
    let length = if is_day_alone(clear) { 10 } else { 16 };
    time.get(..length).unwrap_or(&time).replace('T', " ")
}

/// Whether only the day is known on which a statement came: what is entered by hand has no hour.
pub fn is_day_alone(clear: &Clear) -> bool {
    let time = in_berlin(clear.received);
    let hour = time.get(11..19);
    let is_made = hour.is_some_and(|hour| ["00:00:00", "12:00:00"].contains(&hour));
    clear.channel != "formular" && is_made && clear.received % 1000 == 0
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
fn sender_of(opened: &Opened) -> String {
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
        let name = field_name(key, desk.language);
        let value = in_words(key, value, desk.language);
        // What was said begins on a line of its own, below everything that is short.
        let gap = if value.contains('\n') || value.len() > 60 {
            "\n"
        } else {
            " "
        };
        writeln!(output, "{name}:{gap}{}", printable(&value))?;
    }
    for (at, file) in (1..).zip(&statement.attachments) {
        let word = words(desk.language, "Anlage", "Attachment");
        writeln!(output, "{word} {at}: {}", attachment(desk, file))?;
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
    let say = |de, en| words(desk.language, de, en);
    let lines = [
        (say("Nummer", "Number"), number.clone()),
        (
            say("Eingegangen am", "Received on"),
            format!("{}{late}", received_in_words(clear, desk.language)),
        ),
        (say("Weg", "Way"), channel.clone()),
        (
            say("Zustand", "State"),
            state(entry.state, desk.language).to_owned(),
        ),
        ("Phase", format!("{}{}", clear.portal, clear.phase)),
    ];
    for (word, text) in lines {
        writeln!(output, "{word}: {text}")?;
    }
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

/// When a statement came, as people read it.
fn received_in_words(clear: &Clear, language: Language) -> String {
    let written = received(clear);
    let (day, time) = written.split_at(written.len().min(10));
    let told = day.parse().map(day_in_words);
    let day = told.map_or(day.to_owned(), |own| own.in_language(language).to_owned());
    match (time.trim(), language) {
        ("", _) => day,
        (time, Language::German) => format!("{day}, {time} Uhr"),
        (time, Language::English) => format!("{day}, {time}"),
    }
}

/// What a field of a statement is called: as in the form, else as in the office's table.
fn field_name(key: &str, language: Language) -> String {
    let asked = find(&law().codes.form_fields, key);
    let asked = asked.map(|code| code.label().in_language(language).to_owned());
    let of_table = || {
        let mut fields = FIELDS.iter();
        fields.find(|(_, own)| *own == key).map(|(name, _)| *name)
    };
    asked.unwrap_or_else(|| of_table().unwrap_or(key).to_owned())
}

/// What somebody said in a field: what was chosen from a list as the form words it.
pub fn in_words(key: &str, value: &str, language: Language) -> String {
    let codes = &law().codes;
    let choices = match key {
        "betroffenheit" => codes.concerns.as_slice(),
        "antwort" => codes.reply_ways.as_slice(),
        _ => &[],
    };
    let chosen = find(choices, value).map(|code| code.label());
    chosen.map_or(value.to_owned(), |label| {
        label.in_language(language).to_owned()
    })
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
