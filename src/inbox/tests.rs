//! What every store must do, run on each of them.

mod encrypted;
mod migrations;
mod quota;
mod versions;

use super::postgres::Postgres;
use super::sqlite::{self, Sqlite};
use super::*;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

fn clear(number: &str) -> Clear {
    Clear {
        number: number.to_owned(),
        portal: "https://plan.example/".to_owned(),
        phase: "verfahren/a/b/02-x/".to_owned(),
        municipality: "14627140".to_owned(),
        channel: "formular".to_owned(),
        received: 1_000_000,
        is_late: false,
        display: "ab".to_owned(),
        sha256: "cd".repeat(32),
        sizes: vec![12],
        replaces: None,
        signature: None,
    }
}

pub(super) fn arrival(number: &str) -> Arrival {
    Arrival {
        clear: clear(number),
        sealed: number.as_bytes().to_vec(),
        attachments: Vec::new(),
        twin: None,
        confirmation: None,
        quota: None,
        is_copy: false,
    }
}

pub(super) fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::End(0)).unwrap();
    file
}

fn part(store: &dyn Store, number: &str, part: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let is_there = store.part(number, part, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok(())
    });
    is_there.unwrap().then_some(bytes)
}

/// Runs a test on a new store of each kind. The database is where `OFFENLAGE_POSTGRES` says, as
/// `tests/with-postgres` sets it; without it only SQLite is tested.
fn with_store(test: impl Fn(&dyn Store)) {
    let folder = tempfile::tempdir().unwrap();
    test(&Sqlite::open(&folder.path().join("eingang.sqlite")).unwrap());
    if let Some(address) = database() {
        test(&Postgres::open(&address).unwrap());
    }
}

/// A part of the database of its own.
pub(super) fn database() -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test is told where the database is"
    )]
    let address = std::env::var("OFFENLAGE_POSTGRES").ok()?;
    let mut random = [0; 8];
    getrandom::fill(&mut random).unwrap();
    let schema = format!("t{}", u64::from_be_bytes(random));
    let mut client = ::postgres::Client::connect(&address, ::postgres::NoTls).unwrap();
    client
        .batch_execute(&format!("CREATE SCHEMA {schema}"))
        .unwrap();
    Some(format!("{address} options='-c search_path={schema}'"))
}

#[test]
fn what_fails_beside_the_store_is_not_the_stores_fault() {
    with_store(|store| {
        store.keep(arrival("A")).unwrap();
        let full = store.part("A", 0, &mut |_| Err(io::Error::other("full")));
        assert_eq!(full, Err(Trouble::Beside("full".to_owned())));
    });
}

#[test]
fn two_processes_share_one_truth() {
    let Some(address) = database() else { return };
    let stores = [0; 2].map(|_| Postgres::open(&address).unwrap());
    thread::scope(|scope| {
        for (at, store) in stores.iter().enumerate() {
            scope.spawn(move || {
                for number in 0..100 {
                    let mut own = arrival(&format!("{at}-{number}"));
                    own.twin = Some(Twin {
                        mark: format!("m{number}"),
                        since: 0,
                        until: None,
                    });
                    let kept = store.keep(own).unwrap();
                    let other = format!("{}-{number}", 1 - at);
                    assert!(kept == Kept::New || kept == Kept::Twin(other));
                }
            });
        }
    });
    assert_eq!(stores[0].count(), Ok(100), "each twin is kept once");
    let events = stores[1].events(0, None, 1000).unwrap();
    assert_eq!(events.len(), 100);
    assert!(events.iter().all(|event| event.entry.sent == 2));
}

#[test]
fn a_connection_that_was_cut_is_made_anew() {
    let Some(address) = database() else { return };
    // Other tests have connections, too, at the same time.
    let named = format!("{address} application_name=cut-{}", std::process::id());
    let store = Postgres::open(&named).unwrap();
    assert_eq!(store.keep(arrival("A")), Ok(Kept::New));
    let mut client = ::postgres::Client::connect(&address, ::postgres::NoTls).unwrap();
    let cut = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE application_name = 'cut-{}'",
        std::process::id()
    );
    assert_ne!(client.execute(&cut, &[]).unwrap(), 0);
    // What was under way may fail; the next one is served.
    let kept = store
        .keep(arrival("B"))
        .or_else(|_| store.keep(arrival("B")));
    assert_eq!(kept, Ok(Kept::New));
    assert_eq!(store.entry("A").unwrap().unwrap().clear.number, "A");
    assert_eq!(store.count(), Ok(2));
}

#[test]
fn what_is_kept_comes_back_whole() {
    with_store(|store| {
        let large: Vec<u8> = (0..700_000_u32).map(|at| at as u8).collect();
        let mut arrival = arrival("A");
        arrival.attachments = vec![file(b"one"), file(&large)];
        assert_eq!(store.keep(arrival), Ok(Kept::New));
        let entry = store.entry("A").unwrap().unwrap();
        assert_eq!(
            (entry.clear, entry.state, entry.sent),
            (clear("A"), State::Received, 1)
        );
        assert_eq!(part(store, "A", 0).unwrap(), b"A");
        assert_eq!(part(store, "A", 1).unwrap(), b"one");
        assert_eq!(part(store, "A", 2).unwrap(), large);
        assert_eq!(part(store, "A", 3), None);
        assert_eq!(store.entry("B"), Ok(None));
        assert_eq!(store.count(), Ok(1));
    });
}

#[test]
fn a_number_is_given_once() {
    with_store(|store| {
        assert_eq!(store.keep(arrival("A")), Ok(Kept::New));
        let mut other = arrival("A");
        other.sealed = b"other".to_vec();
        assert_eq!(store.keep(other), Ok(Kept::Taken));
        assert_eq!(part(store, "A", 0).unwrap(), b"A");
        assert_eq!(store.count(), Ok(1));
    });
}

#[test]
fn the_same_sending_is_kept_once_and_counted() {
    with_store(|store| {
        let twin = |number: &str, received, since| {
            let mut arrival = arrival(number);
            arrival.clear.received = received;
            arrival.twin = Some(Twin {
                mark: "m".to_owned(),
                since,
                until: None,
            });
            arrival
        };
        assert_eq!(store.keep(twin("A", 100, 0)), Ok(Kept::New));
        assert_eq!(
            store.keep(twin("B", 150, 50)),
            Ok(Kept::Twin("A".to_owned()))
        );
        assert_eq!(store.entry("A").unwrap().unwrap().sent, 2);
        // Later the same words are a statement of their own.
        assert_eq!(store.keep(twin("C", 900, 800)), Ok(Kept::New));
        assert_eq!(store.count(), Ok(2));
    });
}

#[test]
fn what_was_taken_back_can_be_sent_again() {
    with_store(|store| {
        let twin = |number: &str| {
            let mut arrival = arrival(number);
            arrival.twin = Some(Twin {
                mark: "m".to_owned(),
                since: 0,
                until: None,
            });
            store.keep(arrival)
        };
        assert_eq!(twin("A"), Ok(Kept::New));
        assert_eq!(store.change("A", State::Withdrawn, 5), Ok(true));
        assert_eq!(twin("B"), Ok(Kept::New), "a receipt for A would be none");
        assert_eq!(twin("C"), Ok(Kept::Twin("B".to_owned())));
        let states = ["A", "B"].map(|number| store.entry(number).unwrap().unwrap().state);
        assert_eq!(states, [State::Withdrawn, State::Received]);
    });
}

#[test]
fn a_store_belongs_to_one_endpoint() {
    with_store(|store| {
        let owner = |key, is_taking| store.owner(key, is_taking).unwrap();
        assert_eq!(owner("a", false), "a");
        assert_eq!(
            (owner("a", false), owner("b", false)),
            ("a".to_owned(), "a".to_owned())
        );
        assert_eq!(
            (owner("b", true), owner("a", false)),
            ("b".to_owned(), "b".to_owned())
        );
    });
}

#[test]
fn what_is_withdrawn_or_replaced_stays() {
    with_store(|store| {
        for number in ["A", "B"] {
            store.keep(arrival(number)).unwrap();
        }
        assert_eq!(store.change("A", State::Withdrawn, 5), Ok(true));
        assert_eq!(store.change("A", State::Withdrawn, 6), Ok(false));
        assert_eq!(store.change("X", State::Withdrawn, 6), Ok(false));
        let mut amended = arrival("C");
        amended.clear.replaces = Some("B".to_owned());
        store.keep(amended).unwrap();
        let state = |number| store.entry(number).unwrap().unwrap().state;
        assert_eq!(
            (state("A"), state("B"), state("C")),
            (State::Withdrawn, State::Replaced, State::Received)
        );
        assert_eq!(part(store, "A", 0).unwrap(), b"A");
        assert_eq!(part(store, "B", 0).unwrap(), b"B");
    });
}

#[test]
fn events_come_in_order_and_can_be_resumed() {
    with_store(|store| {
        for number in ["A", "B", "C"] {
            let mut arrival = arrival(number);
            if number == "B" {
                arrival.clear.municipality = "14713000".to_owned();
            }
            store.keep(arrival).unwrap();
        }
        store.change("A", State::Withdrawn, 5).unwrap();
        let numbers = |after, municipality, most| {
            let events = store.events(after, municipality, most).unwrap();
            assert!(events.is_sorted_by_key(|event| event.sequence));
            let numbers = events.iter().map(|event| event.entry.clear.number.clone());
            (
                numbers.collect::<String>(),
                events.last().map(|event| event.sequence),
            )
        };
        let (first, last) = numbers(0, None, 2);
        let (rest, end) = numbers(last.unwrap(), None, 10);
        assert_eq!((first.as_str(), rest.as_str()), ("AB", "CA"));
        assert_eq!(numbers(0, Some("14627140"), 10).0, "ACA");
        assert_eq!(numbers(end.unwrap(), None, 10), (String::new(), None));
    });
}

#[test]
fn many_writers_lose_and_double_nothing() {
    with_store(|store| {
        thread::scope(|scope| {
            for writer in 0..8 {
                scope.spawn(move || {
                    for at in 0..50 {
                        let number = format!("{writer}-{at}");
                        assert_eq!(store.keep(arrival(&number)), Ok(Kept::New));
                    }
                });
            }
        });
        assert_eq!(store.count(), Ok(400));
        assert_eq!(store.events(0, None, 1000).unwrap().len(), 400);
    });
}

#[test]
fn a_file_is_opened_again_and_copied_while_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let [path, copy] = ["a.sqlite", "b.sqlite"].map(|name| folder.path().join(name));
    Sqlite::open(&path).unwrap().keep(arrival("A")).unwrap();
    let store = Sqlite::open(&path).unwrap();
    store.keep(arrival("B")).unwrap();
    store.backup(&copy).unwrap();
    store.keep(arrival("C")).unwrap();
    assert!(store.backup(&copy).is_err(), "nothing is overwritten");
    let copy = Sqlite::open(&copy).unwrap();
    assert_eq!((copy.count(), store.count()), (Ok(2), Ok(3)));
}

#[test]
fn a_copy_ends_however_busy_the_store_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let store = Sqlite::open(&path).unwrap();
    // More than what is copied between two statements of somebody else.
    store.keep(arrival("A")).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    let fill = "CREATE TABLE load AS SELECT zeroblob(64000000) AS bytes";
    other.execute_batch(fill).unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let is_over = &is_over;
        scope.spawn(move || {
            other.pragma_update(None, "synchronous", "OFF").unwrap();
            while !is_over.load(Ordering::SeqCst) {
                let version = sqlite::MIGRATIONS.len() as u32;
                other.pragma_update(None, "user_version", version).unwrap();
            }
        });
        let copied = store.backup(&folder.path().join("b.sqlite"));
        is_over.store(true, Ordering::SeqCst);
        assert_eq!(copied, Ok(()));
    });
    let copy = Sqlite::open(&folder.path().join("b.sqlite")).unwrap();
    assert_eq!(copy.count(), Ok(1));
    let left = std::fs::read_dir(folder.path()).unwrap();
    let names = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.filter(|name| name.starts_with('.')).count() == 0);
}

#[test]
fn a_file_of_a_newer_version_and_a_file_of_something_else_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    drop(Sqlite::open(&path).unwrap());
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Sqlite::open(&path), Err(Trouble::Broken(_))));
    let other = folder.path().join("b.sqlite");
    File::create(&other)
        .unwrap()
        .write_all(&[b'x'; 5000])
        .unwrap();
    assert!(matches!(Sqlite::open(&other), Err(Trouble::Broken(_))));
}

fn record(numbers: &[&str]) -> purge::Record {
    purge::Record {
        procedure: "a/b".to_owned(),
        title: "Plan".to_owned(),
        portal: "https://plan.example/".to_owned(),
        reason: "Aufbewahrung beendet".to_owned(),
        offered: "2026-01-02".to_owned(),
        decision: None,
        by: "Amt".to_owned(),
        numbers: numbers.iter().map(|number| (*number).to_owned()).collect(),
    }
}

#[test]
fn what_is_purged_leaves_its_receipt_and_a_proof() {
    with_store(|store| {
        for number in ["A", "B", "C"] {
            let mut arrival = arrival(number);
            arrival.attachments = vec![file(b"one")];
            arrival.twin = Some(Twin {
                mark: number.to_owned(),
                since: 0,
                until: None,
            });
            store.keep(arrival).unwrap();
        }
        store.change("B", State::Withdrawn, 5).unwrap();
        let record = record(&["A", "B", "X"]);
        assert_eq!(purge::purge(store, &record, 9), Ok(2));
        for number in ["A", "B"] {
            let entry = store.entry(number).unwrap().unwrap();
            assert_eq!((entry.clear, entry.state), (clear(number), State::Purged));
            assert_eq!(
                (part(store, number, 0), part(store, number, 1)),
                (None, None)
            );
        }
        assert_eq!(part(store, "C", 1).unwrap(), b"one");
        let purges = store.purges().unwrap();
        assert_eq!((purges[0].begun, purges[0].ended), (9, Some(9)));
        assert_eq!(purges[0].record, record);
        // The number is never given again, and nobody can change what is gone.
        assert_eq!(store.keep(arrival("A")), Ok(Kept::Taken));
        assert_eq!(store.change("A", State::Withdrawn, 10), Ok(false));
        let last = store.events(0, None, 100).unwrap().pop().unwrap();
        assert_eq!(
            (last.entry.clear.number.as_str(), last.entry.state),
            ("B", State::Purged)
        );
    });
}

#[test]
fn a_purge_that_broke_off_is_ended_by_the_next() {
    with_store(|store| {
        for number in ["A", "B"] {
            store.keep(arrival(number)).unwrap();
        }
        let record = record(&["A", "B"]);
        let json = serde_json::to_string(&record).unwrap();
        store.purge(purge::Step::Begin(json), 7).unwrap();
        store
            .purge(purge::Step::Content("A".to_owned()), 7)
            .unwrap();
        // Here the process died.
        let open = store.purges().unwrap().pop().unwrap();
        assert_eq!((open.begun, open.ended), (7, None));
        assert_eq!(part(store, "B", 0).unwrap(), b"B");
        assert_eq!(purge::resume(store, &open, 8), Ok(1));
        assert_eq!(part(store, "B", 0), None);
        assert_eq!(store.purges().unwrap().pop().unwrap().ended, Some(8));
        assert_eq!(purge::resume(store, &open, 9), Ok(0));
        assert_eq!(store.purges().unwrap().pop().unwrap().ended, Some(8));
    });
}

#[test]
fn no_byte_of_what_was_purged_is_left_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sqlite");
    let store = Sqlite::open(&path).unwrap();
    let secret = b"a secret that is long enough to be found again ".repeat(9000);
    let mut arrival = arrival("A");
    arrival.attachments = vec![file(&secret)];
    store.keep(arrival).unwrap();
    let is_there = || {
        let files = ["a.sqlite", "a.sqlite-wal"].map(|name| folder.path().join(name));
        files.iter().any(|path| {
            let mut bytes = Vec::new();
            let file = File::open(path);
            let read = file.and_then(|mut file| std::io::Read::read_to_end(&mut file, &mut bytes));
            read.is_ok() && bytes.windows(40).any(|window| window == &secret[..40])
        })
    };
    assert!(is_there());
    purge::purge(&store, &record(&["A"]), 9).unwrap();
    assert!(!is_there());
}
