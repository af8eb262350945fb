//! Reads the words on pages: what a paper says of itself on its first one, and whether somebody is named who must not be.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object};
use unicode_normalization::UnicodeNormalization;

use crate::load::pdf::file::Pdf;
use crate::load::pdf::letters::Letters;
use crate::load::pdf::pages::{DEEPEST_DRAWING, Kept, Page, Resources};
use crate::load::pdf::pages::{end_of_picture, read_drawing, read_resources, resources_of};
use crate::load::pdf::pen::Pen;
use crate::load::pdf::people::{is_of_statements, is_summary, names_sender};
use crate::load::pdf::syntax::{Parser, Token};

/// The most bytes of a drawing whose words are read; drawn plans have more, but their words stand in pages of text.
const LARGEST: usize = 4 << 20;

/// The most fonts of a file that are read.
const MOST_FONTS: usize = 200;

/// What reading a font takes from the budget beside the bytes it is read from.
const FONT: usize = 4 << 10;

/// Pages among which the first one with words is looked for; covers may be pictures.
const COVERS: usize = 2;

/// Pages that are searched for the names of senders.
const MOST_PAGES: usize = 100;

/// Letters of the first page that are kept.
const COVER: usize = 1_200;

/// Letters of it that are read, with lines about people among them.
const READ: usize = 1_600;

/// What the pages say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What the first page says, in lines, without those about people.
    pub cover: String,
    /// The first page that names somebody who sent a statement, counted from 1.
    pub sender_on: Option<u32>,
}

/// Reads the first page, and the others where it speaks of statements, as long as the budget lasts.
pub fn read_pages_said(pdf: &mut Pdf, pages: &[Page]) -> Said {
    let mut reading = Reading {
        pdf,
        fonts: BTreeMap::new(),
        kept: None,
    };
    let mut covers = pages.iter().take(COVERS);
    let cover = covers.find_map(|page| {
        let words = reading.words(page, Pen::for_letters(READ));
        (!words.trim().is_empty()).then_some(words)
    });
    let cover = cover.unwrap_or_default();
    let holds_statements = is_of_statements(&cover);
    if !holds_statements && !is_summary(&cover) {
        return Said {
            cover: without_people(&cover),
            sender_on: None,
        };
    }
    let kept = match holds_statements {
        true => String::new(),
        false => without_people(&cover),
    };
    // What is said of senders is kept nowhere but on which page they are named.
    let mut searched = pages.iter().take(MOST_PAGES);
    let found = searched.position(|page| names_sender(&reading.words(page, Pen::default())));
    Said {
        cover: kept,
        sender_on: found.and_then(|at| u32::try_from(at + 1).ok()),
    }
}

/// The first lines of a page, without those that name who worked on it.
fn without_people(words: &str) -> String {
    const PEOPLE: [&str; 12] = [
        "bearbeit",
        "dipl",
        "herr ",
        "frau ",
        "verfasser",
        "gezeichnet",
        "tel.",
        "telefon",
        "@",
        "mobil",
        "b. sc",
        "m. sc",
    ];
    let mut cover = String::new();
    for line in words.lines() {
        let lower = line.to_lowercase();
        if PEOPLE.iter().any(|word| lower.contains(word)) {
            continue;
        }
        if cover.len() + line.len() > COVER {
            break;
        }
        // „ﬁ“ is written as one sign.
        cover.extend(line.trim().nfkc());
        cover.push('\n');
    }
    cover
}

/// A file while its pages are read.
struct Reading<'r, 's> {
    pdf: &'r mut Pdf<'s>,
    fonts: BTreeMap<u32, Rc<Letters>>,
    kept: Kept,
}

impl Reading<'_, '_> {
    fn words(&mut self, page: &Page, mut pen: Pen) -> String {
        if let Some(Object::Dictionary(dictionary)) = self.pdf.object(page.id)
            && let Some(Some(drawing)) = read_drawing(self.pdf, &dictionary, LARGEST)
        {
            let resources = resources_of(self.pdf, page.heir_of, &mut self.kept);
            self.write(&mut pen, drawing, &resources, 0);
        }
        pen.text
    }

    fn write(&mut self, pen: &mut Pen, mut drawing: Vec<u8>, resources: &Resources, depth: usize) {
        drawing.push(b'\n');
        let mut parser = Parser::new(&drawing, 0);
        let mut values: Vec<Object> = Vec::new();
        while let Some(token) = parser.token() {
            let word = match token {
                Token::Value(value) => {
                    values.push(value);
                    continue;
                }
                Token::Word(word) => word,
            };
            let name = || values.iter().find_map(|value| value.as_name().ok());
            match word {
                b"Tf" => {
                    let font = name().and_then(|name| resources.fonts.get(name));
                    let letters = font.and_then(|font| self.letters(font));
                    pen.take(letters, &values);
                }
                b"Do" if depth < DEEPEST_DRAWING => {
                    let inner = name().and_then(|name| resources.drawings.get(name));
                    if let Some(id) = inner {
                        self.write_inner(pen, *id, resources, depth + 1);
                    }
                }
                b"ID" => parser.at = end_of_picture(&drawing, parser.at),
                _ => pen.follow(word, &values),
            }
            values.clear();
            if pen.is_full() {
                return;
            }
        }
    }

    /// Writes down a drawing within a drawing, unless it is a picture.
    fn write_inner(&mut self, pen: &mut Pen, id: u32, resources: &Resources, depth: usize) {
        let Some(Object::Stream(stream)) = self.pdf.object(id) else {
            return;
        };
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
        if subtype.is_ok_and(|subtype| subtype != b"Form") {
            return;
        }
        let Some(drawing) = self.pdf.content(id, &stream, LARGEST) else {
            return;
        };
        let own = self.pdf.dictionary(&stream.dict, b"Resources");
        let own = own.map(|own| read_resources(self.pdf, &own));
        let moved = self.pdf.value(&stream.dict, b"Matrix");
        let moved = moved.as_ref().and_then(|moved| moved.as_array().ok());
        let page = pen.enter(moved.map_or(&[], Vec::as_slice));
        self.write(pen, drawing, own.as_ref().unwrap_or(resources), depth);
        pen.leave(page);
    }

    /// The letters of a font; each font is read once.
    fn letters(&mut self, font: &Object) -> Option<Rc<Letters>> {
        if !self.pdf.spend(FONT) {
            return None;
        }
        let read = |pdf: &mut Pdf, font: &Dictionary| Rc::new(Letters::read(pdf, font));
        let (id, _) = match font {
            Object::Dictionary(font) => return Some(read(self.pdf, font)),
            font => font.as_reference().ok()?,
        };
        if let Some(known) = self.fonts.get(&id) {
            return Some(Rc::clone(known));
        }
        let Object::Dictionary(font) = self.pdf.object(id)? else {
            return None;
        };
        let letters = read(self.pdf, &font);
        if self.fonts.len() < MOST_FONTS {
            self.fonts.insert(id, Rc::clone(&letters));
        }
        Some(letters)
    }
}
