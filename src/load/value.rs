//! Values that planners write and that the program must understand: days and ends.

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// A calendar day as planners write it: `2026-03-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Day {
    /// Reads `2026-03-02`; nothing shorter, nothing with a time.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if text.len() != 10 || !digits {
            return None;
        }
        text.parse().ok().map(Self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("expected a day such as 2026-03-02"))
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Tag".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date",
            "description": "Ein Tag als JJJJ-MM-TT, zum Beispiel 2026-03-02."
        })
    }
}

/// The last day of a period, or the word `offen` where none is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The last day; it counts until 24:00.
    Day(Date),
    /// No last day is set.
    Open,
}

/// The word for a period without a last day.
pub const OPEN_END: &str = "offen";

impl<'de> Deserialize<'de> for End {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == OPEN_END {
            return Ok(Self::Open);
        }
        let day = Day::parse(&text);
        day.map(|day| Self::Day(day.0))
            .ok_or_else(|| D::Error::custom("expected a day or offen"))
    }
}

impl JsonSchema for End {
    fn schema_name() -> Cow<'static, str> {
        "Ende".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date-or-open",
            "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|offen)$",
            "description": "Der letzte Tag als JJJJ-MM-TT; er zählt bis 24 Uhr. `offen`, wenn kein Ende bestimmt ist."
        })
    }
}
