//! The way of a whole request through the HTTP library, and of its answer to whoever asked: one a connection, after
//! which that ends.

use super::aside::{Aside, State};
use super::head::Refusal;
use super::kept::{Kept, Lent};
use super::spool::Spool;
use super::{BODY, Handler};
use crate::http::library::{self, Library};
use crate::http::wire::{answer_length, find, is_pause, say_last, write_all};
use crate::http::{Method, Request, Response};
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Whose answer nobody began for so long is asked anew.
const PATIENCE: Duration = Duration::from_secs(20);
/// No head of an answer is longer.
const LONGEST_HEAD: usize = 64 * 1024;

/// The library and what is on its way through it.
pub(super) struct Relay {
    library: Arc<Library>,
    kept: Kept,
    aside: Arc<Aside>,
}

/// Why an answer was not passed on.
enum Broken {
    /// The client takes nothing more, or got a part that cannot be sent again.
    Client(io::Error),
    /// The library's side ended, and the client got nothing.
    Library,
}

impl Relay {
    /// Has each request answered by the handler.
    pub fn start(handler: Box<Handler>) -> anyhow::Result<Self> {
        let aside = Arc::new(Aside::default());
        let own = Arc::clone(&aside);
        let library = Library::start(move |received| answer(received, &own, &handler))?;
        Ok(Self {
            kept: Kept::new(Arc::clone(&library)),
            library,
            aside,
        })
    }

    /// Answers no more.
    pub fn stop(&self) {
        self.library.stop();
    }

    /// Has a request answered and passes the answer on. What nobody began to answer is sent once more: a kept
    /// connection may have died meanwhile.
    ///
    /// # Errors
    /// If the client takes nothing more.
    pub fn pass(&self, request: &Request, mut body: Spool, client: &TcpStream) -> io::Result<()> {
        let plain = plain_head(request);
        for is_fresh in [false, true, true] {
            let lent = if is_fresh {
                self.kept.open()
            } else {
                self.kept.lend()
            };
            let Ok(lent) = lent else { continue };
            let number = self.aside.put(body);
            let head = format!("{plain}{BODY}: {number}\r\n\r\n");
            let is_asked = request.method != Method::Head;
            let passed = self.exchange(&lent, (&head, number), client, is_asked);
            let untouched = self.aside.take_back(number);
            match (passed, untouched) {
                (Ok(()), _) => {
                    self.kept.keep(lent);
                    return Ok(());
                }
                (Err(Broken::Client(error)), _) => return Err(error),
                (Err(Broken::Library), Some(whole)) => body = whole,
                (Err(Broken::Library), None) => {
                    return write_all(client, Refusal::Lost.answer().as_bytes());
                }
            }
        }
        write_all(client, Refusal::Busy.answer().as_bytes())
    }

    /// Sends a head to the library and its answer to the client. The answer ends where it says: the connection goes on.
    fn exchange(
        &self,
        lent: &Lent,
        (head, number): (&str, u64),
        client: &TcpStream,
        is_asked: bool,
    ) -> Result<(), Broken> {
        let sent = (&lent.stream).write_all(head.as_bytes());
        sent.map_err(|_| Broken::Library)?;
        let mut buffer = [0; 16 * 1024];
        let read = |buffer: &mut [u8]| self.read(lent, number, buffer).ok_or(Broken::Library);
        let mut start = Vec::with_capacity(2048);
        let end = loop {
            let count = read(&mut buffer)?;
            start.extend_from_slice(&buffer[..count]);
            match find(&start, b"\r\n\r\n") {
                Some(end) => break end + 4,
                None if start.len() > LONGEST_HEAD => return Err(Broken::Library),
                None => {}
            }
        };
        let length = answer_length(&start[..end], is_asked).ok_or(Broken::Library)?;
        let come = (start.len() - end) as u64;
        // Who says more than was announced is not believed at all.
        let mut left = length.checked_sub(come).ok_or(Broken::Library)?;
        say_last(&mut start);
        write_all(client, &start).map_err(Broken::Client)?;
        while left > 0 {
            let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
            let cut = || Broken::Client(ErrorKind::UnexpectedEof.into());
            let count = read(&mut buffer[..most]).map_err(|_| cut())?;
            write_all(client, &buffer[..count]).map_err(Broken::Client)?;
            left -= count as u64;
        }
        Ok(())
    }

    /// Reads something of an answer; none when nothing more will come.
    fn read(&self, lent: &Lent, number: u64, buffer: &mut [u8]) -> Option<usize> {
        let begin = Instant::now();
        let mut is_done = false;
        loop {
            match (&lent.stream).read(buffer) {
                Ok(count) => return Some(count).filter(|count| *count > 0),
                Err(error) if is_pause(&error) => {}
                Err(_) => return None,
            }
            let is_lost = match self.aside.state(number) {
                State::Waits => !self.kept.is_current(lent) || begin.elapsed() > PATIENCE,
                State::Begun => false,
                // All that was sent is there by now, and less than was announced.
                State::Done => std::mem::replace(&mut is_done, true),
            };
            if is_lost {
                return None;
            }
        }
    }

    #[cfg(test)]
    pub fn kept(&self) -> &Kept {
        &self.kept
    }
}

/// The head of a request as the library gets it, but for its last lines. All of it was admitted.
fn plain_head(request: &Request) -> String {
    let method = match request.method {
        Method::Get => "GET",
        Method::Head => "HEAD",
        Method::Post => "POST",
    };
    let mut head = format!("{method} {}", request.path);
    if let Some(query) = &request.query {
        head.push('?');
        head.push_str(query);
    }
    head.push_str(" HTTP/1.1\r\n");
    for (name, value) in &request.headers {
        for part in [name, ": ", value, "\r\n"] {
            head.push_str(part);
        }
    }
    head
}

/// Has the handler answer what the library received.
fn answer(received: tiny_http::Request, aside: &Aside, handler: &Handler) {
    let Some(request) = library::read(&received) else {
        return;
    };
    let number = request.header(BODY).and_then(|number| number.parse().ok());
    // Whose body was taken back was sent once more, or given up.
    let Some((body, begun)) = number.and_then(|number| aside.begin(number)) else {
        return;
    };
    // Nobody is left to be told when this fails: the client has gone.
    library::send(received, ask(&request, body, handler)).ok();
    drop(begun);
}

/// Asks the handler. One that fails takes nobody with it.
fn ask(request: &Request, body: Spool, handler: &Handler) -> Response {
    let answered = catch_unwind(AssertUnwindSafe(|| {
        let mut body = body.read()?;
        Ok::<_, io::Error>(handler(request, &mut *body))
    }));
    let status = match answered {
        Ok(Ok(response)) => return response,
        Ok(Err(_)) => 503,
        Err(_) => 500,
    };
    let (de, en) = ("Störung, bitte noch einmal.", "Trouble, please try again.");
    Response::text(status, de, en)
}
