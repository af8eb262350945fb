//! Writes the events of a text as HTML. Every tag that can come out stands in this file.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

use crate::load::markdown::address::{
    Target, percent_decoded, push_address, push_breakable, push_words, target,
};
use crate::load::markdown::heading::{Headings, Turn};
use crate::load::markdown::kinds::Reports;
use crate::load::markdown::{Around, Link, Text};
use crate::load::slug::slug;
use crate::model::seen::{events, is_comment};

/// How many elements may stand in each other; browsers flatten what is deeper than 512.
const DEEPEST: usize = 48;

/// A text while it is written.
pub struct Writer<'a, 'r> {
    source: &'a str,
    around: &'a Around<'a>,
    headings: Headings,
    /// Where the opening tag of the open heading stands in the HTML.
    heading_at: Range<usize>,
    /// The anchors of the headings by themselves and without the text's prefix; known once a link
    /// leads to one.
    anchors: Option<BTreeMap<String, String>>,
    reports: &'a mut Reports<'r>,
    text: Text,
    /// What ends each open element; empty for one that is left out.
    closers: Vec<&'static str>,
    picture: Option<Picture>,
    link: Option<OpenLink>,
    columns: Columns,
    html_block: Option<(String, Range<usize>)>,
}

/// A picture whose words are still to come.
struct Picture {
    depth: usize,
    words: String,
    address: String,
    range: Range<usize>,
}

/// A link whose words are still to come.
struct OpenLink {
    address: String,
    range: Range<usize>,
    /// Where its words begin in the HTML.
    start: usize,
}

/// The columns of the open table.
#[derive(Default)]
struct Columns {
    alignments: Vec<Alignment>,
    next: usize,
    are_headers: bool,
}

thread_local! {
    /// Room to write a text in, before its length is known; memory that was touched is quicker.
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
}
/// A larger one is given back.
const LARGEST_SCRATCH: usize = 4 << 20;

fn cleared(mut text: String) -> String {
    text.clear();
    text
}

impl<'a, 'r> Writer<'a, 'r> {
    /// A writer for a text.
    pub fn new(source: &'a str, around: &'a Around<'a>, reports: &'a mut Reports<'r>) -> Self {
        Self {
            source,
            around,
            headings: Headings::new(around),
            heading_at: 0..0,
            anchors: None,
            reports,
            text: Text {
                html: SCRATCH.take(),
                ..Text::default()
            },
            closers: Vec::new(),
            picture: None,
            link: None,
            columns: Columns::default(),
            html_block: None,
        }
    }

    /// The whole text.
    pub fn write(mut self) -> Text {
        for (event, range) in events(self.source) {
            let turn = self.headings.see(&event);
            if let Turn::Begun { level, skips } = turn {
                if skips {
                    self.reports.skipped_level(range);
                }
                self.open_heading(level);
            } else if self.picture.is_some() {
                self.in_picture(&event, range);
            } else {
                if matches!(turn, Turn::Ended) {
                    self.close_heading();
                }
                self.event(event, range);
            }
        }
        // The texts of an archive stay in memory: each takes what it needs and no more.
        let written = std::mem::take(&mut self.text.html);
        self.text.html = written.as_str().to_owned();
        if written.capacity() <= LARGEST_SCRATCH {
            SCRATCH.set(cleared(written));
        }
        self.text.headings = self.headings.into_done();
        self.text
    }

    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words)
            | Event::FootnoteReference(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words) => self.words(&words),
            Event::Code(words) => {
                self.text.html.push_str("<code>");
                self.words(&words);
                self.text.html.push_str("</code>");
            }
            Event::Html(line) => match &mut self.html_block {
                Some((block, _)) => block.push_str(&line),
                None => self.raw_html(&line, range),
            },
            Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::SoftBreak => self.words("\n"),
            Event::HardBreak => {
                self.text.html.push_str("<br>");
                self.words("\n");
            }
            Event::Rule => self.text.html.push_str("<hr>\n"),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.open_nested(1, "<em>", "</em>", range),
            Tag::Strong => self.open_nested(1, "<strong>", "</strong>", range),
            Tag::Strikethrough => self.open_nested(1, "<del>", "</del>", range),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_link(link_type, &dest_url, range),
            Tag::Image { dest_url, .. } => {
                let address = dest_url.into_string();
                self.picture = Some(Picture {
                    depth: 1,
                    words: String::new(),
                    address,
                    range,
                });
            }
            Tag::Paragraph => self.open("<p>", "</p>\n"),
            // `write` has seen to it.
            Tag::Heading { .. } => {}
            Tag::CodeBlock(_) => self.open("<pre><code>", "</code></pre>\n"),
            Tag::HtmlBlock => {
                self.html_block = Some((String::new(), range));
                self.open("", "");
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item => self.start_container(&tag, range),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.start_table_part(tag);
            }
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.open("", ""),
        }
    }

    fn start_container(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.open_nested(1, "<blockquote>\n", "</blockquote>\n", range);
            }
            Tag::List(None) => self.open_nested(2, "<ul>\n", "</ul>\n", range),
            Tag::List(Some(1)) => self.open_nested(2, "<ol>\n", "</ol>\n", range),
            Tag::List(Some(first)) => {
                let opening = format!("<ol start=\"{first}\">\n");
                self.open_nested(2, &opening, "</ol>\n", range);
            }
            _ if self.closers.last().is_some_and(|list| list.is_empty()) => self.open("", ""),
            _ => self.open("<li>", "</li>\n"),
        }
    }

    fn start_table_part(&mut self, tag: Tag) {
        match tag {
            Tag::Table(alignments) => {
                self.columns = Columns {
                    alignments,
                    ..Columns::default()
                };
                self.open(
                    "<div class=\"table\" tabindex=\"0\"><table>\n",
                    "</tbody>\n</table></div>\n",
                );
            }
            Tag::TableHead => {
                self.columns.are_headers = true;
                self.open("<thead>\n<tr>", "</tr>\n</thead>\n<tbody>\n");
            }
            Tag::TableRow => self.open("<tr>", "</tr>\n"),
            _ => self.open_cell(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.check_link_words(),
            TagEnd::HtmlBlock => self.close_html_block(),
            TagEnd::TableHead => {
                self.columns.are_headers = false;
                self.columns.next = 0;
            }
            TagEnd::TableRow => self.columns.next = 0,
            _ => {}
        }
        let closer = self.closers.pop().unwrap_or_default();
        self.text.html.push_str(closer);
    }

    fn words(&mut self, words: &str) {
        push_breakable(&mut self.text.html, words);
    }

    fn open(&mut self, opening: &str, closing: &'static str) {
        self.text.html.push_str(opening);
        self.closers.push(closing);
    }

    /// Opens an element that may hold others of its kind, `need` levels of them at once.
    fn open_nested(
        &mut self,
        need: usize,
        opening: &str,
        closing: &'static str,
        range: Range<usize>,
    ) {
        if self.closers.len() + need <= DEEPEST {
            self.open(opening, closing);
        } else {
            self.reports.too_deep(range);
            self.open("", "");
        }
    }

    /// The anchor is known when the words are; its place stays empty until then.
    fn open_heading(&mut self, level: u8) {
        let (opening, closing) = match level {
            2 => ("<h2 id=\"\">", "</h2>\n"),
            3 => ("<h3 id=\"\">", "</h3>\n"),
            4 => ("<h4 id=\"\">", "</h4>\n"),
            5 => ("<h5 id=\"\">", "</h5>\n"),
            _ => ("<h6 id=\"\">", "</h6>\n"),
        };
        let start = self.text.html.len();
        self.heading_at = start..start + opening.len();
        self.open(opening, closing);
    }

    /// Writes the anchor of the heading that ended; one without words is none.
    fn close_heading(&mut self) {
        let Some(heading) = self.headings.done().last() else {
            return;
        };
        if heading.text.is_empty() {
            self.text.html.replace_range(self.heading_at.clone(), "");
            if let Some(closer) = self.closers.last_mut() {
                *closer = "";
            }
            return;
        }
        let mut id = String::new();
        push_words(&mut id, &heading.id);
        let end = self.heading_at.end - "\">".len();
        self.text.html.insert_str(end, &id);
    }

    fn open_cell(&mut self) {
        let alignment = self.columns.alignments.get(self.columns.next).copied();
        self.columns.next += 1;
        let class = match alignment.unwrap_or(Alignment::None) {
            Alignment::None | Alignment::Left => "",
            Alignment::Center => " class=\"center\"",
            Alignment::Right => " class=\"right\"",
        };
        let (opening, closing) = match self.columns.are_headers {
            true => ("<th scope=\"col\"", "</th>"),
            false => ("<td", "</td>"),
        };
        self.text.html.push_str(opening);
        self.text.html.push_str(class);
        self.open(">", closing);
    }

    fn open_link(&mut self, link_type: LinkType, written: &str, range: Range<usize>) {
        let written = match link_type {
            LinkType::Email => format!("mailto:{written}"),
            _ => written.to_owned(),
        };
        match self.link_address(&written, &range) {
            Some(link) => {
                self.text.html.push_str("<a href=\"");
                push_address(&mut self.text.html, &link.address);
                let rel = if link.is_external {
                    "\" rel=\"noopener\">"
                } else {
                    "\">"
                };
                self.open(rel, "</a>");
                self.text.links.push(link);
            }
            None => self.open("", ""),
        }
        let start = self.text.html.len();
        self.link = Some(OpenLink {
            address: written,
            range,
            start,
        });
    }

    /// Where a link leads, or nothing and a finding.
    fn link_address(&mut self, written: &str, range: &Range<usize>) -> Option<Link> {
        let (address, is_external) = match target(written) {
            Target::Outside => (Some(written.to_owned()), true),
            Target::Part(part) => (self.anchor(part), false),
            Target::Inside if written.is_empty() => (None, false),
            Target::Inside => ((self.around.resolve)(&percent_decoded(written)), false),
            Target::Refused => {
                let range = self.narrowed(written, range);
                self.reports.refused_address(range, written);
                return None;
            }
        };
        if address.is_none() {
            let range = self.narrowed(written, range);
            self.reports.broken_link(range, written);
        }
        address.map(|address| Link {
            written: written.to_owned(),
            address,
            is_external,
        })
    }

    /// The address of a heading of this text, named by its anchor with or without the prefix.
    fn anchor(&mut self, part: &str) -> Option<String> {
        let name = slug(&percent_decoded(part));
        let (source, around) = (self.source, self.around);
        let anchors = self.anchors.get_or_insert_with(|| anchors(source, around));
        let id = anchors.get(name.as_str())?;
        Some(format!("#{id}"))
    }

    /// The bytes of the address in the bytes of a link; the whole link where it is not written
    /// there, as with references.
    fn narrowed(&self, address: &str, range: &Range<usize>) -> Range<usize> {
        let link = self.source.get(range.clone()).unwrap_or_default();
        let link = &link[..link.floor_char_boundary(LONGEST_LINK)];
        match link.rfind(address) {
            Some(start) if !address.is_empty() => {
                range.start + start..range.start + start + address.len()
            }
            _ => range.clone(),
        }
    }

    fn check_link_words(&mut self) {
        let Some(link) = self.link.take() else { return };
        if self.text.html[link.start..].trim().is_empty() {
            self.reports.empty_link(link.range);
            self.words(&link.address);
        }
    }

    /// Inside a picture stand only its words; what else is written there has no place in an
    /// attribute.
    fn in_picture(&mut self, event: &Event, range: Range<usize>) {
        let Some(picture) = &mut self.picture else {
            return;
        };
        match event {
            Event::Start(_) => picture.depth += 1,
            Event::End(_) => picture.depth -= 1,
            Event::Text(words) | Event::Code(words) => picture.words.push_str(words),
            Event::SoftBreak | Event::HardBreak => picture.words.push(' '),
            Event::InlineHtml(_) | Event::Html(_) => self.reports.raw_html(range),
            _ => {}
        }
        if picture.depth == 0
            && let Some(picture) = self.picture.take()
        {
            self.close_picture(&picture);
        }
    }

    fn close_picture(&mut self, picture: &Picture) {
        let words = picture.words.trim();
        if words.is_empty() {
            self.reports.no_alt(picture.range.clone());
        }
        if target(&picture.address) == Target::Outside {
            self.reports
                .foreign_picture(self.narrowed(&picture.address, &picture.range));
            return self.words(words);
        }
        let Some(link) = self.link_address(&picture.address, &picture.range) else {
            return self.words(words);
        };
        self.text.html.push_str("<img src=\"");
        push_address(&mut self.text.html, &link.address);
        self.text.html.push_str("\" alt=\"");
        push_words(&mut self.text.html, words);
        self.text.html.push_str("\" loading=\"lazy\">");
        self.text.links.push(link);
    }

    fn raw_html(&mut self, html: &str, range: Range<usize>) {
        if is_comment(html) {
            self.reports.comment(range);
        } else {
            self.reports.raw_html(range);
            self.words(html);
        }
    }

    fn close_html_block(&mut self) {
        let Some((block, range)) = self.html_block.take() else {
            return;
        };
        let block = block.trim();
        if is_comment(block) {
            self.reports.comment(range);
        } else if !block.is_empty() {
            self.text.html.push_str("<p>");
            self.raw_html(block, range);
            self.text.html.push_str("</p>\n");
        }
    }
}

/// The anchors of a text, also of headings that are still to come, under all their names.
fn anchors(source: &str, around: &Around) -> BTreeMap<String, String> {
    let mut headings = Headings::new(around);
    for (event, _) in events(source) {
        headings.see(&event);
    }
    let headings = headings.into_done();
    let without_prefix = headings.iter().filter_map(|heading| {
        let name = heading.id.strip_prefix(around.id_prefix)?;
        Some((name.trim_start_matches('-').to_owned(), heading.id.clone()))
    });
    let with_prefix = headings.iter().map(|own| (own.id.clone(), own.id.clone()));
    without_prefix.chain(with_prefix).collect()
}

/// A longer link is underlined as a whole; searching long ones again and again takes time.
const LONGEST_LINK: usize = 4096;
