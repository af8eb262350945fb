//! By when the notice of a phase must be out, in each form that a municipality's statute prescribes.
//!
//! A notice is completed at the end of the day on which it appears; a posting at the end of the
//! week it hangs; of several forms the last one counts (§ 10 KomBekVO). It must be completed before
//! the phase begins; until 6 July 2023 a week had to lie between (§ 3 Abs. 2 Satz 2 BauGB old).

use crate::finding::{Words, say};
use crate::law::calendar::{Calendar, day_in_words};
use crate::law::codes::Code;
use crate::law::period::{latest_completion, posting_completed};
use crate::model::journal::Journal;
use crate::model::municipality::Municipality;
use crate::model::notice::Notice;
use crate::model::phase::Phase;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The lead where the law names none: the notice comes before the phase.
const NEXT_DAY: u8 = 1;

/// The days by which a notice must be out.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// The day at the end of which it must be completed.
    pub completed_by: Date,
    /// For each form the last day on which it can appear, or be put up, in time.
    pub appear_by: Vec<Appearance>,
}

/// The last day on which a notice can appear in one form.
#[derive(Debug, Clone, PartialEq)]
pub struct Appearance {
    /// The key of the form.
    pub form: &'static str,
    /// Its German name.
    pub de: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// The last day; for a posting the first day it hangs.
    pub day: Date,
    /// The issue of the journal on that day, if it is known when it appears.
    pub issue: Option<Issue>,
}

/// The last issue of a journal that comes in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// The name of the journal, if it is known.
    pub journal: Option<String>,
    /// The day by which its editors must have the text.
    pub copy_by: Date,
}

impl Appearance {
    /// The day by which something must have been done for it.
    pub fn act_by(&self) -> Date {
        self.issue.as_ref().map_or(self.day, |issue| issue.copy_by)
    }

    /// What must be done by when, in a sentence without its full stop.
    pub fn told(&self) -> Words {
        let day = day_in_words(self.day);
        let Some(issue) = &self.issue else {
            return say(
                format!("{} spätestens am {}", self.de, day.de),
                format!("{} on {} at the latest", self.en, day.en),
            );
        };
        let by = day_in_words(issue.copy_by);
        let (de, en) = match &issue.journal {
            Some(name) => (name.as_str(), name.as_str()),
            None => (self.de, self.en),
        };
        say(
            format!(
                "{de}: Text spätestens am {} an die Redaktion, denn die Ausgabe vom {} ist die letzte vor der Frist",
                by.de, day.de
            ),
            format!(
                "{en}: text to the editors on {} at the latest, because the issue of {} is the last before the period",
                by.en, day.en
            ),
        )
    }
}

impl Deadline {
    /// The day by which something must have been done: the earliest of all forms.
    pub fn first(&self) -> Date {
        let days = self.appear_by.iter().map(Appearance::act_by);
        days.min().unwrap_or(self.completed_by)
    }
}

/// The deadline of a phase whose notice the law asks for; none where it asks for none before the
/// phase begins.
pub fn deadline(phase: &Phase, municipality: &Municipality) -> Option<Deadline> {
    let rule = phase.rule;
    let comes_before = rule.is_span || rule.notice_lead_days.is_some();
    if !rule.needs_notice || !comes_before {
        return None;
    }
    let lead = rule.notice_lead_days.unwrap_or(NEXT_DAY);
    let completed_by = latest_completion(phase.time.start(), lead);
    let calendar = Calendar::at(&municipality.ags);
    let recorded = phase.notice.as_ref().map(|notice| notice.form);
    let forms: Vec<&'static Code> = match recorded {
        Some(form) => vec![form],
        None => municipality.notice_forms.clone(),
    };
    let appear_by = forms.into_iter().map(|form| {
        let journal = journal_of(municipality, form);
        let is_holiday = |day| calendar.holiday(day).is_some();
        let issue = journal.and_then(|own| Some((own, own.last_issue(completed_by, is_holiday)?)));
        Appearance {
            form: &form.key,
            de: &form.de,
            en: &form.en,
            day: issue.map_or_else(
                || last_appearance(&form.key, completed_by, calendar),
                |(_, day)| day,
            ),
            issue: issue.map(|(journal, day)| Issue {
                journal: journal.name.clone(),
                copy_by: journal.copy_deadline(day),
            }),
        }
    });
    let mut appear_by: Vec<Appearance> = appear_by.collect();
    if appear_by.is_empty() {
        // The municipality's forms are not known; a working day suits all but a posting.
        appear_by.push(Appearance {
            form: "",
            de: "Bekanntmachung",
            en: "Notice",
            day: last_appearance("", completed_by, calendar),
            issue: None,
        });
    }
    Some(Deadline {
        completed_by,
        appear_by,
    })
}

/// The journal of a municipality that serves a form, if it is known when it appears.
pub fn journal_of<'a>(municipality: &'a Municipality, form: &Code) -> Option<&'a Journal> {
    let mut journals = municipality.journals.iter();
    journals.find(|own| own.form.key == form.key)
}

/// The day by which the editors must have the text of a notice whose day is set, if its journal is known.
pub fn copy_deadline(municipality: &Municipality, notice: &Notice) -> Option<Date> {
    let journal = journal_of(municipality, notice.form)?;
    Some(journal.copy_deadline(notice.published))
}

/// The last day on which a form can appear to be completed by a day: journals appear on working
/// days, newspapers on Saturdays, too, the Internet every day; a posting hangs for a week.
fn last_appearance(form: &str, completed_by: Date, calendar: Calendar) -> Date {
    match form {
        "internet" | "elektronisch" => completed_by,
        "zeitung" => back_to(completed_by, |day| {
            day.weekday() != Weekday::Sunday && calendar.holiday(day).is_none()
        }),
        "aushang" => {
            let mut first = completed_by;
            while posting_completed(first) > completed_by && first > Date::MIN {
                first = before(first);
            }
            back_to(first, |day| calendar.is_working_day(day))
        }
        _ => back_to(completed_by, |day| calendar.is_working_day(day)),
    }
}

/// The day itself if it fits, else the last one before it that does.
fn back_to(day: Date, fits: impl Fn(Date) -> bool) -> Date {
    let mut day = day;
    while !fits(day) && day > Date::MIN {
        day = before(day);
    }
    day
}

fn before(day: Date) -> Date {
    day.saturating_sub(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn last(form: &str, completed_by: Date) -> Date {
        last_appearance(form, completed_by, Calendar::SAXONY)
    }

    #[test]
    fn each_form_has_its_last_day() {
        // The period begins on Monday, 2 March 2026; the day before is a Sunday.
        let sunday = date(2026, 3, 1);
        assert_eq!(last("internet", sunday), sunday);
        assert_eq!(last("zeitung", sunday), date(2026, 2, 28));
        assert_eq!(last("amtsblatt", sunday), date(2026, 2, 27));
        // Put up on Monday, 23 February, it hangs until Sunday, 1 March.
        assert_eq!(last("aushang", sunday), date(2026, 2, 23));
    }

    #[test]
    fn holidays_move_it_forward() {
        let easter_monday = date(2026, 4, 6);
        assert_eq!(last("amtsblatt", easter_monday), date(2026, 4, 2));
        assert_eq!(last("zeitung", easter_monday), date(2026, 4, 4));
    }

    #[test]
    fn a_journal_has_its_issues_and_its_copy_deadline() {
        let mut archive = crate::model::fixture::archive();
        let form = crate::law::codes::find(&crate::law::law().codes.notice_forms, "amtsblatt");
        let form = form.expect("a form");
        let municipality = &mut archive.municipalities[0];
        municipality.notice_forms = vec![form];
        municipality.journals = vec![Journal {
            form,
            name: Some("Stadtbote".into()),
            issues: crate::model::journal::Issues::Every(
                crate::model::journal::Rhythm::Monthly(2),
                Weekday::Friday,
            ),
            copy_days: 10,
        }];
        let phase = archive.procedures[1].phases.iter_mut();
        let phase = phase
            .filter(|phase| phase.rule.needs_notice && phase.rule.is_span)
            .last()
            .expect("a display");
        phase.notice = None;
        // It begins on Monday, 4 May 2026; the second Friday of April is the 10th.
        let due = deadline(phase, &archive.municipalities[0]).expect("a deadline");
        assert_eq!(due.completed_by, date(2026, 5, 3));
        assert_eq!(due.appear_by[0].day, date(2026, 4, 10));
        assert_eq!(due.first(), date(2026, 3, 31));
        let told = due.appear_by[0].told().de;
        assert!(
            told.contains("Stadtbote") && told.contains("31. März 2026"),
            "{told}"
        );
    }

    #[test]
    fn the_beginning_of_all_days_is_survived() {
        assert_eq!(last("aushang", Date::MIN), Date::MIN);
    }
}
