//! The documents that a procedure lists, and the files that lie in its folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{File, Finding, Findings, Kind, Level, Origin, Place, say};
use crate::load::document::kept::KnownDocuments;
use crate::load::document::{check_accessibility, check_document};
use crate::load::folder::faults::unreadable;
use crate::load::folder::{Entry, composed};
use crate::load::procedure_file::ProcedureFile;
use crate::load::shape::{UNKNOWN_WORD, closest};
use crate::load::sources::DocumentSource;
use crate::load::written::Written;
use crate::model::document::{STATEMENTS_APART, holds_statements};

/// A document that is listed and does not lie there.
pub static MISSING: Kind = Kind {
    id: "DOC-011",
    level: Level::Error,
    title_de: "Jede genannte Datei liegt im Ordner der Phase",
    title_en: "Every file named lies in the folder of its phase",
    convention: false,
};

/// A document that is listed twice.
pub static DOUBLE: Kind = Kind {
    id: "DOC-012",
    level: Level::Warning,
    title_de: "Jede Datei wird in einer Phase nur einmal genannt",
    title_en: "Every file is named once in a phase",
    convention: true,
};

/// A file that lies there and is not listed.
pub static NOT_LISTED: Kind = Kind {
    id: "DOC-013",
    level: Level::Warning,
    title_de: "Jede Datei im Ordner ist genannt",
    title_en: "Every file in the folder is named",
    convention: true,
};

/// A name that leads out of the folder.
pub static LEADS_OUT: Kind = Kind {
    id: "DOC-015",
    level: Level::Error,
    title_de: "Dateinamen führen nicht aus dem Ordner heraus",
    title_en: "File names do not lead out of the folder",
    convention: false,
};

/// The kinds of finding that the list of documents makes, by id.
pub static KINDS: [&Kind; 4] = [&MISSING, &DOUBLE, &NOT_LISTED, &LEADS_OUT];

/// A file that a phase names.
struct Named<'a> {
    phase: &'a str,
    name: &'a str,
    place: Place,
    /// The language of a document that should be accessible by itself.
    language: Option<&'a str>,
    is_document: bool,
}

/// Reads the documents that a procedure lists, each once, and says what is missing, doubled,
/// unlisted or unfit; those that are known and stayed what they were are not read. `files` are those of its folder, by their path in it.
pub fn read_documents(
    files: &BTreeMap<String, &Entry>,
    written: &Written<ProcedureFile>,
    known: &KnownDocuments,
    findings: &mut Findings,
) -> BTreeMap<String, DocumentSource> {
    let mut documents = BTreeMap::new();
    let mut listed = BTreeSet::new();
    let named = named_files(written, findings);
    let wanted: BTreeSet<String> = named.iter().map(path_of).collect();
    for file in &named {
        if leads_out(file.name) {
            findings.add(leads_out_of_folder(file));
            continue;
        }
        let path = path_of(file);
        let Some(entry) = files.get(&path) else {
            findings.add(missing(file, files, &wanted));
            continue;
        };
        let is_new = listed.insert((path.clone(), file.is_document));
        if !is_new {
            findings.add(double(file));
        } else if let Some(document) = read(entry, file, known, findings) {
            documents.insert(path, document);
        }
    }
    for (path, entry) in files {
        if !wanted.contains(path) && !is_named_elsewhere(path, &written.value) {
            findings.add(not_listed(path, entry, &written.value));
        }
    }
    documents
}

/// Documents and proofs of notices, in the order of the file.
fn named_files<'w>(written: &'w Written<ProcedureFile>, findings: &mut Findings) -> Vec<Named<'w>> {
    let mut named = Vec::new();
    for (at, phase) in written.value.phasen.iter().enumerate() {
        let origin = Origin::new(&written.file, format!("phasen[{at}]"));
        for (at, document) in phase.unterlagen.iter().enumerate() {
            let language = document.sprache.as_deref().unwrap_or("de");
            let is_known = is_language(language);
            if !is_known {
                let place = origin.at(&format!("unterlagen[{at}].sprache"));
                findings.add(no_language(language, place));
            }
            let needs_access = document.ersatz.is_none() && is_known;
            named.push(Named {
                phase: &phase.kennung,
                name: &document.datei,
                place: origin.at(&format!("unterlagen[{at}].datei")),
                language: needs_access.then_some(language),
                is_document: true,
            });
        }
        let notice = phase.bekanntmachung.as_ref();
        if let Some(name) = notice.and_then(|notice| notice.nachweis.as_deref()) {
            named.push(Named {
                phase: &phase.kennung,
                name,
                place: origin.at("bekanntmachung.nachweis"),
                language: None,
                is_document: false,
            });
        }
    }
    named
}

/// Whether a word is the code of a language: `de`, `hsb`, `pt-BR`.
fn is_language(word: &str) -> bool {
    let mut parts = word.split('-');
    let is_code = |part: &str| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    parts.next().is_some_and(is_code) && parts.all(|part| (2..=8).contains(&part.len()))
}

fn no_language(word: &str, place: Place) -> Finding {
    Finding::new(
        &UNKNOWN_WORD,
        place,
        say(
            format!("„{word}“ ist kein Kürzel einer Sprache"),
            format!("“{word}” is no code of a language"),
        ),
    )
    .help(say(
        "Schreiben Sie zum Beispiel de (Deutsch), hsb (Obersorbisch), en, cs oder pl.",
        "Write for example de (German), hsb (Upper Sorbian), en, cs or pl.",
    ))
}

fn path_of(file: &Named) -> String {
    format!("{}/{}", file.phase, composed(file.name))
}

/// Whether a name is anything but the name of a file below the folder.
fn leads_out(name: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    name.contains(['\\', ':']) || name.contains(char::is_control) || !name.split('/').all(is_part)
}

fn read(
    entry: &Entry,
    file: &Named,
    known: &KnownDocuments,
    findings: &mut Findings,
) -> Option<DocumentSource> {
    let (stamp, facts) = match known.read(entry) {
        Ok(known) => known,
        Err(error) => {
            findings.add(unreadable(&entry.path, error.kind()));
            return None;
        }
    };
    check_document(&facts, entry.name(), &file.place, findings);
    if let (Some(pdf), Some(language)) = (&facts.pdf, file.language) {
        check_accessibility(pdf, entry.name(), language, &file.place, findings);
    }
    Some(DocumentSource {
        path: entry.path.clone(),
        stamp,
        disk: entry.disk().to_path_buf(),
        facts,
    })
}

/// Files that belong to the procedure in another way than as a document.
fn is_named_elsewhere(path: &str, procedure: &ProcedureFile) -> bool {
    let is_beside = !path.contains('/');
    is_beside
        && (path.ends_with(".md")
            || matches!(path, "verfahren.yaml" | "abwaegung.yaml")
            || procedure.geltungsbereich.datei.as_deref() == Some(path))
}

fn leads_out_of_folder(file: &Named) -> Finding {
    let (name, phase) = (file.name, file.phase);
    Finding::new(
        &LEADS_OUT,
        file.place.clone(),
        say(
            format!("„{name}“ ist kein Name einer Datei im Ordner {phase}"),
            format!("“{name}” is not the name of a file in the folder {phase}"),
        ),
    )
    .because(say(
        "Veröffentlicht wird nur, was im Ordner des Verfahrens liegt.",
        "Only what lies in the folder of the procedure is published.",
    ))
    .help(say(
        format!("Kopieren Sie die Datei in den Ordner {phase} und nennen Sie nur ihren Namen."),
        format!("Copy the file into the folder {phase} and write its name only."),
    ))
}

fn missing(file: &Named, files: &BTreeMap<String, &Entry>, wanted: &BTreeSet<String>) -> Finding {
    let (name, phase) = (file.name, file.phase);
    let finding = Finding::new(
        &MISSING,
        file.place.clone(),
        say(
            format!("Die Datei „{name}“ liegt nicht im Ordner {phase}"),
            format!("The file “{name}” is not in the folder {phase}"),
        ),
    )
    .because(say(
        "Was genannt wird, muss während der ganzen Frist zu lesen sein (§ 3 Abs. 2 Satz 1 BauGB).",
        "What is named must be readable during the whole period (§ 3(2) sentence 1 BauGB).",
    ));
    let own_name = composed(name);
    let is_namesake = |path: &&String| path.rsplit('/').next() == Some(&*own_name);
    let spare = files.keys().filter(|path| !wanted.contains(*path));
    if let Some(path) = spare.into_iter().find(is_namesake) {
        return finding.help(say(
            format!("Eine Datei dieses Namens liegt unter {path}; verschieben Sie sie hierher."),
            format!("A file of that name lies at {path}; move it here."),
        ));
    }
    let prefix = format!("{phase}/");
    let beside = files.keys().filter_map(|path| path.strip_prefix(&prefix));
    match closest(name, beside) {
        Some(meant) => finding.help(say(
            format!("Meinen Sie „{meant}“?"),
            format!("Do you mean “{meant}”?"),
        )),
        None => finding.help(say(
            format!(
                "Kopieren Sie die Datei in den Ordner {phase}, oder berichtigen Sie den Namen."
            ),
            format!("Copy the file into the folder {phase}, or correct the name."),
        )),
    }
}

fn double(file: &Named) -> Finding {
    let name = file.name;
    Finding::new(
        &DOUBLE,
        file.place.clone(),
        say(
            format!("Die Datei „{name}“ wird in dieser Phase zweimal genannt"),
            format!("The file “{name}” is named twice in this phase"),
        ),
    )
    .help(say(
        "Streichen Sie einen der beiden Einträge.",
        "Remove one of the two entries.",
    ))
}

fn not_listed(path: &str, entry: &Entry, procedure: &ProcedureFile) -> Finding {
    let folder = path.rsplit_once('/').map(|(folder, _)| folder);
    let is_phase = |folder: &str| procedure.phasen.iter().any(|phase| phase.kennung == folder);
    let help = match folder {
        Some(folder) if is_phase(folder) => say(
            "Nennen Sie die Datei unter `unterlagen`, oder löschen Sie sie.",
            "Name the file under `unterlagen`, or delete it.",
        ),
        Some(folder) => say(
            format!(
                "Eine Phase mit der Kennung {folder} gibt es nicht; verschieben Sie die Datei."
            ),
            format!("There is no phase called {folder}; move the file."),
        ),
        None if path.ends_with(".geojson") || path.ends_with(".gml") => say(
            "Nennen Sie die Datei bei `geltungsbereich.datei`, oder löschen Sie sie.",
            "Name the file at `geltungsbereich.datei`, or delete it.",
        ),
        None => say(
            "Verschieben Sie die Datei in den Ordner einer Phase, oder löschen Sie sie.",
            "Move the file into the folder of a phase, or delete it.",
        ),
    };
    let name = entry.name();
    if holds_statements(name, "") {
        return statements_apart(name, entry);
    }
    Finding::new(
        &NOT_LISTED,
        Place::whole(&File::opaque(entry.path.clone())),
        say(
            format!("Die Datei „{name}“ wird nirgends genannt und nicht veröffentlicht"),
            format!("The file “{name}” is named nowhere and is not published"),
        ),
    )
    .help(help)
}

fn statements_apart(name: &str, entry: &Entry) -> Finding {
    Finding::new(
        &STATEMENTS_APART,
        Place::whole(&File::opaque(entry.path.clone())),
        say(
            format!("„{name}“ sieht nach eingegangenen Stellungnahmen aus"),
            format!("“{name}” looks like statements that came in"),
        ),
    )
    .because(say(
        "Namen, Anschriften und Stellungnahmen von Bürgern gehören nicht in einen Ordner, den jeder lesen kann (Art. 5 Abs. 1 Buchst. c und f DSGVO).",
        "Names, addresses and statements of citizens do not belong in a folder that everyone can read (Art. 5 (1) c and f GDPR).",
    ))
    .help(say(
        "Entfernen Sie die Datei, auch aus der Versionsgeschichte; Stellungnahmen liegen im Posteingang (offenlage inbox).",
        "Remove the file, from the version history as well; statements lie in the inbox (offenlage inbox).",
    ))
}

#[cfg(test)]
mod tests;
