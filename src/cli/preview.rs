//! `offenlage serve`: a preview on this computer that follows every change.

use crate::cli::serve::{self, Serve};
use crate::cli::shown::{Open, Shown};
use crate::cli::watch::How;
use crate::cli::{Outcome, noted, portal};
use crate::finding::{Findings, Language, say};
use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::io::Write;
use std::sync::Arc;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    portal::arguments(command, language)
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
    let watched = ["content", "themes", "site.toml"].map(|part| folder.join(part));
    let options = Serve {
        port: arguments.get_one("port").copied().unwrap_or(8000),
        watched: watched.to_vec(),
        // Where a build may stand meanwhile.
        ignored: vec![folder.join("output")],
        how: if arguments.get_flag("poll") {
            How::Polling
        } else {
            How::System
        },
        english: language == Language::English,
    };
    // A build that stands there knows most of it.
    let mut memory = noted::memory(&folder, &folder.join("output"), &Arc::default());
    let open = Open::default();
    serve::serve(&options, |changed| {
        memory.tell(changed);
        let mut findings = Findings::default();
        let mut outcome = serve::Outcome::default();
        let read = portal::read_keeping(arguments, &mut memory, &mut findings, &mut |_| ())?;
        if let Some(portal) = read {
            outcome.next = portal::next_midnight(arguments, &portal)?;
            if portal.theme.is_some() && !findings.has_errors() {
                outcome.site = Some(Arc::new(Shown::start(portal, Arc::clone(&open))?));
            }
        }
        outcome.findings = findings;
        Ok(outcome)
    })?;
    Ok(Outcome::Good)
}
