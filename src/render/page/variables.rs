//! What every template sees of the portal and of its own page.

use crate::finding::Language;
use crate::model::Archive;
use crate::model::site::Part;
use crate::render::PageKind;
use crate::render::page::policy::policy;
use crate::render::page::{Here, in_language};
use crate::render::view::ContactView;
use serde::Serialize;

/// The variable `site`: the portal.
#[derive(Debug, Serialize)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// What it is for, one sentence.
    pub description: String,
    /// Its public address, ending in a slash.
    pub url: String,
    /// The tags of its languages, German first.
    pub languages: Vec<&'static str>,
    /// Who publishes it.
    pub publisher: ContactView,
    /// All procedures are invented.
    pub is_example: bool,
    /// The day an example portal takes for today (`2026-05-05`), if one is set.
    pub example_day: Option<String>,
    /// The day everything is derived from.
    pub today: String,
    /// The names of the portal's own texts that exist: `impressum`, `hilfe` …
    pub texts: Vec<String>,
    /// Where statements are sent to, if there is such a place.
    pub intake: Option<String>,
    /// What there is besides pages: `kalender`, `offene_daten`, `ortskarten`, `suche`,
    /// `verfahrensfeeds`.
    pub offers: Vec<&'static str>,
    /// The Content-Security-Policy of every page.
    pub policy: String,
}

impl SiteView {
    /// The portal in a language.
    pub fn new(archive: &Archive, language: Language) -> Self {
        let site = &archive.site;
        let mut texts: Vec<String> = archive.texts.iter().map(|text| text.name.clone()).collect();
        texts.sort_unstable();
        texts.dedup();
        Self {
            title: site.title.in_language(language).to_owned(),
            description: site.description.in_language(language).to_owned(),
            url: site.address.clone(),
            languages: site.languages.iter().map(|known| known.tag()).collect(),
            publisher: ContactView::new(&site.publisher),
            is_example: site.is_example,
            example_day: site.example_day.map(|day| day.to_string()),
            today: archive.today.to_string(),
            texts,
            intake: site.intake.clone(),
            offers: Part::ALL
                .into_iter()
                .filter(|part| site.offers(*part))
                .map(Part::key)
                .collect(),
            policy: policy(site.intake.as_deref()),
        }
    }
}

/// The variable `page`: this page and its translations.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// The kind of page, a name of [`PAGES`](crate::render::PAGES).
    pub kind: &'static str,
    /// The tag of its language.
    pub language: &'static str,
    /// Its full public address.
    pub url: String,
    /// The page in every language of the portal, this one too; German first.
    pub languages: Vec<Translation>,
}

/// A page in a language.
#[derive(Debug, Serialize)]
pub struct Translation {
    /// The tag of the language.
    pub language: &'static str,
    /// Relative link from this page.
    pub href: String,
    /// Full public address.
    pub url: String,
    /// It is this page.
    pub is_this: bool,
}

impl PageView {
    pub(super) fn new(kind: &PageKind, here: &Here<'_>) -> Self {
        let site = &here.archive.site;
        let translation = |language: &Language| {
            let address = in_language(&here.german, *language);
            Translation {
                language: language.tag(),
                href: address.seen_from(&here.address),
                url: address.url(&site.address),
                is_this: *language == here.language,
            }
        };
        let languages = match here.is_only {
            true => std::slice::from_ref(&here.language),
            false => site.languages.as_slice(),
        };
        Self {
            kind: kind.name,
            language: here.language.tag(),
            url: here.address.url(&site.address),
            languages: languages.iter().map(translation).collect(),
        }
    }
}
