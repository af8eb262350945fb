//! Pages and their structure to a PDF file.

use crate::notice::typeset::About;
use crate::notice::typeset::font::{Font, Subset};
use crate::notice::typeset::layout::{Element, Ink, Mark, Sheet};
use anyhow::Result;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::fmt::Write;

/// Letters of a font in one section of the table that tells what they mean.
const SECTION: usize = 100;
/// The size of the numbers of pages, in points.
const FOOTER_SIZE: f32 = 9.0;

/// The bytes of a document.
pub fn document(sheet: &Sheet, about: &About<'_>, fonts: &mut [Font; 2]) -> Result<Vec<u8>> {
    let mut pdf = Document::with_version("1.7");
    let tree = pdf.new_object_id();
    let pages = pdf.new_object_id();
    let structure = Structure::new(&mut pdf, &sheet.elements);
    let mut writer = Writer {
        sheet,
        about,
        fonts,
        structure,
    };
    let mut contents = Vec::new();
    for (number, page) in sheet.pages.iter().enumerate() {
        let id = pdf.new_object_id();
        contents.push((id, writer.page(page, (number, id))?));
    }
    let Writer {
        fonts, structure, ..
    } = writer;
    let resources = resources(&mut pdf, fonts)?;
    let (width, height) = sheet.paper.size();
    let mut kids: Vec<Object> = Vec::new();
    for (number, (id, content)) in contents.into_iter().enumerate() {
        let mut stream = Stream::new(Dictionary::new(), content.into_bytes());
        stream.compress()?;
        let content = pdf.add_object(stream);
        let page = dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
            "StructParents" => i64::try_from(number)?, "Tabs" => "S",
        };
        pdf.objects.insert(id, Object::Dictionary(page));
        kids.push(id.into());
    }
    let count = i64::try_from(kids.len())?;
    let all = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    pdf.objects.insert(pages, Object::Dictionary(all));
    structure.finish(&mut pdf, &sheet.elements, tree)?;
    catalog(&mut pdf, about, (pages, tree));
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes)?;
    Ok(bytes)
}

fn catalog(pdf: &mut Document, about: &About<'_>, (pages, tree): (ObjectId, ObjectId)) {
    let metadata = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp(about).into_bytes(),
    );
    let metadata = pdf.add_object(metadata.with_compression(false));
    let language = if about.language == "de" {
        "de-DE"
    } else {
        "en-GB"
    };
    let catalog = pdf.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "StructTreeRoot" => tree, "Metadata" => metadata,
        "MarkInfo" => dictionary! { "Marked" => true },
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "Lang" => Object::string_literal(language),
    });
    let info = pdf.add_object(dictionary! {
        "Title" => text_string(&about.title), "Author" => text_string(&about.author),
        "Producer" => text_string("offenlage"),
    });
    pdf.trailer.set("Root", catalog);
    pdf.trailer.set("Info", info);
    // The same notice is the same file: its mark is made from what it says.
    let mark = blake3::hash(format!("{about:?}").as_bytes());
    let mark = Object::String(mark.as_bytes()[..16].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![mark.clone(), mark]);
}

/// The record that names title, author and the standard.
fn xmp(about: &About<'_>) -> String {
    let (title, author) = (escaped(&about.title), escaped(&about.author));
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
         <pdf:Producer>offenlage</pdf:Producer>\n\
         <pdfuaid:part>1</pdfuaid:part>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// A text in UTF-16, as a PDF names things.
fn text_string(text: &str) -> Object {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    let bytes = [0xfe, 0xff].into_iter().chain(units).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Writes what stands on pages, and notes what belongs to which element.
struct Writer<'a> {
    sheet: &'a Sheet,
    about: &'a About<'a>,
    fonts: &'a mut [Font; 2],
    structure: Structure,
}

impl Writer<'_> {
    fn page(&mut self, page: &[Mark], (number, id): (usize, ObjectId)) -> Result<String> {
        let mut content = String::new();
        for mark in page {
            let role = self.sheet.elements[mark.element].role;
            let own = self.structure.mark(mark, (number, id));
            writeln!(content, "/{role} <</MCID {own}>> BDC")?;
            match &mark.ink {
                Ink::Text {
                    at,
                    size,
                    is_bold,
                    text,
                } => {
                    let font = usize::from(*is_bold);
                    let letters = self.fonts[font].encode(text);
                    show(&mut content, (font, *size), *at, &letters)?;
                }
                Ink::Drawing { operators, .. } => content.push_str(operators),
                Ink::Squares { side, corners, .. } => {
                    for (x, y) in corners {
                        write!(content, "{x:.3} {y:.3} {side:.3} {side:.3} re ")?;
                    }
                    writeln!(content, "f")?;
                }
            }
            writeln!(content, "EMC")?;
        }
        self.footer(&mut content, number)?;
        Ok(content)
    }

    fn footer(&mut self, content: &mut String, number: usize) -> Result<()> {
        let pages = self.sheet.pages.len().to_string();
        let footer = self.about.footer.replace("{pages}", &pages);
        let footer = footer.replace("{page}", &(number + 1).to_string());
        let (width, _) = self.sheet.paper.size();
        let at = (
            (width - self.fonts[0].width(&footer, FOOTER_SIZE)) / 2.0,
            24.0,
        );
        writeln!(
            content,
            "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
        )?;
        let letters = self.fonts[0].encode(&footer);
        show(content, (0, FOOTER_SIZE), at, &letters)?;
        writeln!(content, "EMC")?;
        Ok(())
    }
}

fn show(
    content: &mut String,
    (font, size): (usize, f32),
    (x, y): (f32, f32),
    letters: &[u8],
) -> Result<()> {
    write!(
        content,
        "BT /F{font} {size:.2} Tf 1 0 0 1 {x:.2} {y:.2} Tm <"
    )?;
    for byte in letters {
        write!(content, "{byte:02x}")?;
    }
    writeln!(content, "> Tj ET")?;
    Ok(())
}

/// The elements of the document and what of the pages belongs to each.
struct Structure {
    ids: Vec<ObjectId>,
    /// Page and number on it of each mark, by element.
    marks: Vec<Vec<(ObjectId, i64)>>,
    boxes: Vec<Option<[f32; 4]>>,
    /// The elements of the marks of each page.
    pages: Vec<Vec<usize>>,
}

impl Structure {
    fn new(pdf: &mut Document, elements: &[Element]) -> Self {
        Self {
            ids: elements.iter().map(|_| pdf.new_object_id()).collect(),
            marks: elements.iter().map(|_| Vec::new()).collect(),
            boxes: elements.iter().map(|_| None).collect(),
            pages: Vec::new(),
        }
    }

    /// The number of a mark on its page.
    fn mark(&mut self, mark: &Mark, (number, page): (usize, ObjectId)) -> i64 {
        if self.pages.len() <= number {
            self.pages.resize_with(number + 1, Vec::new);
        }
        let own = i64::try_from(self.pages[number].len()).unwrap_or(i64::MAX);
        self.pages[number].push(mark.element);
        self.marks[mark.element].push((page, own));
        if let Ink::Squares { bounds, .. } | Ink::Drawing { bounds, .. } = &mark.ink {
            self.boxes[mark.element] = Some(*bounds);
        }
        own
    }

    /// Writes the elements below the root of the tree.
    fn finish(self, pdf: &mut Document, elements: &[Element], tree: ObjectId) -> Result<()> {
        for (at, element) in elements.iter().enumerate() {
            let own = self.marks[at].iter().map(|(page, number)| {
                Object::Dictionary(
                    dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => *number },
                )
            });
            let below = elements.iter().enumerate();
            let below = below.filter(|(_, other)| other.parent == Some(at));
            let below = below.map(|(other, _)| Object::Reference(self.ids[other]));
            let kids: Vec<Object> = own.chain(below).collect();
            let parent = element.parent.map_or(tree, |parent| self.ids[parent]);
            let mut written = dictionary! {
                "Type" => "StructElem", "S" => element.role, "P" => parent, "K" => kids,
            };
            if let Some(words) = &element.words {
                written.set("Alt", text_string(words));
            }
            if let Some(bounds) = self.boxes[at] {
                let bounds: Vec<Object> = bounds.into_iter().map(Object::Real).collect();
                written.set(
                    "A",
                    dictionary! { "O" => "Layout", "BBox" => bounds, "Placement" => "Block" },
                );
            }
            pdf.objects
                .insert(self.ids[at], Object::Dictionary(written));
        }
        let mut numbers: Vec<Object> = Vec::new();
        for (number, page) in self.pages.iter().enumerate() {
            let of_page = page
                .iter()
                .map(|element| Object::Reference(self.ids[*element]));
            numbers.push(i64::try_from(number)?.into());
            numbers.push(Object::Array(of_page.collect()));
        }
        let next = i64::try_from(self.pages.len())?;
        let root = dictionary! {
            "Type" => "StructTreeRoot", "K" => vec![Object::Reference(self.ids[0])],
            "ParentTree" => dictionary! { "Nums" => numbers }, "ParentTreeNextKey" => next,
        };
        pdf.objects.insert(tree, Object::Dictionary(root));
        Ok(())
    }
}

fn resources(pdf: &mut Document, fonts: &[Font; 2]) -> Result<ObjectId> {
    let mut named = Dictionary::new();
    for (at, font) in fonts.iter().enumerate() {
        let id = write_font(pdf, font.name, &font.subset()?)?;
        named.set(format!("F{at}"), id);
    }
    Ok(pdf.add_object(dictionary! { "Font" => named }))
}

fn write_font(pdf: &mut Document, name: &str, subset: &Subset) -> Result<ObjectId> {
    let name = format!("OFFENL+{name}");
    let length = i64::try_from(subset.data.len())?;
    let mut file = Stream::new(dictionary! { "Length1" => length }, subset.data.clone());
    file.compress()?;
    let file = pdf.add_object(file);
    let bounds: Vec<Object> = subset.bounds.into_iter().map(Object::Integer).collect();
    let [ascent, descent] = subset.heights;
    let descriptor = pdf.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => Object::Name(name.clone().into_bytes()),
        "Flags" => 4, "FontBBox" => bounds, "ItalicAngle" => 0, "Ascent" => ascent,
        "Descent" => descent, "CapHeight" => 729, "StemV" => 90, "FontFile2" => file,
    });
    let widths: Vec<Object> = subset.widths.iter().copied().map(Object::Integer).collect();
    let letters = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2",
        "BaseFont" => Object::Name(name.clone().into_bytes()),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
        },
        "FontDescriptor" => descriptor, "CIDToGIDMap" => "Identity",
        "W" => vec![0.into(), Object::Array(widths)],
    });
    let mut meaning = Stream::new(Dictionary::new(), to_unicode(subset)?.into_bytes());
    meaning.compress()?;
    let meaning = pdf.add_object(meaning);
    Ok(pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => Object::Name(name.into_bytes()),
        "Encoding" => "Identity-H", "DescendantFonts" => vec![Object::Reference(letters)],
        "ToUnicode" => meaning,
    }))
}

/// What each letter means, so that the text can be read aloud and copied.
fn to_unicode(subset: &Subset) -> Result<String> {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let letters: Vec<(&u16, &char)> = subset.letters.iter().collect();
    for section in letters.chunks(SECTION) {
        writeln!(map, "{} beginbfchar", section.len())?;
        for (number, letter) in section {
            write!(map, "<{number:04x}> <")?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(map, "{unit:04x}")?;
            }
            writeln!(map, ">")?;
        }
        writeln!(map, "endbfchar")?;
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    Ok(map)
}
