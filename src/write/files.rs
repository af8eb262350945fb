//! The files of a site, made folder by folder on all cores.

use crate::bundle::{Bundle, Source};
use crate::model::AT_ONCE;
use crate::model::mark::Mark;
use crate::write::copy::{copy_or_link, holds, keep_time, link, put, told};
use crate::write::gathered;
use crate::write::manifest::{self, FileFacts};
use crate::write::packed::{self, Packing};
use crate::write::pairs::pairs;
use crate::write::place;
use crate::write::state::{Kept, Spare, Stamp, State};
use crate::write::wrong_cache;
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// What there is already when a site is made.
pub struct Before<'a> {
    /// The site that stands at the output.
    pub old: Option<&'a Path>,
    /// What is remembered of it, if it is still as it was written.
    pub known: Option<&'a State>,
    /// What the folder holds in which the site is made: the site before the old one.
    pub spare: Option<&'a Spare>,
    /// Whether files are made although their marks say that they did not change.
    pub verifies: bool,
}

impl Before<'_> {
    /// What is remembered of the file at a path.
    fn known(&self, path: &str) -> Option<&Kept> {
        self.known.and_then(|known| known.files.get(path))
    }
}

/// Makes every file of the bundle in a folder, and the manifest, and tells what stands there. A
/// file that stands in the old site with the same bytes is linked, not written; one whose mark is
/// that of the old one is not made at all.
///
/// # Errors
/// If a file cannot be made or written, or a mark is found to be wrong.
pub fn make(bundle: &Bundle, site: &Path, before: &Before) -> Result<State> {
    fs::create_dir_all(site).map_err(|error| told(error, site))?;
    let own = bundle.files().iter();
    let own = own.map(|(path, file)| (path.as_str(), (&file.source, file.mark)));
    let inside = |path: &str| gathered::is_inside(bundle, path);
    // Files that are made together are made from many, so the others need not wait for them.
    let (gathered, own) = rayon::join(
        || gathered::make(bundle, before),
        || make_some(own, |path| !inside(path), (bundle, site), before),
    );
    let (gathered, mut made) = (gathered?, own?);
    let together = gathered.iter();
    let together = together.map(|(path, source)| (path.as_str(), (source, None)));
    made.extend(make_some(together, inside, (bundle, site), before)?);
    let mut state = State {
        files: made.into_iter().collect(),
        parts: gathered::parts(bundle),
        ..State::default()
    };
    let list = manifest::bytes(manifest::listed(&state))?;
    for (name, bytes) in [(manifest::NAME, list), (place::MARK, Vec::new())] {
        let file = Name {
            path: name,
            mark: None,
            known: before.known(name),
        };
        let kept = file.of_bytes(&bytes, site, before)?;
        state.files.insert(name.to_owned(), kept);
    }
    Ok(state)
}

/// A file that is to be made, and what is remembered of the one that stands there.
struct Item<'a> {
    path: &'a str,
    source: &'a Source<'a>,
    mark: Option<Mark>,
    known: Option<&'a Kept>,
}

/// Makes some of the files, which are given by path, and removes what stands where `is_one` says that
/// one of them might stand, and none does.
fn make_some<'a>(
    files: impl Iterator<Item = (&'a str, (&'a Source<'a>, Option<Mark>))>,
    is_one: impl Fn(&str) -> bool,
    (bundle, site): (&Bundle, &Path),
    before: &Before<'a>,
) -> Result<Vec<(String, Kept)>> {
    let known = before.known.into_iter().flat_map(State::each);
    let mut gone = Vec::new();
    let mut items = Vec::new();
    for (path, file, known) in pairs(files, known) {
        match file {
            Some((source, mark)) => items.push(Item {
                path,
                source,
                mark,
                known,
            }),
            None => gone.push(path),
        }
    }
    if let Some(spare) = before.spare {
        gone.retain(|path| is_one(path) && spare.file(path, before.known(path)).is_some());
        let own = spare.own().map(String::as_str);
        gone.extend(own.filter(|path| is_one(path) && before.known(path).is_none()));
        clear(&gone, &items, bundle, site)?;
    }
    let folders: Vec<_> = items
        .chunk_by(|one, other| folder_of(one.path) == folder_of(other.path))
        .collect();
    let made: Vec<Vec<(String, Kept)>> = folders
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(|items| in_folder(items, bundle, site, before))
        .collect::<Result<_>>()?;
    Ok(made.into_iter().flatten().collect())
}

/// What systems say of a folder that still holds something.
const NOT_EMPTY: [ErrorKind; 2] = [ErrorKind::DirectoryNotEmpty, ErrorKind::AlreadyExists];

/// Removes files that the new site does not have, and the folders that are empty then.
fn clear(gone: &[&str], items: &[Item], bundle: &Bundle, site: &Path) -> Result<()> {
    let source = |path: &str| {
        let at = items.binary_search_by(|item| item.path.cmp(path)).ok();
        let item = at.and_then(|at| items.get(at));
        item.map(|item| item.source).or(bundle.source(path))
    };
    let is_text = |text: String| source(&text).is_some_and(|source| can_be_packed(&text, source));
    let own = [manifest::NAME, place::MARK];
    let mut folders = BTreeSet::new();
    for path in gone {
        let is_packed = bundle.packs() && packed::is_beside(path, is_text);
        if is_packed || own.contains(path) || source(path).is_some() {
            continue;
        }
        remove(&site.join(path))?;
        let around = std::iter::successors(Some(folder_of(path)), |folder| Some(folder_of(folder)));
        folders.extend(around.take_while(|folder| !folder.is_empty()));
    }
    let is_needed = |folder: &str| {
        let below = format!("{folder}/");
        let at = items.partition_point(|item| item.path < below.as_str());
        items
            .get(at)
            .is_some_and(|item| item.path.starts_with(&below))
    };
    // A folder comes after the one around it, so it goes before it.
    for folder in folders
        .into_iter()
        .rev()
        .filter(|folder| !is_needed(folder))
    {
        let folder = site.join(folder);
        match fs::remove_dir(&folder) {
            Err(error) if NOT_EMPTY.contains(&error.kind()) => {}
            removed => removed.with_context(|| format!("remove {}", folder.display()))?,
        }
    }
    Ok(())
}

fn remove(file: &Path) -> Result<()> {
    fs::remove_file(file).with_context(|| format!("remove {}", file.display()))
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Makes files that lie in one folder, and the folder.
fn in_folder(
    items: &[Item],
    bundle: &Bundle,
    site: &Path,
    before: &Before,
) -> Result<Vec<(String, Kept)>> {
    let Some(first) = items.first() else {
        return Ok(Vec::new());
    };
    let folder = folder_of(first.path);
    let is_there = |spare: &Spare| spare.folders.contains_key(folder);
    if !before.spare.is_some_and(is_there) {
        let folder = site.join(folder);
        fs::create_dir_all(&folder).map_err(|error| told(error, &folder))?;
    }
    // Lists, tables and indices of the whole portal are few and large; what belongs to one page is
    // neither.
    let is_of_portal = !folder.contains('/');
    let made: Vec<Vec<_>> = if is_of_portal {
        let made = items.par_iter().map(|item| item.made(bundle, site, before));
        made.collect::<Result<_>>()?
    } else {
        let made = items.iter().map(|item| item.made(bundle, site, before));
        made.collect::<Result<_>>()?
    };
    Ok(made.into_iter().flatten().collect())
}

impl Item<'_> {
    /// Makes it, and what holds it packed beside it.
    fn made(&self, bundle: &Bundle, site: &Path, before: &Before) -> Result<Vec<(String, Kept)>> {
        let file = Name {
            path: self.path,
            mark: self.mark,
            known: self.known,
        };
        let kept = file.made(self.source, site, before)?;
        let mut made = vec![(self.path.to_owned(), kept)];
        if bundle.packs() && can_be_packed(self.path, self.source) {
            made.extend(packed_beside(self.path, &kept.facts, bundle, site, before)?);
        }
        Ok(made)
    }
}

/// Documents are never loaded whole, so they are not packed.
fn can_be_packed(path: &str, source: &Source) -> bool {
    packed::is_text(path) && !matches!(source, Source::Copy { .. })
}

/// The files that hold a text file packed.
fn packed_beside(
    path: &str,
    facts: &FileFacts,
    bundle: &Bundle,
    site: &Path,
    before: &Before,
) -> Result<Vec<(String, Kept)>> {
    let mut made = Vec::new();
    let mut text = None;
    for packing in Packing::ALL {
        let name = packing.beside(path);
        if bundle.files().contains_key(&name) {
            // What a planner calls so stands there.
            continue;
        }
        let file = Name {
            path: &name,
            mark: packing.mark(facts, bundle.makers()),
            known: before.known(&name),
        };
        let known = file.known_by_mark();
        if let Some(known) = known.filter(|_| !before.verifies) {
            let kept = file.kept(*known, site, before)?;
            made.push((name, kept));
            continue;
        }
        let text = match &mut text {
            Some(text) => text,
            none => none.insert(read(&site.join(path))?),
        };
        let bytes = packing.pack(text)?;
        if let Some(known) = known {
            file.verify(&bytes, known)?;
        }
        let kept = file.of_bytes(&bytes, site, before)?;
        made.push((name, kept));
    }
    Ok(made)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    #[expect(clippy::disallowed_methods, reason = "write packs what it wrote")]
    fs::read(file).with_context(|| file.display().to_string())
}

/// A file of the site.
struct Name<'a> {
    path: &'a str,
    mark: Option<Mark>,
    /// What is remembered of the file that stands there.
    known: Option<&'a Kept>,
}

impl Name<'_> {
    /// What is remembered of the file, if it shows the same.
    fn known_by_mark(&self) -> Option<&Kept> {
        let is_same = |known: &&Kept| known.mark.is_some() && known.mark == self.mark;
        self.known.filter(is_same)
    }

    fn made(&self, source: &Source, site: &Path, before: &Before) -> Result<Kept> {
        match source {
            Source::Bytes(bytes) => self.of_bytes(bytes, site, before),
            Source::Make(make) => {
                let known = self.known_by_mark();
                if let Some(known) = known.filter(|_| !before.verifies) {
                    return self.kept(*known, site, before);
                }
                let bytes = make().with_context(|| self.path.to_owned())?;
                if let Some(known) = known {
                    self.verify(&bytes, known)?;
                }
                self.of_bytes(&bytes, site, before)
            }
            Source::Copy { from, size, sha256 } => {
                let sha256 = manifest::sum_of(sha256).context("64 digits")?;
                let facts = FileFacts {
                    size: *size,
                    sha256,
                };
                if let Some(known) = self.known.filter(|known| known.facts == facts) {
                    return self.kept(*known, site, before);
                }
                self.of_document(from, facts, site, before)
            }
        }
    }

    /// What is remembered of a file must be what making it anew gives.
    fn verify(&self, bytes: &[u8], known: &Kept) -> Result<()> {
        if facts_of(bytes) == known.facts {
            return Ok(());
        }
        Err(wrong_cache(self.path))
    }

    /// A document, copied by the kernel.
    fn of_document(
        &self,
        from: &Path,
        facts: FileFacts,
        site: &Path,
        before: &Before,
    ) -> Result<Kept> {
        let path = site.join(self.path);
        self.make_room(&path, before)?;
        let old = before.old.map(|old| old.join(self.path));
        // Where the old site is known, it is known to hold something else here.
        let old = old.filter(|_| before.known.is_none());
        let copied = copy_or_link(from, &path, old.as_deref())?;
        if copied != facts.size {
            bail!("{} changed while the site was built", from.display());
        }
        self.noted(facts, &path)
    }

    /// Bytes, written only where they are new.
    fn of_bytes(&self, bytes: &[u8], site: &Path, before: &Before) -> Result<Kept> {
        let facts = facts_of(bytes);
        if let Some(known) = self.known.filter(|known| known.facts == facts) {
            let known = Kept {
                mark: self.mark,
                ..*known
            };
            return self.kept(known, site, before);
        }
        let path = site.join(self.path);
        self.make_room(&path, before)?;
        let old = before.old.map(|old| old.join(self.path));
        let old = old.filter(|old| before.known.is_none() && holds(old, bytes).unwrap_or(false));
        match old {
            Some(old) if link(&old, &path) => {}
            Some(old) => {
                put(&path, bytes)?;
                keep_time(&old, &path)?;
            }
            None => {
                let written = put(&path, bytes)?;
                return self.stamped(Stamp::told(&written, facts.size), facts, &path);
            }
        }
        self.noted(facts, &path)
    }

    /// The old file, which is known to be right: linked, unless the folder has it already.
    fn kept(&self, known: Kept, site: &Path, before: &Before) -> Result<Kept> {
        let spare = before
            .spare
            .and_then(|spare| spare.file(self.path, self.known));
        if spare.is_some_and(|spare| spare.stamp == known.stamp && spare.facts == known.facts) {
            return Ok(known);
        }
        let path = site.join(self.path);
        self.make_room(&path, before)?;
        let Some(old) = before.old.map(|old| old.join(self.path)) else {
            bail!("{} is known, but not there", self.path);
        };
        if link(&old, &path) {
            return Ok(known);
        }
        fs::copy(&old, &path).map_err(|error| told(error, &path))?;
        keep_time(&old, &path)?;
        let kept = self.noted(known.facts, &path)?;
        Ok(Kept {
            mark: known.mark,
            ..kept
        })
    }

    /// Removes the file of the site before the old one. It must never be written into: it may be
    /// the old site's file, too.
    fn make_room(&self, path: &Path, before: &Before) -> Result<()> {
        match before.spare {
            Some(spare) if spare.file(self.path, self.known).is_some() => remove(path),
            _ => Ok(()),
        }
    }

    fn noted(&self, facts: FileFacts, path: &Path) -> Result<Kept> {
        self.stamped(Stamp::of(path, facts.size), facts, path)
    }

    fn stamped(&self, stamp: Option<Stamp>, facts: FileFacts, path: &Path) -> Result<Kept> {
        let stamp = stamp.with_context(|| format!("{} is not what was written", path.display()))?;
        Ok(Kept {
            facts,
            mark: self.mark,
            stamp,
        })
    }
}

fn facts_of(bytes: &[u8]) -> FileFacts {
    FileFacts {
        size: bytes.len() as u64,
        sha256: Sha256::digest(bytes).into(),
    }
}
