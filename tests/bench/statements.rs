//! How many statements the endpoint takes durably, over real HTTP, beside the machine's own rate of
//! syncing: `cargo bench --features server --bench statements [-- SECONDS]`.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use offenlage::finding::Findings;

const CLIENTS: usize = 64;
const PHASE: &str = "/annahme/verfahren/meissen/plan/01-beteiligung/";

fn main() {
    let seconds = std::env::args()
        .filter_map(|word| word.parse().ok())
        .next()
        .unwrap_or(10);
    let time = Duration::from_secs(seconds);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    build(folder.path());
    let syncs = sync_rate(folder.path(), Duration::from_secs(3));
    println!("fdatasync of 4 KB, one after the other: {syncs:.0}/s");
    let mut endpoint = Endpoint::start(folder.path());
    let before = endpoint.memory();
    let small = run(&endpoint.address, time, |number| form(number, 2000));
    report("2 KB statements", &small, Some(syncs));
    let large = run(&endpoint.address, time, |number| upload(number, 1 << 20));
    report("1 MB attachments", &large, None);
    let after = endpoint.memory();
    println!("memory: {before} KB at the start, {after} KB at the end");
    endpoint.child.kill().expect("it runs");
}

fn build(folder: &Path) {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/annahme");
    let mut findings = Findings::default();
    let day = "2026-05-05".parse().expect("a day");
    let portal = offenlage::read(&site, |_| Ok(day), &mut findings).expect("a readable folder");
    let portal = portal.expect("readable settings");
    offenlage::write(&portal, &folder.join("output"), &findings).expect("a site");
}

/// How often the disk syncs a page that was written, one after the other.
fn sync_rate(folder: &Path, time: Duration) -> f64 {
    let mut file = std::fs::File::create(folder.join("sync")).expect("a file");
    let begin = Instant::now();
    let mut count = 0;
    while begin.elapsed() < time {
        file.seek(SeekFrom::Start(count % 256 * 4096))
            .expect("a place");
        file.write_all(&[7; 4096]).expect("written");
        file.sync_data().expect("synced");
        count += 1;
    }
    count as f64 / begin.elapsed().as_secs_f64()
}

struct Endpoint {
    child: Child,
    address: String,
}

impl Endpoint {
    fn start(folder: &Path) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the bench runs the program")]
        let mut command = Command::new(env!("CARGO_BIN_EXE_offenlage"));
        let listen = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        // All clients have one address here, and a proxy is not limited.
        command
            .current_dir(folder)
            .args(["collect", "output", "--proxy", "127.0.0.1"])
            .args(["--most-per-minute", "100000000"])
            .args(listen);
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let line = output.lines().nth(1).expect("an address").expect("a line");
        let address = line
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        Self { child, address }
    }

    /// Resident memory in KB, where the system tells it.
    fn memory(&self) -> u64 {
        let mut text = String::new();
        let status = std::fs::File::open(format!("/proc/{}/status", self.child.id()));
        if let Ok(mut file) = status {
            file.read_to_string(&mut text).ok();
        }
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }
}

/// How long each acknowledged statement took, and in how much time all of them came.
struct Times {
    each: Vec<Duration>,
    all: Duration,
    failed: usize,
}

fn run(address: &str, time: Duration, request: impl Fn(u64) -> Vec<u8> + Sync) -> Times {
    let (each, failed) = (Mutex::new(Vec::new()), Mutex::new(0));
    let begin = Instant::now();
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (each, failed, request) = (&each, &failed, &request);
            scope.spawn(move || {
                let (mut own, mut own_failed) = (Vec::new(), 0);
                for at in 0.. {
                    let start = Instant::now();
                    if begin.elapsed() >= time {
                        break;
                    }
                    // Its own address for each statement: a whole state, not one town hall.
                    match send(address, &request(client as u64 * 1_000_000 + at)) {
                        true => own.push(start.elapsed()),
                        false => own_failed += 1,
                    }
                }
                each.lock().expect("no thread fails").extend(own);
                *failed.lock().expect("no thread fails") += own_failed;
            });
        }
    });
    let mut each = each.into_inner().expect("no thread failed");
    each.sort_unstable();
    Times {
        each,
        all: begin.elapsed(),
        failed: failed.into_inner().expect("no thread failed"),
    }
}

fn send(address: &str, request: &[u8]) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    let mut answer = Vec::new();
    let is_sent = stream.write_all(request).is_ok() && stream.read_to_end(&mut answer).is_ok();
    is_sent && answer.starts_with(b"HTTP/1.1 303")
}

fn report(what: &str, times: &Times, syncs: Option<f64>) {
    let count = times.each.len();
    let rate = count as f64 / times.all.as_secs_f64();
    let at = |part: usize| {
        times
            .each
            .get(count * part / 100)
            .map_or(0, Duration::as_millis)
    };
    let beside = syncs.map(|syncs| format!(", {:.2} of the syncs", rate / syncs));
    println!(
        "{what}, {CLIENTS} clients: {count} taken, {} failed, {rate:.0}/s{}; median {} ms, 99 % {} ms",
        times.failed,
        beside.unwrap_or_default(),
        at(50),
        at(99)
    );
}

fn head(number: u64, kind: &str, length: usize) -> Vec<u8> {
    let [.., a, b, c] = number.to_be_bytes();
    format!(
        "POST {PHASE} HTTP/1.1\r\nHost: pruefportal.example\r\nX-Forwarded-For: 10.{a}.{b}.{c}\r\n\
         Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes()
}

fn form(number: u64, length: usize) -> Vec<u8> {
    let text = format!("{number}+{}", "x".repeat(length));
    let body = format!("text={text}&betroffenheit=anwohner&name=Anna&einmal={number}");
    let mut request = head(number, "application/x-www-form-urlencoded", body.len());
    request.extend_from_slice(body.as_bytes());
    request
}

fn upload(number: u64, length: usize) -> Vec<u8> {
    let part = |name: &str, value: &str| {
        format!("--g\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = part("betroffenheit", "anwohner").into_bytes();
    body.extend_from_slice(part("text", &format!("Anlage {number}")).as_bytes());
    body.extend_from_slice(
        b"--g\r\nContent-Disposition: form-data; name=\"anlage\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n",
    );
    body.resize(body.len() + length, b'x');
    body.extend_from_slice(b"\r\n--g--\r\n");
    let mut request = head(number, "multipart/form-data; boundary=g", body.len());
    request.extend_from_slice(&body);
    request
}
