//! The portal itself and its own texts.

use crate::finding::{File, Language, Origin, Words};
use crate::model::address::Address;
use crate::model::municipality::Contact;
use jiff::civil::Date;
use std::sync::Arc;

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

/// A text that people wrote, made safe for a page.
#[derive(Debug, Clone, Default, Hash)]
pub struct Prose {
    /// HTML without any code. A link into the portal starts with [`ROOT`]; the page that shows
    /// the text puts its own way to the root in that place.
    pub html: String,
    /// The same as plain text, for search and descriptions.
    pub plain: String,
    /// The file it was read from.
    pub file: Option<Arc<File>>,
}

/// Stands in a [`Prose`] for the portal's root.
pub const ROOT: &str = "@/";

impl Prose {
    /// The HTML as it stands on a page, given the relative way from there to the portal's root
    /// (`../../`) and the folder of the pages in its language (`en/`): a link to a page leads to it
    /// in the reader's language, a document is the same in all. Quotation marks of the text itself
    /// are escaped, so only attributes match.
    pub fn html_on_page(&self, way_to_root: &str, folder: &str) -> String {
        let mut pieces = self.html.split("=\"@/");
        let mut html = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let end = piece.find(['"', '#', '?']).unwrap_or(piece.len());
            let path = &piece[..end];
            let is_page = path.is_empty() || path.ends_with('/') || path.ends_with("index.html");
            let folder = if is_page { folder } else { "" };
            html.push_str(&format!("=\"{way_to_root}{folder}{piece}"));
        }
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_a_text_lead_to_pages_in_the_readers_language_and_to_the_same_documents() {
        let text = Prose {
            html: "<a href=\"@/hilfe/index.html#a\">=@/</a> <a href=\"@/\">x</a> \
                   <a href=\"@/verfahren/a/b/01/plan.pdf\">y</a>"
                .into(),
            plain: String::new(),
            file: None,
        };
        assert_eq!(
            text.html_on_page("../", "en/"),
            "<a href=\"../en/hilfe/index.html#a\">=@/</a> <a href=\"../en/\">x</a> \
             <a href=\"../verfahren/a/b/01/plan.pdf\">y</a>"
        );
        assert_eq!(
            text.html_on_page("../", ""),
            text.html.replace("\"@/", "\"../")
        );
    }
}
