//! How many statements the endpoint takes durably, over real HTTP from 64 clients at once, in both stores, beside the
//! machine's own rate of syncing; how much of the processor one costs the endpoint, and how much memory it needs after
//! 100, 1,000 and 10,000 of them.
//!
//! `tests/with-postgres cargo bench --features server --bench statements [-- SECONDS]` prints tables for the README;
//! without `tests/with-postgres` only SQLite is measured.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use offenlage::finding::Findings;

const CLIENTS: usize = 64;
const PHASE: &str = "/annahme/verfahren/meissen/plan/01-beteiligung/";
const TEXT: usize = 2000;
const FILE: usize = 1 << 20;
/// Room for an answer, so that the client does not spend its time on finding some.
const ANSWER: usize = 16 * 1024;
/// Memory is looked at after so many statements.
const MARKS: [u64; 3] = [100, 1000, 10_000];
/// Milliseconds of a tick in which Linux counts the processor's time.
const TICK: u64 = 10;
/// However slow it is, a run ends.
const LONGEST: Duration = Duration::from_secs(600);

fn main() {
    let seconds = std::env::args()
        .filter_map(|word| word.parse().ok())
        .next()
        .unwrap_or(10);
    #[expect(
        clippy::disallowed_methods,
        reason = "tests/with-postgres tells where the database is"
    )]
    let postgres = std::env::var("OFFENLAGE_POSTGRES").ok();
    println!(
        "| store | statements | taken/s | fsync/s | taken per fsync | disk alone, in groups/s | of that | processor | median | 99 % | failed |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let time = Duration::from_secs(seconds);
    let mut memory = vec![measure("SQLite", None, time)];
    memory.extend(postgres.map(|address| measure("PostgreSQL", Some(&address), time)));
    let marks = MARKS.map(|mark| format!("after {mark}")).join(" | ");
    println!("\n| peak memory (VmHWM) | at the start | {marks} | after attachments |");
    println!("|---|---|{}---|", "---|".repeat(MARKS.len()));
    for line in memory {
        println!("{line}");
    }
}

/// Prints what a store takes; returns the line about the endpoint's memory.
fn measure(name: &str, store: Option<&str>, time: Duration) -> String {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    build(folder.path());
    let syncs = |length| Disk {
        syncs: sync_rate(folder.path(), Duration::from_secs(3)),
        groups: group_rate(folder.path(), length, Duration::from_secs(3)),
    };
    let mut endpoint = Endpoint::start(folder.path(), store);
    let mut memory = format!("| {name} | {}", endpoint.memory());
    let (before, mut last) = (syncs(TEXT), 0);
    for mark in MARKS {
        let to = Until {
            last: mark,
            time: LONGEST,
        };
        let times = run(&endpoint, last, &to, |number| form(number, TEXT));
        memory.push_str(&format!(" | {}", endpoint.memory()));
        last = mark;
        if MARKS.last() == Some(&mark) {
            let disk = before.and(&syncs(TEXT));
            report(&format!("| {name} | 2 KB"), &times, &disk);
        }
    }
    let to = Until {
        last: u64::MAX,
        time,
    };
    let before = syncs(FILE);
    let times = run(&endpoint, last, &to, |number| upload(number, FILE));
    let what = format!("| {name} | with 1 MB attached");
    report(&what, &times, &before.and(&syncs(FILE)));
    let end = endpoint.memory();
    endpoint.child.kill().expect("it runs");
    endpoint.child.wait().expect("it has ended");
    format!("{memory} | {end} |")
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

/// What the disk does alone, a second.
struct Disk {
    /// Pages synced one after the other.
    syncs: f64,
    /// Records of as many clients as the endpoint has, one sync for all that wait.
    groups: f64,
}

impl Disk {
    fn and(&self, other: &Self) -> Self {
        Self {
            syncs: f64::midpoint(self.syncs, other.syncs),
            groups: f64::midpoint(self.groups, other.groups),
        }
    }
}

/// How many records the disk takes durably where those that wait share a sync: the most that group commit
/// could reach if statements cost nothing but the disk.
fn group_rate(folder: &Path, length: usize, time: Duration) -> f64 {
    let (sender, receiver) = channel::<SyncSender<()>>();
    let count = AtomicU64::new(0);
    let begin = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            let (sender, count) = (sender.clone(), &count);
            scope.spawn(move || {
                while begin.elapsed() < time {
                    let (done, waiting) = sync_channel(1);
                    if sender.send(done).is_err() || waiting.recv().is_err() {
                        break;
                    }
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        drop(sender);
        let (mut file, record) = (
            tempfile::tempfile_in(folder).expect("a file"),
            vec![7; length],
        );
        while let Ok(first) = receiver.recv() {
            let group: Vec<_> = std::iter::once(first).chain(receiver.try_iter()).collect();
            for _ in &group {
                file.write_all(&record).expect("written");
            }
            file.sync_data().expect("synced");
            if file.stream_position().expect("a place") > 1 << 28 {
                file.rewind().expect("a place");
            }
            for done in group {
                // The client may have ended.
                done.send(()).ok();
            }
        }
    });
    count.into_inner() as f64 / begin.elapsed().as_secs_f64()
}

struct Endpoint {
    child: Child,
    address: SocketAddr,
}

impl Endpoint {
    fn start(folder: &Path, store: Option<&str>) -> Self {
        #[expect(clippy::disallowed_methods, reason = "the bench runs the program")]
        let mut command = Command::new(env!("CARGO_BIN_EXE_offenlage"));
        let listen = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"];
        // All clients have one address here, and a proxy is not limited.
        command
            .current_dir(folder)
            .args(["collect", "output", "--proxy", "127.0.0.1"])
            .args(["--most-per-minute", "100000000"])
            .args(listen)
            .args(store.iter().flat_map(|address| ["--store", address]));
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        // All it says is read: it ends where nobody listens.
        let lines: Vec<String> = output.lines().take(3).map_while(Result::ok).collect();
        let address = lines[1].trim_start_matches("http://");
        let address = address.trim_end_matches('/').parse();
        let address = address.expect("where it listens");
        Self { child, address }
    }

    /// What the system tells of its process, where it does.
    fn told(&self, name: &str) -> String {
        let mut text = String::new();
        let told = std::fs::File::open(format!("/proc/{}/{name}", self.child.id()));
        if let Ok(mut file) = told {
            file.read_to_string(&mut text).ok();
        }
        text
    }

    /// How long processors were at work for it.
    fn processor(&self) -> Duration {
        let text = self.told("stat");
        // Behind its name, which may hold anything, the twelfth and the next are ticks of itself and of the system for it.
        let behind = text.rsplit(')').next().unwrap_or_default();
        let ticks = behind.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * TICK)
    }

    /// The most memory it ever had, where the system tells it.
    fn memory(&self) -> String {
        let text = self.told("status");
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: Option<f64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kib.map_or("?".to_owned(), |kib| format!("{:.0} MiB", kib / 1024.0))
    }
}

/// When a run ends, whichever comes first.
struct Until {
    /// The number of the last statement.
    last: u64,
    time: Duration,
}

/// How long each acknowledged statement took, and in how much time all of them came.
struct Times {
    each: Vec<Duration>,
    all: Duration,
    /// What the endpoint's process needed of the processor.
    processor: Duration,
    failed: u64,
}

fn run(
    endpoint: &Endpoint,
    first: u64,
    until: &Until,
    request: impl Fn(u64) -> Vec<u8> + Sync,
) -> Times {
    let (address, before) = (endpoint.address, endpoint.processor());
    let (each, failed) = (Mutex::new(Vec::new()), AtomicU64::new(0));
    let next = AtomicU64::new(first);
    let begin = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            let (each, failed, next, request) = (&each, &failed, &next, &request);
            scope.spawn(move || {
                let (mut own, mut answer) = (Vec::new(), Vec::with_capacity(ANSWER));
                while begin.elapsed() < until.time {
                    // Its own address for each statement: a whole state, not one town hall.
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= until.last {
                        break;
                    }
                    let request = request(number);
                    let start = Instant::now();
                    match send(address, &request, &mut answer) {
                        true => own.push(start.elapsed()),
                        false => {
                            failed.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
                each.lock().expect("no thread fails").extend(own);
            });
        }
    });
    let mut each = each.into_inner().expect("no thread failed");
    each.sort_unstable();
    Times {
        each,
        all: begin.elapsed(),
        processor: endpoint.processor().saturating_sub(before),
        failed: failed.into_inner(),
    }
}

fn send(address: SocketAddr, request: &[u8], answer: &mut Vec<u8>) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    answer.clear();
    let is_sent = stream.write_all(request).is_ok() && stream.read_to_end(answer).is_ok();
    is_sent && answer.starts_with(b"HTTP/1.1 303")
}

fn report(what: &str, times: &Times, disk: &Disk) {
    let count = times.each.len();
    let rate = count as f64 / times.all.as_secs_f64();
    let at = |part: usize| {
        let time = times.each.get(count * part / 100);
        time.map_or(0, Duration::as_millis)
    };
    let processor = times.processor.as_secs_f64() * 1e6 / count as f64;
    println!(
        "{what} | {rate:.0} | {:.0} | {:.2} | {:.0} | {:.2} | {processor:.0} µs | {} ms | {} ms | {} |",
        disk.syncs,
        rate / disk.syncs,
        disk.groups,
        rate / disk.groups,
        at(50),
        at(99),
        times.failed
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
