//! The pages of a PDF and whether there is text on them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use crate::load::pdf::file::Pdf;
use crate::load::pdf::syntax::{is_delimiter, is_regular, is_space};

/// The most pages of a file.
const MOST_PAGES: usize = 100_000;

/// How deep the tree of pages may be.
const DEEPEST: usize = 64;

/// The most bytes that the drawing of one page may unfold to. Plans drawn by CAD reach it; there,
/// naming a font counts as text.
const LARGEST_DRAWING: usize = 16 << 20;

/// Drawings within drawings.
pub const DEEPEST_DRAWING: usize = 6;

/// Comments looked at on one page.
const MOST_COMMENTS: usize = 500;

/// A page, by its number as an object.
pub struct Page {
    /// Its number.
    pub id: u32,
    /// The node above it that says what its drawing may use.
    pub heir_of: Option<u32>,
}

/// What a drawing may use.
#[derive(Default)]
pub struct Resources {
    has_fonts: bool,
    /// Fonts by the names that the drawing calls them.
    pub fonts: BTreeMap<Vec<u8>, Object>,
    /// Other drawings and pictures by theirs, with their numbers as objects.
    pub drawings: BTreeMap<Vec<u8>, u32>,
}

/// What is on the pages that were looked at.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// Pages looked at, before the budget ended.
    pub checked: u32,
    /// Pages with text.
    pub with: u32,
    /// Pages that show something, but no text.
    pub without: u32,
    /// Comments that people left.
    pub comments: u32,
}

/// A node of the tree that is still to be read.
struct Node {
    id: u32,
    depth: usize,
    heir_of: Option<u32>,
}

/// The pages in their order, from the root of their tree.
pub fn read_pages(pdf: &mut Pdf, root: u32) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut seen = BTreeSet::from([root]);
    let mut nodes = vec![Node {
        id: root,
        depth: 0,
        heir_of: None,
    }];
    while let Some(Node { id, depth, heir_of }) = nodes.pop() {
        if depth > DEEPEST || pages.len() >= MOST_PAGES {
            continue;
        }
        let Some(Object::Dictionary(dictionary)) = pdf.object(id) else {
            continue;
        };
        let heir_of = if dictionary.has(b"Resources") {
            Some(id)
        } else {
            heir_of
        };
        match pdf.value(&dictionary, b"Kids") {
            Some(Object::Array(kids)) if !dictionary.has_type(b"Page") => {
                let kids = kids.iter().filter_map(|kid| kid.as_reference().ok());
                let new: Vec<u32> = kids
                    .map(|(id, _)| id)
                    .filter(|id| seen.insert(*id))
                    .collect();
                let node = |id| Node {
                    id,
                    depth: depth + 1,
                    heir_of,
                };
                nodes.extend(new.into_iter().rev().map(node));
            }
            _ if depth > 0 => pages.push(Page { id, heir_of }),
            _ => {}
        }
    }
    pages
}

/// The resources written in a page or node; the last ones are kept, for many share them.
pub fn resources_of(pdf: &mut Pdf, owner: Option<u32>, kept: &mut Kept) -> Rc<Resources> {
    let owner = owner.and_then(|owner| pdf.object(owner));
    let Some(Object::Dictionary(owner)) = owner else {
        return Rc::default();
    };
    let id = owner.get(b"Resources").and_then(Object::as_reference).ok();
    if let (Some(id), Some((known, resources))) = (id, kept.as_ref())
        && id.0 == *known
    {
        return Rc::clone(resources);
    }
    let dictionary = pdf.dictionary(&owner, b"Resources").unwrap_or_default();
    let resources = Rc::new(read_resources(pdf, &dictionary));
    if let Some((id, _)) = id {
        *kept = Some((id, Rc::clone(&resources)));
    }
    resources
}

/// The resources read last, with their number as an object.
pub type Kept = Option<(u32, Rc<Resources>)>;

/// What a drawing may use.
pub fn read_resources(pdf: &mut Pdf, dictionary: &Dictionary) -> Resources {
    let fonts = pdf.dictionary(dictionary, b"Font").unwrap_or_default();
    let drawings = pdf.dictionary(dictionary, b"XObject").unwrap_or_default();
    let drawings = drawings.iter().filter_map(|(name, value)| {
        let (id, _) = value.as_reference().ok()?;
        Some((name.clone(), id))
    });
    Resources {
        has_fonts: !fonts.is_empty(),
        fonts: fonts.into_iter().collect(),
        drawings: drawings.collect(),
    }
}

/// Looks for text and comments, page by page, as long as the budget lasts.
pub fn read_texts(pdf: &mut Pdf, pages: &[Page]) -> Texts {
    let mut texts = Texts::default();
    let mut kept = None;
    for page in pages {
        let Some(Object::Dictionary(dictionary)) = pdf.object(page.id) else {
            continue;
        };
        let resources = resources_of(pdf, page.heir_of, &mut kept);
        let has_text = page_text(pdf, &dictionary, &resources);
        texts.comments += count_comments(pdf, &dictionary);
        if pdf.budget == 0 {
            break;
        }
        texts.checked += 1;
        match has_text {
            Some(true) => texts.with += 1,
            Some(false) => texts.without += 1,
            None => {}
        }
    }
    texts
}

/// Whether a page shows text; nothing for an empty page.
fn page_text(pdf: &mut Pdf, page: &Dictionary, resources: &Resources) -> Option<bool> {
    let Some(drawing) = read_drawing(pdf, page, LARGEST_DRAWING)? else {
        return Some(resources.has_fonts);
    };
    if drawing.iter().all(|byte| is_space(*byte)) {
        return None;
    }
    let mut seen = BTreeSet::new();
    Some(shows_text(pdf, &drawing, resources, &mut seen, 0))
}

/// The drawing of a page, whose parts stand one behind the other. Nothing where there is none, and no bytes where it
/// has more of them than `most`.
pub fn read_drawing(pdf: &mut Pdf, page: &Dictionary, most: usize) -> Option<Option<Vec<u8>>> {
    let contents = match page.get(b"Contents").ok()? {
        Object::Reference((id, _)) => match pdf.object(*id)? {
            Object::Array(contents) => contents,
            _ => vec![Object::Reference((*id, 0))],
        },
        Object::Array(contents) => contents.clone(),
        _ => return None,
    };
    let mut drawing = Vec::new();
    for content in contents
        .iter()
        .filter_map(|content| content.as_reference().ok())
    {
        let Some(Object::Stream(stream)) = pdf.object(content.0) else {
            continue;
        };
        match pdf.content(content.0, &stream, most.saturating_sub(drawing.len())) {
            Some(bytes) => drawing.extend(bytes),
            None => return Some(None),
        }
        drawing.push(b'\n');
    }
    Some(Some(drawing))
}

/// Whether a drawing, or one that it draws, shows text.
fn shows_text(
    pdf: &mut Pdf,
    drawing: &[u8],
    resources: &Resources,
    seen: &mut BTreeSet<u32>,
    depth: usize,
) -> bool {
    let Drawn::Others(names) = scan(drawing) else {
        return true;
    };
    let inner = names
        .iter()
        .filter_map(|name| resources.drawings.get(name).copied());
    for id in inner {
        if depth >= DEEPEST_DRAWING || !seen.insert(id) {
            continue;
        }
        let Some(Object::Stream(stream)) = pdf.object(id) else {
            continue;
        };
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
        if subtype.is_ok_and(|subtype| subtype != b"Form") {
            continue;
        }
        let own = pdf.dictionary(&stream.dict, b"Resources");
        let own = own.map(|own| read_resources(pdf, &own));
        let resources = own.as_ref().unwrap_or(resources);
        let has_text = match pdf.content(id, &stream, LARGEST_DRAWING) {
            Some(drawing) => shows_text(pdf, &drawing, resources, seen, depth + 1),
            None => resources.has_fonts,
        };
        if has_text {
            return true;
        }
    }
    false
}

/// What a drawing draws.
enum Drawn {
    /// Text.
    Text,
    /// No text itself; these other drawings and pictures.
    Others(BTreeSet<Vec<u8>>),
}

/// Reads the words of a drawing up to the first one that shows text.
fn scan(drawing: &[u8]) -> Drawn {
    let mut names = BTreeSet::new();
    let mut at = 0;
    let mut name: &[u8] = &[];
    let mut has_string = false;
    while let Some(&byte) = drawing.get(at) {
        at += 1;
        match byte {
            b'(' => {
                let end = end_of_string(drawing, at);
                has_string |= end > at + 1;
                at = end;
            }
            b'<' if drawing.get(at) != Some(&b'<') => {
                let end = find(drawing, at, b">").unwrap_or(drawing.len());
                has_string |= end > at;
                at = end;
            }
            b'/' => {
                let end = end_of_word(drawing, at);
                name = &drawing[at..end];
                at = end;
            }
            b'%' => at = find(drawing, at, b"\n").unwrap_or(drawing.len()),
            b'\'' | b'"' if has_string => return Drawn::Text,
            byte if is_space(byte) || is_delimiter(byte) => {}
            _ => {
                let end = end_of_word(drawing, at);
                let word = &drawing[at - 1..end];
                at = end;
                match word {
                    b"Tj" | b"TJ" if has_string => return Drawn::Text,
                    b"Do" => {
                        names.insert(name.to_vec());
                    }
                    b"ID" => at = end_of_picture(drawing, at),
                    _ => {}
                }
                // Numbers stand between a string and its operator, other operators do not.
                has_string &= !word[0].is_ascii_alphabetic();
            }
        }
    }
    Drawn::Others(names)
}

/// Behind the bytes of a picture that is written into a drawing.
pub fn end_of_picture(drawing: &[u8], start: usize) -> usize {
    find(drawing, start, b"EI").map_or(drawing.len(), |end| end + 2)
}

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let word = bytes[start..].iter().take_while(|byte| is_regular(**byte));
    start + word.count()
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut open = 1;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    at.min(bytes.len())
}

fn find(bytes: &[u8], start: usize, word: &[u8]) -> Option<usize> {
    let found = bytes
        .get(start..)?
        .windows(word.len())
        .position(|window| window == word)?;
    Some(start + found)
}

/// Comments that people left on a page. CAD programs store drawn letters as comments; those are
/// not meant.
fn count_comments(pdf: &mut Pdf, page: &Dictionary) -> u32 {
    let Some(Object::Array(notes)) = pdf.value(page, b"Annots") else {
        return 0;
    };
    let mut comments = 0;
    for note in notes.iter().take(MOST_COMMENTS) {
        let Some(Object::Dictionary(note)) = pdf.resolve(note) else {
            continue;
        };
        let subtype = note
            .get(b"Subtype")
            .and_then(Object::as_name)
            .unwrap_or_default();
        let is_comment = matches!(
            subtype,
            b"Text"
                | b"FreeText"
                | b"Highlight"
                | b"Underline"
                | b"StrikeOut"
                | b"Squiggly"
                | b"Caret"
                | b"Ink"
                | b"Stamp"
        );
        let author = note.get(b"T").and_then(Object::as_str).unwrap_or_default();
        if is_comment && !author.is_empty() && author != b"AutoCAD SHX Text" {
            comments += 1;
        }
    }
    comments
}
