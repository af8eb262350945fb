//! Archive to pages through a theme, one file a kind of page.
//!
//! A kind of page is one row of [`PAGES`]: a template, and a function that adds its pages. A page
//! is made when it is written: its view is built from the archive, and the theme turns the view
//! into HTML. Nothing here decides about the law, and no page holds a fact that is not derived
//! from the archive and its day.

pub mod alphabet;
pub mod examples;
pub mod form;
pub mod format;
pub mod kinds;
pub mod map;
pub mod page;
pub mod qr;
mod recent;
pub mod text;
pub mod theme;
pub mod view;

use crate::bundle::{Bundle, Source};
use crate::finding::Findings;
use crate::model::Archive;
use anyhow::Result;
use page::{Pages, Portal};
use std::sync::Arc;
use theme::{Theme, file_missing};

/// A kind of page.
pub struct PageKind {
    /// Its name, which every page carries as `data-page`.
    pub name: &'static str,
    /// Its template in the theme.
    pub template: &'static str,
    /// Adds all pages of the kind.
    pub add: for<'a> fn(&mut Pages<'a, '_>) -> Result<()>,
}

/// Every kind of page, by name.
pub static PAGES: [PageKind; 18] = [
    PageKind {
        name: "archive",
        template: "page/archive.html",
        add: page::archive::add,
    },
    PageKind {
        name: "archive_year",
        template: "page/archive_year.html",
        add: page::archive_year::add,
    },
    PageKind {
        name: "data",
        template: "page/data.html",
        add: page::data::add,
    },
    PageKind {
        name: "deadlines",
        template: "page/deadlines.html",
        add: page::deadlines::add,
    },
    PageKind {
        name: "district",
        template: "page/district.html",
        add: page::district::add,
    },
    PageKind {
        name: "districts",
        template: "page/districts.html",
        add: page::districts::add,
    },
    PageKind {
        name: "handbook",
        template: "page/handbook.html",
        add: page::handbook::add,
    },
    PageKind {
        name: "missing",
        template: "page/missing.html",
        add: page::missing::add,
    },
    PageKind {
        name: "municipalities",
        template: "page/municipalities.html",
        add: page::municipalities::add,
    },
    PageKind {
        name: "municipality",
        template: "page/municipality.html",
        add: page::municipality::add,
    },
    PageKind {
        name: "notice",
        template: "page/notice.html",
        add: page::notice::add,
    },
    PageKind {
        name: "paper",
        template: "page/paper.html",
        add: page::paper::add,
    },
    PageKind {
        name: "phase",
        template: "page/phase.html",
        add: page::phase::add,
    },
    PageKind {
        name: "procedure",
        template: "page/procedure.html",
        add: page::procedure::add,
    },
    PageKind {
        name: "procedures",
        template: "page/procedures.html",
        add: page::procedures::add,
    },
    PageKind {
        name: "search",
        template: "page/search.html",
        add: page::search::add,
    },
    PageKind {
        name: "start",
        template: "page/start.html",
        add: page::start::add,
    },
    PageKind {
        name: "text",
        template: "page/text.html",
        add: page::text::add,
    },
];

/// The templates of the pages that the endpoint shows, which takes statements.
pub const INTAKE_TEMPLATES: [&str; 5] = [
    "page/annahme_formular.html",
    "page/annahme_meldung.html",
    "page/annahme_quittung.html",
    "page/annahme_rueckzug.html",
    "page/annahme_stand.html",
];

/// Adds all pages, in every language of the portal, and the theme's assets.
///
/// # Errors
/// If two files would stand at one address. A page that cannot be made fails when it is written,
/// with a [`Fault`](theme::Fault) that names the place in the template.
pub fn render<'a>(archive: &'a Archive, theme: &'a Theme, bundle: &mut Bundle<'a>) -> Result<()> {
    let portal = Arc::new(Portal::new(archive, theme)?);
    bundle.fill_by(&PAGES, |kind, own| {
        (kind.add)(&mut Pages::new(&portal, kind, own))
    })?;
    form::add(archive, bundle)?;
    theme::shared::add(archive, theme, bundle)?;
    for (address, bytes) in theme.assets() {
        bundle.add(address, Source::Bytes(bytes.clone()))?;
    }
    Ok(())
}

/// A theme must have the template of every kind of page.
pub fn check_templates(theme: &Theme, findings: &mut Findings) {
    let templates = PAGES.iter().map(|kind| kind.template);
    for template in templates.chain(INTAKE_TEMPLATES) {
        if !theme.has_template(template) {
            findings.add(file_missing(template));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_page_are_sorted_and_have_templates() {
        assert!(PAGES.is_sorted_by(|a, b| a.name < b.name));
        let files = crate::load::theme::ThemeFiles::standard();
        for kind in &PAGES {
            assert!(files.0.contains_key(kind.template), "{}", kind.template);
        }
    }
}
