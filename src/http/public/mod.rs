//! The endpoint's side of HTTP: any address, forms with attachments, many clients that are slow or
//! mean it badly.
//!
//! A guard accepts, counts, times and admits connections and takes the whole body before the HTTP
//! library sees the request; the body never passes through the library, which would trust its
//! length. A large body waits on disk, sealed with a key that exists in memory only.

mod guard;
mod head;
mod spool;
#[cfg(test)]
mod tests;

use crate::http::library::{self, Library};
use crate::http::{Request, Response};
use anyhow::Context;
use guard::Guard;
use spool::Spool;
use std::collections::BTreeMap;
use std::io::Read;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The header that tells a handler the client's address; a client cannot send it.
pub const CLIENT: &str = "offenlage-client";
/// The header that tells a handler all that those in front say about where a request is from (`X-Forwarded-For` and
/// `Forwarded`), known or not. Nothing may be decided by it; it tells two clients apart where nobody was told of
/// the proxy, or where there are two.
pub const HEARSAY: &str = "offenlage-hearsay";
/// The header that says which body belongs to a request.
const BODY: &str = "offenlage-body";

/// Within what a client must keep.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Longest body in bytes.
    pub most_body: u64,
    /// A longer body is read up to this and forgotten but for its beginning, so that whoever sent it gets
    /// back what she typed. What is longer still is refused unread.
    pub most_read: u64,
    /// So many connections at once.
    pub most_connections: usize,
    /// So many connections at once from one address, which may be a whole town hall's.
    pub most_per_address: usize,
    /// The whole head must be there by then, however it trickles.
    pub head_time: Duration,
    /// A body has this long, and a second more for each 16 KiB that have come.
    pub body_time: Duration,
    /// The reverse proxies in front; their `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            most_body: 64 << 20,
            most_read: 128 << 20,
            most_connections: 2000,
            most_per_address: 1000,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(20),
            proxies: Vec::new(),
        }
    }
}

/// Bodies on their way past the library.
#[derive(Default)]
struct Bodies {
    waiting: Mutex<BTreeMap<u64, Spool>>,
    next: AtomicU64,
}

impl Bodies {
    fn put(&self, body: Spool) -> u64 {
        let number = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.insert(number, body);
        number
    }

    fn take(&self, number: u64) -> Option<Spool> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.remove(&number)
    }
}

/// An endpoint at work; it ends when this is dropped, after what is under way.
pub struct Running {
    guard: Guard,
    library: Arc<Library>,
}

impl Running {
    /// Where it listens.
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

/// Listens on an address and answers each request with what the handler returns, several at a
/// time. The handler gets the request and its whole body.
///
/// # Errors
/// When the address cannot be had.
pub fn listen(
    address: SocketAddr,
    limits: Limits,
    handler: impl Fn(&Request, &mut (dyn Read + Send)) -> Response + Send + Sync + 'static,
) -> anyhow::Result<Running> {
    let listener = TcpListener::bind(address).with_context(|| address.to_string())?;
    let bodies = Arc::new(Bodies::default());
    let own = Arc::clone(&bodies);
    let library = Library::start(move |received| answer(received, &own, &handler))?;
    let guard = Guard::start(listener, Arc::clone(&library), bodies, limits)?;
    Ok(Running { guard, library })
}

fn answer(
    received: tiny_http::Request,
    bodies: &Bodies,
    handler: &dyn Fn(&Request, &mut (dyn Read + Send)) -> Response,
) {
    let mut request = Request::get(received.url());
    if *received.method() == tiny_http::Method::Post {
        request.method = crate::http::Method::Post;
    } else if *received.method() == tiny_http::Method::Head {
        request.method = crate::http::Method::Head;
    }
    for header in received.headers() {
        request = request.with(header.field.as_str().as_str(), header.value.as_str());
    }
    let number = request.header(BODY).and_then(|number| number.parse().ok());
    let body = number
        .and_then(|number| bodies.take(number))
        .unwrap_or_default();
    let response = match body.read() {
        Ok(mut reader) => handler(&request, &mut *reader),
        Err(_) => Response::text(
            503,
            "Störung, bitte noch einmal.",
            "Trouble, please try again.",
        ),
    };
    // Nobody is left to be told when this fails: the client has gone.
    library::send(received, response).ok();
}
