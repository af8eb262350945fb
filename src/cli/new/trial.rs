//! What `check` would say of a new file, before it is written: the file is put into a small copy
//! of the portal that holds only what it rests on.

use crate::cli::new::place::{MUNICIPALITIES, Place};
use crate::cli::portal;
use crate::finding::{Finding, Findings, Level, say};
use crate::load::folder::Folder;
use crate::notice::BLANK;
use anyhow::{Context, Result, bail};
use std::fs;
use std::ops::Range;
use std::path::Path;

/// What is found in a new file.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What is wrong in what was said: it must not be written so.
    pub faults: Findings,
    /// What is still missing, and what should be better: it can be written and completed.
    pub gaps: Findings,
}

/// What `check` says of the bytes `inside` of a new or changed file of the portal, which rests on
/// its own folder and on those of `related` procedures (`gemeinde/verfahren`).
///
/// # Errors
/// If the portal's settings have faults, or the machine fails.
pub fn trial(
    place: &Place,
    (path, text): (&str, &str),
    inside: &Range<usize>,
    related: &[String],
) -> Result<Verdict> {
    let copy = tempfile::tempdir().context("a folder for trying")?;
    copy_around(place, path, related, copy.path())?;
    put(copy.path(), path, text.as_bytes())?;
    let mut findings = Findings::default();
    let portal = portal::read_folder(copy.path(), None, &mut findings)?;
    if portal.is_none() {
        let words = say(
            "site.toml hat Fehler; `offenlage check` zeigt sie. Nichts wurde geschrieben.",
            "site.toml has faults; `offenlage check` shows them. Nothing was written.",
        );
        bail!("{}", words.in_language(place.language).to_owned());
    }
    let mut verdict = Verdict::default();
    for finding in findings.sorted() {
        let is_here =
            finding.place.file.path == path && inside.contains(&finding.place.range().start);
        // The blanks that `new` writes it lists itself, with their lines.
        let is_blank = finding.place.text().starts_with(BLANK);
        if !is_here || is_blank || finding.level == Level::Note {
            continue;
        }
        if finding.level != Level::Error || is_gap(finding) {
            verdict.gaps.add(finding.clone());
        } else {
            verdict.faults.add(finding.clone());
        }
    }
    Ok(verdict)
}

/// What is missing has no place of its own, so the key of what it is missing in is underlined.
fn is_gap(finding: &Finding) -> bool {
    let place = &finding.place;
    let end = place.range().end;
    let rest = place.file.text().get(end..).unwrap_or_default();
    end > 0 && rest.starts_with(':')
}

/// Copies what a file rests on: settings, boundaries, its folder and those of related procedures,
/// each with its municipality's file.
fn copy_around(place: &Place, path: &str, related: &[String], copy: &Path) -> Result<()> {
    let own = path.trim_end_matches("/verfahren.yaml").to_owned();
    let related = related
        .iter()
        .map(|named| format!("{MUNICIPALITIES}/{named}"));
    let procedures: Vec<String> = std::iter::once(own).chain(related).collect();
    let mut folders = vec!["site.toml".to_owned(), "content/grenzen".to_owned()];
    for procedure in &procedures {
        let below = procedure.strip_prefix(MUNICIPALITIES).unwrap_or_default();
        let municipality = below.trim_start_matches('/').split('/').next();
        let municipality = municipality.unwrap_or_default();
        folders.push(format!("{MUNICIPALITIES}/{municipality}/gemeinde.yaml"));
    }
    folders.extend(procedures);
    // A file that is not there yet is nothing to copy; `check` finds what else is wrong.
    let mut findings = Findings::default();
    for folder in folders {
        let walked = Folder::walk(&place.root, &folder, &mut findings);
        for entry in walked.entries().iter().filter(|entry| entry.path != path) {
            copy_file(entry.disk(), &copy.join(&entry.path))?;
        }
    }
    Ok(())
}

/// A second name of a file where the disk allows it, so that documents cost nothing.
fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    if !to.exists() && fs::hard_link(from, to).is_err() {
        fs::copy(from, to).with_context(|| from.display().to_string())?;
    }
    Ok(())
}

fn put(root: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let target = root.join(path);
    let folder = target.parent().context("a file lies in a folder")?;
    fs::create_dir_all(folder)?;
    #[expect(clippy::disallowed_methods, reason = "new tries what it writes")]
    fs::write(&target, bytes).with_context(|| target.display().to_string())
}
