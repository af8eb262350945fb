//! What the rules look at: a procedure with the law that holds for each of its phases.

use crate::check::around::Around;
use crate::check::current::runs;
use crate::check::kinds;
use crate::check::own::Reading;
use crate::finding::{Finding, Findings, Kind, Level, Origin, Place, say};
use crate::law::calendar::Calendar;
use crate::law::codes::{Participation, Tier};
use crate::law::law;
use crate::law::period::{Computed, PeriodRule, period};
use crate::law::phase_rule::{PhaseRule, Takes};
use crate::law::wording::{Asked, Begun, Wording, applied, may_choose, wording, wording_on};
use crate::model::Archive;
use crate::model::municipality::Municipality;
use crate::model::phase::{Phase, Time};
use crate::model::procedure::Procedure;
use crate::model::prose::Prose;
use crate::notice::{self, hints};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// A procedure in front of the rules.
pub struct Case<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The archive it is part of.
    pub archive: &'a Archive,
    /// What lies around it.
    pub around: &'a Around<'a>,
    /// The municipality that runs it.
    pub municipality: &'a Municipality,
    /// The calendar at the municipality's seat.
    pub calendar: Calendar,
    /// When it was begun.
    pub begun: Begun,
    /// The words of its description.
    pub description: Option<String>,
    /// Its phases that count, in the planner's order: what is void is nobody's fault any more.
    pub steps: Vec<Step<'a>>,
    /// Its phases under other statutes than the BauGB.
    pub related: Vec<&'a Phase>,
    /// The same as steps, for what holds of every notice.
    pub related_steps: Vec<Step<'a>>,
}

/// A phase that counts, with its law.
pub struct Step<'a> {
    /// The phase.
    pub phase: &'a Phase,
    /// What the wording asks that the phase follows.
    pub rule: &'static PhaseRule,
    /// The older wording that it may follow because the procedure was begun under it (§ 233 Abs. 1
    /// BauGB), and what that asks.
    pub older: Option<(&'static Wording, &'static PhaseRule)>,
    /// The words of its text.
    pub text: Option<String>,
    /// The words of its notice, where the file holds them.
    pub notice_text: Option<String>,
    /// What was read from them.
    pub reading: Reading<'a>,
    wording: Option<&'static Wording>,
}

impl<'a> Case<'a> {
    /// A procedure with the law that holds for each of its phases.
    pub fn new(procedure: &'a Procedure, archive: &'a Archive, around: &'a Around<'a>) -> Self {
        let municipality = archive.municipality(procedure.municipality);
        let begun = begun(procedure);
        let counting = procedure.phases.iter().filter(|phase| phase.void.is_none());
        let (related, own): (Vec<&Phase>, Vec<&Phase>) =
            counting.partition(|phase| phase.rule.is_related);
        Self {
            procedure,
            archive,
            around,
            municipality,
            calendar: Calendar::at(&municipality.ags),
            begun,
            description: procedure.description.as_ref().map(Prose::words),
            steps: own
                .into_iter()
                .map(|phase| Step::new(phase, begun))
                .collect(),
            related_steps: related.iter().map(|phase| Step::related(phase)).collect(),
            related,
        }
    }

    /// The day the portal takes for today.
    pub fn today(&self) -> Date {
        self.archive.today
    }

    /// Whether what the file does not hold of a step is missing: its notice or documents are there, it runs
    /// today, or, since the law asks for a page of every display, there is a notice of any step.
    pub fn is_recorded(&self, step: &Step) -> bool {
        let keeps_notices = || self.steps.iter().any(|other| other.phase.notice.is_some());
        let is_known = step.is_recorded() || runs(step.phase, self.today());
        is_known || step.rule.needs_access && keeps_notices()
    }

    /// How far participation is prescribed for its plan.
    pub fn participation(&self) -> Participation {
        self.procedure.plan.kind.participation
    }

    /// Whether an environmental assessment belongs to it (§ 2 Abs. 4 BauGB).
    pub fn is_assessed(&self) -> bool {
        notice::is_assessed(self.procedure)
    }

    /// Whether one of its plans is of a tier.
    pub fn has_tier(&self, tier: Tier) -> bool {
        hints::has_tier(self.procedure, tier)
    }

    /// Whether the file holds the procedure from its beginning, so that a step that is not written
    /// did not happen. A file that begins in the middle only leaves it open.
    pub fn is_from_the_beginning(&self) -> bool {
        let first = self.steps.iter().filter_map(|step| step.rule.rank).min();
        let lowest = law().phases.iter().filter_map(|rule| rule.rank).min();
        first.is_some() && first == lowest && self.procedure.undated.is_empty()
    }

    /// Whether the file holds more of the steps after the first one than their days: a notice,
    /// documents, a resolution, who gives statements.
    pub fn is_kept(&self) -> bool {
        let first = law().phases.iter().filter_map(|rule| rule.rank).min();
        self.steps.iter().any(|step| {
            let phase = step.phase;
            let is_later = step.rule.rank > first;
            is_later
                && (step.is_recorded() || phase.resolution.is_some() || phase.statements.is_some())
        })
    }

    /// Whether the file holds any participation. An archive that knows decisions alone says nothing of them.
    pub fn knows_participations(&self) -> bool {
        self.procedure.phases.iter().any(|phase| phase.rule.is_span)
    }

    /// Whether the file is a record of the whole procedure, so that a step that is not written is
    /// missing: it is kept from the beginning, under a wording that the tables know. Of a bare list
    /// of days nobody can tell what it leaves out, unless it holds other steps of that kind.
    pub fn is_whole(&self, holds_such: impl Fn(&Step) -> bool) -> bool {
        let is_known = self.begun.procedure.and_then(wording_on).is_some();
        let is_kept = || self.is_kept() || self.steps.iter().any(holds_such);
        is_known && self.is_from_the_beginning() && is_kept()
    }

    /// Whether it takes up another procedure at the faulty step and keeps the steps before (§ 214
    /// Abs. 4 BauGB).
    pub fn continues_another(&self) -> bool {
        let mut relations = self.procedure.relations.iter();
        relations.any(|relation| relation.kind.key == "setzt_fort" && !relation.is_inverse)
    }

    /// The first step that adopts the plan: the council's resolution.
    pub fn adoption(&self) -> Option<&Step<'a>> {
        self.adoptions().next()
    }

    /// The steps that adopt the plan; a plan that is mended is adopted once more.
    pub fn adoptions(&self) -> impl Iterator<Item = &Step<'a>> {
        let adopts = |step: &&Step| step.rule.adopts && !step.rule.approves && !step.rule.signs;
        self.steps.iter().filter(adopts)
    }

    /// The steps in which the public takes part in the draft, after the early participation.
    pub fn formal_participations(&self) -> impl Iterator<Item = &Step<'a>> {
        let spans = law().phases.iter().filter(|rule| rule.is_span);
        let rank = spans.filter_map(|rule| rule.rank).max();
        self.steps.iter().filter(move |step| {
            step.rule.is_span && step.rule.is_public_participation() && step.rule.rank == rank
        })
    }

    /// The keys of the hints that a notice must give under a rule.
    pub fn hints(&self, rule: &'static PhaseRule) -> impl Iterator<Item = &'static str> {
        hints::asked(self.procedure, rule)
    }

    /// The words of a place to see a phase's documents; the municipality's own where the phase
    /// names none.
    pub fn display_places(&self, step: &Step) -> Vec<String> {
        let own = step.phase.access.iter();
        let mut places: Vec<String> = own.map(|access| access.place.clone()).collect();
        // Where another authority leads, the municipality's own place is not meant by saying nothing.
        let is_own = !step.rule.is_related && !step.phase.facts.denies_access;
        if places.is_empty() && is_own {
            places.extend(
                self.municipality
                    .display_place
                    .iter()
                    .map(|place| place.name.clone()),
            );
        }
        places
    }
}

impl<'a> Step<'a> {
    fn new(phase: &'a Phase, begun: Begun) -> Self {
        let first_day = phase.time.start();
        let chosen = phase.wording.as_ref().map(|(key, _)| key.as_str());
        let applied = applied(first_day, chosen, begun);
        // A choice that is not open has its own finding; what is asked then follows the day.
        let is_open = chosen
            .and_then(wording)
            .is_none_or(|chosen| may_choose(chosen, first_day, begun));
        if !is_open {
            let rule = law().phase(&phase.rule.key, Some(first_day));
            return Self {
                wording: wording_on(first_day),
                ..Self::under(phase, rule.unwrap_or(phase.rule))
            };
        }
        let older = applied.older.and_then(|wording| {
            let day = wording.nearest_day(first_day);
            let rule = law().phase(&phase.rule.key, Some(day))?;
            Some((wording, rule))
        });
        Self {
            older,
            wording: applied.wording,
            ..Self::under(phase, phase.rule)
        }
    }

    /// A phase under another statute, whose wording was chosen when it was linked.
    fn related(phase: &'a Phase) -> Self {
        Self::under(phase, phase.rule)
    }

    fn under(phase: &'a Phase, rule: &'static PhaseRule) -> Self {
        let notice = phase.notice.as_ref();
        Self {
            phase,
            rule,
            older: None,
            text: phase.text.as_ref().map(Prose::words),
            notice_text: notice.and_then(|notice| Some(notice.text.as_ref()?.words())),
            reading: Reading::default(),
            wording: None,
        }
    }

    /// How strictly something is asked of it: the wording asks it, and so does the older one that
    /// the phase may follow.
    pub fn asked(&self, asks: impl Fn(&'static PhaseRule) -> bool) -> Asked {
        match (asks(self.rule), self.older) {
            (false, _) => Asked::Not,
            (true, Some((_, older))) if !asks(older) => Asked::UnlessOlder,
            _ => Asked::Must,
        }
    }

    /// Its least period in a wording, with the days that leads to.
    pub fn least(
        &self,
        rule: &PhaseRule,
        calendar: Calendar,
    ) -> Option<(&'static PeriodRule, Computed)> {
        let is_older = !std::ptr::eq(rule, self.rule);
        let older = self.older.filter(|_| is_older).map(|(wording, _)| wording);
        let start = self.phase.time.start();
        let wording = older.or(self.wording);
        let day = wording.map_or(start, |wording| wording.nearest_day(start));
        let period = period(rule.period.as_deref()?, day)?;
        Some((period, period.compute(start, calendar)))
    }

    /// Whether the law before the tables may hold for it: until 19 July 2004, and for procedures begun before until
    /// 20 July 2006 (§ 233 Abs. 1, § 244 Abs. 2 BauGB).
    pub fn may_be_older(&self, begun: Option<Date>) -> bool {
        let start = self.phase.time.start();
        let is_begun = begun.is_some_and(|begun| begun < TABLES_BEGIN);
        start < TABLES_BEGIN || is_begun && start < OLD_LAW_ENDED
    }

    /// Its first and last day, if it is a span with both.
    pub fn span(&self) -> Option<(Date, Date)> {
        match self.phase.time {
            Time::Span(start, Some(end)) if start <= end => Some((start, end)),
            _ => None,
        }
    }

    /// Whether it has begun.
    pub fn has_begun(&self, today: Date) -> bool {
        self.phase.time.start() <= today
    }

    /// Whether the file keeps a record of it: a notice or documents. Of a phase that is only a line
    /// of dates nothing more can be asked.
    pub fn is_recorded(&self) -> bool {
        self.phase.notice.is_some() || !self.phase.documents.is_empty()
    }

    /// Whether the draft is on display for everyone in it, after a notice (§ 3 Abs. 2 BauGB).
    pub fn is_display(&self) -> bool {
        self.rule.notice_lead_days.is_some()
    }

    /// Whether agencies alone take part in it.
    pub fn is_for_agencies(&self) -> bool {
        self.rule.takes == Takes::Agencies
    }

    /// Where a value of the notice is written.
    pub fn notice_origin(&self) -> Origin {
        self.phase.origin.child("bekanntmachung")
    }

    /// Whether it has a document of a kind for which `is` holds.
    pub fn has_document(&self, is: impl Fn(&crate::model::document::Document) -> bool) -> bool {
        self.phase.documents.iter().any(is)
    }
}

/// The place of the first of several keys that is written; of the value around them otherwise.
pub fn first_written(origin: &Origin, keys: &[&str]) -> Place {
    let around = origin.place();
    let places = keys.iter().map(|key| origin.at(key));
    let is_written = |place: &Place| place.range() != around.range();
    places.into_iter().find(is_written).unwrap_or(around)
}

fn begun(procedure: &Procedure) -> Begun {
    let counting = || procedure.phases.iter().filter(|phase| phase.void.is_none());
    let starts = counting().map(|phase| phase.time.start());
    let agencies = counting().filter(|phase| phase.rule.takes == Takes::Agencies);
    Begun {
        procedure: starts.min(),
        agencies: agencies.map(|phase| phase.time.start()).min(),
    }
}

/// The day from which the tables know the law.
const TABLES_BEGIN: Date = date(2004, 7, 20);
/// Procedures begun before followed the old law until then.
const OLD_LAW_ENDED: Date = date(2006, 7, 20);

/// What the rules say of a procedure.
#[derive(Default)]
pub struct Report {
    findings: Findings,
    missing: BTreeSet<(String, &'static str)>,
    unchecked: BTreeSet<&'static str>,
}

/// Facts are missing, so that rules could not be asked.
pub static MISSING_FACTS: Kind = Kind {
    id: "ANG-001",
    level: Level::Note,
    title_de: "Alle Regeln können geprüft werden",
    title_en: "All rules can be checked",
    convention: true,
};

impl Report {
    /// Takes a finding in.
    pub fn add(&mut self, finding: Finding) {
        self.findings.add(finding);
    }

    /// Takes a finding in, if there is one.
    pub fn extend(&mut self, finding: Option<Finding>) {
        finding.into_iter().for_each(|finding| self.add(finding));
    }

    /// Whether something was found at a place, about a piece of the text there.
    pub fn tells_of(&self, place: &Place, piece: &str) -> bool {
        self.findings.tells_of(place, piece)
    }

    /// Takes a finding in as strictly as it is asked. Where the phase may follow an older wording
    /// that does not ask it, it is a warning that says how to choose that wording.
    pub fn ask(&mut self, asked: Asked, step: &Step, mut finding: Finding) {
        match (asked, step.older) {
            (Asked::Not, _) => return,
            (Asked::UnlessOlder, Some((older, _))) => {
                finding.level = finding.level.max(Level::Warning);
                let (de, en) = finding
                    .help
                    .take()
                    .map_or((String::new(), String::new()), |help| {
                        (help.de + " ", help.en + " ")
                    });
                let key = &older.key;
                finding = finding.help(say(
                    format!("{de}Das Verfahren begann unter einer älteren Fassung. Wird es nach ihr zu Ende geführt (§ 233 Abs. 1 BauGB), schreiben Sie fassung: \"{key}\" und fassung_grund."),
                    format!("{en}The procedure was begun under an older wording. If it ends under that (§ 233 (1) BauGB), write fassung: \"{key}\" and fassung_grund."),
                ));
            }
            _ => {}
        }
        self.findings.add(finding);
    }

    /// Notes that a rule cannot be asked because a value of a phase is not written.
    pub fn unknown(&mut self, kind: &'static Kind, phase: &Phase, key: &'static str) {
        self.missing.insert((phase.name.clone(), key));
        self.unchecked.insert(kind.id);
    }

    /// Takes back that a rule cannot be asked of a phase: the file answers in another way.
    pub fn answered(&mut self, kind: &'static Kind, phase: &Phase, key: &'static str) {
        self.missing.remove(&(phase.name.clone(), key));
        if self.missing.iter().all(|(_, other)| *other != key) {
            self.unchecked.remove(kind.id);
        }
    }

    /// Notes that a rule cannot be asked because a value of the procedure is not written.
    pub fn unknown_of_procedure(&mut self, kind: &'static Kind, key: &'static str) {
        self.missing.insert((String::new(), key));
        self.unchecked.insert(kind.id);
    }

    /// Notes what of the procedure's own record leaves rules open: its track, and phases without days.
    pub fn note_gaps(&mut self, procedure: &Procedure) {
        let dated = procedure.phases.iter().map(|phase| phase.rule);
        let mut rules = dated.chain(procedure.undated.iter().map(|phase| phase.rule));
        // A track is one of the BauGB; other statutes know none.
        let is_planned = procedure.plan.kind.participation != Participation::None;
        if is_planned && !procedure.is_track_known() && rules.any(|rule| !rule.is_related) {
            self.unknown_of_procedure(&kinds::EARLY_PUBLIC, "verfahrensart");
            self.unknown_of_procedure(&kinds::EARLY_AGENCIES, "verfahrensart");
            self.unknown_of_procedure(&kinds::NEEDLESS_REPORT, "verfahrensart");
        }
        for phase in &procedure.undated {
            let (key, kind) = if phase.rule.is_span {
                ("zeitraum", &kinds::START_BEFORE_END)
            } else {
                ("datum", &kinds::DATES_ASCEND)
            };
            self.missing.insert((phase.name.clone(), key));
            self.unchecked.insert(kind.id);
            if phase.rule.period.is_some() {
                self.unchecked.insert(kinds::LONG_ENOUGH.id);
            }
        }
    }

    /// All findings, and one note on what could not be checked.
    pub fn into_findings(mut self, procedure: &Procedure) -> Findings {
        if !self.unchecked.is_empty() {
            self.findings.add(self.summary(procedure));
        }
        self.findings
    }

    fn summary(&self, procedure: &Procedure) -> Finding {
        let rules: Vec<&str> = self.unchecked.iter().copied().collect();
        let (count, rules) = (rules.len(), rules.join(", "));
        let mut by_phase: Vec<(&str, Vec<&str>)> = Vec::new();
        for (phase, key) in &self.missing {
            match by_phase.last_mut().filter(|(name, _)| name == phase) {
                Some((_, keys)) => keys.push(key),
                None => by_phase.push((phase, vec![key])),
            }
        }
        let facts: Vec<String> = by_phase
            .into_iter()
            .map(|(phase, keys)| match phase {
                "" => keys.join(", "),
                phase => format!("{phase}: {}", keys.join(", ")),
            })
            .collect();
        let facts = facts.join("; ");
        let (rule_de, rule_en) = if count == 1 {
            ("Eine Regel kann", "One rule")
        } else {
            ("Regeln können", "rules")
        };
        let number = if count == 1 {
            String::new()
        } else {
            format!("{count} ")
        };
        Finding::new(
            &MISSING_FACTS,
            crate::finding::Place::whole(procedure.origin.file()),
            say(
                format!("{number}{rule_de} nicht geprüft werden, weil Angaben fehlen"),
                format!("{number}{rule_en} cannot be checked because facts are missing"),
            ),
        )
        .because(say(
            format!("Offen bleibt: {rules}."),
            format!("Left open: {rules}."),
        ))
        .help(say(
            format!("Ergänzen Sie, was bekannt ist ({facts})."),
            format!("Add what is known ({facts})."),
        ))
    }
}
