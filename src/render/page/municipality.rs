//! A municipality: its map, its procedures by where they stand, its office, how it announces.

use crate::model::MunicipalityId;
use crate::model::mark::Mark;
use crate::model::municipality::Municipality;
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use crate::render::page::district::Counts;
use crate::render::page::list::{PER_PAGE, Pagination, add_list, latest_first};
use crate::render::page::maps::{self, MapView};
use crate::render::page::municipalities::district_link;
use crate::render::page::{Here, Pages};
use crate::render::view::{CardView, ContactView, Label, Link, municipality_name, paragraphs};
use anyhow::Result;
use serde::Serialize;

/// A municipality.
#[derive(Debug, Serialize)]
pub struct MunicipalityView {
    /// „Stadt Meißen“.
    pub name: String,
    /// „Meißen“.
    pub short_name: String,
    /// Its official Upper Sorbian name.
    pub name_hsb: Option<String>,
    /// Its official key.
    pub ags: String,
    /// Its district, with its page.
    pub district: Option<Link>,
    /// Its inhabitants, from the official list; 0 where it does not have it.
    pub population: u32,
    /// Some sentences about it, German.
    pub description: Vec<String>,
    /// Its website.
    pub website: Option<String>,
    /// The office that runs land-use planning.
    pub office: ContactView,
    /// Contact for Sorbian matters (§ 11 SächsSorbG).
    pub sorbian_contact: Option<ContactView>,
    /// Where documents can be seen besides the Internet.
    pub display_place: Option<ContactView>,
    /// Forms of notice under its statute.
    pub notice_forms: Vec<Label>,
    /// Name of its journal, German.
    pub journal: Option<String>,
    /// What is on display and planned there.
    pub counts: Counts,
    /// The procedures of this page by where they stand, what can be commented on first.
    pub groups: Vec<StateGroup>,
    /// Where this page stands in the list of its procedures.
    pub place: Pagination,
    /// Its map with the plans of this page; only on the first page.
    pub map: Option<MapView>,
    /// Its feed.
    pub feed: String,
    /// Its calendar, if the portal has calendars.
    pub calendar: Option<String>,
}

/// The procedures in a state.
#[derive(Debug, Serialize)]
pub struct StateGroup {
    /// The key of the state; its words are the text `state.<key>`.
    pub state: &'static str,
    /// Its procedures.
    pub entries: Vec<Entry>,
}

/// A procedure in the list.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Its number on the map, if it is there.
    pub number: Option<usize>,
    /// The procedure.
    pub card: CardView,
}

/// Adds the pages of every municipality.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let archive = pages.archive();
    let mut lists: Vec<Vec<&Procedure>> =
        archive.municipalities.iter().map(|_| Vec::new()).collect();
    for procedure in latest_first(archive) {
        for MunicipalityId(index) in procedure.municipalities() {
            lists[index].push(procedure);
        }
    }
    for (municipality, mut procedures) in archive.municipalities.iter().zip(lists) {
        // What can be commented on comes first; within a state the order stays.
        procedures.sort_by_key(|procedure| procedure.state(archive.today));
        let counts = Counts::of(&procedures, archive.today);
        let has_map = archive.site.offers(Part::PlaceMaps);
        let lines = (procedures, PER_PAGE);
        add_list(
            pages,
            &municipality.address,
            lines,
            Mark::of(&(municipality, counts)),
            move |here, shown, place| {
                let list = List {
                    numbered: numbered(shown, has_map && place.number == 1),
                    counts,
                    place,
                };
                view(municipality, here, list)
            },
        )?;
    }
    Ok(())
}

/// A page of a municipality's procedures.
struct List<'a> {
    /// The procedures, with their numbers on the map.
    numbered: Vec<(Option<usize>, &'a Procedure)>,
    /// Counts of all its procedures.
    counts: Counts,
    place: Pagination,
}

/// Numbers the procedures whose area the map can show.
fn numbered<'a>(
    procedures: &[&'a Procedure],
    has_map: bool,
) -> Vec<(Option<usize>, &'a Procedure)> {
    let mut last = 0;
    let number = |procedure: &&'a Procedure| {
        let is_on_map = has_map && procedure.area.is_some();
        last += usize::from(is_on_map);
        (is_on_map.then_some(last), *procedure)
    };
    procedures.iter().map(number).collect()
}

fn view(municipality: &Municipality, here: &Here<'_>, list: List<'_>) -> MunicipalityView {
    let on_map = list.numbered.iter();
    let on_map: Vec<(usize, &Procedure)> = on_map
        .filter_map(|(number, procedure)| Some(((*number)?, *procedure)))
        .collect();
    let name = municipality_name(municipality, here);
    let site = &here.archive.site;
    let map = (list.place.number == 1 && site.offers(Part::PlaceMaps))
        .then(|| maps::of_municipality((&municipality.ags, &name), &on_map, here))
        .flatten();
    let contact = |contact: &Option<_>| contact.as_ref().map(ContactView::new);
    let forms = municipality.notice_forms.iter();
    MunicipalityView {
        name,
        short_name: municipality.name.clone(),
        name_hsb: municipality.name_hsb.clone(),
        ags: municipality.ags.clone(),
        district: district_link(municipality, here),
        population: municipality.population,
        description: paragraphs(municipality.description.as_deref().unwrap_or_default()),
        website: municipality.website.clone(),
        office: ContactView::new(&municipality.office),
        sorbian_contact: contact(&municipality.sorbian_contact),
        display_place: contact(&municipality.display_place),
        notice_forms: forms.map(|form| Label::new(form, here)).collect(),
        journal: municipality.journal.clone(),
        counts: list.counts,
        groups: groups(&list.numbered, here),
        place: list.place,
        map,
        feed: here.file(&municipality.address.join("feed.atom")),
        calendar: (site.offers(Part::Calendars))
            .then(|| here.file(&municipality.address.join("kalender.ics"))),
    }
}

/// Procedures that are sorted by state, in groups of one state each.
fn groups(numbered: &[(Option<usize>, &Procedure)], here: &Here<'_>) -> Vec<StateGroup> {
    let mut groups: Vec<StateGroup> = Vec::new();
    for (number, procedure) in numbered {
        let state = procedure.state(here.archive.today).key();
        let entry = Entry {
            number: *number,
            card: CardView::new(procedure, here),
        };
        match groups.last_mut().filter(|last| last.state == state) {
            Some(last) => last.entries.push(entry),
            None => groups.push(StateGroup {
                state,
                entries: vec![entry],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    #[test]
    fn only_areas_are_numbered_and_only_where_there_is_a_map() {
        let archive = fixture::archive();
        let procedures: Vec<&Procedure> = archive.each_procedure().rev().collect();
        let numbers = |has_map| -> Vec<Option<usize>> {
            numbered(&procedures, has_map)
                .iter()
                .map(|(number, _)| *number)
                .collect()
        };
        assert_eq!(numbers(true), [None, None, Some(1)]);
        assert_eq!(numbers(false), [None, None, None]);
    }
}
