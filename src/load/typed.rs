//! A tree as typed values: what `serde_yaml` would read from the same text, without reading it once more.

use crate::load::tree::{Key, Node, Value};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_yaml::value::Value as Typed;
use serde_yaml::{Error, Number};

/// A scalar as `serde_yaml` takes it.
enum Scalar<'t> {
    Nothing,
    Truth(bool),
    Number(Number),
    Text(&'t str),
}

/// For a tree whose keys each stand once in their place.
impl<'t> Deserializer<'t> for &'t Node<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Scalar { text, plain } => match scalar(text, *plain)? {
                Scalar::Nothing => visitor.visit_unit(),
                Scalar::Truth(truth) => visitor.visit_bool(truth),
                Scalar::Number(number) => number.deserialize_any(visitor),
                Scalar::Text(text) => visitor.visit_borrowed_str(text),
            },
            Value::List(items) => list(items, visitor),
            Value::Map(entries) => map(entries, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.is_nothing()? {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.is_nothing()? {
            true => list(&[], visitor),
            false => self.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.is_nothing()? {
            true => map(&[], visitor),
            false => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct enum identifier ignored_any
    }
}

impl<'t> IntoDeserializer<'t, Error> for &'t Node<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Node<'_> {
    /// Whether it is a scalar that says nothing.
    fn is_nothing(&self) -> Result<bool, Error> {
        let Value::Scalar { text, plain } = &self.value else {
            return Ok(false);
        };
        Ok(matches!(scalar(text, *plain)?, Scalar::Nothing))
    }
}

fn list<'t, V: Visitor<'t>>(items: &'t [Node], visitor: V) -> Result<V::Value, Error> {
    let mut items = SeqDeserializer::new(items.iter());
    let value = visitor.visit_seq(&mut items)?;
    items.end()?;
    Ok(value)
}

fn map<'t, V: Visitor<'t>>(entries: &'t [(Key, Node)], visitor: V) -> Result<V::Value, Error> {
    let entries = entries.iter().map(|(key, own)| (key.text.as_ref(), own));
    let mut entries = MapDeserializer::new(entries);
    let value = visitor.visit_map(&mut entries)?;
    entries.end()?;
    Ok(value)
}

fn scalar(text: &str, is_plain: bool) -> Result<Scalar<'_>, Error> {
    if !is_plain || is_text(text) {
        return Ok(Scalar::Text(text));
    }
    if is_count(text) {
        let number = text.parse::<u64>();
        return Ok(number.map_or(Scalar::Text(text), |own| Scalar::Number(own.into())));
    }
    Ok(match serde_yaml::from_str(text)? {
        Typed::Null => Scalar::Nothing,
        Typed::Bool(truth) => Scalar::Truth(truth),
        Typed::Number(number) => Scalar::Number(number),
        _ => Scalar::Text(text),
    })
}

/// Whether a plain scalar is a number of a few digits, as most numbers are.
fn is_count(text: &str) -> bool {
    let is_short = text.len() < 10 && (!text.starts_with('0') || text == "0");
    !text.is_empty() && is_short && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a plain scalar is certainly no number, no truth value and not nothing; most are words and days.
fn is_text(text: &str) -> bool {
    let Some(first) = text.bytes().next() else {
        return false;
    };
    match first {
        // „0x1F“, „0o17“, „2.5e-3“: no number has any other letter.
        b'0'..=b'9' => {
            let may_be_in_number = |byte: u8| byte.is_ascii_hexdigit() || b"xo+-.".contains(&byte);
            let is_day = text.len() == 10 && text.as_bytes()[4] == b'-';
            is_day || !text.bytes().all(may_be_in_number)
        }
        b'+' | b'-' | b'.' => {
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
            // Alone they would begin or end a document.
            let is_marker = text.starts_with("---") || text.starts_with("...");
            is_marker || !text.bytes().all(is_sign)
        }
        b'~' => text.len() > 1,
        b'n' | b'N' | b't' | b'T' | b'f' | b'F' => text.len() > "false".len(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{File, Findings};
    use crate::load::yaml;
    use proptest::prelude::*;
    use serde::Deserialize;

    /// What both ways give for a text, if it is read at all.
    fn both(text: &str) -> Option<(Typed, Typed)> {
        let file = File::new("a.yaml", text.to_owned());
        let (tree, is_single) = yaml::parse(&file, &mut Findings::default())?;
        let own = Typed::deserialize(&tree).ok()?;
        is_single.then(|| (own, serde_yaml::from_str(text).expect("it is YAML")))
    }

    #[test]
    fn scalars_are_what_the_library_takes_them_for() {
        for scalar in [
            "2026-02-03",
            "1234-56789",
            "12",
            "012",
            "0x1f",
            "0o7",
            "0b1",
            "+1",
            "-1",
            "-1.5",
            "1e3",
            "1e-3",
            "12345-6e-7",
            ".5",
            ".inf",
            "-.Inf",
            ".nan",
            "~",
            "~a",
            "null",
            "Null",
            "nULL",
            "true",
            "TRUE",
            "tRue",
            "false",
            "falsch",
            "nein",
            "---",
            "--- a",
            "...",
            "on",
            "1_000",
            "1.2.3",
            "1:30",
            "''",
            "'12'",
            "\"true\"",
            "2026-02-0e3",
            "1e5e",
            "Infinity",
            "12-03-2026",
            "",
            "infinity",
            "+",
            "+a",
            "0",
            "00",
            "1234-5e-78",
        ] {
            let text = format!("a: {scalar}\n{scalar}x: [1, {scalar}]\n");
            let Some((own, library)) = both(&format!("a: {scalar}\n")) else {
                panic!("{scalar} is not read");
            };
            assert_eq!(own, library, "{scalar}");
            if let Some((own, library)) = both(&text) {
                assert_eq!(own, library, "{text}");
            }
        }
    }

    #[test]
    fn a_number_that_no_value_holds_is_left_to_the_text() {
        assert!(both("a: 99999999999999999999\n").is_none());
    }

    proptest! {
        #[test]
        fn any_text_gives_what_the_library_reads(
            words in proptest::collection::vec("[-+.~0-9a-fntrulsexo]{0,6}|[ -~äß„“\n]{0,12}", 1..8),
            style in 0..5usize,
        ) {
            let mut text = String::new();
            for (at, word) in words.iter().enumerate() {
                let word = match style {
                    0 => word.clone(),
                    1 => format!("'{}'", word.replace('\'', "''")),
                    2 => format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")),
                    3 => format!("|\n  {}", word.replace('\n', "\n  ")),
                    _ => format!(">-\n  {}", word.replace('\n', "\n\n  ")),
                };
                text.push_str(&format!("k{at}: {word}\n"));
            }
            // A key of its own line may be no text.
            prop_assume!(!text.contains('?'));
            let file = File::new("a.yaml", text.clone());
            let parsed = yaml::parse(&file, &mut Findings::default());
            if let Some((tree, true)) = parsed
                && let Ok(library) = serde_yaml::from_str::<Typed>(&text)
            {
                prop_assert_eq!(Typed::deserialize(&tree).unwrap(), library, "{}", text);
            }
        }
    }
}
