//! Markdown files to texts whose links lead to pages and documents of the portal.

use crate::finding::{File, Finding, Findings, Language, Origin, Place, say};
use crate::link::kinds::{MISSING_TEXT, TEXT_WITHOUT_TITLE};
use crate::load::markdown::{self, read_markdown};
use crate::load::procedure_file::ProcedureFile;
use crate::load::shape::closest;
use crate::model::address::Address;
use crate::model::municipality::{District, Municipality};
use crate::model::prose::{Prose, ROOT};
use crate::model::site::{Part, PortalText};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// The pages of the portal that a text may link to and that a redirect may name.
pub struct KnownPages(HashSet<String>);

/// The pages that a procedure's file gives.
pub fn pages_of(name: &str, file: &ProcedureFile) -> Vec<String> {
    let page = ["verfahren/", name, "/"].concat();
    let phases = file.phasen.iter();
    let below = phases.map(|phase| [&page, phase.kennung.as_str(), "/"].concat());
    below.chain([page.clone()]).collect()
}

/// Pages that every portal has.
const FIXED: [&str; 7] = [
    "",
    "verfahren/",
    "gemeinden/",
    "kreise/",
    "archiv/",
    "daten/",
    "suche/",
];

impl KnownPages {
    /// The pages of procedures, and those that the rest of the portal will give.
    pub fn of<'p>(
        procedures: impl IntoIterator<Item = &'p Vec<String>>,
        texts: &[Arc<File>],
        districts: &[District],
        municipalities: &[Municipality],
    ) -> Self {
        let mut pages: HashSet<String> = FIXED.iter().map(|page| (*page).to_owned()).collect();
        pages.extend(
            districts
                .iter()
                .map(|district| district.address.as_str().to_owned()),
        );
        pages.extend(
            municipalities
                .iter()
                .map(|own| own.address.as_str().to_owned()),
        );
        pages.extend(
            texts
                .iter()
                .filter_map(|file| name_and_language(file))
                .map(|(name, _)| format!("{name}/")),
        );
        pages.extend(procedures.into_iter().flatten().cloned());
        Self(pages)
    }

    /// The pages without those of parts that the settings leave out.
    pub fn without(mut self, words: &[String]) -> Self {
        let left_out = |part: &Part| words.iter().any(|word| word == part.key());
        for page in Part::ALL
            .into_iter()
            .filter(left_out)
            .filter_map(Part::page)
        {
            self.0.remove(page);
        }
        self
    }

    /// Whether there is a page at this address.
    pub fn has(&self, page: &str) -> bool {
        self.0.contains(page)
    }
}

/// The Markdown files of a procedure.
pub struct Texts<'a> {
    files: BTreeMap<String, Arc<File>>,
    unread: BTreeSet<String>,
    used: BTreeSet<String>,
    procedure: &'a Address,
    known: Asked<'a>,
    documents: BTreeSet<String>,
}

/// The pages of the portal, and which of them somebody asked for.
struct Asked<'a> {
    known: &'a KnownPages,
    asked: RefCell<BTreeMap<String, bool>>,
}

impl Asked<'_> {
    fn has(&self, page: &str) -> bool {
        let is_there = self.known.has(page);
        self.asked.borrow_mut().insert(page.to_owned(), is_there);
        is_there
    }
}

impl<'a> Texts<'a> {
    /// The texts of a procedure and what they may link to.
    pub fn new(
        procedure: &'a Address,
        (files, unread): (BTreeMap<String, Arc<File>>, BTreeSet<String>),
        known: &'a KnownPages,
        file: &ProcedureFile,
    ) -> Self {
        let phases = file.phasen.iter();
        let documents = phases.flat_map(|phase| {
            phase
                .unterlagen
                .iter()
                .map(|document| format!("{}/{}", phase.kennung, document.datei))
        });
        Self {
            documents: documents.collect(),
            files,
            unread,
            used: BTreeSet::new(),
            procedure,
            known: Asked {
                known,
                asked: RefCell::default(),
            },
        }
    }

    /// Which pages were asked for, and whether they are there.
    pub fn asked(self) -> BTreeMap<String, bool> {
        self.known.asked.into_inner()
    }

    /// The page of the procedure they belong to.
    pub fn procedure(&self) -> &Address {
        self.procedure
    }

    /// The text of a file that is named at a place. Its headings begin at the level 3 if it stands
    /// below a heading of the page, else at 2.
    pub fn read_named(
        &mut self,
        name: Option<String>,
        is_below_heading: bool,
        origin: &Origin,
        findings: &mut Findings,
    ) -> Option<Prose> {
        let name = name?;
        if self.unread.contains(&name) {
            return None;
        }
        let Some(file) = self.files.get(&name) else {
            let meant = closest(&name, self.files.keys().map(String::as_str));
            findings.add(missing(&name, meant, origin));
            // One slip of the pen is one finding: the file that is meant is not unused.
            self.used.extend(meant.map(str::to_owned));
            return None;
        };
        if file.text().trim().is_empty() {
            findings.add(empty(&name, origin));
            self.used.insert(name);
            return None;
        }
        let prefix = name.trim_end_matches(".md");
        let resolve = |link: &str| self.resolve(link);
        let first_level = if is_below_heading { 3 } else { 2 };
        let start = Start {
            byte: 0,
            first_level,
            id_prefix: prefix,
        };
        let prose = read(file, &start, &resolve, findings);
        self.used.insert(name);
        Some(prose)
    }

    /// The files that nothing named.
    pub fn unused(&self) -> impl Iterator<Item = &Arc<File>> {
        self.files
            .iter()
            .filter(|(name, _)| !self.used.contains(*name))
            .map(|(_, file)| file)
    }

    fn resolve(&self, link: &str) -> Option<String> {
        let (path, part) = split_part(link);
        let below = path.trim_start_matches("./");
        if self.documents.contains(below) {
            return Some(format!("{ROOT}{}{below}{part}", self.procedure));
        }
        let phase = format!("{}{}/", self.procedure, below.trim_end_matches('/'));
        if self.known.has(&phase) {
            return Some(page_link(&phase, part));
        }
        resolve(link, |page| self.known.has(page))
    }
}

/// `/hilfe/#fristen` as a link from the portal's root.
fn resolve(link: &str, has: impl Fn(&str) -> bool) -> Option<String> {
    let (path, part) = split_part(link);
    if path.is_empty() && !part.is_empty() {
        return Some(part.to_owned());
    }
    let page = path.strip_prefix('/')?;
    has(page).then(|| page_link(page, part))
}

fn page_link(page: &str, part: &str) -> String {
    format!("{ROOT}{}{part}", Address::new(page).file())
}

fn split_part(link: &str) -> (&str, &str) {
    link.split_at(link.find('#').unwrap_or(link.len()))
}

/// The portal's own texts, by name, German first.
pub fn portal_texts(
    files: &[Arc<File>],
    known: &KnownPages,
    findings: &mut Findings,
) -> Vec<PortalText> {
    let mut texts = Vec::new();
    for file in files {
        let Some((name, language)) = name_and_language(file) else {
            continue;
        };
        let Some((title, start)) = title(file.text()) else {
            findings.add(without_title(file));
            continue;
        };
        let resolve = |link: &str| resolve(link, |page| known.has(page));
        texts.push(PortalText {
            address: Address::new(format!("{name}/")),
            name: name.to_owned(),
            language,
            title: title.to_owned(),
            text: read(file, &below_title(start), &resolve, findings),
            origin: Origin::new(file, ""),
        });
    }
    texts.sort_by(|a, b| a.name.cmp(&b.name).then(a.language.cmp(&b.language)));
    texts
}

/// `hilfe.md` is German, `hilfe.en.md` English.
fn name_and_language(file: &File) -> Option<(&str, Language)> {
    let name = file.path.rsplit('/').next()?.strip_suffix(".md")?;
    Some(match name.split_once('.') {
        None => (name, Language::German),
        Some((name, tag)) => (name, Language::from_tag(tag)?),
    })
}

fn title(text: &str) -> Option<(&str, usize)> {
    let line = text.trim_start();
    let start = text.len() - line.len();
    let line = line.lines().next()?;
    Some((line.strip_prefix("# ")?.trim(), start + line.len()))
}

/// Where the text of a file begins, and how it stands on its page.
struct Start<'a> {
    byte: usize,
    first_level: u8,
    id_prefix: &'a str,
}

/// A text below its title, which is the page's.
fn below_title(byte: usize) -> Start<'static> {
    Start {
        byte,
        first_level: 2,
        id_prefix: "",
    }
}

fn read(
    file: &Arc<File>,
    start: &Start<'_>,
    resolve: &dyn Fn(&str) -> Option<String>,
    findings: &mut Findings,
) -> Prose {
    let from = start.byte;
    let place_of = |range: std::ops::Range<usize>| file.bytes(from + range.start..from + range.end);
    let around = markdown::Around {
        first_level: start.first_level,
        id_prefix: start.id_prefix,
        resolve,
        place_of: &place_of,
    };
    let text = read_markdown(&file.text()[from..], &around, findings);
    Prose::new(text.html, Some(file.clone()))
}

fn empty(name: &str, origin: &Origin) -> Finding {
    Finding::new(
        &MISSING_TEXT,
        origin.place(),
        say(
            format!("Die Datei „{name}“ ist leer"),
            format!("The file “{name}” is empty"),
        ),
    )
    .help(say(
        "Schreiben Sie den Text hinein, oder streichen Sie die Angabe.",
        "Write the text into it, or delete the entry.",
    ))
}

fn missing(name: &str, meant: Option<&str>, origin: &Origin) -> Finding {
    let finding = Finding::new(
        &MISSING_TEXT,
        origin.place(),
        say(
            format!("Die Datei „{name}“ liegt nicht im Ordner des Verfahrens"),
            format!("The file “{name}” is not in the procedure's folder"),
        ),
    );
    match meant {
        Some(meant) => finding.help(say(
            format!("Meinen Sie {meant}?"),
            format!("Do you mean {meant}?"),
        )),
        None => finding.help(say(
            "Legen Sie die Datei in den Ordner, oder streichen Sie die Angabe.",
            "Put the file into the folder, or delete the entry.",
        )),
    }
}

fn without_title(file: &Arc<File>) -> Finding {
    Finding::new(
        &TEXT_WITHOUT_TITLE,
        Place::whole(file),
        say(
            "Der Text beginnt nicht mit seiner Überschrift",
            "The text does not begin with its heading",
        ),
    )
    .help(say(
        "Die erste Zeile lautet zum Beispiel: # Impressum",
        "The first line is for example: # Impressum",
    ))
}
