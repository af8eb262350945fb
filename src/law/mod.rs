//! What the statutes ask of each kind of phase, and the closed lists of words with their codes,
//! as data that a lawyer can review row by row.
//!
//! It does not know any particular procedure. No code outside this module knows the name of a
//! kind of phase: ask what a phase allows, not what it is called.

pub mod calendar;
pub mod codes;
pub mod course;
pub mod form;
pub mod hint_parts;
pub mod notice_words;
pub mod period;
pub mod phase_rule;
pub mod provisions;
mod rows;
pub mod wording;

use codes::Codes;
use course::Course;
use jiff::civil::Date;
use phase_rule::PhaseRule;
use serde::Deserialize;
use std::sync::LazyLock;

/// The law as the program knows it.
#[derive(Debug)]
pub struct Law {
    /// Kinds of phase; several rows of one key are several wordings, oldest first.
    pub phases: Vec<PhaseRule>,
    /// The closed lists of words.
    pub codes: Codes,
    /// The usual courses of procedures; the first that fits holds.
    pub courses: Vec<Course>,
}

/// The law, read once from the tables in this folder.
pub fn law() -> &'static Law {
    static LAW: LazyLock<Law> = LazyLock::new(|| {
        let mut phases = phases(include_str!("baugb.toml"));
        for (table, is_spatial) in RELATED {
            let rows = self::phases(table).into_iter();
            phases.extend(rows.map(|row| PhaseRule {
                is_related: true,
                is_spatial,
                ..row
            }));
        }
        let codes = toml::from_str(include_str!("codes.toml"))
            .expect("a test reads every row of codes.toml");
        let rows_of_courses: CourseRows = toml::from_str(include_str!("course.toml"))
            .expect("a test reads every row of course.toml");
        Law {
            phases,
            codes,
            courses: rows_of_courses.course,
        }
    });
    &LAW
}

/// The phases of other statutes than the BauGB, and whether that is the ROG.
const RELATED: [(&str, bool); 4] = [
    (include_str!("rog.toml"), true),
    (include_str!("vwvfg.toml"), false),
    (include_str!("bimschg.toml"), false),
    (include_str!("uvpg.toml"), false),
];

fn phases(table: &str) -> Vec<PhaseRule> {
    let rows: PhaseRows = toml::from_str(table).expect("a test reads every row of these tables");
    rows.phase
}

/// A day of a table as a calendar day.
fn table_day<E: serde::de::Error>(day: Option<toml::value::Datetime>) -> Result<Option<Date>, E> {
    let read = |day: toml::value::Datetime| day.to_string().parse::<Date>();
    day.map(read).transpose().map_err(E::custom)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseRows {
    phase: Vec<PhaseRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CourseRows {
    course: Vec<Course>,
}

impl Law {
    /// The wording of a kind of phase that holds on a day; the newest one where none holds.
    pub fn phase(&self, key: &str, day: Option<Date>) -> Option<&PhaseRule> {
        let wordings = || self.phases.iter().filter(|row| row.key == key);
        let holds = |row: &&PhaseRule| day.is_some_and(|day| row.holds_on(day));
        wordings().find(holds).or_else(|| wordings().next_back())
    }

    /// Every kind of phase once, in the order of the table.
    pub fn phase_keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for row in &self.phases {
            if keys.last() != Some(&row.key.as_str()) {
                keys.push(&row.key);
            }
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_row_is_read_and_wordings_of_a_kind_do_not_overlap() {
        let law = law();
        assert!(law.phases.len() > 20);
        for pair in law
            .phases
            .windows(2)
            .filter(|pair| pair[0].key == pair[1].key)
        {
            assert!(
                pair[0]
                    .valid_until
                    .is_some_and(|until| Some(until) < pair[1].valid_from)
            );
        }
        let mut keys = law.phase_keys();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(
            keys.len(),
            law.phase_keys().len(),
            "rows of one kind stand together"
        );
    }

    #[test]
    fn the_day_chooses_the_wording() {
        let label = |day| {
            law()
                .phase("veroeffentlichung", Some(day))
                .map(|row| row.label.de.clone())
        };
        assert!(label(date(2023, 7, 6)).is_some_and(|label| label.starts_with("Öffentliche")));
        assert!(label(date(2023, 7, 7)).is_some_and(|label| label.contains("Internet")));
    }
}
