//! What is kept of a portal between builds: in this process, and in files from which another process
//! of the same program goes on.
//!
//! A file holds what the procedures of one municipality gave, so that a change writes one of them
//! anew. Which files lie where is not known here.

use crate::check::{self, Checked};
use crate::finding::Later;
use crate::finding::lasting::{Apart, Kinds, Lasting, Reader, Writer, bytes_of, lasting};
use crate::link::kept::{Kept, Linked};
use crate::load::document::kept::KnownDocuments;
use crate::load::known::Stamp;
use crate::load::sources::Sources;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What is kept of a portal between builds. A part of it that is what it was is not read, linked or
/// checked again.
#[derive(Debug, Default)]
pub struct Memory {
    /// When reading begins, in nanoseconds since 1970: what changed shortly before is read again.
    pub now: u64,
    /// Everything is read again, and it is an error if something differs that should not.
    pub verifies: bool,
    pub(crate) linked: Kept,
    pub(crate) checked: Checked,
    /// The marks of the parts that were remembered, by municipality.
    remembered: HashMap<String, Mark>,
}

/// What the procedures of one municipality gave.
#[derive(Debug)]
pub struct Part {
    municipality: String,
    /// Stands for all that follows.
    mark: Mark,
    /// What they were read beside.
    around: Mark,
    folders: Vec<Folder>,
}
lasting!(Part {
    municipality,
    mark,
    around,
    folders,
});

#[derive(Debug)]
struct Folder {
    name: String,
    stamp: Stamp,
    linked: Linked,
    asked: Option<check::Answer>,
}
lasting!(Folder {
    name,
    stamp,
    linked,
    asked,
});

/// Bytes of the sum behind a part.
const SUM: usize = 16;

/// What is needed to read a part.
pub struct Means<'m> {
    /// The program that reads.
    pub program: &'m str,
    /// Every kind of finding.
    pub kinds: &'m Kinds,
    /// How texts of files are read.
    pub files: &'m Later,
}

impl Part {
    /// Reads what [`Memory::parts`] gave; none where the bytes are damaged or another program's: it
    /// may understand the same files otherwise. Its long texts are read from the same bytes once
    /// somebody asks.
    pub fn read(bytes: &[u8], texts: Apart, means: &Means) -> Option<Self> {
        let (body, known) = bytes.split_last_chunk::<SUM>()?;
        if sum(means.program, body).0 != *known {
            return None;
        }
        let (body, start) = body.split_last_chunk()?;
        let start = u32::from_le_bytes(*start);
        let own = body.get(..usize::try_from(start).ok()?)?;
        let reader = Reader::new(own, means.kinds, means.files.clone());
        let mut reader = reader.with_texts(texts, start);
        <Self as Lasting>::read(&mut reader).filter(|_| reader.is_done())
    }
}

/// Stands for a program and what it remembers.
fn sum(program: &str, body: &[u8]) -> Mark {
    Mark::of(&(program, blake3::hash(body).as_bytes()))
}

impl Memory {
    /// Tells which paths below the portal's folder changed since it was read; none if nobody can
    /// tell. Without being told, all files are looked at.
    pub fn tell(&mut self, changed: Option<BTreeSet<PathBuf>>) {
        self.linked.known.tell(changed);
    }

    /// Takes what [`Memory::documents`] of the same program gave.
    pub fn remember_documents(&mut self, bytes: &[u8], program: &str) {
        self.linked.known.documents = KnownDocuments::remembered(bytes, program);
    }

    /// Takes what was read of the parts. All of them were read beside the same, or count for nothing.
    pub fn remember(&mut self, parts: Vec<Part>) {
        let Some(around) = parts.first().map(|part| part.around) else {
            return;
        };
        self.linked.known.around = Some(around);
        for part in parts {
            if part.around == around {
                self.remembered.insert(part.municipality, part.mark);
                self.remember_folders(part.folders);
            }
        }
    }

    fn remember_folders(&mut self, folders: Vec<Folder>) {
        let of_address = |folder: &Folder| {
            let (procedure, _) = folder.linked.procedure.as_ref()?;
            Some((procedure.address.clone(), procedure.clone()))
        };
        let procedures: HashMap<Address, Shared<Procedure>> =
            folders.iter().filter_map(of_address).collect();
        for folder in folders {
            let procedure = folder.linked.procedure.as_ref();
            if let Some(((procedure, _), answer)) = procedure.zip(folder.asked) {
                self.checked.remember(procedure, answer, &procedures);
            }
            let known = &mut self.linked.known;
            known.folders.insert(folder.name.clone(), folder.stamp);
            self.linked.folders.insert(folder.name, folder.linked);
        }
    }

    /// What is kept, for each municipality, and handed on where it is not what was remembered: its
    /// name, and the bytes if they are new.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn parts<E: Send>(
        &self,
        program: &str,
        take: impl Fn(&str, Option<&[u8]>) -> Result<(), E> + Sync,
    ) -> Result<(), E> {
        let Some(around) = self.linked.known.around else {
            return Ok(());
        };
        let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in self.linked.folders.keys() {
            let municipality = name.split('/').next().unwrap_or_default();
            folders.entry(municipality).or_default().push(name);
        }
        let parts: Vec<_> = folders.into_iter().collect();
        // They are written into the same few rooms, one after the other: a new one costs more than what is written.
        let rooms: Mutex<Vec<Writer>> = Mutex::default();
        let rooms = || rooms.lock().unwrap_or_else(PoisonError::into_inner);
        parts.into_par_iter().try_for_each(|(municipality, names)| {
            let mark = self.mark(around, &names);
            if self.remembered.get(municipality) == Some(&mark) {
                return take(municipality, None);
            }
            let mut to = rooms().pop().unwrap_or_default();
            to.clear();
            self.put((municipality, &names), (mark, around), &mut to);
            // A part that is larger is one that cannot be read.
            let start = u32::try_from(to.before_texts()).unwrap_or(u32::MAX);
            let bytes = to.whole();
            bytes.extend_from_slice(&start.to_le_bytes());
            let Mark(sum) = sum(program, bytes);
            bytes.extend_from_slice(&sum);
            let taken = take(municipality, Some(bytes));
            rooms().push(to);
            taken
        })
    }

    /// Stands for all that is kept of some folders: it follows from their files and from what lay
    /// around them.
    fn mark(&self, around: Mark, names: &[&str]) -> Mark {
        let of_folder = |name| {
            let linked = self.linked.folders.get(name)?;
            let procedure = linked.procedure.as_ref().map(|(own, _)| own);
            let answer = procedure.and_then(|own| self.checked.around(&own.address));
            let procedure = procedure.map(Shared::mark);
            let stamp = self.linked.known.folders.get(name)?;
            Some((name, stamp.mark, procedure, &linked.asked, answer))
        };
        let mut folders: Vec<_> = names.iter().copied().map(of_folder).collect();
        folders.sort_by_key(|folder| folder.as_ref().map(|(name, ..)| name.to_owned()));
        Mark::of(&(around, folders))
    }

    /// Writes what [`Part`] reads.
    fn put(
        &self,
        (municipality, names): (&str, &[&str]),
        (mark, around): (Mark, Mark),
        to: &mut Writer,
    ) {
        municipality.to_owned().put(to);
        mark.put(to);
        around.put(to);
        let known = |name| {
            let linked = self.linked.folders.get(name)?;
            Some((name, self.linked.known.folders.get(name)?, linked))
        };
        let folders: Vec<_> = names.iter().copied().filter_map(known).collect();
        to.length(folders.len());
        for (name, stamp, linked) in folders {
            String::from(name).put(to);
            stamp.put(to);
            linked.put(to);
            let procedure = linked.procedure.as_ref();
            let address = procedure.map(|(own, _)| &own.address);
            self.checked.put(address, to);
        }
    }

    /// Lets go of procedures: this process builds no other time.
    pub fn forget_procedures(&mut self) {
        self.linked.folders = HashMap::new();
        self.checked = Checked::default();
    }

    /// What documents told, to be remembered until the next time.
    pub fn documents(&self, program: &str) -> Vec<u8> {
        self.linked.known.documents.bytes(program)
    }

    /// Learns what documents told that were read just now.
    pub(crate) fn learn(&mut self, sources: &Sources) {
        let documents = &mut self.linked.known.documents;
        documents.keep_those_of(&sources.content);
        documents.learn(sources.documents(), self.now);
    }

    /// Sets aside what is remembered: everything is read, linked and checked anew, to see whether it
    /// was right.
    pub(crate) fn set_aside(&mut self) -> Self {
        let fresh = Self {
            now: self.now,
            verifies: self.verifies,
            ..Self::default()
        };
        std::mem::replace(self, fresh)
    }

    /// The first folder or document of which this says something else than what was read anew, though
    /// the system tells the same of it.
    pub(crate) fn contradicted_by(&self, anew: &Self) -> Option<String> {
        let documents = &anew.linked.known.documents;
        if let Some(path) = self.linked.known.documents.contradicted_by(documents) {
            return Some(path.to_owned());
        }
        if self.linked.known.around != anew.linked.known.around {
            return None;
        }
        let mut names: Vec<&String> = self.linked.folders.keys().collect();
        names.sort_unstable();
        let is_other = |name: &&&String| self.is_contradicted(name, anew).unwrap_or(false);
        names
            .par_iter()
            .find_first(is_other)
            .map(|name| (*name).clone())
    }

    /// Whether a folder gave something else; none where it may.
    fn is_contradicted(&self, name: &str, anew: &Self) -> Option<bool> {
        let stamps = [self, anew].map(|memory| memory.linked.known.folders.get(name));
        let (one, other) = (
            self.linked.folders.get(name)?,
            anew.linked.folders.get(name)?,
        );
        if stamps[0] != stamps[1] || one.asked != other.asked {
            return None;
        }
        if bytes_of(&one.alone()) != bytes_of(&other.alone()) {
            return Some(true);
        }
        let address = &one.procedure.as_ref()?.0.address;
        let around = [self, anew].map(|memory| memory.checked.around(address));
        let answers = [self, anew].map(|memory| {
            let mut to = Writer::default();
            memory.checked.put(Some(address), &mut to);
            to.into_bytes()
        });
        let is_alone = around[0].is_some_and(|(_, twin)| twin.is_none());
        (is_alone && around[0] == around[1]).then(|| answers[0] != answers[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const NAME: &str = "meissen/bplan-17";

    fn memory(page: &str, stamp: u8, was_there: bool) -> Memory {
        let mut memory = Memory::default();
        let stamp = Stamp {
            mark: Mark([stamp; 16]),
            latest: 0,
        };
        let linked = Linked {
            pages: vec![page.to_owned()],
            asked: BTreeMap::from([("hilfe/".to_owned(), was_there)]),
            ..Linked::default()
        };
        memory.linked.known.around = Some(Mark([1; 16]));
        memory.linked.known.folders.insert(NAME.to_owned(), stamp);
        memory.linked.folders.insert(NAME.to_owned(), linked);
        memory
    }

    fn notes(memory: &Memory) -> Vec<(String, Option<Vec<u8>>)> {
        let notes = Mutex::new(Vec::new());
        let taken = memory.parts("program", |name, bytes| {
            let bytes = bytes.map(<[u8]>::to_vec);
            notes.lock().unwrap().push((name.to_owned(), bytes));
            Ok::<(), ()>(())
        });
        taken.unwrap();
        notes.into_inner().unwrap()
    }

    fn read(bytes: &[u8], program: &str) -> Option<Part> {
        let means = Means {
            program,
            kinds: &Kinds::new(),
            files: &Later(Arc::new(|_| String::new())),
        };
        Part::read(bytes, Apart(Arc::new(|_| String::new())), &means)
    }

    #[test]
    fn a_wrong_memory_is_seen_and_one_that_may_differ_is_not() {
        let right = memory("a/", 1, true);
        let wrong = |memory: Memory| memory.contradicted_by(&right);
        assert_eq!(wrong(memory("a/", 1, true)), None);
        assert_eq!(wrong(memory("b/", 1, true)).as_deref(), Some(NAME));
        assert_eq!(wrong(memory("b/", 2, true)), None, "other files");
        assert_eq!(wrong(memory("b/", 1, false)), None, "another page beside");
    }

    #[test]
    fn notes_are_read_by_the_same_program_alone_and_written_where_they_are_new() {
        let before = memory("a/", 1, true);
        let noted = notes(&before);
        assert_eq!(noted.len(), 1);
        let bytes = noted[0].1.as_deref().unwrap();
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end], "program").is_none());
        }
        assert!(read(bytes, "another").is_none());
        let mut again = Memory::default();
        again.remember(vec![read(bytes, "program").unwrap()]);
        assert_eq!(again.linked.folders[NAME].pages, ["a/"]);
        assert_eq!(notes(&again), [("meissen".to_owned(), None)]);
        let stamp = Stamp {
            mark: Mark([2; 16]),
            latest: 0,
        };
        let folders = &mut again.linked.known.folders;
        folders.insert(NAME.to_owned(), stamp);
        assert!(notes(&again)[0].1.is_some());
    }
}
