//! Stands between the browser and the HTTP library.
//!
//! The library aborts the process on a body it cannot allocate, waits for slow senders for ever,
//! starts a thread for every connection and goes deaf when a connection cannot be accepted. So
//! connections are accepted, timed, counted and admitted (`head`) here; the library is reached
//! through its private door and gets one plain head a connection. Its answer is passed on as it
//! comes, which is all that a stream of events needs.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::head::{self, Refusal};
use super::library::Library;
use super::wire::{self, is_pause, write_all};

/// So many connections at once. Each needs five file descriptors at most, and macOS grants 256.
const MOST_CONNECTIONS: usize = 40;
/// The whole head must be there by then, however it trickles.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// A browser that takes nothing for so long is given up.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// How often it is looked whether the browser still listens, while there is nothing to send.
const GLANCE: Duration = Duration::from_millis(500);
/// The accepting side of a running server.
pub(super) struct Guard {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    stopping: AtomicBool,
    open: Mutex<BTreeMap<u64, Arc<TcpStream>>>,
    library: Arc<Library>,
}

impl Shared {
    fn open(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<TcpStream>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Guard {
    /// Starts to accept connections.
    pub fn start(listener: TcpListener, library: Arc<Library>) -> anyhow::Result<Self> {
        let address = listener.local_addr().context("the socket has no address")?;
        let shared = Arc::new(Shared {
            stopping: AtomicBool::new(false),
            open: Mutex::default(),
            library,
        });
        let own = Arc::clone(&shared);
        let accepting = thread::Builder::new()
            .name("http accept".into())
            .spawn(move || accept(&listener, &own))
            .context("no thread for the preview")?;
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

    /// Accepts no more and ends what is open.
    pub fn stop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // `accept` only returns for a connection, so it gets one.
        let woken = TcpStream::connect_timeout(&self.address, GLANCE).is_ok();
        if let Some(accepting) = self.accepting.take().filter(|_| woken) {
            accepting.join().ok();
        }
        for stream in self.shared.open().values() {
            stream.shutdown(Shutdown::Both).ok();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut number = 0;
    while !shared.stopping.load(Ordering::SeqCst) {
        let Ok((stream, _)) = listener.accept() else {
            // Out of file descriptors, or gone before it was accepted: both pass.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        number += 1;
        admit_connection(Arc::new(stream), number, shared);
    }
}

fn admit_connection(stream: Arc<TcpStream>, number: u64, shared: &Arc<Shared>) {
    let mut open = shared.open();
    if open.len() >= MOST_CONNECTIONS {
        drop(open);
        // The few bytes fit into the socket's buffer, so this does not wait for anyone.
        (&*stream).write_all(Refusal::Busy.answer().as_bytes()).ok();
        return;
    }
    open.insert(number, Arc::clone(&stream));
    drop(open);
    let own = Arc::clone(shared);
    let attending = thread::Builder::new()
        .name("http guard".into())
        .stack_size(256 * 1024)
        .spawn(move || {
            // A browser that breaks off is no trouble of ours.
            attend(&stream, &own.library).ok();
            own.open().remove(&number);
        });
    if attending.is_err() {
        shared.open().remove(&number);
    }
}

/// Serves one connection: one request, one answer.
fn attend(client: &TcpStream, library: &Library) -> io::Result<()> {
    client.set_nodelay(true)?;
    client.set_write_timeout(Some(WRITE_TIME))?;
    let Some(received) = wire::read_head(client, Instant::now() + HEAD_TIME)? else {
        return Ok(());
    };
    let admitted = (received.map_err(Refusal::from)).and_then(|(head, _)| head::admit(&head));
    match admitted {
        Ok(head) => relay(&head, client, library)?,
        Err(refusal) => write_all(client, refusal.answer().as_bytes())?,
    }
    wire::linger(client)
}

/// Hands the head to the library and passes on what it answers, until it has said everything or
/// the browser has gone.
fn relay(head: &str, client: &TcpStream, library: &Library) -> io::Result<()> {
    let mut door = match library.connect() {
        Ok((_, door)) => door,
        Err(_) => return write_all(client, Refusal::Busy.answer().as_bytes()),
    };
    door.write_all(head.as_bytes())?;
    door.shutdown(Shutdown::Write)?;
    door.set_read_timeout(Some(GLANCE))?;
    wire::pass_on(door, client, |error| match is_pause(&error) {
        true => Ok(is_there(client)),
        false => Err(error),
    })
}

/// Whether the browser still listens; it sends nothing more that would be read.
fn is_there(client: &TcpStream) -> bool {
    if client
        .set_read_timeout(Some(Duration::from_millis(1)))
        .is_err()
    {
        return false;
    }
    match client.peek(&mut [0]) {
        Ok(count) => count > 0,
        Err(error) => is_pause(&error),
    }
}
