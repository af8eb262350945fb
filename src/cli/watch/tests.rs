use std::fs;

use super::*;

/// A portal's folder under watch, and how often a change was told.
struct Portal {
    folder: tempfile::TempDir,
    told: Receiver<Changed>,
    watching: Watching,
}

impl Portal {
    fn watched(how: How) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        for name in ["content/gemeinden/a", "output"] {
            fs::create_dir_all(root.join(name)).expect("a folder");
        }
        write(root, "site.toml", "a");
        write(root, "content/gemeinden/a/verfahren.yaml", "a");
        let (sender, told) = channel();
        let paths = ["content", "themes", "site.toml"].map(|name| root.join(name));
        let watching = watch(
            &paths,
            &[root.join("content/output")],
            how,
            move |changed| {
                sender.send(changed).ok();
            },
        );
        Self {
            watching: watching.expect("a watch"),
            told,
            folder,
        }
    }

    /// Does something and checks whether it is told. Returns how often: on a busy machine a
    /// single save can take longer than the silence that ends a burst.
    fn check(&self, is_told: bool, what: &str, change: impl FnOnce(&Path)) -> usize {
        change(self.folder.path());
        let patience = Duration::from_secs(if is_told { 10 } else { 1 });
        let was_told = self.told.recv_timeout(patience).is_ok();
        assert_eq!(was_told, is_told, "{what}");
        let quiet = Duration::from_millis(if is_told { 300 } else { 0 });
        let more = std::iter::from_fn(|| self.told.recv_timeout(quiet).ok());
        usize::from(was_told) + more.count()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test changes what is watched"
)]
fn write(root: &Path, path: &str, text: &str) {
    fs::write(root.join(path), text).expect("a file");
}

const FILE: &str = "content/gemeinden/a/verfahren.yaml";

#[test]
fn notes_in_a_row_are_one_burst() {
    let (sender, notes) = channel();
    for _ in 0..5000 {
        sender.send(Note::Changed(FILE.into())).expect("a receiver");
    }
    let burst = next_burst(&notes, true);
    assert!(burst.has_changed && !burst.is_stopped);
    assert!(notes.try_recv().is_err());
}

#[test]
fn a_burst_without_end_is_told_in_between() {
    let (sender, notes) = channel();
    let busy = thread::spawn(move || {
        while sender.send(Note::Changed(FILE.into())).is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    });
    let begin = Instant::now();
    assert!(next_burst(&notes, true).has_changed);
    assert!(begin.elapsed() < PATIENCE * 10);
    drop(notes);
    busy.join().expect("no panic");
}

#[test]
fn a_checkout_of_many_files_is_told_about_once() {
    let portal = Portal::watched(How::System);
    portal.check(true, "a save", |root| write(root, FILE, "b"));
    let told = portal.check(true, "500 files in new folders", |root| {
        for number in 0..500 {
            let folder = format!("content/gemeinden/b{}", number % 20);
            fs::create_dir_all(root.join(&folder)).expect("a folder");
            write(root, &format!("{folder}/{number}.yaml"), "b");
        }
    });
    assert!(told <= 5, "500 files were told {told} times");
    portal.check(true, "a file in a new folder", |root| {
        write(root, "content/gemeinden/b7/7.yaml", "c");
    });
}

#[test]
fn what_changed_is_told() {
    let portal = Portal::watched(How::System);
    write(portal.folder.path(), FILE, "b");
    let told = portal.told.recv_timeout(Duration::from_secs(10));
    assert_eq!(told.expect("a change"), Some([FILE.into()].into()));
    fs::rename(
        portal.folder.path().join("content"),
        portal.folder.path().join("old"),
    )
    .expect("a renamed folder");
    let told = portal.told.recv_timeout(Duration::from_secs(10));
    assert_eq!(told.expect("a change"), None);
}

#[test]
fn editors_replace_files() {
    let portal = Portal::watched(How::System);
    for path in [FILE, "site.toml"] {
        for turn in ["first", "second"] {
            portal.check(true, &format!("{turn} replacement of {path}"), |root| {
                let copy = format!("{path}~");
                write(root, &copy, turn);
                fs::rename(root.join(&copy), root.join(path)).expect("a renamed file");
            });
        }
    }
}

#[test]
fn what_is_no_change_is_not_told() {
    let portal = Portal::watched(How::System);
    portal.check(false, "reading and looking", |root| {
        let file = fs::File::open(root.join(FILE)).expect("a file");
        let now = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        file.set_times(fs::FileTimes::new().set_accessed(now))
            .expect("a time");
        assert!(
            fs::read_dir(root.join("content"))
                .expect("a folder")
                .count()
                > 0
        );
    });
    portal.check(false, "files beside", |root| {
        write(root, "output/index.html", "b");
        write(root, "README.md", "b");
        write(root, "content/gemeinden/.verfahren.yaml.swp", "b");
        write(root, "content/gemeinden/verfahren.yaml~", "b");
        fs::create_dir(root.join("content/output")).expect("a folder");
        write(root, "content/output/index.html", "b");
    });
}

#[test]
fn folders_may_go_and_come_back() {
    let portal = Portal::watched(How::System);
    portal.check(true, "the folder goes", |root| {
        fs::rename(root.join("content"), root.join("old")).expect("a renamed folder");
    });
    portal.check(false, "a change in the folder that went", |root| {
        write(root, "old/gemeinden/a/verfahren.yaml", "b");
    });
    portal.check(true, "another folder comes", |root| {
        fs::create_dir_all(root.join("content/gemeinden/a")).expect("a folder");
    });
    portal.check(true, "a file in it", |root| write(root, FILE, "c"));
    portal.check(true, "a folder that was never there", |root| {
        fs::create_dir(root.join("themes")).expect("a folder");
    });
    portal.check(true, "a file in that", |root| {
        write(root, "themes/a.css", "c")
    });
    portal.check(true, "all is deleted", |root| {
        fs::remove_dir_all(root.join("content")).expect("no folder");
    });
}

#[test]
fn the_folder_around_may_be_replaced() {
    let portal = Portal::watched(How::System);
    let away = tempfile::tempdir().expect("a folder");
    portal.check(false, "all goes", |root| {
        fs::rename(root, away.path().join("portal")).expect("a renamed folder");
    });
    portal.check(true, "all comes back", |root| {
        fs::rename(away.path().join("portal"), root).expect("a renamed folder");
    });
    portal.check(true, "a save", |root| write(root, FILE, "b"));
}

#[test]
fn looking_through_all_files_sees_the_same() {
    let portal = Portal::watched(How::Polling);
    portal.check(true, "a save", |root| write(root, FILE, "b"));
    portal.check(true, "a second save soon after", |root| {
        write(root, FILE, "c")
    });
    portal.check(true, "the folder goes", |root| {
        fs::rename(root.join("content"), root.join("old")).expect("a renamed folder");
    });
    portal.check(false, "files beside", |root| {
        write(root, "output/index.html", "b")
    });
}

#[test]
fn lost_events_are_told_only_if_files_changed() {
    let portal = Portal::watched(How::System);
    let overflow = |_: &Path| portal.watching.notes.send(Note::Overflow).expect("a watch");
    portal.check(true, "the first time, when nothing is known", overflow);
    portal.check(false, "nothing changed", overflow);
}

#[test]
fn where_the_system_gives_up_files_are_looked_through() {
    let portal = Portal::watched(How::System);
    portal.check(true, "the change of ways", |_| {
        portal
            .watching
            .notes
            .send(Note::Exhausted)
            .expect("a watch");
    });
    portal.check(true, "a save", |root| write(root, FILE, "b"));
}

#[test]
fn a_dropped_watch_tells_no_more() {
    let portal = Portal::watched(How::System);
    let Portal {
        folder,
        told,
        watching,
    } = portal;
    drop(watching);
    assert_eq!(
        told.recv_timeout(Duration::from_secs(5)),
        Err(RecvTimeoutError::Disconnected)
    );
    write(folder.path(), FILE, "b");
}
