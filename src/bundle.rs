//! The files of the finished site: what stands at each address and how it is made. A file is made
//! when it is written and not held longer; a second file at one address is an error.

use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::{Mark, Marks};
use crate::model::procedure::Procedure;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

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

/// What a file shows: procedures and municipalities by the addresses of their pages, and the mark of
/// what is beside them.
pub type Shown<'s> = (&'s [&'s Address], Mark);

/// The files of the site by their path below `output/`, sorted.
#[derive(Default)]
pub struct Bundle<'a> {
    files: BTreeMap<String, Source<'a>>,
    /// The marks of the archive whose files these are; without them, every file is made.
    archive: Option<Marks>,
    /// Files that are made together.
    gathered: Vec<Gathered<'a>>,
    /// What the files that are made show, by path.
    marks: BTreeMap<String, Mark>,
    /// Whether text files stand packed beside themselves, too.
    packs: bool,
    /// Whose own files belong into it.
    scope: Scope,
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
            archive: Some(marks),
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

    /// The procedures whose own files belong into it.
    pub fn own<'p>(&self, archive: &'p Archive) -> Vec<&'p Procedure> {
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

    /// Text files shall stand packed beside themselves, too: `index.html.gz`, `index.html.br`.
    pub fn pack(&mut self) {
        self.packs = true;
    }

    /// Whether text files stand packed beside themselves, too.
    pub fn packs(&self) -> bool {
        self.packs
    }

    /// Puts a file at an address.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn add(&mut self, address: &Address, source: Source<'a>) -> Result<()> {
        let path = address.file();
        if self.files.contains_key(&path) {
            bail!("two files at one address: {path}");
        }
        self.files.insert(path, source);
        Ok(())
    }

    /// Puts a file at an address that is made when it is written. It may show anything.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn make(
        &mut self,
        address: &Address,
        make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a,
    ) -> Result<()> {
        let mark = self.archive.as_ref().map(Marks::whole);
        self.make_marked(address, mark, make)
    }

    /// The same for a file that shows these procedures and municipalities, by the addresses of
    /// their pages, what is beside them, the portal's own facts, and nothing more. It is not made
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
        let marks = self.archive.as_ref();
        let mark = marks.and_then(|marks| marks.shown(shown, beside));
        self.make_marked(address, mark, make)
    }

    fn make_marked(
        &mut self,
        address: &Address,
        mark: Option<Mark>,
        make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a,
    ) -> Result<()> {
        self.add(address, Source::Make(Box::new(make)))?;
        if let Some(mark) = mark {
            self.marks.insert(address.file(), mark);
        }
        Ok(())
    }

    /// The mark of what a file shows: while it stays, so does the file.
    pub fn mark(&self, path: &str) -> Option<Mark> {
        self.marks.get(path).copied()
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
        self.archive.as_ref().map(Marks::makers)
    }

    /// The files by path.
    pub fn files(&self) -> &BTreeMap<String, Source<'a>> {
        &self.files
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
