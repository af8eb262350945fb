//! A file as mappings, lists and scalars, each with its place; YAML and TOML both become this.

use crate::finding::values::Values;
use std::borrow::Cow;
use std::ops::Range;

/// A value and its place.
#[derive(Debug)]
pub struct Node<'t> {
    /// Bytes to underline: the scalar, or the key that holds a mapping or list.
    pub range: Range<usize>,
    /// The value.
    pub value: Value<'t>,
}

/// A value.
#[derive(Debug)]
pub enum Value<'t> {
    /// A text, number, truth value or nothing.
    Scalar {
        /// As it reads.
        text: Cow<'t, str>,
        /// Whether it stands without quotation marks.
        plain: bool,
    },
    /// A list.
    List(Vec<Node<'t>>),
    /// A mapping, in the order of the file.
    Map(Vec<(Key<'t>, Node<'t>)>),
}

/// A key and its place.
#[derive(Debug)]
pub struct Key<'t> {
    /// As it reads.
    pub text: Cow<'t, str>,
    /// Its bytes.
    pub range: Range<usize>,
}

impl Node<'_> {
    /// Nothing, where a value could be.
    pub fn nothing() -> Self {
        let (text, plain) = (Cow::Borrowed(""), true);
        Self {
            range: 0..0,
            value: Value::Scalar { text, plain },
        }
    }

    /// Whether nothing is written where a value could be.
    pub fn is_null(&self) -> bool {
        match &self.value {
            Value::Scalar { text, plain: true } => matches!(text.as_ref(), "" | "~" | "null"),
            _ => false,
        }
    }

    /// The same as the value of a key. What is underlined for a mapping, a list or nothing is the key that holds it.
    #[must_use]
    pub fn held_by(self, key: &Key) -> Self {
        let range = match self.value {
            Value::Scalar { .. } if !self.is_null() && !self.range.is_empty() => self.range,
            _ => key.range.clone(),
        };
        Self { range, ..self }
    }

    /// The same without the text it was read from.
    pub fn into_owned(self) -> Node<'static> {
        let value = match self.value {
            Value::Scalar { text, plain } => Value::Scalar {
                text: Cow::Owned(text.into_owned()),
                plain,
            },
            Value::List(items) => Value::List(items.into_iter().map(Node::into_owned).collect()),
            Value::Map(entries) => {
                let owned = |(key, value): (Key, Node)| {
                    let text = Cow::Owned(key.text.into_owned());
                    let range = key.range;
                    (Key { text, range }, value.into_owned())
                };
                Value::Map(entries.into_iter().map(owned).collect())
            }
        };
        Node {
            range: self.range,
            value,
        }
    }

    /// Where every value stands.
    pub fn values(&self) -> Values {
        let mut values = Values::with_room(self.size());
        self.put("", &mut values);
        values
    }

    /// How many values there are, itself among them.
    fn size(&self) -> usize {
        match &self.value {
            Value::Scalar { .. } => 1,
            Value::List(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
            Value::Map(entries) => {
                let inside = entries.iter().map(|(_, value)| value.size());
                1 + inside.sum::<usize>()
            }
        }
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
