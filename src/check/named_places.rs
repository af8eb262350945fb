//! The names of municipalities in titles and texts.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::names::title;
use crate::check::signature;
use crate::check::texts::{all, in_the_record};
use crate::finding::{Finding, say};
use crate::model::phase::Phase;
use std::ops::Range;

/// `TXT-005`
pub fn place_of_the_plan(case: &Case, report: &mut Report) {
    signature::places_of_signatures(case, report);
    signature::organs_of_signatures(case, report);
    let procedure = case.procedure;
    let named = [
        (
            procedure.plan.name.as_str(),
            procedure.origin.at("planname"),
        ),
        (
            procedure.summary.as_str(),
            procedure.origin.at("kurzbeschreibung"),
        ),
    ];
    let named = named.map(|(text, place)| in_the_record(text, place));
    // Other authorities lead procedures under other statutes.
    let is_own = |phase: Option<&Phase>| phase.is_none_or(|phase| !phase.rule.is_related);
    let notices = all(case).filter(|(phase, written)| written.is_notice && is_own(*phase));
    let notices = notices.map(|(_, written)| written);
    for (at, written) in named.into_iter().chain(notices).enumerate() {
        // A title says whose plan it is, whatever the text below it tells of neighbours.
        let title = written.file.map_or("", |file| title(file.text()));
        let found = foreign_place(case, written.text, at == 0);
        let found = found.or_else(|| foreign_place(case, title, false));
        // „# Stadt Bautzen“ says who announces, whatever town the text names below.
        let first = title
            .lines()
            .map(|line| line.trim_matches(['#', '*', '_', ' ']));
        let first = first.into_iter().find(|line| !line.is_empty());
        let head = first.filter(|line| is_head(line)).unwrap_or_default();
        let Some(name) = found.or_else(|| foreign_place(case, head, false)) else {
            continue;
        };
        let place = written.place_of(&name);
        let own = &case.municipality.name;
        report.add(
            Finding::new(
                &kinds::PLACE_OF_PLAN,
                place,
                say(
                    format!("Hier steht „{name}“, das Verfahren führt {own}"),
                    format!("This says “{name}”, but the procedure is {own}'s"),
                ),
            )
            .help(say(
                "Liegt das Gebiet auch dort, ergänzen Sie weitere_gemeinden: [AGS]; sonst berichtigen Sie den Namen.",
                "If the area lies there as well, add weitere_gemeinden: [AGS]; otherwise correct the name.",
            )),
        );
    }
}

/// Whether a line is nothing but the name of who announces: „Stadt Kamenz / město Kamjenc“, „Große Kreisstadt Zittau“.
fn is_head(line: &str) -> bool {
    let names = ["Stadt ", "Gemeinde ", "Große Kreisstadt "];
    line.split_whitespace().count() <= 6 && names.iter().any(|begin| line.starts_with(begin))
}

/// Whether a town or an association acts for the municipality (§ 36 SächsKomZG).
pub fn acts_for_another(text: &str) -> bool {
    const SIGNS: [&str; 6] = [
        "erfüllende",
        "verwaltungsgemeinschaft",
        "verwaltungsverband",
        "verbandsvorsitz",
        "für die gemeinde",
        "für die mitgliedsgemeinde",
    ];
    let lower = text.to_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign))
}

/// Words before the name of a municipality that make it the one that is meant.
const OF: [&str; 4] = ["Stadt", "Gemeinde", "Kreisstadt", "Ort"];
/// Who speaks for a municipality.
const SPEAKS: [&str; 8] = [
    "gegenüber",
    "Rathaus",
    "Satzung",
    "Stadtrat",
    "Gemeinderat",
    "Bekanntmachung",
    "Oberbürgermeister",
    "Bürgermeister",
];
/// What a municipality does with a plan.
const ACTS: [&str; 8] = [
    "ändert",
    "stellt",
    "gibt",
    "veröffentlicht",
    "macht",
    "beabsichtigt",
    "beschließt",
    "legt",
];
/// Words for what a neighbour does at the same time.
const BESIDES: [&str; 12] = [
    "beteiligt",
    "ähnlichen",
    "vergleichbar",
    "parallel",
    "ebenfalls",
    "gleichzeitig",
    "zeitgleich",
    "zugleich",
    "daneben",
    "ihrerseits",
    "eigenen",
    "auch",
];

/// Whether an office or a place of access of the record lies in a town, whose name is given in small letters: it
/// does the work of the municipality.
pub fn has_office_in(case: &Case, town: &str) -> bool {
    let municipality = case.municipality;
    let contact = case.procedure.contact.as_ref();
    let shown = municipality.display_place.as_ref();
    let access = case.procedure.phases.iter().flat_map(|phase| &phase.access);
    let access = access.flat_map(|own| [Some(own.place.as_str()), own.postal_address.as_deref()]);
    let offices = [
        municipality.office.postal_address.as_deref(),
        Some(municipality.office.name.as_str()),
        contact.and_then(|own| own.postal_address.as_deref()),
        contact.map(|own| own.name.as_str()),
        shown.and_then(|own| own.postal_address.as_deref()),
        shown.map(|own| own.name.as_str()),
    ];
    let mut named = offices.into_iter().chain(access).flatten();
    named.any(|named| named.to_lowercase().contains(town))
}

/// The words of a text or of a name; a hyphen is a letter.
fn words_of(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    words.filter(|word| !word.is_empty()).collect()
}

/// The name of another municipality that a text takes for the plan's own.
pub fn foreign_place(case: &Case, text: &str, is_title: bool) -> Option<String> {
    if acts_for_another(text) {
        return None;
    }
    let words = words_of(text);
    let own = case.municipality.name.to_lowercase();
    let own = words_of(&own);
    let lower = text.to_lowercase();
    let names_own = own.first().is_some_and(|first| lower.contains(first));
    let others = &case.procedure.more_municipalities;
    let is_foreign = |name: &str| {
        let name = name.to_lowercase();
        let around = &case.around;
        let short = || {
            around
                .municipality_in_short(&name)
                .filter(|_| !name.contains(' '))
        };
        let Some(ags) = around.municipality(&name).or_else(short) else {
            return false;
        };
        // „Auerbach“ is a part of „Auerbach/Vogtl.“
        let is_part = name.split(' ').all(|word| own.contains(&word));
        let is_own = ags == case.municipality.ags || others.iter().any(|own| own.ags == ags);
        !is_part && !is_own && !has_office_in(case, &name)
    };
    let names = (0..words.len()).filter(|at| words[*at].starts_with(char::is_uppercase));
    names.into_iter().find_map(|at| {
        (1..=3).rev().find_map(|length| {
            let name = words.get(at..at + length)?;
            if !is_meant(&words, at..at + length, names_own, is_title) {
                return None;
            }
            Some(name.join(" ")).filter(|name| is_foreign(name))
        })
    })
}

/// Whether the words behind the name of a town say that its council agreed to something; one that passed the plan itself
/// says so in other words.
fn has_agreed(behind: &[&str]) -> bool {
    const FAR: usize = 14;
    const AGREED: [&str; 4] = ["zugestimmt", "Zustimmung", "einverstanden", "Einvernehmen"];
    const PASSED: [&str; 8] = [
        "gebilligt",
        "beschlossen",
        "Entwurf",
        "Entwurfs",
        "Auslegung",
        "Veröffentlichung",
        "Satzung",
        "Aufstellung",
    ];
    let near = || behind.iter().take(FAR);
    let agreed = near().position(|word| AGREED.contains(word));
    agreed.is_some_and(|agreed| !near().take(agreed).any(|word| PASSED.contains(word)))
}

/// Whether a text means the municipality whose name is at some of its words. Beside the own name another
/// one may be a neighbour's, but not whose council it is.
fn is_meant(words: &[&str], at: Range<usize>, names_own: bool, is_title: bool) -> bool {
    let behind = &words[at.end..];
    let is_neighbour = |word: &&str| word.starts_with("Nachbar") || *word == "benachbarte";
    if behind.iter().take(8).any(is_neighbour) {
        return false;
    }
    let is_partner = |word: &&str| ["zusammen", "gemeinsam", "gegenüber"].contains(word);
    let ahead = &words[at.start.saturating_sub(4)..at.start];
    let is_model = |word: &&str| ["mit", "Vorbild", "Beispiel", "Nähe"].contains(word);
    if behind.iter().take(6).any(is_partner) || ahead.iter().any(is_model) {
        return false;
    }
    if has_agreed(behind) {
        return false;
    }
    let before = at.start.checked_sub(1).map(|before| words[before]);
    let after = behind.first();
    // „der Großen Kreisstadt“ says as much as „der Stadt“.
    let is_great = at.start >= 2 && words[at.start - 2].starts_with("Große");
    let front = at.start - usize::from(is_great);
    let two_before = front.checked_sub(3).and_then(|at| words.get(at..at + 2));
    let speaks = |pair: &[&str]| pair[1] == "der" && SPEAKS.contains(&pair[0]);
    // What a neighbour does besides is its own.
    let is_besides = behind
        .iter()
        .skip(1)
        .take(3)
        .any(|word| BESIDES.contains(word));
    let acts = after.is_some_and(|word| ACTS.contains(word)) && !is_besides;
    let is_of = before.is_some_and(|word| OF.contains(&word))
        && (!names_own || acts || two_before.is_some_and(speaks));
    let has_part = is_title && after.is_some_and(|word| ["OT", "Ortsteil"].contains(word));
    let is_in = is_title && before == Some("in");
    is_of || !names_own && (has_part || is_in)
}
