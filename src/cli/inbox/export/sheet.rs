//! The table of all statements, as CSV and as XLSX.

use super::{FIELDS, Row};
use crate::cli::inbox::shown::{is_day_alone, received, state};
use crate::finding::Language;
use crate::inbox::receipt::in_berlin;
use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

/// The most characters of a cell that spreadsheets take.
const LONGEST: usize = 32_000;

/// The headings.
fn heads() -> Vec<&'static str> {
    let before = [
        "Eingangsnummer",
        "Eingang",
        "Verspätet",
        "Zustand",
        "Ersetzt",
        "Ersetzt durch",
        "Weg",
        "Phase",
    ];
    let own = FIELDS.map(|(head, _)| head);
    before
        .into_iter()
        .chain(own)
        .chain(["Anlagen", "SHA-256"])
        .collect()
}

/// The cells of a statement.
fn cells(row: &Row) -> Vec<String> {
    let clear = &row.opened.entry.clear;
    let late = if clear.is_late { "ja" } else { "nein" };
    let mut cells = vec![
        clear.number.clone(),
        match is_day_alone(clear) {
            true => received(clear),
            false => in_berlin(clear.received),
        },
        late.to_owned(),
        state(row.opened.entry.state, Language::German).to_owned(),
        clear.replaces.clone().unwrap_or_default(),
        row.later.clone().unwrap_or_default(),
        clear.channel.clone(),
        clear.phase.clone(),
    ];
    cells.extend(FIELDS.map(|(_, key)| row.in_words(key)));
    cells.extend([row.files.join(", "), clear.sha256.clone()]);
    cells
}

/// The table with `;` between the columns, as German spreadsheets expect it; the mark at its
/// beginning tells them that it is UTF-8.
pub fn csv(rows: &[Row]) -> String {
    let mut text = format!("\u{feff}{}\r\n", heads().join(";"));
    for row in rows {
        let cells: Vec<String> = cells(row).iter().map(|text| cell(text)).collect();
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

/// The same table as a spreadsheet. Every cell is text and marked so, and stays text when somebody
/// edits it or saves it as something else.
pub fn xlsx(rows: &[Row]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    // The same table gives the same bytes.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let head = Format::new().set_bold();
    let text = Format::new()
        .set_quote_prefix()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Stellungnahmen")?;
    sheet.set_freeze_panes(1, 1)?;
    let heads = heads();
    for (column, name) in (0..).zip(&heads) {
        sheet.write_string_with_format(0, column, *name, &head)?;
        let width = if *name == "Stellungnahmetext" { 80 } else { 20 };
        sheet.set_column_width(column, width)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells(row)) {
            sheet.write_string_with_format(line, column, shortened(&cell), &text)?;
        }
    }
    sheet.autofilter(0, 0, rows.len() as u32, heads.len() as u16 - 1)?;
    Ok(workbook.save_to_buffer()?)
}

/// A spreadsheet refuses longer cells; the whole text stands on the statement's page.
fn shortened(text: &str) -> String {
    // Spreadsheets count in UTF-16.
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut left = LONGEST;
    let fits = |letter: &char| {
        left = left.saturating_sub(letter.len_utf16());
        left > 0
    };
    let start: String = text.chars().take_while(fits).collect();
    format!("{start} … [gekürzt; ganz in stellungnahme.html]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::opened::Opened;
    use crate::inbox::statement::{Statement, VERSION};
    use crate::inbox::{Clear, Entry, State};
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    use std::collections::BTreeMap;
    use std::io::Cursor;

    fn row(text: &str) -> Row {
        let clear = Clear {
            number: "7K3F-9QXT-2MC".to_owned(),
            portal: "https://plan.example/".to_owned(),
            phase: "verfahren/a/b/02-x/".to_owned(),
            municipality: "14627140".to_owned(),
            channel: "formular".to_owned(),
            received: 1_777_975_200_123,
            is_late: true,
            display: "ab".to_owned(),
            sha256: "cd".repeat(32),
            sizes: vec![12],
            replaces: None,
            signature: None,
        };
        let statement = Statement {
            version: VERSION,
            number: clear.number.clone(),
            portal: clear.portal.clone(),
            phase: clear.phase.clone(),
            received: in_berlin(clear.received),
            fields: BTreeMap::from([("text".to_owned(), text.to_owned())]),
            attachments: Vec::new(),
            salt: String::new(),
        };
        let entry = Entry {
            clear,
            state: State::Received,
            sent: 1,
        };
        Row {
            opened: Opened {
                entry,
                statement: Some(statement),
            },
            files: Vec::new(),
            later: None,
        }
    }

    #[test]
    fn a_table_says_which_statement_replaces_which() {
        let mut row = row("x");
        row.opened.entry.clear.replaces = Some("ALT".to_owned());
        row.later = Some("NEU".to_owned());
        let table = csv(&[row]);
        let (heads, line) = table.split_once("\r\n").unwrap();
        let cell = |head: &str| {
            let at = heads.split(';').position(|own| own == head).unwrap();
            line.split(';').nth(at).unwrap().to_owned()
        };
        assert_eq!(
            [cell("Ersetzt"), cell("Ersetzt durch")],
            ["\"ALT\"", "\"NEU\""]
        );
    }

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

    #[test]
    fn a_spreadsheet_holds_the_words_as_text_and_is_always_the_same() {
        let rows = [
            row("=HYPERLINK(\"http://x\")"),
            row("Dźak\u{7}\nZeile"),
            row(&"ü".repeat(40_000)),
        ];
        let bytes = xlsx(&rows).unwrap();
        assert!(bytes == xlsx(&rows).unwrap());
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(
            book.worksheet_formula("Stellungnahmen")
                .unwrap()
                .used_cells()
                .count(),
            0
        );
        let range = book.worksheet_range("Stellungnahmen").unwrap();
        let column = heads()
            .iter()
            .position(|head| *head == "Stellungnahmetext")
            .unwrap();
        let text = |line| match range.get((line, column)) {
            Some(Data::String(text)) => text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(1), "=HYPERLINK(\"http://x\")");
        assert!(text(2).starts_with("Dźak") && text(2).ends_with("\nZeile"));
        assert!(text(3).ends_with("stellungnahme.html]") && text(3).chars().count() < 32_767);
        assert_eq!(range.get((1, 2)), Some(&Data::String("ja".to_owned())));
    }
}
