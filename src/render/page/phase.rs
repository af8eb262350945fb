//! A phase: what is on display, until when, how to have one's say, and what became of it.

use crate::law::codes::Code;
use crate::model::document::Document;
use crate::model::mark::Mark;
use crate::model::municipality::{Contact, Municipality};
use crate::model::notice::Notice;
use crate::model::phase::{Access, EnvironmentalInformation, Moment, Phase};
use crate::model::procedure::Procedure;
use crate::model::site::Part;
use crate::notice::access::{when, where_it_is};
use crate::notice::{has_notice, text_file};
use crate::render::form::fields::shown_beside;
use crate::render::form::{self, FormView};
use crate::render::format::{address, provision, unbroken};
use crate::render::page::json_ld;
use crate::render::page::notice::{self, SheetHint};
use crate::render::page::paper;
use crate::render::page::procedure::contact;
use crate::render::page::{Here, Pages};
use crate::render::view::area::AreaView;
use crate::render::view::timeline::{
    ResolutionView, VoidView, repetition, takes, timeline_at, void,
};
use crate::render::view::{
    ContactView, DocumentView, Label, Link, Name, PeriodView, municipality_link, paragraphs,
};
use anyhow::Result;
use serde::Serialize;

/// The kind of document that tells how statements were weighed.
const WEIGHING: &str = "abwaegung";

/// The page of a phase.
#[derive(Debug, Serialize)]
pub struct PhaseView {
    /// Its title in the language of the page, with the round.
    pub title: String,
    /// The procedure and its page; the text is German.
    pub procedure: Link,
    /// The municipality that runs it.
    pub municipality: Link,
    /// What is planned and why, in the planner's words, as paragraphs.
    pub summary: Vec<String>,
    /// The kind of plan.
    pub plan_kind: Label,
    /// The kind in the planner's words, where no word of the list fits.
    pub plan_kind_text: Option<String>,
    /// The track; none where another statute plans.
    pub track: Option<Label>,
    /// The kind of phase: `veroeffentlichung`.
    pub kind: &'static str,
    /// The provision the phase rests on.
    pub provision: String,
    /// The wording of the law that holds for it.
    pub wording: WordingView,
    /// Round, from 1; none where the kind occurs once.
    pub round: Option<u16>,
    /// When it is.
    pub period: PeriodView,
    /// Last day on which the documents are on display, where objections can be raised for longer.
    pub displayed_until: Option<String>,
    /// Who may give statements: `public`, `agencies` or `nobody`.
    pub takes: &'static str,
    /// Everyone can give statements today.
    pub is_open: bool,
    /// Why it does not count.
    pub void: Option<VoidView>,
    /// The phase that it repeats.
    pub repeats: Option<Link>,
    /// The phase that repeats it.
    pub repeated_by: Option<Link>,
    /// The resolution.
    pub resolution: Option<ResolutionView>,
    /// The notice as it was given.
    pub notice: Option<NoticeView>,
    /// The notice as the record makes it, with its forms on paper.
    pub announcement: Option<AnnouncementView>,
    /// What changed since the draft before, in the planner's words.
    pub changes: Option<String>,
    /// The planner's reason.
    pub reason: Option<String>,
    /// A longer text as HTML, in the planner's words.
    pub text: Option<String>,
    /// Documents in the planner's order.
    pub documents: Vec<DocumentView>,
    /// The step beside it whose documents its statements are about, where it names none of its own.
    pub documents_of: Option<Link>,
    /// It is the weighing, has come, and nothing of its outcome is on the portal.
    pub lacks_outcome: bool,
    /// Kinds of environmental information by theme.
    pub environment: Vec<EnvironmentView>,
    /// How to give a statement; none where nobody may.
    pub statements: Option<StatementsView>,
    /// Access besides the Internet.
    pub access: Vec<AccessView>,
    /// Its page in the central state portal.
    pub state_portal: Option<String>,
    /// Who answers questions.
    pub contact: ContactView,
    /// Where the plan area is, HTML: the part `gebiet` with an [`AreaView`].
    pub area: String,
    /// All phases of the procedure, HTML: the part `phasenzeile` with a
    /// [`PhaseLine`](crate::render::view::timeline::PhaseLine) each.
    pub timeline: Vec<String>,
    /// The phase that came next and has begun, once this one is over.
    pub next: Option<Link>,
    /// Other phases of the procedure in which everyone can give statements today.
    pub running: Vec<RunningView>,
    /// When and where people meet.
    pub meetings: Vec<MeetingView>,
    /// The period as a calendar file, for participations and meetings.
    pub calendar: Option<String>,
    /// What search engines read.
    pub json_ld: String,
}

/// A phase in which everyone can give statements today.
#[derive(Debug, Serialize)]
pub struct RunningView {
    /// The phase and its page.
    pub phase: Link,
    /// When it is.
    pub period: PeriodView,
}

/// Which wording of the law holds.
#[derive(Debug, Serialize)]
pub struct WordingView {
    /// First day of the wording, where the law knows several.
    pub since: Option<String>,
    /// Last day of the wording, where it holds no more.
    pub until: Option<String>,
    /// The year of the wording that the planner chose instead of the one the date gives.
    pub chosen: Option<String>,
    /// Why, in the planner's words.
    pub reason: Option<String>,
}

/// The customary notice.
#[derive(Debug, Serialize)]
pub struct NoticeView {
    /// Its form.
    pub form: Label,
    /// The journal or the place of posting, in the planner's words.
    pub organ: String,
    /// Day it appeared.
    pub published: String,
    /// Day at the end of which it is completed.
    pub completed: String,
    /// Its wording as HTML, German.
    pub text: Option<String>,
    /// Link to the proof.
    pub proof: Option<String>,
}

/// The notice as the record makes it.
#[derive(Debug, Serialize)]
pub struct AnnouncementView {
    /// How it begins; none where the file has a wording of its own.
    pub opening: Option<String>,
    /// The hints it gives, each with its provision.
    pub hints: Vec<SheetHint>,
    /// The sheet of A4.
    pub small: String,
    /// The poster of A3.
    pub large: String,
    /// The text for the journal.
    pub text: String,
}

/// A kind of environmental information.
#[derive(Debug, Serialize)]
pub struct EnvironmentView {
    /// The theme.
    pub theme: Label,
    /// Key words, in the planner's words.
    pub keywords: String,
    /// The documents it is in, in the planner's words, one by one; a link where one of the phase is meant.
    pub sources: Vec<Name>,
}

/// How to give a statement.
#[derive(Debug, Serialize)]
pub struct StatementsView {
    /// Who may give one.
    pub audience: Label,
    /// The form on the Internet, if the portal takes statements here.
    pub form: Option<FormView>,
    /// The form on paper, until the last day.
    pub paper: Option<String>,
    /// Ways besides the form: `email`, `post`, `niederschrift`, `landesportal`.
    pub channels: Vec<Label>,
    /// The e-mail address for statements.
    pub email: Option<String>,
    /// Only the changed parts may be commented on.
    pub only_changes: bool,
    /// They are on a project that another statute governs, not on land-use planning of the municipality.
    pub is_project: bool,
}

/// An event at which people meet.
#[derive(Debug, Serialize)]
pub struct MeetingView {
    /// What it is; none where it is the phase itself.
    pub title: Option<String>,
    /// Day and hour for machines: `2026-05-06T18:00`.
    pub moment: String,
    /// Day and hour in words.
    pub when: String,
    /// Building, room and address.
    pub place: String,
}

/// A way to see the documents besides the Internet.
#[derive(Debug, Serialize)]
pub struct AccessView {
    /// Its kind; none for the municipality's usual place of display.
    pub kind: Option<Label>,
    /// Building and room.
    pub place: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// Days and hours.
    pub hours: Option<String>,
}

/// Adds the page of every phase.
pub fn add(pages: &mut Pages<'_, '_>) -> Result<()> {
    let archive = pages.archive();
    pages.add_own(|procedure, pages| {
        for (index, phase) in procedure.phases.iter().enumerate() {
            // Only a form says which commit it is of.
            let has_form = phase.statements.is_some() && phase.on(archive.today) != Moment::Over;
            let commit = archive.commit.as_ref().filter(|_| has_form);
            let notice = phase.notice.as_ref().map(|notice| &notice.text);
            let beside = Mark::of(&(commit, &phase.text, notice));
            let shown = (&[&procedure.address][..], beside);
            pages.try_add_of(&phase.address, shown, move |here| {
                view(procedure, index, here)
            })?;
        }
        Ok(())
    })
}

fn view(procedure: &Procedure, index: usize, here: &Here<'_>) -> Result<PhaseView> {
    let phase = &procedure.phases[index];
    let today = here.archive.today;
    let municipality = here.archive.municipality(procedure.municipality);
    let link = |other: &Phase| Link {
        text: here.words(&other.title()).to_owned(),
        href: here.page(&other.address),
    };
    Ok(PhaseView {
        title: here.words(&phase.title()).to_owned(),
        procedure: Link {
            text: unbroken(&procedure.title()),
            href: here.page(&procedure.address),
        },
        municipality: municipality_link(procedure, here),
        summary: paragraphs(&procedure.summary),
        plan_kind: Label::new(procedure.plan.kind, here),
        plan_kind_text: procedure.plan.kind_text.clone(),
        track: (!procedure.is_related()).then(|| Label::new(procedure.track, here)),
        kind: &phase.rule.key,
        provision: provision(&phase.rule.provision, here.language),
        wording: WordingView::new(phase),
        round: phase.round,
        period: PeriodView::new(phase, today),
        displayed_until: (phase.facts.displayed_until).map(|day| day.to_string()),
        takes: takes(phase.rule),
        is_open: phase.is_open_to_public(today),
        void: void(phase),
        repeats: (phase.repeats)
            .and_then(|at| procedure.phases.get(at))
            .map(link),
        repeated_by: repetition(procedure, index).map(link),
        resolution: phase.resolution.as_ref().map(ResolutionView::new),
        notice: (phase.notice.as_ref()).map(|notice| NoticeView::new(notice, here)),
        announcement: (here.archive.site.offers(Part::Notices) && has_notice(phase, today))
            .then(|| AnnouncementView::new(procedure, phase, here)),
        changes: phase.changes.as_deref().map(unbroken),
        reason: phase.reason.as_deref().map(unbroken),
        text: (phase.text.as_ref()).map(|text| text.html_on_page(&here.root(), here.folder())),
        documents: (phase.documents.iter())
            .map(|document| DocumentView::new(document, here))
            .collect(),
        documents_of: (phase.statements.as_ref())
            .and_then(|_| shown_beside(procedure, phase))
            .map(link),
        lacks_outcome: lacks_outcome(procedure, phase, here),
        environment: (phase.environment.iter())
            .map(|information| EnvironmentView::new(information, &phase.documents, here))
            .collect(),
        statements: statements(procedure, phase, here),
        access: access(phase, municipality, here),
        state_portal: phase.state_portal.clone(),
        contact: contact(procedure, here),
        area: area(procedure, here)?,
        timeline: timeline_at(procedure, index, here)?,
        next: next(procedure, index, here).map(link),
        running: running(procedure, index, here),
        meetings: meetings(phase, here),
        calendar: calendar(phase, here),
        json_ld: json_ld::phase(procedure, phase, here),
    })
}

/// Whether a weighing that has begun says nothing of what became of the statements.
fn lacks_outcome(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> bool {
    phase.rule.weighs
        && phase.on(here.archive.today) != Moment::Upcoming
        && phase.documents.is_empty()
        && phase.text.is_none()
        && procedure.documents().all(|own| own.kind.key != WEIGHING)
}

/// The same on the pages of all phases of a procedure, which stand beside each other.
fn area(procedure: &Procedure, here: &Here<'_>) -> Result<String> {
    let area = || vec![AreaView::new(procedure, &here.below(&procedure.address))];
    let html = here.parts(("gebiet", "a"), &procedure.address, area)?;
    Ok(html.concat())
}

/// What followed once a phase is over: the next phase that has begun and counts.
fn next<'a>(procedure: &'a Procedure, index: usize, here: &Here<'_>) -> Option<&'a Phase> {
    let today = here.archive.today;
    let is_over = procedure.phases[index].on(today) == Moment::Over;
    let mut later = procedure.phases[index + 1..].iter();
    let started = |phase: &&Phase| {
        phase.void.is_none()
            && phase.on(today) != Moment::Upcoming
            && phase.time.start() > procedure.phases[index].time.start()
    };
    is_over.then(|| later.find(started)).flatten()
}

/// The document that is meant by a few words: the one with that title, else the only one of that kind, else the only
/// one about the theme whose title begins like them: „Schallgutachten“ is „Schalltechnische Untersuchung“.
fn named<'a>(text: &str, theme: &Code, documents: &'a [Document]) -> Option<&'a Document> {
    const ALIKE: usize = 5;
    let only = |is: &dyn Fn(&Document) -> bool| {
        let mut found = documents.iter().filter(|document| is(document));
        found.next().filter(|_| found.next().is_none())
    };
    let begins_like = |title: &str| {
        let letters = title.chars().zip(text.chars());
        letters.take(ALIKE).filter(|(a, b)| a == b).count() == ALIKE
    };
    let is_about = |document: &Document| document.themes.iter().any(|own| own.key == theme.key);
    (documents.iter().find(|document| document.title == text))
        .or_else(|| only(&|document| document.kind.de == text))
        .or_else(|| only(&|document| is_about(document) && begins_like(&document.title)))
}

/// Other phases in which everyone can give statements today.
fn running(procedure: &Procedure, index: usize, here: &Here<'_>) -> Vec<RunningView> {
    let today = here.archive.today;
    let others = procedure.phases.iter().enumerate();
    let open = others.filter(|(at, other)| *at != index && other.is_open_to_public(today));
    let view = |(_, other): (usize, &Phase)| RunningView {
        phase: Link {
            text: here.words(&other.title()).to_owned(),
            href: here.page(&other.address),
        },
        period: PeriodView::new(other, today),
    };
    open.map(view).collect()
}

fn statements(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> Option<StatementsView> {
    let statements = phase.statements.as_ref()?;
    let municipality = here.archive.municipality(procedure.municipality);
    let email = statements.email.as_ref();
    Some(StatementsView {
        audience: Label::new(statements.audience, here),
        form: form::form(here.archive, procedure, phase, here.language),
        paper: paper::has_paper(phase, here.archive.today)
            .then(|| here.page(&phase.address.join(paper::FOLDER))),
        channels: labels(&statements.channels, here),
        email: email.or(municipality.office.email.as_ref()).cloned(),
        only_changes: statements.only_changes,
        is_project: phase.rule.is_related,
    })
}

/// The phase's own ways of access, else the municipality's place of display where documents are on
/// display.
fn access(phase: &Phase, municipality: &Municipality, here: &Here<'_>) -> Vec<AccessView> {
    let view = |access: &Access| AccessView {
        kind: Some(Label::new(access.kind, here)),
        place: unbroken(&access.place),
        postal_address: access.postal_address.as_deref().map(address),
        hours: access.hours.as_deref().map(unbroken),
    };
    let usual = |place: &Contact| AccessView {
        kind: None,
        place: unbroken(&place.name),
        postal_address: place.postal_address.as_deref().map(address),
        hours: place.hours.as_deref().map(unbroken),
    };
    let is_on_display = phase.rule.displays_documents && phase.rule.is_span;
    match &municipality.display_place {
        Some(place) if phase.access.is_empty() && is_on_display => vec![usual(place)],
        _ => phase.access.iter().map(view).collect(),
    }
}

fn calendar(phase: &Phase, here: &Here<'_>) -> Option<String> {
    let offers = here.archive.site.offers(Part::Calendars);
    (offers && phase.has_calendar()).then(|| here.file(&phase.address.join("termin.ics")))
}

fn meetings(phase: &Phase, here: &Here<'_>) -> Vec<MeetingView> {
    let meetings = phase.meetings.iter().map(|meeting| MeetingView {
        title: meeting.title.as_deref().map(unbroken),
        moment: format!("{}T{}", meeting.day, meeting.clock),
        when: unbroken(here.words(&when(meeting))),
        place: address(&where_it_is(meeting)),
    });
    meetings.collect()
}

fn labels(codes: &[&'static Code], here: &Here<'_>) -> Vec<Label> {
    codes.iter().map(|code| Label::new(code, here)).collect()
}

impl WordingView {
    fn new(phase: &Phase) -> Self {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let (chosen, reason) = phase.wording.clone().unzip();
        Self {
            since: day(phase.rule.valid_from),
            until: day(phase.rule.valid_until),
            chosen,
            reason: reason.flatten(),
        }
    }
}

impl NoticeView {
    fn new(notice: &Notice, here: &Here<'_>) -> Self {
        Self {
            form: Label::new(notice.form, here),
            organ: notice.organ.clone(),
            published: notice.published.to_string(),
            completed: notice.completed.to_string(),
            text: (notice.text.as_ref()).map(|text| text.html_on_page(&here.root(), here.folder())),
            proof: (notice.proof.as_ref()).map(|proof| here.file(&proof.address)),
        }
    }
}

impl AnnouncementView {
    fn new(procedure: &Procedure, phase: &Phase, here: &Here<'_>) -> Self {
        let record = here.notice(procedure, phase);
        let own = phase.notice.as_ref().and_then(|own| own.text.as_ref());
        let small = here.file(&phase.address.join(notice::FOLDER));
        Self {
            opening: own.is_none().then(|| unbroken(here.words(&record.opening))),
            hints: (record.hints.iter())
                .map(|hint| SheetHint::new(hint, here))
                .collect(),
            large: format!("{small}{}", notice::POSTER),
            small,
            text: here.file(&text_file(phase)),
        }
    }
}

impl EnvironmentView {
    fn new(
        information: &EnvironmentalInformation,
        documents: &[Document],
        here: &Here<'_>,
    ) -> Self {
        let written = information.source.as_deref().unwrap_or_default();
        let parts = written.split([',', ';']).map(str::trim);
        let source = |text: &str| Name {
            text: unbroken(text),
            href: named(text, information.theme, documents)
                .map(|document| here.file(&document.address)),
        };
        Self {
            theme: Label::new(information.theme, here),
            keywords: unbroken(&information.keywords),
            sources: parts.filter(|text| !text.is_empty()).map(source).collect(),
        }
    }
}
