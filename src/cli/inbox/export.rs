//! `inbox export`: a table of all statements for spreadsheets, and a page of each with its
//! attachments beside it.

use super::{Desk, write_attachments};
use crate::cli::server::words;
use crate::finding::Language;
use crate::inbox::opened::Opened;
use crate::inbox::receipt::in_berlin;
use anyhow::{Context, Result};
use clap::{Arg, ArgMatches, Command};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The columns of the table: its heading and the field it shows.
const COLUMNS: [(&str, &str); 16] = [
    ("Nummer des Amtes", "eingangsnummer"),
    ("Organisation", "organisation"),
    ("Abteilung", "abteilung"),
    ("Name", "name"),
    ("Anschrift", "anschrift"),
    ("E-Mail", "email"),
    ("Antwort", "antwort"),
    ("Betroffenheit", "betroffenheit"),
    ("Unterlage", "unterlage"),
    ("Kapitel", "kapitel"),
    ("Ort", "ort"),
    ("Punkt (EPSG:25833)", "punkt"),
    ("Keine Einwände", "keine_einwaende"),
    ("Stellungnahmetext", "text"),
    ("Verfasst", "verfasst"),
    ("Memo", "memo"),
];

/// The arguments of the subcommand.
pub fn arguments(command: Command, language: Language) -> Command {
    command.arg(
        Arg::new("to")
            .value_name(words(language, "ORDNER", "FOLDER"))
            .required(true)
            .help(words(language, "Neuer Ordner", "New folder")),
    )
}

/// Writes the folder. One that exists is not touched.
pub fn run(desk: &Desk<'_>, arguments: &ArgMatches, output: &mut dyn Write) -> Result<()> {
    let folder = arguments
        .get_one::<String>("to")
        .map(Path::new)
        .context("a folder")?;
    let all = desk.opened()?;
    std::fs::create_dir(folder).with_context(|| folder.display().to_string())?;
    let mut pages = Vec::new();
    for opened in &all {
        let number = &opened.entry.clear.number;
        let place = folder.join(number);
        let names = write_attachments(desk, opened, &place)?;
        std::fs::create_dir_all(&place)?;
        put(&place.join("stellungnahme.html"), &page(opened, &names))?;
        pages.push(names);
    }
    put(&folder.join("stellungnahmen.csv"), &table(&all, &pages))?;
    writeln!(output, "{}: {}", folder.display(), all.len())?;
    Ok(())
}

fn put(path: &Path, text: &str) -> Result<()> {
    let mut file = File::create_new(path).with_context(|| path.display().to_string())?;
    file.write_all(text.as_bytes())
        .with_context(|| path.display().to_string())
}

/// The table with `;` between the columns, as German spreadsheets expect it; the mark at its
/// beginning tells them that it is UTF-8.
fn table(all: &[Opened], attachments: &[Vec<String>]) -> String {
    let mut heads = vec![
        "Eingangsnummer",
        "Eingang",
        "Verspätet",
        "Zustand",
        "Weg",
        "Phase",
    ];
    heads.extend(COLUMNS.map(|(head, _)| head));
    heads.extend(["Anlagen", "SHA-256"]);
    let mut text = format!("\u{feff}{}\r\n", heads.join(";"));
    for (opened, names) in all.iter().zip(attachments) {
        let clear = &opened.entry.clear;
        let late = if clear.is_late { "ja" } else { "nein" };
        let time = in_berlin(clear.received);
        let state = opened.entry.state.key();
        let mut cells = vec![
            &*clear.number,
            &time,
            late,
            state,
            &clear.channel,
            &clear.phase,
        ];
        let fields = opened.statement.as_ref().map(|statement| &statement.fields);
        let field = |key: &str| {
            fields
                .and_then(|fields| fields.get(key))
                .map_or("", |value| value)
        };
        cells.extend(COLUMNS.map(|(_, key)| field(key)));
        let names = names.join(", ");
        cells.extend([names.as_str(), &clear.sha256]);
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        text.push_str(&format!("{}\r\n", cells.join(";")));
    }
    text
}

/// A cell that no spreadsheet takes for a formula, whatever a sender wrote.
fn cell(text: &str) -> String {
    let is_formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn page(opened: &Opened, attachments: &[String]) -> String {
    let clear = &opened.entry.clear;
    let late = if clear.is_late { " (verspätet)" } else { "" };
    let mut rows = String::new();
    let mut row = |name: &str, value: &str| {
        let (name, value) = (escaped(name), escaped(value).replace('\n', "<br>"));
        rows.push_str(&format!("<dt>{name}</dt><dd>{value}</dd>\n"));
    };
    row("Eingang", &format!("{}{late}", in_berlin(clear.received)));
    row("Phase", &format!("{}{}", clear.portal, clear.phase));
    row("Zustand", opened.entry.state.key());
    row("Weg", &clear.channel);
    let fields = opened.statement.as_ref().map(|statement| &statement.fields);
    for (head, key) in COLUMNS {
        if let Some(value) = fields.and_then(|fields| fields.get(key)) {
            row(head, value);
        }
    }
    row("SHA-256", &clear.sha256);
    let number = escaped(&clear.number);
    let files = opened
        .statement
        .iter()
        .flat_map(|statement| &statement.attachments);
    let links: String = files
        .zip(attachments)
        .map(|(file, name)| format!("<li><a href=\"{name}\">{}</a></li>\n", escaped(&file.name)))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
         <title>Stellungnahme {number}</title>\n</head>\n<body>\n<h1>Stellungnahme {number}</h1>\n\
         <dl>\n{rows}</dl>\n<ul>\n{links}</ul>\n</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, expected) in [
            ("=SUM(A1)", "\"'=SUM(A1)\""),
            ("+49 351", "\"'+49 351\""),
            ("  @x", "\"'  @x\""),
            ("Zu \"laut\"; sehr", "\"Zu \"\"laut\"\"; sehr\""),
            ("Dźak", "\"Dźak\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
