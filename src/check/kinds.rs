//! The kinds of finding of the rules, by id.

use crate::finding::{Kind, Level};

macro_rules! kinds {
    (convention: $convention:literal; $($(#[$doc:meta])* $name:ident = $id:literal, $level:ident, $de:literal, $en:literal;)*) => {
        $($(#[$doc])* pub static $name: Kind = Kind {
            id: $id, level: Level::$level, title_de: $de, title_en: $en, convention: $convention,
        };)*
    };
}

kinds! {
    convention: false;
    /// The checksum that was recorded.
    SAME_BYTES = "DOC-001", Error, "Die Datei ist die festgehaltene", "The file is the one recorded";
    /// GDPR; VGH Baden-Württemberg 3 S 1813/19.
    NAMES_NOBODY = "DOC-004", Error, "Keine Unterlage nennt Privatpersonen", "No document names private persons";
    /// A reason of the file's own for the wording it chose.
    CHOSEN_WORDING = "FAS-001", Error, "Eine gewählte Rechtsfassung ist möglich und begründet", "A chosen wording is possible and has a reason";
    /// The notice says where the plan can be inspected; signed before it; in force with it.
    IN_FORCE_WITH_NOTICE = "FIN-001", Error, "In Kraft tritt der Plan mit der Bekanntmachung", "The plan enters into force with the notice";
    /// Signed before it is announced.
    SIGNED_BEFORE = "FIN-002", Error, "Die Ausfertigung liegt vor der Bekanntmachung", "The plan is signed before the notice";
    /// The final notice says where the plan can be seen.
    WHERE_TO_INSPECT = "FIN-003", Error, "Die Schlussbekanntmachung sagt, wo der Plan eingesehen werden kann", "The final notice says where the plan can be inspected";
    /// § 215 Abs. 2 BauGB.
    HINT_FAULTS = "FIN-004", Warning, "Hinweis auf die Rügefrist, gerechnet ab der Bekanntmachung", "Hint on the complaint period, counted from the notice";
    /// § 44 Abs. 5 BauGB.
    HINT_COMPENSATION = "FIN-005", Warning, "Hinweis auf Entschädigungsansprüche", "Hint on claims for compensation";
    /// § 4 Abs. 4 SächsGemO.
    HINT_SAECHSGEMO = "FIN-006", Warning, "Hinweis nach § 4 Abs. 4 SächsGemO", "Hint under § 4 (4) SächsGemO";
    /// §§ 6a, 10a BauGB.
    FINAL_DOCUMENTS = "FIN-007", Warning, "Plan, Begründung und zusammenfassende Erklärung sind online", "Plan, reasons and summary declaration are online";
    /// § 3 Abs. 2 Satz 6 BauGB.
    REPLIES = "FIN-009", Warning, "Das Ergebnis der Prüfung wurde mitgeteilt", "The outcome of the weighing was communicated";
    /// § 3 Abs. 2 Satz 7 BauGB.
    MANY_SENDERS = "FIN-010", Error, "Einsicht statt Mitteilung nur bei mehr als 50 Personen", "Inspection instead of replies only for more than 50 persons";
    /// Accessibility and the purpose of the notice.
    AREA_IN_WORDS = "GEO-004", Warning, "Der Geltungsbereich ist in Worten beschrieben", "The plan area is described in words";
    /// § 3 Abs. 2 Satz 4 BauGB.
    HAS_NOTICE = "NOT-001", Error, "Die Auslegung oder Veröffentlichung wurde bekannt gemacht", "The display was announced";
    /// Since 7 July 2023.
    NOTICE_BEFORE = "NOT-002", Error, "Die Bekanntmachung ist vor dem ersten Tag vollzogen", "The notice is completed before the first day";
    /// Until 6 July 2023.
    NOTICE_A_WEEK_BEFORE = "NOT-003", Error, "Die Bekanntmachung ist mindestens eine Woche vorher vollzogen", "The notice is completed at least a week before";
    /// The page on the Internet.
    NOTICE_NAMES_PAGE = "NOT-004", Error, "Die Bekanntmachung nennt die Internetseite", "The notice names the web page";
    /// Place of the display, until 6 July 2023.
    NOTICE_NAMES_PLACE = "NOT-005", Error, "Ort der Auslegung ist genannt", "The place of the display is named";
    /// The text says the same as the record.
    NOTICE_NAMES_DAYS = "NOT-006", Error, "Der Wortlaut nennt dieselben Tage wie die Phase", "The wording names the same days as the phase";
    /// BVerwG 4 CN 3.12.
    ENVIRONMENT_BY_THEME = "NOT-007", Error, "Arten umweltbezogener Informationen nach Themen mit Schlagworten", "Kinds of environmental information by theme with key words";
    /// Every document's themes.
    THEMES_OF_DOCUMENTS = "NOT-008", Warning, "Jedes Umweltthema der Unterlagen ist genannt", "Every environmental theme of the documents is named";
    /// Statements during the period.
    HINT_PERIOD = "NOT-009", Error, "Hinweis: Stellungnahmen während der Frist", "Hint: statements during the period";
    /// Electronic statements.
    HINT_ELECTRONIC = "NOT-010", Error, "Hinweis: elektronisch, bei Bedarf anders", "Hint: electronically, another way where needed";
    /// Late statements.
    HINT_LATE = "NOT-011", Error, "Hinweis: verspätete Stellungnahmen", "Hint: late statements";
    /// Other access.
    HINT_ACCESS = "NOT-012", Error, "Hinweis: andere Zugangsmöglichkeiten", "Hint: other ways of access";
    /// § 3 Abs. 3 BauGB.
    HINT_ASSOCIATIONS = "NOT-013", Error, "Hinweis: Ausschluss von Vereinigungen beim Flächennutzungsplan", "Hint: preclusion of associations for a preparatory plan";
    /// § 4a Abs. 4 Satz 3 BauGB.
    HINT_BORDER = "NOT-014", Error, "Hinweis: Beteiligung über die Grenze", "Hint: participation across the border";
    /// §§ 2, 6 KomBekVO.
    FORM_OF_NOTICE = "NOT-016", Warning, "Die Form der Bekanntmachung steht in der Satzung", "The form of the notice is in the statute";
    /// § 10 KomBekVO.
    PROOF_OF_NOTICE = "NOT-017", Warning, "Der Vollzug der Bekanntmachung ist belegt", "The completion of the notice is proven";
    /// Until 2017.
    HINT_REVIEW = "NOT-018", Warning, "Hinweis auf die Präklusion im Normenkontrollverfahren", "Hint on preclusion in judicial review";
    /// The purpose of the notice.
    NOTICE_NAMES_PLAN = "NOT-019", Error, "Die Bekanntmachung lässt den Plan erkennen", "The notice makes the plan recognisable";
    /// Everyone, in every way.
    NO_MORE_THAN_LAW = "NOT-020", Warning, "Die Bekanntmachung verlangt nicht mehr als das Gesetz", "The notice asks no more than the law";
    /// § 233 Abs. 1 BauGB.
    SAME_LAW = "NOT-021", Warning, "Bekanntmachung und Beginn stehen unter demselben Gesetz", "Notice and first day stand under the same law";
    /// What `umweltinformationen` names, the wording says.
    WORDING_THEMES = "NOT-022", Warning, "Der Wortlaut nennt jedes Umweltthema", "The wording names every environmental theme";
    /// The page of the phase, not of another.
    WORDING_ADDRESSES = "NOT-023", Warning, "Der Wortlaut nennt die Adressen des Verfahrens", "The wording names the procedure's addresses";
    /// What `zugang` names, the wording says.
    WORDING_PLACES = "NOT-024", Warning, "Der Wortlaut nennt jeden Ort der Einsicht", "The wording names every place of access";
    /// Versions and reports are those of the phase.
    WORDING_DOCUMENTS = "NOT-025", Warning, "Der Wortlaut nennt keine anderen Unterlagen als die Phase", "The wording names no other documents than the phase";
    /// A weekday that is another.
    WORDING_WEEKDAYS = "NOT-026", Warning, "Wochentag und Datum passen zusammen", "Weekday and date belong together";
    /// In time to be told.
    NOTICE_DUE = "NOT-027", Warning, "Die Bekanntmachung einer nahen Frist ist veranlasst", "The notice of a period that is near is on its way";
    /// What `hinweise` names, the wording says.
    WORDING_HINTS = "NOT-028", Error, "Der Wortlaut gibt die Hinweise, die angegeben sind", "The wording gives the hints that the file names";
    /// § 2 Abs. 1 Satz 2 BauGB.
    ANNOUNCED_AFTER = "NOT-029", Warning, "Bekannt gemacht wird nach dem Beschluss", "A notice follows its resolution";
    /// ROG, VwVfG, BImSchG, UVPG.
    HINTS_OF_OTHERS = "NOT-030", Warning, "Bekanntmachungen anderer Gesetze geben deren Hinweise", "Notices of other statutes give their hints";
    /// Hour and place.
    MEETINGS = "NOT-031", Warning, "Termine haben Tag, Uhrzeit und Ort", "Meetings have a day, an hour and a place";
    /// § 73 VwVfG.
    APPROVAL = "PF-001", Error, "Auslegung, Einwendungen und Bekanntmachung der Fachverfahren halten ihre Fristen ein", "Display, objections and notice outside of the BauGB keep their periods";
    /// § 102b VwVfG.
    APPROVAL_WORDING = "PF-002", Warning, "Für eine ältere Planfeststellung ist die Fassung des VwVfG gewählt", "For an older plan approval the wording of the VwVfG is chosen";
    /// § 73 Abs. 6 VwVfG, until 28 July 2026.
    HEARING_IN_TIME = "PF-003", Warning, "Erörtert wird binnen drei Monaten nach der Einwendungsfrist", "The hearing is within three months of the objections";
    /// Both days, in order.
    START_BEFORE_END = "PUB-001", Error, "Ein Zeitraum beginnt vor seinem Ende", "A period begins before it ends";
    /// A month and thirty days.
    LONG_ENOUGH = "PUB-002", Error, "Die Frist dauert einen Monat, mindestens 30 Tage", "The period lasts a month, at least 30 days";
    /// A month.
    A_MONTH = "PUB-003", Error, "Die Frist dauert einen Monat", "The period lasts a month";
    /// § 193 BGB.
    END_AT_WORK = "PUB-004", Warning, "Der letzte Tag ist ein Werktag", "The last day is a working day";
    /// The office is closed.
    START_AT_WORK = "PUB-005", Warning, "Der erste Tag ist ein Werktag", "The first day is a working day";
    /// An important reason.
    TIME_FOR_MANY_PAGES = "PUB-006", Note, "Für viele Seiten gibt es mehr Zeit oder einen Grund", "Many pages get more time or a reason";
    /// § 3 Abs. 2 Satz 2 BauGB.
    ANOTHER_ACCESS = "PUB-007", Error, "Es gibt einen Zugang außer im Internet", "There is an access besides the Internet";
    /// § 3 Abs. 2 Satz 1 BauGB.
    DRAFT_AND_REASONS = "PUB-008", Error, "Entwurf und Begründung sind veröffentlicht", "Draft and reasons are published";
    /// § 2a BauGB.
    ENVIRONMENTAL_REPORT = "PUB-009", Error, "Der Umweltbericht ist veröffentlicht", "The environmental report is published";
    /// Essential statements.
    ENVIRONMENTAL_STATEMENTS = "PUB-010", Warning, "Die wesentlichen umweltbezogenen Stellungnahmen sind veröffentlicht", "The essential environmental statements are published";
    /// § 3 Abs. 2 Satz 5 BauGB.
    STATE_PORTAL = "PUB-011", Warning, "Die Phase steht im Zentralen Landesportal", "The phase is on the central state portal";
    /// § 4a Abs. 4 Satz 1 BauGB old.
    STATE_PORTAL_BEFORE = "PUB-012", Warning, "Die Auslegung stand im zentralen Internetportal", "The display was on the central Internet portal";
    /// § 3 Abs. 2 Satz 1 BauGB.
    UNCHANGED = "PUB-013", Error, "Während der Frist ändert sich keine Unterlage", "No document changes during the period";
    /// § 3 Abs. 2 Satz 3 BauGB.
    AGENCIES_TOLD = "PUB-014", Warning, "Die Behörden erfahren zu Beginn von der Veröffentlichung", "Agencies learn of the publication when it begins";
    /// Everyone.
    EVERYONE_CAN_COMMENT = "PUB-015", Error, "Zum ausgelegten Entwurf kann jeder Stellung nehmen", "Everyone can comment on a draft on display";
    /// Years.
    PLAUSIBLE_LENGTH = "PUB-017", Warning, "Ein Zeitraum dauert keine Jahre", "A period does not last for years";
    /// § 3 Abs. 2 Satz 1 BauGB.
    VERSIONS_BEFORE = "PUB-018", Note, "Keine Unterlage ist jünger als der erste Tag", "No document is younger than the first day";
    /// File, title and kind of a document.
    DOCUMENT_AS_NAMED = "PUB-019", Warning, "Art, Titel und Datei einer Unterlage meinen dasselbe", "Kind, title and file of a document mean the same";
    /// § 4a Abs. 3 Satz 1 and 2 BauGB.
    WHAT_CHANGED = "REN-001", Error, "Eine erneute Veröffentlichung sagt, was sich geändert hat", "A renewed display says what changed";
    /// By law since 2023.
    HINT_CHANGES = "REN-002", Error, "Hinweis: nur zu den Änderungen", "Hint: only on the changes";
    /// Should be shorter.
    SHORTER = "REN-003", Warning, "Eine erneute Veröffentlichung ist kürzer oder begründet", "A renewed display is shorter, or has a reason";
    /// Reasonable.
    REASONABLE = "REN-004", Warning, "Auch eine verkürzte Frist ist angemessen", "A shortened period is reasonable, too";
    /// Until 2023 only where ordered.
    HINT_ORDERED = "REN-005", Error, "Eine Beschränkung auf Änderungen wurde bekannt gemacht", "A restriction to changes was announced";
    /// Basics untouched.
    BASICS_UNTOUCHED = "REN-006", Error, "Eingeschränkt wird nur, wenn die Grundzüge unberührt sind", "Restricted only where the basics are untouched";
    /// § 9 Abs. 2 ROG.
    SPATIAL = "RO-001", Error, "Ein Raumordnungsplan liegt einen Monat aus und ist eine Woche vorher bekannt gemacht", "A spatial plan is on display for a month and announced a week before";
    /// § 9 Abs. 2 Satz 4 ROG, § 36a Abs. 2 BauGB.
    SPATIAL_LIMIT = "RO-002", Warning, "Eine Frist dauert nicht länger, als das Gesetz sie zulässt", "A period is no longer than the law allows";
    /// Order of steps.
    DATES_ASCEND = "SEQ-001", Error, "Die Schritte folgen aufeinander", "The steps follow one another";
    /// § 2 Abs. 1 Satz 2 BauGB.
    PREPARATION_ANNOUNCED = "SEQ-002", Warning, "Der Aufstellungsbeschluss wurde bekannt gemacht", "The resolution to prepare was announced";
    /// § 3 Abs. 1 BauGB.
    EARLY_PUBLIC = "SEQ-003", Warning, "Die Öffentlichkeit wurde frühzeitig beteiligt", "The public took part early";
    /// § 4 Abs. 1 BauGB.
    EARLY_AGENCIES = "SEQ-004", Warning, "Die Behörden wurden frühzeitig beteiligt", "Agencies took part early";
    /// § 4 Abs. 2 BauGB.
    AGENCIES_ASKED = "SEQ-005", Error, "Die Behörden wurden zum Entwurf beteiligt", "Agencies took part in the draft";
    /// § 4 Abs. 2 BauGB.
    TIME_FOR_AGENCIES = "SEQ-006", Error, "Die Frist der Behörden dauert einen Monat, mindestens 30 Tage", "The agencies' period lasts a month, at least 30 days";
    /// § 3 Abs. 2 Satz 6 BauGB.
    ADOPTED_AFTER = "SEQ-007", Error, "Beschlossen wird nach dem Ende der Frist", "The plan is adopted after the period";
    /// § 4a Abs. 3 BauGB.
    SAME_DRAFT = "SEQ-008", Error, "Beschlossen wird der Entwurf, der zuletzt ausgelegt war", "What is adopted was on display last";
    /// 1, 2, 3.
    ROUNDS = "SEQ-009", Warning, "Durchgänge sind lückenlos gezählt", "Rounds are counted without gaps";
    /// § 6 Abs. 1 BauGB.
    APPROVED_PREPARATORY = "SEQ-010", Error, "Der Flächennutzungsplan ist vor der Bekanntmachung genehmigt", "A preparatory plan is approved before its notice";
    /// § 10 Abs. 2 BauGB.
    APPROVED_EARLY = "SEQ-011", Error, "Ein nicht aus dem Flächennutzungsplan entwickelter Plan ist genehmigt", "A plan not derived from the preparatory plan is approved";
    /// § 6 Abs. 4 BauGB.
    DEEMED = "SEQ-012", Warning, "Über die Genehmigung ist in der Frist entschieden", "The approval is decided within its period";
    /// A reason for an end.
    WHY_ENDED = "SEQ-014", Warning, "Das Ende des Verfahrens hat Beschluss oder Grund", "The end has a resolution or a reason";
    /// Years without a step.
    SLEEPING = "SEQ-015", Note, "Das Verfahren bewegt sich", "The procedure moves";
    /// Vorentwurf and Entwurf on two pages.
    ONE_FILE = "SEQ-016", Note, "Ein Plan hat eine Datei, oder seine Dateien sind verbunden", "A plan has one file, or its files are connected";
    /// § 214 Abs. 1 Satz 1 Nr. 4 BauGB.
    RESOLVED = "SEQ-017", Error, "In Kraft tritt ein beschlossener Plan", "What enters into force was adopted";
    /// § 3 Abs. 2 BauGB.
    SHOWN = "SEQ-018", Error, "Beschlossen wird ein Plan, an dem sich die Öffentlichkeit beteiligen konnte", "The public could take part in what is adopted";
    /// § 20 UVPG.
    ASSESSMENT_PORTAL = "UVP-001", Warning, "Die Beteiligung steht im UVP-Portal", "The participation is on the portal for environmental impact assessments";
    /// A resolution and its phase.
    RESOLUTION_ON_ITS_DAY = "SEQ-019", Warning, "Beschluss und Phase nennen denselben Tag", "Resolution and phase name the same day";
    /// § 13 Abs. 3 Satz 2 BauGB.
    HINT_NO_ASSESSMENT = "VAR-001", Warning, "Hinweis: keine Umweltprüfung", "Hint: no environmental assessment";
    /// § 13 Abs. 3 Satz 1 BauGB.
    NEEDLESS_REPORT = "VAR-002", Note, "Ohne Umweltprüfung gibt es keinen Umweltbericht", "Without assessment there is no environmental report";
    /// § 13a Abs. 1 BauGB.
    FLOOR_AREA = "VAR-003", Error, "Das beschleunigte Verfahren bleibt unter seinen Schwellen", "The accelerated procedure stays below its thresholds";
    /// § 13a Abs. 3 Satz 1 Nr. 2 BauGB.
    INFORMED = "VAR-004", Warning, "Ohne frühzeitige Beteiligung wird die Öffentlichkeit unterrichtet", "Without early participation the public is informed";
    /// § 12 Abs. 1 BauGB.
    CONTRACT_BEFORE = "VAR-005", Error, "Der Durchführungsvertrag liegt vor dem Satzungsbeschluss", "The contract is signed before adoption";
    /// BVerwG 4 CN 3.22.
    OUTER_ZONE = "VAR-006", Error, "§ 13b BauGB nur in seiner Zeit", "§ 13b BauGB only in its time";
    /// § 9 Abs. 2d BauGB.
    HOUSING_IN_TIME = "VAR-007", Error, "Pläne zur Wohnraumversorgung nur in ihrer Zeit", "Housing plans only in their time";
    /// § 34 Abs. 5 Satz 4 BauGB.
    REASONS_OF_STATUTE = "VAR-008", Error, "Die Ergänzungssatzung hat eine Begründung", "A supplementary statute has reasons";
    /// § 34 Abs. 6 BauGB.
    NEEDLESS_STEP = "VAR-009", Note, "Eine Klarstellungssatzung braucht keine Beteiligung", "A clarification statute needs no participation";
    /// The tiers of planning.
    TIER = "VAR-010", Error, "Planart, Verfahrensart und Phasen passen zusammen", "Plan kind, track and phases belong together";
    /// The name says another kind.
    NAME_AND_KIND = "VAR-011", Warning, "Der Name nennt keine andere Planart", "The name names no other kind of plan";
    /// § 17 BauGB.
    FREEZE = "VAR-013", Warning, "Texte nennen für eine Veränderungssperre keine längere Dauer als das Gesetz", "Texts have a freeze hold no longer than the law";
    /// §§ 9 Abs. 2d, 13a BauGB.
    EXISTED = "VAR-012", Error, "Verfahrensart und Planart gab es damals schon", "Track and kind of plan existed then";
}

kinds! {
    convention: true;
    /// The same questions on every day of the period.
    FORM_UNCHANGED = "STN-001", Warning, "Während der Frist ändert sich das Formular nicht", "The form does not change during the period";
    /// Sealed for somebody.
    FORM_WITH_KEY = "STN-002", Warning, "Wer Stellungnahmen annimmt, hat einen Schlüssel", "Who takes statements has a key";
    /// Text and record.
    DAYS_OF_RECORD = "TXT-001", Warning, "Texte nennen dieselben Tage wie das Verfahren", "Texts name the same days as the record";
    /// A template's blanks.
    LEFTOVER = "TXT-002", Warning, "Aus einer Vorlage ist nichts stehen geblieben", "Nothing was left by a template";
    /// § 3 Abs. 1 in the notice of a display.
    CITATION = "TXT-003", Warning, "Texte nennen die Paragraphen ihres Schritts und ihrer Verfahrensart", "Texts cite the paragraphs of their step and track";
    /// Praise and blame.
    JUDGING = "TXT-004", Note, "Eine Bekanntmachung wertet nicht", "A notice does not judge";
    /// Another town's name.
    PLACE_OF_PLAN = "TXT-005", Warning, "Name und Texte nennen keine fremde Gemeinde", "Name and texts name no other municipality";
    /// Number of a resolution.
    RESOLUTION_NUMBER = "TXT-006", Warning, "Texte nennen die Beschlussnummern des Verfahrens", "Texts name the record's numbers of resolutions";
    /// 31 June.
    NO_SUCH_DAY = "TXT-007", Warning, "Jeden Tag, den ein Text nennt, gibt es", "Every day that a text names exists";
}
