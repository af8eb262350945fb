//! What is due over all procedures of an archive from a day on, in order.

use crate::finding::{Words, say};
use crate::law::calendar::{Calendar, day_in_words};
use crate::law::codes::Tier;
use crate::law::period::period;
use crate::model::Archive;
use crate::model::notice::Notice;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::notice::due::{Appearance, copy_deadline, deadline, journal_of};
use crate::notice::hints::has_tier;
use jiff::ToSpan;
use jiff::civil::Date;

/// What kind of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A notice must be out.
    Notice,
    /// A period begins.
    Start,
    /// A period ends.
    End,
    /// A resolution, an approval or a notice is planned for the day.
    Step,
    /// The year in which faults can be complained of ends.
    Complaint,
}

/// Something that is due.
#[derive(Debug)]
pub struct Due<'a> {
    /// The day.
    pub day: Date,
    /// What kind of thing it is.
    pub kind: Kind,
    /// It should have been done before today.
    pub is_overdue: bool,
    /// What is due, in a few words.
    pub what: Words,
    /// What to mind.
    pub note: Option<Words>,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The phase.
    pub phase: &'a Phase,
}

impl Kind {
    /// Its permanent key for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Notice => "bekanntmachung",
            Self::Start => "beginn",
            Self::End => "ende",
            Self::Step => "schritt",
            Self::Complaint => "ruegefrist",
        }
    }
}

/// What is due from the archive's day on, that day and so many days after it included, by day.
/// A notice that is overdue stands at today.
pub fn due(archive: &Archive, days: u16) -> Vec<Due<'_>> {
    let last = archive.today.saturating_add(i64::from(days).days());
    let window = archive.today..=last;
    let mut all = Vec::new();
    for procedure in &archive.procedures {
        for phase in procedure.phases.iter().filter(|own| own.void.is_none()) {
            let context = Context {
                archive,
                procedure,
                phase,
            };
            let found = [
                context.notice().or_else(|| context.final_notice()),
                context.text_of_planned(),
                context.planned(),
                context.start(),
                context.end(),
                context.complaint(),
            ];
            let found = found.into_iter().flatten();
            all.extend(found.filter(|due| window.contains(&due.day)));
        }
    }
    all.sort_by(|a, b| {
        let key = |due: &Due<'_>| (due.day, due.kind, due.phase.address.clone());
        key(a).cmp(&key(b))
    });
    all
}

#[derive(Clone, Copy)]
struct Context<'a> {
    archive: &'a Archive,
    procedure: &'a Procedure,
    phase: &'a Phase,
}

impl<'a> Context<'a> {
    fn due(self, day: Date, kind: Kind, what: Words) -> Due<'a> {
        Due {
            day,
            kind,
            is_overdue: false,
            what,
            note: None,
            procedure: self.procedure,
            phase: self.phase,
        }
    }

    /// A notice that is not recorded yet.
    fn notice(self) -> Option<Due<'a>> {
        let today = self.archive.today;
        let start = self.phase.time.start();
        if self.has_notice() || start < today {
            return None;
        }
        let municipality = self.archive.municipality(self.procedure.municipality);
        let deadline = deadline(self.phase, municipality)?;
        let forms: Vec<Words> = deadline.appear_by.iter().map(Appearance::told).collect();
        let join = |own: fn(&Words) -> &str| forms.iter().map(own).collect::<Vec<_>>().join(", ");
        let (de, en) = (join(|words| &words.de), join(|words| &words.en));
        let (by, begins) = (day_in_words(deadline.completed_by), day_in_words(start));
        let first = deadline.first();
        let mut due = self.due(
            first.max(today),
            Kind::Notice,
            say("Bekanntmachung", "Notice"),
        );
        due.is_overdue = first < today;
        due.note = Some(say(
            format!(
                "{de}; vollzogen mit Ablauf des {}, denn die Frist beginnt am {} (§ 10 KomBekVO)",
                by.de, begins.de
            ),
            format!(
                "{en}; completed at the end of {}, because the period begins on {} (§ 10 KomBekVO)",
                by.en, begins.en
            ),
        ));
        Some(due)
    }

    /// The notice with which a plan enters into force on a day that is planned: its text must be with
    /// the editors of the issue of that day.
    fn final_notice(self) -> Option<Due<'a>> {
        let (today, day) = (self.archive.today, self.phase.time.start());
        let rule = self.phase.rule;
        let is_planned = rule.puts_in_force && rule.needs_notice && day >= today;
        if !is_planned || self.has_notice() {
            return None;
        }
        let municipality = self.archive.municipality(self.procedure.municipality);
        let mut forms = municipality.notice_forms.iter();
        let journal = forms.find_map(|form| journal_of(municipality, form))?;
        let calendar = self.calendar();
        let is_holiday = |day| calendar.holiday(day).is_some();
        let copy_by = journal.copy_deadline(day);
        let name = journal.name.as_deref().unwrap_or(&journal.form.de);
        let words = day_in_words(day);
        let what = say("Bekanntmachung", "Notice");
        let (takes_effect_de, takes_effect_en) = match self.procedure.operation.repeals {
            None => ("der Plan", "the plan"),
            Some(_) => ("die Aufhebung", "the repeal"),
        };
        let mut due = self.due(copy_by.max(today), Kind::Notice, what);
        due.is_overdue = copy_by < today;
        due.note = Some(if journal.appears_on(day) {
            let by = day_in_words(copy_by);
            say(
                format!(
                    "{name}: Text spätestens am {} an die Redaktion, damit er am {} erscheint; mit der Bekanntmachung tritt {takes_effect_de} in Kraft",
                    by.de, words.de
                ),
                format!(
                    "{name}: text to the editors on {} at the latest to appear on {}; with the notice {takes_effect_en} enters into force",
                    by.en, words.en
                ),
            )
        } else {
            let next = journal.next_issue(day, is_holiday).map(day_in_words);
            let next = next.unwrap_or_else(|| say("unbekannt", "unknown"));
            say(
                format!(
                    "{name} erscheint am {} nicht; nächste Ausgabe: {}",
                    words.de, next.de
                ),
                format!(
                    "{name} does not appear on {}; next issue: {}",
                    words.en, next.en
                ),
            )
        });
        Some(due)
    }

    /// A notice is recorded, be it that it is out or that its day is planned.
    fn has_notice(self) -> bool {
        self.phase.notice.is_some()
    }

    /// The notice whose day is recorded and lies ahead, or is today.
    fn planned_notice(self) -> Option<&'a Notice> {
        let notice = self.phase.notice.as_ref();
        notice.filter(|notice| self.archive.today <= notice.published)
    }

    /// The day by which the editors must have the text of a notice that is planned.
    fn text_of_planned(self) -> Option<Due<'a>> {
        let notice = self.planned_notice()?;
        let municipality = self.archive.municipality(self.procedure.municipality);
        let copy_by = copy_deadline(municipality, notice)?;
        let words = day_in_words(notice.published);
        let what = say("Text der Bekanntmachung", "Text of the notice");
        let mut due = self.due(copy_by, Kind::Notice, what);
        due.note = Some(say(
            format!(
                "{}: an die Redaktion, damit sie am {} erscheint",
                notice.organ, words.de
            ),
            format!(
                "{}: to the editors, to appear on {}",
                notice.organ, words.en
            ),
        ));
        Some(due)
    }

    /// The day of a notice that is planned. Nobody can see here whether its text was sent in time.
    fn planned(self) -> Option<Due<'a>> {
        let notice = self.planned_notice()?;
        let municipality = self.archive.municipality(self.procedure.municipality);
        let passed = copy_deadline(municipality, notice);
        let passed = passed.filter(|day| *day < self.archive.today);
        let mut due = self.due(notice.published, Kind::Notice, self.name_of_notice());
        let organ = &notice.organ;
        due.note = Some(match passed.map(day_in_words) {
            Some(day) => say(
                format!("{organ}; Redaktionsschluss war am {}", day.de),
                format!("{organ}; the text was due with the editors on {}", day.en),
            ),
            None => say(organ.clone(), organ.clone()),
        });
        Some(due)
    }

    fn name_of_notice(self) -> Words {
        match self.procedure.operation.repeals {
            _ if !self.phase.rule.puts_in_force => say("Bekanntmachung", "Notice"),
            None => say("Bekanntmachung des Plans", "Notice of the plan"),
            Some(_) => say("Bekanntmachung der Aufhebung", "Notice of the repeal"),
        }
    }

    /// The first day of a period, or the day of a step.
    fn start(self) -> Option<Due<'a>> {
        let start = self.phase.time.start();
        let is_told = |notice: &Notice| notice.published == start;
        if self.phase.rule.puts_in_force && self.planned_notice().is_some_and(is_told) {
            return None;
        }
        Some(match self.phase.time {
            Time::Span(..) => self.due(start, Kind::Start, say("Erster Tag", "First day")),
            Time::Day(_) if self.phase.rule.puts_in_force => {
                self.due(start, Kind::Step, self.name_of_notice())
            }
            Time::Day(_) => self.due(
                start,
                Kind::Step,
                say("Beschluss oder Schritt", "Resolution or step"),
            ),
        })
    }

    /// The last day of a period; statements are taken until the next working day.
    fn end(self) -> Option<Due<'a>> {
        let Time::Span(_, Some(end)) = self.phase.time else {
            return None;
        };
        let mut due = self.due(end, Kind::End, say("Letzter Tag", "Last day"));
        let safe = self.phase.in_time_until().filter(|safe| *safe != end);
        if let Some(safe) = safe {
            let safe = day_in_words(safe);
            due.note = Some(say(
                format!(
                    "kein Werktag; Stellungnahmen bis {} annehmen (§ 193 BGB)",
                    safe.de
                ),
                format!(
                    "no working day; take statements until {} (§ 193 BGB)",
                    safe.en
                ),
            ));
        }
        Some(due)
    }

    /// The end of the year after the notice of a plan in force.
    fn complaint(self) -> Option<Due<'a>> {
        let rule = self.phase.rule;
        if !rule.puts_in_force || !rule.needs_notice {
            return None;
        }
        let notice = self.phase.notice.as_ref();
        let announced = notice.map_or(self.phase.time.start(), |notice| notice.completed);
        let end = period("ruege", announced)?.compute(announced, self.calendar());
        let what = if has_tier(self.procedure, Tier::Binding) {
            say(
                "Ende der Rügefrist (§ 215 Abs. 1 BauGB, § 4 Abs. 4 SächsGemO)",
                "End of the complaint period (§ 215 (1) BauGB, § 4 (4) SächsGemO)",
            )
        } else {
            say(
                "Ende der Rügefrist (§ 215 Abs. 1 BauGB)",
                "End of the complaint period (§ 215 (1) BauGB)",
            )
        };
        Some(self.due(end.safe_end, Kind::Complaint, what))
    }

    fn calendar(self) -> Calendar {
        Calendar::at(&self.archive.municipality(self.procedure.municipality).ags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use crate::model::journal::{Issues, Journal};
    use jiff::civil::date;

    fn days(archive: &Archive, days: u16) -> Vec<(Date, Kind, bool)> {
        let due = due(archive, days);
        due.iter()
            .map(|own| (own.day, own.kind, own.is_overdue))
            .collect()
    }

    #[test]
    fn what_is_due_in_order_with_both_ends_of_the_window() {
        let archive = fixture::archive();
        assert_eq!(
            days(&archive, 55),
            [
                (date(2026, 4, 7), Kind::End, false),
                (date(2026, 5, 4), Kind::Start, false),
                (date(2026, 5, 4), Kind::Start, false),
            ]
        );
        assert_eq!(days(&archive, 28).len(), 1);
        assert!(days(&archive, 27).is_empty());
    }

    #[test]
    fn a_notice_is_due_before_its_phase_and_overdue_at_today() {
        let mut archive = fixture::archive();
        archive.procedures[1].phases[1].notice = None;
        // The period begins on Monday, 4 May; the Friday before is a holiday.
        let notice = (date(2026, 4, 30), Kind::Notice, false);
        assert!(
            days(&archive, 60).contains(&notice),
            "{:?}",
            days(&archive, 60)
        );
        archive.today = date(2026, 5, 3);
        assert!(days(&archive, 60).contains(&(date(2026, 5, 3), Kind::Notice, true)));
        archive.today = date(2026, 5, 5);
        assert!(days(&archive, 60).iter().all(|due| due.1 != Kind::Notice));
    }

    #[test]
    fn a_notice_whose_day_lies_ahead_is_due_with_its_text_and_its_day() {
        let mut archive = fixture::archive();
        let published = date(2026, 4, 24);
        let phase = &mut archive.procedures[1].phases[1];
        let notice = fixture::archive().procedures[0].phases[1].notice.clone();
        let mut notice = notice.expect("it has a notice");
        notice.published = published;
        notice.completed = published;
        let form = notice.form;
        phase.notice = Some(notice);
        let own = archive.procedures[1].municipality;
        archive.municipalities[own.0].journals = vec![Journal {
            form,
            name: None,
            issues: Issues::On(vec![published]),
            copy_days: 10,
        }];
        archive.today = date(2026, 4, 10);
        let all = days(&archive, 60);
        assert!(
            all.contains(&(date(2026, 4, 14), Kind::Notice, false)),
            "{all:?}"
        );
        assert!(all.contains(&(published, Kind::Notice, false)), "{all:?}");
        // The text is late, or it was sent; the day of the notice is due until it is over.
        archive.today = published;
        assert!(days(&archive, 60).contains(&(published, Kind::Notice, false)));
        archive.today = date(2026, 4, 25);
        assert!(days(&archive, 60).iter().all(|due| due.1 != Kind::Notice));
    }

    #[test]
    fn the_year_of_complaint_ends_on_a_working_day() {
        let mut archive = fixture::archive();
        archive.today = date(2027, 3, 1);
        let phase = &mut archive.procedures[2].phases[0];
        phase.time = Time::Day(date(2026, 3, 13));
        phase.rule = crate::law::law()
            .phase("bekanntmachung", Some(date(2026, 3, 13)))
            .expect("a row");
        assert_eq!(
            days(&archive, 30),
            [(date(2027, 3, 15), Kind::Complaint, false)]
        );
    }
}
