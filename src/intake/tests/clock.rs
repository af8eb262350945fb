//! The end of a period by the clock in Berlin, which jumps twice a year.

use super::*;

/// A desk whose period ends on a day.
fn until(last: &str) -> Desk {
    let desk = Desk::open();
    let mut portal = portal(&desk.keys);
    let path = PHASE.trim_start_matches("/x/").to_owned();
    let phase = portal.manifest.phases.get_mut(&path).unwrap();
    phase.first = "2026-01-01".to_owned();
    phase.last = Some(last.to_owned());
    phase.in_time = Some(last.to_owned());
    desk.intake.reload(vec![portal]);
    desk
}

/// Whether a statement at each of these moments is late.
fn check(last: &str, moments: &[(&str, bool)]) {
    let desk = until(last);
    for (at, (moment, is_late)) in moments.iter().enumerate() {
        desk.at(moment);
        let sent = desk.post(PHASE, &format!("text=a&einmal={at}"));
        assert_eq!(sent.status, 303, "{moment}");
        let entry = desk.intake.store.entry(&sent.number()).unwrap().unwrap();
        assert_eq!(entry.clear.is_late, *is_late, "{moment} of {last}");
    }
}

#[test]
fn the_last_day_ends_at_midnight_in_berlin() {
    check(
        "2026-03-10",
        &[
            ("2026-03-10T22:59:59.999Z", false),
            ("2026-03-10T23:00:00Z", true),
            // The clock was set back over midnight: each moment counts for itself.
            ("2026-03-10T22:59:58Z", false),
            ("2026-03-11T12:00:00Z", true),
        ],
    );
}

#[test]
fn the_day_that_summer_time_begins_has_23_hours() {
    check(
        "2026-03-29",
        &[
            ("2026-03-28T23:00:00Z", false),
            ("2026-03-29T00:59:59Z", false),
            ("2026-03-29T01:00:00Z", false),
            ("2026-03-29T21:59:59Z", false),
            ("2026-03-29T22:00:00Z", true),
        ],
    );
    check(
        "2026-03-28",
        &[
            ("2026-03-28T22:59:59Z", false),
            ("2026-03-28T23:00:00Z", true),
        ],
    );
}

#[test]
fn the_day_that_summer_time_ends_has_25_hours() {
    check(
        "2026-10-25",
        &[
            // 02:30 twice: both belong to the day.
            ("2026-10-25T00:30:00Z", false),
            ("2026-10-25T01:30:00Z", false),
            ("2026-10-25T22:59:59Z", false),
            ("2026-10-25T23:00:00Z", true),
        ],
    );
    check(
        "2026-10-24",
        &[
            ("2026-10-24T21:59:59Z", false),
            ("2026-10-24T22:00:00Z", true),
        ],
    );
}
