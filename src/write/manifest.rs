//! What the site consists of: every file with its size and hash, in `manifest.json`. Whoever
//! brings a site to a host compares two of them and knows what to send.

use crate::finding::lasting::lasting;
use crate::model::mark::digits;
use crate::write::pairs::pairs;
use crate::write::place;
use crate::write::state::State;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the file; it does not list itself.
pub const NAME: &str = "manifest.json";

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileFacts {
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}
lasting!(FileFacts { size, sha256 });

/// A SHA-256 from its hexadecimal digits.
pub fn sum_of(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16)?).ok();
    let mut sum = [0; 32];
    let bytes = text.as_bytes();
    if bytes.len() != 2 * sum.len() {
        return None;
    }
    for (byte, pair) in sum.iter_mut().zip(bytes.chunks_exact(2)) {
        *byte = digit(*pair.first()?)? << 4 | digit(*pair.last()?)?;
    }
    Some(sum)
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

/// So many lines are written in one go, on all cores.
const AT_ONCE: usize = 4096;

/// Bytes of a line, more than most have.
const LONG_LINE: usize = 208;

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    path: std::borrow::Cow<'a, str>,
    size: u64,
    sha256: std::borrow::Cow<'a, str>,
}

/// The files that the manifest of a site lists, by path.
pub fn listed(state: &State) -> impl Iterator<Item = (&str, &FileFacts)> {
    let files = state.files.iter();
    let files = files.map(|(path, kept)| (path.as_str(), &kept.facts));
    files.filter(|(path, _)| *path != NAME && *path != place::MARK)
}

/// What the manifest of a site lists; nothing where there is none or it cannot be read.
pub fn read(site: Option<&Path>) -> BTreeMap<String, FileFacts> {
    #[expect(
        clippy::disallowed_methods,
        reason = "write compares with the site it wrote"
    )]
    let text = site.and_then(|site| std::fs::read_to_string(site.join(NAME)).ok());
    let lines: Vec<Line> = text
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let facts = |line: Line| {
        let sha256 = sum_of(&line.sha256)?;
        let size = line.size;
        Some((line.path.into_owned(), FileFacts { size, sha256 }))
    };
    lines.into_iter().filter_map(facts).collect()
}

/// The manifest's bytes: JSON with one line for each file, in the order given.
///
/// # Errors
/// None that its types allow.
pub fn bytes<'f>(
    files: impl Iterator<Item = (&'f str, &'f FileFacts)>,
) -> serde_json::Result<Vec<u8>> {
    let files: Vec<_> = files.collect();
    let lines = |files: &[(&str, &FileFacts)]| {
        let mut lines = Vec::with_capacity(files.len() * LONG_LINE);
        for (path, facts) in files {
            lines.extend_from_slice(b",\n");
            let line = Line {
                path: (*path).into(),
                size: facts.size,
                sha256: digits(&facts.sha256).into(),
            };
            serde_json::to_writer(&mut lines, &line)?;
        }
        Ok(lines)
    };
    let lines = files.par_chunks(AT_ONCE).map(lines);
    let mut bytes = lines.collect::<serde_json::Result<Vec<_>>>()?.concat();
    match bytes.first_mut() {
        Some(first) => *first = b'[',
        None => bytes.extend_from_slice(b"[\n"),
    }
    if !files.is_empty() {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(b"]\n");
    Ok(bytes)
}

/// What differs between two sites, by path; both are given by path.
pub fn changes<'f>(
    new: impl Iterator<Item = (&'f str, &'f FileFacts)>,
    old: impl Iterator<Item = (&'f str, &'f FileFacts)>,
) -> Vec<Change> {
    let change = |(path, new, old): (&str, Option<&FileFacts>, Option<&FileFacts>)| {
        let kind = match (new, old) {
            (Some(_), None) => ChangeKind::Added,
            (None, Some(_)) => ChangeKind::Removed,
            (new, old) if new != old => ChangeKind::Changed,
            _ => return None,
        };
        let path = path.to_owned();
        Some(Change { path, kind })
    };
    pairs(new, old).filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Files = BTreeMap<String, FileFacts>;

    fn files(files: &[(&str, u8)]) -> Files {
        let facts = |size: u8| FileFacts {
            size: size.into(),
            sha256: [size; 32],
        };
        let files = files.iter();
        files
            .map(|(path, size)| ((*path).to_owned(), facts(*size)))
            .collect()
    }

    fn each(files: &Files) -> impl Iterator<Item = (&str, &FileFacts)> {
        files.iter().map(|(path, facts)| (path.as_str(), facts))
    }

    #[test]
    fn what_is_written_is_read_again() {
        let place = tempfile::tempdir().unwrap();
        let site = files(&[("a/\"b\".html", 1), ("ä.pdf", 200)]);
        #[expect(clippy::disallowed_methods, reason = "the test writes a manifest")]
        std::fs::write(place.path().join(NAME), bytes(each(&site)).unwrap()).unwrap();
        assert_eq!(read(Some(place.path())), site);
        assert_eq!(read(None), Files::new());
        assert_eq!(bytes(each(&Files::new())).unwrap(), b"[\n]\n");
    }

    #[test]
    fn a_sum_is_64_digits() {
        let sum: [u8; 32] = std::array::from_fn(|at| u8::try_from(at * 8).unwrap_or(255));
        assert_eq!(sum_of(&digits(&sum)), Some(sum));
        assert_eq!(&digits(&sum)[..8], "00081018");
        for wrong in ["", "00", &"0".repeat(63), &"g".repeat(64), &"ä".repeat(32)] {
            assert_eq!(sum_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn changes_are_told_by_path() {
        let old = files(&[("a", 1), ("b", 1), ("c", 1)]);
        let new = files(&[("a", 1), ("aa", 1), ("c", 2), ("d", 1)]);
        let told: Vec<_> = (changes(each(&new), each(&old)).into_iter())
            .map(|change| (change.path, change.kind))
            .collect();
        let expected = [
            ("aa", ChangeKind::Added),
            ("b", ChangeKind::Removed),
            ("c", ChangeKind::Changed),
            ("d", ChangeKind::Added),
        ];
        assert_eq!(told, expected.map(|(path, kind)| (path.to_owned(), kind)));
        assert_eq!(changes(each(&new), each(&new)), []);
        assert_eq!(changes(each(&new), each(&Files::new())).len(), 4);
    }
}
