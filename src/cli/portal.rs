//! What the commands on a portal share: its folder, its day, its findings.

use crate::check::history::History;
use crate::cli::day;
use crate::finding::{Findings, Language};
use crate::{Done, Memory, Portal};
use anyhow::{Context, Result};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use std::path::{Path, PathBuf};

/// Adds the arguments that say which portal and which day.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    command
        .arg(
            Arg::new("root")
                .value_name(words(["ORDNER", "FOLDER"]))
                .default_value(".")
                .help(words([
                    "Ordner des Portals mit site.toml",
                    "Folder of the portal with site.toml",
                ])),
        )
        .arg(
            Arg::new("at")
                .long("at")
                .value_name(words(["TAG", "DAY"]))
                .value_parser(day::argument(language))
                .help(words([
                    "Statt heute ein anderer Tag, zum Beispiel 2026-05-05",
                    "Another day than today, for example 2026-05-05",
                ])),
        )
}

/// The folder of the portal that the arguments name.
pub fn folder(arguments: &ArgMatches) -> PathBuf {
    let folder = arguments.get_one::<String>("root");
    folder.map_or_else(|| ".".into(), PathBuf::from)
}

/// Reads and checks the portal that the arguments name, on the day they name, the example's own
/// day, or today in Berlin.
///
/// # Errors
/// If there is no portal, or the machine fails.
pub fn read(arguments: &ArgMatches, findings: &mut Findings) -> Result<Option<Portal>> {
    let asked = arguments.get_one::<Date>("at").copied();
    read_folder(&folder(arguments), asked, findings)
}

/// The same with what is kept of the time before, telling each stage when it is done.
///
/// # Errors
/// As [`read`].
pub fn read_keeping(
    arguments: &ArgMatches,
    memory: &mut Memory,
    findings: &mut Findings,
    done: Done,
) -> Result<Option<Portal>> {
    let asked = arguments.get_one::<Date>("at").copied();
    let today = |example: Option<Date>| today(asked, example);
    #[expect(clippy::disallowed_methods, reason = "cli reads the clock")]
    let now = Timestamp::now().as_nanosecond();
    memory.now = u64::try_from(now).unwrap_or_default();
    crate::read_keeping(&folder(arguments), memory, today, findings, done)
}

/// Like [`read`], with what is known of the history of the files.
///
/// # Errors
/// If there is no portal, or the machine fails.
pub fn read_with(
    arguments: &ArgMatches,
    history: &History,
    findings: &mut Findings,
) -> Result<Option<Portal>> {
    let asked = arguments.get_one::<Date>("at").copied();
    crate::read_with(
        &folder(arguments),
        history,
        |example| today(asked, example),
        findings,
    )
}

/// Reads and checks the portal in a folder, on a day that is asked for, the example's own day, or
/// today in Berlin.
///
/// # Errors
/// If there is no portal, or the machine fails.
pub fn read_folder(
    folder: &Path,
    asked: Option<Date>,
    findings: &mut Findings,
) -> Result<Option<Portal>> {
    crate::read(folder, |example| today(asked, example), findings)
}

/// The day that is asked for, the example's own day, or today in Berlin.
fn today(asked: Option<Date>, example: Option<Date>) -> Result<Date> {
    match asked.or(example) {
        Some(day) => Ok(day),
        None => now().map(|now| now.date()),
    }
}

/// When the portal's pages become stale by themselves: the next midnight in Berlin. Never for a
/// fixed day.
///
/// # Errors
/// If the time zone is unknown.
pub fn next_midnight(arguments: &ArgMatches, portal: &Portal) -> Result<Option<Timestamp>> {
    if arguments.get_one::<Date>("at").is_some() || portal.archive.site.example_day.is_some() {
        return Ok(None);
    }
    let now = now()?;
    let midnight = now
        .date()
        .tomorrow()?
        .to_zoned_datetime(now.time_zone().clone())?;
    Ok(Some(midnight.timestamp()))
}

/// The time in Berlin.
fn now() -> Result<ZonedDateTime> {
    let berlin = TimeZone::get("Europe/Berlin").context("the time zone Europe/Berlin")?;
    #[expect(clippy::disallowed_methods, reason = "cli reads the clock")]
    let now = Timestamp::now();
    Ok(now.to_zoned_datetime(berlin))
}
