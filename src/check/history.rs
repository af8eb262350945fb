//! When files were added, changed and removed, as far as anybody knows. Nothing here asks Git: whoever
//! calls the check hands over what Git says.

use jiff::civil::Date;

/// What is known of the history of the portal's files; empty where nothing is.
#[derive(Debug, Default, Hash)]
pub struct History {
    changes: Vec<Change>,
    edits: Vec<Edit>,
}

/// What a text was before and after a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// Path below the portal's folder, with `/` between the parts.
    pub path: String,
    /// The day.
    pub day: Date,
    /// The whole text before.
    pub before: String,
    /// The whole text after.
    pub after: String,
}

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Change {
    /// Path below the portal's folder, with `/` between the parts.
    pub path: String,
    /// The day.
    pub day: Date,
    /// What happened.
    pub what: What,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Lines that are neither are passed over. With `--patch --unified=1000000` it also learns what
    /// the texts said: then a change shows its file whole.
    pub fn from_log(log: &str) -> Self {
        let mut changes = Vec::new();
        let mut edits = Edits::default();
        let mut today = None;
        for line in log.lines() {
            let is_of_edit = today.is_some_and(|day| edits.take(day, line));
            let line = line.trim_end();
            if is_of_edit {
                continue;
            }
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
        let edits = edits.finish();
        Self { changes, edits }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.edits.is_empty()
    }

    /// The changes of a text whose words are known, by day.
    pub fn edits<'h>(&'h self, path: &'h str) -> impl Iterator<Item = &'h Edit> {
        let start = self.edits.partition_point(|edit| edit.path.as_str() < path);
        self.edits[start..]
            .iter()
            .take_while(move |edit| edit.path == path)
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

/// The edits that a log shows line by line.
#[derive(Default)]
struct Edits {
    done: Vec<Edit>,
    path: Option<String>,
    /// The text that is being shown; none before its first line.
    open: Option<Edit>,
}

impl Edits {
    /// Takes a line of the log; false where it is none of an edit's.
    fn take(&mut self, day: Date, line: &str) -> bool {
        if line.starts_with("diff --git ") {
            self.close();
            self.path = None;
            return true;
        }
        if let Some(path) = line.strip_prefix("+++ b/").filter(|_| self.open.is_none()) {
            self.path = Some(path.trim_end_matches('\t').to_owned());
            return true;
        }
        if line.starts_with("@@ ") {
            self.close();
            // A piece of a file says too little; a whole one begins with its first line.
            let is_whole = line.starts_with("@@ -1,") || line.starts_with("@@ -1 ");
            let path = self.path.take().filter(|_| is_whole);
            self.open = path.map(|path| Edit {
                path,
                day,
                before: String::new(),
                after: String::new(),
            });
            return true;
        }
        let Some(edit) = &mut self.open else {
            return false;
        };
        let sides = match line.chars().next() {
            Some(' ') => [true, true],
            Some('-') => [true, false],
            Some('+') => [false, true],
            Some('\\') => return true,
            _ => {
                self.close();
                return false;
            }
        };
        for (side, text) in sides.into_iter().zip([&mut edit.before, &mut edit.after]) {
            if side {
                text.push_str(&line[1..]);
                text.push('\n');
            }
        }
        true
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
    }

    fn finish(mut self) -> Vec<Edit> {
        self.close();
        self.done.sort();
        self.done
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

    #[test]
    fn a_log_with_patches_says_what_the_texts_were() {
        let log = "2026-03-12\n\nM\ta/v.yaml\n\ndiff --git a/a/v.yaml b/a/v.yaml\nindex 1..2 100644\n--- a/a/v.yaml\n+++ b/a/v.yaml\n@@ -1,3 +1,3 @@\n x: 1\n-y: 2\n+++ y: 3\n z: 4\n\\ No newline at end of file\n2026-03-01\n\nA\ta/v.yaml\n";
        let history = History::from_log(log);
        let edits: Vec<_> = history.edits("a/v.yaml").collect();
        assert_eq!(edits.len(), 1);
        assert_eq!(edits[0].before, "x: 1\ny: 2\nz: 4\n");
        assert_eq!(edits[0].after, "x: 1\n++ y: 3\nz: 4\n");
        assert_eq!(history.below("a/").count(), 2);
        let piece = log.replace("@@ -1,3 +1,3 @@", "@@ -7,3 +7,3 @@ x");
        assert_eq!(History::from_log(&piece).edits("a/v.yaml").count(), 0);
    }
}
