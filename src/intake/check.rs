//! Whether what was sent is a statement: the form's rules over its fields.

use crate::intake::sent::Sent;
use crate::render::form::{FieldError, FieldView, FormView};
use std::collections::BTreeMap;

/// Puts what was sent into the form, each fault beside its field.
pub fn fill(form: &mut FormView, sent: &Sent) {
    form.errors.clear();
    form.had_files = !sent.files.is_empty() || !sent.refused.is_empty();
    let faults = faults(form, sent);
    for field in &mut form.fields {
        let is_files = field.kind == "files";
        if !is_files {
            field.value = sent.field(&field.key).to_owned();
        }
        let own = faults.get(&field.key).copied();
        let refused = sent.refused.iter().filter(|_| is_files);
        let refused = refused.map(|(fault, files)| (*fault, files.join(", ")));
        let own = own.map(|fault| (fault, String::new()));
        let error = |(fault, about): (&str, String)| FieldError {
            field: field.key.clone(),
            label: field.label.clone(),
            fault: fault.to_owned(),
            about: Some(about).filter(|about| !about.is_empty()),
        };
        field.faults = own.into_iter().chain(refused).map(error).collect();
        form.errors.extend(field.faults.iter().cloned());
    }
}

/// Whether nothing is wrong with what was sent.
pub fn is_right(form: &FormView, sent: &Sent) -> bool {
    let asks_files = form.fields.iter().any(|field| field.kind == "files");
    let is_refused = asks_files && !sent.refused.is_empty();
    !is_refused && faults(form, sent).is_empty()
}

/// What was said, by the fields that the form has and no others.
pub fn said(form: &FormView, sent: &Sent) -> BTreeMap<String, String> {
    let fields = form.fields.iter().filter(|field| field.kind != "files");
    let filled = fields.filter_map(|field| sent.fields.get_key_value(&field.key));
    let is_point = |key: &str| {
        let mut fields = form.fields.iter();
        fields.any(|own| own.key == key && own.kind == "point")
    };
    let said = |(key, value): (&String, &String)| {
        let point = is_point(key).then(|| read_point(value)).flatten();
        let said = point.map(|[east, north]| format!("{east} {north}"));
        (key.clone(), said.unwrap_or_else(|| value.clone()))
    };
    filled.map(said).collect()
}

/// The whole metres of a point in EPSG:25833, east and north, as people write them: `385123 5668456`,
/// `385123,4; 5668456,7`, or with the zone before the east, `33385123`.
fn read_point(text: &str) -> Option<[i64; 2]> {
    let mut numbers = text
        .split([' ', ';', '/', '\t', '\n'])
        .map(|number| number.trim_end_matches(','))
        .filter(|number| !number.is_empty())
        .map(|number| number.replace(',', ".").parse::<f64>().ok());
    let (east, north) = (numbers.next()??, numbers.next()??);
    let is_near = |metres: f64| metres.is_finite() && metres.abs() < 1e8;
    if numbers.next().is_some() || !is_near(east) || !is_near(north) {
        return None;
    }
    let east = if east >= 33e6 { east - 33e6 } else { east };
    Some([east, north].map(|metres| metres.round() as i64))
}

/// Whether a point is one, and lies where it can; a form that is not known any more says nothing of
/// that.
fn is_point(field: &FieldView, text: &str) -> bool {
    let Some([east, north]) = read_point(text) else {
        return false;
    };
    field.land.as_ref().is_none_or(|land| {
        let [west, south, last_east, last_north] = land.whole;
        (west..=last_east).contains(&east) && (south..=last_north).contains(&north)
    })
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
        let has_fault = faults.contains_key("anlage") || !sent.refused.is_empty();
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
        let is_missing = sent.files.is_empty() && sent.refused.is_empty();
        return (field.is_required && is_missing).then_some("missing");
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
        "point" if !is_point(field, value) => Some("point"),
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
    use crate::render::form::LandView;

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

    #[test]
    fn a_point_lies_where_it_can_however_it_is_written() {
        let mut own = field("punkt", "point");
        own.longest = 40;
        own.land = Some(LandView {
            map: [385_000, 5_668_000, 386_000, 5_669_000],
            whole: [380_000, 5_660_000, 390_000, 5_670_000],
        });
        let taken = |text: &str| {
            let form = FormView {
                fields: vec![field("text", "area"), own.clone()],
                ..FormView::default()
            };
            let pairs = [("text", "x"), ("punkt", text)];
            let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
            let sent = Sent {
                fields: pairs.into_iter().collect(),
                ..Sent::default()
            };
            let is_faulty = faults(&form, &sent).get("punkt") == Some(&"point");
            (!is_faulty).then(|| said(&form, &sent)["punkt"].clone())
        };
        let point = Some("385123 5668457".to_owned());
        for text in [
            "385123 5668457",
            "385123,4; 5668456,7",
            "33385123 / 5668457",
            "385123, 5668457",
        ] {
            assert_eq!(taken(text), point, "{text}");
        }
        for text in [
            "385123",
            "5668457 385123",
            "Markt 1",
            "1 2 3",
            "NaN NaN",
            "1e300 inf",
            "379999 5668457",
            "390001 5668457",
            "-385123 5668457",
        ] {
            assert_eq!(taken(text), None, "{text}");
        }
    }
}
