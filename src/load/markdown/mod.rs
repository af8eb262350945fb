//! Markdown to HTML that holds nothing but what this file writes.
//!
//! Raw HTML becomes visible text, addresses come from an allowlist, pictures need words and lie in
//! the portal, headings keep their order. Where a relative address leads is the caller's to say.

mod address;
mod heading;
mod kinds;
mod writer;

use std::ops::Range;

use crate::finding::{Findings, Place};
pub use crate::load::markdown::kinds::KINDS;
use crate::load::markdown::kinds::Reports;
use crate::load::markdown::writer::Writer;
pub use crate::model::seen::LONGEST;
use crate::model::seen::is_too_deep;

/// A text ready for a page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Text {
    /// Safe HTML, no `h1`, to be put into a page as it is.
    pub html: String,
    /// Its headings in their order.
    pub headings: Vec<Heading>,
    /// Where its links and pictures lead, in their order, without the refused ones.
    pub links: Vec<Link>,
}

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Level in the page, from the text's first level to 6.
    pub level: u8,
    /// Its anchor, unique in the text, with the text's prefix.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A link or picture of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as its author wrote it.
    pub written: String,
    /// The address in the page.
    pub address: String,
    /// Whether it leads out of the portal.
    pub is_external: bool,
}

/// What a text needs to know of the page and the file around it.
pub struct Around<'a> {
    /// Level of its highest heading in the page, 2 to 6.
    pub first_level: u8,
    /// Put before every anchor (`beschreibung-umfang`), so that two texts may share a page.
    pub id_prefix: &'a str,
    /// The address in the page for a relative one as written (percent signs decoded, with its
    /// `#part`), or nothing where no such thing exists.
    pub resolve: &'a dyn Fn(&str) -> Option<String>,
    /// The place of a byte range of the text.
    pub place_of: &'a dyn Fn(Range<usize>) -> Place,
}

/// Reads a text. Whatever it holds, the result is safe to publish; what was left out is a finding.
pub fn read_markdown(text: &str, around: &Around, findings: &mut Findings) -> Text {
    let mut reports = Reports::new(around.place_of);
    let source = bounded(text, &mut reports);
    let text = Writer::new(source, around, &mut reports).write();
    reports.hand_over(findings);
    text
}

/// The text up to the limits of size and nesting; quotes in quotes cost the parser more than
/// their bytes.
fn bounded<'t>(text: &'t str, reports: &mut Reports) -> &'t str {
    let mut end = text.len();
    if end > LONGEST {
        end = text.floor_char_boundary(LONGEST);
        reports.too_long(end..text.len());
    }
    let ends = memchr::memchr_iter(b'\n', &text.as_bytes()[..end]).map(|at| at + 1);
    let mut start = 0;
    for line_end in ends.chain([end]) {
        let line = &text[start..line_end];
        if is_too_deep(line) {
            reports.too_deep(start..start + line.trim_end().len());
            return &text[..start];
        }
        start = line_end;
    }
    &text[..end]
}

#[cfg(test)]
mod tests;
