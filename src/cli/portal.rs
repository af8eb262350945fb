//! What the commands on a portal share: its folder, its day, its findings.

use crate::finding::{Findings, Language, Level};
use crate::load::sources::Sources;
use crate::model::Archive;
use crate::{check, link, load};
use anyhow::{Context, Result};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use std::path::PathBuf;

/// A portal that was read and checked.
pub struct Portal {
    /// Its folder.
    pub folder: PathBuf,
    /// The archive; none where the settings cannot be read.
    pub archive: Option<Archive>,
    /// The day does not follow the clock.
    pub is_fixed: bool,
    /// What was found.
    pub findings: Findings,
}

impl Portal {
    /// When the portal's pages become stale by themselves: the next midnight in Berlin. Never for
    /// a fixed day.
    ///
    /// # Errors
    /// If the time zone is unknown.
    pub fn next_midnight(&self) -> Result<Option<Timestamp>> {
        if self.is_fixed {
            return Ok(None);
        }
        let now = now()?;
        Ok(Some(
            now.date()
                .tomorrow()?
                .to_zoned_datetime(now.time_zone().clone())?
                .timestamp(),
        ))
    }
}

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
                .value_parser(|text: &str| text.parse::<Date>().map_err(|error| error.to_string()))
                .help(words([
                    "Statt heute ein anderer Tag, zum Beispiel 2026-05-05",
                    "Another day than today, for example 2026-05-05",
                ])),
        )
}

/// The folder of the portal that the arguments name.
pub fn folder(arguments: &ArgMatches) -> PathBuf {
    arguments
        .get_one::<String>("root")
        .map_or_else(|| ".".into(), PathBuf::from)
}

/// Reads, links and checks the portal that the arguments name.
///
/// # Errors
/// If there is no portal, or the machine fails.
pub fn read(arguments: &ArgMatches) -> Result<Portal> {
    let folder = folder(arguments);
    let asked = arguments.get_one::<Date>("at").copied();
    let mut findings = Findings::default();
    let sources = load::load(&folder, &mut findings)?;
    let Some(sources) = sources else {
        return Ok(Portal {
            folder,
            archive: None,
            is_fixed: asked.is_some(),
            findings,
        });
    };
    // The day that was asked for, the example portal's own, or today in Berlin.
    let fixed = asked.or(sources.site.value.beispieltag.map(|day| day.0));
    let today = fixed.map_or_else(|| now().map(|now| now.date()), Ok)?;
    let levels = levels(&sources);
    let archive = link::link(sources, today, &mut findings);
    check::check(&archive, &mut findings);
    findings.set_levels(|kind| {
        levels
            .iter()
            .find(|(id, _)| id == kind.id)
            .map(|(_, level)| *level)
    });
    Ok(Portal {
        folder,
        archive: Some(archive),
        is_fixed: fixed.is_some(),
        findings,
    })
}

/// The time in Berlin.
fn now() -> Result<ZonedDateTime> {
    let berlin = TimeZone::get("Europe/Berlin").context("the time zone Europe/Berlin")?;
    #[expect(clippy::disallowed_methods, reason = "cli reads the clock")]
    let now = Timestamp::now();
    Ok(now.to_zoned_datetime(berlin))
}

fn levels(sources: &Sources) -> Vec<(String, Option<Level>)> {
    let level = |word: &str| match word {
        "fehler" => Some(Level::Error),
        "warnung" => Some(Level::Warning),
        "hinweis" => Some(Level::Note),
        _ => None,
    };
    sources
        .site
        .value
        .regeln
        .iter()
        .map(|(id, word)| (id.clone(), level(word)))
        .collect()
}
