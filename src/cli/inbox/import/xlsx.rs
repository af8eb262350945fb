//! Tables of statements as spreadsheets (XLSX): every sheet whose first row names a column
//! „Stellungnahmetext“, as the usual template has one for the public and one for institutions.
//!
//! The file may come from anywhere, so it is bounded before it is read: how much it unfolds to, and
//! how far its cells lie apart (one cell in the last corner must not make a sheet of billions).

use super::rows::{Row, rows, whole};
use crate::finding::both;
use anyhow::{Result, anyhow, bail};
use calamine::{DataRef, Reader, Xlsx, open_workbook_from_rs};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

/// The file unfolds to so many bytes at most.
const UNFOLDED: u64 = 256 << 20;
/// The last row and column that may hold something.
const LAST: (u32, u32) = (20_000, 200);

/// What the libraries say of a broken file helps nobody.
const BROKEN: [&str; 2] = [
    "die Tabelle ist beschädigt oder keine .xlsx; öffnen Sie sie in Excel oder LibreOffice, und speichern Sie sie noch einmal als .xlsx",
    "the table is damaged or no .xlsx; open it in Excel or LibreOffice and save it as .xlsx again",
];

fn broken<E>(_: E) -> anyhow::Error {
    anyhow!(both(BROKEN[0], BROKEN[1]))
}

/// The rows of all sheets with statements. Headings of columns that are not read are added to `left`.
pub fn read(bytes: &[u8], left: &mut BTreeSet<String>) -> Result<Vec<Row>> {
    check(bytes)?;
    // The reader falls over a cell whose place is a number without end, instead of refusing it.
    let read = std::panic::catch_unwind(|| {
        let mut left = BTreeSet::new();
        Ok((sheets(bytes, &mut left)?, left))
    });
    let read: Result<(Vec<Row>, BTreeSet<String>)> =
        read.unwrap_or_else(|panic| Err(broken(panic)));
    let (rows, own) = read?;
    left.extend(own);
    Ok(rows)
}

fn sheets(bytes: &[u8], left: &mut BTreeSet<String>) -> Result<Vec<Row>> {
    let book: Result<Xlsx<_>, _> = open_workbook_from_rs(Cursor::new(bytes));
    let mut book = book.map_err(broken)?;
    let mut all = Vec::new();
    let mut has_statements = false;
    for name in book.sheet_names() {
        let Some(found) = sheet(&mut book, &name, left)? else {
            continue;
        };
        has_statements = true;
        all.extend(found);
    }
    if !has_statements {
        bail!(both(
            "die Spalte „Stellungnahmetext“ fehlt",
            "the column “Stellungnahmetext” is missing"
        ));
    }
    whole(all)
}

/// Unfolds the file once and throws it away: what it says of its size may be a lie.
fn check(bytes: &[u8]) -> Result<()> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = UNFOLDED;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(broken)?;
        left -= io::copy(&mut entry.take(left), &mut io::sink()).map_err(broken)?;
        if left == 0 {
            bail!(both(
                "die Tabelle ist zu groß",
                "the spreadsheet is too large"
            ));
        }
    }
    Ok(())
}

/// The rows of a sheet; none where it holds no statements.
fn sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut BTreeSet<String>,
) -> Result<Option<Vec<Row>>> {
    let mut lines: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (line, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        if line > LAST.0 || column > LAST.1 {
            bail!(both(
                format!("Blatt „{name}“ ist zu groß: {line}, {column}"),
                format!("the sheet “{name}” is too large: {line}, {column}")
            ));
        }
        lines.entry(line).or_default().insert(column, text);
    }
    let Some((_, heads)) = lines.pop_first() else {
        return Ok(None);
    };
    let width = heads.last_key_value().map_or(0, |(column, _)| column + 1);
    let row = |cells: &BTreeMap<u32, String>| -> Vec<String> {
        let cell = |column| cells.get(&column).cloned().unwrap_or_default();
        let own = cells.last_key_value().map_or(0, |(column, _)| column + 1);
        (0..width.max(own)).map(cell).collect()
    };
    let numbered = lines.iter().map(|(line, cells)| {
        let number = line + 1;
        let place = both(
            format!("Blatt „{name}“, Zeile {number}"),
            format!("sheet “{name}”, row {number}"),
        );
        (place, row(cells))
    });
    rows(&row(&heads), numbered, left)
}

/// What a cell shows. A formula shows its last value; days become `2026-05-05`.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => if *truth { "ja" } else { "nein" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => duration.as_f64().to_string(),
        DataRef::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    use std::io::Write;

    fn read(bytes: &[u8]) -> Result<Vec<Row>> {
        super::read(bytes, &mut BTreeSet::new())
    }

    fn book(fill: impl Fn(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book);
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn both_sheets_of_the_template_are_read_and_others_are_left() {
        let bytes = book(|book| {
            let legend = book.add_worksheet().set_name("Legende").unwrap();
            legend.write_string(0, 0, "Erläuterung").unwrap();
            let day = Format::new().set_num_format("dd.mm.yyyy");
            for (name, first) in [("Öffentlichkeit", "Name"), ("Institution", "Institution")] {
                let sheet = book.add_worksheet().set_name(name).unwrap();
                let heads = [
                    first,
                    "PLZ",
                    "Einreichungsdatum",
                    "Eingangsnummer",
                    "Stellungnahmetext",
                ];
                sheet.write_row(0, 0, heads).unwrap();
                sheet.write_string(2, 0, "Müller").unwrap();
                sheet.write_number(2, 1, 1662).unwrap();
                let date = ExcelDateTime::from_ymd(2026, 5, 5).unwrap();
                sheet.write_datetime_with_format(2, 2, &date, &day).unwrap();
                sheet.write_number(2, 3, 17).unwrap();
                sheet.write_string(2, 4, "Zu laut").unwrap();
            }
        });
        let rows = read(&bytes).unwrap();
        assert_eq!(rows.len(), 2);
        let (place, fields) = &rows[1];
        assert!(place.contains("Blatt „Institution“, Zeile 3"), "{place}");
        assert_eq!(fields["organisation"], "Müller");
        assert_eq!(
            (fields["plz"].as_str(), fields["eingangsnummer"].as_str()),
            ("1662", "17")
        );
        assert_eq!(
            (fields["einreichung"].as_str(), fields["text"].as_str()),
            ("2026-05-05", "Zu laut")
        );
    }

    #[test]
    fn a_row_without_a_text_is_named_and_a_book_without_statements_refused() {
        let bytes = book(|book| {
            let sheet = book.add_worksheet();
            sheet
                .write_row(0, 0, ["Name", "Stellungnahmetext"])
                .unwrap();
            sheet.write_string(1, 0, "Müller").unwrap();
        });
        let fault = read(&bytes).err().unwrap().to_string();
        assert!(fault.contains("Zeile 2"), "{fault}");
        let other = book(|book| drop(book.add_worksheet().write_string(0, 0, "x").unwrap().name()));
        assert!(
            read(&other)
                .err()
                .unwrap()
                .to_string()
                .contains("Stellungnahmetext")
        );
        assert!(read(b"PK nothing").is_err());
    }

    #[test]
    fn one_cell_in_the_last_corner_and_a_file_that_unfolds_without_end_are_refused() {
        let corner = book(|book| {
            let sheet = book.add_worksheet();
            sheet.write_string(0, 0, "Stellungnahmetext").unwrap();
            sheet.write_string(1_048_575, 16_383, "x").unwrap();
        });
        assert!(read(&corner).err().unwrap().to_string().contains("zu groß"));
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let zeros = vec![0; 1 << 20];
        for at in 0..3 {
            bomb.start_file(format!("{at}.xml"), options).unwrap();
            for _ in 0..100 {
                bomb.write_all(&zeros).unwrap();
            }
        }
        let bomb = bomb.finish().unwrap().into_inner();
        assert!(bomb.len() < 1 << 20);
        assert!(read(&bomb).err().unwrap().to_string().contains("zu groß"));
    }

    /// A book of one sheet with this inside.
    fn sheet_of(inner: &str) -> Vec<u8> {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let relation = |kind: &str, to: &str| {
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/{kind}\" \
                 Target=\"{to}\"/></Relationships>"
            )
        };
        let book = format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>\
             <sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        );
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [
            ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
            ("xl/workbook.xml", book),
            (
                "xl/_rels/workbook.xml.rels",
                relation("worksheet", "worksheets/s.xml"),
            ),
            (
                "xl/worksheets/s.xml",
                format!("<worksheet xmlns=\"{main}\">{inner}</worksheet>"),
            ),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn whatever_a_sheet_says_of_itself_it_is_read_or_refused() {
        let head = "<c r=\"A1\" t=\"inlineStr\"><is><t>Stellungnahmetext</t></is></c>";
        let good = format!(
            "<sheetData><row r=\"1\">{head}</row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>x</t></is></c>\
             </row></sheetData>"
        );
        assert_eq!(read(&sheet_of(&good)).unwrap()[0].1["text"], "x");
        for cell in [
            "<c r=\"ZZZZZZZZZZ99999999999999999999\"><v>1</v></c>",
            "<c r=\"\"><v>1</v></c>",
            "<c r=\"A0\"><v>1</v></c>",
            "<c r=\"1A\"><v>1</v></c>",
            "<c r=\"A2\" t=\"s\"><v>99999999999999999999</v></c>",
            "<c r=\"A2\" t=\"s\"><v>7</v></c>",
            "<c r=\"A2\" t=\"s\"><v>-1</v></c>",
            "<c r=\"A2\" s=\"4000000000\"><v>1e999</v></c>",
            "<c r=\"A2\" t=\"d\"><v>2026-05-05T</v></c>",
            "<c r=\"A2\" t=\"e\"><v>#WAS</v></c>",
            "<c r=\"A2\" t=\"b\"><v>ü</v></c>",
            "<c r=\"A2\"><v>NaN</v></c>",
            "<c r=\"A2\"><f t=\"shared\" si=\"99\"/></c>",
            "<c r=\"A2\"><v>",
            "&unbekannt;",
        ] {
            let sheet = format!(
                "<dimension ref=\"A1:ZZZ99999999\"/><sheetData><row r=\"1\">{head}</row>\
                 <row r=\"4294967295\">{cell}</row></sheetData>"
            );
            // It may be read as nothing or refused; it must not fall.
            drop(read(&sheet_of(&sheet)));
        }
    }
}
