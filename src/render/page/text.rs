//! The portal's own texts: imprint, privacy, help. Where one is not translated, the page in the
//! other language shows the German text and says so.

use crate::finding::Language;
use crate::model::address::Address;
use crate::model::site::PortalText;
use crate::render::page::{Here, Pages};
use anyhow::Result;
use serde::Serialize;

/// A text.
#[derive(Debug, Serialize)]
pub struct TextView {
    /// Its name: `impressum`.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// The text below the heading, HTML without code.
    pub html: String,
    /// A few words of it, for search engines.
    pub description: String,
    /// The tag of the language it is written in.
    pub language: &'static str,
    /// It is written in the language of the page.
    pub is_translated: bool,
}

/// Adds the page of every text.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let mut names: Vec<&str> = Vec::new();
    for text in &pages.archive().texts {
        if !names.contains(&text.name.as_str()) {
            names.push(&text.name);
        }
    }
    for name in names {
        pages.add(&Address::new(format!("{name}/")), move |here| {
            view(name, here)
        })?;
    }
    Ok(())
}

fn view(name: &str, here: &Here<'_>) -> Option<TextView> {
    let text = text(name, here)?;
    let words = text.text.words();
    let words = words.split_whitespace().take(25);
    Some(TextView {
        name: name.to_owned(),
        title: text.title.clone(),
        // These texts link to pages alone, and every page is there in every language.
        html: (text.text).html_on_page(&here.root(), here.folder()),
        description: words.collect::<Vec<_>>().join(" "),
        language: text.language.tag(),
        is_translated: text.language == here.language,
    })
}

/// The text in the language of the page, else in German, else in any.
fn text<'a>(name: &str, here: &Here<'a>) -> Option<&'a PortalText> {
    let mut texts = here.archive.texts.iter().filter(|text| text.name == name);
    let rank = |text: &&PortalText| match text.language {
        language if language == here.language => 0,
        Language::German => 1,
        Language::English => 2,
    };
    texts.by_ref().min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{File, Origin};
    use crate::model::fixture;
    use crate::model::prose::Prose;
    use crate::render::page::test_page;

    #[test]
    fn what_is_not_translated_is_shown_in_german_and_says_so() {
        let mut archive = fixture::archive();
        let text = |name: &str, language, html: &str| PortalText {
            name: name.to_owned(),
            language,
            address: Address::new(format!("{name}/")),
            title: name.to_owned(),
            text: Prose::new(html.to_owned(), None),
            origin: Origin::new(&File::opaque("hilfe.md"), ""),
        };
        archive.texts = vec![
            text("hilfe", Language::English, "en"),
            text("hilfe", Language::German, "de"),
            text("impressum", Language::German, "<a href=\"@/hilfe/\">"),
        ];
        let here = test_page(&archive, Language::English, "hilfe/");
        let shown = |name| view(name, &here).unwrap();
        assert_eq!(
            (shown("hilfe").html.as_str(), shown("hilfe").is_translated),
            ("en", true)
        );
        let imprint = shown("impressum");
        assert_eq!((imprint.language, imprint.is_translated), ("de", false));
        assert_eq!(imprint.html, "<a href=\"../../en/hilfe/\">");
    }
}
