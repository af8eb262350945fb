//! Which wording of the BauGB a phase follows.

use crate::finding::{Words, say};
use crate::law::table_day;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// The day the VwVfG's rules on plan approval were written anew.
const APPROVAL_CHANGED: Date = jiff::civil::date(2026, 7, 29);
/// How files name the VwVfG's rules on plan approval before that day.
pub const APPROVAL_BEFORE: &str = "vwvfg-alt";
/// How files name them since.
pub const APPROVAL_SINCE: &str = "vwvfg-2026";

/// A wording of the BauGB, as far as participation goes.
#[derive(Debug, PartialEq, Eq)]
pub struct Wording {
    /// The year by which files name it; later wordings have greater keys.
    pub key: String,
    /// Its first day.
    pub valid_from: Date,
    /// What it is.
    pub label: Words,
    /// The provision on procedures begun before it.
    pub transition: String,
    agencies_before: Option<Date>,
}

/// When a procedure was begun; it decides which older wording its later phases may follow.
#[derive(Debug, Clone, Copy, Default)]
pub struct Begun {
    /// The first day of its first phase.
    pub procedure: Option<Date>,
    /// The first day agencies were asked.
    pub agencies: Option<Date>,
}

/// The wording a phase follows.
#[derive(Debug, Clone, Copy)]
pub struct Applied {
    /// The wording; none before the oldest one the tables know.
    pub wording: Option<&'static Wording>,
    /// An older wording that the phase may rightly follow, because its procedure was begun under it
    /// and the file does not choose.
    pub older: Option<&'static Wording>,
}

impl Wording {
    /// The day of this wording that is nearest to another day: it chooses the rows of other tables.
    pub fn nearest_day(&self, day: Date) -> Date {
        let next = wordings().iter().find(|later| self.key < later.key);
        let last = next.map_or(Date::MAX, |next| next.valid_from.saturating_sub(1.day()));
        day.clamp(self.valid_from.min(last), last)
    }
}

/// How strictly something is asked of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It must be so.
    Must,
    /// It must be so unless the phase follows the older wording its procedure was begun under.
    UnlessOlder,
    /// It is not asked.
    Not,
}

/// The wording that a phase follows: the one it chooses, else the one of its first day.
pub fn applied(first_day: Date, chosen: Option<&str>, begun: Begun) -> Applied {
    if let Some(chosen) = chosen.and_then(wording) {
        return Applied {
            wording: Some(chosen),
            older: None,
        };
    }
    let wording = wording_on(first_day);
    Applied {
        wording,
        older: wording.and_then(|wording| oldest_open(wording, begun)),
    }
}

/// The day that chooses the rows of other tables for a phase: its first day, or the nearest day of the
/// wording it chose. Plan approval has two wordings of its own, before and since 29 July 2026.
pub fn row_day(chosen: Option<&str>, first_day: Date) -> Date {
    match chosen {
        Some(APPROVAL_BEFORE) => first_day.min(APPROVAL_CHANGED.saturating_sub(1.day())),
        Some(APPROVAL_SINCE) => first_day.max(APPROVAL_CHANGED),
        chosen => {
            let chosen = chosen.and_then(wording);
            chosen.map_or(first_day, |chosen| chosen.nearest_day(first_day))
        }
    }
}

/// Whether a phase with this first day may choose a wording: one the procedure was begun under, one
/// between, or the one that held on the day.
pub fn may_choose(chosen: &Wording, first_day: Date, begun: Begun) -> bool {
    let Some(wording) = wording_on(first_day) else {
        return false;
    };
    let oldest = oldest_open(wording, begun).unwrap_or(wording);
    (oldest.key.as_str()..=wording.key.as_str()).contains(&chosen.key.as_str())
}

/// The wording with this key.
pub fn wording(key: &str) -> Option<&'static Wording> {
    wordings().iter().find(|wording| wording.key == key)
}

/// The wording that held on a day; none before the oldest one.
pub fn wording_on(day: Date) -> Option<&'static Wording> {
    wordings()
        .iter()
        .rev()
        .find(|wording| wording.valid_from <= day)
}

/// All wordings, oldest first.
pub fn wordings() -> &'static [Wording] {
    static WORDINGS: LazyLock<Table> = LazyLock::new(|| {
        toml::from_str(include_str!("fassungen.toml"))
            .expect("a test reads every row of this table")
    });
    &WORDINGS.wording
}

/// The oldest wording that a phase under `wording` may still follow; none if only `wording` itself.
fn oldest_open(wording: &'static Wording, begun: Begun) -> Option<&'static Wording> {
    let first = begun.procedure?;
    let mut oldest = wording_on(first).unwrap_or(&wordings()[0]);
    let later = wordings()
        .iter()
        .filter(|later| oldest.key < later.key && later.key <= wording.key);
    for later in later.collect::<Vec<_>>() {
        let closes = later
            .agencies_before
            .is_some_and(|limit| begun.agencies.is_none_or(|agencies| agencies >= limit));
        if closes {
            oldest = later;
        }
    }
    (oldest.key < wording.key).then_some(oldest)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    wording: Vec<Wording>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    key: String,
    valid_from: toml::value::Datetime,
    de: String,
    en: String,
    transition: String,
    agencies_before: Option<toml::value::Datetime>,
}

impl<'de> Deserialize<'de> for Wording {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        let valid_from = table_day(Some(row.valid_from))?;
        Ok(Self {
            key: row.key,
            valid_from: valid_from.ok_or_else(|| serde::de::Error::custom("valid-from"))?,
            label: say(row.de, row.en),
            transition: row.transition,
            agencies_before: table_day(row.agencies_before)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn begun(procedure: Date, agencies: Option<Date>) -> Begun {
        Begun {
            procedure: Some(procedure),
            agencies,
        }
    }

    fn keys(applied: Applied) -> (Option<&'static str>, Option<&'static str>) {
        let key = |wording: &'static Wording| wording.key.as_str();
        (applied.wording.map(key), applied.older.map(key))
    }

    #[test]
    fn wordings_are_in_order_of_key_and_day() {
        let rows = wordings();
        assert_eq!(rows.len(), 5);
        for pair in rows.windows(2) {
            assert!(pair[0].key < pair[1].key && pair[0].valid_from < pair[1].valid_from);
        }
    }

    #[test]
    fn the_first_day_chooses() {
        let fresh = |day| keys(applied(day, None, begun(day, None)));
        assert_eq!(fresh(date(2004, 7, 19)), (None, None));
        assert_eq!(fresh(date(2017, 5, 12)), (Some("2013"), None));
        assert_eq!(fresh(date(2017, 5, 13)), (Some("2017"), None));
        assert_eq!(fresh(date(2023, 7, 7)), (Some("2023"), None));
    }

    #[test]
    fn what_was_begun_before_may_end_under_the_old_wording() {
        let old = begun(date(2022, 3, 1), Some(date(2022, 5, 2)));
        let later = applied(date(2023, 9, 1), None, old);
        assert_eq!(keys(later), (Some("2023"), Some("2017")));
        let chosen = applied(date(2023, 9, 1), Some("2017"), old);
        assert_eq!(keys(chosen), (Some("2017"), None));
        let nearest = wording("2017").map(|wording| wording.nearest_day(date(2023, 9, 1)));
        assert_eq!(nearest, Some(date(2023, 7, 6)));
    }

    #[test]
    fn since_2017_only_where_agencies_were_asked_in_time() {
        let asked = begun(date(2016, 3, 1), Some(date(2017, 5, 15)));
        let late = begun(date(2016, 3, 1), Some(date(2017, 5, 16)));
        let key = |begun| keys(applied(date(2017, 9, 1), None, begun));
        assert_eq!(key(asked), (Some("2017"), Some("2013")));
        assert_eq!(key(late), (Some("2017"), None));
    }

    #[test]
    fn a_wording_can_be_chosen_only_between_beginning_and_day() {
        let old = begun(date(2022, 3, 1), None);
        let may = |key| wording(key).is_some_and(|w| may_choose(w, date(2024, 1, 8), old));
        assert!(may("2017") && may("2023"));
        assert!(!may("2013"));
        assert!(!wording("2023").is_some_and(|w| may_choose(w, date(2022, 4, 1), old)));
    }
}
