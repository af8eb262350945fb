//! Bytes to sources: reads the portal's folder. The only module that knows the German keys.
//!
//! Nothing outside the folder is ever read, and nothing that is read may stop the program: what
//! cannot be used is a finding, and the rest goes on.

pub mod area;
pub mod boundaries;
pub mod content;
pub mod document;
pub mod embedded;
pub mod folder;
pub mod form;
pub mod known;
pub mod listing;
pub mod markdown;
pub mod municipality_file;
pub mod pdf;
pub mod procedure;
pub mod procedure_file;
pub mod schema;
pub mod secret;
pub mod shape;
pub mod site_file;
pub mod slug;
pub mod sources;
pub mod theme;
pub mod tree;
pub mod typed;
mod unreadable;
pub mod value;
pub mod written;
pub mod yaml;

use crate::finding::{File, Finding, Findings, Kind, Level, Place, say};
use crate::load::boundaries::BoundaryTexts;
use crate::load::content::{Content, MUNICIPALITIES, OwnFile, Part};
use crate::load::document::kept::KnownDocuments;
use crate::load::folder::{Entry, Folder, LONGEST_TEXT, read_text};
use crate::load::known::{Known, Stamp};
use crate::load::site_file::SiteFile;
use crate::load::sources::{MunicipalitySource, ProcedureFolder, Read, Sources};
use crate::load::written::{Written, read_toml, read_yaml};
use crate::model::AT_ONCE;
use crate::model::boundary::Boundaries;
use crate::model::mark::Mark;
use anyhow::{Context, Result};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// A folder without the file that would make it a municipality or a procedure.
pub static NOT_DESCRIBED: Kind = Kind {
    id: "FIL-020",
    level: Level::Error,
    title_de: "Jeder Ordner ist beschrieben",
    title_en: "Every folder is described",
    convention: false,
};
/// A file in a place where nothing is read.
pub static OUT_OF_PLACE: Kind = Kind {
    id: "FIL-021",
    level: Level::Warning,
    title_de: "Jede Datei liegt, wo sie gelesen wird",
    title_en: "Every file lies where it is read",
    convention: false,
};

/// Reads the portal's folder. None if its settings cannot be read; the findings say why.
///
/// # Errors
/// If there is no portal in this folder, or the boundaries cannot be read.
pub fn load(portal: &Path, findings: &mut Findings) -> Result<Option<Sources>> {
    load_beside(portal, None, findings)
}

/// The same without what is known already: a procedure's folder that is what it was is not read
/// again.
///
/// # Errors
/// As [`load`].
pub fn load_beside(
    portal: &Path,
    known: Option<&Known>,
    findings: &mut Findings,
) -> Result<Option<Sources>> {
    let Some(site) = site(portal, findings)? else {
        return Ok(None);
    };
    let before = known.and_then(|known| known.content.as_ref().zip(known.changed.as_ref()));
    let content = Content::walk(portal, before);
    content.report(findings);
    secret::beside(portal, findings);
    let (stamp, boundaries) = boundaries_beside(content.rest(), known, findings)?;
    let theme_name = site
        .value
        .thema
        .as_deref()
        .unwrap_or(embedded::STANDARD_THEME);
    let theme = theme::read(portal, theme_name, findings);
    let folders = municipalities(&content, findings);
    let around = around(portal, stamp, &folders);
    let known = known.map(|known| (known, around));
    let municipalities = with_procedures(folders, &boundaries, known, findings);
    let texts = texts(content.rest(), findings);
    Ok(Some(Sources {
        site,
        boundaries,
        boundary_stamp: stamp,
        around,
        content,
        municipalities,
        texts,
        theme,
    }))
}

fn site(portal: &Path, findings: &mut Findings) -> Result<Option<Written<SiteFile>>> {
    let path = portal.join("site.toml");
    #[expect(clippy::disallowed_methods, reason = "load reads files")]
    let mut text = std::fs::read_to_string(&path).with_context(|| {
        format!(
            "{} (kein Portal in diesem Ordner? `offenlage new portal mein-portal` legt eines an)",
            path.display()
        )
    })?;
    // That it is there is told by whoever looks beside the content.
    secret::hide("site.toml", &mut text, &mut Findings::default());
    Ok(read_toml("site.toml", text, &schema::site().form, findings))
}

/// The official list that the binary carries.
///
/// # Errors
/// If the program was built without it.
pub fn official_list() -> Result<Boundaries> {
    boundaries_of(embedded::boundary_file)
}

/// The official list of the portal in a folder: its own, or the one the binary carries.
///
/// # Errors
/// If they cannot be read.
pub fn list_of(portal: &Path) -> Result<Boundaries> {
    let findings = &mut Findings::default();
    read_boundaries(&Folder::walk(portal, "content/grenzen", findings), findings)
}

/// The boundaries, and the stamp of the portal's own files of them.
fn boundaries_beside(
    content: &Folder,
    known: Option<&Known>,
    findings: &mut Findings,
) -> Result<(Stamp, Arc<Boundaries>)> {
    let own = Stamp::of(content.under("content/grenzen"));
    let own = own.context("content/grenzen")?;
    let known = known.and_then(|known| known.boundaries.as_ref());
    match known.filter(|(stamp, _)| *stamp == own) {
        Some((stamp, boundaries)) => Ok((*stamp, Arc::clone(boundaries))),
        None => Ok((own, Arc::new(read_boundaries(content, findings)?))),
    }
}

/// The boundaries of the portal's own folder, or those the binary carries.
fn read_boundaries(content: &Folder, findings: &mut Findings) -> Result<Boundaries> {
    const LARGEST: u64 = 16 << 20;
    boundaries_of(|name| {
        let own = content.get(&format!("content/grenzen/{name}"));
        own.and_then(|entry| read_text(entry, LARGEST, findings))
            .or_else(|| embedded::boundary_file(name))
    })
}

fn boundaries_of(mut file: impl FnMut(&str) -> Option<String>) -> Result<Boundaries> {
    let mut text = |name: &str| file(name).with_context(|| format!("content/grenzen/{name}"));
    boundaries::boundaries(&BoundaryTexts {
        districts_geojson: &text("kreise.geojson")?,
        districts_csv: &text("kreise.csv")?,
        municipalities_geojson: &text("gemeinden.geojson")?,
        municipalities_csv: &text("gemeinden.csv")?,
    })
}

/// A municipality's folder whose procedures are not read yet.
struct MunicipalityFolder<'e> {
    name: &'e str,
    written: OwnFile,
    procedures: Vec<(&'e str, &'e [Entry])>,
}

/// The municipalities, read in parallel.
fn municipalities<'e>(
    content: &'e Content,
    findings: &mut Findings,
) -> Vec<MunicipalityFolder<'e>> {
    let beside = content.rest().under(MUNICIPALITIES).iter();
    beside.for_each(|entry| findings.add(out_of_place(&entry.path)));
    let parts: Vec<_> = content.municipalities().collect();
    let read: Vec<_> = parts
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(|(name, part)| {
            let mut findings = Findings::default();
            (municipality(name, part, &mut findings), findings)
        })
        .collect();
    let mut municipalities = Vec::with_capacity(read.len());
    for (municipality, found) in read {
        findings.append(found);
        municipalities.extend(municipality);
    }
    municipalities
}

fn municipality<'e>(
    name: &'e str,
    part: &'e Part,
    findings: &mut Findings,
) -> Option<MunicipalityFolder<'e>> {
    let folder = format!("{MUNICIPALITIES}/{name}");
    let path = format!("{folder}/gemeinde.yaml");
    let entries = part.entries();
    if !entries.iter().any(|entry| entry.path == path) {
        findings.add(not_described(&folder, "gemeinde.yaml", "new gemeinde"));
        return None;
    }
    let written = part.own_file(|entries, found| own_file(&path, entries, found), findings);
    let others = entries.split(|entry| entry.path == path);
    let folders = others.flat_map(|entries| by_folder(entries, &folder, findings));
    Some(MunicipalityFolder {
        name,
        written,
        procedures: folders.collect(),
    })
}

fn own_file(path: &str, entries: &[Entry], findings: &mut Findings) -> OwnFile {
    let entry = entries.iter().find(|entry| entry.path == path)?;
    let text = read_text(entry, LONGEST_TEXT, findings)?;
    read_yaml(path, text, &schema::municipality().form, findings).map(Arc::new)
}

/// The mark of what procedures are read beside.
fn around(portal: &Path, boundaries: Stamp, folders: &[MunicipalityFolder]) -> Mark {
    let key = |folder: &MunicipalityFolder| {
        let written = folder.written.as_ref();
        let key = written.map(|written| written.value.ags.clone());
        (folder.name.to_owned(), key)
    };
    let keys: Vec<_> = folders.iter().map(key).collect();
    Mark::of(&(portal, boundaries.mark, keys))
}

/// The procedures of all municipalities, read in parallel. A municipality whose own file cannot be
/// used has its procedures checked, and is left out.
fn with_procedures(
    folders: Vec<MunicipalityFolder>,
    boundaries: &Boundaries,
    known: Option<(&Known, Mark)>,
    findings: &mut Findings,
) -> Vec<MunicipalitySource> {
    let none_known = KnownDocuments::default();
    let documents = known.map_or(&none_known, |(known, _)| &known.documents);
    let read = |own: &MunicipalityFolder, name: &str, entries: &[Entry]| {
        let around = procedure::Around {
            boundaries,
            documents,
            ags: own.written.as_ref().map(|own| own.value.ags.as_str()),
        };
        procedure_folder(own.name, (name, entries), &around, known)
    };
    let all: Vec<_> = folders
        .iter()
        .flat_map(|own| own.procedures.iter().map(move |folder| (own, folder)))
        .collect();
    let mut read = all
        .into_par_iter()
        .with_max_len(AT_ONCE)
        .map(|(own, (name, entries))| read(own, name, entries))
        .collect::<Vec<_>>()
        .into_iter();
    let mut sources = Vec::with_capacity(folders.len());
    for own in folders {
        let procedures: Vec<_> = read.by_ref().take(own.procedures.len()).collect();
        match own.written {
            Some(written) => sources.push(MunicipalitySource {
                folder: own.name.to_owned(),
                written,
                procedures,
            }),
            None => {
                let read = procedures.into_iter().filter_map(|folder| folder.read);
                read.for_each(|read| findings.append(read.found));
            }
        }
    }
    sources
}

/// A procedure's folder, read unless it is known.
fn procedure_folder(
    municipality: &str,
    (name, entries): (&str, &[Entry]),
    around: &procedure::Around,
    known: Option<(&Known, Mark)>,
) -> ProcedureFolder {
    let path = format!("{municipality}/{name}");
    // Taken before the files are read: what changes meanwhile has another stamp the next time.
    let stamp = known.and_then(|(known, _)| known.stamp(&path, entries));
    let is_known = known.zip(stamp);
    let is_known = is_known.is_some_and(|((known, around), stamp)| known.has(&path, stamp, around));
    ProcedureFolder {
        folder: name.to_owned(),
        read: (!is_known).then(|| read_procedure(municipality, (name, entries), around)),
        stamp,
    }
}

/// Reads the folder of a procedure.
pub fn read_procedure(
    municipality: &str,
    (name, entries): (&str, &[Entry]),
    around: &procedure::Around,
) -> Read {
    let mut found = Findings::default();
    let folder = format!("{MUNICIPALITIES}/{municipality}");
    let source = procedure::read(&folder, name, entries, around, &mut found);
    Read { source, found }
}

/// The entries below a folder by the sub-folder they lie in; files beside them are reported.
fn by_folder<'e>(
    entries: &'e [Entry],
    folder: &str,
    findings: &mut Findings,
) -> Vec<(&'e str, &'e [Entry])> {
    let mut folders = Vec::new();
    for group in entries.chunk_by(|a, b| sub_folder(a, folder) == sub_folder(b, folder)) {
        match group.first().and_then(|entry| sub_folder(entry, folder)) {
            Some(name) => folders.push((name, group)),
            None => group
                .iter()
                .for_each(|entry| findings.add(out_of_place(&entry.path))),
        }
    }
    folders
}

/// The folder directly below `folder` that an entry lies in.
fn sub_folder<'e>(entry: &'e Entry, folder: &str) -> Option<&'e str> {
    let below = entry.path.strip_prefix(folder)?.strip_prefix('/')?;
    below.split_once('/').map(|(first, _)| first)
}

fn not_described(folder: &str, file: &str, command: &str) -> Finding {
    Finding::new(
        &NOT_DESCRIBED,
        Place::whole(&File::opaque(folder)),
        say(
            format!("In diesem Ordner fehlt {file}"),
            format!("{file} is missing in this folder"),
        ),
    )
    .help(say(
        format!("`offenlage {command}` legt die Datei an; ein leerer Ordner kann gelöscht werden."),
        format!("`offenlage {command}` writes the file; an empty folder can be deleted."),
    ))
}

fn out_of_place(path: &str) -> Finding {
    Finding::new(
        &OUT_OF_PLACE,
        Place::whole(&File::opaque(path)),
        say(
            "Diese Datei liegt an einer Stelle, an der nichts gelesen wird",
            "This file lies in a place where nothing is read",
        ),
    )
    .help(say(
        "Legen Sie sie in den Ordner eines Verfahrens oder einer Phase, oder löschen Sie sie.",
        "Put it into the folder of a procedure or a phase, or delete it.",
    ))
}

/// The portal's own texts.
fn texts(content: &Folder, findings: &mut Findings) -> Vec<Arc<File>> {
    let entries = content.under("content/portal").iter();
    let markdown = entries.filter(|entry| entry.path.ends_with(".md"));
    markdown
        .filter_map(|entry| {
            let text = read_text(entry, LONGEST_TEXT, findings)?;
            Some(File::new(entry.path.clone(), text))
        })
        .collect()
}

/// The kinds of finding of this stage.
pub fn kinds() -> Vec<&'static Kind> {
    let own = [
        &NOT_DESCRIBED,
        &OUT_OF_PLACE,
        &procedure::NO_AREA,
        &procedure::MISSING_AREA,
    ];
    let forms = shape::KINDS.iter().chain(yaml::KINDS.iter()).copied();
    let files = folder::faults::KINDS
        .iter()
        .chain(markdown::KINDS.iter())
        .copied();
    let mut kinds = vec![&theme::NO_THEME];
    kinds.extend(own.into_iter().chain(forms).chain(files));
    kinds.extend(area::KINDS.iter().chain(&listing::KINDS).copied());
    kinds.extend(document::KINDS.iter().copied());
    kinds
}
