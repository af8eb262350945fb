//! The operating system's own watch.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{Config, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Note;
use super::scope::Scope;

/// The system's watch and what it watches.
pub(super) struct SystemWatch {
    /// Whether all folders around are there, so that whatever is missing announces itself.
    pub is_complete: bool,
    watcher: RecommendedWatcher,
    targets: Vec<(PathBuf, RecursiveMode)>,
}

/// The system cannot watch so many folders.
#[derive(Debug)]
pub(super) struct Exhausted;

impl SystemWatch {
    /// A watch over a scope, or nothing if the system gives none that is large enough.
    pub fn start(scope: &Scope, notes: &Sender<Note>) -> Option<Self> {
        let targets = scope.targets();
        let reader = EventReader {
            scope: scope.clone(),
            targets: targets.iter().map(|(path, _)| path.clone()).collect(),
        };
        let notes = notes.clone();
        let tell = move |event| {
            for note in reader.read(event) {
                // The watch may just have ended.
                notes.send(note).ok();
            }
        };
        // A link to a large folder elsewhere would be watched as a whole.
        let config = Config::default().with_follow_symlinks(false);
        let mut watch = Self {
            is_complete: true,
            watcher: RecommendedWatcher::new(tell, config).ok()?,
            targets,
        };
        watch.arm(Path::new("")).is_ok().then_some(watch)
    }

    /// Watches every target below a path anew.
    pub fn arm(&mut self, below: &Path) -> Result<(), Exhausted> {
        let is_all = below.as_os_str().is_empty();
        self.is_complete |= is_all;
        let targets = self
            .targets
            .iter()
            .filter(|(path, _)| is_all || path.starts_with(below));
        for (path, mode) in targets {
            // An old watch would go on to follow the folder that was moved away.
            self.watcher.unwatch(path).ok();
            let is_around = *mode == RecursiveMode::NonRecursive;
            if !path.is_dir() {
                self.is_complete &= !is_around;
                continue;
            }
            match self.watcher.watch(path, *mode) {
                Ok(()) => {}
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                    return Err(Exhausted);
                }
                Err(_) => self.is_complete = false,
            }
        }
        Ok(())
    }
}

/// Makes notes of the system's events.
struct EventReader {
    scope: Scope,
    targets: Vec<PathBuf>,
}

impl EventReader {
    fn read(&self, event: notify::Result<notify::Event>) -> Vec<Note> {
        let event = match event {
            Ok(event) if event.need_rescan() => return vec![Note::Overflow],
            Ok(event) if !is_change(event.kind) => return Vec::new(),
            Ok(event) => event,
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                return vec![Note::Exhausted];
            }
            Err(_) => return vec![Note::Overflow],
        };
        let is_move = event.kind.is_create()
            || event.kind.is_remove()
            || matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
        let mut notes = Vec::new();
        for path in event.paths {
            notes.extend(self.scope.below(&path).map(Note::Changed));
            if is_move && self.targets.contains(&path) {
                notes.push(Note::Moved(path));
            }
        }
        notes
    }
}

/// Whether an event can mean other bytes. Reading files makes events too, and the build reads.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Other => false,
        EventKind::Modify(ModifyKind::Metadata(kind)) => kind == MetadataKind::WriteTime,
        _ => true,
    }
}
