//! The files of a theme that pages load: styles, scripts, pictures.

use crate::load::theme::ThemeFiles;
use crate::model::address::Address;
use crate::model::mark::digits;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Files that pages load.
#[derive(Debug)]
pub struct Assets {
    /// Each with its address, which changes with its content.
    pub files: Vec<(Address, Vec<u8>)>,
    /// From a name to the file below the portal's root.
    pub names: BTreeMap<String, String>,
}

impl Assets {
    /// The assets of a theme.
    pub fn new(files: &ThemeFiles) -> Self {
        let mut assets = Self {
            files: Vec::new(),
            names: BTreeMap::new(),
        };
        for (name, file) in &files.0 {
            let Some(name) = name.strip_prefix("assets/") else {
                continue;
            };
            let hash = digits(&Sha256::digest(&file.bytes)[..4]);
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
            let path = format!("assets/{stem}.{hash}.{ending}");
            assets
                .files
                .push((Address::new(&*path), file.bytes.clone()));
            assets.names.insert(name.to_owned(), path);
        }
        assets
    }
}
