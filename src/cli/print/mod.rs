//! Findings on paper: for people, for programs, for merge requests.

mod codequality;
mod json;
mod sarif;
mod text;

pub use text::{print_each, summary};

use crate::finding::{Finding, Language, Level};
use anyhow::Result;
use std::io::{BufWriter, Write};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, with the text underlined.
    Text,
    /// A JSON object for programs.
    Json,
    /// SARIF 2.1.0, which GitHub, GitLab and editors show at its line.
    Sarif,
    /// GitLab's code quality report.
    CodeQuality,
}

impl Format {
    /// The names on the command line.
    pub const NAMES: [&str; 4] = ["text", "json", "sarif", "codequality"];

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let formats = [Self::Text, Self::Json, Self::Sarif, Self::CodeQuality];
        Self::NAMES
            .iter()
            .zip(formats)
            .find(|(known, _)| **known == name)
            .map(|(_, format)| format)
    }
}

/// Prints findings in their order.
///
/// # Errors
/// If the output cannot be written.
pub fn print(
    findings: &[&Finding],
    format: Format,
    language: Language,
    output: &mut dyn Write,
) -> Result<()> {
    // The system's own buffer ends with each line; an archive has many findings.
    let output = &mut BufWriter::new(output);
    match format {
        Format::Text => text::print(findings, language, output),
        Format::Json => json::print(findings, language, output),
        Format::Sarif => sarif::print(findings, language, output),
        Format::CodeQuality => codequality::print(findings, language, output),
    }?;
    Ok(output.flush()?)
}

/// How many errors, warnings and notes there are.
fn counts(findings: &[&Finding]) -> [usize; 3] {
    [Level::Error, Level::Warning, Level::Note].map(|level| {
        findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    })
}
