//! What a build noted beside its site of what it read, linked and checked: the next one, and the
//! preview, begin with it.

use crate::finding::Later;
use crate::finding::lasting::Apart;
use crate::load::folder::read_again;
use crate::memory::{Means, Memory, Part};
use crate::model::mark::Mark;
use crate::write::{self, Again};
use anyhow::{Error, Result};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The name under which is noted what documents told.
const DOCUMENTS: &str = "documents";

/// The folder of the notes of what the procedures of each municipality gave.
const PARTS: &str = "read";

/// What a build of the portal in a folder noted beside its site. Texts that it noted are read once somebody
/// asks; `lost` is set where one cannot be.
pub fn memory(portal: &Path, output: &Path, lost: &Arc<AtomicBool>) -> Memory {
    let (mut memory, program) = (Memory::default(), program());
    if let Some(known) = write::noted(output, DOCUMENTS) {
        memory.remember_documents(&known, &program);
    }
    let kinds = crate::kinds().into_iter();
    let portal = portal.to_path_buf();
    let means = Means {
        program: &program,
        kinds: &kinds.map(|kind| (kind.id, kind)).collect(),
        files: &Later(Arc::new(move |path| read_again(&portal, path))),
    };
    let part = |bytes: &[u8], again: Again| {
        let lost = Arc::clone(lost);
        let text = move |at: &_| {
            let text = again(at).and_then(|bytes| String::from_utf8(bytes).ok());
            text.unwrap_or_else(|| {
                lost.store(true, Ordering::Relaxed);
                String::new()
            })
        };
        Part::read(bytes, Apart(Arc::new(text)), &means)
    };
    memory.remember(write::each_noted(output, PARTS, part));
    memory
}

/// Notes what is new of it.
///
/// # Errors
/// If the machine fails, or a text is `lost` that was noted before; what was noted before stays, and is no
/// worse than nothing.
pub fn note(memory: &Memory, output: &Path, lost: &AtomicBool) -> Result<()> {
    let program = program();
    write::note(output, DOCUMENTS, &memory.documents(&program))?;
    let names = Mutex::new(BTreeSet::new());
    memory.parts(&program, |municipality, bytes| {
        let name = name(municipality);
        if let Some(bytes) = bytes {
            // An empty text in its place would be believed the next time.
            if lost.load(Ordering::Relaxed) {
                return Err(write::lost_text());
            }
            write::note(output, &format!("{PARTS}/{name}"), bytes)?;
        }
        let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name);
        Ok::<(), Error>(())
    })?;
    let names = names.into_inner().unwrap_or_else(PoisonError::into_inner);
    write::keep_notes(output, PARTS, &names)
}

/// The name of a municipality's note: that of its folder may be any, and this one is a name on every
/// disk.
fn name(municipality: &str) -> String {
    Mark::of(&municipality).digits()
}

/// The version, and the program's size and time: whoever develops it builds it often.
pub fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    let time = file.as_ref().and_then(|file| file.modified().ok());
    let size = file.map(|file| file.len());
    format!("{} {size:?} {time:?}", env!("CARGO_PKG_VERSION"))
}
