//! Whether the final notice tells of the approval, and of none that was refused, and has a binding plan adopted as one
//! (`FIN-001`).

use crate::check::case::Case;
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::said::shows;
use crate::finding::{Finding, Level, say};
use crate::law::codes::Tier;

/// Whether a wording tells of the approval, and does not merely recite when a statute is valid (§ 4 Abs. 4 SächsGemO).
pub fn tells_of_approval(own: &Own) -> bool {
    const TOLD: &str = "genehmig - öffentlichkeit der sitzung|öffentlichkeit von sitzung|zustande|widersprochen|beanstandet|baugenehmigung|rechtsaufsicht|genehmigung oder die bekanntmachung|unbeachtlich";
    let is_told = |sentence: &String| {
        // „# Genehmigung des Bebauungsplans“ is a title; that it was given is said below.
        let is_heading = sentence.starts_with('#')
            && !sentence.contains("erteil")
            && !sentence.contains("bekanntmachung der");
        !is_heading && shows(sentence, TOLD)
    };
    own.lower().contains("genehmig") && own.sentences().iter().any(is_told)
}

/// A binding plan that was „festgestellt“ under § 6 BauGB, as preparatory ones are.
pub fn as_a_preparatory_plan(case: &Case, own: &Own) -> Option<Finding> {
    const SETTLED: &str = "festgestellt + § 6 baugb|§ 6 des baugesetzbuch|§ 6 abs - flächennutzungsplan|mangel|fehler|verletz";
    if !case.has_tier(Tier::Binding) || case.has_tier(Tier::Preparatory) {
        return None;
    }
    let mut sentences = own.sentences().iter();
    let sentence = sentences.find(|sentence| shows(sentence, SETTLED))?;
    let finding = Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near_sentence(sentence),
        say(
            "Nach dem Wortlaut ist der Plan nach § 6 BauGB festgestellt wie ein Flächennutzungsplan",
            "By the wording the plan was settled under § 6 BauGB, as preparatory plans are",
        ),
    )
    .because(say(
        "Den Bebauungsplan beschließt die Gemeinde als Satzung, und dieser Beschluss wird bekannt gemacht (§ 10 Abs. 1, Abs. 3 Satz 1 BauGB).",
        "A binding plan is adopted as a statute, and this resolution is announced (§ 10 (1), (3) sentence 1 BauGB).",
    ));
    let finding = finding.help(say(
        "Schreiben Sie „als Satzung beschlossen (§ 10 Abs. 1 BauGB)“.",
        "Write “als Satzung beschlossen (§ 10 Abs. 1 BauGB)”.",
    ));
    Some(finding.at_level(Level::Warning))
}

/// A notice that puts a plan in force and tells that its approval was refused. Parts of a plan may be left out of it (§ 6
/// Abs. 3 BauGB).
pub fn not_approved(own: &Own) -> Option<Finding> {
    const REFUSED: &str = "versagung der genehmigung|ablehnung der genehmigung|verweigerung der genehmigung|nichterteilung der genehmigung|genehmigung versagt|genehmigung abgelehnt|genehmigung verweigert|genehmigung wurde nicht erteilt|genehmigung wird nicht erteilt|genehmigung ist nicht erteilt|genehmigung nicht erteilt|hat die genehmigung nicht|bescheid nicht genehmigt|baugb nicht genehmigt|wurde nicht genehmigt - nicht versagt|nicht abgelehnt|nicht verweigert|teil|bereich|fläche|ausgenommen|zunächst|ursprünglich|früher|erneut|gilt |gilt,|fiktion|baugenehmigung|bedarf|erforderlich|unbeachtlich|verletz|sitzung";
    let sentence = own.sentence(REFUSED)?;
    let finding = Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near_sentence(sentence),
        say(
            "Nach dem Wortlaut ist die Genehmigung versagt; bekannt zu machen ist ihre Erteilung",
            "By the wording the approval was refused; what is announced is that it was given",
        ),
    )
    .because(say(
        "Ein Plan, dessen Genehmigung versagt ist, tritt nicht in Kraft; mit der Bekanntmachung der Erteilung wird er wirksam (§ 6 Abs. 5 Satz 1 und 2, § 10 Abs. 3 Satz 1 und 4 BauGB).",
        "A plan that was refused does not enter into force; it takes effect when the approval is announced (§ 6 (5) sentences 1 and 2, § 10 (3) sentences 1 and 4 BauGB).",
    ));
    Some(finding.help(say(
        "Schreiben Sie „Die Erteilung der Genehmigung“, oder berichtigen Sie die Phasen.",
        "Write “Die Erteilung der Genehmigung”, or correct the phases.",
    )))
}
