//! XML text to the elements of the plan area, each with its bytes.
//!
//! The parser expands nothing, and a document type is refused where it stands: there are no
//! entities, so none can grow or lead out of the file.

use std::ops::Range;
use std::str::from_utf8;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::{BytesStart, Event};

use crate::finding::{File, Finding};
use crate::load::area::gml::faults;

/// Deepest nesting of elements; real plans need about fifteen.
const MAX_DEPTH: usize = 64;
/// Most elements of one plan area; a point may be one.
const MAX_ELEMENTS: usize = 300_000;

/// The plan of a file, as far as it is read.
pub struct Plan<'a> {
    /// Its `raeumlicherGeltungsbereich`.
    pub area: Element<'a>,
    /// The reference system that the plan or the file names for all that says nothing else.
    pub system_around: Option<Named<'a>>,
}

/// The name of a reference system as written.
#[derive(Clone)]
pub struct Named<'a> {
    /// The value of `srsName`.
    pub value: &'a str,
    /// Its bytes.
    pub range: Range<usize>,
}

/// An element of the plan area.
pub struct Element<'a> {
    /// Its name without the prefix.
    pub name: &'a str,
    /// Attributes: name without the prefix, bytes of the value.
    attributes: Vec<(&'a str, Range<usize>)>,
    /// The elements in it.
    pub children: Vec<Element<'a>>,
    /// Bytes of the text directly in it.
    pub texts: Vec<Range<usize>>,
    /// Bytes of its start tag.
    pub range: Range<usize>,
}

impl<'a> Element<'a> {
    /// The bytes of an attribute's value.
    pub fn attribute(&self, name: &str) -> Option<Range<usize>> {
        let found = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(found.1.clone())
    }

    /// Bytes from its start tag to the end of what it holds.
    pub fn whole(&self) -> Range<usize> {
        let texts = self.texts.last().map_or(0, |text| text.end);
        let children = self.children.last().map_or(0, |child| child.whole().end);
        self.range.start..self.range.end.max(texts).max(children)
    }
}

/// Reads a file up to its end and keeps the area of its only plan.
pub fn plan(file: &Arc<File>) -> Result<Plan<'_>, Box<Finding>> {
    let mut walk = Walk {
        file,
        path: Vec::new(),
        open: Vec::new(),
        area: None,
        elements: 0,
        roots: 0,
        has_plan: false,
        system_of_file: None,
        system_of_plan: None,
    };
    let mut reader = Reader::from_str(file.text());
    reader.config_mut().expand_empty_elements = true;
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event();
        let range = start..position(reader.buffer_position());
        match event {
            Ok(Event::Eof) => break,
            Ok(event) => walk.take(&event, range)?,
            Err(trouble) => {
                let at = position(reader.error_position());
                return Err(unreadable(file, &trouble, at));
            }
        }
    }
    if !walk.path.is_empty() || walk.roots == 0 {
        return Err(faults::not_xml(file, file.text().len()));
    }
    let area = walk
        .area
        .ok_or_else(|| faults::no_plan(file, walk.has_plan))?;
    Ok(Plan {
        area,
        system_around: walk.system_of_plan.or(walk.system_of_file),
    })
}

/// A text that fits into memory has no more bytes than can be counted.
fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

fn unreadable(file: &Arc<File>, trouble: &Error, at: usize) -> Box<Finding> {
    match trouble {
        Error::Syntax(SyntaxError::UnclosedDoctype) => faults::document_type(file, at..at + 9),
        _ => faults::not_xml(file, at),
    }
}

struct Walk<'a> {
    file: &'a Arc<File>,
    /// Names of the elements that are open.
    path: Vec<&'a str>,
    /// The open elements of the plan area, the area itself first.
    open: Vec<Element<'a>>,
    area: Option<Element<'a>>,
    elements: usize,
    roots: usize,
    has_plan: bool,
    system_of_file: Option<Named<'a>>,
    system_of_plan: Option<Named<'a>>,
}

impl<'a> Walk<'a> {
    fn take(&mut self, event: &Event, range: Range<usize>) -> Result<(), Box<Finding>> {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::DocType(_) => Err(faults::document_type(self.file, range)),
            Event::Text(_) | Event::CData(_) => self.text(range),
            Event::GeneralRef(_) => self.reference(range),
            _ => Ok(()),
        }
    }

    fn start(&mut self, tag: &BytesStart, range: Range<usize>) -> Result<(), Box<Finding>> {
        let name = self.local(tag.name().as_ref());
        self.roots += usize::from(self.path.is_empty());
        if self.roots > 1 {
            return Err(faults::not_xml(self.file, range.start));
        }
        if self.path.len() == MAX_DEPTH {
            return Err(faults::too_deep(self.file, range));
        }
        let parent = self.path.last().copied().unwrap_or_default();
        self.has_plan |= is_plan(name);
        let begins = name == "raeumlicherGeltungsbereich" && is_plan(parent);
        if begins && self.area.is_some() {
            return Err(faults::two_plans(self.file, range));
        }
        if begins || !self.open.is_empty() {
            self.elements += 1;
            if self.elements > MAX_ELEMENTS {
                return Err(faults::too_many_elements(self.file, range));
            }
            let element = self.element(name, tag, range)?;
            self.open.push(element);
        } else if name == "Envelope" {
            self.envelope(tag, &range)?;
        }
        self.path.push(name);
        Ok(())
    }

    fn end(&mut self) {
        self.path.pop();
        if let Some(element) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => self.area = Some(element),
            }
        }
    }

    /// The system that the envelope of the plan or of the file names.
    fn envelope(&mut self, tag: &BytesStart, range: &Range<usize>) -> Result<(), Box<Finding>> {
        let place = match self.path[..] {
            [_, "boundedBy"] => &mut self.system_of_file,
            [.., plan, "boundedBy"] if is_plan(plan) => &mut self.system_of_plan,
            _ => return Ok(()),
        };
        let mut named = None;
        for (name, value) in attributes(self.file, tag, range)? {
            if name == "srsName" {
                named = self.file.text().get(value.clone()).map(|text| Named {
                    value: text,
                    range: value,
                });
            }
        }
        *place = place.take().or(named);
        Ok(())
    }

    fn element(
        &self,
        name: &'a str,
        tag: &BytesStart,
        range: Range<usize>,
    ) -> Result<Element<'a>, Box<Finding>> {
        Ok(Element {
            name,
            attributes: attributes(self.file, tag, &range)?,
            children: Vec::new(),
            texts: Vec::new(),
            range,
        })
    }

    /// Text counts inside the plan area; outside of all elements there is none.
    fn text(&mut self, range: Range<usize>) -> Result<(), Box<Finding>> {
        let text = self.file.text().get(range.clone()).unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.path.is_empty() {
            return Err(faults::not_xml(self.file, range.start));
        }
        if let Some(element) = self.open.last_mut() {
            element.texts.push(range);
        }
        Ok(())
    }

    /// The five characters of XML and those with a number may stand in texts. What else begins with
    /// `&` would have to be declared, and numbers never need any.
    fn reference(&self, range: Range<usize>) -> Result<(), Box<Finding>> {
        let text = self.file.text().get(range.clone()).unwrap_or_default();
        let is_known = matches!(text, "&lt;" | "&gt;" | "&amp;" | "&apos;" | "&quot;");
        if !self.open.is_empty() || !(is_known || text.starts_with("&#")) {
            return Err(faults::entity(self.file, range));
        }
        Ok(())
    }

    /// The part of a name behind its prefix, as a slice of the file's text.
    fn local(&self, name: &[u8]) -> &'a str {
        slice(self.file, name)
            .and_then(|range| self.file.text().get(range))
            .map(|name| name.rsplit(':').next().unwrap_or(name))
            .unwrap_or_default()
    }
}

fn is_plan(name: &str) -> bool {
    matches!(
        name,
        "BP_Plan" | "FP_Plan" | "SO_Plan" | "LP_Plan" | "RP_Plan"
    )
}

fn attributes<'a>(
    file: &'a Arc<File>,
    tag: &BytesStart,
    range: &Range<usize>,
) -> Result<Vec<(&'a str, Range<usize>)>, Box<Finding>> {
    let mut found = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| faults::not_xml(file, range.start))?;
        let name = from_utf8(attribute.key.as_ref()).unwrap_or_default();
        let known = ["srsName", "srsDimension", "orientation", "href"];
        let local = name.rsplit(':').next().unwrap_or(name);
        let Some(name) = known.into_iter().find(|known| *known == local) else {
            continue;
        };
        found.extend(slice(file, &attribute.value).map(|value| (name, value)));
    }
    Ok(found)
}

/// Where a part of the file's text stands; its address tells.
fn slice(file: &File, part: &[u8]) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(file.text().as_ptr() as usize)?;
    (start + part.len() <= file.text().len()).then_some(start..start + part.len())
}
