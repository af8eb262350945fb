//! What was found, as the preview's page gets it.

use crate::finding::{Finding, Findings, Level, Place, Words};
use crate::http::preview::{self, Entry, Excerpt, Report};

/// More findings are counted, not listed: nobody reads them beside a page.
const MOST_LISTED: usize = 100;
/// Longer lines are cut, so many characters before and behind what is meant.
const MOST_AROUND: usize = 60;
/// What is meant is cut after so many characters.
const MOST_MARKED: usize = 200;

/// The findings of a build, errors first.
pub fn report(findings: &Findings, is_built: bool) -> Report {
    let mut sorted = findings.sorted();
    sorted.sort_by_key(|finding| finding.level);
    let count = |level| {
        sorted
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    };
    Report {
        failed: !is_built,
        trouble: None,
        errors: count(Level::Error),
        warnings: count(Level::Warning),
        notes: count(Level::Note),
        findings: sorted
            .iter()
            .take(MOST_LISTED)
            .map(|finding| entry(finding))
            .collect(),
        more: sorted.len().saturating_sub(MOST_LISTED),
    }
}

fn entry(finding: &Finding) -> Entry {
    let place = &finding.place;
    // An empty range at the start means the file as a whole.
    let position = (place.range() != (0..0)).then(|| place.line_and_column());
    Entry {
        id: finding.kind.id.to_owned(),
        level: match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        },
        message: words(&finding.message),
        reason: finding.reason.as_ref().map(words),
        help: finding.help.as_ref().map(words),
        file: place.file.path.clone(),
        line: position.map(|(line, _)| line),
        column: position.map(|(_, column)| column),
        excerpt: position.and_then(|_| excerpt(place)),
    }
}

fn words(words: &Words) -> preview::Words {
    preview::Words {
        de: words.de.clone(),
        en: words.en.clone(),
    }
}

/// The line where the place begins, with the part of the place that is on it.
fn excerpt(place: &Place) -> Option<Excerpt> {
    let text = &place.file.text();
    let range = place.range();
    let before = text.get(..range.start)?;
    let behind = text.get(range.start..)?;
    let before = before.rsplit('\n').next()?;
    let line = behind.split(['\n', '\r']).next()?;
    let end = range.len().min(line.len());
    let (marked, after) = line.split_at_checked(end)?;
    let skipped = before.chars().count().saturating_sub(MOST_AROUND);
    Some(Excerpt {
        before: before.chars().skip(skipped).collect(),
        marked: marked.chars().take(MOST_MARKED).collect(),
        after: after.chars().take(MOST_AROUND).collect(),
    })
}

#[cfg(test)]
mod tests {
    use crate::finding::{File, Kind, say};

    use super::*;

    const KIND: Kind = Kind {
        id: "DOC-002",
        level: Level::Error,
        title_de: "",
        title_en: "",
        convention: false,
    };

    fn finding(text: &str, marked: &str) -> Finding {
        let file = File::new("content/a.yaml", text.to_owned());
        let start = text.find(marked).unwrap_or_default();
        let place = file.bytes(start..start + marked.len());
        Finding::new(&KIND, place, say("Nein", "No"))
    }

    #[test]
    fn the_line_is_shown_with_what_is_meant() {
        let mut findings = Findings::default();
        findings.add(finding("größe: 1\r\nende: früh am Tag\r\n", "früh"));
        let report = report(&findings, false);
        assert_eq!(
            (report.failed, report.errors, report.warnings),
            (true, 1, 0)
        );
        let entry = &report.findings[0];
        assert_eq!(
            (entry.line, entry.column, entry.level),
            (Some(2), Some(7), "error")
        );
        let excerpt = entry.excerpt.as_ref().expect("a line");
        assert_eq!(excerpt.before, "ende: ");
        assert_eq!(excerpt.marked, "früh");
        assert_eq!(excerpt.after, " am Tag");
    }

    #[test]
    fn a_place_over_several_lines_shows_the_first() {
        let mut findings = Findings::default();
        findings.add(finding("a:\n  b: 1\n  c: 2\n", "b: 1\n  c: 2\n"));
        let report = report(&findings, true);
        let excerpt = report.findings[0].excerpt.as_ref().expect("a line");
        assert_eq!(
            (excerpt.marked.as_str(), excerpt.after.as_str()),
            ("b: 1", "")
        );
    }

    #[test]
    fn a_file_as_a_whole_has_no_line() {
        let mut findings = Findings::default();
        findings.add(finding("a", ""));
        let report = report(&findings, true);
        assert_eq!(report.findings[0].line, None);
        assert!(report.findings[0].excerpt.is_none());
    }

    #[test]
    fn errors_come_first_and_a_flood_is_counted() {
        let mut findings = Findings::default();
        let long = "x".repeat(1000);
        for number in 0..150 {
            let mut one = finding(&format!("{number:03}{long}"), &long);
            one.level = if number < 149 {
                Level::Note
            } else {
                Level::Error
            };
            one.message = say(number.to_string(), "");
            findings.add(one);
        }
        let report = report(&findings, true);
        assert_eq!((report.errors, report.notes, report.more), (1, 149, 50));
        assert_eq!(report.findings.len(), 100);
        assert_eq!(report.findings[0].message.de, "149");
        let excerpt = report.findings[0].excerpt.as_ref().expect("a line");
        assert_eq!(excerpt.marked.len(), MOST_MARKED);
    }
}
