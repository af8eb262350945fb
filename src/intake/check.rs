//! Whether what was sent is a statement: the form's rules over its fields.

use crate::intake::sent::Sent;
use crate::render::form::{FieldError, FieldView, FormView};
use std::collections::BTreeMap;

/// Puts what was sent into the form, each fault beside its field.
pub fn fill(form: &mut FormView, sent: &Sent) {
    form.errors.clear();
    let faults = faults(form, sent);
    for field in &mut form.fields {
        if field.kind != "files" {
            field.value = sent.field(&field.key).to_owned();
        }
        field.fault = faults.get(&field.key).map(|fault| (*fault).to_owned());
        if let Some(fault) = &field.fault {
            form.errors.push(FieldError {
                field: field.key.clone(),
                label: field.label.clone(),
                fault: fault.clone(),
            });
        }
    }
}

/// What was said, by the fields that the form has and no others.
pub fn said(form: &FormView, sent: &Sent) -> BTreeMap<String, String> {
    let fields = form.fields.iter().filter(|field| field.kind != "files");
    let filled = fields.filter_map(|field| sent.fields.get_key_value(&field.key));
    filled
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn faults(form: &FormView, sent: &Sent) -> BTreeMap<String, &'static str> {
    let mut faults = BTreeMap::new();
    for field in &form.fields {
        let fault = match sent.faults.get(&field.key) {
            Some(fault) => Some(*fault),
            None => fault(field, sent),
        };
        if let Some(fault) = fault {
            faults.insert(field.key.clone(), fault);
        }
    }
    let asks = |key: &str| form.fields.iter().find(|field| field.key == key);
    let is_empty = sent.field("text").is_empty() && sent.files.is_empty();
    // Text or an attachment, whichever the form asks for; an agency may have nothing to say.
    let place = asks("text").or_else(|| asks("anlage"));
    if let Some(place) = place.filter(|_| is_empty && sent.field("keine_einwaende").is_empty()) {
        let has_fault = faults.contains_key("anlage");
        if !has_fault {
            faults.entry(place.key.clone()).or_insert("text_or_file");
        }
    }
    let needed = match sent.field("antwort") {
        "email" => asks("email").map(|field| (field, "answer_email")),
        "post" => asks("anschrift").map(|field| (field, "answer_post")),
        _ => None,
    };
    if let Some((field, fault)) = needed.filter(|(field, _)| sent.field(&field.key).is_empty()) {
        faults.entry(field.key.clone()).or_insert(fault);
    }
    faults
}

fn fault(field: &FieldView, sent: &Sent) -> Option<&'static str> {
    let value = sent.field(&field.key);
    if field.kind == "files" {
        return (field.is_required && sent.files.is_empty()).then_some("missing");
    }
    if value.is_empty() {
        return field.is_required.then_some("missing");
    }
    if value.chars().count() > field.longest {
        return Some("too_long");
    }
    let is_offered = || field.options.iter().any(|option| option.key == value);
    match field.kind.as_str() {
        "list" | "choice" if !is_offered() => Some("choice"),
        "tick" if value != "ja" => Some("choice"),
        "email" if !is_email(value) => Some("email"),
        _ => None,
    }
}

/// Whether mail could be sent there; whether it arrives, only sending tells.
fn is_email(address: &str) -> bool {
    let Some((name, host)) = address.rsplit_once('@') else {
        return false;
    };
    let is_plain =
        |letter: char| letter.is_alphanumeric() || "!#$%&'*+-./=?^_`{|}~".contains(letter);
    let is_host = |letter: char| letter.is_alphanumeric() || "-.".contains(letter);
    !name.is_empty()
        && name.chars().all(is_plain)
        && host.chars().all(is_host)
        && host.contains('.')
        && host
            .split('.')
            .all(|part| !part.is_empty() && !part.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, kind: &str) -> FieldView {
        FieldView {
            key: key.to_owned(),
            kind: kind.to_owned(),
            longest: 20,
            ..FieldView::default()
        }
    }

    fn check(pairs: &[(&str, &str)], expected: &[(&str, &str)]) {
        let form = FormView {
            fields: vec![
                field("keine_einwaende", "tick"),
                field("text", "area"),
                field("anschrift", "lines"),
                field("email", "email"),
                field("antwort", "choice"),
            ],
            ..FormView::default()
        };
        let fields = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let sent = Sent {
            fields: fields.collect(),
            ..Sent::default()
        };
        let found: Vec<_> = faults(&form, &sent).into_iter().collect();
        let expected = expected
            .iter()
            .map(|(key, fault)| ((*key).to_owned(), *fault));
        let mut expected: Vec<_> = expected.collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{pairs:?}");
    }

    #[test]
    fn a_statement_needs_words_and_nothing_else() {
        check(&[("text", "Zu laut.")], &[]);
        check(&[("name", "A")], &[("text", "text_or_file")]);
        check(&[("keine_einwaende", "ja")], &[]);
        check(&[("text", &"x".repeat(21))], &[("text", "too_long")]);
    }

    #[test]
    fn an_answer_needs_its_address() {
        let text = ("text", "Zu laut.");
        check(&[text, ("email", "a@b.de")], &[]);
        check(&[text, ("email", "a@b")], &[("email", "email")]);
        check(&[text, ("email", "a b@c.de")], &[("email", "email")]);
        check(&[text, ("antwort", "brieftaube")], &[("antwort", "choice")]);
    }
}
