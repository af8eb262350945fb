//! `inbox import`: a table of statements as other systems write it, with `;` between the columns,
//! in UTF-8 or in the old code page of Western Europe. All rows are entered or none; a receipt
//! number that is there already is refused with its row.

use super::add::{Letter, recipients};
use super::{Desk, STORE, named_phase, phase_arguments};
use crate::cli::server::{bytes_of, now};
use crate::finding::Language;
use crate::inbox::Kept;
use crate::inbox::sqlite::Sqlite;
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches, Command};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

/// The columns that are read, and the field each one fills. Others are left out with a word.
const COLUMNS: [(&str, &str); 14] = [
    ("Institution", "organisation"),
    ("Abteilung", "abteilung"),
    ("Name", "name"),
    ("E-Mail", "email"),
    ("Straße", "strasse"),
    ("Hausnummer", "hausnummer"),
    ("PLZ", "plz"),
    ("Ort", "wohnort"),
    ("Einreichungsdatum", "einreichung"),
    ("Verfassungsdatum", "verfasst"),
    ("Art der Einreichung", "weg"),
    ("Eingangsnummer", "eingangsnummer"),
    ("Stellungnahmetext", "text"),
    ("Memo", "memo"),
];
/// A longer table is refused.
const MOST_ROWS: usize = 3000;

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    let [phase, portal] = phase_arguments(language);
    let table = Arg::new("table").value_name("CSV").required(true);
    command.args([phase, table, portal])
}

/// Enters all rows or none.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let argument = |name: &str| {
        arguments
            .get_one::<String>(name)
            .cloned()
            .unwrap_or_default()
    };
    let (manifest, address) = named_phase(arguments)?;
    let phase = manifest.phases.get(&address).with_context(|| {
        format!("{address}: nimmt keine Stellungnahmen an / takes no statements")
    })?;
    let recipients = recipients(&manifest, phase)?;
    let rows = read(&decoded(&bytes_of(Path::new(&argument("table")))?))?;
    let mut numbers = BTreeSet::new();
    for opened in desk.opened()? {
        let fields = opened
            .statement
            .map(|statement| statement.fields)
            .unwrap_or_default();
        numbers.extend(fields.get("eingangsnummer").cloned());
    }
    let today = now()
        .to_zoned_datetime(TimeZone::get("Europe/Berlin")?)
        .date();
    let mut arrivals = Vec::new();
    for (at, fields) in rows {
        let letter = |fields: &BTreeMap<String, String>| -> Result<Letter<'_>> {
            let day = fields.get("einreichung").map(|day| date(day)).transpose()?;
            Ok(Letter {
                portal: manifest.portal.clone(),
                address: address.clone(),
                phase,
                day: day.unwrap_or(today),
                channel: channel(fields.get("weg").map_or("", String::as_str)).to_owned(),
            })
        };
        let row = || format!("Zeile {at} / row {at}");
        if let Some(number) = fields
            .get("eingangsnummer")
            .filter(|n| !numbers.insert((*n).clone()))
        {
            bail!(
                "{}: Eingangsnummer {number} ist schon da / is there already",
                row()
            );
        }
        let letter = letter(&fields).with_context(row)?;
        let arrival = letter.sealed(said(fields), &[], &recipients);
        arrivals.push(arrival.with_context(row)?);
    }
    let count = arrivals.len();
    let kept = Sqlite::keep_all(&desk.folder.join(STORE), arrivals)?;
    if kept.iter().any(|kept| *kept != Kept::New) {
        bail!("a receipt number was given twice");
    }
    writeln!(output, "{count}")?;
    Ok(())
}

/// What is sealed: the address in one piece, nothing that the clear part says.
fn said(mut fields: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut take = |key: &str| fields.remove(key).unwrap_or_default();
    let street = format!("{} {}", take("strasse"), take("hausnummer"));
    let town = format!("{} {}", take("plz"), take("wohnort"));
    take("einreichung");
    take("weg");
    let lines = [street.trim(), town.trim()];
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        fields.insert("anschrift".to_owned(), lines.join("\n"));
    }
    fields
}

fn channel(kind: &str) -> &'static str {
    match kind.to_lowercase().as_str() {
        "email" | "e-mail" => "email",
        "letter" | "brief" | "post" => "post",
        "fax" => "fax",
        "declaration" | "niederschrift" => "niederschrift",
        "system" | "formular" => "formular",
        _ => "unbekannt",
    }
}

/// `05-05-2026`, `05.05.2026` or `2026-05-05`.
fn date(text: &str) -> Result<Date> {
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let read = || {
        let [day, month, year] = parts[..] else {
            return None;
        };
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    read().with_context(|| format!("„{text}“ ist kein Datum / is no date"))
}

/// UTF-8, else the old code page, in which each byte is one letter.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The rows by their number in the file, each with the fields that are not empty.
fn read(text: &str) -> Result<Vec<(usize, BTreeMap<String, String>)>> {
    let mut lines = cells(text).into_iter();
    let heads = lines.next().unwrap_or_default();
    let field = |head: &String| {
        let known = COLUMNS.iter().find(|(name, _)| *name == head.trim());
        known.map(|(_, field)| *field)
    };
    let fields: Vec<Option<&str>> = heads.iter().map(field).collect();
    if !fields.contains(&Some("text")) {
        bail!("die Spalte „Stellungnahmetext“ fehlt / the column is missing");
    }
    let mut rows = Vec::new();
    for (at, line) in lines.enumerate() {
        let pairs = fields
            .iter()
            .zip(&line)
            .filter(|(_, value)| !value.trim().is_empty());
        let row: BTreeMap<String, String> = pairs
            .filter_map(|(field, value)| Some(((*field)?.to_owned(), value.trim().to_owned())))
            .collect();
        if row.is_empty() {
            continue;
        }
        let number = at + 2;
        if !row.contains_key("text") {
            bail!("Zeile {number}: der Text fehlt / row {number}: the text is missing");
        }
        rows.push((number, row));
    }
    match rows.len() {
        0 => bail!("die Tabelle ist leer / the table is empty"),
        count if count > MOST_ROWS => bail!("{count} > {MOST_ROWS}"),
        _ => Ok(rows),
    }
}

/// The cells line by line; a quoted cell may hold `;`, lines and doubled quotes.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            ';' if !is_quoted => line.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            letter => cell.push(letter),
        }
    }
    if !cell.is_empty() || !line.is_empty() {
        line.push(cell);
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_hold_what_parts_them() {
        let text = "a;\"b;\"\"c\"\"\nd\";\r\n;x\n";
        assert_eq!(cells(text), [vec!["a", "b;\"c\"\nd", ""], vec!["", "x"]]);
    }

    #[test]
    fn rows_have_their_fields_and_a_fault_names_its_row() {
        let text =
            decoded(b"Name;Fremd;Stra\xdfe;Stellungnahmetext\nM\xfcller;x;Am Weg;Zu laut\n;;;\n");
        let rows = read(&text).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].1["name"], "Müller");
        assert_eq!(said(rows[0].1.clone())["anschrift"], "Am Weg");
        let fault = read("Name;Stellungnahmetext\nA;b\nC;\n").unwrap_err();
        assert!(fault.to_string().contains("Zeile 3"), "{fault}");
        assert!(read("Name;Text\nA;b\n").is_err());
    }

    #[test]
    fn days_are_read_as_offices_write_them() {
        for text in ["05-06-2026", "05.06.2026", "2026-06-05"] {
            assert_eq!(date(text).unwrap().to_string(), "2026-06-05");
        }
        assert!(date("31.02.2026").is_err() && date("bald").is_err());
    }
}
