//! The endpoint as a process: taken, killed, restarted, handed over.

use offenlage::finding::Findings;
use offenlage::inbox::Store;
use offenlage::inbox::opened;
use offenlage::inbox::seal::Identities;
use offenlage::inbox::sqlite::Sqlite;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const PHASE: &str = "/annahme/verfahren/meissen/plan/01-beteiligung/";
const AGS: &str = "14627140";

/// A built portal and the folders of an endpoint and an office.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().expect("a folder");
        let mut findings = Findings::default();
        let day = "2026-05-05".parse().expect("a day");
        let site = root.join("tests/sites/annahme");
        let portal = offenlage::read(&site, |_| Ok(day), &mut findings).expect("a readable folder");
        let portal = portal.expect("readable settings");
        let written = offenlage::write(&portal, &folder.path().join("output"), &findings);
        assert!(written.expect("a written site").is_some(), "{findings:?}");
        std::fs::copy(
            root.join("tests/example/amt.schluessel"),
            folder.path().join("amt.schluessel"),
        )
        .expect("the example's key");
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn offenlage(&self, arguments: &[&str]) -> Command {
        #[expect(clippy::disallowed_methods, reason = "the test runs the program")]
        let mut command = Command::new(env!("CARGO_BIN_EXE_offenlage"));
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = self
            .offenlage(arguments)
            .output()
            .expect("the program runs");
        let text = format!(
            "{}{}",
            String::from_utf8_lossy(&stdout),
            String::from_utf8_lossy(&stderr)
        );
        (status.success(), text)
    }

    /// A token of the municipality, made before the endpoint begins.
    pub fn token(&self) -> String {
        std::fs::create_dir_all(self.path("annahme")).expect("a folder");
        let (good, said) = self.run(&["keys", "show"]);
        assert!(good, "{said}");
        let (good, token) = self.run(&["keys", "token", AGS]);
        assert!(good, "{token}");
        token
    }

    fn start(&self) -> Endpoint {
        Endpoint::of(self.offenlage(&COLLECT).stderr(Stdio::null()))
    }

    pub fn store(&self) -> Sqlite {
        Sqlite::open(&self.path("annahme/eingang.sqlite")).expect("the store")
    }

    pub fn keys(&self) -> Identities {
        let mut text = String::new();
        let mut file = std::fs::File::open(self.path("amt.schluessel")).expect("the key");
        file.read_to_string(&mut text).expect("a text");
        Identities::read(&text).expect("a key")
    }
}

/// Starts the endpoint of a place; the load of these tests is no flood.
pub const COLLECT: [&str; 8] = [
    "collect",
    "output",
    "--listen",
    "127.0.0.1:0",
    "--admin",
    "127.0.0.1:0",
    "--most-per-minute",
    "100000000",
];

pub struct Endpoint {
    pub public: String,
    pub admin: String,
    pub child: Child,
}

impl Endpoint {
    /// The process that a command starts, once it listens.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let mut addresses = output.lines().skip(1).map(|line| {
            let line = line.expect("a line");
            line.trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned()
        });
        Self {
            public: addresses.next().expect("an address"),
            admin: addresses.next().expect("an address"),
            child,
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        // Both fail where it has ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// One request; none where the connection broke.
pub fn ask(address: &str, request: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

fn post(address: &str, body: &str) -> Option<String> {
    let head = format!(
        "POST {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    ask(address, &format!("{head}{body}"))
}

/// The number in the address of the receipt that an answer leads to.
pub fn number(answer: &str) -> Option<String> {
    let (_, place) = answer.split_once("Location: ")?;
    place
        .strip_prefix("/annahme/quittung/")?
        .split('/')
        .next()
        .map(str::to_owned)
}

fn statement(text: &str) -> String {
    format!("text={text}&name=Anna&betroffenheit=anwohner&einmal={text}")
}

#[test]
fn from_the_form_to_the_office() {
    let place = Place::new();
    let token = place.token();
    std::fs::File::create(place.path("zugang.txt"))
        .and_then(|mut file| file.write_all(token.as_bytes()))
        .expect("a file");
    let endpoint = place.start();
    let form = ask(
        &endpoint.public,
        &format!("GET {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\n\r\n"),
    );
    assert!(form.expect("an answer").contains("Stellungnahme absenden"));
    // Upper Sorbian, as some systems send it: letters and their marks apart.
    let apart = statement("Z%CC%8Cado+r%CC%8Ce%CC%8Cc%CC%8Cka");
    let sent = number(&post(&endpoint.public, &apart).expect("an answer")).expect("a receipt");
    let from = format!("http://{}", endpoint.admin);
    let pull = [
        "inbox",
        "pull",
        &from,
        "--gemeinde",
        AGS,
        "--token-file",
        "zugang.txt",
        "--key",
        "amt.schluessel",
    ];
    assert_eq!(place.run(&pull), (true, "Neu: 1, geändert: 0\n".to_owned()));
    assert_eq!(place.run(&pull), (true, "Neu: 0, geändert: 0\n".to_owned()));
    let (_, shown) = place.run(&["inbox", "show", &sent, "--key", "amt.schluessel"]);
    assert!(
        shown.contains("Ihre Stellungnahme: Žado řěčka") && shown.contains("Name: Anna"),
        "{shown}"
    );
    let (good, _) = place.run(&["inbox", "export", "tabelle", "--key", "amt.schluessel"]);
    #[expect(clippy::disallowed_methods, reason = "the test reads the table")]
    let table = std::fs::read_to_string(place.path("tabelle/stellungnahmen.csv"));
    assert!(good && table.expect("a table").contains("Žado řěčka"));
    let stranger = ask(
        &endpoint.admin,
        &format!("GET /abholen/{AGS}/ereignisse?nach=0 HTTP/1.1\r\nHost: x\r\n\r\n"),
    );
    assert!(stranger.expect("an answer").starts_with("HTTP/1.1 401"));
    let numbers =
        ask(&endpoint.admin, "GET /zahlen HTTP/1.1\r\nHost: x\r\n\r\n").expect("an answer");
    assert!(
        numbers.contains("offenlage_statements_taken_total 1"),
        "{numbers}"
    );
}

/// Through the socket, and also where nobody told the endpoint of the proxy before it.
#[test]
fn without_script_strangers_with_the_same_words_are_two() {
    let place = Place::new();
    let endpoint = place.start();
    let body = "text=Wir+sind+dagegen&betroffenheit=anwohner&einmal=";
    let send = |more: &str| {
        let head = format!(
            "POST {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\n{more}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        number(&ask(&endpoint.public, &format!("{head}{body}"))?)
    };
    let senders = [
        "",
        "User-Agent: Firefox\r\n",
        "User-Agent: Firefox\r\nAccept-Language: de\r\n",
        "User-Agent: Firefox\r\nX-Forwarded-For: 10.0.0.1\r\n",
        "User-Agent: Firefox\r\nX-Forwarded-For: 10.0.0.2\r\n",
    ];
    let numbers: BTreeMap<&str, Option<String>> =
        senders.iter().map(|more| (*more, send(more))).collect();
    for (more, number) in &numbers {
        assert!(
            number.is_some() && send(more) == *number,
            "a double click: {more}"
        );
    }
    assert_eq!(place.store().count(), Ok(senders.len() as u64));
}

/// The nearer one's word is the address of the farther one, for everybody.
#[test]
fn strangers_behind_two_proxies_are_two() {
    let place = Place::new();
    let mut command = place.offenlage(&COLLECT);
    let endpoint = Endpoint::of(command.args(["--proxy", "127.0.0.1"]).stderr(Stdio::null()));
    let body = "text=Wir+sind+dagegen&betroffenheit=anwohner";
    let send = |said: &str| {
        let head = format!(
            "POST {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\n{said}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        number(&ask(&endpoint.public, &format!("{head}{body}"))?).map(drop)
    };
    let senders = [
        "X-Forwarded-For: 192.0.2.1, 10.9.9.9",
        "X-Forwarded-For: 192.0.2.2, 10.9.9.9",
        "Forwarded: for=192.0.2.1\r\nX-Forwarded-For: 10.9.9.9",
        "Forwarded: for=192.0.2.2\r\nX-Forwarded-For: 10.9.9.9",
    ];
    for said in senders.iter().chain(&senders) {
        assert_eq!(send(said), Some(()), "{said}");
    }
    assert_eq!(place.store().count(), Ok(senders.len() as u64));
}

#[test]
fn letters_enter_the_same_inbox() {
    let place = Place::new();
    std::fs::File::create(place.path("brief.txt"))
        .and_then(|mut file| file.write_all("Zu hoch, Łužica".as_bytes()))
        .expect("a file");
    let phase = "verfahren/meissen/plan/01-beteiligung";
    let add = [
        "inbox",
        "add",
        phase,
        "--weg",
        "post",
        "--eingang",
        "2026-05-06",
        "--text",
        "brief.txt",
        "--name",
        "Jan",
    ];
    let (good, said) = place.run(&add);
    assert!(good, "{said}");
    let (_, list) = place.run(&["inbox", "list", "--key", "amt.schluessel"]);
    assert!(
        list.contains(said.trim()) && list.contains("post") && list.ends_with("Jan\n"),
        "{list}"
    );
}

#[test]
fn a_table_is_entered_whole_or_not_at_all() {
    let place = Place::new();
    let put = |text: &str| {
        std::fs::File::create(place.path("tabelle.csv"))
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .expect("a file");
    };
    let phase = "verfahren/meissen/plan/01-beteiligung";
    let import = [
        "inbox",
        "import",
        phase,
        "tabelle.csv",
        "--key",
        "amt.schluessel",
    ];
    let head = "Institution;Name;Eingangsnummer;Einreichungsdatum;Stellungnahmetext\n";
    put(&format!(
        "{head}Forst;;1;05-05-2026;Gut\n;Anna;2;06-05-2026;\"Zu laut;\nzu hoch\"\n"
    ));
    assert_eq!(
        place.run(&import),
        (true, "2 Stellungnahmen übernommen\n".to_owned())
    );
    put(&format!("{head};Jan;3;;Neu\n;Anna;2;;Noch einmal\n"));
    let (good, said) = place.run(&import);
    assert!(
        !good && said.contains("Zeile 3") && said.contains("Eingangsnummer 2"),
        "{said}"
    );
    let (_, list) = place.run(&["inbox", "list", "--key", "amt.schluessel"]);
    assert_eq!(
        list.lines().count(),
        3,
        "nothing of the second table: {list}"
    );
    assert!(list.contains("Forst") && list.contains("Anna"), "{list}");
}

/// A hundred times under load: what was acknowledged is there, once, and can be opened.
#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let place = Place::new();
    let acknowledged = killed(100, || place.start());
    compare(&place.store(), &place.keys(), &acknowledged);
}

/// Kills an endpoint under load so many times; the numbers of what was acknowledged by their texts.
pub fn killed(rounds: u64, start: impl Fn() -> Endpoint) -> BTreeMap<String, String> {
    let acknowledged = Mutex::new(BTreeMap::<String, String>::new());
    for round in 0..rounds {
        let mut endpoint = start();
        let (is_over, count) = (AtomicBool::new(false), AtomicU64::new(0));
        thread::scope(|scope| {
            for client in 0..6 {
                let (acknowledged, is_over, public) = (&acknowledged, &is_over, &endpoint.public);
                let count = &count;
                scope.spawn(move || {
                    for at in 0.. {
                        if is_over.load(Ordering::SeqCst) {
                            break;
                        }
                        // What was not acknowledged in the round before is sent again.
                        let text = format!("{client}.{}.{at}", round / 2);
                        let Some(answer) = post(public, &statement(&text)) else {
                            continue;
                        };
                        if let Some(number) = number(&answer) {
                            let mut all = acknowledged.lock().expect("no test thread fails");
                            let before = all.insert(text, number.clone());
                            assert!(
                                before.is_none_or(|before| before == number),
                                "one receipt each"
                            );
                            count.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                });
            }
            // After another number of them each time, however quick the machine is.
            let begin = Instant::now();
            while count.load(Ordering::SeqCst) < round * 7 % 23
                && begin.elapsed() < Duration::from_secs(60)
            {
                thread::sleep(Duration::from_millis(1));
            }
            endpoint.child.kill().expect("it runs");
            is_over.store(true, Ordering::SeqCst);
        });
    }
    let acknowledged = acknowledged.into_inner().expect("no test thread failed");
    assert!(acknowledged.len() as u64 >= rounds, "under load");
    acknowledged
}

/// What was acknowledged (text to number) is in the store, and nothing is there twice.
pub fn compare(store: &dyn Store, keys: &Identities, acknowledged: &BTreeMap<String, String>) {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for entry in opened::entries(store).expect("a readable store") {
        let number = entry.clear.number.clone();
        let opened = opened::open(store, keys, entry).expect("a statement that can be opened");
        let statement = opened.statement.expect("its content");
        let before = texts.insert(statement.fields["text"].clone(), number);
        assert_eq!(before, None, "nothing is there twice");
    }
    for (text, number) in acknowledged {
        assert_eq!(texts.get(text), Some(number), "acknowledged, but not there");
    }
    assert!(store.count().expect("a readable store") as usize >= acknowledged.len());
}

#[test]
fn a_portal_that_is_built_again_is_taken_without_restart() {
    let place = Place::new();
    let endpoint = place.start();
    let manifest = place.path("output/annahme/stellungnahmen.json");
    let mut text = String::new();
    std::fs::File::open(&manifest)
        .and_then(|mut file| file.read_to_string(&mut text))
        .expect("the manifest");
    let put = |text: &str| {
        let file = tempfile::NamedTempFile::new_in(place.path("output")).expect("a file");
        file.as_file().write_all(text.as_bytes()).expect("written");
        file.persist(&manifest).expect("in its place");
    };
    put("{ not a manifest");
    thread::sleep(Duration::from_secs(3));
    let answer = post(&endpoint.public, &statement("a")).expect("an answer");
    assert!(
        number(&answer).is_some(),
        "it goes on with what it knew: {answer}"
    );
    let health = || {
        let asked = "GET /gesund HTTP/1.1\r\nHost: x\r\n\r\n";
        ask(&endpoint.admin, asked).expect("an answer")
    };
    let said = health();
    assert!(
        said.starts_with("HTTP/1.1 200") && said.contains("Portal ist nicht lesbar"),
        "{said}"
    );
    put(&text.replace("01-beteiligung", "07-anders"));
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(20) {
        let answer = post(&endpoint.public, &statement("b")).expect("an answer");
        if answer.starts_with("HTTP/1.1 404") {
            assert!(!health().contains("nicht lesbar"));
            return;
        }
        thread::sleep(Duration::from_millis(200));
    }
    panic!("the new portal was not taken");
}
