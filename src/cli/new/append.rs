//! Appends a phase to a file that people wrote, and changes nothing else in it.
//!
//! The place is found in the file's tree. The result is read again and compared with what was
//! there before: unless it holds the same values and the new phase behind them, nothing is done.

use crate::finding::{File, Findings};
use crate::load::tree::{Node, Value};
use crate::load::yaml;
use std::ops::Range;

/// A file with a phase more.
#[derive(Debug)]
pub struct Appended {
    /// Its text.
    pub text: String,
    /// The bytes that are new.
    pub inserted: Range<usize>,
}

/// The list of phases as it stands in a file.
#[derive(Debug)]
pub struct PhaseList<'t> {
    text: &'t str,
    tree: Node<'static>,
    /// Blanks before the hyphens.
    pub indent: usize,
    /// Where the next phase goes: behind a line's end.
    at: usize,
    is_spaced: bool,
}

impl<'t> PhaseList<'t> {
    /// The list `phasen` of a file; none where it is not written one phase below the other with a
    /// hyphen before each.
    pub fn find(text: &'t str) -> Option<Self> {
        let tree = parse(text)?;
        let items = phases(&tree)?;
        let indents: Option<Vec<usize>> = items.iter().map(|item| hyphen(text, item)).collect();
        let indents = indents?;
        let indent = *indents.first()?;
        if indents.iter().any(|other| *other != indent) {
            return None;
        }
        let end = line_end(text, last_byte(text, items.last()?));
        let at = behind_own_comments(text, end, indent);
        let is_spaced = match items {
            [.., last] if items.len() > 1 => text
                .get(..line_start(text, last.range.start))?
                .trim_end_matches([' ', '\t', '\r'])
                .strip_suffix('\n')
                .is_some_and(|before| before.trim_end_matches(['\r', ' ', '\t']).ends_with('\n')),
            _ => true,
        };
        Some(Self {
            text,
            indent,
            at,
            is_spaced,
            tree,
        })
    }

    /// The file with these lines behind its last phase. None where reading it again gives
    /// anything but the same values and one phase more.
    pub fn append(&self, lines: &str) -> Option<Appended> {
        let (before, after) = self.text.split_at(self.at);
        let line_end = if before.ends_with("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut new = String::new();
        if !before.ends_with('\n') {
            new.push_str(line_end);
        }
        if self.is_spaced {
            new.push_str(line_end);
        }
        for line in lines.lines() {
            new.push_str(line);
            new.push_str(line_end);
        }
        if !after.is_empty() && !after.starts_with(['\n', '\r']) && self.is_spaced {
            new.push_str(line_end);
        }
        let text = format!("{before}{new}{after}");
        let tree = parse(&text)?;
        let is_good = is_same_but_for_one(&self.tree, &tree, lines);
        is_good.then(|| Appended {
            inserted: self.at..self.at + new.len(),
            text,
        })
    }
}

fn parse(text: &str) -> Option<Node<'static>> {
    let file = File::new("verfahren.yaml", text.to_owned());
    let (tree, is_sound) = yaml::parse(&file, &mut Findings::default())?;
    is_sound.then(|| tree.into_owned())
}

fn phases<'n, 't>(tree: &'n Node<'t>) -> Option<&'n [Node<'t>]> {
    let Value::Map(entries) = &tree.value else {
        return None;
    };
    let (_, list) = entries.iter().find(|(key, _)| key.text == "phasen")?;
    match &list.value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// The blanks before an entry's hyphen; none where no hyphen stands before its first key.
fn hyphen(text: &str, item: &Node) -> Option<usize> {
    let start = line_start(text, item.range.start);
    let before = text.get(start..item.range.start)?;
    let indent = before.len() - before.trim_start_matches(' ').len();
    let rest = before[indent..].strip_prefix('-')?;
    let is_plain = rest.starts_with(' ') && rest.trim_matches([' ', '{']).is_empty();
    is_plain.then_some(indent)
}

/// The end of the last value of a node.
fn last_byte(text: &str, node: &Node) -> usize {
    let mut end = 0;
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        end = end.max(node.range.end);
        match &node.value {
            Value::Scalar { .. } => {}
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => {
                for (key, value) in entries {
                    end = end.max(key.range.end);
                    waiting.push(value);
                }
            }
        }
    }
    // The range of a text in a block ends where the next key begins.
    text.get(..end)
        .map_or(end, |before| before.trim_end().len())
}

/// Behind the line in which a byte stands.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |end| at + end + 1)
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Lines of comment that stand deeper than the hyphens belong to the phase above them.
fn behind_own_comments(text: &str, from: usize, indent: usize) -> usize {
    let mut at = from;
    while let Some(line) = text
        .get(at..line_end(text, at))
        .filter(|line| !line.is_empty())
    {
        let start = line.trim_start_matches(' ');
        if !start.starts_with('#') || line.len() - start.len() <= indent {
            break;
        }
        at += line.len();
    }
    at
}

/// Whether two trees hold the same values, but for one entry more at the end of `phasen`, and that
/// entry is what the lines say.
fn is_same_but_for_one(old: &Node, new: &Node, lines: &str) -> bool {
    let (Value::Map(old), Value::Map(new)) = (&old.value, &new.value) else {
        return false;
    };
    let entry = parse(lines);
    let entry = match entry.as_ref().map(|node| &node.value) {
        Some(Value::List(items)) if items.len() == 1 => &items[0],
        _ => return false,
    };
    old.len() == new.len()
        && old.iter().zip(new).all(|((old_key, old), (key, new))| {
            old_key.text == key.text
                && match (&old.value, &new.value) {
                    (Value::List(old), Value::List(new)) if key.text == "phasen" => {
                        new.split_last().is_some_and(|(last, rest)| {
                            is_same_list(old, rest) && is_same(last, entry)
                        })
                    }
                    _ => is_same(old, new),
                }
        })
}

fn is_same_list(a: &[Node], b: &[Node]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
}

/// The same values, wherever they stand. The reader bounds the depth.
fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar { text: a, plain: x }, Value::Scalar { text: b, plain: y }) => {
            a == b && x == y
        }
        (Value::List(a), Value::List(b)) => is_same_list(a, b),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((a_key, a), (b_key, b))| a_key.text == b_key.text && is_same(a, b))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "  - kennung: 02-b\n    art: b\n    datum: 2026-03-02\n";

    fn append(text: &str) -> Option<String> {
        let list = PhaseList::find(text)?;
        let lines: String = NEW
            .lines()
            .map(|line| format!("{:indent$}{}\n", "", &line[2..], indent = list.indent))
            .collect();
        let appended = list.append(&lines)?;
        let mut rest = appended.text.clone();
        rest.replace_range(appended.inserted.clone(), "");
        assert_eq!(rest, text, "every other byte stays");
        Some(appended.text)
    }

    #[test]
    fn a_phase_goes_behind_the_last_one_wherever_the_list_stands() {
        let base = "a: 1\nphasen:\n  - kennung: 01-a\n    art: a";
        let new = "\n\n  - kennung: 02-b\n    art: b\n    datum: 2026-03-02\n";
        assert_eq!(append(base), Some(format!("{base}{new}")));
        let line = format!("{base}\n");
        assert_eq!(append(&line), Some(format!("{base}{new}")));
        let middle = format!("{line}b: 2\n");
        assert_eq!(append(&middle), Some(format!("{base}{new}\nb: 2\n")));
        let flush = "phasen:\n- kennung: 01-a\n  art: a\n- kennung: 03-c\n  art: c\nb: 1\n";
        let expected = flush.replace(
            "b: 1",
            "- kennung: 02-b\n  art: b\n  datum: 2026-03-02\nb: 1",
        );
        assert_eq!(append(flush), Some(expected));
    }

    #[test]
    fn comments_stay_with_what_they_explain() {
        let text = "phasen:\n  # vor\n  - kennung: 01-a # eins\n    art: a # zwei\n    #grund: x\n\n  # danach\n  #- kennung: 02-x\n# Ende\n";
        let found = append(text).unwrap();
        assert!(
            found.contains("    #grund: x\n\n  - kennung: 02-b\n    art: b\n    datum: 2026-03-02\n\n  # danach\n"),
            "{found}"
        );
    }

    #[test]
    fn windows_line_ends_are_kept() {
        let found = append("phasen:\r\n  - kennung: 01-a\r\n    art: a\r\n").unwrap();
        assert!(found.ends_with(
            "art: a\r\n\r\n  - kennung: 02-b\r\n    art: b\r\n    datum: 2026-03-02\r\n"
        ));
    }

    #[test]
    fn every_way_to_end_the_last_phase_is_understood() {
        for last in [
            "grund: >-\n      Ein langer\n      Text",
            "grund: |\n      Ein Text\n      # kein Kommentar",
            "grund: >-\n      Text\n\n",
            "grund: |\n      # nur so\n\n  # Kommentar danach",
            "grund: \"in\n      Anführung\"",
            "grund: schlicht\n      und weiter",
            "zeitraum: { beginn: 2026-03-02, ende: 2026-04-01 }  # Ende",
            "wege: [email,\n      post]",
            "unterlagen:\n      - datei: a\n        titel: ü – „x“",
            "unterlagen:\n    - datei: a\n      themen: [b, c]",
            "grund:",
            "grund: ''",
        ] {
            let text = format!("ä: „ö“\nphasen:\n  - kennung: 01-a\n    {last}\nende: 1\n");
            let found = append(&text).unwrap_or_else(|| panic!("{text}"));
            let tree = parse(&found).unwrap();
            assert_eq!(phases(&tree).map(<[Node]>::len), Some(2), "{found}");
        }
    }

    #[test]
    fn every_procedure_of_the_example_takes_a_phase() {
        let files = crate::load::embedded::example_content();
        let procedures = files.filter(|(path, _)| path.ends_with("verfahren.yaml"));
        let mut number = 0;
        for (path, bytes) in procedures {
            let text = String::from_utf8(bytes.into_owned()).unwrap();
            assert!(append(&text).is_some(), "{path}");
            number += 1;
        }
        assert!(number > 5);
    }

    #[test]
    fn unusual_lists_are_refused() {
        for text in [
            "phasen: []\n",
            "phasen: [{ kennung: 01-a }]\n",
            "phasen:\n  -\n    kennung: 01-a\n",
            "phasen: 1\n",
            "a: 1\n",
            "phasen:\n  - { kennung: 01-a,\n      art: a\n    }\n",
            "phasen:\n  - kennung: 01-a\n  - kennung: 02-a\n    grund: |+\n      x\n\n\n",
            "{ phasen: [ { kennung: 01-a } ] }\n",
        ] {
            assert_eq!(append(text), None, "{text}");
        }
    }
}
