//! Connections to the HTTP library that are kept for the next request: to be accepted, and to get a thread of the
//! library, costs more than a request does.

use crate::http::door::{Behind, Stream};
use crate::http::library::{GREETING, Library};
use crate::http::wire::is_pause;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a read waits before the reader looks around.
const GLANCE: Duration = Duration::from_millis(500);
/// A connection that nobody used for so long ends, and its thread with it.
const REST: Duration = Duration::from_secs(10);
/// The library takes no longer to answer a greeting.
const GREETING_TIME: Duration = Duration::from_secs(5);

/// The connections that nobody uses now.
pub(super) struct Kept {
    library: Arc<Library>,
    /// The latest at the end.
    resting: Mutex<Vec<(Lent, Instant)>>,
    opening: Mutex<()>,
}

/// A connection for one request and its answer.
pub(super) struct Lent {
    pub stream: Stream,
    behind: Arc<Behind>,
}

impl Kept {
    /// None yet.
    pub fn new(library: Arc<Library>) -> Self {
        Self {
            library,
            resting: Mutex::default(),
            opening: Mutex::default(),
        }
    }

    /// One that was kept, or a new one.
    pub fn lend(&self) -> io::Result<Lent> {
        // Whoever knows a library that was replaced has nobody at its other end.
        loop {
            let rested = self.resting().pop();
            match rested {
                Some((lent, _)) if self.is_current(&lent) => return Ok(lent),
                Some(_) => {}
                None => return self.open(),
            }
        }
    }

    /// A new one, on which a thread of the library reads. Its pool of threads counts one that waits twice when two
    /// connections come at once; the second then waits until the first ends, which would be never. So they come one
    /// by one, and each is greeted first.
    pub fn open(&self) -> io::Result<Lent> {
        let _alone = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        let (behind, stream) = self.library.connect()?;
        stream.set_read_timeout(Some(GLANCE))?;
        greet(&stream)?;
        Ok(Lent { stream, behind })
    }

    /// Keeps one on which nothing is under way.
    pub fn keep(&self, lent: Lent) {
        let now = Instant::now();
        let mut resting = self.resting();
        resting.push((lent, now));
        let is_old = |(_, since): &&(Lent, Instant)| now.duration_since(*since) > REST;
        let old = resting.iter().take_while(is_old).count();
        let old: Vec<_> = resting.drain(..old).collect();
        drop(resting);
        drop(old);
    }

    /// Whether the library at its other end was not replaced.
    pub fn is_current(&self, lent: &Lent) -> bool {
        self.library.is_current(&lent.behind)
    }

    fn resting(&self) -> MutexGuard<'_, Vec<(Lent, Instant)>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As when the library's listening thread died.
    #[cfg(test)]
    pub fn replace_library(&self) {
        self.library.replace();
    }

    /// How many rest; all of them are cut first, if they should be.
    #[cfg(test)]
    pub fn rest(&self, is_cut: bool) -> usize {
        let resting = self.resting();
        for (lent, _) in resting.iter().filter(|_| is_cut) {
            lent.stream.shutdown(std::net::Shutdown::Both).unwrap();
        }
        resting.len()
    }
}

/// Says a word and waits for the answer to it.
fn greet(mut stream: &Stream) -> io::Result<()> {
    stream.write_all(GREETING)?;
    let deadline = Instant::now() + GREETING_TIME;
    let (mut answer, mut buffer) = (Vec::new(), [0; 512]);
    while !answer.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) => return Err(io::ErrorKind::ConnectionReset.into()),
            Ok(count) => answer.extend_from_slice(&buffer[..count]),
            Err(error) if is_pause(&error) && Instant::now() < deadline => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
