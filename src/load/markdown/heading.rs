//! Headings: levels that never skip one, anchors that never meet.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::load::markdown::{Around, Heading};
use crate::load::slug::slug;

/// HTML knows six levels.
const LAST_LEVEL: u8 = 6;

/// The headings of a text so far, while its events go by.
pub struct Headings {
    first_level: u8,
    prefix: String,
    levels: Levels,
    anchors: Anchors,
    open: Option<Open>,
    done: Vec<Heading>,
}

/// A heading whose words are still to come.
struct Open {
    level: u8,
    text: String,
    own_id: Option<String>,
}

/// What an event was to the headings.
pub enum Turn {
    /// A heading began.
    Begun {
        /// Its level in the page.
        level: u8,
        /// Whether the text skips one before it.
        skips: bool,
    },
    /// A heading ended; it is the last one now.
    Ended,
    /// Words of a heading, or nothing of one.
    Other,
}

impl Headings {
    /// None yet.
    pub fn new(around: &Around) -> Self {
        Self {
            first_level: around.first_level.clamp(2, LAST_LEVEL),
            prefix: around.id_prefix.to_owned(),
            levels: Levels(Vec::new()),
            anchors: Anchors(BTreeMap::new()),
            open: None,
            done: Vec::new(),
        }
    }

    /// Looks at the next event.
    pub fn see(&mut self, event: &Event) -> Turn {
        match (event, &mut self.open) {
            (Event::Start(Tag::Heading { level, id, .. }), _) => {
                let (level, skips) = self.levels.next(*level as u8, self.first_level);
                let own_id = id.as_deref().map(str::to_owned);
                self.open = Some(Open {
                    level,
                    text: String::new(),
                    own_id,
                });
                return Turn::Begun { level, skips };
            }
            (Event::End(TagEnd::Heading(_)), Some(_)) => {
                self.close();
                return Turn::Ended;
            }
            (Event::Text(words) | Event::Code(words) | Event::InlineHtml(words), Some(open)) => {
                open.text.push_str(words);
            }
            (Event::SoftBreak | Event::HardBreak, Some(open)) => open.text.push(' '),
            _ => {}
        }
        Turn::Other
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let names = [open.own_id.as_deref(), Some(open.text.as_str())];
        let names = names.into_iter().flatten().map(slug);
        let name = names.into_iter().find(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "abschnitt".to_owned());
        self.done.push(Heading {
            level: open.level,
            id: self.anchors.unique(&self.prefix, &name),
            text: open.text.trim().to_owned(),
        });
    }

    /// Those that ended, in their order.
    pub fn done(&self) -> &[Heading] {
        &self.done
    }

    /// The same, to keep.
    pub fn into_done(self) -> Vec<Heading> {
        self.done
    }
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
        let wanted = [prefix, separator, name].concat();
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
