//! What an XPlanGML file says of its plan besides the area, compared with the phases of the procedure.
//!
//! Legal status and displays of the portal are made from the phases. A plan file that comes along may say
//! otherwise, and whoever downloads it believes that. It may be older than the procedure's last phase, so it is
//! only asked whether it claims more than has happened.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::{File, Finding, Findings, Kind, Level, say};
use crate::law::codes::{Code, Tier};
use crate::law::law;
use crate::load::area::declared_days::{self, Days};
use crate::load::area::declared_names;

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

/// What the plan file says of its plan is not what the record says.
pub static COD_009: Kind = Kind {
    id: "COD-009",
    level: Level::Warning,
    title_de: "Die Plandatei gehört zu diesem Plan",
    title_en: "The plan file belongs to this plan",
    convention: true,
};

/// What the record says of its plans.
#[derive(Debug)]
pub struct Recorded<'a> {
    /// Their numbers, as far as they have one.
    pub numbers: Vec<&'a str>,
    /// Their kinds.
    pub kinds: Vec<&'a Code>,
    /// The official keys of the municipalities that their area lies in.
    pub municipalities: &'a [&'a str],
    /// What the plans are called.
    pub names: Vec<&'a str>,
    /// What these municipalities are called.
    pub places: Vec<&'a str>,
    /// The days of its steps.
    pub days: Days,
    /// How far the procedure has come.
    pub reached: Reached,
}

/// How far a procedure has come by its phases.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    /// A phase shows the draft to the public (§ 3 Abs. 2 BauGB).
    pub is_shown: bool,
    /// A phase adopts the plan.
    pub is_adopted: bool,
    /// A phase puts it in force.
    pub is_in_force: bool,
}

/// The codes of XPlanung for `rechtsstand`, of binding and of preparatory plans.
const STATUS: [&str; 18] = [
    "1000", "1500", "2000", "2050", "2100", "2200", "2250", "2260", "2300", "2400", "3000", "4000",
    "4500", "45000", "45001", "5000", "50000", "50001",
];

/// Compares what the plan in a file says with the record.
pub fn check(file: &Arc<File>, recorded: &Recorded, findings: &mut Findings) {
    let Some((plan, tier)) = plan(file.text()) else {
        return;
    };
    of_this_plan(file, (&plan, tier), recorded, findings);
    known_codes(file, (&plan, tier), findings);
    let reached = recorded.reached;
    if let Some((range, status)) = values(file.text(), &plan, "rechtsstand").into_iter().next() {
        let (is_reached, de, en) = match status {
            // A plan that ended or was repealed was in force before.
            "2400" => (reached.is_shown, "ausgelegt", "on display"),
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

/// The bytes of the first plan, and its tier.
fn plan(text: &str) -> Option<(Range<usize>, Tier)> {
    let begin = [("BP_Plan", Tier::Binding), ("FP_Plan", Tier::Preparatory)]
        .iter()
        .find_map(|(name, tier)| Some((opened(text, name)?, *name, *tier)));
    let (start, name, tier) = begin?;
    let end = text[start..].find(&format!("{name}>"));
    Some((start..end.map_or(text.len(), |at| start + at), tier))
}

/// Class, kind, number and municipality are those of the record, as far as both say them.
fn of_this_plan(
    file: &Arc<File>,
    (plan, tier): (&Range<usize>, Tier),
    recorded: &Recorded,
    findings: &mut Findings,
) {
    let first = |name: &str| values(file.text(), plan, name).into_iter().next();
    let number = first("nummer").filter(|(_, own)| !own.is_empty());
    let named = declared_names::told(file.text(), plan, recorded);
    let days = declared_days::told(file.text(), plan, &recorded.days);
    let told = [
        other_class(plan, tier, recorded),
        first("planArt").and_then(|found| other_kind(found, tier, recorded)),
        number.and_then(|found| other_number(found, recorded)),
        other_place(values(file.text(), plan, "ags"), recorded),
    ];
    let told = told.into_iter().flatten();
    for (range, words) in told.chain(named).chain(days) {
        findings.add(other_plan(file, range, words));
    }
}

/// Where a plan file says something else, and what in German and English.
pub type Differs = (Range<usize>, (String, String));
type Told = Option<Differs>;

/// The tiers of the recorded plans; none where they need not be of the BauGB.
fn tiers(recorded: &Recorded) -> Vec<Tier> {
    let is_open = recorded.kinds.iter().any(|kind| kind.needs_text);
    let kinds = recorded.kinds.iter().filter(|_| !is_open);
    kinds.filter_map(|kind| kind.tier).collect()
}

fn other_class(plan: &Range<usize>, tier: Tier, recorded: &Recorded) -> Told {
    let tiers = tiers(recorded);
    if tiers.is_empty() || tiers.contains(&tier) {
        return None;
    }
    let (class, kind) = match tier {
        Tier::Binding => ("BP_Plan", "Bebauungsplan"),
        Tier::Preparatory => ("FP_Plan", "Flächennutzungsplan"),
    };
    let own = recorded.kinds.first().map_or("", |kind| kind.de.as_str());
    let words = (
        format!("Die Plandatei enthält einen {kind} ({class}), die Planart ist „{own}“"),
        format!("The plan file holds a {class}, the kind of plan is “{own}”"),
    );
    Some((plan.start - class.len()..plan.start, words))
}

fn other_kind((range, code): (Range<usize>, &str), tier: Tier, recorded: &Recorded) -> Told {
    let mut of_tier = law()
        .codes
        .plan_kinds
        .iter()
        .filter(|kind| kind.tier == Some(tier));
    let kind = of_tier.find(|kind| kind.xplanung.as_deref() == Some(code))?;
    let own = recorded
        .kinds
        .iter()
        .filter_map(|kind| kind.xplanung.as_deref());
    // A simple or qualified binding plan is a binding plan: its code begins with that of the other.
    let is_near = |own: &str| own.starts_with(code) || code.starts_with(own);
    if !tiers(recorded).contains(&tier) || own.into_iter().any(is_near) {
        return None;
    }
    let own = recorded.kinds.first().map_or("", |kind| kind.de.as_str());
    let words = (
        format!(
            "Die Plandatei nennt die Planart {code} ({}), das Verfahren „{own}“",
            kind.de
        ),
        format!(
            "The plan file says kind of plan {code} ({}), the procedure “{own}”",
            kind.en
        ),
    );
    Some((range, words))
}

fn other_number((range, own): (Range<usize>, &str), recorded: &Recorded) -> Told {
    let mut numbers = recorded.numbers.iter();
    if recorded.numbers.is_empty() || numbers.any(|number| same_number(number, own)) {
        return None;
    }
    let numbers = recorded.numbers.join(", ");
    let words = (
        format!("Die Plandatei nennt die Nummer {own}, das Verfahren {numbers}"),
        format!("The plan file says number {own}, the procedure {numbers}"),
    );
    Some((range, words))
}

fn other_place(keys: Vec<(Range<usize>, &str)>, recorded: &Recorded) -> Told {
    let own = recorded.municipalities;
    let is_key = |key: &str| key.len() == 8 && key.bytes().all(|byte| byte.is_ascii_digit());
    if own.is_empty() || keys.iter().any(|(_, key)| own.contains(key)) {
        return None;
    }
    let (range, key) = keys.into_iter().next().filter(|(_, key)| is_key(key))?;
    let own = own.join(", ");
    let words = (
        format!("Die Plandatei nennt die Gemeinde {key}, das Verfahren {own}"),
        format!("The plan file says municipality {key}, the procedure {own}"),
    );
    Some((range, words))
}

/// „Nr. 17“ and „17“ are one number.
fn same_number(own: &str, other: &str) -> bool {
    let squeezed = |text: &str| {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let text: String = letters.flat_map(char::to_lowercase).collect();
        text.trim_start_matches("nr")
            .trim_start_matches('0')
            .to_owned()
    };
    squeezed(own) == squeezed(other)
}

/// Kind of plan and legal status are codes that XPlanung has.
fn known_codes(file: &Arc<File>, (plan, tier): (&Range<usize>, Tier), findings: &mut Findings) {
    let kinds = &law().codes.plan_kinds;
    let is_kind = |code: &str| {
        let mut own = kinds
            .iter()
            .filter(|kind| kind.tier == Some(tier) || kind.needs_text);
        own.any(|kind| kind.xplanung.as_deref() == Some(code))
    };
    let unknown = [
        (
            "planArt",
            values(file.text(), plan, "planArt"),
            &is_kind as &dyn Fn(&str) -> bool,
        ),
        (
            "rechtsstand",
            values(file.text(), plan, "rechtsstand"),
            &|code| STATUS.contains(&code),
        ),
    ];
    for (name, values, is_known) in unknown {
        for (range, code) in values.into_iter().filter(|(_, code)| !is_known(code)) {
            findings.add(other_plan(
                file,
                range,
                (
                    format!("Den Code {code} gibt es in XPlanung nicht für {name}"),
                    format!("XPlanung has no code {code} for {name}"),
                ),
            ));
        }
    }
}

fn other_plan(file: &Arc<File>, at: Range<usize>, (de, en): (String, String)) -> Finding {
    Finding::new(&COD_009, file.bytes(at), say(de, en))
        .because(say(
            "Wer die Datei herunterlädt, glaubt ihr (XPlanung).",
            "Whoever downloads the file believes it (XPlanung).",
        ))
        .help(say(
            "Legen Sie die Plandatei dieses Plans in den Ordner, oder berichtigen Sie sie.",
            "Put this plan's file into the folder, or correct it.",
        ))
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
pub fn values<'t>(
    text: &'t str,
    within: &Range<usize>,
    name: &str,
) -> Vec<(Range<usize>, &'t str)> {
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
        let reached = Reached {
            is_shown: true,
            is_adopted,
            is_in_force,
        };
        ids_of("BP_Plan", plan, reached)
    }

    fn ids_of(class: &str, plan: &str, reached: Reached) -> Vec<String> {
        let text = format!(
            "<x:A><x:{class} gml:id=\"a\">{plan}</x:{class}><x:O><x:rechtsstand>4000</x:rechtsstand></x:O></x:A>"
        );
        let file = File::new("a.gml", text);
        let mut findings = Findings::default();
        let recorded = Recorded {
            numbers: vec!["17"],
            kinds: law().codes.plan_kinds.iter().take(1).collect(),
            municipalities: &["14627140"],
            names: vec!["Altes Ziegelwerk"],
            places: vec!["Meißen"],
            days: Days::default(),
            reached,
        };
        check(&file, &recorded, &mut findings);
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

    #[test]
    fn a_plan_file_is_that_of_the_record() {
        let done = Reached {
            is_shown: true,
            is_adopted: true,
            is_in_force: true,
        };
        let good = "<x:nummer>Nr. 17</x:nummer><x:gemeinde><x:XP_Gemeinde><x:ags>14627140</x:ags></x:XP_Gemeinde></x:gemeinde><x:planArt>1000</x:planArt><x:rechtsstand>2400</x:rechtsstand>";
        assert!(ids_of("BP_Plan", good, done).is_empty());
        assert_eq!(ids_of("FP_Plan", good, done), ["COD-009"]);
        for (from, to) in [
            ("Nr. 17", "18"),
            ("14627140", "14627180"),
            ("<x:planArt>1000", "<x:planArt>1234"),
            ("<x:planArt>1000", "<x:planArt>3000"),
            ("2400", "2401"),
        ] {
            assert_eq!(
                ids_of("BP_Plan", &good.replace(from, to), done),
                ["COD-009"],
                "{to}"
            );
        }
    }
}
