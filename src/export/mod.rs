#![doc = include_str!("README.md")]

pub mod calendar;
mod csv;
mod documents;
mod entries;
mod feed;
mod filter;
mod geojson;
pub mod ical;
mod json;
mod notice;
mod redirects;
pub mod search;
mod sitemap;
mod words;

use crate::bundle::Bundle;
use crate::model::Archive;
use anyhow::{Context, Result};

/// One format of machine-readable files.
pub struct Exporter {
    /// Its name on the command line.
    pub name: &'static str,
    /// Puts its files into the bundle; they are made when they are written.
    pub add: for<'a> fn(&'a Archive, &mut Bundle<'a>) -> Result<()>,
}

/// Every format, by name. The sitemap is none of them: it lists the pages that it finds in the bundle.
pub const EXPORTERS: &[Exporter] = &[
    Exporter {
        name: "calendar",
        add: calendar::add,
    },
    Exporter {
        name: "csv",
        add: csv::add,
    },
    Exporter {
        name: "documents",
        add: documents::add,
    },
    Exporter {
        name: "feed",
        add: feed::add,
    },
    Exporter {
        name: "filter",
        add: filter::add,
    },
    Exporter {
        name: "geojson",
        add: geojson::add,
    },
    Exporter {
        name: "json",
        add: json::add,
    },
    Exporter {
        name: "notice",
        add: notice::add,
    },
    Exporter {
        name: "redirects",
        add: redirects::add,
    },
    Exporter {
        name: "search",
        add: entries::add,
    },
];

/// Puts the files of every format into the bundle, which holds the pages already.
///
/// # Errors
/// If two files would stand at one address.
pub fn export<'a>(archive: &'a Archive, bundle: &mut Bundle<'a>) -> Result<()> {
    let add = |exporter: &Exporter, bundle: &mut Bundle<'a>| {
        (exporter.add)(archive, bundle).with_context(|| format!("exporter {}", exporter.name))
    };
    bundle.fill_by(EXPORTERS, add)?;
    sitemap::add(archive, bundle).context("sitemap")
}

/// Folder of the open data.
const DATA: &str = "daten/";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Source;
    use crate::model::MunicipalityId;
    use crate::model::address::Address;
    use crate::model::fixture;

    fn files(archive: &Archive) -> Vec<(String, Vec<u8>)> {
        let mut bundle = Bundle::default();
        for page in ["", "verfahren/", "verfahren/meissen/bplan-17/", "404.html"] {
            bundle
                .add(&Address::new(page), Source::Bytes(Vec::new()))
                .unwrap();
        }
        export(archive, &mut bundle).unwrap();
        let files = bundle
            .files()
            .iter()
            .map(|(path, file)| match &file.source {
                Source::Make(make) => (path.clone(), make().unwrap()),
                Source::Bytes(bytes) => (path.clone(), bytes.clone()),
                Source::Copy { sha256, .. } => (path.clone(), sha256.clone().into_bytes()),
            });
        let gathered = bundle.gathered().iter().flat_map(|gathered| {
            let files = (gathered.make)(None).into_iter();
            files.map(|(name, bytes)| (gathered.folder.join(&name).file(), bytes))
        });
        files.chain(gathered).collect()
    }

    #[test]
    fn the_table_is_sorted_and_the_same_archive_gives_the_same_bytes() {
        assert!(EXPORTERS.is_sorted_by(|a, b| a.name < b.name));
        let (once, again) = (fixture::archive(), fixture::archive());
        assert_eq!(files(&once), files(&again));
    }

    #[test]
    fn every_format_has_its_files() {
        let archive = fixture::archive();
        let files = files(&archive);
        for path in [
            "feed.atom",
            "en/feed.atom",
            "kreise/meissen/feed.atom",
            "gemeinden/meissen/feed.atom",
            "verfahren/meissen/bplan-17/feed.atom",
            "kalender.ics",
            "gemeinden/meissen/kalender.ics",
            "verfahren/meissen/bplan-17/02-veroeffentlichung/termin.ics",
            "verfahren/meissen/bplan-17/verfahren.json",
            "daten/verfahren.json",
            "daten/gemeinden.json",
            "daten/verfahren.geojson",
            "daten/verfahren.csv",
            "daten/phasen.csv",
            "suche/verzeichnis.js",
            "verfahren/filter/verzeichnis.js",
            "sitemap.xml",
            "robots.txt",
            "_redirects",
            "umleitungen.map",
            "verfahren/meissen/alt/index.html",
        ] {
            assert!(files.iter().any(|(known, _)| known == path), "{path}");
        }
        assert!(
            !files
                .iter()
                .any(|(path, _)| path.contains("01-aufstellungsbeschluss"))
        );
    }

    #[test]
    fn a_municipality_has_what_it_runs_and_what_lies_in_it() {
        let archive = fixture::archive();
        let counts: Vec<usize> = archive
            .procedures_by_municipality()
            .iter()
            .map(Vec::len)
            .collect();
        let by_scan: Vec<usize> = (0..archive.municipalities.len())
            .map(|index| archive.procedures_of(MunicipalityId(index)).count())
            .collect();
        assert_eq!(counts, by_scan);
    }
}
