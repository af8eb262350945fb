//! What can be wrong with a text, in words.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::{Finding, Findings, Kind, Level, Place, say};

/// HTML in a text could run code or break the page.
static RAW_HTML: Kind = Kind {
    id: "MD-001",
    level: Level::Warning,
    title_de: "Texte enthalten kein HTML",
    title_en: "Texts hold no HTML",
    convention: false,
};

/// An address that runs code or leads where no link may lead.
static REFUSED_ADDRESS: Kind = Kind {
    id: "MD-002",
    level: Level::Error,
    title_de: "Links führen zu Seiten, Postfächern oder Telefonen",
    title_en: "Links lead to pages, mailboxes or telephones",
    convention: false,
};

/// A picture that a screen reader cannot tell.
static NO_ALT: Kind = Kind {
    id: "MD-003",
    level: Level::Warning,
    title_de: "Jedes Bild hat einen Alternativtext",
    title_en: "Every picture has an alternative text",
    convention: false,
};

/// An address in the portal that leads to nothing.
static BROKEN_LINK: Kind = Kind {
    id: "MD-004",
    level: Level::Error,
    title_de: "Links und Bilder im Portal führen zu etwas, das es gibt",
    title_en: "Links and pictures in the portal lead to something that exists",
    convention: true,
};

/// An outline with a hole.
static SKIPPED_LEVEL: Kind = Kind {
    id: "MD-005",
    level: Level::Note,
    title_de: "Überschriften überspringen keine Ebene",
    title_en: "Headings skip no level",
    convention: true,
};

/// A text beyond what people write.
static TOO_MUCH: Kind = Kind {
    id: "MD-006",
    level: Level::Error,
    title_de: "Texte bleiben in den Grenzen für Länge und Verschachtelung",
    title_en: "Texts stay within the limits of length and nesting",
    convention: false,
};

/// A picture that every visitor would fetch from a third party.
static FOREIGN_PICTURE: Kind = Kind {
    id: "MD-007",
    level: Level::Error,
    title_de: "Bilder liegen im Portal selbst",
    title_en: "Pictures lie in the portal itself",
    convention: false,
};

/// A link without words.
static EMPTY_LINK: Kind = Kind {
    id: "MD-008",
    level: Level::Warning,
    title_de: "Jeder Link hat einen Text",
    title_en: "Every link has a text",
    convention: false,
};

/// The kinds of finding that reading a text makes.
pub static KINDS: [&Kind; 8] = [
    &RAW_HTML,
    &REFUSED_ADDRESS,
    &NO_ALT,
    &BROKEN_LINK,
    &SKIPPED_LEVEL,
    &TOO_MUCH,
    &FOREIGN_PICTURE,
    &EMPTY_LINK,
];

/// Findings of one kind that one text may bring; a broken text has thousands of the same.
const MOST_OF_A_KIND: usize = 20;

/// The findings of one text.
pub struct Reports<'a> {
    place_of: &'a dyn Fn(Range<usize>) -> Place,
    found: Vec<Finding>,
    counts: BTreeMap<&'static str, (&'static Kind, usize)>,
    /// Where HTML stands first, and at how many places.
    html: Option<(Range<usize>, usize)>,
}

fn raw_html(place: Place, count: usize) -> Finding {
    let (de, en) = match count {
        0 | 1 => (String::new(), String::new()),
        _ => (
            format!(" (in diesem Text an {count} Stellen)"),
            format!(" (at {count} places in this text)"),
        ),
    };
    let message = say(
        format!("HTML wird nicht übernommen, sondern als Text gezeigt{de}"),
        format!("HTML is not taken over but shown as text{en}"),
    );
    Finding::new(&RAW_HTML, place, message)
        .because(say(
            "HTML im Text könnte Programme ausführen oder die Seite unbenutzbar machen.",
            "HTML in a text could run programs or make the page unusable.",
        ))
        .help(say(
            "Schreiben Sie Markdown, zum Beispiel **fett** oder eine Leerzeile.",
            "Write Markdown, for example **bold** or an empty line.",
        ))
}

impl<'a> Reports<'a> {
    /// No findings yet, in a text whose bytes have these places.
    pub fn new(place_of: &'a dyn Fn(Range<usize>) -> Place) -> Self {
        Self {
            place_of,
            found: Vec::new(),
            counts: BTreeMap::new(),
            html: None,
        }
    }

    /// Hands the findings over; of a kind with too many, the rest as one.
    pub fn hand_over(self, findings: &mut Findings) {
        if let Some((range, count)) = self.html {
            findings.add(raw_html((self.place_of)(range), count));
        }
        for finding in self.found {
            findings.add(finding);
        }
        for (kind, count) in self.counts.into_values() {
            if let Some(more @ 1..) = count.checked_sub(MOST_OF_A_KIND) {
                let message = say(
                    format!("Dasselbe steht in diesem Text an {more} weiteren Stellen"),
                    format!("The same is in this text at {more} more places"),
                );
                findings.add(Finding::new(kind, (self.place_of)(0..0), message));
            }
        }
    }

    /// HTML stands in the text and is shown as text; a text that is full of it is one finding.
    pub fn raw_html(&mut self, range: Range<usize>) {
        let (first, count) = self.html.take().unwrap_or((range, 0));
        self.html = Some((first, count + 1));
    }

    /// A comment stands in the text and is left out.
    pub fn comment(&mut self, range: Range<usize>) {
        self.add(&RAW_HTML, range, |place| {
            let message = say(
                "Der Kommentar erscheint nicht auf der Seite, bleibt aber in der Datei lesbar",
                "The comment does not appear on the page but can be read in the file",
            );
            let mut finding = Finding::new(&RAW_HTML, place, message);
            finding.level = Level::Note;
            finding
        });
    }

    /// A link or picture names an address that is refused.
    pub fn refused_address(&mut self, range: Range<usize>, address: &str) {
        self.add(&REFUSED_ADDRESS, range, |place| {
            let address = shortened(address);
            let message = say(
                format!("Die Adresse „{address}“ wird nicht verlinkt"),
                format!("The address “{address}” is not linked"),
            );
            Finding::new(&REFUSED_ADDRESS, place, message)
                .because(say(
                    "Erlaubt sind http, https, mailto, tel und Adressen im Portal; andere können \
                     Programme ausführen oder führen je nach Browser woandershin.",
                    "http, https, mailto, tel and addresses in the portal are allowed; others can \
                     run programs or lead elsewhere depending on the browser.",
                ))
                .help(say(
                    "Schreiben Sie die volle Adresse mit https:// oder den Dateinamen mit „/“.",
                    "Write the full address with https:// or the file name with “/”.",
                ))
        });
    }

    /// A picture has no words.
    pub fn no_alt(&mut self, range: Range<usize>) {
        self.add(&NO_ALT, range, |place| {
            let message = say(
                "Dem Bild fehlt der Alternativtext",
                "The picture has no alternative text",
            );
            Finding::new(&NO_ALT, place, message)
                .because(say(
                    "Wer das Bild nicht sieht, erfährt sonst nichts von seinem Inhalt (BITV 2.0, \
                     WCAG 1.1.1).",
                    "Whoever does not see the picture learns nothing of its content (BITV 2.0, \
                     WCAG 1.1.1).",
                ))
                .help(say(
                    "Schreiben Sie in die eckigen Klammern, was das Bild zeigt: ![Blick von der \
                     Elbe auf das Baufeld](baufeld.jpg).",
                    "Write between the square brackets what the picture shows: ![View of the \
                     site from the river](site.jpg).",
                ))
        });
    }

    /// An address in the portal leads to nothing.
    pub fn broken_link(&mut self, range: Range<usize>, address: &str) {
        self.add(&BROKEN_LINK, range, |place| {
            let address = shortened(address);
            let message = say(
                format!("„{address}“ gibt es hier nicht"),
                format!("“{address}” does not exist here"),
            );
            Finding::new(&BROKEN_LINK, place, message).help(say(
                "Prüfen Sie den Namen der Datei, auch Groß- und Kleinschreibung, oder entfernen \
                 Sie den Link.",
                "Check the name of the file, capital letters too, or remove the link.",
            ))
        });
    }

    /// A heading is more than one level below the one before.
    pub fn skipped_level(&mut self, range: Range<usize>) {
        self.add(&SKIPPED_LEVEL, range, |place| {
            let message = say(
                "Die Überschrift überspringt eine Ebene; auf der Seite rückt sie auf",
                "The heading skips a level; on the page it moves up",
            );
            Finding::new(&SKIPPED_LEVEL, place, message)
                .because(say(
                    "Mit einem Vorleseprogramm sucht man an dieser Stelle nach einem fehlenden \
                     Abschnitt (WCAG 1.3.1).",
                    "With a screen reader one looks here for a missing section (WCAG 1.3.1).",
                ))
                .help(say("Schreiben Sie ein # weniger.", "Write one # less."))
        });
    }

    /// The text is cut at its longest.
    pub fn too_long(&mut self, range: Range<usize>) {
        self.add(&TOO_MUCH, range, |place| {
            let message = say(
                "Der Text ist länger als 1 MiB und endet hier",
                "The text is longer than 1 MiB and ends here",
            );
            Finding::new(&TOO_MUCH, place, message).help(say(
                "Fügen Sie lange Texte als Unterlage (PDF) bei.",
                "Add long texts as a document (PDF).",
            ))
        });
    }

    /// Quotes, lists or emphasis are nested beyond reason.
    pub fn too_deep(&mut self, range: Range<usize>) {
        self.add(&TOO_MUCH, range, |place| {
            let message = say(
                "Zitate, Listen oder Auszeichnungen sind zu tief ineinander verschachtelt",
                "Quotes, lists or emphasis are nested too deeply",
            );
            Finding::new(&TOO_MUCH, place, message).help(say(
                "Gliedern Sie den Text flacher.",
                "Give the text a flatter outline.",
            ))
        });
    }

    /// A picture lies on another site.
    pub fn foreign_picture(&mut self, range: Range<usize>) {
        self.add(&FOREIGN_PICTURE, range, |place| {
            let message = say(
                "Das Bild liegt auf einer anderen Website und wird nicht gezeigt",
                "The picture lies on another site and is not shown",
            );
            Finding::new(&FOREIGN_PICTURE, place, message)
                .because(say(
                    "Jeder Besuch würde dem fremden Anbieter gemeldet (DSGVO Art. 5, § 25 TDDDG).",
                    "Every visit would be reported to the third party (GDPR Art. 5, § 25 TDDDG).",
                ))
                .help(say(
                    "Legen Sie das Bild in den Ordner und fügen Sie es mit seinem Dateinamen ein.",
                    "Put the picture into the folder and name it by its file name.",
                ))
        });
    }

    /// A link has no words.
    pub fn empty_link(&mut self, range: Range<usize>) {
        self.add(&EMPTY_LINK, range, |place| {
            let message = say(
                "Der Link hat keinen Text; gezeigt wird seine Adresse",
                "The link has no text; its address is shown",
            );
            Finding::new(&EMPTY_LINK, place, message)
                .because(say(
                    "Ein Link muss sagen, wohin er führt (WCAG 2.4.4).",
                    "A link must say where it leads (WCAG 2.4.4).",
                ))
                .help(say(
                    "Schreiben Sie in die eckigen Klammern, wohin der Link führt.",
                    "Write between the square brackets where the link leads.",
                ))
        });
    }

    /// Counts first, so that a text with a million faults costs no million findings.
    fn add(
        &mut self,
        kind: &'static Kind,
        range: Range<usize>,
        finding: impl FnOnce(Place) -> Finding,
    ) {
        let count = &mut self.counts.entry(kind.id).or_insert((kind, 0)).1;
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.found.push(finding((self.place_of)(range)));
        }
    }
}

/// An address short enough for a message.
fn shortened(address: &str) -> String {
    let mut characters = address.chars().filter(|c| !c.is_control());
    let mut short: String = characters.by_ref().take(80).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
