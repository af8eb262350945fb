//! The published JSON Schemas, generated from the types. The closed lists of the law stand in them,
//! so that editors complete the words and `shape` reports a wrong one.

use crate::law::codes::Code;
use crate::law::law;
use crate::law::wording::{APPROVAL_BEFORE, APPROVAL_SINCE};
use crate::load::form::Form;
use crate::load::municipality_file::MunicipalityFile;
use crate::load::procedure_file::ProcedureFile;
use crate::load::site_file::SiteFile;
use crate::model::journal::{Rhythm, WEEKDAYS};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};
use std::sync::LazyLock;

/// A kind of file that people write and its schema.
#[derive(Debug)]
pub struct Schema {
    /// Its name: `verfahren` for `verfahren.schema.json`.
    pub name: &'static str,
    /// The schema (JSON Schema 2020-12).
    pub json: Json,
    /// What it asks of a file.
    pub form: Form,
}

impl Schema {
    fn new<T: JsonSchema>(name: &'static str) -> Self {
        let json = generate::<T>();
        let form = Form::of(&json);
        Self { name, json, form }
    }

    /// Where it lies in a portal's folder, for editors.
    pub fn path(&self) -> String {
        format!(".offenlage/schema/{}.schema.json", self.name)
    }

    /// Its file.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.json)
    }
}

/// All schemas, by name.
pub fn schemas() -> &'static [Schema; 3] {
    static SCHEMAS: LazyLock<[Schema; 3]> = LazyLock::new(|| {
        [
            Schema::new::<MunicipalityFile>("gemeinde"),
            Schema::new::<SiteFile>("site"),
            Schema::new::<ProcedureFile>("verfahren"),
        ]
    });
    &SCHEMAS
}

/// The schema of `gemeinde.yaml`.
pub fn municipality() -> &'static Schema {
    &schemas()[0]
}

/// The schema of `site.toml`.
pub fn site() -> &'static Schema {
    &schemas()[1]
}

/// The schema of `verfahren.yaml`.
pub fn procedure() -> &'static Schema {
    &schemas()[2]
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
fn word_lists() -> [(&'static str, &'static str, Vec<&'static str>); 22] {
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
        ("FormFieldFile", "feld", keys(&codes.form_fields)),
        ("PublicationFile", "formen", keys(&codes.notice_forms)),
        ("IssuesFile", "form", keys(&codes.notice_forms)),
        ("IssuesFile", "rhythmus", Rhythm::WORDS.to_vec()),
        ("IssuesFile", "wochentag", WEEKDAYS.to_vec()),
        ("SiteFile", "sprachen", vec!["de", "en"]),
        (
            "SiteFile",
            "regeln",
            vec!["fehler", "warnung", "hinweis", "aus"],
        ),
    ]
}

/// The wordings of the BauGB, and of the VwVfG for plan approval, that a phase can name.
const WORDINGS: [&str; 7] = [
    "2004",
    "2007",
    "2013",
    "2017",
    "2023",
    APPROVAL_BEFORE,
    APPROVAL_SINCE,
];

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
    use std::path::Path;

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

    #[expect(
        clippy::disallowed_methods,
        reason = "the test looks at the repository"
    )]
    fn repository_file(path: &Path) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
    }

    #[test]
    fn the_repositorys_own_schemas_are_current() {
        for schema in schemas() {
            let path = schema.path();
            assert!(
                repository_file(Path::new(&path)) == schema.text(),
                "{path}: run `offenlage show schema --write`"
            );
        }
    }

    #[test]
    fn every_file_of_the_example_names_its_schema() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut number = 0;
        for entry in walkdir::WalkDir::new(root.join("content/gemeinden")) {
            let entry = entry.unwrap();
            let name = entry.file_name().to_str().unwrap();
            let Some(name) = name.strip_suffix(".yaml") else {
                continue;
            };
            let text = repository_file(entry.path());
            let named = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
            let named = named.unwrap_or_else(|| panic!("{entry:?} names no schema"));
            let schema = entry.path().parent().unwrap().join(named);
            let wanted = root.join(format!(".offenlage/schema/{name}.schema.json"));
            assert_eq!(
                schema.canonicalize().unwrap(),
                wanted.canonicalize().unwrap()
            );
            number += 1;
        }
        assert!(number > 5);
        let site = repository_file(Path::new("site.toml"));
        assert!(site.starts_with("#:schema ./.offenlage/schema/site.schema.json\n"));
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
