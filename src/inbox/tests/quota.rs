//! How many arrivals of a kind the stores take.

use super::*;

fn limited(number: &str, key: &str, received: i64) -> Arrival {
    let mut arrival = arrival(number);
    arrival.clear.received = received;
    arrival.quota = Some(Quota {
        key: key.to_owned(),
        burst: 10,
        refill: 1000,
    });
    arrival
}

#[test]
fn more_than_the_quota_is_not_kept() {
    with_store(|store| {
        let kept = |number: String, key: &str, now| store.keep(limited(&number, key, now));
        let now = 1_000_000;
        for at in 0..10 {
            assert_eq!(kept(format!("A{at}"), "a", now), Ok(Kept::New));
        }
        assert_eq!(kept("X".to_owned(), "a", now), Ok(Kept::Many));
        assert_eq!((store.entry("X"), store.count()), (Ok(None), Ok(10)));
        assert_eq!(kept("B".to_owned(), "b", now), Ok(Kept::New));
        // What is there already is not counted, and neither is what has no quota.
        let mut twin = limited("T", "a", now);
        twin.quota = None;
        twin.twin = Some(Twin {
            mark: "m".to_owned(),
            since: 0,
            until: None,
        });
        assert_eq!(store.keep(twin), Ok(Kept::New));
        let mut again = limited("U", "a", now);
        again.twin = Some(Twin {
            mark: "m".to_owned(),
            since: 0,
            until: None,
        });
        assert_eq!(store.keep(again), Ok(Kept::Twin("T".to_owned())));
        assert_eq!(kept("C".to_owned(), "a", now + 1000), Ok(Kept::New));
        assert_eq!(kept("D".to_owned(), "a", now + 1000), Ok(Kept::Many));
        // Another process's clock is a little slow; another one was set back by far.
        assert_eq!(kept("E".to_owned(), "a", now - 5000), Ok(Kept::Many));
        assert_eq!(kept("F".to_owned(), "a", now - 900_000), Ok(Kept::New));
    });
}

#[test]
fn the_quota_holds_for_all_processes_together() {
    let Some(address) = database() else { return };
    let stores = [0; 2].map(|_| Postgres::open(&address).unwrap());
    let kept: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|at| {
                let store = &stores[at % 2];
                scope.spawn(move || {
                    let numbers = (0..20).map(|number| format!("{at}-{number}"));
                    let kept = numbers.map(|number| store.keep(limited(&number, "a", 1_000_000)));
                    kept.filter(|kept| *kept == Ok(Kept::New)).count()
                })
            })
            .collect();
        let counts = threads.into_iter().map(|thread| thread.join().unwrap());
        counts.sum()
    });
    assert_eq!(kept, 10, "as many as one process would have kept");
    assert_eq!(stores[0].count(), Ok(10));
}
