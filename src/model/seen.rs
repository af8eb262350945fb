//! A text in Markdown as its readers see it, and where each piece of that stands in its file.
//!
//! Rules compare what people read. In the file a date may be half bold, an umlaut may be written by its
//! name, a space may be one that does not break; a comment is there and is not seen.

use crate::finding::find_words;
use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The events of a text with their byte ranges. Without raw HTML extensions, footnotes and smart
/// punctuation: they need scripts, places on the page or a language that we do not know here.
pub fn events(source: &str) -> OffsetIter<'_> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    Parser::new_ext(source, options).into_offset_iter()
}

/// The longest text that is read, in bytes: 1 MiB. Longer ones are cut.
pub const LONGEST: usize = 1 << 20;

/// Markers of quotes and lists at the start of one line; people use three or four.
const DEEPEST_MARKERS: usize = 16;

/// Whether a line opens so many quotes and list items that the parser needs far more time than for other
/// lines.
pub fn is_too_deep(line: &str) -> bool {
    nesting(line) > DEEPEST_MARKERS
}

/// How many quotes and list items a line opens. A line of one sign alone is a rule.
fn nesting(line: &str) -> usize {
    // Nearly every line begins with a letter.
    let first = line.trim_ascii_start().bytes().next();
    if !first.is_some_and(|first| first.is_ascii_punctuation() || first.is_ascii_digit()) {
        return 0;
    }
    let is_rule = |sign: char| line.chars().all(|c| c == sign || c.is_whitespace());
    if is_rule('-') || is_rule('*') {
        return 0;
    }
    let markers = line
        .split_ascii_whitespace()
        .take_while(|part| is_marker(part));
    markers.map(|part| part.matches('>').count().max(1)).sum()
}

fn is_marker(part: &str) -> bool {
    let rest = part.trim_start_matches('>');
    let number = rest.strip_suffix(['.', ')']);
    rest.is_empty()
        || matches!(rest, "-" | "+" | "*")
        || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether this is one comment and nothing else.
pub fn is_comment(html: &str) -> bool {
    let inside = html
        .strip_prefix("<!--")
        .and_then(|html| html.strip_suffix("-->"));
    inside.is_some_and(|inside| !inside.contains("-->"))
}

/// A text as its readers see it: the marks of blocks (`- `, `## `, `|`) and of links stay, those inside a
/// line do not.
#[derive(Debug)]
pub struct Seen<'s> {
    source: &'s str,
    /// None where the source has nothing that is seen otherwise.
    own: Option<Box<Own>>,
}

#[derive(Debug, Default)]
struct Own {
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of what is seen.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the text.
    at: usize,
    /// What it stands for in the source.
    from: Range<usize>,
    /// Whether the source has the same bytes there.
    is_same: bool,
}

impl<'s> Seen<'s> {
    /// What is seen of a source; one that is not read as a whole is taken as it is written.
    pub fn of(source: &'s str) -> Self {
        const MARKS: &[u8] = b"*_\\&<~[`\r";
        let is_plain = |byte: u8| byte.is_ascii() && !MARKS.contains(&byte);
        let is_seen_so = source.bytes().all(is_plain)
            || !source.bytes().any(|byte| MARKS.contains(&byte))
                && !source.contains(is_unseen)
                && !source.contains(is_wide)
                && is_nfc(source)
            || source.len() > LONGEST
            || source.lines().any(is_too_deep);
        Self {
            source,
            own: (!is_seen_so).then(|| Box::new(Reader::of(source).read())),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        match &self.own {
            Some(own) => &own.text,
            None => self.source,
        }
    }

    /// The bytes of the source that bytes of the text stand for.
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let Some(own) = &self.own else {
            return range;
        };
        let start = own.source_at(range.start, false);
        let end = match range.end.checked_sub(1).filter(|last| *last >= range.start) {
            Some(last) => own.source_at(last, true),
            None => start,
        };
        start..end.max(start)
    }

    /// The bytes of the source where the text has some words, whatever breaks a line between them.
    pub fn find(&self, words: &str) -> Option<Range<usize>> {
        find_words(self.text(), words).map(|at| self.in_source(at))
    }
}

/// What nobody sees: soft hyphens, marks of no width. Texts from a PDF or from other systems are full of
/// them.
pub fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// Spaces of other widths, and those at which no line breaks.
fn is_wide(letter: char) -> bool {
    matches!(
        letter,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}'
    )
}

impl Own {
    /// Where the source has a byte of the text, or ends with it.
    fn source_at(&self, at: usize, is_end: bool) -> usize {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = self.pieces[..next].last() else {
            return 0;
        };
        match (piece.is_same, is_end) {
            (true, _) => {
                (piece.from.start + (at - piece.at) + usize::from(is_end)).min(piece.from.end)
            }
            (false, false) => piece.from.start,
            (false, true) => piece.from.end,
        }
    }

    fn push(&mut self, text: &str, from: Range<usize>, is_same: bool) {
        if text.is_empty() {
            return;
        }
        let goes_on = |last: &Piece| is_same && last.is_same && last.from.end == from.start;
        match self.pieces.last_mut().filter(|last| goes_on(last)) {
            Some(last) => last.from.end = from.end,
            None => self.pieces.push(Piece {
                at: self.text.len(),
                from,
                is_same,
            }),
        }
        self.text.push_str(text);
    }

    /// Words of the source as they stand there, without what nobody sees, in whole letters.
    fn push_words(&mut self, words: &str, start: usize) {
        if words.is_ascii() {
            return self.push(words, start..start + words.len(), true);
        }
        let mut at = start;
        for word in
            words.split_inclusive(|letter: char| letter.is_whitespace() || is_unseen(letter))
        {
            let end = at + word.len();
            let mut letters = word.chars();
            let sign = letters
                .next_back()
                .filter(|sign| is_unseen(*sign) || is_wide(*sign));
            let body = if sign.is_some() {
                letters.as_str()
            } else {
                word
            };
            let behind = at + body.len();
            if is_nfc(body) {
                self.push(body, at..behind, true);
            } else {
                let whole: String = body.nfc().collect();
                self.push(&whole, at..behind, false);
            }
            if sign.is_some_and(is_wide) {
                self.push(" ", behind..end, false);
            }
            at = end;
        }
    }
}

/// Reads a source.
struct Reader<'s> {
    source: &'s str,
    /// The source up to here is read.
    at: usize,
    /// Whether what was read last stands inside a line: what follows it up to the next words are marks.
    is_inside: bool,
    /// Where the source says where links lead, which nobody sees.
    definitions: Vec<Range<usize>>,
    own: Own,
}

impl<'s> Reader<'s> {
    fn of(source: &'s str) -> Self {
        Self {
            source,
            at: 0,
            is_inside: false,
            definitions: Vec::new(),
            own: Own::default(),
        }
    }

    fn read(mut self) -> Own {
        let events = events(self.source);
        let definitions = events.reference_definitions().iter();
        self.definitions = definitions.map(|(_, link)| link.span.clone()).collect();
        self.definitions.sort_by_key(|span| span.start);
        let mut links = Vec::new();
        for (event, range) in events {
            if range.start < self.at && !matches!(event, Event::End(_)) {
                // It belongs to what was read as a whole.
                continue;
            }
            self.event(event, range, &mut links);
        }
        self.is_inside = false;
        self.come_to(self.source.len());
        self.own
    }

    fn event(&mut self, event: Event<'s>, range: Range<usize>, links: &mut Vec<String>) {
        match event {
            Event::Text(words) => {
                self.come_to(range.start);
                if words.as_ref() == &self.source[range.clone()] {
                    self.own.push_words(&words, range.start);
                } else {
                    let seen = words.replace(is_unseen, "").replace(is_wide, " ");
                    let whole: String = seen.nfc().collect();
                    self.own.push(&whole, range.clone(), false);
                }
                self.go_on(range.end);
            }
            Event::Code(words) => {
                self.come_to(range.start);
                self.own.push(&words, range.clone(), false);
                self.go_on(range.end);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.come_to(range.start);
                self.own.push("\n", range.clone(), false);
                self.go_on(range.end);
            }
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html, range),
            Event::Start(Tag::HtmlBlock) => {
                let block = self.source[range.clone()].trim();
                self.html(block, range);
                self.is_inside = false;
            }
            Event::Start(Tag::Strikethrough) => {
                self.come_to(range.start);
                self.go_on(range.end);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link_begins(range, dest_url.into_string(), links);
            }
            Event::End(TagEnd::Link | TagEnd::Strikethrough | TagEnd::Image)
                if range.end <= self.at => {}
            Event::End(TagEnd::Link) => self.link_ends(range, &links.pop().unwrap_or_default()),
            Event::Start(Tag::Image { .. }) => self.verbatim(range),
            Event::Start(Tag::Emphasis | Tag::Strong) => {
                self.come_to(range.start);
                self.go_on(range.start);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => self.go_on(range.end.max(self.at)),
            _ => self.is_inside = false,
        }
    }

    /// An address that stands for itself is seen as it is written.
    fn link_begins(&mut self, range: Range<usize>, to: String, links: &mut Vec<String>) {
        if !self.source[range.clone()].starts_with('[') {
            return self.verbatim(range);
        }
        self.come_to(range.start);
        self.own.push("[", range.start..range.start + 1, true);
        self.go_on(range.start + 1);
        links.push(to);
    }

    /// Where a link leads stands behind its words, wherever the source says it.
    fn link_ends(&mut self, range: Range<usize>, to: &str) {
        let found = self.source[self.at..range.end].find(to);
        let at = found.map_or(self.at, |found| self.at + found);
        self.own.push("](", self.at..at, false);
        let end = found.map_or(range.end, |_| at + to.len());
        self.own.push(to, at..end, found.is_some());
        self.own.push(")", end..range.end, false);
        self.go_on(range.end);
    }

    /// Raw HTML is seen as it is written, and a comment is not.
    fn html(&mut self, html: &str, range: Range<usize>) {
        if is_comment(html.trim()) {
            self.come_to(range.start);
            self.go_on(range.end);
        } else {
            self.verbatim(range);
        }
    }

    fn verbatim(&mut self, range: Range<usize>) {
        self.come_to(range.start);
        self.own
            .push_words(&self.source[range.clone()], range.start);
        self.go_on(range.end);
    }

    /// What lies before some words: the marks and line breaks of blocks stay.
    fn come_to(&mut self, start: usize) {
        if !self.is_inside && self.at < start {
            let mut from = self.at;
            let gap = self.at..start;
            let inside = |span: &&Range<usize>| gap.contains(&span.start);
            let hidden: Vec<_> = self.definitions.iter().filter(inside).cloned().collect();
            for span in hidden {
                if from < span.start {
                    self.own.push_words(&self.source[from..span.start], from);
                }
                from = from.max(span.end.min(start));
            }
            self.own.push_words(&self.source[from..start], from);
        }
        self.at = self.at.max(start);
    }

    fn go_on(&mut self, from: usize) {
        self.at = self.at.max(from);
        self.is_inside = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(source: &str) -> String {
        Seen::of(source).text().to_owned()
    }

    #[test]
    fn what_is_seen_is_what_a_page_shows() {
        let texts = [
            ("vom **31. Juli** 2023", "vom 31. Juli 2023"),
            (
                "*1.* September und 1. **Septem**ber",
                "1. September und 1. September",
            ),
            ("9\\. November&nbsp;2024", "9. November 2024"),
            ("Mei&szlig;en, Stellung&shy;nahme", "Meißen, Stellungnahme"),
            (
                "Zimmer\u{a0}63, Stellung\u{ad}nahme, Go\u{308}rlitz",
                "Zimmer 63, Stellungnahme, Görlitz",
            ),
            ("bis ~~8.~~ 11. November", "bis  11. November"),
            ("jetzt <!-- vom 7. --> hier", "jetzt  hier"),
            (
                "# Titel\n\n- eins\n- **zwei**\n",
                "# Titel\n\n- eins\n- zwei\n",
            ),
            ("<!-- fort -->\n\nda", "\nda"),
            ("a\r\nb\\\nc", "a\nb\nc"),
            ("> Zitat **so**\n> weiter", "> Zitat so\nweiter"),
            (
                "[hier](https://a.example/b_c \"Titel\")",
                "[hier](https://a.example/b_c)",
            ),
            (
                "[hier][a] da\n\n[a]: https://a.example \"fort\"\n",
                "[hier](https://a.example) da\n\n\n",
            ),
            ("<https://a.example/x_y>.", "<https://a.example/x_y>."),
            (
                "| a | **b** |\n|---|---|\n| c | d |",
                "| a | b |\n|---|---|\n| c | d |",
            ),
            ("<b>fett</b>", "<b>fett</b>"),
        ];
        for (source, expected) in texts {
            assert_eq!(seen(source), expected, "{source}");
        }
    }

    #[test]
    fn a_piece_stands_where_its_author_wrote_it() {
        let source = "Bis **zum 9\\. Nov**ember&nbsp;2024 &ouml;ffentlich";
        let seen = Seen::of(source);
        let place = |words: &str| seen.find(words).map(|at| &source[at]);
        assert_eq!(place("9. November 2024"), Some("9\\. Nov**ember&nbsp;2024"));
        assert_eq!(place("öffentlich"), Some("&ouml;ffentlich"));
        assert_eq!(place("zum"), Some("zum"));
        assert_eq!(place("zum 10."), None);
        let broken = Seen::of("am 9. November\n2024");
        assert_eq!(broken.find("November 2024"), Some(6..19));
    }

    proptest! {
        #[test]
        fn every_piece_has_a_place(source in "([-a-zäß0-9.*_~`<>&;!\\[\\]()#|\\\\ \n\r\t\u{ad}\u{a0}\u{308}]|&auml;|<!--|-->|https://a\\.b/){0,60}") {
            let seen = Seen::of(&source);
            let text = seen.text();
            for (at, letter) in text.char_indices() {
                let range = seen.in_source(at..at + letter.len_utf8());
                prop_assert!(source.get(range.clone()).is_some(), "{range:?}");
            }
            let all = seen.in_source(0..text.len());
            prop_assert!(all.end <= source.len());
        }
    }
}
