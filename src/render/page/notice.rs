//! The notice of a phase on paper: a page that is printed as a sheet of A4, and where its address ends in
//! `#plakat` as a poster of A3.
//!
//! A notice is German; its English words stand on the phase's page.

use crate::finding::{Language, say};
use crate::model::Archive;
use crate::model::mark::Mark;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use crate::notice::{Hint, NoticeRecord, has_notice, record, text_file};
use crate::render::format::{address, provision, unbroken};
use crate::render::page::maps::{self, MapView};
use crate::render::page::{Here, Pages, Portal};
use crate::render::qr;
use crate::render::theme::Theme;
use crate::render::view::{ContactView, Link, paragraphs};
use anyhow::Result;
use serde::Serialize;
use std::sync::Arc;
use tera::{Context, Value};

/// The folder of the notice below the phase's page.
pub const FOLDER: &str = "bekanntmachung/";
/// What an address of that folder ends in where the poster is meant.
pub const POSTER: &str = "#plakat";

/// The page of a notice.
#[derive(Debug, Serialize)]
pub struct NoticePageView {
    /// The notice, for the part `blatt`.
    pub sheet: SheetView,
    /// How it begins.
    pub opening: String,
    /// The procedure.
    pub procedure: Link,
    /// The phase it belongs to.
    pub phase: Link,
    /// The same as plain text.
    pub text: String,
}

/// A notice on a sheet of paper.
#[derive(Debug, Serialize)]
pub struct SheetView {
    /// „Öffentliche Bekanntmachung der Stadt Meißen“.
    pub heading: String,
    /// The plans.
    pub plans: Vec<String>,
    /// What is announced.
    pub title: String,
    /// The provision it rests on.
    pub provision: String,
    /// How it begins.
    pub opening: String,
    /// The first day of a period.
    pub first: Option<String>,
    /// The last day of a period.
    pub last: Option<String>,
    /// What is planned, as paragraphs.
    pub aim: Vec<String>,
    /// What changed since the draft before.
    pub changes: Option<String>,
    /// Where the plan is, as paragraphs.
    pub area: Vec<String>,
    /// Parcels.
    pub parcels: Option<String>,
    /// Size in hectares.
    pub hectares: Option<f64>,
    /// All municipalities, where there are several.
    pub municipalities: Vec<String>,
    /// The map of the area.
    pub map: Option<MapView>,
    /// The full address of the phase's page.
    pub page: String,
    /// The same as a QR code, SVG.
    pub qr: Option<String>,
    /// Its page in the central state portal.
    pub state_portal: Option<String>,
    /// Documents.
    pub documents: Vec<SheetDocument>,
    /// Environmental information by theme.
    pub environment: Vec<SheetTheme>,
    /// Places to see the documents.
    pub places: Vec<SheetPlace>,
    /// When and where people meet, each in a line.
    pub meetings: Vec<String>,
    /// Where the plan can be inspected for good.
    pub inspection: Option<SheetHint>,
    /// The hints that say how to give a statement.
    pub ways: Vec<SheetHint>,
    /// The other hints, with how personal data are used at their end.
    pub hints: Vec<SheetHint>,
    /// Who answers questions.
    pub office: ContactView,
    /// The municipality's name.
    pub place: String,
    /// The day the notice bears.
    pub day: Option<String>,
    /// Why the phase does not count.
    pub void: Option<String>,
}

/// A document of a notice.
#[derive(Debug, Serialize)]
pub struct SheetDocument {
    /// Its title.
    pub title: String,
    /// Day of the version.
    pub version: String,
}

/// A kind of environmental information.
#[derive(Debug, Serialize)]
pub struct SheetTheme {
    /// The theme.
    pub theme: String,
    /// Key words.
    pub keywords: String,
    /// The documents it is in.
    pub source: Option<String>,
}

/// A place to see the documents.
#[derive(Debug, Serialize)]
pub struct SheetPlace {
    /// The kind of access.
    pub kind: Option<String>,
    /// Building and room.
    pub place: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// Days and hours.
    pub hours: Option<String>,
}

/// A sentence that a provision asks for.
#[derive(Debug, Serialize)]
pub struct SheetHint {
    /// The sentence.
    pub text: String,
    /// The provision.
    pub provision: String,
}

/// The hints that say how to give a statement: most people read nothing else.
const WAYS: [&str; 5] = [
    "frist",
    "elektronisch",
    "nur_aenderungen",
    "stellungnahmen_raumordnung",
    "einwendungen",
];

/// Adds the notice of every phase that has one.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let archive = pages.archive();
    if !archive.site.offers(Part::Notices) {
        return Ok(());
    }
    pages.add_own(|procedure, pages| {
        for phase in &procedure.phases {
            if has_notice(phase, archive.today) {
                let shown = (&[&procedure.address][..], Mark::of(&()));
                pages.add_german(&phase.address.join(FOLDER), shown, move |here| {
                    view(procedure, phase, here)
                })?;
            }
        }
        Ok(())
    })
}

/// The notice of a phase alone: HTML that needs no other file.
///
/// # Errors
/// If the theme lacks its template or asks for something the sheet does not have.
pub fn alone(
    (archive, theme): (&Archive, &Theme),
    procedure: &Procedure,
    phase: &Phase,
    is_poster: bool,
    language: Language,
) -> Result<Vec<u8>> {
    let portal = Arc::new(Portal::new(archive, theme)?);
    let is_spoken = archive.site.languages.contains(&language);
    let language = if is_spoken {
        language
    } else {
        Language::German
    };
    let here = Here::alone(&portal, &phase.address.join(FOLDER), language);
    let styles = ["karte.css", "blatt.css"].into_iter();
    let css: Vec<&str> = styles.filter_map(|name| theme.style(name)).collect();
    let view = AloneView {
        sheet: SheetView::new(
            &record(archive, procedure, phase, archive.today),
            procedure,
            &here,
        ),
        css: css.join("\n"),
        is_poster,
        language: language.tag(),
    };
    let mut context = Context::new();
    context.insert_value("view", Value::try_from_serializable(&view)?);
    context.insert_value("root", Value::from(String::new()));
    theme.render("blatt.html", language, &context)
}

/// A sheet with its styles.
#[derive(Debug, Serialize)]
struct AloneView {
    sheet: SheetView,
    css: String,
    is_poster: bool,
    language: &'static str,
}

fn view(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> Result<NoticePageView> {
    let record = here.notice(procedure, phase);
    Ok(NoticePageView {
        sheet: SheetView::new(&record, procedure, here),
        opening: unbroken(here.words(&record.opening)),
        procedure: Link {
            text: unbroken(&procedure.title()),
            href: here.page(&procedure.address),
        },
        phase: Link {
            text: here.words(&phase.title()).to_owned(),
            href: here.page(&phase.address),
        },
        text: here.file(&text_file(phase)),
    })
}

impl SheetView {
    fn new(record: &NoticeRecord, procedure: &Procedure, here: &Here<'_>) -> Self {
        let (first, last) = match record.time {
            Time::Span(first, last) => (Some(first), last),
            Time::Day(_) => (None, None),
        };
        let qr_title = say(
            "QR-Code: führt zur Seite mit den Unterlagen",
            "QR code: leads to the page with the documents",
        );
        let several = record.area.municipalities.len() > 1;
        let is_way = |own: &&Hint| WAYS.contains(&own.key);
        let (ways, others): (Vec<&Hint>, Vec<&Hint>) = record.hints.iter().partition(is_way);
        let others = others.into_iter().chain(&record.privacy);
        let shown = |own: &Hint| SheetHint::new(own, here);
        Self {
            heading: here.words(&record.heading).to_owned(),
            plans: record.plans.iter().map(|plan| unbroken(plan)).collect(),
            title: here.words(&record.title).to_owned(),
            provision: provision(&record.provision, here.language),
            opening: unbroken(here.words(&record.opening)),
            first: first.map(|day| day.to_string()),
            last: last.map(|day| day.to_string()),
            aim: paragraphs(&record.aim),
            changes: record.changes.as_deref().map(unbroken),
            area: paragraphs(&record.area.description),
            parcels: record.area.parcels.as_deref().map(unbroken),
            hectares: record.area.hectares,
            municipalities: if several {
                record.area.municipalities.clone()
            } else {
                Vec::new()
            },
            map: maps::of_plan(procedure, here),
            page: record.page.clone(),
            qr: qr::svg(&record.page, here.words(&qr_title)),
            state_portal: record.state_portal.clone(),
            documents: documents(record),
            environment: themes(record, here),
            places: places(record, here),
            meetings: (record.meetings.iter())
                .map(|meeting| unbroken(here.words(meeting)))
                .collect(),
            inspection: (record.inspection.as_ref()).map(|own| SheetHint::new(own, here)),
            ways: ways.into_iter().map(shown).collect(),
            hints: others.map(shown).collect(),
            office: ContactView::new(&record.office),
            place: record.place.clone(),
            day: record.day.map(|day| day.to_string()),
            void: record.void.as_deref().map(unbroken),
        }
    }
}

impl SheetHint {
    /// A hint in the language of the page.
    pub fn new(hint: &Hint, here: &Here<'_>) -> Self {
        Self {
            text: unbroken(here.words(&hint.words)),
            provision: provision(&hint.provision, here.language),
        }
    }
}

fn documents(record: &NoticeRecord) -> Vec<SheetDocument> {
    let documents = record.documents.iter().map(|document| SheetDocument {
        title: document.title.clone(),
        version: document.version.to_string(),
    });
    documents.collect()
}

fn themes(record: &NoticeRecord, here: &Here<'_>) -> Vec<SheetTheme> {
    let themes = record.environment.iter().map(|theme| SheetTheme {
        theme: here.words(&theme.theme.label()).to_owned(),
        keywords: unbroken(&theme.keywords),
        source: theme.source.as_deref().map(unbroken),
    });
    themes.collect()
}

fn places(record: &NoticeRecord, here: &Here<'_>) -> Vec<SheetPlace> {
    let places = record.access.iter().map(|place| SheetPlace {
        kind: (place.kind).map(|kind| here.words(&kind.label()).to_owned()),
        place: unbroken(&place.place),
        postal_address: place.postal_address.as_deref().map(address),
        hours: place.hours.as_deref().map(unbroken),
    });
    places.collect()
}
