//! The letters of a font: from the codes that a drawing shows to the text that they stand for.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use crate::load::pdf::file::Pdf;
use crate::load::pdf::syntax::{Parser, Token};

/// The most bytes of a font's own map to Unicode.
const LARGEST_MAP: usize = 512 << 10;

/// The most codes of one font: all that two bytes tell apart.
const MOST_CODES: usize = 1 << 16;

/// What a letter takes from the budget: about the memory it is kept in.
const LETTER: usize = 64;

/// The most characters that one code stands for, as in „ffi“.
const LONGEST: usize = 8;

/// What the codes of a font stand for.
#[derive(Debug, Default)]
pub struct Letters {
    /// Whether a code is two bytes long.
    is_wide: bool,
    by_code: BTreeMap<u16, String>,
}

impl Letters {
    /// The letters of a font. One that says nothing of them is read as the standard's letters.
    pub fn read(pdf: &mut Pdf, font: &Dictionary) -> Self {
        let subtype = font.get(b"Subtype").and_then(Object::as_name);
        let is_wide = subtype.is_ok_and(|subtype| subtype == b"Type0");
        let mut by_code = BTreeMap::new();
        if !is_wide {
            by_code = of_encoding(pdf, font);
        }
        by_code.extend(read_map(pdf, font).unwrap_or_default());
        pdf.spend(by_code.len() * LETTER);
        Self { is_wide, by_code }
    }

    /// How many codes a string holds.
    pub fn count(&self, codes: &[u8]) -> usize {
        if self.is_wide {
            codes.len() / 2
        } else {
            codes.len()
        }
    }

    /// The text that a string of codes stands for. Codes that stand for nothing are left out.
    pub fn text<'l>(&'l self, codes: &'l [u8]) -> impl Iterator<Item = &'l str> {
        let code = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0, |code, byte| code << 8 | u16::from(*byte))
        };
        let codes = codes.chunks(if self.is_wide { 2 } else { 1 }).map(code);
        codes.filter_map(|code| self.by_code.get(&code).map(String::as_str))
    }
}

/// The letters of a font whose codes are one byte long. lopdf knows the encodings and the names of
/// letters; it gets the font without its map, whose ranges may ask for billions of steps.
fn of_encoding(pdf: &mut Pdf, font: &Dictionary) -> BTreeMap<u16, String> {
    let mut plain = Dictionary::new();
    plain.set("Type", Object::Name(b"Font".to_vec()));
    if let Some(mut encoding) = pdf.value(font, b"Encoding") {
        if let Object::Dictionary(dictionary) = &mut encoding
            && let Some(differences) = pdf.value(dictionary, b"Differences")
        {
            dictionary.set("Differences", differences);
        }
        plain.set("Encoding", encoding);
    }
    let document = Document::new();
    let Ok(encoding) = plain.get_font_encoding(&document) else {
        return BTreeMap::new();
    };
    let letters = (0..=u8::MAX).filter_map(|code| {
        let text = encoding.bytes_to_string(&[code]).ok()?;
        (!text.is_empty()).then_some((u16::from(code), text))
    });
    letters.collect()
}

/// The map to Unicode that a font carries, if it carries one.
fn read_map(pdf: &mut Pdf, font: &Dictionary) -> Option<BTreeMap<u16, String>> {
    let (id, _) = font.get(b"ToUnicode").and_then(Object::as_reference).ok()?;
    let Object::Stream(stream) = pdf.object(id)? else {
        return None;
    };
    let mut map = pdf.content(id, &stream, LARGEST_MAP)?;
    map.push(b'\n');
    Some(parse_map(&map))
}

fn parse_map(map: &[u8]) -> BTreeMap<u16, String> {
    let mut by_code = BTreeMap::new();
    let mut parser = Parser::new(map, 0);
    let mut values = Vec::new();
    while let Some(token) = parser.token() {
        match token {
            Token::Value(value) => values.push(value),
            Token::Word(word) => {
                match word {
                    b"endbfchar" => add_letters(&values, &mut by_code),
                    b"endbfrange" => add_ranges(&values, &mut by_code),
                    _ => {}
                }
                values.clear();
            }
        }
    }
    by_code
}

fn add_letters(values: &[Object], by_code: &mut BTreeMap<u16, String>) {
    for pair in values.chunks_exact(2) {
        if let (Some(code), Some(text)) = (code(&pair[0]), units(&pair[1])) {
            by_code.insert(code, to_text(&text));
        }
    }
}

/// Ranges of codes, with the text of the first one or a list of all texts.
fn add_ranges(values: &[Object], by_code: &mut BTreeMap<u16, String>) {
    for range in values.chunks_exact(3) {
        let (Some(first), Some(last)) = (code(&range[0]), code(&range[1])) else {
            continue;
        };
        let mut texts = range[2].as_array().ok().into_iter().flatten();
        let mut next = units(&range[2]);
        for code in first..=last {
            let text = match &mut next {
                Some(units) => {
                    let text = to_text(units);
                    if let Some(unit) = units.last_mut() {
                        *unit = unit.wrapping_add(1);
                    }
                    Some(text)
                }
                None => texts.next().and_then(units).map(|units| to_text(&units)),
            };
            if let Some(text) = text.filter(|_| by_code.len() < MOST_CODES) {
                by_code.insert(code, text);
            }
        }
    }
}

fn code(value: &Object) -> Option<u16> {
    match value.as_str().ok()? {
        [low] => Some(u16::from(*low)),
        [high, low] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

/// The units of a text in UTF-16.
fn units(value: &Object) -> Option<Vec<u16>> {
    let bytes = value.as_str().ok()?;
    let units = bytes.chunks_exact(2).take(LONGEST);
    Some(
        units
            .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
            .collect(),
    )
}

fn to_text(units: &[u16]) -> String {
    let text = char::decode_utf16(units.iter().copied()).flatten();
    text.filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Letters, parse_map};

    #[test]
    fn maps_name_letters_one_by_one_and_in_ranges() {
        let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> \
                   endcodespacerange 2 beginbfchar <0003> <0020> <0024> <00660066> endbfchar \
                   2 beginbfrange <0041> <0043> <00C4> <0050> <0051> [<0042> <00DF>] endbfrange endcmap\n";
        let letters = Letters {
            is_wide: true,
            by_code: parse_map(map.as_bytes()),
        };
        let codes = [0, 0x41, 0, 0x43, 0, 3, 0, 0x24, 0, 0x50, 0, 0x51, 9, 9];
        assert_eq!(letters.text(&codes).collect::<String>(), "ÄÆ ffBß");
        assert_eq!(letters.count(&codes), 7);
    }

    #[test]
    fn hostile_maps_stay_small() {
        let ranges = "<0000> <FFFF> <0041> ".repeat(100);
        let map = parse_map(format!("beginbfrange {ranges} endbfrange\n").as_bytes());
        assert!(map.len() <= super::MOST_CODES, "{}", map.len());
        for map in [
            "beginbfrange <00> endbfrange",
            "beginbfchar <FFFFFF> <41> (a endbfchar",
            "<<<<",
            ">",
        ] {
            assert!(parse_map(map.as_bytes()).is_empty(), "{map}");
        }
    }
}
