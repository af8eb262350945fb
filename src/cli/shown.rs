//! A portal as the preview shows it: nothing is written, each file is made when a browser asks.

use crate::Portal;
use crate::bundle::{Bundle, Files, Scope, Source};
use crate::http::preview::{At, Site};
use crate::model::address::Address;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A portal without errors, and a thread that holds it and makes its files. The thread ends when this
/// is dropped.
pub struct Shown {
    questions: Sender<Question>,
}

/// The page of the procedure that somebody looks at, if any: it is asked for again after a change.
pub type Open = Arc<Mutex<Option<Address>>>;

/// A path, and who wants to know what stands there.
type Question = (String, Sender<At>);

impl Shown {
    /// Shows a portal.
    ///
    /// # Errors
    /// If the machine fails.
    pub fn start(portal: Portal, open: Open) -> Result<Self> {
        let (questions, asked) = channel();
        thread::Builder::new()
            .name("site".into())
            .spawn(move || answer(&portal, &open, &asked))
            .context("no thread to make pages")?;
        Ok(Self { questions })
    }
}

impl Site for Shown {
    fn at(&self, path: &str) -> At {
        let (answer, answered) = channel();
        let question = (path.to_owned(), answer);
        let is_asked = self.questions.send(question).is_ok();
        let answered = is_asked.then(|| answered.recv().ok()).flatten();
        answered.unwrap_or(At::Nothing)
    }
}

/// Answers until nobody can ask any more.
fn answer(portal: &Portal, open: &Open, asked: &Receiver<Question>) {
    let mut files = Looked::at(portal);
    let page = open.lock().unwrap_or_else(PoisonError::into_inner).clone();
    // What goes wrong here goes wrong again when it is asked for, and is told then.
    files.prepare(page).ok();
    for (path, answer) in asked {
        if let Some(page) = files.page_of(&path) {
            *open.lock().unwrap_or_else(PoisonError::into_inner) = Some(page);
        }
        let at = files.find(&path).unwrap_or_else(|error| fault(&error));
        // The browser may have gone meanwhile.
        answer.send(at).ok();
    }
}

fn fault(error: &anyhow::Error) -> At {
    At::Fault(format!("{error:#}"))
}

/// What was looked at last. A page and what it loads are files of the portal and of one procedure:
/// where the files of all others stand need not be known.
struct Looked<'p> {
    portal: &'p Portal,
    near: Option<(Scope, Bundle<'p>)>,
    all: Option<Bundle<'p>>,
    /// Files that are made together, by their folder.
    gathered: BTreeMap<String, Files>,
}

impl<'p> Looked<'p> {
    fn at(portal: &'p Portal) -> Self {
        Self {
            portal,
            near: None,
            all: None,
            gathered: BTreeMap::new(),
        }
    }

    /// What stands at a path.
    fn find(&mut self, path: &str) -> Result<At> {
        // The sitemap tells of every page.
        if !path.starts_with("sitemap") {
            let near = self.near(path)?;
            match find(path, near) {
                Found::File(at) => return Ok(at),
                Found::Gathered(index) => return Ok(self.gathered(path, index)),
                Found::Nothing => {}
            }
        }
        if self.all.is_none() {
            self.all = Some(crate::bundle_of(self.portal, Scope::All)?);
        }
        match self.all.as_ref().map(|all| find(path, all)) {
            Some(Found::File(at)) => Ok(at),
            _ => Ok(At::Nothing),
        }
    }

    /// The files of the portal and of the procedure that a path is of.
    fn near(&mut self, path: &str) -> Result<&Bundle<'p>> {
        let page = self.page_of(path);
        let fits = |scope: &Scope| page.is_none() || *scope == Scope::Only(page.clone());
        match self.near.take().filter(|(scope, _)| fits(scope)) {
            Some(near) => Ok(&self.near.insert(near).1),
            None => self.prepare(page),
        }
    }

    /// Puts the files of the portal and of one procedure together.
    fn prepare(&mut self, page: Option<Address>) -> Result<&Bundle<'p>> {
        let scope = Scope::Only(page);
        let bundle = crate::bundle_of(self.portal, scope.clone())?;
        Ok(&self.near.insert((scope, bundle)).1)
    }

    /// The page of the procedure that a path is of.
    fn page_of(&self, path: &str) -> Option<Address> {
        procedure_of(path).filter(|page| self.portal.archive.procedure(page).is_some())
    }

    /// A file of those that are made together.
    fn gathered(&mut self, path: &str, index: usize) -> At {
        let near = self.near.as_ref();
        let Some(own) = near.and_then(|(_, bundle)| bundle.gathered().get(index)) else {
            return At::Nothing;
        };
        let folder = own.folder.as_str();
        let files = self.gathered.entry(folder.to_owned());
        let files = files.or_insert_with(|| (own.make)(None));
        let name = path.strip_prefix(folder).unwrap_or_default();
        let found = files.iter().find(|(known, _)| known == name);
        found.map_or(At::Nothing, |(_, bytes)| At::Bytes(bytes.clone()))
    }
}

/// The page of the procedure that a path is of: the first three names, in any language.
fn procedure_of(path: &str) -> Option<Address> {
    let german = path.strip_prefix("en/").unwrap_or(path);
    let mut names = german.splitn(4, '/');
    let (first, own, name) = (names.next()?, names.next()?, names.next()?);
    Some(Address::new(format!("{first}/{own}/{name}/")))
}

enum Found {
    File(At),
    /// It is made with others, which have this number.
    Gathered(usize),
    Nothing,
}

fn find(path: &str, bundle: &Bundle) -> Found {
    if let Some(source) = bundle.source(path) {
        return Found::File(of_source(source));
    }
    let mut gathered = bundle.gathered().iter();
    if let Some(index) = gathered.position(|own| path.starts_with(own.folder.as_str())) {
        return Found::Gathered(index);
    }
    let below = format!("{path}/");
    let from = (Bound::Included(below.as_str()), Bound::Unbounded);
    match bundle.files().range::<str, _>(from).next() {
        Some((next, _)) if next.starts_with(&below) => Found::File(At::Folder),
        _ => Found::Nothing,
    }
}

fn of_source(source: &Source) -> At {
    match source {
        Source::Bytes(bytes) => At::Bytes(bytes.clone()),
        Source::Copy { from, .. } => At::Document(from.clone()),
        Source::Make(make) => make().map_or_else(|error| fault(&error), At::Bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::portal;
    use crate::finding::Findings;
    use std::path::Path;

    #[test]
    fn every_file_of_the_site_is_there_and_is_what_a_build_writes() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = || portal::read_folder(folder, None, &mut Findings::default());
        let portal = read().unwrap().unwrap();
        let shown = Shown::start(read().unwrap().unwrap(), Open::default()).unwrap();
        let bundle = crate::bundle_of(&portal, Scope::All).unwrap();
        for (path, file) in bundle.files() {
            match (shown.at(path), &file.source) {
                (At::Bytes(own), Source::Bytes(bytes)) => assert!(own == *bytes, "{path}"),
                (At::Bytes(own), Source::Make(make)) => assert!(own == make().unwrap(), "{path}"),
                (At::Document(own), Source::Copy { from, .. }) => assert_eq!(own, *from),
                (other, _) => panic!("{path}: {other:?}"),
            }
        }
        for gathered in bundle.gathered() {
            for (name, bytes) in (gathered.make)(None) {
                let path = gathered.folder.join(&name).file();
                assert!(
                    matches!(shown.at(&path), At::Bytes(own) if own == bytes),
                    "{path}"
                );
            }
        }
        assert!(matches!(shown.at("verfahren"), At::Folder));
        assert!(matches!(
            shown.at("verfahren/nirgends/index.html"),
            At::Nothing
        ));
        assert!(matches!(shown.at("suche/nichts.js"), At::Nothing));
    }
}
