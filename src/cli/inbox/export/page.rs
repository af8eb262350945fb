//! A statement on a page of its own, to read on the screen and to print for the file.

use super::{FIELDS, Row, escaped};
use crate::cli::inbox::shown::state;
use crate::finding::Language;
use crate::inbox::receipt::in_berlin;
use crate::law::calendar::day_in_words;

/// How it looks. It names no colour: what is printed is black on white.
const STYLE: &str = "\
body { font: 1rem/1.5 sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }\n\
h1 { font-size: 1.4rem; margin: 0; }\n\
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; break-after: avoid; }\n\
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .25rem 1rem; margin: 0; }\n\
dt { font-weight: bold; }\n\
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }\n\
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }\n\
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } }\n\
@page { size: A4; margin: 2cm; }\n\
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; } }\n";

/// The page.
pub fn page(row: &Row) -> String {
    let clear = &row.opened.entry.clear;
    let number = escaped(&clear.number);
    let mut body = format!("<h1>Stellungnahme {number}</h1>\n");
    body.push_str(&section("Eingang", &receipt(row)));
    let person = [
        "eingangsnummer",
        "organisation",
        "abteilung",
        "name",
        "anschrift",
        "email",
    ];
    let is_person = |key: &str| person.contains(&key) || key == "antwort";
    let told = |is_wanted: &dyn Fn(&str) -> bool| -> Vec<(&str, String)> {
        let fields = FIELDS.into_iter().filter(|(_, key)| is_wanted(key));
        let said = fields.map(|(head, key)| (head, row.in_words(key)));
        said.filter(|(_, value)| !value.is_empty()).collect()
    };
    body.push_str(&section("Von", &told(&is_person)));
    body.push_str(&section(
        "Zu",
        &told(&|key| !is_person(key) && key != "text"),
    ));
    if !row.field("text").is_empty() {
        let text = escaped(row.field("text"));
        body.push_str(&format!(
            "<h2>Wortlaut</h2>\n<p class=\"text\">{text}</p>\n"
        ));
    }
    body.push_str(&attachments(row));
    if row.opened.statement.is_none() {
        body.push_str("<p>Der Inhalt wurde nach der Aufbewahrung gelöscht.</p>\n");
    }
    format!(
        "<!doctype html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Stellungnahme {number}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// When and how it came, and what it can be held against.
fn receipt(row: &Row) -> Vec<(&'static str, String)> {
    let entry = &row.opened.entry;
    let clear = &entry.clear;
    let late = if clear.is_late { " (verspätet)" } else { "" };
    let state = state(entry.state, Language::German);
    let mut lines = vec![
        ("Eingegangen am", format!("{}{late}", received(row))),
        ("Weg", clear.channel.clone()),
        ("Zustand", state.to_owned()),
        ("Phase", format!("{}{}", clear.portal, clear.phase)),
        ("Stand der Unterlagen", clear.display.clone()),
    ];
    if let Some(replaced) = &clear.replaces {
        lines.push(("Ersetzt", replaced.clone()));
    }
    if let Some(later) = &row.later {
        lines.push(("Ersetzt durch", later.clone()));
    }
    lines.push(("SHA-256", clear.sha256.clone()));
    lines
}

/// When it came. Of a letter only the day is known.
fn received(row: &Row) -> String {
    let clear = &row.opened.entry.clear;
    let written = in_berlin(clear.received);
    let (day, time) = written.split_at(written.len().min(10));
    let day = day
        .parse()
        .map_or(day.to_owned(), |day| day_in_words(day).de);
    let is_exact = clear.channel == "formular" || row.field("eingang_laut").contains("Received");
    match time.get(1..6).filter(|_| is_exact) {
        Some(time) => format!("{day}, {time} Uhr"),
        None => day,
    }
}

/// A list of what is known under a heading; nothing where nothing is.
fn section(heading: &str, lines: &[(&str, String)]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let line = |(name, value): &(&str, String)| {
        format!("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value))
    };
    let lines: String = lines.iter().map(line).collect();
    format!("<h2>{heading}</h2>\n<dl>\n{lines}</dl>\n")
}

/// The attachments under the names that they have beside the page.
fn attachments(row: &Row) -> String {
    let named = row
        .opened
        .statement
        .iter()
        .flat_map(|statement| &statement.attachments);
    let item = |(file, name): (&crate::inbox::statement::Attachment, &String)| {
        format!(
            "<li><a href=\"{name}\">{name}</a>: {} ({}, {} Bytes, SHA-256 {}){}</li>\n",
            escaped(&file.name),
            escaped(&file.media),
            file.size,
            escaped(&file.sha256),
            match file.is_unscanned {
                true => ", <strong>nicht auf Viren geprüft</strong>",
                false => "",
            }
        )
    };
    let items: String = named.zip(&row.files).map(item).collect();
    if items.is_empty() {
        return items;
    }
    format!("<h2>Anlagen</h2>\n<ol>\n{items}</ol>\n")
}
