//! `offenlage serve` as a browser sees it.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use offenlage::cli::serve::{Outcome, Serve, Session, Wake};
use offenlage::cli::watch::How;

use crate::requests::{PATIENCE, ask, connect, write};

/// A session over a folder whose build copies `content/page.html`, and fails while that
/// says so, or cannot go on.
struct Served {
    root: tempfile::TempDir,
    address: SocketAddr,
    wake: Sender<Wake>,
    thread: Option<JoinHandle<String>>,
}

impl Served {
    fn start(due_after: Option<Duration>) -> Self {
        let root = tempfile::tempdir().expect("a folder");
        write(root.path(), "content/page.html", b"<body>one</body>");
        let options = Serve {
            port: 0,
            watched: vec![root.path().join("content"), root.path().join("site.toml")],
            ignored: vec![root.path().join("output")],
            how: How::System,
            english: false,
        };
        let session = Session::open(&options).expect("a session");
        let (address, wake) = (session.address(), session.wake());
        let folder = root.path().to_owned();
        let thread = thread::spawn(move || {
            let mut out = Vec::new();
            let mut due = due_after;
            session.run(|| build(&folder, due.take()), &mut out);
            String::from_utf8(out).expect("text")
        });
        Self {
            root,
            address,
            wake,
            thread: Some(thread),
        }
    }

    fn change(&self, text: &str) {
        write(self.root.path(), "content/page.html", text.as_bytes());
    }

    fn page(&self) -> String {
        ask(self.address, "GET /", "").text().to_owned()
    }

    /// What the session printed until it was stopped.
    fn stop(mut self) -> String {
        self.wake.send(Wake::Stop).expect("a session");
        let thread = self.thread.take().expect("stopped once");
        thread.join().expect("no panic")
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test builds as the program does"
)]
fn build(root: &Path, due_after: Option<Duration>) -> anyhow::Result<Outcome> {
    let page = fs::read(root.join("content/page.html")).expect("a page");
    if page.starts_with(b"full") {
        anyhow::bail!("Die Platte ist voll");
    }
    let folder: PathBuf = root.join("output");
    let is_good = !page.starts_with(b"bad");
    if is_good {
        write(&folder, "index.html", &page);
    }
    Ok(Outcome {
        folder: is_good.then_some(folder),
        next: due_after.map(|after| Timestamp::now() + after),
        ..Outcome::default()
    })
}

/// A browser that listens.
struct Listening(TcpStream, Vec<u8>);

impl Listening {
    fn to(address: SocketAddr) -> Self {
        let mut stream = connect(address);
        stream
            .write_all(b"GET /.offenlage/ereignisse HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .expect("a request");
        Self(stream, Vec::new())
    }

    /// The next message, as JSON.
    fn next(&mut self) -> serde_json::Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = String::from_utf8_lossy(&self.1).into_owned();
            if let Some((before, rest)) = text.split_once("data: ")
                && let Some((data, after)) = rest.split_once("\n\n")
            {
                assert!(before.is_empty() || before.contains(":\n") || before.contains("200 OK"));
                self.1 = after.as_bytes().to_vec();
                return serde_json::from_str(data).expect("JSON");
            }
            assert!(Instant::now() < deadline, "no message");
            let mut buffer = [0; 1024];
            let count = self.0.read(&mut buffer).expect("a message");
            assert!(count > 0, "the stream ended");
            self.1.extend_from_slice(&buffer[..count]);
        }
    }
}

#[test]
fn a_change_reaches_the_browser() {
    let served = Served::start(None);
    let mut listening = Listening::to(served.address);
    let first = listening.next();
    assert!(
        served.page().starts_with("<body>one<link "),
        "{}",
        served.page()
    );
    let begin = Instant::now();
    served.change("<body>two</body>");
    let second = listening.next();
    assert!(begin.elapsed() < Duration::from_secs(20));
    assert_ne!(first["build"], second["build"]);
    assert_eq!(second["report"]["failed"], false);
    let page = served.page();
    assert!(page.starts_with("<body>two<link "), "{page}");
    let build = second["build"].as_str().expect("a name");
    assert!(page.contains(&format!("data-build=\"{build}\"")), "{page}");
    let printed = served.stop();
    assert!(
        printed.starts_with("Vorschau: http://127.0.0.1:"),
        "{printed}"
    );
    assert_eq!(printed.matches("Gebaut in ").count(), 2, "{printed}");
}

#[test]
fn a_failed_build_keeps_the_last_good_page() {
    let served = Served::start(None);
    let mut listening = Listening::to(served.address);
    let first = listening.next();
    served.change("bad");
    let failed = listening.next();
    assert_eq!(
        (&failed["build"], &failed["report"]["failed"]),
        (&first["build"], &true.into())
    );
    assert!(served.page().starts_with("<body>one<link "));
    // Whoever comes later hears the same at once.
    assert_eq!(Listening::to(served.address).next(), failed);
    served.change("full");
    assert_eq!(
        listening.next()["report"]["trouble"]["de"],
        "Die Platte ist voll"
    );
    served.change("<body>three</body>");
    assert_eq!(listening.next()["report"]["failed"], false);
    assert!(served.page().starts_with("<body>three<link "));
    let printed = served.stop();
    assert_eq!(printed.matches("Nicht gebaut").count(), 1, "{printed}");
    assert_eq!(
        printed.matches(": Die Platte ist voll").count(),
        1,
        "{printed}"
    );
}

#[test]
fn a_page_that_becomes_stale_is_built_again() {
    let served = Served::start(Some(Duration::from_millis(400)));
    let mut listening = Listening::to(served.address);
    let first = listening.next();
    assert_ne!(listening.next()["build"], first["build"]);
    assert_eq!(served.stop().matches("Gebaut in ").count(), 2);
}

#[test]
fn many_open_pages_come_and_go() {
    let served = Served::start(None);
    for _ in 0..100 {
        Listening::to(served.address).next();
        thread::sleep(Duration::from_millis(15));
    }
    assert_eq!(ask(served.address, "GET /", "").status, 200);
    served.stop();
}

#[test]
fn a_taken_port_is_explained() {
    let served = Served::start(None);
    let mut options = Serve {
        port: served.address.port(),
        watched: Vec::new(),
        ignored: Vec::new(),
        how: How::System,
        english: false,
    };
    let words = |options: &Serve| Session::open(options).err().expect("taken").to_string();
    assert!(
        words(&options).contains("ist schon belegt"),
        "{}",
        words(&options)
    );
    options.english = true;
    assert!(
        words(&options).contains("is already taken"),
        "{}",
        words(&options)
    );
    served.stop();
}
