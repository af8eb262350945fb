//! A build that takes from the last one what did not change gives the same bytes as a fresh one,
//! whatever was changed in between.

mod edited;

use crate::draw::Draw;
use edited::{Portal, Procedure};
use jiff::civil::date;
use offenlage::Warm;
use offenlage::finding::lasting::Apart;
use offenlage::finding::{Finding, Findings, Later};
use offenlage::load::folder::read_again;
use offenlage::memory::{Means, Memory, Part};
use offenlage::model::Commit;
use offenlage::write::Taken;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// So many times each of three portals is edited and built warm and fresh.
const ROUNDS: usize = 12;

impl Portal {
    /// Builds into a folder on the portal's day, with what is kept of the time before. Returns what was
    /// found.
    fn build(&self, output: &Path, memory: &mut Memory) -> Vec<String> {
        // Every file has rested for long: the test tells changes by more than their time.
        memory.now = u64::MAX;
        let findings = &mut Findings::default();
        let today = |_| Ok(self.today);
        let folder = self.folder.path();
        let portal = offenlage::read_keeping(folder, memory, today, findings, &mut |_| ());
        let portal = portal.expect("a machine").expect("settings");
        let place = (Taken::at(output).expect("a machine"), &Warm::default());
        let written = offenlage::write_telling(&portal, place, findings, &mut |_| ());
        let said = |one: &&Finding| {
            let place = one.place.line_and_column();
            format!(
                "{} {} {place:?} {}",
                one.kind.id, one.place.file.path, one.message.de
            )
        };
        let said = findings.sorted().iter().map(said).collect();
        let is_built = written.expect("a machine").is_some();
        assert_eq!(is_built, !findings.has_errors(), "{said:?}");
        said
    }
}

/// What one process notes for the next.
#[derive(Default)]
struct Notes {
    parts: BTreeMap<String, Vec<u8>>,
    documents: Vec<u8>,
}

impl Notes {
    fn note(&mut self, memory: &Memory) {
        self.documents = memory.documents("");
        let parts = Mutex::new(BTreeMap::new());
        let taken = memory.parts("", |name, bytes| {
            let bytes = bytes.map_or_else(|| self.parts[name].clone(), <[u8]>::to_vec);
            parts
                .lock()
                .expect("no panic")
                .insert(name.to_owned(), bytes);
            Ok::<(), ()>(())
        });
        taken.expect("it takes all");
        self.parts = parts.into_inner().expect("no panic");
    }

    fn memory(&self, portal: &Path) -> Memory {
        let kinds = offenlage::kinds().into_iter();
        let portal = portal.to_owned();
        let means = Means {
            program: "",
            kinds: &kinds.map(|kind| (kind.id, kind)).collect(),
            files: &Later(Arc::new(move |path| read_again(&portal, path))),
        };
        let part = |bytes: &Vec<u8>| {
            let own = bytes.clone();
            let text = move |at: &Range<u32>| {
                let bytes = &own[at.start as usize..at.end as usize];
                std::str::from_utf8(bytes).expect("a text").to_owned()
            };
            Part::read(bytes, Apart(Arc::new(text)), &means).expect("a part")
        };
        let mut memory = Memory::default();
        memory.remember_documents(&self.documents, "");
        memory.remember(self.parts.values().map(part).collect());
        memory
    }
}

#[expect(clippy::disallowed_methods, reason = "the test looks at the site")]
fn files(site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(site).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(site).expect("below the site");
        (path.to_owned(), fs::read(entry.path()).expect("a file"))
    };
    files.map(file).collect()
}

#[test]
fn whatever_is_edited_a_warm_build_gives_what_a_fresh_one_gives() {
    for seed in [1, 2, 3] {
        let mut draw = Draw(0x9E37_79B9_7F4A_7C15 ^ seed);
        let mut portal = Portal::new(&mut draw);
        let place = tempfile::tempdir().expect("a temporary folder");
        let (warm, fresh) = (place.path().join("warm"), place.path().join("fresh"));
        let mut edits = Vec::new();
        let (mut memory, mut notes) = (Memory::default(), Notes::default());
        for _ in 0..ROUNDS {
            for _ in 0..=draw.below(2) {
                edits.push(portal.edit(&mut draw));
            }
            let changed = portal.write();
            // One of them is told what changed, one looks at every file, and one begins with what
            // another process noted.
            memory.tell((seed == 1).then_some(changed));
            if seed == 3 {
                notes.note(&memory);
                memory = notes.memory(portal.folder.path());
            }
            let found = portal.build(&warm, &mut memory);
            for folder in [fresh.clone(), place.path().join(".fresh.offenlage")] {
                if folder.exists() {
                    fs::remove_dir_all(folder).expect("a folder that can be removed");
                }
            }
            let found_anew = portal.build(&fresh, &mut Memory::default());
            assert_eq!(found, found_anew, "seed {seed}, after {edits:?}");
            if found.iter().any(|said| said.starts_with("MD-004")) {
                portal.mend_links();
                continue;
            }
            let (warm, fresh) = (files(&warm), files(&fresh));
            let names =
                |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&warm), names(&fresh), "seed {seed}, after {edits:?}");
            let differs = warm
                .iter()
                .filter(|(path, bytes)| fresh.get(*path) != Some(*bytes));
            let differs: Vec<_> = differs.map(|(path, _)| path).collect();
            assert!(
                differs.is_empty(),
                "seed {seed}, after {edits:?}: {differs:?}"
            );
        }
    }
}

#[test]
fn a_page_that_goes_or_comes_is_seen_where_a_text_links_to_it() {
    let mut draw = Draw(7);
    let mut portal = Portal::new(&mut draw);
    let all = std::mem::take(&mut portal.municipalities);
    let mut own = all.into_values().next().expect("a municipality");
    let (_, procedure) = own.procedures.pop_first().expect("a procedure");
    let link = Some(("pirna".to_owned(), "ziel".to_owned()));
    let source = Procedure {
        link,
        ..procedure.clone()
    };
    own.procedures = BTreeMap::from([("quelle".to_owned(), source)]);
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut memory = Memory::default();
    for is_there in [true, false, true, true, false] {
        match is_there {
            true => own.procedures.insert("ziel".to_owned(), procedure.clone()),
            false => own.procedures.remove("ziel"),
        };
        portal
            .municipalities
            .insert("pirna".to_owned(), own.clone());
        memory.tell(Some(portal.write()));
        let found = portal.build(&place.path().join("site"), &mut memory);
        let lost = found.iter().filter(|said| said.starts_with("MD-004"));
        assert_eq!(lost.count(), usize::from(!is_there), "{found:?}");
    }
}

#[test]
fn while_a_noted_text_cannot_be_read_the_old_site_stands() {
    let mut portal = Portal::new(&mut Draw(7));
    portal.write();
    let place = tempfile::tempdir().expect("a temporary folder");
    let output = place.path().join("site");
    portal.build(&output, &mut Memory::default());
    let before = files(&output);
    portal.help = [Some(9), None];
    portal.write();
    let findings = &mut Findings::default();
    let (folder, today) = (portal.folder.path(), |_| Ok(portal.today));
    let read = offenlage::read(folder, today, findings).expect("a machine");
    let read = read.expect("settings");
    let write = |lost| {
        let warm = Warm {
            lost: Arc::new(AtomicBool::new(lost)),
            ..Warm::default()
        };
        let place = (Taken::at(&output).expect("a machine"), &warm);
        offenlage::write_telling(&read, place, findings, &mut |_| ())
    };
    assert!(write(true).is_err());
    assert_eq!(files(&output), before);
    assert!(write(false).expect("a machine").is_some());
    assert_ne!(files(&output), before);
}

#[test]
fn a_text_is_found_as_it_is_now_in_each_of_its_languages() {
    let mut portal = Portal::new(&mut Draw(7));
    portal.english = true;
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut memory = Memory::default();
    for (round, help) in [[1, 2], [3, 2], [3, 4], [0, 4], [0, 0]].iter().enumerate() {
        portal.help = help.map(|words| (words > 0).then_some(words));
        memory.tell(Some(portal.write()));
        let (warm, fresh) = (place.path().join("warm"), format!("fresh{round}"));
        portal.build(&warm, &mut memory);
        let fresh = place.path().join(fresh);
        portal.build(&fresh, &mut Memory::default());
        let (warm, fresh) = (files(&warm), files(&fresh));
        let differs = warm
            .iter()
            .find(|(path, own)| fresh.get(*path) != Some(own));
        assert_eq!(differs.map(|(path, _)| path), None, "round {round}");
        assert_eq!(warm.len(), fresh.len(), "round {round}");
    }
}

#[test]
fn another_commit_makes_the_forms_anew_and_nothing_else() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let build = |folder: &str, digit: &str| {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/annahme");
        let mut findings = Findings::default();
        let portal = offenlage::read(&site, |_| Ok(date(2026, 5, 5)), &mut findings);
        let mut portal = portal.expect("a machine").expect("settings");
        portal.archive.commit = Some(Commit {
            id: digit.repeat(40),
            is_changed: false,
        });
        let output = place.path().join(folder);
        let written = offenlage::write(&portal, &output, &findings).expect("a machine");
        let written = written.expect("a site without errors");
        (files(&output), written.changes)
    };
    build("warm", "a");
    let (warm, changes) = build("warm", "b");
    let (fresh, _) = build("fresh", "b");
    assert_eq!(warm, fresh);
    let page = &warm[Path::new("verfahren/meissen/plan/01-beteiligung/index.html")];
    let commit = format!("@{}\"", "b".repeat(40));
    assert!(String::from_utf8_lossy(page).contains(&commit));
    let changed: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    let forms = [
        "annahme/stellungnahmen.json",
        "en/verfahren/meissen/plan/01-beteiligung/index.html",
        "en/verfahren/meissen/plan/02-behoerden/index.html",
        "verfahren/meissen/plan/01-beteiligung/index.html",
        "verfahren/meissen/plan/02-behoerden/index.html",
    ];
    assert_eq!(changed, forms);
}
