//! Lists that agree with their folders, and lists that do not.
#![expect(
    clippy::disallowed_methods,
    reason = "a test makes the files that it reads"
)]

use std::collections::BTreeMap;
use std::fs;

use crate::finding::{Finding, Findings};
use crate::load::document::kept::KnownDocuments;
use crate::load::folder::Folder;
use crate::load::listing::read_documents;
use crate::load::written::read_yaml;
use crate::load::{procedure_file::ProcedureFile, schema};

const HEAD: &str = "planname: Am Weinberg
planart: bebauungsplan
verfahrensart: regelverfahren
geltungsbereich: { beschreibung: Das Gebiet am Weinberg., datei: gebiet.geojson }
kurzbeschreibung: Am Weinberg sollen Häuser entstehen.
phasen:
  - kennung: 02-auslegung
    art: veroeffentlichung
    zeitraum: { beginn: 2026-02-02, ende: 2026-03-04 }
    bekanntmachung: { form: amtsblatt, organ: Amtsblatt, veroeffentlicht: 2026-01-26, nachweis: beleg.txt }
    unterlagen:
";

/// The documents read and the findings, for files in a folder and names in its list.
fn read(files: &[&str], names: &[&str]) -> (Vec<String>, Findings) {
    let portal = tempfile::tempdir().unwrap();
    for file in files {
        let path = portal.path().join("content").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"Text").unwrap();
    }
    let folder = Folder::walk(portal.path(), "content", &mut Findings::default());
    let below = |path: &str| path.strip_prefix("content/").unwrap().to_owned();
    let entries = folder.entries().iter();
    let files: BTreeMap<_, _> = entries.map(|entry| (below(&entry.path), entry)).collect();

    let entry = |name: &&str| {
        format!("      - {{ datei: '{name}', art: gutachten, titel: T, stand: 2025-12-01 }}\n")
    };
    let text = format!("{HEAD}{}", names.iter().map(entry).collect::<String>());
    let mut findings = Findings::default();
    let path = "content/verfahren.yaml";
    let written = read_yaml::<ProcedureFile>(path, text, &schema::procedure().form, &mut findings);
    let written = written.unwrap_or_else(|| panic!("{findings:?}"));
    let documents = read_documents(&files, &written, &KnownDocuments::default(), &mut findings);
    (documents.into_keys().collect(), findings)
}

/// Kind, place and help of each finding.
fn said(files: &[&str], names: &[&str]) -> Vec<(&'static str, String, String)> {
    let (_, findings) = read(files, names);
    let line = |finding: &&Finding| {
        let written = finding.place.text();
        let place = if written.is_empty() {
            &finding.place.file.path
        } else {
            written
        };
        let help = finding.help.as_ref().map(|help| help.en.clone());
        (
            finding.kind.id,
            place.trim_matches('\'').to_owned(),
            help.unwrap_or_default(),
        )
    };
    findings.sorted().iter().map(line).collect()
}

const BESIDE: [&str; 4] = [
    "verfahren.yaml",
    "beschreibung.md",
    "gebiet.geojson",
    "02-auslegung/beleg.txt",
];

fn beside(more: &[&'static str]) -> Vec<&'static str> {
    BESIDE.iter().chain(more).copied().collect()
}

#[test]
fn a_list_that_agrees_with_its_folder() {
    let files = beside(&["02-auslegung/a.txt", "02-auslegung/anlagen/b.txt"]);
    let (documents, findings) = read(&files, &["a.txt", "anlagen/b.txt"]);
    let expected = [
        "02-auslegung/a.txt",
        "02-auslegung/anlagen/b.txt",
        "02-auslegung/beleg.txt",
    ];
    assert_eq!(documents, expected);
    assert!(findings.sorted().is_empty(), "{findings:?}");
}

#[test]
fn umlauts_agree_however_they_are_stored() {
    let files = beside(&["02-auslegung/Begru\u{308}ndung.txt"]);
    let (documents, _) = read(&files, &["Begründung.txt"]);
    assert_eq!(documents.len(), 2);
    let (documents, _) = read(&files, &["Begru\u{308}ndung.txt"]);
    assert_eq!(documents[0], "02-auslegung/Begründung.txt");
}

#[test]
fn a_missing_file_is_looked_for() {
    let near = said(
        &beside(&["02-auslegung/begruendung.txt"]),
        &["begrundung.txt"],
    );
    assert_eq!(near[0].0, "DOC-013");
    let expected = (
        "DOC-011",
        "begrundung.txt".into(),
        "Do you mean “begruendung.txt”?".into(),
    );
    assert_eq!(near[1], expected);

    let elsewhere = said(&beside(&["01-entwurf/a.txt"]), &["a.txt"]);
    let help = "A file of that name lies at 01-entwurf/a.txt; move it here.";
    assert_eq!(elsewhere[1], ("DOC-011", "a.txt".into(), help.into()));
    let help = "There is no phase called 01-entwurf; move the file.";
    assert_eq!(
        elsewhere[0],
        ("DOC-013", "content/01-entwurf/a.txt".into(), help.into())
    );

    let nowhere = said(&BESIDE, &["a.txt"]);
    assert_eq!(nowhere.len(), 1);
    assert!(
        nowhere[0]
            .2
            .starts_with("Copy the file into the folder 02-auslegung")
    );
}

#[test]
fn a_missing_proof_is_missed_too() {
    let files = ["verfahren.yaml", "gebiet.geojson", "02-auslegung/a.txt"];
    let said = said(&files, &["a.txt"]);
    assert_eq!(
        (said.len(), said[0].0, said[0].1.as_str()),
        (1, "DOC-011", "beleg.txt")
    );
}

#[test]
fn a_file_named_twice_is_read_once() {
    let files = beside(&["02-auslegung/a.txt"]);
    let (documents, _) = read(&files, &["a.txt", "a.txt"]);
    assert_eq!(documents.len(), 2);
    assert_eq!(said(&files, &["a.txt", "a.txt"])[0].0, "DOC-012");
    // The proof of a notice may be listed among the documents as well.
    assert!(said(&BESIDE, &["beleg.txt"]).is_empty());
}

#[test]
fn names_stay_in_their_folder() {
    let names = [
        "../gebiet.geojson",
        "/etc/passwd",
        "a/../../b",
        "C:\\x",
        "a//b",
        ".",
        "a/./b",
    ];
    for name in names {
        let said = said(&BESIDE, &[name]);
        assert_eq!(
            (said.len(), said[0].0, said[0].1.as_str()),
            (1, "DOC-015", name),
            "{name}"
        );
    }
}

#[test]
fn stray_files_are_told() {
    let said = said(
        &beside(&["plan.txt", "02-auslegung/neu.txt"]),
        &["beleg.txt"],
    );
    let told: Vec<_> = said
        .iter()
        .map(|(id, place, _)| (*id, place.as_str()))
        .collect();
    let expected = [
        ("DOC-013", "content/02-auslegung/neu.txt"),
        ("DOC-013", "content/plan.txt"),
    ];
    assert_eq!(told, expected);
}
