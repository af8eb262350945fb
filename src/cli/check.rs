//! `offenlage check`: everything that is wrong, at once.

use crate::cli::print::{Format, print};
use crate::cli::{Outcome, portal};
use crate::finding::{Findings, Language, Level};
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::Write;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    portal::arguments(command, language)
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(PossibleValuesParser::new(Format::NAMES))
                .default_value("text")
                .help(words([
                    "Für Menschen (text), Programme (json) oder Merge-Requests (sarif)",
                    "For people (text), programs (json) or merge requests (sarif)",
                ])),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(words(["Kurz für --format json", "Short for --format json"])),
        )
        .arg(
            Arg::new("strict")
                .long("strict")
                .action(ArgAction::SetTrue)
                .help(words([
                    "Auch bei Warnungen mit 1 enden",
                    "End with 1 on warnings as well",
                ])),
        )
}

/// Checks the portal and prints the findings.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let mut findings = Findings::default();
    portal::read(arguments, &mut findings)?;
    let name = arguments
        .get_one::<String>("format")
        .map_or("text", String::as_str);
    let format = Format::from_name(name)
        .filter(|_| !arguments.get_flag("json"))
        .unwrap_or(Format::Json);
    let findings = findings.sorted();
    print(&findings, format, language, output)?;
    let worst = findings.iter().map(|finding| finding.level).min();
    let limit = if arguments.get_flag("strict") {
        Level::Warning
    } else {
        Level::Error
    };
    Ok(if worst.is_some_and(|worst| worst <= limit) {
        Outcome::Findings
    } else {
        Outcome::Good
    })
}
