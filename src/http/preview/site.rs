//! The site of the preview: files are made when they are asked for.

use crate::http::files::{self, Found};
use crate::http::media::media_type;
use crate::http::{Body, Request, Response};
use std::path::{Path, PathBuf};

/// A site whose files are made when they are asked for.
pub trait Site: Send + Sync {
    /// What stands at a path below the site's folder, such as `verfahren/index.html`.
    fn at(&self, path: &str) -> At;
}

/// What stands at a path of a site.
#[derive(Debug)]
pub enum At {
    /// A file that was made.
    Bytes(Vec<u8>),
    /// A document as it lies in the portal's folder.
    Document(PathBuf),
    /// A page that cannot be made, and why.
    Fault(String),
    /// A folder.
    Folder,
    /// Nothing.
    Nothing,
}

/// What a browser gets from a site.
pub enum Answer {
    /// A page, to which the preview may add something, with its status.
    Page(u16, Vec<u8>),
    /// Anything else.
    Other(Response),
}

/// Answers from a site as a public server would from its files.
pub fn answer(request: &Request, site: &dyn Site) -> Answer {
    let names = files::decode(&request.path);
    let path = names.as_ref().map(|names| path_of(names));
    match path.as_ref().map_or(At::Nothing, |path| site.at(path)) {
        At::Bytes(bytes) => made(path.as_deref().unwrap_or_default(), 200, bytes),
        At::Document(path) => {
            let found = Found::File { path, status: 200 };
            Answer::Other(files::respond(request, found))
        }
        At::Fault(why) => Answer::Page(500, fault(&why)),
        At::Folder => Answer::Other(files::respond(request, files::folder_of(request))),
        At::Nothing => match site.at("404.html") {
            At::Bytes(bytes) => made("404.html", 404, bytes),
            _ => Answer::Other(files::respond(request, Found::Nothing)),
        },
    }
}

/// The path of a file: an address that ends in a slash means the page there.
fn path_of(names: &[String]) -> String {
    let mut path = names.join("/");
    if names.last().is_some_and(String::is_empty) {
        path.push_str("index.html");
    }
    path
}

fn made(path: &str, status: u16, bytes: Vec<u8>) -> Answer {
    let media_type = media_type(Path::new(path));
    if media_type.starts_with("text/html") {
        return Answer::Page(status, bytes);
    }
    let response = Response::new(status, Body::Bytes(bytes));
    let response = response.with("Content-Type", media_type);
    Answer::Other(response.with("Cache-Control", "no-store"))
}

/// The page that stands where another cannot be made.
fn fault(why: &str) -> Vec<u8> {
    let mut escaped = String::new();
    for character in why.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            other => escaped.push(other),
        }
    }
    include_str!("fehler.html")
        .replace("{why}", &escaped)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed;

    impl Site for Fixed {
        fn at(&self, path: &str) -> At {
            match path {
                "index.html" | "a/index.html" | "404.html" => At::Bytes(path.into()),
                "a" => At::Folder,
                "a/b.css" => At::Bytes("p{}".into()),
                "a/fault.html" => At::Fault("<b> & c".into()),
                _ => At::Nothing,
            }
        }
    }

    fn ask(target: &str) -> (u16, String) {
        match answer(&Request::get(target), &Fixed) {
            Answer::Page(status, bytes) => (status, String::from_utf8(bytes).unwrap()),
            Answer::Other(response) => match response.body {
                Body::Bytes(bytes) => (response.status, String::from_utf8(bytes).unwrap()),
                other => panic!("{other:?}"),
            },
        }
    }

    #[test]
    fn pages_files_and_folders_are_found() {
        assert_eq!(ask("/"), (200, "index.html".to_owned()));
        assert_eq!(ask("/a/?b=c"), (200, "a/index.html".to_owned()));
        assert_eq!(ask("/a/b.css"), (200, "p{}".to_owned()));
        assert_eq!(ask("/a").0, 302);
        for nothing in ["/b/", "/../index.html", "/%2e%2e/index.html", "//a/", "/.a"] {
            assert_eq!(ask(nothing), (404, "404.html".to_owned()), "{nothing}");
        }
    }

    #[test]
    fn a_page_that_cannot_be_made_says_why_and_runs_nothing() {
        let (status, page) = ask("/a/fault.html");
        assert_eq!(status, 500);
        assert!(page.contains("&lt;b> &amp; c"), "{page}");
    }
}
