//! Real files. Those under licences that the repository cannot take lie beside it.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::load::pdf::{Damage, PdfFacts, Protection, inspect};

fn read(path: &Path) -> PdfFacts {
    let mut file = File::open(path).unwrap();
    let length = file.metadata().unwrap().len();
    inspect(&mut file, length)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn own(name: &str) -> PdfFacts {
    read(&root().join("tests/fixtures/pdf").join(name))
}

/// A file that lies beside the repository, where it does.
#[expect(
    clippy::disallowed_methods,
    reason = "tells whether the files beside must be there"
)]
fn beside(name: &str) -> Option<PdfFacts> {
    let path = root().join("../shared/data/pdf").join(name);
    if path.exists() {
        return Some(read(&path));
    }
    let is_required = std::env::var("OFFENLAGE_SHARED_REQUIRED").is_ok_and(|value| value == "1");
    assert!(!is_required, "{} is missing", path.display());
    eprintln!("skipped: {} is not here", path.display());
    None
}

#[test]
fn a_drawing_has_no_text() {
    let facts = own("vector.pdf");
    assert_eq!(
        (facts.pages, facts.pages_without_text, facts.has_text),
        (1, 1, false)
    );
    assert_eq!(
        (facts.damage, facts.is_tagged, facts.language),
        (None, false, None)
    );
}

#[test]
fn bookmarks_may_go_round_in_circles() {
    let facts = own("cyclic-toc.pdf");
    assert_eq!(
        (facts.pages, facts.has_bookmarks, facts.damage),
        (1, true, None)
    );
}

#[test]
fn a_tagged_document_is_accessible() {
    let Some(facts) = beside("tagged.pdf") else {
        return;
    };
    assert_eq!(facts.title.as_deref(), Some("Tagged PDF Demo"));
    assert_eq!(facts.language.as_deref(), Some("en-CA"));
    assert_eq!((facts.pages, facts.has_bookmarks), (2, true));
    assert!(facts.is_accessible());
}

#[test]
fn scans_have_no_text() {
    for name in ["ccitt.pdf", "c02-22.pdf"] {
        let Some(facts) = beside(name) else { return };
        assert_eq!(
            (facts.has_text, facts.pages_without_text),
            (false, 1),
            "{name}"
        );
        assert_eq!(facts.damage, None, "{name}");
    }
}

#[test]
fn office_documents_have_text() {
    let Some(reasons) = beside("pdflatex-outline.pdf") else {
        return;
    };
    assert_eq!((reasons.pages, reasons.has_bookmarks), (4, true));
    assert_eq!((reasons.has_text, reasons.is_tagged), (true, false));
    let Some(archive) = beside("crazyones-pdfa.pdf") else {
        return;
    };
    assert_eq!((archive.has_text, archive.is_tagged), (true, false));
    assert!(archive.archive_level.is_some());
}

#[test]
fn a_locked_document_stays_locked() {
    let Some(facts) = beside("libreoffice-writer-password.pdf") else {
        return;
    };
    assert_eq!(
        (facts.protection, facts.has_text),
        (Protection::Password, false)
    );
}

#[test]
fn odd_documents_are_read() {
    let odd = [
        ("content-stream-errors.pdf", 4),
        ("no_contents.pdf", 1),
        ("missing_docinfo.pdf", 1),
        ("enormous.pdf", 1),
    ];
    for (name, pages) in odd {
        let Some(facts) = beside(name) else { return };
        assert_eq!((facts.pages, facts.damage), (pages, None), "{name}");
    }
}

#[test]
fn a_document_without_anything_is_broken() {
    let Some(facts) = beside("invalid.pdf") else {
        return;
    };
    assert_eq!(facts.damage, Some(Damage::NoTable));
}
