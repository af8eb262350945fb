//! What became of a statement, and how its sender takes it back or writes it anew.

use crate::http::public::CLIENT;
use crate::inbox::{Entry, Fate, State, Trouble, number};
use crate::intake::page::{Answer, show_form};
use crate::intake::portal::{Standing, in_time_until, standing};
use crate::intake::receipts::{Proof, moment};
use crate::intake::sent::Sent;
use crate::intake::work::Lane;
use crate::intake::{Visit, sent};
use crate::render::form::FormView;
use serde_json::json;
use std::io::Read;

/// What a form says that asks for a withdrawal, and one that was asked whether it is meant.
const ASK: &str = "zurueckziehen";
const WITHDRAW: &str = "endgueltig";

/// What is asked about: a number as it was typed, and the statement that has it.
type Asked<'a> = Option<(&'a str, Option<&'a Entry>)>;

impl Visit<'_> {
    /// The page, with what is known of a number that was asked for.
    pub fn status_page(&self, asked: Asked<'_>) -> Result<Answer, Trouble> {
        match asked {
            Some((_, None)) => Ok(self.status_with(404, "unknown", asked, None)),
            Some((number, Some(_))) => {
                let fate = self.intake.store.fate(number)?;
                Ok(self.status_with(200, "", asked, fate))
            }
            None => {
                // A link may bring a number along; it is looked up when somebody asks.
                let number = number::read(&self.query("nummer").unwrap_or_default());
                let number = number.unwrap_or_default();
                Ok(self.status_with(200, "", Some((&number, None)), None))
            }
        }
    }

    /// The page in place of what is not shown any more.
    pub fn expired(&self, number: &str) -> Answer {
        self.status_with(410, "expired", Some((number, None)), None)
    }

    /// The page with a message.
    fn status_with(
        &self,
        status: u16,
        message: &str,
        asked: Asked<'_>,
        fate: Option<Fate>,
    ) -> Answer {
        let entry = asked.and_then(|(_, entry)| entry);
        let phase = entry.and_then(|entry| self.portal.phase(&entry.clear.phase));
        let form = phase.map(|phase| self.portal.form(phase, self.language()));
        let fate = fate.zip(entry).map(|(fate, entry)| {
            json!({
                "since": moment(fate.since),
                "is_void": entry.state == State::Replaced && fate.latest == State::Withdrawn,
            })
        });
        let view = json!({
            "action": self.action(),
            "message": message,
            "number": asked.map_or("", |(number, _)| number),
            "state": entry.map(|entry| entry.state.key()),
            "received": entry.map(|entry| moment(entry.clear.received)),
            "fate": fate,
            "is_late": entry.is_some_and(|entry| entry.clear.is_late),
            "replaces": entry.and_then(|entry| entry.clear.replaces.as_deref()),
            "can_change": entry.is_some_and(|entry| self.can_change(entry)),
            "procedure": form.as_ref().map(|form| form.procedure.as_str()),
            "page": form.as_ref().map(|form| form.page.as_str()),
            "last": phase.and_then(in_time_until),
        });
        Answer::Page(status, "page/annahme_stand.html", view)
    }

    /// Whether somebody really wants to take a statement back.
    fn question(&self, entry: &Entry, form: &FormView) -> Answer {
        let clear = &entry.clear;
        let view = json!({
            "action": self.action(),
            "number": clear.number,
            "secret": self.intake.key.secret_word(&clear.number),
            "received": moment(clear.received),
            "since": null,
            "replaces": clear.replaces,
            "procedure": form.procedure,
            "page": form.page,
        });
        Answer::Page(200, "page/annahme_rueckzug.html", view)
    }

    /// Where the forms of these pages go.
    fn action(&self) -> String {
        let (base, language) = (&self.portal.base.path, self.language().tag());
        format!("{base}stand/?sprache={language}")
    }

    /// Until the end of the period; an open end has none.
    fn can_change(&self, entry: &Entry) -> bool {
        let phase = self.portal.phase(&entry.clear.phase);
        let today = self.moment.today();
        entry.state == State::Received
            && phase.is_some_and(|phase| standing(phase, today) == Standing::Open)
    }

    /// Why it cannot be changed any more.
    fn unchangeable(&self, entry: &Entry) -> (u16, &'static str) {
        let phase = self.portal.phase(&entry.clear.phase);
        let standing = phase.map(|phase| standing(phase, self.moment.today()));
        match (entry.state, standing) {
            (State::Purged, _) => (409, "purged"),
            (_, None) => (403, "closed"),
            (State::Replaced, Some(Standing::Open)) => (409, "replaced"),
            (State::Withdrawn, Some(Standing::Open)) => (409, "withdrawn"),
            _ => (403, "ended"),
        }
    }

    /// Looks up, withdraws, or begins an amendment.
    pub fn change(&self, body: &mut (dyn Read + Send)) -> Result<Answer, Trouble> {
        let content_type = self.request.header("content-type").unwrap_or_default();
        let Ok(sent) = sent::read(content_type, body, None, None) else {
            return Ok(self.message(400, "unreadable", None));
        };
        let now = self.moment.milliseconds();
        let client = self.request.header(CLIENT).unwrap_or_default();
        if !self
            .intake
            .limiter
            .admits(client, "stand/", Lane::Slow, now)
        {
            return Ok(self.message(429, "many", None));
        }
        let typed = sent.field("nummer");
        let number = number::read(typed).unwrap_or_default();
        let Some(entry) = self.entry(&number)? else {
            return self.status_page(Some((typed, None)));
        };
        match sent.field("tun") {
            ASK | WITHDRAW | "aendern" => self.change_entry(&entry, &sent),
            _ => self.status_page(Some((&number, Some(&entry)))),
        }
    }

    fn change_entry(&self, entry: &Entry, sent: &Sent) -> Result<Answer, Trouble> {
        let number = &entry.clear.number;
        if !self
            .intake
            .key
            .is_secret_word(number, sent.field("geheimwort"))
        {
            let asked = Some((number.as_str(), Some(entry)));
            return Ok(self.status_with(403, "wrong", asked, None));
        }
        let act = sent.field("tun");
        // A second click, or a reload.
        if act == WITHDRAW && entry.state == State::Withdrawn {
            let place = self.proof_address(Proof::Withdrawal, number);
            return Ok(Answer::Redirect(place));
        }
        let phase = self.portal.phase(&entry.clear.phase);
        let Some(phase) = phase.filter(|_| self.can_change(entry)) else {
            let (status, why) = self.unchangeable(entry);
            return Ok(self.message(status, why, phase.map(|phase| (phase, None))));
        };
        let form = self.portal.form(phase, self.language());
        match act {
            ASK => Ok(self.question(entry, &form)),
            WITHDRAW => self.withdraw(number),
            _ => {
                let mut form = form.into_owned();
                form.nonce = self.nonce();
                form.amends = Some(number.clone());
                form.secret = Some(self.intake.key.secret_word(number));
                Ok(show_form(200, &form, false))
            }
        }
    }

    fn withdraw(&self, number: &str) -> Result<Answer, Trouble> {
        let now = self.moment.milliseconds();
        if self.intake.store.change(number, State::Withdrawn, now)? {
            let place = self.proof_address(Proof::Withdrawal, number);
            return Ok(Answer::Redirect(place));
        }
        // Another window was quicker.
        let entry = self.entry(number)?;
        self.status_page(Some((number, entry.as_ref())))
    }
}
