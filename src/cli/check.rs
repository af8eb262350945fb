//! `offenlage check`: everything that is wrong, at once.

use crate::check::history::History;
use crate::check::pages::{explained, page};
use crate::cli::print::{Format, print};
use crate::cli::{Outcome, portal};
use crate::finding::{Findings, Language, Level};
use crate::load::shape::closest;
use crate::model::procedure::Procedure;
use anyhow::{Context, Result, bail};
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
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(Format::NAMES))
                .default_value("text")
                .help(words([
                    "Für Menschen (text), Programme (json) oder Merge-Requests (sarif; codequality für GitLab)",
                    "For people (text), programs (json) or merge requests (sarif; codequality for GitLab)",
                ])),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(words(["Kurz für --format json", "Short for --format json"])),
        )
        .arg(
            Arg::new("explain")
                .long("explain")
                .value_name(words(["REGEL", "RULE"]))
                .help(words([
                    "Eine Regel erklären, zum Beispiel PUB-002",
                    "Explain a rule, for example PUB-002",
                ])),
        )
        .arg(
            Arg::new("exceptions")
                .long("exceptions")
                .action(ArgAction::SetTrue)
                .help(words([
                    "Nur die Ausnahmen zeigen, die Verfahren für sich festhalten",
                    "Show only the exceptions that procedures record",
                ])),
        )
        .arg(
            Arg::new("history")
                .long("history")
                .value_name(words(["DATEI", "FILE"]))
                .help(words([
                    "Was Git von den Dateien weiß (git -c core.quotePath=false log --date=short --format=%ad --no-renames --raw --patch --unified=1000000); damit werden PUB-013 und STN-001 geprüft",
                    "What Git knows of the files (git -c core.quotePath=false log --date=short --format=%ad --no-renames --raw --patch --unified=1000000); PUB-013 and STN-001 are checked with it",
                ])),
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
    if let Some(id) = arguments.get_one::<String>("explain") {
        return explain(id, language, output);
    }
    let mut findings = Findings::default();
    let history = history(arguments, language)?;
    let portal = portal::read_with(arguments, &history, &mut findings)?;
    if arguments.get_flag("exceptions") {
        let procedures = portal.iter();
        let procedures = procedures.flat_map(|portal| portal.archive.each_procedure());
        return list_exceptions(procedures, language, output);
    }
    let name = arguments
        .get_one::<String>("format")
        .map_or("text", String::as_str);
    let format = Format::from_name(name)
        .filter(|_| !arguments.get_flag("json"))
        .unwrap_or(Format::Json);
    let findings = findings.sorted();
    print(&findings, format, language, output)?;
    // The program ends: the system takes all of the archive back at once.
    std::mem::forget(portal);
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

/// What the file with Git's words says; nothing without one.
fn history(arguments: &ArgMatches, language: Language) -> Result<History> {
    let Some(path) = arguments.get_one::<String>("history") else {
        return Ok(History::default());
    };
    #[expect(
        clippy::disallowed_methods,
        reason = "cli reads the file that is named"
    )]
    let log = std::fs::read(path).with_context(|| path.clone())?;
    let log = String::from_utf8_lossy(&log);
    let history = History::from_log(&log);
    if history.is_empty() && !log.trim().is_empty() {
        bail!("{path}: {}", no_history(language));
    }
    Ok(history)
}

/// What a file that says nothing of any file should hold.
fn no_history(language: Language) -> &'static str {
    match language {
        Language::German => {
            "Hier steht nichts von Dateien. Erwartet wird, was git -c core.quotePath=false log --date=short --format=%ad --no-renames --raw --patch --unified=1000000 ausgibt."
        }
        Language::English => {
            "This says nothing of files. Expected is what git -c core.quotePath=false log --date=short --format=%ad --no-renames --raw --patch --unified=1000000 prints."
        }
    }
}

/// Prints the page of a rule, or what there is to say of another kind of finding.
fn explain(id: &str, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let kinds = crate::kinds();
    let is_german = language == Language::German;
    let Some(kind) = kinds.iter().find(|kind| kind.id.eq_ignore_ascii_case(id)) else {
        let meant = closest(id, kinds.iter().map(|kind| kind.id)).unwrap_or("PUB-002");
        if is_german {
            bail!("Eine Regel {id} gibt es nicht. Meinen Sie {meant}?");
        }
        bail!("There is no rule {id}. Do you mean {meant}?");
    };
    if !is_german {
        let (id, title) = (kind.id, kind.title_en);
        writeln!(output, "{id}: {title}. (This explanation is in German.)\n")?;
    }
    let page = page(kind.id).or_else(|| explained(kind));
    write!(output, "{}", page.unwrap_or_default())?;
    Ok(Outcome::Good)
}

/// One line for every rule that a procedure is excepted from.
fn list_exceptions<'a>(
    procedures: impl Iterator<Item = &'a Procedure>,
    language: Language,
    output: &mut dyn Write,
) -> Result<Outcome> {
    let mut count = 0;
    for procedure in procedures {
        for (at, exception) in procedure.facts.exceptions.iter().enumerate() {
            let place = procedure.origin.at(&format!("ausnahmen[{at}]"));
            let (line, _) = place.line_and_column();
            let (rule, reason) = (&exception.rule, &exception.reason);
            writeln!(output, "{}:{line}: {rule}: {reason}", place.file.path)?;
            count += 1;
        }
    }
    let words = match language {
        Language::German => "Ausnahmen",
        Language::English => "exceptions",
    };
    writeln!(output, "{count} {words}.")?;
    Ok(Outcome::Good)
}
