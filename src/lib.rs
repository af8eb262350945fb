#![doc = include_str!("README.md")]

pub mod bundle;
pub mod check;
pub mod cli;
pub mod export;
pub mod finding;
pub mod http;
#[cfg(feature = "server")]
pub mod inbox;
#[cfg(feature = "server")]
pub mod intake;
pub mod law;
pub mod link;
pub mod load;
pub mod memory;
pub mod model;
pub mod notice;
pub mod render;
pub mod write;

use crate::bundle::{Bundle, Scope};
use crate::check::history::History;
use crate::finding::{Findings, Kind};
use crate::load::theme::ThemeFiles;
use crate::memory::Memory;
use crate::model::Archive;
use crate::model::mark::{Mark, Marks};
use crate::render::theme::Theme;
use crate::write::{Taken, Trust, Written};
use anyhow::{Context, Result};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A portal that was read and checked.
#[derive(Debug)]
pub struct Portal {
    /// What it shows.
    pub archive: Archive,
    /// How it looks; none where its theme has faults.
    pub theme: Option<Theme>,
}

/// How a site is written, and what it may take from the last build.
#[derive(Debug, Default)]
pub struct Warm {
    /// What tells this program from another one that makes other files of the same facts.
    pub program: String,
    /// How much of the last build is used.
    pub trust: Trust,
    /// Text files stand packed beside themselves, too.
    pub packs: bool,
    /// Set where a text that was noted could not be read any more; no site is made of that.
    pub lost: Arc<AtomicBool>,
}

/// Is called with a stage's name when the stage is done.
pub type Done<'d> = &'d mut dyn FnMut(&'static str);

/// Reads and checks the portal in a folder on the day that `today` makes of the example's own
/// day, if it has one. None where its settings cannot be read.
///
/// # Errors
/// If there is no portal in the folder, or the machine fails.
pub fn read(
    folder: &Path,
    today: impl FnOnce(Option<Date>) -> Result<Date>,
    findings: &mut Findings,
) -> Result<Option<Portal>> {
    read_with(folder, &History::default(), today, findings)
}

/// Like [`read`], with what is known of the history of the files.
///
/// # Errors
/// If there is no portal in the folder, or the machine fails.
pub fn read_with(
    folder: &Path,
    history: &History,
    today: impl FnOnce(Option<Date>) -> Result<Date>,
    findings: &mut Findings,
) -> Result<Option<Portal>> {
    read_all(folder, (history, None), today, findings, &mut |_| ())
}

/// Like [`read`], keeping what was read, linked and checked for the next time, and telling each
/// stage when it is done.
///
/// # Errors
/// As [`read`].
pub fn read_keeping(
    folder: &Path,
    memory: &mut Memory,
    today: impl FnOnce(Option<Date>) -> Result<Date>,
    findings: &mut Findings,
    done: Done,
) -> Result<Option<Portal>> {
    let history = History::default();
    read_all(folder, (&history, Some(memory)), today, findings, done)
}

fn read_all(
    folder: &Path,
    (history, memory): (&History, Option<&mut Memory>),
    today: impl FnOnce(Option<Date>) -> Result<Date>,
    findings: &mut Findings,
    done: Done,
) -> Result<Option<Portal>> {
    let mut nothing = Memory::default();
    let keeps = memory.is_some();
    let memory = memory.unwrap_or(&mut nothing);
    let before = memory.verifies.then(|| memory.set_aside());
    let known = keeps.then_some(&memory.linked.known);
    let Some(mut sources) = load::load_beside(folder, known, findings)? else {
        return Ok(None);
    };
    if keeps {
        memory.learn(&sources);
    }
    done("load");
    let theme_files = std::mem::take(&mut sources.theme);
    let levels = std::mem::take(&mut sources.site.value.regeln);
    let today = today(sources.site.value.beispieltag.map(|day| day.0))?;
    let Memory {
        now,
        linked,
        checked,
        ..
    } = memory;
    let archive = link::link_keeping(sources, today, (linked, *now), findings);
    done("link");
    let check = || match keeps {
        true => check::check_keeping(&archive, history, checked, findings),
        false => check::check(&archive, history, findings),
    };
    // The theme knows nothing of the procedures.
    let ((), (theme, found)) = rayon::join(check, || compile(&theme_files, &archive));
    findings.append(found);
    if let Some(path) = before.and_then(|before| before.contradicted_by(memory)) {
        return Err(write::wrong_cache(&path));
    }
    done("check");
    // What is not kept is given back while the findings are sorted.
    rayon::spawn(move || drop(nothing));
    check::levels::apply(&levels, &kinds(), &archive.site.origin, findings);
    Ok(Some(Portal { archive, theme }))
}

/// The theme of a portal, and what is wrong with it.
fn compile(files: &ThemeFiles, archive: &Archive) -> (Option<Theme>, Findings) {
    let mut found = Findings::default();
    let theme = Theme::compile(files, &archive.site.languages, &mut found);
    if let Some(theme) = &theme {
        render::check_templates(theme, &mut found);
    }
    (theme, found)
}

/// Writes the site of a portal without errors. None, and nothing is written, where there are any.
///
/// # Errors
/// If a page cannot be made or written; what stood at `output` stays.
pub fn write(portal: &Portal, output: &Path, findings: &Findings) -> Result<Option<Written>> {
    if findings.has_errors() {
        return Ok(None);
    }
    let warm = Warm::default();
    write_telling(portal, (Taken::at(output)?, &warm), findings, &mut |_| ())
}

/// The same as [`write()`], telling each stage when it is done.
///
/// # Errors
/// As [`write()`].
pub fn write_telling(
    portal: &Portal,
    (taken, warm): (Taken, &Warm),
    findings: &Findings,
    done: Done,
) -> Result<Option<Written>> {
    let Some(theme) = portal.theme.as_ref().filter(|_| !findings.has_errors()) else {
        return Ok(None);
    };
    let makers = Mark::of(&(&warm.program, theme.mark()));
    let mut bundle = Bundle::of(Marks::of(&portal.archive, makers));
    if warm.packs {
        bundle.pack();
    }
    bundle.heed(&warm.lost);
    done("marks");
    fill(&portal.archive, theme, &mut bundle, done)?;
    let made = write::make(&bundle, taken, warm.trust)?;
    done("write: files");
    // To let go of what the files were made by takes as long as a part of the exchange.
    let ((), written) = rayon::join(|| drop(bundle), || made.put());
    done("write: exchange");
    written.map(Some)
}

/// The files of a portal without errors, each made when it is asked for, with the own files of these
/// procedures.
///
/// # Errors
/// If its theme has faults, or two files would stand at one address.
pub fn bundle_of(portal: &Portal, scope: Scope) -> Result<Bundle<'_>> {
    let theme = portal.theme.as_ref().context("the theme has faults")?;
    let mut bundle = Bundle::within(scope);
    fill(&portal.archive, theme, &mut bundle, &mut |_| ())?;
    Ok(bundle)
}

/// Puts everything into a bundle.
fn fill<'a>(
    archive: &'a Archive,
    theme: &'a Theme,
    bundle: &mut Bundle<'a>,
    done: Done,
) -> Result<()> {
    render::render(archive, theme, bundle)?;
    done("render");
    export::export(archive, bundle)?;
    done("export");
    Ok(())
}

/// Every kind of finding there is, by id.
pub fn kinds() -> Vec<&'static Kind> {
    let own = [
        &check::levels::NO_CHOICE,
        &check::case::MISSING_FACTS,
        &check::exceptions::UNKNOWN_RULE,
        &check::exceptions::NEEDLESS,
        &check::exceptions::USED,
        &check::moved::STABLE_ID,
        &check::portal::FRESH_STATEMENT,
        &check::portal::PRIVACY,
        &check::portal::OFFICER,
    ];
    let rules = check::RULES.iter().map(|rule| rule.kind);
    let mut kinds: Vec<&Kind> = load::kinds().into_iter().collect();
    kinds.extend(link::KINDS.iter().chain(&render::kinds::KINDS));
    kinds.extend(rules.chain(own));
    kinds.sort_by_key(|kind| kind.id);
    kinds
}
