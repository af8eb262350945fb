//! Folders as people, editors and attackers leave them.

#![expect(
    clippy::disallowed_methods,
    reason = "a test makes the folder that it walks"
)]

use std::fs;
use std::path::Path;

use crate::finding::Findings;
use crate::load::folder::{Entry, Folder, LONGEST_TEXT, Limits, composed, read_text};

fn portal(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let portal = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = portal.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    portal
}

fn walk(portal: &Path) -> (Vec<String>, Vec<String>) {
    let mut findings = Findings::default();
    let folder = Folder::walk(portal, "content", &mut findings);
    let paths = folder.entries().iter().map(|entry| entry.path.clone());
    (paths.collect(), said(&findings))
}

fn said(findings: &Findings) -> Vec<String> {
    let line = |finding: &&crate::finding::Finding| {
        format!("{} {}", finding.kind.id, finding.place.file.path)
    };
    findings.sorted().iter().map(line).collect()
}

#[test]
fn files_come_sorted_and_leftovers_stay_out() {
    let portal = portal(&[
        ("content/b/plan.pdf", b""),
        ("content/b-1/plan.pdf", b""),
        ("content/a.md", b""),
        ("content/a.md~", b""),
        ("content/.a.md.swp", b""),
        ("content/.DS_Store", b""),
        ("content/.git/config", b""),
        ("content/THUMBS.DB", b""),
        ("content/~$begruendung.docx", b""),
        ("site.toml", b""),
    ]);
    let (paths, findings) = walk(portal.path());
    let expected = ["content/a.md", "content/b-1/plan.pdf", "content/b/plan.pdf"];
    assert_eq!(paths, expected);
    assert!(findings.is_empty(), "{findings:?}");
}

#[cfg(unix)]
#[test]
fn links_are_reported_and_never_followed() {
    use std::os::unix::fs::symlink;
    let outside = portal(&[("secret/passwd", b"secret")]);
    let portal = portal(&[("content/a.md", b"")]);
    let content = portal.path().join("content");
    symlink(outside.path().join("secret"), content.join("folder")).unwrap();
    symlink(
        outside.path().join("secret/passwd"),
        content.join("file.pdf"),
    )
    .unwrap();
    symlink("a.md", content.join("near.md")).unwrap();
    symlink("..", content.join("loop")).unwrap();
    let (paths, findings) = walk(portal.path());
    assert_eq!(paths, ["content/a.md"]);
    let expected = ["file.pdf", "folder", "loop", "near.md"];
    assert_eq!(
        findings,
        expected.map(|name| format!("FIL-001 content/{name}"))
    );
}

#[cfg(unix)]
#[test]
fn a_linked_content_folder_is_not_read() {
    let outside = portal(&[("content/a.md", b"")]);
    let portal = tempfile::tempdir().unwrap();
    let link = portal.path().join("content");
    std::os::unix::fs::symlink(outside.path().join("content"), link).unwrap();
    let (paths, findings) = walk(portal.path());
    assert!(paths.is_empty());
    assert_eq!(findings, ["FIL-001 content"]);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_text_is_a_finding() {
    use std::os::unix::ffi::OsStrExt;
    let portal = portal(&[("content/a.md", b"")]);
    let name = std::ffi::OsStr::from_bytes(b"gr\xfcn.pdf");
    fs::write(portal.path().join("content").join(name), b"").unwrap();
    let (paths, findings) = walk(portal.path());
    assert_eq!(paths, ["content/a.md"]);
    assert_eq!(findings, ["FIL-003 content/gr\u{fffd}n.pdf"]);
}

#[test]
fn decomposed_umlauts_match_composed_ones() {
    let portal = portal(&[("content/Begru\u{308}ndung.pdf", b"x")]);
    let mut findings = Findings::default();
    let folder = Folder::walk(portal.path(), "content", &mut findings);
    let entry = folder
        .get("content/Begründung.pdf")
        .expect("the file is found");
    assert_eq!(entry.name(), "Begründung.pdf");
    assert!(folder.get("content/Begru\u{308}ndung.pdf").is_some());
    assert_eq!(read_text(entry, 9, &mut findings).as_deref(), Some("x"));
    assert_eq!(said(&findings), ["DOC-003 content/Begründung.pdf"]);
    let help = findings.sorted()[0].help.clone().unwrap().de;
    assert_eq!(help, "Nennen Sie sie „Begruendung.pdf“.");
}

#[test]
fn two_spellings_of_one_name_are_an_error() {
    let portal = portal(&[("content/u\u{308}.md", b"1"), ("content/\u{fc}.md", b"2")]);
    let (paths, findings) = walk(portal.path());
    // A disk that takes both for one file, as macOS does, has nothing to report.
    assert_eq!(paths, ["content/ü.md"]);
    let on_disk = fs::read_dir(portal.path().join("content")).unwrap().count();
    assert_eq!(
        findings.iter().any(|line| line.starts_with("FIL-004")),
        on_disk == 2
    );
}

#[test]
fn awkward_names_get_a_proposal() {
    let long = format!("content/{}.pdf", "n".repeat(120));
    let portal = portal(&[("content/Plan (final) neu.pdf", b""), (&long, b"")]);
    let mut findings = Findings::default();
    Folder::walk(portal.path(), "content", &mut findings);
    let helps = findings
        .sorted()
        .iter()
        .map(|f| f.help.clone().unwrap().en)
        .collect::<Vec<_>>();
    assert_eq!(helps[0], "Call it “Plan-final-neu.pdf”.");
    assert_eq!(helps[1], format!("Call it “{}.pdf”.", "n".repeat(96)));
}

#[test]
fn depth_and_number_are_bounded() {
    let portal = portal(&[
        ("content/1", b""),
        ("content/2", b""),
        ("content/a/b/c/3", b""),
        ("content/z", b""),
    ]);
    let mut findings = Findings::default();
    let limits = Limits {
        depth: 2,
        files: 9,
        begin: 0,
    };
    let folder = Folder::walk_within(
        &limits,
        (portal.path(), "content"),
        |_| false,
        &mut findings,
    );
    assert_eq!(folder.entries().len(), 3);
    assert_eq!(said(&findings), ["FIL-002 content/a/b/c"]);

    let mut findings = Findings::default();
    let limits = Limits {
        depth: 9,
        files: 1,
        begin: 0,
    };
    let folder = Folder::walk_within(
        &limits,
        (portal.path(), "content"),
        |_| false,
        &mut findings,
    );
    assert_eq!(folder.entries().len(), 2);
    assert_eq!(said(&findings), ["FIL-002 content"]);
}

#[test]
fn files_under_a_folder_exclude_its_namesakes() {
    let portal = portal(&[
        ("content/plan-1/a.pdf", b""),
        ("content/plan/a.pdf", b""),
        ("content/plan/b/c.pdf", b""),
        ("content/plan.md", b""),
    ]);
    let folder = Folder::walk(portal.path(), "content", &mut Findings::default());
    let under: Vec<_> = folder
        .under("content/plan")
        .iter()
        .map(Entry::name)
        .collect();
    assert_eq!(under, ["a.pdf", "c.pdf"]);
    assert!(folder.under("content/nothing").is_empty());
}

#[test]
fn texts_are_read_within_limits() {
    let portal = portal(&[
        ("content/bom.yaml", b"\xEF\xBB\xBFa: 1"),
        ("content/latin1.md", b"eins\nGr\xfc\xdfe"),
        ("content/utf16.md", b"\xFF\xFEa\0"),
        ("content/long.md", &[b'a'; 33]),
        ("content/gone.md", b""),
    ]);
    let folder = Folder::walk(portal.path(), "content", &mut Findings::default());
    fs::remove_file(portal.path().join("content/gone.md")).unwrap();
    let mut findings = Findings::default();
    let mut read = |name: &str, longest| {
        let entry = folder.get(&format!("content/{name}")).unwrap();
        read_text(entry, longest, &mut findings)
    };
    assert_eq!(read("bom.yaml", LONGEST_TEXT).as_deref(), Some("a: 1"));
    assert_eq!(read("long.md", 33).map(|text| text.len()), Some(33));
    for name in ["latin1.md", "utf16.md", "gone.md", "long.md"] {
        assert_eq!(read(name, 32), None, "{name}");
    }
    let ids: Vec<_> = findings
        .sorted()
        .iter()
        .map(|finding| finding.kind.id)
        .collect();
    assert_eq!(ids, ["FIL-005", "FIL-007", "FIL-006", "FIL-007"]);
    assert!(
        findings
            .sorted()
            .iter()
            .any(|f| f.message.de.contains("(Byte 7, Zeile 2)"))
    );
}

#[test]
fn a_missing_folder_is_a_finding() {
    let portal = tempfile::tempdir().unwrap();
    let (paths, findings) = walk(portal.path());
    assert!(paths.is_empty());
    assert_eq!(findings, ["FIL-005 content"]);
}

#[test]
fn composing_leaves_composed_names_alone() {
    assert!(matches!(composed("Grün"), std::borrow::Cow::Borrowed(_)));
    assert_eq!(composed("Gru\u{308}n"), "Grün");
}

#[test]
fn names_that_differ_only_in_capitals_are_told() {
    let portal = portal(&[
        ("content/a/plan.pdf", b""),
        ("content/a/PLAN.pdf", b""),
        ("content/a/Plan.pdf", b""),
        ("content/B/x.md", b""),
        ("content/b/x.md", b""),
        ("content/C/x.md", b""),
    ]);
    let (paths, found) = walk(portal.path());
    assert_eq!(paths.len(), 6);
    assert_eq!(
        found,
        [
            "FIL-004 content/B/x.md",
            "FIL-004 content/a/PLAN.pdf",
            "FIL-004 content/a/Plan.pdf",
            "FIL-004 content/a/Plan.pdf",
        ]
    );
}
