//! Bundle to `output/`. The site is made beside the old one and put in its place when it is whole:
//! a failure leaves the old site untouched, and no reader ever sees half of each.
//!
//! A file whose bytes did not change is the old file, by a hard link: it keeps its time, so that
//! programs which copy a site by time and size pass it over. The site that was replaced stays
//! beside the new one; the next build changes it into the next site, which costs what changed.

mod copy;
mod files;
mod gathered;
pub mod manifest;
mod packed;
mod pairs;
mod place;
mod state;

use crate::bundle::Bundle;
use crate::finding::both;
use crate::write::files::Before;
use crate::write::manifest::Change;
pub use crate::write::place::Again;
use crate::write::place::Place;
use crate::write::state::{Spare, State};
use anyhow::{Error, Result, anyhow};
use std::collections::BTreeSet;
use std::path::Path;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Number of files, without the manifest.
    pub files: usize,
    /// Bytes of all files, without the manifest.
    pub bytes: u64,
    /// What differs from the site that stood there before, by path.
    pub changes: Vec<Change>,
}

/// How much of the last build is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trust {
    /// A file is made again only if what it shows has changed.
    #[default]
    Marks,
    /// Every file is made again, and it is an error if one differs that should not.
    Verify,
}

/// The place of a site that was taken for the next one, and what is remembered of the present one and
/// of that before it.
pub struct Taken {
    place: Place,
    known: Option<State>,
    spare: Option<Spare>,
}

impl Taken {
    /// Takes the place of a site, and waits for another build of it. It is given back when this is
    /// dropped. Nothing of the content is needed for that, so it can be done while that is read.
    ///
    /// # Errors
    /// If somebody else's files stand there, another build does not end, or the machine fails.
    pub fn at(output: &Path) -> Result<Self> {
        let place = Place::take(output)?;
        let (known, spare) = rayon::join(|| place.known(), || place.spare());
        let spare = spare.filter(|_| known.is_some());
        Ok(Self {
            place,
            known,
            spare,
        })
    }
}

/// A site that was made and does not stand at its place yet.
pub struct Made {
    place: Place,
    state: State,
    known: Option<State>,
    spare: Option<Spare>,
    written: Written,
}

/// Makes every file of the bundle.
///
/// # Errors
/// If a page cannot be made or a file cannot be written; the old site stays as it was.
pub fn make(bundle: &Bundle, taken: Taken, trust: Trust) -> Result<Made> {
    let Taken {
        place,
        known,
        spare,
    } = taken;
    let spare = place.take_spare(spare)?;
    let listed = match known {
        Some(_) => None,
        None => Some(manifest::read(place.old())),
    };
    let before = Before {
        old: place.old(),
        known: known.as_ref(),
        spare: spare.as_ref(),
        verifies: trust == Trust::Verify,
    };
    let made = files::make(bundle, place.new_site(), &before);
    let made = made.and_then(|state| match bundle.has_lost_texts() {
        true => Err(lost_text()),
        false => Ok(state),
    });
    let state = match made {
        Ok(made) => made,
        Err(error) => {
            place.give_up()?;
            return Err(error);
        }
    };
    let new = || manifest::listed(&state);
    let before = known.iter().flat_map(manifest::listed);
    let read = listed.iter().flatten();
    let read = read.map(|(path, facts)| (path.as_str(), facts));
    let written = Written {
        files: new().count(),
        bytes: new().map(|(_, facts)| facts.size).sum(),
        changes: manifest::changes(new(), before.chain(read)),
    };
    Ok(Made {
        place,
        state,
        known,
        spare,
        written,
    })
}

impl Made {
    /// Puts the site in place of what stands there.
    ///
    /// # Errors
    /// If the machine fails; the old site comes back with the next build at the latest.
    pub fn put(self) -> Result<Written> {
        let spare = self.spare.as_ref();
        self.place.put(self.state, self.known, spare)?;
        Ok(self.written)
    }
}

/// What was noted beside the site at `output` under a name.
pub fn noted(output: &Path, name: &str) -> Option<Vec<u8>> {
    place::noted(output, name)
}

/// Notes something beside the site at `output` under a name, which may begin with that of a folder.
///
/// # Errors
/// If the machine fails; what was noted before stays.
pub fn note(output: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    place::note(output, name, bytes)
}

/// What was noted beside the site at `output` in a folder of notes, as `read` understands it; a note
/// that it does not understand is left out. They come in no order. Parts of a note can be read once more
/// later, as they were.
pub fn each_noted<T: Send>(
    output: &Path,
    folder: &str,
    read: impl Fn(&[u8], Again) -> Option<T> + Sync,
) -> Vec<T> {
    place::each_noted(output, folder, read)
}

/// Removes the notes in a folder that have other names than these.
///
/// # Errors
/// If the machine fails.
pub fn keep_notes(output: &Path, folder: &str, names: &BTreeSet<String>) -> Result<()> {
    place::keep_notes(output, folder, names)
}

/// What is remembered of a file is not what making or reading it anew gives.
pub fn wrong_cache(path: &str) -> Error {
    anyhow!(both(
        format_args!(
            "Der Zwischenspeicher irrt: {path} hat sich geändert, ohne dass er es merkte; bitte melden Sie das und löschen Sie ihn"
        ),
        format_args!(
            "the cache is wrong: {path} changed unnoticed; please report this and delete it"
        ),
    ))
}

/// A text that was noted cannot be read any more.
pub fn lost_text() -> Error {
    anyhow!(both(
        "Ein Text, den ein früherer Lauf neben der Site vermerkt hat, ist nicht mehr lesbar; die alte Site steht unverändert, ein neuer Lauf liest ihn neu",
        "a text that an earlier run noted beside the site cannot be read any more; the old site stands unchanged, and another run reads it anew",
    ))
}

#[cfg(test)]
mod tests;
