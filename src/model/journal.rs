//! When a municipality's journals appear, and by when a text must be with their editors.

use crate::law::codes::Code;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::hash::{Hash, Hasher};

/// The keys of the weekdays on which a journal can appear, Monday first.
pub const WEEKDAYS: [&str; 6] = [
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
];

/// So far back an issue is looked for; no journal appears more seldom.
const FARTHEST_DAYS: i64 = 366;

/// A journal or newspaper.
#[derive(Debug, Clone)]
pub struct Journal {
    /// The form of notice it serves.
    pub form: &'static Code,
    /// Its name, if it is known.
    pub name: Option<String>,
    /// When it appears.
    pub issues: Issues,
    /// So many days before it appears its editors must have a text.
    pub copy_days: u8,
}

/// The days on which a journal appears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issues {
    /// Days that were named, in order.
    On(Vec<Date>),
    /// A rhythm, and the weekday; on working days and Saturdays for a daily one.
    Every(Rhythm, Weekday),
}

/// How often a journal appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// From Monday to Saturday.
    Daily,
    /// Once a week.
    Weekly,
    /// Every other week, counted from this day.
    Fortnightly(Date),
    /// On the so-manieth weekday of the month; 5 is the last.
    Monthly(u8),
}

impl Rhythm {
    /// The words for it in a file.
    pub const WORDS: [&str; 4] = ["taeglich", "woechentlich", "zweiwoechentlich", "monatlich"];
}

impl Journal {
    /// The last issue until a day, that day included; holidays are left out, because nobody can tell
    /// whether the issue comes earlier then. None where the days that were named do not reach so far.
    pub fn last_issue(&self, until: Date, is_holiday: impl Fn(Date) -> bool) -> Option<Date> {
        if let Issues::On(days) = &self.issues {
            let last = days.last()?;
            let reaches = until <= *last || until.year() == last.year();
            return days
                .iter()
                .rev()
                .find(|day| reaches && **day <= until)
                .copied();
        }
        let earliest = until.saturating_sub(FARTHEST_DAYS.days());
        let mut day = until;
        while day > earliest {
            if self.appears_on(day) && !is_holiday(day) {
                return Some(day);
            }
            day = day.saturating_sub(1.day());
        }
        None
    }

    /// The first issue from a day on, that day included; none where no more are named.
    pub fn next_issue(&self, from: Date, is_holiday: impl Fn(Date) -> bool) -> Option<Date> {
        let latest = from.saturating_add(FARTHEST_DAYS.days());
        let days = from.series(1.day()).take_while(|day| *day <= latest);
        let mut days = days.filter(|day| self.appears_on(*day) && !is_holiday(*day));
        days.next()
    }

    /// Whether it appears on a day.
    pub fn appears_on(&self, day: Date) -> bool {
        match &self.issues {
            Issues::On(days) => days.contains(&day),
            Issues::Every(Rhythm::Daily, _) => day.weekday() != Weekday::Sunday,
            Issues::Every(rhythm, weekday) => day.weekday() == *weekday && rhythm.meets(day),
        }
    }

    /// The day by which its editors must have a text for an issue.
    pub fn copy_deadline(&self, issue: Date) -> Date {
        issue.saturating_sub(i64::from(self.copy_days).days())
    }
}

impl Rhythm {
    /// Whether a day with the right weekday is one of its days.
    fn meets(self, day: Date) -> bool {
        match self {
            Self::Daily | Self::Weekly => true,
            Self::Fortnightly(known) => {
                let days = known.until(day).map_or(0, |span| span.get_days());
                days % 14 == 0
            }
            Self::Monthly(5) => day.day() + 7 > day.days_in_month(),
            Self::Monthly(nth) => (day.day() - 1) / 7 + 1 == i8::try_from(nth).unwrap_or(1),
        }
    }
}

impl Hash for Journal {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self {
            form,
            name,
            issues,
            copy_days,
        } = self;
        (&form.key, name, format!("{issues:?}"), copy_days).hash(hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::codes::find;
    use crate::law::law;
    use jiff::civil::date;

    fn journal(issues: Issues) -> Journal {
        Journal {
            form: find(&law().codes.notice_forms, "amtsblatt").expect("a form"),
            name: None,
            issues,
            copy_days: 10,
        }
    }

    fn last(issues: Issues, until: Date) -> Option<Date> {
        journal(issues).last_issue(until, |_| false)
    }

    #[test]
    fn the_last_issue_of_each_rhythm() {
        let friday = |rhythm| Issues::Every(rhythm, Weekday::Friday);
        let sunday = date(2026, 3, 1);
        assert_eq!(
            last(friday(Rhythm::Weekly), sunday),
            Some(date(2026, 2, 27))
        );
        let known = date(2026, 1, 9);
        let fortnightly = friday(Rhythm::Fortnightly(known));
        assert_eq!(last(fortnightly, sunday), Some(date(2026, 2, 20)));
        assert_eq!(
            last(friday(Rhythm::Monthly(2)), sunday),
            Some(date(2026, 2, 13))
        );
        assert_eq!(
            last(friday(Rhythm::Monthly(5)), sunday),
            Some(date(2026, 2, 27))
        );
        assert_eq!(last(friday(Rhythm::Daily), sunday), Some(date(2026, 2, 28)));
    }

    #[test]
    fn named_days_hold_for_their_year_only() {
        let days = || Issues::On(vec![date(2026, 11, 27), date(2026, 12, 18)]);
        assert_eq!(last(days(), date(2026, 12, 17)), Some(date(2026, 11, 27)));
        assert_eq!(last(days(), date(2026, 12, 31)), Some(date(2026, 12, 18)));
        assert_eq!(last(days(), date(2027, 1, 8)), None);
        assert_eq!(last(days(), date(2026, 11, 26)), None);
    }

    #[test]
    fn an_issue_on_a_holiday_is_not_relied_on() {
        let weekly = journal(Issues::Every(Rhythm::Weekly, Weekday::Friday));
        let is_holiday = |day| day == date(2026, 4, 3);
        assert_eq!(
            weekly.last_issue(date(2026, 4, 5), is_holiday),
            Some(date(2026, 3, 27))
        );
        assert_eq!(
            weekly.next_issue(date(2026, 4, 1), is_holiday),
            Some(date(2026, 4, 10))
        );
        assert_eq!(weekly.copy_deadline(date(2026, 3, 27)), date(2026, 3, 17));
    }

    #[test]
    fn the_ends_of_all_days_are_survived() {
        let weekly = journal(Issues::Every(Rhythm::Monthly(5), Weekday::Friday));
        assert!(weekly.last_issue(Date::MIN, |_| false).is_none());
        let next = weekly.next_issue(Date::MAX, |_| false);
        assert!(next.is_none_or(|day| day == Date::MAX));
        assert_eq!(weekly.copy_deadline(Date::MIN), Date::MIN);
    }
}
