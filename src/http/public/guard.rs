//! Accepts, counts and times connections, takes whole requests, and hands them over.

use super::head::{self, Admitted, Refusal};
use super::relay::Relay;
use super::spool::{Filling, Spool};
use super::{CLIENT, HEARSAY, Limits};
use crate::http::Request;
use crate::http::crew::Crew;
use crate::http::wire::{self, read_until, write_all};
use anyhow::Context;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A client that takes nothing for so long is given up.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// Waking the accepting thread takes no longer.
const WAKE_TIME: Duration = Duration::from_millis(500);
/// What is under way may end within this when the endpoint stops.
const STOP_TIME: Duration = Duration::from_secs(20);
/// Each second a body must bring so many bytes on average, whatever length it claims to have.
const SLOWEST: u64 = 16 * 1024;
/// All bodies that are under way take no more room on disk than this.
const MOST_UNDER_WAY: u64 = 2 << 30;
/// Bytes of the stack of a thread that attends to a connection.
const STACK: usize = 256 << 10;

/// The accepting side of a running endpoint.
pub(super) struct Guard {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    stopping: AtomicBool,
    open: Mutex<Open>,
    under_way: AtomicU64,
    relay: Relay,
    limits: Limits,
    attending: Crew,
}

#[derive(Default)]
struct Open {
    streams: BTreeMap<u64, Arc<TcpStream>>,
    by_address: BTreeMap<IpAddr, usize>,
}

impl Shared {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self, number: u64, address: IpAddr) {
        let mut open = self.open();
        open.streams.remove(&number);
        if let Some(count) = open.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                open.by_address.remove(&address);
            }
        }
    }
}

impl Guard {
    /// Starts to accept connections.
    pub fn start(listener: TcpListener, relay: Relay, limits: Limits) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("the socket has no address")?;
        let shared = Arc::new(Shared {
            stopping: AtomicBool::new(false),
            open: Mutex::default(),
            under_way: AtomicU64::new(0),
            relay,
            limits,
            attending: Crew::new("endpoint guard", STACK),
        });
        let own = Arc::clone(&shared);
        let accepting = thread::Builder::new()
            .name("endpoint accept".into())
            .spawn(move || accept(&listener, &own))
            .context("no thread for the endpoint")?;
        Ok(Self {
            address,
            shared,
            accepting: Some(accepting),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many connections are open.
    #[cfg(test)]
    pub fn connections(&self) -> usize {
        self.shared.open().streams.len()
    }

    /// Accepts no more, lets what is under way end, and then ends what is left.
    pub fn stop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // `accept` only returns for a connection, so it gets one.
        let mut door = self.address;
        if door.ip().is_unspecified() {
            door.set_ip(match door {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        let woken = TcpStream::connect_timeout(&door, WAKE_TIME).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            accepting.join().ok();
        }
        let deadline = Instant::now() + STOP_TIME;
        while !self.shared.open().streams.is_empty() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        for stream in self.shared.open().streams.values() {
            stream.shutdown(Shutdown::Both).ok();
        }
        self.shared.relay.stop();
    }

    /// Its way through the library.
    #[cfg(test)]
    pub fn relay(&self) -> &Relay {
        &self.shared.relay
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut number = 0;
    while !shared.stopping.load(Ordering::SeqCst) {
        let Ok((stream, peer)) = listener.accept() else {
            // Out of file descriptors, or gone before it was accepted: both pass.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        number += 1;
        admit_connection(Arc::new(stream), peer.ip().to_canonical(), number, shared);
    }
}

fn admit_connection(stream: Arc<TcpStream>, address: IpAddr, number: u64, shared: &Arc<Shared>) {
    let limits = &shared.limits;
    let mut open = shared.open();
    let from_there = open.by_address.get(&address).copied().unwrap_or(0);
    let is_proxy = limits.proxies.contains(&address);
    let refusal = match from_there {
        _ if open.streams.len() >= limits.most_connections => Some(Refusal::Busy),
        count if count >= limits.most_per_address && !is_proxy => Some(Refusal::Many),
        _ => None,
    };
    if let Some(refusal) = refusal {
        drop(open);
        // The few bytes fit into the socket's buffer, so this does not wait for anyone.
        (&*stream).write_all(refusal.answer().as_bytes()).ok();
        return;
    }
    open.streams.insert(number, Arc::clone(&stream));
    *open.by_address.entry(address).or_default() += 1;
    drop(open);
    let own = Arc::clone(shared);
    let is_attended = shared.attending.hand(move || {
        // A client that breaks off is no trouble of ours.
        attend(&stream, address, &own).ok();
        // The connection ends before it is counted as ended.
        drop(stream);
        own.close(number, address);
    });
    if !is_attended {
        shared.close(number, address);
    }
}

/// Serves one connection: one request, one answer.
fn attend(client: &TcpStream, peer: IpAddr, shared: &Shared) -> io::Result<()> {
    client.set_nodelay(true)?;
    client.set_write_timeout(Some(WRITE_TIME))?;
    let deadline = Instant::now() + shared.limits.head_time;
    let Some(received) = wire::read_head(client, deadline)? else {
        return Ok(());
    };
    let taken = (received.map_err(Refusal::from)).and_then(|(head, rest)| {
        let admitted = head::admit(&head, &shared.limits)?;
        let body = take_body(client, &admitted, &rest, shared)?;
        let is_all = rest.len() as u64 <= admitted.length;
        Ok((from(admitted, peer, shared), body, is_all))
    });
    let is_all = match taken {
        Ok((request, body, is_all)) => {
            shared.relay.pass(&request, body, client)?;
            is_all
        }
        Err(refusal) => {
            write_all(client, refusal.answer().as_bytes())?;
            false
        }
    };
    // Who sent a whole request and nothing behind it gets the whole answer.
    if is_all && is_silent(client) {
        return Ok(());
    }
    wire::linger(client)
}

/// The request, with what a handler is told of where it is from.
fn from(admitted: Admitted, peer: IpAddr, shared: &Shared) -> Request {
    let is_proxy = shared.limits.proxies.contains(&peer);
    let forwarded = admitted.forwarded_for.filter(|_| is_proxy);
    let client = forwarded.unwrap_or(peer).to_string();
    let request = admitted.request.with(CLIENT, client);
    // Behind two proxies the nearer one's word is the same for everybody.
    match admitted.hearsay {
        said if said.is_empty() => request,
        said => request.with(HEARSAY, said),
    }
}

/// Whether nothing came that was not read.
fn is_silent(client: &TcpStream) -> bool {
    let peeked = client
        .set_nonblocking(true)
        .and_then(|()| client.peek(&mut [0]));
    let is_more = peeked.is_ok_and(|count| count > 0);
    !is_more || client.set_nonblocking(false).is_err()
}

/// Takes the whole body.
fn take_body(
    client: &TcpStream,
    admitted: &Admitted,
    rest: &[u8],
    shared: &Shared,
) -> Result<Spool, Refusal> {
    let mut room = Room {
        under_way: &shared.under_way,
        taken: 0,
    };
    let begin = Instant::now();
    let mut missing = admitted.length;
    let mut filling = Filling::new(missing, shared.limits.most_body);
    let first = usize::try_from(missing).map_or(rest.len(), |missing| missing.min(rest.len()));
    filling.add(&rest[..first]);
    missing -= first as u64;
    if missing > 0 && admitted.expects_word {
        write_all(client, b"HTTP/1.1 100 Continue\r\n\r\n").map_err(|_| Refusal::Slow)?;
    }
    // Most forms came whole with their head.
    let mut buffer = vec![0; if missing > 0 { 32 * 1024 } else { 0 }];
    while missing > 0 {
        let come = Duration::from_secs((admitted.length - missing) / SLOWEST);
        let deadline = begin + shared.limits.body_time + come;
        let most =
            usize::try_from(missing).map_or(buffer.len(), |missing| missing.min(buffer.len()));
        let count = match read_until(client, &mut buffer[..most], deadline) {
            Ok(Some(count)) if count > 0 => count,
            _ => return Err(Refusal::Slow),
        };
        if filling.is_on_disk() && !room.takes(count as u64) {
            return Err(Refusal::Busy);
        }
        filling.add(&buffer[..count]);
        missing -= count as u64;
    }
    Ok(filling.finish())
}

/// The room on disk that a body takes while it comes. What has not come takes none: whoever claims to
/// send much and does not keeps nobody out.
struct Room<'a> {
    under_way: &'a AtomicU64,
    taken: u64,
}

impl Room<'_> {
    /// Whether there is room for so much more.
    fn takes(&mut self, more: u64) -> bool {
        self.taken += more;
        self.under_way.fetch_add(more, Ordering::SeqCst) + more <= MOST_UNDER_WAY
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.under_way.fetch_sub(self.taken, Ordering::SeqCst);
    }
}
