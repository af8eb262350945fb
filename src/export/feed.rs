//! Atom feeds (RFC 4287): what was announced and what has begun, newest first, of the portal, a
//! district, a municipality and a procedure.
//!
//! An entry is a fact with a date and says the same on any later day, so readers do not show it
//! twice. Its id is the phase's address. Dates are those of the notice and the phase.

use crate::bundle::Bundle;
use crate::export::words::{day_de, day_en, midnight, one_line, time_de, time_en};
use crate::law::phase_rule::Takes;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use anyhow::{Result, anyhow};
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use jiff::civil::Date;

/// So many entries a feed holds.
const NEWEST: usize = 50;

/// Adds every feed.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    let site = &archive.site;
    for language in &site.languages {
        let is_german = language.tag() == "de";
        let home = Address::new(if is_german { "" } else { "en/" });
        let title = site.title.in_language(*language);
        let channel = Channel {
            archive,
            home,
            title: title.to_owned(),
            is_german,
        };
        bundle.make(&channel.home.join("feed.atom"), move || {
            channel.bytes(archive.each_procedure())
        })?;
    }
    let lists = archive.procedures_by_municipality();
    for district in &archive.districts {
        let ids = district.municipalities.iter();
        let mut procedures: Vec<&Procedure> =
            ids.flat_map(|id| lists[id.0].iter().copied()).collect();
        procedures.sort_by(|a, b| a.address.cmp(&b.address));
        procedures.dedup_by(|a, b| a.address == b.address);
        let channel = Channel::german(archive, &district.address, &district.full_name);
        let shown: Vec<&Address> = procedures.iter().map(|one| &one.address).collect();
        bundle.make_of(
            &channel.home.join("feed.atom"),
            (&shown, Mark::of(&())),
            move || channel.bytes(procedures.iter().copied()),
        )?;
    }
    for (municipality, procedures) in archive.municipalities.iter().zip(lists) {
        let name = municipality.full_name().de;
        let channel = Channel::german(archive, &municipality.address, &name);
        let shown = procedures.iter().map(|one| &one.address);
        let shown: Vec<&Address> = shown.chain([&municipality.address]).collect();
        bundle.make_of(
            &channel.home.join("feed.atom"),
            (&shown, Mark::of(&())),
            move || channel.bytes(procedures.iter().copied()),
        )?;
    }
    if !archive.site.offers(Part::ProcedureFeeds) {
        return Ok(());
    }
    bundle.fill_own(archive, |procedure, bundle| {
        let feed = procedure.address.join("feed.atom");
        bundle.make_of(&feed, (&[&procedure.address], Mark::of(&())), move || {
            let title = procedure.title();
            Channel::german(archive, &procedure.address, &title).bytes([procedure])
        })
    })
}

/// A feed without its entries.
struct Channel<'a> {
    archive: &'a Archive,
    /// The page it belongs to.
    home: Address,
    title: String,
    is_german: bool,
}

impl<'a> Channel<'a> {
    fn german(archive: &'a Archive, home: &Address, title: &str) -> Self {
        Self {
            archive,
            home: home.clone(),
            title: format!("{title} – {}", archive.site.title.de),
            is_german: true,
        }
    }

    fn bytes(&self, procedures: impl IntoIterator<Item = &'a Procedure>) -> Result<Vec<u8>> {
        let portal = &self.archive.site.address;
        let events = newest(procedures, self.archive.today);
        let updated = events
            .first()
            .map_or(Ok(FixedDateTime::default()), |event| moment(event.day));
        let own = self.home.join("feed.atom").url(portal);
        let feed = Feed {
            title: Text::plain(one_line(&self.title)),
            id: own.clone(),
            updated: updated?,
            authors: vec![Person {
                name: one_line(&self.archive.site.publisher.name),
                ..Person::default()
            }],
            generator: Some(Generator {
                value: "offenlage".to_owned(),
                ..Generator::default()
            }),
            lang: Some(if self.is_german { "de" } else { "en" }.to_owned()),
            links: vec![
                link("self", own, "application/atom+xml"),
                link("alternate", self.home.url(portal), "text/html"),
            ],
            entries: events
                .iter()
                .map(|event| self.entry(event))
                .collect::<Result<_>>()?,
            ..Feed::default()
        };
        Ok(feed.write_to(Vec::new())?)
    }

    fn entry(&self, event: &Event) -> Result<Entry> {
        let Event {
            procedure,
            phase,
            kind,
            day,
        } = event;
        let (portal, is_german) = (&self.archive.site.address, self.is_german);
        let label = phase.title();
        let label = if is_german { label.de } else { label.en };
        let before = match (kind, is_german) {
            (Kind::Begun, _) => "",
            (Kind::Announced, true) => "Angekündigt: ",
            (Kind::Announced, false) => "Announced: ",
            (Kind::Void, true) => "Unwirksam: ",
            (Kind::Void, false) => "Void: ",
        };
        let municipality = &self.archive.municipality(procedure.municipality).name;
        let title = format!("{before}{label} – {}, {municipality}", procedure.title());
        let page = phase.address.url(portal);
        Ok(Entry {
            title: Text::plain(one_line(&title)),
            id: format!("{page}{}", kind.fragment()),
            updated: moment(*day)?,
            published: Some(moment(*day)?),
            categories: vec![Category {
                term: phase.rule.key.clone(),
                label: Some(label),
                scheme: None,
            }],
            links: vec![link("alternate", page, "text/html")],
            summary: Some(Text::plain(one_line(&summary(event, is_german)))),
            ..Entry::default()
        })
    }
}

/// Something that happened on a day.
struct Event<'a> {
    procedure: &'a Procedure,
    phase: &'a Phase,
    kind: Kind,
    day: Date,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Begun,
    Announced,
    Void,
}

impl Kind {
    /// What tells apart the ids of entries about one phase.
    fn fragment(self) -> &'static str {
        match self {
            Self::Begun => "",
            Self::Announced => "#angekuendigt",
            Self::Void => "#unwirksam",
        }
    }
}

/// What has happened until today, newest first.
fn newest<'a>(procedures: impl IntoIterator<Item = &'a Procedure>, today: Date) -> Vec<Event<'a>> {
    let mut events: Vec<Event> = procedures.into_iter().flat_map(events_of).collect();
    events.retain(|event| event.day <= today);
    events.sort_by(|a, b| {
        let key = |event: &Event<'a>| (&event.phase.address, event.kind);
        b.day.cmp(&a.day).then_with(|| key(a).cmp(&key(b)))
    });
    events.truncate(NEWEST);
    events
}

fn events_of(procedure: &Procedure) -> impl Iterator<Item = Event<'_>> {
    procedure.phases.iter().flat_map(move |phase| {
        let start = phase.time.start();
        let notice = phase
            .notice
            .as_ref()
            .filter(|_| phase.rule.takes == Takes::Public);
        let announced = notice
            .map(|notice| notice.published)
            .filter(|day| *day < start);
        let void = phase.void.as_ref().map(|(day, _)| *day);
        let days = [
            (Kind::Begun, Some(start)),
            (Kind::Announced, announced),
            (Kind::Void, void),
        ];
        days.into_iter().filter_map(move |(kind, day)| {
            Some(Event {
                procedure,
                phase,
                kind,
                day: day?,
            })
        })
    })
}

fn summary(event: &Event, is_german: bool) -> String {
    let phase = event.phase;
    if let (Kind::Void, Some((day, reason))) = (event.kind, &phase.void) {
        return if is_german {
            format!("Unwirksam, festgestellt am {}: {reason}", day_de(*day))
        } else {
            format!("Void, found on {}: {reason}", day_en(*day))
        };
    }
    let time = if is_german {
        time_de(phase.time)
    } else {
        time_en(phase.time)
    };
    let time = capitalised(&time);
    let both = match (phase.time, is_german) {
        (Time::Span(_, Some(_)), true) => "; beide Tage zählen",
        (Time::Span(_, Some(_)), false) => "; both days count",
        _ => "",
    };
    let resolution = phase
        .resolution
        .as_ref()
        .map_or_else(String::new, |resolution| {
            let word = if is_german { "Beschluss" } else { "resolution" };
            let number = resolution.number.as_ref();
            let number = number.map_or_else(String::new, |number| format!(", {word} {number}"));
            let body = resolution.body.as_deref();
            let text = format!("{}{number}", body.unwrap_or_default());
            format!(" {}.", text.trim_start_matches(", "))
        });
    format!("{time}{both}.{resolution} {}", event.procedure.summary)
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

fn link(relation: &str, href: String, media_type: &str) -> Link {
    Link {
        href,
        rel: relation.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}

/// The first moment of a day as the feed's library has it.
fn moment(day: Date) -> Result<FixedDateTime> {
    let moment = midnight(day).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let parsed = moment.parse();
    parsed.map_err(|error| anyhow!("{moment} is no date for a feed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;

    fn feed(path: &str) -> Feed {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        add(&archive, &mut bundle).unwrap();
        let Some(Source::Make(make)) = bundle.source(path) else {
            panic!("no feed {path}");
        };
        Feed::read_from(make().unwrap().as_slice()).unwrap()
    }

    #[test]
    fn entries_are_facts_newest_first_with_ids_of_their_own() {
        let feed = feed("verfahren/meissen/bplan-17/feed.atom");
        let of = |entry: &Entry| (entry.updated.to_rfc3339(), entry.id.clone());
        let base = "https://beispiel.example/portal/verfahren/meissen/bplan-17/";
        let entry = |day: &str, id: &str| (format!("{day}T00:00:00+01:00"), format!("{base}{id}"));
        assert_eq!(
            feed.entries.iter().map(of).collect::<Vec<_>>(),
            [
                entry("2026-03-02", "02-veroeffentlichung/"),
                entry("2026-02-20", "02-veroeffentlichung/#angekuendigt"),
                entry("2026-01-14", "01-aufstellungsbeschluss/"),
            ]
        );
        assert_eq!(feed.updated.to_rfc3339(), "2026-03-02T00:00:00+01:00");
        let entry = &feed.entries[0];
        assert_eq!(
            entry.title.value,
            "Veröffentlichung des Entwurfs im Internet – Bebauungsplan Nr. 17 „Am <Wein> & Berg“, \
             Meißen"
        );
        let summary = entry.summary.as_ref().unwrap();
        assert!(summary.starts_with("Vom 2. März 2026 bis 7. April 2026; beide Tage zählen. "));
        assert!(
            feed.links
                .iter()
                .any(|link| link.rel == "self" && link.href == feed.id)
        );
    }

    #[test]
    fn the_same_in_english_where_the_portal_speaks_it() {
        let feed = feed("en/feed.atom");
        assert_eq!(feed.lang.as_deref(), Some("en"));
        let titles: Vec<&str> = feed
            .entries
            .iter()
            .map(|entry| entry.title.as_str())
            .collect();
        assert!(
            titles
                .iter()
                .any(|title| title.starts_with("Announced: Publication"))
        );
    }

    #[test]
    fn what_is_void_is_said_once_more_and_what_lies_ahead_is_not_said_to_have_begun() {
        let feed = feed("verfahren/radebeul/fnp-2/feed.atom");
        let ids: Vec<&str> = feed
            .entries
            .iter()
            .filter_map(|entry| entry.id.split('/').nth(7))
            .collect();
        assert_eq!(feed.entries.len(), 3, "{ids:?}");
        assert!(feed.entries[0].title.starts_with("Angekündigt: "));
        assert!(feed.entries[1].id.ends_with("#unwirksam"));
    }

    #[test]
    fn a_feed_without_entries_is_valid_and_does_not_change_from_day_to_day() {
        let feed = feed("kreise/bautzen/feed.atom");
        assert!(feed.entries.is_empty());
        assert_eq!(feed.updated.to_rfc3339(), "1970-01-01T00:00:00+00:00");
    }
}
