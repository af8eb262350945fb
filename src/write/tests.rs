//! The site stands whole or not at all, and what did not change stays the same file.

use super::{Trust, Written, manifest};
use crate::bundle::{Bundle, Earlier, Gathered, Source};
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::fixture;
use crate::model::mark::{Mark, Marks, digits};
use crate::write::manifest::ChangeKind;
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

fn text(path: &Path) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the test looks at what was written"
    )]
    fs::read_to_string(path).ok()
}

fn put(path: &Path, bytes: &[u8]) {
    #[expect(clippy::disallowed_methods, reason = "the test writes files")]
    fs::write(path, bytes).unwrap();
}

fn site(files: &[(&str, &str)]) -> Bundle<'static> {
    let mut bundle = Bundle::default();
    for (path, text) in files {
        let source = Source::Bytes(text.as_bytes().to_vec());
        bundle.add(&Address::new(*path), source).unwrap();
    }
    bundle
}

fn write(bundle: &Bundle, output: &Path) -> Result<Written> {
    super::make(bundle, super::Taken::at(output)?, Trust::Marks)?.put()
}

/// A folder for a site, and the site's own place in it.
fn place() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let output = place.path().join("output");
    (place, output)
}

fn changes(written: &Written) -> Vec<(&str, ChangeKind)> {
    let changes = written.changes.iter();
    changes
        .map(|change| (change.path.as_str(), change.kind))
        .collect()
}

/// Sets a time long ago, as a site that was built last year has.
fn make_old(path: &Path) -> SystemTime {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(then).unwrap();
    then
}

fn time(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_page_that_fails_leaves_the_old_site() {
    let (place, output) = place();
    let written = write(&site(&[("", "old"), ("a/b/", "page")]), &output).unwrap();
    assert_eq!((written.files, written.bytes), (2, 7));
    let mut bad = site(&[("", "new")]);
    bad.make(&Address::new("c/"), || Err(anyhow!("no")))
        .unwrap();
    assert!(write(&bad, &output).is_err());
    assert_eq!(text(&output.join("index.html")).as_deref(), Some("old"));
    let page = text(&output.join("a/b/index.html"));
    assert_eq!(page.as_deref(), Some("page"));
    let side = place.path().join(".output.offenlage");
    let mut left: Vec<_> = (fs::read_dir(side).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(
        left,
        [".gitignore", "lock", "state"],
        "nothing half is left"
    );
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let (_place, output) = place();
    fs::create_dir(&output).unwrap();
    put(&output.join("letter.txt"), b"dear");
    assert!(write(&Bundle::default(), &output).is_err());
    assert_eq!(text(&output.join("letter.txt")).as_deref(), Some("dear"));
}

#[test]
fn what_did_not_change_keeps_its_time_and_the_manifest_tells_the_rest() {
    let (_place, output) = place();
    let first = write(
        &site(&[("", "home"), ("a/", "one"), ("b/", "two")]),
        &output,
    );
    let added = ["a/index.html", "b/index.html", "index.html"];
    assert_eq!(
        changes(&first.unwrap()),
        added.map(|path| (path, ChangeKind::Added))
    );
    let [home, a] = ["index.html", "a/index.html"].map(|path| output.join(path));
    let then = make_old(&home);
    make_old(&a);
    let second = write(
        &site(&[("", "home"), ("a/", "ONE"), ("c/", "three")]),
        &output,
    );
    let expected = [
        ("a/index.html", ChangeKind::Changed),
        ("b/index.html", ChangeKind::Removed),
        ("c/index.html", ChangeKind::Added),
    ];
    assert_eq!(changes(&second.unwrap()), expected);
    assert_eq!(time(&home), then);
    assert_ne!(time(&a), then);
    assert!(!output.join("b").exists(), "an empty folder is gone, too");
    let listed = manifest::read(Some(&output));
    let home = &listed["index.html"];
    assert_eq!(home.size, 4);
    assert_eq!(
        digits(&home.sha256),
        "4ea140588150773ce3aace786aeef7f4049ce100fa649c94fbbddb960f1da942"
    );
    assert_eq!(listed.len(), 3, "it does not list itself");
}

#[test]
fn what_somebody_changed_in_the_output_is_made_good() {
    let (_place, output) = place();
    let bundle = site(&[("", "home"), ("a/", "one")]);
    write(&bundle, &output).unwrap();
    put(&output.join("index.html"), b"hone");
    #[cfg(unix)]
    {
        let a = output.join("a/index.html");
        fs::remove_file(&a).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", &a).unwrap();
    }
    write(&bundle, &output).unwrap();
    assert_eq!(text(&output.join("index.html")).as_deref(), Some("home"));
    let a = output.join("a/index.html");
    assert_eq!(text(&a).as_deref(), Some("one"));
    assert!(!a.is_symlink());
}

fn sum(file: &Path) -> String {
    use sha2::{Digest, Sha256};
    let bytes = text(file).unwrap();
    digits(&Sha256::digest(bytes.as_bytes()))
}

#[test]
fn a_document_is_copied_once_and_never_linked_to_its_source() {
    let (place, output) = place();
    let document = place.path().join("plan.pdf");
    put(&document, b"%PDF one");
    let build = || {
        let mut bundle = Bundle::default();
        let source = Source::Copy {
            from: document.clone(),
            size: fs::metadata(&document).unwrap().len(),
            sha256: sum(&document),
        };
        bundle.add(&Address::new("plan.pdf"), source).unwrap();
        write(&bundle, &output).unwrap()
    };
    build();
    let published = output.join("plan.pdf");
    let then = make_old(&published);
    build();
    assert_eq!(time(&published), then, "it is the same file");
    put(&document, b"%PDF two");
    assert_eq!(text(&published).as_deref(), Some("%PDF one"));
    build();
    assert_eq!(text(&published).as_deref(), Some("%PDF two"));
    assert_ne!(time(&published), then);
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let (place, output) = place();
    write(&site(&[("", "old")]), &output).unwrap();
    let side = place.path().join(".output.offenlage");
    fs::create_dir_all(side.join("new/half")).unwrap();
    put(&side.join("new/half/page.html"), b"half a");
    fs::create_dir(side.join("old")).unwrap();
    write(&site(&[("", "new")]), &output).unwrap();
    assert!(!side.join("new").exists() && !side.join("old").exists());
    // Where folders cannot be exchanged, a build may be killed when the old site is moved away.
    fs::rename(&output, side.join("old")).unwrap();
    let mut bad = Bundle::default();
    bad.make(&Address::new(""), || Err(anyhow!("no"))).unwrap();
    assert!(write(&bad, &output).is_err());
    assert_eq!(text(&output.join("index.html")).as_deref(), Some("new"));
}

#[test]
fn two_builds_at_once_come_one_after_the_other() {
    let (_place, output) = place();
    let pages: Vec<(String, String)> = (0..200)
        .map(|number| (format!("{number}/"), "x".repeat(number)))
        .collect();
    let build = |mark: &str| {
        let mut files: Vec<(&str, &str)> = Vec::new();
        files.extend(
            pages
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str())),
        );
        files.push(("", mark));
        write(&site(&files), &output).unwrap()
    };
    std::thread::scope(|scope| {
        for mark in ["one", "two", "three"] {
            scope.spawn(move || (0..5).for_each(|_| assert_eq!(build(mark).files, 201)));
        }
    });
    assert_eq!(manifest::read(Some(&output)).len(), 201);
}

#[cfg(unix)]
#[test]
fn a_link_at_the_place_of_the_output_stays() {
    let (place, output) = place();
    let behind = place.path().join("www");
    fs::create_dir(&behind).unwrap();
    std::os::unix::fs::symlink(&behind, &output).unwrap();
    write(&site(&[("", "home")]), &output).unwrap();
    assert!(output.is_symlink());
    assert_eq!(text(&behind.join("index.html")).as_deref(), Some("home"));
}

/// A site whose pages are marked, and which counts how often a page is made.
fn marked(
    archive: &Archive,
    texts: [&'static str; 2],
    count: &Arc<AtomicUsize>,
) -> Bundle<'static> {
    let mut bundle = Bundle::of(Marks::of(archive, Mark::of(&"makers")));
    for (procedure, text) in archive.procedures.iter().zip(texts) {
        let count = Arc::clone(count);
        let make = move || {
            count.fetch_add(1, Ordering::Relaxed);
            Ok(text.as_bytes().to_vec())
        };
        let shown = (&[&procedure.address][..], Mark::of(&()));
        bundle.make_of(&procedure.address, shown, make).unwrap();
    }
    bundle
}

#[test]
fn what_is_marked_as_unchanged_is_not_made_and_what_changed_is() {
    let (_place, output) = place();
    let mut archive = fixture::archive();
    let pages = [0, 1].map(|at: usize| output.join(archive.procedures[at].address.file()));
    let count = Arc::new(AtomicUsize::new(0));
    write(&marked(&archive, ["one", "two"], &count), &output).unwrap();
    let then = make_old(&pages[1]);
    // The time was changed from outside, so this site is not known and every page is made.
    write(&marked(&archive, ["one", "two"], &count), &output).unwrap();
    assert_eq!(count.swap(0, Ordering::Relaxed), 4);
    for round in 0..3 {
        archive.procedures[0].summary = format!("Neu {round}.");
        let text = ["first", "second", "third"][round];
        let written = write(&marked(&archive, [text, "two"], &count), &output).unwrap();
        assert_eq!(count.swap(0, Ordering::Relaxed), 1, "round {round}");
        assert_eq!(text_of(&pages[0]), text);
        assert_eq!(changes(&written).len(), 1);
        assert_eq!(time(&pages[1]), then);
    }
    let wrong = marked(&archive, ["third", "other"], &count);
    let verified = super::make(&wrong, super::Taken::at(&output).unwrap(), Trust::Verify);
    let error = verified.err().unwrap().to_string();
    assert!(error.contains("the cache is wrong"), "{error}");
    assert_eq!(text_of(&pages[1]), "two", "the old site stands");
    let right = marked(&archive, ["third", "two"], &count);
    let right = super::make(&right, super::Taken::at(&output).unwrap(), Trust::Verify);
    right.unwrap().put().unwrap();
}

fn text_of(path: &Path) -> String {
    text(path).unwrap()
}

#[test]
fn the_site_before_the_present_becomes_the_next_one() {
    let (place, output) = place();
    let sites: [&[(&str, &str)]; 4] = [
        &[("", "home"), ("a/", "one"), ("b/c/", "two"), ("x", "file")],
        &[
            ("", "home"),
            ("a/", "ONE"),
            ("b/c/", "two"),
            ("x/", "folder"),
        ],
        &[("", "HOME"), ("a/", "one"), ("d/e/f/", "three")],
        &[("", "home"), ("a/", "one"), ("b/c/", "two"), ("x", "file")],
    ];
    for round in 0..9 {
        let files = sites[round % 4];
        if round == 5 {
            put(&output.join("a/letter.txt"), b"not ours");
        }
        if round == 7 {
            fs::remove_dir_all(place.path().join(".output.offenlage/before/a")).unwrap();
        }
        write(&site(files), &output).unwrap();
        assert_eq!(manifest::read(Some(&output)).len(), files.len());
        for (path, words) in files {
            let file = output.join(Address::new(*path).file());
            assert_eq!(
                text(&file).as_deref(),
                Some(*words),
                "{path} in round {round}"
            );
        }
        let there = walkdir::WalkDir::new(&output).into_iter().flatten();
        let there = there.filter(|entry| entry.file_type().is_file());
        assert_eq!(there.count(), files.len() + 2, "round {round}");
    }
}

#[test]
fn the_present_site_is_not_written_into() {
    let (place, output) = place();
    let first = [("", "home"), ("a/", "one")];
    write(&site(&first), &output).unwrap();
    write(&site(&[("", "home"), ("a/", "two")]), &output).unwrap();
    let mut bad = site(&[("", "HOME"), ("b/", "new")]);
    bad.make(&Address::new("c/"), || Err(anyhow!("no")))
        .unwrap();
    assert!(write(&bad, &output).is_err());
    assert_eq!(text_of(&output.join("index.html")), "home");
    assert_eq!(text_of(&output.join("a/index.html")), "two");
    assert!(!place.path().join(".output.offenlage/new").exists());
    write(&site(&first), &output).unwrap();
    assert_eq!(text_of(&output.join("a/index.html")), "one");
}

fn packed(files: &[(&str, &str)]) -> Bundle<'static> {
    let mut bundle = Bundle::of(Marks::of(&fixture::archive(), Mark::of(&"makers")));
    bundle.pack();
    for (path, text) in files {
        let source = Source::Bytes(text.as_bytes().to_vec());
        bundle.add(&Address::new(*path), source).unwrap();
    }
    bundle
}

#[test]
fn text_files_stand_packed_beside_themselves_and_stay_while_they_do() {
    let (_place, output) = place();
    let first = [("", "home"), ("a/", "one"), ("plan.pdf", "%PDF")];
    let written = write(&packed(&first), &output).unwrap();
    assert_eq!(written.files, 7);
    let names = ["a/index.html.br", "a/index.html.gz", "index.html.gz"];
    let [a, a_too, home] = names.map(|name| output.join(name));
    let text = |path: &Path| {
        let mut text = String::new();
        let file = fs::File::open(path).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(file), &mut text).unwrap();
        text
    };
    assert_eq!(
        (text(&a_too), text(&home)),
        ("one".to_owned(), "home".to_owned())
    );
    let times = [&a, &home].map(|path| time(path));
    for (round, word) in ["two", "three", "four"].into_iter().enumerate() {
        let next = [("", "home"), ("a/", word), ("plan.pdf", "%PDF")];
        let written = write(&packed(&next), &output).unwrap();
        let changed: Vec<_> = changes(&written)
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        let expected = ["a/index.html", "a/index.html.br", "a/index.html.gz"];
        assert_eq!(changed, expected, "round {round}");
        assert_eq!(text(&a_too), word);
        assert_eq!(time(&home), times[1]);
    }
    // Without being asked for, they go.
    write(&site(&first), &output).unwrap();
    assert!(!a.exists() && !home.exists());
    assert!(manifest::read(Some(&output)).len() == 3);
}

/// Every file below a folder by path, but for those that no bundle names.
fn standing(site: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(site).sort_by_file_name().into_iter();
    let files = files.flatten().filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(site).unwrap();
        let path = path.to_str().unwrap().to_owned();
        let is_own = [manifest::NAME, super::place::MARK].contains(&path.as_str());
        (!is_own).then(|| (path, text_of(entry.path())))
    };
    let mut files: Vec<_> = files.filter_map(file).collect();
    files.sort();
    files
}

#[test]
fn whatever_comes_goes_and_takes_anothers_place_the_site_holds_what_was_asked_for() {
    type Step = (
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
    );
    let steps: [Step; 9] = [
        (
            &[("a/x.txt", "1"), ("b/c/d.txt", "1")],
            &["e-1.js", "e-2.js"],
        ),
        (
            &[("a/x.txt", "2"), ("b/c/d.txt", "1")],
            &["e-1.js", "e-2.js"],
        ),
        // A folder whose only file goes and which gets another one.
        (&[("a/y.txt", "1"), ("b/c/d.txt", "1")], &["e-1.js"]),
        (&[("a/y.txt", "1"), ("b/c/d.txt", "1")], &["e-1.js"]),
        // A file in the place of a folder, and a folder in that of a file.
        (&[("a", "1"), ("b/c/d.txt", "1")], &["e-3.js"]),
        (
            &[("a", "1"), ("b/c/d.txt/e.txt", "1"), ("suche/", "1")],
            &["e-3.js"],
        ),
        (&[("a/x.txt", "1"), ("suche/", "2")], &["e-1.js", "e-3.js"]),
        // Files that were made together, and are no more.
        (&[("a/x.txt", "1"), ("suche/x.txt", "1")], &[]),
        (&[("z.txt", "1")], &[]),
    ];
    let (_place, output) = place();
    for (number, (files, together)) in steps.into_iter().enumerate() {
        let mut bundle = site(files);
        if !together.is_empty() {
            let make = |_: Option<Earlier>| {
                let names = together.iter();
                names
                    .map(|name| ((*name).to_owned(), b"1".to_vec()))
                    .collect()
            };
            bundle.gather(Gathered {
                folder: Address::new("suche/"),
                parts: BTreeMap::from([("part".to_owned(), Mark([7; 16]))]),
                make: Box::new(make),
            });
        }
        write(&bundle, &output).unwrap();
        let own = files.iter();
        let own = own.map(|(path, text)| (Address::new(*path).file(), (*text).to_owned()));
        let gathered = together.iter();
        let gathered = gathered.map(|name| (format!("suche/{name}"), "1".to_owned()));
        let mut expected: Vec<_> = own.chain(gathered).collect();
        expected.sort();
        assert_eq!(standing(&output), expected, "after step {number}");
        let taken = super::Taken::at(&output).unwrap();
        let is_believed = (taken.known.is_some(), taken.spare.is_some());
        assert_eq!(is_believed, (true, number > 0), "after step {number}");
    }
    let folders = fs::read_dir(&output).unwrap().flatten();
    let folders = folders.filter(|entry| entry.path().is_dir());
    assert_eq!(folders.count(), 0, "no empty folder stays");
}
