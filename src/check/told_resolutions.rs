//! Days and numbers in wordings that are those of another step of the record, or of none (`TXT-001`, `TXT-006`, `FIN-010`).

use crate::check::case::{Case, Report, Step};
use crate::check::days::{NamedDay, days, spans};
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::own_numbers::{another_day, other_number};
use crate::check::own_resolutions::is_of_other;
use crate::check::said;
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::calendar::day_in_words;
use crate::model::document::Document;
use crate::model::phase::Phase;
use jiff::civil::Date;

/// `TXT-006`: a resolution to adopt the plan that has number and day of another one.
pub fn numbers(case: &Case, report: &mut Report) {
    let finals = wordings(case).filter(|own| own.step.rule.puts_in_force);
    for own in finals {
        let mut sentences = own.sentences().iter();
        report.extend(sentences.find_map(|sentence| of_another_step(case, &own, sentence)));
    }
}

/// Sentences that tell of the resolution to adopt the plan, and of no other.
const ADOPTED: &str = "beschluss + als satzung beschlossen|festgestellt|als satzung beschließ - aufstell|aufzustellen|entwurf|billig|geändert durch|aufgehoben|haushaltssatzung|hauptsatzung|abwäg|abgewogen|beitritt|beigetreten|genehmig";

fn of_another_step(case: &Case, own: &Own, sentence: &str) -> Option<Finding> {
    if !said::shows(sentence, ADOPTED) || is_of_other(case, sentence) {
        return None;
    }
    let adoption = case.adoptions().last()?;
    let right = adoption.phase.resolution.as_ref()?.number.as_deref()?;
    let mut named = days(sentence).into_iter();
    let (day, more) = (named.next()?, named.next());
    let number_of = |phase: &'_ Phase| phase.resolution.as_ref().and_then(|own| own.number.clone());
    let is_on = |phase: &Phase| day.is(phase.time.start());
    let mut steps = case.procedure.phases.iter();
    let other = steps.find(|phase| {
        let number = number_of(phase).map(|own| own.to_lowercase());
        is_on(phase) && !phase.rule.adopts && number.is_some_and(|own| sentence.contains(&own))
    })?;
    let number = number_of(other)?;
    let is_alone =
        more.is_none() && !is_on(adoption.phase) && !sentence.contains(&right.to_lowercase());
    let place = own.near(&[&number.to_lowercase()]);
    is_alone.then(|| other_number(place, &number, (adoption.phase, right)))
}

/// `TXT-001`: days that a wording gives to a step, a paper or a plan that the record dates otherwise.
pub fn told_days(case: &Case, report: &mut Report) {
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        for sentence in own.sentences() {
            let found = prepared(case, &own, sentence)
                .or_else(|| broken_off(case, &own, sentence))
                .or_else(|| of_a_paper(&own, sentence))
                .or_else(|| of_the_old_plan(case, &own, sentence));
            report.extend(found.filter(|_| !is_of_other(case, sentence)));
        }
    }
}

/// The day behind „vom“ in a piece of a sentence, if its year is named.
fn dated<'d>(
    sentence: &str,
    named: &'d [NamedDay],
    from: usize,
    to: usize,
) -> Option<&'d NamedDay> {
    let mut inside = named
        .iter()
        .filter(|day| from <= day.at.start && day.at.end <= to);
    let first = inside.next()?;
    let is_dated = sentence[..first.at.start].trim_end().ends_with("vom");
    (is_dated && first.year.is_some()).then_some(first)
}

fn place(own: &Own, sentence: &str, day: &NamedDay) -> (Place, String) {
    let said = sentence.get(day.at.clone()).unwrap_or_default();
    (own.near(&[said]), own.as_written(said).to_owned())
}

/// „den Aufstellungsbeschluss für den Bebauungsplan Nr. 11 „Spitzberg“ vom 21. März 2021 aufzuheben“
fn prepared(case: &Case, own: &Own, sentence: &str) -> Option<Finding> {
    const NAMED: &str = "aufstellungsbeschluss";
    const FAR: usize = 140;
    // Elsewhere an older resolution may be taken back in favour of a new one.
    if !own.step.rule.ends {
        return None;
    }
    let at = sentence.find(NAMED)? + NAMED.len();
    let ends = ["aufzuheben", "aufgehoben", "aufhebung"].iter();
    let end = ends.filter_map(|word| sentence[at..].find(word)).min()?;
    let between = &sentence[at..at + end];
    let others = ["satzung", "änderung", "entwurf", ";", "geändert", " und "];
    if end > FAR || others.iter().any(|word| between.contains(word)) {
        return None;
    }
    let mut prepared = case
        .procedure
        .phases
        .iter()
        .filter(|phase| phase.rule.prepares);
    let phase = prepared.next().filter(|_| prepared.next().is_none())?;
    let named = days(sentence);
    let told = dated(sentence, &named, at, at + end)?;
    let right = phase.time.start();
    let resolved = phase.resolution.as_ref().and_then(|own| own.date);
    let announced = phase.notice.as_ref().map(|own| own.published);
    let known = [Some(right), resolved, announced];
    if known.into_iter().flatten().any(|day| told.is(day)) {
        return None;
    }
    let (place, said) = place(own, sentence, told);
    Some(another_day(
        place,
        differs(&said, (&phase.rule.label.de, &phase.rule.label.en), right),
        phase,
    ))
}

fn differs(said: &str, (de, en): (&str, &str), right: Date) -> Words {
    let words = day_in_words(right);
    say(
        format!("Der Wortlaut nennt den {said}, „{de}“ war am {}", words.de),
        format!("The wording names {said}, “{en}” was on {}", words.en),
    )
}

/// „Die Veröffentlichung vom 13. April 2026 wurde am 30. April 2026 abgebrochen“
fn broken_off(case: &Case, own: &Own, sentence: &str) -> Option<Finding> {
    if !sentence.contains("abgebrochen") {
        return None;
    }
    let mut voided = case
        .procedure
        .phases
        .iter()
        .filter(|phase| phase.void.is_some());
    let phase = voided.next().filter(|_| voided.next().is_none())?;
    let (right, _) = phase.void.as_ref()?;
    let named = days(sentence);
    let told = named.iter().find(|day| {
        let (before, behind) = (sentence[..day.at.start].trim_end(), &sentence[day.at.end..]);
        before.ends_with(" am") && behind.trim_start().starts_with("abgebrochen")
    })?;
    if told.is(*right) || told.year.is_none() || named.iter().any(|day| day.is(*right)) {
        return None;
    }
    let (place, said) = place(own, sentence, told);
    let words = day_in_words(*right);
    let message = say(
        format!(
            "Nach dem Wortlaut wurde am {said} abgebrochen, nach dem Verfahren am {}",
            words.de
        ),
        format!(
            "By the wording it was broken off on {said}, by the record on {}",
            words.en
        ),
    );
    let finding = another_day(place, message, phase).because(say(
        "Was abgebrochen ist, zählt von diesem Tag an nicht mehr; einer der beiden ist falsch.",
        "What was broken off does not count any more from that day; one of the two is wrong.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// „Nach der Vorprüfung vom 22. April 2024“, where the phase has one such paper, of another day.
fn of_a_paper(own: &Own, sentence: &str) -> Option<Finding> {
    const WORD: &str = "vorprüfung";
    if !sentence.contains(WORD) {
        return None;
    }
    let of_kind = |paper: &&Document| paper.kind.key == "vorpruefung";
    let mut papers = own.step.phase.documents.iter().filter(of_kind);
    let paper = papers.next().filter(|_| papers.next().is_none())?;
    let named = days(sentence);
    let spans = spans(sentence, &named);
    let told = named.iter().find(|day| {
        // „Entwurf und Vorprüfung vom 3. Juni bis 5. Juli“ is when they are shown.
        if spans.iter().any(|span| span.from.at == day.at) {
            return false;
        }
        let before = sentence[..day.at.start].trim_end();
        let before = before.strip_suffix("vom").map(str::trim_end);
        before.is_some_and(|before| before.ends_with(WORD) || before.ends_with("des einzelfalls"))
    })?;
    let right = paper.version;
    if told.is(right) || told.year.is_none() || named.iter().any(|day| day.is(right)) {
        return None;
    }
    let (place, said) = place(own, sentence, told);
    let title = &paper.title;
    let words = day_in_words(right);
    let finding = Finding::new(
        &kinds::DAYS_OF_RECORD,
        place,
        say(
            format!(
                "Der Wortlaut nennt den {said}, „{title}“ ist vom {}",
                words.de
            ),
            format!("The wording names {said}, but “{title}” is of {}", words.en),
        ),
    )
    .and_at(paper.origin.at("stand"))
    .because(say(
        "Wer die Unterlage sucht, sucht sie unter ihrem Tag; einer der beiden ist falsch.",
        "Whoever looks for the paper looks for its day; one of the two is wrong.",
    ));
    Some(finding.help(say(
        "Berichtigen Sie den Wortlaut oder stand.",
        "Correct the wording or stand.",
    )))
}

/// „der Bebauungsplan vom 17. Juli 1998“, where a relation names the old plan with its day.
fn of_the_old_plan(case: &Case, own: &Own, sentence: &str) -> Option<Finding> {
    const PLANS: [&str; 3] = [
        "bebauungsplan vom",
        "bebauungsplans vom",
        "bebauungsplanes vom",
    ];
    if !PLANS.iter().any(|words| sentence.contains(words)) {
        return None;
    }
    let written = case
        .procedure
        .relations
        .iter()
        .filter(|own| !own.is_inverse);
    let names: Vec<&str> = written.filter_map(|own| own.name.as_deref()).collect();
    let [name] = names.as_slice() else {
        return None;
    };
    let dated = days(name);
    let [right] = dated.as_slice() else {
        return None;
    };
    let right = right.date()?;
    let named = days(sentence);
    let told = named.iter().find(|day| {
        let before = sentence[..day.at.start].trim_end();
        PLANS.iter().any(|words| before.ends_with(words))
    })?;
    // A plan is of its resolution, its approval or its notice; the same month or day is a slip of the pen.
    let day = told.date()?;
    let is_near = day.year() == right.year() && day.month() == right.month()
        || (day.day(), day.month()) == (right.day(), right.month());
    let is_told = own.days().iter().any(|day| day.is(right));
    let mut phases = case.procedure.phases.iter();
    if day == right || !is_near || is_told || phases.any(|own| told.is(own.time.start())) {
        return None;
    }
    Some(other_plan(case, place(own, sentence, told), (name, right)))
}

fn other_plan(case: &Case, (place, said): (Place, String), (name, right): (&str, Date)) -> Finding {
    let words = day_in_words(right);
    let mut written = case
        .procedure
        .relations
        .iter()
        .filter(|own| !own.is_inverse);
    let at = written.position(|own| own.name.as_deref() == Some(name));
    let at = at.unwrap_or_default();
    Finding::new(
        &kinds::DAYS_OF_RECORD,
        place,
        say(
            format!(
                "Der Wortlaut nennt einen Plan vom {said}, nach dem Verfahren ist er vom {}",
                words.de
            ),
            format!(
                "The wording names a plan of {said}, by the record it is of {}",
                words.en
            ),
        ),
    )
    .and_at(case.procedure.origin.at(&format!("bezuege[{at}]")))
    .because(say(
        "Der alte Plan wird an seinem Tag erkannt; einer der beiden ist falsch.",
        "The old plan is known by its day; one of the two is wrong.",
    ))
    .help(say(
        "Berichtigen Sie den Wortlaut oder bezuege.",
        "Correct the wording or bezuege.",
    ))
}

/// `FIN-010`: another number of persons than that of the record.
pub fn persons(case: &Case, report: &mut Report) {
    const SAME: &str = "personen + wesentlichen gleich|gleichlautend|gleichen inhalt|gleichem inhalt - mehr als 50|mehr als fünfzig";
    let replies = |step: &Step| {
        step.phase
            .facts
            .replies
            .as_ref()
            .and_then(|own| own.persons)
    };
    let mut known = case
        .steps
        .iter()
        .filter_map(|step| Some((step, replies(step)?)));
    let Some((step, right)) = known.next().filter(|_| known.next().is_none()) else {
        return;
    };
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let told = own.sentence(SAME).and_then(|sentence| {
            let (before, _) = sentence.split_once(" personen")?;
            let number = before.rsplit(' ').next()?;
            let said: u32 = number.parse().ok().filter(|said| *said != right)?;
            Some((sentence, said))
        });
        let Some((sentence, said)) = told else {
            continue;
        };
        let finding = Finding::new(
            &kinds::MANY_SENDERS,
            own.near_sentence(sentence),
            say(
                format!("Der Wortlaut nennt {said} Personen, das Verfahren {right}"),
                format!("The wording names {said} persons, the record {right}"),
            ),
        )
        .and_at(step.phase.origin.at("mitteilung.personen"))
        .because(say(
            "Einsicht ersetzt die Mitteilung nur bei mehr als 50 Personen (§ 3 Abs. 2 Satz 7 BauGB); eine der beiden Zahlen ist falsch.",
            "Inspection replaces replies only for more than 50 persons (§ 3 (2) sentence 7 BauGB); one of the two numbers is wrong.",
        ));
        report.add(
            finding
                .help(say(
                    "Berichtigen Sie den Wortlaut oder personen.",
                    "Correct the wording or personen.",
                ))
                .at_level(Level::Warning),
        );
    }
}

/// `NOT-023`: whoever is sent to the outcome of the weighing finds it there.
pub fn points_at_nothing(case: &Case, report: &mut Report) {
    const OUTCOME: &str = "ergebnis|abwägung|prüfung + eingesehen|einsehen|einsehbar|abrufbar|veröffentlicht|eingestellt|zu finden|verfügbar|bereit";
    // Where everybody gets a reply, the outcome need not be shown as well.
    let is_instead = |step: &Step| {
        let replies = step.phase.facts.replies.as_ref();
        replies.is_some_and(|own| own.place.is_some())
    };
    if !case.steps.iter().any(is_instead) {
        return;
    }
    let empty = case.steps.iter().filter(|step| {
        let phase = step.phase;
        step.rule.weighs
            && phase.documents.is_empty()
            && phase.text.is_none()
            && step.has_begun(case.today())
    });
    for step in empty {
        let address = step.phase.address.as_str().trim_matches('/');
        for own in wordings(case).filter(|own| own.step.phase.name != step.phase.name) {
            if !own.source().contains(address) {
                continue;
            }
            let Some(sentence) = own.sentence(OUTCOME) else {
                continue;
            };
            // The address may stand in another sentence.
            let mut sentences = own.sentences().iter();
            let sentence = sentences
                .find(|own| own.contains(address))
                .map_or(sentence, String::as_str);
            let label = &step.rule.label;
            let finding = Finding::new(
                &kinds::WORDING_ADDRESSES,
                own.near_sentence(sentence),
                say(
                    format!("Der Wortlaut verweist auf „{}“; dort liegt keine Unterlage", label.de),
                    format!("The wording points to “{}”, where there is no document", label.en),
                ),
            )
            .and_at(step.phase.origin.place())
            .because(say(
                "Wo Einsicht die Mitteilung ersetzt, muss das Ergebnis der Prüfung dort zu sehen sein (§ 3 Abs. 2 Satz 6 und 7 BauGB).",
                "Where inspection replaces the reply, the outcome of the weighing must be seen there (§ 3 (2) sentences 6 and 7 BauGB).",
            ));
            report.add(finding.help(say(
                "Ergänzen Sie bei der Phase die Unterlage mit art: abwaegung, ohne Namen.",
                "Add the document with art: abwaegung to the phase, without names.",
            )));
        }
    }
}
