//! What the wording of the final notice says of the day and of the approval.

use crate::check::approval;
use crate::check::case::{Case, Report, Step};
use crate::check::days::{NamedDay, days};
use crate::check::final_tiers;
use crate::check::force_days::{day_in_force, day_since};
use crate::check::kinds;
use crate::check::own::Own;
use crate::check::relations::{effective, others};
use crate::check::relative_days::in_force_after;
use crate::check::said;
use crate::check::variant::is_repeal;
use crate::finding::{Finding, Level, Place, Words, say};
use crate::law::calendar::day_in_words;
use crate::law::codes::Repeal;
use crate::model::phase::Phase;
use crate::model::procedure::{Procedure, Relation};
use jiff::civil::Date;

/// `FIN-001`: what the wording itself says of the day and of the approval.
pub fn of<'c, 'a: 'c>(
    finals: impl Iterator<Item = &'c Step<'a>>,
    case: &Case,
    report: &mut Report,
) {
    let needs_approval = case
        .steps
        .iter()
        .any(|other| other.rule.key == "genehmigung");
    for step in finals {
        let Some(own) = Own::of(step) else {
            continue;
        };
        days_in_force(case, &own, report);
        if case.procedure.plan.kind.is_of_baugb() && !says_in_force(case, &own) {
            report.add(in_force_unsaid(case, &own));
        }
        if case.procedure.plan.kind.is_of_baugb() && own.sentence(RESOLVED).is_none() {
            report.add(resolution_unsaid(&own));
        }
        report.extend(approval::by_another_district(case, &own));
        if let Some(sentence) = approved_only(&own) {
            report.add(draft_only(&own, sentence));
        }
        if needs_approval && !final_tiers::tells_of_approval(&own) {
            let finding = approval_unsaid(&own);
            // The word alone may be meant so.
            let is_named = own.lower().contains("genehmig");
            report.add(match is_named {
                true => finding.at_level(Level::Warning),
                false => finding,
            });
        }
        report.extend(final_tiers::as_a_preparatory_plan(case, &own));
        report.extend(final_tiers::not_approved(&own));
    }
}

/// What a wording says of when the plan enters into force, where that is another day than the notice's.
fn days_in_force(case: &Case, own: &Own, report: &mut Report) {
    let day = own.step.phase.time.start();
    let completed = own.notice.completed;
    for sentence in own.sentences() {
        // The plan ceases on the day on which its repeal enters into force.
        let ceases = sentence.replace("außer kraft", "in kraft");
        let sentence = match is_repeal(case) {
            true => &ceases,
            false => sentence,
        };
        let Some(named) = day_in_force(sentence).filter(|_| is_of_plan(sentence)) else {
            continue;
        };
        // A supplementary procedure may bring the plan into force as of an earlier day.
        let is_lawful = tells_of_the_past(sentence) && may_look_back(case, own);
        if let Some(first) = first_in_force(case).filter(|_| is_lawful) {
            report.extend(before_the_first(own, &named, first));
        }
        // „mit Ablauf des 6. Oktober“ is the first moment of the seventh.
        let is_night_before = day.yesterday().is_ok_and(|before| named.is(before))
            && sentence[..named.at.start]
                .trim_end()
                .ends_with("mit ablauf des");
        let is_as_recorded = is_lawful && !looks_back(case.procedure, own.step.phase);
        if is_as_recorded || named.is(day) || named.is(completed) || is_night_before {
            continue;
        }
        report.add(on_another_day(case, own, (sentence, named), day));
    }
    if case.procedure.plan.kind.is_of_baugb() {
        without_a_day(case, own, report);
    }
}

/// Whether a sentence in small letters puts a plan in force as of an earlier day.
fn tells_of_the_past(sentence: &str) -> bool {
    sentence.contains("rückwirkend") || sentence.contains("rückwirkung")
}

/// The day on which the plan that a supplementary procedure mends entered into force, where the portal holds it.
fn first_in_force(case: &Case) -> Option<Date> {
    let mut mended =
        others(case).filter(|(own, ..)| own.kind.key == "setzt_fort" && !own.is_inverse);
    mended.find_map(|(_, other, _)| effective(other))
}

/// A plan that was mended enters into force no earlier than it did before.
fn before_the_first(own: &Own, named: &NamedDay, first: Date) -> Option<Finding> {
    let day = named
        .year
        .and_then(|year| Date::new(year, named.month, named.day).ok())?;
    let words = day_in_words(first);
    let at = own.days().iter().find(|other| other.is(day))?;
    (day < first).then(|| {
        Finding::new(
            &kinds::IN_FORCE_WITH_NOTICE,
            own.at(at.at.clone()),
            say(
                format!("Rückwirkend in Kraft am {day}, der ursprüngliche Plan ist es seit {}", words.de),
                format!("In force as of {day}, but the original plan is so since {}", words.en),
            ),
        )
        .because(say(
            "Rückwirkend in Kraft gesetzt wird ein Plan nach einem ergänzenden Verfahren frühestens auf den Tag seiner ersten Bekanntmachung (§ 214 Abs. 4 BauGB).",
            "After a supplementary procedure a plan is put in force as of the day of its first notice at the earliest (§ 214 (4) BauGB).",
        ))
        .help(say(
            format!("Schreiben Sie „{}“, oder berichtigen Sie das Verfahren des ursprünglichen Plans.", words.de),
            format!("Write “{}”, or correct the original plan's procedure.", words.de),
        ))
    })
}

/// The same where it names no day to come.
fn without_a_day(case: &Case, own: &Own, report: &mut Report) {
    let day = own.step.phase.time.start();
    if let Some(sentence) = in_force_after(own) {
        let place = own.near_sentence(sentence);
        let (de, en) = (
            "am Tag nach der Bekanntmachung",
            "on the day after the notice",
        );
        report.add(other_day_in_force(case, place, (de, en), day));
    }
    let has_right = own.sentence(WITH_NOTICE).is_some();
    let since = own.sentences().iter().find_map(|sentence| {
        let named = day_since(sentence).filter(|named| !named.is(day))?;
        Some((sentence, named))
    });
    if let Some((sentence, named)) = since.filter(|_| !has_right) {
        report.add(on_another_day(case, own, (sentence, named), day));
    }
    if let Some(sentence) = own.sentence(LATER) {
        let place = own.near_sentence(sentence);
        let (de, en) = ("erst später", "only later");
        report.add(other_day_in_force(case, place, (de, en), day));
    }
    let looks_back = may_look_back(case, own);
    // A day that it names has its finding.
    let is_else = |sentence: &&str| {
        !(looks_back && tells_of_the_past(sentence)) && day_in_force(sentence).is_none()
    };
    let other = own.sentence(WITH_SOMETHING_ELSE).filter(is_else);
    if let Some(sentence) = other {
        let place = own.near_sentence(sentence);
        let (de, en) = ("nicht mit der Bekanntmachung", "not with the notice");
        report.add(other_day_in_force(case, place, (de, en), day));
    }
}

/// Sentences that let a plan enter into force with something else than its notice.
const WITH_SOMETHING_ELSE: &str = "tritt|treten|wird|werden|ist |wurde + in kraft|wirksam + mit der beschlussfassung|mit dem satzungsbeschluss|mit dem feststellungsbeschluss|mit der genehmigung|mit der ausfertigung|mit ihrem beschluss|mit seinem beschluss|mit ihrer beschlussfassung|mit seiner beschlussfassung|mit ihrer ausfertigung|mit seiner ausfertigung|mit ausfertigung|mit dem beschluss|mit der unterzeichnung|mit ihrer unterzeichnung|mit seiner unterzeichnung|mit ihrer genehmigung|mit seiner genehmigung|mit satzungsbeschluss|mit beschlussfassung|tag nach dem satzungsbeschluss|tag nach dem beschluss|tag nach der beschlussfassung|tag nach ihrer beschlussfassung|tag nach seiner beschlussfassung|tag nach der ausfertigung|tag nach ihrer ausfertigung|tag nach seiner ausfertigung|tag nach der genehmigung|tag nach ihrer genehmigung|tag nach erteilung|tag des satzungsbeschlusses|tag der beschlussfassung|tag ihrer beschlussfassung|tag des beschlusses|tag der ausfertigung|tag ihrer ausfertigung|tag der genehmigung|rückwirkend - bekanntmachung|außer kraft|214|nicht rückwirkend";
/// Sentences that let it enter into force a while after its notice.
const LATER: &str = "tritt|treten|wird + in kraft|wirksam + einen monat nach|zwei wochen nach|14 tage nach|drei monate nach - außer kraft|unbeachtlich|geltend";
/// Sentences that let it enter into force with its notice.
const WITH_NOTICE: &str = "in kraft|wirksam|rechtsverbindlich|rechtskräftig + tritt|treten|wird|werden|erlangt + bekanntmachung|mit dem tag|mit ablauf|heute";

/// Whether a sentence in small letters on a day of entry into force is on the plan, and not on a statute on fees or
/// a contract.
pub fn is_of_plan(sentence: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "beitragssatzung",
        "gebührensatzung",
        "hauptsatzung",
        "stellplatzsatzung",
        "herstellung von stellplätzen",
        "gehölzschutz",
        "baumschutz",
        "haushaltssatzung",
        "veränderungssperre",
        "durchführungsvertrag",
        "städtebaulicher vertrag",
        "genehmigung der",
        "erlaubnis der",
        "verordnung",
    ];
    !OTHERS.iter().any(|words| sentence.contains(words))
}

/// Whether the record has a mended plan enter into force as of a day before its notice: `datum` is that earlier day then.
pub fn looks_back(procedure: &Procedure, phase: &Phase) -> bool {
    let continues = |own: &Relation| own.kind.key == "setzt_fort" && !own.is_inverse;
    let completed = phase.notice.as_ref().map(|own| own.completed);
    let is_before = completed.is_some_and(|completed| phase.time.start() < completed);
    phase.rule.puts_in_force && is_before && procedure.relations.iter().any(continues)
}

/// Whether a plan may enter into force as of an earlier day (§ 214 Abs. 4 BauGB).
fn may_look_back(case: &Case, own: &Own) -> bool {
    let continues = case
        .procedure
        .relations
        .iter()
        .any(|own| own.kind.key == "setzt_fort");
    continues || own.lower().contains("214 abs. 4") || own.lower().contains("ergänzenden verfahren")
}

/// Sentences that something enters into force.
const STATES: &str = "in kraft|inkraft|wirksam|rechtsverbindlich|rechtskräftig|rechtskraft|gültig|verbindlich|gilt ab + tritt| treten|trat |wird |werden |ist |sind |erlangt|erlangen|erhält|gilt - unwirksam|zustande|als geheilt";

/// Whether a sentence says that the plan enters into force, or that it ceases; a heading alone does not.
fn says_in_force(case: &Case, own: &Own) -> bool {
    // „Inkrafttreten: mit dieser Bekanntmachung“
    const IN_SHORT: &str = "inkrafttreten|in kraft: + mit dieser|mit der bekanntmachung|mit dem tag|am tag der|am tage der|mit erscheinen|hiermit";
    // „gilt damit rückwirkend seit dem 2. August 2019“
    const LOOKING_BACK: &str = "gilt|gelten + rückwirkend seit|rückwirkend ab|rückwirkend zum";
    // „Die Bekanntmachung bewirkt das Inkrafttreten“
    const BROUGHT: &str = "bekanntmachung + bewirkt|führt|bringt|setzt|löst + inkrafttreten|in kraft|wirksamkeit - außer kraft|215";
    let mut sentences = own.sentences().iter();
    if is_repeal(case) {
        let shows = |sentence: &String| {
            CEASES.iter().any(|sign| said::shows(sentence, sign))
                || said::shows(sentence, STATES) && !is_of_plan_itself(sentence)
        };
        return !puts_in_force(own) && (own.sentence(IN_SHORT).is_some() || sentences.any(shows));
    }
    // „Inkrafttreten: 17.06.2026“
    let day = own.step.phase.time.start();
    let is_dated = |sentence: &String| {
        let is_label = sentence.contains("inkrafttreten:") || sentence.contains("in kraft:");
        is_label && days(sentence).iter().any(|named| named.is(day))
    };
    [IN_SHORT, BROUGHT, LOOKING_BACK]
        .iter()
        .any(|sign| own.sentence(sign).is_some())
        || own.sentences().iter().any(is_dated)
        || sentences.any(|own| said::shows(&own.replace("außer kraft", ""), STATES))
}

/// Sentences that a plan ceases.
const CEASES: [&str; 3] = [
    "außer kraft|ausser kraft|außerkraft|gilt nicht mehr|nicht mehr gültig|nicht mehr anzuwenden + tritt|treten|trat |wird |werden |ist |sind |gilt|mit dieser|mit der bekanntmachung",
    "verliert|verlieren|erlischt|endet + gültigkeit|geltung|wirksamkeit|rechtskraft|verbindlichkeit|rechtswirkung",
    "aufgehoben + mit dieser|mit der bekanntmachung|mit dem tag|mit erscheinen|hiermit",
];

/// Whether the wording of a repeal puts the plan in force with this very notice.
fn puts_in_force(own: &Own) -> bool {
    const NOW: &str = "mit dieser bekanntmachung|mit der bekanntmachung|hiermit + tritt der bebauungsplan|tritt der plan|tritt der vorhabenbezogene|tritt der flächennutzungsplan|wird der flächennutzungsplan + in kraft|wirksam - außer kraft|unwirksam|aufheb|aufgehob";
    own.sentence(NOW).is_some()
}

/// Whether a sentence of a repeal puts the very plan in force that is repealed, and not the statute that repeals it.
fn is_of_plan_itself(sentence: &str) -> bool {
    const PLAN: &str = "der plan |der bebauungsplan|der flächennutzungsplan|der vorhabenbezogene|der vorhaben - aufheb|aufgehob|satzung|beschluss|außer kraft";
    said::shows(sentence, PLAN)
}

/// Sentences that say that the plan was adopted or approved.
const RESOLVED: &str = "satzung über|als satzung|beschlossen|beschloss|satzungsbeschluss|feststellungsbeschluss|beschluss des|beschluss vom|beschluss nr|beschluss-nr|beschlussfassung über|genehmigt|genehmigung|festgestellt|erlassen|verabschiedet|gefasst - widersprochen|beanstandet|verletz|zustande|als geheilt|unbeachtlich";

/// A sentence by which the council approved a draft, where none says that it adopted the plan.
fn approved_only<'c>(own: &Own<'c, '_>) -> Option<&'c str> {
    const SIGNS: [&str; 2] = [
        "den bebauungsplan|die satzung|den plan|plan nr|planes nr + gebilligt + § 10 abs. 1|§ 10 absatz 1 - begründung gebilligt|begründung wurde|entwurf",
        "als entwurf beschlossen|als vorentwurf beschlossen - ausgelegt|ausgelegen|veröffentlicht|zunächst|damals",
    ];
    if own.lower().contains("als satzung") {
        return None;
    }
    SIGNS.iter().find_map(|sign| own.sentence(sign))
}

fn draft_only(own: &Own, sentence: &str) -> Finding {
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near_sentence(sentence),
        say(
            "Nach dem Wortlaut ist der Plan nur als Entwurf gebilligt, nicht als Satzung beschlossen",
            "By the wording the plan is only approved as a draft, not adopted as a statute",
        ),
    )
    .because(say(
        "Der Bebauungsplan wird als Satzung beschlossen, und dieser Beschluss wird bekannt gemacht (§ 10 Abs. 1, Abs. 3 Satz 1 BauGB).",
        "The plan is adopted as a statute, and this resolution is announced (§ 10 (1), (3) sentence 1 BauGB).",
    ))
    .help(say(
        "Schreiben Sie „als Satzung beschlossen“.",
        "Write “als Satzung beschlossen”.",
    ))
    .at_level(Level::Warning)
}

fn resolution_unsaid(own: &Own) -> Finding {
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near(&["bekannt gemacht", "in kraft", "wirksam"]),
        say(
            "Der Wortlaut sagt nicht, dass der Plan beschlossen ist",
            "The wording does not say that the plan is adopted",
        ),
    )
    .because(say(
        "Bekannt zu machen ist der Beschluss über den Plan oder die Erteilung der Genehmigung (§ 10 Abs. 3 Satz 1, § 6 Abs. 5 Satz 1 BauGB).",
        "What is announced is the resolution on the plan, or that the approval was given (§ 10 (3) sentence 1, § 6 (5) sentence 1 BauGB).",
    ))
    .help(say(
        "Nennen Sie den Beschluss mit Gremium und Tag.",
        "Name the resolution with body and day.",
    ))
    .at_level(Level::Warning)
}

fn in_force_unsaid(case: &Case, own: &Own) -> Finding {
    if is_repeal(case) {
        return repeal_unsaid(case, own);
    }
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near(&["bekannt gemacht", "beschlossen", "festgestellt"]),
        say(
            "Der Wortlaut sagt nicht, dass der Plan in Kraft tritt",
            "The wording does not say that the plan enters into force",
        ),
    )
    .because(say(
        "Die Bekanntmachung tritt an die Stelle der Verkündung; mit ihr tritt der Plan in Kraft (§ 10 Abs. 3 Satz 4 und 5, § 6 Abs. 5 Satz 2 BauGB). Wer sie liest, muss das erkennen.",
        "The notice takes the place of the promulgation; with it the plan enters into force (§ 10 (3) sentences 4 and 5, § 6 (5) sentence 2 BauGB). Whoever reads it must see that.",
    ))
    .help(in_force_said(case))
    .at_level(Level::Warning)
}

/// The finding on the wording of a repeal that says nothing of what becomes of the plan, or puts it in force.
fn repeal_unsaid(case: &Case, own: &Own) -> Finding {
    let is_in_force = own
        .sentences()
        .iter()
        .any(|sentence| said::shows(sentence, STATES) && is_of_plan_itself(sentence));
    let (de, en) = match is_in_force || puts_in_force(own) {
        true => (
            "Der Wortlaut setzt den Plan in Kraft, den dieses Verfahren aufhebt",
            "The wording puts the plan in force that this procedure repeals",
        ),
        false => (
            "Der Wortlaut sagt nicht, dass der Plan außer Kraft tritt",
            "The wording does not say that the plan ceases to be in force",
        ),
    };
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near(&["in kraft", "wirksam", "bekannt gemacht", "beschlossen"]),
        say(de, en),
    )
    .because(say(
        "Für die Aufhebung gilt dasselbe wie für die Aufstellung (§ 1 Abs. 8 BauGB): Mit der Bekanntmachung tritt die Aufhebung in Kraft (§ 10 Abs. 3 Satz 4, § 6 Abs. 5 Satz 2 BauGB), und der Plan gilt nicht mehr. Wer sie liest, muss das erkennen.",
        "The same holds for the repeal as for making a plan (§ 1 (8) BauGB): with the notice the repeal enters into force (§ 10 (3) sentence 4, § 6 (5) sentence 2 BauGB), and the plan no longer applies. Whoever reads it must see that.",
    ))
    .help(in_force_said(case))
    .at_level(Level::Warning)
}

/// What to write of a plan, or its repeal, that enters into force.
fn in_force_said(case: &Case) -> Words {
    let part = match case.procedure.operation.repeals {
        None => {
            return say(
                "Schreiben Sie: Mit dieser Bekanntmachung tritt der Plan in Kraft.",
                "Write that the plan enters into force with this notice.",
            );
        }
        Some(Repeal::Whole) => ("", ""),
        Some(Repeal::Part) => (" im aufgehobenen Teil", " in the repealed part"),
    };
    say(
        format!(
            "Schreiben Sie: Mit dieser Bekanntmachung tritt die Aufhebung in Kraft; der Plan tritt damit{} außer Kraft.",
            part.0
        ),
        format!(
            "Write that the repeal enters into force with this notice, and that the plan thereby ceases to be in force{}.",
            part.1
        ),
    )
}

fn approval_unsaid(own: &Own) -> Finding {
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        own.near(&["beschlossen", "festgestellt", "in kraft", "wirksam"]),
        say(
            "Der Wortlaut sagt nicht, dass der Plan genehmigt ist",
            "The wording does not say that the plan is approved",
        ),
    )
    .because(say(
        "Bekannt zu machen ist die Erteilung der Genehmigung (§ 6 Abs. 5 Satz 1, § 10 Abs. 3 Satz 1 BauGB); sonst erreicht die Bekanntmachung ihren Zweck nicht (§ 214 Abs. 1 Satz 1 Nr. 4 BauGB).",
        "What is announced is that the approval was given (§ 6 (5) sentence 1, § 10 (3) sentence 1 BauGB); else the notice fails its purpose (§ 214 (1) sentence 1 no. 4 BauGB).",
    ))
    .help(say(
        "Nennen Sie die Behörde, den Tag und das Aktenzeichen der Genehmigung.",
        "Name the authority, the day and the file number of the approval.",
    ))
}

/// The finding on a day that a sentence names.
fn on_another_day(
    case: &Case,
    own: &Own,
    (sentence, named): (&str, NamedDay),
    day: Date,
) -> Finding {
    let shown = sentence.get(named.at).unwrap_or_default();
    let (place, shown) = (own.near(&[shown]), own.as_written(shown));
    let (de, en) = (format!("am {shown}"), format!("on {shown}"));
    other_day_in_force(case, place, (&de, &en), day)
}

fn other_day_in_force(case: &Case, place: Place, (de, en): (&str, &str), day: Date) -> Finding {
    let words = day_in_words(day);
    let (what_de, what_en) = match is_repeal(case) {
        true => ("die Aufhebung", "the repeal"),
        false => ("der Plan", "the plan"),
    };
    Finding::new(
        &kinds::IN_FORCE_WITH_NOTICE,
        place,
        say(
            format!("Nach dem Wortlaut tritt {what_de} {de} in Kraft, nach der Bekanntmachung am {}", words.de),
            format!("By the wording {what_en} enters into force {en}, by the notice on {}", words.en),
        ),
    )
    .because(say(
        "Der Plan tritt mit der Bekanntmachung in Kraft, an keinem anderen Tag (§ 10 Abs. 3 Satz 4, § 6 Abs. 5 Satz 2 BauGB).",
        "The plan enters into force with the notice, on no other day (§ 10 (3) sentence 4, § 6 (5) sentence 2 BauGB).",
    ))
    .help(in_force_said(case))
}
