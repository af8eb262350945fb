//! What every page knows: the portal, its own place, its translations.

pub mod archive;
pub mod archive_year;
pub mod data;
pub mod deadlines;
pub mod district;
pub mod districts;
mod drawn;
pub mod handbook;
mod json_ld;
pub mod list;
pub mod maps;
pub mod missing;
pub mod municipalities;
pub mod municipality;
pub mod notice;
pub mod paper;
pub mod phase;
pub mod policy;
pub mod procedure;
pub mod procedures;
pub mod search;
pub mod start;
pub mod text;
pub mod variables;

use crate::bundle::{Bundle, Shown};
use crate::finding::{Language, Words};
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::procedure::Procedure;
use crate::render::PageKind;
use crate::render::page::drawn::Drawn;
use crate::render::page::variables::{PageView, SiteView};
use crate::render::theme::Theme;
use anyhow::{Context as _, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tera::Value;

/// What all pages share while one portal is rendered.
pub struct Portal<'a> {
    archive: &'a Archive,
    theme: &'a Theme,
    drawn: Arc<Drawn<'a>>,
    /// The variable `site`, once a language; cloning it costs nothing.
    sites: BTreeMap<Language, Value>,
    /// The variable `frame` of the pages that were made, by their language, kind and root.
    frames: Mutex<BTreeMap<(Language, &'static str, String), Value>>,
}

impl<'a> Portal<'a> {
    /// # Errors
    /// If the portal's data cannot be handed to templates, which its types rule out.
    pub fn new(archive: &'a Archive, theme: &'a Theme) -> Result<Self> {
        let mut sites = BTreeMap::new();
        for language in &archive.site.languages {
            let view = SiteView::new(archive, *language);
            sites.insert(*language, Value::try_from_serializable(&view)?);
        }
        Ok(Self {
            archive,
            theme,
            drawn: Arc::new(Drawn::new(archive, theme)),
            sites,
            frames: Mutex::default(),
        })
    }
}

/// Where the pages of a kind are put.
pub struct Pages<'a, 'b> {
    portal: &'b Arc<Portal<'a>>,
    kind: &'static PageKind,
    bundle: &'b mut Bundle<'a>,
}

impl<'a, 'b> Pages<'a, 'b> {
    /// The place for the pages of a kind.
    pub fn new(
        portal: &'b Arc<Portal<'a>>,
        kind: &'static PageKind,
        bundle: &'b mut Bundle<'a>,
    ) -> Self {
        Self {
            portal,
            kind,
            bundle,
        }
    }

    /// The archive the pages show.
    pub fn archive(&self) -> &'a Archive {
        self.portal.archive
    }

    /// Lets each procedure whose own pages belong here add them, on all cores.
    ///
    /// # Errors
    /// If one of them fails, or two pages would stand at one address.
    pub fn add_own(
        &mut self,
        add: impl Fn(&'a Procedure, &mut Pages<'a, '_>) -> Result<()> + Sync,
    ) -> Result<()> {
        let (portal, kind) = (self.portal, self.kind);
        self.bundle.fill_own(portal.archive, |procedure, own| {
            add(procedure, &mut Pages::new(portal, kind, own))
        })
    }

    /// Adds a page at its German address and, where the portal speaks English, below `en/`. It shows no texts of
    /// procedures. The
    /// view is built anew for every language, when the page is written.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn add<V: Serialize>(
        &mut self,
        address: &Address,
        view: impl Fn(&Here<'a>) -> V + Send + Sync + 'a,
    ) -> Result<()> {
        let languages = &self.portal.archive.site.languages;
        self.add_in(languages, address, None, move |here| Ok(view(here)))
    }

    /// The same for a page that shows these municipalities, and procedures without their texts, what is beside
    /// them, the settings, districts and borders, and nothing more. It is not made again while they stay
    /// as they are.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn add_of<V: Serialize>(
        &mut self,
        address: &Address,
        shown: Shown,
        view: impl Fn(&Here<'a>) -> V + Send + Sync + 'a,
    ) -> Result<()> {
        self.try_add_of(address, shown, move |here| Ok(view(here)))
    }

    /// The same for a view that holds parts of the theme, which may be faulty.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn try_add_of<V: Serialize>(
        &mut self,
        address: &Address,
        shown: Shown,
        view: impl Fn(&Here<'a>) -> Result<V> + Send + Sync + 'a,
    ) -> Result<()> {
        let languages = &self.portal.archive.site.languages;
        self.add_in(languages, address, Some(shown), view)
    }

    /// Adds a page in German alone, which shows nothing but a procedure: a notice is German.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn add_german<V: Serialize>(
        &mut self,
        address: &Address,
        shown: Shown,
        view: impl Fn(&Here<'a>) -> Result<V> + Send + Sync + 'a,
    ) -> Result<()> {
        self.add_in(&[Language::German], address, Some(shown), view)
    }

    fn add_in<V: Serialize>(
        &mut self,
        languages: &[Language],
        address: &Address,
        shown: Option<Shown>,
        view: impl Fn(&Here<'a>) -> Result<V> + Send + Sync + 'a,
    ) -> Result<()> {
        let view = Arc::new(view);
        let is_only = languages.len() == 1;
        for language in languages {
            let (portal, kind, view) = (Arc::clone(self.portal), self.kind, Arc::clone(&view));
            let (language, german) = (*language, address.clone());
            let here = in_language(address, language);
            let page = here.clone();
            let make = move || {
                let here = Here {
                    archive: portal.archive,
                    drawn: Arc::clone(&portal.drawn),
                    language,
                    address: here.clone(),
                    german: german.clone(),
                    is_anywhere: false,
                    is_only,
                };
                let made = view(&here).and_then(|view| portal.make(kind, &here, &view));
                made.with_context(|| format!("page {}", here.address))
            };
            match shown {
                Some(shown) => self.bundle.make_of(&page, shown, make)?,
                None => self.bundle.make(&page, make)?,
            }
        }
        Ok(())
    }

    /// Adds a page that servers show at any address below the portal's, in German alone: they
    /// take one such page. Its links start at the root of the portal's host.
    ///
    /// # Errors
    /// If another file stands there.
    pub fn add_anywhere<V: Serialize>(
        &mut self,
        address: &Address,
        view: impl Fn(&Here<'a>) -> V + Send + Sync + 'a,
    ) -> Result<()> {
        let (portal, kind) = (Arc::clone(self.portal), self.kind);
        let here = Here {
            archive: portal.archive,
            drawn: Arc::clone(&portal.drawn),
            language: Language::German,
            address: address.clone(),
            german: address.clone(),
            is_anywhere: true,
            is_only: true,
        };
        self.bundle.make(address, move || {
            let made = portal.make(kind, &here, &view(&here));
            made.with_context(|| format!("page {}", here.address))
        })
    }
}

impl<'a> Portal<'a> {
    fn make<V: Serialize>(&self, kind: &PageKind, here: &Here<'a>, view: &V) -> Result<Vec<u8>> {
        let mut context = tera::Context::new();
        if let Some(site) = self.sites.get(&here.language) {
            context.insert_value("frame", self.frame(kind, here, site)?);
            context.insert_value("site", site.clone());
        }
        let page = Value::try_from_serializable(&PageView::new(kind, here))?;
        context.insert_value("page", page);
        context.insert_value("root", Value::from(here.root()));
        context.insert_value("view", Value::try_from_serializable(view)?);
        self.theme.render(kind.template, here.language, &context)
    }

    fn frame(&self, kind: &PageKind, here: &Here<'a>, site: &Value) -> Result<Value> {
        let frames = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (here.language, kind.name, here.root());
        if let Some(frame) = frames().get(&key) {
            return Ok(frame.clone());
        }
        let place = (kind.name, key.2.as_str());
        let frame = self.theme.frame(here.language, place, site)?;
        frames().insert(key, frame.clone());
        Ok(frame)
    }
}

/// The address of a page in a language: English pages stand below `en/`.
pub fn in_language(address: &Address, language: Language) -> Address {
    Address::new(folder(language)).join(address.as_str())
}

/// The folder of the pages of a language.
fn folder(language: Language) -> &'static str {
    match language {
        Language::German => "",
        Language::English => "en/",
    }
}

/// A page's place: everything a view needs to link and to choose its words.
pub struct Here<'a> {
    /// What the portal shows.
    pub archive: &'a Archive,
    /// What maps are drawn from, and maps.
    drawn: Arc<Drawn<'a>>,
    /// The language of the page.
    pub language: Language,
    /// The page's own address, in its language.
    pub address: Address,
    /// The address of the German page.
    pub german: Address,
    /// It is shown at any address, so it cannot know the way from there.
    is_anywhere: bool,
    /// It stands in no other language.
    is_only: bool,
}

impl<'a> Here<'a> {
    /// The place of a page that is made alone, outside a site.
    fn alone(portal: &Portal<'a>, address: &Address, language: Language) -> Self {
        Self {
            archive: portal.archive,
            drawn: Arc::clone(&portal.drawn),
            language,
            address: address.clone(),
            german: address.clone(),
            is_anywhere: false,
            is_only: true,
        }
    }
}

impl Here<'_> {
    /// A link to a page, in the language of this one.
    pub fn page(&self, address: &Address) -> String {
        match self.folder() {
            "" => address.seen_from(&self.address),
            _ => in_language(address, self.language).seen_from(&self.address),
        }
    }

    /// A link to a file, which is the same in every language: a document, a feed.
    pub fn file(&self, address: &Address) -> String {
        address.seen_from(&self.address)
    }

    /// The way to the portal's root: `../../`, empty at the root. On a page that is shown anywhere
    /// it is the path of the portal's public address.
    pub fn root(&self) -> String {
        if self.is_anywhere {
            return path_of(&self.archive.site.address).to_owned();
        }
        "../".repeat(self.address.as_str().matches('/').count())
    }

    /// The folder of the pages in the language of this one, seen from the portal's root.
    pub fn folder(&self) -> &'static str {
        folder(self.language)
    }

    /// A sentence in the language of the page.
    pub fn words<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(self.language)
    }

    /// The full public address of a page, in the language of this one.
    pub fn url(&self, address: &Address) -> String {
        in_language(address, self.language).url(&self.archive.site.address)
    }
}

/// The path of a web address: `/`, `/portal/`.
fn path_of(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..]
        .find('/')
        .map_or("/", |at| &address[host + at..])
}

/// A page of an archive, for tests of views.
#[cfg(test)]
fn test_page<'a>(archive: &'a Archive, language: Language, address: &str) -> Here<'a> {
    let german = Address::new(address);
    Here {
        archive,
        drawn: Arc::new(Drawn::new(archive, None)),
        language,
        address: in_language(&german, language),
        german,
        is_anywhere: false,
        is_only: false,
    }
}

/// Pages of an archive that are made together, for tests of what they share.
#[cfg(test)]
pub fn test_pages<'a>(
    archive: &'a Archive,
    theme: &'a Theme,
    addresses: &[&Address],
) -> Vec<Here<'a>> {
    let drawn = Arc::new(Drawn::new(archive, theme));
    let page = |address: &&Address| Here {
        drawn: Arc::clone(&drawn),
        ..test_page(archive, Language::German, address.as_str())
    };
    addresses.iter().map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    #[test]
    fn a_page_shown_anywhere_links_from_the_root_of_the_host() {
        let archive = fixture::archive();
        let mut here = test_page(&archive, Language::German, "a/b/");
        assert_eq!(here.root(), "../../");
        here.is_anywhere = true;
        assert_eq!(here.root(), "/portal/");
    }

    #[test]
    fn the_path_of_an_address_begins_after_its_host() {
        assert_eq!(path_of("https://plan.example/"), "/");
        assert_eq!(path_of("https://plan.example/portal/x/"), "/portal/x/");
        assert_eq!(path_of("plan.example"), "/");
    }
}
