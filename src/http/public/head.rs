//! Decides from the head of a request whether it may come in, and what a handler sees of it.
//!
//! What two readers could read differently is refused: two lengths, a length that is no number,
//! any transfer coding, a folded header. Only the few headers that a handler looks at go on.

use super::Limits;
use crate::http::wire::{self, Fault};
use crate::http::{Method, Request};
use std::net::IpAddr;

/// The headers a handler may see. Everything else is left behind here.
const HANDED_ON: [&str; 9] = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "host",
    "origin",
    "range",
    "sec-fetch-site",
    "user-agent",
];

/// A head that may come in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Admitted {
    /// What a handler gets.
    pub request: Request,
    /// How many bytes of body follow.
    pub length: u64,
    /// The client waits to be told that it may send the body.
    pub expects_word: bool,
    /// What a reverse proxy says about where the request is from.
    pub forwarded_for: Option<IpAddr>,
    /// All that whoever stands in between says about that, proved by nobody; empty where nobody says anything.
    pub hearsay: String,
}

/// The most letters of hearsay that are kept: the last ones, which the nearest wrote.
const MOST_HEARSAY: usize = 512;

/// Why a request may not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The head is not HTTP/1, or says the same twice.
    Malformed,
    /// Neither to look nor to send a form.
    Method,
    /// It did not come in time.
    Slow,
    /// A form without the length of its body.
    Length,
    /// The body is too large.
    Large,
    /// An expectation that is not known.
    Expectation,
    /// Too many connections from this address.
    Many,
    /// The head is too long.
    Long,
    /// Too many connections at once, or no place for the body.
    Busy,
    /// Another version of HTTP.
    Version,
    /// It was begun, and its answer is lost.
    Lost,
}

impl Refusal {
    /// The whole answer; the connection ends after it.
    pub fn answer(self) -> String {
        let (status, de, en) = match self {
            Self::Malformed => (
                "400 Bad Request",
                "Diese Anfrage ist nicht zu lesen.",
                "This request cannot be read.",
            ),
            Self::Method => (
                "405 Method Not Allowed\r\nAllow: GET, HEAD, POST",
                "Hier kann man nur Seiten ansehen und Formulare senden.",
                "Here one can only look at pages and send forms.",
            ),
            Self::Slow => (
                "408 Request Timeout",
                "Ihre Sendung kam nicht rechtzeitig vollständig an. Bitte versuchen Sie es noch einmal.",
                "What you sent did not arrive completely in time. Please try again.",
            ),
            Self::Length => (
                "411 Length Required",
                "Der Anfrage fehlt ihre Länge.",
                "The request lacks its length.",
            ),
            Self::Large => (
                "413 Content Too Large",
                "Ihre Sendung ist zu groß. Bitte verkleinern Sie die Anlagen, oder senden Sie sie per Post.",
                "What you sent is too large. Please make the attachments smaller or send them by post.",
            ),
            Self::Expectation => (
                "417 Expectation Failed",
                "Diese Erwartung ist unbekannt.",
                "This expectation is not known.",
            ),
            Self::Many => (
                "429 Too Many Requests\r\nRetry-After: 10",
                "Zu viele Verbindungen von Ihrer Adresse. Bitte versuchen Sie es gleich noch einmal.",
                "Too many connections from your address. Please try again soon.",
            ),
            Self::Long => (
                "431 Request Header Fields Too Large",
                "Die Anfrage ist zu lang.",
                "The request is too long.",
            ),
            Self::Busy => (
                "503 Service Unavailable\r\nRetry-After: 10",
                "Gerade sind sehr viele hier. Bitte versuchen Sie es gleich noch einmal.",
                "Very many are here just now. Please try again soon.",
            ),
            Self::Version => (
                "505 HTTP Version Not Supported",
                "Hier gilt HTTP/1.1.",
                "This speaks HTTP/1.1.",
            ),
            Self::Lost => (
                "500 Internal Server Error",
                "Störung, bitte noch einmal.",
                "Trouble, please try again.",
            ),
        };
        wire::refusal(&format!("{status}\r\nCache-Control: no-store"), de, en)
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

/// Turns a head, which ends in an empty line, into what a handler gets.
pub(super) fn admit(head: &[u8], limits: &Limits) -> Result<Admitted, Refusal> {
    let text = str::from_utf8(head).map_err(|_| Refusal::Malformed)?;
    let mut lines = text.split("\r\n");
    let mut request = admit_request_line(lines.next().unwrap_or_default())?;
    let is_post = request.method == Method::Post;
    let mut length = None;
    let (mut expects_word, mut forwarded_for) = (false, None);
    let mut hearsay = Vec::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = wire::header(line)?;
        match name.as_str() {
            "content-length" if length.is_some() => return Err(Refusal::Malformed),
            "content-length" => length = Some(admit_length(value, limits.most_read)?),
            "transfer-encoding" => return Err(Refusal::Length),
            "upgrade" => return Err(Refusal::Malformed),
            "expect" if value.eq_ignore_ascii_case("100-continue") => expects_word = true,
            "expect" => return Err(Refusal::Expectation),
            // The last one is the proxy's own word, those before it are the client's.
            "x-forwarded-for" => {
                let last = value.rsplit(',').next().unwrap_or_default();
                forwarded_for = last.trim().parse().ok();
                hearsay.push(value);
            }
            "forwarded" => hearsay.push(value),
            _ => {}
        }
        if HANDED_ON.contains(&name.as_str()) {
            if request.header(&name).is_some() {
                return Err(Refusal::Malformed);
            }
            request.headers.push((name, value.to_owned()));
        }
    }
    let length = match length {
        None if is_post => return Err(Refusal::Length),
        Some(length) if length > 0 && !is_post => return Err(Refusal::Malformed),
        // Whoever waits for the word need not send in vain.
        Some(length) if length > limits.most_body && expects_word => return Err(Refusal::Large),
        length => length.unwrap_or(0),
    };
    Ok(Admitted {
        request,
        length,
        expects_word,
        forwarded_for,
        hearsay: last_letters(&hearsay.join("; ")),
    })
}

/// What is said in headers is ASCII.
fn last_letters(said: &str) -> String {
    let most = said.len().saturating_sub(MOST_HEARSAY);
    said.get(most..).unwrap_or_default().to_owned()
}

fn admit_request_line(line: &str) -> Result<Request, Refusal> {
    let (method, target) = wire::request_line(line, |target| target.starts_with('/'))?;
    let mut request = Request::get(target);
    request.method = match method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        _ => return Err(Refusal::Method),
    };
    Ok(request)
}

fn admit_length(length: &str, most: u64) -> Result<u64, Refusal> {
    // A number that does not fit is larger than any limit.
    let length = wire::length(length)?
        .parse::<u64>()
        .map_err(|_| Refusal::Large)?;
    if length > most {
        Err(Refusal::Large)
    } else {
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            most_body: 900,
            most_read: 1000,
            ..Limits::default()
        }
    }

    fn check(head: &str, expected: Result<u64, Refusal>) {
        let admitted = admit(head.as_bytes(), &limits());
        assert_eq!(
            admitted.map(|admitted| admitted.length),
            expected,
            "{head:?}"
        );
    }

    #[test]
    fn a_form_comes_in_with_the_headers_that_are_looked_at() {
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nCookie: y\r\nContent-Length: 7\r\n\
                    Content-Type: text/plain\r\noffenlage-client: 1.2.3.4\r\n\
                    offenlage-hearsay: x\r\nForwarded: for=8.8.8.8\r\n\
                    X-Forwarded-For: 9.9.9.9, 10.0.0.1\r\nExpect: 100-Continue\r\n\r\n";
        let admitted = admit(head.as_bytes(), &limits()).unwrap();
        let mut request = Request::get("/a")
            .with("host", "x")
            .with("content-type", "text/plain");
        request.method = Method::Post;
        assert_eq!(
            admitted,
            Admitted {
                request,
                length: 7,
                expects_word: true,
                forwarded_for: "10.0.0.1".parse().ok(),
                hearsay: "for=8.8.8.8; 9.9.9.9, 10.0.0.1".to_owned(),
            }
        );
        let long = format!("X-Forwarded-For: {}10.0.0.1", "9.9.9.9, ".repeat(400));
        let head = format!("GET /a HTTP/1.1\r\n{long}\r\n\r\n");
        let hearsay = admit(head.as_bytes(), &limits()).unwrap().hearsay;
        assert!(hearsay.len() == MOST_HEARSAY && hearsay.ends_with("9.9.9.9, 10.0.0.1"));
    }

    #[test]
    fn a_length_is_one_plain_number_within_the_limit() {
        let with = |header: &str| format!("POST / HTTP/1.1\r\n{header}\r\n\r\n");
        for (length, expected) in [
            ("1000", Ok(1000)),
            ("0", Ok(0)),
            ("1001", Err(Refusal::Large)),
            ("100000000000", Err(Refusal::Large)),
            ("9223372036854775807", Err(Refusal::Large)),
            ("18446744073709551615", Err(Refusal::Large)),
            ("99999999999999999999999", Err(Refusal::Large)),
            ("-1", Err(Refusal::Malformed)),
            ("abc", Err(Refusal::Malformed)),
            ("5, 5", Err(Refusal::Malformed)),
            ("+5", Err(Refusal::Malformed)),
            ("", Err(Refusal::Malformed)),
        ] {
            check(&with(&format!("Content-Length: {length}")), expected);
        }
        let waiting = |length| with(&format!("Content-Length: {length}\r\nExpect: 100-continue"));
        check(&waiting(900), Ok(900));
        check(&waiting(901), Err(Refusal::Large));
        check(&with("Host: x"), Err(Refusal::Length));
        check(&with("Transfer-Encoding: chunked"), Err(Refusal::Length));
        check(&with("Transfer-Encoding: xchunked"), Err(Refusal::Length));
        check(
            &with("Content-Length: 5\r\nTransfer-Encoding: chunked"),
            Err(Refusal::Length),
        );
        check(
            &with("Content-Length: 5\r\nContent-Length: 5"),
            Err(Refusal::Malformed),
        );
        check(
            &with("Content-Length: 5\r\nUpgrade: x"),
            Err(Refusal::Malformed),
        );
        check(
            &with("Content-Length: 5\r\nExpect: x"),
            Err(Refusal::Expectation),
        );
    }

    #[test]
    fn what_two_readers_could_read_differently_does_not_come_in() {
        for head in [
            "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length : 0\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n Content-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\nContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\nA: b\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET http://x/ HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /\u{e4} HTTP/1.1\r\n\r\n",
            "\r\n\r\n",
        ] {
            check(head, Err(Refusal::Malformed));
        }
        check("PUT / HTTP/1.1\r\n\r\n", Err(Refusal::Method));
        check("PRI * HTTP/2.0\r\n\r\n", Err(Refusal::Malformed));
        check("GET / HTTP/2.0\r\n\r\n", Err(Refusal::Version));
    }
}
