//! Attachments and the virus scanner: one that a test plays, and the real one where it is there.

use super::*;
use crate::intake::scan::Scanner;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::thread;

/// What the scanner of these tests takes for a virus; `tests/with-clamav` teaches it the real one.
const BAD: &[u8] = b"Offenlage-Testdatei, harmlos, aber verdaechtig";

/// Plays clamd for one connection: reads what is sent as its protocol says, and answers.
fn play(mut line: impl Read + Write) {
    let mut command = Vec::new();
    let mut byte = [0];
    while line.read_exact(&mut byte).is_ok() && byte != [0] {
        command.push(byte[0]);
    }
    if command == b"zPING" {
        line.write_all(b"PONG\0").ok();
        return;
    }
    assert_eq!(command, b"zINSTREAM");
    let mut content = Vec::new();
    let mut length = [0; 4];
    while line.read_exact(&mut length).is_ok() && length != [0; 4] {
        let mut piece = vec![0; u32::from_be_bytes(length) as usize];
        line.read_exact(&mut piece).unwrap();
        content.extend_from_slice(&piece);
    }
    let has = |word: &[u8]| content.windows(word.len()).any(|window| window == word);
    let answer: &[u8] = match () {
        () if has(BAD) => b"stream: Offenlage.Test.UNOFFICIAL FOUND\0",
        () if has(b"zu gross") => b"INSTREAM size limit exceeded. ERROR\0",
        // It hangs up without a word.
        () if has(b"Absturz") => b"",
        () => b"stream: OK\0",
    };
    line.write_all(answer).ok();
}

/// Where a scanner of our own listens.
fn played() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || listener.incoming().flatten().for_each(play));
    address
}

fn desk(address: &str) -> Desk {
    let mut desk = Desk::open();
    desk.intake.scanner = Some(Scanner::read(address).unwrap());
    desk
}

fn pdf(content: &[u8]) -> Vec<u8> {
    // Longer than one piece, and what counts lies across the border of two.
    let before = vec![b' '; 64 * 1024 - 30];
    [b"%PDF-1.7\n", before.as_slice(), content, b"\n%%EOF\n"].concat()
}

fn send(desk: &Desk, files: &[(&str, &[u8])]) -> Answered {
    let mut parts = vec![("text", None, &b"Zu laut"[..])];
    parts.extend(
        files
            .iter()
            .map(|(name, content)| ("anlage", Some(*name), *content)),
    );
    desk.post_parts(PHASE, &parts)
}

/// What every scanner must lead to.
fn check(address: &str) {
    let desk = desk(address);
    let (good, bad) = (pdf(b"Plan"), pdf(BAD));
    assert!(desk.intake.scanner.as_ref().unwrap().ping().is_ok());
    assert_eq!(send(&desk, &[("Plan.pdf", &good)]).status, 303);
    let answer = send(
        &desk,
        &[("Brief.pdf", &bad), ("Plan.pdf", &good), ("x.exe", b"MZ\0")],
    );
    assert_eq!(answer.status, 422);
    for words in [
        "Zu laut</textarea>",
        "Brief.pdf: Der Virenscanner",
        "#f-anlage",
        "per Post",
    ] {
        assert!(answer.has(words), "{words}: {}", answer.text);
    }
    assert!(!answer.has("Plan.pdf"), "the other one is not to blame");
    let opened = desk.opened();
    assert_eq!(opened.len(), 1, "nothing of it was kept");
    assert!(!opened[0].1.attachments[0].is_unscanned);
    assert_eq!(desk.intake.counters.infected.load(Ordering::Relaxed), 1);
    assert_eq!(desk.intake.counters.unscanned.load(Ordering::Relaxed), 0);
}

#[test]
fn a_file_with_a_virus_comes_back_and_the_others_are_taken() {
    check(&played());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clamd.ctl");
    let listener = UnixListener::bind(&path).unwrap();
    thread::spawn(move || listener.incoming().flatten().for_each(play));
    check(path.to_str().unwrap());
}

/// Beside a clamd that `tests/with-clamav` has started; without one only the protocol is tested.
#[test]
fn the_real_clamd_says_the_same() {
    #[expect(clippy::disallowed_methods, reason = "the test is told where clamd is")]
    let address = std::env::var("OFFENLAGE_CLAMAV");
    if let Ok(address) = address {
        check(&address);
    }
}

/// A statement is taken and marked although nobody looked into its attachment.
fn check_unscanned(desk: &Desk, content: &[u8]) {
    assert_eq!(send(desk, &[("Plan.pdf", &pdf(content))]).status, 303);
    let (_, statement) = desk.opened().pop().unwrap();
    assert!(statement.attachments[0].is_unscanned);
    let text = String::from_utf8(statement.to_bytes().unwrap()).unwrap();
    assert!(text.contains("\"ungeprueft\":true"), "{text}");
}

#[test]
fn what_the_scanner_does_not_judge_is_taken_and_marked() {
    let desk = desk(&played());
    for content in ["zu gross", "Absturz"] {
        check_unscanned(&desk, content.as_bytes());
    }
    assert_eq!(desk.intake.counters.unscanned.load(Ordering::Relaxed), 2);
    // It still judges the next one.
    assert_eq!(send(&desk, &[("Brief.pdf", &pdf(BAD))]).status, 422);
}

#[test]
fn a_scanner_that_is_gone_costs_nobody_her_say() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    drop(listener);
    let gone = desk(&address);
    assert!(gone.intake.scanner.as_ref().unwrap().ping().is_err());
    check_unscanned(&gone, BAD);
    check_unscanned(&desk("/nirgends/clamd.ctl"), b"Plan");
    assert!(Scanner::read("clamd").is_err() && Scanner::read("rechner:tor").is_err());
}
