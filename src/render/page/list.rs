//! Long lists on numbered pages: the first at the list's own address, the others below it.

use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::phase::Time;
use crate::model::procedure::{Procedure, State};
use crate::render::page::{Here, Pages};
use crate::render::view::telling_phase;
use anyhow::Result;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// How many procedures a page of a list shows.
pub const PER_PAGE: usize = 50;

/// Where a page stands in its list.
#[derive(Debug, Clone, Serialize)]
pub struct Pagination {
    /// Its number, from 1.
    pub number: usize,
    /// How many pages there are, at least 1.
    pub count: usize,
    /// How many lines the whole list has.
    pub total: usize,
    /// Number of the first line shown, from 1.
    pub first: usize,
    /// Number of the last line shown.
    pub last: usize,
    /// Link to the page before.
    pub previous: Option<String>,
    /// Link to the page after.
    pub next: Option<String>,
    /// The first, the last and the pages around this one.
    pub pages: Vec<PageLink>,
}

/// A page in the row of numbers.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// Its number.
    pub number: usize,
    /// Its link.
    pub href: String,
    /// It is the page shown.
    pub is_this: bool,
    /// Numbers are left out before it.
    pub is_after_gap: bool,
}

/// Adds the pages of a list of procedures with so many lines each; a list without lines has one
/// page. A page shows its lines, how many there are in all, and what is beside them.
///
/// # Errors
/// If another file stands at one of their addresses.
pub fn add_list<'a, V>(
    pages: &mut Pages<'a, '_>,
    list: &Address,
    (lines, per_page): (Vec<&'a Procedure>, usize),
    beside: Mark,
    view: impl Fn(&Here<'a>, &[&'a Procedure], Pagination) -> V + Send + Sync + 'a,
) -> Result<()>
where
    V: Serialize,
{
    let (lines, view) = (Arc::new(lines), Arc::new(view));
    let count = page_count(lines.len(), per_page);
    for number in 1..=count {
        let shown = lines.chunks(per_page).nth(number - 1).unwrap_or_default();
        let shown: Vec<&Address> = shown.iter().map(|one| &one.address).collect();
        let beside = Mark::of(&(beside, lines.len()));
        let (lines, view, list) = (Arc::clone(&lines), Arc::clone(&view), list.clone());
        pages.add_of(
            &page_of(&list.clone(), number),
            (&shown, beside),
            move |here| {
                let shown = lines.chunks(per_page).nth(number - 1).unwrap_or_default();
                let first = (number - 1) * per_page;
                let range = first + 1..=first + shown.len();
                let place = Pagination::new(here, &list, (number, count), (range, lines.len()));
                view(here, shown, place)
            },
        )?;
    }
    Ok(())
}

fn page_count(lines: usize, per_page: usize) -> usize {
    lines.div_ceil(per_page).max(1)
}

/// The address of a numbered page.
fn page_of(list: &Address, number: usize) -> Address {
    match number {
        1 => list.clone(),
        _ => list.join(&format!("seite-{number}/")),
    }
}

impl Pagination {
    fn new(
        here: &Here<'_>,
        list: &Address,
        (number, count): (usize, usize),
        (range, total): (RangeInclusive<usize>, usize),
    ) -> Self {
        let href = |number: usize| here.page(&page_of(list, number));
        let near = |page: &usize| *page == 1 || *page == count || page.abs_diff(number) <= 2;
        let mut before = 0;
        let link = |page: usize| {
            let is_after_gap = page > before + 1;
            before = page;
            PageLink {
                number: page,
                href: href(page),
                is_this: page == number,
                is_after_gap,
            }
        };
        Self {
            number,
            count,
            total,
            first: *range.start(),
            last: *range.end(),
            previous: (number > 1).then(|| href(number - 1)),
            next: (number < count).then(|| href(number + 1)),
            pages: (1..=count).filter(near).map(link).collect(),
        }
    }
}

/// All procedures, those with the latest activity first.
pub fn latest_first(archive: &Archive) -> Vec<&Procedure> {
    let mut procedures: Vec<&Procedure> = archive.each_procedure().collect();
    procedures.sort_by_cached_key(|procedure| {
        let day = procedure.last_activity(archive.today);
        (Reverse(day), procedure.address.clone())
    });
    procedures
}

/// All procedures as people look for them: participations that run, the one that ends soonest first; those that are
/// announced, the next one first; the others by the day of the step that their card shows, the latest first.
pub fn by_standing(archive: &Archive) -> Vec<&Procedure> {
    let today = archive.today;
    let mut procedures: Vec<&Procedure> = archive.each_procedure().collect();
    procedures.sort_by_cached_key(|procedure| {
        let time = telling_phase(procedure, today).map(|phase| phase.time);
        let start = time.map(Time::start);
        let (standing, soonest, latest) = match procedure.state(today) {
            State::Open => (0, time.and_then(Time::end).or(Some(Date::MAX)), None),
            State::Announced => (1, start, None),
            _ => (2, None, start),
        };
        (
            standing,
            soonest,
            Reverse(latest),
            procedure.address.clone(),
        )
    });
    procedures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Language;
    use crate::model::fixture;
    use crate::render::page::test_page;

    #[test]
    fn pages_are_full_and_the_first_is_always_there() {
        assert_eq!(
            [0, 1, 50, 51].map(|lines| page_count(lines, 50)),
            [1, 1, 1, 2]
        );
        let list = Address::new("verfahren/");
        assert_eq!(page_of(&list, 1).as_str(), "verfahren/");
        assert_eq!(page_of(&list, 12).as_str(), "verfahren/seite-12/");
    }

    #[test]
    fn the_row_of_numbers_has_both_ends_and_the_neighbours() {
        let archive = fixture::archive();
        let here = test_page(&archive, Language::English, "verfahren/seite-5/");
        let list = Address::new("verfahren/");
        let place = Pagination::new(&here, &list, (5, 9), (201..=250, 430));
        let numbers: Vec<usize> = place.pages.iter().map(|page| page.number).collect();
        assert_eq!(numbers, [1, 3, 4, 5, 6, 7, 9]);
        let gaps = place.pages.iter().filter(|page| page.is_after_gap);
        assert_eq!(gaps.map(|page| page.number).collect::<Vec<_>>(), [3, 9]);
        assert_eq!(place.pages[0].href, "../index.html");
        assert_eq!(place.next.as_deref(), Some("../seite-6/index.html"));
        let only = Pagination::new(&here, &list, (1, 1), (1..=3, 3));
        assert!(only.previous.is_none() && only.next.is_none() && only.pages.len() == 1);
    }

    #[test]
    fn what_moved_last_comes_first() {
        let archive = fixture::archive();
        let order: Vec<&str> = latest_first(&archive)
            .iter()
            .map(|own| own.address.as_str())
            .collect();
        let expected = ["meissen/bplan-17/", "radebeul/fnp-2/", "radebeul/bplan-1/"];
        assert_eq!(order, expected.map(|name| format!("verfahren/{name}")));
        let standing = by_standing(&archive);
        let states = standing.iter().map(|own| own.state(archive.today));
        let expected = [State::Open, State::Announced, State::InProcedure];
        assert_eq!(states.collect::<Vec<_>>(), expected);
    }
}
