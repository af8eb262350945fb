//! The portal itself and its own texts.

use crate::finding::{Language, Origin, Words};
use crate::model::address::Address;
use crate::model::municipality::Contact;
use crate::model::prose::Prose;
use jiff::civil::Date;

/// The portal's settings.
#[derive(Debug, Clone, Hash)]
pub struct Site {
    /// Its name.
    pub title: Words,
    /// What it is for.
    pub description: Words,
    /// Its public address, ending in a slash.
    pub address: String,
    /// Languages of the pages; German is always the first.
    pub languages: Vec<Language>,
    /// Who publishes it.
    pub publisher: Contact,
    /// The folder of the theme.
    pub theme: String,
    /// Every page says that the procedures are invented.
    pub is_example: bool,
    /// The day an example portal takes for today, if its settings name one.
    pub example_day: Option<Date>,
    /// Where statements are sent to, if there is such a place.
    pub intake: Option<String>,
    /// The public key that receipts are signed with, in hexadecimal digits.
    pub intake_key: Option<String>,
    /// What it leaves out.
    pub without: Vec<Part>,
    /// Where the settings are written.
    pub origin: Origin,
}

/// What a portal may leave out, by its name in `site.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The notices of phases as text, sheet and poster.
    Notices,
    /// Calendars of participations.
    Calendars,
    /// The open data and the page about them.
    OpenData,
    /// The maps of the state, the districts and the municipalities.
    PlaceMaps,
    /// The search and its page.
    Search,
    /// A feed for each procedure.
    ProcedureFeeds,
}

impl Part {
    /// Every part, by name.
    pub const ALL: [Self; 6] = [
        Self::Notices,
        Self::Calendars,
        Self::OpenData,
        Self::PlaceMaps,
        Self::Search,
        Self::ProcedureFeeds,
    ];

    /// Its permanent name in settings and templates.
    pub fn key(self) -> &'static str {
        match self {
            Self::Notices => "bekanntmachungen",
            Self::Calendars => "kalender",
            Self::OpenData => "offene_daten",
            Self::PlaceMaps => "ortskarten",
            Self::Search => "suche",
            Self::ProcedureFeeds => "verfahrensfeeds",
        }
    }

    /// The page that is there for this part alone, if there is one.
    pub fn page(self) -> Option<&'static str> {
        match self {
            Self::OpenData => Some("daten/"),
            Self::Search => Some("suche/"),
            Self::Notices | Self::Calendars | Self::PlaceMaps | Self::ProcedureFeeds => None,
        }
    }
}

impl Site {
    /// Whether it holds a part.
    pub fn offers(&self, part: Part) -> bool {
        !self.without.contains(&part)
    }
}

/// One of the portal's own texts in one language.
#[derive(Debug, Clone, Hash)]
pub struct PortalText {
    /// Its name, which is its address: `impressum`.
    pub name: String,
    /// The language it is written in.
    pub language: Language,
    /// Its page.
    pub address: Address,
    /// Its heading.
    pub title: String,
    /// The text below the heading.
    pub text: Prose,
    /// Where it is written.
    pub origin: Origin,
}
