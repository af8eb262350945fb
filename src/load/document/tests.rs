//! Documents as they come out of offices, mailboxes and the wrong hands.
#![expect(
    clippy::disallowed_methods,
    reason = "a test makes the files that it reads"
)]

use std::fs;

use crate::finding::{File, Findings, Level, Place};
use crate::load::document::{
    Content, DocumentFacts, check_accessibility, check_document, read_document,
};
use crate::load::folder::Folder;
use crate::load::pdf::{Damage, PdfFacts, Protection};

fn read(name: &str, bytes: &[u8]) -> DocumentFacts {
    let portal = tempfile::tempdir().unwrap();
    fs::create_dir(portal.path().join("content")).unwrap();
    fs::write(portal.path().join("content").join(name), bytes).unwrap();
    let folder = Folder::walk(portal.path(), "content", &mut Findings::default());
    read_document(&folder.entries()[0]).unwrap()
}

fn place() -> Place {
    Place::whole(&File::opaque("content/verfahren.yaml"))
}

fn faults(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    let mut findings = Findings::default();
    check_document(&read(name, bytes), name, &place(), &mut findings);
    findings
        .sorted()
        .iter()
        .map(|finding| finding.kind.id)
        .collect()
}

const NO_FAULTS: [&str; 0] = [];

#[test]
fn a_document_is_read_once_and_whole() {
    let facts = read("a.txt", b"abc");
    assert_eq!(facts.size, 3);
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(facts.sha256, hash);
    assert_eq!(
        (facts.content, facts.media_type, facts.pdf),
        (Content::Text, "text/plain", None)
    );

    // A million times the letter a, the standard's own example; the pieces must join.
    let facts = read("a.csv", &[b'a'; 1_000_000]);
    let hash = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    assert_eq!((facts.size, facts.sha256.as_str()), (1_000_000, hash));
    assert_eq!(facts.media_type, "text/csv");
}

#[test]
fn files_that_are_none_are_errors() {
    assert_eq!(faults("plan.pdf", b""), ["DOC-016"]);
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    assert_eq!(faults("plan.pdf", pointer), ["DOC-014"]);
    assert_eq!(faults("plan.pdf", b"%PDF-1.7\ncut"), ["DOC-020"]);
}

#[test]
fn what_could_run_is_refused_whatever_its_name() {
    for name in ["plan.html", "plan.pdf", "plan.txt", "plan.xml", "plan.svg"] {
        assert_eq!(
            faults(name, b"<script>alert(1)</script>"),
            ["DOC-017"],
            "{name}"
        );
        let drawing = b"<?xml version='1.0'?><s xmlns='http://www.w3.org/2000/svg'/>";
        assert_eq!(faults(name, drawing), ["DOC-017"], "{name}");
    }
}

#[test]
fn formats_are_allowed_or_not() {
    assert_eq!(faults("laerm.csv", b"Ort;dB(A)\n"), NO_FAULTS);
    assert_eq!(faults("werte.csv", b"[m];[s]\n"), NO_FAULTS);
    assert_eq!(
        faults("plan.gml", b"<?xml version='1.0'?><xplan:XPlanAuszug/>"),
        NO_FAULTS
    );
    assert_eq!(
        faults("gebiet.geojson", b"{\"type\":\"Polygon\"}"),
        NO_FAULTS
    );
    assert_eq!(faults("plan.JPG", b"\xFF\xD8\xFF\xE0"), NO_FAULTS);
    assert_eq!(faults("daten.zip", b"PK\x03\x04shape"), NO_FAULTS);
    for (name, bytes) in [
        ("setup.exe", b"MZ\x90".as_slice()),
        ("plan.dwg", b"AC1032\0"),
        ("alt.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("script.js", b"alert(1)"),
        ("seite.html", b"nur Text"),
        ("ohne", b"nur Text"),
        ("utf16.txt", b"\xFF\xFEa\0"),
    ] {
        assert_eq!(faults(name, bytes), ["DOC-017"], "{name}");
    }
}

#[test]
fn names_agree_with_contents() {
    assert_eq!(faults("bild.png", b"\xFF\xD8\xFF\xE0"), ["DOC-018"]);
    assert_eq!(
        faults(
            "plan.pdf",
            b"PK\x03\x04[Content_Types].xml word/document.xml"
        ),
        ["DOC-018"]
    );
    assert_eq!(faults("text.pdf", b"nur Text"), ["DOC-018"]);
    assert_eq!(faults("gebiet.geojson", b"nur Text"), ["DOC-018"]);
}

#[test]
fn active_xml_is_found_behind_the_first_piece() {
    let mut bytes = b"<?xml version='1.0'?><xplan:XPlanAuszug>".to_vec();
    bytes.extend(vec![b' '; 200_000]);
    assert_eq!(faults("plan.gml", &bytes), NO_FAULTS);
    bytes.extend(b"<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>");
    assert_eq!(faults("plan.gml", &bytes), ["DOC-017"]);
}

#[test]
fn large_files_are_noted() {
    let facts = DocumentFacts {
        size: 60_000_000,
        ..read("a.txt", b"abc")
    };
    let mut findings = Findings::default();
    check_document(&facts, "a.txt", &place(), &mut findings);
    let findings = findings.sorted();
    assert_eq!(
        (findings[0].kind.id, findings[0].level),
        ("DOC-003", Level::Note)
    );
    assert!(findings[0].message.de.contains("60 MB"));
}

fn pdf() -> PdfFacts {
    PdfFacts {
        pages: 30,
        pages_checked: 30,
        has_text: true,
        title: Some("Begründung".into()),
        language: Some("de-DE".into()),
        is_tagged: true,
        has_bookmarks: true,
        ..PdfFacts::default()
    }
}

/// Level and message of each finding about a PDF.
fn said(pdf: PdfFacts) -> Vec<(Level, String)> {
    let mut findings = Findings::default();
    check_accessibility(&pdf, "b.pdf", "de", &place(), &mut findings);
    let facts = DocumentFacts {
        content: Content::Pdf,
        pdf: Some(pdf),
        ..read("a.txt", b"abc")
    };
    check_document(&facts, "b.pdf", &place(), &mut findings);
    let line = |finding: &&crate::finding::Finding| (finding.level, finding.message.de.clone());
    findings.sorted().iter().map(line).collect()
}

#[test]
fn an_accessible_pdf_is_left_in_peace() {
    assert_eq!(said(pdf()), []);
}

#[test]
fn each_barrier_has_its_own_words() {
    type Change = fn(&mut PdfFacts);
    let cases: [(Change, &str); 7] = [
        (|pdf| pdf.has_text = false, "enthält keinen Text"),
        (|pdf| pdf.is_tagged = false, "hat keine Struktur"),
        (|pdf| pdf.title = None, "fehlt der Titel"),
        (
            |pdf| pdf.title = Some("Plan.DWG".into()),
            "ist ein Dateiname: „Plan.DWG“",
        ),
        (|pdf| pdf.language = None, "nennt seine Sprache nicht"),
        (
            |pdf| pdf.language = Some("en-US".into()),
            "nennt als Sprache „en-US“",
        ),
        (
            |pdf| pdf.has_bookmarks = false,
            "hat 30 Seiten und keine Lesezeichen",
        ),
    ];
    for (change, words) in cases {
        let mut pdf = pdf();
        change(&mut pdf);
        let said = said(pdf);
        assert!(
            said.len() == 1 && said[0].1.contains(words),
            "{words}: {said:?}"
        );
        assert_eq!(said[0].0, Level::Warning);
    }
    let some = said(PdfFacts {
        pages_without_text: 3,
        ..pdf()
    });
    assert_eq!(
        some,
        [(
            Level::Note,
            "In „b.pdf“ haben 3 von 30 Seiten keinen Text".to_owned()
        )]
    );
}

#[test]
fn damage_and_locks_are_said_once() {
    let broken = said(PdfFacts {
        damage: Some(Damage::Cut),
        ..PdfFacts::default()
    });
    let message = "Die PDF-Datei „b.pdf“ ist beschädigt: das Ende fehlt".to_owned();
    assert_eq!(broken, [(Level::Error, message)]);
    let locked = said(PdfFacts {
        protection: Protection::Password,
        ..PdfFacts::default()
    });
    assert_eq!(locked.len(), 1);
    assert_eq!(locked[0].0, Level::Error);
    let restricted = said(PdfFacts {
        protection: Protection::Restricted,
        ..pdf()
    });
    assert_eq!(restricted.len(), 1);
    assert_eq!(restricted[0].0, Level::Warning);
}

#[test]
fn traces_of_people_are_warned_of_without_repeating_them() {
    let said = said(PdfFacts {
        names_author: true,
        comments: 2,
        has_script: true,
        ..pdf()
    });
    assert_eq!(said.len(), 3);
    assert!(said.iter().all(|(level, _)| *level == Level::Warning));
}
