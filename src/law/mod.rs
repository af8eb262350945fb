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
pub mod norms;
pub mod notice_words;
pub mod period;
pub mod phase_rule;
pub mod provisions;
mod rows;
pub mod wording;

use codes::Codes;
use course::Course;
use jiff::civil::Date;
use phase_rule::{PhaseName, PhaseRule, PlansNamed};
use serde::Deserialize;
use std::sync::LazyLock;

/// The law as the program knows it.
#[derive(Debug)]
pub struct Law {
    /// Kinds of phase; several rows of one key are several wordings, oldest first.
    pub phases: Vec<PhaseRule>,
    /// The same wordings under the names they have for some plans, and the place of that name in the table.
    named: Vec<(usize, PhaseRule)>,
    names: Vec<PhaseName>,
    /// The closed lists of words.
    pub codes: Codes,
    /// The usual courses of procedures; the first that fits holds.
    pub courses: Vec<Course>,
}

/// The law, read once from the tables in this folder.
pub fn law() -> &'static Law {
    static LAW: LazyLock<Law> = LazyLock::new(|| {
        let PhaseRows {
            phase: mut phases,
            name: names,
        } = phases(include_str!("baugb.toml"));
        let named = names.iter().enumerate().flat_map(|(at, name)| {
            let rows = phases.iter().filter_map(|rule| name.named(rule));
            rows.map(move |rule| (at, rule))
        });
        let named = named.collect();
        for (table, is_spatial) in RELATED {
            let rows = self::phases(table).phase.into_iter();
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
            named,
            names,
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

fn phases(table: &str) -> PhaseRows {
    toml::from_str(table).expect("a test reads every row of these tables")
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
    #[serde(default)]
    name: Vec<PhaseName>,
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

    /// The same under the name and with the provision that it has for certain plans.
    pub fn phase_of(&self, key: &str, day: Option<Date>, plans: &PlansNamed) -> Option<&PhaseRule> {
        let rule = self.phase(key, day)?;
        let name = self.names.iter().position(|name| name.fits(key, plans));
        let mut named = self.named.iter();
        let named = named.find(|(at, own)| Some(*at) == name && own.valid_from == rule.valid_from);
        Some(named.map_or(rule, |(_, own)| own))
    }

    /// Every row of the table of phases, under each of its names.
    pub fn each_phase(&self) -> impl Iterator<Item = &PhaseRule> {
        self.phases
            .iter()
            .chain(self.named.iter().map(|(_, rule)| rule))
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
    fn the_plan_chooses_the_name() {
        let codes = &law().codes;
        let named = |kind: &str, operation: &str, year| {
            let plans = PlansNamed {
                kinds: vec![codes::find(&codes.plan_kinds, kind).expect("a kind")],
                repeals: codes::find(&codes.operations, operation).and_then(|own| own.repeals),
            };
            let rule = law().phase_of("bekanntmachung", Some(date(year, 6, 1)), &plans);
            let rule = rule.expect("a row");
            assert_eq!(rule.needs_state_portal, year > 2017);
            (rule.label.de.as_str(), rule.provision.as_str())
        };
        for year in [2012, 2026] {
            assert_eq!(
                named("flaechennutzungsplan", "aenderung", year),
                ("Bekanntmachung und Wirksamwerden", "§ 6 Abs. 5 BauGB")
            );
            assert_eq!(
                named("bebauungsplan", "aufhebung", year),
                (
                    "Bekanntmachung der Aufhebung",
                    "§ 10 Abs. 3, § 1 Abs. 8 BauGB"
                )
            );
        }
        let both = PlansNamed {
            kinds: codes.plan_kinds.iter().collect(),
            repeals: None,
        };
        let rule = law().phase_of("bekanntmachung", None, &both);
        assert!(
            rule.is_some_and(
                |rule| rule.provision.contains("§ 6") && rule.provision.contains("§ 10")
            )
        );
        for name in &law().names {
            assert!(
                law().phases.iter().any(|rule| name.named(rule).is_some()),
                "{name:?}"
            );
        }
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
