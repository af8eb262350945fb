//! `verfahren.yaml` as planners write it.
//!
//! The comments on the keys are German because planners read them: the published JSON Schema is
//! generated from these types, and editors show each comment beside its key.

use crate::finding::lasting::lasting;
use crate::load::value::{Day, End};
use schemars::JsonSchema;
use serde::Deserialize;

/// Ein Planverfahren mit seinem Plan, seinem Geltungsbereich und seinen Phasen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFile {
    /// Name des Plans ohne Nummer und Planart, zum Beispiel „Wohngebiet Am Weinberg“.
    pub planname: String,
    /// Nummer des Plans, wie die Gemeinde sie führt, in Anführungszeichen: "17" oder "3.1".
    pub nummer: Option<String>,
    /// Art des Plans nach XPlanung, zum Beispiel `bebauungsplan` oder `flaechennutzungsplan`.
    pub planart: String,
    /// Bei `planart: sonstiges`: die Art in Worten.
    pub planart_text: Option<String>,
    /// Was mit dem Plan geschieht: `aufstellung` (auch ohne Angabe), `aenderung`, `ergaenzung`, `teilaufhebung` oder `aufhebung`.
    pub vorgang: Option<String>,
    /// Laufende Nummer der Änderung, zum Beispiel 2 für „2. Änderung“.
    #[schemars(range(min = 1, max = 999))]
    pub aenderung_nummer: Option<u16>,
    /// Art des Verfahrens nach BauGB, zum Beispiel `regelverfahren`, `vereinfacht` (§ 13) oder `beschleunigt` (§ 13a); `unbekannt`, wenn die Akten es nicht sagen.
    pub verfahrensart: String,
    /// Weitere Pläne, die in diesem Verfahren mitgeführt werden.
    #[serde(default)]
    pub weitere_plaene: Vec<PlanFile>,
    /// Amtliche Gemeindeschlüssel (AGS) weiterer Gemeinden, in denen das Plangebiet liegt, in Anführungszeichen.
    #[serde(default)]
    pub weitere_gemeinden: Vec<String>,
    /// Das Plangebiet: Lage in Worten und als Fläche.
    pub geltungsbereich: AreaFile,
    /// Zwei bis vier Sätze für jedermann: Was ist geplant, und warum?
    pub kurzbeschreibung: String,
    /// Markdown-Datei im Ordner des Verfahrens mit der ausführlichen Beschreibung.
    pub beschreibung: Option<String>,
    /// Wer den Plan ausarbeitet.
    pub planer: Option<PersonFile>,
    /// Der Vorhabenträger bei einem vorhabenbezogenen Plan (§ 12 BauGB).
    pub vorhabentraeger: Option<PersonFile>,
    /// Wer Fragen zu diesem Verfahren beantwortet, wenn es nicht das Amt der Gemeinde ist.
    pub kontakt: Option<ContactFile>,
    /// Beziehungen zu anderen Plänen: was geändert, ersetzt, parallel geführt wird.
    #[serde(default)]
    pub bezuege: Vec<RelationFile>,
    /// Zulässige Grundfläche in Quadratmetern, beim beschleunigten Verfahren (§ 13a Abs. 1 BauGB).
    #[schemars(range(min = 1, max = 100_000_000))]
    pub grundflaeche: Option<u32>,
    /// Tag, an dem der Durchführungsvertrag unterzeichnet wurde (§ 12 Abs. 1 BauGB).
    pub durchfuehrungsvertrag: Option<Day>,
    /// Die Beteiligung über die Staatsgrenze hinweg ist erforderlich (§ 4a Abs. 4 BauGB).
    #[serde(default)]
    pub grenzueberschreitend: bool,
    /// `false`, wenn der Bebauungsplan nicht aus dem wirksamen Flächennutzungsplan entwickelt ist und darum eine Genehmigung braucht (§ 8 Abs. 2 bis 4, § 10 Abs. 2 BauGB).
    pub aus_fnp_entwickelt: Option<bool>,
    /// Tag, an dem der vollständige Antrag auf Genehmigung bei der höheren Verwaltungsbehörde einging (§ 6 Abs. 4, § 10 Abs. 2 BauGB).
    pub genehmigung_beantragt: Option<Day>,
    /// Wie lange die Stellungnahmen aufbewahrt werden, wenn es anders ist als in `gemeinde.yaml`.
    pub aufbewahrung: Option<RetentionFile>,
    /// Regeln, die für dieses Verfahren nicht gelten, jede mit dem Grund dafür; `offenlage check --exceptions` listet sie.
    #[serde(default)]
    pub ausnahmen: Vec<ExceptionFile>,
    /// Die Phasen des Verfahrens in zeitlicher Reihenfolge.
    #[schemars(length(min = 1))]
    pub phasen: Vec<PhaseFile>,
}

/// Wie lange Stellungnahmen aufbewahrt werden, bevor `offenlage inbox purge` sie löschen darf.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionFile {
    /// Ganze Jahre ab der Bekanntmachung des Plans (mindestens bis zum Ende der Rügefrist, § 215 Abs. 1 BauGB) oder ab der Einstellung des Verfahrens (üblich 1 bis 5). Spätestens nach 30 Jahren ist die Akte dem Archiv anzubieten (§ 5 SächsArchivG).
    #[schemars(range(min = 1, max = 30))]
    pub jahre: u8,
    /// Warum vorerst nichts gelöscht werden darf, zum Beispiel „Normenkontrolle anhängig“.
    pub gesperrt: Option<String>,
}

/// Eine Regel, die für das Verfahren nicht gilt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionFile {
    /// Kennung der Regel, zum Beispiel `PUB-004`.
    #[schemars(regex(pattern = r"^[A-Z]{2,3}-[0-9]{3}$"))]
    pub regel: String,
    /// Warum sie hier nicht gilt, in einem Satz mit Vorschrift oder Aktenzeichen.
    #[schemars(length(min = 20))]
    pub grund: String,
}

/// Ein weiterer Plan in demselben Verfahren.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// Name des Plans.
    pub planname: String,
    /// Nummer des Plans, in Anführungszeichen.
    pub nummer: Option<String>,
    /// Art des Plans nach XPlanung.
    pub planart: String,
}

/// Das Plangebiet.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaFile {
    /// Lage und Grenzen in Worten, so dass Ortsfremde das Gebiet erkennen (Anstoßwirkung).
    pub beschreibung: String,
    /// Datei mit der Fläche im Ordner des Verfahrens: GeoJSON (`geltungsbereich.geojson`) oder der Plan als XPlanGML 5 oder 6 (`geltungsbereich.gml`), aus dem nur sein räumlicher Geltungsbereich gelesen wird.
    pub datei: Option<String>,
    /// Grund, warum noch keine Fläche vorliegt, wenn `datei` fehlt.
    pub ohne_flaeche: Option<String>,
    /// Flurstücke, wenn sie genannt werden sollen.
    pub flurstuecke: Option<String>,
}

/// Ein Büro oder Vorhabenträger.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonFile {
    /// Name des Büros oder Unternehmens.
    pub name: String,
    /// Sitz.
    pub ort: Option<String>,
    /// Adresse der Website mit https://.
    pub website: Option<String>,
}

/// Eine Stelle, die Auskunft gibt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactFile {
    /// Name der Stelle, zum Beispiel „Stadtverwaltung Meißen, Bauverwaltungsamt“.
    pub stelle: String,
    /// Straße, Hausnummer, Postleitzahl und Ort.
    pub anschrift: Option<String>,
    /// Telefonnummer.
    pub telefon: Option<String>,
    /// E-Mail-Adresse der Stelle, nicht die einer Person.
    pub email: Option<String>,
    /// Öffnungszeiten.
    pub zeiten: Option<String>,
}

/// Beziehung zu einem anderen Plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationFile {
    /// Art der Beziehung: `aendert`, `ersetzt`, `hebt_auf`, `ergaenzt`, `parallel` (§ 8 Abs. 3), `berichtigt` (§ 13a Abs. 2) oder `setzt_fort` (§ 214 Abs. 4).
    pub art: String,
    /// Das andere Verfahren in diesem Portal als `gemeinde/verfahren`.
    pub verfahren: Option<String>,
    /// Bezeichnung des anderen Plans, wenn er nicht in diesem Portal steht.
    pub bezeichnung: Option<String>,
}
lasting!(RelationFile {
    art,
    verfahren,
    bezeichnung
});

/// Eine Phase des Verfahrens: ein Beschluss an einem Tag oder eine Beteiligung in einem Zeitraum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseFile {
    /// Kennung der Phase, zugleich ihr Ordner und ihre dauerhafte Adresse: `03-veroeffentlichung`. Nach der Veröffentlichung nicht mehr ändern.
    #[schemars(regex(pattern = r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub kennung: String,
    /// Art der Phase, zum Beispiel `aufstellungsbeschluss` oder `veroeffentlichung`.
    pub art: String,
    /// Durchgang, wenn eine Phase wiederholt wird: 1, 2, 3 …
    #[schemars(range(min = 1, max = 99))]
    pub durchgang: Option<u16>,
    /// Der Tag, wenn die Phase ein Tag ist (Beschluss, Bekanntmachung; auch eine frühzeitige Beteiligung an einem Tag).
    pub datum: Option<Day>,
    /// Der Zeitraum, wenn die Phase dauert (Veröffentlichung, Beteiligung).
    pub zeitraum: Option<PeriodFile>,
    /// Warum weder Tag noch Zeitraum bekannt ist, statt `datum` oder `zeitraum`: nur bei alten Verfahren, zum Beispiel „Die Akte nennt keinen Tag.“ Die Phase steht dann im Ablauf, hat aber keine eigene Seite.
    pub ohne_datum: Option<String>,
    /// Die Rechtsfassung des BauGB, wenn sie nicht aus dem Datum folgt: `2004`, `2007`, `2013`, `2017` oder `2023`, in Anführungszeichen; bei der Planfeststellung `vwvfg-alt` oder `vwvfg-2026` (§ 102b VwVfG).
    pub fassung: Option<String>,
    /// Warum diese Fassung gilt (zum Beispiel § 233 Abs. 1 BauGB).
    pub fassung_grund: Option<String>,
    /// Der Beschluss, der zu dieser Phase gehört.
    pub beschluss: Option<ResolutionFile>,
    /// Die ortsübliche Bekanntmachung.
    pub bekanntmachung: Option<NoticeFile>,
    /// Zugang außer im Internet (§ 3 Abs. 2 Satz 2 BauGB): wo und wann man die Unterlagen sonst einsehen kann. Ohne Angabe gilt `auslegungsort` der Gemeinde; `[]` heißt: keiner.
    pub zugang: Option<Vec<AccessFile>>,
    /// Termine, zu denen man kommen kann: Bürgerversammlung, Informationsabend, Erörterungstermin.
    #[serde(default)]
    pub termine: Vec<MeetingFile>,
    /// Adresse der Phase im Zentralen Landesportal, mit https:// (§ 3 Abs. 2 Satz 5 BauGB).
    pub landesportal: Option<String>,
    /// Welche Arten umweltbezogener Informationen verfügbar sind, nach Themen (§ 3 Abs. 2 Satz 4 BauGB).
    #[serde(default)]
    pub umweltinformationen: Vec<EnvironmentFile>,
    /// Die Unterlagen der Phase; die Dateien liegen im Ordner mit der Kennung der Phase.
    #[serde(default)]
    pub unterlagen: Vec<DocumentFile>,
    /// Wer Stellung nehmen darf und wie, wenn die Phase Stellungnahmen annimmt.
    pub stellungnahmen: Option<StatementsFile>,
    /// Was sich gegenüber dem vorigen Entwurf geändert hat (§ 4a Abs. 3 BauGB).
    pub aenderungen: Option<String>,
    /// Warum keine wesentlichen umweltbezogenen Stellungnahmen vorliegen, wenn es keine gibt (§ 3 Abs. 2 Satz 1 BauGB).
    pub ohne_umweltstellungnahmen: Option<String>,
    /// Ob die Änderung des Entwurfs die Grundzüge der Planung berührt (§ 4a Abs. 3 Satz 4 BauGB).
    pub grundzuege_beruehrt: Option<bool>,
    /// Wann und wie die Einsender das Ergebnis der Prüfung erfuhren (§ 3 Abs. 2 Satz 6 und 7 BauGB).
    pub mitteilung: Option<RepliesFile>,
    /// Die Phase ist unwirksam oder wurde abgebrochen und zählt nicht; sie bleibt sichtbar.
    pub unwirksam: Option<VoidFile>,
    /// Letzter Tag der Auslegung, wenn Einwendungen länger möglich sind: Planfeststellung, Immissionsschutz, Raumordnung. `zeitraum` reicht dann bis zum letzten Tag für Einwendungen.
    pub auslegung_bis: Option<Day>,
    /// Adresse im UVP-Portal, mit https:// (§ 20 UVPG).
    pub uvp_portal: Option<String>,
    /// Tag, an dem die Behörden elektronisch von der Veröffentlichung benachrichtigt wurden (§ 3 Abs. 2 Satz 3 BauGB).
    pub behoerden_benachrichtigt: Option<Day>,
    /// Kennung der Phase, die mit dieser wiederholt wird.
    pub wiederholt: Option<String>,
    /// Grund, zum Beispiel für eine Einstellung, Verlängerung oder das Weglassen eines Schritts.
    pub grund: Option<String>,
    /// Markdown-Datei im Ordner des Verfahrens mit einem längeren Text zur Phase.
    pub text: Option<String>,
}

/// Die Mitteilung des Ergebnisses an die Einsender.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepliesFile {
    /// Tag der Mitteilung.
    pub datum: Day,
    /// Zahl der Personen mit im Wesentlichen gleichem Inhalt, wenn Einsicht die Mitteilung ersetzt.
    pub personen: Option<u32>,
    /// Wo das Ergebnis eingesehen werden kann, wenn das die Mitteilung ersetzt.
    pub ort: Option<String>,
}

/// Ein Zeitraum; erster und letzter Tag zählen mit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodFile {
    /// Der erste Tag.
    pub beginn: Day,
    /// Der letzte Tag; er zählt bis 24 Uhr. `offen`, wenn kein Ende bestimmt ist.
    pub ende: End,
}

/// Ein Beschluss.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolutionFile {
    /// Nummer des Beschlusses, in Anführungszeichen: "24/2026".
    pub nummer: Option<String>,
    /// Tag des Beschlusses, wenn er bekannt ist.
    pub datum: Option<Day>,
    /// Wer beschlossen hat, zum Beispiel „Stadtrat“, wenn es bekannt ist.
    pub gremium: Option<String>,
}

/// Die ortsübliche Bekanntmachung.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeFile {
    /// Form nach der Bekanntmachungssatzung: `amtsblatt`, `zeitung`, `aushang`, `elektronisch` oder `internet`.
    pub form: String,
    /// Name des Blatts oder Ort des Aushangs mit Ausgabe, zum Beispiel „Amtsblatt Nr. 4/2026“.
    pub organ: String,
    /// Tag des Erscheinens oder, beim Aushang, der erste Tag.
    pub veroeffentlicht: Day,
    /// Tag, an dem die Bekanntmachung vollzogen ist (§ 10 KomBekVO); ohne Angabe der Tag des Erscheinens.
    pub vollzogen: Option<Day>,
    /// Markdown-Datei im Ordner des Verfahrens mit dem Wortlaut.
    pub text: Option<String>,
    /// Der Nachweis im Ordner der Phase, zum Beispiel ein Scan der Seite des Amtsblatts.
    pub nachweis: Option<String>,
    /// Die erteilten Hinweise, zum Beispiel `frist`, `elektronisch`, `verspaetet`, `zugang`; `[]` heißt: keine.
    pub hinweise: Option<Vec<String>>,
}

/// Ein Ort, an dem man die Unterlagen außer im Internet einsehen kann.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessFile {
    /// Art des Zugangs: `auslegung` (auf Papier), `lesegeraet` (öffentliches Gerät) oder `zusendung`.
    pub art: String,
    /// Gebäude und Raum.
    pub ort: String,
    /// Anschrift.
    pub anschrift: Option<String>,
    /// Wochentage und Uhrzeiten.
    pub zeiten: Option<String>,
}

/// Ein Termin, zu dem man kommen kann.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingFile {
    /// Der Tag.
    pub datum: Day,
    /// Wann er beginnt, in Anführungszeichen: "18:00".
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub uhrzeit: String,
    /// Gebäude und Raum.
    pub ort: String,
    /// Anschrift.
    pub anschrift: Option<String>,
    /// Was es ist, zum Beispiel „Bürgerversammlung“; ohne Angabe heißt er wie die Phase.
    pub titel: Option<String>,
}

/// Eine Art umweltbezogener Informationen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentFile {
    /// Thema, zum Beispiel `mensch`, `tiere_pflanzen`, `boden`, `wasser`, `klima_luft`, `landschaft`, `kultur_sachgueter`.
    pub thema: String,
    /// Schlagworte, was darüber vorliegt, zum Beispiel „Verkehrslärm der Bahnlinie, Gewerbelärm“.
    pub stichworte: String,
    /// Aus welchen Unterlagen, zum Beispiel „Umweltbericht, Schallgutachten“.
    pub quelle: Option<String>,
}

/// Eine Unterlage.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentFile {
    /// Dateiname im Ordner der Phase.
    pub datei: String,
    /// Art der Unterlage, zum Beispiel `planzeichnung`, `begruendung`, `umweltbericht`, `gutachten`.
    pub art: String,
    /// Titel, wie er auf der Seite steht.
    pub titel: String,
    /// Tag der Fassung (Stand).
    pub stand: Day,
    /// Sprache, wenn es nicht Deutsch ist: `hsb`, `en`, `cs`, `pl`.
    pub sprache: Option<String>,
    /// Themen der Umweltinformationen, die darin stehen.
    #[serde(default)]
    pub themen: Vec<String>,
    /// Was Menschen hilft, die das Dokument nicht lesen können, zum Beispiel „Textfassung auf Anfrage beim Bauamt“.
    pub ersatz: Option<String>,
    /// Prüfsumme der Datei (SHA-256, 64 Ziffern 0–9 und a–f), wenn sie festgehalten werden soll: Ist die Datei eine andere, fällt es auf.
    #[schemars(regex(pattern = "^[0-9a-fA-F]{64}$"))]
    pub sha256: Option<String>,
    /// `true`, wenn in der Datei Namen oder Anschriften von Privatpersonen stehen; eine solche Datei wird nicht veröffentlicht.
    #[serde(default)]
    pub personenbezogen: bool,
}

/// Regeln für Stellungnahmen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementsFile {
    /// Wer Stellung nehmen kann: `alle`, `betroffene` oder `behoerden`.
    pub von: String,
    /// Wege außer dem Formular, zum Beispiel `email`, `post`, `niederschrift`.
    #[serde(default)]
    pub wege: Vec<String>,
    /// E-Mail-Adresse für Stellungnahmen, wenn es nicht die des Amtes ist.
    pub email: Option<String>,
    /// Stellungnahmen nur zu den geänderten Teilen (§ 4a Abs. 3 BauGB).
    #[serde(default)]
    pub nur_aenderungen: bool,
    /// Felder des Formulars in ihrer Reihenfolge; ohne Angabe die üblichen. Während der Frist nicht mehr ändern.
    #[serde(default)]
    pub formular: Vec<FormFieldFile>,
}

/// Ein Feld des Formulars für Stellungnahmen.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormFieldFile {
    /// Was gefragt wird, zum Beispiel `text`, `anlage`, `name` oder `anschrift`.
    pub feld: String,
    /// Das Feld muss ausgefüllt werden; Name und Anschrift sind bei der Öffentlichkeit immer freiwillig.
    #[serde(default)]
    pub pflicht: bool,
}

/// Warum eine Phase nicht zählt.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidFile {
    /// Tag, an dem das festgestellt wurde.
    pub datum: Day,
    /// Grund in einem Satz für jedermann.
    pub grund: String,
}
