//! The addresses that a wording names: web pages (`own_pages`), e-mail, the doors of the places of access.

use crate::check::case::{Case, Report};
use crate::check::houses;
use crate::check::kinds;
use crate::check::names::squeezed;
use crate::check::own::{Own, wordings};
use crate::check::own_pages;
use crate::check::own_rooms::other_town;
use crate::check::said::{self, start_of};
use crate::check::street_names;
use crate::check::texts::{around, begin_of_sentence};
use crate::check::told_resolutions;
use crate::finding::{Finding, say};

/// `NOT-023`
pub fn addresses(case: &Case, report: &mut Report) {
    told_resolutions::points_at_nothing(case, report);
    for own in wordings(case) {
        own_pages::compare(case, &own, report);
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

/// Words of a sentence on where the documents are not.
const NOT_HERE: &str = "nicht ausgelegt|nicht einsehbar|nicht eingesehen|nicht einzusehen|keine einsicht|liegt nicht|liegen nicht|keine ausfertigung|keine unterlagen";

/// A sentence that names a place of access with another street and number than the record has; whether there is one.
fn postal(case: &Case, own: &Own, report: &mut Report) -> bool {
    let places = places(case, own);
    let known = doors(case, own);
    for sentence in own
        .sentences()
        .iter()
        .filter(|own| !own.contains("briefkasten") && !said::shows(own, NOT_HERE))
        .filter(|own| !is_of_other_authority(own, &places))
    {
        let is_named = |(place, address): &&(&str, Option<&str>)| {
            let is_named = houses::names(sentence, place);
            // Whatever else an address is, nobody can tell whether the wording says the same.
            let has_door = address.is_some_and(|own| !streets(&own.to_lowercase()).is_empty());
            is_named && has_door
        };
        let named: Vec<(&str, Option<&str>)> = places.iter().filter(is_named).copied().collect();
        let named_streets = streets(sentence);
        if let Some((said, place)) = one_of_several(&named, &named_streets) {
            report.add(wrong_door(own, said, place));
            return true;
        }
        let (Some((place, right)), Some(said)) = (named.first(), named_streets.first()) else {
            continue;
        };
        if let Some(street) = named_streets
            .iter()
            .find(|street| known.contains(&door(street)))
        {
            let addresses = places.iter().filter_map(|(_, address)| *address);
            let offices = addresses.chain(office_addresses(case));
            let other = street_names::of_another_name(sentence, street, offices);
            let other = other.map(|right| (*street, right));
            if let Some((said, right)) = other.or_else(|| other_postcode(sentence, street, &places))
            {
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

/// Whether a sentence is on another authority, and on no house of the town.
fn is_of_other_authority(sentence: &str, places: &[(&str, Option<&str>)]) -> bool {
    const AUTHORITIES: [&str; 7] = [
        "landratsamt",
        "landesdirektion",
        "landesamt",
        "oberbergamt",
        "ministerium",
        "staatsbetrieb",
        "planungsverband",
    ];
    const TOWN: &str = "rathaus|stadthaus|gemeindeamt|stadtverwaltung|gemeindeverwaltung|bürgerbüro|bürgeramt|zimmer|raum |einsicht|eingesehen|einsehen|ausgelegt|unterlagen";
    let mut named = AUTHORITIES.iter().filter(|word| sentence.contains(*word));
    let is_recorded = |word: &&str| {
        let mut places = places.iter();
        places.any(|(place, _)| place.to_lowercase().contains(word))
    };
    named.next().is_some_and(|word| !is_recorded(word)) && !said::shows(sentence, TOWN)
}

/// Where a sentence names several places, each with its street: the one street that is none of theirs, with the place whose
/// own is missing.
fn one_of_several<'s, 'p>(
    named: &[(&'p str, Option<&'p str>)],
    said: &[&'s str],
) -> Option<(&'s str, (&'p str, &'p str))> {
    if named.len() < 2 || named.len() != said.len() {
        return None;
    }
    let doors_of = |address: &str| -> Vec<String> {
        let address = address.to_lowercase();
        streets(&address).into_iter().map(door).collect()
    };
    let addresses = named
        .iter()
        .filter_map(|(place, own)| Some((*place, (*own)?)));
    let is_said = |own: &String| said.iter().any(|said| door(said) == *own);
    let mut missing = addresses
        .clone()
        .filter(|(_, own)| !doors_of(own).iter().any(is_said));
    let known: Vec<String> = addresses.flat_map(|(_, own)| doors_of(own)).collect();
    let mut wrong = said.iter().filter(|said| !known.contains(&door(said)));
    let found = (*wrong.next()?, missing.next()?);
    (wrong.next().is_none() && missing.next().is_none()).then_some(found)
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

/// The addresses of the offices and of the municipality's own place of access.
fn office_addresses<'a>(case: &'a Case) -> impl Iterator<Item = &'a str> {
    let municipality = case.municipality;
    let contact = case.procedure.contact.as_ref();
    let others = [
        municipality.office.postal_address.as_deref(),
        (municipality.display_place.as_ref()).and_then(|own| own.postal_address.as_deref()),
        contact.and_then(|own| own.postal_address.as_deref()),
    ];
    others.into_iter().flatten()
}

/// Every door that a wording may name: those of the places of access and of the offices.
fn doors(case: &Case, own: &Own) -> Vec<String> {
    let access = own.step.phase.access.iter();
    access
        .filter_map(|own| own.postal_address.as_deref())
        .chain(office_addresses(case))
        .flat_map(|address| {
            let address = address.to_lowercase();
            let doors = streets(&address).into_iter().flat_map(|street| {
                // „Markt 17–19“ is called „Markt 17“, too.
                let first = street.split(['-', '–', '/']).next().unwrap_or(street);
                [door(street), door(first)]
            });
            doors.collect::<Vec<_>>()
        })
        .collect()
}

fn wrong_door(own: &Own, said: &str, (place, right): (&str, &str)) -> Finding {
    let written = whole_street(own.source(), own.as_written(said));
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

/// A street as it stands in a text, with the first part of its name: „Dresdner Straße 65“.
fn whole_street<'t>(text: &'t str, street: &'t str) -> &'t str {
    let street = street.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let name = street.split(' ').next().unwrap_or_default().to_lowercase();
    let is_part = STREETS.contains(&name.as_str()) || name == "platz";
    let start = (street.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let start = start.filter(|start| is_part && *start < text.len());
    let first = start.and_then(|start| {
        let before = text[..start].strip_suffix(' ')?;
        let from = before.rfind(|letter: char| !letter.is_alphabetic() && letter != '-');
        let from = from.map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
        let is_name = before[from..].starts_with(char::is_uppercase);
        is_name.then(|| &text[from..start + street.len()])
    });
    first.unwrap_or(street)
}

/// Every street with its number in a sentence in small letters: „neumarkt 11“.
pub fn streets(sentence: &str) -> Vec<&str> {
    let start_of = |word: &str| start_of(sentence, word);
    let words: Vec<&str> = sentence.split([' ', '\n']).collect();
    let is_street = |word: &str| STREETS.iter().any(|end| word.ends_with(end));
    let named = (1..words.len()).filter_map(|at| {
        let number = words[at].trim_end_matches([',', '.', ')', ';', ':']);
        let digits = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let is_part = |letter: char| letter.is_ascii_digit() || "-–/".contains(letter);
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

/// A street with its number, however people write it; „4–6“ is not „46“.
pub fn door(street: &str) -> String {
    let (name, number) = street.rsplit_once([' ', '\n']).unwrap_or((street, ""));
    let number = number.replace(['-', '–', '/'], "x");
    squeezed(&format!("{name} {number}")).replace("strasse", "str")
}

/// Whether an e-mail address at a byte of a text is that of somebody who takes no statements: a data protection
/// officer, another body that answers questions.
fn is_of_others(case: &Case, text: &str, at: usize) -> bool {
    const OTHERS: [&str; 11] = [
        " ihk ",
        "handwerkskammer",
        "handelskammer",
        "landesamt",
        "zweckverband",
        "allgemeine fragen",
        "auskünfte zu",
        "auskunft zu",
        "staatskanzlei",
        "büro ",
        "nicht an ",
    ];
    let contact = case.procedure.contact.as_ref();
    let is_own = contact.is_some_and(|own| own.name.contains("Landratsamt"));
    let before = around(text, at, 120, 0).to_lowercase();
    let own = text[at..].split(char::is_whitespace).next();
    let own = own.unwrap_or_default().to_lowercase();
    let sentence = begin_of_sentence(text, at, 120).to_lowercase();
    before.contains("datenschutz")
        || own.contains("datenschutz")
        || OTHERS.iter().any(|words| sentence.contains(words))
        || sentence.contains("landratsamt") && !is_own
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
    if known.is_empty() || named.iter().any(|(_, email)| is_known(email)) {
        return;
    }
    // An address of the record whose host was cut or misspelt is meant before any other.
    let others = named.iter().copied();
    let mut others = others.filter(|(at, _)| !is_of_others(case, own.source(), *at));
    let cut = misspelt(own.source(), &known);
    let cut = cut.filter(|(at, _)| !is_of_others(case, own.source(), *at));
    let Some((at, email)) = cut.or_else(|| others.next()) else {
        return;
    };
    // Whoever wants to see a plan in force writes to nobody.
    let is_host = |host: &str| known.iter().any(|own| own.ends_with(&format!("@{host}")));
    let host = email.split('@').next_back().unwrap_or_default();
    let is_own = misspelt(email, &known).is_some() || is_host(&host.to_lowercase());
    if own.step.rule.puts_in_force && !is_own {
        return;
    }
    report.add(
        Finding::new(
            &kinds::WORDING_ADDRESSES,
            own.at(at..at + email.len()),
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

/// The mailbox of one of some addresses at another host: „bauamt@stadt“ for „bauamt@stadt.example“.
fn misspelt<'t>(text: &'t str, known: &[String]) -> Option<(usize, &'t str)> {
    let is_gap = |letter: char| letter.is_whitespace() || "(),;:<>|\"„“*".contains(letter);
    let words = text.split(is_gap).map(|word| word.trim_matches('.'));
    let mut words = words.filter(|word| word.contains('@'));
    let word = words.find(|word| {
        let (name, _) = word.split_once('@').unwrap_or_default();
        let lower = name.to_lowercase();
        let is_named = |own: &String| own.split('@').next() == Some(lower.as_str());
        !name.is_empty() && known.iter().any(is_named) && !known.contains(&word.to_lowercase())
    })?;
    Some((start_of(text, word), word))
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
        let text = "an bau.amt@stadt.example. Nicht @hier, a@b.";
        assert_eq!(emails(text), [(3, "bau.amt@stadt.example")]);
    }
}
