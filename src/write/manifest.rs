//! What the site consists of: every file with its size and hash, in `manifest.json`. Whoever
//! brings a site to a host compares two of them and knows what to send.

use crate::write::place;
use crate::write::state::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the file; it does not list itself.
pub const NAME: &str = "manifest.json";

/// The files of a site by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Every file but the manifest, by its path below the site's root.
    pub files: BTreeMap<String, FileFacts>,
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
}

/// A file that differs between two sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path below the site's root.
    pub path: String,
    /// What became of it.
    pub kind: ChangeKind,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// Its bytes are others.
    Changed,
    /// It is there no more.
    Removed,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    path: std::borrow::Cow<'a, str>,
    size: u64,
    sha256: std::borrow::Cow<'a, str>,
}

impl Manifest {
    /// The manifest of files that were written.
    pub fn of(state: &State) -> Self {
        let is_listed = |path: &str| path != NAME && path != place::MARK;
        let files = state.files.iter().filter(|(path, _)| is_listed(path));
        let files = files.map(|(path, kept)| (path.clone(), kept.facts.clone()));
        Self {
            files: files.collect(),
        }
    }

    /// The manifest of a site; empty where there is none or it cannot be read.
    pub fn read(site: Option<&Path>) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "write compares with the site it wrote"
        )]
        let text = site.and_then(|site| std::fs::read_to_string(site.join(NAME)).ok());
        let lines: Vec<Line> = text
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let files = lines.into_iter().map(|line| {
            let facts = FileFacts {
                size: line.size,
                sha256: line.sha256.into_owned(),
            };
            (line.path.into_owned(), facts)
        });
        Self {
            files: files.collect(),
        }
    }

    /// The file's bytes: JSON with one line for each file, by path.
    ///
    /// # Errors
    /// None that its types allow.
    pub fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = b"[".to_vec();
        for (number, (path, facts)) in self.files.iter().enumerate() {
            bytes.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
            let line = Line {
                path: path.into(),
                size: facts.size,
                sha256: facts.sha256.as_str().into(),
            };
            serde_json::to_writer(&mut bytes, &line)?;
        }
        bytes.extend_from_slice(b"\n]\n");
        Ok(bytes)
    }

    /// What differs from an older manifest, by path.
    pub fn changes_since(&self, old: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut add = |path: &String, kind| {
            changes.push(Change {
                path: path.clone(),
                kind,
            });
        };
        for (path, facts) in &self.files {
            match old.files.get(path) {
                None => add(path, ChangeKind::Added),
                Some(before) if before != facts => add(path, ChangeKind::Changed),
                Some(_) => {}
            }
        }
        let is_gone = |path: &&String| !self.files.contains_key(*path);
        for path in old.files.keys().filter(is_gone) {
            add(path, ChangeKind::Removed);
        }
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, u64)]) -> Manifest {
        let facts = |size| FileFacts {
            size,
            sha256: format!("{size:064x}"),
        };
        let files = files
            .iter()
            .map(|(path, size)| ((*path).to_owned(), facts(*size)));
        Manifest {
            files: files.collect(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let place = tempfile::tempdir().unwrap();
        let site = manifest(&[("a/\"b\".html", 1), ("ä.pdf", 1 << 40)]);
        #[expect(clippy::disallowed_methods, reason = "the test writes a manifest")]
        std::fs::write(place.path().join(NAME), site.bytes().unwrap()).unwrap();
        assert_eq!(Manifest::read(Some(place.path())), site);
        assert_eq!(Manifest::read(None), Manifest::default());
        assert_eq!(manifest(&[]).bytes().unwrap(), b"[\n]\n");
    }

    #[test]
    fn changes_are_told_by_path() {
        let old = manifest(&[("a", 1), ("b", 1), ("c", 1)]);
        let new = manifest(&[("a", 1), ("aa", 1), ("c", 2)]);
        let told: Vec<_> = (new.changes_since(&old).into_iter())
            .map(|change| (change.path, change.kind))
            .collect();
        let expected = [
            ("aa", ChangeKind::Added),
            ("b", ChangeKind::Removed),
            ("c", ChangeKind::Changed),
        ];
        assert_eq!(told, expected.map(|(path, kind)| (path.to_owned(), kind)));
        assert_eq!(new.changes_since(&new), []);
    }
}
