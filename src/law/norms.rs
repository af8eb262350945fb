//! Which provision a sentence of a notice rests on, so that a citation of another one is known to be wrong.

use crate::finding::Words;
use crate::law::codes::Tier;
use serde::Deserialize;
use std::sync::LazyLock;

/// The sentences and statutes that the table knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norms {
    /// Sentences, and what they rest on.
    #[serde(rename = "norm")]
    pub norms: Vec<Norm>,
    /// Paragraphs of the BauGB that are about something else than planning.
    pub elsewhere: Vec<Elsewhere>,
    /// Other statutes.
    #[serde(rename = "statute")]
    pub statutes: Vec<Statute>,
}

/// A sentence and the provision it rests on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Norm {
    subject_de: String,
    subject_en: String,
    /// Where it is.
    pub provision: String,
    /// The name behind the citation, in small letters without signs.
    pub statute: String,
    /// A sentence that shows this is about it.
    pub says: String,
    /// Beginnings of citations that it cannot rest on, squeezed.
    pub wrong: Vec<String>,
    /// Beginnings of citations that make the others harmless.
    pub right: Vec<String>,
    /// For plans of this tier only.
    pub tier: Option<Tier>,
    /// For plans only whose name or kind in words has this.
    pub called: Option<String>,
    /// Where it can stand; none for every wording of a procedure of land-use planning.
    pub of: Option<Of>,
}

/// Where a sentence can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Where a plan is put in force.
    InForce,
    /// Where a changed draft is shown again.
    Renewal,
    /// In procedures under the ROG.
    Spatial,
    /// In procedures under the BImSchG.
    Permit,
}

/// Paragraphs that are about something else than planning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Elsewhere {
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    subject_de: String,
    subject_en: String,
    /// A sentence with one of these words means them, with a stroke between the words.
    pub words: String,
}

/// Another statute.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statute {
    /// Its name as it stands behind a citation, in small letters without signs.
    pub name: String,
    /// The number of its last paragraph.
    pub last: u32,
}

impl Norm {
    /// What the sentence is about.
    pub fn subject(&self) -> Words {
        words(&self.subject_de, &self.subject_en)
    }
}

impl Elsewhere {
    /// What they are about.
    pub fn subject(&self) -> Words {
        words(&self.subject_de, &self.subject_en)
    }
}

fn words(de: &str, en: &str) -> Words {
    Words {
        de: de.to_owned(),
        en: en.to_owned(),
    }
}

/// The table in this folder, read once.
pub fn norms() -> &'static Norms {
    static NORMS: LazyLock<Norms> = LazyLock::new(|| {
        toml::from_str(include_str!("normen.toml")).expect("a test reads every row of normen.toml")
    });
    &NORMS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_found_wrong_and_names_what_there_is() {
        let table = norms();
        for norm in &table.norms {
            let cited = norm.wrong.iter().chain(&norm.right);
            assert!(!norm.wrong.is_empty(), "{}", norm.subject_de);
            assert!(cited.clone().all(|own| own.starts_with('§')));
            let is_both = |own: &&String| norm.right.iter().any(|right| own.starts_with(&**right));
            assert_eq!(norm.wrong.iter().find(is_both), None);
        }
        let ranges = table.elsewhere.iter();
        assert!(
            ranges
                .map(|own| own.first..=own.last)
                .all(|own| !own.is_empty())
        );
    }
}
