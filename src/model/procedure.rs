//! A planning procedure and where it stands.

use crate::finding::lasting::lasting;
use crate::finding::{Origin, Words};
use crate::law::codes::{Code, Repeal, Tier};
use crate::law::phase_rule::PhaseRule;
use crate::model::MunicipalityId;
use crate::model::address::Address;
use crate::model::area::Area;
use crate::model::document::Document;
use crate::model::municipality::Contact;
use crate::model::phase::{Moment, Phase, UndatedPhase};
use crate::model::prose::Prose;
use crate::model::retention::Retention;
use jiff::civil::Date;

/// A procedure.
#[derive(Debug, Clone, Hash)]
pub struct Procedure {
    /// Its page.
    pub address: Address,
    /// Its plan.
    pub plan: Plan,
    /// Other plans of the same procedure.
    pub more_plans: Vec<Plan>,
    /// What happens to the plan.
    pub operation: &'static Code,
    /// Number of the amendment.
    pub amendment: Option<u16>,
    /// Its track.
    pub track: &'static Code,
    /// The municipality that runs it.
    pub municipality: MunicipalityId,
    /// Other municipalities its area lies in.
    pub more_municipalities: Vec<OtherMunicipality>,
    /// The area in words.
    pub area_description: String,
    /// Parcels.
    pub parcels: Option<String>,
    /// The plan area; none where the reason beside it says why.
    pub area: Option<Area>,
    /// Why there is no area yet.
    pub without_area: Option<String>,
    /// What is planned and why, for everyone.
    pub summary: String,
    /// The longer description.
    pub description: Option<Prose>,
    /// Who draws the plan up.
    pub planner: Option<Party>,
    /// The developer (§ 12 BauGB).
    pub developer: Option<Party>,
    /// Who answers questions, if not the municipality's office.
    pub contact: Option<Contact>,
    /// Relations to other plans, as written here and as seen from there.
    pub relations: Vec<Relation>,
    /// Its phases, in the planner's order.
    pub phases: Vec<Phase>,
    /// The phases of which nobody knows when they were, in their order.
    pub undated: Vec<UndatedPhase>,
    /// What only the rules ask for.
    pub facts: ProcedureFacts,
    /// Where it is written.
    pub origin: Origin,
}
lasting!(Procedure {
    address,
    plan,
    more_plans,
    operation,
    amendment,
    track,
    municipality,
    more_municipalities,
    area_description,
    parcels,
    area,
    without_area,
    summary,
    description,
    planner,
    developer,
    contact,
    relations,
    phases,
    undated,
    facts,
    origin,
});

/// Facts about a procedure that only the rules ask for.
#[derive(Debug, Default, Clone, Hash)]
pub struct ProcedureFacts {
    /// Floor area that the plan allows, in square metres (§ 13a Abs. 1 BauGB).
    pub floor_area: Option<u32>,
    /// Day the contract was signed (§ 12 Abs. 1 BauGB).
    pub contract_signed: Option<Date>,
    /// Participation across the border is needed (§ 4a Abs. 4 BauGB).
    pub is_cross_border: bool,
    /// Whether a binding plan is derived from the preparatory plan (§ 8 Abs. 2 Satz 1 BauGB).
    pub is_derived: Option<bool>,
    /// Day the whole application for approval arrived at the authority (§ 6 Abs. 4 BauGB).
    pub approval_requested: Option<Date>,
    /// Rules that do not hold for it, each with the planner's reason.
    pub exceptions: Vec<Exception>,
    /// How long its statements are kept, where that differs from the municipality's own rule.
    pub retention: Option<Retention>,
}
lasting!(ProcedureFacts {
    floor_area,
    contract_signed,
    is_cross_border,
    is_derived,
    approval_requested,
    exceptions,
    retention,
});

/// A rule that a procedure is excepted from.
#[derive(Debug, Clone, Hash)]
pub struct Exception {
    /// The rule's id.
    pub rule: String,
    /// Why.
    pub reason: String,
}
lasting!(Exception { rule, reason });

/// A plan.
#[derive(Debug, Clone, Hash)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: Option<String>,
    /// Its kind.
    pub kind: &'static Code,
    /// The kind in words, where no word of the list fits.
    pub kind_text: Option<String>,
}
lasting!(Plan {
    name,
    number,
    kind,
    kind_text
});

/// A municipality the area also lies in.
#[derive(Debug, Clone, Hash)]
pub struct OtherMunicipality {
    /// Official key.
    pub ags: String,
    /// Official name.
    pub name: String,
    /// Its entry, if it is on this portal.
    pub id: Option<MunicipalityId>,
}
lasting!(OtherMunicipality { ags, name, id });

/// A planner's office or a developer.
#[derive(Debug, Clone, Hash)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// Its seat.
    pub seat: Option<String>,
    /// Its website.
    pub website: Option<String>,
}
lasting!(Party {
    name,
    seat,
    website
});

/// A relation to another plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Relation {
    /// What this plan does to the other, or the other to it.
    pub label: Words,
    /// The kind of relation.
    pub kind: &'static Code,
    /// Whether it is written in the other procedure's file.
    pub is_inverse: bool,
    /// The page of the other procedure, if it is on this portal.
    pub procedure: Option<Address>,
    /// The other plan's name, if it is not.
    pub name: Option<String>,
    /// Since which day the other one has taken this plan back, and by which operation.
    pub repealed: Option<(Date, &'static Code)>,
}
lasting!(Relation {
    label,
    kind,
    is_inverse,
    procedure,
    name,
    repealed,
});

/// Where a procedure stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The public can take part now.
    Open,
    /// A participation of the public is announced.
    Announced,
    /// It is under way.
    InProcedure,
    /// The plan is decided, but not in force.
    Adopted,
    /// The plan is in force.
    InForce,
    /// A part of the plan is repealed; the rest is in force.
    PartlyRepealed,
    /// It rests.
    Dormant,
    /// The plan is repealed.
    Repealed,
    /// A court declared the plan invalid.
    Invalid,
    /// A later plan took the place of the plan.
    Replaced,
    /// It ended without a plan, or the plan ended otherwise.
    Ended,
}

impl State {
    /// Every state, in the order lists show them.
    pub const ALL: [Self; 11] = [
        Self::Open,
        Self::Announced,
        Self::InProcedure,
        Self::Adopted,
        Self::InForce,
        Self::PartlyRepealed,
        Self::Dormant,
        Self::Repealed,
        Self::Invalid,
        Self::Replaced,
        Self::Ended,
    ];

    /// The plan is gone, or will not come.
    pub fn is_end(self) -> bool {
        matches!(
            self,
            Self::Repealed | Self::Invalid | Self::Replaced | Self::Ended
        )
    }

    /// Its permanent name in addresses and text catalogues.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "beteiligung",
            Self::Announced => "angekuendigt",
            Self::InProcedure => "im-verfahren",
            Self::Adopted => "beschlossen",
            Self::InForce => "in-kraft",
            Self::PartlyRepealed => "teilweise-aufgehoben",
            Self::Dormant => "ruhend",
            Self::Repealed => "aufgehoben",
            Self::Invalid => "unwirksam",
            Self::Replaced => "ersetzt",
            Self::Ended => "beendet",
        }
    }
}

impl Procedure {
    /// The documents of all its phases.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.phases.iter().flat_map(|phase| &phase.documents)
    }

    /// Title for readers: „Bebauungsplan Nr. 17 „Wohngebiet Am Weinberg“, 2. Änderung“.
    pub fn title(&self) -> String {
        let mut title = self.plan.title();
        if let Some(number) = self.amendment {
            title.push_str(&format!(", {number}. {}", self.operation.de));
        } else if self.operation.key != "aufstellung" {
            title.push_str(&format!(", {}", self.operation.de));
        }
        // A procedure that is taken up again plans the same once more; its title must differ.
        let own = self
            .relations
            .iter()
            .filter(|relation| !relation.is_inverse);
        for addition in own.filter_map(|relation| relation.kind.title.as_ref()) {
            title.push_str(&format!(", {addition}"));
        }
        title
    }

    /// Where it stands: derived from its phases' dates and from nothing else.
    pub fn state(&self, today: Date) -> State {
        if self
            .phases
            .iter()
            .any(|phase| phase.is_open_to_public(today))
        {
            return State::Open;
        }
        let reached = self
            .reached(today)
            .map_or(State::InProcedure, |rule| match rule {
                rule if rule.repeals => State::Repealed,
                rule if rule.invalidates => State::Invalid,
                rule if rule.replaces => State::Replaced,
                rule if rule.ends => State::Ended,
                rule if rule.puts_in_force => match self.repealed(today) {
                    Some(Repeal::Whole) => State::Repealed,
                    Some(Repeal::Part) => State::PartlyRepealed,
                    None => State::InForce,
                },
                rule if rule.makes_dormant => State::Dormant,
                rule if rule.adopts => State::Adopted,
                _ => State::InProcedure,
            });
        let is_announced = self.phases.iter().any(|phase| phase.is_announced(today));
        if is_announced && !reached.is_end() {
            State::Announced
        } else {
            reached
        }
    }

    /// The participation of the public that runs on a day, else the one that begins next.
    pub fn next_participation(&self, today: Date) -> Option<&Phase> {
        let open = self
            .phases
            .iter()
            .filter(|phase| phase.is_open_to_public(today));
        let soonest_end = open.min_by_key(|phase| phase.time.end().unwrap_or(Date::MAX));
        let announced = || self.phases.iter().filter(|phase| phase.is_announced(today));
        soonest_end.or_else(|| announced().min_by_key(|phase| phase.time.start()))
    }

    /// The participation that its state on a day speaks of: of several running ones the last to
    /// end, for the state holds until then, else the one announced next. None in any other state.
    pub fn participation_of_state(&self, today: Date) -> Option<&Phase> {
        let phases = || self.phases.iter();
        match self.state(today) {
            State::Open => phases()
                .filter(|phase| phase.is_open_to_public(today))
                .max_by_key(|phase| phase.time.end().unwrap_or(Date::MAX)),
            State::Announced => phases()
                .filter(|phase| phase.is_announced(today))
                .min_by_key(|phase| phase.time.start()),
            _ => None,
        }
    }

    /// The code of the plan's legal status (XPlanung `rechtsstand`) that follows from the last
    /// phase that has begun and counts.
    pub fn legal_status(&self, today: Date) -> Option<&'static str> {
        let rule = self.reached(today)?;
        let tier = self.plan.kind.tier;
        let repealed = self.repealed(today).filter(|_| rule.puts_in_force);
        let repealed = repealed.and_then(|much| much.legal_status(tier));
        Some(repealed.unwrap_or(match tier {
            Some(Tier::Preparatory) => &rule.legal_status_preparatory,
            _ => &rule.legal_status_binding,
        }))
    }

    /// How much of its plan is repealed on a day, once what puts a plan in force has come: by itself,
    /// where the procedure is a repeal, which enters into force as a plan does (§ 1 Abs. 8 BauGB), or by
    /// other procedures.
    fn repealed(&self, today: Date) -> Option<Repeal> {
        let others = self.relations.iter().filter_map(|own| own.repealed);
        let others = others.filter(|(since, _)| *since <= today);
        let others = others.filter_map(|(_, operation)| operation.repeals);
        let mut all = others.chain(self.operation.repeals);
        let first = all.next()?;
        let is_whole = first == Repeal::Whole || all.any(|much| much == Repeal::Whole);
        Some(if is_whole {
            Repeal::Whole
        } else {
            Repeal::Part
        })
    }

    /// The day on which it enters into force; none where nothing did so, or where it fell since.
    pub fn in_force_since(&self) -> Option<Date> {
        let counting = || self.phases.iter().filter(|phase| phase.void.is_none());
        let last = counting().rfind(|phase| phase.rule.puts_in_force || phase.rule.ends)?;
        let first = counting().find(|phase| phase.rule.puts_in_force)?;
        last.rule.puts_in_force.then(|| first.time.start())
    }

    /// The kind of the last phase that has begun and counts. One whose days are not known has begun
    /// if the one it follows has.
    fn reached(&self, today: Date) -> Option<&'static PhaseRule> {
        let has_begun = |phase: &Phase| phase.void.is_none() && phase.on(today) != Moment::Upcoming;
        let last = self.phases.iter().rposition(has_begun);
        let next = last.map_or(0, |at| at + 1);
        let mut undated = self.undated.iter().rev();
        let undated = undated.find(|phase| phase.before == next);
        let rule = |at: usize| self.phases[at].rule;
        undated.map(|phase| phase.rule).or(last.map(rule))
    }

    /// Whether it is no land-use planning at all: every phase follows another statute, which knows neither tracks
    /// nor what happens to a plan.
    pub fn is_related(&self) -> bool {
        let mut phases = self.phases.iter();
        !self.phases.is_empty() && phases.all(|phase| phase.rule.is_related)
    }

    /// Whether its track is known; of old procedures it may not be.
    pub fn is_track_known(&self) -> bool {
        self.track.key != "unbekannt"
    }

    /// The year of its first phase.
    pub fn year_begun(&self) -> Option<i16> {
        let starts = self.phases.iter().map(|phase| phase.time.start());
        starts.min().map(|day| day.year())
    }

    /// The latest day on which a phase has begun or was announced; the first phase's where none has.
    pub fn last_activity(&self, today: Date) -> Option<Date> {
        let starts = || self.phases.iter().map(|phase| phase.time.start());
        let notices = self.phases.iter().filter_map(|phase| phase.notice.as_ref());
        starts()
            .chain(notices.map(|notice| notice.published))
            .filter(|day| *day <= today)
            .max()
            .or_else(|| starts().min())
    }

    /// The municipalities of this portal that its area lies in or that run it, each once.
    pub fn municipalities(&self) -> Vec<MunicipalityId> {
        let more = self.more_municipalities.iter().filter_map(|other| other.id);
        let mut ids: Vec<MunicipalityId> = more.chain([self.municipality]).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether a municipality runs it or its area lies there.
    pub fn concerns(&self, id: MunicipalityId) -> bool {
        self.municipality == id
            || self
                .more_municipalities
                .iter()
                .any(|other| other.id == Some(id))
    }
}

impl Plan {
    /// „Bebauungsplan Nr. 17 „Wohngebiet Am Weinberg““.
    pub fn title(&self) -> String {
        let kind = self.kind_text.as_ref().unwrap_or(&self.kind.de);
        let number = self
            .number
            .as_ref()
            .map(|number| format!(" Nr. {number}"))
            .unwrap_or_default();
        format!("{kind}{number} „{}“", self.name)
    }
}

#[cfg(test)]
mod tests;
