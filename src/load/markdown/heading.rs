//! Headings: levels that never skip one, anchors that never meet.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, OffsetIter, Tag, TagEnd};

use crate::load::markdown::kinds::Reports;
use crate::load::markdown::{Around, Heading};
use crate::load::slug::slug;

/// HTML knows six levels.
const LAST_LEVEL: u8 = 6;

/// The headings of a text with their levels and anchors in the page.
pub fn number_headings(events: OffsetIter, around: &Around, reports: &mut Reports) -> Vec<Heading> {
    let first_level = around.first_level.clamp(2, LAST_LEVEL);
    let mut levels = Levels(Vec::new());
    let mut anchors = Anchors(BTreeMap::new());
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Option<(String, Option<String>)> = None;
    for (event, range) in events {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, id, .. }), _) => {
                let (level, skips) = levels.next(level as u8, first_level);
                if skips {
                    reports.skipped_level(range);
                }
                headings.push(Heading {
                    level,
                    id: String::new(),
                    text: String::new(),
                });
                open = Some((String::new(), id.map(String::from)));
            }
            (Event::End(TagEnd::Heading(_)), Some((text, id))) => {
                let name = [id.as_deref(), Some(text.as_str())]
                    .into_iter()
                    .flatten()
                    .map(slug);
                let name = name.into_iter().find(|name| !name.is_empty());
                let name = name.unwrap_or_else(|| "abschnitt".to_owned());
                if let Some(heading) = headings.last_mut() {
                    heading.id = anchors.unique(around.id_prefix, &name);
                    heading.text = std::mem::take(text).trim().to_owned();
                }
                open = None;
            }
            (
                Event::Text(words) | Event::Code(words) | Event::InlineHtml(words),
                Some((text, _)),
            ) => {
                text.push_str(&words);
            }
            (Event::SoftBreak | Event::HardBreak, Some((text, _))) => text.push(' '),
            _ => {}
        }
    }
    headings
}

/// The headings around the present place: level in the text, level in the page.
struct Levels(Vec<(u8, u8)>);

impl Levels {
    /// The level in the page, and whether the text skips one.
    fn next(&mut self, written: u8, first_level: u8) -> (u8, bool) {
        while self.0.last().is_some_and(|around| around.0 >= written) {
            self.0.pop();
        }
        let (level, skips) = match self.0.last() {
            Some((outer, level)) => ((level + 1).min(LAST_LEVEL), written > outer + 1),
            None => (first_level, false),
        };
        self.0.push((written, level));
        (level, skips)
    }
}

/// Anchors given so far, each with the number its next namesake gets.
struct Anchors(BTreeMap<String, usize>);

impl Anchors {
    fn unique(&mut self, prefix: &str, name: &str) -> String {
        let separator = if prefix.is_empty() { "" } else { "-" };
        let wanted = format!("{prefix}{separator}{name}");
        let mut number = self.0.get(&wanted).copied().unwrap_or(1);
        let mut anchor = wanted.clone();
        while self.0.contains_key(&anchor) {
            number += 1;
            anchor = format!("{wanted}-{number}");
        }
        self.0.insert(wanted, number);
        self.0.entry(anchor.clone()).or_insert(1);
        anchor
    }
}
