//! A year of the archive: what happened in it, by day. A procedure stands in every year in which
//! one of its phases began or ended, and stays there.

use crate::model::Archive;
use crate::model::mark::Mark;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::render::format::unbroken;
use crate::render::page::archive::{address, years};
use crate::render::page::list::{Pagination, add_list};
use crate::render::page::{Here, Pages};
use crate::render::view::{Label, Link, PeriodView, municipality_link};
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A page of a year.
#[derive(Debug, Serialize)]
pub struct ArchiveYearView {
    /// The year.
    pub year: i16,
    /// Procedures with a phase in it, by the day of the first one.
    pub entries: Vec<ArchiveEntry>,
    /// Where this page stands in the year.
    pub place: Pagination,
    /// The next earlier year of the archive.
    pub before: Option<Link>,
    /// The next later year.
    pub after: Option<Link>,
}

/// A procedure in a year.
#[derive(Debug, Serialize)]
pub struct ArchiveEntry {
    /// Its title, German.
    pub title: String,
    /// Its page.
    pub href: String,
    /// The kind of plan.
    pub kind: Label,
    /// The kind in the planner's words, where no word of the list fits.
    pub kind_text: Option<String>,
    /// The municipality that runs it.
    pub municipality: Link,
    /// Its phases that lay in the year.
    pub phases: Vec<ArchivePhase>,
}

/// A phase in a year.
#[derive(Debug, Serialize)]
pub struct ArchivePhase {
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// When it was.
    pub period: PeriodView,
    /// It does not count.
    pub is_void: bool,
}

/// How many procedures a page of a year shows.
const PER_PAGE: usize = 100;

/// Adds the pages of every year.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let years = by_year(pages.archive());
    let known: Vec<i16> = years.keys().copied().collect();
    for (at, (year, procedures)) in years.into_iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| known.get(at)).copied();
        let after = known.get(at + 1).copied();
        let lines = (procedures, PER_PAGE);
        add_list(
            pages,
            &address(year),
            lines,
            Mark::of(&(before, after)),
            move |here, procedures, place| {
                let link = |year: i16| Link {
                    text: year.to_string(),
                    href: here.page(&address(year)),
                };
                let entries = procedures.iter();
                ArchiveYearView {
                    year,
                    entries: entries
                        .map(|procedure| entry(procedure, year, here))
                        .collect(),
                    place,
                    before: before.map(link),
                    after: after.map(link),
                }
            },
        )?;
    }
    Ok(())
}

/// The procedures of every year, by the day of their first phase in it.
fn by_year(archive: &Archive) -> BTreeMap<i16, Vec<&Procedure>> {
    let mut lists: BTreeMap<i16, Vec<(Option<Date>, &Procedure)>> = BTreeMap::new();
    for procedure in &archive.procedures {
        for year in years(procedure) {
            let phases = procedure
                .phases
                .iter()
                .filter(|phase| lies_in(phase.time, year));
            let first = phases.map(|phase| phase.time.start()).min();
            lists.entry(year).or_default().push((first, procedure));
        }
    }
    let sorted = lists.into_iter().map(|(year, mut list)| {
        list.sort_by_key(|(day, procedure)| (*day, &procedure.address));
        (
            year,
            list.into_iter().map(|(_, procedure)| procedure).collect(),
        )
    });
    sorted.collect()
}

/// Whether a time begins or ends in a year.
fn lies_in(time: Time, year: i16) -> bool {
    time.start().year() == year || time.end().is_some_and(|end| end.year() == year)
}

fn entry(procedure: &Procedure, year: i16, here: &Here<'_>) -> ArchiveEntry {
    let phase = |phase: &Phase| ArchivePhase {
        title: here.words(&phase.title()).to_owned(),
        href: here.page(&phase.address),
        period: PeriodView::new(phase, here.archive.today),
        is_void: phase.void.is_some(),
    };
    let phases = procedure.phases.iter();
    ArchiveEntry {
        title: unbroken(&procedure.title()),
        href: here.page(&procedure.address),
        kind: Label::new(procedure.plan.kind, here),
        kind_text: procedure.plan.kind_text.clone(),
        municipality: municipality_link(procedure, here),
        phases: phases
            .filter(|phase| lies_in(phase.time, year))
            .map(phase)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;
    use jiff::civil::date;

    #[test]
    fn a_procedure_stands_in_every_year_in_which_a_phase_began_or_ended() {
        let mut archive = fixture::archive();
        archive.procedures[2].phases[0].time =
            Time::Span(date(1998, 12, 1), Some(date(1999, 1, 4)));
        let years = by_year(&archive);
        let names = |year: i16| -> Vec<&str> {
            years[&year]
                .iter()
                .map(|own| own.address.as_str())
                .collect()
        };
        assert_eq!(
            years.keys().copied().collect::<Vec<_>>(),
            [1998, 1999, 2026]
        );
        assert_eq!(names(1998), ["verfahren/radebeul/bplan-1/"]);
        assert_eq!(names(1998), names(1999));
        // By the day of the first phase in the year: 5 and 14 January.
        assert_eq!(
            names(2026),
            ["verfahren/radebeul/fnp-2/", "verfahren/meissen/bplan-17/"]
        );
    }

    #[test]
    fn a_period_without_end_lies_in_the_year_it_began() {
        let open = Time::Span(date(2024, 5, 1), None);
        assert!(lies_in(open, 2024) && !lies_in(open, 2025));
    }
}
