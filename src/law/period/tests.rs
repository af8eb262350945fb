use super::*;
use jiff::civil::{Weekday, date};
use proptest::prelude::*;

/// The worked examples, one a line.
const EXAMPLES: &str = include_str!("../beispiele.tsv");

#[test]
fn every_worked_example() {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let rows = EXAMPLES.lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for line in rows {
        let cells: Vec<&str> = line.split('\t').collect();
        let [
            key,
            start,
            place,
            by_length,
            by_days,
            legal_end,
            safe_end,
            why,
        ] = cells[..]
        else {
            panic!("eight cells: {line}");
        };
        let calendar = match place {
            "-" => Calendar::SAXONY,
            ags => Calendar::at(ags),
        };
        let rule = period(key, day(start)).expect("a known period");
        let expected = Computed {
            by_length: day(by_length),
            by_days: (by_days != "-").then(|| day(by_days)),
            legal_end: day(legal_end),
            safe_end: day(safe_end),
        };
        assert_eq!(
            rule.compute(day(start), calendar),
            expected,
            "{key} {start}: {why}"
        );
        count += 1;
    }
    assert!(count > 30, "{count} examples");
}

#[test]
fn rows_of_one_key_stand_together_and_do_not_overlap() {
    let rows = periods();
    assert!(rows.len() > 15);
    for pair in rows.windows(2).filter(|pair| pair[0].key == pair[1].key) {
        assert!(
            pair[0]
                .valid_until
                .is_some_and(|until| Some(until) < pair[1].valid_from)
        );
    }
    let mut keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    keys.dedup();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(count, keys.len());
}

#[test]
fn notices_lead_as_the_examples_say() {
    // Today: completed on Friday, begins on Saturday. Before 2023: a week between.
    assert_eq!(earliest_start(date(2026, 2, 27), 1), date(2026, 2, 28));
    assert_eq!(earliest_start(date(2022, 1, 3), 8), date(2022, 1, 11));
    assert_eq!(latest_completion(date(2022, 1, 11), 8), date(2022, 1, 3));
    // Posted from 2 March: hangs until 8 March at least; removed at the end of the 10th it is
    // completed then, and the period begins on the 11th.
    assert_eq!(posting_completed(date(2026, 3, 2)), date(2026, 3, 8));
    assert_eq!(earliest_start(date(2026, 3, 10), 1), date(2026, 3, 11));
}

#[test]
fn an_extension_goes_on_from_the_end() {
    assert_eq!(
        extended(date(2026, 4, 1), Length::Weeks(2)),
        date(2026, 4, 15)
    );
    assert_eq!(
        extended(date(2026, 4, 1), Length::Days(1)),
        date(2026, 4, 2)
    );
}

#[test]
fn only_a_length_moves() {
    let saturday = date(2026, 4, 4);
    let end = |set_by| effective_end(saturday, set_by, Calendar::SAXONY);
    assert_eq!(end(SetBy::Length), date(2026, 4, 7));
    assert_eq!(end(SetBy::DayByReference), saturday);
    assert_eq!(end(SetBy::Appointment), saturday);
}

/// Counts the days of a period one by one and looks at nothing but the number on the calendar's
/// page: another way to the same day.
fn naive(begin: Begin, start: Date, months: u16) -> Date {
    let mut month_changes = 0;
    let mut day = start;
    let number = start.day();
    loop {
        let next = day.tomorrow().expect("a day in this century");
        if next.day() == 1 {
            month_changes += 1;
        }
        if month_changes == months && next.day() == number {
            // The day of the same number is reached: it is the end, or the day before it is.
            return if begin == Begin::Event { next } else { day };
        }
        let is_last = next.tomorrow().expect("a day").day() == 1;
        if month_changes == months && is_last {
            // The month ends without that number.
            return next;
        }
        day = next;
    }
}

/// Days of rest by a list that was written by counting Sundays after the first spring moon, not by
/// the formula: Gauß's rule with its two exceptions.
fn is_rest(day: Date, is_local: bool) -> bool {
    let year = i32::from(day.year());
    let (a, b, c) = (year % 19, year % 4, year % 7);
    let d = (19 * a + 24) % 30;
    let e = (2 * b + 4 * c + 6 * d + 5) % 7;
    let mut march = 22 + d + e;
    if march == 57 || (march == 56 && d == 28 && a > 10) {
        march -= 7;
    }
    let easter = date(day.year(), 3, 1).saturating_add(i64::from(march - 1).days());
    let after = easter.until(day).expect("days").get_days();
    let is_movable =
        [-2, 1, 39, 50].contains(&after) || (is_local && after == 60 && day.year() >= 1993);
    let is_fixed =
        [(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)].contains(&(day.month(), day.day()));
    let is_repentance =
        day.month() == 11 && (16..=22).contains(&day.day()) && day.weekday() == Weekday::Wednesday;
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        || is_movable
        || is_fixed
        || is_repentance
}

/// Days from 1990 to 2060; Corpus Christi is a local holiday since 1993, the day of unity since 1990.
fn any_day() -> impl Strategy<Value = Date> {
    (0_i64..25_930).prop_map(|days| date(1990, 1, 1).saturating_add(days.days()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn months_agree_with_counting_by_hand(days in 0_i64..25_900, months in 1_u16..13, with_day: bool) {
        let start = date(1990, 1, 1).saturating_add(days.days());
        let begin = if with_day { Begin::Day } else { Begin::Event };
        prop_assert_eq!(last_day(begin, start, Length::Months(months)), naive(begin, start, months));
    }

    #[test]
    fn weeks_and_days_agree_with_counting_by_hand(start in any_day(), count in 1_u16..60, with_day: bool) {
        let begin = if with_day { Begin::Day } else { Begin::Event };
        // The fingers of both hands: one for each day that counts.
        let mut day = if with_day { start } else { start.tomorrow().expect("a day") };
        for _ in 1..count {
            day = day.tomorrow().expect("a day");
        }
        prop_assert_eq!(last_day(begin, start, Length::Days(count)), day);
        for _ in 0..6 * count {
            day = day.tomorrow().expect("a day");
        }
        prop_assert_eq!(last_day(begin, start, Length::Weeks(count)), day);
    }

    #[test]
    fn days_of_rest_agree_with_another_rule(day in any_day(), is_local: bool) {
        let calendar = if is_local { Calendar::at("14625080") } else { Calendar::SAXONY };
        prop_assert_eq!(!calendar.is_working_day(day), is_rest(day, is_local));
    }

    #[test]
    fn a_publication_has_30_or_31_days_and_a_safe_end_on_a_working_day(start in any_day(), is_local: bool) {
        let calendar = if is_local { Calendar::at("14625080") } else { Calendar::SAXONY };
        let rule = &periods()[1];
        let end = rule.compute(start, calendar);
        let days = start.until(end.legal_end).expect("days").get_days() + 1;
        prop_assert!((30..=31).contains(&days), "{}", days);
        let mut safe = end.legal_end;
        while is_rest(safe, is_local) {
            safe = safe.tomorrow().expect("a day");
        }
        prop_assert_eq!(end.safe_end, safe);
        // The floor decides only for starts in February and on 31 January.
        let by_days = end.by_days.expect("a floor");
        if by_days > end.by_length {
            prop_assert!(start.month() == 2 || (start.month(), start.day()) == (1, 31));
        }
    }

    #[test]
    fn any_day_at_all_is_survived(year in -9999_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
        let start = date(year, month, day);
        for rule in periods() {
            let end = rule.compute(start, Calendar::SAXONY);
            prop_assert!(end.safe_end >= end.legal_end);
        }
    }
}
