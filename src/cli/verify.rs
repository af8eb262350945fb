//! `offenlage verify`: whether a receipt is genuine, without asking anybody.

use crate::cli::Outcome;
use crate::cli::server::{text_of, words};
use crate::finding::Language;
use crate::inbox::receipt::verify;
use anyhow::{Context, Result};
use clap::{Arg, ArgMatches, Command};
use std::io::Write;
use std::path::Path;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    command
        .arg(
            Arg::new("receipt")
                .value_name(say("QUITTUNG", "RECEIPT"))
                .required(true),
        )
        .arg(
            Arg::new("key")
                .long("key")
                .value_name(say("SCHLÜSSEL", "KEY"))
                .help(say(
                    "Der öffentliche Schlüssel der Annahmestelle, wie das Portal ihn nennt",
                    "The endpoint's public key, as the portal names it",
                )),
        )
}

/// Checks a receipt. A wrong one is a finding.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let path = arguments
        .get_one::<String>("receipt")
        .context("a receipt")?;
    let Some(verified) = verify(&text_of(Path::new(path))?) else {
        let wrong = words(
            language,
            "Die Quittung ist nicht echt, oder sie wurde verändert.",
            "The receipt is not genuine, or it was changed.",
        );
        writeln!(output, "{wrong}")?;
        return Ok(Outcome::Findings);
    };
    for (name, value) in &verified.lines {
        writeln!(output, "{name}: {value}")?;
    }
    let key = arguments.get_one::<String>("key");
    let (sentence, outcome) = match key.map(|key| key.trim().eq_ignore_ascii_case(&verified.key)) {
        Some(true) => (
            words(
                language,
                "Echt: unterschrieben mit diesem Schlüssel.",
                "Genuine: signed with this key.",
            ),
            Outcome::Good,
        ),
        Some(false) => (
            words(
                language,
                "Die Unterschrift stimmt, gehört aber zu einem anderen Schlüssel:",
                "The signature is right but belongs to another key:",
            ),
            Outcome::Findings,
        ),
        None => (
            words(
                language,
                "Die Unterschrift stimmt. Vergleichen Sie diesen Schlüssel mit dem, den das Portal nennt:",
                "The signature is right. Compare this key with the one that the portal names:",
            ),
            Outcome::Good,
        ),
    };
    writeln!(output, "{sentence}")?;
    if key.is_none() || outcome == Outcome::Findings {
        writeln!(output, "{}", verified.key)?;
    }
    Ok(outcome)
}
