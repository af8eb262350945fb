//! What reading documents told, kept between builds: a document that the system tells the same of is
//! not read again. Two hundred reports of 100 MB take a minute to read, and hardly one changes.

use crate::load::content::Content;
use crate::load::document::{DocumentFacts, ending, read_document};
use crate::load::folder::Entry;
use crate::load::known::Stamp;
use crate::model::mark::Mark;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// KnownDocuments that were read before, by their paths below the portal's folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct KnownDocuments(BTreeMap<String, Kept>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    mark: [u8; 16],
    facts: DocumentFacts,
}

/// A document, and what the system told of it before it was read.
pub type Told = (Option<Stamp>, DocumentFacts);

impl KnownDocuments {
    /// What a document tells: as it was read before, or read now.
    ///
    /// # Errors
    /// If the machine cannot read it.
    pub fn read(&self, entry: &Entry) -> io::Result<Told> {
        // Taken before it is read: what changes meanwhile has another stamp the next time.
        let stamp = Stamp::of(std::slice::from_ref(entry));
        let kept = self.0.get(&entry.path);
        let kept = kept.filter(|kept| stamp.is_some_and(|stamp| kept.mark == stamp.mark.0));
        match kept {
            Some(kept) => Ok((stamp, kept.facts.clone())),
            None => Ok((stamp, read_document(entry)?)),
        }
    }

    /// Lets go of documents that are no more.
    pub fn keep_those_of(&mut self, content: &Content) {
        self.0.retain(|path, _| content.has(path));
    }

    /// Keeps what documents told that were read from a moment on, in nanoseconds since 1970. One that
    /// changed shortly before may change again unseen, so it is read again.
    pub fn learn(&mut self, read: impl Iterator<Item = (String, Told)>, now: u64) {
        for (path, (stamp, facts)) in read {
            match stamp.filter(|stamp| stamp.is_settled(now)) {
                Some(stamp) => {
                    let mark = stamp.mark.0;
                    self.0.insert(path, Kept { mark, facts });
                }
                None => {
                    self.0.remove(&path);
                }
            }
        }
    }

    /// The first of the same documents of which these tell something else.
    pub fn contradicted_by(&self, others: &Self) -> Option<&str> {
        let is_other = |(path, kept): &(&String, &Kept)| {
            let other = others.0.get(*path);
            other.is_some_and(|other| other.mark == kept.mark && other.facts != kept.facts)
        };
        self.0.iter().find(is_other).map(|(path, _)| path.as_str())
    }

    /// The bytes to remember them by, for the same program.
    pub fn bytes(&self, program: &str) -> Vec<u8> {
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut bytes = sum(program, &body).into_bytes();
        bytes.push(b'\n');
        bytes.extend(body);
        bytes
    }

    /// What is remembered; nothing where the bytes are damaged or another program's: it may see other
    /// things in the same documents.
    pub fn remembered(bytes: &[u8], program: &str) -> Self {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let parts = end.and_then(|end| bytes.split_at_checked(end));
        let body = parts.and_then(|(known, rest)| {
            let body = rest.get(1..)?;
            (sum(program, body).as_bytes() == known).then_some(body)
        });
        let kept = body.and_then(|body| serde_json::from_slice(body).ok());
        let mut kept: BTreeMap<String, Kept> = kept.unwrap_or_default();
        for (path, kept) in &mut kept {
            kept.facts.media_type = kept.facts.content.media_type(ending(path));
        }
        Self(kept)
    }
}

/// Stands for a program and what it remembers.
fn sum(program: &str, body: &[u8]) -> String {
    Mark::of(&(program, body)).digits()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write documents")]
mod tests {
    use super::*;
    use crate::finding::Findings;
    use crate::load::folder::Folder;
    use std::fs;
    use std::path::Path;

    const LATER: u64 = u64::MAX;

    fn entry(portal: &Path) -> Entry {
        let folder = Folder::walk(portal, "content", &mut Findings::default());
        folder.entries()[0].clone()
    }

    fn portal() -> tempfile::TempDir {
        let portal = tempfile::tempdir().unwrap();
        fs::create_dir(portal.path().join("content")).unwrap();
        fs::write(portal.path().join("content/a.csv"), "a;b\n").unwrap();
        portal
    }

    fn learnt(entry: &Entry, now: u64) -> KnownDocuments {
        let mut documents = KnownDocuments::default();
        let known = documents.read(entry).unwrap();
        documents.learn([(entry.path.clone(), known)].into_iter(), now);
        documents
    }

    #[test]
    fn what_the_system_tells_the_same_of_is_not_read_again() {
        let portal = portal();
        let entry = entry(portal.path());
        let mut documents = learnt(&entry, LATER);
        let (_, facts) = documents.read(&entry).unwrap();
        assert_eq!((facts.size, facts.media_type), (4, "text/csv"));
        // It tells what is kept, so nothing was read.
        documents.0.get_mut("content/a.csv").unwrap().facts.size = 7;
        assert_eq!(documents.read(&entry).unwrap().1.size, 7);
        fs::write(entry.disk(), "a;bc\n").unwrap();
        assert_eq!(documents.read(&entry).unwrap().1.size, 5);
    }

    #[test]
    fn what_changed_just_now_is_read_again() {
        let portal = portal();
        let entry = entry(portal.path());
        let (stamp, _) = KnownDocuments::default().read(&entry).unwrap();
        let latest = stamp.unwrap().latest;
        assert_eq!(
            learnt(&entry, latest + 1_000_000_000),
            KnownDocuments::default()
        );
        assert_ne!(
            learnt(&entry, latest + 3_000_000_000),
            KnownDocuments::default()
        );
    }

    #[test]
    fn what_is_remembered_is_read_by_the_same_program_alone() {
        let portal = portal();
        let documents = learnt(&entry(portal.path()), LATER);
        let bytes = documents.bytes("offenlage 1");
        assert_eq!(KnownDocuments::remembered(&bytes, "offenlage 1"), documents);
        let nothing = KnownDocuments::default();
        assert_eq!(KnownDocuments::remembered(&bytes, "offenlage 2"), nothing);
        for end in 0..bytes.len() {
            assert_eq!(
                KnownDocuments::remembered(&bytes[..end], "offenlage 1"),
                nothing
            );
        }
    }

    #[test]
    fn a_wrong_memory_is_seen() {
        let portal = portal();
        let right = learnt(&entry(portal.path()), LATER);
        let mut wrong = right.clone();
        assert_eq!(wrong.contradicted_by(&right), None);
        wrong.0.get_mut("content/a.csv").unwrap().facts.sha256 = "0".repeat(64);
        assert_eq!(wrong.contradicted_by(&right), Some("content/a.csv"));
    }
}
