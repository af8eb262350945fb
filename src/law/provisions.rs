//! Which paragraphs and subsections the BauGB has, so that a citation of others is known to be wrong.

use serde::Deserialize;
use std::sync::LazyLock;

/// The paragraphs of the BauGB, as far as the table knows them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisions {
    /// The number of its last paragraph.
    pub last: u32,
    #[serde(rename = "paragraph")]
    paragraphs: Vec<Paragraph>,
}

/// A paragraph that notices cite.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paragraph {
    /// Its number with its letter: `13a`.
    number: String,
    /// How many subsections it has at most.
    subsections: u32,
}

impl Provisions {
    /// How many subsections a paragraph has at most; none where the table does not say.
    pub fn subsections(&self, number: &str) -> Option<u32> {
        let mut known = self.paragraphs.iter();
        let own = known.find(|own| own.number == number)?;
        Some(own.subsections)
    }
}

/// The paragraphs, read once from the table in this folder.
pub fn provisions() -> &'static Provisions {
    static PROVISIONS: LazyLock<Provisions> = LazyLock::new(|| {
        toml::from_str(include_str!("paragraphen.toml"))
            .expect("a test reads every row of paragraphen.toml")
    });
    &PROVISIONS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::law;

    #[test]
    fn every_row_is_there_once_and_holds_what_the_law_s_table_cites() {
        let table = provisions();
        for (at, own) in table.paragraphs.iter().enumerate() {
            assert!(own.subsections > 0);
            let before = &table.paragraphs[..at];
            assert!(before.iter().all(|other| other.number != own.number));
        }
        for rule in law().each_phase().filter(|rule| !rule.is_related) {
            let cited = rule.provision.replace(['§', ' '], "");
            let Some((number, rest)) = cited.split_once("Abs.") else {
                continue;
            };
            let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next();
            let subsection: u32 = digits.and_then(|own| own.parse().ok()).unwrap_or(0);
            let most = table.subsections(number);
            assert!(
                most.is_none_or(|most| subsection <= most),
                "{}",
                rule.provision
            );
        }
    }
}
