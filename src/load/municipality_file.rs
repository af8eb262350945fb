//! `gemeinde.yaml` as clerks write it; the comments on the keys are shown by their editors.

use crate::load::procedure_file::{ContactFile, RetentionFile};
use crate::load::value::Day;
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
    /// Was der Hinweis zum Datenschutz (Art. 13 DSGVO) auf Formular und Papier über die Gemeinde sagt.
    pub datenschutz: Option<PrivacyFile>,
    /// Einige Sätze über die Gemeinde.
    pub beschreibung: Option<String>,
}

/// Angaben für den Hinweis zum Datenschutz (Art. 13 DSGVO).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivacyFile {
    /// Wer für die Daten verantwortlich ist, mit Anschrift; ohne Angabe die Gemeinde unter der Anschrift ihres Amts (`amt`).
    pub verantwortlich: Option<ContactFile>,
    /// Wie man die Datenschutzbeauftragte oder den Datenschutzbeauftragten erreicht; genannt wird die Stelle, ein Name ist nicht nötig.
    pub beauftragte: Option<ContactFile>,
    /// Wer Stellungnahmen im Auftrag der Gemeinde verarbeitet (Art. 28 DSGVO), zum Beispiel der Betreiber der Annahmestelle oder ein Planungsbüro.
    #[serde(default)]
    pub auftragsverarbeiter: Vec<String>,
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
    /// Wann Amtsblatt oder Zeitung erscheinen und wann ihr Redaktionsschluss ist; daraus folgt, bis wann der Text einer Bekanntmachung vorliegen muss.
    #[serde(default)]
    pub erscheinen: Vec<IssuesFile>,
}

/// Wann ein Organ erscheint: an genannten Tagen (`tage`) oder regelmäßig (`rhythmus`).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuesFile {
    /// Die Form, zu der das Organ gehört: `amtsblatt`, `zeitung` oder `elektronisch`.
    pub form: String,
    /// Name des Organs, wenn es ein anderes als `organ` ist.
    pub organ: Option<String>,
    /// Die Tage, an denen es erscheint, zum Beispiel nach dem Plan für das Jahr: [2026-11-27, 2026-12-18].
    #[serde(default)]
    pub tage: Vec<Day>,
    /// Wenn keine Tage genannt sind: `taeglich` (Montag bis Samstag), `woechentlich`, `zweiwoechentlich` oder `monatlich`.
    pub rhythmus: Option<String>,
    /// Der Wochentag des Erscheinens, zum Beispiel `freitag`.
    pub wochentag: Option<String>,
    /// Bei `monatlich`: der wievielte solche Wochentag des Monats, 1 bis 4; 5 heißt der letzte.
    #[schemars(range(min = 1, max = 5))]
    pub woche: Option<u8>,
    /// Bei `zweiwoechentlich`: ein Tag, an dem es erschienen ist.
    pub ab: Option<Day>,
    /// Redaktionsschluss: so viele Tage vor dem Erscheinen muss der Text vorliegen.
    #[schemars(range(max = 60))]
    #[serde(default)]
    pub redaktionsschluss_tage: u8,
}
