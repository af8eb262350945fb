//! `offenlage build`: the whole site, or nothing.

use crate::Portal;
use crate::cli::print::{Format, print};
use crate::cli::{Outcome, portal};
use crate::finding::{Findings, Language};
use crate::render::theme::Fault;
use crate::write::Written;
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
    let (written, findings) = build(arguments)?;
    if !findings.is_empty() {
        print(&findings.sorted(), Format::Text, language, output)?;
    }
    let Some(Written { files, bytes }) = written else {
        return Ok(Outcome::Findings);
    };
    let place = place(arguments);
    let place = place.display();
    match language {
        Language::German => writeln!(output, "{place}: {files} Dateien, {bytes} Bytes")?,
        Language::English => writeln!(output, "{place}: {files} files, {bytes} bytes")?,
    }
    Ok(Outcome::Good)
}

/// Where the site is written to.
pub fn place(arguments: &ArgMatches) -> PathBuf {
    let asked = arguments.get_one::<String>("output").map(PathBuf::from);
    asked.unwrap_or_else(|| portal::folder(arguments).join("output"))
}

/// Reads, checks and writes; nothing is written where an error was found.
fn build(arguments: &ArgMatches) -> Result<(Option<Written>, Findings)> {
    let mut findings = Findings::default();
    let written = match portal::read(arguments, &mut findings)? {
        Some(portal) => site(&portal, &place(arguments), &mut findings)?,
        None => None,
    };
    Ok((written, findings))
}

/// Writes the site. A template that asks for something its page does not have is a finding.
///
/// # Errors
/// If the machine fails.
pub fn site(portal: &Portal, place: &Path, findings: &mut Findings) -> Result<Option<Written>> {
    match crate::write(portal, place, findings) {
        Ok(written) => Ok(written),
        Err(error) => match error.downcast::<Fault>() {
            Ok(Fault(finding)) => {
                findings.add(finding);
                Ok(None)
            }
            Err(error) => Err(error),
        },
    }
}
