//! Portals that are built again and tokens that are made while the endpoint runs: both are taken without
//! a restart.

use crate::cli::keys::{TOKENS, tokens};
use crate::finding::both;
use crate::intake::office::Office;
use crate::intake::portal::Portal;
use crate::intake::{Intake, report};
use crate::render::form::MANIFEST;
use crate::render::theme::shared;
use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often it is looked.
const GLANCE: Duration = Duration::from_millis(500);

/// What a folder lacks in which no portal was built, or one without an endpoint.
fn missing() -> String {
    both(
        "nicht lesbar. Nennen Sie den Ordner eines gebauten Portals (offenlage build), in dessen site.toml „annahmestelle“ steht",
        "cannot be read. Name the folder of a built portal whose site.toml names `annahmestelle`",
    )
}

/// What is looked at, and how it was when it was read.
pub struct Watch {
    folders: Vec<PathBuf>,
    portals: Vec<Seen>,
    data: PathBuf,
    tokens: Seen,
    /// Why the tokens could not be read, as it was reported.
    told: Option<String>,
}

/// Hears when the process is told to end. Until then the system ends it by itself, so this is asked when
/// everything is ready; and before anybody comes, for later they may have taken the last file descriptor.
///
/// # Errors
/// If the system does not tell.
pub fn ended() -> Result<Receiver<()>> {
    let (sender, ended) = channel();
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT])?;
    thread::spawn(move || {
        if signals.forever().next().is_some() {
            // The main thread may already be ending.
            sender.send(()).ok();
        }
    });
    Ok(ended)
}

impl Watch {
    /// Looks at the portals in some folders and the tokens in the data folder. What changes from now on
    /// is read again.
    pub fn new(folders: Vec<PathBuf>, data: PathBuf) -> Self {
        Self {
            portals: state_of(&folders),
            tokens: state(&data.join(TOKENS)),
            folders,
            data,
            told: None,
        }
    }

    /// Takes what is new, until the process is told to end.
    pub fn run(mut self, ended: &Receiver<()>, intake: &Intake, office: &Office) {
        while ended.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
            self.glance(intake, office);
        }
    }

    /// A portal that cannot be read does not stop the endpoint: it goes on with what it knew, and tries again.
    fn glance(&mut self, intake: &Intake, office: &Office) {
        let portals = state_of(&self.folders);
        if portals != self.portals || intake.trouble().is_some() {
            match read(&self.folders) {
                Ok(read) => {
                    intake.reload(read);
                    self.portals = portals;
                }
                Err(error) => intake.keep_old_portals(&error),
            }
        }
        let now = state(&self.data.join(TOKENS));
        if now != self.tokens || self.told.is_some() {
            match tokens(&self.data) {
                Ok(tokens) => {
                    office.renew(tokens);
                    (self.tokens, self.told) = (now, None);
                }
                Err(error) => self.tell(format!("{error:#}")),
            }
        }
    }

    /// Reports why the tokens cannot be read, once.
    fn tell(&mut self, why: String) {
        if self.told.as_ref() != Some(&why) {
            report(&why);
            self.told = Some(why);
        }
    }
}

/// The portals in some folders.
///
/// # Errors
/// If one cannot be read.
pub fn read(folders: &[PathBuf]) -> Result<Vec<Portal>> {
    let read = |folder: &PathBuf| read_portal(folder).with_context(|| folder.display().to_string());
    folders.iter().map(read).collect()
}

/// The two files are of one build: a finished site takes the old one's place as a whole folder, and
/// the one that was opened stays what it is.
fn read_portal(folder: &Path) -> Result<Portal> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let here = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
    let opened = openat(CWD, folder, here, Mode::empty()).with_context(missing)?;
    let file = |name: &'static str| -> Result<Vec<u8>> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC;
        let file = openat(&opened, name, flags, Mode::empty());
        let file = file.with_context(missing).context(name)?;
        let mut bytes = Vec::new();
        std::fs::File::from(file).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    Portal::read(&file(MANIFEST)?, &file(shared::FILE)?)
}

/// Which file it is, when it was written, how long it is, and when anything of it changed, its rights
/// included; none where it is not there.
type Seen = Option<(u64, SystemTime, u64, (i64, i64))>;

/// What changes when a portal is built again.
fn state_of(folders: &[PathBuf]) -> Vec<Seen> {
    let files = folders
        .iter()
        .flat_map(|folder| [folder.join(MANIFEST), folder.join(shared::FILE)]);
    files.map(|path| state(&path)).collect()
}

fn state(path: &Path) -> Seen {
    let metadata = std::fs::metadata(path).ok()?;
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    let (number, length) = (metadata.ino(), metadata.len());
    Some((number, metadata.modified().ok()?, length, changed))
}
