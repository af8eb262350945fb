//! Versions of a statement, and marks that are forgotten.

use super::*;

fn amending(number: &str, replaced: &str) -> Arrival {
    let mut arrival = arrival(number);
    arrival.clear.replaces = Some(replaced.to_owned());
    arrival
}

fn states(store: &dyn Store, numbers: &str) -> Vec<State> {
    let state = |number: char| store.entry(&number.to_string()).unwrap().unwrap().state;
    numbers.chars().map(state).collect()
}

#[test]
fn an_amendment_takes_the_place_of_the_latest_version_alone() {
    with_store(|store| {
        let later = |number: &str| Ok(Kept::Later(number.to_owned()));
        assert_eq!(store.keep(arrival("A")), Ok(Kept::New));
        assert_eq!(store.keep(amending("B", "A")), Ok(Kept::New));
        assert_eq!(store.keep(amending("C", "A")), later("B"));
        assert_eq!(store.entry("C"), Ok(None));
        assert_eq!(store.keep(amending("C", "B")), Ok(Kept::New));
        assert_eq!(store.keep(amending("D", "A")), later("C"));
        assert_eq!(
            states(store, "ABC"),
            [State::Replaced, State::Replaced, State::Received]
        );
        // What was taken back is not written anew, and neither is what was never there.
        assert_eq!(store.change("C", State::Withdrawn, 5), Ok(true));
        let gone = |replaced: &str| {
            Ok(Kept::Gone(match replaced {
                "X" => State::Purged,
                _ => State::Withdrawn,
            }))
        };
        for replaced in ["A", "B", "C", "X"] {
            assert_eq!(store.keep(amending("D", replaced)), gone(replaced));
        }
        // What was decided elsewhere is copied as it is.
        let mut copy = amending("E", "A");
        copy.is_copy = true;
        assert_eq!(store.keep(copy), Ok(Kept::New));
    });
}

/// A form that is sent again after a later version came has the last word, and its receipt is not the old one's.
#[test]
fn a_twin_that_no_longer_counts_amends_the_latest() {
    with_store(|store| {
        let send = |number: &str, mark: &str, replaced: Option<&str>| {
            let mut arrival = arrival(number);
            arrival.clear.replaces = replaced.map(str::to_owned);
            arrival.twin = Some(Twin {
                mark: mark.to_owned(),
                since: 0,
                until: None,
            });
            store.keep(arrival)
        };
        let later = |number: &str| Ok(Kept::Later(number.to_owned()));
        let twin = |number: &str| Ok(Kept::Twin(number.to_owned()));
        assert_eq!(send("A", "a", None), Ok(Kept::New));
        assert_eq!(send("B", "b", Some("A")), Ok(Kept::New));
        assert_eq!(send("X", "b", Some("A")), twin("B"));
        assert_eq!(send("C", "c", Some("B")), Ok(Kept::New));
        // A, B, C, and B once more.
        assert_eq!(send("D", "b", Some("A")), later("C"));
        assert_eq!(send("D", "b", Some("C")), Ok(Kept::New));
        assert_eq!(send("X", "b", Some("A")), twin("D"));
        // And A once more, which names nothing.
        assert_eq!(send("E", "a", None), later("D"));
        assert_eq!(send("E", "a", Some("D")), Ok(Kept::New));
        assert_eq!(send("X", "a", None), twin("E"));
        let replaced = [State::Replaced; 4];
        assert_eq!(states(store, "ABCD"), replaced);
        assert_eq!(store.entry("E").unwrap().unwrap().sent, 2);
        // What became of the whole was taken back: whoever sends a version again begins anew.
        assert_eq!(store.change("E", State::Withdrawn, 5), Ok(true));
        assert_eq!(send("F", "c", None), Ok(Kept::New));
        assert_eq!(send("G", "a", None), Ok(Kept::New));
        assert_eq!(states(store, "EFG")[1..], [State::Received; 2]);
    });
}

#[test]
fn of_amendments_at_once_exactly_one_counts_in_the_end() {
    with_store(|store| {
        store.keep(arrival("A")).unwrap();
        thread::scope(|scope| {
            for at in 0..5 {
                scope.spawn(move || {
                    let mut replaced = "A".to_owned();
                    loop {
                        match store.keep(amending(&at.to_string(), &replaced)) {
                            Ok(Kept::Later(latest)) => replaced = latest,
                            kept => break assert_eq!(kept, Ok(Kept::New)),
                        }
                    }
                });
            }
        });
        let states = states(store, "A01234");
        let valid = states.iter().filter(|state| **state == State::Received);
        assert_eq!(valid.count(), 1, "{states:?}");
        assert_eq!(store.count(), Ok(6));
    });
}

#[test]
fn a_mark_of_a_sender_is_forgotten_in_time() {
    with_store(|store| {
        let twin = |number: &str, mark: &str, received| {
            let mut arrival = arrival(number);
            arrival.clear.received = received;
            arrival.twin = Some(Twin {
                mark: mark.to_owned(),
                since: 0,
                until: (mark == "sender").then_some(received + 100),
            });
            store.keep(arrival)
        };
        assert_eq!(twin("A", "sender", 1000), Ok(Kept::New));
        assert_eq!(twin("B", "form", 1000), Ok(Kept::New));
        let kept = |number: &str| Ok(Kept::Twin(number.to_owned()));
        assert_eq!(twin("X", "sender", 1100), kept("A"));
        // Whoever looks after the endpoint, or sends next, lets it be forgotten.
        assert_eq!(store.check(1101), Ok(()));
        assert_eq!(twin("C", "sender", 1050), Ok(Kept::New));
        assert_eq!(twin("D", "other", 1151), Ok(Kept::New));
        assert_eq!(twin("E", "sender", 1050), Ok(Kept::New));
        assert_eq!(twin("Y", "form", 999_999), kept("B"));
    });
}
