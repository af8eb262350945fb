//! The files of the finished site: what stands at each address and how it is made. A file is made
//! when it is written and not held longer; a second file at one address is an error.

use crate::model::address::Address;
use anyhow::{Result, bail};
use std::collections::BTreeMap;
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

/// The files of the site by their path below `output/`, sorted.
#[derive(Default)]
pub struct Bundle<'a> {
    files: BTreeMap<String, Source<'a>>,
}

impl<'a> Bundle<'a> {
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

    /// Puts a file at an address that is made when it is written.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn make(
        &mut self,
        address: &Address,
        make: impl Fn() -> Result<Vec<u8>> + Send + Sync + 'a,
    ) -> Result<()> {
        self.add(address, Source::Make(Box::new(make)))
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
