//! A form to a receipt: what the endpoint answers, as a function of the request, the portals, the
//! store and the moment. Tests call it without a socket.
//!
//! Addresses below the endpoint's own, of each portal:
//!
//! | address | shows or takes |
//! |---|---|
//! | the address of a phase | its form; takes a statement |
//! | `quittung/<number>/<pass>` | the receipt, for an hour after the statement came; `.txt` as a file |
//! | `rueckzug/<number>/<pass>` | the confirmation of a withdrawal, likewise |
//! | `stand/` | what became of a statement; takes withdrawals |

mod check;
pub mod limit;
pub mod media;
pub mod office;
mod page;
pub mod portal;
pub mod post;
mod receipts;
pub mod scan;
mod sent;
mod status;
mod take;
#[cfg(test)]
mod tests;
mod work;

use crate::http::{Method, Request, Response};
use crate::inbox::receipt::{self, EndpointKey};
use crate::inbox::{Entry, Store, Trouble};
use crate::intake::limit::Limiter;
use crate::intake::page::Answer;
use crate::intake::portal::Portal;
use crate::intake::receipts::Proof;
use crate::intake::scan::Scanner;
use crate::intake::work::Ledger;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt::Display;
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// What the endpoint does not find out by itself.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Now, by the endpoint's own clock.
    pub now: Timestamp,
    /// Fresh random bytes.
    pub random: [u8; 32],
}

impl Moment {
    /// Milliseconds since 1970 UTC.
    fn milliseconds(&self) -> i64 {
        self.now.as_millisecond()
    }

    /// The day in Europe/Berlin.
    fn today(&self) -> Date {
        let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        self.now.to_zoned_datetime(zone).date()
    }
}

/// Counts what the endpoint did, without personal data.
#[derive(Debug, Default)]
pub struct Counters {
    /// Statements taken in time.
    pub taken: AtomicU64,
    /// Statements taken late.
    pub late: AtomicU64,
    /// Sendings that were there already.
    pub twins: AtomicU64,
    /// Forms with faults.
    pub faulty: AtomicU64,
    /// Sendings that came with work or patience.
    pub quick: AtomicU64,
    /// Sendings refused because too many came from one address or for one procedure.
    pub limited: AtomicU64,
    /// Sendings with an attachment in which the virus scanner found something.
    pub infected: AtomicU64,
    /// Attachments that were taken although the virus scanner did not answer.
    pub unscanned: AtomicU64,
    /// Sendings that could not be stored.
    pub failed: AtomicU64,
    /// Confirmations handed over to the mail server.
    pub confirmed: AtomicU64,
    /// Confirmations that the mail server refused for good.
    pub unconfirmed: AtomicU64,
}

/// The endpoint.
pub struct Intake {
    portals: RwLock<Arc<Vec<Portal>>>,
    trouble: RwLock<Option<String>>,
    store: Arc<dyn Store>,
    key: EndpointKey,
    limiter: Limiter,
    ledger: Ledger,
    per_minute: u32,
    is_confirming: bool,
    scanner: Option<Scanner>,
    /// What it did since it began.
    pub counters: Counters,
}

impl Intake {
    /// An endpoint for some portals.
    pub fn new(portals: Vec<Portal>, store: Arc<dyn Store>, key: EndpointKey) -> Self {
        Self {
            portals: RwLock::new(Arc::new(portals)),
            trouble: RwLock::default(),
            store,
            key,
            limiter: Limiter::default(),
            ledger: Ledger::default(),
            per_minute: limit::PER_MINUTE,
            is_confirming: false,
            scanner: None,
            counters: Counters::default(),
        }
    }

    /// One that lets confirmations wait for [`post::deliver`] where somebody gave an address.
    pub fn confirming(mut self) -> Self {
        self.is_confirming = true;
        self
    }

    /// One that takes so many statements of a procedure a minute, in all processes together.
    pub fn at_most(mut self, per_minute: u32) -> Self {
        self.per_minute = per_minute;
        self
    }

    /// One that asks a virus scanner about attachments.
    pub fn scanning(mut self, scanner: Scanner) -> Self {
        self.scanner = Some(scanner);
        self
    }

    /// Takes the portals as they are now; requests under way end with those they began with.
    pub fn reload(&self, portals: Vec<Portal>) {
        *self.portals.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(portals);
        *self.trouble.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Goes on with the portals it knows, because they cannot be read any more.
    pub fn keep_old_portals(&self, why: &anyhow::Error) {
        let trouble = format!(
            "Das Portal ist nicht lesbar; es gilt, was vorher gebaut war / the portal cannot be read; what was \
             built before counts: {why:#}"
        );
        let mut before = self.trouble.write().unwrap_or_else(PoisonError::into_inner);
        // It is tried again and again, and told once.
        if before.as_ref() != Some(&trouble) {
            report(&trouble);
            *before = Some(trouble);
        }
    }

    /// Whether it knows no portal at all, so that nothing can be taken.
    fn is_without_portals(&self) -> bool {
        let portals = self.portals.read().unwrap_or_else(PoisonError::into_inner);
        portals.is_empty()
    }

    /// Why it does not know the portals as they are now, if it does not.
    pub fn trouble(&self) -> Option<String> {
        let trouble = self.trouble.read().unwrap_or_else(PoisonError::into_inner);
        trouble.clone()
    }

    /// Answers a request.
    pub fn answer(
        &self,
        request: &Request,
        body: &mut (dyn Read + Send),
        moment: &Moment,
    ) -> Response {
        let portals = self
            .portals
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let host = request
            .header("host")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let mut here = portals
            .iter()
            .filter(|portal| portal.base.host == host)
            .peekable();
        if here.peek().is_none() {
            return Response::text(
                421,
                "Unter diesem Namen werden keine Stellungnahmen angenommen.",
                "No statements are taken under this name.",
            );
        }
        // Of two portals at one host the one with the longer path is meant.
        let below = |portal: &&Portal| request.path.starts_with(&portal.base.path);
        let Some(portal) = here
            .filter(below)
            .max_by_key(|portal| portal.base.path.len())
        else {
            return Response::text(
                404,
                "Diese Seite gibt es nicht.",
                "This page does not exist.",
            );
        };
        let path = &request.path[portal.base.path.len()..];
        let visit = Visit {
            intake: self,
            portal,
            request,
            path,
            moment,
        };
        visit.answer(body)
    }

    fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// Tells the operator what went wrong, and when; nothing of what was sent may be in it. Where nobody can be
/// told, because the log is on the full disk, say, the endpoint goes on.
pub fn report(why: impl Display) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a line of the log says when it was written; nothing else hangs on it"
    )]
    let now = receipt::in_berlin(Timestamp::now().as_millisecond());
    writeln!(io::stderr().lock(), "{now} {why:#}").ok();
}

/// One request at one portal.
struct Visit<'a> {
    intake: &'a Intake,
    portal: &'a Portal,
    request: &'a Request,
    /// What follows the portal's path.
    path: &'a str,
    moment: &'a Moment,
}

impl Visit<'_> {
    fn answer(&self, body: &mut (dyn Read + Send)) -> Response {
        let is_post = self.request.method == Method::Post;
        if is_post && !self.is_from_here() {
            return Response::text(
                403,
                "Dieses Formular gehört nicht zu diesem Portal.",
                "This form does not belong to this portal.",
            );
        }
        let answer = match self.path {
            "" | "stand" => Ok(Answer::Redirect(format!("{}stand/", self.portal.base.path))),
            "stand/" if is_post => self.change(body),
            "stand/" => self.status_page(None),
            path => match (Proof::at(path), self.phase(path)) {
                (Some((proof, rest)), _) => self.proof(proof, rest),
                (None, Some((address, phase))) if is_post => self.take(address, phase, body),
                (None, Some((_, phase))) => Ok(self.form_page(phase)),
                (None, None) => Ok(self.message(404, "unknown", None)),
            },
        };
        let answer = answer.unwrap_or_else(|trouble| {
            report(trouble);
            self.message(503, "away", None)
        });
        page::respond(self, answer)
    }

    /// Whether a form came from the portal or the endpoint. Browsers say `null` for a page that
    /// was opened as a file, and nothing at all in old versions.
    fn is_from_here(&self) -> bool {
        let portal = self.portal.manifest.portal.as_str();
        let is_portal = |origin: &str| {
            portal
                .strip_prefix(origin)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        self.request.header("origin").is_none_or(|origin| {
            origin == "null" || origin == self.portal.base.origin || is_portal(origin)
        })
    }

    fn phase(&self, path: &str) -> Option<(String, &crate::render::form::FormPhase)> {
        let path = String::from_utf8(sent::decoded(&path.replace('+', "%2B").into_bytes())).ok()?;
        let address = path.trim_end_matches("index.html");
        let address = format!("{}/", address.trim_end_matches('/'));
        let phase = self.portal.phase(&address)?;
        Some((address, phase))
    }

    /// A value of the address's query.
    fn query(&self, name: &str) -> Option<String> {
        let query = self.request.query.as_deref()?;
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(known, _)| *known == name)?;
        String::from_utf8(sent::decoded(value.as_bytes())).ok()
    }

    /// A statement of this portal.
    fn entry(&self, number: &str) -> Result<Option<Entry>, Trouble> {
        let entry = self.intake.store.entry(number)?;
        Ok(entry.filter(|entry| entry.clear.portal == self.portal.manifest.portal))
    }
}
