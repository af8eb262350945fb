//! Help and refusals in German. The argument parser speaks English by itself; this puts German words
//! in the places it leaves for them, and says what was wrong with a call in German sentences.

use crate::finding::{Language, in_language};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};
use std::ffi::OsString;

/// Where the parts of a help text stand. What a part is called comes from the headings.
const TEMPLATE: &str = "{about-with-newline}\nAufruf: {usage}\n\n{all-args}{after-help}";
const OPTIONS: &str = "Optionen";
const VALUES: &str = "Angaben";

/// Turns `offenlage help check` into `offenlage check --help`, in every language.
pub fn asked_first(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|first| first == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// A command whose help ends with an example.
pub fn with_example(command: Command, example: &str, language: Language) -> Command {
    let word = match language {
        Language::German => "Beispiel",
        Language::English => "Example",
    };
    command.after_help(format!("{word}:\n  {example}"))
}

/// A command with German headings, called by these words.
pub fn in_german(command: Command, called: &str) -> Command {
    let usage = usage(&command, called);
    let help = flag("help", 'h', "Zeigt diese Hilfe", ArgAction::Help);
    let is_program = command.get_version().is_some();
    let mut command = command
        .override_usage(usage)
        .help_template(TEMPLATE)
        .subcommand_help_heading("Befehle")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .mut_args(argument)
        .arg(help)
        .mut_subcommands(|inner| {
            let called = format!("{called} {}", inner.get_name());
            in_german(inner, &called)
        });
    if is_program {
        let version = flag("version", 'V', "Zeigt die Version", ArgAction::Version);
        command = command.disable_version_flag(true).arg(version);
    }
    command
}

fn flag(name: &'static str, letter: char, help: &'static str, action: ArgAction) -> Arg {
    let flag = Arg::new(name).long(name).short(letter).action(action);
    flag.help(help).help_heading(OPTIONS)
}

fn usage(command: &Command, called: &str) -> String {
    let mut usage = format!("{called} [OPTIONEN]");
    for value in command.get_positionals() {
        let name = value_name(value);
        usage.push_str(&match value.is_required_set() {
            true => format!(" <{name}>"),
            false => format!(" [{name}]"),
        });
    }
    if command.has_subcommands() {
        usage.push_str(" <BEFEHL>");
    }
    usage
}

fn value_name(argument: &Arg) -> String {
    let names = argument.get_value_names();
    let name = names.and_then(|names| names.first());
    name.map_or_else(
        || argument.get_id().as_str().to_uppercase(),
        ToString::to_string,
    )
}

/// An argument with its default and its possible values in German words.
fn argument(argument: Arg) -> Arg {
    let heading = if argument.is_positional() {
        VALUES
    } else {
        OPTIONS
    };
    let argument = argument.help_heading(heading);
    if !argument.get_action().takes_values() {
        return argument;
    }
    let written = argument.get_help().map(ToString::to_string);
    let mut parts: Vec<String> = written.into_iter().collect();
    let default = argument.get_default_values().iter();
    let default: Vec<_> = default.map(|value| value.to_string_lossy()).collect();
    if !default.is_empty() {
        parts.push(format!("[sonst: {}]", default.join(", ")));
    }
    let possible = argument.get_possible_values();
    let possible: Vec<&str> = possible.iter().map(|value| value.get_name()).collect();
    if !possible.is_empty() {
        parts.push(format!("[möglich: {}]", possible.join(", ")));
    }
    argument
        .help(parts.join(" "))
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// What was wrong with a call, in German, with the way to call it.
pub fn refusal(error: &Error) -> String {
    let mut text = format!("Fehler: {}\n", sentence(error));
    if let Some(meant) = named(error, ContextKind::SuggestedSubcommand)
        .or_else(|| named(error, ContextKind::SuggestedArg))
        .or_else(|| named(error, ContextKind::SuggestedValue))
    {
        text.push_str(&format!("Meinen Sie „{meant}“?\n"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        text.push_str(&format!("\nAufruf: {usage}\n"));
    }
    text.push_str("Mehr dazu mit --help.\n");
    text
}

fn sentence(error: &Error) -> String {
    let argument = named(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = named(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = named(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("„{command}“ ist kein Befehl.")
        }
        ErrorKind::UnknownArgument => format!("„{argument}“ ist hier nicht vorgesehen."),
        ErrorKind::InvalidValue if value.is_empty() => format!("Bei {argument} fehlt die Angabe."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let valid = named(error, ContextKind::ValidValue);
            let valid = valid.map_or_else(String::new, |valid| format!(" Möglich sind: {valid}."));
            let why = reason(error);
            format!("„{value}“ passt nicht zu {argument}.{valid}{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {argument}."),
        ErrorKind::MissingSubcommand => "Es fehlt der Befehl.".to_owned(),
        ErrorKind::ArgumentConflict => {
            let other = named(error, ContextKind::PriorArg).unwrap_or_default();
            format!("{argument} und {other} passen nicht zusammen.")
        }
        _ => "So lässt sich das Programm nicht aufrufen.".to_owned(),
    }
}

/// What the reader of a value says, where that is a sentence of ours in both languages.
fn reason(error: &Error) -> String {
    let source = std::error::Error::source(error).map(ToString::to_string);
    let own = source.filter(|why| *why != in_language(why, Language::German));
    own.map_or_else(String::new, |why| {
        format!(" {}.", in_language(&why, Language::German))
    })
}

fn named(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Command {
        let format = Arg::new("format")
            .long("format")
            .value_name("FORMAT")
            .value_parser(["text", "json"]);
        let format = format
            .default_value("text")
            .help("Für Menschen oder Programme");
        let check = Command::new("check")
            .about("Prüft")
            .arg(Arg::new("ordner").value_name("ORDNER").default_value("."))
            .arg(Arg::new("json").long("json").action(ArgAction::SetTrue))
            .arg(format);
        let program = Command::new("offenlage").version("1").subcommand(check);
        in_german(program.subcommand_required(true), "offenlage")
    }

    fn refused(arguments: &str) -> String {
        refusal(
            &program()
                .try_get_matches_from(arguments.split(' '))
                .unwrap_err(),
        )
    }

    #[test]
    fn help_has_no_english_words() {
        let mut program = program();
        for text in [
            program.render_help().to_string(),
            program
                .find_subcommand_mut("check")
                .unwrap()
                .render_help()
                .to_string(),
        ] {
            for word in [
                "Usage",
                "Options",
                "Arguments",
                "Commands",
                "default",
                "possible",
                "Print",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
        let check = program
            .find_subcommand_mut("check")
            .unwrap()
            .render_help()
            .to_string();
        assert!(
            check.contains("Aufruf: offenlage check [OPTIONEN] [ORDNER]"),
            "{check}"
        );
        assert!(
            check.contains("[sonst: text] [möglich: text, json]"),
            "{check}"
        );
    }

    #[test]
    fn a_wrong_call_is_refused_in_german() {
        assert!(
            refused("offenlage chek")
                .starts_with("Fehler: „chek“ ist kein Befehl.\nMeinen Sie „check“?")
        );
        assert!(
            refused("offenlage check --jason").contains("„--jason“ ist hier nicht vorgesehen.")
        );
        let value = refused("offenlage check --format xml");
        assert!(
            value.contains("„xml“ passt nicht zu --format <FORMAT>. Möglich sind: text, json."),
            "{value}"
        );
        assert!(refused("offenlage check --format").contains("fehlt die Angabe"));
        let day = super::super::program(crate::finding::Language::German).try_get_matches_from([
            "offenlage",
            "frist",
            "31.6.2026",
        ]);
        let day = refusal(&day.expect_err("no day"));
        let how = "ist kein Tag im Kalender; schreiben Sie ihn so: 05.11.2026 oder 2026-11-05.";
        assert!(day.contains(how), "{day}");
    }

    #[test]
    fn help_can_be_asked_for_first() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            asked_first(words("offenlage help check")),
            words("offenlage check --help")
        );
        assert_eq!(
            asked_first(words("offenlage check help")),
            words("offenlage check help")
        );
    }
}
