//! In what form a wording takes objections, where the statute asks for one: until 28 July 2026 plan approval had them in
//! writing or taken down (§ 73 Abs. 4 Satz 1 VwVfG a. F., `NOT-030`).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::check::own::Own;
use crate::finding::{Finding, Level, say};

/// The statute that asks for writing.
const STATUTE: &str = "VwVfG a. F.";
/// Sentences that take objections in another form.
const ELSE: &str = "einwendung|einwände + erheben|erhoben|vorbringen|vorgebracht|einreichen|eingereicht|geltend machen|einlegen|senden|richten + per e-mail|per mail|elektronisch|online|über das internet|telefonisch|mündlich|formlos - schriftlich|schriftform|niederschrift|protokoll|signatur|signiert|de-mail|nicht|kein|unzulässig|unwirksam|erörter|rechtzeitig erhobene";
/// Sentences that name the form of the statute.
const RIGHT: &str = "einwendung|einwände|sie  + schriftlich|schriftform|niederschrift|zu protokoll - nicht schriftlich|entscheidung über|rechtsbehelf|klage";

/// `NOT-030`
pub fn form(case: &Case, report: &mut Report) {
    let asked = case
        .related_steps
        .iter()
        .filter(|step| step.rule.objections.is_some() && step.rule.provision.contains(STATUTE));
    for own in asked.filter_map(Own::of) {
        let Some(sentence) = own.sentence(ELSE).filter(|_| own.sentence(RIGHT).is_none()) else {
            continue;
        };
        report.add(
            Finding::new(
                &kinds::HINTS_OF_OTHERS,
                own.near_sentence(sentence),
                say(
                    "Der Wortlaut nennt für Einwendungen nicht die Form des Gesetzes: schriftlich oder zur Niederschrift",
                    "The wording does not name the form that the statute asks of objections: in writing, or taken down",
                ),
            )
            .because(say(
                "Wer Einwendungen in anderer Form erhebt, kann mit ihnen ausgeschlossen sein (§ 73 Abs. 4 Satz 1 und 3 VwVfG a. F.; eine E-Mail ohne qualifizierte Signatur ersetzt die Schriftform nicht, § 3a Abs. 2 VwVfG).",
                "Whoever objects in another form may be precluded (§ 73 (4) sentences 1 and 3 VwVfG, old wording; an e-mail without a qualified signature is not in writing, § 3a (2) VwVfG).",
            ))
            .help(say(
                "Schreiben Sie „schriftlich oder zur Niederschrift“.",
                "Write “schriftlich oder zur Niederschrift”.",
            ))
            .at_level(Level::Warning),
        );
    }
}
