//! `offenlage fristen`: what is due in the next weeks over all procedures.

mod list;

use crate::cli::{Outcome, portal};
use crate::export::ical::Calendar;
use crate::finding::{Findings, Language};
use crate::law::calendar::{day_in_words, weekday};
use crate::model::Archive;
use anyhow::{Result, bail};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use list::{Due, due};
use serde::Serialize;
use std::io::Write;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    portal::arguments(command, language)
        .arg(
            Arg::new("days")
                .long("tage")
                .value_name(words(["ZAHL", "NUMBER"]))
                .value_parser(value_parser!(u16))
                .default_value("60")
                .help(words(["So viele Tage voraus", "So many days ahead"])),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name(words(["FORMAT", "FORMAT"]))
                .value_parser(PossibleValuesParser::new(["text", "json", "ical"]))
                .default_value("text")
                .help(words([
                    "Text, für Programme oder für den Kalender",
                    "Text, for programs or for a calendar",
                ])),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .conflicts_with("format")
                .help(words(["Wie --format json", "The same as --format json"])),
        )
}

/// Prints what is due. What is overdue makes the exit code 1.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let Some(portal) = portal::read(arguments, &mut Findings::default())? else {
        bail!(match language {
            Language::German =>
                "Die Einstellungen in site.toml können nicht gelesen werden; offenlage check sagt, warum.",
            Language::English =>
                "The settings in site.toml cannot be read; offenlage check says why.",
        });
    };
    let archive = &portal.archive;
    let days = arguments.get_one("days").copied().unwrap_or(60);
    let due = due(archive, days);
    let format = arguments.get_one::<String>("format").map(String::as_str);
    match format {
        _ if arguments.get_flag("json") => json(archive, &due, output)?,
        Some("json") => json(archive, &due, output)?,
        Some("ical") => output.write_all(&ical(archive, &due))?,
        _ => text(archive, (&due, days), language, output)?,
    }
    Ok(if due.iter().any(|due| due.is_overdue) {
        Outcome::Findings
    } else {
        Outcome::Good
    })
}

fn text(
    archive: &Archive,
    (due, days): (&[Due<'_>], u16),
    language: Language,
    output: &mut dyn Write,
) -> Result<()> {
    let is_german = language == Language::German;
    let mut last = None;
    for due in due {
        if last != Some(due.day) {
            let name = weekday(due.day);
            let day = day_in_words(due.day);
            let (name, day) = (name.in_language(language), day.in_language(language));
            let gap = if last.is_some() { "\n" } else { "" };
            let is_today = match (due.day == archive.today, is_german) {
                (false, _) => "",
                (true, true) => " (heute)",
                (true, false) => " (today)",
            };
            writeln!(output, "{gap}{name}, {day}{is_today}")?;
        }
        last = Some(due.day);
        let overdue = match (due.is_overdue, is_german) {
            (false, _) => "",
            (true, true) => "ÜBERFÄLLIG: ",
            (true, false) => "OVERDUE: ",
        };
        let what = due.what.in_language(language);
        let phase = due.phase.title();
        let phase = phase.in_language(language);
        let place = archive.municipality(due.procedure.municipality).full_name();
        let place = place.in_language(language);
        writeln!(output, "  {overdue}{what}: {phase}")?;
        writeln!(output, "    {place}, {}", due.procedure.title())?;
        if let Some(note) = &due.note {
            writeln!(output, "    {}", note.in_language(language))?;
        }
    }
    let count = due.len();
    match (count, is_german) {
        (0, true) if days == 1 => writeln!(output, "Bis morgen steht nichts an.")?,
        (0, false) if days == 1 => writeln!(output, "Nothing is due until tomorrow.")?,
        (0, true) => writeln!(output, "In den nächsten {days} Tagen steht nichts an.")?,
        (0, false) => writeln!(output, "Nothing is due in the next {days} days.")?,
        (_, true) => {
            let dates = if count == 1 {
                "1 Termin".to_owned()
            } else {
                format!("{count} Termine")
            };
            writeln!(output, "\n{dates} {}", ahead_de(days))?;
        }
        (_, false) => {
            let dates = if count == 1 {
                "1 date".to_owned()
            } else {
                format!("{count} dates")
            };
            writeln!(output, "\n{dates} in {}", days_en(days))?;
        }
    }
    Ok(())
}

fn ahead_de(days: u16) -> String {
    match days {
        1 => "in 1 Tag".to_owned(),
        days => format!("in {days} Tagen"),
    }
}

fn days_en(days: u16) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

#[derive(Serialize)]
struct DueJson<'a> {
    tag: String,
    art: &'a str,
    ueberfaellig: bool,
    was: &'a str,
    hinweis: Option<&'a str>,
    gemeinde: String,
    verfahren: String,
    phase: &'a str,
    adresse: String,
}

fn json(archive: &Archive, due: &[Due<'_>], output: &mut dyn Write) -> Result<()> {
    let rows = due.iter().map(|due| DueJson {
        tag: due.day.to_string(),
        art: due.kind.key(),
        ueberfaellig: due.is_overdue,
        was: &due.what.de,
        hinweis: due.note.as_ref().map(|note| note.de.as_str()),
        gemeinde: archive
            .municipality(due.procedure.municipality)
            .name
            .clone(),
        verfahren: due.procedure.title(),
        phase: &due.phase.name,
        adresse: due.phase.address.url(&archive.site.address),
    });
    serde_json::to_writer_pretty(&mut *output, &rows.collect::<Vec<_>>())?;
    Ok(output.write_all(b"\n")?)
}

/// A calendar of whole days. The same date keeps its name, so that a calendar that is fetched again
/// has it once.
fn ical(archive: &Archive, due: &[Due<'_>]) -> Vec<u8> {
    let mut calendar = Calendar::new("Fristen der Bauleitplanung");
    for due in due {
        let path = due.phase.address.as_str().replace('/', ".");
        let host = archive.site.address.split("://").nth(1).unwrap_or_default();
        let host = host.split(['/', ':']).next().unwrap_or_default();
        let place = archive.municipality(due.procedure.municipality);
        let title = due.procedure.title();
        calendar.raw("BEGIN", "VEVENT");
        calendar.raw("UID", &format!("{path}faellig.{}@{host}", due.kind.key()));
        calendar.moment("DTSTAMP", archive.today);
        calendar.day("DTSTART", due.day);
        calendar.day("DTEND", due.day.tomorrow().unwrap_or(due.day));
        let overdue = if due.is_overdue { "Überfällig: " } else { "" };
        calendar.text(
            "SUMMARY",
            &format!("{overdue}{}: {}, {title}", due.what.de, place.name),
        );
        let note = due.note.as_ref().map(|note| format!("\n{}", note.de));
        let phase = due.phase.title().de;
        calendar.text(
            "DESCRIPTION",
            &format!("{phase}{}", note.unwrap_or_default()),
        );
        calendar.raw("URL", &due.phase.address.url(&archive.site.address));
        calendar.raw("TRANSP", "TRANSPARENT");
        calendar.raw("END", "VEVENT");
    }
    calendar.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str, language: Language) -> String {
        let command = arguments(Command::new("fristen"), language);
        let matches = command.try_get_matches_from(words.split(' '));
        let mut output = Vec::new();
        run(&matches.expect("arguments"), language, &mut output).expect("a list");
        String::from_utf8(output).expect("text")
    }

    #[test]
    fn the_example_on_its_day() {
        let text = asked("fristen", Language::German);
        assert!(
            text.starts_with("Dienstag, 5. Mai 2026 (heute)\n"),
            "{text}"
        );
        assert!(text.contains("Letzter Tag: Veröffentlichung des Entwurfs im Internet"));
        assert!(asked("fristen", Language::English).contains("Last day: "));
        assert_eq!(
            asked("fristen --tage 0 --at 2026-05-03", Language::German),
            "In den nächsten 0 Tagen steht nichts an.\n"
        );
    }

    #[test]
    fn one_date_is_one_date() {
        assert_eq!(
            (ahead_de(1), ahead_de(2)),
            ("in 1 Tag".into(), "in 2 Tagen".into())
        );
        let one = asked("fristen --tage 0 --at 2026-05-04", Language::German);
        assert!(!one.contains("1 Termine"), "{one}");
    }

    #[test]
    fn the_same_for_programs_and_calendars() {
        let json = asked("fristen --json", Language::German);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
        let days: Vec<&str> = rows.iter().filter_map(|row| row["tag"].as_str()).collect();
        assert!(!days.is_empty() && days.is_sorted());
        let calendar = asked("fristen --format ical", Language::German).replace("\r\n ", "");
        assert_eq!(calendar.matches("BEGIN:VEVENT\r\n").count(), rows.len());
        let mut names: Vec<&str> = calendar
            .lines()
            .filter(|line| line.starts_with("UID:"))
            .collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows.len(), "every date has a name of its own");
    }
}
