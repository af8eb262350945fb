//! Addresses that moved lead on: a page at each old address, and two lists for web servers.
//!
//! The page works from any server and from a disk. The lists spare the detour: `_redirects` is
//! read by many hosts, `umleitungen.map` by nginx (`map $uri $umleitung { include …; }`).

use crate::bundle::Bundle;
use crate::model::Archive;
use crate::model::address::Address;
use anyhow::Result;

/// Adds the pages and the lists.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    for (old, new) in moved(archive).into_iter().filter(|(old, _)| is_page(old)) {
        bundle.make(&old.clone(), move || {
            Ok(page(archive, &old, &new).into_bytes())
        })?;
    }
    bundle.make(&Address::new("_redirects"), || {
        Ok(list(archive, |old, new| format!("{old} {new} 301\n")))
    })?;
    bundle.make(&Address::new("umleitungen.map"), || {
        Ok(list(archive, |old, new| format!("\"{old}\" \"{new}\";\n")))
    })
}

/// Every address that moved and where it leads: a page moved in every language of the portal.
pub(super) fn moved(archive: &Archive) -> Vec<(Address, Address)> {
    let mut moved = archive.redirects.clone();
    if archive
        .site
        .languages
        .iter()
        .any(|language| language.tag() == "en")
    {
        let english = |address: &Address| Address::new("en/").join(address.as_str());
        let pages = archive
            .redirects
            .iter()
            .filter(|(old, new)| is_page(old) && is_page(new));
        moved.extend(pages.map(|(old, new)| (english(old), english(new))));
    }
    moved
}

/// Only a page can say where to go on; a document's old address is in the lists.
fn is_page(address: &Address) -> bool {
    address.file().ends_with(".html")
}

/// A page without any style, which also tells people where the old one went.
fn page(archive: &Archive, old: &Address, new: &Address) -> String {
    let link = new.seen_from(old);
    let full = new.url(&archive.site.address);
    let portal = escaped(&archive.site.title.de);
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"de\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Diese Seite ist umgezogen – {portal}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={link}\">\n\
         <link rel=\"canonical\" href=\"{full}\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         </head>\n\
         <body>\n\
         <main>\n\
         <h1>Diese Seite ist umgezogen</h1>\n\
         <p><a href=\"{link}\">Weiter zur neuen Adresse</a></p>\n\
         <p lang=\"en\"><a href=\"{link}\">This page has moved. Continue to the new address.</a></p>\n\
         </main>\n\
         </body>\n\
         </html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// One line for each old address; both are paths on the portal's host, which may hold the portal
/// in a folder. Percent-encoded, they hold no character that means something to a web server.
fn list(archive: &Archive, line: impl Fn(&str, &str) -> String) -> Vec<u8> {
    let portal = folder(&archive.site.address);
    let moved = moved(archive);
    let lines = moved
        .iter()
        .map(|(old, new)| line(&old.url(portal), &new.url(portal)));
    lines.collect::<String>().into_bytes()
}

/// The path of the portal's public address: `/` or `/portal/`.
fn folder(address: &str) -> &str {
    let after_scheme = address.find("://").map_or(0, |at| at + 3);
    address[after_scheme..]
        .find('/')
        .map_or("/", |at| &address[after_scheme + at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;

    fn file(path: &str) -> String {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        add(&archive, &mut bundle).unwrap();
        let Some(Source::Make(make)) = bundle.source(path) else {
            panic!("no file {path}");
        };
        String::from_utf8(make().unwrap()).unwrap()
    }

    #[test]
    fn an_old_page_leads_on_in_three_ways() {
        let page = file("verfahren/meissen/alt/index.html");
        assert!(page.contains("content=\"0; url=../bplan-17/index.html\""));
        assert!(
            page.contains("href=\"https://beispiel.example/portal/verfahren/meissen/bplan-17/\"")
        );
        assert!(page.contains("<a href=\"../bplan-17/index.html\">"));
        assert!(page.contains("Portal &lt;Sachsen&gt;"));
        let english = file("en/verfahren/meissen/alt/index.html");
        assert!(english.contains("portal/en/verfahren/meissen/bplan-17/\""));
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn lists_name_paths_on_the_host_and_no_text_can_become_a_command() {
        let old = "/portal/verfahren/meissen/alt/";
        let new = "/portal/verfahren/meissen/bplan-17/";
        assert!(file("_redirects").contains(&format!("{old} {new} 301\n")));
        let map = file("umleitungen.map");
        assert!(map.contains(&format!("\"{old}\" \"{new}\";\n")));
        assert!(map.contains("\"/portal/a%22%3B%20%24x.pdf\" "));
        assert_eq!(folder("https://x.de"), "/");
        assert_eq!(folder("https://x.de/"), "/");
    }
}
