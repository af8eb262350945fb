//! `offenlage new`: files to begin with, in which `check` finds nothing wrong.
//!
//! Whoever sits at a terminal is asked; elsewhere flags say everything, and what is missing is
//! named in one message. Nothing that exists is overwritten, and nothing is half written.

mod answer;
mod append;
mod around;
mod dialogue;
mod files;
mod municipality;
mod phase;
mod phase_questions;
mod phase_text;
mod place;
mod plan;
mod portal;
mod procedure;
mod quote;
pub mod schemas;
mod starter;
#[cfg(test)]
mod tests;
mod trial;

use crate::cli::Outcome;
use crate::cli::help::with_example;
use crate::finding::Language;
use anyhow::{Context, Result};
use clap::{ArgMatches, Command};
use dialogue::{Dialogue, Field, Form};
use place::Place;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

/// Something that can be begun.
struct Start {
    name: &'static str,
    about: [&'static str; 2],
    example: &'static str,
    fields: &'static [Field],
    run: fn(&mut Dialogue, &mut dyn Write) -> Result<Outcome>,
}

/// All that can be begun, in the order people need it.
const STARTS: &[Start] = &[
    Start {
        name: "portal",
        about: [
            "Legt ein Portal an: mit Beispielen, oder leer für die eigenen Verfahren",
            "Makes a portal: with examples, or empty for your own procedures",
        ],
        example: "offenlage new portal mein-portal",
        fields: portal::FIELDS,
        run: portal::run,
    },
    Start {
        name: "gemeinde",
        about: [
            "Legt eine Gemeinde an: gemeinde.yaml in ihrem Ordner",
            "Adds a municipality: gemeinde.yaml in its folder",
        ],
        example: "offenlage new gemeinde --name Meißen --email bauamt@meissen.example",
        fields: municipality::FIELDS,
        run: municipality::run,
    },
    Start {
        name: "verfahren",
        about: [
            "Legt ein Planverfahren an: verfahren.yaml in seinem Ordner",
            "Adds a planning procedure: verfahren.yaml in its folder",
        ],
        example: "offenlage new verfahren --gemeinde meissen --planname Weinberg --nummer 18 --datum 2026-03-11",
        fields: procedure::FIELDS,
        run: procedure::run,
    },
    Start {
        name: "phase",
        about: [
            "Hängt eine Phase an ein Verfahren an und legt ihren Ordner an",
            "Appends a phase to a procedure and makes its folder",
        ],
        example: "offenlage new phase meissen/bplan-18-weinberg --art veroeffentlichung --beginn 2026-06-01",
        fields: phase::FIELDS,
        run: phase::run,
    },
];

/// Where the portal lies, for everything that is put into one.
const PORTAL: Field = Field {
    name: "portal",
    form: Form::Value(["ORDNER", "FOLDER"]),
    question: [
        "Ordner des Portals oder einer darin; sonst der, in dem Sie gerade sind",
        "Folder of the portal, or one in it; else the one you are in",
    ],
};

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let english = usize::from(language == Language::English);
    STARTS.iter().fold(
        command
            .subcommand_required(true)
            .arg_required_else_help(true),
        |command, start| {
            let part = Command::new(start.name).about(start.about[english]);
            let part = with_example(part, start.example, language);
            command.subcommand(dialogue::arguments(part, start.fields, language))
        },
    )
}

/// Begins what was asked for.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let (name, flags) = arguments.subcommand().context("clap asks for one")?;
    let start = STARTS.iter().find(|start| start.name == name);
    let start = start.context("clap knows the names")?;
    let stdin = io::stdin();
    let is_attended = stdin.is_terminal();
    let mut input = stdin.lock();
    let input = is_attended.then_some(&mut input as &mut dyn BufRead);
    // Questions go where errors go, so that the output can be kept in a file.
    let mut questions = io::stderr();
    let mut dialogue = Dialogue::new(flags, language, input, &mut questions);
    (start.run)(&mut dialogue, output)
}

/// The portal that something is put into.
fn place(dialogue: &Dialogue) -> Result<Place> {
    let folder = dialogue.flag(&PORTAL).unwrap_or(".");
    Place::find(Path::new(folder), dialogue.language)
}
