//! What people do by mistake: nothing is made of it, nothing is lost by it, and they are told what helps.

use crate::collect::Place;
use std::io::Write;

const PHASE: &str = "verfahren/meissen/plan/01-beteiligung";
const KEY: [&str; 2] = ["--key", "amt.schluessel"];

fn put(place: &Place, name: &str, bytes: &[u8]) {
    let file = std::fs::File::create(place.path(name));
    file.and_then(|mut file| file.write_all(bytes))
        .expect("a file");
}

/// Enters a letter.
fn add(place: &Place, phase: &str, day: &str, text: &str) -> (bool, String) {
    let letter = ["inbox", "add", phase, "--weg", "post", "--eingang", day];
    place.run(&[&letter[..], &["--text", text]].concat())
}

/// What a command refuses, and what it says then.
fn check(place: &Place, arguments: &[&str], expected: &[&str]) {
    let (good, said) = place.run(arguments);
    assert!(!good, "{arguments:?}: {said}");
    for words in expected {
        assert!(
            said.contains(words),
            "{words} is missing in {arguments:?}: {said}"
        );
    }
}

#[test]
fn whoever_reads_makes_nothing() {
    let place = Place::new();
    for command in [
        &["list"][..],
        &["show", "7K3F-9QXT-2MC"],
        &["export", "aus"],
        &["backup", "kopie.sqlite"],
    ] {
        let all = [&["inbox"], command, &["--inbox", "tippfehler"], &KEY].concat();
        check(&place, &all, &["tippfehler", "kein Posteingang", "--inbox"]);
    }
    for command in [&["show"][..], &["token", "14627140"]] {
        let all = [&["keys"], command, &["--data", "tippfehler"]].concat();
        check(&place, &all, &["tippfehler", "gibt es nicht", "--data"]);
    }
    for name in ["tippfehler", "aus", "kopie.sqlite"] {
        assert!(!place.path(name).exists(), "{name}");
    }
    std::fs::create_dir(place.path("leer")).expect("a folder");
    let token = ["keys", "token", "14627140", "--data", "leer"];
    check(&place, &token, &["keine Annahmestelle"]);
    let (good, said) = place.run(&["keys", "show", "--data", "leer"]);
    assert!(good && said.contains("neu angelegt"), "{said}");
    let (good, said) = place.run(&["keys", "show", "--data", "leer"]);
    assert!(good && said.lines().count() == 1, "{said}");
}

#[test]
fn a_phase_is_found_however_it_is_named() {
    let place = Place::new();
    put(&place, "brief.txt", b"Zu laut");
    let names = [
        PHASE,
        "meissen/plan/01-beteiligung",
        "https://pruefportal.example/verfahren/meissen/plan/01-beteiligung/",
    ];
    for (at, name) in names.into_iter().enumerate() {
        let (good, said) = add(&place, name, "6.5.26", "brief.txt");
        assert!(good, "{said}");
        let to = format!("aus-{at}");
        let export = ["inbox", "export", &to, KEY[0], KEY[1], "--phase"];
        let (good, said) = place.run(&[&export[..], &[name]].concat());
        assert!(good && said.ends_with(&format!(": {}\n", at + 1)), "{said}");
    }
    let (good, said) = place.run(&["inbox", "list"]);
    assert!(good && said.matches("2026-05-06").count() == 3, "{said}");
    for wrong in ["meissen/plan", "meissen/anders/01-x"] {
        let (good, said) = add(&place, wrong, "2026-05-06", "brief.txt");
        let there = format!("\n  {PHASE}/");
        assert!(
            !good && said.contains(wrong) && said.contains(&there),
            "{said}"
        );
    }
    let export = ["inbox", "export", "aus", KEY[0], KEY[1], "--phase"];
    let (good, said) = place.run(&[&export[..], &["meissen/plan"]].concat());
    assert!(good && said.ends_with(": 3\n"), "{said}");
    let none = [&export[..5], &["--phase", "meissen/anders"]].concat();
    check(
        &place,
        &[&none[..2], &["nichts"], &none[3..]].concat(),
        &["meissen/anders", PHASE],
    );
    assert!(!place.path("nichts").exists());
}

#[test]
fn an_empty_letter_and_a_wrong_year_are_refused() {
    let place = Place::new();
    put(&place, "brief.txt", b"Zu laut");
    put(&place, "leer.txt", " \n\u{200b}\n".as_bytes());
    put(&place, "alt.txt", b"M\xfcller");
    for (day, text, words) in [
        (
            "2026-05-06",
            "leer.txt",
            "leer.txt: In dieser Datei steht nichts",
        ),
        ("2026-05-06", "alt.txt", "alt.txt: kein Text in UTF-8"),
        ("1850-01-01", "brief.txt", "1850-01-01: liegt vor 1990"),
        (
            "2999-01-01",
            "brief.txt",
            "2999-01-01: liegt in der Zukunft",
        ),
        (
            "1.1.1",
            "brief.txt",
            "kein Tag im Kalender; schreiben Sie ihn so",
        ),
        ("2026-05-06", "/dev/zero", "/dev/zero: größer als"),
    ] {
        let (good, said) = add(&place, PHASE, day, text);
        assert!(!good && said.contains(words), "{words}: {said}");
    }
    let (_, list) = place.run(&["inbox", "list"]);
    assert_eq!(list, "Noch keine Stellungnahmen.\n");
    put(
        &place,
        "tabelle.csv",
        "Name;Einreichungsdatum;Stellungnahmetext\nA;01.11.25;x\nB;1.1.1;y\n".as_bytes(),
    );
    let import = ["inbox", "import", PHASE, "tabelle.csv", KEY[0], KEY[1]];
    check(
        &place,
        &import,
        &["Zeile 3", "1.1.1", "kein Tag im Kalender"],
    );
    put(
        &place,
        "tabelle.csv",
        "Name;Einreichungsdatum;Stellungnahmetext\nA;01.11.25;x\nB;01.11.1925;y\n".as_bytes(),
    );
    check(&place, &import, &["Zeile 3", "1925-11-01: liegt vor 1990"]);
}

#[test]
fn an_export_is_whole_or_not_there() {
    let place = Place::new();
    put(&place, "brief.txt", b"Zu laut");
    put(
        &place,
        "scan.pdf",
        &[b"%PDF-1.4\n".as_slice(), &[7; 200_000]].concat(),
    );
    let letter = [
        "inbox",
        "add",
        PHASE,
        "--weg",
        "post",
        "--eingang",
        "2026-05-06",
    ];
    let (good, said) = place.run(&[&letter[..], &["--anlage", "scan.pdf"]].concat());
    assert!(good, "{said}");
    // No file may grow beyond 100,000 bytes or so: the page fits, the scan does not.
    #[expect(clippy::disallowed_methods, reason = "the test runs the program")]
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\""]);
    command.arg(env!("CARGO_BIN_EXE_offenlage"));
    command.args(["inbox", "export", "aus", KEY[0], KEY[1]]);
    let output = command.current_dir(place.path(".")).output();
    let output = output.expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(!place.path("aus").exists(), "{said}");
    let left = std::fs::read_dir(place.path(".")).expect("a folder");
    let hidden = left.flatten().filter(|entry| {
        entry
            .file_name()
            .to_string_lossy()
            .starts_with(".stellungnahmen")
    });
    assert_eq!(hidden.count(), 0, "nothing is left beside it");
    // What one left that was killed is deleted, and what one is making just now is not.
    let [left, held] = [".stellungnahmen-abc", ".stellungnahmen-xyz"].map(|name| place.path(name));
    for folder in [&left, &held] {
        std::fs::create_dir_all(folder.join("halb/AB12")).expect("a folder");
    }
    let lock = std::fs::File::open(&held).expect("a folder");
    lock.lock().expect("a lock");
    let export = ["inbox", "export", "aus", KEY[0], KEY[1]];
    let (good, said) = place.run(&export);
    assert!(good && said.contains(".stellungnahmen-abc: Rest"), "{said}");
    assert!(!left.exists() && held.join("halb/AB12").exists());
    drop(lock);
    let mode = |name: &str| {
        let metadata = std::fs::metadata(place.path(name)).expect("a folder");
        std::os::unix::fs::PermissionsExt::mode(&metadata.permissions())
    };
    std::fs::create_dir(place.path("wie sonst")).expect("a folder");
    assert_eq!(mode("aus"), mode("wie sonst"));
    check(&place, &export, &["aus: gibt es schon"]);
}

#[test]
fn what_a_library_says_is_told_as_people_say_it() {
    let place = Place::new();
    put(&place, "brief.txt", b"Zu laut");
    assert!(add(&place, PHASE, "2026-05-06", "brief.txt").0);
    let backup = ["inbox", "backup", "kopie.sqlite"];
    assert!(place.run(&backup).0);
    check(&place, &backup, &["kopie.sqlite: gibt es schon"]);
    check(
        &place,
        &["keys", "new", "amt.schluessel"],
        &["gibt es schon"],
    );
    std::fs::create_dir(place.path("kein")).expect("a folder");
    put(&place, "kein/eingang.sqlite", &[7; 5000]);
    let list = ["inbox", "list", "--inbox", "kein"];
    check(&place, &list, &["eingang.sqlite: Das ist kein Speicher"]);
    for broken in [&b"PK\x03\x04kaputt"[..], b"kaputt"] {
        put(&place, "tabelle.xlsx", broken);
        let import = ["inbox", "import", PHASE, "tabelle.xlsx", KEY[0], KEY[1]];
        let help = ["tabelle.xlsx", "beschädigt oder keine .xlsx"];
        check(&place, &import, &help);
    }
    let nowhere = ["inbox", "export", "gibt/es/nicht", KEY[0], KEY[1]];
    check(&place, &nowhere, &["gibt/es: Diesen Ordner gibt es nicht"]);
    let list = ["inbox", "list", "--key", "nirgends"];
    check(&place, &list, &["nirgends: gibt es nicht"]);
    put(&place, "gemeinde.yaml", b"name: A\n");
    let secret = "AGE-SECRET-KEY-1QQPQQQQ";
    let (good, said) = place.run(&["keys", "add", "gemeinde.yaml", secret]);
    assert!(
        !good && said.contains("geheimer") && !said.contains("QQPQ"),
        "{said}"
    );
}

#[test]
fn an_endpoint_that_cannot_begin_says_what_helps() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a socket");
    let at = taken.local_addr().expect("an address").to_string();
    let admin = ["--admin", "127.0.0.1:0"];
    let collect = [&["collect", "output", "--listen", &at], &admin[..]].concat();
    check(
        &place,
        &collect,
        &[&at, "lauscht schon ein Programm", "--listen"],
    );
    std::fs::create_dir(place.path("leer")).expect("a folder");
    let collect = [&["collect", "leer", "--listen", "127.0.0.1:0"], &admin[..]].concat();
    check(
        &place,
        &collect,
        &["leer", "annahmestelle", "offenlage build"],
    );
    let collect = ["collect", "output", "--store-file", "/dev/zero"];
    check(&place, &collect, &["/dev/zero: größer als"]);
}
