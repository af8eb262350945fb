//! For programs: one JSON object with every finding.

use crate::cli::print::counts;
use crate::finding::{Finding, Language, Level, Place};
use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Report<'f> {
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<Row<'f>>,
}

#[derive(Serialize)]
struct Row<'f> {
    id: &'f str,
    level: &'static str,
    title: &'f str,
    message: &'f str,
    file: &'f str,
    line: usize,
    column: usize,
    text: &'f str,
    also: Option<Also<'f>>,
    reason: Option<&'f str>,
    help: Option<&'f str>,
}

/// The other place of a contradiction.
#[derive(Serialize)]
struct Also<'f> {
    file: &'f str,
    line: usize,
    column: usize,
    text: &'f str,
}

/// Prints all findings as one object.
pub fn print(findings: &[&Finding], language: Language, output: &mut dyn Write) -> Result<()> {
    let [errors, warnings, notes] = counts(findings);
    // To tell line and column the file of each finding is looked through.
    let rows = findings
        .par_iter()
        .map(|finding| row(finding, language))
        .collect();
    let report = Report {
        errors,
        warnings,
        notes,
        findings: rows,
    };
    serde_json::to_writer_pretty(&mut *output, &report)?;
    writeln!(output)?;
    Ok(())
}

fn row(finding: &Finding, language: Language) -> Row<'_> {
    let (line, column) = finding.place.line_and_column();
    let kind = finding.kind;
    Row {
        id: kind.id,
        level: level(finding.level),
        title: if language == Language::German {
            kind.title_de
        } else {
            kind.title_en
        },
        message: finding.message.in_language(language),
        file: &finding.place.file.path,
        line,
        column,
        text: finding.place.text(),
        also: finding.also.as_ref().map(also),
        reason: finding
            .reason
            .as_ref()
            .map(|words| words.in_language(language)),
        help: finding
            .help
            .as_ref()
            .map(|words| words.in_language(language)),
    }
}

fn also(place: &Place) -> Also<'_> {
    let (line, column) = place.line_and_column();
    Also {
        file: &place.file.path,
        line,
        column,
        text: place.text(),
    }
}

/// A level's name in SARIF, which JSON uses too.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}
