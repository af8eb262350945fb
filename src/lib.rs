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
pub mod model;
pub mod notice;
pub mod render;
pub mod write;

use crate::bundle::Bundle;
use crate::check::history::History;
use crate::finding::{Findings, Kind};
use crate::model::Archive;
use crate::model::mark::{Mark, Marks};
use crate::render::theme::Theme;
use crate::write::{Trust, Written};
use anyhow::Result;
use jiff::civil::Date;
use std::path::Path;

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
    read_telling(folder, &History::default(), today, findings, &mut |_| ())
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
    read_telling(folder, history, today, findings, &mut |_| ())
}

/// The same as [`read_with`], telling each stage when it is done.
///
/// # Errors
/// As [`read`].
pub fn read_telling(
    folder: &Path,
    history: &History,
    today: impl FnOnce(Option<Date>) -> Result<Date>,
    findings: &mut Findings,
    done: Done,
) -> Result<Option<Portal>> {
    let Some(mut sources) = load::load(folder, findings)? else {
        return Ok(None);
    };
    done("load");
    let theme_files = std::mem::take(&mut sources.theme);
    let levels = std::mem::take(&mut sources.site.value.regeln);
    let today = today(sources.site.value.beispieltag.map(|day| day.0))?;
    let archive = link::link(sources, today, findings);
    done("link");
    check::check(&archive, history, findings);
    done("check");
    let theme = Theme::compile(&theme_files, &archive.site.languages, findings);
    if let Some(theme) = &theme {
        render::check_templates(theme, findings);
    }
    check::levels::apply(&levels, &kinds(), &archive.site.origin, findings);
    done("theme");
    Ok(Some(Portal { archive, theme }))
}

/// Writes the site of a portal without errors. None, and nothing is written, where there are any.
///
/// # Errors
/// If a page cannot be made or written; what stood at `output` stays.
pub fn write(portal: &Portal, output: &Path, findings: &Findings) -> Result<Option<Written>> {
    let warm = Warm::default();
    write_telling(portal, (output, &warm), findings, &mut |_| ())
}

/// The same as [`write()`], telling each stage when it is done.
///
/// # Errors
/// As [`write()`].
pub fn write_telling(
    portal: &Portal,
    (output, warm): (&Path, &Warm),
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
    done("marks");
    render::render(&portal.archive, theme, &mut bundle)?;
    done("render");
    export::export(&portal.archive, &mut bundle)?;
    done("export");
    write::write(&bundle, output, warm.trust, done).map(Some)
}

/// Every kind of finding there is, by id.
pub fn kinds() -> Vec<&'static Kind> {
    let own = [
        &check::levels::NO_CHOICE,
        &check::case::MISSING_FACTS,
        &check::exceptions::UNKNOWN_RULE,
        &check::exceptions::NEEDLESS,
        &check::exceptions::USED,
    ];
    let rules = check::RULES.iter().map(|rule| rule.kind);
    let mut kinds: Vec<&Kind> = load::kinds().into_iter().collect();
    kinds.extend(link::KINDS.iter().chain(&render::kinds::KINDS));
    kinds.extend(rules.chain(own));
    kinds.sort_by_key(|kind| kind.id);
    kinds
}
