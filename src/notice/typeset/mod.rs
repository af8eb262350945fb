//! The notice as PDF/UA: a sheet of A4 or a poster of A3, set from the same parts as the plain text.
//!
//! The document is tagged: headings, paragraphs, lists, the map and the QR code with their words, in
//! reading order; it names its title and its language, and holds the letters it uses. The poster takes the
//! largest type that fits on one page.

mod font;
mod layout;
mod map;
mod write;

use crate::notice::blocks::Block;
use anyhow::Result;
use layout::{Paper, lay_out};
pub use map::Map;

/// What a sheet needs besides its parts.
#[derive(Debug)]
pub struct About<'a> {
    /// The title of the document.
    pub title: String,
    /// Who gives the notice.
    pub author: String,
    /// The tag of the language: `de` or `en`.
    pub language: &'static str,
    /// The address that the QR code leads to.
    pub address: &'a str,
    /// What the QR code is, for those who do not see it.
    pub code: String,
    /// The plan area, where it is known.
    pub map: Option<Map<'a>>,
    /// „Seite 1 von 2“ with `{page}` and `{pages}`.
    pub footer: &'static str,
}

/// Sizes of type that a poster is tried in, in points.
const POSTER_SIZES: [f32; 10] = [24.0, 22.0, 20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0];
/// The size of type on a sheet, in points.
const SHEET_SIZE: f32 = 10.0;

/// A notice as tagged PDF that follows PDF/UA-1 (ISO 14289-1).
///
/// # Errors
/// If the letters cannot be read or reduced to those that are used.
pub fn pdf(blocks: &[Block], about: &About<'_>, is_poster: bool) -> Result<Vec<u8>> {
    let mut fonts = font::fonts()?;
    let sheet = if is_poster {
        let sizes = POSTER_SIZES.into_iter();
        let mut tried = sizes.map(|size| lay_out(blocks, about, (Paper::A3, size), &fonts));
        let last = lay_out(blocks, about, (Paper::A3, POSTER_SIZES[9]), &fonts);
        tried.find(|sheet| sheet.pages.len() == 1).unwrap_or(last)
    } else {
        lay_out(blocks, about, (Paper::A4, SHEET_SIZE), &fonts)
    };
    write::document(&sheet, about, &mut fonts)
}

#[cfg(test)]
mod tests;
