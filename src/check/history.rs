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
    /// Reads what `git -c core.quotePath=false log --date=short --format=%ad --no-renames --raw --patch
    /// --unified=1000000` prints: a line with a day, then a line for each file with what happened to it and its
    /// path, and what the texts said: a change shows its file whole. `--name-status` in the place of `--raw --patch`
    /// names the files alone; patches without either name them, too. Lines that are nothing of it are passed over.
    pub fn from_log(log: &str) -> Self {
        let mut changes = Vec::new();
        let mut edits = Edits::default();
        let mut today = None;
        for line in log.lines() {
            let is_of_edit = today.is_some_and(|day| edits.take(day, line));
            if is_of_edit {
                continue;
            }
            let line = line.trim_end();
            if let Ok(day) = line.parse::<Date>() {
                edits.close();
                today = Some(day);
                continue;
            }
            let named = today.and_then(|day| Some((day, listed(line)?)));
            changes.extend(named.map(|(day, (what, path))| Change {
                path: path.to_owned(),
                day,
                what,
            }));
        }
        let edits = edits.finish(&mut changes);
        changes.sort();
        changes.dedup();
        Self { changes, edits }
    }

    /// Whether the words of texts are known, not only that they changed.
    pub fn knows_texts(&self) -> bool {
        !self.edits.is_empty()
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

/// What a line of `--name-status` or `--raw` says of a file: `M\tpath`, `:100644 100644 1a2b 3c4d M\tpath`.
fn listed(line: &str) -> Option<(What, &str)> {
    let (before, path) = line.split_once('\t')?;
    let letter = before.rsplit(' ').next()?.chars().next()?;
    let what = match letter {
        'A' => What::Added,
        'M' | 'T' => What::Changed,
        'D' => What::Removed,
        _ => return None,
    };
    Some((what, path))
}

/// The edits that a log shows line by line.
#[derive(Default)]
struct Edits {
    done: Vec<Edit>,
    /// What the heads of patches say of files.
    changes: Vec<Change>,
    /// The file whose patch is being read, and what happens to it.
    head: Option<Change>,
    path: Option<String>,
    /// The text that is being shown; none before its first line.
    open: Option<Edit>,
}

impl Edits {
    /// Takes a line of the log; false where it is none of an edit's.
    fn take(&mut self, day: Date, line: &str) -> bool {
        if let Some(files) = line.strip_prefix("diff --git ") {
            self.close();
            self.path = None;
            self.head = same_path(files).map(|path| Change {
                path: path.to_owned(),
                day,
                what: What::Changed,
            });
            return true;
        }
        if self.open.is_none() && self.is_of_head(line) {
            return true;
        }
        if line.starts_with("@@ ") {
            self.finish_text();
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

    /// Takes a line between `diff --git` and the text.
    fn is_of_head(&mut self, line: &str) -> bool {
        let Some(head) = &mut self.head else {
            return false;
        };
        if let Some(path) = line.strip_prefix("+++ b/") {
            let path = path.trim_end_matches('\t');
            path.clone_into(&mut head.path);
            self.path = Some(path.to_owned());
        } else if let Some(path) = line.strip_prefix("--- a/") {
            path.trim_end_matches('\t').clone_into(&mut head.path);
        } else if line.starts_with("new file mode ") {
            head.what = What::Added;
        } else if line.starts_with("deleted file mode ") {
            head.what = What::Removed;
        } else {
            const OTHERS: [&str; 6] = [
                "index ",
                "old mode ",
                "new mode ",
                "Binary files ",
                "--- ",
                "+++ ",
            ];
            return OTHERS.iter().any(|sign| line.starts_with(sign));
        }
        true
    }

    fn finish_text(&mut self) {
        self.done.extend(self.open.take());
    }

    fn close(&mut self) {
        self.finish_text();
        self.changes.extend(self.head.take());
    }

    /// All of them, by path and day; what the heads say goes to the changes.
    fn finish(mut self, changes: &mut Vec<Change>) -> Vec<Edit> {
        self.close();
        changes.append(&mut self.changes);
        self.done.sort();
        self.done.dedup();
        self.done
    }
}

/// The path in `a/x b/x`; a name with blanks is still the same twice.
fn same_path(files: &str) -> Option<&str> {
    let inner = files.strip_prefix("a/")?;
    let length = inner.len().checked_sub(" b/".len())? / 2;
    let (path, rest) = inner.split_at_checked(length)?;
    (rest.strip_prefix(" b/") == Some(path)).then_some(path)
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
        assert!(history.knows_texts());
        let piece = log.replace("@@ -1,3 +1,3 @@", "@@ -7,3 +7,3 @@ x");
        assert_eq!(History::from_log(&piece).edits("a/v.yaml").count(), 0);
    }

    #[test]
    fn patches_alone_name_the_files() {
        let raw = ":100644 100644 1a2b 3c4d M\ta/v.yaml\n:000000 100644 0000 3c4d A\ta/1/neu.pdf\n:100644 000000 1a2b 0000 D\ta/1/alt.pdf\n\n";
        let patches = "diff --git a/a/1/alt.pdf b/a/1/alt.pdf\ndeleted file mode 100644\nindex 1a2b..0000\nBinary files a/a/1/alt.pdf and /dev/null differ\ndiff --git a/a/1/neu.pdf b/a/1/neu.pdf\nnew file mode 100644\nindex 0000..3c4d\nBinary files /dev/null and b/a/1/neu.pdf differ\ndiff --git a/a/v.yaml b/a/v.yaml\nindex 1a2b..3c4d 100644\n--- a/a/v.yaml\n+++ b/a/v.yaml\n@@ -1,2 +1,2 @@\n x: 1\n-y: 2\n+y: 3\n";
        for log in [
            format!("2026-03-12\n\n{raw}{patches}"),
            format!("2026-03-12\n\n{patches}"),
            format!("2026-03-12\n\n{raw}"),
        ] {
            let history = History::from_log(&log);
            let below: Vec<_> = history
                .below("a/")
                .map(|own| (own.path.as_str(), own.what))
                .collect();
            let known = [
                ("a/1/alt.pdf", What::Removed),
                ("a/1/neu.pdf", What::Added),
                ("a/v.yaml", What::Changed),
            ];
            assert_eq!(below, known, "{log}");
            assert_eq!(history.knows_texts(), log.contains("@@"));
        }
    }
}
