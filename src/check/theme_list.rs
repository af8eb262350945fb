//! The list by which a wording tells its environmental information by theme: rows, items or sentences that each begin with
//! one (`NOT-022`).
//!
//! Where a wording has such a list, a theme is told by a part of its own or by its key words. A word that the record has for
//! another theme tells nothing of this one: „Baulärm“ on people, „Bodendenkmal“ on culture. Nor does the name of a paper or
//! of an office: „Stellungnahme der unteren Wasserbehörde“.

use crate::check::keywords::{is_of_paper, is_paper, words};
use crate::check::own_wording::{is_of_procedure, of_environment, speaks_of};
use crate::check::theme_parts::{Headed, headed, is_on_statements, pieces};
use crate::law::codes::Code;
use crate::law::law;
use crate::model::phase::EnvironmentalInformation;

/// How many pieces without a theme at their head may stand between two that have one.
const GAP: usize = 2;
/// How many pieces behind the list are read with it, whatever they speak of.
const BESIDE: usize = 2;
/// The words of the longest head: „Tiere, Pflanzen und biologische Vielfalt einschließlich Artenschutz“.
const LONGEST: usize = 9;

/// The list of a wording.
pub struct ThemeList {
    parts: Vec<Part>,
    /// What is said of the environment before and behind it.
    beside: Vec<String>,
}

/// What stands under one head.
struct Part {
    themes: Vec<&'static Code>,
    body: String,
}

impl ThemeList {
    /// The list of a wording, where it can be told with certainty: most themes of the record head a part of their own, and no
    /// part is headed by anything else.
    pub fn of(source: &str, all: &[EnvironmentalInformation]) -> Option<Self> {
        let pieces: Vec<String> = pieces(source);
        let read: Vec<(Vec<Headed>, bool)> = pieces
            .iter()
            .map(|piece| {
                let headed = headed(piece);
                let is_theme = headed.iter().any(is_head);
                (headed, is_theme)
            })
            .collect();
        let run = longest_run(&read)?;
        let mut parts: Vec<Part> = Vec::new();
        for (piece, (headed, is_theme)) in pieces[run.clone()].iter().zip(&read[run.clone()]) {
            if !is_theme {
                // Under an unknown head there may be anything.
                if headed
                    .iter()
                    .any(|own| own.is_certain && is_short(&own.head))
                {
                    return None;
                }
                if let Some(last) = parts.last_mut().filter(|_| !piece.starts_with('|')) {
                    last.body.push(' ');
                    last.body.push_str(piece);
                }
                continue;
            }
            parts.extend(headed.iter().map(|own| Part {
                themes: themes_of(&own.head),
                body: own.body.clone(),
            }));
        }
        let of_record = |own: &&EnvironmentalInformation| {
            let mut heads = parts.iter().flat_map(|part| &part.themes);
            heads.any(|theme| theme.key == own.theme.key)
        };
        let named = all.iter().filter(of_record).count();
        if parts.len() < 2 || named < 2 || named * 2 < all.len() {
            return None;
        }
        let behind = run.end..(run.end + BESIDE).min(pieces.len());
        let speaks = of_environment(&pieces);
        let beside = (0..pieces.len())
            .filter(|at| !run.contains(at) && (behind.contains(at) || speaks.contains(at)))
            .filter(|at| !is_on_statements(&pieces[*at]))
            .map(|at| pieces[at].clone())
            .collect();
        Some(Self { parts, beside })
    }

    /// Whether it tells of a theme; these are all themes of the record.
    pub fn tells(
        &self,
        information: &EnvironmentalInformation,
        all: &[EnvironmentalInformation],
        plan: &str,
    ) -> bool {
        let theme = information.theme;
        self.parts.iter().any(|part| {
            part.is_of(theme) || heads_inside(&part.body).any(|head| names(head, theme))
        }) || self.texts(all, plan).any(|text| {
            let has_sign = theme.signs.iter().any(|sign| text.contains(sign));
            has_sign || has_keyword(&text, information, all)
        }) || self.parts.iter().any(|part| has_all(part, information))
    }

    /// The body of a theme's part that holds nothing but names of papers, while none of its key words is told.
    pub fn bare_part(
        &self,
        information: &EnvironmentalInformation,
        all: &[EnvironmentalInformation],
    ) -> Option<&str> {
        let own = || {
            self.parts
                .iter()
                .filter(|part| part.is_of(information.theme))
        };
        let is_bare = |part: &Part| {
            let said = words(&part.body);
            let has_paper = said.iter().any(|word| is_paper(word));
            let is_empty = |at: usize| is_of_paper(&said, at) || is_office(&said[at]);
            has_paper && (0..said.len()).all(is_empty)
        };
        let mut texts = self.texts(all, "");
        let is_told = texts.any(|text| has_keyword(&text, information, all));
        let first = own().next()?;
        (!is_told && own().all(is_bare)).then_some(first.body.as_str())
    }

    /// What its parts and the words beside it say besides what the record has for the themes at their heads.
    fn texts<'t>(
        &'t self,
        all: &'t [EnvironmentalInformation],
        plan: &'t str,
    ) -> impl Iterator<Item = String> + 't {
        let of_parts = self.parts.iter().map(|part| {
            let of_head = |own: &&EnvironmentalInformation| part.is_of(own.theme);
            let known: Vec<String> = all.iter().filter(of_head).flat_map(words_of).collect();
            without_papers(&part.body, &known)
        });
        let beside = self.beside.iter().map(move |piece| {
            let piece = match plan.is_empty() {
                true => piece.clone(),
                false => piece.replace(plan, " "),
            };
            without_papers(&piece, &[])
        });
        of_parts.chain(beside)
    }
}

impl Part {
    fn is_of(&self, theme: &Code) -> bool {
        self.themes.iter().any(|own| own.key == theme.key)
    }
}

/// Where the pieces stand that have the most themes at their heads.
fn longest_run(read: &[(Vec<Headed>, bool)]) -> Option<std::ops::Range<usize>> {
    let mut runs: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    for (at, (headed, _)) in read.iter().enumerate().filter(|(_, (_, is))| *is) {
        match runs.last_mut() {
            Some((run, count)) if at - run.end <= GAP => {
                run.end = at + 1;
                *count += headed.len();
            }
            _ => runs.push((at..at + 1, headed.len())),
        }
    }
    let longest = runs.into_iter().max_by_key(|(_, count)| *count);
    longest.map(|(run, _)| run)
}

/// Whether a theme stands at the head of a part. What stands before the name of a paper in brackets is no head, but what is in
/// it: „Verkehrslärm der Bundesstraße (Schallgutachten)“.
fn is_head(own: &Headed) -> bool {
    let said = words(&own.body);
    let names_papers = said.iter().any(|word| is_paper(word))
        && (0..said.len()).all(|at| is_of_paper(&said, at) || is_office(&said[at]));
    !themes_of(&own.head).is_empty() && (own.is_certain || !names_papers)
}

/// The themes that a head in small letters names.
fn themes_of(head: &str) -> Vec<&'static Code> {
    let words = words(head);
    // „Verfügbare Arten umweltbezogener Informationen (…)“ leads to a list.
    let leads = |word: &str| word.starts_with("umwelt") || word.starts_with("information");
    let mut words = words.iter();
    let is_of_others = words.any(|word| is_paper(word) || is_office(word) || leads(word));
    if is_of_others || !is_short(head) {
        return Vec::new();
    }
    let themes = law().codes.themes.iter();
    themes.filter(|theme| names(head, theme)).collect()
}

fn is_short(head: &str) -> bool {
    let count = head.split_whitespace().count();
    (1..=LONGEST).contains(&count)
}

/// Whether a head in small letters names a theme.
fn names(head: &str, theme: &Code) -> bool {
    /// What people write for a theme where it stands alone.
    const HEADS: [(&str, &[&str]); 8] = [
        ("mensch", &["wohn", "freizeit", "licht"]),
        ("laerm", &["verkehr", "emission"]),
        (
            "tiere_pflanzen",
            &[
                "arten",
                "lebensr",
                "lebensg",
                "natur",
                "wald",
                "bäume",
                "baumbestand",
            ],
        ),
        ("flaeche", &["flächen", "nutzung"]),
        ("boden", &["geolog", "geotech", "relief"]),
        (
            "klima_luft",
            &["energie", "wärme", "frischluft", "lufthygien"],
        ),
        (
            "landschaft",
            &["stadtbild", "siedlungsbild", "sicht", "ortsrand"],
        ),
        ("kultur_sachgueter", &["erbe", "sachgut"]),
    ];
    let head = without_compounds(head);
    let more = HEADS.iter().find(|(key, _)| *key == theme.key);
    let more = more.map_or(&[] as &[&str], |(_, words)| words);
    theme.signs.iter().any(|sign| head.contains(sign.as_str()))
        || more.iter().any(|word| head.contains(word))
        || speaks_of(&head, &theme.de)
}

/// A text in small letters without words that begin as a theme does and are none.
fn without_compounds(text: &str) -> String {
    const NONE: [(&str, &str); 9] = [
        ("bodendenkm", "denkm"),
        ("landschaftsplan", "plan"),
        ("landschaftsarchitekt", "architekt"),
        ("landschaftsgesetz", "gesetz"),
        ("wasserstoff", "stoff"),
        ("kulturhaus", "haus"),
        ("luftbild", "bild"),
        ("bodenordnung", "ordnung"),
        ("bodenrichtwert", "wert"),
    ];
    NONE.iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Whether a word in small letters is that of an office.
fn is_office(word: &str) -> bool {
    const OFFICES: [&str; 9] = [
        "behörde",
        "landesamt",
        "landratsamt",
        "landkreis",
        "direktion",
        "talsperrenverwaltung",
        "oberbergamt",
        "umweltamt",
        "fachbeitr",
    ];
    OFFICES.iter().any(|own| word.contains(own)) || word.ends_with("beitrag")
}

/// The words that the record has for a theme.
fn words_of(information: &EnvironmentalInformation) -> Vec<String> {
    let source = information.source.as_deref().unwrap_or_default();
    let mut own = words(&information.keywords);
    own.extend(words(source));
    own
}

/// A text in small letters without some words, and without those of papers and offices.
fn without_papers(text: &str, known: &[String]) -> String {
    let mut kept = String::new();
    let mut is_of_office = false;
    for clause in text.split_inclusive([',', ';', ')', '(', '.', '|']) {
        let said = words(clause);
        for (at, word) in said.iter().enumerate() {
            is_of_office |= word.starts_with("stellungnahme");
            let is_left_out = is_of_office
                || is_of_paper(&said, at)
                || is_office(word)
                || is_of_procedure(word)
                || known.iter().any(|own| is_same(own, word));
            if !is_left_out {
                kept.push_str(word);
                kept.push(' ');
            }
        }
        is_of_office = false;
        kept.push_str(", ");
    }
    without_compounds(&kept)
}

/// Whether two words in small letters are one but for their endings.
fn is_same(one: &str, other: &str) -> bool {
    const ENDING: usize = 2;
    const ENDINGS: [char; 5] = ['e', 'n', 's', 'r', 'm'];
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let kept = short.trim_end_matches(ENDINGS);
    let kept = if kept.chars().count() < 4 {
        short
    } else {
        kept
    };
    let most = short.len() - kept.len() + ENDING;
    // „nach“ is no „Nacht“.
    let is_ending = |end: &str| {
        end.chars().count() <= most && end.chars().all(|letter| ENDINGS.contains(&letter))
    };
    long.strip_prefix(kept).is_some_and(is_ending)
}

/// Whether a text has a key word of a theme that names none of the others.
fn has_keyword(
    text: &str,
    information: &EnvironmentalInformation,
    all: &[EnvironmentalInformation],
) -> bool {
    const SHORT: usize = 4;
    let said: Vec<String> = words(text);
    let own = words(&information.keywords).into_iter().filter(|word| {
        let mut others = all.iter();
        word.chars().count() >= SHORT
            && !is_general(word)
            && !others.any(|own| own.theme.key != information.theme.key && names(word, own.theme))
    });
    own.into_iter().any(|word| {
        said.iter()
            .any(|own| is_same(own, &word) || begins_so(own, &word))
    })
}

/// Whether a word begins as a long key word does: „Überschwemmungsgebiet“, „Überschwemmungen“; „Niederschrift“ is no
/// „Niederschlag“.
fn begins_so(said: &str, word: &str) -> bool {
    const LONG: usize = 10;
    let kept: String = word.chars().take(LONG).collect();
    word.chars().count() >= LONG && said.starts_with(&kept)
}

/// Whether a word of key words says nothing of a theme.
fn is_general(word: &str) -> bool {
    const GENERAL: [&str; 22] = [
        "durch",
        "einer",
        "eines",
        "beim",
        "sowie",
        "nicht",
        "über",
        "unter",
        "kein",
        "keine",
        "keinen",
        "oder",
        "hoher",
        "neue",
        "neuen",
        "gebiet",
        "gebiete",
        "plan",
        "auch",
        "beiderseits",
        "auswirkungen",
        "informationen",
    ];
    GENERAL.contains(&word)
}

/// Whether all key words of a theme stand in one part: what is told under another head is told.
fn has_all(part: &Part, information: &EnvironmentalInformation) -> bool {
    let said = words(&part.body);
    let own = words(&information.keywords);
    !own.is_empty()
        && own
            .iter()
            .all(|word| said.iter().any(|own| is_same(own, word)))
}

/// What stands before a colon within a body: „… Zone III. Klima: …“, where no sentence seemed to end.
fn heads_inside(body: &str) -> impl Iterator<Item = &str> {
    let colons = body.match_indices(':').map(|(at, _)| &body[..at]);
    let heads = colons.map(|before| before.rsplit(['.', ';', ',', ')', ':', '|']).next());
    heads.flatten().filter(|head| is_short(head))
}

#[cfg(test)]
mod tests {
    use super::ThemeList;
    use crate::law::codes::find;
    use crate::law::law;
    use crate::model::phase::EnvironmentalInformation;

    fn record(rows: &[(&str, &str)]) -> Vec<EnvironmentalInformation> {
        let rows = rows
            .iter()
            .map(|(theme, keywords)| EnvironmentalInformation {
                theme: find(&law().codes.themes, theme).expect("a theme"),
                keywords: (*keywords).to_owned(),
                source: Some("Stellungnahme der unteren Wasserbehörde".to_owned()),
            });
        rows.collect()
    }

    /// The themes of the record that a text does not tell.
    fn missing(text: &str, all: &[EnvironmentalInformation]) -> Option<Vec<String>> {
        let list = ThemeList::of(text, all)?;
        let missing = all
            .iter()
            .filter(|own| !list.tells(own, all, "am wasserturm"));
        Some(missing.map(|own| own.theme.key.clone()).collect())
    }

    #[test]
    fn a_word_of_another_theme_tells_nothing() {
        let all = record(&[
            ("mensch", "Baulärm, Erholung am Bach"),
            ("laerm", "Verkehrslärm der Bundesstraße"),
            ("boden", "Auenlehm"),
            ("wasser", "Versickerung"),
            ("kultur_sachgueter", "Bodendenkmal"),
        ]);
        let none: Vec<String> = Vec::new();
        let whole = "| Mensch | Baulärm, Erholung am Bach |\n| Lärm | Verkehrslärm |\n| Boden | Auenlehm |\n| Wasser | Versickerung |\n| Kulturgüter | Bodendenkmal |\n";
        assert_eq!(missing(whole, &all), Some(none.clone()));
        for (row, theme) in [
            ("| Lärm | Verkehrslärm |\n", "laerm"),
            ("| Boden | Auenlehm |\n", "boden"),
            ("| Wasser | Versickerung |\n", "wasser"),
        ] {
            let text = format!(
                "Stellungnahme der unteren Wasserbehörde:\n\n{}",
                whole.replace(row, "")
            );
            assert_eq!(missing(&text, &all), Some(vec![theme.to_owned()]));
        }
        let merged = "- Mensch: Baulärm, Verkehrslärm\n- Boden und Grundwasser: Auenlehm\n- Kultur: Bodendenkmal";
        assert_eq!(missing(merged, &all), Some(none.clone()));
        let prose = "Umweltbezogene Informationen zu Mensch (Baulärm), Boden (Auenlehm) und Kultur (Bodendenkmal). Zum Wasser und zum Lärm liegt nur die Prognose vor.";
        assert_eq!(missing(prose, &all), Some(none.clone()));
        let prose = "Umweltbezogene Informationen zu Mensch (Baulärm), Boden (Auenlehm; Stand 2026), Lärm (Straße) und Kultur (Bodendenkmal).";
        assert_eq!(missing(prose, &all), Some(vec!["wasser".to_owned()]));
    }

    #[test]
    fn words_of_sentences_on_something_else_tell_nothing() {
        let all = record(&[
            ("mensch", "Blendung der Anwohner"),
            ("laerm", "Hafenumschlag bei Nacht"),
            ("boden", "Asche"),
        ]);
        let list = "| Boden | Asche, Sanierung nach Einschätzung der Stadt |\n| Mensch | Blendung der Anwohner |\n| Lärm | Umschlag |\n";
        let without = |row: &str| {
            missing(
                &format!(
                    "{}\n\nJeder Mensch kann bis zum 3. Mai Stellung nehmen.",
                    list.replace(row, "")
                ),
                &all,
            )
        };
        assert_eq!(without(""), Some(Vec::new()));
        assert_eq!(
            without("| Lärm | Umschlag |\n"),
            Some(vec!["laerm".to_owned()])
        );
        assert_eq!(
            without("| Mensch | Blendung der Anwohner |\n"),
            Some(vec!["mensch".to_owned()])
        );
    }

    #[test]
    fn a_list_that_is_none_by_theme_is_left_alone() {
        let all = record(&[("laerm", "Bahn"), ("boden", "Asche"), ("wasser", "Bach")]);
        for text in [
            "Umweltbezogene Informationen gibt es zu Lärm, Boden, Tieren.",
            "- Umweltbericht: Boden, Wasser\n- Schallgutachten: Bahnlärm",
            "- Lärm: Bahn\n- Sonstiges: Bach\n- Boden: Asche",
            "- Lärm: Bahn",
        ] {
            assert_eq!(missing(text, &all), None, "{text}");
        }
    }
}
