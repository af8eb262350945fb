//! Where documents can be seen besides the Internet, and how statements can be given.

use crate::finding::{Words, say};
use crate::law::calendar::{day_in_words, weekday};
use crate::model::municipality::Municipality;
use crate::model::phase::{Meeting, Phase};
use crate::model::procedure::Procedure;
use crate::notice::Place;

/// The phase's own ways of access, else the municipality's place of display where documents are on
/// display.
pub fn places(phase: &Phase, municipality: &Municipality) -> Vec<Place> {
    let own = phase.access.iter().map(|access| Place {
        kind: Some(access.kind),
        place: access.place.clone(),
        postal_address: access.postal_address.clone(),
        hours: access.hours.clone(),
    });
    let usual =
        (phase.access.is_empty() && phase.rule.displays_documents && !phase.facts.denies_access)
            .then_some(municipality.display_place.as_ref())
            .flatten();
    let usual = usual.map(|place| Place {
        kind: None,
        place: place.name.clone(),
        postal_address: place.postal_address.clone(),
        hours: place.hours.clone(),
    });
    own.chain(usual).collect()
}

/// „Bürgerversammlung: Mittwoch, 6. Mai 2026, 18 Uhr, Ratssaal, Markt 1“, for each meeting of a phase.
pub fn meetings(phase: &Phase) -> Vec<Words> {
    let meetings = phase.meetings.iter().map(|meeting| {
        let when = when(meeting);
        let own = meeting.title.as_ref();
        let title = own.map_or_else(|| phase.title(), |title| say(title.clone(), title.clone()));
        let place = where_it_is(meeting);
        say(
            format!("{}: {}, {place}", title.de, when.de),
            format!("{}: {}, {place}", title.en, when.en),
        )
    });
    meetings.collect()
}

/// „Ratssaal, Markt 1, 00000 Beispiel“
pub fn where_it_is(meeting: &Meeting) -> String {
    let place = [
        Some(meeting.place.as_str()),
        meeting.postal_address.as_deref(),
    ];
    place.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// „Mittwoch, 6. Mai 2026, 18 Uhr“
pub fn when(meeting: &Meeting) -> Words {
    let (weekday, day) = (weekday(meeting.day), day_in_words(meeting.day));
    let clock = meeting.clock.trim_start_matches('0');
    let hour = clock.strip_suffix(":00").unwrap_or(clock);
    say(
        format!("{}, {}, {hour} Uhr", weekday.de, day.de),
        format!("{}, {}, {}", weekday.en, day.en, meeting.clock),
    )
}

/// „Rathaus, Zimmer 3, Markt 1, 00000 Beispiel (Montag 9–12 Uhr)“.
pub fn in_one_line(place: &Place) -> String {
    let mut line = place.place.clone();
    if let Some(address) = &place.postal_address {
        line.push_str(&format!(", {address}"));
    }
    if let Some(hours) = &place.hours {
        line.push_str(&format!(" ({hours})"));
    }
    line
}

/// How statements can be given electronically, and how else, each as the end of a sentence.
pub fn ways(
    procedure: &Procedure,
    phase: &Phase,
    municipality: &Municipality,
    has_form: bool,
) -> (Words, Words) {
    let office = procedure.contact.as_ref().unwrap_or(&municipality.office);
    let statements = phase.statements.as_ref();
    let takes = |key: &str| {
        statements.is_some_and(|own| own.channels.iter().any(|channel| channel.key == key))
    };
    let own = statements.and_then(|own| own.email.as_ref());
    let email = own.or(office.email.as_ref());
    let mut electronic = Vec::new();
    if has_form {
        electronic.push(say(
            "über das Formular auf der Internetseite",
            "through the form on the web page",
        ));
    }
    if let Some(email) = email.filter(|_| takes("email")) {
        electronic.push(say(
            format!("per E-Mail an {email}"),
            format!("by e-mail to {email}"),
        ));
    }
    if takes("landesportal") {
        electronic.push(say(
            "über das zentrale Landesportal",
            "through the central state portal",
        ));
    }
    let address = office.postal_address.as_deref().unwrap_or_default();
    let office = [office.name.as_str(), address].map(str::trim);
    let office = office
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let mut other = Vec::new();
    if takes("post") {
        other.push(say(
            format!("per Post an {office}"),
            format!("by post to {office}"),
        ));
    }
    if takes("niederschrift") {
        other.push(say(
            "mündlich zur Niederschrift im Amt",
            "orally on record at the office",
        ));
    }
    (joined(&electronic), joined(&other))
}

/// „: a, b oder c“; nothing where there are none.
fn joined(parts: &[Words]) -> Words {
    let join = |own: fn(&Words) -> &String, or: &str| match parts {
        [] => String::new(),
        [only] => format!(": {}", own(only)),
        [first @ .., last] => {
            let first = first.iter().map(|part| own(part).as_str());
            let first = first.collect::<Vec<_>>().join(", ");
            format!(": {first} {or} {}", own(last))
        }
    };
    say(
        join(|words| &words.de, "oder"),
        join(|words| &words.en, "or"),
    )
}
