//! The pages of the rules: each holds an example that breaks its rule and the finding that is printed.
//!
//! `tests/rules/<ID>.md` has an example and its finding. Each block of the example is a file: the line that opens it says
//! what it is written in and where it lies in the portal, as in `yaml content/gemeinden/meissen/beispiel/verfahren.yaml`.
//! A block `pdf` describes a PDF (`document.rs`), and `verlauf.txt` is what Git knows of the files (`check --history`).
//! What an example need not say stands behind it: the settings, the municipality, the rest of the procedure. The
//! documents that it names lie there, unless it shows what lies in their folder.
//!
//! `BLESS=1 cargo test` rewrites the findings.

mod document;

use jiff::civil::date;
use offenlage::check::RULES;
use offenlage::check::history::History;
use offenlage::check::pages::{ExampleFile, Parts, page};
use offenlage::cli::print::{Format, print};
use offenlage::finding::{Finding, Findings, Kind, Language};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const SETTINGS: &str = "site.toml";
const MUNICIPALITY: &str = "content/gemeinden/meissen/gemeinde.yaml";
const HISTORY: &str = "verlauf.txt";

const SITE: &str = r#"titel = "Beispiel"
beschreibung = "Ein Portal für eine Regel."
adresse = "https://beispiel.example/"
annahmestelle = "https://beispiel.example/annahme/"
sprachen = ["de"]

[herausgeber]
stelle = "Stadtverwaltung Meißen"
"#;

/// What an example of a municipality need not say.
const REST_OF_MUNICIPALITY: [(&str, &str); 5] = [
    ("ags", "\"14627140\""),
    ("name", "Meißen"),
    ("kreis", "Meißen"),
    ("amt", "{stelle: Stadtverwaltung Meißen}"),
    ("bekanntmachung", "{formen: [amtsblatt]}"),
];

/// What an example of a procedure need not say.
const REST_OF_PROCEDURE: [(&str, &str); 6] = [
    ("planname", "Beispiel"),
    ("planart", "bebauungsplan"),
    ("verfahrensart", "regelverfahren"),
    (
        "geltungsbereich",
        "{beschreibung: Zwischen Bahnhof und Mühlgraben im Osten, ohne_flaeche: Beispiel.}",
    ),
    ("kurzbeschreibung", "Ein Beispiel für eine Regel."),
    (
        "phasen",
        "[{kennung: 01-aufstellungsbeschluss, art: aufstellungsbeschluss, datum: 2026-03-02}]",
    ),
];

/// The rules that were planned, by area and number. Each has a page, or `src/WHY.md` says why there is none.
const PLANNED: [(&str, usize); 14] = [
    ("ACC", 1),
    ("COD", 5),
    ("DOC", 6),
    ("FIN", 10),
    ("GEO", 4),
    ("NOT", 20),
    ("PF", 2),
    ("PRI", 2),
    ("PUB", 16),
    ("REN", 6),
    ("RO", 2),
    ("SEQ", 15),
    ("UVP", 1),
    ("VAR", 10),
];

#[test]
fn every_page_shows_what_the_program_prints_of_its_example() {
    let kinds = offenlage::kinds();
    let checked = ids_of_pages().into_par_iter().filter_map(|id| {
        let kind = kinds.iter().find(|kind| kind.id == id);
        let fault = match kind {
            Some(kind) => check_page(kind).err()?,
            None => "is no kind of finding".to_owned(),
        };
        Some(format!("{id}: {fault}"))
    });
    let wrong: Vec<String> = checked.collect();
    assert!(
        wrong.is_empty(),
        "BLESS=1 rewrites findings:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_program_carries_every_page() {
    for id in ids_of_pages() {
        assert!(page(&id).is_some(), "{id}");
    }
}

#[test]
fn every_rule_has_a_page() {
    let pages = ids_of_pages();
    let rules = RULES.iter().map(|rule| rule.kind.id);
    let lacking: Vec<&str> = rules
        .filter(|id| !pages.iter().any(|own| own == id))
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[test]
fn every_planned_rule_has_a_page_or_a_reason_why_not() {
    let pages = ids_of_pages();
    let left_out = left_out();
    let planned = PLANNED.iter();
    let planned =
        planned.flat_map(|(area, most)| (1..=*most).map(move |at| format!("{area}-{at:03}")));
    let planned: Vec<String> = planned.collect();
    assert_eq!(planned.len(), 100);
    for id in &planned {
        let ways = [pages.contains(id), left_out.contains(id)];
        assert!(
            ways[0] != ways[1],
            "{id} has a page: {}, a reason: {}",
            ways[0],
            ways[1]
        );
    }
    for id in left_out {
        assert!(planned.contains(&id), "{id} was not planned");
    }
}

/// The ids in the table of `src/WHY.md` of rules that are left out.
fn left_out() -> Vec<String> {
    let why = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/WHY.md"));
    let why = why.expect("the questions and answers");
    let (_, table) = why.split_once("| rule | why not |").expect("the table");
    let rows = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let ids = rows.filter_map(|row| row.strip_prefix("| `")?.split_once("` |").map(|(id, _)| id));
    ids.map(str::to_owned).collect()
}

fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn path_of(id: &str) -> PathBuf {
    pages().join(format!("{id}.md"))
}

fn ids_of_pages() -> Vec<String> {
    let entries = fs::read_dir(pages()).expect("the folder of the pages");
    let id = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        name.strip_suffix(".md").expect("a page").to_owned()
    };
    let mut ids: Vec<String> = entries.map(id).collect();
    ids.sort();
    ids
}

fn check_page(kind: &Kind) -> Result<(), String> {
    let path = path_of(kind.id);
    let page = read(&path).ok_or("has no page")?;
    let title = format!("# {}: {}\n", kind.id, kind.title_de);
    if !page.starts_with(&title) {
        return Err(format!("the page does not begin with „{title}“"));
    }
    let parts = Parts::of(&page);
    if parts.example.is_empty() || parts.example.iter().any(|file| file.path.is_empty()) {
        return Err("the page has no example whose blocks name their files".to_owned());
    }
    let printed = finding_of(kind.id, &parts.example)?;
    if parts.finding == printed {
        return Ok(());
    }
    let Some((before, _)) = page.rsplit_once("```text\n") else {
        return Err("the page has no block text".to_owned());
    };
    if is_blessing() {
        write(
            &path,
            format!("{before}```text\n{printed}\n```\n").as_bytes(),
        );
        return Ok(());
    }
    Err(format!("prints\n{printed}"))
}

/// What the check prints of the rule for an example, or the note that it cannot be checked.
fn finding_of(id: &str, example: &[ExampleFile]) -> Result<String, String> {
    let place = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in portal(example) {
        write(&place.path().join(path), &bytes);
    }
    let history = example.iter().find(|file| file.path == HISTORY);
    let history = History::from_log(history.map_or("", |file| &file.text));
    let mut findings = Findings::default();
    let today = |_| Ok(date(2026, 5, 5));
    let portal = offenlage::read_with(place.path(), &history, today, &mut findings);
    portal.map_err(|error| error.to_string())?;
    let sorted = findings.sorted();
    let names = |finding: &&&Finding| {
        let reason = finding.reason.as_ref();
        finding.kind.id == "ANG-001" && reason.is_some_and(|reason| reason.de.contains(id))
    };
    let mut own: Vec<&Finding> = sorted
        .iter()
        .filter(|found| found.kind.id == id)
        .copied()
        .collect();
    if own.is_empty() {
        own = sorted.iter().filter(names).copied().collect();
    }
    if own.is_empty() {
        return Err(format!("is not found, but {:?}", ids(&sorted)));
    }
    let mut text = Vec::new();
    print(&own, Format::Text, Language::German, &mut text).expect("a writable buffer");
    let text = String::from_utf8(text).expect("findings are text");
    // The last line counts the findings.
    let (text, _) = text
        .trim_end()
        .rsplit_once('\n')
        .expect("a finding and a line that counts");
    Ok(text.trim_end().to_owned())
}

fn ids(findings: &[&Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{} {}", finding.kind.id, finding.message.de))
        .collect()
}

/// The files of the portal that an example is part of, by path.
fn portal(example: &[ExampleFile]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::from([
        (SETTINGS.to_owned(), SITE.into()),
        (
            MUNICIPALITY.to_owned(),
            completed("", &REST_OF_MUNICIPALITY),
        ),
    ]);
    for file in example {
        let bytes = match (file.language.as_str(), &file.path) {
            ("pdf", _) => document::pdf(&file.text),
            (_, path) if path.ends_with("/verfahren.yaml") => {
                completed(&file.text, &REST_OF_PROCEDURE)
            }
            (_, path) if path.ends_with("/gemeinde.yaml") => {
                completed(&file.text, &REST_OF_MUNICIPALITY)
            }
            _ => file.text.clone().into(),
        };
        files.insert(file.path.clone(), bytes);
    }
    for path in example.iter().flat_map(documents) {
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        let is_shown = |file: &ExampleFile| file.path.starts_with(&format!("{folder}/"));
        if !example.iter().any(is_shown) {
            files.insert(path, document::pdf(""));
        }
    }
    files
}

/// The bytes of a file with what it need not say. That stands behind it, so that lines are those of the page.
fn completed(example: &str, rest: &[(&str, &str)]) -> Vec<u8> {
    let mut file = example.to_owned();
    for (key, value) in rest {
        let begin = format!("{key}:");
        if !example.lines().any(|line| line.starts_with(&begin)) {
            file.push_str(&format!("{begin} {value}\n"));
        }
    }
    file.into_bytes()
}

/// The paths of the documents that a procedure names, none where it cannot be read.
fn documents(file: &ExampleFile) -> Vec<String> {
    let Some(folder) = file.path.strip_suffix("/verfahren.yaml") else {
        return Vec::new();
    };
    let procedure: serde_yaml::Value = serde_yaml::from_str(&file.text).unwrap_or_default();
    let mut paths = Vec::new();
    for phase in procedure["phasen"].as_sequence().into_iter().flatten() {
        let listed = phase["unterlagen"].as_sequence().into_iter().flatten();
        let named = listed
            .map(|own| &own["datei"])
            .chain([&phase["bekanntmachung"]["nachweis"]]);
        let name = phase["kennung"].as_str().unwrap_or_default();
        let named = named
            .filter_map(|own| own.as_str())
            .filter(|own| !own.contains(".."));
        paths.extend(named.map(|own| format!("{folder}/{name}/{own}")));
    }
    paths
}

fn is_blessing() -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test asks whether to rewrite expectations"
    )]
    std::env::var("BLESS").is_ok()
}

#[expect(clippy::disallowed_methods, reason = "the test reads the pages")]
fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test makes a portal of an example"
)]
fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    fs::write(path, bytes).expect("a writable file");
}
