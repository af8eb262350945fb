//! Which files are watched and which are not.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;
use notify::RecursiveMode;
use walkdir::{DirEntry, WalkDir};

/// What is looked at.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    roots: Vec<PathBuf>,
    ignored: Vec<PathBuf>,
}

impl Scope {
    /// Files and folders without those that are ignored. Links in the folders around them are
    /// resolved, because the system names files so.
    pub fn new(roots: &[PathBuf], ignored: &[PathBuf]) -> anyhow::Result<Self> {
        let roots = roots.iter().map(|path| {
            real_path(path).with_context(|| format!("{} cannot be watched", path.display()))
        });
        Ok(Self {
            roots: roots.collect::<anyhow::Result<_>>()?,
            // What is not there by its folder cannot change either.
            ignored: ignored
                .iter()
                .filter_map(|path| real_path(path).ok())
                .collect(),
        })
    }

    /// Whether a change of a path counts.
    pub fn contains(&self, path: &Path) -> bool {
        self.below(path).is_some()
    }

    /// A path whose change counts, as the name of what is watched and what follows it.
    pub fn below(&self, path: &Path) -> Option<PathBuf> {
        if self.ignored.iter().any(|other| path.starts_with(other)) {
            return None;
        }
        let below = |root: &PathBuf| {
            let rest = path
                .strip_prefix(root)
                .ok()
                .filter(|rest| !is_hidden(rest))?;
            let name = PathBuf::from(root.file_name()?);
            // A path joined with nothing would end in a slash.
            Some(if rest.as_os_str().is_empty() {
                name
            } else {
                name.join(rest)
            })
        };
        self.roots.iter().find_map(below)
    }

    /// Sums up names, sizes and times of all files. Times are exact: whole seconds, as the
    /// library's own polling compares them, would miss the second of two quick saves.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for root in &self.roots {
            let entries = WalkDir::new(root).sort_by_file_name().into_iter();
            let is_seen = |entry: &DirEntry| self.contains(entry.path());
            for entry in entries.filter_entry(is_seen).flatten() {
                entry.path().hash(&mut hasher);
                let metadata = entry.metadata().ok().filter(|metadata| !metadata.is_dir());
                if let Some(metadata) = metadata {
                    (metadata.len(), metadata.modified().ok()).hash(&mut hasher);
                }
            }
        }
        hasher.finish()
    }

    /// What the system is asked to watch: folders with all in them, and the folders around, which
    /// tell when one comes or goes and when a single file is replaced by another.
    pub fn targets(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let is_inside = |path: &Path| self.roots.iter().any(|root| path.starts_with(root));
        let around = self.roots.iter().filter_map(|root| root.parent());
        let mut around: Vec<&Path> = around.filter(|path| !is_inside(path)).collect();
        around.sort();
        around.dedup();
        let around = around
            .into_iter()
            .map(|path| (path.to_owned(), RecursiveMode::NonRecursive));
        let roots = self
            .roots
            .iter()
            .map(|path| (path.clone(), RecursiveMode::Recursive));
        around.chain(roots).collect()
    }
}

fn real_path(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(parent.canonicalize()?.join(name)),
        _ => Ok(path),
    }
}

/// Whether a part of a path begins with a dot or ends as editors' copies do.
fn is_hidden(path: &Path) -> bool {
    path.components().any(|name| {
        let name = name.as_os_str().as_encoded_bytes();
        name.starts_with(b".") || name.ends_with(b"~")
    })
}
