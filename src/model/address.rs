//! Where a page or file stands in the portal. Addresses are permanent.

use crate::finding::lasting::lasting_as;
use std::fmt;

/// The file that holds a page in its folder.
const INDEX: &str = "index.html";

/// An address below the portal's root, without a leading slash: `verfahren/meissen/bplan-17/` for
/// a page (the root page is the empty address), `feed.atom` for a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);
lasting_as!(Address(String));

impl Address {
    /// An address; `path` ends in a slash, or is empty, for a page.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// An address below this page.
    pub fn join(&self, below: &str) -> Self {
        let mut path = String::with_capacity(self.0.len() + below.len());
        path.push_str(&self.0);
        path.push_str(below);
        Self(path)
    }

    /// The address as it stands in a sitemap: without `index.html`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds it: a page is its folder's `index.html`.
    pub fn file(&self) -> String {
        match self.is_page() {
            true => self.join(INDEX).0,
            false => self.0.clone(),
        }
    }

    /// The full address below the portal's public one, which ends in a slash.
    pub fn url(&self, portal: &str) -> String {
        let mut url = String::with_capacity(portal.len() + self.0.len() + 8);
        url.push_str(portal);
        push_encoded(&mut url, &self.0);
        url
    }

    /// A relative link from another address to this one. It names `index.html`, so that it also
    /// works where nobody serves folders: below any subfolder and from a USB stick.
    pub fn seen_from(&self, from: &Self) -> String {
        let (here, there) = (from.0.as_str(), self.0.as_str());
        let pairs = here.bytes().zip(there.bytes());
        let same = pairs.take_while(|(a, b)| a == b).count();
        let slash = memchr::memrchr(b'/', &here.as_bytes()[..same]);
        let shared = slash.map_or(0, |at| at + 1);
        let up = here.bytes().skip(shared).filter(|byte| *byte == b'/');
        let mut link = String::with_capacity(there.len() + INDEX.len() + 12);
        up.for_each(|_| link.push_str("../"));
        push_encoded(&mut link, &there[shared..]);
        if self.is_page() {
            link.push_str(INDEX);
        }
        link
    }

    /// Whether it is a page's address and no file's.
    fn is_page(&self) -> bool {
        self.0.is_empty() || self.0.ends_with('/')
    }
}

/// A path as a link has it: documents keep the names people gave them, and a space, `#`, `?` or
/// `%` in one would lead elsewhere.
fn push_encoded(link: &mut String, path: &str) {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    if path.bytes().all(is_plain) {
        return link.push_str(path);
    }
    for byte in path.bytes() {
        match is_plain(byte) {
            true => link.push(char::from(byte)),
            false => link.push_str(&format!("%{byte:02X}")),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_the_file() {
        let link = |from: &str, to: &str| Address::new(to).seen_from(&Address::new(from));
        assert_eq!(link("", "verfahren/"), "verfahren/index.html");
        assert_eq!(link("verfahren/a/b/", ""), "../../../index.html");
        assert_eq!(link("verfahren/a/b/", "verfahren/a/c/x.pdf"), "../c/x.pdf");
        assert_eq!(link("v/ä/b/", "v/ö/"), "../../%C3%B6/index.html");
        assert_eq!(link("v/ä/b/", "v/å/"), "../../%C3%A5/index.html");
        assert_eq!(
            link("v/a/", "v/a/Plan #1: 50 %.pdf"),
            "Plan%20%231%3A%2050%20%25.pdf"
        );
        assert_eq!(
            Address::new("a b/").url("https://x.de/"),
            "https://x.de/a%20b/"
        );
        assert_eq!(link("a/", "a/"), "index.html");
        assert_eq!(link("a/b/", "ab/"), "../../ab/index.html");
    }
}
