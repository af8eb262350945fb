//! The virus scanner beside the endpoint, if there is one: clamd is asked over its socket about
//! each attachment, with the very bytes that are being sealed.
//!
//! Whether a statement is taken in time must not depend on a scanner. Where clamd does not answer,
//! an attachment is taken all the same, and the office sees that nobody looked into it.

use crate::finding::both;
use crate::intake::report;
use anyhow::{Context, Result, bail};
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long the attachments of one statement may take together.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long is waited for a connection.
const DOOR_TIME: Duration = Duration::from_secs(2);
/// One that did not answer is not asked for so long, so that not everybody waits for it.
const REST: Duration = Duration::from_secs(30);
/// No answer is longer.
const LONGEST_ANSWER: u64 = 4096;

/// Where clamd listens.
#[derive(Debug)]
pub struct Scanner {
    place: Place,
    resting_until: Mutex<Option<Instant>>,
}

#[derive(Debug, Clone)]
enum Place {
    Socket(PathBuf),
    Host(String),
}

/// What the scanner says of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Clean,
    /// It found something.
    Infected,
    /// It did not look, or did not say.
    Unknown,
}

impl Scanner {
    /// Reads where clamd listens: the path of its socket, or host and port.
    ///
    /// # Errors
    /// If it is neither.
    pub fn read(address: &str) -> Result<Self> {
        let port = address
            .rsplit_once(':')
            .map(|(host, port)| (host, port.parse::<u16>()));
        let place = match port {
            _ if address.starts_with(['/', '.']) => Place::Socket(address.into()),
            Some((host, Ok(_))) if !host.is_empty() => Place::Host(address.to_owned()),
            _ => {
                let what = both(
                    "ist weder der Pfad eines Sockets noch Rechner:Port",
                    "is neither the path of a socket nor host:port",
                );
                bail!("„{address}“ {what}")
            }
        };
        Ok(Self {
            place,
            resting_until: Mutex::default(),
        })
    }

    /// Asks clamd whether it is there.
    ///
    /// # Errors
    /// If it does not say so.
    pub fn ping(&self) -> Result<()> {
        let deadline = Instant::now() + DOOR_TIME;
        let mut line = connect(&self.place)?;
        line.patience(deadline)?;
        line.write_all(b"zPING\0")?;
        let answer = read_answer(line.as_mut(), deadline)?;
        let is_there = answer == "PONG";
        is_there.then_some(()).context("clamd: no PONG")
    }

    /// Begins with the attachments of a statement.
    pub fn round(&self) -> Round<'_> {
        Round {
            scanner: self,
            deadline: Instant::now() + PATIENCE,
        }
    }

    fn is_resting(&self) -> bool {
        let resting = self.resting_until.lock();
        let resting = resting.unwrap_or_else(PoisonError::into_inner);
        resting.is_some_and(|until| Instant::now() < until)
    }

    /// Says to the operator that it does not answer, and lets it rest.
    fn rest(&self, why: &io::Error) {
        let mut resting = self
            .resting_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *resting = Some(Instant::now() + REST);
        report(format_args!("clamd: {why}"));
    }
}

/// The attachments of one statement, which share one patience.
pub struct Round<'a> {
    scanner: &'a Scanner,
    deadline: Instant,
}

impl Round<'_> {
    /// Begins with an attachment. It must be finished.
    pub fn begin(&self) -> Scan<'_> {
        let mut scan = Scan {
            round: self,
            line: None,
        };
        if !self.scanner.is_resting() {
            let line = connect(&self.scanner.place);
            scan.line = line.map_err(|why| self.scanner.rest(&why)).ok();
            scan.tell(b"zINSTREAM\0");
        }
        scan
    }
}

/// An attachment on its way to clamd.
pub struct Scan<'a> {
    round: &'a Round<'a>,
    line: Option<Box<dyn Line>>,
}

impl Scan<'_> {
    /// Hands over the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        // A piece without bytes would end the stream.
        let Ok(length) = u32::try_from(bytes.len()) else {
            self.line = None;
            return;
        };
        if length > 0 {
            self.tell(&length.to_be_bytes());
            self.tell(bytes);
        }
    }

    /// Waits for what clamd says.
    pub fn finish(mut self) -> Verdict {
        self.tell(&0_u32.to_be_bytes());
        let Some(mut line) = self.line.take() else {
            return Verdict::Unknown;
        };
        match read_answer(line.as_mut(), self.round.deadline) {
            Ok(answer) if answer.ends_with(" FOUND") => Verdict::Infected,
            Ok(answer) if answer.ends_with(": OK") => Verdict::Clean,
            // It never holds a byte of the attachment: `INSTREAM size limit exceeded. ERROR`.
            Ok(answer) => {
                report(format_args!("clamd: {}", answer.escape_debug()));
                Verdict::Unknown
            }
            Err(why) => {
                self.fail(&why);
                Verdict::Unknown
            }
        }
    }

    fn tell(&mut self, bytes: &[u8]) {
        let deadline = self.round.deadline;
        let Some(line) = &mut self.line else { return };
        if let Err(why) = line.patience(deadline).and_then(|()| line.write_all(bytes)) {
            self.line = None;
            self.fail(&why);
        }
    }

    /// One that is too slow rests; one that hung up may only dislike this attachment.
    fn fail(&self, why: &io::Error) {
        match why.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => self.round.scanner.rest(why),
            _ => report(format_args!("clamd: {why}")),
        }
    }
}

/// A connection of either kind.
trait Line: Read + Write + Send {
    /// Lets the next step end by a moment.
    fn patience(&self, deadline: Instant) -> io::Result<()>;
}

macro_rules! line {
    ($($stream:ty),*) => {$(
        impl Line for $stream {
            fn patience(&self, deadline: Instant) -> io::Result<()> {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Err(ErrorKind::TimedOut.into());
                }
                self.set_read_timeout(Some(left))?;
                self.set_write_timeout(Some(left))
            }
        }
    )*};
}

line!(TcpStream, UnixStream);

/// Connects, in a thread that is given up where it hangs: neither the look-up of a name nor the
/// queue of a full socket can be bounded.
fn connect(place: &Place) -> io::Result<Box<dyn Line>> {
    let place = place.clone();
    let (sender, receiver) = sync_channel(1);
    let open = move || -> io::Result<Box<dyn Line>> {
        Ok(match place {
            Place::Socket(path) => Box::new(UnixStream::connect(path)?),
            Place::Host(address) => Box::new(TcpStream::connect(address)?),
        })
    };
    thread::Builder::new().name("clamd".into()).spawn(move || {
        // Who asked may have given up.
        sender.send(open()).ok();
    })?;
    let connected = receiver.recv_timeout(DOOR_TIME);
    connected.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

/// What clamd says, up to its end: a zero byte, or that it hangs up.
fn read_answer(line: &mut dyn Line, deadline: Instant) -> io::Result<String> {
    let mut answer = Vec::new();
    let mut piece = [0; 256];
    while (answer.len() as u64) < LONGEST_ANSWER && !answer.contains(&0) {
        line.patience(deadline)?;
        match line.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let end = answer.iter().position(|byte| *byte == 0);
    answer.truncate(end.unwrap_or(answer.len()));
    Ok(String::from_utf8_lossy(&answer).trim().to_owned())
}
