//! Letters: how wide they are, and which of them a document needs.

use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;
use ttf_parser::Face;

/// A font and what is used of it.
pub struct Font {
    /// Its name in the document.
    pub name: &'static str,
    data: &'static [u8],
    face: Face<'static>,
    used: GlyphRemapper,
    letters: BTreeMap<u16, char>,
}

/// What a document holds of a font.
pub struct Subset {
    /// The font with its used letters alone.
    pub data: Vec<u8>,
    /// The width of each letter in thousandths of the size.
    pub widths: Vec<i64>,
    /// The letters by their number.
    pub letters: BTreeMap<u16, char>,
    /// Lowest and leftmost, rightmost and highest point, in thousandths.
    pub bounds: [i64; 4],
    /// Heights above and below the line, in thousandths.
    pub heights: [i64; 2],
}

/// Regular and bold type.
pub fn fonts() -> Result<[Font; 2]> {
    Ok([
        Font::new("DejaVuSans", dejavu::sans::regular())?,
        Font::new("DejaVuSans-Bold", dejavu::sans::bold())?,
    ])
}

impl Font {
    fn new(name: &'static str, data: &'static [u8]) -> Result<Self> {
        let face = Face::parse(data, 0).context("the program's own font")?;
        Ok(Self {
            name,
            data,
            face,
            used: GlyphRemapper::new(),
            letters: BTreeMap::new(),
        })
    }

    /// How wide a text is at a size, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text.chars().map(|letter| self.advance(letter)).sum();
        units as f32 * size / f32::from(self.face.units_per_em())
    }

    fn advance(&self, letter: char) -> u32 {
        let glyph = self.face.glyph_index(shown(letter));
        let width = glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph));
        width.map_or(0, u32::from)
    }

    /// The numbers of the letters of a text, which are then used.
    pub fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for letter in text.chars() {
            let unknown = self.face.glyph_index('?');
            let Some(glyph) = self.face.glyph_index(shown(letter)).or(unknown) else {
                continue;
            };
            let number = self.used.remap(glyph.0);
            self.letters.entry(number).or_insert(letter);
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    /// What the document holds of it.
    pub fn subset(&self) -> Result<Subset> {
        let data = subsetter::subset(self.data, 0, &self.used)
            .map_err(|error| anyhow!("the program's own font: {error:?}"))?;
        let units = i64::from(self.face.units_per_em());
        let thousandths = |value: i64| value * 1000 / units;
        let widths = self.used.remapped_gids().map(|glyph| {
            let width = self.face.glyph_hor_advance(ttf_parser::GlyphId(glyph));
            thousandths(width.map_or(0, i64::from))
        });
        let bounds = self.face.global_bounding_box();
        let bounds = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        Ok(Subset {
            data,
            widths: widths.collect(),
            letters: self.letters.clone(),
            bounds: bounds.map(|value| thousandths(i64::from(value))),
            heights: [self.face.ascender(), self.face.descender()]
                .map(|value| thousandths(i64::from(value))),
        })
    }
}

/// A letter that can be seen: a control character is a space.
fn shown(letter: char) -> char {
    if letter.is_control() || letter == '\u{a0}' {
        ' '
    } else {
        letter
    }
}
