//! Parts to pages: lines that are as long as the page is wide, and what each of them is.

use crate::notice::blocks::Block;
use crate::notice::text::unbroken;
use crate::notice::typeset::About;
use crate::notice::typeset::font::Font;
use crate::notice::typeset::map::{Map, draw};
use qrcode::{Color, EcLevel, QrCode};

/// The size of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 millimetres.
    A4,
    /// 297 by 420 millimetres.
    A3,
}

impl Paper {
    /// Width and height in points.
    pub fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::A3 => (841.89, 1190.55),
        }
    }
}

/// A document that was laid out.
pub struct Sheet {
    /// The size of its pages.
    pub paper: Paper,
    /// What stands on each page.
    pub pages: Vec<Vec<Mark>>,
    /// Its elements in reading order; the first is the document itself.
    pub elements: Vec<Element>,
}

/// Something on a page that belongs to an element.
pub struct Mark {
    /// The element.
    pub element: usize,
    /// What is drawn.
    pub ink: Ink,
}

/// What is drawn, in points from the lower left corner of the page.
pub enum Ink {
    /// A line of text: where it begins, its size, whether it is bold.
    Text {
        at: (f32, f32),
        size: f32,
        is_bold: bool,
        text: String,
    },
    /// A drawing in PDF operators, and the box around it.
    Drawing { operators: String, bounds: [f32; 4] },
    /// Squares of one size by their lower left corners, and the box around them.
    Squares {
        side: f32,
        corners: Vec<(f32, f32)>,
        bounds: [f32; 4],
    },
}

/// An element of the document's structure.
pub struct Element {
    /// Its role: `Document`, `H1`, `P`, `L`, `LI`, `Lbl`, `LBody`, `Figure`.
    pub role: &'static str,
    /// The element around it.
    pub parent: Option<usize>,
    /// What it is, for those who do not see it.
    pub words: Option<String>,
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
struct Style {
    role: &'static str,
    /// Size in parts of the base.
    scale: f32,
    is_bold: bool,
    /// Space before it, in lines.
    before: f32,
}

const HEADING: Style = style("H1", 1.5, true, 0.0);
const PLAN: Style = style("P", 1.3, true, 0.5);
const STEP: Style = style("P", 1.1, false, 0.2);
const SECTION: Style = style("H2", 1.1, true, 0.8);
const PARAGRAPH: Style = style("P", 1.0, false, 0.5);
const FOLLOWING: Style = style("P", 1.0, false, 0.15);
const DAYS: Style = style("P", 1.25, true, 0.6);
const ITEM: Style = style("LBody", 1.0, false, 0.15);

/// Height of a line in parts of its size.
const LEADING: f32 = 1.32;

const fn style(role: &'static str, scale: f32, is_bold: bool, before: f32) -> Style {
    Style {
        role,
        scale,
        is_bold,
        before,
    }
}

/// Lays parts out on paper, in type of a size.
pub fn lay_out(
    blocks: &[Block],
    about: &About<'_>,
    (paper, base): (Paper, f32),
    fonts: &[Font; 2],
) -> Sheet {
    let (width, height) = paper.size();
    let margin = width * 0.095;
    let mut setter = Setter {
        sheet: Sheet {
            paper,
            pages: vec![Vec::new()],
            elements: vec![Element {
                role: "Document",
                parent: None,
                words: None,
            }],
        },
        fonts,
        base,
        margin,
        width: width - 2.0 * margin,
        top: height - margin,
        y: height - margin,
    };
    for block in blocks {
        setter.block(block);
    }
    setter.code(about);
    setter.sheet
}

struct Setter<'f> {
    sheet: Sheet,
    fonts: &'f [Font; 2],
    base: f32,
    margin: f32,
    width: f32,
    top: f32,
    y: f32,
}

impl Setter<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.paragraph(text, HEADING),
            Block::Subject(lines) => {
                let last = lines.len().saturating_sub(1);
                for (at, line) in lines.iter().enumerate() {
                    self.paragraph(line, if at == last { STEP } else { PLAN });
                }
            }
            Block::Section(text) => self.paragraph(text, SECTION),
            Block::Paragraph(text) | Block::Signed(text) => self.paragraph(text, PARAGRAPH),
            Block::Text(texts) => {
                let paragraphs = texts.iter().flat_map(|text| text.split("\n\n"));
                paragraphs.for_each(|text| self.paragraph(text, FOLLOWING));
            }
            Block::Period(lines) => lines.iter().for_each(|line| self.paragraph(line, DAYS)),
            Block::Items(items) => self.list(items),
        }
    }

    fn list(&mut self, items: &[String]) {
        let list = self.element("L", 0);
        for item in items {
            let entry = self.element("LI", list);
            let label = self.element("Lbl", entry);
            let body = self.element("LBody", entry);
            self.set(item, ITEM, (body, Some(label)));
        }
    }

    fn paragraph(&mut self, text: &str, style: Style) {
        let element = self.element(style.role, 0);
        self.set(text, style, (element, None));
    }

    fn element(&mut self, role: &'static str, parent: usize) -> usize {
        self.sheet.elements.push(Element {
            role,
            parent: Some(parent),
            words: None,
        });
        self.sheet.elements.len() - 1
    }

    /// Sets a text as lines; a label hangs before the first.
    fn set(&mut self, text: &str, style: Style, (element, label): (usize, Option<usize>)) {
        let size = self.base * style.scale;
        let indent = if label.is_some() { size * 1.1 } else { 0.0 };
        let lines = self.broken(text, (size, style.is_bold), self.width - indent);
        // A heading stays with the first lines of what follows.
        let kept = if style.role == "H2" { 3.0 } else { 1.0 };
        self.room(size * (kept * LEADING + style.before));
        if self.y < self.top {
            self.y -= size * style.before;
        }
        for (at, (line, ends)) in lines.into_iter().enumerate() {
            self.room(size * LEADING);
            self.y -= size * LEADING;
            if let Some(label) = label.filter(|_| at == 0) {
                self.text((self.margin, size, style.is_bold), label, "–".to_owned());
            }
            // The space at a break keeps words apart for those who read the text aloud.
            let line = if ends { line } else { line + " " };
            self.text((self.margin + indent, size, style.is_bold), element, line);
        }
    }

    fn text(&mut self, (x, size, is_bold): (f32, f32, bool), element: usize, text: String) {
        let at = (x, self.y);
        self.mark(
            element,
            Ink::Text {
                at,
                size,
                is_bold,
                text,
            },
        );
    }

    fn mark(&mut self, element: usize, ink: Ink) {
        if let Some(page) = self.sheet.pages.last_mut() {
            page.push(Mark { element, ink });
        }
    }

    /// Begins a new page where the rest of this one is too low.
    fn room(&mut self, height: f32) {
        if self.y - height < self.margin {
            self.sheet.pages.push(Vec::new());
            self.y = self.top;
        }
    }

    /// A text in lines that fit, and whether a line ends without a space: the last one, and one of an
    /// address that is longer than a line and is broken anywhere.
    fn broken(&self, text: &str, (size, is_bold): (f32, bool), width: f32) -> Vec<(String, bool)> {
        let font = &self.fonts[usize::from(is_bold)];
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in unbroken(text) {
            let longer = format!("{line}{}{word}", if line.is_empty() { "" } else { " " });
            if font.width(&longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push((std::mem::take(&mut line), false));
            }
            for letter in word.chars() {
                line.push(letter);
                if font.width(&line, size) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push((std::mem::replace(&mut line, letter.to_string()), true));
                }
            }
        }
        lines.push((line, true));
        lines
    }

    /// The map of the plan area, in a box.
    fn map(&mut self, map: &Map<'_>, bounds: [f32; 4]) {
        let Some(drawing) = draw(map, bounds, self.base) else {
            return;
        };
        let figure = self.element("Figure", 0);
        self.sheet.elements[figure].words = Some(map.words.clone());
        let operators = drawing.operators;
        self.mark(figure, Ink::Drawing { operators, bounds });
        for (at, text) in drawing.texts {
            self.mark(
                figure,
                Ink::Text {
                    at,
                    size: self.base * 0.8,
                    is_bold: false,
                    text,
                },
            );
        }
    }

    /// The QR code with its address below and the map beside it; nothing where the address is too long
    /// for one.
    fn code(&mut self, about: &About<'_>) {
        let code = QrCode::with_error_correction_level(about.address, EcLevel::M);
        let Ok(code) = code else {
            return;
        };
        let modules = code.width();
        let width = self.base * 9.0;
        let side = width / modules as f32;
        self.room(width + self.base * 3.0);
        self.y -= self.base + width;
        let (x, y) = (self.margin, self.y);
        if let Some(map) = &about.map {
            let left = x + width + self.base * 1.5;
            self.map(map, [left, y, x + self.width, y + width]);
        }
        let colors = code.to_colors();
        let dark = colors
            .iter()
            .enumerate()
            .filter(|(_, own)| **own == Color::Dark);
        let corners = dark.map(|(at, _)| {
            let (row, column) = (at / modules, at % modules);
            let up = (modules - 1 - row) as f32;
            (x + column as f32 * side, y + up * side)
        });
        let corners = corners.collect();
        let figure = self.element("Figure", 0);
        self.sheet.elements[figure].words = Some(about.code.clone());
        let bounds = [x, y, x + width, y + width];
        self.mark(
            figure,
            Ink::Squares {
                side,
                corners,
                bounds,
            },
        );
        self.paragraph(about.address, PARAGRAPH);
    }
}
