//! What can be wrong with the form of an XPlanGML file, in words for whoever exported it.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{File, Finding, Words, say};
use crate::load::area::gml::xml::Element;
use crate::load::area::shapes::{Position, refuse};
use crate::load::area::{invalid, one_character};

/// A text that is not XML from a byte on.
pub fn not_xml(file: &Arc<File>, at: usize) -> Box<Finding> {
    let message = say(
        "Die Datei lässt sich von hier an nicht als XML lesen",
        "From here on the file cannot be read as XML",
    );
    fault(
        file,
        one_character(file.text(), at),
        message,
        export_again(),
    )
}

/// A document type: with it a file could name others, or a few lines grow to gigabytes.
pub fn document_type(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    let message = say(
        "Die Datei enthält einen Dokumenttyp (DOCTYPE); der wird nicht gelesen",
        "The file holds a document type (DOCTYPE), which is not read",
    );
    fault(
        file,
        start_of(file, &range),
        message,
        say(
            "Entfernen Sie die Zeilen von <!DOCTYPE bis >; XPlanGML braucht keine. Sie könnten andere \
         Dateien einbinden oder sich ins Endlose entfalten.",
            "Remove the lines from <!DOCTYPE to >; XPlanGML needs none. They could bring in other \
         files or unfold without end.",
        ),
    )
}

/// A reference to something that would have to be declared.
pub fn entity(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    let message = say(
        "Ein Verweis mit & steht, wo keiner erlaubt ist",
        "A reference with & stands where none is allowed",
    );
    fault(
        file,
        range,
        message,
        say(
            "Schreiben Sie das Zeichen selbst, für & allein &amp;. Verweise auf anderes werden nicht gelesen.",
            "Write the character itself, for & alone &amp;. References to anything else are not read.",
        ),
    )
}

/// Elements nested too deeply.
pub fn too_deep(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    refuse(file, start_of(file, &range), "64 Ebenen", "64 levels")
}

/// Too many elements in the plan area.
pub fn too_many_elements(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    refuse(
        file,
        range,
        "300.000 Elementen im Geltungsbereich",
        "300,000 elements in the plan area",
    )
}

/// A file without a plan, or a plan without an area.
pub fn no_plan(file: &Arc<File>, has_plan: bool) -> Box<Finding> {
    let message = if has_plan {
        say(
            "Der Plan in dieser Datei hat keinen raeumlicherGeltungsbereich",
            "The plan in this file has no raeumlicherGeltungsbereich",
        )
    } else {
        say(
            "Die Datei enthält keinen Plan nach XPlanung (BP_Plan, FP_Plan oder SO_Plan)",
            "The file holds no plan by XPlanung (BP_Plan, FP_Plan or SO_Plan)",
        )
    };
    fault(
        file,
        0..0,
        message,
        say(
            "Exportieren Sie den Plan als XPlanGML 5 oder 6 mit seinem räumlichen Geltungsbereich, oder \
         nur die Fläche als GeoJSON.",
            "Export the plan as XPlanGML 5 or 6 with its raeumlicherGeltungsbereich, or the area alone \
         as GeoJSON.",
        ),
    )
}

/// A second plan.
pub fn two_plans(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    let message = say(
        "Die Datei enthält mehr als einen Plan; hier beginnt der Geltungsbereich des zweiten",
        "The file holds more than one plan; here the area of the second begins",
    );
    fault(
        file,
        range,
        message,
        say(
            "Exportieren Sie nur den Plan dieses Verfahrens; eine Fläche aus mehreren Teilen ist eine \
         MultiSurface.",
            "Export only the plan of this procedure; an area of several parts is a MultiSurface.",
        ),
    )
}

/// A geometry that stands elsewhere.
pub fn link(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    let message = say(
        "Die Geometrie steht nicht hier, sondern hinter einem Verweis (xlink:href)",
        "The geometry does not stand here but behind a link (xlink:href)",
    );
    fault(
        file,
        range,
        message,
        say(
            "Exportieren Sie den Geltungsbereich mit seiner Geometrie an Ort und Stelle; Verweisen wird \
         nicht gefolgt.",
            "Export the plan area with its geometry in place; links are not followed.",
        ),
    )
}

/// Something that is not a surface.
pub fn not_a_surface(file: &Arc<File>, element: &Element) -> Box<Finding> {
    let name = shown(element);
    let message = say(
        format!("„{name}“ ist keine Fläche"),
        format!("“{name}” is not a polygon"),
    );
    fault(
        file,
        element.range.clone(),
        message,
        say(
            "Ein Geltungsbereich ist ein Polygon, eine Surface oder eine MultiSurface.",
            "A plan area is a Polygon, a Surface or a MultiSurface.",
        ),
    )
}

/// A curve that XPlanGML does not have.
pub fn not_a_curve(file: &Arc<File>, element: &Element) -> Box<Finding> {
    let name = shown(element);
    let message = say(
        format!("Die Kurve „{name}“ wird nicht gelesen"),
        format!("The curve “{name}” is not read"),
    );
    fault(
        file,
        element.range.clone(),
        message,
        say(
            "XPlanGML kennt Linien (LineStringSegment), Bögen (Arc) und Kreise (Circle); wandeln Sie \
         andere Kurven beim Export darin um.",
            "XPlanGML knows lines (LineStringSegment), arcs (Arc) and circles (Circle); convert other \
         curves to them when exporting.",
        ),
    )
}

/// An element where another belongs.
pub fn unexpected(file: &Arc<File>, element: &Element, around: &Element) -> Box<Finding> {
    let (name, place) = (shown(element), shown(around));
    let message = say(
        format!("„{name}“ gehört hier nicht in „{place}“"),
        format!("“{name}” does not belong here in “{place}”"),
    );
    fault(
        file,
        element.range.clone(),
        message,
        say(
            "Ein Polygon hat genau ein exterior und danach beliebig viele interior, jedes mit einem \
         LinearRing oder Ring; Punkte stehen in posList oder pos.",
            "A Polygon has exactly one exterior and then any number of interior, each with a LinearRing \
         or Ring; points stand in posList or pos.",
        ),
    )
}

/// An element that should hold something.
pub fn empty(file: &Arc<File>, element: &Element) -> Box<Finding> {
    let name = shown(element);
    let message = say(
        format!("In „{name}“ fehlt der Rand, oder es sind mehrere"),
        format!("In “{name}” the border is missing, or there are several"),
    );
    fault(file, element.range.clone(), message, export_again())
}

/// A dimension other than two or three.
pub fn dimension(file: &Arc<File>, range: Range<usize>) -> Box<Finding> {
    let message = say(
        "srsDimension ist weder 2 noch 3",
        "srsDimension is neither 2 nor 3",
    );
    fault(
        file,
        range,
        message,
        say(
            "Ein Punkt hat zwei Zahlen, mit Höhe drei.",
            "A point has two numbers, three with a height.",
        ),
    )
}

/// A list that does not come out even.
pub fn odd_numbers(
    file: &Arc<File>,
    element: &Element,
    count: usize,
    numbers: usize,
) -> Box<Finding> {
    let message = say(
        format!("{count} Zahlen ergeben keine Punkte zu je {numbers}"),
        format!("{count} numbers do not make points of {numbers} each"),
    );
    fault(
        file,
        element.range.clone(),
        message,
        say(
            "Hier fehlt eine Zahl, oder srsDimension nennt nicht, wie viele ein Punkt hat (2, mit Höhe 3).",
            "A number is missing here, or srsDimension does not say how many a point has (2, 3 with a height).",
        ),
    )
}

/// A word where a number belongs.
pub fn not_a_number(file: &Arc<File>, range: &Range<usize>) -> Box<Finding> {
    let text = file.text().get(range.clone()).unwrap_or_default();
    let word: String = text.chars().take(40).collect();
    let message = say(
        format!("„{word}“ ist keine Zahl"),
        format!("“{word}” is not a number"),
    );
    fault(
        file,
        range.clone(),
        message,
        say(
            "Zahlen haben einen Punkt vor den Nachkommastellen, kein Komma, und stehen mit Leerzeichen \
         dazwischen.",
            "Numbers have a point before their decimals, not a comma, and spaces between them.",
        ),
    )
}

/// Lines that follow one another but do not meet.
pub fn gap(file: &Arc<File>, end: &Position, begin: &Position) -> Box<Finding> {
    let (from, to) = (written(file, end), written(file, begin));
    let message = say(
        format!(
            "Der Rand hat eine Lücke: eine Linie endet bei {from}, die nächste beginnt bei {to}"
        ),
        format!("The border has a gap: a line ends at {from}, the next begins at {to}"),
    );
    fault(
        file,
        begin.range.clone(),
        message,
        say(
            "Jede Linie beginnt, wo die vorige endet; drehen Sie die Linie um (OrientableCurve, \
         orientation=\"-\"), oder schließen Sie die Lücke.",
            "Each line begins where the one before ends; turn the line round (OrientableCurve, \
         orientation=\"-\"), or close the gap.",
        ),
    )
}

/// An arc or circle with a number of points that makes none.
pub fn wrong_controls(file: &Arc<File>, element: &Element, count: usize) -> Box<Finding> {
    let name = shown(element);
    let message = say(
        format!("„{name}“ hat {count} Punkte"),
        format!("“{name}” has {count} points"),
    );
    fault(
        file,
        element.whole(),
        message,
        say(
            "Ein Arc und ein Circle haben drei Punkte, ein ArcString drei, fünf, sieben und so fort.",
            "An Arc and a Circle have three points, an ArcString three, five, seven and so on.",
        ),
    )
}

/// Three points that are on no circle.
pub fn no_circle(file: &Arc<File>, controls: &[Position]) -> Box<Finding> {
    let start = controls.first().map_or(0, |first| first.range.start);
    let end = controls.last().map_or(start, |last| last.range.end);
    let message = say(
        "Durch diese drei Punkte geht kein Bogen: sie liegen auf einer Linie, oder zwei sind gleich",
        "No arc goes through these three points: they lie on one line, or two are the same",
    );
    fault(
        file,
        start..end,
        message,
        say(
            "Ein Bogen braucht Anfang, einen Punkt dazwischen und Ende; ein voller Kreis ist ein Circle.",
            "An arc needs its beginning, a point between and its end; a whole circle is a Circle.",
        ),
    )
}

fn fault(file: &Arc<File>, range: Range<usize>, message: Words, help: Words) -> Box<Finding> {
    Box::new(invalid(file, range, message).help(help))
}

fn export_again() -> Words {
    say(
        "Exportieren Sie den Plan noch einmal als XPlanGML, statt die Datei von Hand zu ändern.",
        "Export the plan as XPlanGML again instead of changing the file by hand.",
    )
}

/// The first line of a range at most: a document type may be the whole file.
fn start_of(file: &Arc<File>, range: &Range<usize>) -> Range<usize> {
    let text = file.text().get(range.clone()).unwrap_or_default();
    let length = text.find('\n').unwrap_or(text.len());
    range.start..range.start + length
}

fn shown(element: &Element) -> String {
    element.name.chars().take(40).collect()
}

fn written(file: &Arc<File>, position: &Position) -> String {
    let text = file.text().get(position.range.clone()).unwrap_or_default();
    text.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}
