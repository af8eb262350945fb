//! GitLab's code quality report: a list of findings, each at its line, with a fingerprint by which GitLab
//! tells new ones from old ones.

use crate::finding::{Finding, Language, Level};
use crate::model::mark::digits;
use anyhow::Result;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;

#[derive(Serialize)]
struct Row<'f> {
    description: String,
    check_name: &'f str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'f>,
}

#[derive(Serialize)]
struct Location<'f> {
    path: &'f str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Prints all findings as one list.
pub fn print(findings: &[&Finding], language: Language, output: &mut dyn Write) -> Result<()> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let rows: Vec<Row> = findings
        .iter()
        .map(|finding| {
            let said = said(finding);
            let count = seen.entry(said.clone()).or_default();
            *count += 1;
            row(finding, &format!("{said}\n{count}"), language)
        })
        .collect();
    serde_json::to_writer_pretty(&mut *output, &rows)?;
    writeln!(output)?;
    Ok(())
}

fn row<'f>(finding: &'f Finding, said: &str, language: Language) -> Row<'f> {
    let (line, _) = finding.place.line_and_column();
    let help = finding.help.as_ref();
    let help = help.map(|help| format!(" {}", help.in_language(language)));
    let message = finding.message.in_language(language);
    let digest = Sha256::digest(said.as_bytes());
    Row {
        description: format!("{message}.{}", help.unwrap_or_default()),
        check_name: finding.kind.id,
        fingerprint: digits(&digest),
        severity: match finding.level {
            Level::Error => "critical",
            Level::Warning => "minor",
            Level::Note => "info",
        },
        location: Location {
            path: &finding.place.file.path,
            lines: Lines { begin: line },
        },
    }
}

/// What tells a finding from others, wherever its line moves to.
fn said(finding: &Finding) -> String {
    let place = &finding.place;
    let (id, path) = (finding.kind.id, &place.file.path);
    format!("{id}\n{path}\n{}\n{}", place.text(), finding.message.de)
}
