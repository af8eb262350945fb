//! Taking a statement: from what was sent to a receipt. The receipt is shown after the statement
//! is on disk, never before.

use crate::http::public::CLIENT;
use crate::inbox::statement::{Statement, VERSION, hex, sha256};
use crate::inbox::{Arrival, Clear, Entry, Kept, Quota, State, Trouble, Twin, number, receipt};
use crate::intake::page::{Answer, show_form};
use crate::intake::portal::{Standing, standing};
use crate::intake::sent::{Sent, Unreadable};
use crate::intake::work::{Done, Lane};
use crate::intake::{Intake, Visit, check, limit, report, sent, work};
use crate::render::form::fields::as_seen;
use crate::render::form::{FieldError, FormPhase, FormView, is_display};
use serde_json::json;
use std::fs::File;
use std::io::Read;

/// Without a nonce the same sending within so many milliseconds is a twin.
const TWIN_TIME: i64 = 10 * 60 * 1000;
/// So many milliseconds a receipt is shown.
const RECEIPT_TIME: i64 = 60 * 60 * 1000;

impl Visit<'_> {
    /// Takes a statement on a phase.
    pub fn take(
        &self,
        address: String,
        phase: &FormPhase,
        body: &mut (dyn Read + Send),
    ) -> Result<Answer, Trouble> {
        let sent = match self.read(phase, body) {
            Ok(sent) => sent,
            Err(answer) => return Ok(answer),
        };
        let standing = standing(phase, self.moment.today());
        let is_late = standing == Standing::Late;
        let lane = self.lane(&address, &sent);
        let now = self.moment.milliseconds();
        let client = self.request.header(CLIENT).unwrap_or_default();
        let limiter = &self.intake.limiter;
        if !limiter.admits(client, procedure(&address), lane, now) {
            return Ok(self.busy((&address, phase), &sent, is_late));
        }
        if standing == Standing::Early {
            return Ok(self.message(422, "early", Some((phase, Some(&sent)))));
        }
        let replaces = match self.replaced(&sent) {
            Ok(Some(replaces)) => replaces,
            Ok(None) => return Ok(self.message(403, "wrong", Some((phase, Some(&sent))))),
            Err(trouble) => {
                report(trouble);
                return Ok(self.failed(phase, Some(&sent)));
            }
        };
        if is_late && replaces.is_some() {
            return Ok(self.message(403, "ended", Some((phase, Some(&sent)))));
        }
        let place = Place {
            address,
            phase,
            lane,
            is_late,
            replaces,
        };
        let mut form = self.form_as_seen(phase, &sent);
        check::fill(&mut form, &sent);
        // Only a machine fills what nobody sees.
        let is_machine = !sent.field("webseite").is_empty();
        if !form.errors.is_empty() || is_machine {
            return Ok(self.faulty(form, place));
        }
        match self.keep(&place, &form, &sent) {
            Ok(Some(kept)) => Ok(Answer::Redirect(self.receipt_address(&kept))),
            Ok(None) => Ok(self.busy((&place.address, phase), &sent, is_late)),
            Err(why) => {
                report(why);
                Ok(self.failed(phase, Some(&sent)))
            }
        }
    }

    /// The form again, each fault beside its field.
    fn faulty(&self, mut form: FormView, place: Place<'_>) -> Answer {
        let intake = self.intake;
        Intake::count(&intake.counters.faulty);
        form.nonce = self.nonce();
        if place.lane == Lane::Quick {
            let now = self.moment.milliseconds();
            form.work = work::patience_had(&intake.key, &place.address, &form.nonce, now);
        }
        let replaces = place.replaces;
        form.secret = replaces
            .as_ref()
            .map(|number| intake.key.secret_word(number));
        form.amends = replaces;
        show_form(422, &form, place.is_late)
    }

    /// How it is let in.
    fn lane(&self, address: &str, sent: &Sent) -> Lane {
        let intake = self.intake;
        let now = self.moment.milliseconds();
        let lane = intake.ledger.lane(&intake.key, done(address, sent), now);
        if lane == Lane::Quick {
            Intake::count(&intake.counters.quick);
        }
        lane
    }

    /// The form again, with everything that was typed, to be sent once more after a while; then it
    /// is let in by the quick lane.
    fn busy(&self, (address, phase): (&str, &FormPhase), sent: &Sent, is_late: bool) -> Answer {
        let key = &self.intake.key;
        Intake::count(&self.intake.counters.limited);
        let mut form = self.form_as_seen(phase, sent);
        check::fill(&mut form, sent);
        let now = self.moment.milliseconds();
        if work::is_waiting(key, done(address, sent), now) {
            form.nonce = sent.field("einmal").to_owned();
            form.work = sent.field("arbeit").to_owned();
        } else {
            form.nonce = self.nonce();
            form.work = work::patience(key, address, &form.nonce, now);
        }
        amend_again(&mut form, sent);
        show_form(429, &form, is_late)
    }

    /// What was sent.
    fn read(&self, phase: &FormPhase, body: &mut (dyn Read + Send)) -> Result<Sent, Answer> {
        let content_type = self.request.header("content-type").unwrap_or_default();
        let recipients = self.portal.recipients(phase);
        let scanner = self.intake.scanner.as_ref();
        match sent::read(content_type, body, recipients, scanner) {
            Ok(sent) => {
                if !sent.infected.is_empty() {
                    Intake::count(&self.intake.counters.infected);
                }
                Ok(sent)
            }
            Err(Unreadable::Form) => Err(self.message(400, "unreadable", Some((phase, None)))),
            Err(Unreadable::Large(sent)) => Err(self.large(phase, &sent)),
            Err(Unreadable::Machine(error, sent)) => {
                report(error);
                Err(self.failed(phase, Some(&sent)))
            }
        }
    }

    /// The form again with what could be read of it, and what of it is too much.
    fn large(&self, phase: &FormPhase, sent: &Sent) -> Answer {
        Intake::count(&self.intake.counters.faulty);
        let mut form = self.form_as_seen(phase, sent);
        check::fill(&mut form, sent);
        // The form may not ask for what was too much.
        if form.errors.is_empty()
            && let Some(first) = form.fields.first_mut()
        {
            first.fault = Some("too_long".to_owned());
            form.errors.push(FieldError {
                field: first.key.clone(),
                label: first.label.clone(),
                fault: "too_long".to_owned(),
                about: None,
            });
        }
        form.nonce = self.nonce();
        amend_again(&mut form, sent);
        let is_late = standing(phase, self.moment.today()) == Standing::Late;
        show_form(413, &form, is_late)
    }

    /// The form that the sender filled in, which may be older than the one there is now.
    fn form_as_seen(&self, phase: &FormPhase, sent: &Sent) -> FormView {
        let form = self.portal.form(phase, self.language());
        let seen = sent.field("felder");
        let is_mark = seen.len() == 8 && seen.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_mark && seen != form.mark {
            return as_seen(form, &sent.fields, seen, self.language());
        }
        form
    }

    fn failed(&self, phase: &FormPhase, sent: Option<&Sent>) -> Answer {
        Intake::count(&self.intake.counters.failed);
        self.message(503, "down", Some((phase, sent)))
    }

    /// The number of the statement that this one amends, if it amends any. None where its sender
    /// does not know the secret word.
    fn replaced(&self, sent: &Sent) -> Result<Option<Option<String>>, Trouble> {
        let typed = sent.field("ersetzt");
        if typed.is_empty() {
            return Ok(Some(None));
        }
        let number = number::read(typed).unwrap_or_default();
        let is_hers = self
            .intake
            .key
            .is_secret_word(&number, sent.field("geheimwort"));
        let entry = self.entry(&number)?.filter(|_| is_hers);
        let is_there = entry.is_some_and(|entry| entry.state != State::Purged);
        Ok(is_there.then_some(Some(number)))
    }

    /// Seals and stores; returns the number once both are on disk, none where too many came.
    fn keep(
        &self,
        place: &Place<'_>,
        form: &FormView,
        sent: &Sent,
    ) -> anyhow::Result<Option<String>> {
        let Some(recipients) = self.portal.recipients(place.phase) else {
            anyhow::bail!("no key of municipality {}", place.phase.municipality);
        };
        let mut random = self.moment.random;
        loop {
            let mut seed = [0; 7];
            seed.copy_from_slice(&random[..7]);
            let statement = self.statement(place, form, sent, (number::number(seed), &random));
            let bytes = statement.to_bytes()?;
            let clear = self.clear(place, sent, &statement, &bytes);
            let arrival = Arrival {
                sealed: recipients.seal_bytes(&bytes)?,
                attachments: sent
                    .files
                    .iter()
                    .map(|file| file.sealed.try_clone())
                    .collect::<std::io::Result<Vec<File>>>()?,
                twin: Some(self.twin(place, &statement, sent)),
                confirmation: self.confirmation(form, sent, &statement.number),
                quota: Some(self.quota(place)),
                clear,
            };
            let counters = &self.intake.counters;
            match self.intake.store.keep(arrival)? {
                Kept::New => {
                    let unscanned = sent.files.iter();
                    let unscanned = unscanned.filter(|file| file.attachment.is_unscanned);
                    unscanned.for_each(|_| Intake::count(&counters.unscanned));
                    Intake::count(if place.is_late {
                        &counters.late
                    } else {
                        &counters.taken
                    });
                    return Ok(Some(statement.number));
                }
                Kept::Twin(number) => {
                    Intake::count(&counters.twins);
                    return Ok(Some(number));
                }
                Kept::Many => return Ok(None),
                // One in a million millions: another number, drawn from this one.
                Kept::Taken => random = *blake3::hash(&random).as_bytes(),
            }
        }
    }

    /// How many of this procedure are taken by this lane.
    fn quota(&self, place: &Place<'_>) -> Quota {
        let portal = &self.portal.manifest.portal;
        let procedure = format!("{portal}{}", procedure(&place.address));
        limit::quota(&procedure, place.lane, self.intake.per_minute)
    }

    fn statement(
        &self,
        place: &Place<'_>,
        form: &FormView,
        sent: &Sent,
        (number, random): (String, &[u8; 32]),
    ) -> Statement {
        let files = sent.files.iter();
        Statement {
            version: VERSION,
            number,
            portal: self.portal.manifest.portal.clone(),
            phase: place.address.clone(),
            received: receipt::in_berlin(self.moment.milliseconds()),
            fields: check::said(form, sent),
            attachments: files.map(|file| file.attachment.clone()).collect(),
            salt: hex(&random[16..]),
        }
    }

    fn clear(&self, place: &Place<'_>, sent: &Sent, statement: &Statement, bytes: &[u8]) -> Clear {
        let display = sent.field("stand");
        let sizes = statement.attachments.iter().map(|file| file.size);
        let mut clear = Clear {
            number: statement.number.clone(),
            portal: statement.portal.clone(),
            phase: statement.phase.clone(),
            municipality: place.phase.municipality.clone(),
            channel: "formular".to_owned(),
            received: self.moment.milliseconds(),
            is_late: place.is_late,
            // What the sender saw, which may be older than what is on display now.
            display: if is_display(display) {
                display
            } else {
                &place.phase.display
            }
            .to_owned(),
            sha256: sha256(bytes),
            sizes: std::iter::once(bytes.len() as u64).chain(sizes).collect(),
            replaces: place.replaces.clone(),
            signature: None,
        };
        clear.signature = Some(self.intake.key.sign(&clear));
        clear
    }

    /// The mark is keyed, so that it tells nobody what was sent.
    fn twin(&self, place: &Place<'_>, statement: &Statement, sent: &Sent) -> Twin {
        let nonce = sent.field("einmal");
        let portal = statement.portal.as_bytes();
        let mut parts = vec![portal, place.address.as_bytes(), nonce.as_bytes()];
        for (key, value) in &statement.fields {
            parts.extend([key.as_bytes(), value.as_bytes()]);
        }
        for file in &statement.attachments {
            parts.extend([file.name.as_bytes(), file.sha256.as_bytes()]);
        }
        parts.push(place.replaces.as_deref().unwrap_or_default().as_bytes());
        let mark = self.intake.key.mark("sending", &parts);
        let now = self.moment.milliseconds();
        Twin {
            mark: mark.to_hex().to_string(),
            since: if nonce.is_empty() { now - TWIN_TIME } else { 0 },
        }
    }

    /// The address of a receipt that is shown for an hour.
    fn receipt_address(&self, number: &str) -> String {
        let until = self.moment.milliseconds() + RECEIPT_TIME;
        let pass = self.pass(number, until);
        let language = self.language().tag();
        let base = &self.portal.base.path;
        format!("{base}quittung/{number}/{until}.{pass}?sprache={language}")
    }

    fn pass(&self, number: &str, until: i64) -> String {
        let parts = [number.as_bytes(), &until.to_be_bytes()];
        let mark = self.intake.key.mark("receipt", &parts);
        hex(&mark.as_bytes()[..16])
    }

    /// Shows a receipt to whom has the pass.
    pub fn receipt(&self, rest: &str) -> Result<Answer, Trouble> {
        let status = || format!("{}stand/", self.portal.base.path);
        let read = || {
            let (number, rest) = rest.split_once('/')?;
            let (rest, is_file) = match rest.strip_suffix(".txt") {
                Some(rest) => (rest, true),
                None => (rest, false),
            };
            let (until, pass) = rest.split_once('.')?;
            let until: i64 = until.parse().ok()?;
            let own = blake3::hash(self.pass(number, until).as_bytes());
            let is_right = own == blake3::hash(pass.as_bytes());
            (is_right && self.moment.milliseconds() <= until).then_some((number, is_file))
        };
        let Some((number, is_file)) = read() else {
            return Ok(Answer::Redirect(status()));
        };
        let Some(entry) = self.entry(number)? else {
            return Ok(Answer::Redirect(status()));
        };
        let signed = receipt::text(&entry.clear).unwrap_or_default();
        if is_file {
            return Ok(Answer::File(format!("quittung-{number}.txt"), signed));
        }
        Ok(self.receipt_page(&entry, &signed))
    }

    fn receipt_page(&self, entry: &Entry, signed: &str) -> Answer {
        let clear = &entry.clear;
        let form = self
            .portal
            .phase(&clear.phase)
            .map(|phase| self.portal.form(phase, self.language()));
        let form = form.unwrap_or_default();
        let time = receipt::in_berlin(clear.received);
        let view = json!({
            "number": clear.number,
            "time": time,
            "day": time.get(..10),
            "clock": time.get(11..16),
            "is_late": clear.is_late,
            "sha256": clear.sha256,
            "files": clear.sizes.len().saturating_sub(1),
            "procedure": form.procedure,
            "municipality": form.municipality,
            "page": form.page,
            "secret": self.intake.key.secret_word(&clear.number),
            "signed": signed,
            "file": format!("{}.txt", self.request.path),
            "status": format!("{}stand/?sprache={}", self.portal.base.path, self.language().tag()),
        });
        Answer::Page(200, "page/annahme_quittung.html", view)
    }
}

/// Where a statement belongs.
struct Place<'a> {
    address: String,
    phase: &'a FormPhase,
    lane: Lane,
    is_late: bool,
    replaces: Option<String>,
}

/// The address of the procedure that a phase belongs to.
fn procedure(phase: &str) -> &str {
    phase.rsplitn(3, '/').nth(2).unwrap_or_default()
}

/// A form that comes back amends what it amended.
fn amend_again(form: &mut FormView, sent: &Sent) {
    let typed = |name| Some(sent.field(name).to_owned()).filter(|text| !text.is_empty());
    form.amends = typed("ersetzt");
    form.secret = typed("geheimwort");
}

/// What was done for a form.
fn done<'a>(address: &'a str, sent: &'a Sent) -> Done<'a> {
    Done {
        phase: address,
        nonce: sent.field("einmal"),
        work: sent.field("arbeit"),
    }
}
