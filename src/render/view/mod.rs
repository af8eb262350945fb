//! What several kinds of page show: links, periods, states, offices, documents, cards. Days are
//! written `2026-03-02` and numbers plain; the theme's filters write them for readers.

pub mod area;
pub mod timeline;

use crate::finding::Words;
use crate::law::codes::{Code, Tier};
use crate::model::document::Document;
use crate::model::municipality::{Contact, Municipality};
use crate::model::phase::{Moment, Phase, Time};
use crate::model::procedure::Procedure;
use crate::render::format::{address, provision, unbroken};
use crate::render::page::Here;
use crate::render::view::timeline::takes;
use jiff::civil::Date;
use serde::Serialize;

/// A link with its words.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Where it leads, relative to the page.
    pub href: String,
}

/// A name that is a link where there is a page for it.
#[derive(Debug, Clone, Serialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Relative link to its page on this portal, or the address of a website.
    pub href: Option<String>,
}

/// A word of a closed list.
#[derive(Debug, Clone, Serialize)]
pub struct Label {
    /// Its permanent key: `planzeichnung`.
    pub key: String,
    /// Its name in the language of the page.
    pub text: String,
    /// The provision it rests on.
    pub provision: Option<String>,
}

impl Label {
    /// A word of a closed list in the language of the page.
    pub fn new(code: &Code, here: &Here<'_>) -> Self {
        Self {
            key: code.key.clone(),
            text: unbroken(here.words(&code.label())),
            provision: (code.provision.as_deref()).map(|own| provision(own, here.language)),
        }
    }
}

/// A day or a period, and where it stands on the portal's day. Both days count.
#[derive(Debug, Clone, Serialize)]
pub struct PeriodView {
    /// The first day, or the day.
    pub first: String,
    /// The last day; none where no end is set.
    pub last: Option<String>,
    /// Last day on which statements are in time, where that is a later one: the last day is no
    /// working day.
    pub in_time: Option<String>,
    /// The last day is over, and statements are still in time.
    pub is_extended: bool,
    /// It is one day by its nature: a resolution.
    pub is_day: bool,
    /// `upcoming`, `running` or `over`.
    pub moment: &'static str,
    /// Days from today to the last day while it is running: 0 on the last day, and after it while
    /// statements are in time.
    pub days_left: Option<i32>,
    /// Days until the first day while it is upcoming: at least 1.
    pub days_until: Option<i32>,
}

impl PeriodView {
    /// The time of a phase as it stands on a day.
    pub fn new(phase: &Phase, today: Date) -> Self {
        let (time, moment) = (phase.time, phase.on(today));
        let is_running = moment == Moment::Running;
        let days_to = |day: Date| (day - today).get_days();
        let end = time.end();
        let in_time = phase.in_time_until().filter(|day| Some(*day) != end);
        Self {
            first: time.start().to_string(),
            last: end.map(|day| day.to_string()),
            in_time: in_time.map(|day| day.to_string()),
            is_extended: is_running && end.is_some_and(|end| end < today),
            is_day: matches!(time, Time::Day(_)),
            moment: match moment {
                Moment::Upcoming => "upcoming",
                Moment::Running => "running",
                Moment::Over => "over",
            },
            days_left: end.filter(|_| is_running).map(|end| days_to(end).max(0)),
            days_until: (moment == Moment::Upcoming).then(|| days_to(time.start())),
        }
    }
}

/// Where a procedure stands.
#[derive(Debug, Clone, Serialize)]
pub struct StateView {
    /// `beteiligung`, `angekuendigt`, `im-verfahren`, `beschlossen`, `in-kraft`, `teilweise-aufgehoben`,
    /// `ruhend`, `aufgehoben`, `unwirksam`, `ersetzt` or `beendet`; its words are the text `state.<key>`.
    pub key: &'static str,
    /// Whether it is that of a preparatory plan: such a one is „wirksam“, not „in Kraft“ (§ 6 Abs. 5 Satz 2 BauGB).
    pub is_preparatory: bool,
    /// The participation it speaks of, where it is open or announced.
    pub period: Option<PeriodView>,
}

impl StateView {
    /// The state of a procedure on the portal's day.
    pub fn new(procedure: &Procedure, today: Date) -> Self {
        let state = procedure.state(today);
        let phase = procedure.participation_of_state(today);
        Self {
            key: state.key(),
            is_preparatory: procedure.plan.kind.tier == Some(Tier::Preparatory),
            period: phase.map(|phase| PeriodView::new(phase, today)),
        }
    }
}

/// An office that answers questions.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    /// Its name.
    pub name: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// Telephone number as written.
    pub phone: Option<String>,
    /// The same for a `tel:` link.
    pub phone_number: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Opening hours.
    pub hours: Option<String>,
}

impl ContactView {
    /// An office.
    pub fn new(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            postal_address: contact.postal_address.as_deref().map(address),
            phone: contact.phone.clone(),
            phone_number: contact.phone.as_deref().map(dialled),
            email: contact.email.clone(),
            hours: contact.hours.as_deref().map(unbroken),
        }
    }
}

/// A telephone number as a `tel:` link takes it.
pub fn dialled(phone: &str) -> String {
    let digits = phone.chars();
    let digits = digits.filter(|character| character.is_ascii_digit() || *character == '+');
    let number: String = digits.collect();
    let national = number.strip_prefix('0');
    match national.filter(|rest| !rest.starts_with('0')) {
        Some(national) => format!("+49{national}"),
        None => number,
    }
}

/// A document on display.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentView {
    /// Its title, in the planner's words.
    pub title: String,
    /// Its kind.
    pub kind: Label,
    /// Relative link.
    pub href: String,
    /// Day of the version.
    pub version: String,
    /// Language tag.
    pub language: String,
    /// Whether the text `tongue.<tag>` names the language.
    pub language_is_named: bool,
    /// Size in bytes.
    pub size: u64,
    /// Pages of a PDF.
    pub pages: Option<u32>,
    /// Short name of the file's format: `PDF`.
    pub format: String,
    /// Media type.
    pub media_type: String,
    /// Structure, text, title and language are there, so that readers' aids can work with it.
    pub is_accessible: bool,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Themes of environmental information in it.
    pub themes: Vec<Label>,
    /// What helps people who cannot read it, in the planner's words.
    pub alternative: Option<String>,
}

/// The languages of documents that the text catalogues name.
const NAMED: [&str; 5] = ["cs", "de", "en", "hsb", "pl"];

impl DocumentView {
    /// A document as seen from a page.
    pub fn new(document: &Document, here: &Here<'_>) -> Self {
        let file = document.address.as_str();
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let themes = document.themes.iter();
        Self {
            title: document.title.clone(),
            kind: Label::new(document.kind, here),
            href: here.file(&document.address),
            version: document.version.to_string(),
            language: document.language.clone(),
            language_is_named: NAMED.contains(&document.language.as_str()),
            size: document.facts.size,
            pages: document.facts.pages,
            format: ending.to_uppercase(),
            media_type: document.facts.media_type.clone(),
            is_accessible: document.facts.is_accessible,
            sha256: document.facts.sha256.clone(),
            themes: themes.map(|theme| Label::new(theme, here)).collect(),
            alternative: document.alternative.clone(),
        }
    }
}

/// A procedure in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CardView {
    /// Its title, German.
    pub title: String,
    /// Its page, or the page of the phase the card is about.
    pub href: String,
    /// The kind of plan.
    pub kind: Label,
    /// The kind in the planner's words, where no word of the list fits.
    pub kind_text: Option<String>,
    /// The municipality that runs it, with its page; by its name alone, as in the filtered list.
    pub municipality: Link,
    /// Where it stands.
    pub state: StateView,
    /// The phase the card is about: the one the public can take part in, the announced one, or
    /// the latest that has begun.
    pub phase: Option<CardPhase>,
    /// What is planned, in the planner's words.
    pub summary: String,
}

/// The phase a card is about.
#[derive(Debug, Clone, Serialize)]
pub struct CardPhase {
    /// Its title in the language of the page.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Who may give statements in it: `public`, `agencies` or `nobody`.
    pub takes: &'static str,
    /// When it is.
    pub period: PeriodView,
}

impl CardView {
    /// A procedure, seen from a page.
    pub fn new(procedure: &Procedure, here: &Here<'_>) -> Self {
        let today = here.archive.today;
        let municipality = here.archive.municipality(procedure.municipality);
        let phase = telling_phase(procedure, today).map(|phase| CardPhase {
            title: here.words(&phase.title()).to_owned(),
            href: here.page(&phase.address),
            takes: takes(phase.rule),
            period: PeriodView::new(phase, today),
        });
        Self {
            title: unbroken(&procedure.title()),
            href: here.page(&procedure.address),
            kind: Label::new(procedure.plan.kind, here),
            kind_text: procedure.plan.kind_text.clone(),
            municipality: Link {
                text: municipality.name.clone(),
                href: here.page(&municipality.address),
            },
            state: StateView::new(procedure, today),
            phase,
            summary: procedure.summary.clone(),
        }
    }
}

/// The phase that tells most about where a procedure stands: the participation that ends soonest,
/// else the next announced one, else the latest that has begun and counts.
pub fn telling_phase(procedure: &Procedure, today: Date) -> Option<&Phase> {
    let has_begun = |phase: &&Phase| phase.void.is_none() && phase.on(today) != Moment::Upcoming;
    let latest = || procedure.phases.iter().rfind(has_begun);
    procedure.next_participation(today).or_else(latest)
}

/// The municipality that runs a procedure: „Stadt Meißen“, with its page.
pub fn municipality_link(procedure: &Procedure, here: &Here<'_>) -> Link {
    let municipality = here.archive.municipality(procedure.municipality);
    Link {
        text: municipality_name(municipality, here),
        href: here.page(&municipality.address),
    }
}

/// A name no longer than this stays in one line, on the smallest screen, too.
const SHORT_NAME: usize = 15;

/// „Stadt Meißen“ in the language of the page.
pub fn municipality_name(municipality: &Municipality, here: &Here<'_>) -> String {
    let name: Words = municipality.full_name();
    let name = here.words(&name);
    if name.chars().count() <= SHORT_NAME {
        name.replace(' ', "\u{a0}")
    } else {
        name.to_owned()
    }
}

/// A text without markup as its paragraphs: parts between empty lines.
pub fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|paragraph| unbroken(&paragraph.split_whitespace().collect::<Vec<_>>().join(" ")))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use jiff::civil::date;

    #[test]
    fn both_days_of_a_period_count() {
        let mut phase = fixture::archive().procedures[0].phases[1].clone();
        phase.time = Time::Span(date(2026, 3, 2), Some(date(2026, 4, 1)));
        let on = |phase: &Phase, day| {
            let view = PeriodView::new(phase, day);
            (view.moment, view.days_until, view.days_left)
        };
        assert_eq!(on(&phase, date(2026, 3, 1)), ("upcoming", Some(1), None));
        assert_eq!(on(&phase, date(2026, 3, 2)), ("running", None, Some(30)));
        assert_eq!(on(&phase, date(2026, 4, 1)), ("running", None, Some(0)));
        assert_eq!(on(&phase, date(2026, 4, 2)), ("over", None, None));
        phase.time = Time::Span(date(2026, 3, 2), None);
        assert_eq!(on(&phase, date(2027, 3, 2)), ("running", None, None));
    }

    #[test]
    fn a_period_that_ends_on_a_saturday_takes_statements_until_the_next_working_day() {
        let mut phase = fixture::archive().procedures[0].phases[1].clone();
        // Good Friday and Easter Monday lie around the Saturday.
        phase.time = Time::Span(date(2026, 3, 2), Some(date(2026, 4, 4)));
        let on = |day| {
            let view = PeriodView::new(&phase, day);
            assert_eq!(view.last.as_deref(), Some("2026-04-04"));
            assert_eq!(view.in_time.as_deref(), Some("2026-04-07"));
            (view.moment, view.is_extended, view.days_left)
        };
        assert_eq!(on(date(2026, 4, 4)), ("running", false, Some(0)));
        assert_eq!(on(date(2026, 4, 5)), ("running", true, Some(0)));
        assert_eq!(on(date(2026, 4, 7)), ("running", true, Some(0)));
        assert_eq!(on(date(2026, 4, 8)), ("over", false, None));
        phase.time = Time::Day(date(2026, 4, 4));
        assert_eq!(phase.in_time_until(), Some(date(2026, 4, 4)));
    }

    #[test]
    fn telephone_numbers_can_be_dialled() {
        let number = |phone: &str| {
            ContactView::new(&Contact {
                name: String::new(),
                postal_address: None,
                phone: Some(phone.to_owned()),
                email: None,
                hours: None,
            })
            .phone_number
        };
        assert_eq!(number("03521 467-0").as_deref(), Some("+4935214670"));
        assert_eq!(number("+49 3521 467-0").as_deref(), Some("+4935214670"));
        assert_eq!(number("0049 3521 467").as_deref(), Some("00493521467"));
    }
}
