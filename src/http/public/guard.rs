//! Accepts, counts and times connections, takes whole requests, and passes answers on.

use super::head::{self, Admitted, Refusal};
use super::spool::{Filling, Spool};
use super::{BODY, Bodies, CLIENT, Limits};
use crate::http::library::Library;
use anyhow::Context;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A client that takes nothing for so long is given up.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// The handler is given up after this; the store's own patience ends before.
const ANSWER_TIME: Duration = Duration::from_secs(120);
/// How long is waited for the other side to close first, so that it gets the whole answer.
const LINGER: Duration = Duration::from_millis(500);
/// What is under way may end within this when the endpoint stops.
const STOP_TIME: Duration = Duration::from_secs(20);
/// Each second a body must bring so many bytes on average.
const SLOWEST: u64 = 16 * 1024;
/// All bodies together take no more room than this.
const MOST_UNDER_WAY: u64 = 2 << 30;

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
    library: Arc<Library>,
    bodies: Arc<Bodies>,
    limits: Limits,
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
    pub fn start(
        listener: TcpListener,
        library: Arc<Library>,
        bodies: Arc<Bodies>,
        limits: Limits,
    ) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("the socket has no address")?;
        let shared = Arc::new(Shared {
            stopping: AtomicBool::new(false),
            open: Mutex::default(),
            under_way: AtomicU64::new(0),
            library,
            bodies,
            limits,
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
        let woken = TcpStream::connect_timeout(&door, LINGER).is_ok();
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
    let attending = thread::Builder::new()
        .name("endpoint guard".into())
        .stack_size(256 * 1024)
        .spawn(move || {
            // A client that breaks off is no trouble of ours.
            attend(&stream, address, &own).ok();
            own.close(number, address);
        });
    if attending.is_err() {
        shared.close(number, address);
    }
}

/// Serves one connection: one request, one answer.
fn attend(client: &TcpStream, peer: IpAddr, shared: &Shared) -> io::Result<()> {
    client.set_nodelay(true)?;
    client.set_write_timeout(Some(WRITE_TIME))?;
    let deadline = Instant::now() + shared.limits.head_time;
    let Some(received) = read_head(client, deadline)? else {
        return Ok(());
    };
    let taken = received.and_then(|(head, rest)| {
        let admitted = head::admit(&head, shared.limits.most_body)?;
        let body = take_body(client, &admitted, &rest, shared)?;
        Ok((admitted, body))
    });
    match taken {
        Ok((admitted, body)) => {
            let is_proxy = shared.limits.proxies.contains(&peer);
            let forwarded = admitted.forwarded_for.filter(|_| is_proxy);
            let from = forwarded.unwrap_or(peer);
            let number = shared.bodies.put(body);
            let plain = &admitted.plain;
            let head = format!("{plain}{CLIENT}: {from}\r\n{BODY}: {number}\r\n\r\n");
            let relayed = relay(&head, client, &shared.library);
            // The handler has taken it, unless the library refused the request.
            drop(shared.bodies.take(number));
            relayed?;
        }
        Err(refusal) => write_all(client, refusal.answer().as_bytes())?,
    }
    linger(client)
}

type Head = Result<(Vec<u8>, Vec<u8>), Refusal>;

/// The head up to its empty line and what came after it, or `None` when a connection was opened in
/// advance and not needed.
fn read_head(client: &TcpStream, deadline: Instant) -> io::Result<Option<Head>> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = match read_until(client, &mut buffer, deadline)? {
            None => return Ok((!head.is_empty()).then_some(Err(Refusal::Slow))),
            Some(0) => return Ok(None),
            Some(count) => count,
        };
        let searched = head.len().saturating_sub(3);
        head.extend_from_slice(&buffer[..count]);
        if let Some(end) = find(&head[searched..], b"\r\n\r\n") {
            let rest = head.split_off(searched + end + 4);
            return Ok(Some(Ok((head, rest))));
        }
        if head.len() > head::MOST_BYTES {
            return Ok(Some(Err(Refusal::Long)));
        }
    }
}

/// Takes the whole body.
fn take_body(
    client: &TcpStream,
    admitted: &Admitted,
    rest: &[u8],
    shared: &Shared,
) -> Result<Spool, Refusal> {
    let length = admitted.length;
    let before = shared.under_way.fetch_add(length, Ordering::SeqCst);
    let taken = if before + length > MOST_UNDER_WAY {
        Err(Refusal::Busy)
    } else {
        let deadline =
            Instant::now() + shared.limits.body_time + Duration::from_secs(length / SLOWEST);
        fill(client, admitted, rest, deadline)
    };
    shared.under_way.fetch_sub(length, Ordering::SeqCst);
    taken
}

fn fill(
    client: &TcpStream,
    admitted: &Admitted,
    rest: &[u8],
    deadline: Instant,
) -> Result<Spool, Refusal> {
    let mut missing = admitted.length;
    let mut filling = Filling::new(missing).map_err(|_| Refusal::Busy)?;
    let first = &rest[..rest
        .len()
        .min(usize::try_from(missing).unwrap_or(usize::MAX))];
    filling.add(first).map_err(|_| Refusal::Busy)?;
    missing -= first.len() as u64;
    if missing > 0 && admitted.expects_word {
        write_all(client, b"HTTP/1.1 100 Continue\r\n\r\n").map_err(|_| Refusal::Slow)?;
    }
    let mut buffer = [0; 32 * 1024];
    while missing > 0 {
        let most =
            usize::try_from(missing).map_or(buffer.len(), |missing| missing.min(buffer.len()));
        match read_until(client, &mut buffer[..most], deadline) {
            Ok(Some(count)) if count > 0 => {
                filling.add(&buffer[..count]).map_err(|_| Refusal::Busy)?;
                missing -= count as u64;
            }
            _ => return Err(Refusal::Slow),
        }
    }
    filling.finish().map_err(|_| Refusal::Busy)
}

/// Reads something; `None` when the deadline has passed.
fn read_until(
    mut client: &TcpStream,
    buffer: &mut [u8],
    deadline: Instant,
) -> io::Result<Option<usize>> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        client.set_read_timeout(Some(left))?;
        match client.read(buffer) {
            Ok(count) => return Ok(Some(count)),
            Err(error) if is_pause(&error) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Hands the head to the library and passes on what it answers.
fn relay(head: &str, client: &TcpStream, library: &Library) -> io::Result<()> {
    let mut door = match library.connect() {
        Ok(door) => door,
        Err(_) => return write_all(client, Refusal::Busy.answer().as_bytes()),
    };
    door.write_all(head.as_bytes())?;
    door.shutdown(Shutdown::Write)?;
    door.set_read_timeout(Some(ANSWER_TIME))?;
    let mut first = Some(Vec::new());
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = match door.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let Some(start) = &mut first else {
            write_all(client, &buffer[..count])?;
            continue;
        };
        // The library does not let anyone else say that the connection ends.
        start.extend_from_slice(&buffer[..count]);
        if let Some(end) = find(start, b"\r\n") {
            start.splice(end..end, *b"\r\nConnection: close");
            write_all(client, start)?;
            first = None;
        }
    }
}

/// Closes after the client did, within limits: closing while bytes lie unread would tear the
/// answer away from it.
fn linger(client: &TcpStream) -> io::Result<()> {
    client.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + LINGER;
    let mut buffer = [0; 4096];
    while read_until(client, &mut buffer, deadline)?.is_some_and(|count| count > 0) {}
    Ok(())
}

fn write_all(mut client: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    client.write_all(bytes)
}

/// Whether a read only ran out of time.
fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
