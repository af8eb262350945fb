//! The paragraphs that a text cites, compared with the step and the track it stands at.

use crate::check::basis;
use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::names::title;
use crate::check::norms;
use crate::check::other_kinds;
use crate::check::own::Own;
use crate::check::paragraph::{around_paragraphs, cites, spelled};
use crate::check::provisions;
use crate::check::said;
use crate::check::texts::around;
use crate::check::track;
use crate::finding::{File, Finding, Level, Place, say};
use crate::law::codes::Tier;
use std::sync::Arc;

/// Words near a citation that make it one of the step itself.
const STEPS: [&str; 4] = ["beteiligung", "auslegung", "veröffentlich", "unterrichtung"];

/// `TXT-003`: of a notice, whatever it cites; of other texts, what they say of the step itself.
pub fn step_and_track(case: &Case, report: &mut Report) {
    other_kinds::no_statute(case, report);
    other_kinds::another_statute(case, report);
    other_kinds::another_basis(case, report);
    other_kinds::no_project(case, report);
    basis::of_the_statute(case, report);
    norms::compare(case, report);
    for step in &case.steps {
        let notice = step.phase.notice.as_ref();
        let wording = notice.and_then(|own| {
            let words = step.notice_text.as_deref()?;
            Some((words, own.text.as_ref()?, own.origin.at("text")))
        });
        let text = step.text.as_deref().zip(step.phase.text.as_ref());
        let text = text.map(|(words, prose)| (words, prose, step.phase.origin.at("text")));
        let mut is_told = false;
        for (at, (words, prose, place)) in [wording, text].into_iter().enumerate().filter_map(named)
        {
            let Some(cited) = Cited::new(words, place, at == 0) else {
                continue;
            };
            let cited = cited.in_file(prose.file.as_ref());
            report.extend(not_in_the_law(&cited));
            check_step(step, &cited, case, report);
            let another = track::another(case, &cited);
            is_told |= cited.is_notice && another.is_some();
            report.extend(another);
        }
        if let Some(own) = Own::of(step).filter(|_| !is_told) {
            report.extend(track::named(case, &own));
        }
    }
    let place = case.procedure.origin.at("kurzbeschreibung");
    if let Some(mut summary) = Cited::new(&case.procedure.summary, place, false) {
        summary.is_summary = true;
        report.extend(not_in_the_law(&summary));
        report.extend(track::another(case, &summary));
    }
}

/// `TXT-003`: a paragraph or a subsection that the BauGB does not have.
fn not_in_the_law(cited: &Cited) -> Option<Finding> {
    let wrong = provisions::no_such(&cited.text, &cited.signs)?;
    let words = spelled(wrong);
    let finding = Finding::new(
        &kinds::CITATION,
        cited.place_of(wrong),
        say(
            format!("Der Text nennt {words} BauGB; das gibt es nicht"),
            format!("The text cites {words} BauGB; there is no such provision"),
        ),
    );
    Some(finding.because(say(
        "Wer nachliest, findet nichts; ein Hinweis auf eine Vorschrift, die es nicht gibt, ist keiner.",
        "Whoever looks it up finds nothing; a hint on a provision that does not exist is none.",
    )).help(say(
        "Berichtigen Sie die Vorschrift.",
        "Correct the provision.",
    )))
}

fn named<T>((at, text): (usize, Option<T>)) -> Option<(usize, T)> {
    Some((at, text?))
}

/// A text, squeezed, and where it is named.
pub struct Cited<'a> {
    text: String,
    /// Where a paragraph begins.
    signs: Vec<usize>,
    place: Place,
    file: Option<&'a Arc<File>>,
    /// Whether it is the wording of a notice.
    pub is_notice: bool,
    /// Whether it is the summary of the procedure, which speaks of its own plan.
    pub is_summary: bool,
}

impl<'a> Cited<'a> {
    /// None of a text that cites nothing.
    fn new(text: &str, place: Place, is_notice: bool) -> Option<Self> {
        let text = around_paragraphs(text);
        let signs: Vec<usize> = text.match_indices('§').map(|(at, _)| at).collect();
        (!signs.is_empty()).then_some(Self {
            text,
            signs,
            place,
            file: None,
            is_notice,
            is_summary: false,
        })
    }

    /// The same of a text that has a file of its own.
    fn in_file(mut self, file: Option<&'a Arc<File>>) -> Self {
        self.file = file;
        self
    }

    /// The title of a notice that has a file, where it cites paragraphs of its own, and others than this one.
    pub fn title(&self, own: &str) -> Option<Cited<'a>> {
        let file = self.file.filter(|_| self.is_notice)?;
        let text = title(file.text());
        let title = Cited::new(text, self.place.clone(), true)?;
        (!title.has(own, &[])).then(|| title.in_file(self.file))
    }

    /// The line that cites a paragraph, else where the text is named.
    fn place_of(&self, paragraph: &str) -> Place {
        let is = |line: &str| {
            let cited = Cited::new(line, self.place.clone(), self.is_notice);
            cited.is_some_and(|cited| cited.has(paragraph, &[]))
        };
        match self.file {
            Some(file) => said::line(file, is).unwrap_or_else(|| self.place.clone()),
            None => self.place.line_of(is),
        }
    }

    /// Whether it cites a paragraph near one of some words; of a notice any citation counts.
    pub fn has(&self, paragraph: &str, near: &[&str]) -> bool {
        self.cites(paragraph, near).next().is_some()
    }

    /// The same, but where the words behind it tell of what is over or was given up.
    pub fn has_now(&self, paragraph: &str, near: &[&str], over: &[&str]) -> bool {
        let mut cited = self.cites(paragraph, near);
        cited.any(|at| {
            let behind = around(&self.text, at, 0, 60);
            let own = behind.trim_start_matches('§');
            let own = own.split('§').next().unwrap_or_default();
            !over.iter().any(|words| own.contains(words))
        })
    }

    fn cites<'s>(
        &'s self,
        paragraph: &'s str,
        near: &'s [&str],
    ) -> impl Iterator<Item = usize> + 's {
        let is_near = move |at: &usize| {
            let around = around(&self.text, *at, 60, 40);
            near.is_empty() || near.iter().any(|word| around.contains(word))
        };
        cites(&self.text, &self.signs, paragraph).filter(is_near)
    }
}

/// Words behind a citation, squeezed, that tell of a step that is over: „nach § 3 Abs. 1 BauGB hat stattgefunden“.
const OVER: [&str; 18] = [
    "wurdeim",
    "wurdevom",
    "durchgeführt",
    "eingegangen",
    "gingen",
    "eingearbeitet",
    "folgt",
    "spätereröffnet",
    "bereits",
    "abgesehen",
    "verzichtet",
    "stattgefunden",
    "fandstatt",
    "fandvom",
    "fandam",
    "wurdedurchgeführt",
    "erfolgte",
    "istabgeschlossen",
];
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
        (_, true, true) => ("§4aabs3", &["§3abs1"]),
        (_, true, false) if step.is_display() => ("§3abs2", &["§3abs1", "§4aabs3"]),
        (_, false, _) if rule.period.is_none() && !rule.needs_notice => ("§3abs1", &["§3abs2"]),
        _ => return None,
    })
}

/// A paragraph that was another one in the wording of the day: the words it stands near, what to
/// write, and why.
struct Moved {
    since_2023: bool,
    cited: &'static str,
    near: &'static [&'static str],
    own: &'static str,
    de: &'static str,
    en: &'static str,
}

/// What the reform of 7 July 2023 moved in § 3 and § 4a BauGB.
const MOVED: [Moved; 5] = [
    Moved {
        since_2023: true,
        cited: "§4aabs6",
        near: &[],
        own: "§4aabs5",
        de: "§ 4a BauGB hat seit dem 7. Juli 2023 keinen Absatz 6 mehr; verspätete Stellungnahmen stehen in Absatz 5.",
        en: "Since 7 July 2023, § 4a BauGB has no subsection 6; late statements are in subsection 5.",
    },
    Moved {
        since_2023: true,
        cited: "§4aabs4",
        near: &["internet", "landesportal", "online"],
        own: "§3abs2",
        de: "Die Veröffentlichung im Internet steht seit dem 7. Juli 2023 in § 3 Abs. 2 BauGB; § 4a Abs. 4 gilt der Beteiligung über die Grenze.",
        en: "Since 7 July 2023 the publication on the Internet is in § 3 (2) BauGB; § 4a (4) is on participation across the border.",
    },
    Moved {
        since_2023: true,
        cited: "§3abs2satz2h",
        near: &[],
        own: "§3abs2",
        de: "Die Hinweise stehen seit dem 7. Juli 2023 in § 3 Abs. 2 Satz 4 BauGB.",
        en: "Since 7 July 2023 the hints are in § 3 (2) sentence 4 BauGB.",
    },
    Moved {
        since_2023: false,
        cited: "§4aabs5",
        near: &["unberücksichtigt", "verspätet", "fristgerecht"],
        own: "§4aabs6",
        de: "Bis zum 6. Juli 2023 standen verspätete Stellungnahmen in § 4a Abs. 6 BauGB.",
        en: "Until 6 July 2023 late statements were in § 4a (6) BauGB.",
    },
    Moved {
        since_2023: false,
        cited: "§3abs2satz4nr",
        near: &[],
        own: "§3abs2",
        de: "Bis zum 6. Juli 2023 standen die Hinweise in § 3 Abs. 2 Satz 2 BauGB.",
        en: "Until 6 July 2023 the hints were in § 3 (2) sentence 2 BauGB.",
    },
];

/// The paragraphs of another wording of the law in the notice of a display.
fn check_wording(step: &Step, cited: &Cited, report: &mut Report) {
    if !cited.is_notice || !step.is_display() {
        return;
    }
    let asks = |moved: &&Moved| {
        moved.since_2023 == step.rule.needs_access && cited.has(moved.cited, moved.near)
    };
    for moved in MOVED.iter().filter(asks) {
        report.add(finding(cited, (moved.cited, moved.own), moved.de, moved.en));
    }
}

fn check_step(step: &Step, cited: &Cited, case: &Case, report: &mut Report) {
    check_wording(step, cited, report);
    let Some((own, mistaken)) = paragraphs(step, case) else {
        return;
    };
    // Of a notice the title says what it is on.
    let title = cited.title(own);
    // A renewed display has a complete notice under § 3 Abs. 2, but is called what it is.
    let is_renewed = step.rule.renews && !cited.has(own, &[]);
    let mistaken: &[&str] = match (&title, is_renewed) {
        (Some(_), true) => &["§3abs2", "§3abs1"],
        _ => mistaken,
    };
    let cited = title.as_ref().unwrap_or(cited);
    // „§ 3 Abs. 1 und 2 BauGB“
    let both = own.replace("abs2", "abs1und2");
    if cited.has(own, &[]) || cited.has(&both, &[]) {
        return;
    }
    let near: &[&str] = if cited.is_notice { &[] } else { &STEPS };
    if let Some(wrong) = mistaken
        .iter()
        .find(|wrong| cited.has_now(wrong, near, &OVER))
    {
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

/// A finding on a citation, with what to cite instead; of another track where both are the same.
pub fn finding(text: &Cited, (cited, own): (&str, &str), de: &str, en: &str) -> Finding {
    let cited_words = spelled(cited);
    let instead = match (cited == own, spelled(own)) {
        (true, _) => say(", eine andere Verfahrensart", ", another track"),
        (false, own) => say(format!(" statt {own}"), format!(" instead of {own}")),
    };
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
        text.place_of(cited),
        say(
            format!("Der Text nennt {cited_words} BauGB{}", instead.de),
            format!("The text cites {cited_words} BauGB{}", instead.en),
        ),
    )
    .because(say(de, en))
    .help(help)
}

#[cfg(test)]
mod tests {
    use super::Cited;
    use crate::check::paragraph::spelled;
    use crate::finding::{File, Place};

    #[test]
    fn paragraphs_are_found_however_they_are_written() {
        let cited = |text: &str, paragraph: &str| {
            let cited = Cited::new(text, Place::whole(&File::opaque("a.md")), true);
            cited.is_some_and(|cited| cited.has(paragraph, &[]))
        };
        assert!(cited("gemäß § 3 Abs. 2 BauGB", "§3abs2"));
        assert!(cited(
            "nach § 3 Absatz 2 Satz 1 und § 4 Abs. 2 BauGB",
            "§3abs2"
        ));
        assert!(cited("nach § 3 (2) BauGB", "§3abs2"));
        assert!(cited("nach §§ 3 Abs. (2) und 4 BauGB", "§3abs2"));
        assert!(cited("nach §3(2) BauGB und § 3 II BauGB", "§3abs2"));
        assert!(!cited("nach § 3 Abs. 1 der Hauptsatzung", "§3abs1"));
        assert!(!cited(
            "nach § 3 Abs. 1 des Gesetzes über die Umwelt",
            "§3abs1"
        ));
        assert!(cited("nach § 3 Abs. 2 des Baugesetzbuchs", "§3abs2"));
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
