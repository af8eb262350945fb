//! Notices that something was changed in the files a site is built from.
//!
//! Many changes in a row are one change: saving a file makes several, `git checkout` thousands.
//! It is told after a moment of silence, and when there is none, after a second.

mod scope;
mod system;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use scope::Scope;
use system::{Exhausted, SystemWatch};

/// So long nothing may change before a change is told; an editor's save is shorter.
const SILENCE: Duration = Duration::from_millis(40);
/// After so long a change is told although it goes on.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a folder that has gone is looked for.
const SEARCH: Duration = Duration::from_millis(500);
/// How often files are looked through where the system cannot tell of changes.
const POLL: Duration = Duration::from_secs(1);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The operating system tells. Where it cannot watch so many folders, as by `Polling`.
    System,
    /// By looking through all files again and again: for network drives and containers, where
    /// the system does not tell.
    Polling,
}

/// A watch that goes on until this is dropped.
#[derive(Debug)]
pub struct Watching {
    notes: Sender<Note>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        self.notes.send(Note::Stop).ok();
    }
}

/// Which files or folders changed: the name of the path that is watched and what follows it. None
/// where nobody can tell.
pub type Changed = Option<BTreeSet<PathBuf>>;

/// More paths than these are not told one by one.
const MOST_PATHS: usize = 10_000;

/// Calls `on_change` from another thread after each burst of changes in one of the paths: files,
/// or folders with everything in them. A path may be missing, go and come back.
///
/// What is in `ignored` is no change, nor are hidden files, copies that editors make (`…~`), and
/// times of access.
///
/// # Errors
/// When the folder around a path is missing.
pub fn watch(
    paths: &[PathBuf],
    ignored: &[PathBuf],
    how: How,
    on_change: impl FnMut(Changed) + Send + 'static,
) -> anyhow::Result<Watching> {
    let scope = Scope::new(paths, ignored)?;
    let (sender, notes) = channel();
    let watch = match how {
        How::System => SystemWatch::start(&scope, &sender),
        How::Polling => None,
    };
    let follow: Box<dyn FnOnce() + Send> = match watch {
        Some(watch) => Box::new(move || follow_system(watch, &scope, &notes, on_change)),
        None => {
            // Taken now: what changes after the return of this function is a change.
            let known = scope.fingerprint();
            Box::new(move || follow_by_polling(&scope, &notes, known, on_change))
        }
    };
    thread::Builder::new()
        .name("watch".into())
        .spawn(follow)
        .context("no thread to watch for changes")?;
    Ok(Watching { notes: sender })
}

/// What the watch is told by the system or by its owner.
#[derive(Debug, PartialEq, Eq)]
enum Note {
    /// A file in question changed.
    Changed(PathBuf),
    /// A watched folder came, went or was replaced.
    Moved(PathBuf),
    /// So much happened that the system lost count.
    Overflow,
    /// The system cannot watch so many folders.
    Exhausted,
    /// The owner wants no more.
    Stop,
}

/// What a burst of notes amounts to.
#[derive(Default)]
struct Burst {
    has_changed: bool,
    /// Whether something changed that is not among the paths.
    is_vague: bool,
    paths: BTreeSet<PathBuf>,
    has_overflown: bool,
    is_exhausted: bool,
    is_stopped: bool,
    moved: Vec<PathBuf>,
}

impl Burst {
    fn take(&mut self, note: Note) {
        match note {
            Note::Changed(path) => {
                self.has_changed = true;
                self.is_vague |= self.paths.len() >= MOST_PATHS;
                if !self.is_vague {
                    self.paths.insert(path);
                }
            }
            Note::Moved(path) => {
                self.is_vague = true;
                if !self.moved.contains(&path) {
                    self.moved.push(path);
                }
            }
            Note::Overflow => self.has_overflown = true,
            Note::Exhausted => self.is_exhausted = true,
            Note::Stop => self.is_stopped = true,
        }
    }

    /// What changed, where the system did not lose count.
    fn changed(self) -> Changed {
        (!self.is_vague && !self.has_overflown).then_some(self.paths)
    }
}

fn follow_system(
    mut watch: SystemWatch,
    scope: &Scope,
    notes: &Receiver<Note>,
    mut on_change: impl FnMut(Changed),
) {
    let mut fingerprint = 0;
    loop {
        let mut burst = next_burst(notes, watch.is_complete);
        if burst.is_stopped {
            return;
        }
        if rearm(&mut watch, &mut burst).is_err() || burst.is_exhausted {
            drop(watch);
            on_change(None);
            return follow_by_polling(scope, notes, scope.fingerprint(), on_change);
        }
        if burst.has_overflown {
            // Reading many files can itself make the system lose count; only other files count.
            let now = scope.fingerprint();
            burst.has_changed |= now != fingerprint;
            fingerprint = now;
        }
        if burst.has_changed {
            on_change(burst.changed());
        }
    }
}

/// Watches again what came, went or was replaced.
fn rearm(watch: &mut SystemWatch, burst: &mut Burst) -> Result<(), Exhausted> {
    if !watch.is_complete {
        watch.arm(Path::new(""))?;
        // What was missing and is there now is new.
        burst.has_changed |= watch.is_complete;
        burst.is_vague |= watch.is_complete;
        return Ok(());
    }
    for path in &burst.moved {
        watch.arm(path)?;
    }
    Ok(())
}

/// Waits for a note, and then until there are no more of them. While something is missing the
/// burst may be empty.
fn next_burst(notes: &Receiver<Note>, is_complete: bool) -> Burst {
    let mut burst = Burst::default();
    let first = match is_complete {
        true => notes.recv().map_err(|_| RecvTimeoutError::Disconnected),
        false => notes.recv_timeout(SEARCH),
    };
    match first {
        Ok(note) => burst.take(note),
        Err(RecvTimeoutError::Timeout) => return burst,
        Err(RecvTimeoutError::Disconnected) => burst.is_stopped = true,
    }
    let deadline = Instant::now() + PATIENCE;
    while !burst.is_stopped {
        let left = deadline.saturating_duration_since(Instant::now());
        match notes.recv_timeout(left.min(SILENCE)) {
            Ok(note) => burst.take(note),
            Err(_) => break,
        }
    }
    burst
}

fn follow_by_polling(
    scope: &Scope,
    notes: &Receiver<Note>,
    mut known: u64,
    mut on_change: impl FnMut(Changed),
) {
    loop {
        let start = Instant::now();
        let now = scope.fingerprint();
        // Looking takes at most a tenth of the time.
        let pause = POLL.max(start.elapsed() * 10);
        if now != known {
            known = settle(scope, now);
            on_change(None);
        }
        if stops_within(notes, pause) {
            return;
        }
    }
}

/// Waits until two looks in a row see the same.
fn settle(scope: &Scope, mut seen: u64) -> u64 {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        thread::sleep(SILENCE);
        let now = scope.fingerprint();
        if now == seen {
            break;
        }
        seen = now;
    }
    seen
}

fn stops_within(notes: &Receiver<Note>, pause: Duration) -> bool {
    let deadline = Instant::now() + pause;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match notes.recv_timeout(left) {
            Ok(Note::Stop) | Err(RecvTimeoutError::Disconnected) => return true,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return false,
        }
    }
}

#[cfg(test)]
mod tests;
