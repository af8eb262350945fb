//! A theme on its way to the endpoint: the build writes `annahme/thema.json`, and the endpoint
//! makes its pages with it, so that they look like the portal's and it needs nothing else of it.

use super::Theme;
use super::assets::Assets;
use crate::bundle::Bundle;
use crate::finding::{Findings, Language};
use crate::load::theme::{ThemeFile, ThemeFiles};
use crate::model::Archive;
use crate::model::address::Address;
use crate::render::page::policy::policy_of_intake;
use crate::render::page::variables::SiteView;
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where the build writes it.
pub const FILE: &str = "annahme/thema.json";

/// What `annahme/thema.json` holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct SharedTheme {
    /// The variable `site` by the tag of its language.
    #[serde(rename = "portal")]
    pub sites: BTreeMap<String, Value>,
    /// The templates and parts by their name.
    #[serde(rename = "vorlagen")]
    templates: BTreeMap<String, String>,
    /// The text catalogues by the tag of their language.
    #[serde(rename = "texte")]
    texts: BTreeMap<String, String>,
    /// The files of the theme below the portal's root, by their name.
    #[serde(rename = "dateien")]
    assets: BTreeMap<String, String>,
}

/// Adds the file, if the portal names an endpoint.
///
/// # Errors
/// If another file stands there.
pub fn add<'a>(archive: &'a Archive, theme: &'a Theme, bundle: &mut Bundle<'a>) -> Result<()> {
    if archive.site.intake.is_none() {
        return Ok(());
    }
    bundle.make(&Address::new(FILE), move || {
        let mut bytes = serde_json::to_vec(&share(archive, theme)?)?;
        bytes.push(b'\n');
        Ok(bytes)
    })
}

fn share(archive: &Archive, theme: &Theme) -> Result<SharedTheme> {
    let mut sites = BTreeMap::new();
    for language in &archive.site.languages {
        let mut site = SiteView::new(archive, *language);
        site.policy = policy_of_intake(&archive.site.address);
        sites.insert(language.tag().to_owned(), serde_json::to_value(site)?);
    }
    let texts = theme.texts.iter();
    Ok(SharedTheme {
        sites,
        templates: (theme.sources.iter())
            .map(|(name, file)| (name.clone(), file.text().to_owned()))
            .collect(),
        texts: texts
            .map(|(language, file)| (language.tag().to_owned(), file.text().to_owned()))
            .collect(),
        assets: theme.assets.names.clone(),
    })
}

impl SharedTheme {
    /// The theme, compiled as the build did.
    ///
    /// # Errors
    /// If it was written by another version of the program, which asks for other texts.
    pub fn compile(&self) -> Result<Theme> {
        let texts = self.texts.iter();
        let texts = texts.map(|(tag, text)| (format!("text/{tag}.toml"), text));
        let templates = self.templates.iter();
        let templates = templates.map(|(name, text)| (name.clone(), text));
        let file = |(name, text): (String, &String)| {
            let path = format!("themes/{name}");
            let bytes = text.clone().into_bytes();
            (name, ThemeFile { path, bytes })
        };
        let files = ThemeFiles(templates.chain(texts).map(file).collect());
        let tags = self.texts.keys();
        let languages: Vec<Language> = tags.filter_map(|tag| Language::from_tag(tag)).collect();
        let assets = Assets {
            files: Vec::new(),
            names: self.assets.clone(),
        };
        let mut findings = Findings::default();
        match Theme::with_assets(&files, assets, &languages, &mut findings) {
            Some(theme) => Ok(theme),
            None => {
                let sorted = findings.sorted();
                let first = sorted.first().map(|finding| finding.message.de.clone());
                bail!("{FILE}: {}", first.unwrap_or_default())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    #[test]
    fn a_shared_theme_makes_the_same_pages() {
        let mut archive = fixture::archive();
        archive.site.intake = Some("https://annahme.example/".to_owned());
        let languages = [Language::German, Language::English];
        let mut findings = Findings::default();
        let standard = ThemeFiles::standard();
        let theme = Theme::compile(&standard, &languages, &mut findings).unwrap();
        let text = serde_json::to_string(&share(&archive, &theme).unwrap()).unwrap();
        let shared: SharedTheme = serde_json::from_str(&text).unwrap();
        let again = shared.compile().unwrap();
        assert_eq!(again.assets.names, theme.assets.names);
        assert_eq!(again.sources.len(), theme.sources.len());
        let policy = shared.sites["en"]["policy"].as_str().unwrap();
        assert!(policy.contains("style-src 'self' https://beispiel.example;"));
    }
}
