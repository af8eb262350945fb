//! What may be wrong with a theme.

use crate::finding::{Kind, Level};

/// A template cannot be read, or names something that is not there.
pub static TEMPLATE: Kind = Kind {
    id: "THM-001",
    level: Level::Error,
    title_de: "Vorlage ist fehlerhaft",
    title_en: "Template is faulty",
    convention: false,
};

/// The theme lacks a file that a page needs.
pub static FILE_MISSING: Kind = Kind {
    id: "THM-002",
    level: Level::Error,
    title_de: "Datei des Themas fehlt",
    title_en: "File of the theme is missing",
    convention: false,
};

/// A text catalogue, or a value in it, cannot be read.
pub static TEXT_UNREADABLE: Kind = Kind {
    id: "THM-003",
    level: Level::Error,
    title_de: "Textsammlung ist nicht lesbar",
    title_en: "Text catalogue cannot be read",
    convention: false,
};

/// A template uses a text that a language does not have, or two languages have different texts.
pub static TEXT_MISSING: Kind = Kind {
    id: "THM-004",
    level: Level::Error,
    title_de: "Text fehlt in einer Sprache",
    title_en: "Text is missing in a language",
    convention: false,
};

/// No template uses a text.
pub static TEXT_UNUSED: Kind = Kind {
    id: "THM-005",
    level: Level::Warning,
    title_de: "Text wird nicht verwendet",
    title_en: "Text is not used",
    convention: true,
};

/// A text has other placeholders in another language.
pub static TEXT_DIFFERS: Kind = Kind {
    id: "THM-006",
    level: Level::Error,
    title_de: "Platzhalter unterscheiden sich",
    title_en: "Placeholders differ",
    convention: false,
};

/// Something of the theme comes from another server.
pub static FOREIGN: Kind = Kind {
    id: "PRI-002",
    level: Level::Error,
    title_de: "Keine Seite lädt etwas von einem anderen Server",
    title_en: "No page loads anything from another server",
    convention: false,
};

/// Every kind of this stage.
pub static KINDS: [&Kind; 7] = [
    &FOREIGN,
    &TEMPLATE,
    &FILE_MISSING,
    &TEXT_UNREADABLE,
    &TEXT_MISSING,
    &TEXT_UNUSED,
    &TEXT_DIFFERS,
];
