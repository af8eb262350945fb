//! Clients who keep an endpoint busy while something happens to it.

use crate::collect::{PHASE, ask, number};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const CLIENTS: usize = 6;
/// Whoever waits longer for something to happen waits in vain.
const END: Duration = Duration::from_secs(120);
/// The first client sends attachments of so many bytes, too long to pass through memory alone.
const FILE: usize = 150_000;

/// What the clients have seen so far.
pub struct Load {
    pub public: String,
    is_over: AtomicBool,
    has_failed: AtomicBool,
    /// Something stands between the clients and the endpoint.
    pub has_balancer: AtomicBool,
    /// The number of each receipt by the text that it acknowledges.
    acknowledged: Mutex<BTreeMap<String, String>>,
    refused: AtomicUsize,
    sendings: AtomicUsize,
    /// The last refusal without and with an attachment.
    refusals: Mutex<[String; 2]>,
}

/// Sends statements, one after the other from each client, while `during` runs. What is refused
/// is sent again until it is acknowledged. Returns the numbers by their texts.
pub fn under_load(public: &str, during: impl FnOnce(&Load)) -> BTreeMap<String, String> {
    let load = Load {
        public: public.to_owned(),
        is_over: AtomicBool::new(false),
        has_failed: AtomicBool::new(false),
        has_balancer: AtomicBool::new(false),
        acknowledged: Mutex::default(),
        refused: AtomicUsize::new(0),
        sendings: AtomicUsize::new(0),
        refusals: Mutex::default(),
    };
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let load = &load;
            scope.spawn(move || {
                let failed = Flag(&load.has_failed);
                load.send_all(client);
                // All went well: the flag stays down.
                std::mem::forget(failed);
            });
        }
        let over = Flag(&load.is_over);
        during(&load);
        drop(over);
    });
    load.acknowledged
        .into_inner()
        .expect("no client has failed")
}

/// Raised when it is dropped, also where a test fails.
struct Flag<'a>(&'a AtomicBool);

impl Drop for Flag<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Load {
    /// Waits until so many more statements are acknowledged.
    pub fn more_acknowledged(&self, count: usize) {
        let acknowledged = || self.acknowledged.lock().expect("no client fails").len();
        self.wait(acknowledged() + count, acknowledged);
    }

    /// Waits until so many more are refused, and returns the last refusal without and with an
    /// attachment since.
    pub fn more_refused(&self, count: usize) -> [String; 2] {
        let refused = || self.refused.load(Ordering::SeqCst);
        *self.refusals.lock().expect("no client fails") = Default::default();
        self.wait(refused() + count, refused);
        let both = || self.refusals.lock().expect("no client fails").clone();
        self.wait(1, || {
            usize::from(both().iter().all(|text| !text.is_empty()))
        });
        both()
    }

    /// What is acknowledged until now.
    pub fn acknowledged_so_far(&self) -> BTreeMap<String, String> {
        self.acknowledged.lock().expect("no client fails").clone()
    }

    fn wait(&self, target: usize, count: impl Fn() -> usize) {
        let begin = Instant::now();
        while count() < target {
            let has_failed = self.has_failed.load(Ordering::SeqCst);
            assert!(!has_failed, "a client met something else");
            assert!(begin.elapsed() < END, "{} of {target}", count());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn send_all(&self, client: usize) {
        for at in 0.. {
            if self.is_over.load(Ordering::SeqCst) {
                return;
            }
            let text = format!("Text {client}.{at}");
            let begin = Instant::now();
            while !self.send(client, &text) {
                assert!(begin.elapsed() < END, "{text} was never acknowledged");
                thread::sleep(Duration::from_millis(5));
            }
        }
    }

    /// Sends a statement; whether it was acknowledged.
    fn send(&self, client: usize, text: &str) -> bool {
        let has_file = client == 0;
        // Each sending from its own address: a whole town, not one house.
        let sending = self.sendings.fetch_add(1, Ordering::SeqCst);
        let [.., a, b, c] = sending.to_be_bytes();
        let from = format!("10.{a}.{b}.{c}");
        let Some(answer) = ask(&self.public, &request(&from, text, has_file)) else {
            return false;
        };
        if answer.is_empty() && self.has_balancer.load(Ordering::SeqCst) {
            // What stands in between ends the connection of an endpoint that was killed in peace.
            return false;
        }
        let Some(number) = number(&answer) else {
            assert!(answer.starts_with("HTTP/1.1 503"), "{text}: {answer}");
            self.refusals.lock().expect("no client fails")[usize::from(has_file)] = answer;
            self.refused.fetch_add(1, Ordering::SeqCst);
            return false;
        };
        let mut all = self.acknowledged.lock().expect("no client fails");
        all.insert(text.to_owned(), number);
        true
    }
}

/// A statement from an address, with or without an attachment.
pub fn request(from: &str, text: &str, has_file: bool) -> String {
    let mut body = String::new();
    let once = text.replace(' ', "-");
    let fields = [
        ("text", text),
        ("name", "Anna"),
        ("betroffenheit", "anwohner"),
        ("einmal", &once),
    ];
    for (name, value) in fields {
        body.push_str(&format!(
            "--g\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    if has_file {
        body.push_str(
            "--g\r\nContent-Disposition: form-data; name=\"anlage\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n",
        );
        body.push_str(&"x".repeat(FILE));
        body.push_str("\r\n");
    }
    body.push_str("--g--\r\n");
    format!(
        "POST {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\nX-Forwarded-For: {from}\r\n\
         Content-Type: multipart/form-data; boundary=g\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
