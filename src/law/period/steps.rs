//! How a period's last day comes about, step by step, for whoever must be able to follow it.

use crate::finding::{Words, say};
use crate::law::calendar::Calendar;
use crate::law::period::{Begin, Length, PeriodRule};
use jiff::ToSpan;
use jiff::civil::Date;

/// A step of the way from the first day to the last.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// The day it leads to.
    pub day: Date,
    /// What it does.
    pub words: Words,
    /// The provision it rests on.
    pub provision: String,
}

/// The steps from a period's first day, or its event, to its safe end.
pub fn steps(rule: &PeriodRule, start: Date, calendar: Calendar) -> Vec<Step> {
    let computed = rule.compute(start, calendar);
    let mut steps = vec![first(rule.begin, start), by_length(rule, start)];
    if let (Some(day), Some(days)) = (computed.by_days, rule.floor_days) {
        let decides = day > computed.by_length;
        steps.push(by_days(day, days, decides, &rule.provision));
    }
    let mut day = computed.legal_end;
    while day < computed.safe_end {
        let why = calendar.rest(day).unwrap_or_else(|| say("", ""));
        steps.push(Step {
            day,
            words: say(
                format!("{}: kein Werktag, das Ende rückt weiter", why.de),
                format!("{}: no working day, the end moves on", why.en),
            ),
            provision: "§ 193 BGB, § 31 Abs. 3 Satz 1 VwVfG".into(),
        });
        day = day.saturating_add(1.day());
    }
    steps
}

fn first(begin: Begin, start: Date) -> Step {
    let (words, provision) = match begin {
        Begin::Day => (
            say("der erste Tag zählt mit", "the first day counts"),
            "§ 187 Abs. 2 BGB; GmS-OGB 2/71",
        ),
        Begin::Event => (
            say(
                "der Tag des Ereignisses zählt nicht mit",
                "the day of the event does not count",
            ),
            "§ 187 Abs. 1 BGB",
        ),
    };
    Step {
        day: start,
        words,
        provision: provision.into(),
    }
}

fn by_length(rule: &PeriodRule, start: Date) -> Step {
    let day = super::last_day(rule.begin, start, rule.length);
    let name = length(rule.length);
    let wanted = start.day() - i8::from(rule.begin == Begin::Day);
    let is_missing = matches!(rule.length, Length::Months(_)) && wanted > day.day();
    let (words, provision) = if is_missing {
        (
            say(
                format!(
                    "{} endet am letzten Tag des Monats, weil der {wanted}. fehlt",
                    name.de
                ),
                format!(
                    "{} ends on the month's last day, as there is no {wanted}th",
                    name.en
                ),
            ),
            "§ 188 Abs. 3 BGB",
        )
    } else {
        (
            say(
                format!("{} endet mit diesem Tag", name.de),
                format!("{} ends with this day", name.en),
            ),
            "§ 188 Abs. 2 BGB",
        )
    };
    Step {
        day,
        words,
        provision: provision.into(),
    }
}

fn by_days(day: Date, days: u8, decides: bool, provision: &str) -> Step {
    let (de, en) = if decides {
        ("das ist später und entscheidet", "later, so it decides")
    } else {
        ("das ist nicht später", "not later")
    };
    Step {
        day,
        words: say(
            format!("{days} Tage enden mit diesem Tag: {de}"),
            format!("{days} days end with this day: {en}"),
        ),
        provision: format!("{provision}, § 188 Abs. 1 BGB"),
    }
}

/// „ein Monat“, „sechs Wochen“ as the law counts them.
fn length(length: Length) -> Words {
    match length {
        Length::Days(1) => say("ein Tag", "one day"),
        Length::Days(days) => say(format!("{days} Tage"), format!("{days} days")),
        Length::Weeks(1) => say("eine Woche", "one week"),
        Length::Weeks(weeks) => say(
            format!("eine Frist von {weeks} Wochen"),
            format!("a period of {weeks} weeks"),
        ),
        Length::Months(1) => say("ein Monat", "one month"),
        Length::Months(12) => say("ein Jahr", "one year"),
        Length::Months(months) => say(
            format!("eine Frist von {months} Monaten"),
            format!("a period of {months} months"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::period::period;
    use jiff::civil::date;

    #[test]
    fn the_way_over_easter_names_every_day_of_rest() {
        let start = date(2025, 3, 19);
        let rule = period("veroeffentlichung", start).expect("a known period");
        let steps = steps(rule, start, Calendar::SAXONY);
        let words: Vec<(i8, &str)> = steps
            .iter()
            .map(|step| (step.day.day(), step.words.de.as_str()))
            .collect();
        assert_eq!(
            words,
            [
                (19, "der erste Tag zählt mit"),
                (18, "ein Monat endet mit diesem Tag"),
                (17, "30 Tage enden mit diesem Tag: das ist nicht später"),
                (18, "Karfreitag: kein Werktag, das Ende rückt weiter"),
                (19, "Samstag: kein Werktag, das Ende rückt weiter"),
                (20, "Sonntag: kein Werktag, das Ende rückt weiter"),
                (21, "Ostermontag: kein Werktag, das Ende rückt weiter"),
            ]
        );
    }

    #[test]
    fn a_missing_day_is_named() {
        let start = date(2026, 1, 30);
        let rule = period("veroeffentlichung", start).expect("a known period");
        let step = &steps(rule, start, Calendar::SAXONY)[1];
        assert_eq!(step.provision, "§ 188 Abs. 3 BGB");
        assert!(step.words.de.contains("der 29. fehlt"), "{}", step.words.de);
    }
}
