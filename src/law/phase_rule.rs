//! One row of the table of phases.

use crate::finding::Words;
use crate::law::calendar::Calendar;
use crate::law::codes::{Code, Repeal, Tier};
use crate::law::period::{Begin, period};
use crate::law::table_day;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

/// What a kind of phase is and allows, in one wording of the law.
#[derive(Debug, Clone, Hash)]
pub struct PhaseRule {
    /// The word planners write as `art`.
    pub key: String,
    /// Its name for readers.
    pub label: Words,
    /// The provision it rests on.
    pub provision: String,
    /// It lasts from a first to a last day; otherwise it happens on one day.
    pub is_span: bool,
    /// It may happen on one day, though most last: a meeting of the citizens (§ 3 Abs. 1, § 4 Abs. 1 BauGB).
    pub may_be_one_day: bool,
    /// Who may give statements.
    pub takes: Takes,
    /// Documents are on display for everyone.
    pub displays_documents: bool,
    /// The plan is decided once it has come.
    pub adopts: bool,
    /// The plan is in force, or effective, with it.
    pub puts_in_force: bool,
    /// The procedure or the plan ends with it.
    pub ends: bool,
    /// The plan is repealed with it; what ends otherwise was given up, replaced, or fell before a court.
    pub repeals: bool,
    /// A court declares the plan invalid with it (§ 47 Abs. 5 VwGO).
    pub invalidates: bool,
    /// A later plan takes the place of the plan with it.
    pub replaces: bool,
    /// The procedure rests from then on.
    pub makes_dormant: bool,
    /// The municipality resolves with it to draw the plan up (§ 2 Abs. 1 BauGB).
    pub prepares: bool,
    /// The plan is approved by a higher authority with it.
    pub approves: bool,
    /// The plan is signed with it.
    pub signs: bool,
    /// The statements are weighed with it (§ 3 Abs. 2 Satz 6 BauGB).
    pub weighs: bool,
    /// A changed draft is shown again with it (§ 4a Abs. 3 BauGB).
    pub renews: bool,
    /// Only those affected take part in it (§ 4a Abs. 3 Satz 4 BauGB).
    pub is_restricted: bool,
    /// The least it lasts: the key of a period.
    pub period: Option<String>,
    /// It is announced in the customary form.
    pub needs_notice: bool,
    /// So many days after its notice is completed it may begin at the earliest.
    pub notice_lead_days: Option<u8>,
    /// The notice names the kinds of environmental information.
    pub needs_environment: bool,
    /// There is another easily reachable access besides the Internet.
    pub needs_access: bool,
    /// People meet in it: it has an hour and a place (§ 73 Abs. 6 VwVfG a. F., § 73b VwVfG).
    pub meets: bool,
    /// Documents and notice are on the central state portal.
    pub needs_state_portal: bool,
    /// What a notice of it must hint at.
    pub hints: Hints,
    /// Its usual place in a procedure; none where it may come at any time.
    pub rank: Option<u8>,
    /// The tiers of planning it belongs to; empty means both.
    pub tiers: Vec<Tier>,
    /// XPlanung `rechtsstand` of a binding plan once it has begun.
    pub legal_status_binding: String,
    /// XPlanung `rechtsstand` of a preparatory plan once it has begun.
    pub legal_status_preparatory: String,
    /// The period for objections, which ends after the display: the key of a period.
    pub objections: Option<String>,
    /// The longest it lasts or, where it happens on one day, the longest until it: the key of a period.
    pub limit: Option<String>,
    /// Notice and report are on the portal for environmental impact assessments (§ 20 UVPG).
    pub needs_assessment_portal: bool,
    /// It belongs to another statute than the BauGB.
    pub is_related: bool,
    /// That statute is the ROG.
    pub is_spatial: bool,
    /// First day of this wording.
    pub valid_from: Option<Date>,
    /// Last day of this wording.
    pub valid_until: Option<Date>,
    /// Before this day nobody has verified that the wording held; what it asks is no fault then.
    pub unverified_before: Option<Date>,
}

/// Keys of the hints that a notice must give.
#[derive(Debug, Clone, Hash)]
pub struct Hints {
    /// In every case.
    pub all: Vec<String>,
    /// For a binding plan.
    pub binding: Vec<String>,
    /// For a preparatory plan.
    pub preparatory: Vec<String>,
    /// Where the track has no environmental assessment.
    pub without_assessment: Vec<String>,
}

/// Who may give statements in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Takes {
    /// Everyone.
    Public,
    /// Agencies and other bodies of public interest.
    Agencies,
    /// Nobody.
    Nobody,
}

/// The plans of a procedure, as far as they name its phases.
#[derive(Debug)]
pub struct PlansNamed {
    /// The kinds of all its plans.
    pub kinds: Vec<&'static Code>,
    /// How much of the plan it takes back.
    pub repeals: Option<Repeal>,
}

/// Another name, or another provision, that a kind of phase has for some plans.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhaseName {
    phase: String,
    #[serde(default)]
    kinds: Vec<String>,
    tier: Option<Tier>,
    repeals: Option<Repeal>,
    provision: Option<String>,
    de: Option<String>,
    en: Option<String>,
}

impl PhaseName {
    /// Whether it is that of a kind of phase for certain plans. One that names no repeal holds for every operation.
    pub(super) fn fits(&self, phase: &str, plans: &PlansNamed) -> bool {
        let is_of = |kind: &&Code| {
            (self.kinds.is_empty() || self.kinds.contains(&kind.key))
                && (self.tier.is_none() || self.tier == kind.tier)
        };
        self.phase == phase
            && (self.repeals.is_none() || self.repeals == plans.repeals)
            && !plans.kinds.is_empty()
            && plans.kinds.iter().all(is_of)
    }

    /// A wording of that kind under this name; none where it is of another kind.
    pub(super) fn named(&self, rule: &PhaseRule) -> Option<PhaseRule> {
        (self.phase == rule.key).then(|| PhaseRule {
            label: Words {
                de: self.de.as_ref().unwrap_or(&rule.label.de).clone(),
                en: self.en.as_ref().unwrap_or(&rule.label.en).clone(),
            },
            provision: self.provision.as_ref().unwrap_or(&rule.provision).clone(),
            ..rule.clone()
        })
    }
}

impl PhaseRule {
    /// Whether this wording holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }

    /// The earliest last day that is safe under every view for a phase that begins on a day; none where
    /// the law names no least length.
    pub fn safe_end(&self, first: Date, calendar: Calendar) -> Option<Date> {
        let shown = period(self.period.as_deref()?, first)?;
        let shown = (!shown.is_limit).then(|| shown.compute(first, calendar))?;
        let Some(key) = self.objections.as_deref() else {
            return Some(shown.safe_end);
        };
        let objections = period(key, first)?;
        let from = match objections.begin {
            Begin::Day => first,
            Begin::Event => shown.legal_end,
        };
        Some(objections.compute(from, calendar).safe_end)
    }

    /// Whether anybody may give statements.
    pub fn accepts_statements(&self) -> bool {
        self.takes != Takes::Nobody
    }

    /// Whether the public takes part in it.
    pub fn is_public_participation(&self) -> bool {
        self.takes == Takes::Public
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    key: String,
    provision: String,
    de: String,
    en: String,
    span: bool,
    #[serde(default)]
    one_day: bool,
    takes: Takes,
    #[serde(default)]
    display: bool,
    #[serde(default)]
    adopts: bool,
    #[serde(default)]
    in_force: bool,
    #[serde(default)]
    ends: bool,
    #[serde(default)]
    repeals: bool,
    #[serde(default)]
    invalidates: bool,
    #[serde(default)]
    replaces: bool,
    #[serde(default)]
    dormant: bool,
    #[serde(default)]
    prepares: bool,
    #[serde(default)]
    approves: bool,
    #[serde(default)]
    signs: bool,
    #[serde(default)]
    weighs: bool,
    #[serde(default)]
    renews: bool,
    #[serde(default)]
    restricted: bool,
    period: Option<String>,
    #[serde(default)]
    notice: bool,
    notice_lead_days: Option<u8>,
    #[serde(default)]
    environment: bool,
    #[serde(default)]
    access: bool,
    #[serde(default)]
    meets: bool,
    #[serde(default)]
    state_portal: bool,
    #[serde(default)]
    hints: Vec<String>,
    #[serde(default)]
    hints_binding: Vec<String>,
    #[serde(default)]
    hints_preparatory: Vec<String>,
    #[serde(default)]
    hints_without_assessment: Vec<String>,
    rank: Option<u8>,
    #[serde(default)]
    tiers: Vec<Tier>,
    objections: Option<String>,
    limit: Option<String>,
    #[serde(default)]
    eia_portal: bool,
    bp: String,
    fp: String,
    valid_from: Option<toml::value::Datetime>,
    valid_until: Option<toml::value::Datetime>,
    unverified_before: Option<toml::value::Datetime>,
}

impl<'de> Deserialize<'de> for PhaseRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let row = Row::deserialize(deserializer)?;
        Ok(Self {
            key: row.key,
            label: Words {
                de: row.de,
                en: row.en,
            },
            provision: row.provision,
            is_span: row.span,
            may_be_one_day: row.one_day,
            takes: row.takes,
            displays_documents: row.display,
            adopts: row.adopts,
            puts_in_force: row.in_force,
            ends: row.ends,
            repeals: row.repeals,
            invalidates: row.invalidates,
            replaces: row.replaces,
            makes_dormant: row.dormant,
            prepares: row.prepares,
            approves: row.approves,
            signs: row.signs,
            weighs: row.weighs,
            renews: row.renews,
            is_restricted: row.restricted,
            period: row.period,
            needs_notice: row.notice,
            notice_lead_days: row.notice_lead_days,
            needs_environment: row.environment,
            needs_access: row.access,
            meets: row.meets,
            needs_state_portal: row.state_portal,
            hints: Hints {
                all: row.hints,
                binding: row.hints_binding,
                preparatory: row.hints_preparatory,
                without_assessment: row.hints_without_assessment,
            },
            rank: row.rank,
            tiers: row.tiers,
            legal_status_binding: row.bp,
            legal_status_preparatory: row.fp,
            objections: row.objections,
            limit: row.limit,
            needs_assessment_portal: row.eia_portal,
            is_related: false,
            is_spatial: false,
            valid_from: table_day(row.valid_from)?,
            valid_until: table_day(row.valid_until)?,
            unverified_before: table_day(row.unverified_before)?,
        })
    }
}
