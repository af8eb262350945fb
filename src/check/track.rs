//! The track that a text cites or names, compared with the record (`TXT-003`).

use crate::check::case::Case;
use crate::check::citation::{Cited, finding};
use crate::check::kinds;
use crate::check::own::Own;
use crate::finding::{Finding, say};

/// Words behind a citation, squeezed, that tell of a track that was given up: „nach § 13b BauGB eingeleitet und
/// umgestellt“.
const GIVEN_UP: [&str; 11] = [
    "eingestellt",
    "aufgehoben",
    "wurdeaufgegeben",
    "kamnichtinbetracht",
    "nichtanzuwenden",
    "eingeleitet",
    "begonnen",
    "umgestellt",
    "scheidetaus",
    "sondern",
    "abgesehen",
];

/// `TXT-003`: the paragraph of another track than the record's.
pub fn another(case: &Case, cited: &Cited) -> Option<Finding> {
    // The accelerated procedure follows rules of the simplified one: both are cited then.
    let (wrong, unless): (&[&str], &[&str]) = match case.procedure.track.key.as_str() {
        "regelverfahren" => (&["§13a", "§13b", "§13"], &[]),
        "vereinfacht" => (&["§13a", "§13b"], &[]),
        "beschleunigt" => (&["§13b", "§13"], &["§13a"]),
        _ => return None,
    };
    // What a title rests on is the plan's own, whatever the text below says besides.
    let title = unless.iter().find_map(|own| cited.title(own));
    let in_title = title.as_ref().and_then(|title| {
        let mut others = wrong.iter().filter(|own| **own != "§13");
        let other = others.find(|own| title.has_now(own, &[], &GIVEN_UP))?;
        Some(in_words(case, title, other))
    });
    if in_title.is_some() || unless.iter().any(|own| cited.has(own, &[])) {
        return in_title;
    }
    // „(§ 13a BauGB)“ in a summary is the plan's own.
    let is_first = case.procedure.operation.key == "aufstellung";
    let in_brackets = cited.is_summary && is_first && case.procedure.summary.contains("(§ 13");
    let near = |wrong: &str| -> &[&str] {
        match wrong {
            "§13" => &["vereinfachtenverfahren", "vereinfachtesverfahren"],
            _ if in_brackets => &[],
            _ => &[
                "verfahren",
                "ivm§3",
                "inverbindungmit§3",
                "baugbivm§1",
                "derinnenentwicklung",
                "wirdnach§13",
                "wirdgemäß§13",
            ],
        }
    };
    let mut wrong = wrong.iter();
    let other = wrong.find(|own| cited.has_now(own, near(own), &GIVEN_UP))?;
    Some(in_words(case, cited, other))
}

/// `TXT-003`: another track by its name alone: „im beschleunigten Verfahren“.
pub fn named(case: &Case, own: &Own) -> Option<Finding> {
    const OTHERS: &str = "nicht |kein|wurde|zunächst|ursprünglich|bisher|eingeleitet|begonnen|umgestellt|statt|sondern|eingestellt|aufgehoben|flächennutzungsplan|anderen|benachbart|angrenzend";
    let names: &[&str] = match case.procedure.track.key.as_str() {
        "regelverfahren" => &["im beschleunigten verfahren", "im vereinfachten verfahren"],
        "vereinfacht" => &["im beschleunigten verfahren"],
        _ => return None,
    };
    let (name, sentence) = names.iter().find_map(|name| {
        let sign = format!("{name} + bebauungsplan|plan|satzung|entwurf - {OTHERS}");
        Some((name, own.sentence(&sign)?))
    })?;
    let (track, place) = (case.procedure.track, own.near(&[name]));
    let name = own.as_written(name);
    let finding = Finding::new(
        &kinds::CITATION,
        place,
        say(
            format!("Der Wortlaut sagt „{name}“"),
            format!("The wording says “{name}”"),
        ),
    );
    let finding = finding.because(say(
        format!("Die Verfahrensart ist: {}.", track.de),
        format!("The track is: {}.", track.en),
    ));
    let finding = finding.help(say(
        "Berichtigen Sie den Wortlaut oder verfahrensart.",
        "Correct the wording or verfahrensart.",
    ));
    (!crate::check::own_resolutions::is_of_other(case, sentence)).then_some(finding)
}

fn in_words(case: &Case, cited: &Cited, wrong: &str) -> Finding {
    let track = case.procedure.track;
    finding(
        cited,
        (wrong, wrong),
        &format!("Die Verfahrensart ist: {}.", track.de),
        &format!("The track is: {}.", track.en),
    )
}
