//! Notices that something was changed in the files a site is built from.
//!
//! Many changes in a row are one change: saving a file makes several, `git checkout` thousands.
//! It is told after a moment of silence, and when there is none, after a second.

mod scope;
mod system;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

use scope::Scope;
use system::{Exhausted, SystemWatch};

/// So long nothing may change before a change is told; an editor's save is shorter.
const SILENCE: Duration = Duration::from_millis(60);
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
    on_change: impl FnMut() + Send + 'static,
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
    Changed,
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
    has_overflown: bool,
    is_exhausted: bool,
    is_stopped: bool,
    moved: Vec<PathBuf>,
}

impl Burst {
    fn take(&mut self, note: Note) {
        match note {
            Note::Changed => self.has_changed = true,
            Note::Moved(path) if self.moved.contains(&path) => {}
            Note::Moved(path) => self.moved.push(path),
            Note::Overflow => self.has_overflown = true,
            Note::Exhausted => self.is_exhausted = true,
            Note::Stop => self.is_stopped = true,
        }
    }
}

fn follow_system(
    mut watch: SystemWatch,
    scope: &Scope,
    notes: &Receiver<Note>,
    mut on_change: impl FnMut(),
) {
    let mut fingerprint = 0;
    loop {
        let mut burst = next_burst(notes, watch.is_complete);
        if burst.is_stopped {
            return;
        }
        if rearm(&mut watch, &mut burst).is_err() || burst.is_exhausted {
            drop(watch);
            on_change();
            return follow_by_polling(scope, notes, scope.fingerprint(), on_change);
        }
        if burst.has_overflown {
            // Reading many files can itself make the system lose count; only other files count.
            let now = scope.fingerprint();
            burst.has_changed |= now != fingerprint;
            fingerprint = now;
        }
        if burst.has_changed {
            on_change();
        }
    }
}

/// Watches again what came, went or was replaced.
fn rearm(watch: &mut SystemWatch, burst: &mut Burst) -> Result<(), Exhausted> {
    if !watch.is_complete {
        watch.arm(Path::new(""))?;
        // What was missing and is there now is new.
        burst.has_changed |= watch.is_complete;
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
    mut on_change: impl FnMut(),
) {
    loop {
        let start = Instant::now();
        let now = scope.fingerprint();
        // Looking takes at most a tenth of the time.
        let pause = POLL.max(start.elapsed() * 10);
        if now != known {
            known = settle(scope, now);
            on_change();
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
mod tests {
    use std::fs;

    use super::*;

    /// A portal's folder under watch, and how often a change was told.
    struct Portal {
        folder: tempfile::TempDir,
        told: Receiver<()>,
        watching: Watching,
    }

    impl Portal {
        fn watched(how: How) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let root = folder.path();
            for name in ["content/gemeinden/a", "output"] {
                fs::create_dir_all(root.join(name)).expect("a folder");
            }
            write(root, "site.toml", "a");
            write(root, "content/gemeinden/a/verfahren.yaml", "a");
            let (sender, told) = channel();
            let paths = ["content", "themes", "site.toml"].map(|name| root.join(name));
            let watching = watch(&paths, &[root.join("content/output")], how, move || {
                sender.send(()).ok();
            });
            Self {
                watching: watching.expect("a watch"),
                told,
                folder,
            }
        }

        /// Does something and checks whether it is told. Returns how often: on a busy machine a
        /// single save can take longer than the silence that ends a burst.
        fn check(&self, is_told: bool, what: &str, change: impl FnOnce(&Path)) -> usize {
            change(self.folder.path());
            let patience = Duration::from_secs(if is_told { 10 } else { 1 });
            let was_told = self.told.recv_timeout(patience).is_ok();
            assert_eq!(was_told, is_told, "{what}");
            let quiet = Duration::from_millis(if is_told { 300 } else { 0 });
            let more = std::iter::from_fn(|| self.told.recv_timeout(quiet).ok());
            usize::from(was_told) + more.count()
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the test changes what is watched"
    )]
    fn write(root: &Path, path: &str, text: &str) {
        fs::write(root.join(path), text).expect("a file");
    }

    const FILE: &str = "content/gemeinden/a/verfahren.yaml";

    #[test]
    fn notes_in_a_row_are_one_burst() {
        let (sender, notes) = channel();
        for _ in 0..5000 {
            sender.send(Note::Changed).expect("a receiver");
        }
        let burst = next_burst(&notes, true);
        assert!(burst.has_changed && !burst.is_stopped);
        assert!(notes.try_recv().is_err());
    }

    #[test]
    fn a_burst_without_end_is_told_in_between() {
        let (sender, notes) = channel();
        let busy = thread::spawn(move || {
            while sender.send(Note::Changed).is_ok() {
                thread::sleep(Duration::from_millis(5));
            }
        });
        let begin = Instant::now();
        assert!(next_burst(&notes, true).has_changed);
        assert!(begin.elapsed() < PATIENCE * 10);
        drop(notes);
        busy.join().expect("no panic");
    }

    #[test]
    fn a_checkout_of_many_files_is_told_about_once() {
        let portal = Portal::watched(How::System);
        portal.check(true, "a save", |root| write(root, FILE, "b"));
        let told = portal.check(true, "500 files in new folders", |root| {
            for number in 0..500 {
                let folder = format!("content/gemeinden/b{}", number % 20);
                fs::create_dir_all(root.join(&folder)).expect("a folder");
                write(root, &format!("{folder}/{number}.yaml"), "b");
            }
        });
        assert!(told <= 5, "500 files were told {told} times");
        portal.check(true, "a file in a new folder", |root| {
            write(root, "content/gemeinden/b7/7.yaml", "c");
        });
    }

    #[test]
    fn editors_replace_files() {
        let portal = Portal::watched(How::System);
        for path in [FILE, "site.toml"] {
            for turn in ["first", "second"] {
                portal.check(true, &format!("{turn} replacement of {path}"), |root| {
                    let copy = format!("{path}~");
                    write(root, &copy, turn);
                    fs::rename(root.join(&copy), root.join(path)).expect("a renamed file");
                });
            }
        }
    }

    #[test]
    fn what_is_no_change_is_not_told() {
        let portal = Portal::watched(How::System);
        portal.check(false, "reading and looking", |root| {
            let file = fs::File::open(root.join(FILE)).expect("a file");
            let now = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
            file.set_times(fs::FileTimes::new().set_accessed(now))
                .expect("a time");
            assert!(
                fs::read_dir(root.join("content"))
                    .expect("a folder")
                    .count()
                    > 0
            );
        });
        portal.check(false, "files beside", |root| {
            write(root, "output/index.html", "b");
            write(root, "README.md", "b");
            write(root, "content/gemeinden/.verfahren.yaml.swp", "b");
            write(root, "content/gemeinden/verfahren.yaml~", "b");
            fs::create_dir(root.join("content/output")).expect("a folder");
            write(root, "content/output/index.html", "b");
        });
    }

    #[test]
    fn folders_may_go_and_come_back() {
        let portal = Portal::watched(How::System);
        portal.check(true, "the folder goes", |root| {
            fs::rename(root.join("content"), root.join("old")).expect("a renamed folder");
        });
        portal.check(false, "a change in the folder that went", |root| {
            write(root, "old/gemeinden/a/verfahren.yaml", "b");
        });
        portal.check(true, "another folder comes", |root| {
            fs::create_dir_all(root.join("content/gemeinden/a")).expect("a folder");
        });
        portal.check(true, "a file in it", |root| write(root, FILE, "c"));
        portal.check(true, "a folder that was never there", |root| {
            fs::create_dir(root.join("themes")).expect("a folder");
        });
        portal.check(true, "a file in that", |root| {
            write(root, "themes/a.css", "c")
        });
        portal.check(true, "all is deleted", |root| {
            fs::remove_dir_all(root.join("content")).expect("no folder");
        });
    }

    #[test]
    fn the_folder_around_may_be_replaced() {
        let portal = Portal::watched(How::System);
        let away = tempfile::tempdir().expect("a folder");
        portal.check(false, "all goes", |root| {
            fs::rename(root, away.path().join("portal")).expect("a renamed folder");
        });
        portal.check(true, "all comes back", |root| {
            fs::rename(away.path().join("portal"), root).expect("a renamed folder");
        });
        portal.check(true, "a save", |root| write(root, FILE, "b"));
    }

    #[test]
    fn looking_through_all_files_sees_the_same() {
        let portal = Portal::watched(How::Polling);
        portal.check(true, "a save", |root| write(root, FILE, "b"));
        portal.check(true, "a second save soon after", |root| {
            write(root, FILE, "c")
        });
        portal.check(true, "the folder goes", |root| {
            fs::rename(root.join("content"), root.join("old")).expect("a renamed folder");
        });
        portal.check(false, "files beside", |root| {
            write(root, "output/index.html", "b")
        });
    }

    #[test]
    fn lost_events_are_told_only_if_files_changed() {
        let portal = Portal::watched(How::System);
        let overflow = |_: &Path| portal.watching.notes.send(Note::Overflow).expect("a watch");
        portal.check(true, "the first time, when nothing is known", overflow);
        portal.check(false, "nothing changed", overflow);
    }

    #[test]
    fn where_the_system_gives_up_files_are_looked_through() {
        let portal = Portal::watched(How::System);
        portal.check(true, "the change of ways", |_| {
            portal
                .watching
                .notes
                .send(Note::Exhausted)
                .expect("a watch");
        });
        portal.check(true, "a save", |root| write(root, FILE, "b"));
    }

    #[test]
    fn a_dropped_watch_tells_no_more() {
        let portal = Portal::watched(How::System);
        let Portal {
            folder,
            told,
            watching,
        } = portal;
        drop(watching);
        assert_eq!(
            told.recv_timeout(Duration::from_secs(5)),
            Err(RecvTimeoutError::Disconnected)
        );
        write(folder.path(), FILE, "b");
    }
}
