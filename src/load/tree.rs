//! A file as mappings, lists and scalars, each with its place; YAML and TOML both become this.

use std::ops::Range;

/// A value and its place.
#[derive(Debug)]
pub struct Node {
    /// Bytes to underline: the scalar, or the key that holds a mapping or list.
    pub range: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Debug)]
pub enum Value {
    /// A text, number, truth value or nothing.
    Scalar {
        /// As it reads.
        text: String,
        /// Whether it stands without quotation marks.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A key and its place.
#[derive(Debug)]
pub struct Key {
    /// As it reads.
    pub text: String,
    /// Its bytes.
    pub range: Range<usize>,
}

impl Node {
    /// Whether nothing is written where a value could be.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, plain: true } => matches!(text.as_str(), "" | "~" | "null"),
            _ => false,
        }
    }

    /// The byte range of every value under its path: `phasen[2].zeitraum.ende`.
    pub fn places(&self) -> Vec<(String, Range<usize>)> {
        let mut places = Vec::new();
        let mut waiting = vec![(String::new(), self)];
        while let Some((path, node)) = waiting.pop() {
            match &node.value {
                Value::Scalar { .. } => {}
                Value::List(items) => {
                    let items = items.iter().enumerate();
                    waiting.extend(items.map(|(at, item)| (format!("{path}[{at}]"), item)));
                }
                Value::Map(entries) => waiting.extend(entries.iter().map(|(key, value)| {
                    let dot = if path.is_empty() { "" } else { "." };
                    (format!("{path}{dot}{}", key.text), value)
                })),
            }
            places.push((path, node.range.clone()));
        }
        places
    }
}
