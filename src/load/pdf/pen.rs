//! Writes down the words of a drawing, line by line, as it shows them.

use std::rc::Rc;

use lopdf::Object;

use crate::load::pdf::letters::Letters;

/// The most letters that are read of one page.
const MOST_LETTERS: usize = 20_000;

/// States kept while a drawing goes into detail; it may nest some thirty.
const MOST_STATES: usize = 64;

/// Words of a drawing that moves back letters by so many thousandths of their size are apart.
const WORD_GAP: f64 = -170.0;

/// A line is another one where its base is so far away, in parts of the size of its letters.
const LINE_GAP: f64 = 0.3;

/// Letters are hardly wider than this, in parts of their size: what begins behind it is another word.
const WIDEST: f64 = 0.62;

/// Where something stands, and how it is turned: `[a b c d e f]` as in the standard (ISO 32000-2, 8.3.3).
pub type Matrix = [f64; 6];

const UNMOVED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First one, then the other.
fn combined(first: &Matrix, then: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [m, n, o, p, q, r] = *then;
    [
        a * m + b * o,
        a * n + b * p,
        c * m + d * o,
        c * n + d * p,
        e * m + f * o + q,
        e * n + f * p + r,
    ]
}

/// Writes down what drawings show.
pub struct Pen {
    /// What was shown so far, in lines.
    pub text: String,
    most: usize,
    letters: Option<Rc<Letters>>,
    size: f64,
    leading: f64,
    page: Matrix,
    kept: Vec<Matrix>,
    line: Matrix,
    /// Whether the next letters stand where the drawing moved, and not behind the last ones.
    is_moved: bool,
    /// Where the last words began, and how far they reach at most.
    last: Option<([f64; 2], f64)>,
}

impl Default for Pen {
    fn default() -> Self {
        Self {
            text: String::new(),
            most: MOST_LETTERS,
            letters: None,
            size: 1.0,
            leading: 0.0,
            page: UNMOVED,
            kept: Vec::new(),
            line: UNMOVED,
            is_moved: true,
            last: None,
        }
    }
}

impl Pen {
    /// A pen that writes so many letters and no more.
    pub fn for_letters(most: usize) -> Self {
        Self {
            most,
            ..Self::default()
        }
    }

    /// Whether enough was read.
    pub fn is_full(&self) -> bool {
        self.text.len() >= self.most
    }

    /// Shows letters of this font from now on.
    pub fn take(&mut self, letters: Option<Rc<Letters>>, values: &[Object]) {
        self.letters = letters;
        self.size = numbers::<1>(values).map_or(self.size, |[size]| size);
    }

    /// Goes into a drawing within the drawing, which may be moved as a whole; gives where to go on behind it.
    pub fn enter(&mut self, moved: &[Object]) -> Matrix {
        let page = self.page;
        if let Some(moved) = numbers::<6>(moved) {
            self.page = combined(&moved, &page);
        }
        page
    }

    /// Goes on behind a drawing within the drawing.
    pub fn leave(&mut self, page: Matrix) {
        self.page = page;
    }

    /// Follows one word of a drawing.
    pub fn follow(&mut self, word: &[u8], values: &[Object]) {
        match word {
            b"q" if self.kept.len() < MOST_STATES => self.kept.push(self.page),
            b"Q" => self.page = self.kept.pop().unwrap_or(self.page),
            b"cm" => {
                if let Some(moved) = numbers::<6>(values) {
                    self.page = combined(&moved, &self.page);
                }
            }
            b"BT" => self.begin_at(UNMOVED),
            b"Tm" => self.begin_at(numbers::<6>(values).unwrap_or(UNMOVED)),
            b"TL" => self.leading = numbers::<1>(values).map_or(self.leading, |[leading]| leading),
            b"Td" => self.move_by(numbers::<2>(values)),
            b"TD" => {
                let by = numbers::<2>(values);
                self.leading = by.map_or(self.leading, |[_, down]| -down);
                self.move_by(by);
            }
            b"T*" => self.move_by(Some([0.0, -self.leading])),
            b"Tj" | b"TJ" => self.show(values),
            b"'" | b"\"" => {
                self.move_by(Some([0.0, -self.leading]));
                self.show(values);
            }
            _ => {}
        }
    }

    fn begin_at(&mut self, line: Matrix) {
        self.line = line;
        self.is_moved = true;
    }

    fn move_by(&mut self, by: Option<[f64; 2]>) {
        if let Some([x, y]) = by {
            let moved = combined(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
            self.begin_at(moved);
        }
    }

    fn show(&mut self, values: &[Object]) {
        let Some(letters) = self.letters.clone() else {
            return;
        };
        if self.is_moved {
            self.set_apart();
        }
        let parts = match values.last() {
            Some(Object::Array(parts)) => parts.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => return,
        };
        for part in parts {
            if let Object::String(codes, _) = part {
                self.text.extend(letters.text(codes).take(self.most));
                if let Some((_, reach)) = &mut self.last {
                    *reach += WIDEST * letters.count(codes) as f64;
                }
            } else if number(part).is_some_and(|gap| gap < WORD_GAP) {
                self.end_word(' ');
            }
        }
    }

    /// Ends the line or the word where the next letters stand apart from the last ones.
    fn set_apart(&mut self) {
        let [a, b, .., x, y] = combined(&self.line, &self.page);
        let scale = a.hypot(b) * self.size.abs();
        if let Some(([last_x, last_y], reach)) = self.last
            && scale > 0.0
        {
            let (x, y) = ((x - last_x) / scale, (y - last_y) / scale);
            let length = a.hypot(b);
            let (along, across) = ((x * a + y * b) / length, (y * a - x * b) / length);
            if across.abs() > LINE_GAP {
                self.end_word('\n');
            } else if along > reach {
                self.end_word(' ');
            }
        }
        self.last = Some(([x, y], WIDEST));
        self.is_moved = false;
    }

    fn end_word(&mut self, sign: char) {
        if sign == '\n' {
            let end = self.text.trim_end_matches(' ').len();
            self.text.truncate(end);
        }
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(sign);
        }
    }
}

/// The last numbers among the values before a word, if there are so many.
fn numbers<const N: usize>(values: &[Object]) -> Option<[f64; N]> {
    let last = values.get(values.len().checked_sub(N)?..)?;
    let mut numbers = [0.0; N];
    for (at, value) in last.iter().enumerate() {
        numbers[at] = number(value)?;
    }
    Some(numbers)
}

fn number(value: &Object) -> Option<f64> {
    let number = match value {
        Object::Integer(number) => *number as f64,
        Object::Real(number) => f64::from(*number),
        _ => return None,
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{UNMOVED, combined};

    #[test]
    fn moves_follow_each_other() {
        let moved = combined(
            &[1.0, 0.0, 0.0, 1.0, 5.0, 7.0],
            &[2.0, 0.0, 0.0, -2.0, 10.0, 100.0],
        );
        assert_eq!(moved, [2.0, 0.0, 0.0, -2.0, 20.0, 86.0]);
        assert_eq!(combined(&moved, &UNMOVED), moved);
    }
}
