//! A socket to a [`Request`] and back; the only module that knows the HTTP library.
//!
//! It serves the preview on the planner's own computer: loopback addresses only, `GET` and `HEAD`
//! only, no bodies. The library is kept behind `guard`, which lets no request through that could
//! harm it. For the endpoint that takes statements there is `public`, which belongs to the feature
//! `server` and has a guard of its own: any address, and forms whole or not at all. What is
//! answered is decided by the caller: [`files`] answers from a folder, [`preview`] adds the
//! reloading of pages.

pub mod files;
pub mod preview;
#[cfg(feature = "server")]
pub mod public;

#[cfg(feature = "server")]
mod crew;
mod door;
mod guard;
mod head;
mod library;
mod media;
mod range;
mod wire;

use std::fmt::Display;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use anyhow::{Context, bail};

use guard::Guard;
use library::Library;

/// What every page of a portal may load: its own files and nothing else. No inline script, no
/// inline style, no third party. A form may go to the office that receives statements, which may
/// stand elsewhere; which one, the policy in the page says, and both hold. The same line belongs
/// into a public server's configuration.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'";

/// What is asked: to see something or to see what its headers would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Headers and body.
    Get,
    /// Headers only.
    Head,
    /// To take a form. The preview refuses it.
    Post,
}

/// What a browser asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// To see it, or only its headers.
    pub method: Method,
    /// The path as it was sent, percent-encoded and without the query; it begins with `/`.
    pub path: String,
    /// What followed the question mark, percent-encoded.
    pub query: Option<String>,
    headers: Vec<(String, String)>,
}

impl Request {
    /// A `GET` for a path with or without a query.
    pub fn get(target: &str) -> Self {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        Self {
            method: Method::Get,
            path: path.to_owned(),
            query,
            headers: Vec::new(),
        }
    }

    /// The same with one more header; upper and lower case of its name are the same.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// The first header of a name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is answered.
#[derive(Debug)]
pub struct Response {
    /// The status code, such as 200 or 404.
    pub status: u16,
    /// Names and values, in ASCII.
    pub headers: Vec<(&'static str, String)>,
    /// What follows the headers.
    pub body: Body,
}

impl Response {
    /// An answer with the headers that every answer has.
    pub fn new(status: u16, body: Body) -> Self {
        let headers = vec![
            ("Server", "offenlage".to_owned()),
            (
                "Content-Security-Policy",
                CONTENT_SECURITY_POLICY.to_owned(),
            ),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Referrer-Policy", "no-referrer".to_owned()),
            ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ];
        Self {
            status,
            headers,
            body,
        }
    }

    /// A short plain text in German and English.
    pub fn text(status: u16, de: impl Display, en: impl Display) -> Self {
        let words = format!("{de}\n{en}\n");
        Self::new(status, Body::Bytes(words.into_bytes()))
            .with("Content-Type", "text/plain; charset=utf-8")
            .with("Cache-Control", "no-store")
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The first header of a name, which is given as it was set.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What follows the headers.
pub enum Body {
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// A part of a file, read while it is sent.
    File {
        /// The opened file.
        file: File,
        /// Its first byte that is sent.
        start: u64,
        /// How many bytes are sent.
        length: u64,
    },
    /// Events for as long as the browser listens (`text/event-stream`).
    Events(Events),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "Bytes({})", String::from_utf8_lossy(bytes)),
            Self::File { start, length, .. } => write!(formatter, "File({start}, {length})"),
            Self::Events(_) => formatter.write_str("Events"),
        }
    }
}

/// Waits for each next event; ends when the server does.
pub type Events = Box<dyn Iterator<Item = Event> + Send>;

/// Something a listening browser is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A message.
    Data(String),
    /// Nothing new. Sent now and then, so that a browser that has gone is noticed.
    Alive,
}

/// A server at work; it ends when this is dropped.
pub struct Running {
    // The order matters: first no new connections, then no more answers.
    guard: Guard,
    library: Arc<Library>,
}

impl Running {
    /// Where it listens; the port is the real one when any was asked for.
    pub fn address(&self) -> SocketAddr {
        self.guard.address()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.guard.stop();
        self.library.stop();
    }
}

/// Listens on a loopback address and answers each request with what the handler returns, several
/// at a time. Port 0 takes any free port.
///
/// # Errors
/// When the address is not a loopback address, or cannot be had. The cause is the `io::Error` of
/// the socket: `AddrInUse` when another program listens there.
pub fn listen(
    address: SocketAddr,
    handler: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> anyhow::Result<Running> {
    if !address.ip().is_loopback() {
        bail!("the preview listens on this computer only, not on {address}");
    }
    let listener = TcpListener::bind(address).with_context(|| format!("no socket at {address}"))?;
    let library = Library::start(move |received| library::answer_preview(received, &handler))?;
    let guard = Guard::start(listener, Arc::clone(&library))?;
    Ok(Running { guard, library })
}
