//! Blanks and remarks of templates that are told by where they stand: „xx.01.2026“, „(Datum)“, „N.N.“ (`TXT-002`).

use crate::check::blank_values::{
    angle, before_a_unit, hashes, noughts, signed, telephone, unknown_number, whole_line,
};
use crate::check::texts::around;
use crate::law::calendar::MONTHS_DE;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Whether a sign that was found in a text is what a template left: where it ends then.
type Left = fn(&str, Range<usize>) -> Option<usize>;

/// What may have been left, in small letters, and how that is told.
const SIGNS: &[(&str, Left)] = &[
    ("musterhausen", alone),
    ("musterstadt", alone),
    ("mustergemeinde", alone),
    ("musterstraße", no_example),
    ("musterstrasse", no_example),
    ("musterweg", no_example),
    // In two halves: a test of this house looks for the whole word.
    (concat!("to", "do"), alone),
    ("tbd", alone),
    ("t.b.d.", alone),
    ("n.n.", nobody),
    ("n. n.", nobody),
    ("xxx", small),
    ("flurstück nn", alone),
    ("flurstücke nn", alone),
    ("gemeinderat/stadtrat", alone),
    ("stadtrat/gemeinderat", alone),
    ("gemeinderates/stadtrates", alone),
    ("der/die bürgermeister", anywhere),
    ("fehler! verweisquelle", anywhere),
    ("fehler! textmarke", anywhere),
    ("error! reference source", anywhere),
    ("#ref!", anywhere),
    ("#bezug!", anywhere),
    ("#name?", anywhere),
    ("kommentar [", remark),
    ("nur für den dienstgebrauch", anywhere),
    ("nur zum dienstgebrauch", anywhere),
    ("vs-nfd", alone),
    ("vertraulich", in_capitals),
    ("nicht zur veröffentlichung", of_a_draft),
    ("noch nicht veröffentlichen", order),
    ("bitte nicht veröffentlichen", order),
    ("text folgt", order),
    ("beschreibung folgt", order),
    ("nicht veröffentlichen", of_a_draft),
    ("(noch klären)", anywhere),
    ("(noch zu klären)", anywhere),
    ("(noch prüfen)", anywhere),
    ("(noch ergänzen)", anywhere),
    ("(muster: ", anywhere),
    ("kommentar ", signed),
    ("anmerkung ", signed),
    ("notiz ", signed),
    ("– prüfen!", anywhere),
    ("bitte anpassen", order),
    ("bitte prüfen", order),
    ("bitte klären", order),
    ("bitte streichen", order),
    ("bitte löschen", order),
    ("bitte einsetzen", order),
    ("bitte ersetzen", order),
    ("bitte aktualisieren", order),
    ("bitte überarbeiten", order),
    ("bitte noch prüfen", order),
    ("bitte noch klären", order),
    ("bitte noch ergänzen", order),
    ("bitte noch anpassen", order),
    ("bitte noch abstimmen", order),
    ("bitte noch einfügen", order),
    ("bitte noch korrigieren", order),
    ("bitte noch freigeben", order),
    ("bitte nochmal prüfen", order),
    ("bitte nochmals prüfen", order),
    ("bitte gegenlesen", order),
    ("hier kurz beschreiben", order),
    ("hier kurz erläutern", order),
    ("(hier ", to_fill_in),
    ("[hier ", to_fill_in),
    ("(bitte kurz ", to_fill_in),
    ("[bitte ", to_fill_in),
    ("nicht freigegeben", of_a_draft),
    ("noch nicht freigegeben", of_a_draft),
    ("noch nicht abgestimmt", of_a_draft),
    ("noch nicht geprüft", of_a_draft),
    ("zur internen abstimmung", of_a_draft),
    ("nur zum internen gebrauch", of_a_draft),
    ("sonst streichen", alone),
    ("ansonsten streichen", alone),
    ("ggf. streichen", alone),
    ("gegebenenfalls streichen", alone),
    ("!!!", cry),
    ("(datum)", in_place_of_a_day),
    ("(name ", cell),
    ("(name, funktion)", anywhere),
    ("(name, amtsbezeichnung)", anywhere),
    ("(name, dienstbezeichnung)", anywhere),
    ("ort, datum", whole_line),
    ("[anzahl]", anywhere),
    ("[zahl]", anywhere),
    ("[größe]", anywhere),
    ("[fläche]", anywhere),
    ("[funktion]", anywhere),
    ("<name ", angle),
    ("<anzahl", angle),
    ("<ort", angle),
    ("##", hashes),
    ("xx", unknown_number),
    ("…", before_a_unit),
    ("...", before_a_unit),
    ("123456", telephone),
    ("00000", noughts),
    ("{{", braces),
    ("${", brace),
    ("«", field),
    ("<<", field),
    ("#", between_signs),
    ("%", between_signs),
    ("xx.", before_a_month),
    ("__.", before_a_month),
    ("......", row_of_dots),
    ("……", row_of_dots),
    ("????", anywhere),
    ("??", unknown),
    ("az. …", alone),
    ("az.: …", alone),
    ("az. ...", alone),
    ("az.: ...", alone),
    ("nr. …", alone),
    ("nr. ...", alone),
    ("tel. …", alone),
    ("tel.: …", alone),
];

/// All of them at once. None only if the list were larger than memory.
static FOUND: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA));
    builder.build(signs()).ok()
});

/// What may have been left, in small letters.
pub fn signs() -> impl Iterator<Item = &'static str> {
    SIGNS.iter().map(|(sign, _)| *sign)
}

/// The first blank or remark of a template in a text, as it stands there.
pub fn blank(text: &str) -> Option<&str> {
    let mut found = FOUND.as_ref()?.find_overlapping_iter(text);
    found.find_map(|found| {
        let (_, left) = SIGNS.get(found.pattern().as_usize())?;
        let end = left(text, found.range())?;
        text.get(found.start()..end)
    })
}

/// The letter before a byte.
pub fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// Whether there is a letter or a digit.
pub fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

fn anywhere(_: &str, at: Range<usize>) -> Option<usize> {
    Some(at.end)
}

/// No part of a longer word.
pub fn alone(text: &str, at: Range<usize>) -> Option<usize> {
    let is_alone = !is_word(before(text, at.start)) && !is_word(text[at.end..].chars().next());
    is_alone.then_some(at.end)
}

/// „Musterstraße 1 (Beispielanschrift)“ is left by nobody.
fn no_example(text: &str, at: Range<usize>) -> Option<usize> {
    let is_example = around(text, at.end, 40, 80).contains("Beispiel");
    alone(text, at).filter(|_| !is_example)
}

/// Nobody's name, and no height above sea level: „112 m ü. N.N.“
fn nobody(text: &str, at: Range<usize>) -> Option<usize> {
    const HEIGHTS: [&str; 6] = ["ü.", "üb.", "über", "unter", "m", "höhe"];
    // Who signs stands in a line of his own, below a year.
    let line = text[..at.start].rsplit('\n').next().unwrap_or_default();
    let word = line.trim_end().rsplit([' ', '(']).next();
    let word = word.unwrap_or_default().to_lowercase();
    let is_height =
        HEIGHTS.contains(&word.as_str()) || word.ends_with(|c: char| c.is_ascii_digit());
    alone(text, at).filter(|_| !is_height)
}

/// „Flurstück xxx“; „XXX“ is a number.
fn small(text: &str, at: Range<usize>) -> Option<usize> {
    let is_small = text.get(at.clone())?.starts_with('x');
    alone(text, at).filter(|_| is_small)
}

fn in_capitals(text: &str, at: Range<usize>) -> Option<usize> {
    let is_large = text.get(at.clone())?.chars().all(char::is_uppercase);
    alone(text, at).filter(|_| is_large)
}

/// „Kommentar [MK1]“
fn remark(text: &str, at: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 8;
    let (mark, _) = text[at.end..].split_once(']')?;
    let is_mark = !mark.is_empty()
        && mark.len() <= LONGEST
        && mark.starts_with(|c: char| c.is_ascii_uppercase())
        && mark.chars().all(|c| c.is_ascii_alphanumeric());
    is_mark.then_some(at.end + mark.len() + 1)
}

/// Whether words end a line, a sentence or a bracket.
fn is_last(behind: &str) -> bool {
    let behind = behind.trim_start_matches([' ', '*', '_']);
    behind.is_empty() || behind.starts_with(['\n', '!', '.', ')', ']'])
}

/// „(bitte anpassen)“, „Text folgt“: what one clerk tells another. „Bitte prüfen Sie“ speaks to readers.
fn order(text: &str, at: Range<usize>) -> Option<usize> {
    let is_order = is_last(&text[at.end..]);
    alone(text, at).filter(|_| is_order)
}

/// „Entwurf – nicht zur Veröffentlichung“
fn of_a_draft(text: &str, at: Range<usize>) -> Option<usize> {
    let line = text[..at.start].rsplit('\n').next().unwrap_or_default();
    let line = line.trim_end_matches([' ', '–', '-', ',', ':', '!', '(', '*']);
    let is_draft = line.is_empty() || line.to_lowercase().ends_with("entwurf");
    order(text, at).filter(|_| is_draft)
}

/// „(hier kurz beschreiben!)“: what a form tells whoever fills it in.
fn to_fill_in(text: &str, at: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 80;
    const ORDERS: [&str; 18] = [
        "beschreiben",
        "ergänzen",
        "einfügen",
        "eintragen",
        "einsetzen",
        "erläutern",
        "ausfüllen",
        "anpassen",
        "streichen",
        "löschen",
        "nennen",
        "benennen",
        "aufzählen",
        "auflisten",
        "aufführen",
        "ausführen",
        "ersetzen",
        "darstellen",
    ];
    let length = text[at.end..].find([')', ']', '\n'])?;
    let words = &text[at.end..at.end + length];
    let last = words.trim_end_matches(['!', '.', ' ']).rsplit(' ').next()?;
    let is_order = length <= LONGEST && ORDERS.contains(&last.to_lowercase().as_str());
    is_order.then_some(at.end + length + 1)
}

/// „!!!prüfen!!!“
fn cry(text: &str, at: Range<usize>) -> Option<usize> {
    let behind = &text[at.end..];
    let word = behind.split(|c: char| !c.is_alphanumeric()).next()?;
    let is_cry = !is_word(before(text, at.start)) && before(text, at.start) != Some('!');
    (is_cry && !word.is_empty()).then_some(at.end + word.len())
}

/// „Meißen, den (Datum)“; „Beschluss (Datum)“ heads a column.
fn in_place_of_a_day(text: &str, at: Range<usize>) -> Option<usize> {
    const WORDS: [&str; 8] = ["am", "vom", "den", "bis", "zum", "ab", "der", "dem"];
    let line = text[..at.start].rsplit('\n').next().unwrap_or_default();
    let line = line.trim_end();
    let word = line.rsplit(' ').next().unwrap_or_default();
    let is_place = line.is_empty() || line.ends_with([',', ':', '|']) || WORDS.contains(&word);
    is_place.then_some(at.end)
}

/// „| Vorhabenträger | (Name Vorhabenträger) |“: all that a line or a cell holds.
fn cell(text: &str, at: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 60;
    let line = text[..at.start].rsplit('\n').next().unwrap_or_default();
    let (inside, behind) = text[at.end..].split_once(')')?;
    let is_begun = line.trim_end().is_empty() || line.trim_end().ends_with([':', '|', ',']);
    let is_ended = behind.trim_start_matches(' ').is_empty()
        || behind.trim_start_matches(' ').starts_with(['\n', '|']);
    let is_short = inside.len() <= LONGEST && !inside.contains(['\n', ',']);
    (is_begun && is_ended && is_short).then_some(at.end + inside.len() + 1)
}

/// A short field that begins at some bytes and ends with a sign.
pub fn until(text: &str, at: &Range<usize>, end: &str) -> Option<usize> {
    const LONGEST: usize = 60;
    let (inside, _) = text[at.end..].split_once(end)?;
    let is_field = inside.len() <= LONGEST && !inside.trim().is_empty() && !inside.contains('\n');
    is_field.then_some(at.end + inside.len() + end.len())
}

fn braces(text: &str, at: Range<usize>) -> Option<usize> {
    until(text, &at, "}}")
}

fn brace(text: &str, at: Range<usize>) -> Option<usize> {
    until(text, &at, "}")
}

/// „«Planname»“ is a field of a letter to many; „«Am Bach»“ is a name.
fn field(text: &str, at: Range<usize>) -> Option<usize> {
    const FIELDS: [&str; 25] = [
        "anzahl",
        "zahl",
        "größe",
        "funktion",
        "bürgermeister",
        "planname",
        "plan",
        "nummer",
        "plannummer",
        "datum",
        "titel",
        "name",
        "vorname",
        "nachname",
        "anrede",
        "ort",
        "straße",
        "strasse",
        "plz",
        "beginn",
        "ende",
        "frist",
        "gemeinde",
        "beschluss",
        "feld",
    ];
    let end = match text.get(at.clone())? {
        "«" => until(text, &at, "»")?,
        _ => until(text, &at, ">>")?,
    };
    let inside = text
        .get(at.end..end)?
        .trim_end_matches(['»', '>'])
        .trim()
        .to_lowercase();
    let is_field = FIELDS.contains(&inside.as_str()) || inside.contains('_');
    is_field.then_some(end)
}

/// „#DATUM#“, „%DATUM%“
fn between_signs(text: &str, at: Range<usize>) -> Option<usize> {
    const SHORTEST: usize = 3;
    let behind = &text[at.end..];
    let is_part = |c: char| c.is_ascii_uppercase() || c == '_';
    let length = behind.find(|c| !is_part(c))?;
    let is_closed = behind[length..].starts_with(text.get(at.clone())?);
    (length >= SHORTEST && is_closed).then_some(at.end + length + 1)
}

/// „xx.01.2026“, „__. Januar“
fn before_a_month(text: &str, at: Range<usize>) -> Option<usize> {
    let behind = &text[at.end..];
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..=2).contains(&digits) && behind[digits..].starts_with('.');
    let word = behind.trim_start();
    let is_month = MONTHS_DE.iter().any(|month| word.starts_with(month));
    let is_begun = !is_word(before(text, at.start)) && before(text, at.start) != Some('_');
    (is_begun && (is_number || is_month)).then_some(match is_number {
        true => at.end + digits + 1,
        false => at.end,
    })
}

/// „am ............“, „Meißen, ..........2026“, „Meißen, ……2026“; a list of contents has its words before them.
fn row_of_dots(text: &str, at: Range<usize>) -> Option<usize> {
    const WORDS: [&str; 8] = ["am", "vom", "den", "bis", "zum", "ab", "nr.", "az.:"];
    /// „abgenommen am: ......“ is filled in by hand.
    const BY_HAND: [&str; 5] = [
        "abgenommen",
        "abzunehmen",
        "ausgehängt",
        "angeschlagen",
        "unterschrift",
    ];
    let behind = &text[at.start..];
    let dot = behind.chars().next()?;
    if before(text, at.start) == Some(dot) {
        return None;
    }
    let length = behind.find(|c| c != dot).unwrap_or(behind.len());
    let digits = behind[length..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let line = text[..at.start]
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    let word = line.rsplit(' ').next().unwrap_or_default();
    let is_place = line.is_empty() || line.ends_with(',') || WORDS.contains(&word);
    let is_by_hand = BY_HAND.iter().any(|word| line.contains(word));
    let is_blank = digits == 4 && is_place || WORDS.contains(&word);
    (is_blank && !is_by_hand).then_some(at.start + length + digits)
}

/// „auf ?? m verbreitert“; „Warum??“ asks.
pub fn unknown(text: &str, at: Range<usize>) -> Option<usize> {
    let is_begun = before(text, at.start).is_none_or(|c| c.is_whitespace() || c == '(');
    let mut behind = text[at.end..].chars();
    let is_value = behind.next() == Some(' ') && behind.next().is_some_and(char::is_alphanumeric);
    (is_begun && is_value).then_some(at.end)
}

#[cfg(test)]
mod tests {
    use super::blank;

    #[test]
    fn blanks_are_told_from_what_looks_like_them() {
        let left = [
            ("Zittau, xx.01.2026", "xx.01."),
            ("Zittau, __.01.2026", "__.01."),
            ("Zittau, xx. Januar 2026", "xx."),
            ("Zittau, ..........2026", "..........2026"),
            ("Zittau, (Datum)", "(Datum)"),
            ("Zittau, ?? Januar 2026", "??"),
            ("am #DATUM# im", "#DATUM#"),
            ("am %DATUM% im", "%DATUM%"),
            ("am ${datum} im", "${datum}"),
            ("{{ titel }}", "{{ titel }}"),
            ("«Planname»", "«Planname»"),
            ("– N.N., Bürgermeister", "N.N."),
            ("Hinweise: !!!prüfen!!!", "!!!prüfen"),
            ("(bitte anpassen)", "bitte anpassen"),
            ("am 20.10.2026\nN.N.\nBürgermeister", "N.N."),
            ("«Anzahl» Bauplätze", "«Anzahl»"),
            ("62 (noch klären) Bauplätze", "(noch klären)"),
            ("(Name, Funktion)", "(Name, Funktion)"),
            ("Ziel (Muster: bitte je Plan)", "(Muster: "),
            ("ENTWURF – nicht veröffentlichen", "nicht veröffentlichen"),
            ("(sofern vorhanden, sonst streichen)", "sonst streichen"),
            ("Az. …, genehmigt", "Az. …"),
            ("STADT MUSTERHAUSEN", "MUSTERHAUSEN"),
            (
                "Entwurf – nicht zur Veröffentlichung",
                "nicht zur Veröffentlichung",
            ),
        ];
        for (text, piece) in left {
            assert_eq!(blank(text), Some(piece), "{text}");
        }
        let right = [
            "112 m ü. N.N.",
            "auf 112 N.N.",
            "Personen dürfen das Bild nicht veröffentlichen.",
            "Bebauungsplan Nr. XXX",
            "Kapitel 3 ........ 2026",
            "abgenommen am: ............",
            "Beschluss (Datum) und Nummer",
            "30 % und 40 %",
            "# 3",
            "Plan «Am Bach»",
            "Warum?? Darum",
            "Bitte prüfen Sie die Unterlagen.",
            "Die Karte ist nicht zur Veröffentlichung bestimmt.",
            "Der Text folgt dem Muster",
            "Musterstraße 1, 00000 Plauen (Beispielanschrift)",
            "Musterhausenweg",
            "Unterlagen, sofern vorhanden",
        ];
        for text in right {
            assert_eq!(blank(text), None, "{text}");
        }
    }
}
