//! What is remembered of a site between builds, beside it: every file with its size, hash and
//! mark, and what the system tells of it and of its folder. It may be deleted at any time, and it
//! is believed only where the system still tells the same.

use crate::finding::lasting::{Lasting, Writer, lasting, value_of};
use crate::model::mark::Mark;
use crate::write::manifest::FileFacts;
use crate::write::pairs::pairs;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Begins the file; another version of the program does not read it.
const HEAD: &[u8] = concat!("offenlage site 3, ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// Bytes of the sum at the end of the file, which a half-written one does not have.
const SUM: usize = 32;

/// A site as it was written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct State {
    /// Its files by path.
    pub files: BTreeMap<String, Kept>,
    /// Its folders by path, and when a name in them last changed.
    pub folders: BTreeMap<String, u64>,
    /// The parts of folders whose files were made together, by folder.
    pub parts: BTreeMap<String, BTreeMap<String, Mark>>,
}
lasting!(State {
    files,
    folders,
    parts,
});

/// A file as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kept {
    /// Size and hash.
    pub facts: FileFacts,
    /// The mark of what it shows, if it has one.
    pub mark: Option<Mark>,
    /// What the system tells of it.
    pub stamp: Stamp,
}
lasting!(Kept { facts, mark, stamp });

/// What the system tells of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    inode: u64,
    /// Nanoseconds since 1970.
    time: u64,
}
lasting!(Stamp { inode, time });

impl Stamp {
    /// The stamp of an ordinary file of this size; none of anything else.
    pub fn of(path: &Path, size: u64) -> Option<Self> {
        Self::told(&fs::symlink_metadata(path).ok()?, size)
    }

    /// The same from what the system told.
    pub fn told(known: &Metadata, size: u64) -> Option<Self> {
        (known.is_file() && known.len() == size).then(|| Self {
            inode: inode(known),
            time: time(known),
        })
    }
}

#[cfg(unix)]
fn inode(known: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(known)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

fn time(known: &Metadata) -> u64 {
    let since = known.modified().ok();
    let since = since.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    })
}

/// A site whose files are looked at one after the other. The system finds its folder once, not anew for
/// each of them.
struct Looked<'p> {
    path: &'p Path,
    #[cfg(target_os = "linux")]
    folder: std::os::fd::OwnedFd,
}

impl<'p> Looked<'p> {
    #[cfg(target_os = "linux")]
    fn at(path: &'p Path) -> Option<Self> {
        use rustix::fs::{Mode, OFlags, open};
        let flags = OFlags::DIRECTORY | OFlags::PATH | OFlags::CLOEXEC;
        let folder = open(path, flags, Mode::empty()).ok()?;
        Some(Self { path, folder })
    }

    #[cfg(not(target_os = "linux"))]
    fn at(path: &'p Path) -> Option<Self> {
        Some(Self { path })
    }

    /// The stamp of an ordinary file below it that has this size.
    #[cfg(target_os = "linux")]
    fn stamp(&self, below: &str, size: u64) -> Option<Stamp> {
        let known = self.told(below, rustix::fs::FileType::RegularFile)?;
        (u64::try_from(known.st_size) == Ok(size)).then(|| Stamp {
            inode: known.st_ino,
            time: time_of(&known),
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn stamp(&self, below: &str, size: u64) -> Option<Stamp> {
        Stamp::of(&self.path.join(below), size)
    }

    /// When a name in a folder below it last changed.
    #[cfg(target_os = "linux")]
    fn folder_time(&self, below: &str) -> Option<u64> {
        if below.is_empty() {
            return folder_time(self.path);
        }
        let known = self.told(below, rustix::fs::FileType::Directory)?;
        Some(time_of(&known))
    }

    #[cfg(not(target_os = "linux"))]
    fn folder_time(&self, below: &str) -> Option<u64> {
        folder_time(&self.path.join(below))
    }

    #[cfg(target_os = "linux")]
    fn told(&self, below: &str, is: rustix::fs::FileType) -> Option<rustix::fs::Stat> {
        use rustix::fs::{AtFlags, FileType, statat};
        let known = statat(&self.folder, below, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        (FileType::from_raw_mode(known.st_mode) == is).then_some(known)
    }
}

#[cfg(target_os = "linux")]
fn time_of(known: &rustix::fs::Stat) -> u64 {
    let nanoseconds = i128::from(known.st_mtime) * 1_000_000_000 + i128::from(known.st_mtime_nsec);
    u64::try_from(nanoseconds.max(0)).unwrap_or(u64::MAX)
}

/// Whether the folders of a site have the names that were written, and no others.
fn stand_at(folders: &BTreeMap<String, u64>, site: &Path) -> bool {
    let Some(looked) = Looked::at(site) else {
        return false;
    };
    let is_same = |(path, time): (&String, &u64)| looked.folder_time(path) == Some(*time);
    !folders.is_empty() && folders.par_iter().all(is_same)
}

fn folder_time(path: &Path) -> Option<u64> {
    let known = fs::symlink_metadata(path).ok()?;
    known.is_dir().then(|| time(&known))
}

/// The bytes of what is remembered, with its sum behind it.
fn sealed(value: &impl Lasting) -> Vec<u8> {
    let mut writer = Writer::beginning(HEAD);
    value.put(&mut writer);
    let mut bytes = writer.into_bytes();
    let sum = blake3::hash(&bytes);
    bytes.extend_from_slice(sum.as_bytes());
    bytes
}

/// The sum that stands at the end of these bytes.
fn sum_of(sealed: &[u8]) -> [u8; SUM] {
    sealed.last_chunk().copied().unwrap_or_default()
}

fn opened<T: Lasting>(file: &Path) -> Option<T> {
    #[expect(clippy::disallowed_methods, reason = "write remembers what it wrote")]
    let bytes = fs::read(file).ok()?;
    let (body, sum) = bytes.split_at_checked(bytes.len().checked_sub(SUM)?)?;
    let rest = body.strip_prefix(HEAD)?;
    let is_whole = blake3::hash(body).as_bytes() == sum;
    is_whole.then(|| value_of(rest)).flatten()
}

/// The site before the present one, as far as it differs from that.
#[derive(Debug, PartialEq, Eq)]
pub struct Spare {
    /// The sum of what is remembered of the present one, without which this says nothing.
    present: [u8; SUM],
    /// The files that the present one does not have, or has otherwise; none where it has more.
    differs: BTreeMap<String, Option<Kept>>,
    /// Its folders by path, and when a name in them last changed.
    pub folders: BTreeMap<String, u64>,
}
lasting!(Spare {
    present,
    differs,
    folders,
});

impl Spare {
    /// What is to be remembered of a site once another one has taken its place, whose bytes to be
    /// remembered by are `note`.
    pub fn of(before: State, present: &State, note: &[u8]) -> Self {
        let pairs = pairs(before.each(), present.each());
        let differs = pairs.filter(|(_, one, other)| one != other);
        let differs = differs.map(|(path, one, _)| (path.to_owned(), one.copied()));
        let differs = differs.collect();
        Self {
            present: sum_of(note),
            differs,
            folders: before.folders,
        }
    }

    /// What is remembered in a file; none where it is damaged, of another version, or speaks of
    /// another present site.
    pub fn read(file: &Path, present: &Path) -> Option<Self> {
        let mut note = File::open(present).ok()?;
        let mut sum = [0; SUM];
        note.seek(SeekFrom::End(-(SUM as i64))).ok()?;
        note.read_exact(&mut sum).ok()?;
        opened(file).filter(|spare: &Self| spare.present == sum)
    }

    /// The bytes to remember it by.
    pub fn bytes(&self) -> Vec<u8> {
        sealed(self)
    }

    /// Whether a site is still what was written, as far as folders tell.
    pub fn has_folders_at(&self, site: &Path) -> bool {
        stand_at(&self.folders, site)
    }

    /// A file that it has, given what the present site has there.
    pub fn file(&self, path: &str, present: Option<&Kept>) -> Option<Kept> {
        let other = self.differs.get(path).copied();
        other.unwrap_or_else(|| present.copied())
    }

    /// What it has otherwise than the present one, or has alone, by path.
    pub fn own(&self) -> impl Iterator<Item = &String> {
        let differs = self.differs.iter();
        differs.filter_map(|(path, kept)| kept.is_some().then_some(path))
    }
}

impl State {
    /// Its files by path.
    pub fn each(&self) -> impl Iterator<Item = (&str, &Kept)> {
        self.files.iter().map(|(path, kept)| (path.as_str(), kept))
    }

    /// What is remembered in a file; none where it is damaged or of another version.
    pub fn read(file: &Path) -> Option<Self> {
        opened(file)
    }

    /// The bytes to remember it by.
    pub fn bytes(&self) -> Vec<u8> {
        sealed(self)
    }

    /// Whether a site is still what was written: nothing came, went or was changed.
    pub fn holds_at(&self, site: &Path) -> bool {
        let Some(looked) = Looked::at(site) else {
            return false;
        };
        let is_same = |(path, kept): (&String, &Kept)| {
            looked.stamp(path, kept.facts.size) == Some(kept.stamp)
        };
        stand_at(&self.folders, site) && self.files.par_iter().all(is_same)
    }

    /// Notes the folders of a site as they are now. If it was made from `spare`, while `present` stood
    /// at the output, those in which nothing came or went are as they were.
    ///
    /// # Errors
    /// If one of them is not there.
    pub fn note_folders(&mut self, site: &Path, before: Option<(&Spare, &Self)>) -> io::Result<()> {
        let mut paths: Vec<&str> = with_those_around(self.files.keys()).into_iter().collect();
        paths.par_sort_unstable();
        let touched = before.map(|(spare, present)| self.touched(spare, present));
        let rested = |path: &str| {
            let touched = touched.as_ref()?;
            let (spare, _) = before.filter(|_| !touched.contains(path))?;
            spare.folders.get(path).copied()
        };
        let gone = |path: &str| io::Error::new(io::ErrorKind::NotFound, path.to_owned());
        let looked = Looked::at(site).ok_or_else(|| gone(""))?;
        let note = |path: &&str| {
            let time = rested(path).or_else(|| looked.folder_time(path));
            Ok(((*path).to_owned(), time.ok_or_else(|| gone(path))?))
        };
        let folders: io::Result<Vec<(String, u64)>> = paths.par_iter().map(note).collect();
        self.folders = folders?.into_iter().collect();
        Ok(())
    }

    /// The folders in which something came or went when this was made from `spare`, and those around
    /// them: a file stayed where all three sites have the same.
    fn touched<'s>(&'s self, spare: &'s Spare, present: &'s Self) -> HashSet<&'s str> {
        let file = |kept: &Kept| (kept.stamp, kept.facts);
        let pairs = pairs(self.each(), present.each());
        let others = pairs.filter(|(_, now, before)| now.map(file) != before.map(file));
        let others = others.map(|(path, ..)| path);
        with_those_around(others.chain(spare.differs.keys().map(String::as_str)))
    }
}

/// The folders of some files, and those around them.
fn with_those_around<'p>(
    files: impl Iterator<Item = &'p (impl AsRef<str> + ?Sized + 'p)>,
) -> HashSet<&'p str> {
    let mut folders = HashSet::from([""]);
    let mut last = "";
    for path in files {
        let mut path = path.as_ref();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Files of one folder mostly follow each other.
        if folder == last {
            continue;
        }
        last = folder;
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test writes files")]
    fn put(path: &Path, bytes: &[u8]) {
        fs::write(path, bytes).unwrap();
    }

    fn state_of(site: &Path) -> State {
        let mut state = State::default();
        for (path, mark) in [("a/b/ä.html", Some(Mark([7; 16]))), ("index.html", None)] {
            let facts = FileFacts {
                size: 3,
                sha256: [7; 32],
            };
            let stamp = Stamp::of(&site.join(path), 3).unwrap();
            let kept = Kept { facts, mark, stamp };
            state.files.insert(path.to_owned(), kept);
        }
        let part = ("part".to_owned(), Mark([9; 16]));
        state.parts.insert("a/".to_owned(), [part].into());
        state.note_folders(site, None).unwrap();
        state
    }

    fn site() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("a/b")).unwrap();
        put(&place.path().join("a/b/ä.html"), b"abc");
        put(&place.path().join("index.html"), b"abc");
        place
    }

    #[test]
    fn what_is_written_is_read_again_and_damage_is_seen() {
        let place = site();
        let state = state_of(place.path());
        assert_eq!(state.folders.keys().collect::<Vec<_>>(), ["", "a", "a/b"]);
        let file = tempfile::NamedTempFile::new().unwrap();
        put(file.path(), &state.bytes());
        assert_eq!(State::read(file.path()), Some(state.clone()));
        let bytes = state.bytes();
        for end in [0, 10, HEAD.len(), bytes.len() - 1] {
            put(file.path(), &bytes[..end]);
            assert_eq!(State::read(file.path()), None);
        }
    }

    #[test]
    fn a_site_that_somebody_touched_is_not_believed() {
        type Change = fn(&Path);
        let changes: [(&str, Change); 5] = [
            ("changed", |site| put(&site.join("index.html"), b"xyz")),
            ("longer", |site| put(&site.join("a/b/ä.html"), b"abcd")),
            ("added", |site| put(&site.join("a/b/more.html"), b"")),
            ("removed", |site| {
                fs::remove_file(site.join("index.html")).unwrap();
            }),
            ("folder", |site| fs::create_dir(site.join("a/c")).unwrap()),
        ];
        for (what, change) in changes {
            let place = site();
            let state = state_of(place.path());
            assert!(state.holds_at(place.path()));
            std::thread::sleep(std::time::Duration::from_millis(15));
            change(place.path());
            assert!(!state.holds_at(place.path()), "{what}");
        }
    }
}
