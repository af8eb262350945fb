//! The period of a display (§ 3 Abs. 2 BauGB): how long, when, where, with what.

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::related_papers::spatial_displays;
use crate::finding::{Finding, Kind, Words, say};
use crate::law::codes::Participation;
use crate::law::wording::Asked;
use crate::model::phase::Time;
use jiff::ToSpan;
use jiff::civil::Date;

/// Pages that suggest more time than the law's least (§ 214 Abs. 1 Satz 1 Nr. 2 d BauGB).
const MANY_PAGES: u32 = 500;
/// A participation that lasts longer is a slip of the pen: years.
const LONGEST_YEARS: i64 = 3;

/// `PUB-001`
pub fn start_before_end(case: &Case, report: &mut Report) {
    for phase in &case.procedure.phases {
        let (place, message, help) = match phase.time {
            Time::Span(start, Some(end)) if end < start => (
                "zeitraum.ende",
                say(
                    format!("Der letzte Tag {end} liegt vor dem ersten Tag {start}"),
                    format!("The last day {end} lies before the first day {start}"),
                ),
                say(
                    "Berichtigen Sie beginn oder ende; vielleicht sind beide vertauscht.",
                    "Correct beginn or ende; maybe they are swapped.",
                ),
            ),
            Time::Span(start, None) if phase.rule.period.is_some() && phase.void.is_none() => {
                let least =
                    Step::of(case, phase).and_then(|step| step.least(step.rule, case.calendar));
                let end = least.map_or(start, |(_, computed)| computed.safe_end);
                (
                    "zeitraum.ende",
                    say(
                        format!("„{}“ braucht einen letzten Tag", phase.rule.label.de),
                        format!("“{}” needs a last day", phase.rule.label.en),
                    ),
                    say(
                        format!("Frühestens: ende: {end}"),
                        format!("At the earliest: ende: {end}"),
                    ),
                )
            }
            _ => continue,
        };
        let finding = Finding::new(&kinds::START_BEFORE_END, phase.origin.at(place), message)
            .because(say("§ 3 Abs. 2 Satz 1 BauGB", "§ 3 (2) sentence 1 BauGB"));
        report.add(finding.help(help));
    }
}

/// `PUB-002`: a month, and thirty days at least.
pub fn long_enough(case: &Case, report: &mut Report) {
    too_short(case, report, &kinds::LONG_ENOUGH, true);
}

/// `PUB-003`: a month, before 13 May 2017.
pub fn a_month(case: &Case, report: &mut Report) {
    too_short(case, report, &kinds::A_MONTH, false);
}

/// A finding that wording and record name other days: where the record itself is against the law, the wording may be right,
/// and the help says so.
pub fn mended_first(case: &Case, step: &Step, finding: Finding) -> Finding {
    let is_asked = displays_of_law(case).any(|own| std::ptr::eq(own.phase, step.phase));
    let least = step.least(step.rule, case.calendar);
    let end = step.span().map(|(_, end)| end);
    let is_short = end
        .zip(least)
        .is_some_and(|(end, (_, least))| end < least.legal_end);
    if !is_asked || !is_short {
        return finding;
    }
    finding.help(say(
        "Der Zeitraum der Phase ist kürzer, als das Gesetz ihn verlangt: Prüfen Sie zuerst zeitraum, dann den Wortlaut.",
        "The period of the phase is shorter than the law asks: check zeitraum first, then the wording.",
    ))
}

fn too_short(case: &Case, report: &mut Report, kind: &'static Kind, with_floor: bool) {
    for step in displays_of_law(case) {
        let (Some((start, end)), Some((period, least))) =
            (step.span(), step.least(step.rule, case.calendar))
        else {
            continue;
        };
        if period.floor_days.is_some() != with_floor || end >= least.legal_end {
            continue;
        }
        let older = step
            .older
            .and_then(|(_, rule)| step.least(rule, case.calendar));
        let asked = match older {
            Some((_, older)) if end >= older.legal_end => Asked::UnlessOlder,
            _ => Asked::Must,
        };
        report.ask(
            asked,
            step,
            too_short_finding(kind, step, (start, end), &Least::of(period, &least)),
        );
    }
}

/// What the law asks, in the words of a finding.
pub struct Least {
    provision: String,
    legal_end: Date,
    safe_end: Date,
    floor_days: Option<u8>,
}

impl Least {
    /// The least period that was computed.
    pub fn of(
        period: &crate::law::period::PeriodRule,
        computed: &crate::law::period::Computed,
    ) -> Self {
        Self {
            provision: period.provision.clone(),
            legal_end: computed.legal_end,
            safe_end: computed.safe_end,
            floor_days: period.floor_days,
        }
    }
}

/// A finding for a period that ends too early.
pub fn too_short_finding(
    kind: &'static Kind,
    step: &Step,
    (start, end): (Date, Date),
    least: &Least,
) -> Finding {
    let days = start.until(end).map_or(0, |span| span.get_days()) + 1;
    let (days_de, days_en) = if days == 1 {
        ("einem Tag".to_owned(), "one day".to_owned())
    } else {
        (format!("{days} Tagen"), format!("{days} days"))
    };
    let (floor_de, floor_en) = least
        .floor_days
        .map_or((String::new(), String::new()), |days| {
            (
                format!(", mindestens {days} Tage"),
                format!(", at least {days} days"),
            )
        });
    let (provision, safe) = (&least.provision, least.safe_end);
    let legal = least.legal_end;
    let (safe_de, safe_en) = if safe == legal {
        (String::new(), String::new())
    } else {
        (
            format!(" Der {legal} ist kein Werktag."),
            format!(" {legal} is no working day."),
        )
    };
    Finding::new(
        kind,
        step.phase.origin.at("zeitraum.ende"),
        say(
            format!("Die Frist endet nach {days_de} zu früh"),
            format!("The period ends too early, after {days_en}"),
        ),
    )
    .because(say(
        format!("{provision}: ein Monat{floor_de}; der erste Tag zählt mit (§ 187 Abs. 2 BGB). Frühestes Ende ist der {legal}."),
        format!("{provision}: one month{floor_en}; the first day counts (§ 187 (2) BGB). The earliest end is {legal}."),
    ))
    .help(say(
        format!("Schreiben Sie ende: {safe} oder einen späteren Tag.{safe_de}"),
        format!("Write ende: {safe} or a later day.{safe_en}"),
    ))
}

/// `PUB-004`
pub fn ends_on_a_working_day(case: &Case, report: &mut Report) {
    // Objections in time are those until the next working day, too.
    let related = case.related_steps.iter().filter(|step| {
        step.rule.is_span && step.rule.accepts_statements() && step.rule.period.is_some()
    });
    for step in displays(case).chain(related) {
        let Some((_, end)) = step.span() else {
            continue;
        };
        let Some(rest) = case.calendar.rest(end) else {
            continue;
        };
        let next = step.phase.in_time_until().unwrap_or(end);
        report.add(
            Finding::new(
                &kinds::END_AT_WORK,
                step.phase.origin.at("zeitraum.ende"),
                say(
                    format!("Der letzte Tag {end} ist kein Werktag ({})", rest.de),
                    format!("The last day {end} is no working day ({})", rest.en),
                ),
            )
            .because(say(
                format!("Stellungnahmen sind dann bis zum nächsten Werktag {next} rechtzeitig (§ 193 BGB, § 31 Abs. 3 Satz 1 VwVfG; OVG Rheinland-Pfalz, 8 C 12180/99)."),
                format!("Statements are then in time until the next working day {next} (§ 193 BGB, § 31 (3) sentence 1 VwVfG; OVG Rheinland-Pfalz, 8 C 12180/99)."),
            ))
            .help(say(format!("Schreiben Sie ende: {next}."), format!("Write ende: {next}."))),
        );
    }
}

/// `PUB-005`
pub fn starts_on_a_working_day(case: &Case, report: &mut Report) {
    for step in displays(case).chain(spatial_displays(case)) {
        let start = step.phase.time.start();
        let Some(rest) = case.calendar.rest(start) else {
            continue;
        };
        let next = case.calendar.next_working_day(start);
        report.add(
            Finding::new(
                &kinds::START_AT_WORK,
                step.phase.origin.at("zeitraum.beginn"),
                say(
                    format!("Der erste Tag {start} ist kein Werktag ({})", rest.de),
                    format!("The first day {start} is no working day ({})", rest.en),
                ),
            )
            .because(closed(step))
            .help(say(
                format!("Beginnen Sie am {next}."),
                format!("Begin on {next}."),
            )),
        );
    }
}

fn closed(step: &Step) -> Words {
    let provision = if step.rule.is_spatial {
        ("§ 9 Abs. 2 ROG", "§ 9 (2) ROG")
    } else {
        ("§ 3 Abs. 2 Satz 2 BauGB", "§ 3 (2) sentence 2 BauGB")
    };
    let (de, en) = provision;
    say(
        format!("Der Zugang außer im Internet ist dann geschlossen ({de})."),
        format!("The access besides the Internet is closed then ({en})."),
    )
}

/// `PUB-006`
pub fn time_for_many_pages(case: &Case, report: &mut Report) {
    for step in displays_of_law(case).filter(|step| step.phase.reason.is_none()) {
        let (Some((_, end)), Some((_, least))) =
            (step.span(), step.least(step.rule, case.calendar))
        else {
            continue;
        };
        let pages = step
            .phase
            .documents
            .iter()
            .filter_map(|document| document.facts.pages);
        let pages = pages.fold(0_u32, u32::saturating_add);
        if pages > MANY_PAGES && end <= least.safe_end {
            report.add(
                Finding::new(
                    &kinds::TIME_FOR_MANY_PAGES,
                    step.phase.origin.at("zeitraum"),
                    say(
                        format!("{pages} Seiten und die kürzeste Frist"),
                        format!("{pages} pages and the shortest period"),
                    ),
                )
                .because(say(
                    "Aus wichtigem Grund ist angemessen länger zu veröffentlichen (§ 3 Abs. 2 Satz 1, § 214 Abs. 1 Satz 1 Nr. 2 Buchst. d BauGB).",
                    "For an important reason the publication lasts appropriately longer (§ 3 (2) sentence 1, § 214 (1) sentence 1 no. 2 d BauGB).",
                ))
                .help(say(
                    "Halten Sie fest, warum die Frist reicht: grund: …",
                    "Record why the period is long enough: grund: …",
                )),
            );
        }
    }
}

/// `PUB-017`
pub fn plausible_length(case: &Case, report: &mut Report) {
    for phase in &case.procedure.phases {
        let Time::Span(start, Some(end)) = phase.time else {
            continue;
        };
        if !is_plausible(start, end) {
            report.add(
                Finding::new(
                    &kinds::PLAUSIBLE_LENGTH,
                    phase.origin.at("zeitraum.ende"),
                    say(
                        format!("Der Zeitraum dauert bis {end}, mehr als {LONGEST_YEARS} Jahre"),
                        format!("The period lasts until {end}, more than {LONGEST_YEARS} years"),
                    ),
                )
                .help(say(
                    "Prüfen Sie das Jahr. Wie lange ein Plan gezeigt wird, gehört nicht in den Zeitraum einer Beteiligung.",
                    "Check the year. How long a plan is shown does not belong into the period of a participation.",
                )),
            );
        }
    }
}

/// Whether a participation may last from one day to another; otherwise a year is mistyped.
pub fn is_plausible(start: Date, end: Date) -> bool {
    end <= start.saturating_add(LONGEST_YEARS.years())
}

/// The displays for everyone, also those whose length is only to be reasonable.
fn displays<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Step<'a>> {
    let is_planned = case.participation() != Participation::None;
    let steps = case.steps.iter();
    steps.filter(move |step| is_planned && step.is_display())
}

/// The displays whose length the law fixes, for the public.
pub fn displays_of_law<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = &'c Step<'a>> {
    let is_planned = case.participation() != Participation::None;
    case.steps
        .iter()
        .filter(move |step| is_planned && step.is_display() && step.rule.period.is_some())
}

impl<'a> Step<'a> {
    fn of<'c>(case: &'c Case<'a>, phase: &crate::model::phase::Phase) -> Option<&'c Step<'a>> {
        case.steps
            .iter()
            .find(|step| std::ptr::eq(step.phase, phase))
    }
}
