//! What is asked of the portal as a whole.

use crate::check::days::days;
use crate::check::leftovers;
use crate::check::said;
use crate::finding::{Finding, Findings, Kind, Level, Place, say};
use crate::model::Archive;
use crate::model::municipality::Municipality;
use crate::model::phase::{Moment, Phase};
use crate::model::procedure::Procedure;
use crate::model::shared::Shared;
use crate::model::site::PortalText;
use jiff::ToSpan;
use jiff::civil::Date;

/// The accessibility statement is looked through every year (§ 7 BITV 2.0). No error: a notice must not wait
/// for it.
pub static FRESH_STATEMENT: Kind = Kind {
    id: "ACC-001",
    level: Level::Warning,
    title_de: "Die Erklärung zur Barrierefreiheit ist höchstens ein Jahr alt",
    title_en: "The accessibility statement is a year old at most",
    convention: true,
};

/// What happens to personal data is said before anybody gives any (Art. 13 DSGVO).
pub static PRIVACY: Kind = Kind {
    id: "PRI-003",
    level: Level::Warning,
    title_de: "Das Portal sagt, was mit Angaben zur Person geschieht",
    title_en: "The portal says what happens to personal data",
    convention: true,
};

/// Whoever collects personal data names the data protection officer (Art. 13 Abs. 1 Buchst. b DSGVO). No
/// warning: the portal's page on data protection, which the form links, may name her.
pub static OFFICER: Kind = Kind {
    id: "PRI-005",
    level: Level::Note,
    title_de: "Der Hinweis zum Datenschutz nennt, wie man die Datenschutzbeauftragten erreicht",
    title_en: "The notice on data protection says how to reach the officer",
    convention: true,
};

/// The page with the statement.
const STATEMENT: &str = "barrierefreiheit";
/// Sentences that say when it was made or looked through, as [`said::shows`] reads them.
const MADE: &str = "erklärung|stand|geprüft|überprüft|prüfung + erstellt|aktualisiert|überprüft|geprüft|stand|überarbeitet|prüfung|beruht - gesetz|verordnung|richtlinie";

/// Asks what is asked of the portal as a whole.
pub fn check(archive: &Archive, findings: &mut Findings) {
    let has = |name: &str| archive.texts.iter().any(|text| text.name == name);
    // A portal without any text of its own has only been begun.
    if let Some(beside) = archive.texts.first() {
        for (kind, name, what) in [
            (&FRESH_STATEMENT, STATEMENT, ACCESSIBILITY),
            (&PRIVACY, "datenschutz", DATA),
        ] {
            if !has(name) {
                findings.add(text_missing(kind, beside, name, what));
            }
        }
    }
    for municipality in archive
        .municipalities
        .iter()
        .filter(|own| collects(archive, own))
    {
        if municipality.privacy.officer.is_none() {
            findings.add(officer_missing(municipality));
        }
    }
    leftovers::of_portal(archive, findings);
    let is_statement = |text: &&PortalText| text.name == STATEMENT;
    for text in archive.texts.iter().filter(is_statement) {
        let Some(last) = last_looked_through(&text.text.words()) else {
            continue;
        };
        if last.saturating_add(1.year()) >= archive.today {
            continue;
        }
        findings.add(too_old(text, last));
    }
}

/// Whether a municipality takes statements through a form now or soon.
fn collects(archive: &Archive, municipality: &Municipality) -> bool {
    let own = |procedure: &&Shared<Procedure>| {
        archive.municipality(procedure.municipality).ags == municipality.ags
    };
    let takes = |phase: &Phase| {
        phase.void.is_none()
            && phase.statements.is_some()
            && phase.is_participation_period()
            && phase.on(archive.today) != Moment::Over
    };
    archive.site.intake.is_some()
        && !municipality.keys.is_empty()
        && (archive.procedures.iter().filter(own)).any(|own| own.phases.iter().any(takes))
}

fn officer_missing(municipality: &Municipality) -> Finding {
    let name = &municipality.name;
    let finding = Finding::new(
        &OFFICER,
        municipality.origin.at("name"),
        say(
            format!("{name} nimmt Stellungnahmen an und nennt keine Datenschutzbeauftragten"),
            format!("{name} takes statements and names no data protection officer"),
        ),
    );
    let found = finding.because(say(
        "Wer Angaben zur Person erhebt, nennt vorher, wie man den Verantwortlichen und die Datenschutzbeauftragten erreicht (Art. 13 Abs. 1 DSGVO). Formular und Papier zeigen, was hier steht.",
        "Whoever collects personal data says before how to reach the controller and the data protection officer (Art. 13 (1) GDPR). Form and paper show what stands here.",
    ));
    found.help(say(
        "Schreiben Sie in gemeinde.yaml: datenschutz: {beauftragte: {stelle: …, email: …}}",
        "Write into gemeinde.yaml: datenschutz: {beauftragte: {stelle: …, email: …}}",
    ))
}

/// The last day on which a statement says that it was made or looked through.
fn last_looked_through(text: &str) -> Option<Date> {
    let sentences = said::sentences(text);
    let told = sentences.iter().filter(|own| said::shows(own, MADE));
    let named = told.flat_map(|sentence| days(sentence));
    let dates = named.filter_map(|day| day.date());
    dates.max()
}

/// What texts are for: the statute in German and in English.
type Asked = (&'static str, &'static str);
const ACCESSIBILITY: Asked = (
    "Jedes Portal einer öffentlichen Stelle hat eine Erklärung zur Barrierefreiheit (§ 7 BITV 2.0, Art. 7 der Richtlinie (EU) 2016/2102).",
    "Every portal of a public body has an accessibility statement (§ 7 BITV 2.0, Art. 7 of Directive (EU) 2016/2102).",
);
const DATA: Asked = (
    "Wer Angaben zur Person erhebt, sagt vorher, was mit ihnen geschieht (Art. 13 DSGVO).",
    "Whoever collects personal data says before what happens to them (Art. 13 GDPR).",
);

fn text_missing(kind: &'static Kind, beside: &PortalText, name: &str, what: Asked) -> Finding {
    let place = beside.origin.file();
    let finding = Finding::new(
        kind,
        Place::whole(place),
        say(
            format!("Neben diesem Text fehlt {name}.md"),
            format!("{name}.md is missing beside this text"),
        ),
    );
    let found = finding.because(say(what.0, what.1));
    found.help(say(
        format!(
            "Legen Sie {name}.md in denselben Ordner; offenlage new portal schreibt ein Beispiel."
        ),
        format!("Put {name}.md into the same folder; offenlage new portal writes an example."),
    ))
}

fn too_old(text: &PortalText, last: Date) -> Finding {
    let is_there = |line: &str| days(line).iter().any(|day| day.is(last));
    let file = text.text.file.as_ref();
    let place = file.and_then(|file| said::line(file, is_there));
    Finding::new(
        &FRESH_STATEMENT,
        place.unwrap_or_else(|| text.origin.place()),
        say(
            format!("Die Erklärung zur Barrierefreiheit ist vom {last}"),
            format!("The accessibility statement is of {last}"),
        ),
    )
    .because(say(
        "Sie wird jährlich überprüft und aktualisiert (§ 7 BITV 2.0, Art. 7 der Richtlinie (EU) 2016/2102).",
        "It is checked and brought up to date every year (§ 7 BITV 2.0, Art. 7 of Directive (EU) 2016/2102).",
    ))
    .help(say(
        "Prüfen Sie die Seiten noch einmal, und nennen Sie den Tag der Überprüfung.",
        "Check the pages once more, and name the day.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Findings;
    use crate::model::fixture;

    #[test]
    fn whoever_takes_statements_names_the_data_protection_officer() {
        let mut archive = fixture::archive();
        archive.site.intake = Some("https://annahme.example/".to_owned());
        fixture::take_statements(&mut archive);
        let found = |archive: &Archive| {
            let mut findings = Findings::default();
            check(archive, &mut findings);
            let sorted = findings.sorted();
            sorted.iter().filter(|own| own.kind.id == "PRI-005").count()
        };
        assert_eq!(found(&archive), 0, "nobody takes statements without a key");
        archive.municipalities[0].keys = vec!["age1".to_owned()];
        assert_eq!(found(&archive), 1);
        archive.municipalities[0].privacy.officer = Some(archive.municipalities[0].office.clone());
        assert_eq!(found(&archive), 0);
        archive.municipalities[0].privacy.officer = None;
        archive.today = jiff::civil::date(2027, 1, 1);
        assert_eq!(found(&archive), 0, "nothing is taken any more");
    }
}
