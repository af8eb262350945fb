//! The iCalendar format (RFC 5545): lines folded and escaped, days without a time.

use crate::export::words::{midnight, moment, one_line};
use jiff::civil::{Date, Time};

/// A calendar as it grows.
pub struct Calendar(String);

impl Calendar {
    /// A calendar with a name.
    pub fn new(name: &str) -> Self {
        let mut calendar = Self(String::new());
        calendar.raw("BEGIN", "VCALENDAR");
        calendar.raw("VERSION", "2.0");
        calendar.raw("PRODID", "-//offenlage//Kalender//DE");
        calendar.raw("CALSCALE", "GREGORIAN");
        calendar.raw("METHOD", "PUBLISH");
        calendar.text("NAME", name);
        calendar.text("X-WR-CALNAME", name);
        calendar.raw("REFRESH-INTERVAL;VALUE=DURATION", "PT12H");
        calendar.raw("X-PUBLISHED-TTL", "PT12H");
        calendar
    }

    /// A property whose value is already in the format's own characters.
    pub fn raw(&mut self, name: &str, value: &str) {
        fold(&format!("{name}:{value}"), &mut self.0);
    }

    /// A property that holds a text.
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    /// A property that holds a day.
    pub fn day(&mut self, name: &str, day: Date) {
        self.raw(
            &format!("{name};VALUE=DATE"),
            &day.strftime("%Y%m%d").to_string(),
        );
    }

    /// A property that holds the first moment of a day in Europe/Berlin.
    pub fn moment(&mut self, name: &str, day: Date) {
        let utc = midnight(day)
            .timestamp()
            .strftime("%Y%m%dT%H%M%SZ")
            .to_string();
        self.raw(name, &utc);
    }

    /// A property that holds an hour of a day in Europe/Berlin: `18:00`.
    pub fn hour(&mut self, name: &str, day: Date, clock: &str) {
        let time = format!("{clock}:00")
            .parse::<Time>()
            .unwrap_or(Time::midnight());
        let utc = moment(day.to_datetime(time)).timestamp();
        self.raw(name, &utc.strftime("%Y%m%dT%H%M%SZ").to_string());
    }

    /// The finished file.
    pub fn bytes(mut self) -> Vec<u8> {
        self.raw("END", "VCALENDAR");
        self.0.into_bytes()
    }
}

/// A text with the format's own characters escaped. Paragraphs stay apart.
fn escaped(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = one_line(line);
        line.replace('\\', "\\\\")
            .replace(';', "\\;")
            .replace(',', "\\,")
    });
    lines.collect::<Vec<_>>().join("\\n")
}

/// A line has at most 75 octets; what is longer goes on in the next one after a space. No
/// character is cut.
fn fold(line: &str, into: &mut String) {
    const LONGEST: usize = 75;
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > LONGEST {
            into.push_str("\r\n ");
            octets = 1;
        }
        into.push(character);
        octets += character.len_utf8();
    }
    into.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The value of a property as a reader of the format understands it.
    fn read_back(file: &str, name: &str) -> String {
        let unfolded = file.replace("\r\n ", "");
        let start = format!("{name}:");
        let line = unfolded.split("\r\n").find(|line| line.starts_with(&start));
        let mut characters = line.unwrap()[start.len()..].chars();
        let mut value = String::new();
        while let Some(character) = characters.next() {
            match (character, character == '\\') {
                (_, true) => match characters.next().unwrap() {
                    'n' => value.push('\n'),
                    other => value.push(other),
                },
                (character, false) => value.push(character),
            }
        }
        value
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(
            escaped("a;b,c\\n\r\nzweite\u{7} Zeile"),
            "a\\;b\\,c\\\\n\\nzweite Zeile"
        );
    }

    proptest! {
        #[test]
        fn lines_are_short_and_read_back_as_they_were(text in "[\\PC\u{0}-\u{20}äß€😀;,\\\\\n]{0,300}") {
            let mut calendar = Calendar::new("x");
            calendar.text("SUMMARY", &text);
            let file = String::from_utf8(calendar.bytes()).unwrap();
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= 75);
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let lines: Vec<String> = text.lines().map(one_line).collect();
            prop_assert_eq!(read_back(&file, "SUMMARY"), lines.join("\n"));
        }
    }
}
