//! How an office fetches its statements: over TLS, through whatever breaks off, and past whoever stands
//! in between.

use crate::collect::{COLLECT, Endpoint, Place, ask, number};
use crate::load::request;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

const AGS: &str = "14627140";
const CERTIFICATE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/tls/localhost.crt"
);

/// What somebody in between makes of an answer to a request.
type Spoil = fn(&str, Vec<u8>) -> Vec<u8>;

/// Somebody between office and endpoint, as a web server with TLS is.
struct Between {
    address: SocketAddr,
    spoil: Arc<Mutex<Spoil>>,
    /// So many more requests are answered; then connections end without a word.
    left: Arc<AtomicUsize>,
}

impl Between {
    fn start(endpoint: &str, with_tls: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
        let plain: Spoil = |_, answer| answer;
        let own = Self {
            address: listener.local_addr().expect("an address"),
            spoil: Arc::new(Mutex::new(plain)),
            left: Arc::new(AtomicUsize::new(usize::MAX)),
        };
        let (spoil, left) = (Arc::clone(&own.spoil), Arc::clone(&own.left));
        let endpoint = endpoint.to_owned();
        let tls = with_tls.then(|| Arc::new(tls()));
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let pass = |request: &str| {
                    let has_left = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                        left.checked_sub(1)
                    });
                    has_left.ok()?;
                    let mut inner = TcpStream::connect(&endpoint).ok()?;
                    inner.write_all(request.as_bytes()).ok()?;
                    let mut answer = Vec::new();
                    inner.read_to_end(&mut answer).ok()?;
                    let spoil = *spoil.lock().ok()?;
                    Some(spoil(request, answer))
                };
                // Whoever breaks off the connection is part of the test.
                match &tls {
                    None => serve(stream, pass),
                    Some(tls) => {
                        let session = ServerConnection::new(Arc::clone(tls)).expect("a session");
                        serve(StreamOwned::new(session, stream), pass);
                    }
                }
            }
        });
        own
    }

    fn spoil(&self, spoil: Spoil) {
        *self.spoil.lock().expect("no thread fails") = spoil;
    }
}

fn tls() -> ServerConfig {
    let certificate = CertificateDer::from_pem_file(CERTIFICATE).expect("a certificate");
    let key = Path::new(CERTIFICATE).with_extension("key");
    let key = PrivateKeyDer::from_pem_file(key).expect("a key");
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate and its key")
}

/// Passes on one request and its answer; none where the connection shall end without one.
fn serve(mut client: impl Read + Write, pass: impl Fn(&str) -> Option<Vec<u8>>) {
    let (mut head, mut byte) = (String::new(), [0]);
    while !head.ends_with("\r\n\r\n") {
        match client.read(&mut byte) {
            Ok(1) => head.push(char::from(byte[0])),
            _ => return,
        }
    }
    if let Some(answer) = pass(&head) {
        client.write_all(&answer).ok();
        client.flush().ok();
    }
}

/// An endpoint that has taken statements, every third with an attachment, and an office with a token.
fn full(count: usize) -> (Place, Endpoint, Vec<String>) {
    let place = Place::new();
    let token = place.token();
    put(&place.path("zugang.txt"), token.as_bytes());
    let mut command = place.offenlage(&COLLECT);
    let endpoint = Endpoint::of(command.args(["--proxy", "127.0.0.1"]).stderr(Stdio::null()));
    let sent = (0..count).map(|at| {
        let request = request(&format!("10.0.0.{at}"), &format!("Text {at}"), at % 3 == 0);
        let answer = ask(&endpoint.public, &request).expect("an answer");
        number(&answer).expect("a receipt")
    });
    let sent = sent.collect();
    (place, endpoint, sent)
}

fn put(path: &Path, bytes: &[u8]) {
    let file = std::fs::File::create(path);
    file.and_then(|mut file| file.write_all(bytes))
        .expect("a file");
}

fn pull<'a>(from: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let all = [
        "inbox",
        "pull",
        from,
        "--gemeinde",
        AGS,
        "--token-file",
        "zugang.txt",
    ];
    [&all, more].concat()
}

const KEY: [&str; 2] = ["--key", "amt.schluessel"];

/// What is in the office's inbox, opened with every attachment: the numbers.
fn opened(place: &Place, to: &str) -> Vec<String> {
    let (good, said) = place.run(&["inbox", "export", to, KEY[0], KEY[1], "--format", "csv"]);
    assert!(good, "{said}");
    let (_, list) = place.run(&["inbox", "list"]);
    let number = |line: &str| {
        line.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    list.lines().skip(1).map(number).collect()
}

#[test]
fn an_office_fetches_over_tls_from_the_endpoint_that_it_knows() {
    let (place, endpoint, sent) = full(4);
    let between = Between::start(&endpoint.admin, true);
    let from = format!("https://localhost:{}", between.address.port());
    let refused = |more: &[&str], why: &str| {
        let (good, said) = place.run(&pull(&from, more));
        assert!(!good && said.contains(why), "{more:?}: {said}");
    };
    let root = ["--root", CERTIFICATE];
    refused(&KEY, "certificate");
    refused(&["--root", "amt.schluessel"], "Zertifikat");
    let other = "00".repeat(32);
    refused(
        &[&root[..], &["--endpoint-key", &other]].concat(),
        "anderen Annahmestelle",
    );
    let (good, said) = place.run(&pull("http://annahme.example", &KEY));
    assert!(!good && said.contains("https://"), "{said}");
    put(&place.path("zugang.txt"), b"ein anderes Wort");
    refused(&root, "keys token");
    let citizens = format!("http://{}", endpoint.public);
    let (good, said) = place.run(&pull(&citizens, &KEY));
    assert!(!good && said.contains("nicht die des Portals"), "{said}");
    let (good, said) = place.run(&pull("http://127.0.0.1:9", &KEY));
    assert!(!good && said.contains("nicht zu erreichen"), "{said}");
    let english = [&pull("http://127.0.0.1:9", &KEY)[..], &["--lang", "en"]].concat();
    let (good, said) = place.run(&english);
    assert!(!good && said.contains("cannot be reached"), "{said}");
    let token = place.token();
    put(&place.path("zugang.txt"), token.as_bytes());
    let (_, public) = place.run(&["keys", "show"]);
    let known = [&root[..], &KEY, &["--endpoint-key", public.trim()]].concat();
    // The endpoint takes a new token without a restart.
    let begin = std::time::Instant::now();
    let taken = loop {
        let (good, said) = place.run(&pull(&from, &known));
        if good || begin.elapsed() > Duration::from_secs(20) {
            break said;
        }
        thread::sleep(Duration::from_millis(200));
    };
    assert_eq!(taken, "Neu: 4, geändert: 0\n");
    assert_eq!(opened(&place, "alle").len(), sent.len());
}

/// Changes the last byte of an answer.
fn flipped(mut answer: Vec<u8>) -> Vec<u8> {
    if let Some(last) = answer.last_mut() {
        *last ^= 1;
    }
    answer
}

/// What is changed, and what the office is told of it, where that is our own word.
fn spoils() -> [(Spoil, &'static str); 6] {
    [
        (
            |_, answer| {
                let text = String::from_utf8_lossy(&answer)
                    .replace("\"verspaetet\":false", "\"verspaetet\":true ");
                text.into_bytes()
            },
            "Unterschrift",
        ),
        (
            |_, answer| {
                let text = String::from_utf8_lossy(&answer)
                    .replace("\"gemeinde\":\"14627140\"", "\"gemeinde\":\"14627141\"");
                text.into_bytes()
            },
            "another municipality",
        ),
        (
            |request, answer| {
                if request.contains("/0 HTTP") {
                    flipped(answer)
                } else {
                    answer
                }
            },
            "",
        ),
        (
            |request, answer| {
                if request.contains("/1 HTTP") {
                    flipped(answer)
                } else {
                    answer
                }
            },
            "Anlage 1",
        ),
        (
            |request, mut answer| {
                if request.contains("/1 HTTP") {
                    answer.truncate(answer.len() - 1);
                }
                answer
            },
            "",
        ),
        (
            |_, mut answer| {
                answer.truncate(answer.len() - 1);
                answer
            },
            "",
        ),
    ]
}

/// An answer of so many bytes to whoever asks for an attachment.
fn instead(request: &str, answer: Vec<u8>, head: &str, length: usize) -> Vec<u8> {
    if !request.contains("/1 HTTP") {
        return answer;
    }
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n");
    [head.into_bytes(), vec![7; length]].concat()
}

#[test]
fn a_part_that_cannot_be_taken_is_told_from_an_endpoint_that_is_none() {
    let (place, endpoint, sent) = full(1);
    let between = Between::start(&endpoint.admin, false);
    let from = format!("http://{}", between.address);
    let spoils: [(Spoil, &str); 2] = [
        (
            |request, answer| instead(request, answer, "404 Not Found", 5),
            "diesen Teil aber nicht mehr",
        ),
        (
            |request, answer| instead(request, answer, "200 OK", (64 << 20) + 1),
            "länger als jede",
        ),
    ];
    for (spoil, why) in spoils {
        between.spoil(spoil);
        let (good, said) = place.run(&pull(&from, &KEY));
        assert!(!good && said.contains(why), "{said}");
        assert!(!said.contains("brach ab") && !said.contains("keine Stellungnahmen abgeholt"));
    }
    between.spoil(|_, answer| answer);
    // This computer has no room: neither the endpoint nor the inbox is to blame.
    let arguments = pull(&from, &KEY);
    let output = place
        .offenlage(&arguments)
        .env("TMPDIR", "/nirgends")
        .output();
    let output = output.expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success() && said.contains("TMPDIR"),
        "{said}"
    );
    assert!(
        !said.contains("brach ab") && !said.contains("eingang.sqlite"),
        "{said}"
    );
    assert!(place.run(&pull(&from, &KEY)).0);
    assert_eq!(opened(&place, "alle"), sent);
}

#[test]
fn what_was_changed_on_its_way_is_not_taken() {
    let (place, endpoint, sent) = full(1);
    let between = Between::start(&endpoint.admin, false);
    let from = format!("http://{}", between.address);
    for (at, (spoil, why)) in spoils().into_iter().enumerate() {
        between.spoil(spoil);
        let (good, said) = place.run(&pull(&from, &KEY));
        assert!(!good && said.contains(why), "{at}: {said}");
        let nothing = (true, "Noch keine Stellungnahmen.\n".to_owned());
        assert_eq!(place.run(&["inbox", "list"]), nothing, "{at}");
    }
    between.spoil(|_, _| {
        let page = "<html>Bitte anmelden</html>";
        format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}",
            page.len()
        )
        .into_bytes()
    });
    let (good, said) = place.run(&pull(&from, &KEY));
    assert!(!good && said.contains("Seite eines Proxys"), "{said}");
    between.spoil(|_, _| {
        b"HTTP/1.1 302 Found\r\nLocation: https://login.example/\r\nContent-Length: 0\r\n\r\n"
            .to_vec()
    });
    let (good, said) = place.run(&pull(&from, &KEY));
    assert!(!good && said.contains("führt woandershin"), "{said}");
    between.spoil(|_, answer| answer);
    assert_eq!(
        place.run(&pull(&from, &KEY)),
        (true, "Neu: 1, geändert: 0\n".to_owned())
    );
    assert_eq!(opened(&place, "alle"), sent);
}

#[test]
fn whatever_breaks_off_the_next_pull_goes_on_and_ends_with_the_same() {
    let (place, endpoint, sent) = full(12);
    let between = Between::start(&endpoint.admin, false);
    let from = format!("http://{}", between.address);
    let mut count = 0;
    // Connections that end after more and more requests.
    for answered in 0..6 {
        between.left.store(answered, Ordering::SeqCst);
        let (good, said) = place.run(&pull(&from, &KEY));
        assert!(!good, "{said}");
        let now = opened(&place, &format!("nach-{answered}")).len();
        assert!(now >= count, "nothing that was here is gone");
        count = now;
    }
    assert!(count > 0 && count < sent.len(), "{count}");
    between.left.store(usize::MAX, Ordering::SeqCst);
    // Processes that are killed.
    for wait in [5, 20, 40, 60, 80] {
        let mut child = place
            .offenlage(&pull(&from, &KEY))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        thread::sleep(Duration::from_millis(wait));
        child.kill().ok();
        child.wait().expect("it ended");
    }
    let (good, said) = place.run(&pull(&from, &KEY));
    assert!(good, "{said}");
    assert_eq!(
        place.run(&pull(&from, &KEY)),
        (true, "Neu: 0, geändert: 0\n".to_owned())
    );
    let (mut here, mut all) = (opened(&place, "alle"), sent);
    here.sort_unstable();
    all.sort_unstable();
    assert_eq!(here, all, "each once");
}
