//! Answers requests from a folder: the finished site.
//!
//! Nothing outside the folder is ever sent, whatever the address says and wherever a symbolic
//! link leads: the file that is opened lies below the folder after all links are resolved.

use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

use super::media::media_type;
use super::range::{self, Wanted};
use super::{Body, Method, Request, Response};

/// What lies at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file to be sent with a status: 200, or 404 for the site's own page about that.
    File {
        /// Where it lies, all links resolved.
        path: PathBuf,
        /// The status it is sent with.
        status: u16,
    },
    /// A folder that was asked for without its last slash; its address with it.
    Folder(String),
    /// Nothing, and the site has no page that says so.
    Nothing,
}

/// Answers from a folder, as a public server would. Nothing is loaded into memory.
pub fn answer(request: &Request, folder: &Path) -> Response {
    respond(request, find(request, folder))
}

/// What lies at the request's address.
pub fn find(request: &Request, folder: &Path) -> Found {
    let Ok(folder) = folder.canonicalize() else {
        return Found::Nothing;
    };
    if let Some(found) = decode(&request.path).and_then(|names| look_up(request, &names, &folder)) {
        return found;
    }
    match inside(&folder.join("404.html"), &folder) {
        Some(path) if path.is_file() => Found::File { path, status: 404 },
        _ => Found::Nothing,
    }
}

/// Turns what was found into an answer.
pub fn respond(request: &Request, found: Found) -> Response {
    match found {
        Found::File { path, status } => match open(&path) {
            Some((file, metadata)) if status == 200 => send(request, &path, file, &metadata),
            Some((file, metadata)) => whole(status, &path, file, metadata.len()),
            None => nothing(),
        },
        Found::Folder(address) => {
            Response::text(302, "Weiter zum Ordner.", "On to the folder.").with("Location", address)
        }
        Found::Nothing => nothing(),
    }
}

/// The names of a path, decoded. `None` when one of them cannot be a file of a site: it is empty,
/// hidden, names a parent, or holds a separator or a control character. The last name is empty
/// when the path ends in a slash.
pub(super) fn decode(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let names: Vec<String> = path.split('/').map(decode_name).collect::<Option<_>>()?;
    let (last, parents) = names.split_last()?;
    let is_good = |name: &String| {
        let is_hidden = name.starts_with('.') && name != ".well-known";
        !is_hidden && !name.contains(|c: char| c.is_control() || "/\\:".contains(c))
    };
    let is_complete = parents.iter().all(|name| !name.is_empty());
    (is_complete && parents.iter().chain([last]).all(is_good)).then_some(names)
}

fn decode_name(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

fn look_up(request: &Request, names: &[String], folder: &Path) -> Option<Found> {
    let mut wanted = folder.to_owned();
    wanted.extend(names.iter().filter(|name| !name.is_empty()));
    if names.last().is_some_and(String::is_empty) {
        wanted.push("index.html");
    }
    let path = inside(&wanted, folder)?;
    if path.is_file() {
        return Some(Found::File { path, status: 200 });
    }
    path.is_dir().then(|| folder_of(request))
}

/// The address of a folder whose last slash was forgotten. The names were checked, so the path has no
/// second slash at its start and leads nowhere else.
pub(super) fn folder_of(request: &Request) -> Found {
    let query = request.query.as_ref().map(|query| format!("?{query}"));
    Found::Folder(format!("{}/{}", request.path, query.unwrap_or_default()))
}

/// The real place of a path, if it exists and lies below the folder.
fn inside(path: &Path, folder: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    path.starts_with(folder).then_some(path)
}

fn open(path: &Path) -> Option<(File, Metadata)> {
    let file = File::open(path).ok()?;
    let metadata = file.metadata().ok()?;
    metadata.is_file().then_some((file, metadata))
}

fn nothing() -> Response {
    Response::text(
        404,
        "404 – Diese Seite gibt es nicht.",
        "404 – There is no such page.",
    )
}

/// Sends a file, the part of it that is wanted, or word that the browser has it already.
fn send(request: &Request, path: &Path, file: File, metadata: &Metadata) -> Response {
    let size = metadata.len();
    let modified = metadata.modified().ok();
    let modified = modified.and_then(|time| Timestamp::try_from(time).ok());
    let tag = format!(
        "\"{:x}-{size:x}\"",
        modified.map_or(0, Timestamp::as_nanosecond)
    );
    let date = modified.and_then(|time| {
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&time)
            .ok()
    });
    let response = match part(request, size, &tag, date.as_deref()) {
        _ if is_known(request, &tag, modified) => whole(304, path, file, size),
        Wanted::Whole => whole(200, path, file, size),
        Wanted::Nothing => Response::text(
            416,
            "Der gewünschte Teil liegt nicht in der Datei.",
            "The wanted part is not in the file.",
        )
        .with("Content-Range", format!("bytes */{size}")),
        Wanted::Part { start, length } => {
            let mut part = whole(206, path, file, size);
            if let Body::File { file, .. } = part.body {
                part.body = Body::File {
                    file,
                    start,
                    length,
                };
            }
            let last = start + length - 1;
            part.with("Content-Range", format!("bytes {start}-{last}/{size}"))
        }
    };
    let response = response.with("ETag", tag).with("Accept-Ranges", "bytes");
    match date {
        Some(date) => response.with("Last-Modified", date),
        None => response,
    }
}

fn whole(status: u16, path: &Path, file: File, length: u64) -> Response {
    let body = Body::File {
        file,
        start: 0,
        length,
    };
    Response::new(status, body)
        .with("Content-Type", media_type(path))
        .with("Cache-Control", "no-cache")
}

/// Whether the browser's copy is still good; a tag says more than a date.
fn is_known(request: &Request, tag: &str, modified: Option<Timestamp>) -> bool {
    if let Some(known) = request.header("if-none-match") {
        let same = |one: &str| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag;
        return known.split(',').map(str::trim).any(same);
    }
    let known = request.header("if-modified-since");
    let known = known.and_then(|date| DateTimeParser::new().parse_timestamp(date).ok());
    let (Some(known), Some(modified)) = (known, modified) else {
        return false;
    };
    modified.as_second() <= known.as_second()
}

/// Which part is wanted. `If-Range` asks for it only if the file is still the same.
fn part(request: &Request, size: u64, tag: &str, date: Option<&str>) -> Wanted {
    let is_same = match request.header("if-range") {
        Some(known) => known == tag || Some(known) == date,
        None => true,
    };
    match request.header("range") {
        Some(header) if is_same && request.method == Method::Get => range::wanted(header, size),
        _ => Wanted::Whole,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[expect(
        clippy::disallowed_methods,
        reason = "the test prepares the folder it reads"
    )]
    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn site() -> tempfile::TempDir {
        let outer = tempfile::tempdir().expect("a folder");
        write(outer.path(), "secret.txt", "secret");
        let site = outer.path().join("site");
        write(&site, "index.html", "start");
        write(&site, "404.html", "gone");
        write(&site, "plan/index.html", "plan");
        write(&site, "plan/größe 1.txt", "0123456789");
        write(&site, ".hidden/a.txt", "hidden");
        write(&site, ".well-known/security.txt", "mail");
        outer
    }

    fn body(response: Response) -> String {
        let mut text = String::new();
        match response.body {
            Body::Bytes(bytes) => text = String::from_utf8(bytes).expect("text"),
            Body::File {
                mut file,
                start,
                length,
            } => {
                let mut all = String::new();
                file.read_to_string(&mut all).expect("text");
                let (start, length) = (start as usize, length as usize);
                text.push_str(&all[start..start + length]);
            }
            Body::Events(_) => {}
        }
        text
    }

    fn check(request: &Request, status: u16, expected: &str) -> Vec<(&'static str, String)> {
        let outer = site();
        let response = answer(request, &outer.path().join("site"));
        assert_eq!(response.status, status, "{request:?}");
        let headers = response.headers.clone();
        assert_eq!(body(response), expected, "{request:?}");
        headers
    }

    fn value<'a>(headers: &'a [(&'static str, String)], name: &str) -> &'a str {
        let found = headers.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    #[test]
    fn pages_and_files_are_found() {
        let headers = check(&Request::get("/"), 200, "start");
        assert_eq!(value(&headers, "Content-Type"), "text/html; charset=utf-8");
        assert_eq!(value(&headers, "X-Content-Type-Options"), "nosniff");
        assert_eq!(value(&headers, "Cache-Control"), "no-cache");
        assert!(value(&headers, "Content-Security-Policy").starts_with("default-src 'none'; "));
        assert!(value(&headers, "Last-Modified").ends_with(" GMT"));
        check(&Request::get("/index.html?a=b"), 200, "start");
        check(&Request::get("/plan/"), 200, "plan");
        check(
            &Request::get("/plan/gr%C3%B6%c3%9fe%201.txt"),
            200,
            "0123456789",
        );
        check(&Request::get("/.well-known/security.txt"), 200, "mail");
    }

    #[test]
    fn a_folder_is_sent_on_to_its_slash() {
        let words = "Weiter zum Ordner.\nOn to the folder.\n";
        let headers = check(&Request::get("/plan?a=b"), 302, words);
        assert_eq!(value(&headers, "Location"), "/plan/?a=b");
    }

    #[test]
    fn nothing_outside_the_site_is_sent() {
        for path in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/plan/../../secret.txt",
            "/plan/%2e%2e/%2E%2E/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "/..\\secret.txt",
            "/plan/..%2f..%2fsecret.txt",
            "//secret.txt",
            "/%2fetc/passwd",
            "//etc/passwd",
            "//evil.example/",
            "/plan//",
            "/./index.html",
            "/%00",
            "/index.html%00.txt",
            "/index.html/",
            "/plan/%",
            "/plan/%f",
            "/plan/%zz",
            "/%ff%fe",
            "/%c0%ae%c0%ae/secret.txt",
            "/C:/secret.txt",
            "/.hidden/a.txt",
            "/index.html:stream",
            "/missing",
            "/missing/",
            "*",
            "",
        ] {
            check(&Request::get(path), 404, "gone");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leaves_the_site_leads_nowhere() {
        let outer = site();
        let site = outer.path().join("site");
        let link = |target: &Path, name: &str| {
            std::os::unix::fs::symlink(target, site.join(name)).expect("a link");
        };
        link(&outer.path().join("secret.txt"), "out.txt");
        link(outer.path(), "out");
        link(&site.join("plan"), "in");
        link(&site.join("loop"), "loop");
        let ask = |path: &str| body(answer(&Request::get(path), &site));
        assert_eq!(ask("/out.txt"), "gone");
        assert_eq!(ask("/out/secret.txt"), "gone");
        assert_eq!(ask("/out"), "gone");
        assert_eq!(ask("/loop"), "gone");
        assert_eq!(ask("/in/"), "plan");
    }

    #[test]
    fn a_site_without_its_own_page_for_it_still_says_404() {
        let empty = tempfile::tempdir().expect("a folder");
        assert_eq!(answer(&Request::get("/"), empty.path()).status, 404);
        let gone = empty.path().join("gone");
        let response = answer(&Request::get("/"), &gone);
        assert_eq!(response.status, 404);
        assert!(body(response).contains("Diese Seite gibt es nicht."));
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let outer = site();
        let site = outer.path().join("site");
        let ask = |name: &str, value: &str| {
            let request = Request::get("/").with(name, value);
            answer(&request, &site).status
        };
        let first = answer(&Request::get("/"), &site);
        let tag = first.header("ETag").expect("a tag");
        let date = first.header("Last-Modified").expect("a date");
        assert_eq!(ask("If-None-Match", tag), 304);
        assert_eq!(ask("If-None-Match", &format!("\"x\", W/{tag}")), 304);
        assert_eq!(ask("If-None-Match", "*"), 304);
        assert_eq!(ask("If-None-Match", "\"x\""), 200);
        assert_eq!(ask("If-Modified-Since", date), 304);
        assert_eq!(
            ask("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
            200
        );
        assert_eq!(ask("If-Modified-Since", "yesterday"), 200);
    }

    #[test]
    fn parts_of_a_file_are_sent() {
        let file = Request::get("/plan/gr%C3%B6%C3%9Fe%201.txt");
        let headers = check(&file.clone().with("Range", "bytes=2-4"), 206, "234");
        assert_eq!(value(&headers, "Content-Range"), "bytes 2-4/10");
        check(&file.clone().with("Range", "bytes=-2"), 206, "89");
        check(
            &file.clone().with("Range", "bytes=0-1,3-4"),
            200,
            "0123456789",
        );
        let words = "Der gewünschte Teil liegt nicht in der Datei.\n\
                     The wanted part is not in the file.\n";
        let headers = check(&file.clone().with("Range", "bytes=10-"), 416, words);
        assert_eq!(value(&headers, "Content-Range"), "bytes */10");
        let changed = file.with("Range", "bytes=2-4").with("If-Range", "\"old\"");
        check(&changed, 200, "0123456789");
    }

    #[test]
    fn a_part_is_sent_while_the_file_is_the_same() {
        let outer = site();
        let site = outer.path().join("site");
        let first = answer(&Request::get("/"), &site);
        for name in ["ETag", "Last-Modified"] {
            let known = first.header(name).expect("a header");
            let request = Request::get("/")
                .with("Range", "bytes=0-0")
                .with("If-Range", known);
            let response = answer(&request, &site);
            assert_eq!((response.status, body(response).as_str()), (206, "s"));
        }
    }
}
