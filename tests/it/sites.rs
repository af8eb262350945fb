//! Mini-sites: a small portal each, with the findings it must give and the site it must become.
//!
//! `tests/sites/<case>/` holds `README.md` (one sentence), `site.toml`, `content/`, `findings.txt` and,
//! where it matters, `history.txt` (what Git knows of its files) and `expected/` (the whole site). `BLESS=1 cargo test` rewrites what is expected.

use jiff::civil::{Date, date};
use offenlage::check::history::History;
use offenlage::cli::print::{Format, print};
use offenlage::finding::{Findings, Language};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

macro_rules! sites {
    ($($name:ident: $folder:literal, $day:expr;)*) => {
        $(#[test] fn $name() { check_site($folder, $day); })*

        #[test]
        fn every_folder_is_a_test() {
            let listed = [$($folder),*];
            for entry in fs::read_dir(sites()).expect("the folder of this file's sites") {
                let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
                assert!(listed.contains(&name.as_str()), "tests/sites/{name} is not in the list");
            }
        }
    };
}

sites! {
    broken_files: "kaputte-dateien", date(2026, 5, 5);
    references: "verweise", date(2026, 5, 5);
    order_of_dates: "reihenfolge", date(2026, 5, 5);
    own_theme: "eigenes-thema", date(2026, 5, 5);
    settings: "einstellungen", date(2026, 5, 5);
    endpoint: "annahme", date(2026, 5, 5);
    exceptions: "ausnahmen", date(2026, 5, 5);
    real_procedures: "echte-verfahren", date(2026, 5, 5);
    oddities: "auffaelligkeiten", date(2026, 5, 5);
    changed_on_display: "getauschte-unterlage", date(2026, 5, 5);
    documents: "unterlagen", date(2026, 5, 5);
    running_without_facts: "laufend-ohne-angaben", date(2026, 12, 20);
    contradictions: "widersprueche", date(2026, 11, 23);
}

#[test]
fn a_theme_overrides_file_by_file() {
    let folder = sites().join("eigenes-thema");
    let mut findings = Findings::default();
    let portal = offenlage::read(&folder, |_| Ok(date(2026, 5, 5)), &mut findings);
    let portal = portal
        .expect("a readable folder")
        .expect("readable settings");
    let place = tempfile::tempdir().expect("a temporary folder");
    offenlage::write(&portal, &place.path().join("output"), &findings).expect("a site");
    let files = files(&place.path().join("output"));
    let page = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    assert!(
        page("index.html").contains("data-thema=\"knapp\""),
        "its own start page"
    );
    assert!(page("index.html").contains("Was gerade ausliegt: 0"));
    let standard = page("verfahren/meissen/plan/index.html");
    assert!(
        standard.contains("<nav class=\"haupt\""),
        "the standard frame elsewhere"
    );
    let style = files
        .iter()
        .find(|(path, _)| path.starts_with("assets/stil."))
        .expect("a style");
    assert_eq!(style.1, b"body { font-family: serif; }\n", "its own style");
}

#[test]
fn what_nobody_knows_any_more_is_said_and_not_made_up() {
    let folder = sites().join("echte-verfahren");
    let mut findings = Findings::default();
    let portal = offenlage::read(&folder, |_| Ok(date(2026, 5, 5)), &mut findings);
    let portal = portal
        .expect("a readable folder")
        .expect("readable settings");
    let state = |name: &str| {
        let procedures = &portal.archive.procedures;
        let found = procedures
            .iter()
            .find(|own| own.address.as_str().contains(name));
        found
            .expect("the procedure")
            .state(portal.archive.today)
            .key()
    };
    // A notice without a day puts the plan in force all the same; a display without days is not open.
    assert_eq!(state("/strehla/"), "in-kraft");
    assert_eq!(state("/bischofswerda/"), "im-verfahren");
    let place = tempfile::tempdir().expect("a temporary folder");
    offenlage::write(&portal, &place.path().join("output"), &findings).expect("a site");
    let files = files(&place.path().join("output"));
    let page = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let plan = page("verfahren/bischofswerda/bplan-27-weickersdorf-aenderung/index.html");
    assert!(plan.contains("Wann, ist nicht bekannt"));
    assert!(plan.contains("aber nicht die Tage der Auslegung"));
    assert!(plan.contains("Verfahrensart nicht bekannt"));
    let phases = "verfahren/bischofswerda/bplan-27-weickersdorf-aenderung/01-veroeffentlichung/";
    assert!(!files.keys().any(|path| path.starts_with(phases)));
    let data = page("verfahren/bischofswerda/bplan-27-weickersdorf-aenderung/verfahren.json");
    assert!(data.contains("\"ohne_datum\""), "{data}");
}

fn sites() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

fn check_site(name: &str, today: Date) {
    let folder = sites().join(name);
    assert!(
        folder.join("README.md").is_file(),
        "tests/sites/{name} says what it shows"
    );
    let mut findings = Findings::default();
    let log = read(&folder.join("history.txt"));
    let history = History::from_log(&String::from_utf8_lossy(&log));
    let portal = offenlage::read_with(&folder, &history, |_| Ok(today), &mut findings)
        .expect("a readable folder");
    let mut text = Vec::new();
    print(
        &findings.sorted(),
        Format::Text,
        Language::German,
        &mut text,
    )
    .expect("a writable buffer");
    let text = String::from_utf8(text).expect("findings are text");
    compare(&folder.join("findings.txt"), text.as_bytes());

    let place = tempfile::tempdir().expect("a temporary folder");
    let Some(portal) = portal.filter(|_| !findings.has_errors()) else {
        return;
    };
    let built = ["once", "again"].map(|name| {
        let output = place.path().join(name);
        offenlage::write(&portal, &output, &findings).expect("a site without errors is written");
        files(&output)
    });
    assert_eq!(
        built[0], built[1],
        "two builds of one input are the same bytes"
    );
    compare_all(&folder.join("expected"), &built[0]);
}

fn is_blessing() -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test asks whether to rewrite expectations"
    )]
    std::env::var("BLESS").is_ok()
}

fn compare(path: &Path, given: &[u8]) {
    if is_blessing() {
        write(path, given);
    }
    let expected = read(path);
    let (expected, given) = (
        String::from_utf8_lossy(&expected),
        String::from_utf8_lossy(given),
    );
    assert_eq!(expected, given, "{} (BLESS=1 rewrites it)", path.display());
}

/// Compares a whole site where one is expected; files too many fail like files too few.
fn compare_all(folder: &Path, given: &BTreeMap<String, Vec<u8>>) {
    if !folder.is_dir() {
        return;
    }
    if is_blessing() {
        fs::remove_dir_all(folder).expect("the expected site can be replaced");
        for (path, bytes) in given {
            write(&folder.join(path), bytes);
        }
    }
    let expected = files(folder);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&expected), names(given), "{}", folder.display());
    for (path, bytes) in given {
        let (expected, given) = (
            String::from_utf8_lossy(&expected[path]),
            String::from_utf8_lossy(bytes),
        );
        assert_eq!(expected, given, "{}", folder.join(path).display());
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("an entry"));
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .filter(|entry| {
            !entry
                .file_name()
                .to_string_lossy()
                .starts_with(".offenlage")
        })
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            (
                path.to_string_lossy().replace('\\', "/"),
                read(entry.path()),
            )
        })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "the test reads what it compares")]
fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "blessing writes expectations")]
fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    fs::write(path, bytes).expect("a writable file");
}
