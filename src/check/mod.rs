//! Named rules over the archive: one file an area, one function a rule, ids as in the rules' pages.
//! It changes nothing.

mod access;
mod amendment;
mod any_of;
mod approval;
mod area_told;
mod around;
mod at_home;
mod basics;
mod basis;
mod blank_values;
mod blanks;
pub mod case;
mod citation;
mod citizen_words;
mod citizens;
mod continued;
mod council;
mod cover;
mod cover_lines;
mod current;
mod days;
mod demands;
mod deterrents;
mod developer;
mod directions;
mod display;
mod draft_papers;
mod drafts;
mod duration;
mod elsewhere;
pub mod exceptions;
mod extent;
mod file_names;
mod final_papers;
mod final_tiers;
mod final_wording;
mod force_days;
mod foreign_days;
mod form;
mod freeze;
mod garbled;
mod headings;
mod hint;
mod hint_parts;
pub mod history;
mod houses;
mod in_force;
mod inspection;
mod issues;
mod journal;
mod keywords;
mod kinds;
mod leftovers;
pub mod levels;
mod meetings;
pub mod moved;
mod named_places;
mod names;
mod no_such_day;
mod norms;
mod notice;
mod notice_due;
mod objections;
mod old_names;
mod operation;
mod order;
mod other_kinds;
mod own;
mod own_addresses;
mod own_days;
mod own_documents;
mod own_hours;
mod own_numbers;
mod own_pages;
mod own_plan;
mod own_resolutions;
mod own_rooms;
mod own_wording;
pub mod pages;
mod paper_titles;
mod papers;
mod paragraph;
mod partial_access;
mod personal;
mod plan_kinds;
pub mod portal;
mod project;
mod provisions;
mod publication;
mod record_papers;
mod record_steps;
mod related;
mod related_order;
mod related_papers;
mod relations;
mod relative_days;
mod renewal;
mod replies;
mod resolutions;
mod retold;
mod roman;
mod said;
mod same_draft;
mod same_file;
mod second_period;
mod shown_again;
mod signature;
mod size;
mod speakers;
mod stand_ins;
mod state_portal;
mod steps;
mod street_names;
mod texts;
mod theme_list;
mod theme_parts;
mod theme_titles;
mod themes;
mod tiers;
mod told_days;
mod told_hours;
mod told_in_force;
mod told_resolutions;
mod track;
mod unchanged;
mod unverified;
mod variant;
mod week;
mod wording_of_notice;
mod years;

use crate::check::around::{Around, Seen};
use crate::check::case::{Case, Report};
use crate::check::history::History;
use crate::finding::lasting::{Lasting, Writer, lasting};
use crate::finding::{Findings, Kind};
use crate::model::address::Address;
use crate::model::document::STATEMENTS_APART;
use crate::model::mark::Mark;
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use crate::model::{AT_ONCE, Archive};
use rayon::prelude::*;
use std::collections::HashMap;

/// A rule: what it is called and how it looks at a procedure.
pub struct Rule {
    /// Its id, level and title.
    pub kind: &'static Kind,
    /// Adds a finding for every place that breaks it.
    pub check: fn(&Case, &mut Report),
}

const fn rule(kind: &'static Kind, check: fn(&Case, &mut Report)) -> Rule {
    Rule { kind, check }
}

/// All rules, by id.
pub static RULES: &[Rule] = &[
    rule(&kinds::SAME_BYTES, personal::same_bytes),
    rule(&kinds::NAMES_NOBODY, personal::names_nobody),
    rule(&STATEMENTS_APART, personal::statements_apart),
    rule(&kinds::CHOSEN_WORDING, in_force::chosen_wording),
    rule(&kinds::IN_FORCE_WITH_NOTICE, in_force::with_the_notice),
    rule(&kinds::SIGNED_BEFORE, in_force::signed_before),
    rule(&kinds::WHERE_TO_INSPECT, inspection::where_to_inspect),
    rule(&kinds::HINT_FAULTS, hint::faults),
    rule(&kinds::HINT_COMPENSATION, hint::compensation),
    rule(&kinds::HINT_SAECHSGEMO, hint::saechsgemo),
    rule(&kinds::FINAL_DOCUMENTS, final_papers::final_documents),
    rule(&kinds::REPLIES, replies::replies),
    rule(&kinds::MANY_SENDERS, replies::many_senders),
    rule(&kinds::AREA_IN_WORDS, in_force::area_in_words),
    rule(&kinds::HAS_NOTICE, notice::exists),
    rule(&kinds::NOTICE_BEFORE, notice::before_the_first_day),
    rule(&kinds::NOTICE_A_WEEK_BEFORE, notice::a_week_before),
    rule(&kinds::NOTICE_NAMES_PAGE, wording_of_notice::names_page),
    rule(&kinds::NOTICE_NAMES_PLACE, notice::names_place),
    rule(&kinds::NOTICE_NAMES_DAYS, wording_of_notice::names_days),
    rule(&kinds::ENVIRONMENT_BY_THEME, notice::environment_by_theme),
    rule(&kinds::THEMES_OF_DOCUMENTS, notice::themes_of_documents),
    rule(&kinds::HINT_PERIOD, hint::in_the_period),
    rule(&kinds::HINT_ELECTRONIC, hint::electronic),
    rule(&kinds::HINT_LATE, hint::late),
    rule(&kinds::HINT_ACCESS, hint::access),
    rule(&kinds::HINT_ASSOCIATIONS, hint::associations),
    rule(&kinds::HINT_BORDER, hint::border),
    rule(&kinds::FORM_OF_NOTICE, notice::form),
    rule(&kinds::PROOF_OF_NOTICE, notice::proof),
    rule(&kinds::HINT_REVIEW, hint::review),
    rule(&kinds::NOTICE_NAMES_PLAN, own_plan::names_plan),
    rule(&kinds::NO_MORE_THAN_LAW, demands::asks_no_more),
    rule(&kinds::SAME_LAW, notice::same_law),
    rule(&kinds::WORDING_THEMES, own_wording::themes),
    rule(&kinds::WORDING_ADDRESSES, own_addresses::addresses),
    rule(&kinds::WORDING_PLACES, own_wording::places),
    rule(&kinds::WORDING_DOCUMENTS, own_documents::documents),
    rule(&kinds::WORDING_WEEKDAYS, own_days::weekdays),
    rule(&kinds::NOTICE_DUE, notice_due::due_soon),
    rule(&kinds::WORDING_HINTS, own_wording::hints),
    rule(&kinds::ANNOUNCED_AFTER, papers::announced_after),
    rule(&kinds::HINTS_OF_OTHERS, related_papers::hints),
    rule(&kinds::MEETINGS, meetings::when_and_where),
    rule(&kinds::APPROVAL, related::approval),
    rule(&kinds::APPROVAL_WORDING, related::approval_wording),
    rule(&kinds::HEARING_IN_TIME, related::hearing_in_time),
    rule(&kinds::START_BEFORE_END, publication::start_before_end),
    rule(&kinds::LONG_ENOUGH, publication::long_enough),
    rule(&kinds::A_MONTH, publication::a_month),
    rule(&kinds::END_AT_WORK, publication::ends_on_a_working_day),
    rule(&kinds::START_AT_WORK, publication::starts_on_a_working_day),
    rule(
        &kinds::TIME_FOR_MANY_PAGES,
        publication::time_for_many_pages,
    ),
    rule(&kinds::ANOTHER_ACCESS, display::another_access),
    rule(&kinds::DRAFT_AND_REASONS, display::draft_and_reasons),
    rule(&kinds::ENVIRONMENTAL_REPORT, display::environmental_report),
    rule(
        &kinds::ENVIRONMENTAL_STATEMENTS,
        display::environmental_statements,
    ),
    rule(&kinds::STATE_PORTAL, state_portal::today),
    rule(&kinds::STATE_PORTAL_BEFORE, state_portal::before),
    rule(&kinds::UNCHANGED, unchanged::unchanged),
    rule(&kinds::AGENCIES_TOLD, steps::agencies_told),
    rule(&kinds::EVERYONE_CAN_COMMENT, display::everyone_can_comment),
    rule(&kinds::PLAUSIBLE_LENGTH, publication::plausible_length),
    rule(&kinds::VERSIONS_BEFORE, papers::versions_before),
    rule(&kinds::DOCUMENT_AS_NAMED, papers::document_as_named),
    rule(&kinds::WHAT_CHANGED, renewal::what_changed),
    rule(&kinds::HINT_CHANGES, renewal::hint_changes),
    rule(&kinds::SHORTER, renewal::shorter),
    rule(&kinds::REASONABLE, renewal::reasonable),
    rule(&kinds::HINT_ORDERED, renewal::hint_ordered),
    rule(&kinds::BASICS_UNTOUCHED, renewal::basics_untouched),
    rule(&kinds::SPATIAL, related::spatial),
    rule(&kinds::SPATIAL_LIMIT, related::spatial_limit),
    rule(&kinds::DATES_ASCEND, order::dates_ascend),
    rule(&kinds::PREPARATION_ANNOUNCED, steps::preparation_announced),
    rule(&kinds::EARLY_PUBLIC, steps::early_public),
    rule(&kinds::EARLY_AGENCIES, steps::early_agencies),
    rule(&kinds::AGENCIES_ASKED, steps::agencies_asked),
    rule(&kinds::TIME_FOR_AGENCIES, steps::time_for_agencies),
    rule(&kinds::ADOPTED_AFTER, steps::adopted_after),
    rule(&kinds::SAME_DRAFT, same_draft::same_draft),
    rule(&kinds::ROUNDS, order::rounds),
    rule(&kinds::APPROVED_PREPARATORY, approval::approved_preparatory),
    rule(&kinds::APPROVED_EARLY, approval::approved_early),
    rule(&kinds::DEEMED, approval::deemed_approved),
    rule(&kinds::WHY_ENDED, steps::why_ended),
    rule(&kinds::SLEEPING, steps::sleeping),
    rule(&kinds::ONE_FILE, relations::one_file_for_a_plan),
    rule(&kinds::RESOLVED, steps::in_force_with_resolution),
    rule(&kinds::SHOWN, steps::shown_before_adoption),
    rule(&kinds::RESOLUTION_ON_ITS_DAY, papers::resolution_on_its_day),
    rule(&kinds::FORM_UNCHANGED, form::unchanged),
    rule(&kinds::FORM_WITH_KEY, form::somebody_can_read),
    rule(&kinds::DAYS_OF_RECORD, texts::days_of_the_record),
    rule(&kinds::LEFTOVER, leftovers::leftovers),
    rule(&kinds::CITATION, citation::step_and_track),
    rule(&kinds::JUDGING, texts::judging),
    rule(&kinds::PLACE_OF_PLAN, named_places::place_of_the_plan),
    rule(&kinds::RESOLUTION_NUMBER, own_resolutions::numbers),
    rule(&kinds::NO_SUCH_DAY, no_such_day::no_such_day),
    rule(&kinds::ASSESSMENT_PORTAL, related::assessment_portal),
    rule(&kinds::HINT_NO_ASSESSMENT, hint::no_assessment),
    rule(&kinds::NEEDLESS_REPORT, variant::needless_report),
    rule(&kinds::FLOOR_AREA, variant::floor_area),
    rule(&kinds::INFORMED, variant::informed),
    rule(&kinds::CONTRACT_BEFORE, project::contract_before),
    rule(&kinds::OUTER_ZONE, variant::outer_zone),
    rule(&kinds::HOUSING_IN_TIME, variant::housing_in_time),
    rule(&kinds::REASONS_OF_STATUTE, variant::reasons_of_statute),
    rule(&kinds::NEEDLESS_STEP, variant::needless_step),
    rule(&kinds::TIER, tiers::tier),
    rule(&kinds::NAME_AND_KIND, variant::name_and_kind),
    rule(&kinds::EXISTED, variant::existed),
    rule(&kinds::FREEZE, freeze::holds),
];

/// What was found in each procedure, so that it is not asked again while nothing changed that the
/// rules look at.
#[derive(Debug, Default)]
pub struct Checked(HashMap<Address, Asked>);

#[derive(Debug)]
struct Asked {
    procedure: Shared<Procedure>,
    /// What lay around it.
    around: Seen,
    found: Findings,
}

/// What was found in a procedure, as another process learns it.
#[derive(Debug)]
pub struct Answer {
    /// What lay around it, but for the other procedure of the same plan.
    around: Mark,
    /// That one.
    twin: Option<Address>,
    found: Findings,
}
lasting!(Answer {
    around,
    twin,
    found,
});

impl Checked {
    /// Takes what another process found; these are the procedures that were remembered with it.
    pub fn remember(
        &mut self,
        procedure: &Shared<Procedure>,
        answer: Answer,
        procedures: &HashMap<Address, Shared<Procedure>>,
    ) {
        let twin = answer.twin.as_ref().map(|twin| procedures.get(twin));
        if twin.is_some_and(|twin| twin.is_none()) {
            return;
        }
        let asked = Asked {
            procedure: procedure.clone(),
            around: Seen::remembered(answer.around, twin.flatten()),
            found: answer.found,
        };
        self.0.insert(procedure.address.clone(), asked);
    }

    /// What lay around a procedure when it was asked about.
    pub fn around(&self, address: &Address) -> Option<(Mark, Option<&Address>)> {
        let asked = self.0.get(address)?;
        Some((asked.around.mark(), asked.around.twin()))
    }

    /// Writes the [`Answer`] about a procedure, or that there is none.
    pub fn put(&self, address: Option<&Address>, to: &mut Writer) {
        let asked = address.and_then(|address| self.0.get(address));
        asked.is_some().put(to);
        if let Some(asked) = asked {
            asked.around.mark().put(to);
            asked.around.twin().cloned().put(to);
            asked.found.put(to);
        }
    }
}

/// Asks every rule of every procedure. What is known of the history of the files may be nothing.
pub fn check(archive: &Archive, history: &History, findings: &mut Findings) {
    for (_, asked) in ask_all(archive, history, &Checked::default()) {
        findings.append(asked.found);
    }
    ask_portal(archive, history, findings);
}

/// The same with what was found before, where a procedure and what lies around it are what they were.
pub fn check_keeping(
    archive: &Archive,
    history: &History,
    before: &mut Checked,
    findings: &mut Findings,
) {
    let asked = ask_all(archive, history, before);
    for (_, asked) in &asked {
        findings.append(asked.found.clone());
    }
    ask_portal(archive, history, findings);
    before.0 = asked.into_iter().collect();
}

fn ask_all(archive: &Archive, history: &History, before: &Checked) -> Vec<(Address, Asked)> {
    let around = Around::new(archive, history);
    let procedures = archive.procedures.par_iter().with_max_len(AT_ONCE);
    let asked = procedures.map(|procedure| {
        let seen = around.seen_from(procedure);
        let is_same = |asked: &&Asked| asked.procedure.is(procedure) && asked.around == seen;
        let known = before.0.get(&procedure.address).filter(is_same);
        let asked = Asked {
            procedure: procedure.clone(),
            found: match known {
                Some(known) => known.found.clone(),
                None => ask(procedure, archive, &around),
            },
            around: seen,
        };
        (procedure.address.clone(), asked)
    });
    asked.collect()
}

/// Asks the rules of the portal as a whole.
fn ask_portal(archive: &Archive, history: &History, findings: &mut Findings) {
    let mut of_portal = Findings::default();
    portal::check(archive, &mut of_portal);
    moved::check(archive, history, &mut of_portal);
    of_portal.change(|_| true, told_days::tell);
    findings.append(of_portal);
}

/// Asks every rule of a procedure.
fn ask(procedure: &Procedure, archive: &Archive, around: &Around) -> Findings {
    let case = Case::new(procedure, archive, around);
    let mut report = Report::default();
    for rule in RULES {
        (rule.check)(&case, &mut report);
    }
    report.note_gaps(procedure);
    let mut findings = report.into_findings(procedure);
    unverified::soften(procedure, &mut findings);
    let mut findings = exceptions::apply(procedure, findings);
    findings.change(|_| true, told_days::tell);
    findings
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn rules_are_sorted_and_without_doubles() {
        assert!(
            RULES
                .windows(2)
                .all(|pair| pair[0].kind.id < pair[1].kind.id)
        );
    }
}
