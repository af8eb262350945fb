//! A tree as the value that `serde_yaml` would read from the same text, without reading it once more.

use crate::load::tree::{Node, Value};
use serde_yaml::Error;
use serde_yaml::value::Value as Typed;

/// The value of a tree whose keys each stand once in their place.
///
/// # Errors
/// If a scalar cannot be read.
pub fn value(node: &Node) -> Result<Typed, Error> {
    Ok(match &node.value {
        Value::Scalar { text, plain: true } => plain(text)?,
        Value::Scalar { text, plain: false } => Typed::String(text.to_string()),
        Value::List(items) => Typed::Sequence(items.iter().map(value).collect::<Result<_, _>>()?),
        Value::Map(entries) => {
            let entries = entries.iter();
            let typed =
                entries.map(|(key, own)| Ok((Typed::String(key.text.to_string()), value(own)?)));
            Typed::Mapping(typed.collect::<Result<_, Error>>()?)
        }
    })
}

/// A scalar without quotation marks.
fn plain(text: &str) -> Result<Typed, Error> {
    if is_text(text) {
        return Ok(Typed::String(text.to_owned()));
    }
    let typed = serde_yaml::from_str(text)?;
    Ok(match typed {
        Typed::Null | Typed::Bool(_) | Typed::Number(_) => typed,
        _ => Typed::String(text.to_owned()),
    })
}

/// Whether a plain scalar is certainly no number, no truth value and not nothing; most are words and days.
fn is_text(text: &str) -> bool {
    let Some(first) = text.bytes().next() else {
        return false;
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => {
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
            // Alone they would begin or end a document.
            let is_marker = text.starts_with("---") || text.starts_with("...");
            let is_day = text.len() == 10 && text.as_bytes()[4] == b'-' && first.is_ascii_digit();
            is_marker || is_day || !text.bytes().all(is_sign)
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

    /// What both ways give for a text, if it is read at all.
    fn both(text: &str) -> Option<(Typed, Typed)> {
        let file = File::new("a.yaml", text.to_owned());
        let (tree, is_single) = yaml::parse(&file, &mut Findings::default())?;
        let own = value(&tree).ok()?;
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
            let file = File::new("a.yaml", text.clone());
            let parsed = yaml::parse(&file, &mut Findings::default());
            if let Some((tree, true)) = parsed
                && let Ok(library) = serde_yaml::from_str::<Typed>(&text)
            {
                prop_assert_eq!(value(&tree).unwrap(), library, "{}", text);
            }
        }
    }
}
