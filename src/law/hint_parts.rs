//! What the sentences of a hint say, part by part, in the wordings of towns.

use crate::finding::{Words, say};
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// The sentences of a wording that give a hint.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// The key of the hint.
    pub hint: String,
    /// Signs of the sentence that begins it.
    pub begins: Vec<String>,
    /// Signs of the sentence behind it; without any it is only what shows a sign of `begins`.
    #[serde(default)]
    pub ends: Vec<String>,
    /// Signs of a block that gives the hint in full, and not by citing its provision.
    #[serde(default)]
    pub full: Vec<String>,
}

/// A part of a hint.
#[derive(Debug)]
pub struct Part {
    /// The key of the hint.
    pub hint: String,
    /// The provision that asks for it.
    pub provision: String,
    /// What is wrong where it is missing, or where the wording says something else.
    pub message: Words,
    /// What to write.
    pub help: Words,
    /// Any of these must be shown in a sentence of the block; none asks for nothing.
    pub signs: Vec<String>,
    /// It is only asked where a sentence of the block shows any of these; none asks always.
    pub also: Vec<String>,
    /// None of these may be shown in a sentence of the block.
    pub wrong: Vec<String>,
    /// Where a sentence of the block shows any of these, the part is neither missing nor wrong.
    pub unless: Vec<String>,
    /// Whether courts have not decided yet if the hint fails without it.
    pub is_note: bool,
    /// Whether the words may be meant otherwise.
    pub is_warning: bool,
}

/// All of them, in the order of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HintParts {
    /// The blocks, one for each hint.
    #[serde(rename = "block")]
    pub blocks: Vec<Block>,
    /// The parts.
    #[serde(rename = "part")]
    parts: Vec<Part>,
}

impl HintParts {
    /// The block of a hint and its parts.
    pub fn of<'p>(&'p self, hint: &'p str) -> Option<(&'p Block, impl Iterator<Item = &'p Part>)> {
        let block = self.blocks.iter().find(|block| block.hint == hint)?;
        Some((
            block,
            self.parts.iter().filter(move |part| part.hint == hint),
        ))
    }
}

/// The parts, read once from the table in this folder.
pub fn hint_parts() -> &'static HintParts {
    static PARTS: LazyLock<HintParts> = LazyLock::new(|| {
        toml::from_str(include_str!("hinweise.toml"))
            .expect("a test reads every row of hinweise.toml")
    });
    &PARTS
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    hint: String,
    provision: String,
    de: String,
    en: String,
    help_de: String,
    help_en: String,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    wrong: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    note: bool,
    #[serde(default)]
    warning: bool,
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        Ok(Self {
            hint: row.hint,
            provision: row.provision,
            message: say(row.de, row.en),
            help: say(row.help_de, row.help_en),
            signs: row.signs,
            also: row.also,
            wrong: row.wrong,
            unless: row.unless,
            is_note: row.note,
            is_warning: row.warning,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::codes::find;
    use crate::law::law;

    #[test]
    fn every_row_belongs_to_a_hint_and_can_be_shown() {
        let table = hint_parts();
        for block in &table.blocks {
            assert!(
                find(&law().codes.hints, &block.hint).is_some(),
                "{}",
                block.hint
            );
            let signs = block.begins.iter().chain(&block.ends).chain(&block.full);
            assert!(!block.begins.is_empty());
            for sign in signs {
                assert_eq!(*sign, sign.to_lowercase());
            }
        }
        for part in &table.parts {
            let (block, _) = table.of(&part.hint).expect("a block");
            assert!(
                part.signs.is_empty() != part.wrong.is_empty(),
                "{}",
                part.message.de
            );
            assert!(
                part.signs.is_empty() || !block.full.is_empty(),
                "{}",
                part.message.de
            );
            let signs = part.signs.iter().chain(&part.wrong);
            for sign in signs.chain(&part.also).chain(&part.unless) {
                assert_eq!(*sign, sign.to_lowercase());
            }
        }
    }
}
