//! Whether a folder is what it was when it was read last: told by what the system says of its files.
//! That only decides whether they are read again, never what is in them.

use crate::finding::lasting::lasting;
use crate::load::content::{Content, municipalities_of};
use crate::load::document::kept::KnownDocuments;
use crate::load::folder::Entry;
use crate::model::boundary::Boundaries;
use crate::model::mark::Mark;
use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// Files that changed so shortly before they were read may change again without the system telling
/// another time: two seconds, in nanoseconds, as coarse as the clock of any file system in use.
const COARSE: u64 = 2_000_000_000;

/// What the system tells of some files: their names, sizes, times and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Stands for all of that.
    pub mark: Mark,
    /// When the last of them changed, in nanoseconds since 1970.
    pub latest: u64,
}
lasting!(Stamp { mark, latest });

impl Stamp {
    /// The stamp of files; none if one of them is gone.
    pub fn of(entries: &[Entry]) -> Option<Self> {
        let mut latest = 0;
        let mut told = Vec::with_capacity(entries.len());
        for entry in entries {
            let known = std::fs::symlink_metadata(entry.disk()).ok()?;
            let (modified, changed) = (modified(&known), changed(&known));
            latest = latest.max(modified).max(changed);
            told.push((&entry.path, known.len(), modified, changed, number(&known)));
        }
        Some(Self {
            mark: Mark::of(&told),
            latest,
        })
    }

    /// Whether its files had rested for a while at a moment, in nanoseconds since 1970. If not, the
    /// same stamp does not mean the same bytes.
    pub fn is_settled(&self, now: u64) -> bool {
        self.latest.saturating_add(COARSE) < now
    }
}

fn modified(known: &Metadata) -> u64 {
    let since = known.modified().ok();
    let since = since.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    })
}

/// When name, size or time of a file were changed last: nobody can set that back.
#[cfg(unix)]
fn changed(known: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = i128::from(known.ctime()) * 1_000_000_000 + i128::from(known.ctime_nsec());
    u64::try_from(nanoseconds).unwrap_or_default()
}

#[cfg(not(unix))]
fn changed(known: &Metadata) -> u64 {
    modified(known)
}

#[cfg(unix)]
fn number(known: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(known)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

/// What was read before, as far as it need not be read again.
#[derive(Debug, Default)]
pub struct Known {
    /// What every procedure was read beside.
    pub around: Option<Mark>,
    /// The folders of procedures, each as `gemeinde/verfahren`.
    pub folders: HashMap<String, Stamp>,
    /// All files as they were walked.
    pub content: Option<Content>,
    /// The municipalities in whose folders something changed since, if somebody watches all of them.
    pub changed: Option<BTreeSet<String>>,
    /// Documents that were read before.
    pub documents: KnownDocuments,
    /// The official list, and the stamp of the portal's own files of it.
    pub boundaries: Option<(Stamp, Arc<Boundaries>)>,
}

impl Known {
    /// Adds paths below the portal's folder that changed; none if nobody can tell.
    pub fn tell(&mut self, changed: Option<BTreeSet<PathBuf>>) {
        match (&mut self.changed, changed) {
            (Some(known), Some(more)) => known.extend(municipalities_of(&more)),
            _ => self.changed = None,
        }
    }

    /// The stamp of a procedure's folder: the known one, where nothing changed in the folder of its
    /// municipality.
    pub fn stamp(&self, name: &str, entries: &[Entry]) -> Option<Stamp> {
        let municipality = name.split('/').next().unwrap_or_default();
        let changed = self.changed.as_ref().filter(|_| self.content.is_some());
        let rests = changed.is_some_and(|changed| !changed.contains(municipality));
        let known = self.folders.get(name).filter(|_| rests);
        known.copied().or_else(|| Stamp::of(entries))
    }

    /// Whether a procedure's folder was read before, beside the same, and is what it was.
    pub fn has(&self, name: &str, stamp: Stamp, around: Mark) -> bool {
        self.around == Some(around) && self.folders.get(name) == Some(&stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Findings;
    use crate::load::folder::Folder;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    #[expect(clippy::disallowed_methods, reason = "the test writes files")]
    fn put(path: &Path, text: &str) {
        std::fs::write(path, text).unwrap();
    }

    fn stamp(portal: &Path) -> Stamp {
        let folder = Folder::walk(portal, "content", &mut Findings::default());
        Stamp::of(folder.entries()).unwrap()
    }

    #[test]
    fn every_change_gives_another_stamp() {
        let portal = tempfile::tempdir().unwrap();
        let content = portal.path().join("content");
        std::fs::create_dir(&content).unwrap();
        let (a, b) = (content.join("a.md"), content.join("b.md"));
        put(&a, "a");
        put(&b, "b");
        let mut stamps = vec![stamp(portal.path())];
        assert_eq!(stamps[0], stamp(portal.path()));
        let mut take = || stamps.push(stamp(portal.path()));
        // A file of the same size with the time it had: only its own number and change tell.
        let time = std::fs::metadata(&a).unwrap().modified().unwrap();
        put(&content.join("c.md"), "c");
        std::fs::rename(content.join("c.md"), &a).unwrap();
        let file = std::fs::File::options().append(true).open(&a).unwrap();
        file.set_modified(time).unwrap();
        take();
        put(&a, "aa");
        take();
        std::fs::rename(&b, content.join("d.md")).unwrap();
        take();
        std::fs::remove_file(content.join("d.md")).unwrap();
        take();
        for (at, one) in stamps.iter().enumerate() {
            let others = stamps.iter().skip(at + 1);
            assert!(
                others.into_iter().all(|other| one.mark != other.mark),
                "{at}"
            );
        }
    }

    #[test]
    fn what_changed_just_now_is_not_settled() {
        let portal = tempfile::tempdir().unwrap();
        std::fs::create_dir(portal.path().join("content")).unwrap();
        put(&portal.path().join("content/a.md"), "a");
        let stamp = stamp(portal.path());
        let at = |time: SystemTime| {
            u64::try_from(time.duration_since(UNIX_EPOCH).unwrap().as_nanos()).unwrap()
        };
        let changed = UNIX_EPOCH + Duration::from_nanos(stamp.latest);
        assert!(!stamp.is_settled(at(changed)));
        assert!(!stamp.is_settled(at(changed + Duration::from_secs(2))));
        assert!(stamp.is_settled(at(changed + Duration::from_secs(3))));
    }
}
