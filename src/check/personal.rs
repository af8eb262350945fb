//! Bytes that were recorded, and people who must not be named (`DOC-001`, `DOC-004`, `DOC-005`).

use crate::check::at_home;
use crate::check::case::{Case, Report};
use crate::check::citizens::{self, Entry};
use crate::check::file_names;
use crate::check::kinds;
use crate::check::said;
use crate::check::texts::{Written, all, around, in_the_record};
use crate::finding::{Finding, Level, Place, Words, say};
use crate::model::document::{STATEMENTS_APART, holds_statements};
use crate::model::people::is_private_mail;
use std::ops::Range;

/// `DOC-001`: only where the file holds a checksum.
pub fn same_bytes(case: &Case, report: &mut Report) {
    for document in case.procedure.documents() {
        let own = &document.facts.sha256;
        let Some(declared) = document.declared_sha256.as_ref().filter(|sum| *sum != own) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::SAME_BYTES,
                document.origin.at("sha256"),
                say(
                    format!("„{}“ ist eine andere Datei als die festgehaltene", document.title),
                    format!("“{}” is another file than the one recorded", document.title),
                ),
            )
            .and_at(document.origin.at("datei"))
            .because(say(
                format!("Festgehalten ist {}…, die Datei hat {}….", short(declared), short(own)),
                format!("Recorded is {}…, the file has {}….", short(declared), short(own)),
            ))
            .help(say(
                format!("Legen Sie die festgehaltene Datei zurück; ist die neue gemeint, schreiben Sie sha256: {own}."),
                format!("Put the recorded file back; if the new one is meant, write sha256: {own}."),
            )),
        );
    }
}

fn short(sum: &str) -> &str {
    sum.get(..12).unwrap_or(sum)
}

/// `DOC-004`: what the planner marked, and a statement that is called after who wrote it.
pub fn names_nobody(case: &Case, report: &mut Report) {
    for document in case.procedure.documents() {
        let title = &document.title;
        let (key, message) = if document.is_personal {
            (
                "personenbezogen",
                say(
                    format!(
                        "„{title}“ enthält Angaben über Privatpersonen und würde veröffentlicht"
                    ),
                    format!("“{title}” holds data of private persons and would be published"),
                ),
            )
        } else if is_somebodys_statement(title) || citizens::may_name(title) {
            let words = say(
                "Der Titel nennt eine Privatperson",
                "The title names a private person",
            );
            ("titel", words)
        } else if file_names::names_somebody(&document.source) {
            (
                "datei",
                say(
                    "Der Dateiname nennt eine Privatperson",
                    "The name of the file names a private person",
                ),
            )
        } else if let Some(page) = document.facts.sender_on {
            (
                "datei",
                say(
                    format!(
                        "„{title}“ nennt auf Seite {page} eine Privatperson mit ihrer Anschrift oder E-Mail-Adresse"
                    ),
                    format!("“{title}” names a private person with an address on page {page}"),
                ),
            )
        } else {
            continue;
        };
        let finding =
            Finding::new(&kinds::NAMES_NOBODY, document.origin.at(key), message)
                .because(say(
                    "Stellungnahmen von Privatpersonen werden nur anonymisiert ausgelegt (Art. 5, 6 DSGVO; VGH Baden-Württemberg, 24. Mai 2022, 3 S 1813/19).",
                    "Statements of private persons are displayed anonymously only (Art. 5, 6 GDPR; VGH Baden-Württemberg, 24 May 2022, 3 S 1813/19).",
                ))
                .help(say(
                    "Legen Sie eine Fassung ohne Namen, Anschriften und Unterschriften in den Ordner, und streichen Sie den Namen aus Titel und Dateinamen.",
                    "Put a version without names, addresses and signatures into the folder, and delete the name from title and file name.",
                ));
        report.add(match key {
            "datei" => finding.at_level(Level::Warning),
            // „Stellungnahme Anwohner Mockau“ may be a part of the town.
            "titel" if !is_somebodys_statement(title) => finding.at_level(Level::Note),
            _ => finding,
        });
    }
}

/// „Stellungnahme von Frau Muster“
fn is_somebodys_statement(title: &str) -> bool {
    const STATEMENTS: [&str; 7] = [
        "Stellungnahme",
        "Einwendung",
        "Schreiben",
        "Brief",
        "Äußerung",
        "Anregung",
        "Widerspruch",
    ];
    const PEOPLE: [&str; 6] = ["Herr ", "Herrn ", "Frau ", "Eheleute ", "Familie ", "Fam. "];
    let names = |person: &str| {
        let mut after = title
            .match_indices(person)
            .map(|(at, sign)| &title[at + sign.len()..]);
        after.any(|after| after.starts_with(char::is_uppercase))
    };
    let is_statement = STATEMENTS.iter().any(|word| title.contains(word));
    let lower = title.to_lowercase();
    if [WITH_NAMES, WITH_ADDRESSES]
        .iter()
        .any(|sign| said::shows(&lower, sign))
    {
        return true;
    }
    is_statement && (PEOPLE.iter().any(|word| names(word)) || is_of_sender(title))
        || citizens::citizen(title, Entry::Title, &citizens::triggers(title)).is_some()
}

/// Titles that say themselves that names are in the paper.
const WITH_NAMES: &str = "mit namen der einwender|mit namen und anschrift|mit namen der absender|nicht anonymisiert|ungeschwärzt|nicht geschwärzt - ohne namen";
/// The same where it may be said of authorities, whose addresses everybody knows.
const WITH_ADDRESSES: &str = "mit namen und adresse|mit namen, anschrift|mit namen, adresse|mit klarnamen - ohne namen|behörden|träger";
/// Parts of the names of offices and firms, and the ends of streets.
const OFFICE: &str = "amt|werk|verband|behörde|direktion|gmbh|stadt|gemeinde|kreis|verein|bund|kirch|stiftung|netz|nabu|telekom|polizei|wehr|kammer|sachsen|deutsch|bahn|minister|anstalt|agentur|wasser|energie|betrieb|gesellschaft|träger|forst|schutz|planung|verkehr";
const STREETS: [&str; 8] = [
    "straße", "str.", "weg", "platz", "gasse", "allee", "ring", "berg",
];

/// „Stellungnahme Karl Muster, Bachstraße 12“: two names and a door, and no office.
fn is_of_sender(title: &str) -> bool {
    const BEFORE: [&str; 6] = [
        "Stellungnahme",
        "Stellungnahmen",
        "Einwendung",
        "Schreiben",
        "Brief",
        "von",
    ];
    let Some((name, address)) = title.split_once(',') else {
        return false;
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    let [.., before, first, last] = words.as_slice() else {
        return false;
    };
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let address = address.trim().to_lowercase();
    let is_door = address.rsplit_once(' ').is_some_and(|(street, number)| {
        let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 4;
        is_number && STREETS.iter().any(|end| street.ends_with(end))
    });
    let is_office = said::shows(&name.to_lowercase(), OFFICE);
    BEFORE.contains(before) && is_name(first) && is_name(last) && is_door && !is_office
}

/// `DOC-005`
pub fn statements_apart(case: &Case, report: &mut Report) {
    for document in case.procedure.documents() {
        let name = document.source.file_name().unwrap_or_default();
        if holds_statements(&name.to_string_lossy(), &document.title) {
            report.add(apart(
                document.origin.at("datei"),
                say(
                    format!("„{}“ sieht nach eingegangenen Stellungnahmen aus", document.title),
                    format!("“{}” looks like statements that came in", document.title),
                ),
                say(
                    "Streichen Sie die Unterlage und entfernen Sie die Datei; veröffentlicht wird die Abwägung ohne Namen.",
                    "Delete the document and remove the file; what is published is the weighing without names.",
                ),
            ));
        }
    }
    let area = in_the_record(
        &case.procedure.area_description,
        case.procedure.origin.at("geltungsbereich.beschreibung"),
    );
    let texts = all(case).map(|(phase, written)| match (phase, written.file) {
        (Some(_), None) => (Entry::Remark, written),
        _ => (Entry::Text, written),
    });
    let area = [(Entry::Text, area)];
    for (entry, written) in texts.chain(area).chain(entries(case)) {
        for address in private_addresses(case, written.text) {
            report.add(apart(
                written.place_of(address),
                say(
                    "Hier steht die E-Mail-Adresse einer Privatperson",
                    "This is the e-mail address of a private person",
                ),
                say(
                    "Streichen Sie die Adresse. Ist es die einer Stelle, nennen Sie sie unter kontakt oder amt.",
                    "Delete the address. If it is an office's, name it under kontakt or amt.",
                ),
            ));
        }
        let triggers = citizens::triggers(written.text);
        let people: Vec<Range<usize>> = triggers
            .iter()
            .filter_map(|own| own.before_anybody())
            .collect();
        let somebody = names_owner(&written).or_else(|| match people.is_empty() {
            true => None,
            false => names_somebody(case, &written, &people),
        });
        let somebody = somebody.or_else(|| citizens::names_citizen(&written, entry, &triggers));
        let somebody = somebody.or_else(|| citizens::names_number(&written, &triggers));
        report.extend(somebody.or_else(|| at_home::names_somebody(case, &written, &triggers)));
    }
}

fn names_somebody(case: &Case, written: &Written, people: &[Range<usize>]) -> Option<Finding> {
    let (somebody, argues) = (neighbour(case, written, people), citizen(written));
    let words = match argues.is_some() {
        true => say(
            "Hier steht, wer etwas vorgebracht hat",
            "This says who has argued something",
        ),
        false => say(
            "Hier stehen Name und Anschrift einer Privatperson",
            "This is name and address of a private person",
        ),
    };
    let help = say(
        "Schreiben Sie „ein Einwender“, „eine Anwohnerin“ oder „der Eigentümer“ statt des Namens.",
        "Write “a sender”, “a neighbour” or “the owner” instead of the name.",
    );
    Some(apart(somebody.or(argues)?, words, help))
}

fn names_owner(written: &Written) -> Option<Finding> {
    // Only of short entries: a text of its own may speak of owners in many ways.
    let entry = written.file.is_none().then_some(written.text)?;
    let name = owner(entry)?;
    Some(apart(
        written.place_of(name),
        say(
            "Hier steht, wem ein Grundstück gehört",
            "This says whom a plot belongs to",
        ),
        say(
            "Streichen Sie Name und Anschrift; das Flurstück genügt.",
            "Delete name and address; the plot is enough.",
        ),
    ))
}

/// Further short entries of the record that people fill with what they have at hand: key words and sources of environmental
/// information, why there are no statements, plots.
fn entries<'c>(case: &'c Case) -> impl Iterator<Item = (Entry, Written<'c>)> {
    let procedure = case.procedure;
    let plots = procedure
        .parcels
        .as_deref()
        .map(|text| in_the_record(text, procedure.origin.at("geltungsbereich.flurstuecke")));
    let phases = procedure.phases.iter().flat_map(|phase| {
        // Those of phases that count are among the texts.
        let void = Some(phase).filter(|phase| phase.void.is_some());
        let remarks = [
            void.and_then(|own| Some((own.reason.as_deref()?, "grund"))),
            void.and_then(|own| Some((own.changes.as_deref()?, "aenderungen"))),
        ];
        let ended = phase.void.as_ref();
        let ended = ended.map(|(_, reason)| (reason.as_str(), "unwirksam.grund"));
        let remarks = remarks.into_iter().flatten().chain(ended);
        let remarks = remarks.map(|(text, key)| in_the_record(text, phase.origin.at(key)));
        let unsaid = phase.facts.no_environmental_statements.as_deref();
        let unsaid =
            unsaid.map(|text| in_the_record(text, phase.origin.at("ohne_umweltstellungnahmen")));
        let kinds = phase.environment.iter().enumerate();
        let kinds = kinds.flat_map(|(at, own)| {
            let place = |key: &str| phase.origin.at(&format!("umweltinformationen[{at}].{key}"));
            let source = own
                .source
                .as_deref()
                .map(|text| in_the_record(text, place("quelle")));
            [
                Some(in_the_record(&own.keywords, place("stichworte"))),
                source,
            ]
        });
        remarks.chain(unsaid).chain(kinds.flatten())
    });
    let plots = plots.map(|written| (Entry::Plots, written));
    plots
        .into_iter()
        .chain(phases.map(|written| (Entry::Remark, written)))
}

/// Somebody who owns a plot, with a name and an address: „Eigentümer: Bernd Wolf, Gartenweg 3“.
fn owner(text: &str) -> Option<&str> {
    const SIGNS: [&str; 3] = ["Eigentümer", "Besitzer", "Grundstückseigentümer"];
    const OFFICES: [&str; 10] = [
        "stadt",
        "gemeinde",
        "freistaat",
        "landkreis",
        "bund",
        "gmbh",
        "verband",
        "kirch",
        "stiftung",
        " ag",
    ];
    let at = SIGNS.iter().filter_map(|sign| text.find(sign)).min()?;
    let (_, behind) = text[at..].split_once([':', ' '])?;
    let (name, address) = behind.trim_start_matches([':', ' ']).split_once(',')?;
    let mut words = name.split_whitespace();
    let is_name = (2..=3).contains(&words.clone().count())
        && words.all(|word| word.starts_with(char::is_uppercase));
    let lower = format!("{} ", name.to_lowercase());
    let is_office = OFFICES.iter().any(|word| lower.contains(word));
    let number = address
        .split([',', ';', ')', '.'])
        .next()?
        .trim()
        .rsplit(' ')
        .next()?;
    let is_door = number.starts_with(|sign: char| sign.is_ascii_digit()) && number.len() <= 4;
    (is_name && !is_office && is_door).then_some(name)
}

/// That something of citizens stands where it must not.
pub fn apart(place: Place, message: Words, help: Words) -> Finding {
    Finding::new(&STATEMENTS_APART, place, message)
        .because(say(
            "Namen, Anschriften und Stellungnahmen von Bürgern gehören nicht in einen Ordner, den jeder lesen kann (Art. 5 Abs. 1 Buchst. c und f DSGVO).",
            "Names, addresses and statements of citizens do not belong in a folder that everyone can read (Art. 5 (1) c and f GDPR).",
        ))
        .help(help)
}

/// E-mail addresses at providers where private people have theirs, but for those of an office.
fn private_addresses<'t>(case: &Case, text: &'t str) -> Vec<&'t str> {
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let is_part = |letter: char| letter.is_alphanumeric() || "@._+-".contains(letter);
    let words = text.split(|letter: char| !is_part(letter));
    let words = words.map(|word| word.trim_end_matches(['.', '-']));
    let is_private = |word: &&str| is_private_mail(word) && !is_contact(case, word);
    words.filter(is_private).collect()
}

/// Whether an address is that of a contact which the record names.
fn is_contact(case: &Case, address: &str) -> bool {
    let offices = [
        Some(&case.municipality.office),
        case.procedure.contact.as_ref(),
    ];
    let own = offices.into_iter().flatten();
    let own = own.filter_map(|contact| contact.email.as_deref());
    let phases = case.procedure.phases.iter();
    let statements = phases.filter_map(|phase| phase.statements.as_ref()?.email.as_deref());
    own.chain(statements)
        .any(|known| known.eq_ignore_ascii_case(address))
}

/// Somebody with a name and an address: „Herrn Muster, Bachweg 4,“.
fn neighbour(case: &Case, written: &Written, people: &[Range<usize>]) -> Option<Place> {
    const NO_NEIGHBOURS: [&str; 9] = [
        "bürgermeister",
        "amtsleit",
        "sachbearbeit",
        "architekt",
        "planer",
        "ansprechpartner",
        "auskunft",
        "zimmer",
        "telefon",
    ];
    let text = written.text;
    let mut found = people.iter().filter_map(|at| {
        let behind = around(text, at.end, 0, 80);
        let (name, rest) = behind.split_once(',')?;
        let mut names = name.split_whitespace();
        let is_name =
            names.clone().count() <= 4 && names.all(|own| own.starts_with(char::is_uppercase));
        let door = rest.split([',', '.', ';', ')', ':']).next()?.trim();
        // „Mochauer Weg 3 wurde der Entwurf geändert“
        let is_number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
        let until = door.split(' ').position(is_number).unwrap_or(usize::MAX);
        let door = door
            .split(' ')
            .take(until.saturating_add(1))
            .collect::<Vec<_>>()
            .join(" ");
        let number = door.rsplit(' ').next()?;
        let is_door = door.starts_with(char::is_uppercase)
            && door.split(' ').count() <= 4
            && number.len() <= 4
            && number.starts_with(|letter: char| letter.is_ascii_digit())
            && !at_home::is_of_record(case, &door);
        let near = around(text, at.start, 60, 100).to_lowercase();
        let is_office = NO_NEIGHBOURS.iter().any(|word| near.contains(word));
        let word = &text[at.clone()];
        (is_name && is_door && !is_office && !name.is_empty()).then_some(format!("{word}{name}"))
    });
    found.next().map(|name| written.place_of(&name))
}

/// The sentence that says what somebody with a name brought forward.
fn citizen(written: &Written) -> Option<Place> {
    const SIGN: &str = "herr |herrn |frau |eheleute |familie  + wendet ein|wandte ein|fordert|befürchtet|regt an|regte an|trägt vor|trug vor|lehnt ab|lehnte ab|schreibt|schrieb|beschwert|widerspruch erhoben|widersprochen|einwände erhoben|einwendungen erhoben|einwand erhoben|wohnhaft|eigentümer des flurstücks|eigentümerin des flurstücks - meister|amtsleiter|rat |rätin|architekt|planer|ansprechpartner|auskunft";
    let sentences = said::sentences(written.text);
    let sentence = sentences.iter().find(|own| said::shows(own, SIGN))?;
    let beginning: String = sentence.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let line = |file| said::line(file, |line| line.to_lowercase().contains(&beginning));
    let found = written.file.and_then(line);
    Some(found.unwrap_or_else(|| {
        written
            .place
            .line_of(|line| line.to_lowercase().contains(&beginning))
    }))
}

#[cfg(test)]
mod tests {
    use super::is_somebodys_statement;

    #[test]
    fn a_statement_is_called_after_who_wrote_it() {
        assert!(is_somebodys_statement(
            "Stellungnahme Familie Muster, 12.03.2026"
        ));
        assert!(is_somebodys_statement("Schreiben von Herrn Muster"));
        assert!(!is_somebodys_statement(
            "Stellungnahme der unteren Wasserbehörde"
        ));
        assert!(is_somebodys_statement(
            "Stellungnahme Karl Muster, Leisniger Straße 12"
        ));
        assert!(!is_somebodys_statement(
            "Stellungnahme Stadtwerke Döbeln, Leisniger Straße 12"
        ));
        assert!(!is_somebodys_statement(
            "Stellungnahme Landratsamt Mittelsachsen, Am Landratsamt 3"
        ));
        assert!(!is_somebodys_statement("Kita „Frau Holle“, Ansichten"));
    }
}
