//! XML as messages need it: elements, text in letters that the standards know, words of code lists.

use super::escaped;

/// XML that is written from its beginning to its end.
pub struct Xml(pub String);

impl Xml {
    /// Writes an element around what `inner` writes.
    pub fn within(&mut self, element: &str, inner: impl FnOnce(&mut Self)) {
        self.0.push_str(&format!("<{element}>\n"));
        inner(self);
        self.0.push_str(&format!("</{element}>\n"));
    }

    /// Text whose line ends count.
    pub fn text(&mut self, element: &str, text: &str) {
        let text = escaped(&known_letters(text));
        self.0.push_str(&format!("<{element}>{text}</{element}>\n"));
    }

    /// Text in which white space is nothing but a blank.
    pub fn token(&mut self, element: &str, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        self.text(element, &words.join(" "));
    }

    /// Writes a word of a code list with its URN and version.
    pub fn code(
        &mut self,
        element: &str,
        (list, version): (&str, &str),
        code: &str,
        name: Option<&str>,
    ) {
        self.0.push_str(&format!(
            "<{element} listURI=\"{list}\" listVersionID=\"{version}\">\n"
        ));
        self.token("code", code);
        if let Some(name) = name {
            self.token("name", name);
        }
        self.0.push_str(&format!("</{element}>\n"));
    }
}

/// The letters of DIN 91379, data type C, as far as they stand alone; any other becomes `?`.
fn known_letters(text: &str) -> String {
    let known = |letter: char| match letter {
        '\t' | '\n' | ' '..='~' | '\u{a0}'..='\u{17f}' => true,
        // Latin letters of other languages, letters with marks, the marks themselves.
        '\u{180}'..='\u{24f}' | '\u{300}'..='\u{338}' | '\u{1e00}'..='\u{1eff}' => true,
        // Greek, Cyrillic.
        '\u{386}'..='\u{3ce}' | '\u{400}'..='\u{45f}' => true,
        '–' | '—' | '‘' | '’' | '‚' | '“' | '”' | '„' | '†' | '‡' | '…' | '‰' | '′' | '″' | '‹'
        | '›' | '€' | '™' | '∞' | '≤' | '≥' => true,
        _ => false,
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .map(|letter| if known(letter) { letter } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_the_standard_does_not_know_are_replaced() {
        assert_eq!(
            known_letters("Łužica „Größe“\r\n\u{1}😀 100 €"),
            "Łužica „Größe“\n?? 100 €"
        );
    }
}
