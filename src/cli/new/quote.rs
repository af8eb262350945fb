//! Any text as YAML, TOML or Markdown that reads back the same.

/// A text as a YAML value behind `key: `, in a block and never in a flow list: plain where no reader can
/// take it for something else, else in quotation marks on one line.
pub fn yaml(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A long text as a folded YAML block below `key: `, whose lines stand `indent` blanks in; none
/// where the text is short or the block would change it.
pub fn yaml_block(text: &str, indent: usize) -> Option<String> {
    const WIDTH: usize = 96;
    const SHORT: usize = 80;
    let is_foldable = text.split(' ').all(|word| !word.is_empty()) && text.chars().all(is_visible);
    if !is_foldable || text.chars().count() <= SHORT {
        return None;
    }
    let lines = wrap(text, WIDTH.saturating_sub(indent));
    let lines = lines.iter().map(|line| format!("\n{:indent$}{line}", ""));
    Some(format!(">-{}", lines.collect::<String>()))
}

/// A text in quotation marks, on one line; the same in YAML and in TOML. Control characters are left out: no
/// file may hold them.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            _ if is_visible(character) => quoted.push(character),
            _ if character.is_ascii_control() => {}
            _ => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
        }
    }
    quoted.push('"');
    quoted
}

/// A text within a line of Markdown: no sign of it is taken for markup.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        for character in word.chars() {
            if "\\`*_[]<>&|~#$".contains(character) {
                escaped.push('\\');
            }
            escaped.push(character);
        }
    }
    escaped
}

/// Lines of at most `width` characters; a longer word has its own line.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Starts with a letter, holds nothing that YAML gives a meaning to, and is no word that some
/// reader takes for a truth value or nothing.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let may_stand = |c: char| c.is_alphanumeric() || " -–,.()/&§+„“’@_:".contains(c);
    // A colon is part of a text unless a blank or the end follows.
    let has_key = text.ends_with(':') || text.contains(": ");
    text.starts_with(char::is_alphabetic)
        && text.chars().all(may_stand)
        && !text.ends_with(' ')
        && !text.contains("  ")
        && !has_key
        && !WORDS.contains(&text.to_lowercase().as_str())
}

/// Stands for itself on screen and in a file: no control, no line end of any kind, nothing that
/// turns the direction of writing.
fn is_visible(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{File, Findings};
    use crate::load::tree::{Node, Value};
    use proptest::prelude::*;

    /// What both readers of the program make of `a: …`.
    fn read_back(yaml: &str) -> (String, String) {
        let file = File::new("a.yaml", format!("# c\na: {yaml}\nb: 1\n"));
        let mut findings = Findings::default();
        let tree = crate::load::yaml::parse(&file, &mut findings);
        let first = match tree.map(|(node, _)| node.value) {
            Some(Value::Map(entries)) if entries.len() == 2 => entries.into_iter().next(),
            _ => None,
        };
        let own = match first {
            Some((
                _,
                Node {
                    value: Value::Scalar { text, .. },
                    ..
                },
            )) => text,
            other => panic!("{other:?} {:?}", findings.sorted()),
        };
        let typed: std::collections::BTreeMap<String, String> =
            serde_yaml::from_str(file.text()).unwrap();
        (own.into_owned(), typed["a"].clone())
    }

    fn check(text: &str) {
        let is_control = |sign: char| sign.is_ascii_control() && !"\n\r\t".contains(sign);
        let seen = text.replace(is_control, "");
        let same = (seen.clone(), seen.clone());
        assert_eq!(read_back(&yaml(text)), same);
        assert!(!yaml(text).contains('\n'));
        if let Some(block) = yaml_block(text, 2) {
            assert_eq!(read_back(&block), same);
        }
        let table: toml::Table = toml::from_str(&format!("a = {}", quoted(text))).unwrap();
        assert_eq!(table["a"].as_str(), Some(seen.as_str()));
    }

    #[test]
    fn hostile_texts_read_back_the_same() {
        for text in [
            "Am „Weinberg“: \"Süd\" & 'Nord'",
            "a\nb: c",
            "- x",
            "# nichts",
            "{{ site.title }} {% raw %}",
            "🏡 Wohnen",
            "no",
            "NULL",
            "1.10",
            "2026-03-02",
            "*alias",
            "!tag",
            "@x",
            "% y",
            "...",
            "---",
            "a #b",
            "a: b",
            "ende ",
            " anfang",
            "",
            "\u{85}\u{2028}\u{feff}\u{0}\u{7f}",
            "\u{202e}rückwärts",
            "C:\\Pläne\\neu",
            "a\tb\r\n",
            "e1",
        ] {
            check(text);
        }
    }

    #[test]
    fn a_long_text_becomes_a_block() {
        let text = "Am Rand der Stadt: ".repeat(12) + "Ende # kein Kommentar";
        let block = yaml_block(&text, 2).unwrap();
        assert!(block.starts_with(">-\n  Am Rand"));
        assert!(block.lines().all(|line| line.chars().count() <= 98));
        check(&text);
    }

    proptest! {
        #[test]
        fn every_text_reads_back_the_same(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn every_ascii_text_reads_back_the_same(text in "[ -~\n\t]{0,200}") {
            check(&text);
        }
    }
}
