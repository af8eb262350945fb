//! The endpoint on a disk that is full or may only be read. What it acknowledged is there, what it
//! could not take it says so of, and when there is room again it goes on by itself.

use crate::collect::{COLLECT, Endpoint, Place, ask, compare, number};
use crate::load::{Load, request, under_load};
use offenlage::inbox::Store;
use offenlage::inbox::sqlite::Sqlite;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What somebody gets whose statement could not be kept: it is said so, what she typed, and where else she
/// can turn.
pub fn check_refusal(answer: &str) {
    for words in [
        "Ihre Stellungnahme konnte nicht gespeichert werden",
        "noch nicht als abgegeben",
        ">Text ",
        "mailto:bauamt@meissen.example",
        "Stadtverwaltung Meißen, Bauverwaltungsamt, Markt\u{a0}1, 01662\u{a0}Meißen",
        "<html lang=\"de\"",
    ] {
        assert!(answer.contains(words), "{words} is missing in {answer}");
    }
}

/// What whoever looks after an endpoint reads.
fn health(endpoint: &Endpoint) -> String {
    let asked = "GET /gesund HTTP/1.1\r\nHost: pruefportal.example\r\n\r\n";
    ask(&endpoint.admin, asked).expect("an answer")
}

/// Whoever looks after an endpoint reads so, after a while.
fn becomes_good(endpoint: &Endpoint) {
    let begin = Instant::now();
    while !health(endpoint).starts_with("HTTP/1.1 200") {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "{}",
            health(endpoint)
        );
        thread::sleep(Duration::from_millis(200));
    }
}

/// Sets how long a file of a process may grow, as `prlimit` does: nothing for no limit.
fn limit(endpoint: &Endpoint, bytes: Option<u64>) {
    let id = i32::try_from(endpoint.child.id()).expect("ids are small");
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    prlimit(Pid::from_raw(id), Resource::Fsize, limit).expect("one's own process");
}

fn fill_and_free(load: &Load, fill: impl Fn(), free: impl Fn()) {
    for _ in 0..3 {
        load.more_acknowledged(20);
        fill();
        for answer in load.more_refused(20) {
            check_refusal(&answer);
        }
        free();
    }
    load.more_acknowledged(20);
}

/// Runs everywhere: the system refuses to let any file of the process grow, its log included.
#[test]
fn when_no_file_may_grow_nothing_is_taken_by_halves() {
    let place = Place::new();
    let log = File::create(place.path("log")).expect("a file");
    let mut command = place.offenlage(&COLLECT);
    let mut endpoint = Endpoint::of(command.args(["--proxy", "127.0.0.1"]).stderr(log));
    let acknowledged = under_load(&endpoint.public.clone(), |load| {
        let none = || limit(&endpoint, Some(1));
        fill_and_free(load, none, || limit(&endpoint, None));
        none();
        let said = health(&endpoint);
        assert!(
            said.starts_with("HTTP/1.1 503") && said.contains("TMPDIR"),
            "{said}"
        );
        limit(&endpoint, None);
        becomes_good(&endpoint);
    });
    assert_eq!(endpoint.child.try_wait().ok(), Some(None), "it still runs");
    compare(&place.store(), &place.keys(), &acknowledged);
}

/// SQLite would go on writing into a file that nobody finds any more.
#[test]
fn a_store_that_is_taken_away_is_noticed_before_anybody_gets_a_receipt() {
    let place = Place::new();
    let log = File::create(place.path("log")).expect("a file");
    let endpoint = Endpoint::of(place.offenlage(&COLLECT).stderr(log));
    let send =
        |text: &str| ask(&endpoint.public, &request("10.0.0.1", text, false)).expect("an answer");
    assert!(number(&send("Text eins")).is_some());
    let [path, aside] = ["annahme/eingang.sqlite", "beiseite"].map(|name| place.path(name));
    std::fs::rename(&path, &aside).expect("moved");
    check_refusal(&send("Text zwei"));
    let said = health(&endpoint);
    assert!(
        said.starts_with("HTTP/1.1 503") && said.contains("eingang.sqlite"),
        "{said}"
    );
    std::fs::rename(&aside, &path).expect("moved back");
    becomes_good(&endpoint);
    assert!(number(&send("Text zwei")).is_some());
    for ending in ["", "-wal", "-shm"] {
        let file = place.path(&format!("annahme/eingang.sqlite{ending}"));
        std::fs::remove_file(file).expect("removed");
    }
    check_refusal(&send("Text drei"));
    drop(endpoint);
    let log = File::options().append(true).open(place.path("log"));
    let endpoint = Endpoint::of(place.offenlage(&COLLECT).stderr(log.expect("the log")));
    assert!(health(&endpoint).starts_with("HTTP/1.1 200"));
    let said = std::io::read_to_string(File::open(place.path("log")).expect("the log"));
    let said = said.expect("a text");
    assert!(
        said.contains("inbox pull") && said.contains("ein neuer, leerer"),
        "{said}"
    );
    let has_time = |line: &str| {
        line.get(..4)
            .is_some_and(|year| year.parse::<u16>().is_ok())
    };
    assert!(said.lines().all(has_time), "{said}");
}

/// `sh -c` with a file system of its own, which goes with the process; none where the user may not
/// mount any.
fn own_mounts(place: &Place, script: &str) -> Option<Command> {
    let root = match rustix::process::geteuid().is_root() {
        true => &["--mount"][..],
        false => &["--mount", "--map-root-user"],
    };
    let command = |script: &str| {
        #[expect(clippy::disallowed_methods, reason = "the test mounts a small disk")]
        let mut command = Command::new("unshare");
        command.args(root).args(["sh", "-ec", script]);
        command.current_dir(place.path("."));
        command
    };
    let probe = command("mount -t tmpfs tmpfs annahme").output();
    if !probe.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: this user may not mount a disk");
        return None;
    }
    let mut command = command(script);
    command.arg(env!("CARGO_BIN_EXE_offenlage")).args(COLLECT);
    Some(command)
}

/// A folder as a process sees it.
fn inside(endpoint: &Endpoint, place: &Place, name: &str) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", endpoint.child.id()));
    let path = place.path(name);
    root.join(path.strip_prefix("/").expect("a whole path"))
}

/// Fills a disk to its last byte.
fn fill(path: &Path) {
    let mut file = File::create(path).expect("a file");
    for size in [1 << 20, 1 << 12, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
}

/// A real disk of 48 MB, with the store and everything on its way there.
#[test]
fn on_a_full_disk_nothing_is_taken_by_halves() {
    let place = Place::new();
    std::fs::create_dir(place.path("annahme")).expect("a folder");
    let script = "mount -t tmpfs -o size=48m tmpfs annahme; exec \"$0\" \"$@\" --proxy 127.0.0.1";
    let Some(mut command) = own_mounts(&place, script) else {
        return;
    };
    command.env("TMPDIR", place.path("annahme"));
    let mut endpoint = Endpoint::of(command.stderr(Stdio::null()));
    let filler = inside(&endpoint, &place, "annahme/voll");
    let acknowledged = under_load(&endpoint.public.clone(), |load| {
        let free = || std::fs::remove_file(&filler).expect("the file");
        fill_and_free(load, || fill(&filler), free);
    });
    assert_eq!(endpoint.child.try_wait().ok(), Some(None), "it still runs");
    // SQLite looks through the link in the path; so the files are copied, and the log is among them.
    for file in ["eingang.sqlite", "eingang.sqlite-wal"] {
        let from = inside(&endpoint, &place, &format!("annahme/{file}"));
        std::fs::copy(from, place.path(file)).expect("a copy");
    }
    let store = Sqlite::open(&place.path("eingang.sqlite")).expect("the store");
    compare(&store, &place.keys(), &acknowledged);
}

/// A statement without attachments is taken, so no load balancer may take the endpoint away.
#[test]
fn without_room_for_attachments_it_warns_and_takes_the_rest() {
    let place = Place::new();
    for folder in ["annahme", "zwischen"] {
        std::fs::create_dir(place.path(folder)).expect("a folder");
    }
    let script = "mount -t tmpfs -o size=1m tmpfs zwischen; exec \"$0\" \"$@\" --proxy 127.0.0.1";
    let Some(mut command) = own_mounts(&place, script) else {
        return;
    };
    command.env("TMPDIR", place.path("zwischen"));
    let endpoint = Endpoint::of(command.stderr(Stdio::null()));
    let filler = inside(&endpoint, &place, "zwischen/voll");
    fill(&filler);
    let said = health(&endpoint);
    assert!(
        said.starts_with("HTTP/1.1 200") && said.contains("TMPDIR"),
        "{said}"
    );
    let send = |has_file| {
        let request = request("10.0.0.1", "Text eins", has_file);
        ask(&endpoint.public, &request).expect("an answer")
    };
    assert!(number(&send(false)).is_some());
    check_refusal(&send(true));
    std::fs::remove_file(&filler).expect("the file");
    assert!(number(&send(true)).is_some());
}

/// Without a store that it may write, the endpoint does not begin, and says why.
#[test]
fn a_store_that_may_only_be_read_is_named_and_not_touched() {
    let place = Place::new();
    drop(Endpoint::of(
        place.offenlage(&COLLECT).stderr(Stdio::null()),
    ));
    let script =
        "mount --bind annahme annahme; mount -o remount,bind,ro annahme; exec \"$0\" \"$@\"";
    let Some(mut command) = own_mounts(&place, script) else {
        return;
    };
    let output = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("annahme/eingang.sqlite"), "{said}");
    assert_eq!(place.store().count(), Ok(0));
    let endpoint = Endpoint::of(place.offenlage(&COLLECT).stderr(Stdio::null()));
    under_load(&endpoint.public, |load| load.more_acknowledged(6));
}
