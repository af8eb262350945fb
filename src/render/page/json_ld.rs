//! What search engines read: structured data in the vocabulary of schema.org.

use crate::model::address::Address;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::{Procedure, State};
use crate::model::site::Part;
use crate::render::page::Here;
use serde_json::{Value, json};

/// The portal with its search.
pub fn portal(here: &Here<'_>) -> String {
    let site = &here.archive.site;
    let mut portal = json!({
        "@context": "https://schema.org",
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

/// A plan as a piece of legislation in the making.
pub fn procedure(procedure: &Procedure, here: &Here<'_>) -> String {
    let mut plan = plan(procedure, here);
    plan["@context"] = "https://schema.org".into();
    let phases = procedure.phases.iter();
    let events = phases.filter(|phase| is_event(phase));
    plan["subjectOf"] = events.map(|phase| short_event(phase, here)).collect();
    written(&plan)
}

/// A phase: an event where the public takes part in it, else the plan it belongs to.
pub fn phase(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> String {
    if !is_event(phase) {
        return self::procedure(procedure, here);
    }
    let mut event = event(procedure, phase, here);
    event["@context"] = "https://schema.org".into();
    event["about"] = plan(procedure, here);
    written(&event)
}

/// Agencies take part on request; nobody should find that as something to go to.
fn is_event(phase: &Phase) -> bool {
    phase.void.is_none() && phase.rule.is_public_participation() && phase.is_participation_period()
}

fn plan(procedure: &Procedure, here: &Here<'_>) -> Value {
    let municipality = here.archive.municipality(procedure.municipality);
    let is_in_force = procedure.state(here.archive.today) == State::InForce;
    let force = if is_in_force { "InForce" } else { "NotInForce" };
    let mut plan = json!({
        "@type": "Legislation",
        "name": procedure.title(),
        "legislationType": procedure.plan.kind.de,
        "description": procedure.summary,
        "inLanguage": "de",
        "url": here.url(&procedure.address),
        "legislationLegalForce": format!("https://schema.org/{force}"),
        "legislationResponsible": {
            "@type": "GovernmentOrganization",
            "name": municipality.full_name().de,
            "url": here.url(&municipality.address),
        },
        "spatialCoverage": { "@type": "AdministrativeArea", "name": municipality.name },
    });
    if let Some(number) = &procedure.plan.number {
        plan["legislationIdentifier"] = number.as_str().into();
    }
    plan
}

fn event(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> Value {
    let municipality = here.archive.municipality(procedure.municipality);
    let mut event = short_event(phase, here);
    event["name"] = format!("{}: {}", here.words(&phase.title()), procedure.title()).into();
    event["eventAttendanceMode"] = "https://schema.org/OnlineEventAttendanceMode".into();
    event["eventStatus"] = "https://schema.org/EventScheduled".into();
    event["location"] = json!({ "@type": "VirtualLocation", "url": here.url(&phase.address) });
    event["organizer"] = json!({
        "@type": "GovernmentOrganization", "name": municipality.full_name().de,
    });
    event
}

/// A participation with its days and its page.
fn short_event(phase: &Phase, here: &Here<'_>) -> Value {
    let mut event = json!({
        "@type": "Event",
        "name": here.words(&phase.title()),
        "startDate": phase.time.start().to_string(),
        "url": here.url(&phase.address),
    });
    if let Time::Span(_, Some(last)) = phase.time {
        event["endDate"] = last.to_string().into();
    }
    event
}

/// JSON that can stand inside a `<script>`: no text in it can end the element.
fn written(value: &Value) -> String {
    let json = value.to_string();
    let is_risky = |character: char| "&<>\u{2028}\u{2029}".contains(character);
    let mut safe = String::with_capacity(json.len() + json.len() / 16);
    let mut rest = json.as_str();
    while let Some(at) = rest.find(is_risky) {
        let (before, after) = rest.split_at(at);
        safe.push_str(before);
        let mut characters = after.chars();
        if let Some(character) = characters.next() {
            safe.push_str(&format!("\\u{:04x}", u32::from(character)));
        }
        rest = characters.as_str();
    }
    safe.push_str(rest);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        let text = written(&json!({ "name": "</script><!-- & \u{2028}" }));
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], "</script><!-- & \u{2028}");
    }
}
