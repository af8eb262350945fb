//! A file as mappings, lists and scalars, each with its place; YAML and TOML both become this.

use crate::finding::values::Values;
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

    /// Where every value stands.
    pub fn values(&self) -> Values {
        let mut values = Values::default();
        self.put("", &mut values);
        values
    }

    fn put(&self, name: &str, values: &mut Values) {
        let begun = values.begin(name, &self.range);
        match &self.value {
            Value::Scalar { .. } => {}
            Value::List(items) => items.iter().for_each(|item| item.put("", values)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    value.put(&key.text, values);
                }
            }
        }
        values.end(begun);
    }
}
