//! A document on display.

use crate::finding::lasting::lasting;
use crate::finding::{Kind, Level, Origin};
use crate::law::codes::Code;
use crate::model::address::Address;
use jiff::civil::Date;
use std::path::PathBuf;

/// What citizens wrote, and who they are, belongs to the inbox and not into the folder of a portal.
pub static STATEMENTS_APART: Kind = Kind {
    id: "DOC-005",
    level: Level::Error,
    title_de: "Stellungnahmen und Namen von Bürgern stehen nicht im Portal",
    title_en: "Statements and names of citizens are not in the portal",
    convention: false,
};

/// A document of a phase, as it lies in the portal.
#[derive(Debug, Clone, Hash)]
pub struct Document {
    /// Title as the page shows it.
    pub title: String,
    /// Its kind.
    pub kind: &'static Code,
    /// Day of the version.
    pub version: Date,
    /// Language tag (BCP 47).
    pub language: String,
    /// Themes of environmental information in it.
    pub themes: Vec<&'static Code>,
    /// What helps people who cannot read it.
    pub alternative: Option<String>,
    /// The checksum that the file of the procedure holds for it, in lower-case hexadecimal digits.
    pub declared_sha256: Option<String>,
    /// The planner marked it as one that names private persons.
    pub is_personal: bool,
    /// Its address.
    pub address: Address,
    /// The file it is copied from, on this machine.
    pub source: PathBuf,
    /// What was learnt by reading it once.
    pub facts: Facts,
    /// Where it is written.
    pub origin: Origin,
}
lasting!(Document {
    title,
    kind,
    version,
    language,
    themes,
    alternative,
    declared_sha256,
    is_personal,
    address,
    source,
    facts,
    origin,
});

/// What a file tells about itself.
#[derive(Debug, Clone, Default, Hash)]
pub struct Facts {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Media type, found by content.
    pub media_type: String,
    /// Pages of a PDF.
    pub pages: Option<u32>,
    /// The PDF holds structure, text, title and language, so that readers' aids can work with it.
    pub is_accessible: bool,
    /// The title that a PDF gives itself.
    pub pdf_title: Option<String>,
    /// What the first page of a PDF says, in lines; nothing where it speaks of statements.
    pub cover: String,
    /// The first page of a PDF of statements, counted from 1, that names a private person with an address.
    pub sender_on: Option<u32>,
}
lasting!(Facts {
    size,
    sha256,
    media_type,
    pages,
    is_accessible,
    pdf_title,
    cover,
    sender_on
});

/// Whether a file looks like statements as they came in: a mail, or a table or data file that is called so. What
/// agencies wrote, or what was made anonymous, may be shown.
pub fn holds_statements(file: &str, title: &str) -> bool {
    const MAILS: [&str; 4] = ["eml", "msg", "mbox", "pst"];
    const TABLES: [&str; 8] = ["csv", "tsv", "xlsx", "xls", "ods", "json", "xml", "txt"];
    const STATEMENTS: [&str; 9] = [
        "stellungnahme",
        "einwendung",
        "einwender",
        "einsender",
        "absender",
        "eingaben",
        "statements",
        "unterschrift",
        "teilnehmer",
    ];
    const SHOWN: [&str; 8] = [
        "behörd",
        "behoerd",
        "träger",
        "töb",
        "toeb",
        "anonym",
        "geschwärzt",
        "umweltbezogen",
    ];
    let (file, title) = (file.to_lowercase(), title.to_lowercase());
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let says = |words: &[&str]| {
        words
            .iter()
            .any(|word| file.contains(word) || title.contains(word))
    };
    MAILS.contains(&ending) || TABLES.contains(&ending) && says(&STATEMENTS) && !says(&SHOWN)
}

#[cfg(test)]
mod tests {
    use super::holds_statements;

    #[test]
    fn tables_of_statements_are_told_from_papers_about_them() {
        assert!(holds_statements("stellungnahmen.csv", ""));
        assert!(holds_statements(
            "liste.xlsx",
            "Eingegangene Stellungnahmen"
        ));
        assert!(holds_statements("post.eml", ""));
        assert!(!holds_statements(
            "stellungnahmen.pdf",
            "Umweltbezogene Stellungnahmen"
        ));
        assert!(!holds_statements(
            "toeb.xlsx",
            "Stellungnahmen der Behörden"
        ));
        assert!(!holds_statements("flaechen.csv", "Flächenbilanz"));
    }
}
