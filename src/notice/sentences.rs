//! The law's sentences with the procedure's own words in them.

use crate::finding::{Words, say};
use crate::law::calendar::day_in_words;
use crate::law::notice_words::{Choice, fill, notice_words};
use crate::model::Archive;
use crate::model::municipality::Municipality;
use crate::model::phase::{Phase, Resolution, Time};
use crate::model::procedure::Procedure;
use crate::notice::{BLANK, Hint, NoticeRecord, access, is_assessed};

/// Fills sentences with the words of one phase.
pub struct Filler<'a> {
    choice: Choice<'a>,
    words: Vec<(&'static str, Words)>,
    reasons: Option<Words>,
}

/// The hint that there is no environmental assessment.
const NO_ASSESSMENT: &str = "keine_umweltpruefung";
/// From so many square metres of floor area on, a notice gives reasons for that (§ 13a Abs. 3 Satz
/// 1 Nr. 1 BauGB).
const LARGE: u32 = 20_000;

impl<'a> Filler<'a> {
    /// The words of a phase.
    pub fn new(
        archive: &Archive,
        procedure: &Procedure,
        phase: &Phase,
        choice: Choice<'a>,
    ) -> Self {
        let municipality = archive.municipality(procedure.municipality);
        let has_form = archive.site.intake.is_some() && phase.rule.is_public_participation();
        let (electronic, other) = access::ways(procedure, phase, municipality, has_form);
        let operation = procedure.operation;
        let resolution = resolution(procedure, phase);
        let called = |name| {
            let part = notice_words().part(name, choice);
            part.map_or_else(Words::default, |part| part.words.clone())
        };
        let words = vec![
            ("den_plan", called("den_plan")),
            ("des_plans", called("des_plans")),
            ("gemeinde", full_name(municipality)),
            ("vorgang", operation.label()),
            ("frist", period(phase.time)),
            ("auslegung", display(phase)),
            ("tag", day_in_words(phase.time.start())),
            ("beschluss", resolution.map(in_brackets).unwrap_or_default()),
            ("genehmigt", approval(procedure, phase, choice)),
            ("elektronisch", electronic),
            ("anders", other),
            ("schritt", phase.title()),
        ];
        let reasons = phase.reason.as_ref().filter(|_| is_large(procedure));
        let reasons = reasons.and_then(|reason| {
            let part = notice_words().part("gruende_13a", choice)?;
            let reason = reason.trim();
            Some(part.filled(&[("grund", say(reason, reason))]))
        });
        Self {
            choice,
            words,
            reasons,
        }
    }

    /// A sentence with the words of the phase.
    pub fn fill(&self, text: &Words) -> Words {
        fill(text, &self.words)
    }

    /// A hint in the wording that holds; none where the wording does not know it.
    pub fn hint(&self, key: &'static str) -> Option<Hint> {
        let row = notice_words().hint(key, self.choice)?;
        let mut words = row.filled(&self.words);
        if let Some(reasons) = self.reasons.as_ref().filter(|_| key == NO_ASSESSMENT) {
            words.de.push_str(&reasons.de);
            words.en.push_str(&reasons.en);
        }
        Some(Hint {
            key,
            words,
            provision: row.provision.clone(),
        })
    }

    /// A sentence between.
    pub fn part(&self, key: &'static str) -> Option<Hint> {
        let row = notice_words().part(key, self.choice)?;
        Some(Hint {
            key,
            words: row.filled(&self.words),
            provision: row.provision.clone(),
        })
    }
}

/// „Öffentliche Bekanntmachung der Stadt Meißen“.
pub fn heading(municipality: &Municipality) -> Words {
    let name = full_name(municipality);
    say(
        format!("Öffentliche Bekanntmachung der {}", name.de),
        format!("Public notice of the {}", name.en),
    )
}

/// „Stadt Meißen“; in English after “the”.
fn full_name(municipality: &Municipality) -> Words {
    let name = municipality.full_name();
    say(name.de, lower_first(&name.en))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters.clone()).collect()
}

/// „ vom 1. bis einschließlich 30. April 2026“: the display of a phase in which people may speak for
/// longer; nothing where it lasts as long as the phase.
fn display(phase: &Phase) -> Words {
    let until = phase.facts.displayed_until;
    let span = until.map(|until| period(Time::Span(phase.time.start(), Some(until))));
    span.map_or_else(Words::default, |span| {
        say(format!(" {}", span.de), format!(" {}", span.en))
    })
}

/// „vom 1. April 2026 bis einschließlich 5. Mai 2026“.
pub fn period(time: Time) -> Words {
    let day = day_in_words;
    match time {
        Time::Day(at) => say(format!("am {}", day(at).de), format!("on {}", day(at).en)),
        Time::Span(first, None) => say(
            format!("ab dem {}", day(first).de),
            format!("from {}", day(first).en),
        ),
        Time::Span(first, Some(last)) => say(
            format!("vom {} bis einschließlich {}", day(first).de, day(last).de),
            format!("from {} to {} inclusive", day(first).en, day(last).en),
        ),
    }
}

/// The phase's own resolution; of a plan that enters into force the one that adopted it.
fn resolution<'a>(procedure: &'a Procedure, phase: &'a Phase) -> Option<&'a Resolution> {
    let counting = || procedure.phases.iter().filter(|own| own.void.is_none());
    let adopts = |own: &&Phase| own.rule.adopts && !own.rule.approves && !own.rule.signs;
    let adopted = || {
        counting()
            .filter(|own| own.time.start() <= phase.time.start())
            .rfind(adopts)
    };
    let own = phase.resolution.as_ref();
    own.or_else(|| {
        let adopting = adopted().filter(|_| phase.rule.puts_in_force)?;
        adopting.resolution.as_ref()
    })
}

/// „ (Stadtrat, 24. April 2026, Beschluss Nr. 7)“, as far as it is known.
fn in_brackets(resolution: &Resolution) -> Words {
    let day = resolution.date.map(day_in_words);
    let number = |word: &str| {
        let number = resolution.number.as_ref();
        number.map(|number| format!("{word} {number}"))
    };
    let bracketed = |day: Option<String>, number: Option<String>| {
        let known: Vec<String> = [resolution.body.clone(), day, number]
            .into_iter()
            .flatten()
            .collect();
        match known[..] {
            [] => String::new(),
            _ => format!(" ({})", known.join(", ")),
        }
    };
    let (de, en) = day.map(|day| (day.de, day.en)).unzip();
    say(
        bracketed(de, number("Beschluss Nr.")),
        bracketed(en, number("resolution no.")),
    )
}

/// The sentence on the approval of a plan that enters into force.
fn approval(procedure: &Procedure, phase: &Phase, choice: Choice<'_>) -> Words {
    let mut approvals = procedure.phases.iter().filter(|own| {
        own.rule.approves && own.void.is_none() && own.time.start() <= phase.time.start()
    });
    let approved = approvals.next_back().map(|own| own.time.start());
    let part = notice_words().part("genehmigung", choice);
    match (approved, part) {
        (Some(day), Some(part)) if phase.rule.puts_in_force => {
            let it = notice_words().part("ihn", choice);
            let it = it.map_or_else(Words::default, |part| part.words.clone());
            part.filled(&[("ihn", it), ("tag", day_in_words(day))])
        }
        _ => Words::default(),
    }
}

/// Whether the plan allows so much that the notice gives reasons why there is no assessment.
fn is_large(procedure: &Procedure) -> bool {
    let area = procedure.facts.floor_area;
    area.is_some_and(|area| area >= LARGE) && !is_assessed(procedure)
}

/// Whether a part of a notice is missing, and what it is.
type Part = (bool, &'static str, &'static str);

/// What of it people need to see the documents, to come and to speak.
fn missing_ways(record: &NoticeRecord, phase: &Phase) -> impl Iterator<Item = Part> {
    let rule = phase.rule;
    let ways = phase.statements.iter().flat_map(|own| &own.channels);
    let by_post = ways.into_iter().any(|way| way.key == "post");
    let parts = [
        (
            record.access.is_empty() && (rule.displays_documents || rule.needs_access),
            "ein Zugang außer im Internet (zugang, oder auslegungsort in gemeinde.yaml)",
            "an access besides the Internet (zugang, or auslegungsort in gemeinde.yaml)",
        ),
        (
            rule.meets && phase.meetings.is_empty(),
            "wann und wo der Termin stattfindet (termine)",
            "when and where the meeting takes place (termine)",
        ),
        (
            phase.statements.is_none() && rule.is_public_participation(),
            "wie Stellungnahmen abgegeben werden können (stellungnahmen)",
            "how statements can be given (stellungnahmen)",
        ),
        (
            by_post && record.office.postal_address.is_none(),
            "die Anschrift für Stellungnahmen per Post (amt.anschrift in gemeinde.yaml)",
            "the postal address for statements by post (amt.anschrift in gemeinde.yaml)",
        ),
        (
            phase.changes.is_none() && rule.renews,
            "was sich geändert hat (aenderungen)",
            "what changed (aenderungen)",
        ),
    ];
    parts.into_iter()
}

/// What a record lacks for a whole notice, so that a person completes it.
pub fn missing(record: &NoticeRecord, procedure: &Procedure, phase: &Phase) -> Vec<Words> {
    let rule = phase.rule;
    let is_display = rule.notice_lead_days.is_some();
    let needs_themes = rule.needs_environment && is_assessed(procedure);
    let says_none = record.hints.iter().any(|hint| hint.key == NO_ASSESSMENT);
    let parts = [
        (
            says_none && is_large(procedure) && phase.reason.is_none(),
            "warum es keine Umweltprüfung gibt (grund; § 13a Abs. 3 Satz 1 Nr. 1 BauGB)",
            "why there is no environmental assessment (grund; § 13a (3) sentence 1 no. 1 BauGB)",
        ),
        (
            record.aim.contains(BLANK),
            "worum es geht (kurzbeschreibung)",
            "what it is about (kurzbeschreibung)",
        ),
        (
            record.area.description.is_empty() || record.area.description.contains(BLANK),
            "die Lage des Gebiets in Worten (geltungsbereich.beschreibung)",
            "where the area lies, in words (geltungsbereich.beschreibung)",
        ),
        (
            matches!(record.time, Time::Span(_, None)) && is_display,
            "der letzte Tag (zeitraum.ende)",
            "the last day (zeitraum.ende)",
        ),
        (
            record.documents.is_empty() && rule.displays_documents,
            "die Unterlagen (unterlagen)",
            "the documents (unterlagen)",
        ),
        (
            record.environment.is_empty() && needs_themes,
            "die Arten umweltbezogener Informationen (umweltinformationen)",
            "the kinds of environmental information (umweltinformationen)",
        ),
    ];
    let parts = parts.into_iter().chain(missing_ways(record, phase));
    let lacking = parts.filter(|(is_missing, ..)| *is_missing);
    lacking.map(|(_, de, en)| say(de, en)).collect()
}
