//! How long statements are kept, and from when on the law lets them be deleted.
//!
//! Statements are part of the file of a procedure. They are kept while the procedure runs, while
//! faults can be complained of (§ 215 Abs. 1 BauGB), and as long as the municipality set for itself
//! beyond that. Whether the archive wants them first is asked by whoever deletes (§ 5 SächsArchivG).

use crate::finding::lasting::lasting;
use crate::finding::{Words, say};
use crate::law::calendar::Calendar;
use crate::law::period::period;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::phase::{Moment, Phase, Time};
use crate::model::procedure::{Procedure, State};
use jiff::civil::Date;

/// How long a municipality keeps statements.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Retention {
    /// Whole years from the notice of the plan, or from the end of the procedure.
    pub years: u8,
    /// Why nothing may be deleted for now.
    pub hold: Option<String>,
}
lasting!(Retention { years, hold });

/// Why statements may be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What ended the procedure: „Bekanntmachung des Satzungsbeschlusses“.
    pub event: Words,
    /// The day of that, from which the years are counted.
    pub from: Date,
    /// The years that were set.
    pub years: u8,
    /// The last day on which faults could be complained of, where the plan came into force.
    pub complaint: Option<Date>,
    /// The first day on which they may be deleted.
    pub since: Date,
}

/// Why statements may not be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Nobody has set how long they are kept.
    Unset,
    /// The municipality holds them back, for the reason it gives.
    Held(String),
    /// Statements are taken, or will be.
    Participation(Words, Option<Date>),
    /// The procedure has not ended.
    Running,
    /// It ended on a day that nobody knows.
    Undated,
    /// Another procedure mends this plan (§ 214 Abs. 4 BauGB) and is not ready for it.
    Mended(String, Box<Obstacle>),
    /// The years are not over, or faults can still be complained of.
    Early(Due),
}

impl Obstacle {
    /// What it is, in a sentence.
    pub fn words(&self) -> Words {
        match self {
            Self::Unset => say(
                "Es ist nicht festgelegt, wie lange Stellungnahmen aufbewahrt werden: aufbewahrung in verfahren.yaml oder gemeinde.yaml.",
                "Nobody has set how long statements are kept: aufbewahrung in verfahren.yaml or gemeinde.yaml.",
            ),
            Self::Held(why) => say(
                format!("Die Löschung ist gesperrt: {why}"),
                format!("Deletion is held back: {why}"),
            ),
            Self::Participation(phase, end) => participation(phase, *end),
            Self::Running => say(
                "Das Verfahren läuft noch: Der Plan ist weder in Kraft noch das Verfahren eingestellt.",
                "The procedure still runs: the plan is not in force, nor was the procedure abandoned.",
            ),
            Self::Undated => say(
                "Das Verfahren endete an einem Tag, den niemand kennt; ab wann die Frist läuft, ist darum offen.",
                "The procedure ended on a day that nobody knows, so it is open when the period began.",
            ),
            Self::Mended(title, why) => {
                let why = why.words();
                say(
                    format!(
                        "Das Verfahren wird fortgesetzt (§ 214 Abs. 4 BauGB): {title}. {}",
                        why.de
                    ),
                    format!(
                        "The procedure is continued (§ 214 (4) BauGB): {title}. {}",
                        why.en
                    ),
                )
            }
            Self::Early(due) => say(
                format!("Gelöscht werden darf ab {}: {}", due.since, due.words().de),
                format!("They may be deleted from {}: {}", due.since, due.words().en),
            ),
        }
    }
}

fn participation(phase: &Words, end: Option<Date>) -> Words {
    match end {
        Some(end) => say(
            format!(
                "Noch werden Stellungnahmen angenommen, bis {end}: {}.",
                phase.de
            ),
            format!("Statements are still taken, until {end}: {}.", phase.en),
        ),
        None => say(
            format!(
                "Noch werden Stellungnahmen angenommen, ohne Ende: {}.",
                phase.de
            ),
            format!("Statements are still taken, without an end: {}.", phase.en),
        ),
    }
}

impl Due {
    /// The reason, in a sentence.
    pub fn words(&self) -> Words {
        let Self { from, years, .. } = self;
        let complaint = self.complaint.map(|day| {
            say(
                format!(", Rügefrist bis {day} (§ 215 Abs. 1 BauGB)"),
                format!(", complaints until {day} (§ 215 (1) BauGB)"),
            )
        });
        let complaint = complaint.unwrap_or_else(|| say("", ""));
        say(
            format!(
                "{} am {from}, Aufbewahrung {years} Jahre{}.",
                self.event.de, complaint.de
            ),
            format!(
                "{} on {from}, kept for {years} years{}.",
                self.event.en, complaint.en
            ),
        )
    }
}

impl Archive {
    /// Since when and why the statements of a procedure may be deleted.
    ///
    /// # Errors
    /// The reason why they may not.
    pub fn deletion(&self, procedure: &Procedure) -> Result<Due, Obstacle> {
        self.deletion_after(procedure, &mut Vec::new())
    }

    /// The same, without asking again for procedures that were asked for.
    fn deletion_after(
        &self,
        procedure: &Procedure,
        asked: &mut Vec<Address>,
    ) -> Result<Due, Obstacle> {
        let municipality = self.municipality(procedure.municipality);
        let own = procedure.facts.retention.as_ref();
        let retention = own.or(municipality.retention.as_ref());
        let retention = retention.ok_or(Obstacle::Unset)?;
        if let Some(why) = &retention.hold {
            return Err(Obstacle::Held(why.clone()));
        }
        self.check_participation(procedure)?;
        let end = self.end(procedure)?;
        for mends in procedure
            .relations
            .iter()
            .filter(|relation| relation.is_inverse)
        {
            let continues = mends.kind.key == "setzt_fort";
            let other = mends.procedure.as_ref();
            let other = other.filter(|other| continues && !asked.contains(other));
            let Some(other) = other.and_then(|other| self.procedure(other)) else {
                continue;
            };
            asked.push(other.address.clone());
            let mended = self.deletion_after(other, asked);
            mended.map_err(|why| Obstacle::Mended(other.title(), Box::new(why)))?;
        }
        let due = self.due(procedure, end, retention.years);
        if self.today < due.since {
            return Err(Obstacle::Early(due));
        }
        Ok(due)
    }

    /// No statement may be under way.
    fn check_participation(&self, procedure: &Procedure) -> Result<(), Obstacle> {
        let takes = |phase: &&Phase| phase.is_participation_period() && phase.void.is_none();
        let is_over = |phase: &Phase| phase.on(self.today) == Moment::Over;
        let mut phases = procedure.phases.iter().filter(takes);
        match phases.find(|phase| !is_over(phase)) {
            Some(phase) => Err(Obstacle::Participation(
                phase.title(),
                phase.in_time_until(),
            )),
            None => Ok(()),
        }
    }

    /// The phase that put the plan in force, or ended it or its procedure.
    fn end<'a>(&self, procedure: &'a Procedure) -> Result<&'a Phase, Obstacle> {
        let has_begun =
            |phase: &&Phase| phase.void.is_none() && phase.on(self.today) != Moment::Upcoming;
        let begun = || procedure.phases.iter().filter(has_begun);
        let last = begun().next_back().ok_or(Obstacle::Running)?;
        let rule = last.rule;
        // Nothing puts a plan approval in force; the display of the decision is its end.
        let is_approved = || rule.is_related && begun().any(|phase| phase.rule.adopts);
        if rule.ends || rule.puts_in_force || is_approved() {
            return Ok(last);
        }
        match procedure.state(self.today) {
            State::InForce | State::PartlyRepealed => Err(Obstacle::Undated),
            state if state.is_end() => Err(Obstacle::Undated),
            _ => Err(Obstacle::Running),
        }
    }

    /// The years count from the end; a plan that was in force before may be complained of longer.
    fn due(&self, procedure: &Procedure, end: &Phase, years: u8) -> Due {
        let calendar = Calendar::at(&self.municipality(procedure.municipality).ags);
        let in_force = procedure.phases.iter().filter(|phase| {
            phase.rule.puts_in_force && phase.void.is_none() && !phase.rule.is_related
        });
        let complaint = in_force.filter_map(|phase| {
            let day = announced(phase);
            Some(period("ruege", day)?.compute(day, calendar).safe_end)
        });
        let complaint = complaint.max();
        let from = announced(end);
        let kept = from.saturating_add(jiff::Span::new().years(i64::from(years)));
        let last = complaint.map_or(kept, |day| day.max(kept));
        Due {
            event: end.title(),
            from,
            years,
            complaint,
            since: last.tomorrow().unwrap_or(last),
        }
    }
}

/// The day a phase was announced, or its own where it names no notice.
fn announced(phase: &Phase) -> Date {
    let notice = phase.notice.as_ref().map(|notice| notice.completed);
    let own = match phase.time {
        Time::Day(day) => day,
        Time::Span(first, last) => last.unwrap_or(first),
    };
    notice.map_or(own, |day| day.max(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::law;
    use crate::model::fixture;
    use jiff::civil::date;

    /// The third procedure of the fixture with one day phase of a kind, asked for on a day.
    fn asked(
        kind: &str,
        day: Date,
        today: Date,
        change: impl Fn(&mut Archive),
    ) -> Result<Due, Obstacle> {
        let mut archive = fixture::archive();
        archive.today = today;
        let procedure = &mut archive.procedures[2];
        procedure.phases.truncate(1);
        procedure.relations.clear();
        procedure.facts.retention = Some(Retention {
            years: 2,
            hold: None,
        });
        procedure.phases[0].time = Time::Day(day);
        procedure.phases[0].rule = law().phase(kind, Some(day)).expect("a row");
        change(&mut archive);
        archive.deletion(&archive.procedures[2])
    }

    #[test]
    fn a_plan_in_force_is_kept_for_its_years_and_never_less_than_the_year_of_complaint() {
        let day = date(2026, 3, 13);
        let due = asked("bekanntmachung", day, date(2028, 3, 14), |_| ()).expect("due");
        assert_eq!((due.from, due.since), (day, date(2028, 3, 14)));
        let early = asked("bekanntmachung", day, date(2028, 3, 13), |_| ());
        assert!(matches!(early, Err(Obstacle::Early(_))), "{early:?}");
        // 13 March 2027 is a Saturday: complaints are taken until Monday.
        let short = |archive: &mut Archive| {
            let retention = archive.procedures[2].facts.retention.as_mut();
            retention.expect("it is set").years = 1;
        };
        let due = asked("bekanntmachung", day, date(2027, 3, 16), short).expect("due");
        assert_eq!(
            (due.complaint, due.since),
            (Some(date(2027, 3, 15)), date(2027, 3, 16))
        );
        assert!(asked("bekanntmachung", day, date(2027, 3, 15), short).is_err());
    }

    #[test]
    fn an_abandoned_procedure_is_kept_from_the_day_it_was_abandoned() {
        let day = date(2026, 3, 13);
        assert!(asked("einstellung", day, date(2028, 3, 13), |_| ()).is_err());
        let due = asked("einstellung", day, date(2028, 3, 14), |_| ()).expect("due");
        assert_eq!(due.complaint, None);
    }

    #[test]
    fn nothing_is_deleted_while_it_runs_or_is_held_or_nobody_set_how_long() {
        let (day, today) = (date(2026, 3, 13), date(2045, 1, 1));
        assert_eq!(
            asked("aufstellungsbeschluss", day, today, |_| ()),
            Err(Obstacle::Running)
        );
        let held = |archive: &mut Archive| {
            let retention = archive.procedures[2].facts.retention.as_mut();
            retention.expect("it is set").hold = Some("Normenkontrolle".to_owned());
        };
        let why = asked("bekanntmachung", day, today, held);
        assert_eq!(why, Err(Obstacle::Held("Normenkontrolle".to_owned())));
        let unset = |archive: &mut Archive| archive.procedures[2].facts.retention = None;
        assert_eq!(
            asked("bekanntmachung", day, today, unset),
            Err(Obstacle::Unset)
        );
        let of_the_town = |archive: &mut Archive| {
            archive.procedures[2].facts.retention = None;
            let own = archive.procedures[2].municipality;
            archive.municipalities[own.0].retention = Some(Retention {
                years: 5,
                hold: None,
            });
        };
        assert_eq!(
            asked("bekanntmachung", day, today, of_the_town)
                .expect("due")
                .years,
            5
        );
    }

    #[test]
    fn a_participation_without_an_end_keeps_everything() {
        let again = |archive: &mut Archive| {
            let mut phases = fixture::archive().procedures.swap_remove(1).phases.clone();
            phases.retain(|phase| phase.void.is_none() && phase.is_participation_period());
            let mut phase = phases.swap_remove(0);
            phase.time = Time::Span(date(2026, 5, 4), None);
            archive.procedures[2].phases.insert(0, phase);
        };
        let why = asked("bekanntmachung", date(2026, 3, 13), date(2045, 1, 1), again);
        assert!(
            matches!(why, Err(Obstacle::Participation(_, None))),
            "{why:?}"
        );
    }
}
