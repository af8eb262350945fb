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
use crate::render::theme::Theme;
use crate::write::Written;
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
    let Some(mut sources) = load::load(folder, findings)? else {
        return Ok(None);
    };
    let theme_files = std::mem::take(&mut sources.theme);
    let levels = std::mem::take(&mut sources.site.value.regeln);
    let today = today(sources.site.value.beispieltag.map(|day| day.0))?;
    let archive = link::link(sources, today, findings);
    check::check(&archive, history, findings);
    let theme = Theme::compile(&theme_files, &archive.site.languages, findings);
    if let Some(theme) = &theme {
        render::check_templates(theme, findings);
    }
    check::levels::apply(&levels, &kinds(), &archive.site.origin, findings);
    Ok(Some(Portal { archive, theme }))
}

/// Writes the site of a portal without errors. None, and nothing is written, where there are any.
///
/// # Errors
/// If a page cannot be made or written; what stood at `output` stays.
pub fn write(portal: &Portal, output: &Path, findings: &Findings) -> Result<Option<Written>> {
    let Some(theme) = portal.theme.as_ref().filter(|_| !findings.has_errors()) else {
        return Ok(None);
    };
    let mut bundle = Bundle::default();
    render::render(&portal.archive, theme, &mut bundle)?;
    export::export(&portal.archive, &mut bundle)?;
    write::write(&bundle, output).map(Some)
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
