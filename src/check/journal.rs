//! The number and year of the official journal that a notice appeared in: „Amtsblatt Nr. 2/2026“.

use crate::check::case::{Case, Report};
use crate::check::days::{NamedDay, days};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::check::own_resolutions::digits;
use crate::check::said;
use crate::finding::{Finding, Level, say};
use crate::law::calendar::day_in_words;
use crate::model::notice::Notice;
use std::ops::Range;

/// `NOT-017`: a journal of another year than the day of the notice. The issues at the turn of a year belong to
/// either.
pub fn of_another_year(notice: &Notice) -> Option<Finding> {
    let named = year(&notice.organ)?;
    let day = notice.published;
    if named == day.year() {
        return crate::check::issues::of_another_day(notice);
    }
    let is_near = match named - day.year() {
        1 => day.month() == 12,
        -1 => day.month() == 1,
        _ => false,
    };
    if is_near {
        return None;
    }
    let organ = &notice.organ;
    let finding = Finding::new(
        &kinds::PROOF_OF_NOTICE,
        notice.origin.at("organ"),
        say(
            format!("„{organ}“ ist von {named}, die Bekanntmachung erschien am {day}"),
            format!("“{organ}” is of {named}, but the notice appeared on {day}"),
        ),
    )
    .and_at(notice.origin.at("veroeffentlicht"))
    .because(say(
        "Der Vollzug ist mit dem Organ und seinem Tag in den Akten nachzuweisen (§ 10 KomBekVO).",
        "The completion is proven in the files by the journal and its day (§ 10 KomBekVO).",
    ))
    .help(say(
        "Berichtigen Sie organ oder veroeffentlicht.",
        "Correct organ or veroeffentlicht.",
    ));
    // Off by one is a slip of the pen; what is further away was taken from elsewhere.
    Some(match (named - day.year()).abs() {
        1 => finding,
        _ => finding.at_level(Level::Note),
    })
}

/// `TXT-001`: the issue and day of an earlier notice, as a wording tells them: „Amtsblatt Nr. 4/2024 vom
/// 5. April 2024“. Of two that belong together in the record, one is another one here.
pub fn told(case: &Case, report: &mut Report) {
    let phases = case.procedure.phases.iter();
    let notices: Vec<&Notice> = phases.filter_map(|phase| phase.notice.as_ref()).collect();
    for own in wordings(case) {
        for (issue, day) in issues(own.source(), own.days()) {
            let issue_at = issue.clone();
            let number = digits(&own.source()[issue]);
            let is_issue = |notice: &&&Notice| digits(&notice.organ) == number;
            let Some(notice) = notices.iter().find(is_issue) else {
                continue;
            };
            // One issue may bring several notices.
            let mut same = notices.iter().filter(is_issue);
            if day.year.is_none() || same.any(|own| day.is(own.published)) {
                continue;
            }
            let right = day_in_words(notice.published);
            let shown = own.source().get(day.at.clone()).unwrap_or_default();
            let organ = &notice.organ;
            report.add(
                Finding::new(
                    &kinds::DAYS_OF_RECORD,
                    own.at(issue_at.start..day.at.end),
                    say(
                        format!("Der Wortlaut nennt den {shown}; „{organ}“ erschien am {}", right.de),
                        format!("The wording names {shown}; “{organ}” appeared on {}", right.en),
                    ),
                )
                .and_at(notice.origin.at("veroeffentlicht"))
                .because(say(
                    "Was die Bekanntmachung vom bisherigen Verfahren erzählt, muss stimmen; einer der beiden Tage ist falsch.",
                    "What the notice tells of the procedure so far must be right; one of the two days is wrong.",
                ))
                .help(say(
                    "Berichtigen Sie den Wortlaut oder veroeffentlicht.",
                    "Correct the wording or veroeffentlicht.",
                )),
            );
        }
    }
}

/// `TXT-001`: the day on which a wording says that it appeared itself: „Veröffentlicht im Amtsblatt am 3. April 2026“.
pub fn appeared(case: &Case, report: &mut Report) {
    const BEGINS: [&str; 5] = [
        "erschienen",
        "veröffentlicht",
        "bekannt gemacht",
        "bekanntgemacht",
        "ausgehängt",
    ];
    const WHERE: &str = "amtsblatt|zeitung|anzeiger|kurier|bote|aushang|tafel|ausgehängt - plan|entwurf|beschluss|internet";
    for own in wordings(case) {
        let told = own.sentences().iter().find_map(|sentence| {
            let is_own = BEGINS.iter().any(|word| sentence.starts_with(word));
            if !is_own || !said::shows(sentence, WHERE) {
                return None;
            }
            let day = days(sentence).into_iter().find(|day| day.year.is_some())?;
            Some((sentence, day))
        });
        let notice = own.notice;
        let is_right = |day: &NamedDay| day.is(notice.published) || day.is(notice.completed);
        let Some((sentence, day)) = told.filter(|(_, day)| !is_right(day)) else {
            continue;
        };
        let shown = sentence.get(day.at).unwrap_or_default();
        let right = day_in_words(notice.published);
        report.add(
            Finding::new(
                &kinds::DAYS_OF_RECORD,
                own.near(&[shown]),
                say(
                    format!("Nach dem Wortlaut erschien er am {shown}, nach dem Verfahren am {}", right.de),
                    format!("By the wording it appeared on {shown}, by the record on {}", right.en),
                ),
            )
            .and_at(notice.origin.at("veroeffentlicht"))
            .because(say(
                "Von diesem Tag hängt ab, ob die Frist rechtzeitig bekannt gemacht ist; einer der beiden ist falsch.",
                "Whether the period was announced in time depends on this day; one of the two is wrong.",
            ))
            .help(say(
                "Berichtigen Sie den Wortlaut oder veroeffentlicht.",
                "Correct the wording or veroeffentlicht.",
            )),
        );
    }
}

/// `TXT-001`: a notice on the boards that its own wording has taken down before it was completed: „abgenommen am 25. Juli“.
pub fn taken_down(case: &Case, report: &mut Report) {
    const BEFORE: [&str; 6] = [
        "abgenommen am",
        "abgenommen am:",
        "abgenommen:",
        "abzunehmen am",
        "abzunehmen am:",
        "abnahme am",
    ];
    for own in wordings(case) {
        let completed = own.notice.completed;
        let taken = own.days().iter().find_map(|day| {
            let before = own.source().get(..day.at.start)?.trim_end().to_lowercase();
            let is_meant = BEFORE.iter().any(|words| before.ends_with(words));
            let date = day.date()?;
            (is_meant && (completed - date).get_days() > 1).then_some((day, date))
        });
        let Some((day, date)) = taken else {
            continue;
        };
        let finding = Finding::new(
            &kinds::DAYS_OF_RECORD,
            own.at(day.at.clone()),
            say(
                format!(
                    "Nach dem Wortlaut wurde er am {date} abgenommen, vollzogen war der Aushang erst am {completed}"
                ),
                format!(
                    "By the wording it was taken down on {date}, but the posting was completed on {completed} only"
                ),
            ),
        );
        report.add(finding.and_at(own.notice.origin.at("vollzogen")).because(say(
            "Ein Aushang, der zu früh abgenommen wird, macht nichts bekannt; einer der beiden Tage ist falsch.",
            "A posting that is taken down too early announces nothing; one of the two days is wrong.",
        )).help(say(
            "Berichtigen Sie den Wortlaut oder vollzogen.",
            "Correct the wording or vollzogen.",
        )));
    }
}

/// Every issue that a text names with its day: „Nr. 4/2024 vom 5. April 2024“.
fn issues<'d>(text: &str, named: &'d [NamedDay]) -> Vec<(Range<usize>, &'d NamedDay)> {
    let found = text.match_indices("Nr. ").filter_map(|(at, sign)| {
        let start = at + sign.len();
        let rest = &text[start..];
        let is_part = |letter: char| letter.is_ascii_digit() || letter == '/';
        let length = rest.find(|letter| !is_part(letter))?;
        let number = &rest[..length];
        let behind = rest[length..].trim_start().strip_prefix("vom ")?;
        let day_at = text.len() - behind.trim_start().len();
        let day = named.iter().find(|day| day.at.start == day_at)?;
        // Resolutions are numbered like issues: „Beschluss Nr. 1/2026 vom 14. Januar 2026“.
        let before = text[..at].trim_end().to_lowercase();
        let is_of_journal = !before.ends_with("beschluss") && !before.ends_with("beschluss-");
        (number.contains('/') && is_of_journal).then_some((start..start + length, day))
    });
    found.collect()
}

/// The year behind the number of an issue: „2/2026“, „Nr. 2 vom 20. Februar 2026“; none where several are
/// named.
fn year(organ: &str) -> Option<i16> {
    let numbers = organ.split(|letter: char| !letter.is_ascii_digit());
    let is_year =
        |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let mut years = numbers.filter(is_year);
    let only = years
        .next()
        .filter(|first| years.all(|other| other == *first))?;
    only.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::year;

    #[test]
    fn the_year_of_an_issue_is_read() {
        assert_eq!(year("Amtsblatt Nr. 2/2026"), Some(2026));
        assert_eq!(year("Amtsblatt vom 20. Februar 2026"), Some(2026));
        assert_eq!(year("Amtsblatt 12/2025 und 1/2026"), None);
        assert_eq!(year("Amtsblatt Nr. 2015/3a"), Some(2015));
        assert_eq!(year("Amtsblatt Nr. 145"), None);
    }
}
