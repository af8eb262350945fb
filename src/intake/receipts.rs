//! What a sender may save: the receipt of a statement, and the confirmation that it was taken back. Each is
//! signed, and shown for an hour to whom has its address.

use crate::finding::Language;
use crate::inbox::statement::hex;
use crate::inbox::{Clear, Entry, State, Trouble, number, receipt};
use crate::intake::Visit;
use crate::intake::page::Answer;
use crate::render::form::FormView;
use crate::render::format::day_with_weekday;
use serde_json::{Value, json};

/// So many milliseconds it is shown.
const TIME: i64 = 60 * 60 * 1000;

/// What may be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// That a statement came.
    Receipt,
    /// That its sender took it back.
    Withdrawal,
}

impl Proof {
    /// The first part of its address, and the beginning of its file's name.
    fn name(self) -> &'static str {
        match self {
            Self::Receipt => "quittung",
            Self::Withdrawal => "rueckzug",
        }
    }

    /// What its pass is made for.
    fn purpose(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Withdrawal => "withdrawal",
        }
    }

    /// Which one an address is of, and the rest of the address.
    pub fn at(path: &str) -> Option<(Self, &str)> {
        let rest = |proof: Self| path.strip_prefix(proof.name())?.strip_prefix('/');
        let mut all = [Self::Receipt, Self::Withdrawal].into_iter();
        all.find_map(|proof| Some((proof, rest(proof)?)))
    }
}

/// A moment for templates: as machines read it, and its day and clock in Europe/Berlin.
pub fn moment(milliseconds: i64) -> Value {
    let time = receipt::in_berlin(milliseconds);
    json!({ "time": time, "day": time.get(..10), "clock": time.get(11..16) })
}

impl Visit<'_> {
    /// The address at which something is shown for an hour.
    pub fn proof_address(&self, proof: Proof, number: &str) -> String {
        let until = self.moment.milliseconds() + TIME;
        let pass = self.pass(proof, number, until);
        let (base, name) = (&self.portal.base.path, proof.name());
        let language = self.language().tag();
        format!("{base}{name}/{number}/{until}.{pass}?sprache={language}")
    }

    /// The address that tells what became of a statement.
    pub fn status_address(&self, number: &str) -> String {
        let (base, language) = (&self.portal.base.path, self.language().tag());
        format!("{base}stand/?sprache={language}&nummer={number}")
    }

    fn pass(&self, proof: Proof, number: &str, until: i64) -> String {
        let parts = [number.as_bytes(), &until.to_be_bytes()];
        let mark = self.intake.key.mark(proof.purpose(), &parts);
        hex(&mark.as_bytes()[..16])
    }

    /// Shows it to whom has the pass; to everybody else the way to ask with the number.
    pub fn proof(&self, proof: Proof, rest: &str) -> Result<Answer, Trouble> {
        let (name, rest) = rest.split_once('/').unwrap_or_default();
        let read = || {
            let (rest, is_file) = match rest.strip_suffix(".txt") {
                Some(rest) => (rest, true),
                None => (rest, false),
            };
            let (until, pass) = rest.split_once('.')?;
            let until: i64 = until.parse().ok()?;
            let own = blake3::hash(self.pass(proof, name, until).as_bytes());
            let is_right = own == blake3::hash(pass.as_bytes());
            (is_right && self.moment.milliseconds() <= until).then_some(is_file)
        };
        let is_file = read();
        let entry = match is_file {
            Some(_) => self.entry(name)?,
            None => None,
        };
        let (Some(is_file), Some(entry)) = (is_file, entry) else {
            return Ok(self.expired(&number::read(name).unwrap_or_default()));
        };
        let since = match (proof, entry.state, self.intake.store.fate(name)?) {
            (Proof::Receipt, ..) => None,
            (Proof::Withdrawal, State::Withdrawn, Some(fate)) => Some(fate.since),
            _ => return self.status_page(Some((name, Some(&entry)))),
        };
        let signed = match since {
            Some(since) => self.intake.key.withdrawal(&entry.clear, since),
            None => receipt::text(&entry.clear).unwrap_or_default(),
        };
        let phase = self.portal.phase(&entry.clear.phase);
        let form = phase.map(|phase| self.portal.form(phase, self.language()));
        let form = form.unwrap_or_default();
        if is_file {
            let words = in_words(&entry.clear, &form, since, self.language());
            let status = self.status_address(name);
            let origin = &self.portal.base.origin;
            let text = format!("{signed}\n{words}{origin}{status}\n");
            return Ok(Answer::File(format!("{}-{name}.txt", proof.name()), text));
        }
        Ok(self.proof_page(proof, &entry, (&form, since, &signed)))
    }

    fn proof_page(
        &self,
        proof: Proof,
        entry: &Entry,
        (form, since, signed): (&FormView, Option<i64>, &str),
    ) -> Answer {
        let clear = &entry.clear;
        let view = json!({
            "number": clear.number,
            "received": moment(clear.received),
            "since": since.map(moment),
            "is_late": clear.is_late,
            "sha256": clear.sha256,
            "files": clear.sizes.len().saturating_sub(1),
            "replaces": clear.replaces,
            "procedure": form.procedure,
            "municipality": form.municipality,
            "is_project": form.privacy.project.is_some(),
            "page": form.page,
            "secret": self.intake.key.secret_word(&clear.number),
            "signed": signed,
            "file": format!("{}.txt?sprache={}", self.request.path, self.language().tag()),
            "status": self.status_address(&clear.number),
        });
        let template = match proof {
            Proof::Receipt => "page/annahme_quittung.html",
            Proof::Withdrawal => "page/annahme_rueckzug.html",
        };
        Answer::Page(200, template, view)
    }
}

/// What a saved file says besides, for people: the names behind the numbers. It ends before the address that tells
/// what became of the statement.
fn in_words(clear: &Clear, form: &FormView, since: Option<i64>, language: Language) -> String {
    let say = |de: &'static str, en: &'static str| match language {
        Language::German => de,
        Language::English => en,
    };
    let when = |milliseconds: i64| {
        let time = receipt::in_berlin(milliseconds);
        let day = time.get(..10).and_then(|day| day.parse().ok());
        let day = day.map(|day| day_with_weekday(day, language));
        let clock = time.get(11..16).unwrap_or_default();
        let hour = say(" Uhr", "");
        format!("{}, {clock}{hour}", day.unwrap_or_default())
    };
    let files = clear.sizes.len().saturating_sub(1).to_string();
    let line = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{name}: {value}\n"),
    };
    let mut words = format!(
        "{}\n",
        say(
            "In Worten (dieser Teil ist nicht unterschrieben)",
            "In words (this part is not signed)",
        )
    );
    words += &line(say("Gemeinde", "Municipality"), &form.municipality);
    words += &line(say("Verfahren", "Procedure"), &form.procedure);
    words += &line(say("Schritt", "Step"), &form.phase);
    words += &line(say("Eingegangen", "Received"), &when(clear.received));
    if let Some(since) = since {
        words += &line(say("Zurückgezogen", "Withdrawn"), &when(since));
    }
    words += &line(say("Anlagen", "Attachments"), &files);
    if let Some(replaces) = &clear.replaces {
        let what = say("Frühere Fassung", "Earlier version");
        words += &line(what, replaces);
    }
    words + say("Stand: ", "Status: ")
}
