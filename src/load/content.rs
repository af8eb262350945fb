//! The files below `content/`, municipality by municipality: one that did not change is not walked
//! again, and the others are walked on all cores.

use crate::finding::Findings;
use crate::load::folder::{self, Entry, Folder, faults};
use crate::load::municipality_file::MunicipalityFile;
use crate::load::written::Written;
use crate::model::AT_ONCE;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The folder of the municipalities.
pub const MUNICIPALITIES: &str = "content/gemeinden";

/// The files below `content/`.
#[derive(Debug, Default, Clone)]
pub struct Content {
    rest: Arc<Part>,
    municipalities: BTreeMap<String, Arc<Part>>,
}

/// A part of them.
#[derive(Debug, Default)]
pub struct Part {
    folder: Folder,
    found: Findings,
    /// What was read of the municipality's own file, and what was found; see [`Part::own_file`].
    own_file: OnceLock<(OwnFile, Findings)>,
}

/// A municipality's own file; none where it cannot be used.
pub type OwnFile = Option<Arc<Written<MunicipalityFile>>>;

impl Content {
    /// Walks the content of a portal. What is known of it before is taken for all municipalities but
    /// these.
    pub fn walk(portal: &Path, known: Option<(&Self, &BTreeSet<String>)>) -> Self {
        let mut rest = Part::default();
        let names;
        (rest.folder, names) = Folder::walk_around(portal, MUNICIPALITIES, &mut rest.found);
        let again = |name: &String| {
            let (before, changed) = known?;
            let part = before.municipalities.get(name);
            part.filter(|_| !changed.contains(name))
        };
        let part = |name: &String| match again(name) {
            Some(part) => Arc::clone(part),
            None => Arc::new(Part::walk(portal, name)),
        };
        let parts: Vec<_> = names.par_iter().with_max_len(AT_ONCE).map(part).collect();
        let has_files =
            |(_, part): &(String, Arc<Part>)| !part.entries().is_empty() || !part.found.is_empty();
        let municipalities = names.into_iter().zip(parts).filter(has_files).collect();
        Self {
            rest: Arc::new(rest),
            municipalities,
        }
    }

    /// What walking found.
    pub fn report(&self, findings: &mut Findings) {
        findings.append(self.rest.found.clone());
        let mut folded: BTreeMap<String, &str> = BTreeMap::new();
        for (name, part) in &self.municipalities {
            findings.append(part.found.clone());
            if let Some(other) = folded.insert(name.to_lowercase(), name) {
                let path = |name: &str| format!("{MUNICIPALITIES}/{name}");
                findings.add(faults::same_but_for_case(&path(name), &path(other)));
            }
        }
    }

    /// What does not lie in the folder of a municipality.
    pub fn rest(&self) -> &Folder {
        &self.rest.folder
    }

    /// The municipalities by the names of their folders.
    pub fn municipalities(&self) -> impl Iterator<Item = (&str, &Part)> {
        let all = self.municipalities.iter();
        all.map(|(name, part)| (name.as_str(), &**part))
    }

    /// Whether there is a file at a path below the portal's folder.
    pub fn has(&self, path: &str) -> bool {
        let inside = path.strip_prefix(MUNICIPALITIES);
        let inside = inside.and_then(|path| path.strip_prefix('/'));
        let name = inside.and_then(|path| path.split('/').next());
        let part = name.and_then(|name| self.municipalities.get(name));
        part.unwrap_or(&self.rest).folder.get(path).is_some()
    }

    /// The files of a procedure's folder, which is named as `gemeinde/verfahren`.
    pub fn of_procedure(&self, name: &str) -> &[Entry] {
        let municipality = name.split('/').next().unwrap_or_default();
        let part = self.municipalities.get(municipality);
        part.map_or(&[], |part| {
            part.folder.under(&format!("{MUNICIPALITIES}/{name}"))
        })
    }
}

impl Part {
    fn walk(portal: &Path, name: &str) -> Self {
        let mut part = Self::default();
        let below = format!("{MUNICIPALITIES}/{name}");
        part.folder = Folder::walk_below(portal, &below, folder::DEPTH_OF_CONTENT, &mut part.found);
        part
    }

    /// Its files, by path.
    pub fn entries(&self) -> &[Entry] {
        self.folder.entries()
    }

    /// The municipality's own file, read once.
    pub fn own_file(
        &self,
        read: impl FnOnce(&[Entry], &mut Findings) -> OwnFile,
        findings: &mut Findings,
    ) -> OwnFile {
        let (file, found) = self.own_file.get_or_init(|| {
            let mut found = Findings::default();
            (read(self.entries(), &mut found), found)
        });
        findings.append(found.clone());
        file.clone()
    }
}

/// The names of the municipalities in whose folders paths lie; a path begins with `content`.
pub fn municipalities_of(paths: &BTreeSet<PathBuf>) -> BTreeSet<String> {
    let name = |path: &PathBuf| {
        let rest = path.strip_prefix(MUNICIPALITIES).ok()?;
        match rest.components().next()? {
            // Names are compared as they are in the portal.
            Component::Normal(name) => Some(folder::composed(name.to_str()?).into_owned()),
            _ => None,
        }
    };
    paths.iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test writes files")]
    fn put(portal: &Path, path: &str) {
        let path = portal.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "a").unwrap();
    }

    fn paths(content: &Content) -> Vec<&str> {
        let rest = content.rest().entries().iter();
        let own = content
            .municipalities()
            .flat_map(|(_, part)| part.entries());
        rest.chain(own).map(|entry| entry.path.as_str()).collect()
    }

    #[test]
    fn only_what_changed_is_walked_again() {
        let portal = tempfile::tempdir().unwrap();
        let portal = portal.path();
        let files = ["a/gemeinde.yaml", "a/plan/b.pdf", "b/gemeinde.yaml"];
        for file in files {
            put(portal, &format!("{MUNICIPALITIES}/{file}"));
        }
        put(portal, "content/portal/hilfe.md");
        put(portal, "content/gemeinden/liesmich.txt");
        std::fs::create_dir(portal.join("content/gemeinden/leer")).unwrap();
        let first = Content::walk(portal, None);
        let expected = [
            "content/gemeinden/liesmich.txt",
            "content/portal/hilfe.md",
            "content/gemeinden/a/gemeinde.yaml",
            "content/gemeinden/a/plan/b.pdf",
            "content/gemeinden/b/gemeinde.yaml",
        ];
        assert_eq!(paths(&first), expected);
        assert_eq!(first.of_procedure("a/plan").len(), 1);
        // A file that nobody told of is not seen; one that was told of, one beside the
        // municipalities and a new municipality are.
        put(portal, "content/gemeinden/a/unseen.md");
        put(portal, "content/gemeinden/b/seen.md");
        put(portal, "content/portal/impressum.md");
        put(portal, "content/gemeinden/c/gemeinde.yaml");
        let told = municipalities_of(&[PathBuf::from("content/gemeinden/b/seen.md")].into());
        let second = Content::walk(portal, Some((&first, &told)));
        let mut expected = expected.to_vec();
        expected.extend(["content/gemeinden/b/seen.md", "content/portal/impressum.md"]);
        expected.push("content/gemeinden/c/gemeinde.yaml");
        let mut seen = paths(&second);
        expected.sort_unstable();
        seen.sort_unstable();
        assert_eq!(seen, expected);
        let known = |content: &Content, name: &str| Arc::clone(&content.municipalities[name]);
        assert!(Arc::ptr_eq(&known(&first, "a"), &known(&second, "a")));
        assert!(!Arc::ptr_eq(&known(&first, "b"), &known(&second, "b")));
        std::fs::remove_dir_all(portal.join("content/gemeinden/c")).unwrap();
        let third = Content::walk(portal, Some((&second, &BTreeSet::new())));
        assert_eq!(third.municipalities().count(), 2);
    }

    #[test]
    fn municipalities_that_differ_by_capitals_only_are_reported() {
        let portal = tempfile::tempdir().unwrap();
        for name in ["Meissen", "meissen"] {
            put(portal.path(), &format!("{MUNICIPALITIES}/{name}/a.md"));
        }
        let content = Content::walk(portal.path(), None);
        if content.municipalities.len() < 2 {
            // A disk that knows no capitals cannot hold both.
            return;
        }
        let mut findings = Findings::default();
        content.report(&mut findings);
        let found = findings.sorted();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].place.file.path, "content/gemeinden/meissen");
    }
}
