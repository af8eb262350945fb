//! The list of all procedures, and one by state, plan kind, year of beginning and district. They
//! are plain links, so everyone can narrow the list; a script joins them into one form.

use crate::finding::{Words, say};
use crate::law::law;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::procedure::{Procedure, State};
use crate::render::page::list::{PER_PAGE, Pagination, add_list, by_standing};
use crate::render::page::{Here, Pages};
use crate::render::view::CardView;
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A page of a list of procedures.
#[derive(Debug, Serialize)]
pub struct ProceduresView {
    /// What the list is narrowed to; none on the list of all.
    pub filter: Option<FilterView>,
    /// The procedures of this page; none on the list of all, which has parts.
    pub cards: Vec<CardView>,
    /// The same by where they stand.
    pub parts: Vec<PartView>,
    /// Where this page stands in the list.
    pub place: Pagination,
    /// The narrower lists; only on the first page of the list of all.
    pub groups: Vec<GroupView>,
}

/// The procedures of a page that stand alike.
#[derive(Debug, Serialize)]
pub struct PartView {
    /// `beteiligung`, `angekuendigt` or, of all others, `weitere`.
    pub key: &'static str,
    /// Number of its first procedure in the whole list, from 1.
    pub first: usize,
    /// Its procedures.
    pub cards: Vec<CardView>,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Serialize)]
pub struct FilterView {
    /// `zustand`, `planart`, `jahr` or `kreis`.
    pub group: &'static str,
    /// The key of the state, the plan kind or the district, or the year.
    pub key: String,
    /// Its words; none for a state, whose words are the text `state.<key>`.
    pub text: Option<String>,
}

/// The lists by one property.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// `zustand`, `planart`, `jahr` or `kreis`.
    pub name: &'static str,
    /// Its lists.
    pub links: Vec<FilterLink>,
}

/// A narrower list.
#[derive(Debug, Serialize)]
pub struct FilterLink {
    /// What it is narrowed to.
    pub filter: FilterView,
    /// Its page.
    pub href: String,
    /// How many procedures it has.
    pub count: usize,
}

/// Adds the list of all procedures and every narrower one.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let archive = pages.archive();
    let procedures = by_standing(archive);
    let groups = Arc::new(groups(archive, &procedures));
    for narrow in groups.iter().flat_map(|group| &group.lists) {
        let filter = narrow.clone();
        let lines = (narrow.procedures.clone(), PER_PAGE);
        add_list(
            pages,
            &narrow.address,
            lines,
            Mark::of(&()),
            move |here, procedures, place| ProceduresView {
                filter: Some(filter.view(here)),
                cards: cards(procedures, here),
                parts: Vec::new(),
                place,
                groups: Vec::new(),
            },
        )?;
    }
    let all = Address::new("verfahren/");
    let counts = groups.iter().flat_map(|group| &group.lists);
    let counts = counts.map(|narrow| (narrow.address.as_str(), narrow.procedures.len()));
    let counts = Mark::of(&counts.collect::<Vec<_>>());
    add_list(
        pages,
        &all,
        (procedures, PER_PAGE),
        counts,
        move |here, procedures, place| {
            let groups = groups.iter().filter(|_| place.number == 1);
            ProceduresView {
                filter: None,
                cards: Vec::new(),
                parts: parts(procedures, place.first, here),
                groups: groups.map(|group| group.view(here)).collect(),
                place,
            }
        },
    )
}

/// The address of the list of a district's procedures.
pub fn of_district(archive: &Archive, ags: &str) -> Option<Address> {
    let district = archive
        .districts
        .iter()
        .find(|district| district.ags == ags)?;
    let slug = district.address.as_str().strip_prefix("kreise/")?;
    Some(Address::new(format!("verfahren/kreis/{slug}")))
}

fn cards(procedures: &[&Procedure], here: &Here<'_>) -> Vec<CardView> {
    procedures
        .iter()
        .map(|procedure| CardView::new(procedure, here))
        .collect()
}

/// The same, cut where the next one stands otherwise.
fn parts(procedures: &[&Procedure], first: usize, here: &Here<'_>) -> Vec<PartView> {
    let standing = |procedure: &Procedure| match procedure.state(here.archive.today) {
        state @ (State::Open | State::Announced) => state.key(),
        _ => "weitere",
    };
    let mut first = first;
    let alike = procedures.chunk_by(|a, b| standing(a) == standing(b));
    let part = |procedures: &[&Procedure]| {
        let part = PartView {
            key: procedures.first().map_or("weitere", |own| standing(own)),
            first,
            cards: cards(procedures, here),
        };
        first += procedures.len();
        part
    };
    alike.map(part).collect()
}

/// The lists by one property.
struct Group<'a> {
    name: &'static str,
    lists: Vec<Narrow<'a>>,
}

/// A narrower list.
#[derive(Clone)]
struct Narrow<'a> {
    group: &'static str,
    key: String,
    words: Option<Words>,
    address: Address,
    procedures: Vec<&'a Procedure>,
}

impl Group<'_> {
    fn view(&self, here: &Here<'_>) -> GroupView {
        let link = |narrow: &Narrow| FilterLink {
            filter: narrow.view(here),
            href: here.page(&narrow.address),
            count: narrow.procedures.len(),
        };
        GroupView {
            name: self.name,
            links: self.lists.iter().map(link).collect(),
        }
    }
}

impl Narrow<'_> {
    fn view(&self, here: &Here<'_>) -> FilterView {
        FilterView {
            group: self.group,
            key: self.key.clone(),
            text: self
                .words
                .as_ref()
                .map(|words| here.words(words).to_owned()),
        }
    }
}

fn groups<'a>(archive: &'a Archive, procedures: &[&'a Procedure]) -> Vec<Group<'a>> {
    let group = |name, lists: Vec<Narrow<'a>>| Group { name, lists };
    vec![
        group("zustand", by_state(archive, procedures)),
        group("planart", by_plan_kind(procedures)),
        group("jahr", by_year(procedures)),
        group("kreis", by_district(archive, procedures)),
    ]
}

fn by_state<'a>(archive: &Archive, procedures: &[&'a Procedure]) -> Vec<Narrow<'a>> {
    let states = split(procedures, |procedure| vec![procedure.state(archive.today)]);
    let lists = states.into_iter().map(|(state, procedures)| Narrow {
        group: "zustand",
        key: state.key().to_owned(),
        words: None,
        address: Address::new(format!("verfahren/zustand/{}/", state.key())),
        procedures,
    });
    lists.collect()
}

/// In the order of the table of law.
fn by_plan_kind<'a>(procedures: &[&'a Procedure]) -> Vec<Narrow<'a>> {
    let mut kinds = split(procedures, |procedure| {
        let plans = [&procedure.plan].into_iter().chain(&procedure.more_plans);
        plans.map(|plan| plan.kind.key.as_str()).collect()
    });
    let table = law().codes.plan_kinds.iter();
    let lists = table.filter_map(|kind| {
        let procedures = kinds.remove(kind.key.as_str())?;
        Some(Narrow {
            group: "planart",
            key: kind.key.clone(),
            words: Some(kind.label()),
            address: Address::new(format!("verfahren/planart/{}/", kind.key.replace('_', "-"))),
            procedures,
        })
    });
    lists.collect()
}

/// By the year of the first phase, the latest first.
fn by_year<'a>(procedures: &[&'a Procedure]) -> Vec<Narrow<'a>> {
    let years = split(procedures, |procedure| {
        procedure.year_begun().into_iter().collect()
    });
    let lists = years.into_iter().rev().map(|(year, procedures)| Narrow {
        group: "jahr",
        key: year.to_string(),
        words: Some(say(year.to_string(), year.to_string())),
        address: Address::new(format!("verfahren/jahr/{year}/")),
        procedures,
    });
    lists.collect()
}

fn by_district<'a>(archive: &'a Archive, procedures: &[&'a Procedure]) -> Vec<Narrow<'a>> {
    let mut districts = split(procedures, |procedure| {
        let ids = procedure.municipalities().into_iter();
        ids.map(|id| archive.municipality(id).district_ags.as_str())
            .collect()
    });
    let lists = archive.districts.iter().filter_map(|district| {
        let procedures = districts.remove(district.ags.as_str())?;
        let address = of_district(archive, &district.ags)?;
        let slug = district
            .address
            .as_str()
            .trim_end_matches('/')
            .rsplit('/')
            .next()?;
        Some(Narrow {
            group: "kreis",
            key: slug.to_owned(),
            words: Some(district.names()),
            address,
            procedures,
        })
    });
    lists.collect()
}

/// The procedures by their keys; one with several equal keys stands there once.
fn split<'a, K: Ord>(
    procedures: &[&'a Procedure],
    keys: impl Fn(&'a Procedure) -> Vec<K>,
) -> BTreeMap<K, Vec<&'a Procedure>> {
    let mut lists: BTreeMap<K, Vec<&Procedure>> = BTreeMap::new();
    for procedure in procedures.iter().copied() {
        let mut keys = keys(procedure);
        keys.sort();
        keys.dedup();
        for key in keys {
            lists.entry(key).or_default().push(procedure);
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MunicipalityId;
    use crate::model::fixture;
    use crate::model::procedure::OtherMunicipality;

    fn lists(archive: &Archive) -> Vec<(String, usize)> {
        let groups = groups(archive, &by_standing(archive));
        let lists = groups.iter().flat_map(|group| &group.lists);
        lists
            .map(|list| (list.address.to_string(), list.procedures.len()))
            .collect()
    }

    #[test]
    fn every_property_has_its_lists() {
        let archive = fixture::archive();
        let expected = [
            ("zustand/beteiligung/", 1),
            ("zustand/angekuendigt/", 1),
            ("zustand/im-verfahren/", 1),
            ("planart/bebauungsplan/", 2),
            ("planart/flaechennutzungsplan/", 1),
            ("jahr/2026/", 2),
            ("jahr/1998/", 1),
            ("kreis/meissen/", 3),
        ];
        let expected = expected.map(|(list, count)| (format!("verfahren/{list}"), count));
        assert_eq!(lists(&archive), expected);
    }

    #[test]
    fn a_procedure_in_two_municipalities_of_a_district_stands_there_once() {
        let mut archive = fixture::archive();
        archive.procedures[0]
            .more_municipalities
            .push(OtherMunicipality {
                ags: archive.municipalities[1].ags.clone(),
                name: "Radebeul".to_owned(),
                id: Some(MunicipalityId(1)),
            });
        assert_eq!(lists(&archive).last().unwrap().1, 3);
    }
}
