//! Citations of what the BauGB does not have (`TXT-003`): „§ 251“, „§ 3 Abs. 22“.

use crate::law::provisions::provisions;

/// What may stand between a paragraph and the name of its statute, squeezed.
const BETWEEN: [&str; 17] = [
    "halbsatz",
    "alternative",
    "inverbindungmit",
    "buchst",
    "sowie",
    "satz",
    "abs",
    "alt",
    "ivm",
    "und",
    "bis",
    "lit",
    "hs",
    "nr",
    "§",
    "s",
    ",",
];
/// How far behind a paragraph the name of its statute may stand, in bytes.
const NEAR: usize = 60;

/// A citation in a squeezed text of a paragraph or a subsection that the BauGB does not have, squeezed as it stands there;
/// these are the places of its paragraphs.
pub fn no_such<'t>(text: &'t str, signs: &[usize]) -> Option<&'t str> {
    signs.iter().find_map(|at| {
        let rest = &text[at + '§'.len_utf8()..];
        let (digits, rest) = number(rest)?;
        let letter = letter(rest);
        let rest = &rest[letter.len()..];
        let subsection = rest.strip_prefix("abs").and_then(number);
        let end = subsection.map_or(rest, |(_, rest)| rest);
        if !is_of_baugb(end) {
            return None;
        }
        let (law, paragraph) = (provisions(), digits.parse::<u32>().ok()?);
        let name = &text[at + '§'.len_utf8()..][..digits.len() + letter.len()];
        let cited = &text[*at..text.len() - end.len()];
        if paragraph > law.last {
            return Some(&text[*at..*at + '§'.len_utf8() + name.len()]);
        }
        let (said, _) = subsection?;
        let most = law.subsections(name)?;
        (said.parse::<u32>().ok()? > most).then_some(cited)
    })
}

/// The citations of a statute in a squeezed text, each from its sign to the name of the statute; `name` is squeezed, too.
pub fn cited_of<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let signs = text.match_indices('§').filter_map(|(at, sign)| {
        let rest = &text[at + sign.len()..];
        let (digits, rest) = number(rest)?;
        let letter = letter(rest);
        let end = own_end(&rest[letter.len()..], name)?;
        Some(&text[at..at + sign.len() + digits.len() + letter.len() + end])
    });
    signs.collect()
}

/// The digits that a text begins with, and what is behind them.
pub fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    (end > 0).then(|| text.split_at(end))
}

/// The letter of a paragraph: that of „13a“, but not that of „§ 13 BauGB“.
fn letter(rest: &str) -> &str {
    let words = [
        "abs", "baug", "satz", "s1", "s2", "nr", "und", "ivm", "bis", "inver", "bimsch", "uvp",
        "rog",
    ];
    let begins = |text: &str| words.iter().any(|word| text.starts_with(word));
    let is_letter = rest.starts_with(|letter: char| ('a'..='k').contains(&letter));
    // „§ 7 des Gesetzes“ has none, „§ 13a des Gesetzes“ has one.
    let is_alone = |behind: &str| {
        begins(behind) || behind.starts_with("des") || !behind.starts_with(char::is_alphabetic)
    };
    match is_letter && !begins(rest) && is_alone(&rest[1..]) {
        true => &rest[..1],
        false => "",
    }
}

/// Whether the statute that is named behind a citation is the BauGB.
fn is_of_baugb(rest: &str) -> bool {
    own_end(rest, "baugb").is_some()
}

/// How far behind a citation the name of its statute stands, with nothing but other citations between.
fn own_end(rest: &str, name: &str) -> Option<usize> {
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let whole = || {
        (name == "baugb")
            .then(|| near.find("baugesetzbuch"))
            .flatten()
    };
    let end = near.find(name).or_else(whole)?;
    // „§ 3 Abs. 2 des Baugesetzbuchs“
    let between = near[..end].trim_end_matches("des").trim_end_matches("der");
    let mut between = between.to_owned();
    for word in BETWEEN {
        if between.contains(word) {
            between = between.replace(word, "");
        }
    }
    let mut letters = between.chars().filter(|letter| !letter.is_ascii_digit());
    // One letter may be that of a paragraph: „§§ 3 Abs. 2 und 4a Abs. 3“.
    let is_near = letters.next().is_none() || letters.next().is_none();
    is_near.then_some(end)
}

#[cfg(test)]
mod tests {
    use super::no_such;
    use crate::check::paragraph::around_paragraphs;

    #[test]
    fn what_the_baugb_does_not_have_is_found() {
        let found = |text: &str| {
            let text = around_paragraphs(text);
            let signs: Vec<usize> = text.match_indices('§').map(|(at, _)| at).collect();
            no_such(&text, &signs).map(str::to_owned)
        };
        let wrong = |text: &str, cited: &str| assert_eq!(found(text).as_deref(), Some(cited));
        wrong("nach § 251 BauGB", "§251");
        wrong("nach § 299 Abs. 1 BauGB", "§299");
        wrong("nach § 3 Abs. 22 BauGB", "§3abs22");
        wrong("nach § 10 Abs. 9 Satz 1 des Baugesetzbuchs", "§10abs9");
        wrong("nach §§ 3 Abs. 7 und 4 Abs. 2 BauGB", "§3abs7");
        wrong("nach § 13a Abs. 5 BauGB", "§13aabs5");
        for text in [
            "nach § 251 der Abgabenordnung und nach dem BauGB",
            "nach § 10 Abs. 9 BImSchG und § 10 Abs. 3 BauGB",
            "nach § 246e und § 250 BauGB, § 9 Abs. 2d BauGB, § 34 Abs. 3a BauGB",
            "nach § 3 Abs. 2 Satz 4 Nr. 2 BauGB",
            "nach § 13 BauGB, § 4a Abs. 6 BauGB, § 245c Abs. 1 BauGB",
            "§ 214 Abs. 1 Satz 1 Nr. 1 bis 3, Abs. 2 und Abs. 3 Satz 2 BauGB",
            "nach § 73 Abs. 9",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
