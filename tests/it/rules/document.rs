//! A PDF as an example tells of it, in lines like those of a program's „Eigenschaften“: what a line does not say is as
//! it should be.

use std::fmt::Write;

/// What is told of a PDF.
struct Told<'t> {
    title: Option<&'t str>,
    author: Option<&'t str>,
    language: Option<&'t str>,
    is_tagged: bool,
    has_text: bool,
    has_bookmarks: bool,
    has_script: bool,
    pages: usize,
    comments: usize,
}

/// The bytes of a PDF of which these lines tell.
pub fn pdf(lines: &str) -> Vec<u8> {
    let mut told = Told {
        title: Some("Ein Beispiel"),
        author: None,
        language: Some("de"),
        is_tagged: true,
        has_text: true,
        has_bookmarks: true,
        has_script: false,
        pages: 1,
        comments: 0,
    };
    for line in lines.lines() {
        let (key, value) = line.split_once(": ").expect("a line is „Titel: …“");
        let number = || value.parse().expect("a number of pages or comments");
        let named = (value != "fehlt").then_some(value);
        let is_so = || match value {
            "ja" => true,
            "nein" => false,
            other => panic!("{key} is „ja“ or „nein“, not „{other}“"),
        };
        match key {
            "Titel" => told.title = named,
            "Verfasser" => told.author = named,
            "Sprache" => told.language = named,
            "Tags" => told.is_tagged = is_so(),
            "Text" => told.has_text = is_so(),
            "Lesezeichen" => told.has_bookmarks = is_so(),
            "JavaScript" => told.has_script = is_so(),
            "Seiten" => told.pages = number(),
            "Kommentare" => told.comments = number(),
            other => panic!("nothing is told of „{other}“"),
        }
    }
    told.bytes()
}

impl Told<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut catalog = "<</Type/Catalog/Pages 2 0 R".to_owned();
        let mut add = |is_told: bool, entry: &str| {
            if is_told {
                catalog.push_str(entry);
            }
        };
        let language = self.language.unwrap_or_default();
        add(self.language.is_some(), &format!("/Lang({language})"));
        let tags = "/MarkInfo<</Marked true>>/StructTreeRoot 3 0 R";
        add(self.is_tagged, tags);
        add(self.has_bookmarks, "/Outlines 4 0 R");
        let script = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>";
        add(self.has_script, script);
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 6 0 R>>>>/Contents 7 0 R";
        let note = "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Erika Beispiel)/Contents(Bitte)>>";
        let notes = format!("{page}/Annots[{}]>>", note.repeat(self.comments));
        let kids = (0..self.pages).map(|at| format!("{} 0 R", at + 9));
        let kids: Vec<String> = kids.collect();
        let (pages, kids) = (self.pages, kids.join(" "));
        let mut objects = vec![
            format!("{catalog}>>"),
            format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>"),
            "<</Type/StructTreeRoot>>".to_owned(),
            "<</Type/Outlines/First 5 0 R/Last 5 0 R/Count 1>>".to_owned(),
            "<</Title(Seite 1)/Parent 4 0 R>>".to_owned(),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
            drawing(self.has_text),
            format!(
                "<<{}{}>>",
                entry("Title", self.title),
                entry("Author", self.author)
            ),
        ];
        objects.push(notes);
        objects.extend(std::iter::repeat_n(format!("{page}>>"), pages - 1));
        file(&objects)
    }
}

/// What every page shows: a line of text, or a line.
fn drawing(has_text: bool) -> String {
    let drawn = match has_text {
        true => "BT /F1 12 Tf 50 790 Td (Seite) Tj ET",
        false => "50 50 m 500 790 l S",
    };
    format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len())
}

/// An entry with a text in any letters.
fn entry(key: &str, text: Option<&str>) -> String {
    let Some(text) = text else {
        return String::new();
    };
    let mut entry = format!("/{key}<FEFF");
    for unit in text.encode_utf16() {
        write!(entry, "{unit:04X}").expect("a text can be written to");
    }
    entry + ">"
}

/// A file with these objects, of which the first is the root and the eighth the properties.
fn file(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = String::new();
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let (start, count) = (text.len(), objects.len() + 1);
    text.push_str(&format!(
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Size {count}/Root 1 0 R/Info 8 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    text.into_bytes()
}
