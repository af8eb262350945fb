//! The files of a site through real sockets.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use offenlage::http::{self, CONTENT_SECURITY_POLICY, Running, files};

/// Nothing here may take longer.
pub const PATIENCE: Duration = Duration::from_secs(10);

#[expect(
    clippy::disallowed_methods,
    reason = "the test prepares the folder that is served"
)]
pub fn write(root: &Path, path: &str, text: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn site() -> tempfile::TempDir {
    let outer = tempfile::tempdir().expect("a folder");
    write(outer.path(), "secret.txt", b"secret");
    let site = outer.path().join("site");
    write(&site, "index.html", b"<!DOCTYPE html><body>start</body>");
    write(&site, "404.html", b"<!DOCTYPE html><body>gone</body>");
    write(&site, "plan/index.html", b"<body>plan</body>");
    write(&site, "plan/plan.pdf", &vec![b'x'; 300_000]);
    for ending in [
        "css", "js", "svg", "json", "geojson", "xml", "atom", "ics", "png", "woff2",
    ] {
        write(&site, &format!("all/a.{ending}"), b"a");
    }
    outer
}

fn serve(outer: &Path) -> Running {
    let site = outer.join("site");
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    http::listen(address, move |request| files::answer(request, &site)).expect("a server")
}

pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut values = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.next().map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("text")
    }
}

pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time");
    stream.set_write_timeout(Some(PATIENCE)).expect("a time");
    stream
}

/// Sends bytes and reads what comes back until the server closes.
fn send(address: SocketAddr, bytes: &[u8]) -> Option<Answer> {
    let mut stream = connect(address);
    stream.write_all(bytes).ok();
    let mut received = Vec::new();
    if let Err(error) = stream.read_to_end(&mut received) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "the server hangs");
    }
    let end = received
        .windows(4)
        .position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(received[..end].to_vec()).expect("text");
    let status = head.get(9..12)?.parse().expect("a status");
    let body = received[end + 4..].to_vec();
    Some(Answer { status, head, body })
}

/// One request with a good host and more headers.
pub fn ask(address: SocketAddr, request: &str, headers: &str) -> Answer {
    let head = format!(
        "{request} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}\r\n",
        address.port()
    );
    send(address, head.as_bytes()).expect("an answer")
}

#[test]
fn a_page_comes_with_its_headers() {
    let outer = site();
    let server = serve(outer.path());
    let page = ask(server.address(), "GET /", "");
    assert_eq!(page.status, 200);
    assert_eq!(page.text(), "<!DOCTYPE html><body>start</body>");
    assert_eq!(page.header("Content-Type"), "text/html; charset=utf-8");
    assert_eq!(
        page.header("Content-Security-Policy"),
        CONTENT_SECURITY_POLICY
    );
    assert_eq!(page.header("X-Content-Type-Options"), "nosniff");
    assert_eq!(page.header("Referrer-Policy"), "no-referrer");
    assert_eq!(page.header("Cache-Control"), "no-cache");
    assert_eq!(page.header("Connection"), "close");
    let known = format!("If-None-Match: {}\r\n", page.header("ETag"));
    let again = ask(server.address(), "GET /", &known);
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn every_kind_of_file_has_its_type() {
    let outer = site();
    let server = serve(outer.path());
    for (ending, expected) in [
        ("css", "text/css; charset=utf-8"),
        ("js", "text/javascript; charset=utf-8"),
        ("svg", "image/svg+xml; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
        ("geojson", "application/geo+json; charset=utf-8"),
        ("xml", "application/xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("ics", "text/calendar; charset=utf-8"),
        ("png", "image/png"),
        ("woff2", "font/woff2"),
    ] {
        let file = ask(server.address(), &format!("GET /all/a.{ending}"), "");
        assert_eq!(
            (file.status, file.header("Content-Type")),
            (200, expected),
            "{ending}"
        );
    }
}

#[test]
fn nothing_outside_the_site_is_sent() {
    let outer = site();
    let server = serve(outer.path());
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/plan/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/%00",
    ] {
        let answer = ask(server.address(), &format!("GET {path}"), "");
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.text(), "<!DOCTYPE html><body>gone</body>", "{path}");
        assert_eq!(
            answer.header("Content-Security-Policy"),
            CONTENT_SECURITY_POLICY
        );
    }
    let moved = ask(server.address(), "GET /plan", "");
    assert_eq!((moved.status, moved.header("Location")), (302, "/plan/"));
}

#[test]
fn parts_and_headers_of_a_large_file_come_alone() {
    let outer = site();
    let server = serve(outer.path());
    let address = server.address();
    let whole = ask(address, "GET /plan/plan.pdf", "");
    assert_eq!((whole.status, whole.body.len()), (200, 300_000));
    assert_eq!(whole.header("Content-Length"), "300000");
    assert_eq!(whole.header("Accept-Ranges"), "bytes");
    let part = ask(
        address,
        "GET /plan/plan.pdf",
        "Range: bytes=1000-200000\r\n",
    );
    assert_eq!((part.status, part.body.len()), (206, 199_001));
    assert_eq!(part.header("Content-Range"), "bytes 1000-200000/300000");
    let end = ask(address, "GET /plan/plan.pdf", "Range: bytes=-7\r\n");
    assert_eq!((end.status, end.body.len()), (206, 7));
    let beyond = ask(address, "GET /plan/plan.pdf", "Range: bytes=300000-\r\n");
    assert_eq!(
        (beyond.status, beyond.header("Content-Range")),
        (416, "bytes */300000")
    );
    let head = ask(address, "HEAD /plan/plan.pdf", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("Content-Length"), "300000");
}

#[test]
fn attacks_are_refused_and_the_server_goes_on() {
    let outer = site();
    let server = serve(outer.path());
    let address = server.address();
    let length = |method: &str, length: &str| {
        format!("{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n")
    };
    for (attack, expected) in [
        (length("GET", "9223372036854775807"), 413),
        (length("GET", "18446744073709551615"), 413),
        (length("HEAD", "100000000000"), 413),
        (length("POST", "100000000000"), 405),
        (length("GET", "-1"), 400),
        (length("GET", "5, 5"), 400),
        (length("GET", "2000") + "body", 413),
        (
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".into(),
            413,
        ),
        ("GET / HTTP/1.1\r\nExpect: 200-ok\r\n\r\n".into(), 417),
        ("GET / HTTP/3.0\r\n\r\n".into(), 505),
        ("GET /\u{e4} HTTP/1.1\r\n\r\n".into(), 400),
        ("BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n".into(), 405),
        (format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(20_000)), 431),
        (
            format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(4000)),
            431,
        ),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".into(), 421),
        (
            "GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n".into(),
            421,
        ),
        ("GET / HTTP/1.1\r\n\r\n".into(), 421),
        (
            "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n".into(),
            400,
        ),
        ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n".into(), 405),
    ] {
        let shown: String = attack.chars().take(80).collect();
        let answer = send(address, attack.as_bytes()).unwrap_or_else(|| panic!("{shown:?}"));
        assert_eq!(answer.status, expected, "{shown:?}");
    }
    // Many requests at once in one connection: the first is answered, the rest is not read.
    let many = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000);
    assert!(send(address, many.as_bytes()).is_none_or(|answer| answer.status == 200));
    assert_eq!(ask(address, "GET /", "").status, 200);
}

#[test]
fn idle_and_broken_connections_do_not_block_others() {
    let outer = site();
    let server = serve(outer.path());
    let address = server.address();
    let mut idle = Vec::new();
    for _ in 0..20 {
        let mut stream = connect(address);
        stream
            .write_all(b"GET / HTTP/1.1\r\nHo")
            .expect("a part of a head");
        idle.push(stream);
        drop(connect(address));
    }
    // Those that have gone count until the guard has seen it.
    let is_served = || {
        (0..50).any(|_| {
            thread::sleep(Duration::from_millis(100));
            let head = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            send(address, head).is_some_and(|answer| answer.status == 200)
        })
    };
    assert!(is_served(), "idle connections block others");
    // More than there is room for: told so at once, and not for ever.
    idle.extend((0..60).map(|_| connect(address)));
    let begin = Instant::now();
    assert!(send(address, b"").is_none_or(|answer| answer.status == 503));
    assert!(begin.elapsed() < PATIENCE);
    drop(idle);
    assert!(is_served(), "the server does not recover");
}

#[test]
fn a_slow_head_ends_in_time() {
    let outer = site();
    let server = serve(outer.path());
    let mut stream = connect(server.address());
    let mut received = Vec::new();
    stream
        .write_all(b"GET / HTTP/1.1\r\n")
        .expect("a part of a head");
    // Reading gives up after `PATIENCE`.
    stream.read_to_end(&mut received).expect("an end");
    assert!(
        received.starts_with(b"HTTP/1.1 408 "),
        "{}",
        String::from_utf8_lossy(&received)
    );
}

#[test]
fn a_stopped_server_frees_its_port() {
    let outer = site();
    let server = serve(outer.path());
    let address = server.address();
    let taken = http::listen(address, |_| panic!("not asked"));
    let error = taken.err().expect("the port is taken");
    let cause = error
        .root_cause()
        .downcast_ref::<std::io::Error>()
        .map(std::io::Error::kind);
    assert_eq!(cause, Some(ErrorKind::AddrInUse));
    let _idle = connect(address);
    drop(server);
    assert!(TcpStream::connect(address).is_err());
    let elsewhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    assert!(http::listen(elsewhere, |_| panic!("not asked")).is_err());
}
