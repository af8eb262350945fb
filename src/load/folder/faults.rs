//! What can be wrong with the files of a folder, in words.

use std::io;

use crate::finding::{File, Finding, Kind, Level, Place, Words, say};
use crate::load::folder::LONGEST_NAME;
use crate::load::secret::SECRET;

/// Symbolic links would let a page show what lies outside the portal's folder.
pub static SYMLINK: Kind = Kind {
    id: "FIL-001",
    level: Level::Error,
    title_de: "Keine Verknüpfungen (Symlinks) im Inhaltsordner",
    title_en: "No symbolic links in the content folder",
    convention: false,
};

/// A folder too deep or too full to be one that people made.
pub static TOO_MUCH: Kind = Kind {
    id: "FIL-002",
    level: Level::Error,
    title_de: "Der Inhaltsordner bleibt in den Grenzen für Tiefe und Zahl der Dateien",
    title_en: "The content folder stays within the limits of depth and number of files",
    convention: false,
};

/// A name that no address can be made of.
pub static NAME_NOT_TEXT: Kind = Kind {
    id: "FIL-003",
    level: Level::Error,
    title_de: "Dateinamen sind lesbarer Text (UTF-8)",
    title_en: "File names are readable text (UTF-8)",
    convention: false,
};

/// Two names that look alike and differ in their bytes.
pub static SAME_NAME: Kind = Kind {
    id: "FIL-004",
    level: Level::Error,
    title_de: "Zwei Dateien tragen nicht denselben Namen",
    title_en: "No two files have the same name",
    convention: false,
};

/// Missing rights, a failing disk, a device or pipe in place of a file.
pub static UNREADABLE: Kind = Kind {
    id: "FIL-005",
    level: Level::Error,
    title_de: "Jede Datei lässt sich lesen",
    title_en: "Every file can be read",
    convention: false,
};

/// A text longer than any person wrote it.
pub static TEXT_TOO_LONG: Kind = Kind {
    id: "FIL-006",
    level: Level::Error,
    title_de: "Textdateien bleiben in der Grenze für ihre Größe",
    title_en: "Text files stay within the limit of size",
    convention: false,
};

/// A text in another encoding than UTF-8.
pub static TEXT_NOT_UTF8: Kind = Kind {
    id: "FIL-007",
    level: Level::Error,
    title_de: "Textdateien sind in UTF-8 gespeichert",
    title_en: "Text files are stored as UTF-8",
    convention: false,
};

/// A name that makes trouble in addresses and on other machines.
pub static AWKWARD_NAME: Kind = Kind {
    id: "DOC-003",
    level: Level::Warning,
    title_de: "Dateinamen bestehen aus einfachen Zeichen, Dateien sind nicht übergroß",
    title_en: "File names are made of plain characters, files are not oversized",
    convention: true,
};

/// The kinds of finding that reading the folder makes.
pub static KINDS: [&Kind; 9] = [
    &AWKWARD_NAME,
    &SYMLINK,
    &TOO_MUCH,
    &NAME_NOT_TEXT,
    &SAME_NAME,
    &UNREADABLE,
    &TEXT_TOO_LONG,
    &TEXT_NOT_UTF8,
    &SECRET,
];

/// A file that the machine refuses to read.
pub fn unreadable(path: &str, error: io::ErrorKind) -> Finding {
    let (de, en) = match error {
        io::ErrorKind::NotFound => ("sie ist nicht da", "it is not there"),
        io::ErrorKind::PermissionDenied => ("die Rechte fehlen", "permission is missing"),
        _ => (
            "das Gerät meldet einen Fehler",
            "the device reports an error",
        ),
    };
    Finding::new(
        &UNREADABLE,
        whole(path),
        say(
            format!("Die Datei „{path}“ lässt sich nicht lesen: {de}"),
            format!("The file “{path}” cannot be read: {en}"),
        ),
    )
}

/// A link in place of a file or folder.
pub fn symlink(path: &str) -> Finding {
    Finding::new(
        &SYMLINK,
        whole(path),
        say(
            format!("„{path}“ ist eine Verknüpfung (Symlink) und wird nicht gelesen"),
            format!("“{path}” is a symbolic link and is not read"),
        ),
    )
    .because(say(
        "Eine Verknüpfung kann auf etwas außerhalb des Ordners zeigen; im Archiv zählt nur, was \
         selbst im Ordner liegt.",
        "A link may point to something outside the folder; only what lies in the folder itself \
         counts for the archive.",
    ))
    .help(say(
        "Kopieren Sie die Datei selbst an diese Stelle.",
        "Copy the file itself to this place.",
    ))
}

/// A name that is no text.
pub fn name_not_text(path: &str) -> Finding {
    Finding::new(
        &NAME_NOT_TEXT,
        whole(path),
        say(
            format!("Der Name von „{path}“ ist kein lesbarer Text (UTF-8)"),
            format!("The name of “{path}” is not readable text (UTF-8)"),
        ),
    )
    .help(say(
        "Benennen Sie die Datei um, am besten nur mit Buchstaben, Ziffern und Bindestrichen.",
        "Rename the file, best with letters, digits and hyphens only.",
    ))
}

/// A file below too many folders.
pub fn too_deep(path: &str, depth: usize) -> Finding {
    Finding::new(
        &TOO_MUCH,
        whole(path),
        say(
            format!("„{path}“ liegt tiefer als {depth} Ordner und wird nicht gelesen"),
            format!("“{path}” lies deeper than {depth} folders and is not read"),
        ),
    )
}

/// A folder with too many files.
pub fn too_many(below: &str, files: usize) -> Finding {
    Finding::new(
        &TOO_MUCH,
        whole(below),
        say(
            format!("Im Ordner „{below}“ liegen mehr als {files} Dateien"),
            format!("More than {files} files lie in the folder “{below}”"),
        ),
    )
}

/// A device or pipe in place of a file.
pub fn not_a_file(path: &str) -> Finding {
    Finding::new(
        &UNREADABLE,
        whole(path),
        say(
            format!("„{path}“ ist keine Datei, sondern ein Gerät oder eine Leitung"),
            format!("“{path}” is not a file but a device or a pipe"),
        ),
    )
}

/// Two files that differ only in the normal form of their names.
pub fn same_name(path: &str) -> Finding {
    Finding::new(
        &SAME_NAME,
        whole(path),
        say(
            format!("Zwei Dateien heißen „{path}“; ihre Umlaute sind nur verschieden gespeichert"),
            format!("Two files are called “{path}”; only their umlauts are stored differently"),
        ),
    )
    .help(say(
        "Benennen Sie eine von beiden um.",
        "Rename one of them.",
    ))
}

/// Two files that differ only in capitals.
pub fn same_but_for_case(path: &str, other: &str) -> Finding {
    Finding::new(
        &SAME_NAME,
        whole(path),
        say(
            format!("„{path}“ und „{other}“ unterscheiden sich nur in Groß- und Kleinbuchstaben"),
            format!("“{path}” and “{other}” differ only in capital letters"),
        ),
    )
    .because(say(
        "Auf Windows und macOS ist das dieselbe Datei; dort ginge eine von beiden verloren.",
        "On Windows and macOS that is the same file; one of them would be lost there.",
    ))
    .help(say(
        "Benennen Sie eine von beiden um.",
        "Rename one of them.",
    ))
}

/// A text longer than `longest` bytes.
pub fn too_long(path: &str, longest: u64) -> Finding {
    let kib = longest / 1024;
    Finding::new(
        &TEXT_TOO_LONG,
        whole(path),
        say(
            format!("Die Textdatei „{path}“ ist größer als {kib} KiB und wird nicht gelesen"),
            format!("The text file “{path}” is larger than {kib} KiB and is not read"),
        ),
    )
}

/// A text in another encoding, with the byte where that shows.
pub fn not_utf8(path: &str, bytes: &[u8], position: usize) -> Finding {
    let line = bytes
        .iter()
        .take(position)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1;
    let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let (de, en) = if is_utf16 {
        (
            "in UTF-16 statt UTF-8".to_owned(),
            "as UTF-16 instead of UTF-8".to_owned(),
        )
    } else {
        (
            format!("nicht in UTF-8 (Byte {position}, Zeile {line})"),
            format!("not as UTF-8 (byte {position}, line {line})"),
        )
    };
    // Of UTF-16 every line is wrong.
    let place = match is_utf16 {
        true => whole(path),
        false => {
            let known = String::from_utf8_lossy(bytes.get(..position).unwrap_or_default());
            let at = known.len();
            let rest = String::from_utf8_lossy(bytes.get(position..).unwrap_or_default());
            let end = rest.chars().next().map_or(at, |sign| at + sign.len_utf8());
            File::new(path, format!("{known}{rest}")).bytes(at..end)
        }
    };
    Finding::new(
        &TEXT_NOT_UTF8,
        place,
        say(
            format!("Die Textdatei „{path}“ ist {de} gespeichert"),
            format!("The text file “{path}” is stored {en}"),
        ),
    )
    .help(say(
        "Wählen Sie im Editor „Speichern unter“ und die Codierung UTF-8.",
        "Choose “Save as” in the editor and the encoding UTF-8.",
    ))
}

/// A character in a text that shows nothing and that no page may hold.
pub fn control_character(path: &str, text: &str, sign: char, at: usize) -> Finding {
    let number = u32::from(sign);
    Finding::new(
        &TEXT_NOT_UTF8,
        File::new(path, text.to_owned()).bytes(at..at + sign.len_utf8()),
        say(
            format!("Hier steht ein Steuerzeichen (U+{number:04X}), das nichts bedeutet"),
            format!("This is a control character (U+{number:04X}) that means nothing"),
        ),
    )
    .because(say(
        "Solche Zeichen kommen beim Kopieren aus anderen Programmen in einen Text; Browser und Vorleseprogramme stolpern darüber.",
        "Such characters get into a text when it is copied from other programs; browsers and screen readers stumble over them.",
    ))
    .help(say(
        "Löschen Sie das Zeichen.",
        "Delete the character.",
    ))
}

/// A name that holds more than plain characters, with a better one if there is any.
pub fn awkward_name(path: &str, name: &str, better: &str) -> Finding {
    let message = say(
        format!("Der Name „{name}“ enthält Leerzeichen, Umlaute oder Sonderzeichen"),
        format!("The name “{name}” holds spaces, umlauts or special characters"),
    );
    renamed(path, message, better).because(say(
        "Der Name steht in der Adresse; solche Zeichen gehen beim Weitergeben von Links, in \
         Archiven und zwischen Betriebssystemen verloren.",
        "The name is part of the address; such characters get lost when links are passed on, in \
         archives and between operating systems.",
    ))
}

/// A name that is too long, with a shorter one.
pub fn long_name(path: &str, name: &str, better: &str) -> Finding {
    let message = say(
        format!("Der Name „{name}“ ist länger als {LONGEST_NAME} Zeichen"),
        format!("The name “{name}” is longer than {LONGEST_NAME} characters"),
    );
    renamed(path, message, better).because(say(
        "Manche Betriebssysteme und Archive kürzen so lange Namen.",
        "Some operating systems and archives cut names of that length.",
    ))
}

fn renamed(path: &str, message: Words, better: &str) -> Finding {
    let finding = Finding::new(&AWKWARD_NAME, whole(path), message);
    if better.is_empty() {
        return finding;
    }
    finding.help(say(
        format!("Nennen Sie sie „{better}“."),
        format!("Call it “{better}”."),
    ))
}

fn whole(path: &str) -> Place {
    Place::whole(&File::opaque(path))
}
