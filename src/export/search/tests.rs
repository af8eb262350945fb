//! Both sides of the search read words alike: what these tests write, `tests/search/*.mjs` read.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;

use crate::export::search::fold::{Folder, Part};
use crate::export::search::written::Written;
use crate::export::search::{Entry, index, reader, update};

/// A row of `tests/search/eintraege.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    title: String,
    address: String,
    place: String,
    summary: String,
    state: String,
    year: Option<i16>,
    readers: Option<String>,
    headings: Vec<String>,
    texts: Vec<String>,
}

fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("../../../tests/search/eintraege.json")).unwrap()
}

fn entry(row: &Row) -> Entry<'_> {
    Entry {
        kind: &row.kind,
        title: row.title.as_str().into(),
        address: row.address.as_str().into(),
        place: row.place.as_str().into(),
        summary: row.summary.as_str().into(),
        language: "de",
        readers: row.readers.as_deref().unwrap_or_default(),
        state: &row.state,
        year: row.year,
        headings: row.headings.iter().map(Into::into).collect(),
        texts: row.texts.iter().map(Into::into).collect(),
    }
}

#[test]
fn words_have_the_stems_that_the_browser_expects() {
    let (folder, stemmer) = (Folder::new(), Stemmer::create(Algorithm::German));
    let rows = include_str!("../../../tests/search/woerter.tsv")
        .lines()
        .map(|line| {
            let word = line.split('\t').next().unwrap();
            let mut folded = Vec::new();
            folder.words(word, |word, part| {
                assert_eq!(part, Part::Whole);
                folded.push(reader::stem(word, &stemmer).into_owned());
            });
            let unfolded = word.to_lowercase();
            format!(
                "{word}\t{}\t{}\n",
                folded.join(" "),
                stemmer.stem(&unfolded)
            )
        });
    let table: String = rows.collect();
    assert!(table.lines().count() >= 1_500);
    check(
        BTreeMap::from([("woerter.tsv".to_owned(), table.into_bytes())]),
        "",
    );
}

#[test]
fn the_browsers_tests_read_the_index_as_it_is_written() {
    let rows = rows();
    let entries: Vec<Entry> = rows.iter().map(entry).collect();
    check(index(&entries).into_iter().collect(), "index");
}

#[test]
fn the_index_depends_on_the_set_of_entries_only() {
    let rows = rows();
    let mut entries: Vec<Entry> = rows.iter().map(entry).collect();
    let files = index(&entries);
    assert!(files.is_sorted_by(|a, b| a.0 < b.0));
    entries.reverse();
    assert_eq!(index(&entries), files);
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    assert_eq!(threads.install(|| index(&entries)), files);
}

#[test]
fn nothing_to_find_is_an_index_too() {
    let files = index(&[]);
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "verzeichnis.js");
    let files = index(&[Entry::default(), Entry::default()]);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["e-0.js", "verzeichnis.js"]);
}

#[test]
fn one_sentence_more_changes_the_files_of_its_words_only() {
    let word = |number: u32| {
        let letter = |place: u32| char::from(b'a' + (number / 20_u32.pow(place) % 20) as u8);
        (0..4).map(letter).chain("wort".chars()).collect::<String>()
    };
    let text = |entry: u32| {
        (0..200)
            .map(|n| word(entry * 7_919 + n * 613) + " ")
            .collect::<String>()
    };
    let entry = |number: u32| Entry {
        kind: "verfahren",
        title: format!("Plan {number}").into(),
        address: format!("verfahren/ort/plan-{number}/index.html").into(),
        year: Some(2020),
        texts: vec![text(number).into()],
        ..Entry::default()
    };
    let mut entries: Vec<Entry> = (0..400).map(entry).collect();
    let before = index(&entries);
    entries[200]
        .texts
        .push("Ein Bahndamm quert das Wasserwerk.".into());
    let after: BTreeMap<_, _> = index(&entries).into_iter().collect();
    let changed = before
        .iter()
        .filter(|(name, bytes)| after.get(name) != Some(bytes))
        .count();
    assert!(before.len() > 60, "{}", before.len());
    assert!((3..8).contains(&changed), "{changed} of {}", before.len());
}

#[test]
fn an_updated_index_is_the_index_of_all_entries() {
    let rows = rows();
    let all: Vec<Entry> = rows.iter().map(entry).collect();
    // One more entry may move others, fill a range or begin one.
    for count in 0..all.len() {
        let before = index(&all[..count]);
        assert_eq!(update(&before, &[], &all[count..]), Some(index(&all)));
        let gone: Vec<&str> = all[count..].iter().map(|entry| &*entry.address).collect();
        assert_eq!(update(&index(&all), &gone, &[]), Some(before));
    }
    let mut changed = all.clone();
    changed[0].year = Some(2018);
    changed[0].texts = vec!["Ganz andere Worte.".into()];
    changed[3].state = "in-kraft";
    let updated = update(
        &index(&all),
        &["nirgends"],
        &[changed[3].clone(), changed[0].clone()],
    );
    assert_eq!(updated, Some(index(&changed)));
}

#[test]
fn a_broken_index_is_not_updated() {
    let rows = rows();
    let files = index(&rows.iter().map(entry).collect::<Vec<_>>());
    assert_eq!(update(&[], &[], &[]), None);
    for (number, (name, bytes)) in files.iter().enumerate() {
        let mut broken = files.clone();
        broken.remove(number);
        assert_eq!(update(&broken, &[], &[]), None, "without {name}");
        for place in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
            for byte in *b"\"\\~9" {
                let mut broken = files.clone();
                broken[number].1[place] = byte;
                // Whatever it makes of it, it does not panic.
                if let Some(written) = Written::read(&broken, &HashSet::new()) {
                    assert_eq!(written.rows.len(), rows.len());
                }
            }
        }
    }
}

/// Compares files with those below `tests/search/`, or writes them there with `BLESS=1`.
#[expect(
    clippy::disallowed_methods,
    reason = "expectations are files, and written on demand"
)]
fn check(files: BTreeMap<String, Vec<u8>>, folder: &str) {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/search")
        .join(folder);
    if std::env::var("BLESS").is_ok() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in &files {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
    for (name, bytes) in &files {
        let expected = std::fs::read(folder.join(name)).unwrap_or_default();
        let (expected, bytes) = (
            String::from_utf8_lossy(&expected),
            String::from_utf8_lossy(bytes),
        );
        let difference = expected.lines().zip(bytes.lines()).find(|(a, b)| a != b);
        assert!(expected == bytes, "{name} differs: {difference:?}");
    }
    if folder.ends_with("index") {
        let there = std::fs::read_dir(&folder).unwrap().count();
        assert_eq!(
            there,
            files.len(),
            "{} holds files of another index",
            folder.display()
        );
    }
}
