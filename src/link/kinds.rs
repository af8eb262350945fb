//! The kinds of finding of this stage.

use crate::finding::{Kind, Level};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $level:ident, $de:literal, $en:literal;)*) => {
        $($(#[$doc])* pub static $name: Kind = Kind {
            id: $id, level: Level::$level, title_de: $de, title_en: $en, convention: false,
        };)*
        /// All kinds of this stage, by id.
        pub static KINDS: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    /// The official key is unknown.
    UNKNOWN_AGS = "COD-001", Error, "Der Gemeindeschlüssel ist amtlich", "The municipality's key is official";
    /// A plan kind of the list's last word has no text.
    KIND_WITHOUT_TEXT = "COD-006", Error, "„sonstiges“ hat einen Text", "“sonstiges” has a text";
    /// Name or district differ from the official list.
    OTHER_NAME = "COD-007", Error, "Name und Kreis stimmen mit dem Verzeichnis überein", "Name and district agree with the official list";
    /// Two folders for one municipality.
    DOUBLE_MUNICIPALITY = "COD-008", Error, "Jede Gemeinde hat einen Ordner", "Every municipality has one folder";
    /// A day phase with a period, or the reverse.
    DAY_OR_SPAN = "PHA-001", Error, "Die Phase hat die Zeitangabe ihrer Art", "The phase has the time its kind asks for";
    /// The name of a phase occurs twice.
    DOUBLE_PHASE = "PHA-002", Error, "Jede Kennung kommt einmal vor", "Every phase name occurs once";
    /// The name of a phase cannot be an address.
    PHASE_NAME = "PHA-003", Error, "Die Kennung taugt als Adresse", "The phase's name can be an address";
    /// The phase that is repeated does not exist.
    UNKNOWN_REPEATED = "PHA-004", Error, "Die wiederholte Phase gibt es", "The repeated phase exists";
    /// A form has a field twice.
    ASKED_TWICE = "PHA-005", Error, "Ein Formular fragt jedes Feld einmal", "A form asks every field once";
    /// A form in which nobody can say anything.
    NO_ROOM = "PHA-006", Warning, "Ein Formular lässt Platz für die Stellungnahme", "A form leaves room for the statement";
    /// A field that names people is required. The form leaves it to them anyway, so this stops nothing.
    NEVER_REQUIRED = "PRI-001", Warning, "Wer Stellung nimmt, muss sich nicht nennen", "Whoever gives a statement need not say who they are";
    /// An address of an office at a provider of free mail.
    FREE_MAIL = "PRI-004", Warning, "Ämter haben eine dienstliche E-Mail-Adresse", "Offices have an official e-mail address";
    /// The other procedure does not exist.
    UNKNOWN_PROCEDURE = "REF-001", Error, "Das genannte Verfahren gibt es", "The named procedure exists";
    /// A relation names nothing, or two things.
    VAGUE_RELATION = "REF-002", Error, "Ein Bezug nennt genau einen Plan", "A relation names exactly one plan";
    /// A Markdown file that is named does not exist.
    MISSING_TEXT = "REF-003", Error, "Die genannte Textdatei gibt es", "The named text exists";
    /// A folder's name cannot be an address.
    FOLDER_NAME = "REF-004", Error, "Der Ordnername taugt als Adresse", "The folder's name can be an address";
    /// An address that is not https, or an e-mail address that is none.
    BAD_ADDRESS = "REF-005", Error, "Webadressen und E-Mail-Adressen sind gültig", "Web and e-mail addresses are valid";
    /// A redirect from a page that exists, or to one that does not.
    BAD_REDIRECT = "REF-006", Error, "Umleitungen führen von alten zu bestehenden Adressen", "Redirects lead from old to existing addresses";
    /// A Markdown file that nothing names.
    UNUSED_TEXT = "REF-007", Warning, "Jede Textdatei wird gezeigt", "Every text is shown";
    /// A text of the portal has no heading.
    TEXT_WITHOUT_TITLE = "REF-008", Error, "Jeder Text des Portals hat eine Überschrift", "Every text of the portal has a heading";
    /// A setting of the portal that cannot be.
    BAD_SETTING = "SIT-001", Error, "Die Einstellungen passen zueinander", "The settings fit together";
}
