//! Where a page or file stands in the portal. Addresses are permanent.

use std::fmt;

/// An address below the portal's root, without a leading slash: `verfahren/meissen/bplan-17/` for
/// a page (the root page is the empty address), `feed.atom` for a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// An address; `path` ends in a slash, or is empty, for a page.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// An address below this page.
    pub fn join(&self, below: &str) -> Self {
        Self(format!("{}{below}", self.0))
    }

    /// The address as it stands in a sitemap: without `index.html`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that holds it: a page is its folder's `index.html`.
    pub fn file(&self) -> String {
        match self.0.as_str() {
            page if page.is_empty() || page.ends_with('/') => format!("{page}index.html"),
            file => file.to_owned(),
        }
    }

    /// The full address below the portal's public one, which ends in a slash.
    pub fn url(&self, portal: &str) -> String {
        format!("{portal}{}", percent_encoded(&self.0))
    }

    /// A relative link from another address to this one. It names `index.html`, so that it also
    /// works where nobody serves folders: below any subfolder and from a USB stick.
    pub fn seen_from(&self, from: &Self) -> String {
        let (here, there) = (from.file(), self.file());
        let pairs = here.bytes().zip(there.bytes()).enumerate();
        let same = pairs.take_while(|(_, (a, b))| a == b);
        let slash = same.filter(|(_, (byte, _))| *byte == b'/').last();
        let shared = slash.map_or(0, |(at, _)| at + 1);
        let up = here[shared..].matches('/').count();
        format!("{}{}", "../".repeat(up), percent_encoded(&there[shared..]))
    }
}

/// A path as a link has it: documents keep the names people gave them, and a space, `#`, `?` or
/// `%` in one would lead elsewhere.
fn percent_encoded(path: &str) -> String {
    let mut link = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
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
