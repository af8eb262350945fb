//! The paragraphs that a text cites, compared with the step and the track it stands at.

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::texts::around;
use crate::finding::{Finding, Level, Place, say};
use crate::law::codes::Tier;

/// Other statutes with a § 3 or § 4 of their own.
const OTHERS: [&str; 10] = [
    "plansig", "gemo", "vwvfg", "rog", "uvp", "natschg", "bauo", "kombek", "sfg", "bimsch",
];
/// Words near a citation that make it one of the step itself.
const STEPS: [&str; 4] = ["beteiligung", "auslegung", "veröffentlich", "unterrichtung"];
/// Words before a citation that say that it does not hold.
const NEGATIONS: [&str; 7] = [
    "nicht",
    "kein",
    "statt",
    "anstelle",
    "anders als",
    "früher",
    "bisher",
];

/// `TXT-003`: of a notice, whatever it cites; of other texts, what they say of the step itself.
pub fn step_and_track(case: &Case, report: &mut Report) {
    for step in &case.steps {
        let notice = step.phase.notice.as_ref();
        let wording = notice.and_then(|own| Some((own.text.as_ref()?, own.origin.at("text"))));
        let text = step.phase.text.as_ref();
        let text = text.map(|prose| (prose, step.phase.origin.at("text")));
        for (at, (prose, place)) in [wording, text].into_iter().enumerate().filter_map(named) {
            let cited = Cited {
                text: squeezed(&prose.plain),
                place,
                is_notice: at == 0,
            };
            check_step(step, &cited, case, report);
            check_track(case, &cited, report);
        }
    }
    let summary = Cited {
        text: squeezed(&case.procedure.summary),
        place: case.procedure.origin.at("kurzbeschreibung"),
        is_notice: false,
    };
    check_track(case, &summary, report);
}

fn named<T>((at, text): (usize, Option<T>)) -> Option<(usize, T)> {
    Some((at, text?))
}

/// A text, squeezed, and where it is named.
struct Cited {
    text: String,
    place: Place,
    is_notice: bool,
}

impl Cited {
    /// Whether it cites a paragraph near one of some words; of a notice any citation counts.
    fn has(&self, paragraph: &str, near: &[&str]) -> bool {
        let is_near = |at: usize| {
            let around = around(&self.text, at, 60, 40);
            near.iter().any(|word| around.contains(word))
        };
        cites(&self.text, paragraph).any(|at| near.is_empty() || is_near(at))
    }
}

/// The paragraph a step rests on, and those that it could be mistaken for; squeezed.
fn paragraphs(step: &Step, case: &Case) -> Option<(&'static str, &'static [&'static str])> {
    let rule = step.rule;
    if rule.puts_in_force && rule.needs_notice {
        return Some(if case.has_tier(Tier::Preparatory) {
            ("§6abs5", &["§10abs3"])
        } else {
            ("§10abs3", &["§6abs5"])
        });
    }
    if !rule.is_span {
        return None;
    }
    let is_formal = case
        .formal_participations()
        .any(|own| std::ptr::eq(own.phase, step.phase));
    Some(match (step.is_for_agencies(), is_formal, rule.renews) {
        (true, ..) if rule.period.is_some() => ("§4abs2", &["§4abs1"]),
        (true, ..) => ("§4abs1", &["§4abs2"]),
        (_, true, true) => ("§4aabs3", &["§3abs2", "§3abs1"]),
        (_, true, false) if step.is_display() => ("§3abs2", &["§3abs1", "§4aabs3"]),
        (_, false, _) if rule.period.is_none() && !rule.needs_notice => ("§3abs1", &["§3abs2"]),
        _ => return None,
    })
}

fn check_step(step: &Step, cited: &Cited, case: &Case, report: &mut Report) {
    let Some((own, mistaken)) = paragraphs(step, case) else {
        return;
    };
    if step.rule.needs_access && cited.is_notice && cited.has("§4aabs6", &[]) {
        report.add(finding(
            cited,
            ("§4aabs6", "§4aabs5"),
            "§ 4a BauGB hat seit dem 7. Juli 2023 keinen Absatz 6 mehr; verspätete Stellungnahmen stehen in Absatz 5.",
            "Since 7 July 2023, § 4a BauGB has no subsection 6; late statements are in subsection 5.",
        ));
    }
    if cited.has(own, &[]) {
        return;
    }
    let near: &[&str] = if cited.is_notice { &[] } else { &STEPS };
    if let Some(wrong) = mistaken.iter().find(|wrong| cited.has(wrong, near)) {
        let (de, en) = (&step.rule.label.de, &step.rule.label.en);
        let provision = &step.rule.provision;
        let mut finding = finding(
            cited,
            (wrong, own),
            &format!("„{de}“ beruht auf {provision}."),
            &format!("“{en}” rests on {provision}."),
        );
        // Another text may speak of another step.
        if !cited.is_notice {
            finding.level = Level::Note;
        }
        report.add(finding);
    }
}

fn check_track(case: &Case, cited: &Cited, report: &mut Report) {
    let wrong: &[&str] = match case.procedure.track.key.as_str() {
        "regelverfahren" | "vereinfacht" => &["§13a", "§13b"],
        "beschleunigt" => &["§13b"],
        _ => &[],
    };
    if let Some(wrong) = wrong.iter().find(|wrong| cited.has(wrong, &["verfahren"])) {
        let track = case.procedure.track;
        report.add(finding(
            cited,
            (wrong, wrong),
            &format!("Die Verfahrensart ist: {}.", track.de),
            &format!("The track is: {}.", track.en),
        ));
    }
}

fn finding(text: &Cited, (cited, own): (&str, &str), de: &str, en: &str) -> Finding {
    let cited_words = spelled(cited);
    let help = if cited == own {
        say(
            "Berichtigen Sie den Text oder verfahrensart.",
            "Correct the text or verfahrensart.",
        )
    } else {
        say(
            format!(
                "Schreiben Sie „{} BauGB“, oder berichtigen Sie die Art der Phase.",
                spelled(own)
            ),
            format!(
                "Write “{} BauGB”, or correct the kind of phase.",
                spelled(own)
            ),
        )
    };
    Finding::new(
        &kinds::CITATION,
        text.place.clone(),
        say(
            format!("Der Text nennt {cited_words} BauGB"),
            format!("The text cites {cited_words} BauGB"),
        ),
    )
    .because(say(de, en))
    .help(help)
}

/// Where a squeezed text rests on a paragraph of the BauGB.
fn cites(text: &str, paragraph: &str) -> impl Iterator<Item = usize> {
    let places = text.match_indices(paragraph).map(|(at, _)| at);
    places.filter(move |at| {
        let rest = &text[at + paragraph.len()..];
        let next = rest.chars().next();
        let goes_on = ["baugb", "abs", "satz", "s1", "und", "i"];
        let is_longer = next.is_some_and(|next| next.is_ascii_digit())
            || !paragraph.contains("abs")
                && next.is_some_and(char::is_alphabetic)
                && !goes_on.iter().any(|word| rest.starts_with(word));
        let clause = around(rest, 0, 0, 40);
        let clause = clause.split('§').next().unwrap_or_default();
        let is_other = OTHERS.iter().any(|name| clause.contains(name));
        let before = around(text, *at, 30, 0);
        let is_denied = NEGATIONS.iter().any(|word| before.contains(word));
        !is_longer && !is_other && !is_denied
    })
}

/// Small letters without spaces, dots and brackets: „§ 3 Absatz 2“, „§ 3 Abs. 2“ and „§ 3 (2)“ are the same.
fn squeezed(text: &str) -> String {
    let lower = text
        .to_lowercase()
        .replace("absatz", "abs")
        .replace("§§", "§");
    let lower = lower.replace(" (", "abs(").replace("abs(", "\u{1}");
    let mut squeezed = String::with_capacity(lower.len());
    for (at, letter) in lower.char_indices() {
        match letter {
            '\u{1}' => {
                let is_number = lower[at + 1..].starts_with(|c: char| c.is_ascii_digit());
                squeezed.push_str(if is_number { "abs" } else { "" });
            }
            letter if letter.is_alphanumeric() || letter == '§' => squeezed.push(letter),
            _ => {}
        }
    }
    squeezed
}

/// „§3abs2“ as people write it.
fn spelled(squeezed: &str) -> String {
    squeezed.replace('§', "§ ").replace("abs", " Abs. ")
}

#[cfg(test)]
mod tests {
    use super::{cites, spelled, squeezed};

    #[test]
    fn paragraphs_are_found_however_they_are_written() {
        let cited =
            |text: &str, paragraph: &str| cites(&squeezed(text), paragraph).next().is_some();
        assert!(cited("gemäß § 3 Abs. 2 BauGB", "§3abs2"));
        assert!(cited(
            "nach § 3 Absatz 2 Satz 1 und § 4 Abs. 2 BauGB",
            "§3abs2"
        ));
        assert!(cited("nach § 3 (2) BauGB", "§3abs2"));
        assert!(!cited("nach § 3 Abs. 1 BauGB", "§3abs2"));
        assert!(!cited("nach § 3 Abs. 2 PlanSiG", "§3abs2"));
        assert!(!cited("nach § 3 Abs. 21 BauGB", "§3abs2"));
        assert!(cited(
            "im beschleunigten Verfahren nach § 13a BauGB",
            "§13a"
        ));
        assert!(!cited("nach § 13 Abs. 2 BauGB", "§13a"));
        assert!(!cited("und nicht nach § 13a BauGB", "§13a"));
        assert_eq!(spelled("§4aabs3"), "§ 4a Abs. 3");
    }
}
