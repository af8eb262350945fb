//! Bytes on a connection, as the guards of the preview and of the endpoint read and write them.
//!
//! What two readers could read differently is no request: a line that ends oddly, a name with a
//! space, a length that is no number. Which requests may come in is each guard's own matter.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// A longer head is refused.
const MOST_BYTES: usize = 16 * 1024;
/// How long is waited for the other side to close first, so that it gets the whole answer.
const LINGER: Duration = Duration::from_millis(500);

/// Why a head is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not HTTP/1, or can be read in two ways.
    Malformed,
    /// Another version of HTTP.
    Version,
    /// It did not come in time.
    Slow,
    /// It is too long.
    Long,
}

/// The bytes of a head and those that came after it.
pub(super) type Head = Result<(Vec<u8>, Vec<u8>), Fault>;

/// The head up to its empty line and what came after it, or `None` when a connection was opened in
/// advance and not needed.
pub(super) fn read_head(client: &TcpStream, deadline: Instant) -> io::Result<Option<Head>> {
    let mut head = Vec::new();
    // Most forms come whole with their head.
    let mut buffer = [0; 8 * 1024];
    loop {
        let count = match read_until(client, &mut buffer, deadline)? {
            None => return Ok((!head.is_empty()).then_some(Err(Fault::Slow))),
            Some(0) => return Ok(None),
            Some(count) => count,
        };
        let searched = head.len().saturating_sub(3);
        head.extend_from_slice(&buffer[..count]);
        let end = find(&head[searched..], b"\r\n\r\n").map(|end| searched + end + 4);
        match end {
            _ if end.unwrap_or(head.len()) > MOST_BYTES => return Ok(Some(Err(Fault::Long))),
            Some(end) => {
                let rest = head.split_off(end);
                return Ok(Some(Ok((head, rest))));
            }
            None => {}
        }
    }
}

/// Reads something; `None` when the deadline has passed.
pub(super) fn read_until(
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

/// The method and the target of a request line whose target is one of these.
pub(super) fn request_line(
    line: &str,
    is_target: impl Fn(&str) -> bool,
) -> Result<(&str, &str), Fault> {
    let parts: Vec<&str> = line.split(' ').collect();
    let [method, target, version] = parts[..] else {
        return Err(Fault::Malformed);
    };
    let is_plain = !target.is_empty() && target.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_token(method) || !is_plain || !is_target(target) {
        return Err(Fault::Malformed);
    }
    match version {
        "HTTP/1.1" | "HTTP/1.0" => Ok((method, target)),
        other if other.starts_with("HTTP/") => Err(Fault::Version),
        _ => Err(Fault::Malformed),
    }
}

/// The lower-case name of a header and its value.
pub(super) fn header(line: &str) -> Result<(String, &str), Fault> {
    let (name, value) = line.split_once(':').ok_or(Fault::Malformed)?;
    let name = name.to_ascii_lowercase();
    let value = value.trim_matches([' ', '\t']);
    match is_token(&name) && value.bytes().all(is_visible) {
        true => Ok((name, value)),
        false => Err(Fault::Malformed),
    }
}

/// The digits of a length; anything else that could be taken for one is refused.
pub(super) fn length(value: &str) -> Result<&str, Fault> {
    match !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(value),
        false => Err(Fault::Malformed),
    }
}

fn is_token(name: &str) -> bool {
    let is_token_byte = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && name.bytes().all(is_token_byte)
}

/// Whether a byte may stand in the value of a header.
pub(super) fn is_visible(byte: u8) -> bool {
    byte.is_ascii_graphic() || byte == b' ' || byte == b'\t'
}

/// A whole answer in both languages, after which the connection ends. More headers may follow the
/// status in lines of their own.
pub(super) fn refusal(status: &str, de: &str, en: &str) -> String {
    let words = format!("{de}\n{en}\n");
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n\
         X-Content-Type-Options: nosniff\r\nContent-Length: {}\r\n\r\n{words}",
        words.len()
    )
}

/// Passes on what a server answers until it has said everything. What to do when nothing comes for
/// a while, or the server fails, `goes_on` says.
pub(super) fn pass_on(
    mut server: impl Read,
    client: &TcpStream,
    goes_on: impl Fn(io::Error) -> io::Result<bool>,
) -> io::Result<()> {
    let mut first = Some(Vec::new());
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = match server.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) => match goes_on(error)? {
                true => continue,
                false => return Ok(()),
            },
        };
        let Some(start) = &mut first else {
            write_all(client, &buffer[..count])?;
            continue;
        };
        start.extend_from_slice(&buffer[..count]);
        if say_last(start) {
            write_all(client, start)?;
            first = None;
        }
    }
}

/// Says behind the first line of an answer, if it is there, that the connection ends: the library does not let anyone
/// else say so.
pub(super) fn say_last(answer: &mut Vec<u8>) -> bool {
    let end = find(answer, b"\r\n");
    if let Some(end) = end {
        answer.splice(end..end, *b"\r\nConnection: close");
    }
    end.is_some()
}

/// How many bytes follow the head of an answer. None where it does not say so, or says it twice.
#[cfg(feature = "server")]
pub(super) fn answer_length(head: &[u8], is_asked: bool) -> Option<u64> {
    let mut lines = str::from_utf8(head).ok()?.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut lengths = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.eq_ignore_ascii_case("content-length")).then(|| value.trim())
    });
    let (length, None) = (lengths.next()?.parse().ok()?, lengths.next()) else {
        return None;
    };
    let is_empty = !is_asked || matches!(status, 100..=199 | 204 | 304);
    Some(if is_empty { 0 } else { length })
}

/// Closes after the client did, within limits: closing while bytes lie unread would tear the
/// answer away from it.
pub(super) fn linger(client: &TcpStream) -> io::Result<()> {
    client.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + LINGER;
    let mut buffer = [0; 4096];
    while read_until(client, &mut buffer, deadline)?.is_some_and(|count| count > 0) {}
    Ok(())
}

/// Writes through a connection that others hold too.
pub(super) fn write_all(mut client: &TcpStream, bytes: &[u8]) -> io::Result<()> {
    client.write_all(bytes)
}

/// Whether a read only ran out of time.
pub(super) fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

/// Where something stands for the first time.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
