//! `inbox import`: statements that came another way, all of a file or none: a table as other systems
//! write it, or a mailbox.

mod columns;
mod mail;
mod rows;
mod xlsx;

use super::add::{File, Letter, recipients};
use super::{Desk, STORE, day, phase};
use crate::cli::server::{LARGE, bytes_within, now, words};
use crate::finding::{Language, both};
use crate::inbox::seal::Recipients;
use crate::inbox::sqlite::Sqlite;
use crate::inbox::{Arrival, Kept};
use crate::render::form::{FormPhase, Manifest};
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// More statements than this are refused.
const MOST: usize = 3000;

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    let say = |de, en| words(language, de, en);
    let [phase, portal] = phase::arguments(language);
    let file = Arg::new("file")
        .value_name(say("DATEI", "FILE"))
        .required(true)
        .help(say(
            "Tabelle (.csv, .xlsx), Nachricht (.eml) oder Postfach (.mbox)",
            "Table (.csv, .xlsx), message (.eml) or mailbox (.mbox)",
        ));
    let server = Arg::new("server")
        .long("server")
        .value_name("NAME")
        .help(say(
            "E-Mail: Name des eigenen Mailservers; nur seine Zeile „Received“ zählt als Eingang",
            "E-mail: name of the office's own server; only its line \"Received\" counts as receipt",
        ));
    let day = Arg::new("eingang")
        .long("eingang")
        .value_name(say("TAG", "DAY"))
        .value_parser(day::argument(language))
        .help(say(
            "E-Mail: Tag des Eingangs, wo die Nachricht keinen nennt",
            "E-mail: day it arrived, where the message names none",
        ));
    command.args([phase, file, portal, server, day])
}

/// What statements are entered for.
struct Case<'a> {
    manifest: &'a Manifest,
    address: String,
    phase: &'a FormPhase,
    recipients: Recipients,
    today: Date,
}

/// A statement before it is sealed.
struct Said {
    /// Where it stands in the file, for refusals: „Zeile 3 / row 3“.
    place: String,
    fields: BTreeMap<String, String>,
    files: Vec<File>,
    day: Date,
    /// The moment, where more than the day is known, in milliseconds since 1970 UTC.
    moment: Option<i64>,
    channel: String,
}

impl Case<'_> {
    fn sealed(&self, said: Said) -> Result<Arrival> {
        let letter = Letter {
            portal: self.manifest.portal.clone(),
            address: self.address.clone(),
            phase: self.phase,
            day: said.day,
            moment: said.moment,
            channel: said.channel,
        };
        let arrival = letter.sealed(said.fields, &said.files, &self.recipients);
        arrival.with_context(|| said.place)
    }
}

/// Enters all or nothing.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let path = arguments
        .get_one::<String>("file")
        .map(Path::new)
        .context("a file")?;
    let (manifest, address) = phase::named(arguments, desk.language)?;
    let phase = manifest.phases.get(&address).context("a phase")?;
    let case = Case {
        manifest: &manifest,
        recipients: recipients(&manifest, phase)?,
        phase,
        address,
        today: now()
            .to_zoned_datetime(TimeZone::get("Europe/Berlin")?)
            .date(),
    };
    let bytes = bytes_within(path, LARGE)?;
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    let ending = ending
        .as_deref()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    if bytes.starts_with(b"From ") || ["eml", "mbox"].contains(&ending) {
        return mailbox(desk, &case, (&bytes, arguments), output);
    }
    let is_book = bytes.starts_with(b"PK") || ending == "xlsx";
    let done = table(desk, &case, (&bytes, is_book), output);
    done.with_context(|| path.display().to_string())
}

/// Enters a table. A row that is there already refuses all of it.
fn table(
    desk: &Desk<'_>,
    case: &Case<'_>,
    (bytes, is_book): (&[u8], bool),
    output: &mut dyn Write,
) -> Result<()> {
    let mut left = BTreeSet::new();
    let rows = match is_book {
        true => xlsx::read(bytes, &mut left)?,
        false => rows::csv(bytes, &mut left)?,
    };
    // A table that this inbox exported is there already, by its own numbers.
    let mut numbers = BTreeSet::new();
    for opened in desk.opened()? {
        numbers.insert(opened.entry.clear.number);
        let statement = opened.statement.as_ref();
        numbers.extend(statement.and_then(|statement| columns::identity(&statement.fields)));
    }
    let mut arrivals = Vec::new();
    for (place, fields) in rows {
        let number = columns::identity(&fields);
        if let Some(number) = number.filter(|number| !numbers.insert(number.clone())) {
            bail!(
                "{place}: {}",
                both(
                    format!("Eingangsnummer {number} ist schon da"),
                    format!("receipt number {number} is there already")
                )
            );
        }
        arrivals.push(case.sealed(rows::said(place, fields, case.today)?)?);
    }
    writeln!(output, "{}", kept(desk.language, keep(desk, arrivals)?))?;
    if !left.is_empty() {
        let left: Vec<String> = left.into_iter().collect();
        let words = words(
            desk.language,
            "Nicht übernommene Spalten",
            "Columns left out",
        );
        writeln!(output, "{words}: {}", left.join(", "))?;
    }
    Ok(())
}

/// A message that is there already is left out with a word, so a mailbox can be taken in again when
/// it has grown.
fn mailbox(
    desk: &Desk<'_>,
    case: &Case<'_>,
    (bytes, arguments): (&[u8], &ArgMatches),
    output: &mut dyn Write,
) -> Result<()> {
    let trust = mail::Trust {
        server: arguments.get_one::<String>("server").cloned(),
        day: arguments.get_one::<Date>("eingang").copied(),
    };
    let mut ids = known(desk, "message_id")?;
    let mut arrivals = Vec::new();
    for (at, message) in mail::messages(bytes)?.into_iter().enumerate() {
        let said = mail::said(at + 1, &message, &trust)?;
        let id = said.fields.get("message_id").cloned().unwrap_or_default();
        if !ids.insert(id.clone()) {
            let there = words(desk.language, "ist schon da", "is there already");
            writeln!(output, "{}: {there}: {id}", said.place)?;
            continue;
        }
        arrivals.push(case.sealed(said)?);
    }
    writeln!(output, "{}", kept(desk.language, keep(desk, arrivals)?))?;
    Ok(())
}

/// What the statements of the inbox have in a field.
fn known(desk: &Desk<'_>, field: &str) -> Result<BTreeSet<String>> {
    let statements = desk
        .opened()?
        .into_iter()
        .filter_map(|opened| opened.statement);
    Ok(statements
        .filter_map(|mut statement| statement.fields.remove(field))
        .collect())
}

/// How many were kept, in words.
fn kept(language: Language, count: usize) -> String {
    match (language, count) {
        (Language::German, 1) => "1 Stellungnahme übernommen".to_owned(),
        (Language::German, _) => format!("{count} Stellungnahmen übernommen"),
        (Language::English, 1) => "1 statement imported".to_owned(),
        (Language::English, _) => format!("{count} statements imported"),
    }
}

/// How many were kept; all, or there is an error and none.
fn keep(desk: &Desk<'_>, arrivals: Vec<Arrival>) -> Result<usize> {
    let count = arrivals.len();
    let kept = Sqlite::keep_all(&desk.folder.join(STORE), arrivals)?;
    if kept.iter().any(|kept| *kept != Kept::New) {
        bail!("a receipt number was given twice");
    }
    Ok(count)
}
