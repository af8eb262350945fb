//! What search engines read: structured data in the vocabulary of schema.org.

use crate::model::address::Address;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::{Procedure, State};
use crate::model::site::Part;
use crate::render::page::Here;
use serde::Serialize;
use serde_json::json;

/// The portal with its search.
pub fn portal(here: &Here<'_>) -> String {
    let site = &here.archive.site;
    let mut portal = json!({
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": here.words(&site.title),
        "description": here.words(&site.description),
        "url": here.url(&here.german),
        "inLanguage": here.language.tag(),
        "publisher": { "@type": "GovernmentOrganization", "name": site.publisher.name },
    });
    if site.offers(Part::Search) {
        let search = here.url(&Address::new("suche/"));
        portal["potentialAction"] = json!({
            "@type": "SearchAction",
            "target": format!("{search}?q={{q}}"),
            "query-input": "required name=q",
        });
    }
    written(&portal)
}

/// The vocabulary.
const CONTEXT: &str = "https://schema.org";

/// A plan as a piece of legislation in the making. Fields stand in the order of their names, as they do in
/// everything else that is written here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Legislation<'a> {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    #[serde(rename = "@type")]
    kind: &'static str,
    description: &'a str,
    in_language: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_identifier: Option<&'a str>,
    legislation_legal_force: &'static str,
    legislation_responsible: Organization,
    legislation_type: &'static str,
    name: String,
    spatial_coverage: Area<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_of: Option<Vec<Event<'a>>>,
    url: String,
}

/// A participation of the public; on its own page with all about it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Legislation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_attendance_mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    organizer: Option<Organization>,
    start_date: String,
    url: String,
}

#[derive(Serialize)]
struct Organization {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Area<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct Place {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
}

/// A plan as a piece of legislation in the making: the same on all its pages.
pub fn procedure(procedure: &Procedure, here: &Here<'_>) -> String {
    let write = || {
        let phases = procedure.phases.iter();
        let events = phases.filter(|phase| is_event(phase));
        written(&Legislation {
            context: Some(CONTEXT),
            subject_of: Some(events.map(|phase| short_event(phase, here)).collect()),
            ..plan(procedure, here)
        })
    };
    here.legislation(procedure, write).as_ref().to_owned()
}

/// A phase: an event where the public takes part in it, else the plan it belongs to.
pub fn phase(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> String {
    match is_event(phase) {
        true => written(&event(procedure, phase, here)),
        false => self::procedure(procedure, here),
    }
}

/// Agencies take part on request; nobody should find that as something to go to.
fn is_event(phase: &Phase) -> bool {
    phase.void.is_none() && phase.rule.is_public_participation() && phase.is_participation_period()
}

fn plan<'a>(procedure: &'a Procedure, here: &Here<'a>) -> Legislation<'a> {
    let municipality = here.archive.municipality(procedure.municipality);
    Legislation {
        context: None,
        kind: "Legislation",
        description: &procedure.summary,
        in_language: "de",
        legislation_identifier: procedure.plan.number.as_deref(),
        legislation_legal_force: match procedure.state(here.archive.today) {
            State::InForce => "https://schema.org/InForce",
            State::PartlyRepealed => "https://schema.org/PartiallyInForce",
            _ => "https://schema.org/NotInForce",
        },
        legislation_responsible: Organization {
            url: Some(here.url(&municipality.address)),
            ..organization(procedure, here)
        },
        legislation_type: procedure.plan.kind.de.as_str(),
        name: procedure.title(),
        spatial_coverage: Area {
            kind: "AdministrativeArea",
            name: &municipality.name,
        },
        subject_of: None,
        url: here.url(&procedure.address),
    }
}

fn organization(procedure: &Procedure, here: &Here<'_>) -> Organization {
    let municipality = here.archive.municipality(procedure.municipality);
    Organization {
        kind: "GovernmentOrganization",
        name: municipality.full_name().de,
        url: None,
    }
}

fn event<'a>(procedure: &'a Procedure, phase: &Phase, here: &Here<'a>) -> Event<'a> {
    let own = short_event(phase, here);
    Event {
        context: Some(CONTEXT),
        about: Some(plan(procedure, here)),
        event_attendance_mode: Some("https://schema.org/OnlineEventAttendanceMode"),
        event_status: Some("https://schema.org/EventScheduled"),
        location: Some(Place {
            kind: "VirtualLocation",
            url: own.url.clone(),
        }),
        name: format!("{}: {}", own.name, procedure.title()),
        organizer: Some(organization(procedure, here)),
        ..own
    }
}

/// A participation with its days and its page.
fn short_event<'a>(phase: &Phase, here: &Here<'a>) -> Event<'a> {
    let end = match phase.time {
        Time::Span(_, last) => last,
        _ => None,
    };
    Event {
        context: None,
        kind: "Event",
        about: None,
        end_date: end.map(|last| last.to_string()),
        event_attendance_mode: None,
        event_status: None,
        location: None,
        name: here.words(&phase.title()).to_owned(),
        organizer: None,
        start_date: phase.time.start().to_string(),
        url: here.url(&phase.address),
    }
}

/// JSON that can stand inside a `<script>`: no text in it can end the element.
fn written(value: &impl Serialize) -> String {
    // Nothing that is written here can fail.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut safe = String::with_capacity(json.len() + json.len() / 16);
    let mut rest = json.as_str();
    while let Some((at, character)) = first_risky(rest) {
        safe.push_str(&rest[..at]);
        safe.push_str(&format!("\\u{:04x}", u32::from(character)));
        rest = &rest[at + character.len_utf8()..];
    }
    safe.push_str(rest);
    safe
}

/// The first character that means something in a `<script>`, and where it stands.
fn first_risky(text: &str) -> Option<(usize, char)> {
    // The two line separators begin with this byte, and so do dashes and quotation marks.
    const OF_SEPARATORS: u8 = 0xe2;
    let is_risky = |byte| matches!(byte, b'&' | b'<' | b'>' | OF_SEPARATORS);
    let bytes = text.bytes().enumerate().filter(|(_, byte)| is_risky(*byte));
    let mut characters = bytes.filter_map(|(at, _)| Some((at, text[at..].chars().next()?)));
    characters.find(|(_, character)| matches!(character, '&' | '<' | '>' | '\u{2028}' | '\u{2029}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn no_text_ends_the_element() {
        let text = written(&json!({ "name": "</script><!-- & \u{2028}" }));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], "</script><!-- & \u{2028}");
    }
}
