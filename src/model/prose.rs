//! A text that people wrote, made safe for a page.

use crate::finding::File;
use crate::finding::lasting::{Apart, Lasting, Reader, Writer};
use crate::model::mark::Mark;
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text that people wrote, made safe for a page.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    html: Html,
    /// Stands for the HTML.
    mark: OnceLock<Mark>,
    /// The file it was read from.
    pub file: Option<Arc<File>>,
}

/// Where the HTML of a text is.
#[derive(Debug, Clone)]
enum Html {
    Here(String),
    /// In a note, from which it is read each time somebody asks: an archive is mostly text, and a build
    /// after a change asks for few of them.
    Noted {
        at: Range<u32>,
        texts: Apart,
    },
}

impl Default for Html {
    fn default() -> Self {
        Self::Here(String::new())
    }
}

impl Lasting for Prose {
    fn put(&self, to: &mut Writer) {
        self.mark().put(to);
        to.apart(&self.html());
        self.file.put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let mark = OnceLock::from(Mark::read(from)?);
        let (at, texts) = from.apart()?;
        let html = Html::Noted { at, texts };
        let file = Lasting::read(from)?;
        Some(Self { html, mark, file })
    }
}

/// Where a text was read from says nothing of what it shows. It is one number, which [marks](Mark) tell from
/// everything else.
impl Hash for Prose {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        hasher.write_u128(u128::from_le_bytes(self.mark().0));
    }
}

/// Stands in a [`Prose`] for the portal's root.
pub const ROOT: &str = "@/";

impl Prose {
    /// A text, given as HTML without any code, as `load::markdown` writes it. A link into the portal starts
    /// with [`ROOT`]; the page that shows the text puts its own way to the root in that place.
    pub fn new(html: String, file: Option<Arc<File>>) -> Self {
        let (html, mark) = (Html::Here(html), OnceLock::new());
        Self { html, mark, file }
    }

    /// The HTML as it was given.
    pub fn html(&self) -> Cow<'_, str> {
        match &self.html {
            Html::Here(html) => Cow::Borrowed(html),
            Html::Noted { at, texts } => Cow::Owned((texts.0)(at)),
        }
    }

    fn mark(&self) -> Mark {
        let of_html = || Mark::of_bytes(self.html().as_bytes());
        *self.mark.get_or_init(of_html)
    }

    /// The HTML as it stands on a page, given the relative way from there to the portal's root
    /// (`../../`) and the folder of the pages in its language (`en/`): a link to a page leads to it
    /// in the reader's language, a document is the same in all. Quotation marks of the text itself
    /// are escaped, so only attributes match.
    pub fn html_on_page(&self, way_to_root: &str, folder: &str) -> String {
        const LINK: &str = "=\"@/";
        let html = self.html();
        let mut written = String::with_capacity(html.len() + 64);
        let mut rest: &str = &html;
        while let Some(at) = memchr::memmem::find(rest.as_bytes(), LINK.as_bytes()) {
            let (before, link) = rest.split_at(at);
            rest = &link[LINK.len()..];
            let path = rest.split(['"', '#', '?']).next().unwrap_or(rest);
            let is_page = path.is_empty() || path.ends_with('/') || path.ends_with("index.html");
            let folder = if is_page { folder } else { "" };
            for part in [before, "=\"", way_to_root, folder] {
                written.push_str(part);
            }
        }
        written.push_str(rest);
        written
    }

    /// Its words alone, a line for each paragraph, item, heading and row: for the search, for
    /// descriptions and for the rules. They are taken out of the HTML when somebody asks, because an
    /// archive is mostly text, and held twice it would not leave room for much else.
    pub fn words(&self) -> String {
        let html = self.html();
        let mut words = String::with_capacity(html.len());
        push_words(&html, &mut words);
        words.truncate(words.trim_end().len());
        words
    }
}

/// An e-mail or web address in HTML that may go on in the next line after each of its parts.
pub fn breakable(escaped: &str) -> String {
    let mut html = String::with_capacity(escaped.len() + 40);
    let mut rest = escaped.chars().peekable();
    while let Some(character) = rest.next() {
        html.push(character);
        let ends_part = "@./-".contains(character);
        if ends_part && rest.peek().is_some_and(|next| next.is_alphanumeric()) {
            html.push_str("<wbr>");
        }
    }
    html
}

/// Writes the words of HTML, or of the value of an attribute, which holds no tag.
fn push_words(html: &str, words: &mut String) {
    let mut rest = html;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (text, markup) = rest.split_at(at);
        words.push_str(text);
        rest = match tag_at(markup) {
            Some((tag, rest)) => after_tag(tag, rest, words),
            None => after_sign(markup, words),
        };
    }
    words.push_str(rest);
}

/// The tag that markup begins with, and what follows it.
fn tag_at(markup: &str) -> Option<(&str, &str)> {
    let tag = markup.strip_prefix('<')?;
    // Nearly every one has a letter or two.
    let end = tag.bytes().position(|byte| byte == b'>')?;
    Some((&tag[..end], &tag[end + 1..]))
}

/// Writes what a tag means among words; what follows it.
fn after_tag<'t>(tag: &str, rest: &'t str, words: &mut String) -> &'t str {
    // The HTML has line breaks of its own behind most tags of blocks.
    let without_break = rest.strip_prefix('\n').unwrap_or(rest);
    let name = tag.bytes().position(|byte| byte == b' ');
    // As bytes they are told apart without a call for each.
    match &tag.as_bytes()[..name.unwrap_or(tag.len())] {
        b"img" => {
            let alt = tag.split_once("alt=\"").map_or("", |(_, alt)| alt);
            push_words(alt.split('"').next().unwrap_or_default(), words);
            rest
        }
        b"/td" | b"/th" => {
            words.push(' ');
            rest
        }
        b"ul" | b"ol" | b"blockquote" => {
            end_line(words);
            without_break
        }
        b"pre" | b"div" => {
            end_line(words);
            rest
        }
        b"table" | b"thead" | b"tbody" | b"hr" => without_break,
        b"/em" | b"/strong" | b"/del" | b"/a" | b"/code" => rest,
        [b'/', ..] => {
            end_line(words);
            without_break
        }
        _ => rest,
    }
}

fn end_line(words: &mut String) {
    if !words.is_empty() && !words.ends_with('\n') {
        words.push('\n');
    }
}

/// Writes a character that HTML names; what follows it.
fn after_sign<'t>(markup: &'t str, words: &mut String) -> &'t str {
    const NAMES: [(&str, char); 5] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
    ];
    for (name, sign) in NAMES {
        if let Some(rest) = markup.strip_prefix(name) {
            words.push(sign);
            return rest;
        }
    }
    let mut characters = markup.chars();
    words.extend(characters.next());
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_a_text_lead_to_pages_in_the_readers_language_and_to_the_same_documents() {
        let html = "<a href=\"@/hilfe/index.html#a\">=@/</a> <a href=\"@/\">x</a> \
                    <a href=\"@/verfahren/a/b/01/plan.pdf\">y</a>";
        let text = Prose::new(html.to_owned(), None);
        assert_eq!(
            text.html_on_page("../", "en/"),
            "<a href=\"../en/hilfe/index.html#a\">=@/</a> <a href=\"../en/\">x</a> \
             <a href=\"../verfahren/a/b/01/plan.pdf\">y</a>"
        );
        assert_eq!(text.html_on_page("../", ""), html.replace("\"@/", "\"../"));
    }
}
