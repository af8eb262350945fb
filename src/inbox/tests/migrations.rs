//! Stores that older versions of the program made, from the first one on.

use super::*;
use crate::inbox::{postgres, sqlite};

const INSERT: &str =
    "INSERT INTO stellungnahme (nummer, gemeinde, eingang, zustand, sendungen, zwilling, klar)";

/// What every version could keep: a statement with an attachment, another that was withdrawn, one with a
/// later version, one that was amended twice before the sixth step, and what happened. The store's own way to write bytes is `sealed`.
fn rows(sealed: &str, version: usize) -> String {
    let [a, b, d] = ["A", "B", "D"].map(|number| serde_json::to_string(&clear(number)).unwrap());
    let mut later = clear("E");
    later.replaces = Some("D".to_owned());
    let e = serde_json::to_string(&later).unwrap();
    // A process of an older version that went on beside a new one noted no later version.
    let siblings = match version >= 6 {
        true => String::new(),
        false => siblings(),
    };
    format!(
        "{INSERT} VALUES ('A', '14627140', 1000000, 'eingegangen', 2, 'm', '{a}'); \
         {INSERT} VALUES ('B', '14627140', 1000000, 'zurueckgezogen', 1, NULL, '{b}'); \
         {INSERT} VALUES ('D', '14713000', 1000000, 'ersetzt', 1, NULL, '{d}'); \
         {INSERT} VALUES ('E', '14713000', 1000000, 'eingegangen', 1, NULL, '{e}'); \
         {siblings}INSERT INTO stueck (stellungnahme, teil, folge, inhalt) SELECT id, 0, 0, {sealed} FROM stellungnahme; \
         INSERT INTO stueck (stellungnahme, teil, folge, inhalt) \
         SELECT id, 1, 0, {sealed} FROM stellungnahme WHERE nummer = 'A'; \
         INSERT INTO ereignis (stellungnahme, zustand, zeit) \
         SELECT id, zustand, 5 FROM stellungnahme ORDER BY id"
    )
}

/// `K` was amended by `L` and again, from another window, by `M`; both counted. So did an office's copies `P` and `Q`.
fn siblings() -> String {
    let row = |number: &str, replaced: Option<&str>, received: i64, state: &str, mark: &str| {
        let mut own = clear(number);
        (own.replaces, own.received) = (replaced.map(str::to_owned), received);
        let own = serde_json::to_string(&own).unwrap();
        format!("{INSERT} VALUES ('{number}', '1', {received}, '{state}', 1, {mark}, '{own}'); ")
    };
    [
        row("K", None, 1000, "ersetzt", "'k'"),
        row("M", Some("K"), 3000, "eingegangen", "'m2'"),
        row("L", Some("K"), 2000, "eingegangen", "'l'"),
        row("N", Some("K"), 4000, "zurueckgezogen", "'n'"),
        row("O", None, 1000, "ersetzt", "NULL"),
        row("P", Some("O"), 2000, "eingegangen", "NULL"),
        row("Q", Some("O"), 2000, "eingegangen", "NULL"),
    ]
    .concat()
}

/// Of amendments side by side the last one counts, and the office is told.
fn check_siblings(store: &dyn Store) {
    let state = |number: &str| store.entry(number).unwrap().unwrap().state;
    let states = ["K", "L", "M", "N", "O", "P", "Q"].map(state);
    let [received, replaced, withdrawn] = [State::Received, State::Replaced, State::Withdrawn];
    let expected = [
        replaced, replaced, received, withdrawn, replaced, received, received,
    ];
    assert_eq!(states, expected);
    let events = store.events(0, Some("1"), 20).unwrap();
    assert_eq!(events.len(), 8);
    let last = &events[7].entry;
    assert_eq!((last.clear.number.as_str(), last.state), ("L", replaced));
    for (replaced, latest) in [("K", "M"), ("L", "M"), ("N", "M"), ("O", "Q"), ("P", "Q")] {
        let mut next = arrival("R");
        next.clear.replaces = Some(replaced.to_owned());
        assert_eq!(store.keep(next), Ok(Kept::Later(latest.to_owned())));
    }
}

/// Everything that was there is there, and everything that newer versions can do is done with it.
fn check(store: &dyn Store, version: usize) {
    let entry = store.entry("A").unwrap().unwrap();
    assert_eq!(
        (entry.clear, entry.state, entry.sent),
        (clear("A"), State::Received, 2),
        "{version}"
    );
    assert_eq!(store.entry("B").unwrap().unwrap().state, State::Withdrawn);
    assert_eq!(
        [0, 1].map(|at| part(store, "A", at).unwrap()),
        [b"sealed", b"sealed"]
    );
    let events = store.events(0, Some("14627140"), 10).unwrap();
    assert_eq!(events.len(), 2);
    let mut again = arrival("X");
    again.twin = Some(Twin {
        mark: "m".to_owned(),
        since: 0,
        until: None,
    });
    assert_eq!(store.keep(again), Ok(Kept::Twin("A".to_owned())));
    let mut next = arrival("C");
    next.confirmation = Some(b"address".to_vec());
    next.quota = Some(Quota {
        key: "a".to_owned(),
        burst: 1,
        refill: 1000,
    });
    assert_eq!(store.keep(next), Ok(Kept::New));
    let claimed = store.mail(mail::Step::Claim, 1_000_000).unwrap().unwrap();
    assert_eq!(claimed.sealed, b"address");
    assert_eq!(store.owner("key", false), Ok("key".to_owned()));
    assert_eq!(purge::purge(store, &record(&["A", "B"]), 9), Ok(2));
    assert_eq!(store.entry("A").unwrap().unwrap().state, State::Purged);
    assert_eq!(store.purges().unwrap().len(), 1);
    let mut amended = arrival("F");
    amended.clear.replaces = Some("D".to_owned());
    assert_eq!(store.keep(amended), Ok(Kept::Later("E".to_owned())));
    let siblings = if version < 6 { 7 } else { 0 };
    assert_eq!(store.count(), Ok(5 + siblings));
    if siblings > 0 {
        check_siblings(store);
    }
}

#[test]
fn a_file_of_every_version_gets_the_newer_tables_and_loses_nothing() {
    for version in 1..=sqlite::MIGRATIONS.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        let old = ::rusqlite::Connection::open(&path).unwrap();
        for step in &sqlite::MIGRATIONS[..version] {
            old.execute_batch(step).unwrap();
        }
        old.pragma_update(None, "user_version", version as u32)
            .unwrap();
        old.execute_batch(&rows("X'7365616c6564'", version))
            .unwrap();
        drop(old);
        let store = Sqlite::open(&path).unwrap();
        check(&store, version);
        let events = store.events(0, None, 50).unwrap().len();
        drop(store);
        // Opening it again finds nothing to do.
        let again = Sqlite::open(&path).unwrap();
        assert_eq!(again.events(0, None, 50).unwrap().len(), events);
    }
}

#[test]
fn a_database_of_every_version_gets_the_newer_tables_and_loses_nothing() {
    for version in 1..=postgres::MIGRATIONS.len() {
        let Some(address) = database() else { return };
        let mut old = ::postgres::Client::connect(&address, ::postgres::NoTls).unwrap();
        old.batch_execute("CREATE TABLE fassung (nummer BIGINT NOT NULL)")
            .unwrap();
        // Each version wrote down how many steps it knew, one row a migration.
        for (at, step) in postgres::MIGRATIONS[..version].iter().enumerate() {
            old.batch_execute(step).unwrap();
            let done = old.execute(
                "INSERT INTO fassung (nummer) VALUES ($1)",
                &[&(at as i64 + 1)],
            );
            done.unwrap();
        }
        old.batch_execute(&rows("'\\x7365616c6564'::bytea", version))
            .unwrap();
        // Several processes of the new version begin at once.
        let stores: Vec<_> = thread::scope(|scope| {
            let opening: Vec<_> = (0..3)
                .map(|_| scope.spawn(|| Postgres::open(&address).unwrap()))
                .collect();
            opening
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        check(&stores[version % stores.len()], version);
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let Some(address) = database() else { return };
    drop(Postgres::open(&address).unwrap());
    let mut newer = ::postgres::Client::connect(&address, ::postgres::NoTls).unwrap();
    newer
        .batch_execute("INSERT INTO fassung (nummer) VALUES (99)")
        .unwrap();
    assert!(matches!(Postgres::open(&address), Err(Trouble::Broken(_))));
}

/// A step that was published never changes: a store that has it behind it would differ from one that is
/// made today. New steps are added here when they are published.
#[test]
fn steps_that_were_published_stay_as_they_are() {
    let published = [
        ["10d1f87e1777b625", "949b6016ded72fe7"],
        ["2f1faaa2167ab0fe", "0b7982bc2dd5a208"],
        ["9ac0a39b2aa34c1d", "b6c772e7072f7e40"],
        ["93b4835c6ec2da73", "0a4346e58bf822b6"],
    ];
    for (at, hashes) in published.iter().enumerate() {
        let steps = [sqlite::MIGRATIONS[at], postgres::MIGRATIONS[at]];
        let hash = |step: &str| crate::inbox::statement::sha256(step.as_bytes())[..16].to_owned();
        assert_eq!(steps.map(hash), *hashes, "step {}", at + 1);
    }
}
