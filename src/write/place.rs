//! Where a site is made and how it takes the place of the old one.
//!
//! Beside the output folder stands a hidden one (`.output.offenlage` beside `output`) on the same
//! file system. It holds the new site while it is made, the one before the present, what is
//! remembered of both, and a lock. It may be deleted whenever no build is running.

use crate::finding::both;
use crate::write::copy::{put, told};
use crate::write::state::{Spare, State};
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The mark of a folder that this program wrote, so that it never replaces another one.
pub const MARK: &str = ".offenlage-output";

/// The names in the hidden folder: a site while it is made, the old one while the new one takes its
/// place, the old one afterwards, and what is remembered of the present and of the old one.
const NEW: &str = "new";
const OLD: &str = "old";
const SPARE: &str = "before";
const STATE: &str = "state";
const SPARE_STATE: &str = "state-before";

/// Another build is waited for so long: 600 times 100 ms.
const ATTEMPTS: u32 = 600;

/// The place of a site that nobody else writes meanwhile.
pub struct Place {
    output: PathBuf,
    side: PathBuf,
    /// Where a site stands at the output already.
    has_old: bool,
    new_site: PathBuf,
    /// Held until the place is given back; the system lets it go when the program dies.
    _lock: File,
}

impl Place {
    /// Takes the place of a site: waits for another build of it, and clears away what a build left
    /// that was killed.
    ///
    /// # Errors
    /// If somebody else's files stand there, another build does not end, or the machine fails.
    pub fn take(output: &Path) -> Result<Self> {
        let output = behind_link(output)?;
        refuse_foreign_folder(&output)?;
        let side = made_side(&output)?;
        let lock = lock(&side.join("lock"), &output)?;
        let place = Self {
            new_site: side.join(NEW),
            has_old: false,
            output,
            side,
            _lock: lock,
        };
        place.clear_away()?;
        Ok(Self {
            has_old: place.output.exists(),
            ..place
        })
    }

    /// The folder in which the new site is made; it does not exist yet.
    pub fn new_site(&self) -> &Path {
        &self.new_site
    }

    /// The site that stands at the output.
    pub fn old(&self) -> Option<&Path> {
        self.has_old.then_some(self.output.as_path())
    }

    /// What is remembered of the site that stands at the output, if it is still as it was written.
    pub fn known(&self) -> Option<State> {
        let state = State::read(&self.side.join(STATE))?;
        (self.has_old && state.holds_at(&self.output)).then_some(state)
    }

    /// What is remembered of the site before the present, if it is still as it was written.
    pub fn spare(&self) -> Option<Spare> {
        let notes = [SPARE_STATE, STATE].map(|name| self.side.join(name));
        let spare = Spare::read(&notes[0], &notes[1])?;
        let site = self.side.join(SPARE);
        spare.has_folders_at(&site).then_some(spare)
    }

    /// Begins the new site with the one before the present, or without it where it is of no use.
    ///
    /// # Errors
    /// If the machine fails.
    pub fn take_spare(&self, spare: Option<Spare>) -> Result<Option<Spare>> {
        let Some(spare) = spare else {
            return self.drop_spare().map(|()| None);
        };
        // From here on it is neither the one site nor the other.
        forget(&self.side.join(SPARE_STATE))?;
        rename(&self.side.join(SPARE), &self.new_site)?;
        Ok(Some(spare))
    }

    /// Removes the site before the present.
    ///
    /// # Errors
    /// If the machine fails.
    fn drop_spare(&self) -> Result<()> {
        forget(&self.side.join(SPARE_STATE))?;
        remove(&self.side.join(SPARE))
    }

    /// Removes what was made; the old site stays.
    ///
    /// # Errors
    /// If the machine fails.
    pub fn give_up(self) -> Result<()> {
        remove(&self.new_site)
    }

    /// Puts the new site where the old one stands, and remembers both, the old one if it is known. `spare`
    /// is what the new one was made from.
    /// Where the system can exchange two folders in one step, a reader sees the one or the other;
    /// elsewhere the old one is moved away first.
    ///
    /// # Errors
    /// If the machine fails; the old site stands at the output, or beside it and comes back with
    /// the next build.
    pub fn put(self, mut state: State, known: Option<State>, spare: Option<&Spare>) -> Result<()> {
        let old = self.side.join(OLD);
        if self.has_old && exchange(&self.new_site, &self.output) {
            rename(&self.new_site, &old)?;
        } else {
            if self.has_old {
                rename(&self.output, &old)?;
            }
            rename(&self.new_site, &self.output)?;
        }
        let noted = state.note_folders(&self.output, spare.zip(known.as_ref()));
        noted.with_context(|| format!("look at {}", self.output.display()))?;
        let note = state.bytes();
        put(&self.side.join(STATE), &note)?;
        let Some(known) = known.filter(|_| self.has_old) else {
            return remove(&old);
        };
        let spare = Spare::of(known, &state, &note);
        put(&self.side.join(SPARE_STATE), &spare.bytes())?;
        rename(&old, &self.side.join(SPARE))
    }

    fn clear_away(&self) -> Result<()> {
        remove(&self.new_site)?;
        let old = self.side.join(OLD);
        if !self.output.exists() && old.join(MARK).exists() {
            return rename(&old, &self.output);
        }
        remove(&old)
    }
}

/// What was noted beside a site under a name.
pub fn noted(output: &Path, name: &str) -> Option<Vec<u8>> {
    let note = side(output).ok()?.join(name);
    #[expect(
        clippy::disallowed_methods,
        reason = "write remembers what it was told"
    )]
    fs::read(note).ok()
}

/// More notes than that never stay open.
const MOST_OPEN: usize = 2048;

/// So many notes stay open at most: of the files that the system gives a process, others need some, too. What is read
/// of the other notes later is kept.
#[cfg(unix)]
fn most_open() -> usize {
    use rustix::process::{Resource, getrlimit};
    let granted = getrlimit(Resource::Nofile).current;
    granted.map_or(MOST_OPEN, |granted| {
        usize::try_from(granted / 2).map_or(MOST_OPEN, |half| half.min(MOST_OPEN))
    })
}

#[cfg(not(unix))]
fn most_open() -> usize {
    MOST_OPEN
}

/// How some bytes of a note are read once more; none if the machine fails.
pub type Again = Arc<dyn Fn(&Range<u32>) -> Option<Vec<u8>> + Send + Sync>;

/// What was noted in a folder, each note read and dropped. What is read of one later stands there as it
/// was, whoever notes something else meanwhile.
pub fn each_noted<T: Send>(
    output: &Path,
    folder: &str,
    read: impl Fn(&[u8], Again) -> Option<T> + Sync,
) -> Vec<T> {
    let names = side(output).and_then(|side| names(&side.join(folder)));
    let notes: Vec<_> = names.unwrap_or_default().into_iter().enumerate().collect();
    let most_open = most_open();
    // They are read into the same few rooms, one after the other.
    let rooms: Mutex<Vec<Vec<u8>>> = Mutex::default();
    let rooms = || rooms.lock().unwrap_or_else(PoisonError::into_inner);
    let read = |(number, note): (usize, PathBuf)| {
        let mut file = File::open(note).ok()?;
        let mut room = rooms().pop().unwrap_or_default();
        room.clear();
        file.read_to_end(&mut room).ok()?;
        let again: Again = if number < most_open {
            let file = Mutex::new(file);
            Arc::new(move |at| read_at(&file, at).ok())
        } else {
            let bytes = room.clone();
            Arc::new(move |at| Some(bytes.get(at.start as usize..at.end as usize)?.to_vec()))
        };
        let understood = read(&room, again);
        rooms().push(room);
        understood
    };
    notes.into_par_iter().filter_map(read).collect()
}

fn read_at(file: &Mutex<File>, at: &Range<u32>) -> std::io::Result<Vec<u8>> {
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bytes = vec![0; at.len()];
    file.seek(SeekFrom::Start(at.start.into()))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn names(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| folder.display().to_string())?,
    };
    let paths = entries.map(|entry| Ok(entry?.path()));
    paths.collect()
}

/// Notes something beside a site, in one step; its name may begin with that of a folder.
///
/// # Errors
/// If the machine fails.
pub fn note(output: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let side = made_side(output)?;
    let note = side.join(name);
    if let Some(folder) = note.parent() {
        fs::create_dir_all(folder).map_err(|error| told(error, folder))?;
    }
    // Not in the folder of notes: another build that tidies there must not remove it.
    let new = side.join(format!("{}.{}", name.replace('/', "-"), std::process::id()));
    put(&new, bytes)?;
    rename(&new, &note)
}

/// Removes the notes in a folder that have other names than these, and what builds that were killed left of new ones.
///
/// # Errors
/// If the machine fails.
pub fn keep_notes(output: &Path, folder: &str, kept: &BTreeSet<String>) -> Result<()> {
    for note in names(&side(output)?.join(folder))? {
        let name = note.file_name().and_then(|name| name.to_str());
        if !name.is_some_and(|name| kept.contains(name)) {
            forget(&note)?;
        }
    }
    let unfinished = format!("{folder}-");
    for note in names(&side(output)?)? {
        let name = note.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with(&unfinished)) && is_old(&note) {
            forget(&note)?;
        }
    }
    Ok(())
}

/// Whether nobody has written to a note for so long that whoever began it was ended.
fn is_old(note: &Path) -> bool {
    const LONGEST: Duration = Duration::from_secs(3600);
    let time = fs::metadata(note).and_then(|known| known.modified());
    let age = time.ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age > LONGEST)
}

/// The hidden folder beside a site.
fn side(output: &Path) -> Result<PathBuf> {
    beside(&behind_link(output)?)
}

/// The same, made if it is not there.
fn made_side(output: &Path) -> Result<PathBuf> {
    let side = side(output)?;
    if !side.exists() {
        fs::create_dir_all(&side).with_context(|| format!("create {}", side.display()))?;
        // Whoever keeps the portal in Git never sees the folder.
        put(&side.join(".gitignore"), b"*\n")?;
    }
    Ok(side)
}

/// The folder that a link at the output's place leads to: the link stays, the site changes.
fn behind_link(output: &Path) -> Result<PathBuf> {
    if output.is_symlink() {
        return fs::canonicalize(output).with_context(|| format!("follow {}", output.display()));
    }
    Ok(output.to_path_buf())
}

fn refuse_foreign_folder(output: &Path) -> Result<()> {
    let is_empty = || fs::read_dir(output).is_ok_and(|mut entries| entries.next().is_none());
    if output.exists() && !output.join(MARK).exists() && !is_empty() {
        let what = both(
            "wurde nicht von offenlage geschrieben und wird nicht überschrieben",
            "was not written by offenlage and is not overwritten",
        );
        bail!("{} {what}", output.display());
    }
    Ok(())
}

fn beside(output: &Path) -> Result<PathBuf> {
    let name = output
        .file_name()
        .context("the output folder has no name")?;
    let mut side = std::ffi::OsString::from(".");
    side.push(name);
    side.push(".offenlage");
    Ok(output.with_file_name(side))
}

fn lock(path: &Path, output: &Path) -> Result<File> {
    let file = File::create(path).with_context(|| format!("create {}", path.display()))?;
    for _ in 0..ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(100)),
            // A file system without locks cannot be shared by two builds; most never are.
            Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
    let place = output.display();
    bail!(both(
        format_args!(
            "Ein anderer Lauf schreibt seit einer Minute nach {place}; bitte warten oder ihn beenden"
        ),
        format_args!("another run has been writing to {place} for a minute; please wait or end it"),
    ))
}

/// Exchanges two folders in one step; false where the system or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Exchanges two folders in one step; false where the system or the file system cannot.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("rename {} to {}", from.display(), to.display()))
}

/// Removes a note, if it is there.
fn forget(note: &Path) -> Result<()> {
    match fs::remove_file(note) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("remove {}", note.display()))
        }
        _ => Ok(()),
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn what_is_read_of_a_note_later_is_what_was_noted() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("output");
        let count = most_open() + 2;
        for number in 0..count {
            note(&output, &format!("read/{number}"), b"before").unwrap();
        }
        let read = each_noted(&output, "read", |bytes, again| {
            Some((bytes.to_vec(), again))
        });
        for number in 0..count {
            note(&output, &format!("read/{number}"), b"behind!").unwrap();
        }
        assert_eq!(read.len(), count);
        for (bytes, again) in read {
            assert_eq!(bytes, b"before");
            assert_eq!(again(&(2..6)).as_deref(), Some(&b"fore"[..]));
            assert_eq!(again(&(2..7)), None);
        }
    }

    #[test]
    fn notes_that_a_killed_build_left_are_removed_once_they_are_old() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("output");
        note(&output, "read/aa", b"kept").unwrap();
        let side = folder.path().join(".output.offenlage");
        for name in ["read-bb.17", "read-cc.18"] {
            put(&side.join(name), b"half").unwrap();
        }
        let old = SystemTime::UNIX_EPOCH;
        let file = File::options().write(true).open(side.join("read-bb.17"));
        file.unwrap().set_modified(old).unwrap();
        keep_notes(&output, "read", &["aa".to_owned()].into()).unwrap();
        assert_eq!(noted(&output, "read/aa").as_deref(), Some(&b"kept"[..]));
        assert!(!side.join("read-bb.17").exists());
        assert!(side.join("read-cc.18").exists());
    }
}
