//! Private people by their names in what a town writes: whoever argued something, owns a plot or lives nearby
//! (`DOC-004`, `DOC-005`).
//!
//! A name alone says nothing: mayors, planners and streets have names, too. It takes a word that makes somebody a
//! citizen, and no office or firm beside it. Where both are possible nothing is found.

use crate::check::any_of::AnyOf;
use crate::check::at_home;
use crate::check::citizen_words as words;
use crate::check::personal::apart;
use crate::check::said::has_any;
use crate::check::texts::{Written, around, begin_of_sentence, rest_of_sentence};
use crate::finding::{Finding, say};
use crate::model::people::is_given_name;
use std::ops::Range;
use std::sync::LazyLock;

/// In what kind of text a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A text for everyone: a notice, a description.
    Text,
    /// A short remark of the record: a reason, what changed, where something was taken from.
    Remark,
    /// A list of plots.
    Plots,
    /// The title of a document.
    Title,
}

/// What a word before a name makes of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// „Herr“: anybody.
    Address,
    /// „Familie“, „Eheleute“: no office is called so.
    Family,
    /// „Anwohner“, „Eigentümer“.
    Role,
    /// „Anregung von“, „Grundstück von“.
    Deed,
    /// „Stellungnahme“ before a name that stands as in a list: „Stellungnahme Muster, Karl“.
    Listed,
    /// „privat 0171 …“
    Private,
}

/// A word that a name may follow, where it was found.
#[derive(Debug, Clone)]
pub struct Trigger {
    at: Range<usize>,
    sign: Sign,
}

impl Trigger {
    /// The bytes of a word like „Herr “, „Frau “ or „Familie “ that stands before the name of anybody.
    pub fn before_anybody(&self) -> Option<Range<usize>> {
        let is_any = matches!(self.sign, Sign::Address | Sign::Family);
        is_any.then(|| self.at.clone())
    }
}

const SIGNS: [(Sign, &str); 6] = [
    (Sign::Address, words::ADDRESS),
    (Sign::Family, words::FAMILY),
    (Sign::Role, words::ROLE),
    (Sign::Deed, words::DEED),
    (Sign::Listed, words::LISTED),
    (Sign::Private, words::PRIVATE),
];

/// Every word with its sign.
static WORDS: LazyLock<Vec<(&str, Sign)>> = LazyLock::new(|| {
    let words = SIGNS.iter();
    words
        .flat_map(|(sign, words)| words.split('|').map(|word| (word, *sign)))
        .collect()
});
/// All of them at once. None only if they were larger than memory.
static FOUND: LazyLock<Option<AnyOf>> =
    LazyLock::new(|| AnyOf::of(WORDS.iter().map(|(word, _)| *word)));

/// The words of a text that a name may follow.
pub fn triggers(text: &str) -> Vec<Trigger> {
    let found = FOUND.as_ref().into_iter().flat_map(|all| all.found(text));
    let found = found.filter_map(|(which, at)| {
        let (word, sign) = *WORDS.get(which)?;
        // „Grundstückseigentümer“ is one, „Sternwartefrau“ is not.
        let is_part = text[..at.start].ends_with(char::is_alphanumeric);
        let may_be_part = word.starts_with('i') || sign == Sign::Deed;
        (!is_part || may_be_part).then_some(Trigger { at, sign })
    });
    found.collect()
}

/// `DOC-005`: somebody who argued something, owns a plot or lives nearby.
pub fn names_citizen(written: &Written, entry: Entry, triggers: &[Trigger]) -> Option<Finding> {
    let name = citizen(written.text, entry, triggers)?;
    Some(apart(
        written.place_of(written.text.get(name)?),
        say(
            "Hier steht der Name einer Privatperson",
            "This is the name of a private person",
        ),
        say(
            "Schreiben Sie „ein Einwender“, „eine Anwohnerin“ oder „der Eigentümer“ statt des Namens.",
            "Write “a sender”, “a neighbour” or “the owner” instead of the name.",
        ),
    ))
}

/// `DOC-005`: the private telephone number of somebody.
pub fn names_number(written: &Written, triggers: &[Trigger]) -> Option<Finding> {
    let number = private_number(written.text, triggers)?;
    Some(apart(
        written.place_of(written.text.get(number)?),
        say(
            "Hier steht die private Telefonnummer von jemandem",
            "This is the private telephone number of somebody",
        ),
        say(
            "Nennen Sie die Nummer der Stelle.",
            "Name the office's number.",
        ),
    ))
}

/// The name of a citizen in a text, with the word before it.
pub fn citizen(text: &str, entry: Entry, triggers: &[Trigger]) -> Option<Range<usize>> {
    let mut named = triggers
        .iter()
        .filter_map(|trigger| named(text, entry, trigger));
    named.next().or_else(|| match entry {
        Entry::Plots => in_brackets(text),
        Entry::Remark => who_wrote(text),
        _ => None,
    })
}

/// The private telephone number of somebody.
fn private_number(text: &str, triggers: &[Trigger]) -> Option<Range<usize>> {
    const DIGITS: usize = 6;
    let private = triggers.iter().filter(|own| own.sign == Sign::Private);
    let mut numbers = private.filter_map(|own| {
        let behind = text[own.at.end..].trim_start_matches(['T', 't', 'e', 'l', '.', ':', ' ']);
        let start = text.len() - behind.len();
        let is_part = |c: char| c.is_ascii_digit() || " /-()+".contains(c);
        let end = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
        let digits = behind[..end].bytes().filter(u8::is_ascii_digit).count();
        let is_number = behind.starts_with(['0', '+']) && digits >= DIGITS;
        is_number.then(|| own.at.start..start + behind[..end].trim_end().len())
    });
    numbers.next()
}

fn named(text: &str, entry: Entry, trigger: &Trigger) -> Option<Range<usize>> {
    let at = &trigger.at;
    let name = match trigger.sign {
        Sign::Private => return None,
        Sign::Role => Name::behind_copula(text, at.end)?,
        _ => Name::at(text, at.end)?,
    };
    if name.is_office() || is_official(text, at, &name) {
        return None;
    }
    let sentence = || sentence_of(text, at.start..name.end);
    let is_of_citizens = || {
        let sentence = sentence();
        has_any(&sentence, words::OF_CITIZENS) || is_born(text, name.end)
    };
    let is_meant = match (trigger.sign, entry) {
        (Sign::Family, Entry::Text) => is_of_citizens() || has_any(&sentence(), words::COURT),
        (Sign::Family, Entry::Title) => {
            !text[at.clone()].starts_with("Familie") || is_of_plot(text, at.start, name.end)
        }
        (Sign::Family, _) => true,
        (Sign::Address, Entry::Plots) => true,
        (Sign::Address, Entry::Remark) => is_of_citizens() || is_bound(text, at.start),
        (Sign::Address, Entry::Text) => {
            is_bound(text, at.start) || {
                let sentence = sentence();
                let is_subject = sentence.starts_with(&text[at.clone()].to_lowercase());
                is_subject && has_any(&sentence, words::DEEDS)
            }
        }
        (Sign::Role | Sign::Deed, _) => name.is_full(),
        (Sign::Listed, Entry::Title | Entry::Remark) => {
            return listed(text, &name).map(|end| at.start..end);
        }
        _ => false,
    };
    let is_history = || is_of_history(&sentence());
    // „Grundstückseigentümer“ as a whole.
    let start = text[..at.start]
        .trim_end_matches(char::is_alphanumeric)
        .len();
    (is_meant && !is_history()).then_some(start..name.end)
}

/// The sentence around some bytes of a text, in small letters.
pub fn sentence_of(text: &str, at: Range<usize>) -> String {
    let begin = begin_of_sentence(text, at.start, 200);
    // A sentence may end with its line, too.
    let begin = begin.rsplit(".\n").next().unwrap_or(begin).trim_start();
    let own = &text[at.clone()];
    format!("{begin}{own}{}", rest_of_sentence(text, at.end)).to_lowercase()
}

/// A title with one word behind „Stellungnahme Anwohner“, be it a name or a part of the town.
pub fn may_name(title: &str) -> bool {
    const STATEMENTS: [&str; 4] = ["Stellungnahme", "Einwendung", "Schreiben", "Brief"];
    let is_role = |own: &Trigger| own.sign == Sign::Role;
    let is_one = |own: Trigger| {
        let name = Name::at(title, own.at.end);
        name.is_some_and(|name| name.end == title.len() && !name.is_office())
    };
    STATEMENTS.iter().any(|word| title.contains(word))
        && triggers(title).into_iter().filter(is_role).any(is_one)
}

/// „Grundstück Familie Muster“, „Familie Muster, Bachweg 4“
fn is_of_plot(text: &str, at: usize, end: usize) -> bool {
    let ahead = text[..at].trim_end().rsplit(' ').next();
    let ahead = ahead.unwrap_or_default().to_lowercase();
    let mut plots = words::PLOTS.split('|');
    plots.any(|word| ahead.starts_with(word)) || at_home::home(text, end).is_some()
}

/// „Frau Muster, geb. 1951“
fn is_born(text: &str, at: usize) -> bool {
    let behind = text[at..].trim_start_matches([',', ' ', '(']);
    let year = behind
        .strip_prefix("geb. ")
        .or_else(|| behind.strip_prefix("geboren "));
    year.is_some_and(|year| year.starts_with("19") || year.starts_with("20"))
}

/// Whether what somebody argued or owns stands right before: „die Anregung von“, „das Grundstück von“.
fn is_bound(text: &str, at: usize) -> bool {
    const JOINTS: [&str; 5] = ["von", "des", "der", "durch", "vom"];
    const LETTERS: &str = "schreiben|brief|e-mail";
    let before = begin_of_sentence(text, at, 60).to_lowercase();
    let mut words = before.split_whitespace().rev();
    let is_joint = words.next().is_some_and(|word| JOINTS.contains(&word));
    let noun = words.next().unwrap_or_default();
    let is_noun = |word: &str| noun.starts_with(word) || noun.ends_with(word);
    is_joint && (words::OF_CITIZENS.split('|').any(is_noun) || LETTERS.split('|').any(is_noun))
}

/// „Stellungnahme Muster, Karl“: the end of that name.
fn listed(text: &str, name: &Name) -> Option<usize> {
    let [_] = name.words.as_slice() else {
        return None;
    };
    let given = text[name.end..].strip_prefix(", ")?;
    let end = given
        .find(|c: char| !c.is_alphabetic() && c != '-')
        .unwrap_or(given.len());
    let is_last = !given[end..].starts_with([' ', '-', '.']) || given[end..].starts_with(". ");
    (is_given_name(&given[..end]) && is_last).then_some(name.end + 2 + end)
}

/// „88/4 (Muster, Karl)“
fn in_brackets(text: &str) -> Option<Range<usize>> {
    let mut brackets = text.match_indices('(');
    brackets.find_map(|(at, _)| {
        let name = Name::at(text, at + 1).filter(|name| !name.is_office())?;
        let end = listed(text, &name)?;
        text[end..]
            .starts_with([')', ';', ','])
            .then_some(at + 1..end)
    })
}

/// „Nur K. Muster schrieb“
fn who_wrote(text: &str) -> Option<Range<usize>> {
    const VERBS: [&str; 7] = [
        " schrieb",
        " schreibt",
        " wandte ein",
        " wendet ein",
        " regte an",
        " widersprach",
        " bat um",
    ];
    let mut written = VERBS.iter().filter_map(|verb| text.find(verb));
    written.find_map(|end| {
        let before = &text[..end];
        let last = before.rfind(' ')?;
        let first = before[..last].rfind([' ', '(']).map_or(0, |at| at + 1);
        let name = Name::at(text, first).filter(|name| name.end == end)?;
        let is_said = name.is_full() && !name.is_office();
        let ahead = before[..first]
            .trim_end()
            .rsplit(' ')
            .next()
            .unwrap_or_default();
        (is_said && !is_office(ahead)).then_some(first..end)
    })
}

/// A name as it stands in a text.
pub struct Name<'t> {
    words: Vec<&'t str>,
    /// Where it ends in its text.
    pub end: usize,
}

impl<'t> Name<'t> {
    /// One to three words with a capital letter, without titles of learning; „Karl und Eva Muster“ are one.
    pub fn at(text: &'t str, start: usize) -> Option<Self> {
        let name = Self::alone(text, start)?;
        let is_pair = name.words.len() == 1 && is_given_name(name.words[0]);
        let other = text[name.end..].strip_prefix(" und ").filter(|_| is_pair);
        let other = other.and_then(|rest| Self::alone(text, text.len() - rest.len()));
        Some(match other.filter(Self::is_full) {
            Some(other) => Self {
                words: [name.words, other.words].concat(),
                end: other.end,
            },
            None => name,
        })
    }

    fn alone(text: &'t str, start: usize) -> Option<Self> {
        const MOST: usize = 3;
        let mut words = Vec::new();
        let (mut at, mut end) = (start, start);
        while words.len() < MOST {
            let word = text.get(at..)?.split([' ', '\n']).next()?;
            let bare =
                word.trim_end_matches([',', ';', ':', ')', '(', '.', '!', '?', '“', '"', '|']);
            let is_initial = bare.len() == 1
                && word.starts_with(char::is_uppercase)
                && word[1..].starts_with('.');
            let is_title = ["Dr", "Prof", "med", "jur", "Dipl.-Ing"].contains(&bare)
                && word.len() > bare.len();
            let is_name = bare.starts_with(char::is_uppercase)
                && bare.chars().count() > 1
                && bare.chars().all(|c| c.is_alphabetic() || c == '-');
            let goes_on = text[at + word.len()..].starts_with(' ');
            if is_name || is_initial {
                words.push(bare);
                end = at + bare.len() + usize::from(is_initial);
            } else if !is_title {
                break;
            }
            let is_ended = word.len() > bare.len() && !is_initial && !is_title;
            if is_ended || !goes_on {
                break;
            }
            at += word.len() + 1;
        }
        (!words.is_empty()).then_some(Self { words, end })
    }

    /// The same behind „ist“ or the like: „Eigentümer ist Karl Muster“.
    fn behind_copula(text: &'t str, start: usize) -> Option<Self> {
        let behind = text[start..].trim_start();
        let rest = ["ist ", "sind ", "war "]
            .iter()
            .find_map(|word| behind.strip_prefix(word));
        let rest = rest.unwrap_or(behind);
        Self::at(text, text.len() - rest.len())
    }

    /// A given name or an initial and the name of a family.
    pub fn is_full(&self) -> bool {
        let [given, .., _] = self.words.as_slice() else {
            return false;
        };
        given.chars().count() == 1 || is_given_name(given)
    }

    /// Whether one of its words is no name of a person.
    pub fn is_office(&self) -> bool {
        self.words.iter().any(|word| is_office(word))
    }
}

fn is_office(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_end_matches([',', ':', '.']);
    has_any(word, words::OFFICES) || ends_with_any(word, words::OFFICIALS)
}

/// Whether an office or a firm stands beside a name: „Stadtrat“ before it, „GmbH“ or „Landratsamt“ behind.
pub fn is_official(text: &str, at: &Range<usize>, name: &Name) -> bool {
    const SHORT: usize = 45;
    // Who signs below a sentence that ends with a name is somebody else.
    let is_last = text[name.end..].starts_with('.');
    let behind = match is_last {
        true => "",
        false => rest_of_sentence(text, name.end),
    };
    let behind = around(behind, 0, 0, SHORT).to_lowercase();
    let ahead = text[..at.start]
        .trim_end()
        .rsplit([' ', '\n'])
        .next()
        .unwrap_or_default();
    let lower = ahead.to_lowercase();
    let is_trade = text[at.clone()].starts_with("Familie") && ends_with_any(&lower, words::TRADES);
    is_trade || is_office(ahead) || has_any(&behind, words::BEHIND)
}

/// Whether a sentence in small letters tells of people of long ago.
pub fn is_of_history(sentence: &str) -> bool {
    let mut years = sentence.split(|c: char| !c.is_ascii_digit());
    let is_old = years.any(|year| year.len() == 4 && ("1000".."1950").contains(&year));
    is_old || has_any(sentence, words::HISTORY)
}

/// Whether a text ends with one of some words with a stroke between them.
pub fn ends_with_any(text: &str, words: &str) -> bool {
    words.split('|').any(|word| text.ends_with(word))
}
