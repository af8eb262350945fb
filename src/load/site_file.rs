//! `site.toml`: the portal's settings; the comments on the keys are shown by editors.

use crate::load::procedure_file::ContactFile;
use crate::load::value::Day;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Einstellungen des Portals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteFile {
    /// Name des Portals.
    pub titel: String,
    /// Name des Portals auf Englisch.
    pub titel_en: Option<String>,
    /// Ein Satz, wozu das Portal da ist.
    pub beschreibung: String,
    /// Derselbe Satz auf Englisch.
    pub beschreibung_en: Option<String>,
    /// Öffentliche Adresse mit https:// und Schrägstrich am Ende; für Feeds, Kalender und Suchmaschinen.
    #[schemars(regex(pattern = r"^https?://[^\s?#]+/$"))]
    pub adresse: String,
    /// Ordner des Themas unter `themes/`; ohne Angabe `standard`.
    pub thema: Option<String>,
    /// Sprachen der Oberfläche: `de` und, wenn gewünscht, `en`.
    #[schemars(length(min = 1))]
    pub sprachen: Vec<String>,
    /// Wer das Portal herausgibt.
    pub herausgeber: ContactFile,
    /// Beispielbetrieb: Jede Seite sagt, dass die Verfahren erfunden sind.
    #[serde(default)]
    pub beispiel: bool,
    /// Nur im Beispielbetrieb: der Tag, als den das Portal „heute“ annimmt.
    pub beispieltag: Option<Day>,
    /// Stufe einzelner Regeln, soweit sie nur Konvention sind: `fehler`, `warnung`, `hinweis` oder `aus`.
    #[serde(default)]
    pub regeln: BTreeMap<String, String>,
    /// Umgezogene Adressen: alte Adresse (ohne Schrägstrich am Anfang) und neue.
    #[serde(default)]
    pub umleitungen: BTreeMap<String, String>,
    /// Was das Portal außer seinen Seiten enthält; ohne Angabe alles.
    #[serde(default)]
    pub umfang: ExtentFile,
    /// Adresse der Stelle, die Stellungnahmen annimmt (`offenlage collect`), mit https://.
    pub annahmestelle: Option<String>,
    /// Öffentlicher Schlüssel der Annahmestelle, mit dem jede Quittung geprüft werden kann; `offenlage keys show` nennt ihn.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub annahmestelle_schluessel: Option<String>,
}

/// Was das Portal außer seinen Seiten enthält.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtentFile {
    /// Was wegbleibt: `bekanntmachungen`, `kalender`, `offene_daten`, `ortskarten`, `suche` oder `verfahrensfeeds`.
    #[serde(default)]
    pub ohne: Vec<String>,
}
