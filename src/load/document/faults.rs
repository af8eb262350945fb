//! What can be wrong with a document, in words.

use crate::finding::{Finding, Kind, Level, Place, Words, say};
use crate::load::document::content::{Content, published_endings};
use crate::load::folder::faults::AWKWARD_NAME;
use crate::load::pdf::{Damage, PdfFacts};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $level:ident, $de:literal, $en:literal;)*) => {
        $($(#[$doc])* pub static $name: Kind = Kind {
            id: $id, level: Level::$level, title_de: $de, title_en: $en, convention: false,
        };)*
        /// The kinds of finding that reading a document makes, by id.
        pub static KINDS: &[&Kind] = &[$(&$name),*];
    };
}

kinds! {
    /// Readers' aids cannot work with a PDF.
    INACCESSIBLE = "DOC-002", Warning, "PDF-Dateien sind barrierefrei oder haben einen Ersatz", "PDF files are accessible or have an alternative";
    /// Traces of people in a PDF.
    TRACES = "DOC-006", Warning, "PDF-Dateien enthalten keine Spuren von Personen", "PDF files hold no traces of people";
    /// What Git LFS left in place of a file.
    LFS_POINTER = "DOC-014", Error, "Jede Datei ist selbst da, nicht nur ihr Verweis (Git LFS)", "Every file itself is there, not only its pointer (Git LFS)";
    /// A file of no bytes.
    EMPTY = "DOC-016", Error, "Keine Unterlage ist leer", "No document is empty";
    /// A kind of file that is not published.
    NOT_PUBLISHED = "DOC-017", Error, "Unterlagen haben ein Format, das sich gefahrlos zeigen lässt", "Documents have a format that is safe to show";
    /// A file that is not what its name says.
    OTHER_CONTENT = "DOC-018", Error, "Der Inhalt passt zur Endung des Namens", "The content agrees with the ending of the name";
    /// A PDF that opens with a password only.
    LOCKED = "DOC-019", Error, "PDF-Dateien lassen sich ohne Passwort öffnen", "PDF files open without a password";
    /// A PDF that cannot be read to its end.
    BROKEN = "DOC-020", Error, "PDF-Dateien sind unbeschädigt", "PDF files are undamaged";
    /// A PDF that runs a script.
    SCRIPT = "DOC-021", Warning, "PDF-Dateien führen keine Programme aus", "PDF files run no programs";
    /// A PDF that may be read but not used otherwise.
    RESTRICTED = "DOC-022", Warning, "PDF-Dateien haben keinen Kopierschutz", "PDF files have no copy protection";
}

pub fn empty(name: &str, place: &Place) -> Finding {
    let de = format!("Die Datei „{name}“ ist leer");
    let en = format!("The file “{name}” is empty");
    fault(&EMPTY, place, de, en).because(displayed()).help(say(
        "Kopieren Sie die Datei noch einmal in den Ordner.",
        "Copy the file into the folder once more.",
    ))
}

pub fn lfs_pointer(name: &str, place: &Place) -> Finding {
    let de = format!("Statt „{name}“ liegt hier nur ein Verweis von Git LFS");
    let en = format!("Instead of “{name}” only a pointer of Git LFS lies here");
    fault(&LFS_POINTER, place, de, en)
        .because(displayed())
        .help(say(
            "Holen Sie die Dateien mit `git lfs pull`.",
            "Fetch the files with `git lfs pull`.",
        ))
}

pub fn active(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ ist eine Seite, die der Browser ausführen würde (HTML, SVG, XML)");
    let en = format!("“{name}” is a page that a browser would run (HTML, SVG, XML)");
    fault(&NOT_PUBLISHED, place, de, en)
        .because(say(
            "Solche Dateien können Programme enthalten, die im Namen des Portals handeln.",
            "Such files can hold programs that act in the name of the portal.",
        ))
        .help(say(
            "Speichern Sie die Unterlage als PDF, eine Zeichnung als PDF oder PNG.",
            "Save the document as PDF, a drawing as PDF or PNG.",
        ))
}

pub fn program(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ ist ein Programm oder ein Dokument, das Makros enthalten kann");
    let en = format!("“{name}” is a program or a document that may hold macros");
    fault(&NOT_PUBLISHED, place, de, en)
        .because(say(
            "Wer die Datei öffnet, könnte ein Schadprogramm ausführen.",
            "Whoever opens the file could run malware.",
        ))
        .help(save_as_pdf())
}

pub fn not_published(name: &str, place: &Place) -> Finding {
    let de = format!("Dateien wie „{name}“ zeigt das Portal nicht");
    let en = format!("The portal does not show files such as “{name}”");
    let endings = published_endings();
    fault(&NOT_PUBLISHED, place, de, en)
        .because(say(
            "Unterlagen müssen sich überall ohne besonderes Programm öffnen lassen und dürfen \
             nichts ausführen.",
            "Documents must open everywhere without a special program and may run nothing.",
        ))
        .help(say(
            format!("Speichern Sie die Unterlage am besten als PDF; möglich sind {endings}."),
            format!("Save the document as PDF if you can; possible are {endings}."),
        ))
}

pub fn other_content(name: &str, content: Content, place: &Place) -> Finding {
    let endings: Vec<&str> = content.endings().collect();
    let ((de, en), better) = (content.called(), endings.join(", "));
    let de = format!("Der Name „{name}“ passt nicht zum Inhalt: Das ist {de}");
    let en = format!("The name “{name}” does not agree with the content: it is {en}");
    fault(&OTHER_CONTENT, place, de, en)
        .because(say(
            "Browser öffnen eine Datei nach der Endung ihres Namens; diese bliebe unlesbar.",
            "Browsers open a file by the ending of its name; this one would be unreadable.",
        ))
        .help(match endings.contains(&"zip") && name.to_lowercase().ends_with(".pdf") {
            // Files of Word and the like are such archives.
            true => say(
                "Öffnen Sie die Unterlage in dem Programm, mit dem sie geschrieben wurde (wohl Word oder LibreOffice), und speichern Sie sie als PDF.",
                "Open the document in the program that it was written with (likely Word or LibreOffice), and save it as PDF.",
            ),
            false => say(
                format!("Geben Sie dem Namen die richtige Endung: {better}."),
                format!("Give the name the right ending: {better}."),
            ),
        })
}

pub fn large(name: &str, size: u64, place: &Place) -> Finding {
    let megabytes = size / 1_000_000;
    let de = format!("Die Datei „{name}“ ist {megabytes} MB groß");
    let en = format!("The file “{name}” has {megabytes} MB");
    let mut finding = fault(&AWKWARD_NAME, place, de, en)
        .because(say(
            "Unterwegs dauert es Minuten, sie zu laden.",
            "On the road it takes minutes to load.",
        ))
        .help(say(
            "Verkleinern Sie die Bilder darin oder teilen Sie die Unterlage.",
            "Reduce the pictures in it or divide the document.",
        ));
    finding.level = Level::Note;
    finding
}

pub fn locked(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ lässt sich nur mit einem Passwort öffnen");
    let en = format!("“{name}” opens with a password only");
    fault(&LOCKED, place, de, en)
        .because(say(
            "Alle müssen die Unterlagen einsehen können (§ 3 Abs. 2 Satz 1 BauGB).",
            "Everybody must be able to inspect the documents (§ 3(2) sentence 1 BauGB).",
        ))
        .help(without_protection())
}

pub fn restricted(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ ist gegen Kopieren oder Drucken geschützt");
    let en = format!("“{name}” is protected against copying or printing");
    fault(&RESTRICTED, place, de, en)
        .because(say(
            "Der Schutz kann Vorleseprogramme aussperren (EN 301 549, Kapitel 10).",
            "The protection can shut out screen readers (EN 301 549, chapter 10).",
        ))
        .help(without_protection())
}

pub fn broken(name: &str, damage: Damage, place: &Place) -> Finding {
    let (de, en) = match damage {
        Damage::Cut => ("das Ende fehlt", "its end is missing"),
        Damage::NoTable => (
            "das Verzeichnis ihres Inhalts ist nicht lesbar",
            "the table of its contents cannot be read",
        ),
        Damage::NoPages => ("sie enthält keine Seiten", "it holds no pages"),
        Damage::TooMuch => (
            "sie ist so gebaut, dass ihre Prüfung kein Ende nähme",
            "it is made so that checking it would find no end",
        ),
    };
    let de = format!("Die PDF-Datei „{name}“ ist beschädigt: {de}");
    let en = format!("The PDF file “{name}” is damaged: {en}");
    fault(&BROKEN, place, de, en).because(displayed()).help(say(
        "Kopieren Sie die Datei noch einmal, oder erzeugen Sie das PDF neu.",
        "Copy the file once more, or make the PDF anew.",
    ))
}

pub fn script(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ führt beim Öffnen ein Programm aus");
    let en = format!("“{name}” runs a program when it is opened");
    fault(&SCRIPT, place, de, en)
        .because(say(
            "Viele Programme warnen vor solchen Dateien oder öffnen sie nicht; für Archive (PDF/A) \
             sind sie verboten.",
            "Many programs warn of such files or do not open them; archives (PDF/A) forbid them.",
        ))
        .help(say(
            "Erzeugen Sie das PDF ohne JavaScript.",
            "Make the PDF without JavaScript.",
        ))
}

pub fn names_author(name: &str, place: &Place) -> Finding {
    let de = format!("In den Eigenschaften von „{name}“ steht ein Verfasser");
    let en = format!("The properties of “{name}” name an author");
    fault(&TRACES, place, de, en)
        .because(no_more_data())
        .help(say(
            "Steht dort ein Mensch und kein Büro oder Amt, löschen Sie den Eintrag \
         (Datei – Eigenschaften – Verfasser).",
            "If it is a person and not an office, delete the entry (File – Properties – Author).",
        ))
}

pub fn comments(name: &str, count: u32, place: &Place) -> Finding {
    let de = format!("In „{name}“ sind noch Kommentare mit Namen: {count}");
    let en = format!("Comments with names are left in “{name}”: {count}");
    fault(&TRACES, place, de, en)
        .because(no_more_data())
        .help(say(
            "Löschen Sie die Kommentare, bevor Sie das PDF veröffentlichen.",
            "Delete the comments before you publish the PDF.",
        ))
}

pub fn no_text(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ enthält keinen Text, nur Bilder oder Linien");
    let en = format!("“{name}” holds no text, only pictures or lines");
    inaccessible(place, de, en).help(say(
        "Erzeugen Sie das PDF aus dem Programm statt aus dem Scanner, oder lassen Sie den Text \
         erkennen (OCR). Bei einer Planzeichnung: Nennen Sie unter `ersatz`, wer sie erläutert.",
        "Make the PDF from the program and not from the scanner, or have its text recognised \
         (OCR). For a plan drawing: name under `ersatz` who explains it.",
    ))
}

pub fn pages_without_text(name: &str, pdf: &PdfFacts, place: &Place) -> Finding {
    let (without, pages) = (pdf.pages_without_text, pdf.pages_checked);
    let de = format!("In „{name}“ haben {without} von {pages} Seiten keinen Text");
    let en = format!("In “{name}” {without} of {pages} pages have no text");
    let mut finding = inaccessible(place, de, en).help(say(
        "Prüfen Sie, ob dort nur Zeichnungen stehen; für eingescannte Seiten lassen Sie den Text \
         erkennen (OCR).",
        "Check whether only drawings are there; have the text of scanned pages recognised (OCR).",
    ));
    finding.level = Level::Note;
    finding
}

pub fn not_tagged(name: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ hat keine Struktur (Tags)");
    let en = format!("“{name}” has no structure (tags)");
    inaccessible(place, de, en).help(say(
        "Schalten Sie beim Speichern als PDF „barrierefrei“ oder „Tags“ ein (PDF/UA).",
        "When saving as PDF, switch on “accessible” or “tagged” (PDF/UA).",
    ))
}

pub fn no_title(name: &str, place: &Place) -> Finding {
    let de = format!("In den Eigenschaften von „{name}“ fehlt der Titel");
    let en = format!("The properties of “{name}” have no title");
    inaccessible(place, de, en).help(say(
        "Tragen Sie den Titel ein (Datei – Eigenschaften – Titel) und speichern Sie das PDF neu.",
        "Enter the title (File – Properties – Title) and save the PDF again.",
    ))
}

pub fn odd_title(name: &str, title: &str, place: &Place) -> Finding {
    let de = format!("Der Titel von „{name}“ ist ein Dateiname: „{title}“");
    let en = format!("The title of “{name}” is a file name: “{title}”");
    inaccessible(place, de, en).help(say(
        "Tragen Sie ein, was auf dem Deckblatt steht (Datei – Eigenschaften – Titel).",
        "Enter what the cover says (File – Properties – Title).",
    ))
}

pub fn no_language(name: &str, language: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ nennt seine Sprache nicht");
    let en = format!("“{name}” does not name its language");
    inaccessible(place, de, en).help(say(
        format!("Stellen Sie im PDF die Sprache ein: {language} (Eigenschaften – Erweitert)."),
        format!("Set the language in the PDF: {language} (Properties – Advanced)."),
    ))
}

pub fn other_language(name: &str, own: &str, language: &str, place: &Place) -> Finding {
    let de = format!("„{name}“ nennt als Sprache „{own}“, in der Liste steht „{language}“");
    let en = format!("“{name}” names the language “{own}”, the list says “{language}”");
    inaccessible(place, de, en).help(say(
        "Tragen Sie an der falschen Stelle die richtige Sprache ein; Vorleseprogramme sprechen \
         sonst mit falscher Stimme.",
        "Enter the right language in the wrong place; screen readers speak with the wrong voice \
         otherwise.",
    ))
}

pub fn no_bookmarks(name: &str, pages: u32, place: &Place) -> Finding {
    let de = format!("„{name}“ hat {pages} Seiten und keine Lesezeichen");
    let en = format!("“{name}” has {pages} pages and no bookmarks");
    inaccessible(place, de, en).help(say(
        "Erzeugen Sie Lesezeichen aus den Überschriften.",
        "Make bookmarks from the headings.",
    ))
}

fn fault(kind: &'static Kind, place: &Place, de: String, en: String) -> Finding {
    Finding::new(kind, place.clone(), say(de, en))
}

fn inaccessible(place: &Place, de: String, en: String) -> Finding {
    fault(&INACCESSIBLE, place, de, en).because(say(
        "Auch Unterlagen müssen barrierefrei sein (§ 3 BITV 2.0, EN 301 549 Kapitel 10).",
        "Documents, too, must be accessible (§ 3 BITV 2.0, EN 301 549 chapter 10).",
    ))
}

fn displayed() -> Words {
    say(
        "Eine Unterlage, die fehlt oder sich nicht lesen lässt, war nicht veröffentlicht \
         (§ 3 Abs. 2 Satz 1 BauGB)",
        "A document that is missing or cannot be read was not on display (§ 3(2) sentence 1 BauGB)",
    )
}

fn no_more_data() -> Words {
    say(
        "Veröffentlicht wird nur, was der Zweck verlangt (Art. 5 Abs. 1 Buchst. c DSGVO)",
        "Only what the purpose asks for is published (Art. 5(1)(c) GDPR)",
    )
}

fn save_as_pdf() -> Words {
    say(
        "Speichern Sie die Unterlage als PDF.",
        "Save the document as PDF.",
    )
}

fn without_protection() -> Words {
    say(
        "Speichern Sie das PDF ohne Passwort und ohne Sicherheitseinstellungen.",
        "Save the PDF without a password and without security settings.",
    )
}
