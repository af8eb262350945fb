//! What the words of a notice say of the area, compared with the description in the record: the district, the part of the
//! plan, the streets, the municipalities (`NOT-019`). On which side of something it lies stands in `directions`.

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::own_wording;
use crate::check::said::{self, has_any, start_of};
use crate::finding::{Finding, Level, Place, Words, say};
use std::ops::Range;

/// Words that stand before the name of a part of a town.
const LABELS: [&str; 4] = ["Ortsteil", "Stadtteil", "Gemarkung", "Ortschaft"];
/// Words of a description that many areas have.
const GENERAL: [&str; 22] = [
    "Ortsteil",
    "Stadtteil",
    "Gemarkung",
    "Ortschaft",
    "Hektar",
    "Gebiet",
    "Bereich",
    "Fläche",
    "Flächen",
    "Teil",
    "Stadt",
    "Gemeinde",
    "Straße",
    "Zwischen",
    "Plan",
    "Planes",
    "Plans",
    "Der",
    "Die",
    "Das",
    "Am",
    "Im",
];
/// What is called after a place: „Ronneburger Straße“, „Zwenkauer See“.
const CALLED: [&str; 12] = [
    "Straße",
    "Weg",
    "Wegs",
    "Allee",
    "Platz",
    "Platzes",
    "See",
    "Sees",
    "Teich",
    "Damm",
    "Chaussee",
    "Landstraße",
];
/// Sentences on the area of the plan.
const AREA: &str = "geltungsbereich|plangebiet|das gebiet|gebiet:|lage:|geltungsbereichs - einsicht|eingesehen|einsehen|zimmer|ausgelegt|liegt aus|liegen aus|außerhalb|ausgleich|ersatz|kompensation|extern|anfahrt|haltestelle|verkehr|umleitung|bisher|früher|ursprünglich|angrenz|grenzt|umgeb|nachbar|hochwasser|schutzgebiet|lärm|altlast";
/// Words of sentences on land that is not the plan's own.
const ELSEWHERE: &str = "ausgleich|ersatz|kompensation|extern|gutachten|nachbar|angrenz|grenzt|verwaltungsstelle|bürgerbüro|rathaus|zimmer|einsicht|versammlung|turnhalle|bushaltestelle|gegenüber|entfernt|vergleich|kernstadt";
/// Words with which a notice tells the area in another way.
const SHOWN: &str = "geltungsbereich|plangebiet|lageplan|übersichtsplan|übersichtskarte|kartenausschnitt|karte|abbildung|abgrenzung|umgrenz|abgegrenzt|begrenzt|flurstück|gemarkung|gebiet liegt|das gebiet|gebiet:|lage:|gelegen|grundstück|ortsteil|stadtteil|stadtgebiet|gemeindegebiet|ortslage|![|skizze|auszug|beigefügt|zeigt|schraffiert|umrandet|eingezeichnet|dargestellt|siehe plan|flächen liegen|liegt zwischen|liegt an|liegt am|liegt im|norden|süden|osten der|westen";

/// `NOT-019`: an area that is another one than the record's, or that nobody can recognise.
pub fn compare(case: &Case, report: &mut Report) {
    let description = case.procedure.area_description.as_str();
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let rule = own.step.rule;
        let is_early = rule.is_span && rule.is_public_participation();
        if !(own.step.is_display() || rule.puts_in_force || is_early) {
            continue;
        }
        let found = other_district(case, &own)
            .or_else(|| other_part(description, &own))
            .or_else(|| other_streets(description, &own))
            .or_else(|| other_place(description, &own))
            .or_else(|| other_municipalities(case, &own));
        if let Some((at, said, right)) = found {
            report.add(other_area(&own, at, (&said, &right)));
        } else if own.step.is_display() && is_untold(case, &own) {
            report.add(without_area(&own));
        }
    }
}

/// A place of the wording, what it says, and what the record says.
type Other = (Range<usize>, String, String);

/// „Ortsteil Wiesa“ where the record has „Ortsteil Jesau“, in a sentence that is otherwise on the record's area.
fn other_district(case: &Case, own: &Own) -> Option<Other> {
    let procedure = case.procedure;
    let description = &procedure.area_description;
    let parcels = procedure.parcels.as_deref().unwrap_or_default();
    let mut recorded = labelled(description);
    recorded.extend(labelled(parcels));
    let source = own.source();
    if recorded.is_empty() {
        return None;
    }
    let told = labelled(source);
    let known = format!("{description} {}", procedure.plan.name);
    told.iter().find_map(|(at, label, name)| {
        let (_, _, right) = recorded.iter().find(|(_, own, _)| own == label)?;
        let mut others = told.iter();
        let is_told = others.any(|(_, other, own)| {
            other == label && recorded.iter().any(|(_, _, right)| is_same(own, right))
        });
        let is_known = known.contains(name) || is_told;
        let sentence = sentence_at(own, &format!("{label} {name}"))?;
        let others = anchors(description)
            .into_iter()
            .filter(|word| !is_same(word, right));
        let is_area = others
            .clone()
            .any(|word| sentence.contains(&word.to_lowercase()));
        // The place may be called otherwise than the district of its parcels.
        let names_right = *label != "Gemarkung" && sentence.contains(&right.to_lowercase());
        let is_elsewhere = has_any(sentence, ELSEWHERE) || names_right;
        (!is_known && is_area && !is_elsewhere).then(|| {
            (
                at.clone(),
                format!("{label} {name}"),
                format!("{label} {right}"),
            )
        })
    })
}

/// The parts of a town that a text names with their kind.
fn labelled(text: &str) -> Vec<(Range<usize>, &'static str, &str)> {
    let mut found = Vec::new();
    for label in LABELS {
        for (at, _) in text.match_indices(label) {
            let behind = &text[at + label.len()..];
            let Some(name) = behind.strip_prefix(' ') else {
                continue;
            };
            let end = name.find(|c: char| !c.is_alphabetic() && c != '-');
            let name = &name[..end.unwrap_or(name.len())];
            if name.starts_with(char::is_uppercase) && name.chars().count() > 3 {
                found.push((at..at + label.len() + 1 + name.len(), label, name));
            }
        }
    }
    found
}

/// „der südliche Teil des Plans“ where the record has the northern one.
fn other_part(description: &str, own: &Own) -> Option<Other> {
    const QUARTERS: [(&str, &str); 4] = [
        ("nördlich", "südlich"),
        ("südlich", "nördlich"),
        ("östlich", "westlich"),
        ("westlich", "östlich"),
    ];
    /// Words of sentences on the part that stays.
    const KEPT: &str = "bleibt|bleiben|gilt weiter|gelten weiter|fort|unberührt|übrige|nicht|kein";
    let recorded = description.to_lowercase();
    let lower = own.lower();
    QUARTERS.iter().find_map(|(quarter, opposite)| {
        let right = part(&recorded, quarter)?;
        let is_right = lower.contains(quarter) || recorded.contains(opposite);
        let said = part(lower, opposite).filter(|_| !is_right)?;
        let sentence = sentence_at(own, said)?;
        if has_any(sentence, KEPT) {
            return None;
        }
        let at = own.found(said)?;
        let right = said::in_small_letters(description, right)?;
        let said = own.source().get(at.clone())?.to_owned();
        Some((at, said, description.get(right)?.to_owned()))
    })
}

/// „nördlicher Teil“ in a text in small letters.
fn part<'t>(lower: &'t str, quarter: &str) -> Option<&'t str> {
    let mut found = lower.match_indices(quarter);
    found.find_map(|(at, _)| {
        let is_word = !lower[..at].ends_with(char::is_alphanumeric);
        let behind = &lower[at + quarter.len()..];
        let end = ["e ", "er ", "en ", "em ", "es "]
            .iter()
            .find(|end| behind.starts_with(**end))?;
        let noun = ["teil", "bereich", "abschnitt", "hälfte"]
            .iter()
            .find(|noun| behind[end.len()..].starts_with(**noun))?;
        is_word.then(|| &lower[at..at + quarter.len() + end.len() + noun.len()])
    })
}

/// „zwischen Zwickauer Straße und …“ in a sentence on the area, where the record has other streets, and the wording none
/// of those.
fn other_streets(description: &str, own: &Own) -> Option<Other> {
    let recorded = called(description);
    let source = own.source();
    if recorded.iter().any(|name| lies_at(own, bare(name))) {
        return None;
    }
    // Whoever describes the area in other words altogether may name other streets.
    let is_kept = |sentence: &str| {
        let anchors = anchors(description).into_iter();
        let mut others = anchors.filter(|word| !recorded.iter().any(|own| own.contains(word)));
        others.any(|word| sentence.contains(&word.to_lowercase()))
    };
    let kind = |name: &str| {
        name.rsplit([' ', '\n'])
            .next()
            .map(|noun| stem(noun).to_owned())
    };
    let told = called(source);
    told.into_iter().find_map(|name| {
        let sentence = sentence_at(own, name)?;
        let right = recorded.iter().find(|own| kind(own) == kind(name))?;
        let is_area = said::shows(sentence, AREA) && is_kept(sentence);
        let at = start_of(source, name);
        is_area.then(|| (at..at + name.len(), name.to_owned(), (*right).to_owned()))
    })
}

/// Whether a wording has a name where it says how the plan is called or where it lies, and not only what is known of the soil
/// there.
fn lies_at(own: &Own, name: &str) -> bool {
    const LIES: &str = "zwischen|gebiet|bereich|begrenz|lich |beiderseits|ecke|entlang|ufer|lage|liegt|gelegen|umfasst|betrifft|flurst|grundstück|plan|fläche|#";
    let name = name.to_lowercase();
    let mut sentences = own.sentences().iter();
    sentences.any(|own| own.contains(&name) && has_any(own, LIES))
}

/// The streets, squares and lakes of a text that are called after a place.
fn called(text: &str) -> Vec<&str> {
    let words: Vec<&str> = text.split([' ', '\n']).collect();
    let pairs = words.windows(2).filter_map(|pair| {
        let noun = pair[1].trim_end_matches([',', '.', ';', ')', ':', '“', '*']);
        let own = pair[0].trim_start_matches(['(', '„', '*']);
        let is_name = own.starts_with(char::is_uppercase) && own.ends_with("er") && own.len() > 5;
        // „Meißner Straße“, and not „Unter Straße“
        let is_called = is_name && CALLED.contains(&noun) && own.chars().all(char::is_alphabetic);
        let start = start_of(text, own);
        is_called.then(|| &text[start..start_of(text, noun) + noun.len()])
    });
    pairs.collect()
}

/// „Zwenkauer“ of „Zwenkauer Sees“: the same lake in any case.
fn bare(name: &str) -> &str {
    name.split([' ', '\n']).next().unwrap_or(name)
}

/// „nordöstlich von Hallbach“ in a sentence on the area, where the record has „südwestlich von Pfaffroda“, and the sentence
/// no such word.
fn other_place(description: &str, own: &Own) -> Option<Other> {
    let recorded = beside(description);
    let (_, right) = recorded.first()?;
    let source = own.source();
    beside(source).into_iter().find_map(|(phrase, name)| {
        let sentence = sentence_at(own, phrase)?;
        let anchors = anchors(description);
        let is_right = anchors
            .iter()
            .any(|word| sentence.contains(&word.to_lowercase()) && !is_of_land(word));
        // What is not on the same land is another description.
        let is_same_land = anchors
            .iter()
            .any(|word| is_of_land(word) && sentence.contains(&word.to_lowercase()));
        let is_other =
            !is_right && is_same_land && !description.contains(name) && said::shows(sentence, AREA);
        let at = start_of(source, phrase);
        let (right, _) = recorded.iter().find(|(_, own)| own == right)?;
        is_other.then(|| {
            (
                at..at + phrase.len(),
                phrase.to_owned(),
                (*right).to_owned(),
            )
        })
    })
}

/// Words for land, which many areas have.
fn is_of_land(word: &str) -> bool {
    [
        "Wiese",
        "Acker",
        "Äcker",
        "Feld",
        "Brache",
        "Gelände",
        "Land",
        "Grundstück",
    ]
    .iter()
    .any(|land| word.starts_with(land))
}

/// „südwestlich von Pfaffroda“: the phrase and the name.
fn beside(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, joint) in text.match_indices("lich von ") {
        let start = text[..at].rfind([' ', '\n', '(']).map_or(0, |at| at + 1);
        let quarter = text[start..at].to_lowercase();
        let is_quarter = ["nörd", "süd", "öst", "west"]
            .iter()
            .any(|end| quarter.ends_with(end));
        let name = &text[at + joint.len()..];
        let end = name.find(|c: char| !c.is_alphabetic() && c != '-');
        let name = &name[..end.unwrap_or(name.len())];
        if is_quarter && name.starts_with(char::is_uppercase) {
            found.push((&text[start..at + joint.len() + name.len()], name));
        }
    }
    found
}

/// „in den Gemeinden Kitzscher und Espenhain“ in a sentence on the area, none of them the record's own.
fn other_municipalities(case: &Case, own: &Own) -> Option<Other> {
    const IN: [&str; 3] = [
        "in den gemeinden ",
        "in den städten ",
        "in den städten und gemeinden ",
    ];
    let procedure = case.procedure;
    let towns = procedure
        .more_municipalities
        .iter()
        .map(|own| own.name.as_str());
    let towns: Vec<&str> = towns.chain([case.municipality.name.as_str()]).collect();
    let recorded = |town: &&&str| procedure.area_description.contains(first_word(town));
    let right = towns.iter().find(recorded)?;
    let mut sentences = own.sentences().iter();
    let sentence = sentences.find(|sentence| {
        let is_area = said::shows(sentence, AREA) || sentence.contains("flächen");
        is_area && IN.iter().any(|words| sentence.contains(words))
    })?;
    let is_right = towns
        .iter()
        .any(|town| sentence.contains(&first_word(town).to_lowercase()));
    let start = IN.iter().find_map(|words| sentence.find(words))?;
    let end = sentence[start..]
        .find([',', '(', ';'])
        .map_or(sentence.len(), |end| start + end);
    let said = &sentence[start..end];
    let at = own.found(said).filter(|_| !is_right)?;
    let written = own.source().get(at.clone())?.to_owned();
    Some((at, written, (*right).to_owned()))
}

fn first_word(name: &str) -> &str {
    name.split([' ', '/', ',', '-']).next().unwrap_or(name)
}

/// Whether a notice of a display leaves out where the area lies, though the name of its plan has no word that says it, or the
/// plan is repealed in a part only.
fn is_untold(case: &Case, own: &Own) -> bool {
    const SENTENCES: usize = 6;
    let procedure = case.procedure;
    let town = first_word(&case.municipality.name);
    let name = procedure.plan.name.to_lowercase();
    let is_part = procedure.operation.key == "teilaufhebung";
    let is_named = |word: &str| name.contains(stem(&word.to_lowercase()));
    let anchors = anchors(&procedure.area_description).into_iter();
    let (named, anchors): (Vec<&str>, Vec<&str>) = anchors
        .filter(|word| !is_same(word, town))
        .partition(|word| is_named(word));
    let sentences = own.sentences();
    let is_asked = anchors.len() > 1 && sentences.len() >= SENTENCES;
    let says_where = !named.is_empty() || !is_general(&name);
    if !is_asked || !is_part && says_where {
        return false;
    }
    let of_environment = own_wording::of_environment(sentences);
    let told = sentences.iter().enumerate();
    let mut told = told.filter(|(at, _)| !of_environment.contains(at));
    !told.any(|(_, sentence)| {
        let mut anchors = anchors.iter();
        anchors.any(|word| sentence.contains(stem(&word.to_lowercase())))
            || has_any(sentence, SHOWN)
    })
}

/// Whether the name of a plan in small letters has only words that many plans have.
fn is_general(name: &str) -> bool {
    const WORDS: &str = "industrie|gewerbe|mischgebiet|solaranlage|windpark|windenergie|windkraft|wohngebiet|wohnpark|wohnen|misch|sondergebiet|einzelhandel|nahversorg|versorgungsbereich|zentrale|vergnügung|spielhalle|werbeanlage|steuerung|erhaltung|sicherung|entwicklung|neuordnung|ordnung|nord|süd|ost|west|mitte|solarpark|solar|photovoltaik|freiflächen|wind|park|biogas|feuerwehr|bauhof|schule|kita|teil|bebauungsplan|plan|gebiet|der|die|das|des|und|von|für|im|in|am|nr";
    let words = name.split(|c: char| !c.is_alphabetic());
    let mut words = words.filter(|word| word.chars().count() > 1);
    words.all(|word| {
        let mut known = WORDS.split('|');
        known.any(|own| match own.len() {
            ..=5 => word == own,
            _ => word.starts_with(own),
        })
    })
}

/// The words of a description that say where something lies.
fn anchors(description: &str) -> Vec<&str> {
    let words = description.split(|c: char| !c.is_alphabetic() && c != '-');
    let is_anchor = |word: &&str| {
        let is_long = word.chars().count() > 3 || *word == "Bahn";
        is_long && word.starts_with(char::is_uppercase) && !GENERAL.contains(word)
    };
    words.filter(is_anchor).collect()
}

/// A word without its ending.
fn stem(word: &str) -> &str {
    let kept = word.chars().count().saturating_sub(2).max(4);
    let end = word.char_indices().nth(kept);
    &word[..end.map_or(word.len(), |(at, _)| at)]
}

/// „Jesau“, „Jesaus“
fn is_same(one: &str, other: &str) -> bool {
    let plain = |word: &str| word.trim_end_matches('s').to_lowercase();
    plain(one) == plain(other)
}

/// The sentence in small letters that has a piece of the text.
fn sentence_at<'c>(own: &Own<'c, '_>, piece: &str) -> Option<&'c str> {
    let piece = piece.to_lowercase().replace('\n', " ");
    let mut sentences = own.sentences().iter();
    let found = sentences.find(|sentence| sentence.contains(&piece));
    found.map(String::as_str)
}

fn other_area(own: &Own, at: Range<usize>, (said, right): (&str, &str)) -> Finding {
    let words = say(
        format!("Der Wortlaut beschreibt das Gebiet mit „{said}“, das Verfahren mit „{right}“"),
        format!("The wording describes the area by “{said}”, the record by “{right}”"),
    );
    finding(own.at(at), words).help(say(
        "Berichtigen Sie den Wortlaut oder geltungsbereich.beschreibung.",
        "Correct the wording or geltungsbereich.beschreibung.",
    ))
}

fn without_area(own: &Own) -> Finding {
    let near = ["bebauungsplan", "flächennutzungsplan", "satzung", "plan"];
    let words = say(
        "Der Wortlaut sagt nicht, wo das Gebiet liegt, und der Name des Plans sagt es auch nicht",
        "The wording does not say where the area lies, nor does the plan's name",
    );
    finding(own.near(&near), words).help(say(
        "Ergänzen Sie die Lage, wie sie in geltungsbereich.beschreibung steht.",
        "Add where it lies, as geltungsbereich.beschreibung says.",
    ))
}

fn finding(at: Place, words: Words) -> Finding {
    Finding::new(&kinds::NOTICE_NAMES_PLAN, at, words)
        .because(say(
            "Wer betroffen sein kann, muss das Gebiet ohne Vorkenntnis erkennen (Anstoßwirkung; § 3 Abs. 2 Satz 4, § 214 Abs. 1 Satz 1 Nr. 2 und 4 BauGB).",
            "Whoever may be concerned must recognise the area without knowing before (§ 3 (2) sentence 4, § 214 (1) sentence 1 nos. 2 and 4 BauGB).",
        ))
        .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_general_words_says_no_place() {
        assert!(is_general("industriegebiet nord"));
        assert!(is_general("erhaltung zentraler versorgungsbereiche"));
        assert!(!is_general("gewerbepark mitteldorf nord"));
        assert!(!is_general("solarpark jesau"));
    }

    #[test]
    fn names_of_an_area_are_read() {
        let text = "Nördlicher Teil im Ortsteil Jesau, Nordufer des Zwenkauer Sees, zwischen Ronneburger Straße und Aue, südwestlich von Pfaffroda.";
        assert_eq!(called(text), ["Zwenkauer Sees", "Ronneburger Straße"]);
        assert_eq!(beside(text), [("südwestlich von Pfaffroda", "Pfaffroda")]);
        assert_eq!(
            part(&text.to_lowercase(), "nördlich"),
            Some("nördlicher teil")
        );
        let found = labelled(text);
        assert_eq!((found[0].1, found[0].2), ("Ortsteil", "Jesau"));
        assert!(is_same("Jesaus", "Jesau") && !is_same("Wiesa", "Jesau"));
    }
}
