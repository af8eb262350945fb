//! The office's side: what it enters, exports and deletes.

use crate::collect::Place;
use offenlage::inbox::sqlite::Sqlite;
use offenlage::inbox::{State, Store};
use std::io::Write;
use std::path::Path;

const PHASE: &str = "verfahren/meissen/plan/01-beteiligung";
const KEY: [&str; 2] = ["--key", "amt.schluessel"];

fn put(path: &Path, bytes: &[u8]) {
    let mut file = std::fs::File::create(path).expect("a file");
    file.write_all(bytes).expect("written");
}

/// Enters a letter of a day and returns its number.
fn letter(place: &Place, day: &str, words: &str) -> String {
    put(&place.path("brief.txt"), words.as_bytes());
    let add = [
        "inbox",
        "add",
        PHASE,
        "--weg",
        "post",
        "--eingang",
        day,
        "--text",
        "brief.txt",
    ];
    let (good, said) = place.run(&add);
    assert!(good, "{said}");
    said.split_whitespace().next().expect("a number").to_owned()
}

/// A portal with the same procedure, abandoned long ago, and with these lines in its file.
fn abandoned(place: &Place, lines: &str) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/annahme");
    let own = place.path("portal");
    let municipality = "content/gemeinden/meissen";
    std::fs::create_dir_all(own.join(municipality).join("plan")).expect("a folder");
    for file in ["site.toml", "content/gemeinden/meissen/gemeinde.yaml"] {
        std::fs::copy(site.join(file), own.join(file)).expect("copied");
    }
    let procedure = format!(
        "planname: Am Fluss\nplanart: bebauungsplan\nverfahrensart: regelverfahren\n\
         geltungsbereich:\n  beschreibung: Zwischen Bahnhof und Fluss.\n  \
         ohne_flaeche: Der Geltungsbereich wird mit dem Entwurf festgelegt.\n\
         kurzbeschreibung: Ein Plan für einen Test.\n{lines}phasen:\n  \
         - kennung: 01-beteiligung\n    art: fruehzeitige_beteiligung\n    \
         zeitraum: {{beginn: 2019-05-06, ende: 2019-06-07}}\n  \
         - kennung: 02-einstellung\n    art: einstellung\n    datum: 2021-03-10\n    \
         grund: Der Vorhabenträger hat seinen Antrag zurückgezogen.\n"
    );
    let file = own.join(municipality).join("plan/verfahren.yaml");
    put(&file, procedure.as_bytes());
}

const OFFERED: [&str; 6] = [
    "--angeboten",
    "2026-01-15",
    "--entscheidung",
    "nicht archivwürdig",
    "--durch",
    "Bauamt",
];

/// Calls for the deletion of the procedure's statements.
fn purge(place: &Place, arguments: &[&str]) -> (bool, String) {
    let all = ["inbox", "purge", "meissen/plan", "--site", "portal"];
    place.run(&[&all, arguments].concat())
}

#[test]
fn nothing_is_deleted_before_the_law_and_the_archive_allow_it() {
    let place = Place::new();
    let number = letter(&place, "2026-05-06", "Zu hoch");
    for (lines, why) in [
        ("", "aufbewahrung"),
        (
            "aufbewahrung: {jahre: 3, gesperrt: Klage anhängig}\n",
            "Klage anhängig",
        ),
        ("aufbewahrung: {jahre: 30}\n", "2051-03-11"),
        ("aufbewahrung: {jahre: 0}\n", "Fehler"),
    ] {
        abandoned(&place, lines);
        let (good, said) = purge(&place, &OFFERED);
        assert!(!good && said.contains(why), "{lines}: {said}");
    }
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let (good, said) = purge(&place, &[]);
    assert!(
        !good && said.contains("SächsArchivG") && said.contains(": 1."),
        "{said}"
    );
    let (good, said) = purge(&place, &["--angeboten", "2999-01-01"]);
    assert!(!good && said.contains("Zukunft"), "{said}");
    let (_, shown) = place.run(&["inbox", "show", &number, KEY[0], KEY[1]]);
    assert!(shown.contains("Zu hoch"), "{shown}");
}

#[test]
fn deleted_statements_leave_their_receipts_and_a_proof() {
    let place = Place::new();
    let numbers = [("2026-05-06", "Zu hoch"), ("2026-05-07", "Gut")];
    let numbers = numbers.map(|(day, words)| letter(&place, day, words));
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let (good, said) = purge(&place, &OFFERED);
    assert!(good && said.starts_with("meissen/plan: 2 "), "{said}");
    let store = Sqlite::open(&place.path("posteingang/eingang.sqlite")).expect("the inbox");
    for number in &numbers {
        let entry = store
            .entry(number)
            .expect("readable")
            .expect("its receipt stays");
        assert_eq!(entry.state, State::Purged);
        assert!(!store.part(number, 0, &mut |_| Ok(())).expect("readable"));
    }
    let (good, shown) = place.run(&["inbox", "show", &numbers[0], KEY[0], KEY[1]]);
    assert!(
        good && shown.contains("geloescht") && !shown.contains("Zu hoch"),
        "{shown}"
    );
    let (good, log) = place.run(&["inbox", "purge", "--site", "portal"]);
    assert!(
        good && log.contains("2 gelöscht") && log.contains("nicht archivwürdig"),
        "{log}"
    );
    assert!(
        log.contains("Bauamt") && log.contains("2021-03-10"),
        "{log}"
    );
    let (good, said) = purge(&place, &OFFERED);
    assert!(good && said.starts_with("meissen/plan: 0 "), "{said}");
}

#[test]
fn a_deletion_that_was_killed_is_ended_by_the_next_call() {
    let place = Place::new();
    let numbers: Vec<String> = (1..=12)
        .map(|day| letter(&place, &format!("2026-05-{day:02}"), "Zu hoch"))
        .collect();
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let purge = [
        "inbox",
        "purge",
        "meissen/plan",
        "--site",
        "portal",
        "--angeboten",
        "2026-01-15",
    ];
    let path = place.path("posteingang/eingang.sqlite");
    let is_gone = |number: &String| {
        let store = Sqlite::open(&path).expect("the inbox");
        let entry = store.entry(number).expect("readable").expect("its receipt");
        let has_content = store.part(number, 0, &mut |_| Ok(())).expect("readable");
        assert_eq!(
            entry.state == State::Purged,
            !has_content,
            "never one without the other"
        );
        !has_content
    };
    for wait in [0, 40, 60, 80, 100] {
        let mut child = place.offenlage(&purge).spawn().expect("the program runs");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().ok();
        child.wait().expect("it ended");
        for number in &numbers {
            is_gone(number);
        }
    }
    assert!(place.run(&purge).0);
    assert!(numbers.iter().all(is_gone));
    let purges = Sqlite::open(&path)
        .expect("the inbox")
        .purges()
        .expect("readable");
    assert!(purges.iter().all(|own| own.ended.is_some()), "{purges:?}");
    let named: Vec<&String> = purges.iter().flat_map(|own| &own.record.numbers).collect();
    assert!(numbers.iter().all(|number| named.contains(&number)));
}

#[test]
fn what_an_endpoint_kept_sealed_is_deleted_there_as_well() {
    let place = Place::new();
    let number = letter(&place, "2026-05-06", "Zu hoch");
    std::fs::create_dir_all(place.path("annahme")).expect("a folder");
    std::fs::copy(
        place.path("posteingang/eingang.sqlite"),
        place.path("annahme/eingang.sqlite"),
    )
    .expect("copied");
    abandoned(&place, "aufbewahrung: {jahre: 3}\n");
    let purge = [
        "inbox",
        "purge",
        "meissen/plan",
        "--site",
        "portal",
        "--angeboten",
        "2026-01-15",
        "--data",
        "annahme",
    ];
    let (good, said) = place.run(&purge);
    assert!(good && said.starts_with("meissen/plan: 1 "), "{said}");
    let store = Sqlite::open(&place.path("annahme/eingang.sqlite")).expect("the store");
    assert_eq!(store.entry(&number).unwrap().unwrap().state, State::Purged);
    // The office's own copy has its own time.
    let (_, shown) = place.run(&["inbox", "show", &number, KEY[0], KEY[1]]);
    assert!(shown.contains("Zu hoch"), "{shown}");
    let (good, said) = place.run(&["inbox", "purge", "--site", "portal", "--data", "nirgends"]);
    assert!(!good && said.contains("nirgends"), "{said}");
    assert!(!place.path("nirgends").exists());
}
