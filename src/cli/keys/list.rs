//! The list of public keys in a municipality's file, changed where it stands.

use crate::cli::server::text_of;
use crate::finding::both;
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::Path;

/// Changes the list `schluessel` of a municipality's file and nothing else in it. What came of it is
/// read again before it takes the file's place: a list that is written in another way than one key a
/// line is for its writer to change.
///
/// # Errors
/// If the file cannot be read or written, or its list is not written line by line.
pub fn change(path: &Path, change: impl FnOnce(&mut Vec<String>)) -> Result<()> {
    let text = text_of(path)?;
    let list = List::find(&text);
    let mut keys = list.keys.clone();
    change(&mut keys);
    let new = list.with(&keys);
    let read = |text: &str| {
        let listed = serde_yaml::from_str::<Listed>(text);
        listed.map(|listed| listed.keys.unwrap_or_default())
    };
    let is_right = read(&text).is_ok_and(|before| before == list.keys)
        && read(&new).is_ok_and(|after| after == keys);
    if !is_right {
        bail!(
            "{}: {}",
            path.display(),
            both(
                "Bitte ändern Sie die Liste „schluessel“ von Hand, je Zeile ein Schlüssel: - age1…",
                "please change the list `schluessel` by hand, one key a line: - age1…"
            )
        );
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(new.as_bytes())?;
    file.as_file()
        .set_permissions(std::fs::metadata(path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(path)
        .with_context(|| path.display().to_string())?;
    Ok(())
}

/// What of a municipality's file is changed here.
#[derive(serde::Deserialize)]
struct Listed {
    #[serde(rename = "schluessel")]
    keys: Option<Vec<String>>,
}

/// The list of keys in a file's text, as it is written there.
struct List<'a> {
    before: &'a str,
    head: &'a str,
    /// The lines of the list: keys, and what somebody wrote beside them.
    lines: Vec<&'a str>,
    keys: Vec<String>,
    after: &'a str,
}

impl<'a> List<'a> {
    /// Without a list it would stand at the end.
    fn find(text: &'a str) -> Self {
        let mut at = 0;
        let mut lines = text.split_inclusive('\n');
        let is_head = |line: &str| ["schluessel:", "schluessel: []"].contains(&content(line));
        let Some(head) = lines.by_ref().find(|line| {
            at += line.len();
            is_head(line)
        }) else {
            let (before, head, after) = (text, "", "");
            return Self {
                before,
                head,
                lines: Vec::new(),
                keys: Vec::new(),
                after,
            };
        };
        let begin = at - head.len();
        // The list ends at the next key; empty lines and comments before that are not its own.
        let mut own = Vec::new();
        let (mut count, mut end) = (0, at);
        for line in lines {
            at += line.len();
            own.push(line);
            match content(line) {
                "" => {}
                item if item.starts_with("- ") => (count, end) = (own.len(), at),
                _ => break,
            }
        }
        own.truncate(count);
        let keys = own.iter().filter_map(|line| key(line));
        Self {
            before: &text[..begin],
            head,
            keys: keys.map(str::to_owned).collect(),
            lines: own,
            after: &text[end..],
        }
    }

    /// The text with these keys. A line stays with its key, and goes with it; a line without a key
    /// belongs to the next one.
    fn with(&self, keys: &[String]) -> String {
        let mut text = self.before.to_owned();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        match content(self.head) {
            "" | "schluessel: []" => text.push_str("schluessel:\n"),
            _ => text.push_str(self.head),
        }
        let is_kept = |line: &&str| key(line).is_some_and(|own| keys.iter().any(|key| key == own));
        for group in self.lines.split_inclusive(|line| key(line).is_some()) {
            if group.last().is_some_and(is_kept) {
                text.extend(group.iter().copied());
            }
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let last = self.lines.last().copied().unwrap_or("  -");
        let indent = &last[..last.len() - last.trim_start().len()];
        for key in keys.iter().filter(|key| !self.keys.contains(key)) {
            text.push_str(&format!("{indent}- {key}\n"));
        }
        text + self.after
    }
}

/// A line without its comment.
fn content(line: &str) -> &str {
    let end = match line.trim_start().starts_with('#') {
        true => Some(0),
        false => line.find(" #"),
    };
    line[..end.unwrap_or(line.len())].trim()
}

/// The key that a line of the list holds.
fn key(line: &str) -> Option<&str> {
    let key = content(line).strip_prefix("- ")?;
    Some(key.trim_matches(['"', '\'', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::server::write_secret;

    /// What becomes of a file; nothing where it has to be changed by hand.
    fn changed(text: &str, new: impl Fn(&mut Vec<String>)) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gemeinde.yaml");
        write_secret(&path, text).unwrap();
        let is_changed = change(&path, new).is_ok();
        let after = text_of(&path).unwrap();
        assert!(is_changed || after == text, "a file that is refused stays");
        is_changed.then_some(after)
    }

    fn check(text: &str, expected: &str) {
        let added = changed(text, |keys| keys.push("age1neu".to_owned()));
        assert_eq!(added.as_deref(), Some(expected));
    }

    #[test]
    fn a_key_joins_the_list_and_the_rest_of_the_file_stays() {
        check(
            "# Kopf\nname: Meißen\nschluessel:\n  - age1alt\nwebsite: https://x.de/\n",
            "# Kopf\nname: Meißen\nschluessel:\n  - age1alt\n  - age1neu\nwebsite: https://x.de/\n",
        );
        check("name: Meißen", "name: Meißen\nschluessel:\n  - age1neu\n");
        check(
            "schluessel:\nname: A\n",
            "schluessel:\n  - age1neu\nname: A\n",
        );
        check(
            "schluessel: []\nname: A\n",
            "schluessel:\n  - age1neu\nname: A\n",
        );
        check(
            "schluessel: # wer öffnen kann\n  # Frau Kral\n  - \"age1a\" # Bauamt\n\n  - age1b\n\n# Netz\nname: A\n",
            "schluessel: # wer öffnen kann\n  # Frau Kral\n  - \"age1a\" # Bauamt\n\n  - age1b\n  - age1neu\n\n# Netz\nname: A\n",
        );
        check("schluessel:\n- age1a", "schluessel:\n- age1a\n- age1neu\n");
    }

    #[test]
    fn no_old_key_stays_where_a_new_one_takes_their_place() {
        let rotated = |text: &str| changed(text, |keys| *keys = vec!["age1neu".to_owned()]);
        for list in [
            "- age1a\n  - age1b\n",
            "# Frau Kral\n  - age1a # seit 2024\n\n  # Vertretung\n  - 'age1b'\n",
        ] {
            assert_eq!(
                rotated(&format!("name: A\nschluessel:\n  {list}website: x\n")).as_deref(),
                Some("name: A\nschluessel:\n  - age1neu\nwebsite: x\n")
            );
        }
        // What is written in another way is not half changed.
        for text in [
            "schluessel: [age1a, age1b]\n",
            "schluessel:\n  - >-\n    age1a\n  - age1b\n",
            "schluessel: &liste\n  - age1a\n",
        ] {
            assert_eq!(rotated(text), None, "{text}");
        }
    }
}
