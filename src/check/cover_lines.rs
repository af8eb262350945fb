//! What the lines of a first page say: which version a paper is, whether it is a draft, whether a plan is meant.

use crate::check::days::days;
use crate::check::said::has_any;
use crate::check::shown_again::PAPERS;
use crate::finding::{Words, say};
use crate::law::calendar::{MONTHS_DE, MONTHS_EN};
use jiff::civil::Date;

/// Lines behind each other; words that were divided at their ends are whole again.
pub fn in_one_line(lines: &str) -> String {
    let mut text = String::with_capacity(lines.len());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_divided =
            text.ends_with(['-', '\u{2010}', '\u{ad}']) && line.starts_with(char::is_lowercase);
        if is_divided {
            text.pop();
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// The day or month of a version.
pub struct Version {
    year: i16,
    month: i8,
    day: Option<i8>,
}

impl Version {
    /// The version of a day.
    fn of(date: Date) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
            day: Some(date.day()),
        }
    }

    /// Whether it is the version of a day.
    pub fn is(&self, date: Date) -> bool {
        (self.year, self.month) == (date.year(), date.month())
            && self.day.is_none_or(|day| day == date.day())
    }

    /// The day or month in words.
    pub fn words(&self) -> Words {
        if let Some(day) = self
            .day
            .and_then(|day| Date::new(self.year, self.month, day).ok())
        {
            return say(day.to_string(), day.to_string());
        }
        let month = usize::try_from(self.month - 1).unwrap_or_default();
        let name = |months: [&str; 12]| {
            format!(
                "{} {}",
                months.get(month).copied().unwrap_or_default(),
                self.year
            )
        };
        say(name(MONTHS_DE), name(MONTHS_EN))
    }
}

/// The version that a line names behind „Stand“ or „Fassung“, if it says nothing of maps or statutes.
pub fn version_of(line: &str) -> Option<Version> {
    const SIGNS: [&str; 6] = [
        "stand",
        "planstand",
        "planungsstand",
        "bearbeitungsstand",
        "fassung",
        "i. d. f. vom",
    ];
    const OTHER: &str = "karte|kataster|alkis|luftbild|gesetz|baugb|baunvo|bestand|vermess|geobasis|grundlage|daten|erhebung|kartierung|rechts|zuletzt|geändert|ausfertig";
    let lower = line.to_lowercase();
    if has_any(&lower, OTHER) {
        return None;
    }
    let behind = SIGNS.iter().find_map(|sign| {
        let (before, behind) = lower.split_once(sign)?;
        let is_word =
            !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric);
        is_word.then_some(behind)
    })?;
    if let Some(day) = days(behind).first() {
        return day.date().map(Version::of);
    }
    let words: Vec<&str> = behind
        .split([' ', ':', '/', ',', '(', ')'])
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).find_map(|pair| {
        let year = pair[1]
            .parse()
            .ok()
            .filter(|year| (1990..2100).contains(year))?;
        let month = MONTHS_DE
            .iter()
            .position(|month| month.to_lowercase() == pair[0]);
        let month = match month {
            Some(at) => i8::try_from(at + 1).ok()?,
            None => pair[0]
                .parse()
                .ok()
                .filter(|month| (1..=12).contains(month))?,
        };
        Some(Version {
            year,
            month,
            day: None,
        })
    })
}

/// Whether a line calls what is below it a draft: „Entwurf“, „Begründung, Entwurf“, „Verfahrensstand: Entwurf vom 3. März“; not
/// „Entwurf: Büro Muster“, which says who drew it.
pub fn is_draft(line: &str) -> bool {
    const LABELS: [&str; 5] = [
        "verfahrensstand",
        "planungsstand",
        "planstand",
        "bearbeitungsstand",
        "stand",
    ];
    const DRAFTS: [&str; 4] = [
        "entwurf",
        "vorentwurf",
        "entwurfsfassung",
        "vorentwurfsfassung",
    ];
    const CHANGED: [&str; 4] = ["geänderter", "überarbeiteter", "zweiter", "dritter"];
    const BEHIND: [&str; 6] = ["vom", "zur", "stand", "fassung", "in", "i"];
    let lower = line.trim().to_lowercase();
    let label = LABELS.iter().find_map(|label| lower.strip_prefix(label));
    let said = label.unwrap_or(&lower);
    let is_paper = PAPERS
        .iter()
        .any(|(_, papers)| papers.iter().any(|paper| said.starts_with(paper)));
    let words: Vec<&str> = said
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let Some(at) = words.iter().position(|word| DRAFTS.contains(word)) else {
        return false;
    };
    let is_first = words[..at]
        .iter()
        .all(|word| is_number(word) || CHANGED.contains(word));
    let goes_on = words.get(at + 1).is_none_or(|next| {
        BEHIND.contains(next)
            || is_number(next)
            || MONTHS_DE.iter().any(|month| month.to_lowercase() == *next)
    });
    let names_maker = said.contains("entwurf:");
    goes_on && !names_maker && (is_first || is_paper && at <= 3)
}

/// What a line says behind „Stadt“ or „Gemeinde“ where it says whose the paper is.
pub fn spoken_for(line: &str) -> Option<&str> {
    const FAR: usize = 40;
    const OTHER: &str = "büro|gmbh|landkreis|landratsamt|planungsverband|regional|nachbar|ingenieur|architekt|raum ";
    let lower = line.to_lowercase();
    if has_any(&lower, OTHER) {
        return None;
    }
    let towns = ["Stadt ", "Kreisstadt ", "Gemeinde "];
    let behind = towns.iter().find_map(|town| {
        let (before, behind) = line.split_once(town)?;
        (before.is_empty() || before.ends_with(' ')).then_some(behind)
    })?;
    let end = behind
        .char_indices()
        .nth(FAR)
        .map_or(behind.len(), |(at, _)| at);
    Some(&behind[..end])
}

/// The version of a paper that a line names by a day alone: „12. März 2025“, „Datum: 12.03.2025“, „Riesa, den 12.03.2025“.
pub fn bare_version(line: &str, town: &str) -> Option<Version> {
    const BESIDE: [&str; 10] = [
        "datum",
        "den",
        "vom",
        "entwurf",
        "vorentwurf",
        "satzung",
        "satzungsfassung",
        "geänderter",
        "der",
        "bericht",
    ];
    let lower = line.trim().to_lowercase();
    let named = days(&lower);
    let [day] = named.as_slice() else {
        return None;
    };
    let rest = format!("{} {}", &lower[..day.at.start], &lower[day.at.end..]);
    let town = town.to_lowercase();
    let mut words = rest
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let date = day.date()?;
    words
        .all(|word| BESIDE.contains(&word) || town.contains(word))
        .then(|| Version::of(date))
}

/// Whether a line is about a plan, or names who speaks.
pub fn is_about_a_plan(line: &str) -> bool {
    const OTHER: &str = "regionalplan|landesentwicklung|raumordnung|landkreis|planungsverband|planungsbüro|auftragnehmer|büro|gmbh";
    let lower = line.to_lowercase();
    let begins = ["stadt ", "gemeinde ", "große kreisstadt "]
        .iter()
        .any(|begin| lower.starts_with(begin));
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    (begins || words.any(is_plan)) && !has_any(&lower, OTHER)
}

/// Whether the words before a name are about a plan: „Bebauungsplan Nr. 5 „“.
pub fn ends_with_a_plan(before: &str) -> bool {
    const NEAR: usize = 4;
    let lower = before.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    words
        .rev()
        .filter(|word| !word.is_empty())
        .take(NEAR)
        .any(is_plan)
}

fn is_plan(word: &str) -> bool {
    let ends = ["plan", "plans", "planes", "satzung"];
    ends.iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{in_one_line, is_about_a_plan, is_draft, version_of};
    use jiff::civil::date;

    #[test]
    fn versions_are_days_or_months() {
        let is = |line: &str, day| version_of(line).is_some_and(|version| version.is(day));
        assert!(is("Stand: 12. März 2025", date(2025, 3, 12)));
        assert!(is("Entwurf, Stand 12.03.2025", date(2025, 3, 12)));
        assert!(is("Fassung vom März 2025", date(2025, 3, 12)));
        assert!(is("Planungsstand: 03/2025", date(2025, 3, 12)));
        assert!(!is("Stand: 11. März 2025", date(2025, 3, 12)));
        for line in [
            "Kartengrundlage: Stand 03/2020",
            "Bestandsplan 3/2020",
            "Stand der Technik 2025",
            "Planfassung",
        ] {
            assert!(version_of(line).is_none(), "{line}");
        }
    }

    #[test]
    fn divided_words_are_whole() {
        assert_eq!(
            in_one_line("Bebauungs-\nplan Nr. 5\n\nNord-\nStadt"),
            "Bebauungsplan Nr. 5 Nord- Stadt"
        );
    }

    #[test]
    fn drafts_call_themselves_so() {
        for line in [
            "ENTWURF",
            "2. Entwurf",
            "Begründung, Entwurf",
            "Begründung (Entwurf)",
        ] {
            assert!(is_draft(line), "{line}");
        }
        for line in [
            "Entwurf: Planungsbüro Muster",
            "Begründung zum Entwurf des Plans",
            "Begründung",
        ] {
            assert!(!is_draft(line), "{line}");
        }
    }

    #[test]
    fn offices_are_no_plans() {
        assert!(is_about_a_plan("Bebauungsplan Nr. 5, Borna"));
        assert!(is_about_a_plan("Stadt Borna"));
        assert!(!is_about_a_plan("Planungsbüro Muster, Borna"));
        assert!(!is_about_a_plan("Regionalplan Leipzig-West"));
    }
}
