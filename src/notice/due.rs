//! By when the notice of a phase must be out, in each form that a municipality's statute prescribes.
//!
//! A notice is completed at the end of the day on which it appears; a posting at the end of the
//! week it hangs; of several forms the last one counts (§ 10 KomBekVO). It must be completed before
//! the phase begins; until 6 July 2023 a week had to lie between (§ 3 Abs. 2 Satz 2 BauGB old).

use crate::law::calendar::Calendar;
use crate::law::codes::Code;
use crate::law::period::{latest_completion, posting_completed};
use crate::model::municipality::Municipality;
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
}

impl Deadline {
    /// The day by which something must have been done: the earliest of all forms.
    pub fn first(&self) -> Date {
        let days = self.appear_by.iter().map(|own| own.day);
        days.min().unwrap_or(self.completed_by)
    }
}

/// The deadline of a phase whose notice the law asks for; none where it asks for none before the
/// phase begins.
pub fn deadline(phase: &Phase, municipality: &Municipality) -> Option<Deadline> {
    let rule = phase.rule;
    if !rule.needs_notice || !rule.is_span {
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
    let appear_by = forms.into_iter().map(|form| Appearance {
        form: &form.key,
        de: &form.de,
        en: &form.en,
        day: last_appearance(&form.key, completed_by, calendar),
    });
    let mut appear_by: Vec<Appearance> = appear_by.collect();
    if appear_by.is_empty() {
        // The municipality's forms are not known; a working day suits all but a posting.
        appear_by.push(Appearance {
            form: "",
            de: "Bekanntmachung",
            en: "Notice",
            day: last_appearance("", completed_by, calendar),
        });
    }
    Some(Deadline {
        completed_by,
        appear_by,
    })
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
    fn the_beginning_of_all_days_is_survived() {
        assert_eq!(last("aushang", Date::MIN), Date::MIN);
    }
}
