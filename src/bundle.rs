//! The files of the finished site: what stands at each address and how it is made. A file is made
//! when it is written and not held longer; a second file at one address is an error.

use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::{Mark, Marks};
use crate::model::procedure::Procedure;
use anyhow::{Result, bail};
use rayon::prelude::*;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the bytes of a file come about.
pub enum Source<'a> {
    /// They are here.
    Bytes(Vec<u8>),
    /// They are copied from a file of this size, as it lies in the portal's folder.
    Copy {
        /// The file on this machine.
        from: PathBuf,
        /// Its size in bytes when it was read.
        size: u64,
        /// Its SHA-256 when it was read, in hexadecimal digits.
        sha256: String,
    },
    /// They are made when they are written: a page.
    Make(Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync + 'a>),
}

/// A file of the site: how its bytes come about, and the mark of what it shows, if it has one. While
/// the mark stays, so does the file.
pub struct File<'a> {
    /// How its bytes come about.
    pub source: Source<'a>,
    /// Stands for all it shows.
    pub mark: Option<Mark>,
}

/// So many procedures put their files into a bundle of their own.
const AT_ONCE: usize = 128;

/// Files by their names in a folder.
pub type Files = Vec<(String, Vec<u8>)>;

/// Files of one folder that are made together, of parts that each have a mark: an index.
pub struct Gathered<'a> {
    /// The folder.
    pub folder: Address,
    /// The parts by name.
    pub parts: BTreeMap<String, Mark>,
    /// Makes the files, each with its name in the folder, from those before if they are known.
    pub make: Box<dyn Fn(Option<Earlier>) -> Files + Send + Sync + 'a>,
}

/// The files of such a folder as they were, and what became of its parts since.
pub struct Earlier {
    /// The files, each with its name in the folder.
    pub files: Files,
    /// The parts that are no more.
    pub gone: Vec<String>,
    /// The parts that are new or others.
    pub changed: BTreeSet<String>,
}

/// What a file shows: municipalities, and procedures without their texts, by the addresses of their pages,
/// and the mark of what is beside them, texts among it.
pub type Shown<'s> = (&'s [&'s Address], Mark);

/// The files of the site by their path below `output/`, sorted.
#[derive(Default)]
pub struct Bundle<'a> {
    files: BTreeMap<String, File<'a>>,
    /// The marks of the archive whose files these are; without them, every file is made.
    archive: Option<Arc<Marks>>,
    /// Files that are made together.
    gathered: Vec<Gathered<'a>>,
    /// Whether text files stand packed beside themselves, too.
    packs: bool,
    /// Whose own files belong into it.
    scope: Scope,
    /// Set where a text that files show could not be read.
    lost: Arc<AtomicBool>,
}

/// Of which procedures a bundle holds the own files: page, phases, documents.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Of all.
    #[default]
    All,
    /// Of the one with this page, if any: enough for who looks at one page.
    Only(Option<Address>),
}

impl<'a> Bundle<'a> {
    /// An empty bundle for the files of an archive with these marks.
    pub fn of(marks: Marks) -> Self {
        Self {
            archive: Some(Arc::new(marks)),
            ..Self::default()
        }
    }

    /// An empty bundle for the own files of these procedures, and those of the portal.
    pub fn within(scope: Scope) -> Self {
        Self {
            scope,
            ..Self::default()
        }
    }

    /// Lets each procedure whose own files belong into it put them there, on all cores.
    ///
    /// # Errors
    /// As [`Bundle::fill_by`].
    pub fn fill_own(
        &mut self,
        archive: &'a Archive,
        fill: impl Fn(&'a Procedure, &mut Self) -> Result<()> + Sync,
    ) -> Result<()> {
        let own = self.own(archive);
        let parts: Vec<&[&Procedure]> = own.chunks(AT_ONCE).collect();
        self.fill_by(&parts, |part, bundle| {
            part.iter().try_for_each(|own| fill(own, bundle))
        })
    }

    /// The procedures whose own files belong into it.
    fn own<'p>(&self, archive: &'p Archive) -> Vec<&'p Procedure> {
        match &self.scope {
            Scope::All => archive.each_procedure().collect(),
            Scope::Only(page) => {
                let page = page.as_ref();
                page.and_then(|page| archive.procedure(page))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// Lets each of these fill a bundle of its own, on all cores, and takes the files of all of them
    /// in.
    ///
    /// # Errors
    /// If one of them fails, or two files would stand at one address.
    pub fn fill_by<'p, T: Sync>(
        &mut self,
        parts: &'p [T],
        fill: impl Fn(&'p T, &mut Self) -> Result<()> + Sync,
    ) -> Result<()> {
        let filled = parts.par_iter().map(|part| {
            let mut own = Self {
                archive: self.archive.clone(),
                scope: self.scope.clone(),
                ..Self::default()
            };
            fill(part, &mut own).map(|()| own)
        });
        let filled: Vec<Self> = filled.collect::<Result<_>>()?;
        let mut files: Vec<(String, File)> = std::mem::take(&mut self.files).into_iter().collect();
        for part in filled {
            files.extend(part.files);
            self.gathered.extend(part.gathered);
        }
        // Runs that are sorted already, so this costs little more than walking through them.
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut next = files.windows(2);
        if let Some([(path, _), _]) = next.find(|pair| pair[0].0 == pair[1].0) {
            bail!("two files at one address: {path}");
        }
        self.files = files.into_iter().collect();
        Ok(())
    }

    /// Text files shall stand packed beside themselves, too: `index.html.gz`, `index.html.br`.
    pub fn pack(&mut self) {
        self.packs = true;
    }

    /// Whether text files stand packed beside themselves, too.
    pub fn packs(&self) -> bool {
        self.packs
    }

    /// Texts are read while files are made; `lost` is set where one cannot be.
    pub fn heed(&mut self, lost: &Arc<AtomicBool>) {
        self.lost = Arc::clone(lost);
    }

    /// Whether a text could not be read, so that some of the files that were made are not right.
    pub fn has_lost_texts(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Puts a file at an address.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn add(&mut self, address: &Address, source: Source<'a>) -> Result<()> {
        self.add_marked(address, source, None)
    }

    fn add_marked(
        &mut self,
        address: &Address,
        source: Source<'a>,
        mark: Option<Mark>,
    ) -> Result<()> {
        match self.files.entry(address.file()) {
            Entry::Occupied(entry) => bail!("two files at one address: {}", entry.key()),
            Entry::Vacant(entry) => entry.insert(File { source, mark }),
        };
        Ok(())
    }

    /// Puts a file at an address that is made when it is written. It may show anything but the texts of
    /// procedures.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn make(
        &mut self,
        address: &Address,
        make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a,
    ) -> Result<()> {
        let mark = self.archive.as_deref().map(Marks::whole);
        self.make_marked(address, mark, make)
    }

    /// The same for a file that shows these municipalities, and procedures without their texts, by the addresses
    /// of their pages, what is beside them, the portal's own facts, and nothing more. It is not made
    /// again while they stay as they are.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn make_of(
        &mut self,
        address: &Address,
        (shown, beside): Shown,
        make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a,
    ) -> Result<()> {
        let marks = self.archive.as_deref();
        let mark = marks.and_then(|marks| marks.shown(shown, beside));
        self.make_marked(address, mark, make)
    }

    fn make_marked(
        &mut self,
        address: &Address,
        mark: Option<Mark>,
        make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a,
    ) -> Result<()> {
        self.add_marked(address, Source::Make(Box::new(make)), mark)
    }

    /// Puts files that are made together into a folder of their own.
    pub fn gather(&mut self, gathered: Gathered<'a>) {
        self.gathered.push(gathered);
    }

    /// The files that are made together; [`Bundle::files`] does not know them.
    pub fn gathered(&self) -> &[Gathered<'a>] {
        &self.gathered
    }

    /// The mark of what turns the archive into files, if it is known.
    pub fn makers(&self) -> Option<Mark> {
        self.archive.as_deref().map(Marks::makers)
    }

    /// The files by path.
    pub fn files(&self) -> &BTreeMap<String, File<'a>> {
        &self.files
    }

    /// How the bytes of the file at a path come about.
    pub fn source(&self, path: &str) -> Option<&Source<'a>> {
        self.files.get(path).map(|file| &file.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_at_one_address_is_refused() {
        let mut bundle = Bundle::default();
        let page = |path: &str| Address::new(path);
        assert!(bundle.add(&page("a/"), Source::Bytes(Vec::new())).is_ok());
        assert!(
            bundle
                .add(&page("a/index.html"), Source::Bytes(Vec::new()))
                .is_err()
        );
        assert!(bundle.make(&page("b/"), || Ok(Vec::new())).is_ok());
        assert_eq!(
            bundle.files().keys().collect::<Vec<_>>(),
            ["a/index.html", "b/index.html"]
        );
    }
}
