//! SARIF 2.1.0 (OASIS): one run with its rules and results. Columns count Unicode characters.

use crate::cli::print::json::level;
use crate::finding::{Finding, Kind, Language, Place};
use anyhow::Result;
use serde_json::{Value as Json, json};
use std::io::Write;

/// Prints all findings as a SARIF log.
pub fn print(findings: &[&Finding], language: Language, output: &mut dyn Write) -> Result<()> {
    let mut kinds: Vec<&Kind> = findings.iter().map(|finding| finding.kind).collect();
    kinds.sort_by_key(|kind| kind.id);
    kinds.dedup_by_key(|kind| kind.id);
    let results: Vec<Json> = findings
        .iter()
        .map(|finding| result(finding, language))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "offenlage",
                "version": env!("CARGO_PKG_VERSION"),
                "language": language.tag(),
                "rules": kinds.iter().map(|kind| rule(kind, language)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }]
    });
    serde_json::to_writer_pretty(&mut *output, &log)?;
    writeln!(output)?;
    Ok(())
}

fn rule(kind: &Kind, language: Language) -> Json {
    let title = if language == Language::German {
        kind.title_de
    } else {
        kind.title_en
    };
    json!({
        "id": kind.id,
        "shortDescription": { "text": title },
        "defaultConfiguration": { "level": level(kind.level) },
    })
}

fn result(finding: &Finding, language: Language) -> Json {
    let parts = [
        Some(&finding.message),
        finding.reason.as_ref(),
        finding.help.as_ref(),
    ];
    let text: Vec<&str> = parts
        .into_iter()
        .flatten()
        .map(|words| words.in_language(language))
        .collect();
    let mut result = json!({
        "ruleId": finding.kind.id,
        "level": level(finding.level),
        "message": { "text": text.join("\n") },
        "locations": [location(&finding.place)],
    });
    if let Some(place) = &finding.also {
        result["relatedLocations"] = json!([location(place)]);
    }
    result
}

fn location(place: &Place) -> Json {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&place.file.path) },
        "region": region(place),
    }})
}

fn region(place: &Place) -> Json {
    let (line, column) = place.line_and_column();
    let (end_line, end_column) = place.end().line_and_column();
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// A path as a relative URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
