//! Whether a text names a plan, with the endings and shortenings that people give to its words.

use crate::check::roman;
use crate::check::said::start_of;
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
        let first = rest.find(|letter: char| !is_part(letter))?;
        // „Nr. L 17“
        let has_digit = rest[..first].contains(|letter: char| letter.is_ascii_digit());
        let second = rest[first..]
            .strip_prefix(' ')
            .filter(|_| !has_digit && first < 4);
        let second = second.and_then(|rest| rest.find(|letter: char| !is_part(letter)));
        let length = first + second.map_or(0, |more| more + 1);
        let said = rest[..length].trim_end_matches(['.', '-', ' ']);
        let after = words(&text[start + length..].chars().take(60).collect::<String>());
        let is_plan = match quoted(&text[start + length..]) {
            Some(quoted) => is_said_of(quoted, name),
            None => {
                !own_name.is_empty()
                    && own_name.len() <= after.len()
                    && is_same(&after[..own_name.len()], &own_name)
            }
        };
        let is_number = said.contains(|letter: char| letter.is_ascii_digit())
            || roman::is_number(said) && roman::is_number(number);
        // „Nr. 12“ for „12/3“ and „VEP 12“
        let mut parts = number.split(|letter: char| !letter.is_alphanumeric());
        let is_own_part = parts.any(|part| part == said);
        let own = squeezed(said);
        // „Nr. 12 (früher Nr. 8)“, and „Nr. 12/2“ for its second amendment.
        let before = text[..at].trim_end().to_lowercase();
        let is_former = ["früher", "ehemals", "vormals", "bisher", "alt"]
            .iter()
            .any(|word| before.ends_with(word));
        let is_part_of = said
            .strip_prefix(number)
            .is_some_and(|rest| rest.starts_with(['/', '.', '-']));
        if is_former || is_part_of {
            return None;
        }
        (is_plan && is_number && own != right && !is_own_part).then(|| start..start + said.len())
    })
}

/// The name in quotation marks behind a plan's own number, where it is another one: „Nr. 12 „Am Mühlgraben““.
pub fn other_name(text: &str, name: &str, number: Option<&str>) -> Option<Range<usize>> {
    let is_number = |number: &&str| {
        number.starts_with(|letter: char| letter.is_ascii_digit()) || roman::is_number(number)
    };
    let number = number.filter(is_number)?;
    text.match_indices("Nr.").find_map(|(at, sign)| {
        let behind = text[at + sign.len()..].trim_start();
        let rest = behind.strip_prefix(number)?;
        let word = text[..at]
            .trim_end()
            .rsplit([' ', '\n'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let is_plan = ["plan", "plans", "planes", "satzung"]
            .iter()
            .any(|end| word.ends_with(end));
        let said = quoted(rest)?;
        let start = start_of(text, said);
        (is_plan && is_another(said, name)).then(|| start..start + said.len())
    })
}

/// Whether two names differ in the number at their ends alone: „Nord II“ and „Nord III“.
fn is_counted_otherwise(quoted: &str, name: &str) -> bool {
    let parted = |name: &str| {
        let (rest, last) = name.trim().rsplit_once(' ')?;
        let is_number = roman::is_number(last) || last.bytes().all(|own| own.is_ascii_digit());
        is_number.then(|| (squeezed(rest), last.to_owned()))
    };
    let (said, own) = (parted(quoted), parted(name));
    said.zip(own)
        .is_some_and(|(said, own)| said.0 == own.0 && said.1 != own.1)
}

/// Whether a name in quotation marks is neither a plan's own nor a part of it, nor the other way round.
pub fn is_another(quoted: &str, name: &str) -> bool {
    if is_counted_otherwise(quoted, name) {
        return true;
    }
    let (found, own) = (squeezed(quoted), squeezed(name));
    let is_part = found.contains(&own) || own.contains(&found);
    !found.is_empty() && !is_part && !has(quoted, name) && !is_said_of(quoted, name)
}

/// The name in quotation marks behind the word for a plan in a title that does not name the plan itself.
pub fn other_title(text: &str, name: &str) -> Option<Range<usize>> {
    const KINDS: [&str; 9] = [
        "plan",
        "plans",
        "planes",
        "satzung",
        "vorhaben",
        "vorhabens",
        "gebiet",
        "sperre",
        "vorhaben:",
    ];
    let title = title(text);
    if has(title, name) {
        return None;
    }
    title.match_indices(['„', '»', '"']).find_map(|(at, _)| {
        let word = title[..at]
            .trim_end()
            .rsplit([' ', '\n'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let said = quoted(&title[at..])?;
        let is_plan = KINDS.iter().any(|end| word.ends_with(end));
        let start = start_of(text, said);
        (is_plan && is_another(said, name)).then(|| start..start + said.len())
    })
}

/// What stands in quotation marks at the beginning of a text.
pub fn quoted(text: &str) -> Option<&str> {
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
    number_of_other(sentence, number).is_some()
}

/// That other number.
pub fn number_of_other<'s>(sentence: &'s str, number: &str) -> Option<&'s str> {
    let right = squeezed(number);
    let right = right.strip_prefix("nr").unwrap_or(&right);
    sentence.match_indices("nr.").find_map(|(at, sign)| {
        let before = sentence[..at].trim_end().rsplit(' ').next();
        let is_plan = before.is_some_and(|word| {
            ["plan", "plans", "planes", "pläne", "plänen"]
                .iter()
                .any(|end| word.ends_with(end))
        });
        let rest = sentence[at + sign.len()..].trim_start();
        let is_part = |letter: char| letter.is_alphanumeric() || "./-".contains(letter);
        let named = &rest[..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len())];
        let said = squeezed(named);
        let is_other = !said.is_empty() && said != right && !right.contains(&said);
        (is_plan && is_other).then_some(named)
    })
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
        let is_sentence =
            paragraph.ends_with(['.', ':', ',', ';', '!', '?']) || paragraph.contains("://");
        if is_sentence || paragraph.starts_with(['-', '|']) {
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

    #[test]
    fn another_name_is_found_in_the_title() {
        let title = |text: &'static str| other_title(text, "Am Weinberg").map(|at| &text[at]);
        assert_eq!(
            title("# Bebauungsplan „Am Anger“\n\nText."),
            Some("Am Anger")
        );
        assert_eq!(
            title("# Bebauungsplan „Am Weinberg“\n\nDer Plan „Am Anger“ liegt aus."),
            None
        );
    }

    #[test]
    fn another_name_is_found_behind_the_number() {
        let found =
            |text: &'static str| other_name(text, "Am Weinberg", Some("12")).map(|at| &text[at]);
        assert_eq!(
            found("des Bebauungsplans Nr. 12 „Am Mühlgraben“"),
            Some("Am Mühlgraben")
        );
        assert_eq!(found("des Bebauungsplans Nr. 12 „Am Weinberg“"), None);
        assert_eq!(
            found("des Bebauungsplans Nr. 12 „Am Weinberg“, 2. Änderung"),
            None
        );
        assert_eq!(found("Amtsblatt Nr. 12 „Der Bote“"), None);
        assert_eq!(found("des Bebauungsplans Nr. 123 „Am Mühlgraben“"), None);
    }
}
