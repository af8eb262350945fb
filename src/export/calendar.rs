//! Calendars: for every participation its period and, as an entry of its own, its last day.
//!
//! Days are whole days without a time, so that they stand right in every time zone.

use crate::bundle::Bundle;
use crate::export::ical::Calendar;
use crate::export::words::{day_de, time_de};
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use crate::notice::access::where_it_is;
use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;

/// A calendar that people subscribe to keeps what ended so many days ago; the rest is in the open
/// data.
const KEPT_DAYS: i32 = 365;

/// Adds the portal's calendar, one for each municipality and one for each participation.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    if !archive.site.offers(Part::Calendars) {
        return Ok(());
    }
    bundle.make(&Address::new("kalender.ics"), move || {
        Ok(subscribed(
            archive,
            &archive.site.title.de,
            archive.each_procedure(),
        ))
    })?;
    let lists = archive.procedures_by_municipality();
    for (municipality, procedures) in archive.municipalities.iter().zip(lists) {
        let shown = procedures.iter().map(|one| &one.address);
        let shown: Vec<&Address> = shown.chain([&municipality.address]).collect();
        bundle.make_of(
            &municipality.address.join("kalender.ics"),
            (&shown, Mark::of(&())),
            move || {
                let name = format!("Bauleitplanung {}", municipality.full_name().de);
                Ok(subscribed(archive, &name, procedures.iter().copied()))
            },
        )?;
    }
    bundle.fill_own(archive, |procedure, bundle| {
        for phase in procedure.phases.iter().filter(|phase| phase.has_calendar()) {
            let file = phase.address.join("termin.ics");
            bundle.make_of(&file, (&[&procedure.address], Mark::of(&())), move || {
                Ok(of_phase(archive, procedure, phase))
            })?;
        }
        Ok(())
    })
}

/// The calendar of one participation: its period and its last day, with a reminder.
pub fn of_phase(archive: &Archive, procedure: &Procedure, phase: &Phase) -> Vec<u8> {
    let mut calendar = Calendar::new(&procedure.title());
    Appointment {
        archive,
        procedure,
        phase,
        reminds: true,
    }
    .write(&mut calendar);
    calendar.bytes()
}

/// The participations of the public in a calendar that readers fetch again and again.
fn subscribed<'a>(
    archive: &'a Archive,
    name: &str,
    procedures: impl IntoIterator<Item = &'a Procedure>,
) -> Vec<u8> {
    let oldest = archive.today.saturating_sub(KEPT_DAYS.days());
    let mut calendar = Calendar::new(name);
    for procedure in procedures {
        for phase in &procedure.phases {
            let is_recent = phase.time.end().is_none_or(|end| end >= oldest);
            let is_public = phase.rule.is_public_participation() && phase.is_participation_period();
            if is_recent && (is_public || !phase.meetings.is_empty()) {
                Appointment {
                    archive,
                    procedure,
                    phase,
                    reminds: false,
                }
                .write(&mut calendar);
            }
        }
    }
    calendar.bytes()
}

/// A participation as the calendar shows it.
struct Appointment<'a> {
    archive: &'a Archive,
    procedure: &'a Procedure,
    phase: &'a Phase,
    /// Whether the calendar reminds of the last day; one that people subscribe to does not ring.
    reminds: bool,
}

impl Appointment<'_> {
    fn write(&self, calendar: &mut Calendar) {
        if self.phase.is_participation_period() {
            self.write_period(calendar);
        }
        for meeting in &self.phase.meetings {
            let own = meeting.title.clone();
            let label = own.unwrap_or_else(|| self.phase.title().de);
            let title = self.procedure.title();
            let name = format!("termin-{}", meeting.day);
            self.begin(calendar, &name, &format!("{label}: {title}"));
            let page = self.phase.address.url(&self.archive.site.address);
            let void = self.void().unwrap_or_default();
            calendar.text("DESCRIPTION", &format!("{void}{title}\n{page}"));
            calendar.text("LOCATION", &where_it_is(meeting));
            calendar.hour("DTSTART", meeting.day, &meeting.clock);
            calendar.raw("TRANSP", "OPAQUE");
            calendar.raw("END", "VEVENT");
        }
    }

    fn write_period(&self, calendar: &mut Calendar) {
        let (start, end) = (self.phase.time.start(), self.phase.time.end());
        let title = self.procedure.title();
        let label = self.phase.title().de;
        self.event(
            calendar,
            "zeitraum",
            &format!("{label}: {title}"),
            (start, end.unwrap_or(start)),
        );
        calendar.raw("END", "VEVENT");
        if let Some(end) = self.phase.in_time_until() {
            let summary = format!("Letzter Tag für Stellungnahmen: {title}");
            self.event(calendar, "frist", &summary, (end, end));
            if self.reminds && self.phase.void.is_none() {
                calendar.raw("BEGIN", "VALARM");
                calendar.raw("ACTION", "DISPLAY");
                // Three days before, at nine: a day's event starts at midnight.
                calendar.raw("TRIGGER", "-P2DT15H");
                calendar.text("DESCRIPTION", &summary);
                calendar.raw("END", "VALARM");
            }
            calendar.raw("END", "VEVENT");
        }
    }

    /// Writes an event but its end: an alarm may follow.
    fn event(&self, calendar: &mut Calendar, name: &str, summary: &str, days: (Date, Date)) {
        let municipality = self.archive.municipality(self.procedure.municipality);
        self.begin(calendar, name, summary);
        calendar.text("DESCRIPTION", &self.description());
        calendar.text("LOCATION", &municipality.full_name().de);
        calendar.day("DTSTART", days.0);
        // The end of a whole-day event is the day after it (RFC 5545, section 3.6.1).
        calendar.day("DTEND", days.1.tomorrow().unwrap_or(days.1));
        calendar.raw("TRANSP", "TRANSPARENT");
    }

    /// Writes what every event has but its time, its place and what else there is to say.
    fn begin(&self, calendar: &mut Calendar, name: &str, summary: &str) {
        let void = self.phase.void.as_ref();
        let before = if void.is_some() { "Unwirksam: " } else { "" };
        calendar.raw("BEGIN", "VEVENT");
        calendar.raw("UID", &self.uid(name));
        calendar.moment("DTSTAMP", self.known_since());
        calendar.text("SUMMARY", &format!("{before}{summary}"));
        calendar.raw("URL", &self.phase.address.url(&self.archive.site.address));
        calendar.raw(
            "STATUS",
            if void.is_some() {
                "CANCELLED"
            } else {
                "CONFIRMED"
            },
        );
    }

    fn description(&self) -> String {
        let page = self.phase.address.url(&self.archive.site.address);
        let time = match self.phase.time {
            Time::Span(_, Some(_)) => format!("{}; beide Tage zählen.", time_de(self.phase.time)),
            _ => format!("{}.", time_de(self.phase.time)),
        };
        let title = self.procedure.title();
        let void = self.void().unwrap_or_default();
        format!("{void}{title}\nBeteiligung {time}\n{page}")
    }

    /// That a phase does not count, and why.
    fn void(&self) -> Option<String> {
        let (day, reason) = self.phase.void.as_ref()?;
        let day = day_de(*day);
        Some(format!("Unwirksam, festgestellt am {day}: {reason}\n"))
    }

    /// The same event keeps its name for ever; addresses do too.
    fn uid(&self, name: &str) -> String {
        let path = self.phase.address.as_str().replace('/', ".");
        let after_scheme = self
            .archive
            .site
            .address
            .split("://")
            .nth(1)
            .unwrap_or_default();
        let host = after_scheme.split(['/', ':']).next().unwrap_or_default();
        format!("{path}{name}@{host}")
    }

    /// The day on which what it says became known: a later one tells readers that it changed.
    fn known_since(&self) -> Date {
        let start = self.phase.time.start();
        let notice = self.phase.notice.as_ref();
        let announced = notice.map_or(start, |notice| notice.published.min(start));
        self.phase
            .void
            .as_ref()
            .map_or(announced, |(day, _)| announced.max(*day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;
    use crate::model::phase::Meeting;
    use jiff::civil::date;

    fn file(path: &str) -> String {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        add(&archive, &mut bundle).unwrap();
        let Some(Source::Make(make)) = bundle.source(path) else {
            panic!("no calendar {path}");
        };
        String::from_utf8(make().unwrap())
            .unwrap()
            .replace("\r\n ", "")
    }

    #[test]
    fn period_and_last_day_are_whole_days() {
        let file = file("verfahren/meissen/bplan-17/02-veroeffentlichung/termin.ics");
        for line in [
            "UID:verfahren.meissen.bplan-17.02-veroeffentlichung.zeitraum@beispiel.example",
            "DTSTART;VALUE=DATE:20260302",
            "DTEND;VALUE=DATE:20260408",
            "DTSTART;VALUE=DATE:20260407",
            "DTSTAMP:20260219T230000Z",
            "SUMMARY:Letzter Tag für Stellungnahmen: Bebauungsplan Nr. 17 „Am <Wein> & Berg“",
            "URL:https://beispiel.example/portal/verfahren/meissen/bplan-17/02-veroeffentlichung/",
            "TRIGGER:-P2DT15H",
        ] {
            assert!(file.contains(&format!("{line}\r\n")), "{line}\n{file}");
        }
        for name in ["VCALENDAR", "VEVENT", "VALARM"] {
            let count = |word: &str| file.matches(&format!("{word}:{name}\r\n")).count();
            assert_eq!(count("BEGIN"), count("END"), "{name}");
        }
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 2);
    }

    #[test]
    fn meetings_have_an_hour_in_summer_and_in_winter() {
        let archive = fixture::archive();
        let meetings = [(date(2026, 3, 10), "18:00"), (date(2026, 4, 1), "09:30")];
        let meetings = meetings.map(|(day, clock)| Meeting {
            day,
            clock: clock.to_owned(),
            place: "Ratssaal".to_owned(),
            postal_address: Some("Markt 1".to_owned()),
            title: Some("Bürgerversammlung".to_owned()),
            origin: archive.site.origin.clone(),
        });
        let procedure = archive.each_procedure().next().unwrap().clone();
        let mut phase = procedure.phases[1].clone();
        phase.meetings = meetings.into();
        let file = String::from_utf8(of_phase(&archive, &procedure, &phase)).unwrap();
        for line in [
            "DTSTART:20260310T170000Z",
            "DTSTART:20260401T073000Z",
            "LOCATION:Ratssaal\\, Markt 1",
            "SUMMARY:Bürgerversammlung: ",
        ] {
            assert!(file.replace("\r\n ", "").contains(line), "{line}\n{file}");
        }
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 4);
    }

    #[test]
    fn a_calendar_to_subscribe_to_has_what_is_void_as_cancelled_and_never_rings() {
        let file = file("kalender.ics");
        assert!(file.contains("STATUS:CANCELLED\r\n"));
        assert!(file.contains("SUMMARY:Unwirksam: "));
        assert!(!file.contains("VALARM"));
        assert!(!file.contains("Behörden"));
        assert!(
            !file.contains("19990101"),
            "what ended long ago is left out"
        );
    }
}
