//! What ends or stalls the HTTP library when it meets it alone, in the numbers in which it comes.

use super::*;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// These tests hold both ends of many connections.
fn many_files() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    let most = Rlimit {
        current: maximum,
        maximum,
    };
    setrlimit(Resource::Nofile, most).unwrap();
}

fn claiming(length: u64) -> String {
    format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n")
}

fn connect(running: &Running) -> TcpStream {
    let stream = TcpStream::connect(running.address()).unwrap();
    let time = Some(Duration::from_secs(20));
    stream.set_read_timeout(time).unwrap();
    stream
}

/// A connection on which something was sent.
fn sending(running: &Running, bytes: &[u8]) -> TcpStream {
    let mut stream = connect(running);
    // It may be refused while it is still sending.
    stream.write_all(bytes).ok();
    stream
}

/// Everything that is answered until the connection ends, as far as it comes through.
fn answer(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn five_hundred_that_claim_to_send_much_take_no_room_from_others() {
    many_files();
    let running = endpoint(Limits::default());
    let head = claiming(64 << 20);
    let mut slow: Vec<TcpStream> = (0..500)
        .map(|_| sending(&running, head.as_bytes()))
        .collect();
    for _ in 0..3 {
        for stream in &mut slow {
            stream.write_all(b"x").ok();
        }
        check_honest(&running);
        // So does one with a large attachment.
        let answer = ask(&running, &post(&vec![7; 2_000_000]));
        assert!(answer.contains("Post /a 2000000"), "{answer}");
        thread::sleep(Duration::from_secs(1));
    }
    drop(slow);
}

#[test]
fn a_body_that_trickles_ends_whatever_it_claims_to_be() {
    let limits = Limits {
        most_body: 64 << 20,
        ..short()
    };
    let running = endpoint(limits);
    let mut stream = sending(&running, claiming(60 << 20).as_bytes());
    let begin = Instant::now();
    // One that is cut off in time cannot be written to for long.
    while stream.write_all(b"x").is_ok() && begin.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(20));
    }
    assert!(begin.elapsed() < Duration::from_secs(10));
    check_honest(&running);
}

#[test]
fn eight_hundred_slow_bodies_from_one_address_leave_room_for_its_neighbours() {
    many_files();
    let limits = Limits {
        most_per_address: 250,
        ..Limits::default()
    };
    let running = endpoint(limits);
    let begin = claiming(1_000_000) + "x";
    let slow: Vec<TcpStream> = (0..800)
        .map(|_| sending(&running, begin.as_bytes()))
        .collect();
    // A connection from another address of this computer.
    let other = SocketAddr::from(([127, 0, 0, 9], 0));
    let socket = rustix::net::socket(
        rustix::net::AddressFamily::INET,
        rustix::net::SocketType::STREAM,
        None,
    )
    .unwrap();
    rustix::net::bind(&socket, &other).unwrap();
    rustix::net::connect(&socket, &running.address()).unwrap();
    let mut honest = TcpStream::from(socket);
    honest.write_all(&post(b"neighbour")).unwrap();
    let said = answer(honest);
    assert!(said.contains("Post /a 9 127.0.0.9"), "{said}");
    // Each of the others is refused at once; the refusal may be lost where more was being sent.
    let refused: Vec<String> = slow.into_iter().skip(250).map(answer).collect();
    let is_refused = |said: &String| said.is_empty() || said.starts_with("HTTP/1.1 429");
    assert!(refused.iter().all(is_refused));
    assert!(refused.iter().any(|said| !said.is_empty()));
}

#[test]
fn stalled_uploads_that_are_too_large_hold_nobody_up() {
    let running = endpoint(short());
    for _ in 0..2 {
        let head = claiming(1 << 40) + "begun, and nothing more";
        let stalled: Vec<TcpStream> = (0..32)
            .map(|_| sending(&running, head.as_bytes()))
            .collect();
        check_honest(&running);
        for stream in stalled {
            assert!(answer(stream).starts_with("HTTP/1.1 413"));
        }
    }
    check_honest(&running);
}

#[test]
fn no_length_aborts_the_process_whatever_is_asked() {
    let running = endpoint(short());
    for method in ["GET", "HEAD", "POST"] {
        for length in [
            "100000000000",
            "9223372036854775807",
            "18446744073709551615",
            "99999999999999999999",
        ] {
            let head =
                format!("{method} /gibt/es/nicht HTTP/1.1\r\nContent-Length: {length}\r\n\r\n");
            let said = ask(&running, head.as_bytes());
            assert!(
                said.starts_with("HTTP/1.1 413"),
                "{method} {length}: {said}"
            );
        }
        let head = format!(
            "{method} / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
        );
        assert!(ask(&running, head.as_bytes()).starts_with("HTTP/1.1 400"));
    }
    let plain = b"GET /b HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n\r\n";
    assert!(
        ask(&running, plain).contains("Get /b 0"),
        "and no raw socket"
    );
    for (header, status) in [
        ("Expect: 200-ok", 417),
        ("Transfer-Encoding: xchunked", 411),
        ("X: \u{e4}", 400),
    ] {
        let head = format!("POST / HTTP/1.1\r\nHost: x\r\n{header}\r\nContent-Length: 1\r\n\r\nx");
        let said = ask(&running, head.as_bytes());
        assert!(
            said.starts_with(&format!("HTTP/1.1 {status}")),
            "{header}: {said}"
        );
    }
    check_honest(&running);
}

#[test]
fn a_line_without_end_and_requests_without_end_are_not_read() {
    let running = endpoint(short());
    let mut endless = sending(&running, b"GET / HTTP/1.1\r\nHost: ");
    let piece = vec![b'x'; 1 << 20];
    // It is read and forgotten for a moment, so that the refusal arrives, and then cut off.
    for _ in 0..100 {
        if endless.write_all(&piece).is_err() {
            break;
        }
    }
    // Three hundred thousand at once, none of whose answers is read.
    let many = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(300_000);
    let unread: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut stream = connect(&running);
            let time = Some(Duration::from_millis(500));
            stream.set_write_timeout(time).unwrap();
            // The system may take all of it for a reader that is gone.
            stream.write_all(&many).ok();
            stream
        })
        .collect();
    check_honest(&running);
    for stream in unread {
        let answers = answer(stream).matches("HTTP/1.1 ").count();
        assert!(answers <= 1, "one request a connection, not {answers}");
    }
}

#[test]
fn two_thousand_that_connect_and_reset_leave_nothing_behind() {
    let running = endpoint(short());
    for at in 0..2000 {
        let stream = match at % 2 {
            0 => connect(&running),
            _ => sending(&running, b"POST / HTTP/1.1\r\n"),
        };
        // A connection that is closed so is reset.
        let at_once = Some(Duration::ZERO);
        rustix::net::sockopt::set_socket_linger(&stream, at_once).unwrap();
    }
    check_honest(&running);
    let begin = Instant::now();
    while running.guard.connections() > 0 && begin.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(running.guard.connections(), 0);
}

#[test]
fn what_is_under_way_ends_before_the_endpoint_does() {
    let running = endpoint(Limits::default());
    let mut stream = connect(&running);
    stream
        .write_all(claiming(4).replace("POST /", "POST /a").as_bytes())
        .unwrap();
    // It is admitted once its head was read.
    thread::sleep(Duration::from_millis(300));
    let address = running.address();
    let stopping = thread::spawn(move || drop(running));
    thread::sleep(Duration::from_millis(300));
    stream.write_all(b"late").unwrap();
    let said = answer(stream);
    assert!(said.contains("Post /a 4"), "{said}");
    stopping.join().unwrap();
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn of_a_body_that_is_too_long_the_handler_gets_the_beginning() {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let limits = Limits {
        most_read: 2 << 20,
        ..short()
    };
    let running = listen(address, limits, |_, body| {
        let mut start = Vec::new();
        let end = body.read_to_end(&mut start).map_err(|error| error.kind());
        let words = format!("{} {end:?}\n", start.len());
        Response::new(200, Body::Bytes(words.into_bytes()))
    })
    .unwrap();
    let said = ask(&running, &post(&vec![7; (1 << 20) + 1]));
    assert!(said.contains("32768 Err(FileTooLarge)"), "{said}");
    let said = ask(&running, claiming((2 << 20) + 1).as_bytes());
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
    // Whoever asks first is told before anything is sent in vain.
    let asking = claiming((1 << 20) + 1).replace("Host: x", "Host: x\r\nExpect: 100-continue");
    assert!(ask(&running, asking.as_bytes()).starts_with("HTTP/1.1 413"));
}
