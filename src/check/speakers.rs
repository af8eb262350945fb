//! Whom a sentence lets speak: a group („Anlieger können Stellung nehmen“) or whoever shows something of himself („wer
//! betroffen ist, darf sich äußern“), where the law lets everyone (`NOT-020`).

use crate::check::said::has_any;

/// Groups of people, as their names end or begin, in small letters. Citizens and inhabitants are not among them: towns
/// greet everyone so.
const GROUPS: [&str; 24] = [
    "eigentümer",
    "eigentümerinnen",
    "grundbesitzer",
    "hausbesitzer",
    "pächter",
    "mieter",
    "anlieger",
    "anwohner",
    "angrenzer",
    "nachbarn",
    "gewerbetreibende",
    "gewerbebetriebe",
    "händler",
    "unternehmer",
    "landwirte",
    "erwachsene",
    "volljährige",
    "wahlberechtigte",
    "ortsansässige",
    "sachkundige",
    "fachkundige",
    "fachleute",
    "sachverständige",
    "betroffene",
];
/// What stands before a group and belongs to it.
const BEFORE: [&str; 24] = [
    "die",
    "den",
    "der",
    "alle",
    "allen",
    "jeder",
    "jede",
    "betroffene",
    "betroffenen",
    "betroffener",
    "unmittelbar",
    "direkt",
    "angrenzende",
    "angrenzenden",
    "benachbarte",
    "benachbarten",
    "ortsansässige",
    "ortsansässigen",
    "im",
    "plangebiet",
    "geltungsbereich",
    "jeweiligen",
    "berührten",
    "ansässigen",
];
/// What joins groups.
const JOINTS: [&str; 4] = ["und", "oder", "sowie", "bzw"];
const MAY: [&str; 8] = [
    "können", "kann", "dürfen", "darf", "haben", "hat", "erhalten", "bekommen",
];
/// Words with which a sentence lets others speak, too, or speaks of something else.
const OPEN: &str = "jedermann|jede person|jede und jeder|jeder und jede|jeder mensch|jeder kann|jede/r|alle personen|alle können|öffentlichkeit|interessiert|behörde|träger |auch |insbesondere|sonstige|übrige|andere|ebenso|nicht nur|vor allem|etwa |beispielsweise|z. b|außerdem|zusätzlich|darüber hinaus|ferner|antrag|beantrag|entschädig|wurde|worden|einsprech|nicht allein|egal|gleich ob|unabhängig|sprechstunde|termin";
/// The same by which it greets everyone.
const CITIZENS: &str = "alle bürger|bürgerinnen|bürger ";
/// Words on statements, each a part of one.
const SPEECH: &str = "stellungnahme|stellung nehmen|stellung zu nehmen|stellung beziehen|äußern|äußerung|anregung|einwendung|einwände|bedenken|meinung";
/// Words with which a wording invites everyone.
const EVERYONE: &str = "jedermann|jede person|jede und jeder|jeder und jede|jeder mensch|jeder kann|kann jeder|kann sich jeder|kann jede|jede/r|alle können|können alle|können sich alle|alle bürger|alle personen|alle menschen|alle interessierten|die öffentlichkeit kann|kann die öffentlichkeit|der öffentlichkeit wird";
/// What somebody shows of himself who may speak.
const SHOWN: &str = "belange|betroffen|berührt|eigentum|eigentümer|grundstück|wohnt|wohnhaft|ansässig|volljährig|sachkund|fachkund|berechtigtes interesse|gewerbe";

/// Whether a wording invites everyone in one of its sentences, in small letters.
pub fn invites_everyone(sentences: &[String]) -> bool {
    let mut sentences = sentences.iter();
    // „kann jede Einwohnerin und jeder Einwohner der Stadt“ invites them alone.
    let is_limited = |own: &str| lives_here(&own.split_whitespace().collect::<Vec<_>>());
    sentences.any(|own| has_any(own, EVERYONE) && has_any(own, SPEECH) && !is_limited(own))
}

/// Whether a sentence in small letters lets only some people speak.
pub fn are_some(sentence: &str) -> bool {
    if !has_any(sentence, SPEECH) || has_any(sentence, OPEN) {
        return false;
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    lives_here(&words) || !has_any(sentence, CITIZENS) && (is_group(&words) || who_shows(sentence))
}

/// „Jeder Einwohner der Stadt kann …“: whoever lives elsewhere may speak as well. Inhabitants alone are everyone.
fn lives_here(words: &[&str]) -> bool {
    const WHO: [&str; 2] = ["einwohner", "bewohner"];
    const EACH: [&str; 7] = [
        "jeder",
        "jede",
        "jedem",
        "alle",
        "allen",
        "sämtliche",
        "nur",
    ];
    const HERE: &str = "der stadt|der gemeinde|der ortschaft|der großen|des ortes|des ortsteils|des stadtgebiet|des gemeindegebiet|des landkreises|von |aus |im stadtgebiet|im gemeindegebiet|mit wohnsitz|mit hauptwohnsitz";
    /// How far the verb stands away, at most.
    const NEAR: usize = 10;
    let is_who = |word: &str| WHO.iter().any(|own| bare(word).starts_with(own));
    let may = |word: &&str| MAY.contains(&bare(word));
    let mut found = words.iter().enumerate().filter(|(_, word)| is_who(word));
    found.any(|(at, _)| {
        let before = at.checked_sub(1).map_or("", |at| bare(words[at]));
        let near = &words[at + 1..words.len().min(at + 1 + NEAR)];
        let behind = near.join(" ");
        EACH.contains(&before)
            && HERE.split('|').any(|own| behind.starts_with(own))
            && words[at.saturating_sub(NEAR)..at]
                .iter()
                .chain(near)
                .any(may)
    })
}

/// A group that may speak, as the subject or behind „von“.
fn is_group(words: &[&str]) -> bool {
    const GIVEN: [&str; 7] = [
        "abgegeben",
        "vorgebracht",
        "eingereicht",
        "geäußert",
        "übermittelt",
        "erhoben",
        "eingebracht",
    ];
    let is_given = || words.iter().any(|word| GIVEN.contains(&bare(word)));
    let may = |word: &str| MAY.contains(&bare(word));
    let found = words
        .iter()
        .enumerate()
        .filter(|(_, word)| names_group(word));
    found.into_iter().any(|(at, _)| {
        let start = start_of_groups(words, at);
        let before = start.checked_sub(1).map_or("", |own| words[own]);
        let earlier = start.checked_sub(2).map_or("", |own| words[own]);
        let is_agent = ["von", "durch"].contains(&before);
        if is_agent {
            // „Stellungnahmen der Öffentlichkeit und von Anliegern“ is a piece of a list.
            return is_given() && words.iter().any(|word| may(word));
        }
        let is_inverted = may(before) || before == "sich" && may(earlier);
        let begins = start == 0
            || before.ends_with([',', ':', ';', '–'])
            || ["dass", "–", "-", "#", "|"].contains(&before);
        let behind = &words[at + 1..];
        let next = behind
            .iter()
            .take(6)
            .find(|word| may(word) || is_verb(word));
        let is_subject = begins && !words[at].ends_with(',') && next.is_some_and(|word| may(word));
        is_inverted || is_subject
    })
}

/// Where the groups around a word begin: „die betroffenen Eigentümer und Pächter“.
fn start_of_groups(words: &[&str], at: usize) -> usize {
    let belongs = |word: &&&str| {
        let own = bare(word);
        BEFORE.contains(&own) || JOINTS.contains(&own) || names_group(own)
    };
    at - words[..at].iter().rev().take_while(belongs).count()
}

/// Whether a word is a group, in any case, with its women in whatever spelling.
fn names_group(word: &str) -> bool {
    let word = bare(word);
    let whole = word.split(['*', ':', '/', '_', '-']).next().unwrap_or(word);
    let base = ["innen", "n"]
        .iter()
        .find_map(|end| whole.strip_suffix(end));
    let is = |own: &str| GROUPS.iter().any(|group| own.ends_with(group));
    is(whole) || base.is_some_and(is)
}

/// Verbs that are no „können“, before which a sentence has ended.
fn is_verb(word: &str) -> bool {
    [
        "ist", "sind", "wird", "werden", "wurden", "liegt", "liegen", "soll", "sollen",
    ]
    .contains(&bare(word))
}

/// „Wer eigene Belange geltend macht, darf sich äußern“
fn who_shows(sentence: &str) -> bool {
    let clauses: Vec<&str> = sentence.split(',').collect();
    clauses.windows(2).any(|pair| {
        let (relative, main) = (pair[0].trim(), pair[1].trim());
        let own = relative.rsplit(". ").next().unwrap_or(relative);
        let begins = own.starts_with("wer ") || own.ends_with(" wer");
        let is_denied = own.contains("nicht") || own.contains("kein") || own.contains("ohne");
        // „wer betroffen ist oder eine Meinung hat“
        let is_denied = is_denied || own.contains(" oder ");
        let is_allowed = main
            .split(' ')
            .next()
            .is_some_and(|word| MAY.contains(&word));
        begins && !is_denied && is_allowed && has_any(own, SHOWN) && has_any(main, SPEECH)
    })
}

fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_people_are_let_speak() {
        for said in [
            "anlieger können in dieser zeit stellung nehmen",
            "können stellungnahmen von den grundstückseigentümern abgegeben werden",
            "stellungnahmen können von gewerbetreibenden abgegeben werden",
            "grundeigentümer und pächter dürfen sich zum entwurf äußern",
            "alle erwachsenen können eine stellungnahme abgeben",
            "in dieser zeit können die betroffenen eigentümerinnen und eigentümer anregungen vorbringen",
            "wer eigene belange geltend macht, darf sich zum entwurf äußern",
            "bis zum 3. mai haben anwohner gelegenheit zur stellungnahme",
            "jeder einwohner von sayda und dorfchemnitz kann bis zum ende der frist stellung nehmen",
            "bis zum 3. mai kann jede einwohnerin und jeder einwohner der stadt eine stellungnahme abgeben",
            "alle einwohner mit wohnsitz in der gemeinde dürfen sich äußern",
        ] {
            assert!(are_some(said), "{said}");
        }
    }

    #[test]
    fn others_may_speak_besides() {
        for said in [
            "jede person, auch mieter und pächter, kann stellung nehmen",
            "stellungnahmen können abgegeben werden",
            "die stellungnahmen der anwohner können im rathaus eingesehen werden",
            "bürgerinnen und bürger können sich äußern",
            "wer sich äußern möchte, kann eine stellungnahme abgeben",
            "wer nicht im gebiet wohnt, kann ebenfalls eine stellungnahme abgeben",
            "stellungnahmen von anwohnern wurden vorgebracht und können eingesehen werden",
            "für die anlieger hat die planung folgen, bedenken bestehen nicht",
            "alle einwohnerinnen und einwohner können stellungnahmen abgeben",
            "jeder einwohner der stadt, aber auch jede andere person kann stellung nehmen",
            "die einwohner von sayda haben stellungnahmen abgegeben",
        ] {
            assert!(!are_some(said), "{said}");
        }
    }
}
