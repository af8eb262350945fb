//! Tables of statements as other systems write them: the columns, and CSV with `;`, a tab or `,` between
//! them, in UTF-8, UTF-16 or in the old code page of Western Europe.

use super::columns::Columns;
use super::{MOST, Said};
use crate::cli::inbox::day;
use crate::finding::both;
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A row: where it stands, and its fields that are not empty.
pub type Row = (String, BTreeMap<String, String>);

/// What parts cells, in the order in which it is tried.
const MARKS: [char; 3] = [';', '\t', ','];

/// The rows of a table in CSV. Headings of columns that are not read are added to `left`.
pub fn csv(bytes: &[u8], left: &mut BTreeSet<String>) -> Result<Vec<Row>> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        bail!(both(
            "das ist eine alte Excel-Datei (.xls); speichern Sie sie als .xlsx",
            "this is an old Excel file (.xls); save it as .xlsx"
        ));
    }
    let text = decoded(bytes);
    // Spreadsheets write a first line that says what parts the cells.
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let named = first.trim_end().strip_prefix("sep=");
    let named = named.and_then(|mark| mark.chars().next());
    let (text, skipped) = match named {
        Some(_) => (rest, 1),
        None => (text.as_str(), 0),
    };
    if let Some(mark) = mark(text, named) {
        let mut lines = cells(text, mark).into_iter();
        let heads = lines.next().unwrap_or_default();
        let numbered = lines.enumerate().map(|(at, line)| {
            let number = at + 2 + skipped;
            (
                both(format!("Zeile {number}"), format!("row {number}")),
                line,
            )
        });
        if let Some(rows) = rows(&heads, numbered, left)? {
            return whole(rows);
        }
    }
    bail!(both(
        "die Spalte „Stellungnahmetext“ fehlt; in der ersten Zeile müssen die Überschriften stehen. Speichern Sie die Tabelle als \
         „CSV UTF-8“ oder als .xlsx",
        "the column \"Stellungnahmetext\" is missing; the first line must hold the headings. Save the table as \"CSV UTF-8\" or \
         as .xlsx",
    ))
}

/// What parts the cells: what the file says, if that gives a column of statements, else what gives most headings that
/// are known, one of statements among them.
fn mark(text: &str, named: Option<char>) -> Option<char> {
    let known = |mark: &char| {
        let heads = cells(text, *mark).into_iter().next().unwrap_or_default();
        Columns::read(&heads).map(|columns| columns.known())
    };
    let named = named.filter(|mark| known(mark).is_some());
    named.or_else(|| {
        let known = |mark| Some((known(&mark)?, mark));
        // Of equals the last one is taken.
        let best = MARKS.into_iter().rev().filter_map(known);
        best.max_by_key(|(known, _)| *known).map(|(_, mark)| mark)
    })
}

/// All rows, unless there is none or there are too many.
pub fn whole(rows: Vec<Row>) -> Result<Vec<Row>> {
    match rows.len() {
        0 => bail!(both("die Tabelle ist leer", "the table is empty")),
        count if count > MOST => bail!("{count} > {MOST}"),
        _ => Ok(rows),
    }
}

/// The rows below some headings; none where no heading promises statements.
pub fn rows(
    heads: &[String],
    lines: impl Iterator<Item = (String, Vec<String>)>,
    left: &mut BTreeSet<String>,
) -> Result<Option<Vec<Row>>> {
    let Some(columns) = Columns::read(heads) else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    for (place, line) in lines {
        let row = columns.row(&line, left).with_context(|| place.clone())?;
        if row.is_empty() {
            continue;
        }
        if !row.contains_key("text") {
            bail!("{place}: {}", both("der Text fehlt", "the text is missing"));
        }
        rows.push((place, row));
    }
    Ok(Some(rows))
}

/// What a row says: the address in one piece, nothing that the clear part says.
pub fn said(place: String, mut fields: BTreeMap<String, String>, today: Date) -> Result<Said> {
    let mut take = |key: &str| fields.remove(key).unwrap_or_default();
    let street = format!("{} {}", take("strasse"), take("hausnummer"));
    // A spreadsheet that takes a postcode for a number drops its first zero.
    let postcode = take("plz");
    let is_number = !postcode.is_empty() && postcode.bytes().all(|byte| byte.is_ascii_digit());
    let postcode = if is_number {
        format!("{postcode:0>5}")
    } else {
        postcode
    };
    let town = format!("{postcode} {}", take("wohnort"));
    let day = match take("einreichung") {
        day if day.is_empty() => today,
        day => day::read(&day).with_context(|| place.clone())?,
    };
    let channel = channel(&take("weg")).to_owned();
    let lines = [street.trim(), town.trim()];
    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        fields.insert("anschrift".to_owned(), lines.join("\n"));
    }
    // A table names files and does not bring them.
    if let Some(files) = fields.remove("dateien") {
        let memo = fields.entry("memo".to_owned()).or_default();
        let before = if memo.is_empty() { "" } else { "\n" };
        memo.push_str(&format!("{before}Anlagen dort: {files}"));
    }
    Ok(Said {
        place,
        fields,
        files: Vec::new(),
        day,
        moment: None,
        channel,
    })
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

/// UTF-8, or UTF-16 where a mark says so, else the old code page, in which each byte is one letter.
fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| unit([pair[0], pair[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match (bytes, std::str::from_utf8(bytes)) {
        ([0xff, 0xfe, rest @ ..], _) => wide(rest, u16::from_le_bytes),
        ([0xfe, 0xff, rest @ ..], _) => wide(rest, u16::from_be_bytes),
        (_, Ok(text)) => text.trim_start_matches('\u{feff}').to_owned(),
        (_, Err(_)) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The cells line by line; a quoted cell may hold what parts them, lines and doubled quotes.
fn cells(text: &str, mark: char) -> Vec<Vec<String>> {
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
            letter if letter == mark && !is_quoted => line.push(std::mem::take(&mut cell)),
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
        assert_eq!(
            cells(text, ';'),
            [vec!["a", "b;\"c\"\nd", ""], vec!["", "x"]]
        );
    }

    #[test]
    fn rows_have_their_fields_and_a_fault_names_its_row() {
        let table = b"Name;Fremd;Stra\xdfe;PLZ;Ort;Stellungnahmetext\n\
                      M\xfcller;x;Am Weg;1662;Mei\xdfen;Zu laut\n;;;;;\n";
        let mut left = BTreeSet::new();
        let rows = csv(table, &mut left).unwrap();
        assert_eq!(left, BTreeSet::from(["Fremd".to_owned()]));
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].1["name"], "Müller");
        let day = Date::constant(2026, 5, 5);
        let said = said(rows[0].0.clone(), rows[0].1.clone(), day).unwrap();
        assert_eq!(said.fields["anschrift"], "Am Weg\n01662 Meißen");
        assert_eq!((said.day, said.channel.as_str()), (day, "unbekannt"));
        let table = b"Name;Stellungnahmetext\nA;b\nC;\n";
        let fault = csv(table, &mut left).err().unwrap();
        assert!(fault.to_string().contains("Zeile 3"), "{fault}");
        assert!(csv(b"Name;Text\nA;b\n", &mut left).is_err());
    }

    #[test]
    fn a_table_is_read_however_a_spreadsheet_saved_it() {
        let table = |mark: &str| {
            let heads = ["Name", "Stellungnahmetext"].join(mark);
            let cells = ["Dźak", "\"Zu laut, zu hoch; zu nah\""].join(mark);
            format!("{heads}\r\n{cells}\r\n")
        };
        let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let text = format!("\u{feff}{}", table("\t"));
            text.encode_utf16().flat_map(unit).collect()
        };
        for bytes in [
            table(";").into_bytes(),
            table(",").into_bytes(),
            table("\t").into_bytes(),
            format!("sep=,\r\n{}", table(",")).into_bytes(),
            format!("sep=|\n{}", table("|")).into_bytes(),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
        ] {
            let rows = csv(&bytes, &mut BTreeSet::new()).unwrap();
            assert_eq!(rows[0].1["name"], "Dźak");
            assert_eq!(rows[0].1["text"], "Zu laut, zu hoch; zu nah");
        }
        let why = |bytes: &[u8]| csv(bytes, &mut BTreeSet::new()).err().unwrap().to_string();
        assert!(why(b"sep=;\nName;Stellungnahmetext\nA;\n").contains("Zeile 3"));
        assert!(why(b"\xd0\xcf\x11\xe0").contains(".xlsx"));
        assert!(why(b"Name;Votum\nA;b\n").contains("CSV UTF-8"));
    }

    #[test]
    fn nothing_is_cut_off_in_silence() {
        let read = |table: &str| csv(table.as_bytes(), &mut BTreeSet::new());
        for table in [
            "Name;Stellungnahmetext\nA;b\nC;Zu laut; zu hoch\n",
            "Name,Stellungnahmetext\nA,b\nC,\"Zu\", laut\n",
            "Name;Stellungnahmetext;;\nA;b;;\nC;d;;e\n",
        ] {
            let why = format!("{:#}", read(table).err().unwrap());
            assert!(
                why.contains("Zeile 3") && why.contains("letzten Überschrift"),
                "{why}"
            );
        }
        assert_eq!(read("Name;Stellungnahmetext\nA;b; ;\n").unwrap().len(), 1);
        // A heading may hold another mark than the one that parts them.
        let table = "Stellungnahmetext;Kurz,Name,Stellungnahmetext,Ort\nx,Jan,\"Zu laut, zu hoch\",Radebeul\n";
        let rows = read(table).unwrap();
        assert_eq!(rows[0].1["text"], "Zu laut, zu hoch");
        assert_eq!(rows[0].1["name"], "Jan");
    }
}
