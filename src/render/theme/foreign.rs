//! What a theme would load from another server (`PRI-002`).
//!
//! A policy in every page lets nothing foreign in. A theme of one's own may leave the policy out, or count on
//! what it bars; both are seen in its templates and styles. What a script does is not: the policy is for that.

use crate::finding::{File, Finding, Findings, Level, say};
use crate::render::kinds;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Attributes whose address a browser fetches, whatever element has them.
const FETCHED: [&str; 4] = ["data", "poster", "src", "srcset"];
/// What a `link` fetches; any other only says where something is.
const FETCHED_LINKS: [&str; 8] = [
    "dns-prefetch",
    "icon",
    "manifest",
    "modulepreload",
    "preconnect",
    "prefetch",
    "preload",
    "stylesheet",
];
/// What a page must have in its head.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\"";
/// What may stand before the slashes with which the address of another server begins.
const SCHEMES: [&str; 2] = ["https:", "http:"];

/// Adds a finding for everything that templates and styles fetch elsewhere, and for pages without the policy.
pub fn check(
    templates: &BTreeMap<String, Arc<File>>,
    styles: &[Arc<File>],
    findings: &mut Findings,
) {
    for file in templates.values().chain(styles) {
        for (at, address) in addresses(file.text()) {
            if is_fetched(&file.text()[..at]) {
                findings.add(fetched(file, at, address));
            }
        }
    }
    for file in templates.values() {
        let head = ["<head>", "<head "]
            .iter()
            .find_map(|head| file.text().find(head));
        if let Some(at) = head.filter(|_| !file.text().contains(POLICY)) {
            findings.add(without_policy(file, at));
        }
    }
}

/// The addresses of other servers in a text, with the bytes where they begin.
fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_end = |sign: char| sign.is_whitespace() || "\"'()<>,;".contains(sign);
    let mut from = 0;
    std::iter::from_fn(move || {
        let slashes = from + text.get(from..)?.find("//")?;
        let scheme = SCHEMES.iter().find(|own| text[..slashes].ends_with(**own));
        let at = slashes - scheme.map_or(0, |own| own.len());
        let length = text[at..].find(is_end).unwrap_or(text.len() - at);
        from = slashes + 2;
        Some((at, &text[at..at + length]))
    })
}

/// Whether the address behind these words is fetched when the page is shown.
fn is_fetched(before: &str) -> bool {
    let bare = before.trim_end_matches(['"', '\'']);
    if bare.ends_with("url(") || (bare.len() < before.len() && bare.trim_end().ends_with("@import"))
    {
        return true;
    }
    let Some(tag) = before.rfind('<').map(|at| &before[at + 1..]) else {
        return false;
    };
    let Some(named) = bare.trim_end().strip_suffix('=') else {
        // Further pictures of a `srcset` stand behind a comma.
        return tag.contains("srcset=") && bare.trim_end().ends_with(',');
    };
    let is_letter = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == ':';
    let attribute = named.trim_end().rsplit(|sign| !is_letter(sign)).next();
    let attribute = attribute.unwrap_or_default().to_ascii_lowercase();
    let element = tag.split(|sign| !is_letter(sign)).next();
    match element.unwrap_or_default() {
        "link" => attribute == "href" && FETCHED_LINKS.iter().any(|own| tag.contains(own)),
        "image" | "use" => attribute.ends_with("href"),
        _ => FETCHED.contains(&attribute.as_str()),
    }
}

fn fetched(file: &Arc<File>, at: usize, address: &str) -> Finding {
    let message = say(
        format!("Das Thema lädt etwas von einem anderen Server: {address}"),
        format!("The theme loads something from another server: {address}"),
    );
    let place = file.bytes(at..at + address.len());
    Finding::new(&kinds::FOREIGN, place, message)
        .because(say(
            "Jeder Besuch würde dem fremden Anbieter gemeldet, auch auf der Seite mit dem Formular (Art. 5 Abs. 1 Buchst. c DSGVO, § 25 TDDDG).",
            "Every visit would be told to the other provider, also on the page with the form (Art. 5 (1) c GDPR, § 25 TDDDG).",
        ))
        .help(say(
            "Legen Sie die Datei zu den assets des Themas, und schreiben Sie {{ asset(name=\"…\") }}.",
            "Put the file to the assets of the theme, and write {{ asset(name=\"…\") }}.",
        ))
}

/// A warning: a page without it need not load anything foreign.
fn without_policy(file: &Arc<File>, at: usize) -> Finding {
    let message = say(
        "Dieser Seite fehlt die Richtlinie, die Fremdes aussperrt (Content-Security-Policy)",
        "This page lacks the policy that bars what is foreign (Content-Security-Policy)",
    );
    let place = file.bytes(at..at + "<head".len());
    Finding::new(&kinds::FOREIGN, place, message)
        .because(say(
            "Ohne sie lädt ein Browser, was immer ein Skript oder eine Vorlage nennt, auch von anderen Servern.",
            "Without it a browser loads whatever a script or template names, from other servers as well.",
        ))
        .help(say(
            "Schreiben Sie in den Kopf: <meta http-equiv=\"Content-Security-Policy\" content=\"{{ site.policy }}\">",
            "Write into the head: <meta http-equiv=\"Content-Security-Policy\" content=\"{{ site.policy }}\">",
        ))
        .at_level(Level::Warning)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, text: &str) -> Vec<(usize, String)> {
        let file = File::new(name, text.to_owned());
        let mut findings = Findings::default();
        match name.ends_with(".css") {
            true => check(&BTreeMap::new(), &[file], &mut findings),
            false => check(
                &BTreeMap::from([(name.to_owned(), file)]),
                &[],
                &mut findings,
            ),
        }
        let sorted = findings.sorted().into_iter();
        let place = |found: &Finding| {
            (
                found.place.line_and_column().1,
                found.place.text().to_owned(),
            )
        };
        sorted.map(place).collect()
    }

    #[test]
    fn what_a_browser_fetches_elsewhere_is_found() {
        for fetching in [
            "<script defer src=\"https://a.example/x.js\"></script>",
            "<img alt='' src = '//a.example/x.png'>",
            "<link rel=\"stylesheet\" href=\"http://a.example/x.css\">",
            "<object data=\"https://a.example/x.pdf\"></object>",
            "<svg><use href=\"https://a.example/x.svg#a\"/></svg>",
            "<p style=\"background: url('https://a.example/x.png')\">",
        ] {
            let found = found("a.html", fetching);
            assert_eq!(found.len(), 1, "{fetching}");
            assert!(found[0].1.contains("//a.example/x."), "{found:?}");
        }
        let two = "<img srcset=\"https://a.example/x.png 1x, https://a.example/y.png 2x\">";
        assert_eq!(found("a.html", two).len(), 2);
        let style =
            "@font-face { src: url(https://a.example/x.woff2) }\n@import \"//a.example/y.css\";";
        assert_eq!(found("a.css", style).len(), 2);
    }

    #[test]
    fn what_only_leads_elsewhere_is_not() {
        for leading in [
            "<a href=\"https://a.example/\">Mehr</a> https://b.example/",
            "<link rel=\"canonical\" href=\"https://a.example/\">",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
            "<form action=\"https://a.example/\" method=\"post\">",
            "<script src=\"{{ asset(name='x.js') }}\"></script> // https://a.example",
            "<!-- src=https --> <time datetime=\"2026\">",
        ] {
            assert_eq!(found("a.html", leading), [], "{leading}");
        }
        assert_eq!(
            found(
                "a.css",
                "/* https://a.example/licence */ a { b: url(c.svg) }"
            ),
            []
        );
    }

    #[test]
    fn a_page_has_the_policy() {
        let bare = "<html><head><title>A</title></head></html>";
        assert_eq!(found("a.html", bare), [(7, "<head".to_owned())]);
        let with = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"{{ site.policy }}\"></head>";
        assert_eq!(found("a.html", with), []);
        assert_eq!(found("a.html", "<header>A</header>"), []);
    }
}
