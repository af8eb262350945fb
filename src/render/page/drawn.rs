//! What pages show that is not only theirs: maps, and parts of the theme that are made once.

use crate::finding::Language;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use crate::notice::{self, NoticeRecord};
use crate::render::map::atlas::Atlas;
use crate::render::page::{Here, in_language};
use crate::render::recent::Recent;
use crate::render::theme::{Part, Theme};
use anyhow::Result;
use serde::Serialize;
use std::sync::Arc;
use tera::{Context, Value};

/// What pages show that is not only theirs, and was made last.
pub struct Drawn<'a> {
    theme: Option<&'a Theme>,
    atlas: Atlas<'a>,
    plans: Recent<(Address, Language), Arc<str>>,
    parts: Recent<(&'static str, Address, Language), Arc<[String]>>,
    legislation: Recent<(Address, Language), Arc<str>>,
    notices: Recent<Address, Arc<NoticeRecord>>,
}

impl<'a> Drawn<'a> {
    /// Nothing is made yet.
    pub fn new(archive: &'a Archive, theme: impl Into<Option<&'a Theme>>) -> Self {
        Self {
            theme: theme.into(),
            atlas: Atlas::new(&archive.boundaries),
            plans: Recent::default(),
            parts: Recent::default(),
            legislation: Recent::default(),
            notices: Recent::default(),
        }
    }
}

impl Here<'_> {
    /// What maps are drawn from.
    pub fn atlas(&self) -> &Atlas<'_> {
        &self.drawn.atlas
    }

    /// The map of a plan in the language of this page, drawn by `draw` unless a page before this
    /// one showed it: it is the same on all pages of a procedure.
    pub fn plan_map(&self, procedure: &Procedure, draw: impl FnOnce() -> String) -> Arc<str> {
        let key = (procedure.address.clone(), self.language);
        (self.drawn.plans).get(key, || draw().into())
    }

    /// What search engines read of a plan in the language of this page, written by `write` unless a page before
    /// this one had it: nothing in it depends on the page.
    pub fn legislation(&self, procedure: &Procedure, write: impl FnOnce() -> String) -> Arc<str> {
        let key = (procedure.address.clone(), self.language);
        (self.drawn.legislation).get(key, || write().into())
    }

    /// The notice of a phase: its page and its sheet stand beside each other.
    pub fn notice(&self, procedure: &Procedure, phase: &Phase) -> Arc<NoticeRecord> {
        let make = || notice::record(self.archive, procedure, phase, self.archive.today);
        (self.drawn.notices).get(phase.address.clone(), || Arc::new(make()))
    }

    /// The place of a page below another, as all that stand there see the rest of the portal: a
    /// link from one to itself is shorter than those from its neighbours.
    pub fn below(&self, german: &Address) -> Self {
        let german = german.join("-/");
        Self {
            archive: self.archive,
            drawn: Arc::clone(&self.drawn),
            language: self.language,
            address: in_language(&german, self.language),
            german,
            is_anywhere: self.is_anywhere,
            is_only: self.is_only,
        }
    }

    /// A part of the theme as HTML, for each of some arguments `name` of it. It is made once for
    /// all pages that ask for it with the same address: it must be the same on all of them.
    ///
    /// # Errors
    /// If the part asks for something that its argument does not have.
    pub fn parts<V: Serialize>(
        &self,
        (part, name): (&'static str, &'static str),
        address: &Address,
        arguments: impl FnOnce() -> Vec<V>,
    ) -> Result<Arc<[String]>> {
        let key = (part, address.clone(), self.language);
        self.drawn.parts.try_get(key, || {
            let views = arguments();
            let made = views.iter().map(|view| self.part((part, name), view));
            made.collect()
        })
    }

    /// A part of the theme as HTML, with its only argument.
    ///
    /// # Errors
    /// If the part asks for something that its argument does not have.
    pub fn part(
        &self,
        (part, name): (&str, &'static str),
        view: &impl Serialize,
    ) -> Result<String> {
        let Some(made_by) = self.drawn.theme else {
            return Ok(String::new());
        };
        let (mut arguments, mut around) = (Context::new(), Context::new());
        arguments.insert_value(name, Value::try_from_serializable(view)?);
        around.insert_value("root", Value::from(self.root()));
        let part = Part {
            name: part,
            arguments: &arguments,
            body: None,
            around: &around,
        };
        made_by.render_part(&part, self.language)
    }
}
