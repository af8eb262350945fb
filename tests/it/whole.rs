//! What is served is whole: however a build ends, a reader sees the old site or the new one.

use crate::draw::Draw;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A portal with a few procedures, and a place for its site.
struct Portal {
    folder: tempfile::TempDir,
}

const SITE: &str = "titel = \"Prüfportal\"\nbeschreibung = \"Ein Test.\"\n\
    adresse = \"https://pruefportal.example/\"\nsprachen = [\"de\"]\n\
    beispiel = true\nbeispieltag = \"2026-05-05\"\n[herausgeber]\nstelle = \"Stadt Meißen\"\n";

const MUNICIPALITY: &str = "ags: \"14627140\"\nname: Meißen\nkreis: Landkreis Meißen\n\
    amt:\n  stelle: Bauamt\nbekanntmachung:\n  formen: [amtsblatt]\n";

impl Portal {
    /// The portal with contents that are called after a word: other words, other pages.
    fn new(word: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let portal = Self { folder };
        write(&portal.path("site.toml"), SITE.as_bytes());
        let municipality = portal.path("content/gemeinden/meissen/gemeinde.yaml");
        write(&municipality, MUNICIPALITY.as_bytes());
        portal.fill(word);
        portal
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes the procedures anew, some of them with a document.
    fn fill(&self, word: &str) {
        for number in 0..12 + word.len() {
            let folder = format!("content/gemeinden/meissen/{word}-{number}");
            let text = procedure(word, number);
            write(
                &self.path(&format!("{folder}/verfahren.yaml")),
                text.as_bytes(),
            );
            let document = self.path(&format!("{folder}/01-aufstellungsbeschluss/plan.txt"));
            write(&document, word.repeat(2000 + number).as_bytes());
        }
    }

    /// Replaces all procedures.
    fn turn_into(&self, word: &str) {
        let gone = fs::read_dir(self.path("content/gemeinden/meissen")).expect("a folder");
        for entry in gone.map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                fs::remove_dir_all(entry).expect("a folder that can be removed");
            }
        }
        self.fill(word);
    }

    fn build(&self) -> Command {
        build(self.folder.path(), &self.path("output"))
    }
}

fn procedure(word: &str, number: usize) -> String {
    format!(
        "planname: Am {word} {number}\nplanart: bebauungsplan\nverfahrensart: regelverfahren\n\
         geltungsbereich:\n  beschreibung: Zwischen Bahnhof und Fluss.\n  ohne_flaeche: Folgt.\n\
         kurzbeschreibung: Ein Plan für einen Test.\nphasen:\n\
         \x20 - kennung: 01-aufstellungsbeschluss\n    art: aufstellungsbeschluss\n\
         \x20   datum: 2025-01-15\n    unterlagen:\n      - datei: plan.txt\n        art: sonstiges\n\
         \x20       titel: Plan\n        stand: 2025-01-10\n"
    )
}

#[expect(clippy::disallowed_methods, reason = "the test starts the program")]
fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    Command::new(program)
}

fn build(portal: &Path, output: &Path) -> Command {
    let mut command = command(env!("CARGO_BIN_EXE_offenlage"));
    command.arg("build").arg(portal).arg("--output").arg(output);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[expect(clippy::disallowed_methods, reason = "the test writes a portal")]
fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder around it")).expect("a writable folder");
    fs::write(path, bytes).expect("a writable file");
}

#[expect(clippy::disallowed_methods, reason = "the test looks at the site")]
fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

fn manifest(site: &Path) -> String {
    String::from_utf8(read(&site.join("manifest.json"))).expect("a text")
}

/// Every file of a site but the manifest and the mark, with its hash: what a reader could get.
fn served(site: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(site).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(site).expect("below the site");
        let hash = Sha256::digest(read(entry.path()));
        let hash = hash.iter().map(|byte| format!("{byte:02x}"));
        (path.to_string_lossy().into_owned(), hash.collect())
    });
    let is_own = |path: &String| path != "manifest.json" && path != ".offenlage-output";
    files.filter(|(path, _)| is_own(path)).collect()
}

/// The files that a manifest lists, with their hashes.
fn listed(manifest: &str) -> BTreeMap<String, String> {
    let lines: Vec<serde_json::Value> = serde_json::from_str(manifest).expect("a manifest");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    lines
        .iter()
        .map(|line| (text(&line["path"]), text(&line["sha256"])))
        .collect()
}

const KILLS: usize = 100;

#[test]
fn a_build_that_is_killed_leaves_a_whole_site() {
    let portal = Portal::new("muehle");
    let output = portal.path("output");
    assert!(portal.build().status().expect("a program").success());
    let mut sites = vec![manifest(&output)];
    portal.turn_into("hafen");
    let started = Instant::now();
    assert!(portal.build().status().expect("a program").success());
    let mut usual = started.elapsed();
    sites.push(manifest(&output));
    assert_ne!(sites[0], sites[1]);

    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        // A reader that never rests: the home page is always there.
        let reader = scope.spawn(|| {
            let mut missing = 0;
            while !is_over.load(Ordering::Relaxed) {
                missing += usize::from(!output.join("index.html").is_file());
            }
            missing
        });
        let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
        let mut killed = 0;
        // What a build takes depends on what else the machine does: a build that was over before its
        // end came tells how long the next one may live, and only those count that were hit.
        for round in 0.. {
            if killed == KILLS {
                break;
            }
            assert!(round < 20 * KILLS, "only {killed} builds were hit");
            portal.turn_into(["muehle", "hafen"][round % 2]);
            let started = Instant::now();
            let mut child = portal.build().spawn().expect("a program");
            let limit = u64::try_from(usual.as_micros()).expect("a short time");
            thread::sleep(Duration::from_micros(draw.below(limit * 6 / 5 + 1)));
            let has_ended = child.try_wait().expect("a child").is_some();
            child.kill().expect("a child");
            let is_hit = !child.wait().expect("a child").success();
            killed += usize::from(is_hit);
            usual = if has_ended {
                started.elapsed().min(usual) * 9 / 10
            } else {
                usual * 21 / 20
            };
            let now = manifest(&output);
            assert!(sites.contains(&now), "round {round}: neither old nor new");
            assert_eq!(listed(&now), served(&output), "round {round}: not whole");
        }
        is_over.store(true, Ordering::Relaxed);
        let missing = reader.join().expect("a reader");
        if cfg!(target_os = "linux") {
            assert_eq!(missing, 0, "the home page was gone for a moment");
        }
    });
    assert!(portal.build().status().expect("a program").success());
    let side: Vec<_> = (fs::read_dir(portal.path(".output.offenlage")).expect("a folder"))
        .map(|entry| entry.expect("an entry").file_name())
        .filter(|name| name == "new" || name == "old")
        .collect();
    assert!(side.is_empty(), "leftovers are cleared away: {side:?}");
}

#[test]
fn two_builds_at_once_give_one_whole_site() {
    let portal = Portal::new("muehle");
    let mut children: Vec<_> = (0..4)
        .map(|_| portal.build().spawn().expect("a program"))
        .collect();
    for child in &mut children {
        assert!(child.wait().expect("a child").success());
    }
    let output = portal.path("output");
    assert_eq!(listed(&manifest(&output)), served(&output));
}

#[test]
fn changes_are_listed_on_request() {
    let portal = Portal::new("muehle");
    let said = |portal: &Portal| {
        let mut command = portal.build();
        let output = command.arg("--changed").stdout(Stdio::piped()).output();
        String::from_utf8(output.expect("a program").stdout).expect("a text")
    };
    let first = said(&portal);
    assert!(first.contains("+ index.html\n"), "{first}");
    let second = said(&portal);
    let is_change = |line: &&str| ["+ ", "~ ", "- "].iter().any(|mark| line.starts_with(mark));
    assert_eq!(second.lines().find(is_change), None, "nothing changed");
    let procedure = "content/gemeinden/meissen/muehle-3/01-aufstellungsbeschluss/plan.txt";
    write(&portal.path(procedure), b"another plan");
    let third = said(&portal);
    let document = "~ verfahren/meissen/muehle-3/01-aufstellungsbeschluss/plan.txt\n";
    assert!(third.contains(document), "{third}");
    let is_other = |line: &&str| line.starts_with("~ ") && line.contains("muehle-4");
    assert_eq!(third.lines().find(is_other), None, "{third}");
}

/// Runs a script in a mount namespace of its own; none where this user may not have one.
fn with_mounts(script: &str, portal: &Portal) -> Option<Output> {
    let mut probe = command("unshare");
    probe.args(["--mount", "sh", "-c", "mount -t tmpfs none /mnt"]);
    let may = probe.stderr(Stdio::null()).status();
    if !may.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: this user may not mount a file system of its own");
        return None;
    }
    let mut shell = command("unshare");
    shell.args(["--mount", "sh", "-euc", script]);
    shell.env("OFFENLAGE", env!("CARGO_BIN_EXE_offenlage"));
    shell.env("PORTAL", portal.folder.path());
    Some(shell.output().expect("a shell"))
}

fn text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_full_disk_leaves_the_old_site_and_says_so() {
    let portal = Portal::new("muehle");
    let script = r#"
        mount -t tmpfs -o size=24m none /mnt
        "$OFFENLAGE" build "$PORTAL" --output /mnt/output >/dev/null
        cp /mnt/output/manifest.json "$PORTAL/before.json"
        dd if=/dev/zero of=/mnt/full bs=1k count=30000 2>/dev/null || true
        sed -i s/Bahnhof/Bach/ "$PORTAL"/content/gemeinden/meissen/*/verfahren.yaml
        status=0
        "$OFFENLAGE" build "$PORTAL" --output /mnt/output || status=$?
        echo "status $status"
        cmp /mnt/output/manifest.json "$PORTAL/before.json" && echo same
        rm /mnt/full
        "$OFFENLAGE" build "$PORTAL" --output /mnt/output >/dev/null && echo again
        cmp -s /mnt/output/manifest.json "$PORTAL/before.json" || echo other
    "#;
    let Some(output) = with_mounts(script, &portal) else {
        return;
    };
    let (said, complained) = text(&output);
    assert!(
        said.ends_with("status 2\nsame\nagain\nother\n"),
        "{said}{complained}"
    );
    assert!(
        complained.contains("Der Datenträger ist voll"),
        "{complained}"
    );
}

#[test]
fn a_portal_that_cannot_be_written_is_built_elsewhere() {
    let portal = Portal::new("muehle");
    let script = r#"
        mount --bind "$PORTAL" "$PORTAL"
        mount -o remount,ro,bind "$PORTAL"
        mount -t tmpfs none /mnt
        "$OFFENLAGE" build "$PORTAL" --output /mnt/site/output >/dev/null
        "$OFFENLAGE" build "$PORTAL" --output /mnt/site/output --changed | grep -c "^[+~-] " || true
        cp -r /mnt/site/output /tmp/offenlage-$$
        echo /tmp/offenlage-$$
    "#;
    let Some(output) = with_mounts(script, &portal) else {
        return;
    };
    let (said, complained) = text(&output);
    let (lines, site) = said.trim().split_once('\n').expect("two lines");
    assert_eq!(lines, "0", "{complained}");
    let site = Path::new(site);
    assert_eq!(listed(&manifest(site)), served(site));
    fs::remove_dir_all(site).expect("a copy");
}
