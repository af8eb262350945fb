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
    until: Option<String>,
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
        until: row.until.as_deref().unwrap_or_default().into(),
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

/// One of 160,000 words.
fn word(number: u32) -> String {
    let letter = |place: u32| char::from(b'a' + (number / 20_u32.pow(place) % 20) as u8);
    (0..4).map(letter).chain("wort".chars()).collect()
}

#[test]
fn one_sentence_more_changes_the_files_of_its_words_only() {
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
    changed[5].until = "2026-05-07".into();
    let updated = update(
        &index(&all),
        &["nirgends"],
        &[changed[3].clone(), changed[5].clone(), changed[0].clone()],
    );
    assert_eq!(updated, Some(index(&changed)));
}

/// Facts of an entry, drawn anew with each version of its texts and of its title.
fn drawn(number: u32, [text, title]: [u32; 2]) -> Entry<'static> {
    let mut state = (number << 8 | text) + 1;
    let mut below = |limit: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % limit
    };
    let mut words = |count| {
        let words = (0..count).map(|_| word(below(40) * below(40) * below(90)) + " ");
        words.collect::<String>()
    };
    Entry {
        kind: ["verfahren", "gemeinde"][usize::from(number.is_multiple_of(9))],
        title: format!("Plan {} {title}", word(number * 31 + title % 2)).into(),
        address: format!("verfahren/ort/plan-{number}/index.html").into(),
        place: ["Meißen", "MEISSEN", "Meissen"][(number + title) as usize % 3].into(),
        state: ["", "laufend", "in-kraft"][(number + text) as usize % 3],
        until: ["", "2026-05-07", "2026-06-01"][(number + title) as usize % 3].into(),
        year: Some(2018 + (number * 7 + title / 2) as i16 % 4),
        texts: vec![words(80).into(), "Lärm an der Wand".into()],
        headings: vec![words(3).into()],
        ..Entry::default()
    }
}

#[test]
fn whatever_comes_goes_or_changes_an_updated_index_is_a_fresh_one() {
    let mut there: BTreeMap<u32, [u32; 2]> = (0..60).map(|number| (number, [0; 2])).collect();
    let all = |there: &BTreeMap<u32, [u32; 2]>| -> Vec<Entry> {
        there
            .iter()
            .map(|(number, of)| drawn(*number, *of))
            .collect()
    };
    let mut files = index(&all(&there));
    let mut layouts = HashSet::new();
    for round in 0..40 {
        let (mut gone, mut changed) = (Vec::new(), Vec::new());
        for step in 0..=round % 3 {
            let number = (round * 53 + step * 17) % 80;
            match (there.get_mut(&number), round % 4) {
                (Some(_), 0) => {
                    there.remove(&number);
                    gone.push(drawn(number, [0; 2]).address.into_owned());
                    continue;
                }
                (Some(of), kind) => of[usize::from(kind == 1)] += 1,
                (None, _) => {
                    there.insert(number, [round, 0]);
                }
            }
            changed.push(drawn(number, there[&number]));
        }
        let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
        let updated = update(&files, &gone, &changed).unwrap();
        files = index(&all(&there));
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|file| file.0.clone()).collect();
        let (ours, theirs): (Vec<_>, Vec<_>) = (names(&updated), names(&files));
        assert_eq!(ours, theirs, "round {round}");
        let differs = updated.iter().zip(&files).find(|(one, other)| one != other);
        assert_eq!(differs.map(|(file, _)| &file.0), None, "round {round}");
        layouts.insert(files[0].1[..30].to_vec());
    }
    // In some rounds all numbers moved, in some none or a few.
    assert!((2..35).contains(&layouts.len()), "{}", layouts.len());
    assert!(
        files
            .iter()
            .filter(|(name, _)| name.starts_with("w-"))
            .count()
            > 3
    );
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
            let mut broken = files.clone();
            broken[number].1[place] = b"\"\\~9"[place % 4];
            // Whatever it makes of it, it does not panic.
            if let Some(updated) = update(&broken, &[], &[]) {
                let written = Written::read(&updated, &HashSet::new());
                let found = written.map(|written| written.rows.len());
                assert_eq!(found, Some(rows.len()), "{name}");
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
