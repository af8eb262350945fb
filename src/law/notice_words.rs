//! What a notice says, sentence by sentence: how it begins, its hints, and what stands between.
//!
//! Each sentence carries the provision that asks for it and the days between which it holds. Which
//! hints a notice must give says the row of its kind of phase ([`crate::law::phase_rule::Hints`]).

use crate::finding::{Words, say};
use crate::law::codes::{Repeal, Tier};
use crate::law::table_day;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// A sentence of a notice, with `{…}` where the record's own words go.
#[derive(Debug)]
pub struct Sentence {
    /// The kind of phase, the hint or the name it is found by.
    pub key: String,
    /// The provision that asks for it; empty where none does.
    pub provision: String,
    /// What the notice is about; only how it begins has one.
    pub title: Option<Words>,
    /// The sentence.
    pub words: Words,
    /// Any of these in a wording, in small letters, shows that it gives the hint.
    pub signs: Vec<String>,
    /// Of these a wording must show any as well: the hint has two halves.
    pub also: Vec<String>,
    tier: Option<Tier>,
    track: Option<String>,
    assessed: Option<bool>,
    repeals: Option<Repeal>,
    valid_from: Option<Date>,
    valid_until: Option<Date>,
}

/// What chooses among the sentences of one key.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The tier of the plan.
    pub tier: Option<Tier>,
    /// The key of the track.
    pub track: &'a str,
    /// Whether an environmental assessment belongs to the procedure.
    pub is_assessed: bool,
    /// How much of the plan the procedure takes back.
    pub repeals: Option<Repeal>,
    /// A day on which the wording held that the phase follows.
    pub day: Date,
}

/// All sentences, in the order of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeWords {
    /// How notices begin, by kind of phase; `*` for any other.
    #[serde(rename = "opening")]
    pub openings: Vec<Sentence>,
    /// Hints.
    #[serde(rename = "hint")]
    pub hints: Vec<Sentence>,
    /// Sentences between, by name.
    #[serde(rename = "part")]
    pub parts: Vec<Sentence>,
}

/// The sentences, read once from the table in this folder.
pub fn notice_words() -> &'static NoticeWords {
    static WORDS: LazyLock<NoticeWords> = LazyLock::new(|| {
        toml::from_str(include_str!("bekanntmachung.toml"))
            .expect("a test reads every row of bekanntmachung.toml")
    });
    &WORDS
}

impl NoticeWords {
    /// How a notice of a kind of phase begins.
    pub fn opening(&self, phase: &str, choice: Choice<'_>) -> Option<&Sentence> {
        find(&self.openings, phase, choice).or_else(|| find(&self.openings, "*", choice))
    }

    /// A hint; none in wordings that do not know it.
    pub fn hint(&self, key: &str, choice: Choice<'_>) -> Option<&Sentence> {
        find(&self.hints, key, choice)
    }

    /// A sentence between.
    pub fn part(&self, key: &str, choice: Choice<'_>) -> Option<&Sentence> {
        find(&self.parts, key, choice)
    }
}

impl Sentence {
    /// The sentence with the record's own words in place of `{name}`, in both languages.
    pub fn filled(&self, words: &[(&str, Words)]) -> Words {
        fill(&self.words, words)
    }

    fn fits(&self, choice: Choice<'_>) -> bool {
        self.tier.is_none_or(|tier| choice.tier == Some(tier))
            && self
                .track
                .as_ref()
                .is_none_or(|track| track == choice.track)
            && self
                .assessed
                .is_none_or(|assessed| assessed == choice.is_assessed)
            && (self.repeals.is_none() || self.repeals == choice.repeals)
            && self.valid_from.is_none_or(|from| from <= choice.day)
            && self.valid_until.is_none_or(|until| choice.day <= until)
    }
}

/// A text with the record's own words in place of `{name}`. What is filled in is not looked at
/// again, so a plan may be called `{tag}`.
pub fn fill(text: &Words, words: &[(&str, Words)]) -> Words {
    let filled = |text: &str, own: fn(&Words) -> &String| {
        let mut said = String::with_capacity(text.len() + 64);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                said.push('{');
                rest = after;
                continue;
            };
            if let Some((_, value)) = words.iter().find(|(known, _)| *known == name) {
                said.push_str(own(value));
            }
            rest = behind;
        }
        said.push_str(rest);
        said
    };
    Words {
        de: filled(&text.de, |words| &words.de),
        en: filled(&text.en, |words| &words.en),
    }
}

fn find<'a>(list: &'a [Sentence], key: &str, choice: Choice<'_>) -> Option<&'a Sentence> {
    list.iter().find(|row| row.key == key && row.fits(choice))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    #[serde(alias = "phase")]
    key: String,
    #[serde(default)]
    provision: String,
    title_de: Option<String>,
    title_en: Option<String>,
    de: String,
    en: String,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    tier: Option<Tier>,
    track: Option<String>,
    assessed: Option<bool>,
    repeals: Option<Repeal>,
    valid_from: Option<toml::value::Datetime>,
    valid_until: Option<toml::value::Datetime>,
}

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        Ok(Self {
            key: row.key,
            provision: row.provision,
            title: row.title_de.zip(row.title_en).map(|(de, en)| say(de, en)),
            words: say(row.de, row.en),
            signs: row.signs,
            also: row.also,
            tier: row.tier,
            track: row.track,
            assessed: row.assessed,
            repeals: row.repeals,
            valid_from: table_day(row.valid_from)?,
            valid_until: table_day(row.valid_until)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::codes::find as code;
    use crate::law::law;
    use jiff::civil::date;

    const NAMES: [&str; 14] = [
        "anders",
        "auslegung",
        "beschluss",
        "den_plan",
        "des_plans",
        "elektronisch",
        "frist",
        "gemeinde",
        "genehmigt",
        "grund",
        "ihn",
        "schritt",
        "tag",
        "vorgang",
    ];

    fn on(day: Date) -> Choice<'static> {
        Choice {
            tier: Some(Tier::Binding),
            track: "regelverfahren",
            is_assessed: true,
            repeals: None,
            day,
        }
    }

    #[test]
    fn every_row_names_what_there_is() {
        let words = notice_words();
        let phases = law().phase_keys();
        for row in &words.openings {
            assert!(row.key == "*" || phases.contains(&&*row.key), "{}", row.key);
            assert!(row.title.is_some(), "{}", row.key);
        }
        for row in &words.hints {
            assert!(code(&law().codes.hints, &row.key).is_some(), "{}", row.key);
            assert!(!row.signs.is_empty() && !row.provision.is_empty());
            let mut signs = row.signs.iter().chain(&row.also);
            assert!(signs.all(|sign| *sign == sign.to_lowercase()));
        }
        let all = words
            .openings
            .iter()
            .chain(&words.hints)
            .chain(&words.parts);
        for row in all {
            for text in [&row.words.de, &row.words.en] {
                for part in text.split('{').skip(1) {
                    let name = part.split('}').next().unwrap_or_default();
                    assert!(NAMES.contains(&name), "{}: {{{name}}}", row.key);
                }
            }
            if let Some(track) = &row.track {
                assert!(code(&law().codes.tracks, track).is_some(), "{track}");
            }
        }
    }

    #[test]
    fn whatever_a_notice_must_hint_at_has_a_sentence_in_its_wording() {
        for rule in &law().phases {
            let day = rule.valid_until.or(rule.valid_from);
            let day = day.unwrap_or(date(2026, 1, 1));
            let hints = rule.hints.all.iter().chain(&rule.hints.binding);
            for key in hints.chain(&rule.hints.preparatory) {
                let found = notice_words().hint(key, on(day));
                assert!(found.is_some(), "{key} in {} on {day}", rule.key);
            }
        }
    }

    #[test]
    fn the_day_chooses_the_wording() {
        let hint = |key, day| notice_words().hint(key, on(day)).map(|row| &row.words.de);
        assert!(hint("elektronisch", date(2023, 7, 6)).is_none());
        assert!(hint("elektronisch", date(2023, 7, 7)).is_some());
        let late = |day| hint("verspaetet", day).is_some_and(|text| text.contains("fristgerecht"));
        assert!(!late(date(2023, 7, 6)) && late(date(2023, 7, 7)));
        let years =
            |day| hint("planerhaltung", day).is_some_and(|text| text.contains("zwei Jahren"));
        assert!(years(date(2006, 12, 31)) && !years(date(2007, 1, 1)));
    }

    #[test]
    fn what_is_filled_in_is_not_looked_at_again() {
        let text = say("{gemeinde}: {tag} {x} {", "{tag}");
        let words = [
            ("gemeinde", say("{tag}", "{tag}")),
            ("tag", say("1. April", "1 April")),
        ];
        let filled = fill(&text, &words);
        assert_eq!(
            (&*filled.de, &*filled.en),
            ("{tag}: 1. April  {", "1 April")
        );
    }
}
