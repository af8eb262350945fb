//! The closed lists of words planners may write, each with its code in the exchange standards.

use crate::finding::Words;
use crate::law::table_day;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// All closed lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Codes {
    /// Kinds of plan (XPlanung `planArt`).
    #[serde(rename = "plan-kind")]
    pub plan_kinds: Vec<Code>,
    /// Tracks (XPlanung `verfahren`).
    #[serde(rename = "track")]
    pub tracks: Vec<Code>,
    /// What happens to the plan.
    #[serde(rename = "operation")]
    pub operations: Vec<Code>,
    /// Relations between plans.
    #[serde(rename = "relation")]
    pub relations: Vec<Code>,
    /// Kinds of document (XPlanung `XP_ExterneReferenzTyp`).
    #[serde(rename = "document-kind")]
    pub document_kinds: Vec<Code>,
    /// Themes of environmental information.
    #[serde(rename = "theme")]
    pub themes: Vec<Code>,
    /// Forms of the customary notice (KomBekVO).
    #[serde(rename = "notice-form")]
    pub notice_forms: Vec<Code>,
    /// Hints a notice gives.
    #[serde(rename = "hint")]
    pub hints: Vec<Code>,
    /// Ways of access besides the Internet.
    #[serde(rename = "access-kind")]
    pub access_kinds: Vec<Code>,
    /// Who may give a statement.
    #[serde(rename = "audience")]
    pub audiences: Vec<Code>,
    /// How a statement may be given besides the form.
    #[serde(rename = "channel")]
    pub channels: Vec<Code>,
    /// The fields of the form for statements, in the order it shows them.
    #[serde(rename = "form-field")]
    pub form_fields: Vec<Code>,
    /// How a plan concerns somebody.
    #[serde(rename = "concern")]
    pub concerns: Vec<Code>,
    /// How an answer reaches the sender (XBeteiligung `artDerRueckmeldung`).
    #[serde(rename = "reply-way")]
    pub reply_ways: Vec<Code>,
}

impl Codes {
    /// All of them.
    pub fn lists(&self) -> [&[Code]; 14] {
        let Self {
            plan_kinds,
            tracks,
            operations,
            relations,
            document_kinds,
            themes,
            notice_forms,
            hints,
            access_kinds,
            audiences,
            channels,
            form_fields,
            concerns,
            reply_ways,
        } = self;
        [
            plan_kinds,
            tracks,
            operations,
            relations,
            document_kinds,
            themes,
            notice_forms,
            hints,
            access_kinds,
            audiences,
            channels,
            form_fields,
            concerns,
            reply_ways,
        ]
    }
}

/// One word of a closed list.
#[derive(Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Code {
    /// The word planners write.
    pub key: String,
    /// German name.
    pub de: String,
    /// English name.
    pub en: String,
    /// The relation seen from the other plan, German.
    pub inverse_de: Option<String>,
    /// The relation seen from the other plan, English.
    pub inverse_en: Option<String>,
    /// What a relation adds to the title of the plan that has it.
    pub title: Option<String>,
    /// Code in XPlanung 6.1.
    pub xplanung: Option<String>,
    /// Code in XBeteiligung 1.2.
    pub xbeteiligung: Option<String>,
    /// The provision it rests on.
    pub provision: Option<String>,
    /// How the folder of such a plan's procedure begins; its key where there is none.
    pub short: Option<String>,
    /// The tier of a plan kind.
    pub tier: Option<Tier>,
    /// The tiers a track belongs to; empty means both.
    #[serde(default)]
    pub tiers: Vec<Tier>,
    /// The kinds of plan of its tiers that a track is not for.
    #[serde(default)]
    pub not_for: Vec<String>,
    /// Whether an environmental assessment belongs to the track (§ 2 Abs. 4 BauGB).
    #[serde(default)]
    pub environmental_assessment: bool,
    /// Beginnings of the words that people have for a theme, in small letters.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Whether a kind of document holds environmental information.
    #[serde(default)]
    pub environmental: bool,
    /// What the law asks of a kind of plan before it is adopted.
    #[serde(default)]
    pub participation: Participation,
    /// Whether reasons (Begründung) belong to a kind of plan.
    #[serde(default)]
    pub reasons: bool,
    /// How much of the plan is taken back by what happens to it.
    pub repeals: Option<Repeal>,
    /// Whether a kind of document is the plan itself, or a part of it.
    #[serde(default)]
    pub draft: bool,
    /// The day since when there is such a track or kind of plan, where the law brought it later.
    #[serde(default, deserialize_with = "day")]
    pub valid_from: Option<Date>,
    /// Whether the word needs a text beside it.
    #[serde(default)]
    pub needs_text: bool,
}

/// The two levels of municipal land-use planning (§ 1 Abs. 2 BauGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Bebauungsplan and other statutes.
    Binding,
    /// Flächennutzungsplan.
    Preparatory,
}

/// How much of a plan a repeal takes back (§ 1 Abs. 8 BauGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Repeal {
    /// All of it: nothing of the plan is in force any more.
    Whole,
    /// A part of it: the rest stays in force.
    Part,
}

impl Repeal {
    /// XPlanung `rechtsstand` of a plan that was taken back so far, by a procedure of its own; none where the
    /// list has no word of its own: a preparatory plan of which a part is left is as effective as before.
    pub fn legal_status(self, tier: Option<Tier>) -> Option<&'static str> {
        match (self, tier) {
            (Self::Whole, _) => Some("50000"),
            (Self::Part, Some(Tier::Preparatory)) => None,
            (Self::Part, _) => Some("45000"),
        }
    }
}

/// How far §§ 3 to 4a BauGB reach for a kind of plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Participation {
    /// Early participation, display, agencies, environmental report.
    Full,
    /// As in the simplified procedure (§ 13 Abs. 2 BauGB).
    Simplified,
    /// None is prescribed.
    #[default]
    None,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    table_day(Option::deserialize(deserializer)?)
}

impl Code {
    /// Its name for readers.
    pub fn label(&self) -> Words {
        Words {
            de: self.de.clone(),
            en: self.en.clone(),
        }
    }

    /// Whether a track is one for a kind of plan.
    pub fn is_for(&self, kind: &Self) -> bool {
        let is_of_tier = kind.tier.is_some_and(|tier| self.tiers.contains(&tier));
        (self.tiers.is_empty() || is_of_tier) && !self.not_for.contains(&kind.key)
    }

    /// Whether it rests on the BauGB, as far as the table knows.
    pub fn is_of_baugb(&self) -> bool {
        let provision = self.provision.as_deref();
        provision.is_none_or(|provision| provision.contains("BauGB"))
    }

    /// A relation's name seen from the other plan.
    pub fn inverse(&self) -> Words {
        let or = |inverse: &Option<String>, own: &String| inverse.as_ref().unwrap_or(own).clone();
        Words {
            de: or(&self.inverse_de, &self.de),
            en: or(&self.inverse_en, &self.en),
        }
    }
}

/// The row of a closed list with this key.
pub fn find<'a>(list: &'a [Code], key: &str) -> Option<&'a Code> {
    list.iter().find(|code| code.key == key)
}

#[cfg(test)]
mod tests {
    use crate::law::law;

    #[test]
    fn keys_are_ascii_and_occur_once_in_their_list() {
        let codes = &law().codes;
        for list in codes.lists() {
            let mut keys: Vec<&str> = list.iter().map(|code| code.key.as_str()).collect();
            assert!(
                keys.iter()
                    .all(|key| key.bytes().all(|byte| byte.is_ascii_lowercase()
                        || byte.is_ascii_digit()
                        || byte == b'_'))
            );
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), list.len());
        }
        assert!(
            codes
                .plan_kinds
                .iter()
                .all(|kind| kind.tier.is_some() && kind.xplanung.is_some())
        );
    }
}
