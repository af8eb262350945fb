//! One portal as the endpoint knows it: what the build wrote for it.

use crate::finding::Language;
use crate::inbox::seal::Recipients;
use crate::render::form::{FormPhase, FormView, Manifest, VERSION};
use crate::render::theme::Theme;
use crate::render::theme::shared::SharedTheme;
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tera::Value;

/// A portal whose statements are taken.
pub struct Portal {
    /// Its phases and municipalities.
    pub manifest: Manifest,
    /// Where the endpoint stands for it.
    pub base: Base,
    theme: Theme,
    sites: BTreeMap<Language, Value>,
    recipients: BTreeMap<String, Recipients>,
}

/// Where the endpoint stands for a portal, taken from its public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Scheme and host with its port, as browsers name an origin: `https://annahme.example`.
    pub origin: String,
    /// Host with its port, as browsers send it.
    pub host: String,
    /// Path, beginning and ending in a slash.
    pub path: String,
}

impl Base {
    fn read(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let (host, path) = rest.split_once('/')?;
        let host = host.to_ascii_lowercase();
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(usual).unwrap_or(&host).to_owned();
        let is_web = scheme == "https" || scheme == "http";
        (is_web && !host.is_empty()).then(|| Self {
            origin: format!("{scheme}://{host}"),
            host,
            path: format!("/{path}"),
        })
    }
}

/// Where a phase stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It begins later.
    Early,
    /// Statements are in time: both days count, the last one until 24:00 in Europe/Berlin.
    Open,
    /// It is over.
    Late,
}

impl Portal {
    /// A portal from the two files that the build wrote.
    ///
    /// # Errors
    /// If a file cannot be understood or a public key cannot be sealed for.
    pub fn read(manifest: &[u8], theme: &[u8]) -> Result<Self> {
        let manifest: Manifest =
            serde_json::from_slice(manifest).context("annahme/stellungnahmen.json")?;
        if manifest.version != VERSION {
            bail!(
                "annahme/stellungnahmen.json has version {}",
                manifest.version
            );
        }
        let shared: SharedTheme = serde_json::from_slice(theme).context("annahme/thema.json")?;
        let mut recipients = BTreeMap::new();
        for (ags, municipality) in &manifest.municipalities {
            let keys = Recipients::read(&municipality.keys);
            recipients.insert(ags.clone(), keys.context(municipality.name.clone())?);
        }
        let mut sites = BTreeMap::new();
        for (tag, site) in &shared.sites {
            let language = Language::from_tag(tag).context("an unknown language")?;
            sites.insert(language, Value::try_from_serializable(site)?);
        }
        let base = Base::read(&manifest.intake).context("annahmestelle is no web address")?;
        Ok(Self {
            theme: shared.compile()?,
            base,
            sites,
            recipients,
            manifest,
        })
    }

    /// A phase by its address below the portal's.
    pub fn phase(&self, address: &str) -> Option<&FormPhase> {
        self.manifest.phases.get(address)
    }

    /// Who statements of a phase are sealed for.
    pub fn recipients(&self, phase: &FormPhase) -> Option<&Recipients> {
        self.recipients.get(&phase.municipality)
    }

    /// The language of this tag, where the portal speaks it; else German.
    pub fn language(&self, tag: &str) -> Language {
        let known = Language::from_tag(tag);
        known
            .filter(|language| self.sites.contains_key(language))
            .unwrap_or(Language::German)
    }

    /// The form of a phase in a language.
    pub fn form<'a>(&self, phase: &'a FormPhase, language: Language) -> Cow<'a, FormView> {
        let form = phase.forms.get(language.tag());
        form.map_or_else(Cow::default, Cow::Borrowed)
    }

    /// A page of the endpoint.
    ///
    /// # Errors
    /// If the template asks for something the view does not have.
    pub fn page(
        &self,
        template: &str,
        language: Language,
        url: &str,
        view: serde_json::Value,
    ) -> Result<Vec<u8>> {
        let mut context = tera::Context::new();
        if let Some(site) = self.sites.get(&language) {
            let place = ("intake", self.manifest.portal.as_str());
            context.insert_value("frame", self.theme.frame(language, place, site)?);
            context.insert_value("site", site.clone());
        }
        let tag = language.tag();
        let page = serde_json::json!({
            "kind": "intake", "language": tag, "url": url,
            "languages": [{ "language": tag, "href": url, "url": url, "is_this": true }],
        });
        context.insert_value("page", Value::try_from_serializable(&page)?);
        context.insert_value("root", Value::from(self.manifest.portal.clone()));
        context.insert_value("view", Value::try_from_serializable(&view)?);
        self.theme.render(template, language, &context)
    }
}

/// The last day on which a statement is in time. A portal that an older version built names the last
/// day of the record only.
pub fn in_time_until(phase: &FormPhase) -> Option<&str> {
    phase.in_time.as_deref().or(phase.last.as_deref())
}

/// Where a phase stands on a day.
pub fn standing(phase: &FormPhase, today: Date) -> Standing {
    let day = |text: &str| text.parse::<Date>().ok();
    if day(&phase.first).is_some_and(|first| today < first) {
        return Standing::Early;
    }
    match in_time_until(phase).and_then(day) {
        Some(last) if today > last => Standing::Late,
        _ => Standing::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_what_browsers_say() {
        let base = |address| Base::read(address).map(|base| (base.origin, base.host, base.path));
        let expected = |origin: &str, host: &str, path: &str| {
            Some((origin.to_owned(), host.to_owned(), path.to_owned()))
        };
        assert_eq!(
            base("https://Annahme.example:443/x/"),
            expected("https://annahme.example", "annahme.example", "/x/")
        );
        assert_eq!(
            base("http://127.0.0.1:8787/"),
            expected("http://127.0.0.1:8787", "127.0.0.1:8787", "/")
        );
        assert_eq!(base("ftp://x/"), None);
    }

    #[test]
    fn both_days_count() {
        let phase = FormPhase {
            municipality: String::new(),
            first: "2026-03-02".to_owned(),
            last: Some("2026-04-01".to_owned()),
            in_time: None,
            display: String::new(),
            forms: BTreeMap::new(),
        };
        let on = |day: &str| standing(&phase, day.parse().unwrap());
        assert_eq!(on("2026-03-01"), Standing::Early);
        assert_eq!(on("2026-03-02"), Standing::Open);
        assert_eq!(on("2026-04-01"), Standing::Open);
        assert_eq!(on("2026-04-02"), Standing::Late);
    }

    #[test]
    fn a_statement_is_in_time_until_the_next_working_day() {
        let phase = FormPhase {
            municipality: String::new(),
            first: "2026-10-12".to_owned(),
            last: Some("2026-11-14".to_owned()),
            in_time: Some("2026-11-16".to_owned()),
            display: String::new(),
            forms: BTreeMap::new(),
        };
        let on = |day: &str| standing(&phase, day.parse().unwrap());
        assert_eq!(on("2026-11-16"), Standing::Open);
        assert_eq!(on("2026-11-17"), Standing::Late);
    }
}
