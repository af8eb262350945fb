//! The addresses that a wording names: the page of the phase, the state portal, e-mail, the doors of the
//! places of access.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::own::{Own, wordings};
use crate::check::own_rooms::other_town;
use crate::check::said;
use crate::check::texts::{around, begin_of_sentence};
use crate::finding::{Finding, Level, Place, Words, say};

/// What ends an address in a text.
const ENDS: [char; 10] = [' ', '\n', '\t', '\r', '<', '>', ')', ']', '"', '“'];

/// `NOT-023`
pub fn addresses(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        let named = web_addresses(own.source());
        let mut is_elsewhere = false;
        // Whoever has led people to the page may lead them further.
        let page = own.step.phase.address.url(&case.archive.site.address);
        let is_led = named
            .iter()
            .any(|(_, url)| url.starts_with(page.trim_end_matches('/')));
        let others = if is_led { &[] } else { named.as_slice() };
        for (at, address) in others {
            if let Some(words) = elsewhere(case, &own, address) {
                let place = own.at(*at..*at + address.len());
                let mut finding = finding(case, &own, place, words);
                finding.level = Level::Error;
                is_elsewhere = true;
                report.add(finding);
            }
        }
        if let Some((at, url)) = named.iter().find(|(_, url)| misses_portal(&own, url)) {
            let words = say(
                "Die Adresse im Landesportal ist im Wortlaut eine andere als im Verfahren",
                "The address in the state portal differs between wording and record",
            );
            is_elsewhere = true;
            report.add(finding(case, &own, own.at(*at..*at + url.len()), words));
        }
        let is_asked = own.step.is_display() && own.step.rule.needs_access;
        if is_asked
            && !is_elsewhere
            && !named.is_empty()
            && !named.iter().any(|(_, url)| leads(case, &own, url))
        {
            let (at, url) = named[0];
            let words = say(
                "Der Wortlaut nennt eine andere Internetadresse als die Seite der Phase",
                "The wording names another web address than the page of the phase",
            );
            report.add(finding(case, &own, own.at(at..at + url.len()), words));
        }
        email(case, &own, report);
        if !postal(case, &own, report) {
            numbers_of_doors(case, &own, report);
        }
        towns(case, &own, report);
    }
}

/// Ends of the names of streets, in small letters.
const STREETS: [&str; 12] = [
    "straße",
    "str.",
    "strasse",
    "platz",
    "markt",
    "weg",
    "gasse",
    "allee",
    "ring",
    "ufer",
    "damm",
    "promenade",
];

/// A sentence that names a place of access with another street and number than the record has; whether there is one.
fn postal(case: &Case, own: &Own, report: &mut Report) -> bool {
    let places = places(case, own);
    let known = doors(case, own);
    for sentence in own
        .sentences()
        .iter()
        .filter(|own| !own.contains("briefkasten"))
    {
        let named = places.iter().find(|(place, address)| {
            let mut words = place.split([' ', ',']);
            let is_long = |word: &&str| word.chars().count() >= 6;
            let is_named =
                words.any(|word| is_long(&word) && sentence.contains(&word.to_lowercase()));
            // Whatever else an address is, nobody can tell whether the wording says the same.
            let has_door = address.is_some_and(|own| !streets(&own.to_lowercase()).is_empty());
            is_named && has_door
        });
        let named_streets = streets(sentence);
        let (Some((place, right)), Some(said)) = (named, named_streets.first()) else {
            continue;
        };
        if let Some(street) = named_streets
            .iter()
            .find(|street| known.contains(&door(street)))
        {
            if let Some((said, right)) = other_postcode(sentence, street, &places) {
                report.add(wrong_door(own, said, (place, right)));
                return true;
            }
            continue;
        }
        let right = right.unwrap_or_default();
        report.add(wrong_door(own, said, (place, right)));
        return true;
    }
    false
}

/// Two digits of a house's number changed round, where a wording sends letters or people there. A town may have other
/// houses in the same street.
fn numbers_of_doors(case: &Case, own: &Own, report: &mut Report) {
    const SENT: &str =
        "brief|post|senden|richten|schriftlich|anschrift|verwaltung|amt|rathaus|zimmer|raum";
    let known = doors(case, own);
    let sorted = |door: &str| {
        let mut letters: Vec<char> = door.chars().collect();
        letters.sort_unstable();
        letters
    };
    let places = places(case, own);
    let office = case.municipality.office.postal_address.as_deref();
    let sentences = own.sentences().iter().filter(|own| said::shows(own, SENT));
    for sentence in sentences {
        let named = streets(sentence);
        let is_wrong = |said: &&&str| {
            let own = door(said);
            !known.contains(&own) && known.iter().any(|known| sorted(known) == sorted(&own))
        };
        // Where the right door stands beside it, the other one is that of somebody else.
        if named.iter().any(|said| known.contains(&door(said))) {
            continue;
        }
        let Some(said) = named.iter().find(is_wrong) else {
            continue;
        };
        let address = places.iter().find_map(|(_, address)| *address).or(office);
        let right = address.unwrap_or_default();
        report.add(wrong_door(
            own,
            said,
            (&case.municipality.office.name, right),
        ));
        return;
    }
}

/// Another town behind a postcode of the record.
fn towns(case: &Case, own: &Own, report: &mut Report) {
    let office = case.municipality.office.postal_address.as_deref();
    let access = places(case, own)
        .into_iter()
        .filter_map(|(_, address)| address);
    for address in access.chain(office) {
        let Some(at) = other_town(own.source(), address) else {
            continue;
        };
        let said = own.source().get(at.clone()).unwrap_or_default();
        let words = say(
            format!(
                "Der Wortlaut nennt hinter der Postleitzahl „{said}“, das Verfahren: {address}"
            ),
            format!("The wording names “{said}” behind the postcode, the record: {address}"),
        );
        let finding = Finding::new(&kinds::WORDING_PLACES, own.at(at), words);
        report.add(finding.help(say(
            "Berichtigen Sie den Wortlaut oder anschrift im Verfahren.",
            "Correct the wording, or anschrift in the file.",
        )));
        return;
    }
}

/// The postcode behind a street where it is another one than that of the record, with the record's address.
fn other_postcode<'s, 'p>(
    sentence: &'s str,
    street: &str,
    places: &[(&str, Option<&'p str>)],
) -> Option<(&'s str, &'p str)> {
    let (_, behind) = sentence.split_once(street)?;
    let said = postcode(behind.trim_start_matches([',', ' ', 'i', 'n']))?;
    let right = places.iter().find_map(|(_, address)| {
        let address = address.filter(|own| {
            let own = own.to_lowercase();
            streets(&own).iter().any(|own| door(own) == door(street))
        })?;
        Some((address, address.split([' ', ',']).find_map(postcode)?))
    });
    let (address, right) = right?;
    (said != right).then_some((said, address))
}

/// The five digits at the beginning of a text.
fn postcode(text: &str) -> Option<&str> {
    let digits = text.get(..5)?;
    let is_alone = !text[5..].starts_with(|letter: char| letter.is_alphanumeric());
    (is_alone && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The places of access with their addresses; the municipality's own where the phase names none.
fn places<'a>(case: &'a Case, own: &'a Own) -> Vec<(&'a str, Option<&'a str>)> {
    let phase = own.step.phase;
    let is_own = phase.access.is_empty() && !own.step.rule.is_related && !phase.facts.denies_access;
    let municipality = case.municipality.display_place.as_ref().filter(|_| is_own);
    let access = phase.access.iter();
    access
        .map(|own| (own.place.as_str(), own.postal_address.as_deref()))
        .chain(municipality.map(|own| (own.name.as_str(), own.postal_address.as_deref())))
        .collect()
}

/// Every door that a wording may name: those of the places of access and of the offices.
fn doors(case: &Case, own: &Own) -> Vec<String> {
    let municipality = case.municipality;
    let contact = case.procedure.contact.as_ref();
    let access = own.step.phase.access.iter();
    let others = [
        municipality.office.postal_address.as_ref(),
        (municipality.display_place.as_ref()).and_then(|own| own.postal_address.as_ref()),
        contact.and_then(|own| own.postal_address.as_ref()),
    ];
    access
        .filter_map(|own| own.postal_address.as_ref())
        .chain(others.into_iter().flatten())
        .flat_map(|address| {
            let address = address.to_lowercase();
            let doors = streets(&address).into_iter().flat_map(|street| {
                // „Markt 17–19“ is called „Markt 17“, too.
                let first = street.split(['-', '–']).next().unwrap_or(street);
                [door(street), door(first)]
            });
            doors.collect::<Vec<_>>()
        })
        .collect()
}

fn wrong_door(own: &Own, said: &str, (place, right): (&str, &str)) -> Finding {
    let written = own.as_written(said);
    Finding::new(
        &kinds::WORDING_PLACES,
        own.near(&[said]),
        say(
            format!("Der Wortlaut nennt „{written}“, das Verfahren für „{place}“: {right}"),
            format!("The wording says “{written}”, the record for “{place}”: {right}"),
        ),
    )
    .because(say(
        "Wer die Unterlagen einsehen will, steht sonst vor der falschen Tür (§ 3 Abs. 2 Satz 4 Nr. 4 BauGB).",
        "Else people who want to see the documents stand at the wrong door (§ 3 (2) sentence 4 no. 4 BauGB).",
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder anschrift im Verfahren.",
        "Correct the wording, or anschrift in the file.",
    ))
}

/// Every street with its number in a sentence in small letters: „neumarkt 11“.
fn streets(sentence: &str) -> Vec<&str> {
    let start_of = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
    let words: Vec<&str> = sentence.split([' ', '\n']).collect();
    let is_street = |word: &str| STREETS.iter().any(|end| word.ends_with(end));
    let named = (1..words.len()).filter_map(|at| {
        let number = words[at].trim_end_matches([',', '.', ')', ';', ':']);
        let digits = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let is_part = |letter: char| letter.is_ascii_digit() || letter == '-' || letter == '–';
        let is_number = digits.starts_with(|letter: char| letter.is_ascii_digit())
            && digits.chars().all(is_part);
        if !is_number || number.len() > digits.len() + 1 {
            return None;
        }
        // „Straße der Republik 54“
        let is_of = |at: usize| ["der", "des"].contains(&words[at + 1]) && is_street(words[at]);
        let name = match at.checked_sub(3).filter(|at| is_of(*at)) {
            Some(name) => words[name],
            None => Some(words[at - 1]).filter(|word| is_street(word))?,
        };
        sentence.get(start_of(name)..start_of(number) + number.len())
    });
    named.collect()
}

/// A street with its number, however people write it.
fn door(street: &str) -> String {
    squeezed(street).replace("strasse", "str")
}

/// Whether an address is the page of the phase, of its procedure or in the state portal.
fn leads(case: &Case, own: &Own, url: &str) -> bool {
    let site = &case.archive.site.address;
    let portal = own.step.phase.state_portal.as_deref();
    let procedure = case.procedure.address.url(site);
    url.starts_with(procedure.trim_end_matches('/'))
        || portal.is_some_and(|portal| portal.trim_end_matches('/') == url.trim_end_matches('/'))
}

/// Whether an address lies in the state portal, at another place than the phase has there. The
/// portal's own front page names no other place.
fn misses_portal(own: &Own, url: &str) -> bool {
    let host = |url: &str| {
        let (_, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        Some((host.to_lowercase(), path.trim_end_matches('/').to_owned()))
    };
    let portal = own.step.phase.state_portal.as_deref();
    let (Some((of, path)), Some((other, named))) = (portal.and_then(host), host(url)) else {
        return false;
    };
    // The portal shows a topic under each of its parts: `portal/bplan/…/1000001`, `portal/radeberg/…/1000001/formular`.
    let topic = |path: &str| {
        path.split('/').any(|part| {
            part.len() >= 6
                && path.contains(part)
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && named.split('/').any(|own| own == part)
        })
    };
    of == other
        && !named.is_empty()
        && !path.starts_with(&named)
        && !named.starts_with(&path)
        && !topic(&path)
}

/// What is wrong with an address of this portal that leads to another procedure or phase.
fn elsewhere(case: &Case, own: &Own, url: &str) -> Option<Words> {
    let path = url.strip_prefix(case.archive.site.address.as_str())?;
    if !path.starts_with("verfahren/") {
        return None;
    }
    // The list of a town's procedures is none of them.
    if path.trim_end_matches('/').split('/').count() < 3 {
        return None;
    }
    let below = path.strip_prefix(case.procedure.address.as_str());
    let is_procedure = format!("{path}/") == case.procedure.address.as_str();
    let Some(below) = below else {
        return (!is_procedure).then(|| {
            say(
                "Die Adresse im Wortlaut führt zu einem anderen Verfahren",
                "The address in the wording leads to another procedure",
            )
        });
    };
    let name = below.split('/').next().unwrap_or_default();
    let mut others = case.procedure.phases.iter();
    let is_other = others.any(|phase| phase.name == name && phase.name != own.step.phase.name);
    is_other.then(|| {
        say(
            "Die Adresse im Wortlaut führt zu einer anderen Phase",
            "The address in the wording leads to another phase",
        )
    })
}

fn finding(case: &Case, own: &Own, place: Place, words: Words) -> Finding {
    let page = own.step.phase.address.url(&case.archive.site.address);
    Finding::new(&kinds::WORDING_ADDRESSES, place, words)
        .because(say(
            "Bekannt zu machen ist die Internetseite, unter der die Unterlagen stehen (§ 3 Abs. 2 Satz 4 BauGB).",
            "The web page where the documents stand is announced (§ 3 (2) sentence 4 BauGB).",
        ))
        .help(say(format!("Schreiben Sie {page}"), format!("Write {page}")))
}

/// Whether an e-mail address at a byte of a text is that of somebody who takes no statements: a data protection
/// officer, another body that answers questions.
fn is_of_others(text: &str, at: usize) -> bool {
    const OTHERS: [&str; 7] = [
        "allgemeine fragen",
        "auskünfte zu",
        "auskunft zu",
        "staatskanzlei",
        "landratsamt",
        "büro ",
        "nicht an ",
    ];
    let before = around(text, at, 120, 0).to_lowercase();
    let own = text[at..].split(char::is_whitespace).next();
    let own = own.unwrap_or_default().to_lowercase();
    let sentence = begin_of_sentence(text, at, 120).to_lowercase();
    before.contains("datenschutz")
        || own.contains("datenschutz")
        || OTHERS.iter().any(|words| sentence.contains(words))
}

/// An e-mail address that is none of the record, where the record has one.
fn email(case: &Case, own: &Own, report: &mut Report) {
    let statements = own.step.phase.statements.as_ref();
    let contact = case.procedure.contact.as_ref();
    let municipality = case.municipality;
    let known = [
        statements.and_then(|own| own.email.as_ref()),
        contact.and_then(|own| own.email.as_ref()),
        municipality.office.email.as_ref(),
        municipality
            .sorbian_contact
            .as_ref()
            .and_then(|own| own.email.as_ref()),
    ];
    let known: Vec<String> = known
        .into_iter()
        .flatten()
        .map(|email| email.to_lowercase())
        .collect();
    let named = emails(own.source());
    let is_known = |email: &str| known.iter().any(|own| *own == email.to_lowercase());
    let Some((at, email)) = named
        .iter()
        .find(|(at, _)| !is_of_others(own.source(), *at))
    else {
        return;
    };
    if known.is_empty() || named.iter().any(|(_, email)| is_known(email)) {
        return;
    }
    report.add(
        Finding::new(
            &kinds::WORDING_ADDRESSES,
            own.at(*at..*at + email.len()),
            say(
                format!(
                    "Der Wortlaut nennt {email}, das Verfahren {}",
                    known.join(", ")
                ),
                format!("The wording names {email}, the record {}", known.join(", ")),
            ),
        )
        .because(say(
            "Stellungnahmen, die an eine falsche Adresse gehen, kommen nicht an.",
            "Statements sent to a wrong address do not arrive.",
        ))
        .help(say(
            "Berichtigen Sie den Wortlaut oder stellungnahmen.email.",
            "Correct the wording or stellungnahmen.email.",
        )),
    );
}

/// Web addresses with where they begin, without the sentence's own full stop.
fn web_addresses(text: &str) -> Vec<(usize, &str)> {
    let starts = text.match_indices(['h', 'H']);
    let found = starts.filter_map(|(at, _)| {
        let rest = &text[at..];
        let begins = |scheme: &str| {
            rest.get(..scheme.len())
                .is_some_and(|own| own.eq_ignore_ascii_case(scheme))
        };
        let is_web = begins("https://") || begins("http://");
        let end = rest.find(ENDS).unwrap_or(rest.len());
        let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '*', '_']);
        is_web.then_some((at, url))
    });
    found.collect()
}

/// E-mail addresses with where they begin.
fn emails(text: &str) -> Vec<(usize, &str)> {
    let is_part = |letter: char| letter.is_alphanumeric() || "._+-".contains(letter);
    let found = text.match_indices('@').filter_map(|(at, _)| {
        let before = &text[..at];
        let start = before.trim_end_matches(is_part).len();
        let after = &text[at + 1..];
        let length = after.find(|letter| !is_part(letter)).unwrap_or(after.len());
        let host = after[..length].trim_end_matches(['.', '-']);
        let end = at + 1 + host.len();
        (start < at && host.contains('.')).then(|| (start, &text[start..end]))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let text = "unter <https://a.de/b/>. Oder (http://c.de), auch https.";
        let found: Vec<&str> = web_addresses(text).into_iter().map(|own| own.1).collect();
        assert_eq!(found, ["https://a.de/b/", "http://c.de"]);
        let text = "an bau.amt@stadt.example. Nicht @hier, a@b.";
        assert_eq!(emails(text), [(3, "bau.amt@stadt.example")]);
    }
}
