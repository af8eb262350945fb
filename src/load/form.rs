//! What a published schema asks of a file, looked up once: thousands of files are compared with it.

use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What a schema asks of a whole file.
#[derive(Debug)]
pub struct Form {
    parts: Vec<Part>,
    root: usize,
}

/// What it asks of a value.
#[derive(Debug)]
pub struct Part {
    /// What the value must be.
    pub asks: Asks,
    /// The value may be left empty.
    pub is_optional: bool,
    /// What the schema says of it.
    pub description: Option<String>,
}

/// What a value must be.
#[derive(Debug)]
pub enum Asks {
    /// A mapping.
    Object {
        /// Its keys, sorted by name.
        keys: Vec<Key>,
        /// What is asked of the values of all other keys; none where there may be none.
        free: Option<usize>,
        /// The keys that must be there.
        required: Vec<String>,
    },
    /// A list.
    Array {
        /// So many items at least.
        least: u64,
        /// What is asked of an item.
        item: Option<usize>,
    },
    /// A text.
    Text {
        /// How it is written: `date`, `date-or-open`, or empty.
        format: String,
        /// The closed list it stands in; empty where there is none.
        words: Vec<String>,
        /// The least number of letters.
        least: u64,
    },
    /// A whole number from the first to the last.
    Integer(i64, i64),
    /// `true` or `false`.
    Boolean,
    /// Something that no file can hold.
    Other,
}

/// A key of a mapping.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// The index of what is asked of its value.
    pub part: usize,
    /// What the schema says of it.
    pub description: Option<String>,
}

impl Asks {
    /// The name of the type in JSON Schema.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Object { .. } => "object",
            Self::Array { .. } => "array",
            Self::Text { .. } => "string",
            Self::Integer(..) => "integer",
            Self::Boolean => "boolean",
            Self::Other => "",
        }
    }
}

impl Form {
    /// What a schema asks.
    pub fn of(schema: &Json) -> Self {
        let mut maker = Maker {
            schema,
            parts: Vec::new(),
            known: BTreeMap::new(),
        };
        let root = maker.part(schema);
        Self {
            parts: maker.parts,
            root,
        }
    }

    /// What is asked of the whole file.
    pub fn root(&self) -> &Part {
        &self.parts[self.root]
    }

    /// The part of an index that a part names.
    pub fn part(&self, index: usize) -> &Part {
        &self.parts[index]
    }
}

struct Maker<'s> {
    schema: &'s Json,
    parts: Vec<Part>,
    /// The parts of named definitions: they may hold themselves.
    known: BTreeMap<&'s str, usize>,
}

impl<'s> Maker<'s> {
    fn part(&mut self, schema: &'s Json) -> usize {
        let Some(reference) = schema.get("$ref").and_then(Json::as_str) else {
            return self.new_part(None, schema);
        };
        match self.known.get(reference) {
            Some(known) => *known,
            None => self.new_part(Some(reference), self.resolve(schema)),
        }
    }

    fn new_part(&mut self, reference: Option<&'s str>, schema: &'s Json) -> usize {
        let index = self.parts.len();
        self.parts.push(Part {
            asks: Asks::Other,
            is_optional: is_optional(schema),
            description: None,
        });
        self.known
            .extend(reference.map(|reference| (reference, index)));
        let schema = self.not_null(schema);
        self.parts[index].description = description(schema);
        let asks = self.asks(schema);
        self.parts[index].asks = asks;
        index
    }

    fn asks(&mut self, schema: &'s Json) -> Asks {
        let texts = |name: &str| -> Vec<String> {
            let list = schema.get(name).and_then(Json::as_array);
            let texts = list.into_iter().flatten().filter_map(Json::as_str);
            texts.map(str::to_owned).collect()
        };
        match type_of(schema) {
            "object" => {
                let properties = schema.get("properties").and_then(Json::as_object);
                let key = |(name, schema): (&String, &'s Json)| Key {
                    name: name.clone(),
                    part: self.part(schema),
                    description: description(schema),
                };
                let mut keys: Vec<Key> = properties.into_iter().flatten().map(key).collect();
                keys.sort_by(|a, b| a.name.cmp(&b.name));
                let free = schema.get("additionalProperties");
                Asks::Object {
                    keys,
                    free: (free.filter(|value| value.is_object())).map(|schema| self.part(schema)),
                    required: texts("required"),
                }
            }
            "array" => Asks::Array {
                least: schema.get("minItems").and_then(Json::as_u64).unwrap_or(0),
                item: schema.get("items").map(|schema| self.part(schema)),
            },
            "string" => Asks::Text {
                format: (schema.get("format").and_then(Json::as_str))
                    .unwrap_or_default()
                    .to_owned(),
                words: texts("enum"),
                least: schema.get("minLength").and_then(Json::as_u64).unwrap_or(0),
            },
            "integer" => {
                let bound = |key| schema.get(key).and_then(Json::as_i64);
                Asks::Integer(
                    bound("minimum").unwrap_or(0),
                    bound("maximum").unwrap_or(i64::MAX),
                )
            }
            "boolean" => Asks::Boolean,
            _ => Asks::Other,
        }
    }

    fn resolve(&self, schema: &'s Json) -> &'s Json {
        let reference = schema.get("$ref").and_then(Json::as_str);
        let path = reference.and_then(|reference| reference.strip_prefix('#'));
        path.and_then(|path| self.schema.pointer(path))
            .unwrap_or(schema)
    }

    fn not_null(&self, schema: &'s Json) -> &'s Json {
        let choices = schema.get("anyOf").and_then(Json::as_array);
        let choice = choices
            .into_iter()
            .flatten()
            .find(|choice| type_of(choice) != "null");
        choice.map_or(schema, |choice| self.resolve(choice))
    }
}

/// What a schema says, in one line.
fn description(schema: &Json) -> Option<String> {
    let text = schema.get("description")?.as_str()?;
    Some(text.replace('\n', " "))
}

fn type_of(schema: &Json) -> &str {
    match schema.get("type") {
        Some(Json::String(name)) => name,
        Some(Json::Array(names)) => names
            .iter()
            .filter_map(Json::as_str)
            .find(|name| *name != "null")
            .unwrap_or(""),
        _ => "",
    }
}

fn is_optional(schema: &Json) -> bool {
    let is_null = |value: &Json| value.as_str() == Some("null") || type_of(value) == "null";
    let lists = [schema.get("type"), schema.get("anyOf")];
    lists
        .into_iter()
        .flatten()
        .filter_map(Json::as_array)
        .flatten()
        .any(is_null)
        || schema.get("default").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_may_hold_itself_and_say_what_may_be_empty() {
        let schema = json!({
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": {"type": "string", "enum": ["a", "b"], "description": "Ein\nWort"},
                "below": {"anyOf": [{"$ref": "#/$defs/Below"}, {"type": "null"}], "description": "Darunter"},
            },
            "$defs": {"Below": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Below"}}},
        });
        let form = Form::of(&schema);
        let Asks::Object { keys, required, .. } = &form.root().asks else {
            panic!("{form:?}");
        };
        assert_eq!(required, &["kind"]);
        let [below, kind] = &keys[..] else {
            panic!("{keys:?}");
        };
        assert_eq!((below.name.as_str(), kind.name.as_str()), ("below", "kind"));
        assert_eq!(below.description.as_deref(), Some("Darunter"));
        let (below, word) = (form.part(below.part), form.part(kind.part));
        assert_eq!(word.description.as_deref(), Some("Ein Wort"));
        assert!(!word.is_optional && below.is_optional);
        let Asks::Array { least: 1, item } = below.asks else {
            panic!("{form:?}");
        };
        let item = item.expect("an item");
        assert!(
            matches!(&form.part(item).asks, Asks::Array { item: own, .. } if *own == Some(item))
        );
    }
}
