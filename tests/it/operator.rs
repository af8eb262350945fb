//! What whoever runs the endpoint relies on: it ends in peace, outlives a shortage, keeps two sides apart,
//! can be copied while it works, and its log names nobody.

use crate::collect::{COLLECT, Endpoint, PHASE, Place, ask, compare, number};
use crate::load::{request, under_load};
use offenlage::inbox::Store;
use offenlage::inbox::sqlite::Sqlite;
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

fn start(place: &Place, more: &[&str]) -> Endpoint {
    let mut command = place.offenlage(&COLLECT);
    command.args(["--proxy", "127.0.0.1"]).args(more);
    Endpoint::of(command.stderr(Stdio::null()))
}

fn process(endpoint: &Endpoint) -> Pid {
    let id = i32::try_from(endpoint.child.id()).expect("ids are small");
    Pid::from_raw(id).expect("a process")
}

fn get(address: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: pruefportal.example\r\n\r\n");
    ask(address, &request).expect("an answer")
}

#[test]
fn an_endpoint_that_is_told_to_end_ends_what_is_under_way() {
    let place = Place::new();
    let mut all = BTreeMap::new();
    for round in 0..5 {
        let mut endpoint = start(&place, &[]);
        let mut slow = TcpStream::connect(&endpoint.public).expect("a connection");
        let last = request("10.9.9.9", &format!("Text zuletzt.{round}"), false);
        let (head, rest) = last.split_at(last.len() - 20);
        slow.write_all(head.as_bytes()).expect("sent");
        thread::sleep(Duration::from_millis(200));
        kill_process(process(&endpoint), Signal::TERM).expect("one's own process");
        thread::sleep(Duration::from_millis(200));
        slow.write_all(rest.as_bytes()).expect("it is still read");
        let mut answer = String::new();
        slow.read_to_string(&mut answer).expect("an answer");
        let own = number(&answer).unwrap_or_else(|| panic!("{answer}"));
        all.insert(format!("Text zuletzt.{round}"), own);
        let status = endpoint.child.wait().expect("it ends");
        assert!(status.success(), "{status}");
    }
    compare(&place.store(), &place.keys(), &all);
}

#[test]
fn without_file_descriptors_it_waits_and_goes_on() {
    let place = Place::new();
    let mut endpoint = start(&place, &[]);
    let few = Rlimit {
        current: Some(48),
        maximum: Some(48),
    };
    prlimit(Some(process(&endpoint)), Resource::Nofile, few).expect("one's own process");
    for round in 0..3 {
        let idle: Vec<TcpStream> = (0..200)
            .map(|_| TcpStream::connect(&endpoint.public).expect("a place in the queue"))
            .collect();
        thread::sleep(Duration::from_millis(500));
        drop(idle);
        let begin = Instant::now();
        let sent = request("10.0.0.1", &format!("Text {round}"), false);
        while ask(&endpoint.public, &sent)
            .and_then(|answer| number(&answer))
            .is_none()
        {
            assert!(begin.elapsed() < Duration::from_secs(60), "it is deaf");
            thread::sleep(Duration::from_millis(100));
        }
    }
    assert_eq!(endpoint.child.try_wait().ok(), Some(None), "it still runs");
    assert_eq!(place.store().count(), Ok(3));
}

#[test]
fn citizens_and_offices_have_an_address_each_and_nothing_of_the_others() {
    let place = Place::new();
    let endpoint = start(&place, &[]);
    for path in ["/zahlen", "/gesund", "/abholen/14627140/ereignisse?nach=0"] {
        let answer = get(&endpoint.public, path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
    assert!(get(&endpoint.admin, PHASE).starts_with("HTTP/1.1 404"));
    let sent = request("10.0.0.1", "Am falschen Ort", false);
    let answer = ask(&endpoint.admin, &sent).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    assert_eq!(place.store().count(), Ok(0));
    assert!(get(&endpoint.admin, "/gesund").starts_with("HTTP/1.1 200"));
    // What Prometheus reads: a type for each number, and no label that could name anybody.
    let numbers = get(&endpoint.admin, "/zahlen");
    let (_, lines) = numbers.split_once("\r\n\r\n").expect("a body");
    let plain = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    for pair in lines.lines().collect::<Vec<_>>().chunks(2) {
        let [kind, line] = pair else {
            panic!("{lines}");
        };
        let words: Vec<&str> = kind.split(' ').collect();
        let (name, number) = line.split_once(' ').expect("a name and a number");
        assert!(
            matches!(words[..], ["#", "TYPE", own, "counter" | "gauge"] if own == name),
            "{kind}"
        );
        assert!(plain(name) && number.parse::<u64>().is_ok(), "{line}");
    }
}

#[test]
fn a_copy_that_is_made_under_load_is_whole() {
    let place = Place::new();
    let endpoint = start(&place, &[]);
    let mut until_then = BTreeMap::new();
    let acknowledged = under_load(&endpoint.public, |load| {
        load.more_acknowledged(40);
        until_then = load.acknowledged_so_far();
        let (good, said) = place.run(&["inbox", "backup", "kopie.sqlite", "--inbox", "annahme"]);
        assert!(good, "{said}");
        load.more_acknowledged(40);
    });
    let copy = Sqlite::open(&place.path("kopie.sqlite")).expect("a store");
    compare(&copy, &place.keys(), &until_then);
    assert!((copy.count().expect("readable") as usize) < acknowledged.len());
    compare(&place.store(), &place.keys(), &acknowledged);
}

/// What an endpoint has reported so far.
fn log_of(place: &Place) -> String {
    let mut said = String::new();
    let read = File::open(place.path("log")).and_then(|mut log| log.read_to_string(&mut said));
    read.map(|_| said).expect("a log")
}

#[test]
fn the_log_names_nobody_whatever_goes_wrong() {
    let place = Place::new();
    let log = File::create(place.path("log")).expect("a file");
    let gone = std::net::TcpListener::bind("127.0.0.1:0").and_then(|own| own.local_addr());
    let mail = format!("smtp://{}", gone.expect("an address"));
    let mut command = place.offenlage(&COLLECT);
    command.args([
        "--proxy",
        "127.0.0.1",
        "--smtp",
        &mail,
        "--from",
        "a@stadt.example",
    ]);
    command.args(["--clamav", "/nirgends/clamd.ctl"]);
    let endpoint = Endpoint::of(command.stderr(log));
    let post = |fields: &str, kind: &str| {
        let head = format!(
            "POST {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\nX-Forwarded-For: 10.77.66.55\r\n\
             User-Agent: Altes-Telefon\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            fields.len()
        );
        ask(&endpoint.public, &(head + fields)).expect("an answer")
    };
    let form = "application/x-www-form-urlencoded";
    let sent = "text=Geheimes+Anliegen&name=Hanka+Nowak&email=hanka%40privat.example&betroffenheit=anwohner";
    assert!(number(&post(sent, form)).is_some());
    post(&sent.replace("anwohner", "mond"), form);
    post(sent, "multipart/form-data; boundary=Nowak");
    post(sent, "text/plain");
    get(&endpoint.public, "/annahme/verfahren/Nowak/");
    get(&endpoint.admin, "/abholen/14627140/Nowak/0");
    // A confirmation is tried, and the mail server does not answer.
    let begin = Instant::now();
    while !log_of(&place).contains("confirmation") && begin.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(200));
    }
    // The disk takes nothing any more.
    let none = Rlimit {
        current: Some(16 * 1024),
        maximum: None,
    };
    prlimit(Some(process(&endpoint)), Resource::Fsize, none).expect("one's own process");
    let failed = |at: usize| post(&sent.replace("Geheimes", &format!("Geheimes{at}")), form);
    assert!((0..200).any(|at| failed(at).starts_with("HTTP/1.1 503")));
    let said = log_of(&place);
    for words in ["confirmation", "store", "Virenscanner"] {
        assert!(said.contains(words), "{words} is missing in {said}");
    }
    for word in [
        "Nowak",
        "Hanka",
        "hanka",
        "Geheimes",
        "10.77.66",
        "127.0.0.1",
        "Telefon",
        "mond",
    ] {
        assert!(!said.contains(word), "{word} in {said}");
    }
}

#[test]
fn a_receipt_is_checked_without_asking_anybody() {
    let place = Place::new();
    let endpoint = start(&place, &[]);
    let sent = ask(&endpoint.public, &request("10.0.0.1", "Zu laut", true)).expect("an answer");
    let (_, rest) = sent.split_once("Location: ").expect("a receipt");
    let at = rest.lines().next().and_then(|line| line.split('?').next());
    let file = get(&endpoint.public, &format!("{}.txt", at.expect("a place")));
    let (_, receipt) = file.split_once("\r\n\r\n").expect("a body");
    let (_, public) = place.run(&["keys", "show"]);
    drop(endpoint);
    let put = |name: &str, text: &str| {
        let file = File::create(place.path(name));
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("a file");
    };
    put("quittung.txt", receipt);
    put(
        "anders.txt",
        &receipt.replace("Verspätet: nein", "Verspätet: ja"),
    );
    // Without a network, where the system lets the test cut it off.
    let offline = |arguments: &[&str]| {
        #[expect(clippy::disallowed_methods, reason = "the test runs the program")]
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net"]).args(arguments);
        command.current_dir(place.path(".")).output()
    };
    let is_cut_off = offline(&["true"]).is_ok_and(|output| output.status.success());
    let verify = |arguments: &[&str]| {
        let program = [env!("CARGO_BIN_EXE_offenlage"), "verify"];
        if !is_cut_off {
            return place.run(&[&program[1..], arguments].concat());
        }
        let output = offline(&[&program[..], arguments].concat()).expect("the program runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), said)
    };
    let key = ["--key", public.trim()];
    let (good, said) = verify(&["quittung.txt", key[0], key[1]]);
    assert!(
        good && said.contains("Echt") && said.contains(&number(&sent).expect("a number")),
        "{said}"
    );
    let (good, said) = verify(&["quittung.txt"]);
    assert!(good && said.contains(public.trim()), "{said}");
    let (good, said) = verify(&["quittung.txt", "--key", &"00".repeat(32)]);
    assert!(!good && said.contains("anderen Schlüssel"), "{said}");
    let (good, said) = verify(&["anders.txt", key[0], key[1]]);
    assert!(!good && said.contains("nicht echt"), "{said}");
}
