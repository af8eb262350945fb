//! A notice in parts, in reading order: what the plain text and the typeset sheet have in common.

use crate::finding::{Language, Words, say};
use crate::law::calendar::{day_in_words, weekday};
use crate::model::municipality::Contact;
use crate::model::phase::Time;
use crate::notice::access::in_one_line;
use crate::notice::{Area, NoticeRecord};
use jiff::civil::Date;

/// A part of a notice, in the language it is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Who gives the notice.
    Heading(String),
    /// What it is about: the names of the plans, then the step with its provision.
    Subject(Vec<String>),
    /// A heading over what follows.
    Section(String),
    /// A paragraph of its own.
    Paragraph(String),
    /// Paragraphs that follow their heading.
    Text(Vec<String>),
    /// Lines that stand below one another: both days of a period.
    Period(Vec<String>),
    /// A list.
    Items(Vec<String>),
    /// Place and day.
    Signed(String),
}

/// The parts of a notice in a language.
pub fn blocks(record: &NoticeRecord, language: Language) -> Vec<Block> {
    let mut parts = Parts {
        blocks: Vec::new(),
        language,
    };
    parts.head(record);
    parts.period(record.time);
    parts.meetings(record);
    parts.section(&say("Worum es geht", "What is planned"));
    parts.paragraphs(&record.aim);
    if let Some(changes) = &record.changes {
        parts.section(&say("Was sich geändert hat", "What changed"));
        parts.paragraphs(changes);
    }
    parts.section(&say("Wo das Gebiet liegt", "Where the area lies"));
    parts.area(&record.area);
    parts.places(record);
    parts.documents(record);
    parts.environment(record);
    parts.hints(record);
    parts.section(&say("Auskunft", "Questions"));
    parts.contact(&record.office);
    if let Some(day) = record.day {
        let day = parts.own(&day_in_words(day));
        let signed = format!("{}, {day}", record.place);
        parts.blocks.push(Block::Signed(signed));
    }
    parts.blocks
}

struct Parts {
    blocks: Vec<Block>,
    language: Language,
}

impl Parts {
    fn head(&mut self, record: &NoticeRecord) {
        let heading = self.own(&record.heading);
        self.blocks.push(Block::Heading(heading));
        let title = self.own(&record.title);
        let title = if title.contains('§') {
            title
        } else {
            format!("{title} ({})", record.provision)
        };
        let mut subject = record.plans.clone();
        subject.push(title);
        self.blocks.push(Block::Subject(subject));
        if let Some(reason) = &record.void {
            let void = self.own(&say("Dieser Schritt ist unwirksam:", "This step is void:"));
            self.paragraph(format!("{void} {reason}"));
        }
        let opening = self.own(&record.opening);
        self.paragraph(opening);
    }

    fn period(&mut self, time: Time) {
        let Time::Span(first, Some(last)) = time else {
            return;
        };
        let day = |day: Date| {
            let (weekday, day) = (weekday(day), day_in_words(day));
            say(
                format!("{}, {}", weekday.de, day.de),
                format!("{}, {}", weekday.en, day.en),
            )
        };
        let (first, last) = (day(first), day(last));
        let lines = [
            say(
                format!("Erster Tag:  {}", first.de),
                format!("First day:  {}", first.en),
            ),
            say(
                format!("Letzter Tag: {}", last.de),
                format!("Last day:   {}", last.en),
            ),
            say(
                "Beide Tage zählen mit, der letzte bis 24 Uhr.",
                "Both days count, the last one until midnight.",
            ),
        ];
        let lines = lines.iter().map(|line| self.own(line)).collect();
        self.blocks.push(Block::Period(lines));
    }

    fn meetings(&mut self, record: &NoticeRecord) {
        let heading = match record.meetings.len() {
            0 => return,
            1 => say("Termin", "Meeting"),
            _ => say("Termine", "Meetings"),
        };
        self.section(&heading);
        let items = record
            .meetings
            .iter()
            .map(|meeting| self.own(meeting))
            .collect();
        self.blocks.push(Block::Items(items));
    }

    fn area(&mut self, area: &Area) {
        let mut texts = vec![area.description.clone()];
        if let Some(hectares) = area.hectares {
            // A whole town needs no tenths of a hectare.
            let digits = usize::from(hectares < 100.0);
            let size = format!("{hectares:.digits$}");
            texts.push(self.own(&say(
                format!("Größe: {} Hektar", size.replace('.', ",")),
                format!("Size: {size} hectares"),
            )));
        }
        if let Some(parcels) = &area.parcels {
            let label = self.own(&say("Flurstücke", "Parcels"));
            texts.push(format!("{label}: {parcels}"));
        }
        if area.municipalities.len() > 1 {
            let label = self.own(&say("Gemeinden", "Municipalities"));
            texts.push(format!("{label}: {}", area.municipalities.join(", ")));
        }
        if area.hectares.is_some() {
            texts.push(self.own(&say(
                "Eine Karte des Gebiets steht auf der unten genannten Internetseite.",
                "A map of the area stands on the web page named below.",
            )));
        }
        self.blocks.push(Block::Text(texts));
    }

    fn places(&mut self, record: &NoticeRecord) {
        self.section(&say(
            "Wo die Unterlagen zu finden sind",
            "Where the documents are",
        ));
        let internet = self.own(&say("im Internet", "on the Internet"));
        let mut items = vec![format!("{internet}: {}", record.page)];
        if let Some(address) = &record.state_portal {
            let portal = say("im Zentralen Landesportal", "on the central state portal");
            items.push(format!("{}: {address}", self.own(&portal)));
        }
        for place in &record.access {
            let usual = say("zur Einsicht", "to be seen at");
            let kind = place.kind.map_or(usual, |kind| kind.label());
            items.push(format!("{}: {}", self.own(&kind), in_one_line(place)));
        }
        self.blocks.push(Block::Items(items));
        if let Some(inspection) = &record.inspection {
            let words = self.own(&inspection.words);
            self.paragraph(format!("{words} ({})", inspection.provision));
        }
    }

    fn documents(&mut self, record: &NoticeRecord) {
        if record.documents.is_empty() {
            return;
        }
        self.section(&say("Unterlagen", "Documents"));
        let of = self.own(&say("Stand", "version of"));
        let items = record.documents.iter().map(|document| {
            let day = self.own(&day_in_words(document.version));
            format!("{} ({of} {day})", document.title)
        });
        let items = items.collect();
        self.blocks.push(Block::Items(items));
    }

    fn environment(&mut self, record: &NoticeRecord) {
        if record.environment.is_empty() {
            return;
        }
        self.section(&say(
            "Welche Arten umweltbezogener Informationen verfügbar sind",
            "Which kinds of environmental information are available",
        ));
        let items = record.environment.iter().map(|theme| {
            let label = self.own(&theme.theme.label());
            let source = theme.source.as_ref();
            let source = source.map(|source| format!(" ({source})"));
            format!("{label}: {}{}", theme.keywords, source.unwrap_or_default())
        });
        let items = items.collect();
        self.blocks.push(Block::Items(items));
    }

    fn hints(&mut self, record: &NoticeRecord) {
        let all = record.hints.iter().chain(&record.privacy);
        let items = all.map(|hint| format!("{} ({})", self.own(&hint.words), hint.provision));
        let items: Vec<String> = items.collect();
        if !items.is_empty() {
            self.section(&say("Hinweise", "Hints"));
            self.blocks.push(Block::Items(items));
        }
    }

    fn contact(&mut self, contact: &Contact) {
        let phone = contact.phone.as_ref().map(|phone| {
            let label = self.own(&say("Telefon", "Telephone"));
            format!("{label} {phone}")
        });
        let parts = [
            Some(contact.name.clone()),
            contact.postal_address.clone(),
            phone,
            contact.email.clone(),
        ];
        let parts = parts.into_iter().flatten().collect();
        self.blocks.push(Block::Text(parts));
    }

    fn section(&mut self, heading: &Words) {
        let heading = self.own(heading);
        self.blocks.push(Block::Section(heading));
    }

    /// A text with its own paragraphs.
    fn paragraphs(&mut self, text: &str) {
        let mut paragraphs = text.split("\n\n");
        let first = paragraphs.next().unwrap_or_default();
        self.blocks.push(Block::Text(vec![first.to_owned()]));
        for paragraph in paragraphs {
            self.paragraph(paragraph.to_owned());
        }
    }

    fn paragraph(&mut self, text: String) {
        self.blocks.push(Block::Paragraph(text));
    }

    fn own(&self, words: &Words) -> String {
        words.in_language(self.language).to_owned()
    }
}
