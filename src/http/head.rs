//! Decides from the head of a request whether it may come in, before the library sees a byte.
//!
//! The library trusts what is written there: it allocates as many bytes as `Content-Length` says,
//! reads `Transfer-Encoding` and `Expect` in its own way and ignores what it cannot read, so that
//! a body becomes the next request. So a head is either plain and without a body or refused, and
//! only the few headers the preview looks at are handed on.

use super::wire::{self, Fault};

/// The headers a handler may see. Everything else is left behind here.
const HANDED_ON: [&str; 7] = [
    "accept",
    "accept-language",
    "host",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "range",
];

/// Why a request may not come in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The head is not HTTP/1, or says the same twice.
    Malformed,
    /// Something other than to look at a page is asked.
    Method,
    /// Headers did not come in time.
    Slow,
    /// A body was announced.
    Body,
    /// `Expect`, which only announces a body.
    Expectation,
    /// The head is too long.
    Long,
    /// Another version of HTTP.
    Version,
    /// Too many at once.
    Busy,
}

impl Refusal {
    /// The whole answer; the connection ends after it.
    pub fn answer(&self) -> String {
        let (status, de, en) = match self {
            Self::Malformed => (
                "400 Bad Request",
                "Diese Anfrage ist nicht zu lesen.",
                "This request cannot be read.",
            ),
            Self::Method => (
                "405 Method Not Allowed\r\nAllow: GET, HEAD",
                "Die Vorschau zeigt nur Seiten. Formulare nimmt sie nicht an.",
                "The preview only shows pages. It takes no forms.",
            ),
            Self::Slow => (
                "408 Request Timeout",
                "Die Anfrage kam nicht rechtzeitig an.",
                "The request did not arrive in time.",
            ),
            Self::Body => (
                "413 Content Too Large",
                "Die Vorschau nimmt keine Daten an.",
                "The preview takes no data.",
            ),
            Self::Expectation => (
                "417 Expectation Failed",
                "Die Vorschau nimmt keine Daten an.",
                "The preview takes no data.",
            ),
            Self::Long => (
                "431 Request Header Fields Too Large",
                "Die Anfrage ist zu lang.",
                "The request is too long.",
            ),
            Self::Version => (
                "505 HTTP Version Not Supported",
                "Die Vorschau spricht HTTP/1.1.",
                "The preview speaks HTTP/1.1.",
            ),
            Self::Busy => (
                "503 Service Unavailable\r\nRetry-After: 1",
                "Zu viele Verbindungen auf einmal.",
                "Too many connections at once.",
            ),
        };
        wire::refusal(status, de, en)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Malformed => Self::Malformed,
            Fault::Version => Self::Version,
            Fault::Slow => Self::Slow,
            Fault::Long => Self::Long,
        }
    }
}

/// Turns a head, which ends in an empty line, into the plain head that the library gets.
pub(super) fn admit(head: &[u8]) -> Result<String, Refusal> {
    let text = str::from_utf8(head).map_err(|_| Refusal::Malformed)?;
    let mut lines = text.split("\r\n");
    let mut plain = admit_request_line(lines.next().unwrap_or_default())?;
    let mut host_is_named = false;
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = wire::header(line)?;
        match name.as_str() {
            "content-length" => refuse_body(value)?,
            "transfer-encoding" => return Err(Refusal::Body),
            "expect" => return Err(Refusal::Expectation),
            "host" if host_is_named => return Err(Refusal::Malformed),
            _ => {}
        }
        host_is_named |= name == "host";
        if HANDED_ON.contains(&name.as_str()) {
            plain.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    plain.push_str("\r\n");
    Ok(plain)
}

fn admit_request_line(line: &str) -> Result<String, Refusal> {
    match wire::request_line(line, |_| true)?.0 {
        "GET" | "HEAD" => Ok(format!("{line}\r\n")),
        _ => Err(Refusal::Method),
    }
}

/// Lets only a length of nothing through; what is no number is refused as unreadable.
fn refuse_body(length: &str) -> Result<(), Refusal> {
    match wire::length(length)?.bytes().all(|byte| byte == b'0') {
        true => Ok(()),
        false => Err(Refusal::Body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, expected: Result<&str, Refusal>) {
        let admitted = admit(head.as_bytes());
        assert_eq!(admitted, expected.map(str::to_owned), "{head:?}");
    }

    #[test]
    fn a_plain_head_comes_in_with_the_headers_that_are_looked_at() {
        check(
            "GET /a?b HTTP/1.1\r\nHost:  localhost\r\nCookie: x\r\nTE: identity;q=nan\r\n\
             Connection: upgrade\r\nContent-Length: 0\r\nRange: bytes=0-\r\n\r\n",
            Ok("GET /a?b HTTP/1.1\r\nhost: localhost\r\nrange: bytes=0-\r\n\r\n"),
        );
        check("HEAD / HTTP/1.0\r\n\r\n", Ok("HEAD / HTTP/1.0\r\n\r\n"));
    }

    #[test]
    fn a_body_does_not_come_in() {
        let with = |header: &str| format!("GET / HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n");
        for length in [
            "1",
            "5000",
            "100000000000",
            "9223372036854775807",
            "18446744073709551615",
        ] {
            check(
                &with(&format!("Content-Length: {length}")),
                Err(Refusal::Body),
            );
            check(
                &with(&format!("cOnTeNt-LeNgTh:{length}")),
                Err(Refusal::Body),
            );
        }
        for length in ["-1", "abc", "5, 5", "+5", "0x10", "", "1 1"] {
            check(
                &with(&format!("Content-Length: {length}")),
                Err(Refusal::Malformed),
            );
        }
        check(&with("Transfer-Encoding: chunked"), Err(Refusal::Body));
        check(&with("Transfer-Encoding: identity"), Err(Refusal::Body));
        check(&with("Expect: 100-continue"), Err(Refusal::Expectation));
        check(
            &with("Content-Length: 0\r\nContent-Length: 7"),
            Err(Refusal::Body),
        );
    }

    #[test]
    fn what_two_readers_could_read_differently_does_not_come_in() {
        for head in [
            "GET / HTTP/1.1\r\nContent-Length : 5\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n Content-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\nContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\rContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\nA: b\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET /\u{e4} HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\n: b\r\n\r\n",
            "GET / HTTP/1.1\r\nA: \0\r\n\r\n",
            "GET /\r\n\r\n",
            "\r\n\r\n",
        ] {
            check(head, Err(Refusal::Malformed));
        }
        assert_eq!(
            admit(b"GET /\xff HTTP/1.1\r\n\r\n"),
            Err(Refusal::Malformed)
        );
    }

    #[test]
    fn only_looking_is_allowed() {
        for method in [
            "POST", "PUT", "DELETE", "TRACE", "CONNECT", "OPTIONS", "get", "PATCH",
        ] {
            check(
                &format!("{method} / HTTP/1.1\r\n\r\n"),
                Err(Refusal::Method),
            );
        }
        check("GET / HTTP/2.0\r\n\r\n", Err(Refusal::Version));
        check("PRI * HTTP/2.0\r\n\r\n", Err(Refusal::Version));
    }
}
