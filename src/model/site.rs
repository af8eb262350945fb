//! The portal itself and its own texts.

use crate::finding::{Language, Origin, Words};
use crate::model::address::Address;
use crate::model::municipality::Contact;
use jiff::civil::Date;

/// The portal's settings.
#[derive(Debug)]
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
    /// Where the settings are written.
    pub origin: Origin,
}

/// One of the portal's own texts in one language.
#[derive(Debug)]
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
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// HTML without any code. A link into the portal starts with [`ROOT`]; the page that shows
    /// the text puts its own way to the root in that place.
    pub html: String,
    /// The same as plain text, for search and descriptions.
    pub plain: String,
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
