//! What texts say, compared with the record: their days; words that judge.

use crate::check::case::{Case, Report, Step};
use crate::check::days::{NamedSpan, days, spans};
use crate::check::elsewhere::{is_of_something_else, sentence_of};
use crate::check::kinds;
use crate::check::own::of_displays;
use crate::check::own_resolutions;
use crate::check::retold;
use crate::check::said;
use crate::check::signature;
use crate::check::told_in_force;
use crate::finding::{File, Finding, Level, Place, say};
use crate::law::calendar::{WEEKDAYS, WEEKDAYS_SHORT};
use crate::model::phase::{Phase, Time};
use crate::model::prose::Prose;

use jiff::civil::Date;
use memchr::memchr2_iter;
use std::ops::Range;
use std::sync::Arc;

/// Words that judge. A notice tells; it neither praises a plan nor blames those who speak.
const JUDGING: [&str; 28] = [
    "leider",
    "bedauerlich",
    "erfreulich",
    "endlich",
    "selbstverständlich",
    "zweifellos",
    "angeblich",
    "vermeintlich",
    "querulant",
    "bedenkenträger",
    "hervorragend",
    "attraktiv",
    "vorbildlich",
    "einmalige",
    "dringend benötigt",
    "gewinn für",
    "glücklicherweise",
    "alternativlos",
    "zukunftsweisend",
    "wegweisend",
    "großartig",
    "haltlos",
    "unbegründete",
    "überzogen",
    "unsinnig",
    "dringend notwendig",
    "dringend erforderlich",
    "chance für",
];
/// Those of them that planning aims at, too.
const QUALITIES: [&str; 3] = ["attraktiv", "vorbildlich", "zukunftsweisend"];
/// Words of a sentence on what a plan is for.
const AIMS: [&str; 10] = [
    "ziel",
    "soll",
    "bedarf",
    "schaffung",
    "grundlage für",
    "sicherung",
    "entwicklung",
    "standards",
    "vorgesehen",
    "zweck",
];
/// Words near a day that make it the last day for statements.
const STATEMENT: [&str; 9] = [
    "stellungnahme",
    "stellung genommen",
    "stellung nehmen",
    "stellung zu nehmen",
    "äußern",
    "äußerung",
    "einwendung",
    "einwände",
    "anregung",
];
/// Words near a day that tell of what came in, not of a deadline.
const RECEIVED: [&str; 4] = ["gingen", "eingegangen", "ging ein", "erhielt"];
/// Words of a sentence on what people hand in.
const GIVEN: [&str; 20] = [
    "abgeb",
    "abgegeben",
    "abzugeben",
    "abgabe",
    "einreich",
    "eingereicht",
    "einzureichen",
    "eingeh",
    "eingegangen",
    "einsend",
    "send",
    "schick",
    "übermitt",
    "mitteil",
    "mitgeteilt",
    "vorbring",
    "vorzubringen",
    "erheben",
    "beteilig",
    "frist",
];
/// Verbs that make a short sentence one of its own.
const VERBS: [&str; 9] = [
    "gilt", "gelten", "soll", "graben", "gräbt", "bleib", "dauer", "wird", "abzuruf",
];
/// Words of a sentence on what is done with statements later.
const WEIGHED: [&str; 4] = [
    "ausgewertet",
    "auswert",
    "ein monat liefe",
    "abgewogen werden",
];
/// Words near a span that make it a participation.
const PARTICIPATION: [&str; 6] = [
    "ausgelegt",
    "auslegung",
    "veröffentlich",
    "beteiligung",
    "einsehen",
    "eingesehen",
];

/// A text of the file, and where it is named.
pub struct Written<'a> {
    /// What it says.
    pub text: &'a str,
    /// Where it is written, or where its file is named.
    pub place: Place,
    /// Its file, if it has one of its own.
    pub file: Option<&'a Arc<File>>,
    /// Whether it is the wording of a notice.
    pub is_notice: bool,
}

impl Written<'_> {
    /// Where it says something: in its own file, else where it is written.
    pub fn place_of(&self, piece: &str) -> Place {
        let found = self.file.and_then(|file| said::piece(file, piece));
        found.unwrap_or_else(|| self.place.of_words(piece))
    }

    /// A piece that was found in small letters, as it stands in the text.
    pub fn as_written<'s>(&'s self, piece: &'s str) -> &'s str {
        let found = said::in_small_letters(self.text, piece);
        found.and_then(|at| self.text.get(at)).unwrap_or(piece)
    }
}

/// `TXT-001`
pub fn days_of_the_record(case: &Case, report: &mut Report) {
    own_resolutions::days(case, report);
    retold::compare(case, report);
    signature::days_of_signatures(case, report);
    told_in_force::days(case, report);
    let known = known_spans(case);
    for (phase, written) in all(case).filter(|(_, written)| !written.is_notice) {
        let named = days(written.text);
        let spans = spans(written.text, &named).into_iter();
        for span in spans.filter(|own| !is_of_something_else(written.text, &own.from.at)) {
            if let Some(meant) = contradicted(&span, &known, phase, written.text) {
                report.add(other_days(&written, &span.to.at, meant, written.text));
            }
        }
        for day in named {
            let is_known = known
                .iter()
                .any(|(_, end)| end.is_some_and(|end| day.is(end)));
            if is_known || known.is_empty() {
                continue;
            }
            if is_last_day(written.text, &day.at) {
                let meant = known.last().copied();
                report.add(other_days(&written, &day.at, meant, written.text));
            }
        }
    }
}

/// Whether a text makes a day the last one for statements.
pub fn is_last_day(text: &str, at: &Range<usize>) -> bool {
    let before = in_row(around(text, at.start, 100, 0));
    // „bis“, „spätestens“: before nearly no day there is either.
    let ends = |end: usize, word: &[u8]| {
        let start = (end + 1).checked_sub(word.len());
        start.is_some_and(|start| before.as_bytes()[start..=end].eq_ignore_ascii_case(word))
    };
    let mut last_letters = memchr2_iter(b's', b'S', before.as_bytes());
    let may_be = last_letters.any(|at| ends(at, b"bis") || ends(at, b"tes"));
    if !may_be || !ends_with_until(&before.to_lowercase()) {
        return false;
    }
    let near = format!(
        "{}{}",
        around(text, at.start, 100, 60),
        rest_of_sentence(text, at.end)
    );
    let near = near.to_lowercase();
    // „müssen bis zum 4. April eingegangen sein“ is still to come.
    let is_to_come = ["müssen", "muss "].iter().any(|word| near.contains(word))
        && ["eingegangen sein", "vorliegen", "eingehen"]
            .iter()
            .any(|word| near.contains(word));
    STATEMENT.iter().any(|word| near.contains(word))
        && (is_to_come || !RECEIVED.iter().any(|word| near.contains(word)))
        && may_be_of_statements(&sentence_of(text, at))
}

/// Whether the sentence around a day may say until when statements are taken; what stands near may be another sentence:
/// „Bis zum 31. Dezember 2026 soll die Erschließung fertig sein“.
fn may_be_of_statements(sentence: &str) -> bool {
    const WORDS: usize = 7;
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let words = sentence.split(|letter: char| !letter.is_alphabetic());
    let is_short = words.filter(|word| word.len() > 1).count() <= WORDS && !has(&VERBS);
    !has(&WEIGHED) && (is_short || has(&STATEMENT) || has(&GIVEN))
}

/// What stands before a day in its own line, where that is the row of a table: the words above are those of a heading.
pub fn in_row(before: &str) -> &str {
    match before.rsplit_once('\n') {
        Some((_, line)) if line.trim_start().starts_with('|') => line,
        _ => before,
    }
}

/// What a sentence says before a byte, as far as so many bytes reach.
pub fn begin_of_sentence(text: &str, at: usize, most: usize) -> &str {
    let before = around(text, at, most, 0);
    // „Nr. 4“, „11. Mai“ and „Abs. 2“ end none.
    let mut ends = before.rmatch_indices(". ").map(|(end, _)| end);
    let is_end = |end: &usize| {
        let word = before[..*end]
            .rsplit([' ', '\n'])
            .next()
            .unwrap_or_default();
        word.chars().filter(|letter| letter.is_alphabetic()).count() > 3
    };
    ends.find(is_end).map_or(before, |end| &before[end + 2..])
}

/// What a sentence says after a day, so far as it belongs to it.
pub fn rest_of_sentence(text: &str, from: usize) -> &str {
    let behind = around(text, from, 0, 160);
    let stops = [". ", ".\n"]
        .iter()
        .flat_map(|end| behind.match_indices(end));
    let stops = stops.map(|(at, _)| at);
    let stops = stops.filter(|at| behind[..*at].ends_with(char::is_lowercase));
    // A paragraph and an item of a list end it, too.
    let blocks = ["\n\n", "\n- ", "\n* "].iter();
    let end = stops.chain(blocks.filter_map(|end| behind.find(end))).min();
    &behind[..end.unwrap_or(behind.len())]
}

/// The participation that a text means when it names a span that is none of the record; `Some(None)` is
/// not possible: a span that has nothing to do with the record is no contradiction.
fn contradicted(
    span: &NamedSpan,
    known: &[(Date, Option<Date>)],
    phase: Option<&Phase>,
    text: &str,
) -> Option<Option<(Date, Option<Date>)>> {
    let same = |(start, end): &&(Date, Option<Date>)| {
        (span.from.is(*start), end.is_some_and(|end| span.to.is(end)))
    };
    if known.iter().any(|own| same(&own) == (true, true)) {
        return None;
    }
    if let Some(half) = known.iter().find(|own| same(own) != (false, false)) {
        return Some(Some(*half));
    }
    let near = around(text, span.from.at.start, 120, 120).to_lowercase();
    let is_participation = PARTICIPATION.iter().any(|word| near.contains(word));
    let own = phase.map(|phase| phase.time).filter(|_| is_participation);
    match own {
        Some(Time::Span(start, end)) => Some(Some((start, end))),
        _ => None,
    }
}

fn other_days(
    written: &Written,
    at: &Range<usize>,
    meant: Option<(Date, Option<Date>)>,
    text: &str,
) -> Finding {
    let named = text.get(at.clone()).unwrap_or_default();
    let (de, en) = match meant {
        Some((start, Some(end))) => (
            format!("Im Verfahren steht {start} bis {end}."),
            format!("The record says {start} to {end}."),
        ),
        _ => (String::new(), String::new()),
    };
    Finding::new(
        &kinds::DAYS_OF_RECORD,
        written.place_of(named),
        say(
            format!("Der Text nennt den {named}, das Verfahren nicht"),
            format!("The text names {named}, the record does not"),
        ),
    )
    .because(say(
        format!("Was im Text und was in der Frist steht, muss dasselbe sein. {de}"),
        format!("Text and period must say the same. {en}"),
    ))
    .help(say(
        "Berichtigen Sie den Text oder den Zeitraum; am besten nennt der Text keine Tage.",
        "Correct the text or the period; best, the text names no days.",
    ))
}

/// The participations of a procedure, with their days.
pub fn known_spans(case: &Case) -> Vec<(Date, Option<Date>)> {
    let spans = case.procedure.phases.iter();
    let own = spans.clone().filter_map(|phase| match phase.time {
        Time::Span(start, end) => Some((start, end)),
        Time::Day(_) => None,
    });
    // People may speak for longer than the plan is on display.
    let displays = spans.filter_map(|phase| {
        let until = phase.facts.displayed_until?;
        Some((phase.time.start(), Some(until)))
    });
    displays.chain(own).collect()
}

fn ends_with_until(before: &str) -> bool {
    let mut words = before
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
        .rev()
        .take(5)
        .take_while(|word| {
            let between = [
                "bis",
                "zum",
                "einschließlich",
                "spätestens",
                "ablauf",
                "des",
                "dem",
                "den",
                "tag",
            ];
            between.contains(word) || WEEKDAYS.contains(word) || WEEKDAYS_SHORT.contains(word)
        });
    words.any(|word| word == "bis" || word == "spätestens")
}

/// `TXT-004`
pub fn judging(case: &Case, report: &mut Report) {
    decided_already(case, report);
    for (_, written) in all(case).filter(|(_, written)| written.is_notice) {
        let lower = written.text.to_lowercase();
        for word in JUDGING.iter().filter(|word| begins_a_word(&lower, word)) {
            // What a plan is for is no judgement: „Bedarf an attraktivem Wohnraum“.
            let is_aim = |own: &String| AIMS.iter().any(|aim| own.contains(aim));
            let mut said = said::sentences(written.text).into_iter();
            if QUALITIES.contains(word) && !said.any(|own| own.contains(word) && !is_aim(&own)) {
                continue;
            }
            report.add(
                Finding::new(
                    &kinds::JUDGING,
                    judged(&written, word),
                    say(
                        format!("Der Wortlaut der Bekanntmachung wertet: „{word}“"),
                        format!("The wording of the notice judges: “{word}”"),
                    ),
                )
                .because(say(
                    "Eine Bekanntmachung unterrichtet. Wer wertet, weckt den Eindruck, die Abwägung stehe schon fest (§ 1 Abs. 7 BauGB).",
                    "A notice informs. Whoever judges gives the impression that the weighing is done already (§ 1 (7) BauGB).",
                ))
                .help(say("Streichen Sie das Wort.", "Delete the word.")),
            );
        }
    }
}

/// `TXT-004`: a notice of a display that takes the decision for made.
fn decided_already(case: &Case, report: &mut Report) {
    const DECIDED: &str = "nicht mehr geändert|keine änderungen mehr|nicht mehr zu ändern|nicht mehr änderbar + bereits beschlossen|schon beschlossen|endgültig|steht fest|stehen fest|stehen bereits fest|steht bereits fest|beschlossen und - wenn|sofern|frist|ablauf|wurde";
    for own in of_displays(case) {
        let Some(sentence) = own.sentence(DECIDED) else {
            continue;
        };
        let finding = Finding::new(
            &kinds::JUDGING,
            own.near_sentence(sentence),
            say(
                "Nach dem Wortlaut steht die Entscheidung schon fest",
                "By the wording the decision is made already",
            ),
        )
        .because(say(
            "Die Beteiligung soll den Plan noch ändern können; wer sich vorher festlegt, wägt nicht ab (§ 1 Abs. 7, § 3 Abs. 2 Satz 6, § 214 Abs. 3 BauGB).",
            "Participation must be able to change the plan; whoever is bound before does not weigh (§ 1 (7), § 3 (2) sentence 6, § 214 (3) BauGB).",
        ));
        let finding = finding.help(say("Streichen Sie den Satz.", "Delete the sentence."));
        report.add(finding.at_level(Level::Warning));
    }
}

/// The line that judges.
fn judged(written: &Written, word: &str) -> Place {
    let is = |line: &str| begins_a_word(&line.to_lowercase(), word);
    let line = written.file.and_then(|file| said::line(file, is));
    line.unwrap_or_else(|| written.place.clone())
}

/// Whether a piece stands in a text where no letter is before it.
pub fn begins_a_word(text: &str, piece: &str) -> bool {
    text.match_indices(piece).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(char::is_alphanumeric)
    })
}

/// Every text of a procedure, with the phase it belongs to; what is void says what it says.
pub fn all<'c>(case: &'c Case) -> impl Iterator<Item = (Option<&'c Phase>, Written<'c>)> {
    let procedure = case.procedure;
    let of_file = |words: &'c str, prose: &'c Prose, place: Place| Written {
        text: words,
        place,
        file: prose.file.as_ref(),
        is_notice: false,
    };
    let described = case
        .description
        .as_deref()
        .zip(procedure.description.as_ref());
    let of_procedure = [
        Some(in_the_record(
            &procedure.summary,
            procedure.origin.at("kurzbeschreibung"),
        )),
        described.map(|(words, prose)| of_file(words, prose, procedure.origin.at("beschreibung"))),
    ];
    let counting = case.steps.iter().chain(&case.related_steps);
    let of_phases = counting.flat_map(move |step: &'c Step| {
        let phase = step.phase;
        let notice = phase.notice.as_ref().and_then(|notice| {
            let (words, prose) = (step.notice_text.as_deref()?, notice.text.as_ref()?);
            Some(Written {
                is_notice: true,
                ..of_file(words, prose, notice.origin.at("text"))
            })
        });
        let text = step.text.as_deref().zip(phase.text.as_ref());
        let parts = [
            notice,
            text.map(|(words, prose)| of_file(words, prose, phase.origin.at("text"))),
            phase
                .reason
                .as_deref()
                .map(|text| in_the_record(text, phase.origin.at("grund"))),
            phase
                .changes
                .as_deref()
                .map(|text| in_the_record(text, phase.origin.at("aenderungen"))),
        ];
        parts
            .into_iter()
            .flatten()
            .map(move |written| (Some(phase), written))
    });
    let of_procedure = of_procedure.into_iter().flatten();
    of_procedure.map(|written| (None, written)).chain(of_phases)
}

/// A text that is a value of `verfahren.yaml`.
pub fn in_the_record(text: &str, place: Place) -> Written<'_> {
    Written {
        text,
        place,
        file: None,
        is_notice: false,
    }
}

/// The text around a byte, as far as whole characters reach.
pub fn around(text: &str, at: usize, before: usize, after: usize) -> &str {
    let mut start = at.saturating_sub(before);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + after).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end.max(start)).unwrap_or_default()
}
