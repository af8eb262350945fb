//! Confirmations by e-mail: what the receipt says, without a word of the statement. They are sent
//! by a thread of their own, one attempt a call; nothing that a citizen waits for waits for them,
//! and whether a statement came in time never depends on them.

use crate::finding::Language;
use crate::finding::both;
use crate::inbox::mail::{self, Addressee, Mail, Step};
use crate::inbox::{Clear, Entry, Trouble, receipt};
use crate::intake::sent::Sent;
use crate::intake::{Intake, Visit, report};
use crate::render::form::FormView;
use anyhow::{Context, Result, bail};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{Address, SmtpTransport, Transport};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, UNIX_EPOCH};

/// How long is waited for each answer of the mail server.
const PATIENCE: Duration = Duration::from_secs(8);
/// No mail server takes a longer address (RFC 5321).
const LONGEST: usize = 254;

/// Where confirmations are handed over, and who they are from.
pub struct Post {
    transport: SmtpTransport,
    from: Mailbox,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// None is due.
    Nothing,
    /// One was handed over.
    Sent,
    /// The server will never take one; its address is deleted.
    Refused,
    /// The server does not take one now; it is tried again later.
    Later,
    /// The server does not answer; the others need not be tried now.
    Down,
}

impl Post {
    /// Reads the address of a mail server (`smtps://user:password@host`,
    /// `smtp://user:password@host?tls=required`, `smtp://localhost:25`) and of the sender.
    ///
    /// # Errors
    /// If one is none, or addresses of citizens would go through a network unencrypted. The message
    /// never holds the password.
    pub fn read(server: &str, from: &str) -> Result<Self> {
        let from: Mailbox = from.parse().ok().with_context(|| {
            let what = both("ist keine Absenderadresse", "is no address of a sender");
            format!("„{from}“ {what}")
        })?;
        let own = ["smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]"];
        let rest = own.iter().find_map(|own| server.strip_prefix(own));
        let is_own = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']));
        if !is_own && !server.starts_with("smtps://") && !server.ends_with("?tls=required") {
            bail!(both(
                "Der Mailserver braucht eine verschlüsselte Verbindung: smtps://… oder smtp://…?tls=required",
                "the mail server needs an encrypted connection: smtps://… or smtp://…?tls=required",
            ));
        }
        let builder = SmtpTransport::from_url(server).ok();
        let builder = builder.with_context(|| {
            both(
                "Die Adresse des Mailservers ist nicht lesbar",
                "the mail server's address is unreadable",
            )
        })?;
        Ok(Self {
            transport: builder.timeout(Some(PATIENCE)).build(),
            from,
        })
    }
}

impl Visit<'_> {
    /// Whom the confirmation of a statement goes to, encrypted. None where nobody asked for one, or
    /// no mail can be written to the address: the statement is taken all the same.
    pub fn confirmation(&self, form: &FormView, sent: &Sent, number: &str) -> Option<Vec<u8>> {
        let is_asked = form.fields.iter().any(|field| field.key == "email");
        let address = sent.field("email");
        if !self.intake.is_confirming || !is_asked || address.len() > LONGEST {
            return None;
        }
        let address: Address = address.parse().ok()?;
        let addressee = Addressee {
            address: address.to_string(),
            language: self.language().tag().to_owned(),
        };
        mail::seal(&self.intake.key, number, &addressee)
    }
}

/// Hands over the confirmation that is due the longest.
///
/// One that was handed over while the process died before it noted so is sent a second time, under
/// the same `Message-ID`; mail knows no way to exclude that without losing some.
///
/// # Errors
/// If the store cannot be asked.
pub fn deliver(intake: &Intake, post: &Post, now: i64) -> Result<Delivered, Trouble> {
    let Some(mail) = intake.store.mail(Step::Claim, now)? else {
        return Ok(Delivered::Nothing);
    };
    let delivered = match message(intake, post, &mail, now)? {
        Some(message) => attempt(post, &message, &mail.number),
        None => Delivered::Refused,
    };
    let counter = match delivered {
        Delivered::Sent => &intake.counters.confirmed,
        Delivered::Refused => &intake.counters.unconfirmed,
        _ => return Ok(delivered),
    };
    counter.fetch_add(1, Ordering::Relaxed);
    intake.store.mail(Step::Done(mail.number), now)?;
    Ok(delivered)
}

/// Sends. What the server says to it may hold the address, so only its code is told.
fn attempt(post: &Post, message: &Message, number: &str) -> Delivered {
    let error = match post.transport.send(message) {
        Ok(_) => return Delivered::Sent,
        Err(error) => error,
    };
    let code = error.status().map(|code| code.to_string());
    let to = message.envelope().to();
    // Only these speak of the mailbox; others, like a wrong password, may be mended.
    let is_final = matches!(code.as_deref(), Some("550" | "551" | "553"))
        || (error.is_client() && to.iter().any(|to| !to.to_string().is_ascii()));
    let delivered = match code {
        _ if is_final => Delivered::Refused,
        Some(_) => Delivered::Later,
        None => Delivered::Down,
    };
    let code = code.unwrap_or_else(|| "keine Antwort / no answer".to_owned());
    report(format_args!("Bestätigung / confirmation {number}: {code}"));
    delivered
}

/// The mail. None where it cannot be written: the key is another one, or the statement is gone.
fn message(
    intake: &Intake,
    post: &Post,
    mail: &Mail,
    now: i64,
) -> Result<Option<Message>, Trouble> {
    let Some(to) = mail::open(&intake.key, mail) else {
        return Ok(None);
    };
    let Some(entry) = intake.store.entry(&mail.number)? else {
        return Ok(None);
    };
    let Ok(address) = to.address.parse::<Address>() else {
        return Ok(None);
    };
    let language = Language::from_tag(&to.language).unwrap_or(Language::German);
    let (subject, body) = letter(intake, &entry, language);
    let id = format!("<{}@{}>", mail.number, post.from.email.domain());
    // Nobody's holiday notice shall answer it (RFC 3834).
    let own = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .from(post.from.clone())
        .to(Mailbox::new(None, address))
        .subject(subject)
        .message_id(Some(id))
        .date(UNIX_EPOCH + Duration::from_millis(now.unsigned_abs()))
        .raw_header(HeaderValue::new(own, "auto-generated".to_owned()))
        .header(ContentType::TEXT_PLAIN)
        .body(body);
    Ok(message.ok())
}

/// Subject and text.
fn letter(intake: &Intake, entry: &Entry, language: Language) -> (String, String) {
    let clear = &entry.clear;
    let portals = intake.portals.read();
    let portals = portals.unwrap_or_else(PoisonError::into_inner).clone();
    let portal = portals
        .iter()
        .find(|portal| portal.manifest.portal == clear.portal);
    let form = portal.and_then(|portal| {
        let phase = portal.phase(&clear.phase)?;
        Some(portal.form(phase, portal.language(language.tag())))
    });
    let form = form.unwrap_or_default();
    let base = portal.map(|portal| format!("{}{}", portal.base.origin, portal.base.path));
    let status = base.map(|base| {
        let (tag, number) = (language.tag(), &clear.number);
        format!("{base}stand/?sprache={tag}&nummer={number}")
    });
    let status = status.unwrap_or_else(|| clear.portal.clone());
    let about = match [form.municipality.as_str(), form.procedure.as_str()] {
        ["", ""] => format!("{}{}", clear.portal, clear.phase),
        [municipality, procedure] => format!("{municipality}: {procedure}"),
    };
    match language {
        Language::German => german(clear, &about, &status),
        Language::English => english(clear, &about, &status),
    }
}

fn german(clear: &Clear, about: &str, status: &str) -> (String, String) {
    let late = if clear.is_late {
        "Sie kam nach dem Ende der Frist.\n"
    } else {
        ""
    };
    let body = format!(
        "Guten Tag,\n\nIhre Stellungnahme ist eingegangen.\n\nNummer: {}\nEingang: {}\n{late}\
         Verfahren: {about}\nPrüfsumme:\nSHA-256: {}\n\n\
         Wie es weitergeht: Alle Stellungnahmen werden geprüft und bei der Abwägung\n\
         bedacht. Den Stand sehen Sie unter\n{status}\n\n\
         Solange die Frist läuft, können Sie die Stellungnahme dort zurückziehen oder\n\
         ändern. Das Geheimwort dafür steht nur auf der Quittung, nicht in dieser E-Mail.\n\n\
         Ob eine Stellungnahme rechtzeitig ist, richtet sich nach ihrem Eingang und nicht\n\
         nach dieser E-Mail. Sie wurde selbsttätig verschickt; Antworten liest niemand.\n",
        clear.number,
        receipt::in_berlin(clear.received),
        clear.sha256,
    );
    let subject = format!("Ihre Stellungnahme {} ist eingegangen", clear.number);
    (subject, body)
}

fn english(clear: &Clear, about: &str, status: &str) -> (String, String) {
    let late = if clear.is_late {
        "It came after the end of the period.\n"
    } else {
        ""
    };
    let body = format!(
        "Good day,\n\nyour statement has arrived.\n\nNumber: {}\nReceived: {}\n{late}\
         Procedure: {about}\nChecksum:\nSHA-256: {}\n\n\
         What happens next: all statements are examined and weighed against one another.\n\
         How yours stands is shown at\n{status}\n\n\
         While the period runs you can withdraw or amend it there. The secret word for\n\
         that is on the receipt only, not in this e-mail.\n\n\
         Whether a statement is in time follows from its receipt and not from this\n\
         e-mail. It was sent by a machine; nobody reads replies.\n",
        clear.number,
        receipt::in_berlin(clear.received),
        clear.sha256,
    );
    let subject = format!("Your statement {} has arrived", clear.number);
    (subject, body)
}
