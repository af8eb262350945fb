//! A typed file and where it is written.

use crate::finding::{File, Finding, Findings, Place, say};
use crate::load::form::Form;
use crate::load::tree::{Key, Node, Value};
use crate::load::{shape, yaml};
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What was read from a file, and the file.
#[derive(Debug)]
pub struct Written<T> {
    /// The file.
    pub file: Arc<File>,
    /// What it says.
    pub value: T,
}

/// Reads a YAML file of a published form. None if it cannot be used; the findings say why.
pub fn read_yaml<T: DeserializeOwned>(
    path: &str,
    text: String,
    form: &Form,
    findings: &mut Findings,
) -> Option<Written<T>> {
    let file = File::new(path, text);
    let (tree, is_single) = yaml::parse(&file, findings)?;
    file.know(tree.values());
    if !shape::compare(&file, &tree, form, findings) || !is_single {
        return None;
    }
    // To read the text once more costs time, and who has no fault needs no place for it.
    if let Ok(value) = T::deserialize(&tree) {
        return Some(Written { file, value });
    }
    let reader = serde_yaml::Deserializer::from_str(file.text());
    match serde_path_to_error::deserialize(reader) {
        Ok(value) => Some(Written { file, value }),
        Err(error) => {
            let place = file.place(error.path().to_string());
            findings.add(not_typed(place, &error.inner().to_string()));
            None
        }
    }
}

/// Reads a TOML file of a published form. None if it cannot be used; the findings say why.
pub fn read_toml<T: DeserializeOwned>(
    path: &str,
    text: String,
    form: &Form,
    findings: &mut Findings,
) -> Option<Written<T>> {
    let file = File::new(path, text);
    let tree = match DeTable::parse(file.text()) {
        Ok(table) => node(table.span(), &DeValue::Table(table.into_inner())),
        Err(error) => {
            let place = file.bytes(error.span().unwrap_or_default());
            findings.add(not_toml(place, error.message()));
            return None;
        }
    };
    file.know(tree.values());
    if !shape::compare(&file, &tree, form, findings) {
        return None;
    }
    match toml::from_str(file.text()) {
        Ok(value) => Some(Written { file, value }),
        Err(error) => {
            findings.add(not_typed(
                file.bytes(error.span().unwrap_or_default()),
                error.message(),
            ));
            None
        }
    }
}

fn not_toml(place: Place, info: &str) -> Finding {
    Finding::new(
        &yaml::UNREADABLE,
        place,
        say(
            "Das TOML ist hier nicht lesbar",
            "The TOML cannot be read here",
        ),
    )
    .because(say(
        format!("Meldung des Leseprogramms (englisch): {info}"),
        format!("The reader says: {info}"),
    ))
}

fn not_typed(place: Place, info: &str) -> Finding {
    Finding::new(
        &shape::WRONG_TYPE,
        place,
        say(
            "Der Wert kann hier nicht stehen",
            "The value cannot stand here",
        ),
    )
    .because(say(
        format!("Meldung des Leseprogramms (englisch): {info}"),
        format!("The reader says: {info}"),
    ))
}

fn node(range: Range<usize>, value: &DeValue) -> Node<'static> {
    let inside = |value: &Spanned<DeValue>| node(value.span(), value.get_ref());
    let scalar = |text: String, plain| Value::Scalar {
        text: text.into(),
        plain,
    };
    let value = match value {
        DeValue::Table(table) => Value::Map(
            table
                .iter()
                .map(|(key, value)| {
                    (
                        Key {
                            text: key.get_ref().to_string().into(),
                            range: key.span(),
                        },
                        inside(value),
                    )
                })
                .collect(),
        ),
        DeValue::Array(items) => Value::List(items.iter().map(inside).collect()),
        DeValue::String(text) => scalar(text.to_string(), false),
        DeValue::Boolean(truth) => scalar(truth.to_string(), true),
        DeValue::Integer(number) => scalar(number.as_str().to_owned(), true),
        DeValue::Float(number) => scalar(number.as_str().to_owned(), true),
        // A TOML day has no quotation marks; the typed reader asks for them and says where.
        DeValue::Datetime(day) => scalar(day.to_string(), true),
    };
    Node { range, value }
}
