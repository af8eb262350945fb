//! The words of a PDF: objects from bytes, within limits.
//!
//! lopdf parses whole files only, and a small file can make it parse for hours (a thousand table
//! entries that name one large object). So the objects that are asked for are read one by one
//! here; lopdf's types hold them, and its filters and ciphers open what they hold.

use lopdf::{Dictionary, Object, StringFormat};

/// How deep arrays and dictionaries may stand in each other.
const DEEPEST: usize = 48;

/// Values in one object; a page tree in one array has one for each page.
const MOST_VALUES: usize = 200_000;

/// Why no object could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The bytes end too early; more of them may help.
    End,
    /// These bytes are no object.
    Syntax,
}

/// A value or a word of a drawing or of a font's map.
#[derive(Debug, PartialEq)]
pub enum Token<'b> {
    /// A number, name, string, list or dictionary.
    Value(Object),
    /// What is done with the values before it.
    Word(&'b [u8]),
}

/// Reads objects from bytes. Unless they end with the file, the last byte is never trusted to
/// end a word: the next one may belong to it.
pub struct Parser<'b> {
    bytes: &'b [u8],
    /// The next byte.
    pub at: usize,
    values: usize,
}

impl<'b> Parser<'b> {
    /// A parser of these bytes from a position on.
    pub fn new(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            values: 0,
        }
    }

    /// The next object.
    pub fn object(&mut self) -> Result<Object, Fault> {
        self.value(0)
    }

    /// The next value or word; nothing at the end or where too many values were read. What is
    /// neither is passed over.
    pub fn token(&mut self) -> Option<Token<'b>> {
        loop {
            self.skip_space().ok()?;
            let start = self.at;
            let byte = self.peek().ok()?;
            if byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"' | b'*') {
                let rest = &self.bytes[start..];
                let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
                self.at += length;
                return Some(Token::Word(&rest[..length]));
            }
            match self.object() {
                Ok(value) => return Some(Token::Value(value)),
                Err(Fault::Syntax) if self.at > start => {}
                Err(_) => return None,
            }
        }
    }

    /// The next number, which must be whole and not negative.
    pub fn number(&mut self) -> Result<u64, Fault> {
        self.skip_space()?;
        let start = self.at;
        while self.peek()?.is_ascii_digit() {
            self.at += 1;
        }
        let digits = std::str::from_utf8(&self.bytes[start..self.at]).map_err(|_| Fault::Syntax)?;
        digits.parse().map_err(|_| Fault::Syntax)
    }

    /// Whether the next word is this one; it is passed over then.
    pub fn has_word(&mut self, word: &[u8]) -> Result<bool, Fault> {
        self.skip_space()?;
        let rest = &self.bytes[self.at..];
        if rest.len() < word.len() && word.starts_with(rest) {
            return Err(Fault::End);
        }
        let is_next = rest.starts_with(word);
        if is_next {
            self.at += word.len();
        }
        Ok(is_next)
    }

    /// Passes over the line break after the word `stream`.
    pub fn skip_line_break(&mut self) -> Result<(), Fault> {
        if self.peek()? == b'\r' {
            self.at += 1;
        }
        if self.peek()? == b'\n' {
            self.at += 1;
        }
        Ok(())
    }

    fn peek(&self) -> Result<u8, Fault> {
        self.bytes.get(self.at).copied().ok_or(Fault::End)
    }

    fn next(&mut self) -> Result<u8, Fault> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    fn skip_space(&mut self) -> Result<(), Fault> {
        loop {
            match self.peek()? {
                b'%' => {
                    while !matches!(self.peek()?, b'\r' | b'\n') {
                        self.at += 1;
                    }
                }
                byte if is_space(byte) => self.at += 1,
                _ => return Ok(()),
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Object, Fault> {
        self.values += 1;
        if depth > DEEPEST || self.values > MOST_VALUES {
            return Err(Fault::Syntax);
        }
        self.skip_space()?;
        match self.next()? {
            b'<' if self.peek()? == b'<' => {
                self.at += 1;
                self.dictionary(depth).map(Object::Dictionary)
            }
            b'<' => self.hexadecimal(),
            b'(' => self.literal(),
            b'[' => self.array(depth),
            b'/' => self.name().map(Object::Name),
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                self.at -= 1;
                self.numeric()
            }
            b't' if self.has_rest(b"rue")? => Ok(Object::Boolean(true)),
            b'f' if self.has_rest(b"alse")? => Ok(Object::Boolean(false)),
            b'n' if self.has_rest(b"ull")? => Ok(Object::Null),
            _ => Err(Fault::Syntax),
        }
    }

    fn has_rest(&mut self, rest: &[u8]) -> Result<bool, Fault> {
        let found = self
            .bytes
            .get(self.at..self.at + rest.len())
            .ok_or(Fault::End)?;
        let is_rest = found == rest;
        if is_rest {
            self.at += rest.len();
        }
        Ok(is_rest)
    }

    fn dictionary(&mut self, depth: usize) -> Result<Dictionary, Fault> {
        let mut dictionary = Dictionary::new();
        loop {
            self.skip_space()?;
            match self.next()? {
                b'/' => {
                    let key = self.name()?;
                    dictionary.set(key, self.value(depth + 1)?);
                }
                b'>' if self.next()? == b'>' => return Ok(dictionary),
                _ => return Err(Fault::Syntax),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Object, Fault> {
        let mut values = Vec::new();
        loop {
            self.skip_space()?;
            if self.peek()? == b']' {
                self.at += 1;
                return Ok(Object::Array(values));
            }
            values.push(self.value(depth + 1)?);
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, Fault> {
        let mut name = Vec::new();
        loop {
            let byte = self.peek()?;
            if is_space(byte) || is_delimiter(byte) {
                return Ok(name);
            }
            self.at += 1;
            if byte != b'#' {
                name.push(byte);
                continue;
            }
            let digits = self.bytes.get(self.at..self.at + 2).ok_or(Fault::End)?;
            match (hex_digit(digits[0]), hex_digit(digits[1])) {
                (Some(high), Some(low)) => {
                    name.push(high << 4 | low);
                    self.at += 2;
                }
                _ => name.push(b'#'),
            }
        }
    }

    fn hexadecimal(&mut self) -> Result<Object, Fault> {
        let mut digits = Vec::new();
        loop {
            match self.next()? {
                b'>' => break,
                byte if is_space(byte) => {}
                byte => digits.push(hex_digit(byte).ok_or(Fault::Syntax)?),
            }
        }
        let byte = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
        let bytes = digits.chunks(2).map(byte).collect();
        Ok(Object::String(bytes, StringFormat::Hexadecimal))
    }

    fn literal(&mut self) -> Result<Object, Fault> {
        let mut bytes = Vec::new();
        let mut open = 1;
        loop {
            let byte = self.next()?;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    bytes.extend(self.escaped()?);
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                return Ok(Object::String(bytes, StringFormat::Literal));
            }
            bytes.push(byte);
        }
    }

    fn escaped(&mut self) -> Result<Option<u8>, Fault> {
        Ok(match self.next()? {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                if self.peek()? == b'\n' {
                    self.at += 1;
                }
                None
            }
            digit @ b'0'..=b'7' => {
                let mut value = digit - b'0';
                for _ in 0..2 {
                    let next @ b'0'..=b'7' = self.peek()? else {
                        break;
                    };
                    value = value.wrapping_mul(8).wrapping_add(next - b'0');
                    self.at += 1;
                }
                Some(value)
            }
            other => Some(other),
        })
    }

    /// A number, or a reference where two more words make it one.
    fn numeric(&mut self) -> Result<Object, Fault> {
        let start = self.at;
        while matches!(self.peek()?, b'0'..=b'9' | b'+' | b'-' | b'.') {
            self.at += 1;
        }
        let digits = std::str::from_utf8(&self.bytes[start..self.at]).map_err(|_| Fault::Syntax)?;
        let Ok(number) = digits.parse::<i64>() else {
            return Ok(Object::Real(digits.parse().unwrap_or(0.0)));
        };
        if let Ok(id) = u32::try_from(number) {
            let end = self.at;
            if let Some(generation) = self.rest_of_reference()? {
                return Ok(Object::Reference((id, generation)));
            }
            self.at = end;
        }
        Ok(Object::Integer(number))
    }

    fn rest_of_reference(&mut self) -> Result<Option<u16>, Fault> {
        self.skip_space()?;
        if !self.peek()?.is_ascii_digit() {
            return Ok(None);
        }
        let Ok(generation) = self.number().map(u16::try_from) else {
            return if self.at < self.bytes.len() {
                Ok(None)
            } else {
                Err(Fault::End)
            };
        };
        self.skip_space()?;
        let is_reference = self.next()? == b'R' && !is_regular(self.peek()?);
        Ok(generation.ok().filter(|_| is_reference))
    }
}

/// White space of a PDF.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

/// Signs that end a word.
pub fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

/// Letters, digits and all else that words are made of.
pub fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

fn hex_digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

#[cfg(test)]
mod tests {
    use lopdf::{Object, StringFormat};

    use super::{Fault, Parser};

    fn parse(text: &str) -> Result<Object, Fault> {
        Parser::new(format!("{text}\n").as_bytes(), 0).object()
    }

    #[test]
    fn objects_are_read_as_the_standard_writes_them() {
        let text = "<</A#20b[1 -2.5 3 0 R(a\\(b\\)\\101\\\r\nc(d))<4f6>]/T true%x\n/N null/E<<>>>>";
        let dictionary = parse(text).unwrap();
        let dictionary = dictionary.as_dict().unwrap();
        let literal = Object::String(b"a(b)Ac(d)".to_vec(), StringFormat::Literal);
        let hexadecimal = Object::String(vec![0x4f, 0x60], StringFormat::Hexadecimal);
        let array = vec![
            1.into(),
            Object::Real(-2.5),
            Object::Reference((3, 0)),
            literal,
            hexadecimal,
        ];
        assert_eq!(dictionary.get(b"A b").unwrap(), &Object::Array(array));
        assert_eq!(dictionary.get(b"T").unwrap(), &Object::Boolean(true));
        assert_eq!(dictionary.len(), 4);
    }

    #[test]
    fn two_numbers_are_no_reference() {
        let numbers = [1, 2, 3].map(Object::Integer).to_vec();
        assert_eq!(parse("[1 2 3]"), Ok(Object::Array(numbers)));
        assert_eq!(
            parse("99999999999 0 R"),
            Ok(Object::Integer(99_999_999_999))
        );
    }

    #[test]
    fn early_ends_and_nonsense_differ() {
        for text in ["<</A", "(a", "[1 2", "<4", "tr", "/Na", "12 "] {
            assert_eq!(
                Parser::new(text.as_bytes(), 0).object(),
                Err(Fault::End),
                "{text}"
            );
        }
        for text in [")", "<</A 1>x", "<4x>", "xyz", "{", "<</A 1 2>>"] {
            assert_eq!(parse(text), Err(Fault::Syntax), "{text}");
        }
    }

    #[test]
    fn depth_and_number_are_bounded() {
        assert_eq!(parse(&"[".repeat(1_000_000)), Err(Fault::Syntax));
        assert_eq!(parse(&"<</A".repeat(1_000_000)), Err(Fault::Syntax));
        assert_eq!(
            parse(&format!("[{}]", "0 ".repeat(300_000))),
            Err(Fault::Syntax)
        );
        assert!(size_of::<Object>() <= 128, "{}", size_of::<Object>());
    }
}
