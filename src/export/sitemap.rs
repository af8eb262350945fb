//! The list of all pages for search engines, in parts where it grows too long, and `robots.txt`.

use crate::bundle::Bundle;
use crate::export::redirects;
use crate::model::Archive;
use crate::model::address::Address;
use crate::model::phase::Phase;
use crate::model::procedure::Procedure;
use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// So many pages a part holds; the protocol allows 50,000.
const LONGEST: usize = 45_000;

/// Adds the sitemap and `robots.txt`.
pub(super) fn add<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    let portal = &archive.site.address;
    let pages = pages(archive, bundle);
    if pages.len() <= LONGEST {
        bundle.make(&Address::new("sitemap.xml"), move || {
            Ok(part(portal, &pages))
        })?;
    } else {
        let parts: Vec<Vec<_>> = pages.chunks(LONGEST).map(<[_]>::to_vec).collect();
        let count = parts.len();
        bundle.make(&Address::new("sitemap.xml"), move || {
            Ok(index(portal, count))
        })?;
        for (number, pages) in (1..).zip(parts) {
            bundle.make(&part_address(number), move || Ok(part(portal, &pages)))?;
        }
    }
    bundle.make(&Address::new("robots.txt"), move || {
        Ok(format!("User-agent: *\nAllow: /\n\nSitemap: {portal}sitemap.xml\n").into_bytes())
    })
}

/// Every page of the bundle that is not a mere redirect, with the day it last changed where dates
/// tell it.
fn pages(archive: &Archive, bundle: &Bundle) -> Vec<(Address, Option<Date>)> {
    let moved = redirects::moved(archive).into_iter();
    let redirects: BTreeSet<String> = moved.map(|(old, _)| old.file()).collect();
    let days = days(archive);
    let pages = bundle
        .files()
        .keys()
        .filter(|path| !redirects.contains(*path));
    let pages = pages.filter_map(|path| {
        let page = path.strip_suffix("index.html")?;
        let is_folder = page.is_empty() || page.ends_with('/');
        let in_german = page.strip_prefix("en/").unwrap_or(page);
        is_folder.then(|| (Address::new(page), days.get(in_german).copied()))
    });
    pages.collect()
}

/// The day of the last event that a procedure's or a phase's page tells of.
fn days(archive: &Archive) -> HashMap<&str, Date> {
    let procedures = archive.procedures.par_iter();
    procedures
        .flat_map_iter(|procedure| days_of(procedure, archive.today))
        .collect()
}

fn days_of(procedure: &Procedure, today: Date) -> Vec<(&str, Date)> {
    let latest = |phase: &Phase| {
        let known = known(phase).into_iter().flatten();
        known.filter(|day| *day <= today).max()
    };
    let phases = procedure.phases.iter();
    let mut days: Vec<_> = phases
        .filter_map(|phase| Some((phase.address.as_str(), latest(phase)?)))
        .collect();
    let last = days.iter().map(|(_, day)| *day).max();
    days.extend(last.map(|day| (procedure.address.as_str(), day)));
    days
}

fn known(phase: &Phase) -> [Option<Date>; 4] {
    [
        phase.notice.as_ref().map(|notice| notice.published),
        Some(phase.time.start()),
        // The day after the last one, on which the page no longer asks for statements.
        phase.in_time_until().and_then(|end| end.tomorrow().ok()),
        phase.void.as_ref().map(|(day, _)| *day),
    ]
}

fn part(portal: &str, pages: &[(Address, Option<Date>)]) -> Vec<u8> {
    let mut xml = String::from(HEAD);
    xml.push_str(&format!("<urlset xmlns=\"{NAMESPACE}\">\n"));
    for (address, day) in pages {
        let url = escaped(&address.url(portal));
        let day = day
            .map(|day| format!("<lastmod>{day}</lastmod>"))
            .unwrap_or_default();
        xml.push_str(&format!("<url><loc>{url}</loc>{day}</url>\n"));
    }
    xml.push_str("</urlset>\n");
    xml.into_bytes()
}

fn index(portal: &str, count: usize) -> Vec<u8> {
    let mut xml = String::from(HEAD);
    xml.push_str(&format!("<sitemapindex xmlns=\"{NAMESPACE}\">\n"));
    for number in 1..=count {
        let url = escaped(&part_address(number).url(portal));
        xml.push_str(&format!("<sitemap><loc>{url}</loc></sitemap>\n"));
    }
    xml.push_str("</sitemapindex>\n");
    xml.into_bytes()
}

fn part_address(number: usize) -> Address {
    Address::new(format!("sitemap-{number}.xml"))
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn escaped(url: &str) -> String {
    url.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::fixture;
    use std::collections::BTreeMap;

    fn files(pages: impl Iterator<Item = String>) -> BTreeMap<String, String> {
        let archive = fixture::archive();
        let mut bundle = Bundle::default();
        for page in pages {
            bundle
                .add(&Address::new(page), Source::Bytes(Vec::new()))
                .unwrap();
        }
        add(&archive, &mut bundle).unwrap();
        let made = bundle
            .files()
            .iter()
            .filter_map(|(path, file)| match &file.source {
                Source::Make(make) => {
                    Some((path.clone(), String::from_utf8(make().unwrap()).unwrap()))
                }
                _ => None,
            });
        made.collect()
    }

    #[test]
    fn pages_stand_in_it_with_their_day_and_other_files_do_not() {
        let pages = [
            "",
            "verfahren/meissen/bplan-17/",
            "verfahren/meissen/alt/",
            "en/verfahren/meissen/alt/",
            "en/",
            "404.html",
        ];
        let files = files(pages.into_iter().map(str::to_owned));
        let sitemap = &files["sitemap.xml"];
        let portal = "https://beispiel.example/portal/";
        let locations: Vec<&str> = sitemap
            .lines()
            .filter(|line| line.contains("<loc>"))
            .collect();
        assert_eq!(
            locations,
            [
                format!("<url><loc>{portal}en/</loc></url>"),
                format!("<url><loc>{portal}</loc></url>"),
                format!(
                    "<url><loc>{portal}verfahren/meissen/bplan-17/</loc>\
                     <lastmod>2026-03-02</lastmod></url>"
                ),
            ]
        );
        assert!(files["robots.txt"].ends_with(&format!("Sitemap: {portal}sitemap.xml\n")));
    }

    #[test]
    fn a_long_list_is_split() {
        let files = files((0..LONGEST + 5).map(|number| format!("{number:05}/")));
        assert_eq!(files["sitemap.xml"].matches("<loc>").count(), 2);
        assert_eq!(files["sitemap-1.xml"].matches("<loc>").count(), LONGEST);
        assert_eq!(files["sitemap-2.xml"].matches("<loc>").count(), 5);
    }
}
