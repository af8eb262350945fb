//! `offenlage serve`: a preview on this computer that follows every change.

use crate::cli::serve::{self, Serve};
use crate::cli::watch::How;
use crate::cli::{Outcome, build, portal};
use crate::finding::{Findings, Language, say};
use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::io::Write;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    build::arguments(command, language)
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .value_parser(value_parser!(u16))
                .default_value("8000")
                .help(words(["Port auf diesem Rechner", "Port on this computer"])),
        )
        .arg(
            Arg::new("poll")
                .long("poll")
                .action(ArgAction::SetTrue)
                .help(words([
                    "Änderungen durch Nachsehen finden (Netzlaufwerke, Container)",
                    "Find changes by looking (network drives, containers)",
                ])),
        )
}

/// Serves until the process is ended.
pub fn run(arguments: &ArgMatches, language: Language, _: &mut dyn Write) -> Result<Outcome> {
    let folder = portal::folder(arguments);
    let missing = say(
        "In diesem Ordner liegt kein Portal; `offenlage new portal mein-portal` legt eines an",
        "There is no portal in this folder; `offenlage new portal my-portal` begins one",
    );
    let is_portal = folder.join("site.toml").exists();
    anyhow::ensure!(is_portal, "{}", missing.in_language(language));
    let place = build::place(arguments);
    let watched = ["content", "themes", "site.toml"].map(|part| folder.join(part));
    let options = Serve {
        port: arguments.get_one("port").copied().unwrap_or(8000),
        watched: watched.to_vec(),
        ignored: vec![place.clone()],
        how: if arguments.get_flag("poll") {
            How::Polling
        } else {
            How::System
        },
        english: language == Language::English,
    };
    serve::serve(&options, || {
        let mut findings = Findings::default();
        let mut outcome = serve::Outcome::default();
        if let Some(portal) = portal::read(arguments, &mut findings)? {
            let written = build::site(&portal, &place, &mut findings)?;
            outcome.folder = written.map(|_| place.clone());
            outcome.next = portal::next_midnight(arguments, &portal)?;
        }
        outcome.findings = findings;
        Ok(outcome)
    })?;
    Ok(Outcome::Good)
}
