//! Whether a text names a plan, with the endings and shortenings that people give to its words.

use std::ops::Range;
use std::slice::from_ref;

/// Parts of a name that a text may say otherwise or leave out: „2. Änderung“.
const OPERATIONS: [&str; 9] = [
    "änderung",
    "ergänzung",
    "erweiterung",
    "aufhebung",
    "teilaufhebung",
    "fortschreibung",
    "neuaufstellung",
    "entwurf",
    "teil",
];
/// Endings that a word takes in a sentence.
const ENDINGS: [&str; 9] = ["", "e", "s", "es", "n", "en", "r", "er", "em"];

/// Words that a sentence puts between those of a name, or leaves out: „Flächennutzungsplan der Stadt Riesa“.
const FILLERS: [&str; 15] = [
    "der",
    "die",
    "das",
    "des",
    "dem",
    "den",
    "im",
    "in",
    "stadt",
    "gemeinde",
    "grossen",
    "kreisstadt",
    "bereich",
    "ortsteil",
    "ot",
];

/// Letters and digits alone: a name is the same with other quotation marks, dashes and umlauts.
pub fn squeezed(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    let mut squeezed = String::with_capacity(text.len());
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            'ä' => squeezed.push('a'),
            'ö' => squeezed.push('o'),
            'ü' => squeezed.push('u'),
            'ß' => squeezed.push_str("ss"),
            _ => squeezed.push(letter),
        }
    }
    squeezed
}

/// Whether a text names a plan: as a whole, or each part between commas and brackets by words in
/// their order. A part that only says what is done with the plan may be missing.
pub fn has(text: &str, name: &str) -> bool {
    if squeezed(text).contains(&squeezed(name)) {
        return true;
    }
    let said = told(text);
    let parts = name.split([',', '(', ')', '–', '—', '/', ';', ':']);
    let mut parts = parts.map(told).filter(|part| !part.is_empty());
    let is_named = |part: Vec<String>| {
        is_operation(&part) || said.windows(part.len()).any(|own| is_same(own, &part))
    };
    let own = told(name);
    // A longer name whose words are all there is named, in whatever order.
    let is_said = |word: &String| {
        said.iter()
            .any(|own| is_same(from_ref(own), from_ref(word)))
    };
    let has_all = own.len() >= 3 && own.iter().all(is_said);
    has_all || !own.is_empty() && parts.all(is_named)
}

/// The words that tell a name from another.
fn told(text: &str) -> Vec<String> {
    let mut words = words(text);
    words.retain(|word| !FILLERS.contains(&word.as_str()));
    words
}

fn words(text: &str) -> Vec<String> {
    let words = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != MARK && letter != SOFT_HYPHEN);
    let words = words.map(squeezed).filter(|word| !word.is_empty());
    words.collect()
}

/// A mark of its own on the letter before.
const MARK: char = '\u{308}';
const SOFT_HYPHEN: char = '\u{ad}';

fn is_operation(part: &[String]) -> bool {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = |word: &String| OPERATIONS.iter().any(|own| *word == squeezed(own));
    part.iter().all(|word| is_number(word) || is_known(word)) && part.iter().any(is_known)
}

fn is_same(said: &[String], name: &[String]) -> bool {
    let mut pairs = said.iter().zip(name);
    pairs.all(|(said, name)| is_inflected(said, name) || is_shortened(said, name))
}

/// „Flächennutzungsplans“ for „Flächennutzungsplan“
fn is_inflected(said: &str, name: &str) -> bool {
    let stem = ENDINGS
        .iter()
        .filter_map(|ending| name.strip_suffix(ending));
    let mut stems = stem.filter(|stem| stem.len() >= 4 || *stem == name);
    stems.any(|stem| {
        let rest = said.strip_prefix(stem);
        rest.is_some_and(|rest| ENDINGS.contains(&rest))
    })
}

/// „Lindenstr.“ for „Lindenstraße“, and the other way round.
fn is_shortened(said: &str, name: &str) -> bool {
    let long = |word: &str| {
        let stem = word.strip_suffix("str");
        stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}strasse"))
    };
    long(said) == long(name)
}

/// The number by which a text calls a plan where it is another one: „Nr. 21 „Am Weinberg““.
///
/// A longer name in quotation marks is that of another plan.
pub fn other_number(text: &str, name: &str, number: &str) -> Option<Range<usize>> {
    let own_name = words(name.split(',').next()?);
    let right = squeezed(number);
    let right = right.strip_prefix("nr").unwrap_or(&right);
    text.match_indices("Nr.").find_map(|(at, sign)| {
        let behind = &text[at + sign.len()..];
        let start = at + sign.len() + (behind.len() - behind.trim_start().len());
        let rest = &text[start..];
        let is_part = |letter: char| letter.is_alphanumeric() || "./-".contains(letter);
        let length = rest.find(|letter: char| !is_part(letter))?;
        let said = rest[..length].trim_end_matches(['.', '-']);
        let after = words(&text[start + length..].chars().take(60).collect::<String>());
        let is_plan = match quoted(&text[start + length..]) {
            Some(quoted) => is_said_of(quoted, name),
            None => {
                !own_name.is_empty()
                    && own_name.len() <= after.len()
                    && is_same(&after[..own_name.len()], &own_name)
            }
        };
        let is_number = said.starts_with(|letter: char| letter.is_ascii_digit());
        let own = squeezed(said);
        (is_plan && is_number && own != right && !right.contains(&own))
            .then(|| start..start + said.len())
    })
}

/// What stands in quotation marks at the beginning of a text.
fn quoted(text: &str) -> Option<&str> {
    const OPENING: [char; 5] = ['„', '"', '»', '“', '‚'];
    const CLOSING: [char; 5] = ['“', '"', '«', '”', '‘'];
    let rest = text.trim_start().strip_prefix(OPENING)?;
    Some(&rest[..rest.find(CLOSING)?])
}

/// Whether a name in quotation marks is that of a plan, or a part of it between commas.
fn is_said_of(quoted: &str, name: &str) -> bool {
    let own = squeezed(quoted);
    let mut parts = name.split([',', '(', '–', '—']).map(squeezed);
    own == squeezed(name) || parts.any(|part| part == own)
}

/// Whether a sentence in small letters calls a plan by another number: „zum Bebauungsplan Nr. 15 „Tongrube“ “.
pub fn speaks_of_other(sentence: &str, number: &str) -> bool {
    let right = squeezed(number);
    let right = right.strip_prefix("nr").unwrap_or(&right);
    sentence.match_indices("nr.").any(|(at, sign)| {
        let before = sentence[..at].trim_end().rsplit(' ').next();
        let is_plan = before.is_some_and(|word| {
            ["plan", "plans", "planes", "pläne", "plänen"]
                .iter()
                .any(|end| word.ends_with(end))
        });
        let rest = sentence[at + sign.len()..].trim_start();
        let is_part = |letter: char| letter.is_alphanumeric() || "./-".contains(letter);
        let said = squeezed(&rest[..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len())]);
        is_plan && !said.is_empty() && said != right && !right.contains(&said)
    })
}

/// The number of an amendment that a text names where it is never the right one, or not in its title:
/// „1. vereinfachte Änderung“.
pub fn other_amendment(text: &str, right: u16) -> Option<Range<usize>> {
    let title = title(text).len();
    let named = amendments(text);
    let is_right = |at: &Range<usize>| text[at.clone()].trim_end_matches('.').parse() == Ok(right);
    // „in der Fassung der 1. Änderung“ tells of an earlier one.
    let is_own = |at: &Range<usize>| {
        let mut before = text[..at.start].split_whitespace().rev().take(3);
        !before.any(|word| ["Fassung", "durch", "i.d.F.", "geändert"].contains(&word))
    };
    let in_title = named.iter().filter(|at| at.start < title);
    let is_titled = in_title.clone().any(is_right);
    let wrong_title = in_title.into_iter().find(|at| !is_titled && is_own(at));
    let wrong = || named.first().filter(|_| !named.iter().any(is_right));
    wrong_title.or_else(wrong).cloned()
}

/// The numbers of amendments that a text names, each with its full stop.
fn amendments(text: &str) -> Vec<Range<usize>> {
    // „**3.“ and „(3.“ begin with marks.
    fn unmarked(word: &str) -> &str {
        word.trim_start_matches(|letter: char| !letter.is_alphanumeric())
    }
    let named = text.match_indices("nderung").filter_map(|(at, _)| {
        let before = text[..at].trim_end_matches(['Ä', 'ä', '\u{308}', 'A', 'a']);
        let mut words = before.split_whitespace().rev();
        let is_number = |word: &&str| {
            let digits = unmarked(word).strip_suffix('.').unwrap_or_default();
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_whole = before.len() == at || before.ends_with(char::is_whitespace);
        // „1. Änderung“, „1. vereinfachte Änderung“, not „am 3. zur Änderung“.
        let first = words.next();
        let second = words
            .next()
            .filter(|_| first.is_some_and(|word| word.ends_with("te") || word.ends_with("ten")));
        let word = first.filter(is_number).or(second.filter(is_number));
        let word = word.filter(|_| is_whole).map(unmarked)?;
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        Some(start..start + word.len())
    });
    named.collect()
}

/// The beginning of a text that is its title: paragraphs that end like no sentence.
pub fn title(text: &str) -> &str {
    let mut end = 0;
    let mut paragraph = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n').chain(["\n"]) {
        let words = line.trim().trim_matches(['*', '_', '#', '=', ' ']);
        start += line.len();
        if !line.trim().is_empty() {
            paragraph.push_str(words);
            continue;
        }
        if paragraph.ends_with(['.', ':', ',', ';', '!', '?']) || paragraph.starts_with(['-', '|'])
        {
            break;
        }
        end = start.min(text.len());
        paragraph.clear();
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_named_with_endings_and_without_what_is_done_with_it() {
        let has = |text, name| has(text, name);
        assert!(has(
            "Entwurf des Flächennutzungsplans Meißen",
            "Flächennutzungsplan Meißen"
        ));
        assert!(has("1. Änderung »Sonnenleite«", "Sonnenleite, 1. Änderung"));
        assert!(has(
            "des Regionalplans West, Teilplan Wind",
            "Regionalplan West, Teilplan Wind"
        ));
        assert!(has("„Wo\u{308}hler\u{ad}straße Süd“", "Wöhlerstraße Süd"));
        assert!(has("B-Plan „Lindenstr.“", "Lindenstraße"));
        assert!(has(
            "3. Änderung des Flächennutzungsplanes der Stadt Riesa, Bereich Leutewitz",
            "Flächennutzungsplan Riesa, Bereich Leutewitz"
        ));
        assert!(has(
            "Teilfortschreibung Wind des Regionalplans, Planungsverband Oberlausitz-Niederschlesien",
            "Regionalplan Oberlausitz-Niederschlesien, Teilfortschreibung Wind"
        ));
        assert!(!has(
            "zwischen Bahnhof, Mühlgraben und Markt, Nr. 21",
            "Am Mühlgraben"
        ));
        assert!(!has(
            "Entwurf des Bebauungsplans, 1. Änderung",
            "Sonnenleite, 1. Änderung"
        ));
    }

    #[test]
    fn another_amendment_in_the_title_is_found_whatever_the_text_says() {
        let found = |text: &'static str| other_amendment(text, 2).map(|at| &text[at]);
        let text =
            "# Bekanntmachung\n\n**3. Änderung des Bebauungsplans**\n\nDie 2. Änderung liegt aus.";
        assert_eq!(found(text), Some("3."));
        let text = "Bebauungsplan in der Fassung der 1. Änderung\n\nDie 2. Änderung liegt aus.";
        assert_eq!(found(text), None);
        let text = "2. Änderung\n\nDie 1. Änderung ist in Kraft, die 2. Änderung liegt aus.";
        assert_eq!(found(text), None);
        let text = "Nach der 1. Änderung folgt nun die 2. Änderung.\n\nEnde.";
        assert_eq!(found(text), None);
    }

    #[test]
    fn another_amendment_is_found_unless_the_right_one_is_named() {
        let found = |text: &'static str| other_amendment(text, 2).map(|at| &text[at]);
        assert_eq!(found("Die 1. Änderung des Plans"), Some("1."));
        assert_eq!(found("3. vereinfachte Änderung"), Some("3."));
        assert_eq!(found("nach der 1. Änderung nun die 2. Änderung"), None);
        assert_eq!(found("am 3. März zur Änderung, der Planänderung"), None);
    }

    #[test]
    fn another_number_is_found_before_the_name() {
        let found =
            |text: &'static str| other_number(text, "Am Weinberg", "12").map(|at| &text[at]);
        assert_eq!(found("Plan Nr. 21 „Am Weinberg“"), Some("21"));
        assert_eq!(found("Plan Nr. 12 „Am Weinberg“"), None);
        assert_eq!(found("Satz 4 Nr. 1 und Nr. 12 Am Weinberg"), None);
        assert_eq!(found("Amtsblatt Nr. 3 zum Plan „Am Weinberg“"), None);
        assert_eq!(found("Plan Nr. 13 „Am Weinberg Süd“"), None);
        assert_eq!(found("Plan Nr. 21 Am Weinberg liegt aus"), Some("21"));
        let found =
            |text: &'static str| other_number(text, "Am Weinberg Nord", "12").map(|at| &text[at]);
        assert_eq!(
            found("Pläne Nr. 12 „Am Weinberg Nord“ und Nr. 13 „Am Weinberg Süd“"),
            None
        );
        assert_eq!(found("ersetzt den Plan Nr. 2 „Am Weinberg“"), None);
    }
}
