//! `offenlage build`: the whole site, or nothing.

use crate::bundle::Bundle;
use crate::cli::portal::Portal;
use crate::cli::print::{Format, print};
use crate::cli::{Outcome, portal};
use crate::finding::Language;
use crate::write::{self, Written};
use anyhow::Result;
use clap::{Arg, ArgMatches, Command};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    portal::arguments(command, language).arg(
        Arg::new("output")
            .long("output")
            .value_name(words(["ORDNER", "FOLDER"]))
            .help(words([
                "Wohin; sonst output/ im Ordner des Portals",
                "Where to; else output/ in the portal's folder",
            ])),
    )
}

/// Builds the portal unless an error was found.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let portal = portal::read(arguments)?;
    let findings = portal.findings.sorted();
    if !findings.is_empty() {
        print(&findings, Format::Text, language, output)?;
    }
    let place = place(arguments, &portal.folder);
    match site(&portal, &place)? {
        None => Ok(Outcome::Findings),
        Some(Written { files, bytes }) => {
            let place = place.display();
            match language {
                Language::German => writeln!(output, "{place}: {files} Dateien, {bytes} Bytes")?,
                Language::English => writeln!(output, "{place}: {files} files, {bytes} bytes")?,
            }
            Ok(Outcome::Good)
        }
    }
}

/// Where the site is written to.
pub fn place(arguments: &ArgMatches, portal: &Path) -> PathBuf {
    let asked = arguments.get_one::<String>("output").map(PathBuf::from);
    asked.unwrap_or_else(|| portal.join("output"))
}

/// Writes the site; nothing where an error was found.
///
/// # Errors
/// If a page cannot be made or written.
pub fn site(portal: &Portal, place: &Path) -> Result<Option<Written>> {
    let Some(_archive) = portal
        .archive
        .as_ref()
        .filter(|_| !portal.findings.has_errors())
    else {
        return Ok(None);
    };
    let bundle = Bundle::default();
    write::write(&bundle, place).map(Some)
}
