//! Arguments, one file a command, exit codes; the only module that reads clock and environment.

mod build;
mod check;
#[cfg(feature = "server")]
mod collect;
mod commit;
mod day;
mod frist;
mod fristen;
mod help;
#[cfg(feature = "server")]
mod inbox;
#[cfg(feature = "server")]
mod keys;
mod new;
mod noted;
mod notice;
mod portal;
mod preview;
pub mod print;
pub mod report;
pub mod serve;
#[cfg(feature = "server")]
mod server;
mod show;
mod shown;
#[cfg(feature = "server")]
mod verify;
pub mod watch;

use crate::finding::{Language, in_language};
use anyhow::Result;
use clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
use clap::{Arg, ArgMatches, Command};
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// A command of the program.
struct Entry {
    name: &'static str,
    about: [&'static str; 2],
    example: &'static str,
    arguments: fn(Command, Language) -> Command,
    run: fn(&ArgMatches, Language, &mut dyn Write) -> Result<Outcome>,
}

/// All commands, in the order people meet them.
const COMMANDS: &[Entry] = &[
    Entry {
        name: "check",
        about: [
            "Prüft alle Verfahren und zeigt die Befunde",
            "Checks all procedures and shows the findings",
        ],
        example: "offenlage check --format sarif > befunde.sarif",
        arguments: check::arguments,
        run: check::run,
    },
    Entry {
        name: "build",
        about: [
            "Baut das Portal nach output/",
            "Builds the portal into output/",
        ],
        example: "offenlage build --at 2026-05-05",
        arguments: build::arguments,
        run: build::run,
    },
    Entry {
        name: "serve",
        about: [
            "Zeigt das Portal auf diesem Rechner und baut nach jeder Änderung neu",
            "Shows the portal on this computer and builds again after every change",
        ],
        example: "offenlage serve --port 8080",
        arguments: preview::arguments,
        run: preview::run,
    },
    Entry {
        name: "frist",
        about: [
            "Rechnet eine Frist aus: frühestes Ende, sicheres Ende und warum",
            "Computes a period: earliest end, safe end and why",
        ],
        example: "offenlage frist 2026-02-02 --gemeinde crostwitz",
        arguments: frist::arguments,
        run: frist::run,
    },
    Entry {
        name: "fristen",
        about: [
            "Listet, was in den nächsten Wochen ansteht: Bekanntmachung, Beginn, Ende, Beschluss, Rügefrist",
            "Lists what is due in the next weeks: notice, start, end, resolution, complaint period",
        ],
        example: "offenlage fristen --tage 60 --format ical > fristen.ics",
        arguments: fristen::arguments,
        run: fristen::run,
    },
    Entry {
        name: "notice",
        about: [
            "Macht die Bekanntmachung einer Phase aus den Angaben des Verfahrens",
            "Makes the notice of a phase from the record",
        ],
        example: "offenlage notice meissen/bplan-17-altes-ziegelwerk 05-veroeffentlichung > bekanntmachung.txt",
        arguments: notice::arguments,
        run: notice::run,
    },
    Entry {
        name: "new",
        about: [
            "Legt Portal, Gemeinde, Verfahren oder Phase an",
            "Begins a portal, a municipality, a procedure or a phase",
        ],
        example: "offenlage new portal mein-portal",
        arguments: new::arguments,
        run: new::run,
    },
    Entry {
        name: "show",
        about: [
            "Zeigt, was zwischen den Stufen fließt, und die Schemata",
            "Shows what flows between the stages, and the schemas",
        ],
        example: "offenlage show schema verfahren",
        arguments: show::arguments,
        run: show::run,
    },
    #[cfg(feature = "server")]
    Entry {
        name: "collect",
        about: [
            "Nimmt Stellungnahmen an und versiegelt sie für die Gemeinde",
            "Takes statements and seals them for the municipality",
        ],
        example: "offenlage collect output --data annahme",
        arguments: collect::arguments,
        run: collect::run,
    },
    #[cfg(feature = "server")]
    Entry {
        name: "inbox",
        about: [
            "Holt Stellungnahmen ab, öffnet, zeigt und exportiert sie",
            "Pulls statements, opens, shows and exports them",
        ],
        example: "offenlage inbox list --key amt.schluessel",
        arguments: inbox::arguments,
        run: inbox::run,
    },
    #[cfg(feature = "server")]
    Entry {
        name: "keys",
        about: [
            "Schlüssel der Ämter und der Annahmestelle",
            "Keys of the offices and of the endpoint",
        ],
        example: "offenlage keys new ../amt.schluessel",
        arguments: keys::arguments,
        run: keys::run,
    },
    #[cfg(feature = "server")]
    Entry {
        name: "verify",
        about: [
            "Prüft eine Quittung über den Eingang einer Stellungnahme",
            "Checks a receipt of a statement",
        ],
        example: "offenlage verify quittung.txt",
        arguments: verify::arguments,
        run: verify::run,
    },
];

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Good,
    /// There are findings that must be mended.
    Findings,
}

/// Runs the program. Exit code 0: good, 1: findings, 2: could not run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = help::asked_first(arguments.into_iter().collect());
    let language = wanted_language(&arguments);
    let matches = match program(language).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, language),
    };
    let output = &mut io::stdout().lock();
    let entry = matches.subcommand().and_then(|(name, arguments)| {
        COMMANDS
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| (entry, arguments))
    });
    let Some((entry, arguments)) = entry else {
        return ExitCode::from(2);
    };
    match (entry.run)(arguments, language, output).and_then(|outcome| {
        output.flush()?;
        Ok(outcome)
    }) {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // A reader that went away (`offenlage check | head`) is no trouble.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let word = ["Fehler", "error"][usize::from(language == Language::English)];
            let why = in_language(&format!("{error:#}"), language);
            eprintln!("{word}: {why}");
            ExitCode::from(2)
        }
    }
}

fn usage(error: &clap::Error, language: Language) -> ExitCode {
    let is_help = !error.use_stderr();
    let shows_help = is_help || error.kind() == DisplayHelpOnMissingArgumentOrSubcommand;
    if language == Language::German && !shows_help {
        eprint!("{}", help::refusal(error));
        return ExitCode::from(2);
    }
    match error.print() {
        Ok(()) if is_help => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(ErrorKind::BrokenPipe)
    })
}

/// The language of help and findings: German unless `--lang en` stands somewhere.
fn wanted_language(arguments: &[OsString]) -> Language {
    let pairs = arguments
        .windows(2)
        .any(|pair| pair[0] == "--lang" && pair[1] == "en");
    let joined = arguments.iter().any(|argument| argument == "--lang=en");
    if pairs || joined {
        Language::English
    } else {
        Language::German
    }
}

fn program(language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    let mut program = Command::new("offenlage")
        .version(env!("CARGO_PKG_VERSION"))
        .about(words([
            "Prüft Planverfahren und veröffentlicht sie als Portal",
            "Checks planning procedures and publishes them as a portal",
        ]))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name(words(["SPRACHE", "LANGUAGE"]))
                .global(true)
                .value_parser(["de", "en"])
                .default_value("de")
                .help(words(["Sprache der Ausgabe", "Language of the output"])),
        );
    for entry in COMMANDS {
        let command = Command::new(entry.name).about(words(entry.about));
        let command = help::with_example(command, entry.example, language);
        program = program.subcommand((entry.arguments)(command, language));
    }
    match language {
        Language::German => help::in_german(program, "offenlage"),
        Language::English => program,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_parses_its_own_example() {
        for language in [Language::German, Language::English] {
            program(language).debug_assert();
        }
        let mut wrong = Vec::new();
        for command in leaves(program(Language::German)) {
            let help = command.get_after_help().map(ToString::to_string);
            let example = help.as_deref().and_then(|help| help.split("\n  ").nth(1));
            let words = example.unwrap_or_default().split(" > ").next();
            let words = words.unwrap_or_default().split(' ');
            if let Err(error) = program(Language::German).try_get_matches_from(words) {
                wrong.push(format!("{}: {error}", command.get_name()));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_value_is_called_what_it_is() {
        let mut wrong = Vec::new();
        for command in leaves(program(Language::German)) {
            let valued = command
                .get_arguments()
                .filter(|own| own.get_action().takes_values());
            for argument in valued {
                let names = argument.get_value_names().unwrap_or_default();
                if names.is_empty() || names.iter().any(|name| *name == argument.get_id().as_str())
                {
                    wrong.push(format!("{} {}", command.get_name(), argument.get_id()));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// The commands that do something themselves.
    fn leaves(command: Command) -> Vec<Command> {
        let parts: Vec<Command> = command.get_subcommands().cloned().collect();
        if parts.is_empty() {
            return vec![command];
        }
        parts.into_iter().flat_map(leaves).collect()
    }
}
