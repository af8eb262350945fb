//! A phase of a procedure: a resolution on a day, or a participation that lasts.

use crate::finding::lasting::{Lasting, Reader, Writer, lasting};
use crate::finding::{Origin, Words};
use crate::law::calendar::Calendar;
use crate::law::codes::Code;
use crate::law::period::{SetBy, effective_end};
use crate::law::phase_rule::PhaseRule;
use crate::model::address::Address;
use crate::model::document::Document;
use crate::model::notice::Notice;
use crate::model::prose::Prose;
use jiff::civil::Date;

/// A phase.
#[derive(Debug, Clone, Hash)]
pub struct Phase {
    /// Its permanent name: `03-veroeffentlichung`.
    pub name: String,
    /// Its page.
    pub address: Address,
    /// What the law says of its kind, in the wording that holds.
    pub rule: &'static PhaseRule,
    /// Round, from 1; none where the kind occurs once.
    pub round: Option<u16>,
    /// When it is.
    pub time: Time,
    /// The holidays at the seat of its municipality, which decide until when a statement is in time.
    pub calendar: Calendar,
    /// The wording chosen in the file, with the reason for it.
    pub wording: Option<(String, Option<String>)>,
    /// The resolution.
    pub resolution: Option<Resolution>,
    /// The notice.
    pub notice: Option<Notice>,
    /// Access besides the Internet.
    pub access: Vec<Access>,
    /// Events at which people meet.
    pub meetings: Vec<Meeting>,
    /// Its page in the central state portal.
    pub state_portal: Option<String>,
    /// Kinds of environmental information.
    pub environment: Vec<EnvironmentalInformation>,
    /// Documents, in the planner's order.
    pub documents: Vec<Document>,
    /// Rules for statements.
    pub statements: Option<Statements>,
    /// What changed since the draft before.
    pub changes: Option<String>,
    /// Why it does not count, and since when that is known.
    pub void: Option<(Date, String)>,
    /// Index, among the procedure's phases, of the phase that is repeated by this one.
    pub repeats: Option<usize>,
    /// The planner's reason.
    pub reason: Option<String>,
    /// A longer text.
    pub text: Option<Prose>,
    /// What only the rules ask for.
    pub facts: PhaseFacts,
    /// Where it is written.
    pub origin: Origin,
}
lasting!(Phase {
    name,
    address,
    rule,
    round,
    time,
    calendar,
    wording,
    resolution,
    notice,
    access,
    meetings,
    state_portal,
    environment,
    documents,
    statements,
    changes,
    void,
    repeats,
    reason,
    text,
    facts,
    origin,
});

/// Facts about a phase that only the rules ask for.
#[derive(Debug, Default, Clone, Hash)]
pub struct PhaseFacts {
    /// The file says that there is no access besides the Internet.
    pub denies_access: bool,
    /// Why there are no essential environmental statements.
    pub no_environmental_statements: Option<String>,
    /// Whether a change affects the basics of the plan (§ 4a Abs. 3 Satz 4 BauGB).
    pub basics_affected: Option<bool>,
    /// How senders learnt the outcome (§ 3 Abs. 2 Satz 6 and 7 BauGB).
    pub replies: Option<Replies>,
    /// Last day of the display, where objections are taken longer.
    pub displayed_until: Option<Date>,
    /// Its page on the portal for environmental impact assessments (§ 20 UVPG).
    pub assessment_portal: Option<String>,
    /// Day agencies were told of the publication (§ 3 Abs. 2 Satz 3 BauGB).
    pub agencies_told: Option<Date>,
}
lasting!(PhaseFacts {
    denies_access,
    no_environmental_statements,
    basics_affected,
    replies,
    displayed_until,
    assessment_portal,
    agencies_told,
});

/// How senders learnt the outcome of the weighing.
#[derive(Debug, Clone, Hash)]
pub struct Replies {
    /// The day.
    pub date: Date,
    /// Persons with essentially the same content.
    pub persons: Option<u32>,
    /// Where the outcome can be inspected instead.
    pub place: Option<String>,
}
lasting!(Replies {
    date,
    persons,
    place
});

/// When a phase is. Days are whole calendar days in Europe/Berlin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Time {
    /// On one day.
    Day(Date),
    /// From the first to the last day; both count. No last day: open end.
    Span(Date, Option<Date>),
}

impl Lasting for Time {
    fn put(&self, to: &mut Writer) {
        let (is_span, start, end) = match *self {
            Self::Day(day) => (false, day, None),
            Self::Span(start, end) => (true, start, end),
        };
        is_span.put(to);
        (start, end).put(to);
    }

    fn read(from: &mut Reader) -> Option<Self> {
        let is_span = bool::read(from)?;
        let (start, end) = Lasting::read(from)?;
        Some(match is_span {
            true => Self::Span(start, end),
            false => Self::Day(start),
        })
    }
}

impl Time {
    /// The first day.
    pub fn start(self) -> Date {
        match self {
            Self::Day(day) | Self::Span(day, _) => day,
        }
    }

    /// The last day, if there is one.
    pub fn end(self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Span(_, end) => end,
        }
    }
}

/// Where a phase stands on a day; nothing but its dates and the holidays decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// It begins later.
    Upcoming,
    /// The day lies within it.
    Running,
    /// It ended before.
    Over,
}

/// A resolution, as far as it is known.
#[derive(Debug, Clone, Hash)]
pub struct Resolution {
    /// Its number.
    pub number: Option<String>,
    /// Its day.
    pub date: Option<Date>,
    /// Who resolved.
    pub body: Option<String>,
}
lasting!(Resolution { number, date, body });

/// A phase of which nobody knows any more when it was. It is part of the procedure's course and has
/// no page of its own.
#[derive(Debug, Clone, Hash)]
pub struct UndatedPhase {
    /// Its name: `03-veroeffentlichung`.
    pub name: String,
    /// What the law says of its kind today.
    pub rule: &'static PhaseRule,
    /// Round, from 1; none where the kind occurs once.
    pub round: Option<u16>,
    /// The resolution.
    pub resolution: Option<Resolution>,
    /// Why its days are not known.
    pub reason: String,
    /// Index, among the procedure's phases, of the one it stands before.
    pub before: usize,
}
lasting!(UndatedPhase {
    name,
    rule,
    round,
    resolution,
    reason,
    before
});

impl UndatedPhase {
    /// Its title, as that of a phase.
    pub fn title(&self) -> Words {
        title(self.rule, self.round)
    }
}

/// A way to see the documents besides the Internet.
#[derive(Debug, Clone, Hash)]
pub struct Access {
    /// Its kind.
    pub kind: &'static Code,
    /// Building and room.
    pub place: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// Days and hours.
    pub hours: Option<String>,
}
lasting!(Access {
    kind,
    place,
    postal_address,
    hours
});

/// An event at which people meet: an information evening, a hearing.
#[derive(Debug, Clone, Hash)]
pub struct Meeting {
    /// The day.
    pub day: Date,
    /// When it begins in Europe/Berlin: `18:00`.
    pub clock: String,
    /// Building and room.
    pub place: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// What it is, where it is not the phase itself.
    pub title: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}
lasting!(Meeting {
    day,
    clock,
    place,
    postal_address,
    title,
    origin
});

/// A kind of environmental information (§ 3 Abs. 2 Satz 4 BauGB).
#[derive(Debug, Clone, Hash)]
pub struct EnvironmentalInformation {
    /// Its theme.
    pub theme: &'static Code,
    /// Key words.
    pub keywords: String,
    /// The documents it is in.
    pub source: Option<String>,
}
lasting!(EnvironmentalInformation {
    theme,
    keywords,
    source
});

/// Rules for statements.
#[derive(Debug, Clone, Hash)]
pub struct Statements {
    /// Who may give one.
    pub audience: &'static Code,
    /// Ways besides the form.
    pub channels: Vec<&'static Code>,
    /// E-mail address for them.
    pub email: Option<String>,
    /// Only the changed parts may be commented on (§ 4a Abs. 3 BauGB).
    pub only_changes: bool,
    /// The fields of the form, in its order.
    pub form: Vec<FormField>,
}
lasting!(Statements {
    audience,
    channels,
    email,
    only_changes,
    form
});

/// A field of the form for statements.
#[derive(Debug, Clone, Copy, Hash)]
pub struct FormField {
    /// What it asks.
    pub code: &'static Code,
    /// It must be filled in.
    pub is_required: bool,
}
lasting!(FormField { code, is_required });

impl Statements {
    /// Whether everyone may give one, not only those affected (§ 13 Abs. 2 Satz 1 Nr. 2, § 4a Abs. 3
    /// Satz 4 BauGB) or agencies.
    pub fn is_for_everyone(&self) -> bool {
        self.audience.key == "alle"
    }
}

impl Phase {
    /// Its title: „Erneute Veröffentlichung im Internet, 2. Durchgang“.
    pub fn title(&self) -> Words {
        title(self.rule, self.round)
    }

    /// Whether it has something that people write into their calendars.
    pub fn has_calendar(&self) -> bool {
        self.is_participation_period() || !self.meetings.is_empty()
    }

    /// Whether statements can be given from its first to its last day.
    pub fn is_participation_period(&self) -> bool {
        self.rule.accepts_statements() && matches!(self.time, Time::Span(..))
    }

    /// The last day on which a statement is in time: that of the record, or the next working day
    /// where it is a Saturday, a Sunday or a holiday (§ 193 BGB, § 31 Abs. 3 Satz 1 VwVfG). A meeting
    /// on one day is an appointment and does not move (§ 31 Abs. 5 VwVfG). None for an open end.
    pub fn in_time_until(&self) -> Option<Date> {
        let set_by = if self.is_participation_period() {
            SetBy::Length
        } else {
            SetBy::Appointment
        };
        let end = self.time.end()?;
        Some(effective_end(end, set_by, self.calendar))
    }

    /// Where it stands on a day. A participation runs as long as statements are in time.
    pub fn on(&self, today: Date) -> Moment {
        if today < self.time.start() {
            Moment::Upcoming
        } else if self.in_time_until().is_none_or(|last| today <= last) {
            Moment::Running
        } else {
            Moment::Over
        }
    }

    /// Whether documents are on display and statements of the public are taken on a day.
    pub fn is_open_to_public(&self, today: Date) -> bool {
        self.void.is_none()
            && self.rule.is_public_participation()
            && self.on(today) == Moment::Running
    }

    /// Whether it is a participation of the public that begins after a day.
    pub fn is_announced(&self, today: Date) -> bool {
        self.void.is_none()
            && self.rule.is_public_participation()
            && self.on(today) == Moment::Upcoming
    }
}

fn title(rule: &PhaseRule, round: Option<u16>) -> Words {
    let label = &rule.label;
    match round.filter(|round| *round > 1) {
        None => label.clone(),
        Some(round) => Words {
            de: format!("{}, {round}. Durchgang", label.de),
            en: format!("{}, round {round}", label.en),
        },
    }
}
