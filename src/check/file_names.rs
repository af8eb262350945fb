//! Private people in the names of files, which stand in the address of every document (`DOC-004`).
//!
//! A file name has neither sentences nor capital letters to go by. Somebody is found where all its words are understood
//! but one, and that one stands beside a given name, „Frau“ or „Familie“.

use crate::check::citizen_words as words;
use crate::check::citizens::ends_with_any;
use crate::check::said::has_any;
use crate::model::people;
use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

/// Words for what citizens write.
const WRITTEN: &str = "stellungnahme|stellungnahmen|stn|einwendung|einwendungen|einwand|einwaende|schreiben|brief|mail|email|anregung|anregungen|widerspruch|aeusserung|bedenken|beschwerde|eingabe|abwaegung";
/// Before the names of people.
const ADDRESS: &str = "frau|herr|herrn|familie|fam|eheleute|ehepaar|erben";
/// What somebody is.
const ROLES: &str = "einwender|einwenderin|anwohner|anwohnerin|nachbar|nachbarin|anlieger|eigentuemer|eigentuemerin|buerger|buergerin";
/// Words of file names that are no names.
const FILLERS: &str = "von|vom|zum|zur|des|der|die|das|dem|den|an|am|im|in|und|mit|zu|nr|dr|prof|anlage|anlagen|anhang|seite|bplan|fnp|bebauungsplan|flaechennutzungsplan|entwurf|vorentwurf|plan|scan|kopie|final|neu|alt|unterschrieben|geschwaerzt|ungeschwaerzt|anonymisiert|anonym|eingang|posteingang|teil|fassung|endfassung|version|oeffentlichkeit|privat|text|original|auslegung|offenlage|frueh|fruehzeitig|januar|februar|maerz|april|mai|juni|juli|august|september|oktober|november|dezember";
/// Given names that are other words, too.
const NO_GIVEN: &str = "jan|kai|kay|mark|max|till|meta|marina|leo|ben|falk|ernst";
/// Streets that are called after somebody: „karl-marx-str“.
const STREETS: &str = "strasse|str|weg|platz|gasse|allee|ring|ufer|damm|markt|promenade";

static GIVEN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = people::GIVEN.split_whitespace().map(plain);
    names.filter(|name| !is_one_of(name, NO_GIVEN)).collect()
});

/// What offices and people in office are called, as file names write it.
static OFFICES: LazyLock<(String, String)> =
    LazyLock::new(|| (plain(words::OFFICES), plain(words::OFFICIALS)));

/// Whether the name of a file names a private person.
pub fn names_somebody(file: &Path) -> bool {
    let stem = file.file_stem().unwrap_or_default();
    let (words, has_door) = without_streets(words_of(&stem.to_string_lossy()));
    let is_office = |word: &String| {
        let (offices, officials) = &*OFFICES;
        has_any(word, offices) || ends_with_any(word, officials)
    };
    if words.iter().any(is_office) {
        return false;
    }
    let kinds: Vec<Kind> = words.iter().map(|word| Kind::of(word)).collect();
    let unknown = kinds.iter().filter(|kind| **kind == Kind::Unknown).count();
    let has_written = kinds.contains(&Kind::Written);
    let stand = |one: Kind, other: Kind| kinds.windows(2).any(|pair| pair == [one, other]);
    let is_called = stand(Kind::Given, Kind::Unknown) || stand(Kind::Unknown, Kind::Given);
    let is_whole = unknown == 1 && is_called;
    let is_addressed = stand(Kind::Address, Kind::Unknown) && (has_written || has_door)
        || stand(Kind::Address, Kind::Given) && is_called;
    let has_role = stand(Kind::Role, Kind::Unknown) && unknown == 1;
    is_addressed || is_whole && (has_written || has_door) || has_role && has_door
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Written,
    Address,
    Role,
    Given,
    Filler,
    Unknown,
}

impl Kind {
    fn of(word: &str) -> Self {
        const SHORTEST: usize = 3;
        let is_filler = word.len() < SHORTEST
            || word.starts_with(|letter: char| letter.is_ascii_digit())
            || is_one_of(word, FILLERS);
        match () {
            () if is_one_of(word, WRITTEN) => Self::Written,
            () if is_one_of(word, ADDRESS) => Self::Address,
            () if is_one_of(word, ROLES) => Self::Role,
            () if GIVEN.contains(word) => Self::Given,
            () if is_filler => Self::Filler,
            () => Self::Unknown,
        }
    }
}

fn is_one_of(word: &str, words: &str) -> bool {
    words.split('|').any(|own| own == word)
}

/// In small letters, as people write them where there are no others.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('ä', "ae").replace('ö', "oe");
    text.replace('ü', "ue").replace('ß', "ss").replace('é', "e")
}

/// The words of a file's name: „SchulzeHans_Roehrweg14“ has four.
fn words_of(stem: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in stem.chars() {
        let is_new = before.is_lowercase() && letter.is_uppercase()
            || before.is_alphabetic() && letter.is_ascii_digit();
        if is_new || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.push(letter);
        }
        before = letter;
    }
    let words = words.iter().filter(|word| !word.is_empty());
    words.map(|word| plain(word)).collect()
}

/// The words that belong to no street, and whether there was one with the number of a house.
fn without_streets(words: Vec<String>) -> (Vec<String>, bool) {
    const MOST: usize = 4;
    let is_number = |word: &String| {
        word.len() < MOST && word.starts_with(|letter: char| letter.is_ascii_digit())
    };
    let (mut kept, mut has_door): (Vec<String>, bool) = (Vec::new(), false);
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        if is_one_of(&word, STREETS) {
            kept.pop();
            // „karl-marx-str“, „strasse-der-einheit“ is none of these.
            if kept.last().is_some_and(|own| GIVEN.contains(own)) {
                kept.pop();
            }
        } else if !ends_with_any(&word, STREETS) {
            kept.push(word);
            continue;
        }
        has_door |= words.next_if(is_number).is_some();
    }
    (kept, has_door)
}

#[cfg(test)]
mod tests {
    use super::names_somebody;
    use std::path::Path;

    #[test]
    fn people_are_told_from_offices_streets_and_papers() {
        for name in [
            "stellungnahme_Familie_Muster_Roehrweg_14.pdf",
            "Stellungnahme_Muster_Hans.pdf",
            "Einwendung Jörg Muster.pdf",
            "einwendung-frau-petra-muster.pdf",
            "Mail_von_Herrn_Muster_2025-04-02.pdf",
            "muster_bernd_roehrweg14.pdf",
            "schreiben-eheleute-muster.pdf",
            "abwaegung_Einwender_Muster_Koehlerstr_5.pdf",
            "StellungnahmeMusterHans.pdf",
        ] {
            assert!(names_somebody(Path::new(name)), "{name}");
        }
        for name in [
            "stellungnahme-landratsamt-frau-muster.pdf",
            "stellungnahme-karl-marx-strasse-5.pdf",
            "stellungnahme_otto_schimmel_str_3.pdf",
            "stellungnahme-autohaus-franz-muster.pdf",
            "kita-frau-holle.pdf",
            "familie-und-beruf.pdf",
            "schreiben-buergermeister-herr-muster.pdf",
            "stellungnahme_jan_2026.pdf",
            "stellungnahmen-geschwaerzt-anlage-2.pdf",
            "planzeichnung-haus-bernd-muster-roehrweg14.pdf",
            "stellungnahme-untere-wasserbehoerde.pdf",
            "abwaegung-buerger-nr-1-bis-12.pdf",
            "stellungnahme-ev-kirchgemeinde-st-martin.pdf",
            "einwendung-anwohner-roehrweg-14.pdf",
        ] {
            assert!(!names_somebody(Path::new(name)), "{name}");
        }
    }
}
