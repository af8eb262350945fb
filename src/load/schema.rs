//! The published JSON Schemas, generated from the types. The closed lists of the law stand in them,
//! so that editors complete the words and `shape` reports a wrong one.

use crate::law::codes::Code;
use crate::law::law;
use crate::load::municipality_file::MunicipalityFile;
use crate::load::procedure_file::ProcedureFile;
use crate::load::site_file::SiteFile;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};
use std::sync::LazyLock;

/// A kind of file that people write and its schema.
pub struct Schema {
    /// Its name: `verfahren` for `verfahren.schema.json`.
    pub name: &'static str,
    /// The schema (JSON Schema 2020-12).
    pub json: Json,
}

/// All schemas, by name.
pub fn schemas() -> &'static [Schema; 3] {
    static SCHEMAS: LazyLock<[Schema; 3]> = LazyLock::new(|| {
        [
            Schema {
                name: "gemeinde",
                json: generate::<MunicipalityFile>(),
            },
            Schema {
                name: "site",
                json: generate::<SiteFile>(),
            },
            Schema {
                name: "verfahren",
                json: generate::<ProcedureFile>(),
            },
        ]
    });
    &SCHEMAS
}

/// The schema of `gemeinde.yaml`.
pub fn municipality() -> &'static Json {
    &schemas()[0].json
}

/// The schema of `site.toml`.
pub fn site() -> &'static Json {
    &schemas()[1].json
}

/// The schema of `verfahren.yaml`.
pub fn procedure() -> &'static Json {
    &schemas()[2].json
}

fn generate<T: JsonSchema>() -> Json {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>();
    let mut json = schema.to_value();
    name_words(&mut json);
    json
}

/// Where in the schema which closed list belongs: type, key, list.
fn word_lists() -> [(&'static str, &'static str, Vec<&'static str>); 18] {
    let codes = &law().codes;
    let keys = |list: &'static [Code]| {
        list.iter()
            .map(|code| code.key.as_str())
            .collect::<Vec<_>>()
    };
    [
        ("ProcedureFile", "planart", keys(&codes.plan_kinds)),
        ("ProcedureFile", "vorgang", keys(&codes.operations)),
        ("ProcedureFile", "verfahrensart", keys(&codes.tracks)),
        ("PlanFile", "planart", keys(&codes.plan_kinds)),
        ("RelationFile", "art", keys(&codes.relations)),
        ("PhaseFile", "art", law().phase_keys()),
        ("PhaseFile", "fassung", WORDINGS.to_vec()),
        ("NoticeFile", "form", keys(&codes.notice_forms)),
        ("NoticeFile", "hinweise", keys(&codes.hints)),
        ("AccessFile", "art", keys(&codes.access_kinds)),
        ("EnvironmentFile", "thema", keys(&codes.themes)),
        ("DocumentFile", "art", keys(&codes.document_kinds)),
        ("DocumentFile", "themen", keys(&codes.themes)),
        ("StatementsFile", "von", keys(&codes.audiences)),
        ("StatementsFile", "wege", keys(&codes.channels)),
        ("PublicationFile", "formen", keys(&codes.notice_forms)),
        ("SiteFile", "sprachen", vec!["de", "en"]),
        (
            "SiteFile",
            "regeln",
            vec!["fehler", "warnung", "hinweis", "aus"],
        ),
    ]
}

/// The wordings of the BauGB that a phase can name.
const WORDINGS: [&str; 5] = ["2004", "2007", "2013", "2017", "2023"];

fn name_words(schema: &mut Json) {
    let title = schema
        .get("title")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned();
    for (kind, key, words) in word_lists() {
        let place = if title == kind {
            schema.pointer_mut(&format!("/properties/{key}"))
        } else {
            schema.pointer_mut(&format!("/$defs/{kind}/properties/{key}"))
        };
        let Some(Json::Object(property)) = place else {
            continue;
        };
        let inner = ["items", "additionalProperties"]
            .into_iter()
            .find(|name| property.contains_key(*name));
        let target = match inner.and_then(|name| property.get_mut(name)) {
            Some(Json::Object(inner)) => inner,
            _ => property,
        };
        // An optional word may also be left empty; the type beside the list says so.
        target.insert("enum".into(), json!(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(json: &Json) -> Vec<&Json> {
        let definitions = json.get("$defs").and_then(Json::as_object);
        definitions
            .into_iter()
            .flat_map(|all| all.values())
            .chain([json])
            .collect()
    }

    #[test]
    fn every_key_has_a_german_description_and_no_file_takes_unknown_keys() {
        for schema in schemas() {
            for object in objects(&schema.json) {
                let Some(properties) = object.get("properties").and_then(Json::as_object) else {
                    continue;
                };
                assert_eq!(object.get("additionalProperties"), Some(&json!(false)));
                for (key, property) in properties {
                    let described = property.get("description").and_then(Json::as_str);
                    assert!(
                        described.is_some_and(|text| text.len() > 4),
                        "{key} has no description"
                    );
                }
            }
        }
    }

    #[test]
    fn every_closed_list_finds_its_key() {
        let text: String = schemas()
            .iter()
            .map(|schema| schema.json.to_string())
            .collect();
        for (kind, key, words) in word_lists() {
            let list = json!(words).to_string();
            assert!(
                text.contains(&format!("\"enum\":{list}")),
                "{kind}.{key} has no list"
            );
        }
    }
}
