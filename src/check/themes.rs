//! Which words of a wording speak of a theme of the environmental information (`NOT-022`).

use crate::check::keywords::{is_of_nothing, is_paper, words};
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::own_wording::speaks_of;
use crate::check::said;
use crate::finding::{Finding, Level, say};
use crate::model::phase::EnvironmentalInformation;

/// The key words of a theme that tell whether a wording speaks of it. One that another theme has, too, tells nothing where
/// every sentence that has it speaks of that one: „Abdeckung der Halde“ is on the soil, not on the water below it.
pub fn own_keywords(
    told: &str,
    information: &EnvironmentalInformation,
    all: &[EnvironmentalInformation],
) -> String {
    let others = || {
        all.iter()
            .filter(|own| own.theme.key != information.theme.key)
    };
    let is_shared = |word: &String| {
        let mut same = others().filter(|own| speaks_of(&own.keywords.to_lowercase(), word));
        let mut parts = said::sentences(told).into_iter();
        same.any(|own| {
            let has = |sentence: &String| speaks_of(sentence, word);
            let of_other = |sentence: &String| {
                own.theme.signs.iter().any(|sign| sentence.contains(sign))
                    || speaks_of(sentence, &own.theme.de)
            };
            parts.all(|sentence| !has(&sentence) || of_other(&sentence))
        })
    };
    let said = words(&information.keywords);
    let own: Vec<&str> = said
        .iter()
        .filter(|word| !is_shared(word))
        .map(String::as_str)
        .collect();
    match own.iter().any(|word| word.chars().count() >= 4) {
        true => own.join(" "),
        false => information.keywords.clone(),
    }
}

/// Whether the sentences that speak of a theme name papers or bare themes only, and none has one of its key words.
pub fn is_bare(
    sentences: &[String],
    information: &EnvironmentalInformation,
    all: &[EnvironmentalInformation],
) -> bool {
    const ASKED: &str = "umweltbezogen|umweltinformation|umweltbelang|schutzgut|schutzgüter|gutachten|untersuchung|fachbeitrag|prognose";
    let of_theme = |sentence: &&String| {
        information
            .theme
            .signs
            .iter()
            .any(|sign| sentence.contains(sign))
            || speaks_of(sentence, &information.theme.de)
    };
    let mut found = sentences.iter().filter(of_theme).peekable();
    let says_none = |sentence: &String| {
        let named = theme_count(sentence, all);
        let has_paper = words(sentence).iter().any(|word| is_paper(word));
        let is_list = has_paper || named > 1 && said::shows(sentence, ASKED);
        let goes_on = sentence.ends_with(':') || sentence.starts_with('#');
        is_list && !goes_on && says_nothing(sentence, all)
    };
    let is_told = sentences
        .iter()
        .any(|own| speaks_of(own, &information.keywords) && !says_none(own));
    found.peek().is_some() && !is_told && found.all(says_none)
}

/// Whether a sentence in small letters holds nothing but themes, papers and what leads to them.
fn says_nothing(sentence: &str, all: &[EnvironmentalInformation]) -> bool {
    const LEADING: [&str; 32] = [
        "es",
        "informationen",
        "information",
        "umweltbezogene",
        "umweltbezogenen",
        "umweltbezogener",
        "umweltbelangen",
        "umweltbelange",
        "umweltinformationen",
        "arten",
        "folgende",
        "folgenden",
        "themen",
        "thema",
        "schutzgütern",
        "bereits",
        "vorliegende",
        "vorliegenden",
        "auch",
        "auf",
        "mit",
        "bei",
        "über",
        "sie",
        "wurden",
        "wurde",
        "können",
        "eingesehen",
        "einsehbar",
        "enthalten",
        "hinsichtlich",
        "bezüglich",
    ];
    let is_theme = |word: &str| {
        all.iter().any(|own| {
            let names = words(&own.theme.de);
            names
                .iter()
                .any(|name| name == word || word.strip_suffix(['n', 's', 'e']) == Some(name))
                || is_paper(word) && own.theme.signs.iter().any(|sign| word.contains(sign))
        })
    };
    let said = words(sentence);
    said.iter()
        .all(|word| is_of_nothing(word) || LEADING.contains(&word.as_str()) || is_theme(word))
}

/// A theme of which the wording says no more than its name or that of a paper; where the wording has a list, what stands in
/// its part.
pub fn without_keywords(
    own: &Own,
    information: &EnvironmentalInformation,
    (all, part): (&[EnvironmentalInformation], Option<&str>),
) -> Finding {
    let label = &information.theme.de;
    let of_theme = |sentence: &&String| {
        let mut signs = information.theme.signs.iter();
        signs.any(|sign| sentence.contains(sign)) || speaks_of(sentence, label)
    };
    let is_part = |sentence: &&String| part.is_some_and(|part| sentence.contains(part));
    let mut sentences = own.sentences().iter();
    let told = sentences
        .clone()
        .find(is_part)
        .or_else(|| sentences.find(of_theme));
    let place = told.map_or_else(
        || own.near(&["umwelt"]),
        |sentence| own.near_sentence(sentence),
    );
    // Some towns hold a bare list of themes to be enough, and not every court has said that it is not.
    let named = told.map_or(0, |own| theme_count(own, all));
    let is_plain = named > 1 && !told.is_some_and(|own| own.contains("schutzg"));
    let finding = Finding::new(
        &kinds::WORDING_THEMES,
        place,
        say(
            format!("Zum Thema „{label}“ nennt der Wortlaut kein Schlagwort"),
            format!("On the theme “{}” the wording names no key word", information.theme.en),
        ),
    )
    .because(say(
        "Die vorhandenen Unterlagen sind nach Themen zusammenzufassen und schlagwortartig zu kennzeichnen; die Namen der Schutzgüter oder Gutachten genügen nicht (§ 3 Abs. 2 Satz 4 BauGB; BVerwG, 18. Juli 2013, 4 CN 3.12).",
        "The documents are summed up by theme with key words; the names of themes or reports are not enough (§ 3 (2) sentence 4 BauGB; BVerwG, 18 July 2013, 4 CN 3.12).",
    ))
    .help(say(
        format!("Ergänzen Sie: {label}: {}", information.keywords.trim()),
        format!("Add: {label}: {}", information.keywords.trim()),
    ));
    match is_plain {
        true => finding.at_level(Level::Note),
        false => finding,
    }
}

/// How many of the themes a sentence in small letters names.
fn theme_count(sentence: &str, all: &[EnvironmentalInformation]) -> usize {
    let is_named = |own: &&EnvironmentalInformation| speaks_of(sentence, &own.theme.de);
    all.iter().filter(is_named).count()
}

#[cfg(test)]
mod tests {
    use super::{is_bare, own_keywords};
    use crate::law::codes::find;
    use crate::law::law;
    use crate::model::phase::EnvironmentalInformation;

    fn information(theme: &str, keywords: &str) -> EnvironmentalInformation {
        EnvironmentalInformation {
            theme: find(&law().codes.themes, theme).expect("a theme"),
            keywords: keywords.to_owned(),
            source: None,
        }
    }

    #[test]
    fn a_word_of_another_theme_does_not_name_a_theme() {
        let all = [
            information("boden", "Abdeckung der Halde"),
            information("wasser", "Sickerwasser der Halde"),
        ];
        let told = "- boden: abdeckung der halde\n- lärm: bahn";
        assert!(!own_keywords(told, &all[1], &all).contains("halde"));
        assert!(own_keywords("- sickert durch die halde", &all[1], &all).contains("halde"));
    }

    #[test]
    fn names_of_themes_and_papers_are_no_keywords() {
        let all = [
            information("laerm", "Bahnlärm"),
            information("boden", "Altlasten der Ladestraße"),
        ];
        let is_bare = |text: &str| is_bare(&[text.to_owned()], &all[1], &all);
        assert!(is_bare("| boden | vgl. gutachten |"));
        assert!(is_bare(
            "es sind informationen zu den schutzgütern lärm und boden verfügbar"
        ));
        assert!(!is_bare("| boden | altlasten |"));
        assert!(!is_bare("| boden | versauerung (gutachten) |"));
        assert!(!is_bare("boden:"));
    }
}
