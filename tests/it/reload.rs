//! The portal is built again and again while statements come in.

use crate::collect::{COLLECT, Endpoint, PHASE, Place, ask, compare};
use crate::load::under_load;
use offenlage::inbox::opened;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

const MANIFEST: &str = "annahme/stellungnahmen.json";
const THEME: &str = "annahme/thema.json";
const SEND: &str = "Stellungnahme absenden";

/// One truth: what the form shows, and how a statement is taken.
struct Truth {
    send: &'static str,
    display: String,
    is_late: bool,
}

fn text(place: &Place, file: &str) -> String {
    let mut text = String::new();
    File::open(place.path(file))
        .and_then(|mut file| file.read_to_string(&mut text))
        .expect("a file of the site");
    text
}

fn put(place: &Place, file: &str, text: &str) {
    let path = place.path(file);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    File::create(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .expect("a file");
}

/// Builds a second site beside the first, in which the period is over, other documents are on
/// display, and the theme has another word.
fn truths(place: &Place) -> [Truth; 2] {
    let mut manifest: serde_json::Value =
        serde_json::from_str(&text(place, &format!("output/{MANIFEST}"))).expect("a manifest");
    let address = PHASE.trim_start_matches("/annahme/");
    let phase = &mut manifest["phasen"][address];
    let before = phase["stand"].as_str().expect("a display").to_owned();
    let after = "0123456789abcdef".repeat(2);
    phase["stand"] = after.clone().into();
    phase["ende"] = "2026-05-10".into();
    put(place, &format!("other/{MANIFEST}"), &manifest.to_string());
    let theme = text(place, &format!("output/{THEME}"));
    assert!(theme.contains(SEND));
    let theme = theme.replace(SEND, "Nun absenden");
    put(place, &format!("other/{THEME}"), &theme);
    [(SEND, before, false), ("Nun absenden", after, true)].map(|(send, display, is_late)| Truth {
        send,
        display,
        is_late,
    })
}

/// The new portal is there, and just then there is no file descriptor to read it with. Nothing of it changes
/// afterwards, and it is taken all the same.
#[test]
fn a_portal_that_could_not_be_read_for_a_while_is_read_again() {
    let place = Place::new();
    truths(&place);
    let log = File::create(place.path("log")).expect("a file");
    let endpoint = Endpoint::of(place.offenlage(&COLLECT).stderr(log));
    let id = i32::try_from(endpoint.child.id()).expect("ids are small");
    let most = getrlimit(Resource::Nofile).maximum;
    let limit = |current| {
        let limit = Rlimit {
            current,
            maximum: most,
        };
        prlimit(Pid::from_raw(id), Resource::Nofile, limit).expect("one's own process");
    };
    limit(Some(3));
    let (here, there) = (place.path("output"), place.path("other"));
    renameat_with(CWD, here, CWD, there, RenameFlags::EXCHANGE).expect("exchanged");
    let told = || text(&place, "log").matches("nicht lesbar; es gilt").count();
    let begin = Instant::now();
    while told() == 0 {
        assert!(begin.elapsed().as_secs() < 60, "it is not told");
        thread::sleep(Duration::from_millis(100));
    }
    thread::sleep(Duration::from_secs(2));
    assert_eq!(told(), 1, "the log is not filled");
    limit(most);
    let request = format!("GET {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\n\r\n");
    let begin = Instant::now();
    while !ask(&endpoint.public, &request).is_some_and(|form| form.contains("Nun absenden")) {
        assert!(
            begin.elapsed().as_secs() < 60,
            "the new portal was not taken"
        );
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn each_statement_is_taken_by_one_of_two_truths_and_none_is_lost() {
    let place = Place::new();
    let truths = truths(&place);
    let mut command = place.offenlage(&COLLECT);
    let endpoint = Endpoint::of(command.args(["--proxy", "127.0.0.1"]).stderr(Stdio::null()));
    let form = || {
        let request = format!("GET {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\n\r\n");
        let form = ask(&endpoint.public, &request).expect("an answer");
        let shown = truths.iter().position(|truth| form.contains(truth.send));
        let shown = shown.expect("a form");
        let is_late = form.contains("als verspätet vermerkt");
        assert_eq!(
            is_late, truths[shown].is_late,
            "theme and period are of one build"
        );
        shown
    };
    let acknowledged = under_load(&endpoint.public, |load| {
        for round in 1..=24 {
            // As a build does it: the new site takes the old one's place as a whole.
            let (here, there) = (place.path("output"), place.path("other"));
            renameat_with(CWD, here, CWD, there, RenameFlags::EXCHANGE).expect("exchanged");
            if round % 8 == 0 {
                // What cannot be read changes nothing, and the next one is taken again.
                let whole = text(&place, &format!("output/{MANIFEST}"));
                put(&place, &format!("output/{MANIFEST}"), "{ not a manifest");
                load.more_acknowledged(12);
                put(&place, &format!("output/{MANIFEST}"), &whole);
                continue;
            }
            let begin = Instant::now();
            while form() != round % 2 {
                assert!(
                    begin.elapsed().as_secs() < 300,
                    "the new portal was not taken"
                );
            }
            load.more_acknowledged(6);
        }
    });
    let store = place.store();
    compare(&store, &place.keys(), &acknowledged);
    let mut taken = [0, 0];
    for entry in opened::entries(&store).expect("a readable store") {
        let clear = entry.clear;
        let by = |truth: &Truth| clear.display == truth.display && clear.is_late == truth.is_late;
        taken[truths.iter().position(by).expect("one truth, whole")] += 1;
    }
    assert!(taken.iter().all(|count| *count >= 50), "{taken:?}");
}
