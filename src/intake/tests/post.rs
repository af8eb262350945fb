//! Confirmations, handed over to a mail server that the test runs itself.

use super::*;
use crate::intake::post::{Delivered, Post, deliver};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

const MAIL: &str = "text=Zu+laut.&email=hanka%40example.org";

/// A mail server for some connections: to each recipient it answers with `answer`; what it was
/// told, it hands over when a connection ends.
fn server(
    answer: &'static str,
    connections: usize,
) -> (SocketAddr, Receiver<String>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, heard) = channel();
    let thread = thread::spawn(move || {
        for stream in listener.incoming().take(connections) {
            let stream = stream.unwrap();
            let mut answers = stream.try_clone().unwrap();
            let mut told = String::new();
            let mut is_data = false;
            answers.write_all(b"220 test\r\n").unwrap();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                told.push_str(&line);
                told.push('\n');
                let says = match line.split([' ', ':']).next().unwrap_or_default() {
                    "." => {
                        is_data = false;
                        "250 taken"
                    }
                    _ if is_data => continue,
                    "DATA" => {
                        is_data = true;
                        "354 go on"
                    }
                    "RCPT" => answer,
                    "QUIT" => "221 bye",
                    _ => "250 good",
                };
                // The client may have gone after a refusal.
                answers.write_all(format!("{says}\r\n").as_bytes()).ok();
            }
            sender.send(told).ok();
        }
    });
    (address, heard, thread)
}

fn post(address: SocketAddr) -> Post {
    Post::read(&format!("smtp://{address}"), "Amt <annahme@stadt.example>").unwrap()
}

fn confirming() -> Desk {
    let mut desk = Desk::open();
    desk.intake.is_confirming = true;
    desk
}

impl Desk {
    fn deliver(&self, post: &Post, time: &str) -> Delivered {
        self.at(time);
        deliver(&self.intake, post, self.now.get().as_millisecond()).unwrap()
    }
}

#[test]
fn a_confirmation_says_what_the_receipt_says_and_nothing_of_the_statement() {
    let (address, heard, thread) = server("250 good", 1);
    let (desk, post) = (confirming(), post(address));
    let sent = desk.post(PHASE, &format!("{MAIL}&einmal=1"));
    let again = desk.post(PHASE, &format!("{MAIL}&einmal=1"));
    assert_eq!(sent.number(), again.number());
    assert_eq!(desk.deliver(&post, "2026-03-10T12:00:05Z"), Delivered::Sent);
    assert_eq!(
        desk.deliver(&post, "2026-03-20T12:00:00Z"),
        Delivered::Nothing,
        "one receipt, one confirmation"
    );
    let told = heard.recv().unwrap();
    thread.join().unwrap();
    let (entry, _) = desk.opened().remove(0);
    for part in [
        "RCPT TO:<hanka@example.org>",
        "MAIL FROM:<annahme@stadt.example>",
        "Auto-Submitted: auto-generated",
        &format!("Message-ID: <{}@stadt.example>", sent.number()),
        &format!("Nummer: {}", sent.number()),
        &entry.clear.sha256,
        "2026-03-10T13:00:00+01:00",
        "stand/?sprache",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let secret = desk.intake.key.secret_word(&sent.number());
    assert!(!told.contains("laut") && !told.contains(&secret), "{told}");
}

#[test]
fn a_confirmation_waits_while_the_server_is_down_and_outlives_a_restart() {
    let mut desk = confirming();
    // An address that nobody listens at.
    let gone = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    assert_eq!(
        desk.post(PHASE, MAIL).status,
        303,
        "the receipt waits for no mail"
    );
    assert_eq!(
        desk.deliver(&post(gone), "2026-03-10T12:00:10Z"),
        Delivered::Down
    );
    let store = Sqlite::open(&desk._folder.path().join("a.sqlite")).unwrap();
    desk.intake.store = Arc::new(store);
    let (address, heard, thread) = server("250 good", 1);
    let post = post(address);
    assert_eq!(
        desk.deliver(&post, "2026-03-10T12:00:11Z"),
        Delivered::Nothing,
        "not at once again"
    );
    assert_eq!(desk.deliver(&post, "2026-03-10T12:02:10Z"), Delivered::Sent);
    assert!(heard.recv().unwrap().contains("hanka@example.org"));
    thread.join().unwrap();
    assert_eq!(
        desk.deliver(&post, "2026-03-11T12:00:00Z"),
        Delivered::Nothing
    );
}

#[test]
fn an_address_is_forgotten_when_it_is_refused_or_after_a_week() {
    let (address, _heard, thread) = server("550 no such mailbox", 1);
    let (desk, post) = (confirming(), post(address));
    desk.post(PHASE, MAIL);
    assert_eq!(
        desk.deliver(&post, "2026-03-10T12:00:10Z"),
        Delivered::Refused
    );
    assert_eq!(
        desk.deliver(&post, "2026-03-11T12:00:10Z"),
        Delivered::Nothing
    );
    thread.join().unwrap();
    desk.post(PHASE, "text=b&email=b%40example.org");
    assert_eq!(
        desk.deliver(&post, "2026-03-18T12:00:10Z"),
        Delivered::Nothing
    );
}

#[test]
fn a_mailbox_that_is_full_gets_it_later() {
    let (address, _heard, thread) = server("452 full", 2);
    let (desk, post) = (confirming(), post(address));
    desk.post(PHASE, MAIL);
    assert_eq!(
        desk.deliver(&post, "2026-03-10T12:00:00Z"),
        Delivered::Later
    );
    assert_eq!(
        desk.deliver(&post, "2026-03-10T12:01:59Z"),
        Delivered::Nothing
    );
    assert_eq!(
        desk.deliver(&post, "2026-03-10T12:02:00Z"),
        Delivered::Later
    );
    assert_eq!(
        desk.deliver(&post, "2026-03-10T12:05:59Z"),
        Delivered::Nothing
    );
    thread.join().unwrap();
}

#[test]
fn hostile_addresses_write_no_mail() {
    let desk = confirming();
    let gone = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for address in [
        "a%40b.de%0D%0ABcc%3A+c%40d.de",
        "a%40b.de%0Abcc%3Ac%40d.de",
        "a%40b.de%2C+c%40d.de",
        "%22a%22+%3Ca%40b.de%3E",
        "a..b%40c.de",
    ] {
        desk.post(PHASE, &format!("text=x&email={address}"));
        let delivered = desk.deliver(&post(gone), "2026-03-10T12:00:00Z");
        assert_eq!(delivered, Delivered::Nothing, "{address}");
    }
    let plain = Desk::open();
    plain.post(PHASE, MAIL);
    assert_eq!(
        plain.deliver(&post(gone), "2026-03-10T12:00:00Z"),
        Delivered::Nothing,
        "without a mail server no address is kept"
    );
}

#[test]
fn addresses_go_through_no_network_in_the_clear() {
    let from = "annahme@stadt.example";
    let is_good = |server: &str| Post::read(server, from).is_ok();
    for server in [
        "smtps://a:b@mail.example",
        "smtp://a:b@mail.example?tls=required",
        "smtp://localhost",
        "smtp://127.0.0.1:2525",
    ] {
        assert!(is_good(server), "{server}");
    }
    for server in [
        "smtp://mail.example",
        "smtp://localhost.example",
        "smtp://mail.example?tls=opportunistic",
        "http://mail.example?tls=required",
        "",
    ] {
        assert!(!is_good(server), "{server}");
    }
    let error = |from| Post::read("smtps://mail.example", from).err();
    assert!(error("a@b.de\r\nBcc: c@d.de").is_some());
}
