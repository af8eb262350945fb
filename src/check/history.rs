//! When files were added, changed and removed, as far as anybody knows. Nothing here asks Git: whoever
//! calls the check hands over what Git says.

use jiff::civil::Date;

/// What is known of the history of the portal's files; empty where nothing is.
#[derive(Debug, Default)]
pub struct History {
    changes: Vec<Change>,
}

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Path below the portal's folder, with `/` between the parts.
    pub path: String,
    /// The day.
    pub day: Date,
    /// What happened.
    pub what: What,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It was there for the first time, or again.
    Added,
    /// Its content changed.
    Changed,
    /// It was gone.
    Removed,
}

impl History {
    /// Reads what `git -c core.quotePath=false log --date=short --format=%ad --name-status --no-renames`
    /// prints: a line with a day, then a line for each file with a letter, a tabulator and the path.
    /// Lines that are neither are passed over.
    pub fn from_log(log: &str) -> Self {
        let mut changes = Vec::new();
        let mut today = None;
        for line in log.lines() {
            let line = line.trim_end();
            if let Ok(day) = line.parse::<Date>() {
                today = Some(day);
                continue;
            }
            let (Some(day), Some((letter, path))) = (today, line.split_once('\t')) else {
                continue;
            };
            let what = match letter.chars().next() {
                Some('A') => What::Added,
                Some('M' | 'T') => What::Changed,
                Some('D') => What::Removed,
                _ => continue,
            };
            changes.push(Change {
                path: path.to_owned(),
                day,
                what,
            });
        }
        changes.sort();
        Self { changes }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes of all files below a folder, by path and day; the folder's path ends with `/`.
    pub fn below<'h>(&'h self, folder: &'h str) -> impl Iterator<Item = &'h Change> {
        let start = self
            .changes
            .partition_point(|change| change.path.as_str() < folder);
        self.changes[start..]
            .iter()
            .take_while(move |change| change.path.starts_with(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_log_is_read_and_asked_by_folder() {
        let log = "2026-03-12\n\nM\ta/1/plan.pdf\nD\ta/2/x.pdf\n\n2026-03-01\n\nA\ta/1/plan.pdf\nR100\tb\tc\nmerge\n";
        let history = History::from_log(log);
        let below: Vec<_> = history
            .below("a/1/")
            .map(|change| (change.day, change.what))
            .collect();
        let known = [
            (date(2026, 3, 1), What::Added),
            (date(2026, 3, 12), What::Changed),
        ];
        assert_eq!(below, known);
        assert_eq!(history.below("b/").count(), 0);
        assert!(History::from_log("A\tno day before\n\u{0}\n").is_empty());
    }
}
