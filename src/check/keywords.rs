//! Whether key words on the environment say anything but the names of papers (BVerwG, 18 July 2013, 4 CN 3.12).

use crate::law::calendar::MONTHS_DE;

/// Words that name a paper, not a kind of information.
const PAPERS: [&str; 12] = [
    "gutachten",
    "bericht",
    "stellungnahme",
    "stellungnahmen",
    "untersuchung",
    "konzept",
    "fachbeitrag",
    "prüfung",
    "unterlagen",
    "gutachtens",
    "kartierung",
    "prognose",
];
/// Words that say nothing of the environment beside them.
const EMPTY: [&str; 67] = [
    "und",
    "sowie",
    "siehe",
    "vgl",
    "diverse",
    "verschiedene",
    "sonstige",
    "k",
    "a",
    "o",
    "g",
    "s",
    "v",
    "p",
    "kap",
    "kapitel",
    "seite",
    "seiten",
    "ff",
    "abschnitt",
    "abschnitte",
    "ziffer",
    "ziff",
    "punkt",
    "nr",
    "pkt",
    "anhang",
    "teil",
    "tabelle",
    "der",
    "die",
    "das",
    "des",
    "dem",
    "den",
    "zu",
    "zum",
    "zur",
    "im",
    "in",
    "vom",
    "von",
    "aus",
    "bis",
    "anlage",
    "behörden",
    "träger",
    "öffentlicher",
    "belange",
    "folgt",
    "folgen",
    "keine",
    "liegt",
    "liegen",
    "vor",
    "vorhanden",
    "verfügbar",
    "wird",
    "werden",
    "noch",
    "nachgereicht",
    "ergänzt",
    "erstellt",
    "ist",
    "sind",
    "schutzgut",
    "schutzgüter",
];
/// How an adjective ends that belongs to a paper: „Artenschutzrechtlicher Fachbeitrag“.
const ADJECTIVES: [&str; 6] = ["licher", "liche", "liches", "ischer", "ische", "isches"];
/// Words in brackets that name whoever wrote a paper.
const AUTHORS: [&str; 8] = [
    "büro",
    "gmbh",
    "ingenieur",
    "planung",
    "dipl",
    "dr.",
    "consult",
    "institut",
];

/// Whether nothing is left of key words on a theme once papers, numbers, days and the theme's own name are left out.
pub fn say_nothing(keywords: &str, theme: &str) -> bool {
    let bare = without_authors(keywords);
    let theme = words(theme);
    let said = words(&bare);
    let is_empty = |(at, word): (usize, &String)| is_of_paper(&said, at) || theme.contains(word);
    said.iter().enumerate().all(is_empty)
}

/// Whether one of some words in small letters says nothing of the environment, or belongs to the paper behind it:
/// „Artenschutzrechtlicher Fachbeitrag“.
pub fn is_of_paper(said: &[String], at: usize) -> bool {
    let of_paper = said.get(at + 1).is_some_and(|next| is_paper(next))
        && ADJECTIVES.iter().any(|end| said[at].ends_with(end));
    of_paper || is_of_nothing(&said[at])
}

/// Whether a word in small letters says nothing of the environment: the name of a paper, a number, a month.
pub fn is_of_nothing(word: &str) -> bool {
    let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
    let is_month = || MONTHS_DE.iter().any(|month| month.to_lowercase() == word);
    is_number || EMPTY.contains(&word) || is_paper(word) || is_month()
}

/// Whether key words name any paper.
pub fn name_papers(keywords: &str) -> bool {
    words(keywords).iter().any(|word| is_paper(word))
}

/// Whether a word in small letters names a paper.
pub fn is_paper(word: &str) -> bool {
    PAPERS.iter().any(|paper| word.ends_with(paper))
}

/// The words of a text in small letters.
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    let words = words.map(|word| word.trim_matches('-').to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// Key words without what names an office in brackets: „(Büro Biotop, 2022)“.
fn without_authors(keywords: &str) -> String {
    let mut kept = String::new();
    let mut rest = keywords;
    while let Some((before, behind)) = rest.split_once('(') {
        let (inner, after) = behind.split_once(')').unwrap_or((behind, ""));
        kept.push_str(before);
        let is_author = |part: &&str| {
            let lower = part.to_lowercase();
            AUTHORS.iter().any(|word| lower.contains(word))
        };
        for part in inner.split(',').filter(|part| !is_author(part)) {
            kept.push_str(&format!(" {part} "));
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::{name_papers, say_nothing};

    #[test]
    fn papers_are_told_from_what_is_in_them() {
        for empty in [
            "Umweltbericht, Artenschutzgutachten und Stellungnahmen",
            "Fachgutachten, Stellungnahmen der Behörden",
            "siehe Umweltbericht, Abschnitt 2.3",
            "Umweltbericht S. 12-18",
            "Gutachten vom 3. Mai 2005",
            "Artenschutzrechtlicher Fachbeitrag (Büro Biotop, 2022)",
            "Gutachten liegt vor",
            "wird nachgereicht",
            "Schutzgut Tiere",
            "k. A.",
            "-",
            "",
        ] {
            assert!(
                say_nothing(empty, "Tiere, Pflanzen und biologische Vielfalt"),
                "{empty}"
            );
        }
        for told in [
            "Verkehrslärm der Bahnlinie",
            "Zauneidechsen (Artenschutzgutachten)",
            "Artenschutzgutachten (Fledermäuse, Büro Biotop)",
            "Tiere am Bach",
        ] {
            assert!(
                !say_nothing(told, "Tiere, Pflanzen und biologische Vielfalt"),
                "{told}"
            );
        }
        assert!(!name_papers("k. A.") && name_papers("Bodengutachten"));
    }
}
