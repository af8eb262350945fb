//! What is new on a connection that is kept: each answer ends where it says, and what breaks is neither lost nor done
//! twice.

use super::*;
use crate::http::Event;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};

/// An endpoint whose answer depends on the path, and the requests that its handler got.
fn telling(
    handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> (Running, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let own = Arc::clone(&seen);
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let running = listen(address, Limits::default(), move |request, body| {
        let mut text = String::new();
        body.read_to_string(&mut text).unwrap();
        let path = &request.path;
        let words = format!("{:?} {path} {text}", request.method);
        own.lock().unwrap().push(words.trim_end().to_owned());
        handler(request)
    });
    (running.unwrap(), seen)
}

fn words() -> Response {
    Response::new(303, Body::Bytes(b"words".to_vec())).with("Location", "/a")
}

fn get(running: &Running, path: &str) -> String {
    ask(running, format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes())
}

/// The connections that rest once so many do: the answer is there a moment before.
fn rest(running: &Running, count: usize) {
    let begin = Instant::now();
    while running.guard.relay().kept().rest(false) != count {
        assert!(begin.elapsed() < Duration::from_secs(20), "{count}");
        thread::yield_now();
    }
}

#[test]
fn an_answer_says_its_length_its_day_and_that_it_is_the_last() {
    let (running, _) = telling(|_| words());
    let all = get(&running, "/");
    assert!(all.starts_with("HTTP/1.1 303 See Other\r\nConnection: close\r\n"));
    assert!(all.contains("\r\nDate: ") && all.contains("\r\nLocation: /a\r\n"));
    assert!(all.ends_with("\r\nContent-Length: 5\r\n\r\nwords"), "{all}");
}

#[test]
fn answers_without_a_body_leave_the_connection_to_the_next_one() {
    let (running, seen) = telling(|request| match request.path.as_str() {
        "/204" => Response::new(204, Body::Bytes(Vec::new())),
        "/304" => Response::new(304, Body::Bytes(b"not sent".to_vec())),
        _ => words(),
    });
    for round in 1..4 {
        let all = ask(&running, b"HEAD /a HTTP/1.1\r\n\r\n");
        assert!(all.ends_with("\r\nContent-Length: 5\r\n\r\n"), "{all}");
        rest(&running, 1);
        for status in [204, 304] {
            let all = get(&running, &format!("/{status}"));
            let is_so = all.starts_with(&format!("HTTP/1.1 {status} "));
            assert!(is_so && all.ends_with("\r\n\r\n"), "{all}");
            rest(&running, 1);
        }
        assert!(get(&running, "/a").ends_with("\r\n\r\nwords"));
        rest(&running, 1);
        assert_eq!(seen.lock().unwrap().len(), round * 4);
    }
}

#[test]
fn a_file_is_sent_from_its_place_and_one_that_is_too_short_ends() {
    let (running, _) = telling(|request| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&b"0123456789".repeat(100_000)).unwrap();
        let (start, length) = match request.path.as_str() {
            "/part" => (3, 4),
            "/whole" => (0, 1_000_000),
            _ => (999_990, 20),
        };
        let body = Body::File {
            file,
            start,
            length,
        };
        Response::new(206, body)
    });
    for _ in 0..2 {
        let all = get(&running, "/part");
        assert!(all.ends_with("\r\nContent-Length: 4\r\n\r\n3456"), "{all}");
        let all = get(&running, "/whole");
        assert!(all.ends_with("0123456789") && all.len() > 1_000_000);
        rest(&running, 1);
        // It was cut while it was sent. Nobody waits for the rest, and nobody else gets it.
        let all = get(&running, "/short");
        assert!(all.contains("Content-Length: 20") && all.ends_with("\r\n\r\n0123456789"));
        rest(&running, 0);
    }
}

#[test]
fn no_value_becomes_a_header_of_its_own() {
    for value in ["a\r\nB: c", "ä"] {
        let (running, _) = telling(move |_| words().with("Location", value));
        let all = get(&running, "/");
        assert!(all.starts_with("HTTP/1.1 500") && !all.contains("B: c"));
    }
}

#[test]
fn a_handler_that_fails_leaves_its_connection_to_the_next_one() {
    let (running, _) = telling(|request| match request.path.as_str() {
        "/fails" => panic!("as it is asked to"),
        _ => words(),
    });
    for _ in 0..3 {
        let all = get(&running, "/fails");
        assert!(all.starts_with("HTTP/1.1 500") && all.ends_with("Trouble, please try again.\n"));
        rest(&running, 1);
        assert!(get(&running, "/").ends_with("\r\n\r\nwords"));
        rest(&running, 1);
    }
}

#[test]
fn a_kept_connection_that_died_loses_no_request_and_does_none_twice() {
    let (running, seen) = telling(|_| words());
    for round in 1..4 {
        let answer = ask(&running, &post(round.to_string().as_bytes()));
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        rest(&running, 1);
        assert_eq!(running.guard.relay().kept().rest(true), 1);
    }
    assert_eq!(
        *seen.lock().unwrap(),
        ["Post /a 1", "Post /a 2", "Post /a 3"]
    );
}

#[test]
fn another_library_takes_over_and_what_was_kept_goes() {
    let (running, seen) = telling(|_| words());
    for _ in 0..3 {
        assert!(get(&running, "/").starts_with("HTTP/1.1 303"));
        rest(&running, 1);
        running.guard.relay().kept().replace_library();
    }
    assert_eq!(seen.lock().unwrap().len(), 3);
}

#[test]
fn what_was_begun_and_whose_answer_is_lost_is_told_so_and_not_begun_again() {
    let (running, seen) = telling(|request| match request.path.as_str() {
        "/endless" => {
            let events = std::iter::repeat_with(|| Event::Data("no length".to_owned()));
            Response::new(200, Body::Events(Box::new(events)))
        }
        _ => words(),
    });
    let all = get(&running, "/endless");
    assert!(all.starts_with("HTTP/1.1 500"), "{all}");
    assert_eq!(*seen.lock().unwrap(), ["Get /endless"]);
    rest(&running, 0);
    assert!(get(&running, "/").ends_with("\r\n\r\nwords"));
}

#[test]
fn nobody_waits_for_a_handler_that_takes_long() {
    const SLOW: usize = 100;
    let all_are_there = Arc::new(Barrier::new(SLOW + 1));
    let own = Arc::clone(&all_are_there);
    let (running, _) = telling(move |request| {
        if request.path == "/slow" {
            own.wait();
        }
        words()
    });
    thread::scope(|scope| {
        let ask = || assert!(get(&running, "/slow").starts_with("HTTP/1.1 303"));
        let slow: Vec<_> = (1..SLOW).map(|_| scope.spawn(ask)).collect();
        for _ in 0..20 {
            assert!(get(&running, "/").starts_with("HTTP/1.1 303"));
        }
        let last = scope.spawn(ask);
        // None of them ends before all have begun.
        all_are_there.wait();
        slow.into_iter()
            .chain([last])
            .for_each(|one| one.join().unwrap());
    });
    assert!(running.guard.relay().kept().rest(false) <= SLOW + 1);
}

#[test]
fn nothing_that_comes_behind_a_request_reaches_the_library() {
    let (running, seen) = telling(|_| words());
    let second = "GET /second HTTP/1.1\r\nHost: x\r\n\r\n";
    let greeting = "OPTIONS * HTTP/1.1\r\n\r\n";
    let within = second.len();
    for (request, expected) in [
        (
            format!("GET /first HTTP/1.1\r\n\r\n{second}{greeting}"),
            "Get /first".to_owned(),
        ),
        (
            format!("HEAD /first HTTP/1.1\r\noffenlage-body: 0\r\n\r\n{second}"),
            "Head /first".to_owned(),
        ),
        (
            format!(
                "POST /first HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: {within}\r\n\r\n{second}{second}"
            ),
            format!("Post /first {}", second.trim_end()),
        ),
    ] {
        let all = ask(&running, request.as_bytes());
        assert_eq!(all.matches("HTTP/1.1 ").count(), 1, "{all}");
        assert_eq!(*seen.lock().unwrap(), [expected]);
        // Who comes next on the same connection gets her own answer.
        rest(&running, 1);
        assert!(get(&running, "/third").ends_with("\r\n\r\nwords"));
        rest(&running, 1);
        assert_eq!(seen.lock().unwrap().split_off(0)[1..], ["Get /third"]);
    }
    assert!(ask(&running, greeting.as_bytes()).starts_with("HTTP/1.1 400"));
    assert!(seen.lock().unwrap().is_empty());
}

#[test]
fn many_at_once_get_their_own_answers() {
    let (running, _) = telling(|request| {
        let bytes = request.path.repeat(1 + request.path.len() * 97 % 4000);
        Response::new(200, Body::Bytes(bytes.into_bytes()))
    });
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let path = format!("/{}", next.fetch_add(7919, Ordering::SeqCst));
                    let all = get(&running, &path);
                    let (_, body) = all.split_once("\r\n\r\n").unwrap();
                    assert_eq!(body, path.repeat(1 + path.len() * 97 % 4000));
                }
            });
        }
    });
}
