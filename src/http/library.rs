//! The HTTP library behind its private door: what it received becomes a [`Request`], a
//! [`Response`] becomes what it sends.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use super::door::{Behind, Stream};
use super::wire::is_visible;
use super::{Body, Event, Events, Method, Request, Response};

/// A thread to which nothing came for so long ends, unless no other one waits.
const REST: Duration = Duration::from_secs(10);
/// Bytes of the stack of a thread that answers: as many as others have.
const STACK: usize = 2 << 20;
/// The threads that wait are given so long to end.
const STOP_TIME: Duration = Duration::from_secs(1);

/// The library at work. Threads take what it received, and one always waits for more, so that nobody stands behind
/// a request that takes long.
pub(super) struct Library {
    behind: RwLock<Arc<Behind>>,
    stopping: AtomicBool,
    /// How many threads wait.
    waiting: AtomicUsize,
    answer: Box<Answer>,
}

type Answer = dyn Fn(tiny_http::Request) + Send + Sync;

impl Library {
    /// Starts to hand what it receives to `answer`, which sends the answer, too.
    pub fn start(
        answer: impl Fn(tiny_http::Request) + Send + Sync + 'static,
    ) -> anyhow::Result<Arc<Self>> {
        let library = Arc::new(Self {
            behind: RwLock::new(Arc::new(Behind::open()?)),
            stopping: AtomicBool::new(false),
            waiting: AtomicUsize::new(0),
            answer: Box::new(answer),
        });
        let begun = library.begin_one();
        begun.context("no thread for the HTTP library")?;
        Ok(library)
    }

    /// A connection through the private door, and what is behind it.
    pub fn connect(&self) -> io::Result<(Arc<Behind>, Stream)> {
        let behind = self.behind();
        let is_gone = |error: &io::Error| {
            [io::ErrorKind::ConnectionRefused, io::ErrorKind::NotFound].contains(&error.kind())
        };
        match behind.connect() {
            // Its listening thread has died, and nobody else would notice.
            Err(error) if is_gone(&error) => {
                self.replace_dead(&behind);
                let behind = self.behind();
                behind.connect().map(|stream| (behind, stream))
            }
            connected => connected.map(|stream| (behind, stream)),
        }
    }

    /// Whether this has not been replaced.
    pub fn is_current(&self, behind: &Arc<Behind>) -> bool {
        Arc::ptr_eq(&self.behind(), behind)
    }

    /// Receives no more; answers that are under way end with their connections.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        let deadline = Instant::now() + STOP_TIME;
        while self.waiting.load(Ordering::SeqCst) > 0 && Instant::now() < deadline {
            self.behind().server.unblock();
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn behind(&self) -> Arc<Behind> {
        let behind = self.behind.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&behind)
    }

    /// The library listens no more once it could not accept or copy a connection, for want of file
    /// descriptors, say. Then another one takes its place; if it cannot yet, whoever connects next tries again.
    fn replace_dead(&self, dead: &Arc<Behind>) {
        let mut behind = self.behind.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&behind, dead)
            && let Ok(new) = Behind::open()
        {
            *behind = Arc::new(new);
        }
        drop(behind);
        dead.server.unblock();
    }

    /// As if it listened no more.
    #[cfg(all(test, feature = "server"))]
    pub fn replace(&self) {
        self.replace_dead(&self.behind());
    }

    /// One more thread waits.
    fn begin_one(self: &Arc<Self>) -> io::Result<()> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let own = Arc::clone(self);
        let begun = thread::Builder::new()
            .name("http answer".into())
            .stack_size(STACK)
            .spawn(move || own.work());
        if begun.is_err() {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
        }
        begun.map(drop)
    }

    fn work(self: &Arc<Self>) {
        while !self.stopping.load(Ordering::SeqCst) {
            let behind = self.behind();
            let waited = behind.server.recv_timeout(REST);
            // One that came just as the time was over would call nobody else.
            let received = match waited {
                Ok(None) => behind.server.try_recv(),
                waited => waited,
            };
            match received {
                Ok(Some(received)) => {
                    if self.waiting.fetch_sub(1, Ordering::SeqCst) == 1 {
                        // Where no thread can be had, the next request waits for one that is done.
                        self.begin_one().ok();
                    }
                    self.answer(received);
                    self.waiting.fetch_add(1, Ordering::SeqCst);
                }
                Ok(None) if self.is_current(&behind) => {
                    if self.is_one_too_many() {
                        return;
                    }
                }
                // Those that still wait there are called one by one.
                Ok(None) => behind.server.unblock(),
                Err(_) => self.replace_dead(&behind),
            }
        }
        self.waiting.fetch_sub(1, Ordering::SeqCst);
    }

    /// Whether others wait; then this one is not counted any more.
    fn is_one_too_many(&self) -> bool {
        let less = |waiting: usize| (waiting > 1).then(|| waiting - 1);
        let (set, fetch) = (Ordering::SeqCst, Ordering::SeqCst);
        self.waiting.fetch_update(set, fetch, less).is_ok()
    }

    /// What is not answered, because the answer failed, the library answers with status 500.
    fn answer(&self, received: tiny_http::Request) {
        if is_greeting(&received) {
            // Whoever greeted may have gone.
            received.respond(tiny_http::Response::empty(204)).ok();
            return;
        }
        // The panic was told already, and takes nobody else with it.
        catch_unwind(AssertUnwindSafe(|| (self.answer)(received))).ok();
    }
}

/// What a guard sends first on a connection that it means to keep. It lets no client use this method.
#[cfg(feature = "server")]
pub(super) const GREETING: &[u8] = b"OPTIONS * HTTP/1.1\r\n\r\n";

fn is_greeting(received: &tiny_http::Request) -> bool {
    *received.method() == tiny_http::Method::Options && received.url() == "*"
}

/// Answers a preview's request.
pub(super) fn answer_preview(received: tiny_http::Request, handler: &dyn Fn(&Request) -> Response) {
    let response = match request(&received) {
        Ok(request) => handler(&request),
        Err(refused) => refused,
    };
    // Nobody is left to be told when this fails: the browser has gone.
    send(received, response).ok();
}

fn request(received: &tiny_http::Request) -> Result<Request, Response> {
    let request = read(received);
    let looks = |request: &Request| matches!(request.method, Method::Get | Method::Head);
    let Some(request) = request.filter(looks) else {
        let refused = Response::text(405, "Nur GET und HEAD.", "Only GET and HEAD.");
        return Err(refused.with("Allow", "GET, HEAD"));
    };
    if !request.path.starts_with('/') {
        return Err(Response::text(
            400,
            "Die Adresse muss mit einem Schrägstrich beginnen.",
            "The address must begin with a slash.",
        ));
    }
    if !request.header("host").is_some_and(is_this_computer) {
        return Err(Response::text(
            421,
            "Die Vorschau antwortet nur unter localhost, 127.0.0.1 und [::1].",
            "The preview only answers to localhost, 127.0.0.1 and [::1].",
        ));
    }
    Ok(request)
}

/// What the library read, unless its method is none of ours.
pub(super) fn read(received: &tiny_http::Request) -> Option<Request> {
    let mut request = Request::get(received.url());
    request.method = match received.method() {
        tiny_http::Method::Get => Method::Get,
        tiny_http::Method::Head => Method::Head,
        tiny_http::Method::Post => Method::Post,
        _ => return None,
    };
    for header in received.headers() {
        request = request.with(header.field.as_str().as_str(), header.value.as_str());
    }
    Some(request)
}

/// Whether `Host` names this computer. A page from elsewhere whose name was turned to this
/// computer's address (DNS rebinding) would bring its own name and could read the drafts.
fn is_this_computer(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        let rest = host.strip_prefix(name);
        let port = rest.and_then(|rest| rest.strip_prefix(':'));
        rest == Some("") || port.is_some_and(|port| port.parse::<u16>().is_ok())
    })
}

/// Sends an answer. On an error nothing was sent but what the library says by itself, or not all.
pub(super) fn send(received: tiny_http::Request, response: Response) -> io::Result<()> {
    let headers = headers(&response)?;
    match response.body {
        Body::Bytes(bytes) => {
            let length = bytes.len() as u64;
            let reader = Cursor::new(bytes);
            respond(received, response.status, headers, (reader, length))
        }
        Body::File {
            mut file,
            start,
            length,
        } => {
            file.seek(SeekFrom::Start(start))?;
            let reader = file.take(length);
            respond(received, response.status, headers, (reader, length))
        }
        Body::Events(events) => stream(received, &headers, events),
    }
}

/// The library would let a line end within a value.
fn headers(response: &Response) -> io::Result<Vec<tiny_http::Header>> {
    let header = |(name, value): &(&str, String)| {
        let plain = Some(value).filter(|value| value.bytes().all(is_visible));
        plain
            .and_then(|value| tiny_http::Header::from_bytes(*name, value.as_str()).ok())
            .ok_or_else(|| io::Error::other("a header is not plain"))
    };
    response.headers.iter().map(header).collect()
}

fn respond(
    received: tiny_http::Request,
    status: u16,
    headers: Vec<tiny_http::Header>,
    (reader, length): (impl Read, u64),
) -> io::Result<()> {
    let length = usize::try_from(length).ok();
    let status = tiny_http::StatusCode(status);
    // With a known length nothing is cut into chunks, so that a browser can show progress.
    let response = tiny_http::Response::new(status, headers, reader, length, None)
        .with_chunked_threshold(usize::MAX);
    received.respond(response)
}

fn stream(
    received: tiny_http::Request,
    headers: &[tiny_http::Header],
    events: Events,
) -> io::Result<()> {
    let wants_events = *received.method() == tiny_http::Method::Get;
    let mut writer = received.into_writer();
    write!(writer, "HTTP/1.1 200 OK\r\n")?;
    for header in headers {
        write!(writer, "{}: {}\r\n", header.field, header.value)?;
    }
    write!(writer, "\r\n")?;
    writer.flush()?;
    for event in events.take_while(|_| wants_events) {
        match event {
            Event::Alive => writer.write_all(b":\n\n")?,
            Event::Data(data) => {
                for line in data.lines() {
                    writeln!(writer, "data: {line}")?;
                }
                writer.write_all(b"\n")?;
            }
        }
        writer.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_answered() {
        for host in [
            "localhost",
            "LocalHost:8000",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:65535",
        ] {
            assert!(is_this_computer(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "localhost:",
            "localhost:x",
            "localhost:99999",
            "127.0.0.1.evil.example:8000",
            "evil.example:8000",
            "::1",
            "localhost@evil.example",
        ] {
            assert!(!is_this_computer(host), "{host}");
        }
    }
}
