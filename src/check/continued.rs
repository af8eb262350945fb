//! Plans that fell before a court or are mended, and the procedure that mends them (`SEQ-001`, `SEQ-014`, `TXT-001`, `VAR-010`).

use crate::check::case::{Case, Report};
use crate::check::days::days;
use crate::check::kinds;
use crate::check::own::{Own, wordings};
use crate::check::relations::others;
use crate::check::said::{sentences, shows};
use crate::finding::{Finding, Level, say};
use crate::law::calendar::day_in_words;
use crate::model::phase::Phase;
use crate::model::procedure::{Procedure, State};

/// Sentences that a court declared a plan invalid.
const JUDGED: &str = "gericht|urteil|normenkontroll + unwirksam|nichtig|aufgehoben + erklärt|festgestellt|aufgehoben|urteil - nicht für unwirksam|teilunwirksam|teilweise|vorgänger|früher|damalig|13b|bundesverwaltungsgericht|bverwg";
/// Sentences that something follows a judgment.
const AFTER: &str = "nach dem urteil|infolge des urteils|aufgrund des urteils|wegen des urteils|auf grund des urteils - bundesverwaltungsgericht|bverwg|13b|eugh";

fn judgment(procedure: &Procedure) -> Option<&Phase> {
    let phases = procedure.phases.iter().filter(|own| own.void.is_none());
    let mut judged = phases.filter(|own| own.rule.invalidates);
    let first = judged.next()?;
    judged.next().is_none().then_some(first)
}

/// Whether texts of a procedure tell of a judgment on its plan.
fn tells_of_judgment(procedure: &Procedure, sign: &str) -> bool {
    let reasons = procedure
        .phases
        .iter()
        .filter_map(|own| own.reason.as_deref());
    let mut told = std::iter::once(procedure.summary.as_str()).chain(reasons);
    told.any(|text| sentences(text).iter().any(|own| shows(own, sign)))
}

/// `SEQ-014`: a plan that another procedure mends after a judgment is not in force as if there were none.
pub fn judged(case: &Case, report: &mut Report) {
    let procedure = case.procedure;
    let knows = procedure
        .phases
        .iter()
        .any(|own| own.rule.invalidates || own.rule.ends);
    if knows || procedure.state(case.today()) != State::InForce {
        return;
    }
    let mut mending =
        others(case).filter(|(own, ..)| own.kind.key == "setzt_fort" && own.is_inverse);
    let Some((_, other, _)) = mending.find(|(_, other, _)| {
        tells_of_judgment(procedure, JUDGED)
            || tells_of_judgment(other, JUDGED)
            || tells_of_judgment(other, AFTER)
    }) else {
        return;
    };
    // A judgment after which the mended plan is in force again is past.
    if other.state(case.today()) == State::InForce {
        return;
    }
    report.add(
        Finding::new(
            &kinds::WHY_ENDED,
            procedure.origin.at("kurzbeschreibung"),
            say(
                "Ein Gericht hat den Plan für unwirksam erklärt; das Verfahren führt ihn als in Kraft",
                "A court declared the plan invalid; the record has it in force",
            ),
        )
        .and_at(other.origin.at("kurzbeschreibung"))
        .because(say(
            "Das ergänzende Verfahren nennt ein Urteil; ein für unwirksam erklärter Plan gilt nicht, bis der Fehler behoben ist (§ 47 Abs. 5 Satz 2 VwGO, § 214 Abs. 4 BauGB).",
            "The supplementary procedure names a judgment; a plan declared invalid does not hold until the fault is mended (§ 47 (5) sentence 2 VwGO, § 214 (4) BauGB).",
        ))
        .help(say(
            "Ergänzen Sie die Phase art: unwirksamkeit mit dem Tag des Urteils und dem Gericht in grund.",
            "Add the phase art: unwirksamkeit with the day of the judgment, and the court in grund.",
        ))
        .at_level(Level::Warning),
    );
}

/// `SEQ-001`: what follows a judgment begins after it.
pub fn taken_up_before(case: &Case, report: &mut Report) {
    let mut mended =
        others(case).filter(|(own, ..)| own.kind.key == "setzt_fort" && !own.is_inverse);
    let found = mended.find_map(|(_, other, _)| Some((other, judgment(other)?)));
    let Some((_, judgment)) = found.filter(|_| tells_of_judgment(case.procedure, AFTER)) else {
        return;
    };
    let on = judgment.time.start();
    let Some(first) = case.steps.iter().min_by_key(|step| step.phase.time.start()) else {
        return;
    };
    let (day, label) = (first.phase.time.start(), &first.rule.label);
    if day >= on {
        return;
    }
    report.add(
        Finding::new(
            &kinds::DATES_ASCEND,
            crate::check::case::first_written(&first.phase.origin, &["datum", "zeitraum"]),
            say(
                format!("„{}“ am {day} liegt vor dem Urteil vom {on}, dem das Verfahren folgt", label.de),
                format!("“{}” on {day} lies before the judgment of {on} that the procedure follows", label.en),
            ),
        )
        .and_at(judgment.origin.at("datum"))
        .because(say(
            "Das ergänzende Verfahren behebt den Fehler, den das Gericht gefunden hat (§ 214 Abs. 4 BauGB).",
            "The supplementary procedure mends the fault that the court found (§ 214 (4) BauGB).",
        ))
        .help(say("Berichtigen Sie einen der beiden Tage.", "Correct one of the two days."))
        .at_level(Level::Warning),
    );
}

/// `VAR-010`: a file that begins with the mending of a plan names the procedure that it takes up.
pub fn takes_up_nothing(case: &Case, report: &mut Report) {
    const MENDS: &str = "214 abs. 4|215a|ergänzenden verfahren|ergänzendes verfahren|ergänzende verfahren|geheilt|heilung";
    let procedure = case.procedure;
    let first = case.steps.iter().min_by_key(|step| step.phase.time.start());
    let Some(first) = first.filter(|step| step.rule.rank.is_none() && !step.rule.is_span) else {
        return;
    };
    let reason = first.phase.reason.as_deref().unwrap_or_default();
    let is_mended = sentences(reason).iter().any(|own| shows(own, MENDS));
    let is_related = procedure
        .relations
        .iter()
        .any(|own| own.kind.key == "setzt_fort");
    if !is_mended || is_related || !procedure.undated.is_empty() {
        return;
    }
    let finding = Finding::new(
        &kinds::TIER,
        first.phase.origin.at("grund"),
        say(
            "Das ergänzende Verfahren nennt nicht, welches Verfahren es fortsetzt",
            "The supplementary procedure does not name the procedure that it continues",
        ),
    )
    .because(say(
        "Geheilt wird ein Plan, den es gibt; was davor liegt, steht in seinem Verfahren (§ 214 Abs. 4 BauGB).",
        "What is mended is a plan that exists; what was before stands in its procedure (§ 214 (4) BauGB).",
    ));
    report.add(
        finding
            .help(say(
                "Ergänzen Sie bezuege: [{art: setzt_fort, verfahren: …}].",
                "Add bezuege: [{art: setzt_fort, verfahren: …}].",
            ))
            .at_level(Level::Warning),
    );
}

/// `TXT-001`: the day of the judgment that the record has.
pub fn day_of_judgment(case: &Case, report: &mut Report) {
    let own = judgment(case.procedure);
    let other = || {
        let mut mended = others(case).filter(|(own, ..)| own.kind.key == "setzt_fort");
        mended.find_map(|(_, other, _)| judgment(other))
    };
    let Some(judgment) = own.or_else(other) else {
        return;
    };
    let right = judgment.time.start();
    for own in wordings(case) {
        report.extend(other_judgment(&own, judgment).map(|(place, said)| {
            let words = day_in_words(right);
            Finding::new(
                &kinds::DAYS_OF_RECORD,
                place,
                say(
                    format!("Der Wortlaut nennt ein Urteil vom {said}, nach dem Verfahren ist es vom {}", words.de),
                    format!("The wording names a judgment of {said}, by the record it is of {}", words.en),
                ),
            )
            .and_at(judgment.origin.at("datum"))
            .because(say(
                "Welches Urteil gemeint ist, findet man nur unter seinem Tag; einer der beiden ist falsch.",
                "Which judgment is meant is found by its day only; one of the two is wrong.",
            ))
            .help(say(
                "Berichtigen Sie den Wortlaut oder datum.",
                "Correct the wording or datum.",
            ))
        }));
    }
}

fn other_judgment(own: &Own, judgment: &Phase) -> Option<(crate::finding::Place, String)> {
    const OF_OTHERS: [&str; 6] = [
        "bundesverwaltungsgericht",
        "bverwg",
        "eugh",
        "gerichtshof",
        "az.",
        "aktenzeichen",
    ];
    let right = judgment.time.start();
    let sentence = own.sentences().iter().find(|sentence| {
        let is_meant = sentence.contains("urteil vom") && sentence.contains("unwirksam");
        is_meant && !OF_OTHERS.iter().any(|word| sentence.contains(word))
    })?;
    let named = days(sentence);
    let told = named
        .iter()
        .find(|day| sentence[..day.at.start].trim_end().ends_with("urteil vom"))?;
    let is_other = told.year.is_some() && !named.iter().any(|day| day.is(right));
    let said = sentence.get(told.at.clone()).filter(|_| is_other)?;
    Some((own.near(&[said]), own.as_written(said).to_owned()))
}
