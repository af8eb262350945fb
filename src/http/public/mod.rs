//! The endpoint's side of HTTP: any address, forms with attachments, many clients that are slow or
//! mean it badly.
//!
//! A guard accepts, counts, times and admits connections and takes the whole body. Only then the HTTP library gets the
//! request, by its private door, has it answered, and the guard passes the answer on. The body stays aside meanwhile
//! (`aside`): the library would trust its length. A large one waits on disk, sealed with a key that exists in memory
//! only.

mod aside;
mod guard;
mod head;
mod kept;
mod relay;
mod spool;
#[cfg(test)]
mod tests;

use crate::http::{Request, Response};
use anyhow::Context;
use guard::Guard;
use relay::Relay;
use std::io::Read;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::time::Duration;

/// The header that tells a handler the client's address; a client cannot send it.
pub const CLIENT: &str = "offenlage-client";
/// The header that tells a handler all that those in front say about where a request is from (`X-Forwarded-For` and
/// `Forwarded`), known or not. Nothing may be decided by it; it tells two clients apart where nobody was told of
/// the proxy, or where there are two.
pub const HEARSAY: &str = "offenlage-hearsay";

/// The header that says which body belongs to a request.
const BODY: &str = "offenlage-body";

/// Answers a request and its whole body.
type Handler = dyn Fn(&Request, &mut (dyn Read + Send)) -> Response + Send + Sync;

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

/// An endpoint at work; it ends when this is dropped, after what is under way.
pub struct Running {
    guard: Guard,
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
    let relay = Relay::start(Box::new(handler))?;
    let guard = Guard::start(listener, relay, limits)?;
    Ok(Running { guard })
}
