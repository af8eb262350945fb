//! What the rules look at besides the procedure itself: the other procedures of the portal, the names
//! of all municipalities, and what is known of the history of the files.

use crate::check::history::History;
use crate::model::address::Address;
use crate::model::mark::Mark;
use crate::model::procedure::{Procedure, State};
use crate::model::shared::Shared;
use crate::model::{Archive, MunicipalityId};
use std::collections::{BTreeMap, HashMap};

/// What lies around a procedure, prepared once for all of them.
pub struct Around<'a> {
    /// What is known of the history of the files.
    pub history: &'a History,
    archive: &'a Archive,
    places: BTreeMap<String, &'a str>,
    /// Files that two procedures hold, by their checksum, with their places in the list.
    shared: HashMap<&'a str, [usize; 2]>,
    namesakes: BTreeMap<(MunicipalityId, String), Vec<&'a Shared<Procedure>>>,
    /// What the rules look at that is the same for all procedures.
    portal: Mark,
    municipalities: Vec<Mark>,
}

/// What the rules look at besides a procedure: while it is the same, they find the same.
#[derive(Debug, PartialEq)]
pub struct Seen {
    mark: Mark,
    twin: Option<Twin>,
}

impl Seen {
    /// What another process remembered.
    pub fn remembered(mark: Mark, twin: Option<&Shared<Procedure>>) -> Self {
        Self {
            mark,
            twin: twin.map(|twin| Twin(twin.clone())),
        }
    }

    /// Stands for all but the other procedure of the same plan.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// That one.
    pub fn twin(&self) -> Option<&Address> {
        self.twin.as_ref().map(|twin| &twin.0.address)
    }
}

#[derive(Debug)]
struct Twin(Shared<Procedure>);

impl PartialEq for Twin {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&other.0)
    }
}

impl<'a> Around<'a> {
    /// Prepares what lies around the procedures of an archive.
    pub fn new(archive: &'a Archive, history: &'a History) -> Self {
        let places = archive.boundaries.municipalities().iter();
        let mut namesakes: BTreeMap<_, Vec<&Shared<Procedure>>> = BTreeMap::new();
        for procedure in &archive.procedures {
            let key = (procedure.municipality, name_of_plan(procedure));
            namesakes.entry(key).or_default().push(procedure);
        }
        Self {
            history,
            archive,
            places: places
                .map(|place| (place.name.to_lowercase(), place.ags.as_str()))
                .collect(),
            shared: shared_files(archive),
            namesakes,
            portal: portal(archive, history),
            municipalities: archive.municipalities.iter().map(Mark::of).collect(),
        }
    }

    /// What the rules look at besides a procedure.
    pub fn seen_from(&self, procedure: &Procedure) -> Seen {
        let MunicipalityId(index) = procedure.municipality;
        let twin = self.twin(procedure);
        let others = procedure
            .relations
            .iter()
            .filter_map(|own| own.procedure.as_ref());
        let others = others.map(|other| self.archive.shared_procedure(other).map(Shared::mark));
        let others: Vec<Option<Mark>> = others.collect();
        let files = sums(procedure).filter_map(|sum| {
            let other = self.other_with(procedure, sum)?;
            Some((sum, &other.address, &other.plan.name))
        });
        let files: Vec<_> = files.collect();
        Seen {
            mark: Mark::of(&(self.portal, self.municipalities.get(index), others, files)),
            twin: twin.map(|twin| Twin(twin.clone())),
        }
    }

    /// The one other procedure that holds a file, of a plan that nothing connects with this one.
    pub fn other_with(&self, procedure: &Procedure, sum: &str) -> Option<&'a Procedure> {
        let holders = self.shared.get(sum)?;
        let mut holders = holders
            .iter()
            .filter_map(|at| self.archive.procedures.get(*at));
        let other = holders.find(|own| own.address != procedure.address)?;
        let leads = |from: &Procedure, to: &Procedure| {
            let mut relations = from.relations.iter();
            relations.any(|own| own.procedure.as_ref() == Some(&to.address))
        };
        let is_connected = leads(procedure, other) || leads(other, procedure);
        let is_same_plan = name_of_plan(procedure) == name_of_plan(other);
        (!is_connected && !is_same_plan).then_some(&**other)
    }

    /// The official key of the municipality with this name, in small letters.
    pub fn municipality(&self, name: &str) -> Option<&'a str> {
        self.places.get(name).copied()
    }

    /// The same for a name that people shorten: „Schwarzenberg“ for „Schwarzenberg/Erzgeb.“; of several the first.
    pub fn municipality_in_short(&self, name: &str) -> Option<&'a str> {
        let begin = |sign: &str| {
            let begin = format!("{name}{sign}");
            let mut from = self.places.range(begin.clone()..);
            let (own, ags) = from.next()?;
            own.starts_with(&begin).then_some(*ags)
        };
        ["/", " im ", " i. ", " bei ", " an der "]
            .into_iter()
            .find_map(begin)
    }

    /// Another procedure of the municipality that is under way for the same plan, earlier in the list,
    /// and that nothing connects with this one.
    pub fn unconnected_twin(&self, procedure: &Procedure) -> Option<&'a Procedure> {
        self.twin(procedure).map(|twin| &**twin)
    }

    fn twin(&self, procedure: &Procedure) -> Option<&'a Shared<Procedure>> {
        let key = (procedure.municipality, name_of_plan(procedure));
        let twins = self.namesakes.get(&key)?.iter();
        let is_open = |other: &Procedure| {
            let state = other.state(self.archive.today);
            !state.is_end() && ![State::InForce, State::PartlyRepealed].contains(&state)
        };
        let mut twins = twins.take_while(|other| other.address != procedure.address);
        let twin = twins.find(|other| {
            let mut relations = procedure.relations.iter();
            let leads_there = |to: &Option<Address>| to.as_ref() == Some(&other.address);
            let is_connected = relations.any(|relation| leads_there(&relation.procedure));
            !is_connected && is_open(other) && is_open(procedure)
        });
        twin.copied()
    }
}

/// The checksums of the papers of a procedure that are large enough to be no stand-in for one.
fn sums(procedure: &Procedure) -> impl Iterator<Item = &str> {
    const LEAST: u64 = 3_000;
    let documents = procedure.documents();
    let large = documents.filter(|own| own.facts.size >= LEAST);
    large.map(|own| own.facts.sha256.as_str())
}

/// The files that just two procedures hold. What more of them hold is a form or a stand-in.
fn shared_files(archive: &Archive) -> HashMap<&str, [usize; 2]> {
    let mut holders: HashMap<&str, (usize, Vec<usize>)> = HashMap::new();
    for (at, procedure) in archive.procedures.iter().enumerate() {
        for sum in sums(procedure) {
            let (last, known) = holders.entry(sum).or_insert_with(|| (at, vec![at]));
            if *last != at && known.len() < 3 {
                (*last, _) = (at, known.push(at));
            }
        }
    }
    let of_two = holders.into_iter().filter_map(|(sum, (_, known))| {
        let pair: [usize; 2] = known.try_into().ok()?;
        Some((sum, pair))
    });
    of_two.collect()
}

/// The mark of what the rules look at in the portal itself: its settings, its day, the history. Another
/// official list makes other procedures.
fn portal(archive: &Archive, history: &History) -> Mark {
    let site = &archive.site;
    Mark::of(&(archive.today, &site.address, site.intake.is_some(), history))
}

/// Name, kind and number of the amendment, as far as they tell plans apart: without „(Entwurf)“, quotation
/// marks and dashes.
fn name_of_plan(procedure: &Procedure) -> String {
    let plan = &procedure.plan;
    let mut name = plan.name.to_lowercase();
    for state in ["(vorentwurf)", "(entwurf)"] {
        if name.contains(state) {
            name = name.replace(state, "");
        }
    }
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    format!(
        "{letters}|{:?}|{}|{}|{}",
        plan.kind.tier,
        procedure.operation.key,
        procedure.amendment.unwrap_or_default(),
        plan.number.as_deref().unwrap_or_default()
    )
}
