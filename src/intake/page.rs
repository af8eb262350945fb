//! Answers as pages of the portal's theme.

use crate::finding::Language;
use crate::http::{Body, Response};
use crate::inbox::statement::hex;
use crate::intake::portal::Standing;
use crate::intake::portal::standing;
use crate::intake::sent::Sent;
use crate::intake::{Visit, report};
use crate::render::form::{FieldView, FormPhase, FormView};
use crate::render::page::policy::policy_of_intake;
use serde_json::{Value, json};

/// The status of a form that came when too many did.
const BUSY: u16 = 429;

/// What is answered.
pub enum Answer {
    /// A page: status, template, what it shows.
    Page(u16, &'static str, Value),
    /// Look there (303: with `GET`, whatever was asked before).
    Redirect(String),
    /// A text to be saved under a name.
    File(String, String),
}

/// Makes the answer to a request.
pub fn respond(visit: &Visit<'_>, answer: Answer) -> Response {
    let (status, template, view) = match answer {
        Answer::Page(status, template, view) => (status, template, view),
        Answer::Redirect(place) => {
            let response = Response::new(303, Body::Bytes(Vec::new())).with("Location", place);
            return closed(visit, response);
        }
        Answer::File(name, text) => {
            let response = Response::new(200, Body::Bytes(text.into_bytes()))
                .with("Content-Type", "text/plain; charset=utf-8")
                .with(
                    "Content-Disposition",
                    format!("attachment; filename=\"{name}\""),
                );
            return closed(visit, response);
        }
    };
    let is_busy = status == BUSY;
    let url = format!("{}{}", visit.portal.base.origin, visit.request.path);
    match visit.portal.page(template, visit.language(), &url, view) {
        Ok(html) => {
            let response = Response::new(status, Body::Bytes(html));
            let response = response.with("Content-Type", "text/html; charset=utf-8");
            closed(
                visit,
                match is_busy {
                    true => response.with("Retry-After", "30"),
                    false => response,
                },
            )
        }
        Err(error) => {
            report(error);
            Response::text(
                500,
                "Störung, bitte noch einmal.",
                "Trouble, please try again.",
            )
        }
    }
}

/// With the headers of every answer: nothing is kept on the way, and a page loads only what the
/// portal brings.
fn closed(visit: &Visit<'_>, mut response: Response) -> Response {
    let policy = policy_of_intake(&visit.portal.manifest.portal);
    response
        .headers
        .retain(|(name, _)| *name != "Content-Security-Policy");
    response
        .with(
            "Content-Security-Policy",
            format!("{policy}; frame-ancestors 'none'"),
        )
        .with("Cache-Control", "no-store")
        .with("X-Robots-Tag", "noindex")
}

impl Visit<'_> {
    /// The language of the answer.
    pub fn language(&self) -> Language {
        self.portal
            .language(&self.query("sprache").unwrap_or_default())
    }

    /// The form of a phase, empty.
    pub fn form_page(&self, phase: &FormPhase) -> Answer {
        match standing(phase, self.moment.today()) {
            Standing::Early => self.message(200, "early", Some((phase, None))),
            standing => {
                let mut form = self.portal.form(phase, self.language()).into_owned();
                form.nonce = self.nonce();
                show_form(200, &form, standing == Standing::Late)
            }
        }
    }

    /// What makes a second sending of a form known.
    pub fn nonce(&self) -> String {
        hex(&self.moment.random[16..])
    }

    /// A message, with the office and the sender's own words where there are any.
    pub fn message(
        &self,
        status: u16,
        key: &str,
        about: Option<(&FormPhase, Option<&Sent>)>,
    ) -> Answer {
        let form = about.map(|(phase, _)| self.portal.form(phase, self.language()));
        let typed = about.and_then(|(_, sent)| sent).zip(form.as_deref());
        let typed = typed.map(|(sent, form)| {
            let fields = form
                .fields
                .iter()
                .filter(|field| !sent.field(&field.key).is_empty());
            let entry = |field: &FieldView| {
                let value = sent.field(&field.key);
                let chosen = field.options.iter().find(|option| option.key == value);
                let value = chosen.map_or(value, |option| option.label.as_str());
                json!({ "label": field.label, "value": value })
            };
            fields.map(entry).collect::<Vec<_>>()
        });
        let page = form
            .as_ref()
            .map_or(String::new(), |form| form.page.clone());
        let office = form.map(|form| form.office.clone());
        let view = json!({ "key": key, "office": office, "typed": typed, "page": page });
        Answer::Page(status, "page/annahme_meldung.html", view)
    }
}

/// The form with what is in it.
pub fn show_form(status: u16, form: &FormView, is_late: bool) -> Answer {
    let view = json!({ "form": form, "is_late": is_late, "is_busy": status == BUSY });
    Answer::Page(status, "page/annahme_formular.html", view)
}
