//! One row of the table of phases.

use crate::finding::Words;
use crate::law::codes::Tier;
use crate::law::table_day;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// What a kind of phase is and allows, in one wording of the law.
#[derive(Debug)]
pub struct PhaseRule {
    /// The word planners write as `art`.
    pub key: String,
    /// Its name for readers.
    pub label: Words,
    /// The provision it rests on.
    pub provision: String,
    /// It lasts from a first to a last day; otherwise it happens on one day.
    pub is_span: bool,
    /// Who may give statements.
    pub takes: Takes,
    /// Documents are on display for everyone.
    pub displays_documents: bool,
    /// The plan is decided once it has come.
    pub adopts: bool,
    /// The plan is in force, or effective, with it.
    pub puts_in_force: bool,
    /// The procedure or the plan ends with it.
    pub ends: bool,
    /// The procedure rests from then on.
    pub makes_dormant: bool,
    /// Its usual place in a procedure; none where it may come at any time.
    pub rank: Option<u8>,
    /// The tiers of planning it belongs to; empty means both.
    pub tiers: Vec<Tier>,
    /// XPlanung `rechtsstand` of a binding plan once it has begun.
    pub legal_status_binding: String,
    /// XPlanung `rechtsstand` of a preparatory plan once it has begun.
    pub legal_status_preparatory: String,
    /// First day of this wording.
    pub valid_from: Option<Date>,
    /// Last day of this wording.
    pub valid_until: Option<Date>,
}

/// Who may give statements in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Takes {
    /// Everyone.
    Public,
    /// Agencies and other bodies of public interest.
    Agencies,
    /// Nobody.
    Nobody,
}

impl PhaseRule {
    /// Whether this wording holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }

    /// Whether anybody may give statements.
    pub fn accepts_statements(&self) -> bool {
        self.takes != Takes::Nobody
    }

    /// Whether the public takes part in it.
    pub fn is_public_participation(&self) -> bool {
        self.takes == Takes::Public
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    key: String,
    provision: String,
    de: String,
    en: String,
    span: bool,
    takes: Takes,
    #[serde(default)]
    display: bool,
    #[serde(default)]
    adopts: bool,
    #[serde(default)]
    in_force: bool,
    #[serde(default)]
    ends: bool,
    #[serde(default)]
    dormant: bool,
    rank: Option<u8>,
    #[serde(default)]
    tiers: Vec<Tier>,
    bp: String,
    fp: String,
    valid_from: Option<toml::value::Datetime>,
    valid_until: Option<toml::value::Datetime>,
}

impl<'de> Deserialize<'de> for PhaseRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        Ok(Self {
            key: row.key,
            label: Words {
                de: row.de,
                en: row.en,
            },
            provision: row.provision,
            is_span: row.span,
            takes: row.takes,
            displays_documents: row.display,
            adopts: row.adopts,
            puts_in_force: row.in_force,
            ends: row.ends,
            makes_dormant: row.dormant,
            rank: row.rank,
            tiers: row.tiers,
            legal_status_binding: row.bp,
            legal_status_preparatory: row.fp,
            valid_from: table_day(row.valid_from)?,
            valid_until: table_day(row.valid_until)?,
        })
    }
}
