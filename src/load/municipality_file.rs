//! `gemeinde.yaml` as clerks write it; the comments on the keys are shown by their editors.

use crate::load::procedure_file::{ContactFile, RetentionFile};
use schemars::JsonSchema;
use serde::Deserialize;

/// Eine Gemeinde: Schlüssel, Amt, Bekanntmachungsformen, Ort der Einsicht.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MunicipalityFile {
    /// Amtlicher Gemeindeschlüssel, acht Ziffern in Anführungszeichen.
    #[schemars(regex(pattern = r"^14[0-9]{6}$"))]
    pub ags: String,
    /// Amtlicher Name, wie im Gemeindeverzeichnis.
    pub name: String,
    /// Amtlicher Name des Landkreises oder der Kreisfreien Stadt.
    pub kreis: String,
    /// Das Amt, das die Bauleitplanung führt.
    pub amt: ContactFile,
    /// Ansprechpartner für sorbische Angelegenheiten (§ 11 SächsSorbG).
    pub sorbisch: Option<ContactFile>,
    /// Adresse der Website mit https://.
    pub website: Option<String>,
    /// Wie die Gemeinde nach ihrer Bekanntmachungssatzung bekannt macht.
    #[serde(default)]
    pub bekanntmachung: PublicationFile,
    /// Wo Unterlagen außer im Internet eingesehen werden können; gilt, wenn eine Phase nichts anderes nennt.
    pub auslegungsort: Option<ContactFile>,
    /// Öffentliche Schlüssel, mit denen Stellungnahmen versiegelt werden (`age1…`).
    #[schemars(inner(regex(pattern = r"^age1[ac-hj-np-z02-9]{58}$")))]
    #[serde(default)]
    pub schluessel: Vec<String>,
    /// Wie lange die Gemeinde Stellungnahmen aufbewahrt; gilt, wenn ein Verfahren nichts anderes nennt.
    pub aufbewahrung: Option<RetentionFile>,
    /// Einige Sätze über die Gemeinde.
    pub beschreibung: Option<String>,
}

/// Formen der ortsüblichen Bekanntmachung (§§ 2, 6 KomBekVO).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationFile {
    /// Formen nach der Satzung: `amtsblatt`, `zeitung`, `aushang`, `elektronisch`, `internet`; ohne Angabe bleibt offen, ob eine Bekanntmachung die richtige Form hatte.
    #[serde(default)]
    pub formen: Vec<String>,
    /// Name des Amtsblatts oder der Zeitung.
    pub organ: Option<String>,
}
