//! Taking a statement: from what was sent to a receipt. The receipt is shown after the statement
//! is on disk, never before.

use crate::http::public::{CLIENT, HEARSAY};
use crate::inbox::statement::{Statement, VERSION, hex, sha256};
use crate::inbox::{Arrival, Clear, Kept, Quota, State, Trouble, Twin, number, receipt};
use crate::intake::page::{Answer, show_form};
use crate::intake::portal::{Standing, standing};
use crate::intake::receipts::Proof;
use crate::intake::sent::{Sent, Unreadable};
use crate::intake::work::{Done, Lane};
use crate::intake::{Intake, Visit, check, limit, report, sent, work};
use crate::render::form::fields::as_seen;
use crate::render::form::{FieldError, FormPhase, FormView, is_display};
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;

/// Without a nonce the same sending of the same sender within so many milliseconds is a twin.
const TWIN_TIME: i64 = 15 * 60 * 1000;
/// The field that nobody sees, to be left empty.
const TRAP: &str = "webseite";
/// The headers that tell one sender without a nonce from another.
const SENDER: [&str; 4] = [CLIENT, HEARSAY, "user-agent", "accept-language"];

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
        let amends = match self.amended(&sent, &address) {
            Ok(Ok(amends)) => amends,
            Ok(Err((status, why))) => {
                return Ok(self.message(status, why, Some((phase, Some(&sent)))));
            }
            Err(trouble) => {
                report(trouble);
                return Ok(self.failed(phase, Some(&sent)));
            }
        };
        if is_late && amends.is_some() {
            return Ok(self.message(403, "ended", Some((phase, Some(&sent)))));
        }
        let mut place = Place {
            address,
            phase,
            lane,
            is_late,
            replaces: amends.clone(),
            amends,
        };
        let form = self.form_as_seen(phase, &sent);
        if !check::is_right(&form, &sent) || !sent.field(TRAP).is_empty() {
            return Ok(self.faulty(form.into_owned(), &sent, place));
        }
        match self.keep(&mut place, &form, &sent) {
            Ok(Taken::Number(number)) => Ok(Answer::Redirect(
                self.proof_address(Proof::Receipt, &number),
            )),
            Ok(Taken::Many) => Ok(self.busy((&place.address, phase), &sent, is_late)),
            Ok(Taken::Refused((status, why))) => {
                Ok(self.message(status, why, Some((phase, Some(&sent)))))
            }
            Err(why) => {
                report(why);
                Ok(self.failed(phase, Some(&sent)))
            }
        }
    }

    /// The form again, each fault beside its field.
    fn faulty(&self, mut form: FormView, sent: &Sent, place: Place<'_>) -> Answer {
        let intake = self.intake;
        Intake::count(&intake.counters.faulty);
        check::fill(&mut form, sent);
        if !sent.field(TRAP).is_empty() {
            form.errors.insert(0, trapped());
        }
        form.nonce = self.nonce();
        if place.lane == Lane::Quick {
            let now = self.moment.milliseconds();
            form.work = work::patience_had(&intake.key, &place.address, &form.nonce, now);
        }
        let amends = place.amends;
        form.secret = amends.as_ref().map(|number| intake.key.secret_word(number));
        form.amends = amends;
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
        let mut form = self.form_as_seen(phase, sent).into_owned();
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
                if sent.refused.contains_key(sent::INFECTED) {
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
        let mut form = self.form_as_seen(phase, sent).into_owned();
        check::fill(&mut form, sent);
        // The form may not ask for what was too much.
        if form.errors.is_empty()
            && let Some(first) = form.fields.first_mut()
        {
            first.faults.push(FieldError {
                field: first.key.clone(),
                label: first.label.clone(),
                fault: "too_long".to_owned(),
                about: None,
            });
            form.errors.clone_from(&first.faults);
        }
        form.nonce = self.nonce();
        amend_again(&mut form, sent);
        let is_late = standing(phase, self.moment.today()) == Standing::Late;
        show_form(413, &form, is_late)
    }

    /// The form that the sender filled in, which may be older than the one there is now.
    fn form_as_seen<'a>(&self, phase: &'a FormPhase, sent: &Sent) -> Cow<'a, FormView> {
        let form = self.portal.form(phase, self.language());
        let seen = sent.field("felder");
        let is_mark = seen.len() == 8 && seen.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_mark && seen != form.mark {
            let form = form.into_owned();
            return Cow::Owned(as_seen(form, &sent.fields, seen, self.language()));
        }
        form
    }

    fn failed(&self, phase: &FormPhase, sent: Option<&Sent>) -> Answer {
        Intake::count(&self.intake.counters.failed);
        self.message(503, "down", Some((phase, sent)))
    }

    /// The number of the statement that this one amends, if it amends any; else why it may not.
    /// Both are of one phase: what was said of a draft is not replaced by words on another.
    fn amended(
        &self,
        sent: &Sent,
        phase: &str,
    ) -> Result<Result<Option<String>, Refused>, Trouble> {
        let typed = sent.field("ersetzt");
        if typed.is_empty() {
            return Ok(Ok(None));
        }
        let number = number::read(typed).unwrap_or_default();
        let is_hers = self
            .intake
            .key
            .is_secret_word(&number, sent.field("geheimwort"));
        let entry = self.entry(&number)?;
        let entry = entry.filter(|entry| is_hers && entry.clear.phase == phase);
        Ok(match entry.map(|entry| entry.state) {
            None => Err((403, "wrong")),
            Some(state @ (State::Withdrawn | State::Purged)) => Err(gone(state)),
            Some(State::Received | State::Replaced) => Ok(Some(number)),
        })
    }

    /// Seals and stores; returns the number once both are on disk.
    fn keep(&self, place: &mut Place<'_>, form: &FormView, sent: &Sent) -> anyhow::Result<Taken> {
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
                is_copy: false,
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
                    return Ok(Taken::Number(statement.number));
                }
                Kept::Twin(number) => {
                    Intake::count(&counters.twins);
                    return Ok(Taken::Number(number));
                }
                Kept::Many => return Ok(Taken::Many),
                Kept::Gone(state) => return Ok(Taken::Refused(gone(state))),
                // It came in time and was replaced in time; sent again now, it does not count before that.
                Kept::Later(_) if place.is_late => return Ok(Taken::Refused((403, "ended"))),
                // Somebody went back and wrote once more, or another window was quicker: this is the
                // later word, and takes the place of the latest.
                Kept::Later(latest) => place.replaces = Some(latest),
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

    /// The mark is keyed, so that it tells nobody what was sent and by whom. Without script a form has no
    /// nonce, and a hundred people may send the same words: then only what the same browser sends at
    /// once is one statement. One too many is better than one lost.
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
        parts.push(place.amends.as_deref().unwrap_or_default().as_bytes());
        let now = self.moment.milliseconds();
        let is_bare = nonce.is_empty();
        if is_bare {
            let header = |name| self.request.header(name).unwrap_or_default().as_bytes();
            parts.extend(SENDER.map(header));
        }
        let mark = self.intake.key.mark("sending", &parts);
        Twin {
            mark: mark.to_hex().to_string(),
            since: if is_bare { now - TWIN_TIME } else { 0 },
            until: is_bare.then_some(now + TWIN_TIME),
        }
    }
}

/// The status and the message of a refusal.
type Refused = (u16, &'static str);

/// What became of a sending.
enum Taken {
    /// It is on disk and has this number.
    Number(String),
    /// Too many came.
    Many,
    /// It amends what cannot be amended.
    Refused(Refused),
}

/// Why nobody amends what was taken back or deleted.
fn gone(state: State) -> Refused {
    match state {
        State::Purged => (409, "purged"),
        _ => (409, "withdrawn"),
    }
}

/// Where a statement belongs.
struct Place<'a> {
    address: String,
    phase: &'a FormPhase,
    lane: Lane,
    is_late: bool,
    /// The statement that its sender amends.
    amends: Option<String>,
    /// The latest version of that, as far as is known.
    replaces: Option<String>,
}

/// The address of the procedure that a phase belongs to.
fn procedure(phase: &str) -> &str {
    phase.rsplitn(3, '/').nth(2).unwrap_or_default()
}

/// A machine fills what nobody sees, but so may somebody's browser: she is told, and the field is shown
/// to her, so that she can empty it.
fn trapped() -> FieldError {
    FieldError {
        field: TRAP.to_owned(),
        label: String::new(),
        fault: "hidden_field".to_owned(),
        about: None,
    }
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
