//! The attacks that end or stall the HTTP library, and an honest client beside them.

mod flood;
mod relay;

use super::*;
use crate::http::Body;
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Instant;

fn endpoint(limits: Limits) -> Running {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    listen(address, limits, |request, body| {
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).unwrap();
        let client = request.header(CLIENT).unwrap_or_default();
        let words = format!(
            "{:?} {} {} {client}\n",
            request.method,
            request.path,
            bytes.len()
        );
        Response::new(200, Body::Bytes(words.into_bytes()))
    })
    .unwrap()
}

fn short() -> Limits {
    Limits {
        most_body: 1 << 20,
        head_time: Duration::from_millis(400),
        body_time: Duration::from_millis(400),
        ..Limits::default()
    }
}

/// Sends something and returns the whole answer.
fn ask(running: &Running, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(running.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    // It may be refused while it is still sending.
    stream.write_all(bytes).ok();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok();
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// An honest client is served, and soon. A machine that is busy with other tests may be late once;
/// whoever waits for slow senders is late each time.
fn check_honest(running: &Running) {
    let is_soon = |_| {
        let begin = Instant::now();
        let answer = ask(running, &post(&[b'x'; 2000]));
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("Post /a 2000 127.0.0.1"), "{answer}");
        begin.elapsed() < Duration::from_secs(1)
    };
    assert!((0..10).any(is_soon), "an honest client always waits");
}

#[test]
fn bodies_come_whole_whether_small_or_large() {
    let running = endpoint(Limits::default());
    check_honest(&running);
    let answer = ask(&running, &post(&vec![7; 5_000_000]));
    assert!(answer.contains("Post /a 5000000"), "{answer}");
    let answer = ask(&running, b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(answer.contains("Get /b 0"), "{answer}");
    assert!(answer.contains("Connection: close"));
}

#[test]
fn a_client_that_waits_for_the_word_gets_it() {
    let running = endpoint(short());
    let mut stream = TcpStream::connect(running.address()).unwrap();
    let head = "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut word = [0; 25];
    stream.read_exact(&mut word).unwrap();
    assert_eq!(&word, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"abc").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("Post /a 3"), "{answer}");
    let large = head.replace("Length: 3", "Length: 99999999");
    assert!(ask(&running, large.as_bytes()).starts_with("HTTP/1.1 413"));
}

#[test]
fn lengths_that_abort_the_library_are_refused() {
    let running = endpoint(short());
    for (length, status) in [
        ("9223372036854775807", 413),
        ("100000000000", 413),
        ("18446744073709551615", 413),
        ("-1", 400),
        ("5, 5", 400),
        ("abc", 400),
    ] {
        let head = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n");
        let answer = ask(&running, head.as_bytes());
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{length}: {answer}"
        );
    }
    let chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assert!(ask(&running, chunked).starts_with("HTTP/1.1 411"));
    check_honest(&running);
}

#[test]
fn long_heads_and_pipelined_requests_are_cut_off() {
    let running = endpoint(short());
    let long = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", "x".repeat(40_000));
    assert!(ask(&running, long.as_bytes()).starts_with("HTTP/1.1 431"));
    // However many bytes are read at once, and whether its end is among them.
    let with = |length: usize| format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "x".repeat(length - 23));
    assert!(ask(&running, with(16 * 1024).as_bytes()).starts_with("HTTP/1.1 200"));
    assert!(ask(&running, with(16 * 1024 + 1).as_bytes()).starts_with("HTTP/1.1 431"));
    let many = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3000);
    let answer = ask(&running, &many);
    assert!(
        answer.matches("HTTP/1.1").count() <= 1,
        "one request a connection"
    );
    check_honest(&running);
}

#[test]
fn slow_heads_and_bodies_end_by_the_clock() {
    let running = endpoint(short());
    for begin in [
        "GET / HTTP/1.1\r\nHost: x",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc",
    ] {
        let start = Instant::now();
        assert!(
            ask(&running, begin.as_bytes()).starts_with("HTTP/1.1 408"),
            "{begin}"
        );
        assert!(start.elapsed() < Duration::from_secs(5));
    }
    check_honest(&running);
}

#[test]
fn an_idle_time_does_not_make_it_deaf() {
    let running = endpoint(short());
    thread::sleep(Duration::from_secs(1));
    check_honest(&running);
    for _ in 0..200 {
        drop(TcpStream::connect(running.address()).unwrap());
    }
    check_honest(&running);
}

#[test]
fn five_hundred_that_trickle_keep_nobody_waiting() {
    let running = endpoint(Limits::default());
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";
    let mut slow: Vec<TcpStream> = (0..500)
        .map(|at| {
            let mut stream = TcpStream::connect(running.address()).unwrap();
            // Half of them trickle their head, half their body.
            let begin = if at % 2 == 0 { &head[..20] } else { head };
            stream.write_all(begin.as_bytes()).unwrap();
            stream
        })
        .collect();
    for _ in 0..3 {
        for stream in &mut slow {
            stream.write_all(b"x").ok();
        }
        check_honest(&running);
        thread::sleep(Duration::from_secs(1));
    }
    check_honest(&running);
    // Connections end at once when they are closed, so that stopping need not wait for them.
    drop(slow);
}

#[test]
fn too_many_from_one_address_are_told_so() {
    let limits = Limits {
        most_per_address: 5,
        ..short()
    };
    let running = endpoint(limits);
    let held: Vec<TcpStream> = (0..5)
        .map(|_| TcpStream::connect(running.address()).unwrap())
        .collect();
    thread::sleep(Duration::from_millis(100));
    assert!(ask(&running, b"GET / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 429"));
    drop(held);
    thread::sleep(Duration::from_millis(200));
    check_honest(&running);
}

#[test]
fn a_handler_that_fails_takes_nobody_with_it() {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let limits = Limits {
        most_per_address: 2,
        ..short()
    };
    let running = listen(address, limits, |request, _| match request.path.as_str() {
        "/fails" => panic!("as it is asked to"),
        _ => Response::new(200, Body::Bytes(Vec::new())),
    })
    .unwrap();
    let get = |path: &str| ask(&running, format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes());
    for _ in 0..5 {
        assert!(get("/fails").starts_with("HTTP/1.1 500"));
        // The one before is counted until its thread has seen to it.
        while running.guard.connections() > 0 {
            thread::yield_now();
        }
    }
    assert!(get("/").starts_with("HTTP/1.1 200"));
}

#[test]
fn only_a_proxy_is_believed_where_a_request_is_from() {
    let request = b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6, 9.9.9.9\r\n\r\n";
    assert!(ask(&endpoint(short()), request).contains(" 127.0.0.1\n"));
    let limits = Limits {
        proxies: vec!["127.0.0.1".parse().unwrap()],
        ..short()
    };
    assert!(ask(&endpoint(limits), request).contains(" 9.9.9.9\n"));
}
