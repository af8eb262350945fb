//! A notice as plain text, as it is sent to the official journal.

use crate::finding::{Language, Words, say};
use crate::law::calendar::{day_in_words, weekday};
use crate::model::municipality::Contact;
use crate::model::phase::Time;
use crate::notice::access::in_one_line;
use crate::notice::{Area, NoticeRecord};
use jiff::civil::Date;

/// Characters in a line.
const WIDTH: usize = 76;

/// The notice as plain text with lines of at most 76 characters, but for web addresses, which are
/// never broken.
pub fn plain(record: &NoticeRecord, language: Language) -> String {
    let mut page = Page {
        text: String::new(),
        language,
    };
    page.head(record);
    page.period(record.time);
    page.section(&say("Worum es geht", "What is planned"), |page| {
        page.paragraphs(&record.aim);
    });
    if let Some(changes) = &record.changes {
        page.section(&say("Was sich geändert hat", "What changed"), |page| {
            page.paragraphs(changes);
        });
    }
    page.section(&say("Wo das Gebiet liegt", "Where the area lies"), |page| {
        page.area(&record.area);
    });
    page.places(record);
    page.documents(record);
    page.environment(record);
    page.hints(record);
    page.foot(record);
    page.text
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    fn head(&mut self, record: &NoticeRecord) {
        let heading = self.own(&record.heading);
        self.line(&heading);
        let rule = "=".repeat(heading.chars().count().min(WIDTH));
        self.line(&rule);
        self.line("");
        for plan in &record.plans {
            self.wrapped("", plan);
        }
        let title = self.own(&record.title);
        let title = if title.contains('§') {
            title
        } else {
            format!("{title} ({})", record.provision)
        };
        self.wrapped("", &title);
        if let Some(reason) = &record.void {
            self.line("");
            let void = self.own(&say("Dieser Schritt ist unwirksam:", "This step is void:"));
            let void = format!("{void} {reason}");
            self.wrapped("", &void);
        }
        self.line("");
        let opening = self.own(&record.opening);
        self.wrapped("", &opening);
    }

    fn period(&mut self, time: Time) {
        let Time::Span(first, Some(last)) = time else {
            return;
        };
        self.line("");
        let day = |day: Date| {
            let (weekday, day) = (weekday(day), day_in_words(day));
            say(
                format!("{}, {}", weekday.de, day.de),
                format!("{}, {}", weekday.en, day.en),
            )
        };
        let (first, last) = (day(first), day(last));
        for (de, en, day) in [
            ("Erster Tag:  ", "First day:  ", first),
            ("Letzter Tag: ", "Last day:   ", last),
        ] {
            let line = say(format!("{de}{}", day.de), format!("{en}{}", day.en));
            let line = self.own(&line);
            self.line(&line);
        }
        let counts = say(
            "Beide Tage zählen mit, der letzte bis 24 Uhr.",
            "Both days count, the last one until midnight.",
        );
        let counts = self.own(&counts);
        self.line(&counts);
    }

    fn area(&mut self, area: &Area) {
        self.paragraphs(&area.description);
        if let Some(hectares) = area.hectares {
            // A whole town needs no tenths of a hectare.
            let digits = usize::from(hectares < 100.0);
            let size = format!("{hectares:.digits$}");
            let size = say(
                format!("Größe: {} Hektar", size.replace('.', ",")),
                format!("Size: {size} hectares"),
            );
            let size = self.own(&size);
            self.wrapped("", &size);
        }
        if let Some(parcels) = &area.parcels {
            let label = self.own(&say("Flurstücke", "Parcels"));
            let line = format!("{label}: {parcels}");
            self.wrapped("", &line);
        }
        if area.municipalities.len() > 1 {
            let label = self.own(&say("Gemeinden", "Municipalities"));
            let line = format!("{label}: {}", area.municipalities.join(", "));
            self.wrapped("", &line);
        }
        if area.hectares.is_some() {
            let map = say(
                "Eine Karte des Gebiets steht auf der unten genannten Internetseite.",
                "A map of the area stands on the web page named below.",
            );
            let map = self.own(&map);
            self.wrapped("", &map);
        }
    }

    fn places(&mut self, record: &NoticeRecord) {
        let heading = say(
            "Wo die Unterlagen zu finden sind",
            "Where the documents are",
        );
        self.section(&heading, |page| {
            let internet = page.own(&say("im Internet", "on the Internet"));
            page.item(&format!("{internet}: {}", record.page));
            if let Some(address) = &record.state_portal {
                let portal = say("im Zentralen Landesportal", "on the central state portal");
                let portal = page.own(&portal);
                page.item(&format!("{portal}: {address}"));
            }
            for place in &record.access {
                let usual = say("zur Einsicht", "to be seen at");
                let kind = place.kind.map_or(usual, |kind| kind.label());
                let kind = page.own(&kind);
                page.item(&format!("{kind}: {}", in_one_line(place)));
            }
        });
        if let Some(inspection) = &record.inspection {
            self.line("");
            let words = self.own(&inspection.words);
            let line = format!("{words} ({})", inspection.provision);
            self.wrapped("", &line);
        }
    }

    fn documents(&mut self, record: &NoticeRecord) {
        if record.documents.is_empty() {
            return;
        }
        self.section(&say("Unterlagen", "Documents"), |page| {
            for document in &record.documents {
                let of = page.own(&say("Stand", "version of"));
                let day = day_in_words(document.version);
                let day = page.own(&day);
                page.item(&format!("{} ({of} {day})", document.title));
            }
        });
    }

    fn environment(&mut self, record: &NoticeRecord) {
        if record.environment.is_empty() {
            return;
        }
        let heading = say(
            "Welche Arten umweltbezogener Informationen verfügbar sind",
            "Which kinds of environmental information are available",
        );
        self.section(&heading, |page| {
            for theme in &record.environment {
                let label = theme.theme.label();
                let label = page.own(&label);
                let source = theme.source.as_ref();
                let source = source.map(|source| format!(" ({source})"));
                let source = source.unwrap_or_default();
                page.item(&format!("{label}: {}{source}", theme.keywords));
            }
        });
    }

    fn hints(&mut self, record: &NoticeRecord) {
        let all = record.hints.iter().chain(&record.privacy);
        let all: Vec<_> = all.collect();
        if all.is_empty() {
            return;
        }
        self.section(&say("Hinweise", "Hints"), |page| {
            for hint in all {
                let words = page.own(&hint.words);
                page.item(&format!("{words} ({})", hint.provision));
            }
        });
    }

    fn foot(&mut self, record: &NoticeRecord) {
        self.section(&say("Auskunft", "Questions"), |page| {
            page.contact(&record.office);
        });
        if let Some(day) = record.day {
            self.line("");
            let day = day_in_words(day);
            let line = format!("{}, {}", record.place, self.own(&day));
            self.line(&line);
        }
    }

    fn contact(&mut self, contact: &Contact) {
        let parts = [
            Some(contact.name.clone()),
            contact.postal_address.clone(),
            contact.phone.as_ref().map(|phone| {
                let label = self.own(&say("Telefon", "Telephone"));
                format!("{label} {phone}")
            }),
            contact.email.clone(),
        ];
        for part in parts.into_iter().flatten() {
            self.wrapped("", &part);
        }
    }

    fn own(&self, words: &Words) -> String {
        words.in_language(self.language).to_owned()
    }

    fn section(&mut self, heading: &Words, body: impl FnOnce(&mut Self)) {
        let heading = self.own(heading);
        self.line("");
        self.line(&heading);
        let rule = "-".repeat(heading.chars().count());
        self.line(&rule);
        body(self);
    }

    /// A text with its own paragraphs.
    fn paragraphs(&mut self, text: &str) {
        for (at, paragraph) in text.split("\n\n").enumerate() {
            if at > 0 {
                self.line("");
            }
            self.wrapped("", paragraph);
        }
    }

    fn item(&mut self, text: &str) {
        self.wrapped("- ", text);
    }

    /// A paragraph in lines; what comes after the first stands below its text.
    fn wrapped(&mut self, mark: &str, text: &str) {
        let indent = " ".repeat(mark.chars().count());
        let mut line = mark.to_owned();
        let mut is_empty = true;
        for word in unbroken(text) {
            let length = line.chars().count() + usize::from(!is_empty) + word.chars().count();
            if !is_empty && length > WIDTH {
                self.line(&line);
                line.clone_from(&indent);
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(&word);
            is_empty = false;
        }
        if !is_empty {
            self.line(&line);
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}

/// Words that stay with the number after them.
const BEFORE_NUMBERS: [&str; 7] = ["§", "§§", "Abs.", "Satz", "Nr.", "Nummer", "Art."];

/// The words of a text; a provision's sign and its number are one.
fn unbroken(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut stays = false;
    for word in text.split_whitespace() {
        match words.last_mut().filter(|_| stays) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
        stays = BEFORE_NUMBERS.contains(&word.trim_start_matches('('));
    }
    words
}
