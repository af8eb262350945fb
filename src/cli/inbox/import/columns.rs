//! Which column of a table says what: the headings of the usual template for entering statements,
//! of the table of statements that the same systems export, and of this program's own export.

use crate::finding::both;
use crate::inbox::statement::is_blank;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The fields that are read, and the headings that mean each. Where several columns fill a field, the
/// first heading here that has a value counts.
const COLUMNS: [(&str, &[&str]); 20] = [
    ("text", &["stellungnahmetext", "text", "stellungnahme"]),
    ("organisation", &["institution", "organisation"]),
    ("abteilung", &["abteilung", "department"]),
    (
        "name",
        &[
            "name",
            "einreicher",
            "einreichende",
            "einreichende person",
            "submitter",
            "verfasser",
            "author",
        ],
    ),
    ("email", &["e-mail", "e-mail-adresse", "email"]),
    ("anschrift", &["anschrift"]),
    ("strasse", &["straße", "street"]),
    ("hausnummer", &["hausnummer", "house no."]),
    ("plz", &["plz", "postleitzahl", "postcode"]),
    ("wohnort", &["ort", "town"]),
    (
        "einreichung",
        &[
            "einreichungsdatum",
            "eingangsdatum",
            "eingang",
            "date received",
        ],
    ),
    (
        "verfasst",
        &["verfassungsdatum", "verfasst", "date written"],
    ),
    (
        "weg",
        &[
            "art der einreichung",
            "einreichungsart",
            "weg",
            "kind of receipt",
        ],
    ),
    ("eingangsnummer", &["eingangsnummer", "receipt number"]),
    ("kennung", &["id"]),
    (
        "bezug",
        &["referenz-id", "referenznummer", "referenz", "reference id"],
    ),
    ("unterlage", &["dokument", "document"]),
    ("kapitel", &["absatz", "kapitel", "paragraph"]),
    ("dateien", &["dateinamen", "dateien", "file names"]),
    ("memo", &["memo", "notiz", "note"]),
];

/// The columns of a table.
pub struct Columns {
    /// What each one fills: field and rank of its heading; none for a heading that nobody knows.
    fields: Vec<Option<(&'static str, usize)>>,
    heads: Vec<String>,
}

impl Columns {
    /// The columns below some headings; none where no heading promises statements. A bare „Text“ does
    /// so only beside the numbers of an export.
    pub fn read(heads: &[String]) -> Option<Self> {
        let fields: Vec<_> = heads.iter().map(|head| field(head)).collect();
        let fills = |key: &str| fields.iter().flatten().any(|(field, _)| *field == key);
        let is_plain = fields.contains(&Some(("text", 0)));
        let is_export = fills("text") && (fills("bezug") || fills("eingangsnummer"));
        let heads = heads.iter().map(|head| head.trim().to_owned()).collect();
        (is_plain || is_export).then_some(Self { fields, heads })
    }

    /// How many headings are known.
    pub fn known(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    /// The fields of a line that are not empty. Headings of columns that hold something and are not
    /// read are added to `left`.
    ///
    /// # Errors
    /// If two columns of one heading say different things, or something stands to the right of the last heading:
    /// part of a text that was cut, perhaps.
    pub fn row(
        &self,
        line: &[String],
        left: &mut BTreeSet<String>,
    ) -> Result<BTreeMap<String, String>> {
        let last = self.heads.iter().rposition(|head| !is_blank(head));
        let beyond = line.iter().skip(last.map_or(0, |last| last + 1));
        if beyond.into_iter().any(|value| !is_blank(value)) {
            bail!(both(
                "rechts der letzten Überschrift steht noch etwas. Geben Sie der Spalte eine Überschrift; ein Text, in dem \
                 das Trennzeichen vorkommt, gehört in Anführungszeichen",
                "something stands to the right of the last heading. Give the column a heading; a text that holds the \
                 separator must stand in quotation marks",
            ));
        }
        let mut ranked: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for ((field, head), value) in self.fields.iter().zip(&self.heads).zip(line) {
            let value = value.trim();
            match field {
                _ if is_blank(value) => {}
                None => drop(left.insert(head.clone())),
                Some((field, rank)) => match ranked.get(field) {
                    Some((before, other)) if before == rank && *other != value => bail!(both(
                        format_args!(
                            "zwei Spalten heißen „{head}“ und sagen Verschiedenes; benennen Sie eine um"
                        ),
                        format_args!(
                            "two columns are called \"{head}\" and say different things; rename one"
                        ),
                    )),
                    Some((before, _)) if before <= rank => {}
                    _ => drop(ranked.insert(field, (*rank, value))),
                },
            }
        }
        let own = |(field, (_, value)): (&str, (usize, &str))| (field.to_owned(), value.to_owned());
        let mut row: BTreeMap<String, String> = ranked.into_iter().map(own).collect();
        // Nothing of what somebody said goes in silence, where two headings promise it.
        for ((field, head), value) in self.fields.iter().zip(&self.heads).zip(line) {
            let is_text = field.is_some_and(|(field, _)| field == "text");
            let is_taken = row.get("text").is_some_and(|text| text == value.trim());
            if is_text && !is_taken && !is_blank(value) {
                left.insert(head.clone());
            }
        }
        // In the template it only counts the rows of one file.
        let is_export = self
            .fields
            .iter()
            .flatten()
            .any(|(field, _)| *field == "bezug");
        if !is_export {
            row.remove("kennung");
        }
        Ok(row)
    }
}

fn field(head: &str) -> Option<(&'static str, usize)> {
    let head = head.trim().to_lowercase();
    COLUMNS.iter().find_map(|(field, heads)| {
        let rank = heads.iter().position(|known| *known == head)?;
        Some((*field, rank))
    })
}

/// What makes a second row of the same known: the number that the other system gave it and, of a
/// copy there, what it is a copy of.
pub fn identity(fields: &BTreeMap<String, String>) -> Option<String> {
    let number = fields.get("eingangsnummer").or(fields.get("kennung"))?;
    Some(match fields.get("bezug") {
        Some(original) => format!("{number} ({original})"),
        None => number.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(heads: &[&str]) -> Option<Columns> {
        let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        Columns::read(&heads)
    }

    fn row(heads: &[&str], line: &[&str]) -> (Vec<(String, String)>, Vec<String>) {
        let line: Vec<String> = line.iter().map(|cell| (*cell).to_owned()).collect();
        let mut left = BTreeSet::new();
        let row = columns(heads).unwrap().row(&line, &mut left).unwrap();
        (row.into_iter().collect(), left.into_iter().collect())
    }

    #[test]
    fn a_bare_text_is_a_statement_only_beside_the_numbers_of_an_export() {
        assert!(columns(&["Name", "Text"]).is_none());
        assert!(columns(&["ID", "Text", "Referenz-ID"]).is_some());
        assert!(columns(&["Stellungnahmetext"]).is_some());
    }

    #[test]
    fn who_submitted_counts_before_who_wrote_and_what_is_left_is_named() {
        let heads = [
            "ID",
            "Verfasser",
            "Einreicher",
            "Stellungnahmetext",
            "Priorität",
            "Votum",
        ];
        let (row, left) = row(&heads, &["7", "Amt", "Jan", "Zu laut", "A", " "]);
        let own = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(row, [own("name", "Jan"), own("text", "Zu laut")]);
        assert_eq!(left, ["Priorität"]);
    }

    #[test]
    fn another_column_of_words_is_named() {
        let heads = ["ID", "Text", "Stellungnahmetext"];
        let (row, left) = row(&heads, &["7", "Kurz", "Zu laut"]);
        assert_eq!(row, [("text".to_owned(), "Zu laut".to_owned())]);
        assert_eq!(left, ["Text"]);
    }

    #[test]
    fn a_second_column_is_not_dropped_in_silence() {
        let heads = ["Stellungnahmetext", "Name", "Stellungnahmetext"].map(str::to_owned);
        let columns = Columns::read(&heads).unwrap();
        let row = |cells: [&str; 3]| columns.row(&cells.map(str::to_owned), &mut BTreeSet::new());
        let fault = row(["Zu laut", "Jan", "Zu hoch"])
            .err()
            .unwrap()
            .to_string();
        assert!(fault.contains("„Stellungnahmetext“"), "{fault}");
        for cells in [
            ["Zu laut", "Jan", "Zu laut"],
            ["\u{200b}", "Jan", "Zu laut"],
        ] {
            assert_eq!(row(cells).unwrap()["text"], "Zu laut");
        }
    }

    #[test]
    fn a_copy_is_another_row_than_its_original() {
        let row = |pairs: &[(&str, &str)]| {
            let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
            identity(&pairs.iter().map(own).collect())
        };
        assert_eq!(row(&[("text", "x")]), None);
        assert_eq!(row(&[("kennung", "M7")]), Some("M7".to_owned()));
        let original = row(&[("eingangsnummer", "17"), ("kennung", "M7")]);
        let copy = row(&[("eingangsnummer", "17"), ("bezug", "M7")]);
        assert_eq!(original, Some("17".to_owned()));
        assert_ne!(copy, original);
    }
}
