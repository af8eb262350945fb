//! Messages (`.eml`) and mailboxes (`.mbox`): each becomes a statement that came by e-mail, with its
//! attachments and the message itself as it arrived.
//!
//! When it arrived is what the office's own server noted: the topmost line „Received“, which the last
//! server adds. The lines below it, and „Date“, are the sender's word. Whoever names that server
//! (`--server`) has it held against the name in the line.

use super::{File, MOST, Said};
use crate::finding::both;
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Host, Message, MessageParser, MimeHeaders, Received};
use std::collections::BTreeMap;

/// The largest message.
const LARGEST: usize = 64 << 20;
/// A message with more parts is refused.
const MOST_FILES: usize = 100;
/// The most letters of the text that become the statement; the rest stands in the message itself.
const LONGEST: usize = 500_000;
/// The most letters of a line of the head.
const LONGEST_LINE: usize = 1000;

/// What is believed about when a message arrived.
pub struct Trust {
    /// The name of the office's own server.
    pub server: Option<String>,
    /// The day where the message names none.
    pub day: Option<Date>,
}

/// A message as it lies in the file.
pub struct Raw {
    bytes: Vec<u8>,
    /// When the mailbox says it was put there, in seconds since 1970 UTC.
    delivered: Option<i64>,
}

/// The messages of a file.
pub fn messages(bytes: &[u8]) -> Result<Vec<Raw>> {
    let mut all = Vec::new();
    if bytes.starts_with(b"From ") {
        for message in MessageIterator::new(bytes) {
            let message = message.context("mbox")?;
            let delivered = i64::try_from(message.internal_date())
                .ok()
                .filter(|date| *date > 0);
            all.push(Raw {
                delivered,
                bytes: message.unwrap_contents(),
            });
            if all.len() > MOST {
                bail!(both(
                    format!("mehr als {MOST} Nachrichten"),
                    format!("more than {MOST} messages")
                ));
            }
        }
    } else {
        all.push(Raw {
            bytes: bytes.to_vec(),
            delivered: None,
        });
    }
    match all.is_empty() {
        true => bail!(both("das Postfach ist leer", "the mailbox is empty")),
        false => Ok(all),
    }
}

/// What a message says, as a statement.
pub fn said(at: usize, raw: &Raw, trust: &Trust) -> Result<Said> {
    let place = both(format!("Nachricht {at}"), format!("message {at}"));
    read(&place, raw, trust).with_context(|| place.clone())
}

fn read(place: &str, raw: &Raw, trust: &Trust) -> Result<Said> {
    if raw.bytes.len() > LARGEST {
        bail!("{} > {LARGEST} Bytes", raw.bytes.len());
    }
    let message = MessageParser::default().parse(&raw.bytes);
    let message =
        message.filter(|message| message.headers().iter().any(|head| head.name() == "From"));
    let message = message.with_context(|| both("ist keine Nachricht", "is no message"))?;
    let arrival = arrival(&message, raw, trust)?;
    let mut fields = BTreeMap::new();
    let mut put = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            fields.insert(key.to_owned(), value.trim().to_owned());
        }
    };
    let sender = message.from().and_then(|from| from.first());
    put(
        "name",
        &line(sender.and_then(|sender| sender.name()).unwrap_or_default()),
    );
    put(
        "email",
        &line(
            sender
                .and_then(|sender| sender.address())
                .unwrap_or_default(),
        ),
    );
    put("betreff", &line(message.subject().unwrap_or_default()));
    put("text", &text(&message));
    put("eingang_laut", &line(&arrival.source));
    let id = message.message_id().map(line);
    let hash = || format!("sha256:{}", crate::inbox::statement::sha256(&raw.bytes));
    put(
        "message_id",
        &id.filter(|id| !id.is_empty()).unwrap_or_else(hash),
    );
    Ok(Said {
        place: place.to_owned(),
        fields,
        files: files(&message, raw)?,
        day: arrival.day,
        moment: arrival.moment,
        channel: "email".to_owned(),
    })
}

/// When a message arrived, and who says so.
struct Arrived {
    day: Date,
    moment: Option<i64>,
    source: String,
}

fn arrival(message: &Message<'_>, raw: &Raw, trust: &Trust) -> Result<Arrived> {
    let topmost = message.received_all().next();
    if let Some(server) = &trust.server {
        let by = topmost.and_then(by);
        let is_own = by.as_deref().is_some_and(|by| is_of(by, server));
        if !is_own && trust.day.is_none() {
            let by = by.unwrap_or_default();
            bail!(both(
                format!("die oberste Zeile „Received“ ist nicht von {server}: {by}"),
                format!("the topmost line “Received” is not of {server}: {by}")
            ));
        }
        if !is_own {
            return day_given(trust);
        }
    }
    let noted = topmost.and_then(|received| {
        let seconds = received.date.filter(|date| date.is_valid())?.to_timestamp();
        let by = by(received).unwrap_or_default();
        Some((seconds, format!("Received: by {by}")))
    });
    let delivered = raw
        .delivered
        .map(|seconds| (seconds, "Zeile „From“ des Postfachs".to_owned()));
    let Some((seconds, source)) = noted.or(delivered) else {
        return day_given(trust);
    };
    let moment = Timestamp::from_second(seconds).context("Received")?;
    let zone = TimeZone::get("Europe/Berlin")?;
    Ok(Arrived {
        day: moment.to_zoned_datetime(zone).date(),
        moment: Some(moment.as_millisecond()),
        source,
    })
}

fn day_given(trust: &Trust) -> Result<Arrived> {
    let missing = || {
        both(
            "wann sie einging, sagt sie nicht: --eingang 1.12.2026",
            "it does not say when it arrived: --eingang 2026-12-01",
        )
    };
    let day = trust.day.with_context(missing)?;
    Ok(Arrived {
        day,
        moment: None,
        source: "Angabe des Amtes".to_owned(),
    })
}

/// The server that added a line.
fn by(received: &Received<'_>) -> Option<String> {
    match received.by.as_ref()? {
        Host::Name(name) => Some(name.trim_end_matches('.').to_lowercase()),
        Host::IpAddr(address) => Some(address.to_string()),
    }
}

/// Whether a server has a name, or a name below it.
fn is_of(by: &str, server: &str) -> bool {
    let server = server.trim_end_matches('.').to_lowercase();
    let rest = by.strip_suffix(server.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// A line of the head: no line ends, not without end.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_LINE).collect()
}

/// The text of a message; of one in HTML only its words.
fn text(message: &Message<'_>) -> String {
    let bodies = (0..message.text_body_count()).filter_map(|at| message.body_text(at));
    let bodies: Vec<String> = bodies
        .map(|body| body.replace("\r\n", "\n").trim().to_owned())
        .collect();
    let text = bodies.join("\n\n");
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{} … [gekürzt; ganz in der ersten Anlage]", &text[..end]),
    }
}

/// The message as it arrived, then what was attached to it.
fn files(message: &Message<'_>, raw: &Raw) -> Result<Vec<File>> {
    let mut files = vec![File {
        name: "nachricht.eml".to_owned(),
        media: Some("message/rfc822"),
        bytes: raw.bytes.clone(),
    }];
    for (at, part) in message.attachments().enumerate() {
        if at >= MOST_FILES {
            bail!(both(
                format!("mehr als {MOST_FILES} Anlagen"),
                format!("more than {MOST_FILES} attachments")
            ));
        }
        let is_message = part.message().is_some();
        let name = part.attachment_name().map(line).unwrap_or_default();
        files.push(File {
            name: if name.is_empty() {
                format!("Anlage {}", at + 1)
            } else {
                name
            },
            media: is_message.then_some("message/rfc822"),
            bytes: part.contents().to_vec(),
        });
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "Received: from out.example (out.example [192.0.2.1]) by mx.meissen.example\r\n\
        \twith ESMTPS id 1; Thu, 7 May 2026 00:30:00 +0200\r\n\
        Received: from home by out.example; Mon, 4 May 2026 08:00:00 +0200\r\n\
        Date: Fri, 1 May 2026 08:00:00 +0200\r\n\
        From: =?utf-8?q?Jana_D=C5=BAak?= <jana@example.org>\r\n\
        Subject: Zu\r\n laut\r\n\
        Message-ID: <a@example.org>\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Gr=FC=DFe\r\n\
        --x\r\nContent-Type: application/pdf; name=\"../plan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Disposition: attachment; filename=\"../plan.pdf\"\r\n\r\nJVBERi0xLjQK\r\n--x--\r\n";

    fn trust(server: Option<&str>, day: Option<Date>) -> Trust {
        Trust {
            server: server.map(str::to_owned),
            day,
        }
    }

    fn one(text: &str, trust: &Trust) -> Result<Said> {
        let all = messages(text.as_bytes())?;
        said(1, &all[0], trust)
    }

    #[test]
    fn a_message_is_read_with_its_sender_its_words_and_what_is_attached() {
        let said = one(MESSAGE, &trust(Some("meissen.example"), None)).unwrap();
        let field = |key: &str| said.fields[key].as_str();
        assert_eq!(
            (field("name"), field("email")),
            ("Jana Dźak", "jana@example.org")
        );
        assert_eq!((field("betreff"), field("text")), ("Zu laut", "Grüße"));
        assert_eq!(field("message_id"), "a@example.org");
        assert_eq!(field("eingang_laut"), "Received: by mx.meissen.example");
        // Half past midnight in Berlin is still the day before in UTC.
        assert_eq!(said.day, Date::constant(2026, 5, 7));
        assert_eq!(said.files.len(), 2);
        assert_eq!(said.files[0].bytes, MESSAGE.as_bytes());
        assert_eq!(said.files[1].bytes, b"%PDF-1.4\n");
    }

    #[test]
    fn only_the_office_s_own_server_says_when_it_arrived() {
        let fault = one(MESSAGE, &trust(Some("radebeul.example"), None))
            .err()
            .unwrap();
        assert!(
            format!("{fault:#}").contains("mx.meissen.example"),
            "{fault:#}"
        );
        assert!(
            one(MESSAGE, &trust(Some("eissen.example"), None)).is_err(),
            "no part of a name"
        );
        let day = Date::constant(2026, 5, 8);
        let said = one(MESSAGE, &trust(Some("radebeul.example"), Some(day))).unwrap();
        assert_eq!((said.day, said.moment), (day, None));
        let (_, bare) = MESSAGE.split_once("Date: ").unwrap();
        let bare = format!("Date: {bare}");
        assert!(
            one(&bare, &trust(None, None)).is_err(),
            "the sender's own date is none"
        );
        assert_eq!(one(&bare, &trust(None, Some(day))).unwrap().day, day);
    }

    #[test]
    fn a_mailbox_holds_several_and_says_when_they_were_put_there() {
        let (_, bare) = MESSAGE.split_once("Date: ").unwrap();
        let text = format!(
            "From jana@example.org Thu May  7 10:00:00 2026\nDate: {}\n\nFrom b Fri May  8 10:00:00 2026\n\
             From: b@example.org\nSubject: x\n\n>From here on it is loud\n",
            bare.replace("\r\n", "\n")
        );
        let all = messages(text.as_bytes()).unwrap();
        assert_eq!(all.len(), 2);
        let said = said(2, &all[1], &trust(None, None)).unwrap();
        assert_eq!(said.day, Date::constant(2026, 5, 8));
        assert_eq!(said.fields["text"], "From here on it is loud");
        assert!(said.fields["message_id"].starts_with("sha256:"));
        assert!(said.fields["eingang_laut"].contains("Postfach"));
    }

    #[test]
    fn what_is_no_message_is_refused_and_nothing_hostile_makes_it_fail() {
        for text in ["", "no message at all", "\0\0\0", "From \n", "From x\n\n\n"] {
            let all = messages(text.as_bytes());
            let is_refused = all.is_err_and(|_| true) || one(text, &trust(None, None)).is_err();
            assert!(is_refused, "{text:?}");
        }
        let many = "--x\r\nContent-Type: application/pdf\r\n\r\nx\r\n".repeat(300);
        let (head, _) = MESSAGE.split_once("--x\r\n").unwrap();
        let fault = one(&format!("{head}{many}--x--\r\n"), &trust(None, None))
            .err()
            .unwrap();
        assert!(format!("{fault:#}").contains("100"), "{fault:#}");
        // Parts within parts within parts, each cut off at some byte.
        let deep = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n".repeat(2000);
        let day = Date::constant(2026, 5, 8);
        drop(one(
            &format!("From: a@b.c\r\n{deep}"),
            &trust(None, Some(day)),
        ));
        for end in (0..MESSAGE.len()).filter(|end| MESSAGE.is_char_boundary(*end)) {
            drop(one(&MESSAGE[..end], &trust(None, Some(day))));
        }
    }
}
