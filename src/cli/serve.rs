//! `offenlage serve`: the site in the browser while it is written.
//!
//! Builds, shows, waits for a change or for the moment at which a page becomes stale, and builds
//! again. What fails is shown beside the last good site.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::anyhow;
use jiff::Timestamp;

use crate::cli::print::print_each;
use crate::cli::report::report;
use crate::cli::watch::{self, Changed, How, Watching};
use crate::finding::{Findings, Language, Words, say};
use crate::http::preview::{Preview, Report, Site};
use crate::http::{self, Running};

/// The clock is looked at so often at least: waiting stops while a computer sleeps.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// More findings are counted, not printed: the first ones are mended first.
const MOST_PRINTED: usize = 20;

/// What to serve and how.
#[derive(Debug, Clone)]
pub struct Serve {
    /// The port on this computer; 0 takes any free one.
    pub port: u16,
    /// Files and folders whose change leads to a new build.
    pub watched: Vec<PathBuf>,
    /// Folders in them that do not, such as the output folder.
    pub ignored: Vec<PathBuf>,
    /// How changes are noticed.
    pub how: How,
    /// Whether lines are printed in English instead of German.
    pub english: bool,
}

/// What a build gave.
#[derive(Default)]
pub struct Outcome {
    /// The finished site; none when findings stopped the build.
    pub site: Option<Arc<dyn Site>>,
    /// All that was found.
    pub findings: Findings,
    /// When a page becomes stale without any change: midnight in Europe/Berlin, mostly.
    pub next: Option<Timestamp>,
}

/// Serves a preview until the process is ended.
///
/// `build` reads the folder, the clock and Git anew each time and is told what changed, where that is
/// known; an error from it is printed and shown like a finding, and the next change tries again.
///
/// # Errors
/// When the port is taken or nothing can be watched.
pub fn serve(
    options: &Serve,
    build: impl FnMut(Changed) -> anyhow::Result<Outcome>,
) -> anyhow::Result<()> {
    Session::open(options)?.run(build, &mut io::stdout());
    Ok(())
}

/// A preview that listens and watches, but has built nothing yet.
pub struct Session {
    english: bool,
    preview: Arc<Preview>,
    running: Running,
    _watching: Watching,
    sender: Sender<Wake>,
    wakes: Receiver<Wake>,
}

/// Why the wait for the next build ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wake {
    /// Something was changed, or became stale.
    Build(Changed),
    /// The session ends.
    Stop,
}

impl Session {
    /// Takes the port and starts to watch.
    ///
    /// # Errors
    /// When the port is taken or nothing can be watched.
    pub fn open(options: &Serve) -> anyhow::Result<Self> {
        let preview = Preview::new(now().as_millisecond().to_string());
        let shown = Arc::clone(&preview);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let running = http::listen(address, move |request| shown.answer(request));
        let running = running.map_err(|error| explain(error, options))?;
        let (sender, wakes) = channel();
        let changed = sender.clone();
        // Watching begins before the first build, so that nothing is missed in between.
        let watching = watch::watch(
            &options.watched,
            &options.ignored,
            options.how,
            move |what| {
                // The session may just have ended.
                changed.send(Wake::Build(what)).ok();
            },
        )?;
        Ok(Self {
            english: options.english,
            preview,
            running,
            _watching: watching,
            sender,
            wakes,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// What ends the session from another thread, or makes it build.
    pub fn wake(&self) -> Sender<Wake> {
        self.sender.clone()
    }

    /// Builds now and after every change until it is told to stop. Lines go to `out`.
    pub fn run(
        self,
        mut build: impl FnMut(Changed) -> anyhow::Result<Outcome>,
        out: &mut dyn Write,
    ) {
        let address = self.address();
        self.print(
            out,
            &say(
                format!("Vorschau: http://{address}/ (beenden mit Strg+C)"),
                format!("Preview: http://{address}/ (end with Ctrl+C)"),
            ),
        );
        let mut told = Vec::new();
        let mut next = self.build(None, &mut build, &mut told, out);
        while let Wake::Build(changed) = self.wait(next) {
            next = self.build(changed, &mut build, &mut told, out);
        }
        self.preview.close();
    }

    /// Builds once and shows what came of it. Returns when the next build is due by itself.
    fn build(
        &self,
        changed: Changed,
        build: &mut dyn FnMut(Changed) -> anyhow::Result<Outcome>,
        told: &mut Vec<u8>,
        out: &mut dyn Write,
    ) -> Option<Timestamp> {
        let begin = now();
        let start = Instant::now();
        let outcome = build(changed);
        let milliseconds = start.elapsed().as_millis();
        let (site, report, next, findings) = match outcome {
            Ok(outcome) => {
                let report = report(&outcome.findings, outcome.site.is_some());
                (outcome.site, report, outcome.next, outcome.findings)
            }
            Err(error) => (None, trouble(&error), None, Findings::default()),
        };
        let has_site = self.preview.show(site, &report);
        let telling = self.telling(&findings);
        if telling != *told {
            // As with every line: who closed the terminal still has the browser.
            out.write_all(&telling).ok();
            *told = telling;
        }
        self.print(out, &line(&report, has_site, milliseconds));
        // A moment that had passed when the build began would lead to one build after the other.
        next.filter(|next| *next > begin)
    }

    /// Waits for a change or until the moment has come.
    fn wait(&self, next: Option<Timestamp>) -> Wake {
        loop {
            let left = next.map_or(LONGEST_WAIT, |next| {
                Duration::try_from(next.duration_since(now())).unwrap_or_default()
            });
            if next.is_some() && left.is_zero() {
                return Wake::Build(Some(BTreeSet::new()));
            }
            match self.wakes.recv_timeout(left.min(LONGEST_WAIT)) {
                Ok(Wake::Build(changed)) => return self.last_wake(changed),
                Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stop,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Takes what else has come in meanwhile: several changes need one build.
    fn last_wake(&self, mut changed: Changed) -> Wake {
        for wake in self.wakes.try_iter() {
            match wake {
                Wake::Stop => return Wake::Stop,
                Wake::Build(Some(more)) => {
                    if let Some(changed) = &mut changed {
                        changed.extend(more);
                    }
                }
                Wake::Build(None) => changed = None,
            }
        }
        Wake::Build(changed)
    }

    /// What was found, errors first, as `check` prints it. It is told again only when it is different: notes that stay
    /// would hide the fault that the last change made.
    fn telling(&self, findings: &Findings) -> Vec<u8> {
        let language = match self.english {
            true => Language::English,
            false => Language::German,
        };
        let mut sorted = findings.sorted();
        sorted.sort_by_key(|finding| finding.level);
        let more = sorted.len().saturating_sub(MOST_PRINTED);
        sorted.truncate(MOST_PRINTED);
        let mut text = Vec::new();
        print_each(&sorted, language, &mut text).expect("memory takes every text");
        if more > 0 {
            let words = say(
                format!("Weitere Befunde: {more}. `offenlage check` nennt alle.\n"),
                format!("More findings: {more}. `offenlage check` names them all.\n"),
            );
            self.print(&mut text, &words);
        }
        text
    }

    fn print(&self, out: &mut dyn Write, words: &Words) {
        let words = if self.english { &words.en } else { &words.de };
        // Who closed the terminal still has the browser.
        writeln!(out, "{words}").and_then(|()| out.flush()).ok();
    }
}

/// Says what to do when the port is taken.
fn explain(error: anyhow::Error, options: &Serve) -> anyhow::Error {
    let cause = error.root_cause().downcast_ref::<io::Error>();
    let port = options.port;
    let other = port.checked_add(1).unwrap_or(8000);
    let words = match cause.map(io::Error::kind) {
        Some(ErrorKind::AddrInUse) => say(
            format!(
                "Der Port {port} ist schon belegt, vielleicht von einer anderen Vorschau. Bitte \
                 beenden Sie sie, oder nehmen Sie einen anderen Port: offenlage serve --port {other}"
            ),
            format!(
                "Port {port} is already taken, perhaps by another preview. Please end it, or take \
                 another port: offenlage serve --port {other}"
            ),
        ),
        Some(ErrorKind::PermissionDenied) => say(
            format!(
                "Der Port {port} ist nicht erlaubt. Bitte nehmen Sie einen ab 1024: \
                 offenlage serve --port 8000"
            ),
            format!(
                "Port {port} is not allowed. Please take one from 1024 on: \
                 offenlage serve --port 8000"
            ),
        ),
        _ => return error,
    };
    anyhow!(if options.english { words.en } else { words.de })
}

/// What the browser gets when the program itself could not go on.
fn trouble(error: &anyhow::Error) -> Report {
    let words = format!("{error:#}");
    Report {
        failed: true,
        trouble: Some(http::preview::Words {
            de: words.clone(),
            en: words,
        }),
        ..Report::default()
    }
}

/// One line about a build.
fn line(report: &Report, has_site: bool, milliseconds: u128) -> Words {
    if let Some(trouble) = &report.trouble {
        return say(
            format!("Störung nach {milliseconds} ms: {}", trouble.de),
            format!("Trouble after {milliseconds} ms: {}", trouble.en),
        );
    }
    let (errors, warnings, notes) = (report.errors, report.warnings, report.notes);
    let counts_de = format!("Fehler: {errors}, Warnungen: {warnings}, Hinweise: {notes}");
    let counts_en = format!("errors: {errors}, warnings: {warnings}, notes: {notes}");
    let (stays_de, stays_en) = match has_site {
        true => (
            " Gezeigt wird der letzte gute Stand.",
            " The last good state is shown.",
        ),
        false => ("", ""),
    };
    match report.failed {
        false => say(
            format!("Gebaut in {milliseconds} ms. {counts_de}."),
            format!("Built in {milliseconds} ms. {counts_en}."),
        ),
        true => say(
            format!("Nicht gebaut ({milliseconds} ms). {counts_de}.{stays_de}"),
            format!("Not built ({milliseconds} ms). {counts_en}.{stays_en}"),
        ),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "`cli` reads the clock; a preview waits for midnight"
)]
fn now() -> Timestamp {
    Timestamp::now()
}
