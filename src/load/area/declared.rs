//! What an XPlanGML file says of its plan besides the area, compared with the phases of the procedure.
//!
//! Legal status and displays of the portal are made from the phases. A plan file that comes along may say
//! otherwise, and whoever downloads it believes that. It may be older than the procedure's last phase, so it is
//! only asked whether it claims more than has happened.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{File, Finding, Findings, Kind, Level, say};

/// The status in the plan file has not been reached.
pub static COD_003: Kind = Kind {
    id: "COD-003",
    level: Level::Warning,
    title_de: "Der Rechtsstand in der Plandatei ist erreicht",
    title_en: "The legal status in the plan file is reached",
    convention: true,
};

/// First and last days of displays in the plan file do not pair.
pub static COD_005: Kind = Kind {
    id: "COD-005",
    level: Level::Warning,
    title_de: "Beginn und Ende der Auslegungen in der Plandatei gehören zusammen",
    title_en: "First and last days of displays in the plan file belong together",
    convention: true,
};

/// How far a procedure has come by its phases.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    /// A phase adopts the plan.
    pub is_adopted: bool,
    /// A phase puts it in force.
    pub is_in_force: bool,
}

/// Compares what the plan in a file says with how far the procedure has come.
pub fn check(file: &Arc<File>, reached: Reached, findings: &mut Findings) {
    let Some(plan) = plan(file.text()) else {
        return;
    };
    if let Some((range, status)) = values(file.text(), &plan, "rechtsstand").into_iter().next() {
        let (is_reached, de, en) = match status {
            // A plan that ended or was repealed was in force before.
            "3000" => (reached.is_adopted, "beschlossen", "adopted"),
            "4000" => (reached.is_in_force, "in Kraft", "in force"),
            _ => (true, "", ""),
        };
        if !is_reached {
            findings.add(not_reached(file, range, status, (de, en)));
        }
    }
    let starts = values(file.text(), &plan, "auslegungsStartDatum");
    let ends = values(file.text(), &plan, "auslegungsEndDatum");
    let unpaired = starts.get(ends.len()).or_else(|| ends.get(starts.len()));
    if let Some((range, _)) = unpaired {
        findings.add(not_paired(file, range.clone(), (starts.len(), ends.len())));
    }
}

/// The bytes of the first plan.
fn plan(text: &str) -> Option<Range<usize>> {
    let begin = ["BP_Plan", "FP_Plan"]
        .iter()
        .find_map(|name| Some((opened(text, name)?, *name)));
    let (start, name) = begin?;
    let end = text[start..].find(&format!("{name}>"));
    Some(start..end.map_or(text.len(), |at| start + at))
}

/// Behind the name in the first tag that opens an element, whatever its prefix.
fn opened(text: &str, name: &str) -> Option<usize> {
    let mut found = text.match_indices(name).map(|(at, _)| at);
    let at = found.find(|at| {
        let before = &text[text[..*at].rfind('<').map_or(0, |tag| tag + 1)..*at];
        let is_prefix = before.is_empty() || before.ends_with(':') && !before.contains(['/', ' ']);
        let after = text[at + name.len()..].chars().next();
        is_prefix && after.is_some_and(|letter| letter == '>' || letter.is_whitespace())
    })?;
    Some(at + name.len())
}

/// The values of an element within some bytes, with where they stand.
fn values<'t>(text: &'t str, within: &Range<usize>, name: &str) -> Vec<(Range<usize>, &'t str)> {
    let mut found = Vec::new();
    let mut from = within.start;
    while let Some(at) = text
        .get(from..within.end)
        .and_then(|rest| opened(rest, name))
    {
        from += at;
        let rest = &text[from..within.end];
        let Some((begin, end)) = rest.find('>').zip(rest.find('<')).filter(|(b, e)| b < e) else {
            break;
        };
        let value = &rest[begin + 1..end];
        let start = from + begin + 1 + value.len() - value.trim_start().len();
        found.push((start..start + value.trim().len(), value.trim()));
        from += end;
    }
    found
}

fn not_reached(file: &Arc<File>, at: Range<usize>, status: &str, words: (&str, &str)) -> Finding {
    let (de, en) = words;
    Finding::new(
        &COD_003,
        file.bytes(at),
        say(
            format!("Die Plandatei nennt den Plan {de} (Rechtsstand {status}), das Verfahren hat keinen solchen Schritt"),
            format!("The plan file calls the plan {en} (legal status {status}), the procedure has no such step"),
        ),
    )
    .because(say(
        "Wer die Datei herunterlädt, glaubt ihr; der Rechtsstand folgt aus den Schritten des Verfahrens (XPlanung).",
        "Whoever downloads the file believes it; the legal status follows from the steps of the procedure (XPlanung).",
    ))
    .help(say(
        "Ergänzen Sie die Phase, oder berichtigen Sie die Plandatei.",
        "Add the phase, or correct the plan file.",
    ))
}

fn not_paired(file: &Arc<File>, at: Range<usize>, (starts, ends): (usize, usize)) -> Finding {
    Finding::new(
        &COD_005,
        file.bytes(at),
        say(
            format!("Die Plandatei nennt {starts} erste und {ends} letzte Tage von Auslegungen"),
            format!("The plan file names {starts} first and {ends} last days of displays"),
        ),
    )
    .because(say(
        "Die Listen gehören paarweise zusammen, ein Eintrag je Durchgang (XPlanung).",
        "The lists belong together in pairs, one entry a round (XPlanung).",
    ))
    .help(say(
        "Ergänzen Sie den fehlenden Tag in der Plandatei.",
        "Add the missing day to the plan file.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(plan: &str, is_adopted: bool, is_in_force: bool) -> Vec<String> {
        let text = format!(
            "<x:A><x:BP_Plan gml:id=\"a\">{plan}</x:BP_Plan><x:O><x:rechtsstand>4000</x:rechtsstand></x:O></x:A>"
        );
        let file = File::new("a.gml", text);
        let mut findings = Findings::default();
        let reached = Reached {
            is_adopted,
            is_in_force,
        };
        check(&file, reached, &mut findings);
        let sorted = findings.sorted();
        sorted
            .iter()
            .map(|found| found.kind.id.to_owned())
            .collect()
    }

    #[test]
    fn a_plan_file_claims_no_more_than_has_happened() {
        let status = |code: &str| format!("<x:rechtsstand>{code}</x:rechtsstand>");
        assert_eq!(ids(&status("4000"), true, false), ["COD-003"]);
        assert_eq!(ids(&status("3000"), false, false), ["COD-003"]);
        assert!(ids(&status("4000"), true, true).is_empty());
        assert!(ids(&status("2400"), true, true).is_empty());
        assert!(ids("", false, false).is_empty());
    }

    #[test]
    fn displays_have_both_days() {
        let start = "<x:auslegungsStartDatum>2026-03-02</x:auslegungsStartDatum>";
        let end = "<x:auslegungsEndDatum>2026-04-01</x:auslegungsEndDatum>";
        assert!(ids(&format!("{start}{end}"), false, false).is_empty());
        assert_eq!(
            ids(&format!("{start}{start}{end}"), false, false),
            ["COD-005"]
        );
        assert_eq!(ids(end, false, false), ["COD-005"]);
    }
}
