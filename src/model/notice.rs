//! The customary public notice of a phase.

use crate::finding::Origin;
use crate::law::codes::Code;
use crate::model::address::Address;
use crate::model::site::Prose;
use jiff::civil::Date;

/// A notice in the form the municipality's statute asks for.
#[derive(Debug)]
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
    /// The proof: a copy of the page in the journal.
    pub proof: Option<Address>,
    /// The hints it gives.
    pub hints: Vec<&'static Code>,
    /// Where it is written.
    pub origin: Origin,
}
