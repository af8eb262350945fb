//! The receipt of a statement, shown to its sender for an hour.

use crate::inbox::statement::hex;
use crate::inbox::{Entry, Trouble, receipt};
use crate::intake::Visit;
use crate::intake::page::Answer;
use serde_json::json;

/// So many milliseconds a receipt is shown.
const RECEIPT_TIME: i64 = 60 * 60 * 1000;

impl Visit<'_> {
    /// The address of a receipt that is shown for an hour.
    pub fn receipt_address(&self, number: &str) -> String {
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
