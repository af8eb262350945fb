//! One archive of procedures, every reference resolved. It knows no files, no HTML, no HTTP, and
//! nothing in it is `Serialize`: pages and exports get structs of their own.

pub mod address;
pub mod area;
pub mod boundary;
pub mod document;
#[cfg(test)]
pub mod fixture;
pub mod journal;
pub mod mark;
pub mod municipality;
pub mod nearby;
pub mod notice;
pub mod people;
pub mod phase;
pub mod procedure;
pub mod prose;
pub mod retention;
pub mod seen;
pub mod shared;
pub mod site;
pub mod utm;

use crate::finding::lasting::lasting_as;
use crate::model::address::Address;
use crate::model::boundary::Boundaries;
use crate::model::municipality::{District, Municipality};
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use crate::model::site::{PortalText, Site};
use jiff::civil::Date;
use rayon::prelude::*;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// So many procedures, or folders of one, are one piece of work at most: a core that is done takes the next piece.
/// Left alone, one core may do the last quarter while the others have nothing to do.
pub const AT_ONCE: usize = 16;

/// Everything the portal shows, on one day.
#[derive(Debug)]
pub struct Archive {
    /// The portal itself.
    pub site: Site,
    /// All districts of the state, by AGS.
    pub districts: Vec<District>,
    /// The municipalities of the portal, by name.
    pub municipalities: Vec<Municipality>,
    /// All procedures, by address.
    pub procedures: Vec<Shared<Procedure>>,
    /// The portal's own texts (imprint, help …), by name.
    pub texts: Vec<PortalText>,
    /// Old addresses and where they lead, by old address.
    pub redirects: Vec<(Address, Address)>,
    /// The official list of districts and municipalities with their borders.
    pub boundaries: Arc<Boundaries>,
    /// The day the portal takes for today, in Europe/Berlin.
    pub today: Date,
    /// Which commit it was read from, where that is known: an argument of the build, as the day is.
    pub commit: Option<Commit>,
}

/// A commit of the content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Commit {
    /// Its id in hexadecimal digits.
    pub id: String,
    /// What was read is not, or may not be, what was committed.
    pub is_changed: bool,
}

/// Index of a municipality in [`Archive::municipalities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MunicipalityId(pub usize);
lasting_as!(MunicipalityId(usize));

/// An index says nothing of what it leads to, and changes with its neighbours.
impl Hash for MunicipalityId {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Archive {
    /// Lets go of the files that texts were read from: their HTML stays, and nobody looks for faults
    /// any more. They are a third of a large archive.
    pub fn forget_texts(&mut self) {
        self.procedures.par_iter_mut().for_each(|procedure| {
            let procedure = procedure.beside_mark();
            let phases = procedure.phases.iter_mut();
            let texts = phases.flat_map(|phase| {
                let notice = phase.notice.as_mut();
                let wording = notice.and_then(|notice| notice.text.as_mut());
                phase.text.as_mut().into_iter().chain(wording)
            });
            for text in texts.chain(procedure.description.as_mut()) {
                text.file = None;
            }
        });
    }

    /// A municipality.
    pub fn municipality(&self, id: MunicipalityId) -> &Municipality {
        &self.municipalities[id.0]
    }

    /// All procedures, by address.
    pub fn each_procedure(&self) -> impl DoubleEndedIterator<Item = &Procedure> + Clone {
        self.procedures.iter().map(|own| &**own)
    }

    /// The procedure whose page has an address.
    pub fn procedure(&self, address: &Address) -> Option<&Procedure> {
        self.shared_procedure(address).map(|own| &**own)
    }

    /// The same, as it is shared between builds.
    pub fn shared_procedure(&self, address: &Address) -> Option<&Shared<Procedure>> {
        let at = |other: &Shared<Procedure>| other.address.cmp(address);
        let index = self.procedures.binary_search_by(at).ok()?;
        self.procedures.get(index)
    }

    /// The procedures whose area lies in a municipality, or which it runs.
    pub fn procedures_of(&self, id: MunicipalityId) -> impl Iterator<Item = &Procedure> {
        self.each_procedure()
            .filter(move |procedure| procedure.concerns(id))
    }

    /// The procedures of each municipality, as [`Archive::procedures_of`] has them, found in one
    /// walk and not in one for each.
    pub fn procedures_by_municipality(&self) -> Vec<Vec<&Procedure>> {
        let mut lists: Vec<Vec<&Procedure>> =
            self.municipalities.iter().map(|_| Vec::new()).collect();
        for procedure in &self.procedures {
            for MunicipalityId(index) in procedure.municipalities() {
                lists[index].push(procedure);
            }
        }
        lists
    }
}
