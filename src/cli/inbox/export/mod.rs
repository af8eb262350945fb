//! `inbox export`: everything that came in, as the office works with it: a table for spreadsheets,
//! a page of each statement to read and print, messages for other systems, and the attachments.

mod page;
mod sheet;
mod xbeteiligung;
mod xml;

use super::shown::in_words;
use super::{Desk, later_versions, phase, write_attachments};
use crate::cli::server::words;
use crate::finding::Language;
use crate::inbox::opened::Opened;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What the folder's name begins with that an export is made in.
const HALF: &str = ".stellungnahmen-";

/// What can be written.
const FORMATS: [&str; 4] = ["csv", "xlsx", "html", "xbeteiligung"];

/// The fields of a statement in the order the office reads them, with their headings.
pub const FIELDS: [(&str, &str); 19] = [
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
    /// The numbers of the versions that took its place.
    later: Option<String>,
}

impl Row {
    /// What was said, by the field of the form; empty where nothing was.
    fn field(&self, key: &str) -> &str {
        let statement = self.opened.statement.as_ref();
        let field = statement.and_then(|statement| statement.fields.get(key));
        field.map_or("", String::as_str)
    }

    /// The same for people: what was chosen from a list as the form words it.
    fn in_words(&self, key: &str) -> String {
        in_words(key, self.field(key), Language::German)
    }
}

/// Writes the folder, whole or not at all. One that exists is not touched.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let folder = arguments
        .get_one::<String>("to")
        .map(Path::new)
        .context("a folder")?;
    let (place, say) = (folder.display(), |de, en| words(desk.language, de, en));
    if folder.exists() {
        let why = say(
            "gibt es schon und wird nicht angerührt. Nennen Sie einen neuen Ordner",
            "exists and is not touched. Name a new folder",
        );
        bail!("{place}: {why}");
    }
    let beside = beside(folder);
    if !beside.is_dir() {
        let why = say("Diesen Ordner gibt es nicht", "There is no such folder");
        bail!("{}: {why}", beside.display());
    }
    clear_away(beside, desk.language, output)?;
    let mut all = desk.opened()?;
    let later = later_versions(all.iter().map(|opened| &opened.entry));
    if let Some(phase) = arguments.get_one::<String>("phase") {
        all = only(all, phase, desk.language)?;
    }
    let export = Export {
        desk,
        formats: arguments.get_many("format").unwrap_or_default().collect(),
        later,
        messages: None,
    };
    // What cannot be made is known before anything is written.
    let messages = export
        .has("xbeteiligung")
        .then(|| xbeteiligung::Messages::new(arguments))
        .transpose()?;
    if let Some(messages) = &messages {
        messages.check(&all)?;
    }
    let export = Export { messages, ..export };
    let count = all.len();
    export.write(all, folder).with_context(|| {
        let why = say(
            "wurde nicht angelegt, auch nicht zum Teil",
            "was not made, not even a part of it",
        );
        format!("{place}: {why}")
    })?;
    let words = say("Stellungnahmen in", "Statements in");
    writeln!(output, "{words} {place}: {count}")?;
    Ok(())
}

/// The folder that another one is in.
fn beside(folder: &Path) -> &Path {
    let beside = folder.parent().filter(|own| !own.as_os_str().is_empty());
    beside.unwrap_or(Path::new("."))
}

/// Deletes what an export left that was killed: nobody would look for statements in a hidden folder. One that is
/// being made is held by a lock.
fn clear_away(beside: &Path, language: Language, output: &mut dyn Write) -> Result<()> {
    let say = |de, en| words(language, de, en);
    for left in left_over(beside)? {
        let file = File::open(&left).with_context(|| left.display().to_string())?;
        if file.try_lock().is_err() {
            continue;
        }
        let word = match std::fs::remove_dir_all(&left) {
            Ok(()) => say(
                "Rest eines abgebrochenen Exports, gelöscht",
                "Left by an export that broke off, deleted",
            ),
            Err(_) => say(
                "Rest eines abgebrochenen Exports, bitte löschen",
                "Left by an export that broke off, please delete",
            ),
        };
        writeln!(output, "{}: {word}", left.display())?;
    }
    Ok(())
}

/// Folders that exports are or were made in; those that this account may not open are others'.
fn left_over(beside: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(beside).with_context(|| beside.display().to_string())?;
    let is_left = |entry: &std::fs::DirEntry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_ours = entry.file_name().to_string_lossy().starts_with(HALF);
        is_folder && is_ours && File::open(entry.path()).is_ok()
    };
    let entries = entries.flatten().filter(is_left);
    Ok(entries.map(|entry| entry.path()).collect())
}

/// The statements on a phase or procedure.
fn only(all: Vec<Opened>, typed: &str, language: Language) -> Result<Vec<Opened>> {
    let wanted = phase::address(typed);
    let (own, others): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|opened| phase::is_below(&wanted, &opened.entry.clear.phase));
    if !own.is_empty() {
        return Ok(own);
    }
    let others = others.iter().map(|opened| &opened.entry.clear.phase);
    let there = others.map(String::as_str).collect();
    let why = words(
        language,
        "Dazu liegt keine Stellungnahme im Posteingang. Es gibt welche zu",
        "The inbox has no statement on that. There are some on",
    );
    bail!("--phase {typed}: {why}: {}", phase::list(&there, language))
}

/// What is written, and what it takes.
struct Export<'a> {
    desk: &'a Desk<'a>,
    formats: Vec<&'a String>,
    later: BTreeMap<String, String>,
    messages: Option<xbeteiligung::Messages<'a>>,
}

impl Export<'_> {
    fn has(&self, format: &str) -> bool {
        self.formats.iter().any(|asked| *asked == format)
    }

    /// Writes beside the folder, in one that only this account may enter; what is whole takes the folder's name.
    fn write(&self, all: Vec<Opened>, folder: &Path) -> Result<()> {
        let hidden = tempfile::Builder::new()
            .prefix(HALF)
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .tempdir_in(beside(folder))?;
        let held = File::open(hidden.path())?;
        // Where the file system knows no locks, two exports at once are not told apart from one that was killed.
        held.try_lock().ok();
        let half = hidden.path().join("halb");
        std::fs::create_dir(&half)?;
        let rows: Result<Vec<Row>> = all
            .into_iter()
            .map(|opened| self.statement(opened, &half))
            .collect();
        let rows = rows?;
        if self.has("csv") {
            let table = half.join("stellungnahmen.csv");
            put(&table, sheet::csv(&rows).as_bytes())?;
        }
        if self.has("xlsx") {
            let table = half.join("stellungnahmen.xlsx");
            put(&table, &sheet::xlsx(&rows)?)?;
        }
        std::fs::rename(&half, folder)?;
        Ok(())
    }

    /// A statement's own folder.
    fn statement(&self, opened: Opened, folder: &Path) -> Result<Row> {
        let number = opened.entry.clear.number.clone();
        let place = folder.join(&number);
        std::fs::create_dir(&place).with_context(|| number.clone())?;
        let row = Row {
            files: write_attachments(self.desk, &opened, &place)?,
            later: self.later.get(&number).cloned(),
            opened,
        };
        if self.has("html") {
            put(
                &place.join("stellungnahme.html"),
                page::page(&row).as_bytes(),
            )?;
        }
        if let Some(messages) = &self.messages
            && let Some(message) = messages.message(&row)?
        {
            put(&place.join("xbeteiligung-0701.xml"), message.as_bytes())?;
        }
        Ok(row)
    }
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
