//! A town's own wording of a notice, compared with the record: hints, themes, places, documents.
//!
//! The wording is free; what is compared is whether it speaks of what the record holds. Signs for
//! that are generous, so that only what is really missing is found.

use crate::check::case::{Case, Report};
use crate::check::hint::{LATE, excludes_late};
use crate::check::hint_parts;
use crate::check::houses;
use crate::check::kinds;
use crate::check::own::{Own, PERIOD, hint_near, of_displays, wordings};
use crate::check::own_hours;
use crate::check::own_rooms::{other_floor, other_room};
use crate::check::partial_access;
use crate::check::said;
use crate::check::texts::begins_a_word;
use crate::check::theme_list::ThemeList;
use crate::check::themes;
use crate::check::told_hours;
use crate::finding::{Finding, Kind, Level, say};
use crate::law::notice_words::notice_words;
use crate::law::wording::Asked;
use crate::model::phase::EnvironmentalInformation;
use crate::notice::{choice, hints};
use std::ops::Range;

/// Hints without which no plan fails (§ 214 Abs. 1 Satz 1 Nr. 2 BauGB), or of which another rule warns only.
const NEVER_FATAL: [&str; 5] = [
    "keine_umweltpruefung",
    "normenkontrolle",
    "planerhaltung",
    "entschaedigung",
    "saechsgemo",
];
/// Letters that tell a word from another, whatever its ending.
const STEM: usize = 5;

/// `NOT-028`: a hint that the file names and the wording does not give.
pub fn hints(case: &Case, report: &mut Report) {
    for own in wordings(case) {
        let choice = choice(case.procedure, own.step.phase);
        for hint in &own.notice.hints {
            let Some(row) = notice_words().hint(&hint.key, choice) else {
                continue;
            };
            let key = hint.key.as_str();
            let places = case.display_places(own.step);
            // What the hint says wrongly has its own finding.
            let is_wrong = key == LATE && excludes_late(own.step).is_some()
                || hint_parts::is_turned_round(&own, key);
            if is_wrong || own.is_by_place(key, &places) || own.gives(row, &places) {
                continue;
            }
            let asked = own.step.asked(|rule| {
                let mut asked = hints::asked(case.procedure, rule);
                asked.any(|known| known == key)
            });
            let mut finding = finding(
                &own,
                &kinds::WORDING_HINTS,
                hint_near(key),
                format!("Der Wortlaut gibt den Hinweis „{key}“ nicht, den das Verfahren angibt"),
                format!("The wording does not give the hint “{key}” that the file names"),
            )
            .because(say(
                format!(
                    "Verlangt nach {}; was bekannt gemacht wird, ist der Wortlaut.",
                    row.provision
                ),
                format!(
                    "Asked by {}; what is announced is the wording.",
                    row.provision
                ),
            ))
            .help(match key == PERIOD && !own.step.rule.is_span {
                // There is no period of publication yet; § 13a Abs. 3 Satz 1 Nr. 2 BauGB asks until when.
                true => say(
                    "Schreiben Sie, bis zu welchem Tag man sich äußern kann.",
                    "Write until which day people can comment.",
                ),
                false => say(
                    format!("Schreiben Sie zum Beispiel: {}", example(&row.words.de)),
                    format!("Write for example: {}", example(&row.words.de)),
                ),
            });
            if asked == Asked::Not || NEVER_FATAL.contains(&key) {
                finding.level = finding.level.max(Level::Warning);
            }
            report.add(finding);
        }
    }
}

fn finding(own: &Own, kind: &'static Kind, near: &[&str], de: String, en: String) -> Finding {
    Finding::new(kind, own.near(near), say(de, en))
}

/// A sentence of the law's table without what only the record can fill in.
fn example(sentence: &str) -> String {
    let mut said = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let (name, behind) = after.split_once('}').unwrap_or(("", after));
        if name == "gemeinde" {
            said.push_str("Gemeinde");
        }
        rest = behind;
    }
    said.push_str(rest);
    said
}

/// Where a wording names the kinds of environmental information, by the words that are likely there.
const ENVIRONMENT_NEAR: [&str; 6] = [
    "arten umweltbezogen",
    "umweltbezogene information",
    "umweltbezogenen information",
    "umweltinformation",
    "umweltbezogen",
    "umwelt",
];

/// `NOT-022`: a theme of the environmental information that the wording does not speak of.
pub fn themes(case: &Case, report: &mut Report) {
    if !case.is_assessed() {
        return;
    }
    let plan = case.procedure.plan.name.to_lowercase();
    for own in wordings(case).filter(|own| own.step.rule.needs_environment) {
        // The plan's own name and the addresses speak of no theme.
        let told = told_of_environment(&own);
        let words = told.split_whitespace();
        let words = words
            .filter(|word| !word.contains("://") && !is_of_procedure(word))
            .collect::<Vec<_>>();
        let lower = words.join(" ").replace(&plan, "");
        let lower = lower.replace("wasserstoff", "");
        let denied = own
            .sentence(NO_INFORMATION)
            .filter(|_| !own.step.phase.environment.is_empty());
        if let Some(sentence) = denied {
            report.add(no_information(&own, sentence));
        }
        let themes = &own.step.phase.environment;
        let list = ThemeList::of(own.source(), themes);
        let is_said = |own: &EnvironmentalInformation| {
            if let Some(list) = &list {
                return list.tells(own, themes, &plan);
            }
            let mut signs = own.theme.signs.iter();
            signs.any(|sign| lower.contains(sign))
                || speaks_of(&lower, &own.theme.de)
                || speaks_of(&lower, &themes::own_keywords(&told, own, themes))
        };
        let missing: Vec<&EnvironmentalInformation> =
            themes.iter().filter(|own| !is_said(own)).collect();
        for information in themes.iter().filter(|information| is_said(information)) {
            let part = list
                .as_ref()
                .and_then(|list| list.bare_part(information, themes));
            if part.is_some() || themes::is_bare(own.sentences(), information, themes) {
                report.add(themes::without_keywords(&own, information, (themes, part)));
            }
        }
        let are_most = missing.len() > 1 && missing.len() * 2 >= themes.len();
        if are_most && own.sentence(ON_ENVIRONMENT).is_none() {
            report.add(without_themes(&own));
            continue;
        }
        missing
            .into_iter()
            .for_each(|information| report.add(without_theme(&own, information)));
    }
}

fn without_theme(own: &Own, information: &EnvironmentalInformation) -> Finding {
    let label = &information.theme.de;
    finding(
        own,
        &kinds::WORDING_THEMES,
        &ENVIRONMENT_NEAR,
        format!("Der Wortlaut nennt das Thema „{label}“ nicht"),
        format!("The wording does not name the theme “{}”", information.theme.en),
    )
    .because(say(
        "Welche Arten umweltbezogener Informationen verfügbar sind, ist nach Themen bekannt zu machen (§ 3 Abs. 2 Satz 4 BauGB; BVerwG, 18. Juli 2013, 4 CN 3.12).",
        "The kinds of environmental information are announced by theme (§ 3 (2) sentence 4 BauGB; BVerwG, 18 July 2013, 4 CN 3.12).",
    ))
    .help(say(
        format!("Ergänzen Sie: {label}: {}", information.keywords.trim()),
        format!("Add: {label}: {}", information.keywords.trim()),
    ))
}

/// Sentences that speak of environmental information.
const ON_ENVIRONMENT: &str = "umweltbezogen|umweltinformation|umweltrelevant|umweltbelang|umweltbezug|schutzgut|schutzgüter|zur umwelt|umweltprüfung|umweltauswirkung|themen|auskunft zu|aussagen zu|informationen zu|angaben zu";

fn without_themes(own: &Own) -> Finding {
    let near = ["umweltbericht", "begründung", "veröffentlicht", "entwurf"];
    let mut finding = finding(
        own,
        &kinds::WORDING_THEMES,
        &near,
        "Der Wortlaut sagt nicht, welche Arten umweltbezogener Informationen verfügbar sind".to_owned(),
        "The wording does not say which kinds of environmental information are available".to_owned(),
    )
    .because(say(
        "Sie sind nach Themen bekannt zu machen; fehlen sie ganz, ist das beachtlich (§ 3 Abs. 2 Satz 4, § 214 Abs. 1 Satz 1 Nr. 2 Buchst. b BauGB; BVerwG, 18. Juli 2013, 4 CN 3.12).",
        "They are announced by theme; if all are missing the plan may fail (§ 3 (2) sentence 4, § 214 (1) sentence 1 no. 2 b BauGB; BVerwG, 18 July 2013, 4 CN 3.12).",
    ));
    let themes = own.step.phase.environment.iter();
    let themes: Vec<&str> = themes.map(|own| own.theme.de.as_str()).collect();
    finding.level = Level::Error;
    finding.help(say(
        format!("Ergänzen Sie sie mit Schlagworten: {}.", themes.join("; ")),
        format!("Add them with key words: {}.", themes.join("; ")),
    ))
}

/// Sentences that deny what the record lists.
const NO_INFORMATION: &str = "umweltbezogene informationen|umweltbezogenen informationen|umweltinformationen + liegen nicht vor|sind nicht verfügbar|nicht vorhanden|keine umweltbezogenen|keine umweltinformationen - weitere|darüber hinaus|sonstige|andere";

fn no_information(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::WORDING_THEMES,
        own.near_sentence(sentence),
        say(
            "Der Wortlaut sagt, es gebe keine umweltbezogenen Informationen; das Verfahren nennt welche",
            "The wording says that there is no environmental information; the record names some",
        ),
    )
    .because(say(
        "Welche Arten umweltbezogener Informationen verfügbar sind, ist bekannt zu machen (§ 3 Abs. 2 Satz 4 BauGB).",
        "The kinds of environmental information that are available are announced (§ 3 (2) sentence 4 BauGB).",
    ))
    .help(say(
        "Schreiben Sie „Folgende Arten umweltbezogener Informationen sind verfügbar“.",
        "Write “Folgende Arten umweltbezogener Informationen sind verfügbar”.",
    ))
}

/// What a wording says of the environment, else all of it.
fn told_of_environment(own: &Own) -> String {
    let sentences = own.sentences();
    let told = of_environment(sentences);
    if !sentences.iter().any(|own| said::shows(own, BEGINS)) {
        return own.lower().to_owned();
    }
    let told: Vec<&str> = told.into_iter().map(|at| sentences[at].as_str()).collect();
    told.join(" ")
}

/// Sentences with which a wording begins to speak of environmental information.
const BEGINS: &str = "arten umweltbezogen|umweltbezogene information|umweltbezogenen information|umweltbezogener information|umweltinformation|umweltbelang|schutzgut|schutzgüter|umweltbezug";

/// The places of sentences on the environment: from each that speaks of environmental information to the next hint. Streets
/// and neighbours of the area speak of no theme.
pub fn of_environment(sentences: &[String]) -> Vec<usize> {
    const SPEAKS: &str = "umweltbezogen|umweltbericht|umweltprüfung";
    const ENDS: [&str; 4] = [
        "stellungnahme|anregung|äußer + können|sollen|kann|abgegeben|einreichen|vorgebracht - umwelt",
        "unberücksichtigt|fristgerecht|hingewiesen|datenschutz",
        "eingesehen|einsehen|einsicht|einsehbar - umwelt",
        "beschluss|beschlossen - umwelt",
    ];
    let mut is_inside = false;
    let told = sentences.iter().enumerate().filter(|(_, sentence)| {
        let speaks = said::shows(sentence, SPEAKS);
        let begins = said::shows(sentence, BEGINS) || speaks && sentence.ends_with(':');
        let ends = ENDS.iter().any(|sign| said::shows(sentence, sign));
        is_inside = begins || is_inside && !ends;
        is_inside || speaks
    });
    told.map(|(at, _)| at).collect()
}

/// Whether a word in small letters is one that every notice has, though it begins or ends as one on the
/// environment does: „unberücksichtigt“ speaks of no sight, „Niederschrift“ of no rain.
pub fn is_of_procedure(word: &str) -> bool {
    const PARTS: [&str; 12] = [
        "sichtig",
        "einsicht",
        "niederschrift",
        "grundlage",
        "grundsätz",
        "grundstück",
        "flächennutzung",
        "datenschutz",
        "sachgebiet",
        "landesportal",
        "landkreis",
        "landratsamt",
    ];
    PARTS.iter().any(|part| word.contains(part))
}

/// Whether a text in small letters has a word that begins as one of some words does. Words that say nothing of
/// the environment count only where there are no others.
pub fn speaks_of(lower: &str, words: &str) -> bool {
    const EMPTY: [&str; 8] = [
        "und", "oder", "durch", "einer", "eines", "neuen", "nicht", "über",
    ];
    const GENERAL: [&str; 18] = [
        "arten",
        "auswirkung",
        "auswirkungen",
        "belange",
        "bereich",
        "bestand",
        "bewertung",
        "flächen",
        "gebiet",
        "gebiete",
        "gebieten",
        "gebietes",
        "informationen",
        "neue",
        "plan",
        "planung",
        "schutz",
        "umwelt",
    ];
    let words = words.to_lowercase();
    let words = words.split(|letter: char| !letter.is_alphanumeric());
    let is_word = |word: &&str| word.chars().count() >= 4 && !EMPTY.contains(word);
    let (general, own): (Vec<&str>, Vec<&str>) = words
        .filter(is_word)
        .partition(|word| GENERAL.contains(word));
    let words = if own.is_empty() { general } else { own };
    words
        .iter()
        .any(|word| begins_a_word(lower, long_stem(word)))
}

/// The same for a long word, which begins as others do: „Versickerung“ is no „Versiegelung“.
fn long_stem(word: &str) -> &str {
    let kept = match word.chars().count() {
        ..=7 => return stem(word),
        8..=9 => STEM + 1,
        _ => STEM + 2,
    };
    let end = word.char_indices().nth(kept);
    &word[..end.map_or(word.len(), |(at, _)| at)]
}

/// The first letters of a word, without the last one of a short word: it may be an ending.
pub fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    let kept = STEM.min(letters.saturating_sub(1)).max(STEM - 1);
    let end = word.char_indices().nth(kept);
    &word[..end.map_or(word.len(), |(at, _)| at)]
}

/// `NOT-024`: a place of access that the wording does not name, or by another room, or at other hours.
pub fn places(case: &Case, report: &mut Report) {
    own_hours::compare(case, report);
    partial_access::compare(case, report);
    told_hours::compare(case, report);
    for own in wordings(case) {
        let places = case.display_places(own.step);
        for place in &places {
            let place = place.as_str();
            if let Some(at) = houses::other_house(own.source(), place, &places) {
                report.add(in_another_house(&own, at, place));
                continue;
            }
            let room = other_room(own.source(), place).map(|at| (at, ("Raum ", "room ")));
            let floor = || other_floor(own.source(), place).map(|at| (at, ("", "")));
            let Some((at, (de, en))) = room.or_else(floor) else {
                continue;
            };
            let said = own.source().get(at.clone()).unwrap_or_default();
            // It may be the room of another place of the record.
            let is_of_another = places
                .iter()
                .any(|other| other != place && has_number(other, said));
            if is_of_another {
                continue;
            }
            let words = say(
                format!("Der Wortlaut nennt {de}{said}, das Verfahren „{place}“"),
                format!("The wording names {en}{said}, the record “{place}”"),
            );
            let finding = Finding::new(&kinds::WORDING_PLACES, own.at(at.clone()), words);
            report.add(finding.help(say(
                "Berichtigen Sie den Wortlaut oder zugang.",
                "Correct the wording or zugang.",
            )));
        }
    }
    for own in of_displays(case) {
        let places = case.display_places(own.step);
        for place in own.unnamed(&places) {
            let finding = finding(
                &own,
                &kinds::WORDING_PLACES,
                &[
                    "einsehen",
                    "eingesehen",
                    "einsicht",
                    "papier",
                    "zugang",
                    "liegen",
                ],
                format!("Der Wortlaut nennt den Ort „{place}“ nicht"),
                format!("The wording does not name the place “{place}”"),
            );
            report.add(finding.because(say(
                "Bekannt zu machen ist, wo die Unterlagen außer im Internet zugänglich sind (§ 3 Abs. 2 Satz 4 Nr. 4 BauGB; früher Ort der Auslegung).",
                "The notice names where the documents are accessible besides the Internet (§ 3 (2) sentence 4 no. 4 BauGB; formerly the place of display).",
            )).help(say(
                "Nennen Sie den Ort, oder berichtigen Sie zugang.",
                "Name the place, or correct zugang.",
            )));
        }
    }
}

fn in_another_house(own: &Own, at: Range<usize>, place: &str) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    let words = say(
        format!("Der Wortlaut nennt „{said}“, das Verfahren „{place}“"),
        format!("The wording names “{said}”, the record “{place}”"),
    );
    let finding = Finding::new(&kinds::WORDING_PLACES, own.at(at), words);
    finding.help(say(
        "Berichtigen Sie den Wortlaut oder zugang.",
        "Correct the wording or zugang.",
    ))
}

/// Whether a place has a number or a floor among its words.
fn has_number(place: &str, number: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '.';
    let mut words = place.split(|letter: char| !is_part(letter));
    words.any(|word| word.trim_end_matches('.') == number)
        || number.contains(' ') && place.contains(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_in_other_words() {
        assert!(speaks_of("zu lärm und tieren", "Lärm"));
        assert!(speaks_of(
            "die tierwelt",
            "Tiere, Pflanzen und biologische Vielfalt"
        ));
        assert!(!speaks_of("zum boden und zum wasser", "Klima und Luft"));
        assert_eq!((stem("äußerst"), stem("Lärm")), ("äußer", "Lärm"));
    }

    #[test]
    fn an_example_has_no_blanks() {
        assert_eq!(
            example("Der {gemeinde} gilt{anders}."),
            "Der Gemeinde gilt."
        );
    }
}
