//! `offenlage serve` as a browser sees it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use offenlage::cli::serve::{Outcome, Serve, Session, Wake};
use offenlage::cli::watch::How;
use offenlage::finding::{File, Finding, Findings, Kind, Level, say};
use offenlage::http::preview::{At, Site};

use crate::requests::{PATIENCE, ask, connect, write};

/// A session over a folder whose build shows `content/page.html`, and fails while that
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
            session.run(|_| build(&folder, due.take()), &mut out);
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
    let is_good = !page.starts_with(b"bad");
    let site = || Arc::new(Page(page.clone())) as Arc<dyn Site>;
    let mut findings = Findings::default();
    if !is_good {
        let text = String::from_utf8(page.clone()).expect("text");
        let file = File::new("content/page.html", text);
        let words = say("Das ist schlecht", "That is bad");
        findings.add(Finding::new(&BAD, file.bytes(0..3), words));
    }
    Ok(Outcome {
        site: is_good.then(site),
        findings,
        next: due_after.map(|after| Timestamp::now() + after),
    })
}

/// A site of one page.
struct Page(Vec<u8>);

impl Site for Page {
    fn at(&self, path: &str) -> At {
        match path {
            "index.html" => At::Bytes(self.0.clone()),
            _ => At::Nothing,
        }
    }
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
    served.change("bad\nstill");
    assert_eq!(listening.next()["report"]["failed"], true);
    served.change("full");
    assert_eq!(
        listening.next()["report"]["trouble"]["de"],
        "Die Platte ist voll"
    );
    served.change("<body>three</body>");
    assert_eq!(listening.next()["report"]["failed"], false);
    assert!(served.page().starts_with("<body>three<link "));
    let printed = served.stop();
    assert_eq!(printed.matches("Nicht gebaut").count(), 2, "{printed}");
    // The terminal says what the page says, with its place, and says it once while it stays.
    let finding = "Fehler[BAD-001]: Das ist schlecht\n --> content/page.html:1:1";
    assert_eq!(printed.matches(finding).count(), 1, "{printed}");
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

/// The program itself over a copy of a small portal.
struct Program {
    root: tempfile::TempDir,
    process: Child,
    address: SocketAddr,
}

/// What the build of a session finds.
static BAD: Kind = Kind {
    id: "BAD-001",
    level: Level::Error,
    title_de: "Schlecht",
    title_en: "Bad",
    convention: false,
};

const PLAN: &str = "content/gemeinden/meissen/plan";

impl Program {
    #[expect(clippy::disallowed_methods, reason = "the test starts the program")]
    fn start() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/annahme");
        for entry in walkdir::WalkDir::new(&site).into_iter().flatten() {
            let below = entry.path().strip_prefix(&site).expect("below the site");
            if entry.file_type().is_file() {
                let bytes = fs::read(entry.path()).expect("a file");
                write(root.path(), below.to_str().expect("a name"), &bytes);
            }
        }
        let mut process = Command::new(env!("CARGO_BIN_EXE_offenlage"))
            .args(["serve", "--port", "0", "--at", "2026-05-05"])
            .arg(root.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut lines = BufReader::new(process.stdout.take().expect("its words")).lines();
        let first = lines.next().expect("a line").expect("text");
        let address = first
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split('/').next());
        let address = address.expect("an address").parse().expect("an address");
        // Who does not listen makes it wait when it speaks.
        thread::spawn(move || lines.for_each(drop));
        Self {
            root,
            process,
            address,
        }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(PLAN).join(below)
    }

    fn page(&self) -> String {
        let page = "GET /verfahren/meissen/plan/";
        ask(self.address, page, "").text().to_owned()
    }

    /// Waits for a report that says this.
    fn until(&self, listening: &mut Listening, is: impl Fn(&serde_json::Value) -> bool) {
        for _ in 0..50 {
            if is(&listening.next()) {
                return;
            }
        }
        panic!("it was never said");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn is_good(message: &serde_json::Value) -> bool {
    message["report"]["failed"] == false
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test changes the portal")]
fn the_program_follows_what_people_do_to_a_portal() {
    let program = Program::start();
    let mut listening = Listening::to(program.address);
    program.until(&mut listening, is_good);
    let file = program.path("verfahren.yaml");
    let text = fs::read_to_string(&file).expect("a file");
    let renamed = text.replacen("kurzbeschreibung: ", "kurzbeschreibung: Ganz neu. ", 1);
    assert_ne!(text, renamed);
    fs::write(&file, &renamed).expect("a file");
    program.until(&mut listening, is_good);
    assert!(program.page().contains("Ganz neu."), "{}", program.page());
    // A file of which only the half was written stops the build; the last good page stays.
    let half = &text[..text.find("phasen:").expect("phases")];
    fs::write(&file, format!("{half}\nphasen: [")).expect("a file");
    program.until(&mut listening, |message| !is_good(message));
    assert!(program.page().contains("Ganz neu."));
    fs::write(&file, &text).expect("a file");
    program.until(&mut listening, is_good);
    assert!(!program.page().contains("Ganz neu."));
    // A folder that is renamed has another address, and one that is deleted has none.
    let other = program.root.path().join("content/gemeinden/meissen/anders");
    fs::rename(program.path(""), &other).expect("a renamed folder");
    program.until(&mut listening, is_good);
    let moved = ask(program.address, "GET /verfahren/meissen/anders/", "");
    assert_eq!(moved.status, 200);
    assert_eq!(
        ask(program.address, "GET /verfahren/meissen/plan/", "").status,
        404
    );
    fs::remove_dir_all(&other).expect("no folder");
    program.until(&mut listening, is_good);
    let gone = ask(program.address, "GET /verfahren/meissen/anders/", "");
    assert_eq!(gone.status, 404);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test changes the portal")]
fn a_checkout_of_500_files_is_one_build() {
    let program = Program::start();
    let mut listening = Listening::to(program.address);
    program.until(&mut listening, is_good);
    let text = fs::read_to_string(program.path("verfahren.yaml")).expect("a file");
    let area = fs::read(program.path("geltungsbereich.geojson")).expect("a file");
    // On a busy machine the files may come with pauses that end a burst, so it is tried again.
    let one_build = (0..10).any(|attempt| {
        for number in 0..250 {
            let folder = format!("content/gemeinden/meissen/plan-{attempt}-{number}");
            let name = format!("planname: Am Hang {attempt} {number} ");
            let text = text.replacen("planname: ", &name, 1);
            write(
                program.root.path(),
                &format!("{folder}/verfahren.yaml"),
                text.as_bytes(),
            );
            let area_file = format!("{folder}/geltungsbereich.geojson");
            write(program.root.path(), &area_file, &area);
        }
        let last = format!("GET /verfahren/meissen/plan-{attempt}-249/");
        let mut builds = 0;
        while ask(program.address, &last, "").status != 200 {
            listening.next();
            builds += 1;
        }
        builds == 1
    });
    assert!(one_build);
}
