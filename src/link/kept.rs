//! What the folders of procedures gave when they were linked last.

use crate::finding::Findings;
use crate::finding::lasting::lasting;
use crate::link::relations::WrittenRelation;
use crate::link::texts::KnownPages;
use crate::load::known::{Known, Stamp};
use crate::model::mark::Mark;
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is kept of an archive, so that the next one is made of what changed.
#[derive(Debug, Default)]
pub struct Kept {
    /// What need not be read again.
    pub known: Known,
    /// What each of these folders gave, by `gemeinde/verfahren`.
    pub folders: HashMap<String, Linked>,
}

/// What a procedure's folder gave.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// The procedure and the relations it names; none if the folder cannot be used.
    pub procedure: Option<(Shared<Procedure>, Vec<WrittenRelation>)>,
    /// The addresses of the pages that it gives, whether it can be used or not.
    pub pages: Vec<String>,
    /// Which pages its texts asked for, and whether they were there.
    pub asked: BTreeMap<String, bool>,
    /// What reading and linking it found.
    pub found: Findings,
}
lasting!(Linked {
    procedure,
    pages,
    asked,
    found,
});

impl Linked {
    /// The same without what other procedures say of it.
    pub fn alone(&self) -> Self {
        let mut own = self.clone();
        if let Some((procedure, _)) = &mut own.procedure {
            procedure.relations = Vec::new();
        }
        own
    }

    /// Whether it would be the same among these pages.
    pub fn stands_among(&self, known: &KnownPages) -> bool {
        let mut asked = self.asked.iter();
        asked.all(|(page, was_there)| known.has(page) == *was_there)
    }
}

/// A folder that was linked just now.
pub struct Now {
    /// Its name: `gemeinde/verfahren`.
    pub name: String,
    /// What the system told of its files before they were read.
    pub stamp: Option<Stamp>,
    /// What it gave.
    pub linked: Linked,
}

impl Kept {
    /// Keeps what was linked just now, and nothing else; what may change unseen is not known.
    pub fn keep(&mut self, folders: Vec<Now>, around: Mark, now: u64) {
        self.known.around = Some(around);
        self.known.changed = Some(BTreeSet::new());
        self.known.folders.clear();
        self.folders.clear();
        for Now {
            name,
            stamp,
            linked,
        } in folders
        {
            if let Some(stamp) = stamp.filter(|stamp| stamp.is_settled(now)) {
                self.known.folders.insert(name.clone(), stamp);
                self.folders.insert(name, linked);
            }
        }
    }
}
