//! The finished site as a planner sees it while writing: each page reloads itself when the site
//! was built anew and lists what the check found.
//!
//! Nothing of this is in the files. A script and a style sheet are added to a page while it is
//! sent; they come from addresses that no site has, so the page's own strict policy allows them.

mod site;

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

pub use site::{At, Site};

use site::Answer;

use super::media::media_type;
use super::{Body, Event, Request, Response};

const EVENTS: &str = "/.offenlage/ereignisse";
const SCRIPT: &str = "/.offenlage/vorschau.js";
const STYLE: &str = "/.offenlage/vorschau.css";

/// How often a browser that listens is tried while nothing happens.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// What the last build gave, as the browser gets it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Whether the site could not be built and the last good one is still shown.
    pub failed: bool,
    /// What stopped the program itself, such as a full disk.
    pub trouble: Option<Words>,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many notes there are.
    pub notes: usize,
    /// The findings to list, most important first.
    pub findings: Vec<Entry>,
    /// How many findings are not listed.
    pub more: usize,
}

/// A sentence in both languages.
#[derive(Debug, Clone, Serialize)]
pub struct Words {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

/// A finding as it is listed beside the page.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Permanent id of its kind, such as `DOC-002`.
    pub id: String,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// What is wrong.
    pub message: Words,
    /// Why it matters.
    pub reason: Option<Words>,
    /// What to do.
    pub help: Option<Words>,
    /// Path of the file below the portal's folder.
    pub file: String,
    /// Line and column, both from 1; nothing for a file as a whole.
    pub line: Option<usize>,
    /// A column is a character, not a byte.
    pub column: Option<usize>,
    /// The line that holds it.
    pub excerpt: Option<Excerpt>,
}

/// A line of a file with the part that is meant.
#[derive(Debug, Clone, Serialize)]
pub struct Excerpt {
    /// What stands before.
    pub before: String,
    /// What is meant.
    pub marked: String,
    /// What stands behind.
    pub after: String,
}

/// What is shown at the moment. Shared between the server and whoever builds.
pub struct Preview {
    /// Tells the builds of this run from those of an earlier one.
    run: String,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    site: Option<Arc<dyn Site>>,
    /// How many builds succeeded.
    build: u64,
    /// How many reports there were.
    reports: u64,
    message: String,
    is_closed: bool,
}

/// A report with the build that a page must come from in order to be the latest.
#[derive(Serialize)]
struct Message<'a> {
    build: &'a str,
    /// Whether there is no site yet that a page could come from.
    is_empty: bool,
    report: &'a Report,
}

impl Preview {
    /// A preview that has nothing to show yet. `run` tells it from earlier ones at the same
    /// address, whose pages may still be open; the time of its start does.
    pub fn new(run: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            run: run.into(),
            state: Mutex::default(),
            changed: Condvar::new(),
        })
    }

    /// Takes what a build gave: the site, or none if it failed. All open pages are told. Returns
    /// whether there is a site to be seen, be it an earlier one.
    pub fn show(&self, site: Option<Arc<dyn Site>>, report: &Report) -> bool {
        let mut state = self.state();
        if site.is_some() {
            state.site = site;
            state.build += 1;
        }
        state.reports += 1;
        let build = self.build(&state);
        let message = Message {
            build: &build,
            is_empty: state.site.is_none(),
            report,
        };
        state.message = serde_json::to_string(&message).unwrap_or_default();
        self.changed.notify_all();
        state.site.is_some()
    }

    /// Ends all streams of events.
    pub fn close(&self) {
        self.state().is_closed = true;
        self.changed.notify_all();
    }

    /// Answers a request: the site with what the preview adds to it.
    pub fn answer(self: &Arc<Self>, request: &Request) -> Response {
        match request.path.as_str() {
            EVENTS => self.events(),
            SCRIPT => own("vorschau.js", include_str!("vorschau.js")),
            STYLE => own("vorschau.css", include_str!("vorschau.css")),
            _ => self.page(request),
        }
    }

    fn events(self: &Arc<Self>) -> Response {
        let listener = Listener {
            preview: Arc::clone(self),
            heard: 0,
        };
        Response::new(200, Body::Events(Box::new(listener)))
            .with("Content-Type", "text/event-stream; charset=utf-8")
            .with("Cache-Control", "no-store")
    }

    fn page(&self, request: &Request) -> Response {
        let (site, build) = {
            let state = self.state();
            (state.site.clone(), self.build(&state))
        };
        let Some(site) = site else {
            return page(503, include_str!("noch-nichts.html").into(), &build);
        };
        match site::answer(request, &*site) {
            Answer::Page(status, html) => page(status, html, &build),
            Answer::Other(response) => response,
        }
    }

    fn build(&self, state: &State) -> String {
        format!("{}-{}", self.run, state.build)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A browser that listens: it gets the state at once and then every change.
struct Listener {
    preview: Arc<Preview>,
    heard: u64,
}

impl Iterator for Listener {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let preview = &self.preview;
        let has_heard = |state: &mut State| !state.is_closed && state.reports == self.heard;
        let waited = (preview.changed).wait_timeout_while(preview.state(), HEARTBEAT, has_heard);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return None;
        }
        if state.reports == self.heard {
            return Some(Event::Alive);
        }
        self.heard = state.reports;
        Some(Event::Data(state.message.clone()))
    }
}

/// One of the preview's own files.
fn own(name: &str, text: &str) -> Response {
    Response::new(200, Body::Bytes(text.into()))
        .with("Content-Type", media_type(Path::new(name)))
        .with("Cache-Control", "no-store")
}

/// A page with the script in it. It is never kept by the browser: the same file gets another
/// build's name later.
fn page(status: u16, html: Vec<u8>, build: &str) -> Response {
    Response::new(status, Body::Bytes(add_script(html, build)))
        .with("Content-Type", "text/html; charset=utf-8")
        .with("Cache-Control", "no-store")
}

/// Adds script and style before the last `</body>`, or at the end where there is none.
fn add_script(mut html: Vec<u8>, build: &str) -> Vec<u8> {
    let added = format!(
        "<link rel=\"stylesheet\" href=\"{STYLE}\">\n\
         <script src=\"{SCRIPT}\" data-build=\"{build}\" defer></script>\n"
    );
    let end = html
        .windows(7)
        .rposition(|window| window.eq_ignore_ascii_case(b"</body>"));
    let end = end.unwrap_or(html.len());
    html.splice(end..end, added.into_bytes());
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Site for Fixed {
        fn at(&self, path: &str) -> At {
            let text = match path {
                "index.html" => "<p>one</p></BODY></html>",
                "part.html" => "<p>part</p>",
                "404.html" => "<p>gone</p></body>",
                "a.css" => "p{}</body>",
                _ => return At::Nothing,
            };
            At::Bytes(text.into())
        }
    }

    fn site() -> Option<Arc<dyn Site>> {
        Some(Arc::new(Fixed))
    }

    fn ask(preview: &Arc<Preview>, request: &Request) -> (u16, String) {
        let response = preview.answer(request);
        match response.body {
            Body::Bytes(bytes) => (response.status, String::from_utf8(bytes).expect("text")),
            other => (response.status, format!("{other:?}")),
        }
    }

    fn listen(preview: &Arc<Preview>) -> Box<dyn Iterator<Item = Event> + Send> {
        match preview.answer(&Request::get(EVENTS)).body {
            Body::Events(events) => events,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pages_get_the_script_and_nothing_else_does() {
        let preview = Preview::new("7");
        preview.show(site(), &Report::default());
        let added = "<link rel=\"stylesheet\" href=\"/.offenlage/vorschau.css\">\n\
            <script src=\"/.offenlage/vorschau.js\" data-build=\"7-1\" defer></script>\n";
        let page = Request::get("/")
            .with("Range", "bytes=0-1")
            .with("If-None-Match", "*");
        assert_eq!(
            ask(&preview, &page),
            (200, format!("<p>one</p>{added}</BODY></html>"))
        );
        let part = ask(&preview, &Request::get("/part.html"));
        assert_eq!(part, (200, format!("<p>part</p>{added}")));
        let gone = ask(&preview, &Request::get("/x/"));
        assert_eq!(gone, (404, format!("<p>gone</p>{added}</body>")));
        let style = ask(&preview, &Request::get("/a.css"));
        assert_eq!(style, (200, "p{}</body>".into()));
        let page = preview.answer(&Request::get("/"));
        assert_eq!(page.header("Cache-Control"), Some("no-store"));
        assert_eq!(page.header("ETag"), None);
    }

    #[test]
    fn the_last_good_site_stays_when_a_build_fails() {
        let preview = Preview::new("7");
        assert_eq!(ask(&preview, &Request::get("/")).0, 503);
        let failed = Report {
            failed: true,
            ..Report::default()
        };
        assert!(!preview.show(None, &failed));
        assert_eq!(ask(&preview, &Request::get("/")).0, 503);
        assert!(preview.show(site(), &Report::default()));
        assert!(preview.show(None, &failed));
        let (status, page) = ask(&preview, &Request::get("/"));
        assert_eq!(status, 200);
        assert!(page.contains("data-build=\"7-1\""), "{page}");
    }

    #[test]
    fn a_listener_hears_the_state_at_once_and_then_every_change() {
        let preview = Preview::new("7");
        preview.show(site(), &Report::default());
        let mut events = listen(&preview);
        let heard = |event: Option<Event>| match event {
            Some(Event::Data(data)) => {
                serde_json::from_str::<serde_json::Value>(&data).expect("JSON")
            }
            other => panic!("{other:?}"),
        };
        let first = heard(events.next());
        assert_eq!(first["build"], "7-1");
        assert_eq!(
            (&first["report"]["failed"], &first["is_empty"]),
            (&false.into(), &false.into())
        );
        let waiting = std::thread::spawn(move || (events.next(), events.next()));
        let failed = Report {
            failed: true,
            ..Report::default()
        };
        preview.show(None, &failed);
        std::thread::sleep(Duration::from_millis(50));
        preview.close();
        let (second, end) = waiting.join().expect("no panic");
        let second = heard(second);
        assert_eq!(second["build"], "7-1");
        assert_eq!(second["report"]["failed"], true);
        assert_eq!(end, None);
    }

    #[test]
    fn its_own_files_are_there_before_the_first_build() {
        let preview = Preview::new("7");
        let script = preview.answer(&Request::get(SCRIPT));
        assert_eq!(
            script.header("Content-Type"),
            Some("text/javascript; charset=utf-8")
        );
        let style = preview.answer(&Request::get(STYLE));
        assert_eq!(
            style.header("Content-Type"),
            Some("text/css; charset=utf-8")
        );
        assert_eq!(ask(&preview, &Request::get("/.offenlage/other")).0, 503);
    }
}
