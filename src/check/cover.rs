//! What the first page of a paper says, held against the record: another town, plan, tier, change, stage or day, or another
//! paper (`PUB-019`).
//!
//! A cover is laid out as its maker likes, so only what cannot be meant otherwise is found: where it names the own number,
//! town or day beside the other one, nothing is.

use crate::check::case::{Case, Report, Step};
use crate::check::cover_lines::{
    Version, bare_version, ends_with_a_plan, in_one_line, is_about_a_plan, is_draft, spoken_for,
    version_of,
};
use crate::check::kinds;
use crate::check::names::{has, is_another, number_of_other, quoted};
use crate::check::paper_titles::{number_of_change, of_another_plan};
use crate::check::said::has_any;
use crate::check::same_file::Kept;
use crate::check::shown_again::PAPERS;
use crate::finding::{Finding, Level, Words, say};
use crate::law::codes::Tier;
use crate::model::document::Document;

/// Lines at the top of a page that say what it is.
const TOP: usize = 6;
/// Lines among which the day of the version stands.
const NEAR_TOP: usize = 20;

/// The first page of a paper.
struct Cover<'c, 'a> {
    case: &'c Case<'a>,
    step: &'c Step<'a>,
    document: &'c Document,
    /// Its lines behind each other.
    text: String,
    /// The same in small letters.
    lower: String,
}

/// `PUB-019`
pub fn of_another(case: &Case, report: &mut Report) {
    let kept = Kept::of(case);
    for step in &case.steps {
        for document in &step.phase.documents {
            let said = &document.facts.cover;
            // What the title or the title of the file tells already is told once.
            let is_told = || {
                let places = ["datei", "titel"].map(|key| document.origin.at(key));
                places
                    .iter()
                    .any(|place| report.tells_of(place, &document.title))
            };
            if said.is_empty() || !kept.is_real(document) || is_told() {
                continue;
            }
            let text = in_one_line(said);
            let cover = Cover {
                case,
                step,
                document,
                lower: text.to_lowercase(),
                text,
            };
            report.extend(cover.finding());
        }
    }
}

impl Cover<'_, '_> {
    fn finding(&self) -> Option<Finding> {
        self.of_another_town()
            .or_else(|| self.of_another_of_its_kind())
            .or_else(|| self.of_another_kind())
            .or_else(|| self.of_another_day())
    }

    /// Of the papers that are made for one plan alone: that of another one.
    fn of_another_of_its_kind(&self) -> Option<Finding> {
        if !self.is_of_one_plan() {
            return None;
        }
        self.of_another_plan()
            .or_else(|| self.of_the_other_tier())
            .or_else(|| self.of_another_change())
            .or_else(|| self.of_another_stage())
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.document.facts.cover.lines()
    }

    /// Papers that are made for one plan alone, where the procedure is about one.
    fn is_of_one_plan(&self) -> bool {
        let key = self.document.kind.key.as_str();
        PAPERS.iter().any(|(kind, _)| *kind == key) && self.case.procedure.more_plans.is_empty()
    }

    fn wrong(&self, what: Words, because: Words) -> Finding {
        let title = &self.document.title;
        let message = say(
            format!("Die erste Seite von „{title}“ nennt {}", what.de),
            format!("The first page of “{title}” names {}", what.en),
        );
        Finding::new(&kinds::DOCUMENT_AS_NAMED, self.document.origin.at("datei"), message)
            .because(because)
            .help(say(
                "Sehen Sie nach, was in der Datei steht: Legen Sie die richtige in den Ordner, oder berichtigen Sie die Angaben zur Unterlage.",
                "Look what the file holds: put the right one into the folder, or correct what is written about the document.",
            ))
            .at_level(Level::Warning)
    }

    /// Another town, on a page that names the own one nowhere but in the plan's own name.
    fn of_another_town(&self) -> Option<Finding> {
        let municipality = self.case.municipality;
        let own = municipality.name.to_lowercase();
        let first = own.split(|letter: char| !letter.is_alphanumeric()).next()?;
        let procedure = self.case.procedure;
        let names = |name: &str| self.lower.contains(&name.to_lowercase());
        let told = [&procedure.summary, &procedure.area_description];
        let is_told = |town: &&str| told.iter().any(|text| text.contains(town));
        let beside = self.lower.replace(&procedure.plan.name.to_lowercase(), "");
        let mut others = procedure.more_municipalities.iter();
        if beside.contains(first) || others.any(|other| names(&other.name)) {
            return None;
        }
        let names_own = self.lower.contains(first) || has(&self.text, &procedure.plan.name);
        // Beside the own plan's name, only who the paper is from says whose it is.
        let mut lines = self.lines().take(TOP);
        let spoken = lines.find_map(|line| self.town_in(spoken_for(line)?));
        let mut lines = self.lines().filter(|line| is_about_a_plan(line));
        let about = || {
            lines
                .find_map(|line| self.town_in(line))
                .filter(|_| !names_own)
        };
        let town = spoken.or_else(about).filter(|town| !is_told(town))?;
        let own = &municipality.name;
        Some(self.wrong(
            say(
                format!("{town}; das Verfahren führt {own}"),
                format!("{town}, but the procedure is run by {own}"),
            ),
            of_another_plan(),
        ))
    }

    /// A municipality of the state that a line names outside of quotation marks.
    fn town_in<'l>(&self, line: &'l str) -> Option<&'l str> {
        let outside = line.split(['„', '"', '»']).enumerate();
        let outside = outside.map(|(at, part)| match at {
            0 => part,
            _ => part
                .split_once(['“', '”', '«'])
                .map_or("", |(_, behind)| behind),
        });
        let mut words = outside
            .flat_map(|part| part.split(|letter: char| !letter.is_alphanumeric() && letter != '-'));
        words.find(|word| {
            let is_name = word.starts_with(char::is_uppercase) && word.chars().count() > 3;
            let name = word.to_lowercase();
            let around = &self.case.around;
            let ags = around
                .municipality(&name)
                .or_else(|| around.municipality_in_short(&name));
            is_name && ags.is_some_and(|ags| ags != self.case.municipality.ags)
        })
    }

    /// The number or the name of another plan, on a page that names the own one nowhere.
    fn of_another_plan(&self) -> Option<Finding> {
        let plan = &self.case.procedure.plan;
        let number = plan.number.as_deref();
        let number = number.map(|number| number.trim_start_matches("Nr. "));
        // „42/2019“ is 42, too.
        let is_number = |word: &str| {
            let rest = number.and_then(|number| word.strip_prefix(number));
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let mut words = self
            .text
            .split(|letter: char| letter.is_whitespace() || ",;:()„“\"»«".contains(letter));
        let names_number = words.any(is_number);
        let other = number.and_then(|number| number_of_other(&self.lower, number));
        let other = other.filter(|_| !names_number);
        let other = other.map(|other| format!("Nr. {}", other.to_uppercase()));
        let named = || {
            let marks = self.text.match_indices(['„', '»']);
            let mut quotes = marks.filter_map(|(at, _)| Some((at, quoted(&self.text[at..])?)));
            let (_, name) = quotes.find(|(at, _)| ends_with_a_plan(&self.text[..*at]))?;
            let is_alone = !has(&self.text, &plan.name) && !names_number;
            (is_alone && is_another(name, &plan.name)).then(|| format!("„{name}“"))
        };
        let other = other.or_else(named)?;
        let own = self.case.procedure.title();
        Some(self.wrong(
            say(
                format!("einen anderen Plan ({other}) und nicht „{own}“"),
                format!("another plan ({other}) and not “{own}”"),
            ),
            of_another_plan(),
        ))
    }

    /// A plan of the other tier alone.
    fn of_the_other_tier(&self) -> Option<Finding> {
        let procedure = self.case.procedure;
        const PREPARATORY: &str = "flächennutzungsplan|fnp";
        const BINDING: &str = "bebauungsplan|b-plan|grünordnungsplan|vorhaben|satzung|plangebiet";
        let name = procedure.plan.name.to_lowercase();
        let (own, other, words) = match procedure.plan.kind.tier? {
            Tier::Preparatory => (
                PREPARATORY,
                "bebauungsplan",
                ("einen Bebauungsplan", "a binding plan"),
            ),
            Tier::Binding => (
                BINDING,
                "flächennutzungsplan",
                ("einen Flächennutzungsplan", "a preparatory plan"),
            ),
        };
        let mut lines = self.lines().take(TOP).map(str::to_lowercase);
        let is_other = lines.any(|line| line.contains(other)) && !has_any(&self.lower, own);
        (is_other && !name.contains(other)).then(|| {
            self.wrong(
                say(
                    format!(
                        "nur {}; das Verfahren führt: {}",
                        words.0, procedure.plan.kind.de
                    ),
                    format!(
                        "only {}, but the procedure is on: {}",
                        words.1, procedure.plan.kind.en
                    ),
                ),
                of_another_plan(),
            )
        })
    }

    /// The number of another change of the plan.
    fn of_another_change(&self) -> Option<Finding> {
        let procedure = self.case.procedure;
        if procedure.amendment.is_none() && procedure.operation.key == "aufstellung" {
            return self.of_a_change();
        }
        let own = procedure.amendment?;
        if self.lower.contains(&format!("{own}. änderung"))
            || self.lower.contains(&format!("{own}. ergänzung"))
        {
            return None;
        }
        let mut lines = self.lines().take(TOP).map(str::to_lowercase);
        let said = lines
            .find_map(|line| number_of_change(&line))
            .filter(|said| *said != own)?;
        Some(self.wrong(
            say(
                format!("die {said}. Änderung; das Verfahren ist das der {own}."),
                format!("amendment {said}, but the procedure is that of {own}"),
            ),
            of_another_plan(),
        ))
    }

    /// A change of a plan, where the whole plan is drawn up.
    fn of_a_change(&self) -> Option<Finding> {
        let plan = &self.case.procedure.plan;
        let tier = plan.kind.tier?;
        let name = plan.name.to_lowercase();
        let is_change = name.contains("änderung") || name.contains("ergänzung");
        let mut lines = self.lines().take(TOP).map(str::to_lowercase);
        let said = lines.find_map(|line| {
            // A common paper names the plan of the other tier beside.
            let is_whole = match tier {
                Tier::Preparatory => {
                    line.contains("flächennutzungsplan") && !line.contains("bebauungsplan")
                }
                Tier::Binding => {
                    line.contains("bebauungsplan") && !line.contains("flächennutzungsplan")
                }
            };
            number_of_change(&line).filter(|_| is_whole)
        })?;
        (!is_change).then(|| {
            self.wrong(
                say(
                    format!("die {said}. Änderung eines Plans; das Verfahren stellt ihn auf"),
                    format!("amendment {said} of a plan, but the procedure draws it up"),
                ),
                of_another_plan(),
            )
        })
    }

    /// A preliminary draft on display, or a draft as the plan that was adopted.
    fn of_another_stage(&self) -> Option<Finding> {
        const LATER: &str = "satzungsfassung|satzungsexemplar|genehmigungsfassung|endfassung|ausgefertigte fassung|feststellungsfassung|feststellungsexemplar|beschlussfassung|fassung der satzung|fassung zum satzungsbeschluss";
        let is_preliminary = self.lower.contains("vorentwurf");
        let without = self
            .lower
            .replace("vorentwurf", "")
            .replace("entwurfsverfass", "");
        let names_draft = without.contains("entwurf");
        let rule = self.step.rule;
        let mut drafts = self.lines().take(NEAR_TOP).filter(|line| is_draft(line));
        let (de, en) = if has_any(&self.lower, LATER) {
            return None;
        } else if self.step.is_display() && is_preliminary && !names_draft {
            (
                "einen Vorentwurf; veröffentlicht wird der Entwurf",
                "a preliminary draft, but what is displayed is the draft",
            )
        } else if (rule.adopts || rule.puts_in_force) && drafts.next().is_some() {
            (
                "einen Entwurf; bekannt gemacht wird der beschlossene Plan",
                "a draft, but what is announced is the plan that was adopted",
            )
        } else if self.is_among_preliminary() && !is_preliminary && drafts.next().is_some() {
            (
                "einen Entwurf unter Vorentwürfen",
                "a draft among preliminary drafts",
            )
        } else {
            return None;
        };
        Some(self.wrong(
            say(de, en),
            say(
                "Gezeigt werden Unterlagen eines Standes: der Vorentwurf in der frühzeitigen Beteiligung, der Entwurf in der Veröffentlichung, danach der beschlossene Plan (§ 3 Abs. 1 und 2, § 10 Abs. 3 BauGB).",
                "What is shown is of one stage: the preliminary draft in the early participation, the draft on display, and then the plan that was adopted (§ 3 (1) and (2), § 10 (3) BauGB).",
            ),
        ))
    }

    /// Whether the papers beside it are preliminary drafts of an early participation.
    fn is_among_preliminary(&self) -> bool {
        let rule = self.step.rule;
        let is_early = rule.is_public_participation() && !self.step.is_display() && !rule.renews;
        let mut papers = self.step.phase.documents.iter();
        is_early
            && papers.any(|own| {
                let covers = [own.title.as_str(), own.facts.cover.as_str()];
                covers
                    .iter()
                    .any(|text| text.to_lowercase().contains("vorentwurf"))
            })
    }

    /// Another paper, by the line with which the page begins.
    fn of_another_kind(&self) -> Option<Finding> {
        let key = self.document.kind.key.as_str();
        let (_, own) = PAPERS.iter().find(|(kind, _)| *kind == key)?;
        let top: Vec<String> = self.lines().take(TOP).map(str::to_lowercase).collect();
        let names = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        let (said, line) = top.iter().find_map(|line| {
            let begin = line.trim_start_matches(|letter: char| !letter.is_alphabetic());
            let begins = |words: &[&str]| words.iter().any(|word| begin.starts_with(word));
            let (said, _) = PAPERS.iter().find(|(_, words)| begins(words))?;
            Some((*said, line))
        })?;
        let (_, words) = PAPERS.iter().find(|(kind, _)| *kind == said)?;
        // The sheet of a plan holds its drawing and its words.
        const SHEET: [&str; 3] = [
            "planzeichnung",
            "textliche_festsetzungen",
            "vorhaben_und_erschliessungsplan",
        ];
        let is_sheet = SHEET.contains(&key) && SHEET.contains(&said);
        let is_own = top.iter().any(|line| names(line, own))
            || names(&self.document.title.to_lowercase(), words);
        let line = self.lines().find(|own| own.to_lowercase() == *line)?;
        (said != key && !is_sheet && !is_own).then(|| {
            self.wrong(
                say(
                    format!("eine andere Unterlage: „{line}“"),
                    format!("another document: “{line}”"),
                ),
                say(
                    "Ist eine Unterlage mit einer anderen vertauscht, liegt die eine doppelt und die andere gar nicht aus (§ 3 Abs. 2 Satz 1 BauGB).",
                    "Where one document is swapped for another, one is on display twice and the other not at all (§ 3 (2) sentence 1 BauGB).",
                ),
            )
        })
    }

    /// The day of another version: „Stand: 3. März 2025“, „Fassung vom März 2025“.
    fn of_another_day(&self) -> Option<Finding> {
        let version = self.document.version;
        let town = &self.case.municipality.name;
        let lines = self.lines().take(NEAR_TOP);
        let said = lines.filter_map(|line| version_of(line).or_else(|| bare_version(line, town)));
        let said: Vec<Version> = said.collect();
        if said.iter().any(|said| said.is(version)) {
            return None;
        }
        let said = said.first()?;
        let said = said.words();
        Some(self.wrong(
            say(
                format!("den Stand {}, das Verfahren den {version}", said.de),
                format!("the version {}, the procedure {version}", said.en),
            ),
            say(
                "Bekannt gemacht und veröffentlicht wird eine bestimmte Fassung; liegt eine andere aus, ist der Entwurf nicht veröffentlicht (§ 3 Abs. 2 Satz 1 BauGB).",
                "What is announced and displayed is one version; where another one is shown, the draft is not displayed (§ 3 (2) sentence 1 BauGB).",
            ),
        ))
    }
}
