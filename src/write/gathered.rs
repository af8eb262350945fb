//! Files that are made together: an index is made from the one before, where that is known.

use crate::bundle::{self, Bundle, Earlier, Gathered, Source};
use crate::finding::both;
use crate::model::mark::Mark;
use crate::write::files::Before;
use crate::write::packed;
use anyhow::{Result, bail};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The parts of all files that are made together, by folder.
pub fn parts(bundle: &Bundle) -> BTreeMap<String, BTreeMap<String, Mark>> {
    let gathered = bundle.gathered().iter();
    gathered
        .map(|gathered| (gathered.folder.as_str().to_owned(), gathered.parts.clone()))
        .collect()
}

/// Whether a path lies in one of their folders. Pages may lie there, too.
pub fn is_inside(bundle: &Bundle, path: &str) -> bool {
    let mut gathered = bundle.gathered().iter();
    gathered.any(|own| path.starts_with(own.folder.as_str()))
}

/// Makes them, by path.
///
/// # Errors
/// If two files would stand at one address, or what is remembered proves wrong.
pub fn make(bundle: &Bundle, before: &Before) -> Result<BTreeMap<String, Source<'static>>> {
    let gathered = bundle.gathered();
    let made = gathered
        .par_iter()
        .map(|own| of_folder(own, bundle, before));
    let made: Vec<bundle::Files> = made.collect::<Result<_>>()?;
    let mut files = BTreeMap::new();
    for (gathered, made) in gathered.iter().zip(made) {
        for (name, bytes) in made {
            let path = gathered.folder.join(&name).file();
            if bundle.files().contains_key(&path) {
                bail!("two files at one address: {path}");
            }
            files.insert(path, Source::Bytes(bytes));
        }
    }
    Ok(files)
}

fn of_folder(gathered: &Gathered, bundle: &Bundle, before: &Before) -> Result<bundle::Files> {
    let made = (gathered.make)(earlier(gathered, bundle, before));
    if before.verifies && (gathered.make)(None) != made {
        let folder = &gathered.folder;
        bail!(both(
            format_args!("Der Zwischenspeicher irrt: {folder}; bitte melden Sie das"),
            format_args!("the cache is wrong: {folder}; please report this"),
        ));
    }
    Ok(made)
}

/// What the files were, if that is known, and what became of their parts.
fn earlier(gathered: &Gathered, bundle: &Bundle, before: &Before) -> Option<Earlier> {
    let (old, known) = (before.old?, before.known?);
    let parts = known.parts.get(gathered.folder.as_str())?;
    let gone = parts
        .keys()
        .filter(|name| !gathered.parts.contains_key(*name));
    let changed = gathered.parts.iter();
    let changed = changed.filter(|(name, mark)| parts.get(*name) != Some(*mark));
    let paths = known.files.keys();
    let is_packed = |path: &str| packed::is_beside(path, |text| known.files.contains_key(&text));
    let is_inside = |path: &&String| path.starts_with(gathered.folder.as_str());
    let paths = paths.filter(is_inside);
    let paths = paths.filter(|path| !bundle.files().contains_key(*path) && !is_packed(path));
    Some(Earlier {
        files: files(gathered.folder.as_str(), old, paths)?,
        gone: gone.cloned().collect(),
        changed: changed.map(|(name, _)| name.clone()).collect(),
    })
}

/// The files of a folder as they are; none if one cannot be read.
fn files<'p>(
    folder: &str,
    old: &Path,
    paths: impl Iterator<Item = &'p String>,
) -> Option<Vec<(String, Vec<u8>)>> {
    let names = paths.filter_map(|path| Some((path, path.strip_prefix(folder)?)));
    let names: Vec<_> = names.collect();
    let read = |(path, name): (&String, &str)| {
        #[expect(
            clippy::disallowed_methods,
            reason = "write makes an index from the one it wrote"
        )]
        let bytes = std::fs::read(old.join(path)).ok()?;
        Some((name.to_owned(), bytes))
    };
    names.into_par_iter().map(read).collect()
}
