//! The customary public notice of a phase.

use crate::finding::lasting::lasting;
use crate::finding::{File, Origin};
use crate::law::codes::Code;
use crate::model::address::Address;
use crate::model::document::Facts;
use crate::model::prose::Prose;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// A notice in the form the municipality's statute asks for.
#[derive(Debug, Clone, Hash)]
pub struct Notice {
    /// Its form.
    pub form: &'static Code,
    /// The journal, or the place of posting.
    pub organ: String,
    /// Day it appeared.
    pub published: Date,
    /// Day at the end of which it is completed (§ 10 KomBekVO).
    pub completed: Date,
    /// Its wording.
    pub text: Option<Prose>,
    /// Its wording is named and not there, so nobody knows what it says.
    pub misses_text: bool,
    /// The proof: a copy of the page in the journal.
    pub proof: Option<Proof>,
    /// The hints it gives.
    pub hints: Vec<&'static Code>,
    /// The file says that it gives none.
    pub denies_hints: bool,
    /// Where it is written.
    pub origin: Origin,
}
lasting!(Notice {
    form,
    organ,
    published,
    completed,
    text,
    proof,
    hints,
    denies_hints,
    origin,
    misses_text,
});

impl Notice {
    /// The file of its wording.
    pub fn file(&self) -> Option<&Arc<File>> {
        self.text.as_ref()?.file.as_ref()
    }
}

/// A copy of the page on which the notice appeared.
#[derive(Debug, Clone, Hash)]
pub struct Proof {
    /// Its address.
    pub address: Address,
    /// The file it is copied from, on this machine.
    pub source: PathBuf,
    /// What was learnt by reading it once.
    pub facts: Facts,
}
lasting!(Proof {
    address,
    source,
    facts
});
