//! Paragraphs as texts cite them, however they are written.

use crate::check::texts::around;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Other statutes with a § 3 or § 4 of their own.
const OTHERS: [&str; 10] = [
    "plansig", "gemo", "vwvfg", "rog", "uvp", "natschg", "bauo", "kombek", "sfg", "bimsch",
];
/// Words before a citation that say that it does not hold.
const NEGATIONS: [&str; 9] = [
    "ursprünglich",
    "zunächst",
    "nicht",
    "kein",
    "statt",
    "anstelle",
    "anders als",
    "früher",
    "bisher",
];

/// Where a squeezed text rests on a paragraph of the BauGB.
pub fn cites(text: &str, signs: &[usize], paragraph: &str) -> impl Iterator<Item = usize> {
    let places = signs.iter().copied();
    let places = places.filter(move |at| text[*at..].starts_with(paragraph));
    places.filter(move |at| {
        let rest = &text[at + paragraph.len()..];
        let next = rest.chars().next();
        let goes_on = ["baugb", "abs", "satz", "s1", "und", "i"];
        let is_longer = next.is_some_and(|next| next.is_ascii_digit())
            || !paragraph.contains("abs")
                && next.is_some_and(char::is_alphabetic)
                && !goes_on.iter().any(|word| rest.starts_with(word));
        let clause = around(rest, 0, 0, 40);
        let clause = clause.split('§').next().unwrap_or_default();
        let is_other = OTHERS.iter().any(|name| clause.contains(name)) || is_of_statute(rest);
        let is_repealed = ["baugbaf", "baugbalte"]
            .iter()
            .any(|old| rest.starts_with(old));
        const DENIALS: [&str; 4] = [
            "kommtnicht",
            "keineanwendung",
            "nichtanwendbar",
            "nichtangew",
        ];
        let behind = around(rest, 0, 0, 60);
        let is_denied_behind = DENIALS.iter().any(|word| behind.contains(word));
        let before = around(text, *at, 30, 0);
        let is_denied = NEGATIONS.iter().any(|word| before.contains(word))
            || around(text, *at, 50, 0).contains("nichtumein");
        let is_told = is_of_another_step(text, *at, paragraph);
        !is_longer && !is_other && !is_repealed && !is_denied && !is_denied_behind && !is_told
    })
}

/// Whether what follows a paragraph, squeezed, names another statute in words: „§ 3 Abs. 1 der Hauptsatzung“.
fn is_of_statute(rest: &str) -> bool {
    const LONGEST: usize = 44;
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let numbers = ["satz1", "satz2", "satz3", "satz4", "nr1", "nr2", "nr3"];
    let rest = numbers
        .iter()
        .fold(rest, |rest, own| rest.strip_prefix(own).unwrap_or(rest));
    let Some(words) = rest.strip_prefix("des").or(rest.strip_prefix("der")) else {
        return false;
    };
    let near = around(words, 0, 0, LONGEST);
    let near = near.split("baug").next().unwrap_or_default();
    let near = near.split("entwurf").next().unwrap_or_default();
    ["gesetz", "satzung", "ordnung"]
        .iter()
        .any(|word| near.contains(word))
}

/// Whether a sentence tells of a step before or behind the one it stands at: „aus der frühzeitigen Beteiligung nach
/// § 3 Abs. 1“, „danach wird der Entwurf nach § 3 Abs. 2 veröffentlicht“.
fn is_of_another_step(text: &str, at: usize, paragraph: &str) -> bool {
    const LATER: [&str; 8] = [
        "nachderfrühzeitigen",
        "nochmals",
        "danachwird",
        "anschließendwird",
        "imanschluss",
        "nächstenschritt",
        "weiterenverfahren",
        "späteren",
    ];
    const EARLIER: [&str; 3] = [
        "ausderfrühzeitigen",
        "frühzeitigenbeteiligung",
        "imrahmenvon",
    ];
    let before = around(text, at, 90, 0);
    let words: &[&str] = match paragraph {
        "§3abs2" | "§4abs2" => &LATER,
        "§3abs1" | "§4abs1" => &EARLIER,
        _ => return false,
    };
    words.iter().any(|word| before.contains(word))
}

/// The sign of a paragraph; every text of the archive is searched for it.
static SIGN: LazyLock<Finder> = LazyLock::new(|| Finder::new("§"));

/// What stands around the paragraphs of a text, squeezed. Most of a text is far from any paragraph.
pub fn around_paragraphs(text: &str) -> String {
    let mut squeezed_text = String::new();
    let mut end = 0;
    let mut signs = SIGN.find_iter(text.as_bytes()).peekable();
    while let Some(at) = signs.next() {
        let start = text.floor_char_boundary(at.saturating_sub(REACH)).max(end);
        end = text.ceil_char_boundary((at + REACH).min(text.len()));
        while let Some(next) = signs.next_if(|next| next.saturating_sub(REACH) <= end) {
            end = text.ceil_char_boundary((next + REACH).min(text.len()));
        }
        squeeze(&text[start..end], &mut squeezed_text);
        // No word near one paragraph is near the next.
        squeezed_text.push_str(GAP);
    }
    // „§ 3 II BauGB“
    for (roman, own) in [("§3iibaugb", "§3abs2baugb"), ("§4iibaugb", "§4abs2baugb")] {
        if squeezed_text.contains(roman) {
            squeezed_text = squeezed_text.replace(roman, own);
        }
    }
    squeezed_text
}

/// Longer than any look-around.
const GAP: &str =
    "                                                                                ";

/// How many bytes before and behind a paragraph can matter: more than any look-around below, so
/// that what is squeezed away leaves enough.
const REACH: usize = 200;

/// Small letters without spaces, dots and brackets: „§ 3 Absatz 2“, „§ 3 Abs. 2“ and „§ 3 (2)“ are the same.
fn squeeze(text: &str, squeezed: &mut String) {
    squeezed.reserve(text.len());
    let (mut letters, mut last) = (text.chars(), ' ');
    while let Some(letter) = letters.next() {
        if !is_plain(letter) {
            push_sign(letter, (last, letters.as_str()), squeezed);
        } else {
            squeezed.push(letter.to_ascii_lowercase());
            if letter == 'z' && squeezed.ends_with("absatz") {
                squeezed.truncate(squeezed.len() - "atz".len());
            }
        }
        last = letter;
    }
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
}

/// Writes what a sign means that is no plain letter, between the letter before it and the text behind it.
fn push_sign(sign: char, (last, behind): (char, &str), squeezed: &mut String) {
    match sign {
        // A number in brackets is a subsection, unless the word stands before it already: „§3(2)“, „§ 4a (3)“.
        '(' => {
            let is_number = behind.starts_with(|digit: char| digit.is_ascii_digit());
            let is_behind = last == ' ' || is_plain(last);
            if is_number && is_behind && !squeezed.ends_with("abs") {
                squeezed.push_str("abs");
            }
        }
        '§' if last == '§' => {}
        '§' => squeezed.push('§'),
        _ if sign.is_alphanumeric() => squeezed.extend(sign.to_lowercase()),
        _ => {}
    }
}

/// „§3abs2“ as people write it.
pub fn spelled(squeezed: &str) -> String {
    squeezed
        .replace("satz2h", " Satz 2 Halbsatz 2")
        .replace("satz4nr", " Satz 4 Nr.")
        .replace("§", "§ ")
        .replace("abs", " Abs. ")
}
