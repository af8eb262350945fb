//! Steps in order of time.

use crate::check::approval;
use crate::check::case::{Case, Report, first_written};
use crate::check::continued;
use crate::check::final_wording;
use crate::check::kinds;
use crate::check::publication::is_plausible;
use crate::check::record_steps;
use crate::finding::{Finding, Level, Place, say};
use crate::law::phase_rule::{PhaseRule, Takes};
use crate::model::phase::Phase;
use std::collections::{BTreeMap, HashSet};

/// No procedure has more phases; names have two digits. A file with more is compared so far.
const MOST_PHASES: usize = 200;
/// The place of early participation in a procedure.
const EARLY_RANK: Option<u8> = Some(20);

/// `SEQ-001`: a step comes after those of lower rank. Of several steps that contradict one another
/// the one is named that contradicts most of them, so that one slip of the pen is one finding.
pub fn dates_ascend(case: &Case, report: &mut Report) {
    approval::applied_in_order(case, report);
    void_after_it_began(case, report);
    early_still_running(case, report);
    after_the_end(case, report);
    record_steps::secured_before(case, report);
    continued::taken_up_before(case, report);
    // A day before its own notice has a finding that tells why (`FIN-001`).
    let counts = |phase: &&Phase| {
        let is_ranked = phase.void.is_none() && phase.rule.rank.is_some();
        is_ranked && !final_wording::looks_back(case.procedure, phase)
    };
    let phases = case.procedure.phases.iter().filter(counts);
    let phases: Vec<&Phase> = phases.take(MOST_PHASES).collect();
    let mut conflicts = conflicts(&phases);
    while let Some(wrong) = most_contradicted(&phases, &conflicts) {
        let (others, rest): (Vec<_>, Vec<_>) = conflicts
            .into_iter()
            .partition(|(a, b)| *a == wrong || *b == wrong);
        conflicts = rest;
        let is_before = |other: &usize| phases[*other].rule.rank < phases[wrong].rule.rank;
        let others = others
            .iter()
            .map(|(a, b)| if *a == wrong { *b } else { *a });
        let weight = |other: usize| weight(phases[wrong], phases[other]);
        let most = others.clone().filter_map(weight).min();
        let others = others.filter(|other| weight(*other) == most);
        // Nearest in the procedure's order: the last before it, else the first after it.
        let other = others.max_by_key(|other| {
            let distance = other.abs_diff(wrong);
            (is_before(other), usize::MAX - distance)
        });
        if let (Some(other), Some(level)) = (other, most) {
            report.add(disorder(phases[wrong], phases[other], level));
        }
    }
}

/// The early participation is over when the draft is on display.
fn early_still_running(case: &Case, report: &mut Report) {
    let mut displays = case.steps.iter().filter(|step| step.is_display());
    let Some(display) = displays.next() else {
        return;
    };
    let start = display.phase.time.start();
    for step in &case.steps {
        let is_early = step.rule.rank == EARLY_RANK && step.rule.is_public_participation();
        let Some((from, end)) = step.span().filter(|_| is_early) else {
            continue;
        };
        if from >= start || end < start || !is_plausible(from, end) {
            continue;
        }
        let (label, shown) = (&step.rule.label, &display.rule.label);
        let finding = Finding::new(
            &kinds::DATES_ASCEND,
            step.phase.origin.at("zeitraum.ende"),
            say(
                format!("„{}“ dauert bis {end}, „{}“ beginnt am {start}", label.de, shown.de),
                format!("“{}” lasts until {end}, “{}” begins on {start}", label.en, shown.en),
            ),
        )
        .and_at(display.phase.origin.at("zeitraum.beginn"))
        .because(say(
            "An die frühzeitige Beteiligung schließt sich die Veröffentlichung des Entwurfs an (§ 3 Abs. 1 Satz 3, Abs. 2 BauGB); ihr Ergebnis fließt in den Entwurf ein.",
            "The display of the draft follows the early participation (§ 3 (1) sentence 3, (2) BauGB); the draft rests on its outcome.",
        ))
        .help(say(
            "Berichtigen Sie einen der beiden Tage.",
            "Correct one of the two days.",
        ));
        report.add(finding.at_level(Level::Warning));
    }
}

/// How much it matters that two steps are in disorder, nothing where it is lawful: a plan needs no resolution to
/// prepare it, and no law asks for a resolution on the draft.
fn weight(a: &Phase, b: &Phase) -> Option<Level> {
    let (first, later) = if a.rule.rank <= b.rule.rank {
        (a, b)
    } else {
        (b, a)
    };
    if first.rule.prepares && later.rule.rank == EARLY_RANK {
        let is_explained = first.reason.is_some() || later.reason.is_some();
        return (!is_explained).then_some(Level::Warning);
    }
    match first.rule.key.as_str() {
        "entwurfsbeschluss" if later.rule.takes == Takes::Agencies => {
            let ends_before = |end| end < first.time.start();
            later
                .time
                .end()
                .is_some_and(ends_before)
                .then_some(Level::Note)
        }
        _ => Some(Level::Error),
    }
}

fn disorder(phase: &Phase, other: &Phase, level: Level) -> Finding {
    let finding = out_of_order(phase, other).at_level(level);
    match level {
        Level::Error => finding,
        _ => finding.help(say(
            "Berichtigen Sie das Datum; war es so, halten Sie es bei einer der beiden Phasen fest: grund: …",
            "Correct the date; if it was like that, record it at one of the two phases: grund: …",
        )),
    }
}

/// What turned out to be void had begun.
fn void_after_it_began(case: &Case, report: &mut Report) {
    for phase in &case.procedure.phases {
        let start = phase.time.start();
        // A fault of the notice may come to light before the first day.
        let announced = phase.notice.as_ref().map(|notice| notice.published);
        let known = announced.map_or(start, |published| published.min(start));
        let Some((day, _)) = phase.void.as_ref().filter(|(day, _)| *day < known) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::DATES_ASCEND,
                phase.origin.at("unwirksam.datum"),
                say(
                    format!("Als unwirksam erkannt am {day}, begonnen erst am {start}"),
                    format!("Found void on {day}, but begun only on {start}"),
                ),
            )
            .and_at(day_place(phase))
            .because(say(
                "Was unwirksam war, hat vorher stattgefunden; einer der beiden Tage ist falsch.",
                "What was void took place before; one of the two days is wrong.",
            ))
            .help(say(
                "Berichtigen Sie unwirksam.datum oder den Tag der Phase.",
                "Correct unwirksam.datum or the day of the phase.",
            )),
        );
    }
}

/// Pairs of phases, by their place in the file, of which the second is asked to come after the first
/// and does not.
fn conflicts(phases: &[&Phase]) -> Vec<(usize, usize)> {
    let mut last = BTreeMap::new();
    for (at, phase) in phases.iter().enumerate() {
        last.insert(phase.rule.rank, at);
    }
    let mut pairs = Vec::new();
    for (at, later) in phases.iter().enumerate() {
        for (before, earlier) in phases[..at].iter().enumerate() {
            let (from, to) = (earlier.time.start(), later.time.start());
            // Whether the signing comes before the notice has its own rule.
            let is_lower = earlier.rule.rank < later.rule.rank && !earlier.rule.signs;
            let is_same = earlier.rule.key == later.rule.key;
            if weight(earlier, later).is_none() {
                // Nothing says which comes first.
            } else if to < from && (is_lower || is_same) {
                pairs.push((before, at));
            } else if from < to && is_accession(earlier, later, &phases[..at]) {
                // The council accedes to the conditions of an approval.
            } else if from < to && earlier.rule.rank > later.rule.rank {
                let after = |rank| last.get(&rank).is_some_and(|last| *last > at);
                if is_never_repeated(earlier.rule, after, last.keys().copied()) {
                    pairs.push((at, before));
                }
            }
        }
    }
    pairs
}

/// Whether a plan that was adopted before is adopted once more after its approval.
fn is_accession(approval: &Phase, later: &Phase, before: &[&Phase]) -> bool {
    let mut before = before.iter();
    approval.rule.approves && later.rule.adopts && before.any(|own| own.rule.key == later.rule.key)
}

/// A procedure ends after it began, and nothing follows unless it is taken up again.
fn after_the_end(case: &Case, report: &mut Report) {
    let phases = || {
        case.procedure
            .phases
            .iter()
            .filter(|own| own.void.is_none())
    };
    let Some(end) = phases().find(|own| own.rule.key == "einstellung") else {
        return;
    };
    let day = end.time.start();
    let is_taken_up = phases().any(|own| {
        let key = own.rule.key.as_str();
        let takes_up =
            own.rule.prepares || ["wiederaufnahme", "aenderungsbeschluss"].contains(&key);
        takes_up && own.time.start() > day
    });
    let others = || phases().filter(|own| own.rule.key != "einstellung" && own.rule.rank.is_some());
    if let Some(first) = others().min_by_key(|own| own.time.start())
        && first.time.start() > day
    {
        report.add(out_of_order(end, first));
        return;
    }
    let after = others().find(|own| own.time.start() > day);
    if let Some(after) = after.filter(|_| !is_taken_up) {
        report.add(out_of_order(after, end));
    }
}

/// Whether a phase that stands in the file, and on the calendar, before one that it asks for was not done
/// again although the procedure went on. A council that weighs and then shows the draft again need not
/// weigh twice.
fn is_never_repeated(
    rule: &PhaseRule,
    comes_after: impl Fn(Option<u8>) -> bool,
    ranks: impl Iterator<Item = Option<u8>>,
) -> bool {
    let is_of_council =
        !rule.is_span && !rule.adopts && rule.period.is_none() && !rule.needs_notice;
    if is_of_council || rule.puts_in_force || rule.ends || comes_after(rule.rank) {
        return false;
    }
    ranks.filter(|rank| *rank > rule.rank).any(comes_after)
}

/// The phase that takes part in most conflicts; of two, the one whose day fits least with its place in the file,
/// then the one that comes later in a procedure.
fn most_contradicted(phases: &[&Phase], conflicts: &[(usize, usize)]) -> Option<usize> {
    let mut counts = vec![0_usize; phases.len()];
    for (a, b) in conflicts {
        counts[*a] += 1;
        counts[*b] += 1;
    }
    let displaced = |at: usize| {
        let day = phases[at].time.start();
        let before = phases[..at].iter().filter(|own| own.time.start() > day);
        let after = phases[at..].iter().filter(|own| own.time.start() < day);
        before.count() + after.count()
    };
    let involved = (0..phases.len()).filter(|at| counts[*at] > 0);
    involved.max_by_key(|at| (counts[*at], displaced(*at), phases[*at].rule.rank, *at))
}

fn day_place(phase: &Phase) -> Place {
    first_written(&phase.origin, &["zeitraum.beginn", "datum"])
}

fn out_of_order(phase: &Phase, other: &Phase) -> Finding {
    let (day, on) = (phase.time.start(), other.time.start());
    let (label, reference) = (&phase.rule.label, &other.rule.label);
    let message = if day < on {
        say(
            format!(
                "„{}“ am {day} liegt vor „{}“ am {on}",
                label.de, reference.de
            ),
            format!(
                "“{}” on {day} lies before “{}” on {on}",
                label.en, reference.en
            ),
        )
    } else {
        say(
            format!(
                "„{}“ am {day} liegt nach „{}“ am {on}",
                label.de, reference.de
            ),
            format!(
                "“{}” on {day} lies after “{}” on {on}",
                label.en, reference.en
            ),
        )
    };
    Finding::new(&kinds::DATES_ASCEND, day_place(phase), message)
        .and_at(day_place(other))
        .because(say(
            "Reihenfolge der §§ 2 bis 10 BauGB",
            "Order of §§ 2 to 10 BauGB",
        ))
        .help(say(
            "Berichtigen Sie das falsche der beiden Daten; stimmen beide, ist der spätere Schritt zu wiederholen.",
            "Correct the one of the two dates that is wrong; if both are right, the later step is to be taken again.",
        ))
}

/// `SEQ-009`
pub fn rounds(case: &Case, report: &mut Report) {
    same_round_twice(case, report);
    repeats_another_kind(case, report);
    record_steps::repeated_unmarked(case, report);
    // What has no day any more stands in the file, too.
    let undated = case.procedure.undated.iter();
    let undated = undated.map(|own| (counted_as(own.rule), own.round.unwrap_or(1)));
    let mut before: HashSet<(Counted, u16)> = undated.collect();
    for phase in &case.procedure.phases {
        let (counted, own) = (counted_as(phase.rule), phase.round.unwrap_or(1));
        let has_previous = before.contains(&(counted, own.saturating_sub(1)));
        before.insert((counted, own));
        let Some(round) = phase.round.filter(|round| *round > 1) else {
            continue;
        };
        if !has_previous {
            let wanted = round - 1;
            let finding = Finding::new(
                &kinds::ROUNDS,
                phase.origin.at("durchgang"),
                say(
                    format!("Vor dem {round}. Durchgang steht kein {wanted}. Durchgang"),
                    format!("There is no round {wanted} before round {round}"),
                ),
            );
            report.add(finding.help(say(
                format!(
                    "Ergänzen Sie die Phase mit durchgang: {wanted}, oder berichtigen Sie die Zahl."
                ),
                format!("Add the phase with durchgang: {wanted}, or correct the number."),
            )));
        }
    }
}

/// What rounds are counted of: participations of the same people at the same place in the procedure, whatever
/// they are called, and resolutions of one kind.
type Counted<'a> = (&'a str, Takes, Option<u8>);

fn counted_as(rule: &PhaseRule) -> Counted<'_> {
    let key = if rule.is_span { "" } else { rule.key.as_str() };
    (key, rule.takes, rule.rank)
}

/// What is repeated is a participation of the same people at the same place in the procedure.
fn repeats_another_kind(case: &Case, report: &mut Report) {
    let phases = &case.procedure.phases;
    for phase in phases {
        let Some(other) = phase.repeats.and_then(|at| phases.get(at)) else {
            continue;
        };
        if counted_as(other.rule) == counted_as(phase.rule) {
            continue;
        }
        let (label, repeated) = (&phase.rule.label, &other.rule.label);
        report.add(
            Finding::new(
                &kinds::ROUNDS,
                phase.origin.at("wiederholt"),
                say(
                    format!("„{}“ wiederholt keine „{}“", label.de, repeated.de),
                    format!("“{}” does not repeat “{}”", label.en, repeated.en),
                ),
            )
            .and_at(other.origin.at("kennung"))
            .help(say(
                "Nennen Sie bei wiederholt die Phase derselben Art.",
                "Name the phase of the same kind at wiederholt.",
            )),
        );
    }
}

/// Two participations of one kind with one round: nobody could tell them apart.
fn same_round_twice(case: &Case, report: &mut Report) {
    let spans = case.steps.iter().map(|step| step.phase);
    let spans = spans.filter(|phase| phase.rule.is_span && phase.rule.is_public_participation());
    let mut first: BTreeMap<(&str, u16), &Phase> = BTreeMap::new();
    for phase in spans {
        let round = phase.round.unwrap_or(1);
        let Some(other) = first.get(&(phase.rule.key.as_str(), round)) else {
            first.insert((phase.rule.key.as_str(), round), phase);
            continue;
        };
        let finding = Finding::new(
            &kinds::ROUNDS,
            first_written(&phase.origin, &["durchgang", "kennung"]),
            say(
                format!(
                    "Ein {round}. Durchgang von „{}“ steht schon da",
                    phase.rule.label.de
                ),
                format!(
                    "There is a round {round} of “{}” already",
                    phase.rule.label.en
                ),
            ),
        );
        report.add(finding.and_at(other.origin.at("kennung")).help(say(
            format!("Schreiben Sie durchgang: {}.", round + 1),
            format!("Write durchgang: {}.", round + 1),
        )));
    }
}
