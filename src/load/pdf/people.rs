//! Whether a page of statements names a private person who sent one: a name and an address that no office has beside them.

use crate::model::people::{is_given_name, is_private_mail};

/// Letters of the first page by which a paper tells what it is.
const HEADING: usize = 400;

/// Pieces of a page between a name and the address that belongs to it.
const NEAR: usize = 3;

/// Pieces before a name in which whoever else may be meant is looked for.
const BEFORE: usize = 2;

/// Parts of words for papers in which people say what they think, in small letters.
const STATEMENTS: [&str; 10] = [
    "stellungnahme",
    "einwend",
    "einspruch",
    "abwägung",
    "anregung",
    "äußerung",
    "bedenken",
    "niederschrift",
    "widerspruch",
    "eingabe",
];

/// Parts of words for offices, firms and those who work for them, in small letters.
const OFFICES: [&str; 63] = [
    "amt",
    "behörde",
    "verband",
    "verbände",
    "verein",
    "direktion",
    "gmbh",
    "stadt",
    "gemeinde",
    "kreis",
    "bund",
    "kirch",
    "stiftung",
    "netz",
    "telekom",
    "polizei",
    "wehr",
    "kammer",
    "sachsen",
    "bahn",
    "minister",
    "anstalt",
    "agentur",
    "energie",
    "betrieb",
    "gesellschaft",
    "träger",
    "schutz",
    "planung",
    "verkehr",
    "immobil",
    "verwaltung",
    "fraktion",
    "büro",
    "genossenschaft",
    "bearbeit",
    "ansprech",
    "auskunft",
    "kontakt",
    "architekt",
    "ingenieur",
    "dipl",
    "gutacht",
    "meister",
    "auftrag",
    "firma",
    "autohaus",
    "gasthof",
    "pension",
    "hotel",
    "praxis",
    "kanzlei",
    "rechtsanw",
    "vertret",
    "nabu",
    "i. a.",
    "leiter",
    "rat ",
    "dezern",
    "referat",
    "holding",
    "werk",
    "schule",
];

/// Words before the name of whoever sent something, in small letters.
const SIGNS: [&str; 16] = [
    "herr",
    "herrn",
    "frau",
    "familie",
    "fam.",
    "eheleute",
    "ehepaar",
    "einwender",
    "einwenderin",
    "anwohner",
    "anwohnerin",
    "bürger",
    "bürgerin",
    "eigentümer",
    "eigentümerin",
    "absender",
];

/// Ends of the names of streets, in small letters.
const STREETS: [&str; 12] = [
    "straße", "strasse", "str.", "weg", "platz", "gasse", "allee", "ring", "berg", "ufer", "hof",
    "siedlung",
];

/// What a first page begins with, in small letters.
fn heading(page: &str) -> String {
    page.chars()
        .take(HEADING)
        .collect::<String>()
        .to_lowercase()
}

/// Whether a paper speaks of statements, by what its first page begins with.
pub fn is_of_statements(page: &str) -> bool {
    let heading = heading(page);
    STATEMENTS.iter().any(|word| heading.contains(word))
}

/// Whether a paper tells what became of statements, by what its first page begins with.
pub fn is_summary(page: &str) -> bool {
    heading(page).contains("zusammenfassende erklärung")
}

/// Whether a page names somebody with an address or with private mail.
pub fn names_sender(page: &str) -> bool {
    let pieces = page.split([',', ';', '\n', '|', ':', '\t', '•', '(', ')']);
    let pieces: Vec<&str> = pieces
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let has_sender = |at: usize| {
        let first = at.saturating_sub(NEAR);
        let mut names = (first..at).filter(|name| is_person(&pieces, *name));
        names.any(|name| !is_of_office(&pieces, name, at, 0))
    };
    let mut all = pieces.iter().enumerate();
    all.any(|(at, piece)| {
        let is_mail = piece.split_whitespace().any(is_private_mail);
        let lives = piece.split_once("wohnhaft ").is_some_and(|(_, behind)| {
            behind
                .split_whitespace()
                .any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        });
        lives
            || is_mail && !is_of_office(&pieces, at, at, 1)
            || (is_door(piece) || is_town(piece)) && has_sender(at)
    })
}

/// Whether an office or firm is named between what stands before a name and its address, behind all but so many towns.
fn is_of_office(pieces: &[&str], name: usize, address: usize, towns: usize) -> bool {
    let first = name.saturating_sub(BEFORE);
    // What stands before another address belongs to it.
    let mut passed = 0;
    let before = (first..name).rev().take_while(|at| {
        passed += usize::from(is_town(pieces[*at]));
        passed <= towns
    });
    let between = name..address;
    before.chain(between).chain([name]).any(|at| {
        let lower = pieces[at].to_lowercase();
        // The head of a table says who may be in it.
        let heads = ["einwender", "absender", "inhalt", "vorschlag"];
        let is_head = heads.iter().any(|word| lower.contains(word));
        let is_street = is_door(pieces[at]);
        !is_street && !is_head && OFFICES.iter().any(|word| lower.contains(word))
    })
}

/// „Bahnhofstraße 3“, „Alter Weg 12 a“
fn is_door(piece: &str) -> bool {
    let mut words = piece.split_whitespace().rev();
    let number = words
        .find(|word| word.chars().count() > 1 || word.starts_with(|c: char| c.is_ascii_digit()));
    let is_number = number
        .is_some_and(|word| word.len() <= 5 && word.starts_with(|c: char| c.is_ascii_digit()));
    let street = words.next().unwrap_or_default().to_lowercase();
    is_number && STREETS.iter().any(|end| street.ends_with(end))
}

/// „02763 Zittau“
fn is_town(piece: &str) -> bool {
    let mut words = piece.split_whitespace();
    let code = words.next().unwrap_or_default();
    let is_code = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    is_code
        && words
            .next()
            .is_some_and(|town| town.starts_with(char::is_uppercase))
}

/// Whether a piece is or ends with the name of a person: „Anwohnerin Frau Eva Muster“, „Karl Muster“, „Karl-Heinz“
/// behind „Muster“.
fn is_person(pieces: &[&str], at: usize) -> bool {
    // „B-01“ counts the row of a table.
    let words = pieces[at].split_whitespace();
    let words = words.skip_while(|word| word.contains(|letter: char| letter.is_ascii_digit()));
    let words: Vec<&str> = words.collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().count() > 1
            && word
                .chars()
                .all(|letter| letter.is_alphabetic() || letter == '-')
            || *word == "Dr."
            || *word == "und"
    };
    let sign = words.iter().rposition(|word| {
        let word = word.to_lowercase();
        SIGNS.contains(&word.as_str()) || word.ends_with("familie")
    });
    let (name, has_sign) = match sign {
        Some(sign) => (&words[sign + 1..], true),
        None => (&words[..], false),
    };
    if name.len() > 4 || !name.iter().all(is_name) {
        return false;
    }
    let is_given = name.iter().any(|word| is_given_name(word));
    let is_behind_family = || {
        let before = at
            .checked_sub(1)
            .map(|before| pieces[before])
            .unwrap_or_default();
        before
            .split_whitespace()
            .next_back()
            .is_some_and(|word| is_name(&word))
    };
    match name.len() {
        0 => false,
        1 => has_sign && !is_given || is_given && is_behind_family(),
        _ => has_sign || is_given,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_of_statements, names_sender};

    #[test]
    fn people_are_found_where_they_live() {
        for page in [
            "Stellungnahme der Anwohnerin Frau Helga Muster, Schrammstraße 12, 02763 Zittau",
            "Einwender: Karl-Heinz Schubert, Bahnhofstraße 3, 02763 Zittau",
            "Nr.\nAbsender\n4\nMuster, Karl\nAm Anger 3\n02763 Zittau\nwendet ein",
            "Familie Muster\nBachweg 4\nhat Bedenken",
            "Nr.\nEinwender / Behörde\nB-01\nMuster, Rainer, Hüttengrundstraße 31\nLärm",
            "Wir sind wohnhaft Knollenweg 5 in 01445 Radebeul.",
            "B-01 Dietmar Muster (Hospitalstraße 9) Zufahrt",
            "Einwender /\nBehörde Inhalt Vorschlag\nB-01\nWinzerfamilie Muster,\nKnollenweg 5,\n01445 Radebeul Lärm",
            "Die Einwendung (kh.muster@web.de) betrifft den Lärm",
        ] {
            assert!(names_sender(page), "{page}");
        }
    }

    #[test]
    fn offices_and_streets_are_no_people() {
        for page in [
            "Landratsamt Görlitz, Bahnhofstraße 24, 02826 Görlitz",
            "Landesdirektion Sachsen\nBearbeiterin: Frau Eva Muster\nBraustraße 2\n04107 Leipzig",
            "Einwender 3\nBahnhofstraße 3 liegt im Plangebiet",
            "Stadt Zittau, Herrn Karl Muster, Markt 1, 02763 Zittau",
            "Karl-Marx-Straße 5, 02763 Zittau",
            "Planungsbüro Muster, Karl Muster, Gartenweg 3, 01067 Dresden",
            "Heimatverein Muster e. V.: heimatverein@web.de",
            "NABU Riesa, Bahnhofstraße 2, 01589 Riesa, nabu-riesa@web.de",
        ] {
            assert!(!names_sender(page), "{page}");
        }
    }

    #[test]
    fn papers_of_statements_say_so_at_their_beginning() {
        assert!(is_of_statements(
            "Umweltbezogene Stellungnahmen\nBebauungsplan"
        ));
        assert!(!is_of_statements("Begründung\nBebauungsplan Nr. 5"));
    }
}
