//! `inbox export`: everything that came in, as the office works with it: a table for spreadsheets,
//! a page of each statement to read and print, messages for other systems, and the attachments.

mod page;
mod sheet;
mod xbeteiligung;
mod xml;

use super::{Desk, write_attachments};
use crate::cli::server::words;
use crate::finding::Language;
use crate::inbox::opened::Opened;
use anyhow::{Context, Result};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// What can be written.
const FORMATS: [&str; 4] = ["csv", "xlsx", "html", "xbeteiligung"];

/// The fields of a statement in the order the office reads them, with their headings.
const FIELDS: [(&str, &str); 19] = [
    ("Nummer des Amtes", "eingangsnummer"),
    ("Organisation", "organisation"),
    ("Abteilung", "abteilung"),
    ("Name", "name"),
    ("Anschrift", "anschrift"),
    ("E-Mail", "email"),
    ("Antwort", "antwort"),
    ("Betroffenheit", "betroffenheit"),
    ("Unterlage", "unterlage"),
    ("Kapitel", "kapitel"),
    ("Ort", "ort"),
    ("Punkt (EPSG:25833)", "punkt"),
    ("Keine Einwände", "keine_einwaende"),
    ("Betreff", "betreff"),
    ("Stellungnahmetext", "text"),
    ("Verfasst", "verfasst"),
    ("Eingang laut", "eingang_laut"),
    ("Message-ID", "message_id"),
    ("Memo", "memo"),
];

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let command = command
        .arg(
            Arg::new("to")
                .value_name(say("ORDNER", "FOLDER"))
                .required(true)
                .help(say("Neuer Ordner", "New folder")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .value_parser(FORMATS)
                .default_values(["csv", "xlsx", "html"])
                .help(say(
                    "Was außer den Anlagen geschrieben wird",
                    "What is written besides the attachments",
                )),
        )
        .arg(
            Arg::new("phase")
                .long("phase")
                .value_name("PHASE")
                .help(say(
                    "Nur Stellungnahmen zu dieser Phase oder diesem Verfahren (Adresse im Portal)",
                    "Only statements on this phase or procedure (address in the portal)",
                )),
        );
    xbeteiligung::arguments(command, language)
}

/// A statement with the names of the files that its attachments were written to.
struct Row {
    opened: Opened,
    files: Vec<String>,
}

impl Row {
    /// What was said, by the field of the form; empty where nothing was.
    fn field(&self, key: &str) -> &str {
        let statement = self.opened.statement.as_ref();
        let field = statement.and_then(|statement| statement.fields.get(key));
        field.map_or("", String::as_str)
    }
}

/// Writes the folder. One that exists is not touched.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let folder = arguments
        .get_one::<String>("to")
        .map(Path::new)
        .context("a folder")?;
    let formats: Vec<&String> = arguments.get_many("format").unwrap_or_default().collect();
    let has = |format: &str| formats.iter().any(|asked| *asked == format);
    let phase = arguments
        .get_one::<String>("phase")
        .map(|phase| phase.trim_matches('/'));
    let is_asked = |opened: &Opened| {
        let address = opened.entry.clear.phase.trim_end_matches('/');
        phase.is_none_or(|phase| {
            address
                .strip_prefix(phase)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let all: Vec<Opened> = desk.opened()?.into_iter().filter(is_asked).collect();
    // What cannot be made is known before anything is written.
    let messages = has("xbeteiligung")
        .then(|| xbeteiligung::Messages::new(arguments))
        .transpose()?;
    if let Some(messages) = &messages {
        messages.check(&all)?;
    }
    std::fs::create_dir(folder).with_context(|| folder.display().to_string())?;
    let mut rows = Vec::new();
    for opened in all {
        let place = folder.join(&opened.entry.clear.number);
        std::fs::create_dir(&place).with_context(|| place.display().to_string())?;
        let row = Row {
            files: write_attachments(desk, &opened, &place)?,
            opened,
        };
        if has("html") {
            put(
                &place.join("stellungnahme.html"),
                page::page(&row).as_bytes(),
            )?;
        }
        if let Some(messages) = &messages
            && let Some(message) = messages.message(&row)?
        {
            put(&place.join("xbeteiligung-0701.xml"), message.as_bytes())?;
        }
        rows.push(row);
    }
    if has("csv") {
        put(
            &folder.join("stellungnahmen.csv"),
            sheet::csv(&rows).as_bytes(),
        )?;
    }
    if has("xlsx") {
        put(&folder.join("stellungnahmen.xlsx"), &sheet::xlsx(&rows)?)?;
    }
    writeln!(output, "{}: {}", folder.display(), rows.len())?;
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create_new(path).with_context(|| path.display().to_string())?;
    file.write_all(bytes)
        .with_context(|| path.display().to_string())
}

/// Text between the tags of HTML and XML, and in their attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
