//! What became of a statement, and how its sender takes it back or writes it anew.

use crate::http::public::CLIENT;
use crate::inbox::{Entry, State, Trouble, number, receipt};
use crate::intake::page::{Answer, show_form};
use crate::intake::portal::{Standing, in_time_until, standing};
use crate::intake::sent::Sent;
use crate::intake::work::Lane;
use crate::intake::{Visit, sent};
use serde_json::json;
use std::io::Read;

impl Visit<'_> {
    /// The page, with what is known of a number that was asked for.
    pub fn status_page(&self, asked: Option<(&str, Option<&Entry>)>) -> Answer {
        match asked {
            Some((_, None)) => self.status_with(404, "unknown", asked),
            _ => self.status_with(200, "", asked),
        }
    }

    /// The page with a message.
    fn status_with(
        &self,
        status: u16,
        message: &str,
        asked: Option<(&str, Option<&Entry>)>,
    ) -> Answer {
        let entry = asked.and_then(|(_, entry)| entry);
        let phase = entry.and_then(|entry| self.portal.phase(&entry.clear.phase));
        let form = phase.map(|phase| self.portal.form(phase, self.language()));
        let time = entry.map(|entry| receipt::in_berlin(entry.clear.received));
        let tag = self.language().tag();
        let view = json!({
            "action": format!("{}stand/?sprache={tag}", self.portal.base.path),
            "message": message,
            "number": asked.map_or("", |(number, _)| number),
            "state": entry.map(|entry| entry.state.key()),
            "time": time,
            "day": time.as_ref().and_then(|time| time.get(..10)),
            "clock": time.as_ref().and_then(|time| time.get(11..16)),
            "is_late": entry.is_some_and(|entry| entry.clear.is_late),
            "can_change": entry.is_some_and(|entry| self.can_change(entry)),
            "procedure": form.as_ref().map(|form| form.procedure.as_str()),
            "page": form.as_ref().map(|form| form.page.as_str()),
            "last": phase.and_then(in_time_until),
        });
        Answer::Page(status, "page/annahme_stand.html", view)
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
            return Ok(self.status_page(Some((typed, None))));
        };
        match sent.field("tun") {
            "zurueckziehen" | "aendern" => self.change_entry(&entry, &sent),
            _ => Ok(self.status_page(Some((&number, Some(&entry))))),
        }
    }

    fn change_entry(&self, entry: &Entry, sent: &Sent) -> Result<Answer, Trouble> {
        let number = &entry.clear.number;
        if !self
            .intake
            .key
            .is_secret_word(number, sent.field("geheimwort"))
        {
            return Ok(self.status_with(403, "wrong", Some((number, Some(entry)))));
        }
        let phase = self.portal.phase(&entry.clear.phase);
        let Some(phase) = phase.filter(|_| self.can_change(entry)) else {
            let (status, why) = self.unchangeable(entry);
            return Ok(self.message(status, why, phase.map(|phase| (phase, None))));
        };
        if sent.field("tun") == "aendern" {
            let mut form = self.portal.form(phase, self.language());
            form.nonce = self.nonce();
            form.amends = Some(number.clone());
            form.secret = Some(self.intake.key.secret_word(number));
            return Ok(show_form(200, &form, false));
        }
        let now = self.moment.milliseconds();
        self.intake.store.change(number, State::Withdrawn, now)?;
        let entry = self.entry(number)?;
        Ok(self.status_page(Some((number, entry.as_ref()))))
    }
}
