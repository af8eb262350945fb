//! Who adopts a plan: the council, and nobody in its place (§§ 28, 41 SächsGemO).

use crate::check::case::{Case, Report, Step};
use crate::check::kinds;
use crate::check::own::wordings;
use crate::finding::{Finding, Level, say};

/// Bodies that adopt a plan; of other towns, and of several together.
const COUNCILS: [&str; 9] = [
    "stadtrat",
    "gemeinderat",
    "stadtverordnet",
    "gemeindevertret",
    "rat der ",
    "ratsversammlung",
    "verbandsversammlung",
    "gemeinschaftsausschuss",
    "gemeinschaftsversammlung",
];
/// Bodies and offices that cannot.
const OTHERS: [&str; 8] = [
    "ausschuss",
    "bürgermeister",
    "landratsamt",
    "landkreis",
    "verwaltung",
    "kreistag",
    "ortschaftsrat",
    "beirat",
];

/// The body that passed the resolution of a step.
fn body<'a>(step: &Step<'a>) -> Option<&'a str> {
    step.phase.resolution.as_ref()?.body.as_deref()
}

/// `SEQ-017`: a statute, and the resolution on a preparatory plan, are the council's own.
pub fn adopts_itself(case: &Case, report: &mut Report) {
    for adoption in case.adoptions() {
        let Some(body) = body(adoption).filter(|body| is_other(body)) else {
            continue;
        };
        let label = &adoption.rule.label;
        report.add(
            Finding::new(
                &kinds::RESOLVED,
                adoption.phase.origin.at("beschluss.gremium"),
                say(
                    format!("„{}“ hat „{body}“ gefasst, nicht der Rat", label.de),
                    format!("“{}” was passed by “{body}”, not by the council", label.en),
                ),
            )
            .because(say(
                "Über Satzungen und den Flächennutzungsplan beschließt der Gemeinderat selbst; das kann er weder einem Ausschuss noch dem Bürgermeister übertragen (§ 28 Abs. 2, § 41 Abs. 2 SächsGemO).",
                "The council itself adopts statutes and the preparatory plan; it can leave that neither to a committee nor to the mayor (§ 28 (2), § 41 (2) SächsGemO).",
            ))
            .help(say(
                "Berichtigen Sie gremium; hat wirklich ein anderer beschlossen, ist der Plan noch nicht beschlossen.",
                "Correct gremium; if really somebody else decided, the plan is not adopted yet.",
            )),
        );
    }
}

/// `SEQ-017`: the council of another town, by its name: „Stadtrat Waldheim“.
pub fn is_its_own(case: &Case, report: &mut Report) {
    for step in &case.steps {
        let Some(body) = body(step) else {
            continue;
        };
        let Some(town) = other_town(case, body) else {
            continue;
        };
        let label = &step.rule.label;
        let own = &case.municipality.name;
        let finding = Finding::new(
            &kinds::RESOLVED,
            step.phase.origin.at("beschluss.gremium"),
            say(
                format!("„{}“ hat „{body}“ gefasst; das Verfahren führt {own}", label.de),
                format!("“{}” was passed by “{body}”; the procedure is run by {own}", label.en),
            ),
        )
        .because(say(
            "Bauleitpläne stellt die Gemeinde in eigener Verantwortung auf; der Rat einer anderen Gemeinde kann nicht für sie beschließen (§ 2 Abs. 1 Satz 1, § 10 Abs. 1 BauGB, § 28 SächsGemO).",
            "A municipality makes its plans in its own responsibility; the council of another one cannot decide for it (§ 2 (1) sentence 1, § 10 (1) BauGB, § 28 SächsGemO).",
        ))
        .help(say(
            format!("Streichen Sie „{town}“, oder legen Sie die Datei in den Ordner der richtigen Gemeinde."),
            format!("Delete “{town}”, or put the file into the folder of the right municipality."),
        ));
        report.add(match step.rule.adopts {
            true => finding,
            false => finding.at_level(Level::Warning),
        });
    }
}

/// `SEQ-017`: a council of another level („Kreistag“), or one that only towns have („Stadtrat“).
pub fn is_of_its_kind(case: &Case, report: &mut Report) {
    const OF_OTHERS: [&str; 3] = ["kreistag", "landtag", "bundestag"];
    let is_alone = case.procedure.more_municipalities.is_empty();
    for step in case
        .steps
        .iter()
        .filter(|step| !step.rule.adopts && is_alone)
    {
        let Some(body) = body(step) else {
            continue;
        };
        let lower = body.trim().to_lowercase();
        if OF_OTHERS.iter().any(|word| lower.starts_with(word)) {
            report.add(of_another_kind(step, body));
        }
    }
    let councils = case
        .steps
        .iter()
        .filter_map(|step| Some((step, body(step)?)));
    let mut councils = councils.filter(|(_, body)| body.trim().starts_with("Stadtrat"));
    if let Some((step, body)) = councils
        .next()
        .filter(|_| is_alone && !case.municipality.is_town)
    {
        report.add(of_another_kind(step, body));
    }
}

fn of_another_kind(step: &Step, body: &str) -> Finding {
    let label = &step.rule.label;
    Finding::new(
        &kinds::RESOLVED,
        step.phase.origin.at("beschluss.gremium"),
        say(
            format!("„{}“ soll „{body}“ gefasst haben; ein solches Gremium hat die Gemeinde nicht", label.de),
            format!("“{}” is said to be of “{body}”; the municipality has no such body", label.en),
        ),
    )
    .because(say(
        "Für die Gemeinde beschließt der Gemeinderat, der in Städten Stadtrat heißt (§ 27 Abs. 1, § 28 SächsGemO).",
        "The council of the municipality decides; it is called Stadtrat in towns, Gemeinderat elsewhere (§ 27 (1), § 28 SächsGemO).",
    ))
    .help(say("Berichtigen Sie gremium.", "Correct gremium."))
    .at_level(Level::Warning)
}

/// The other town whose council a body is. Several towns together have bodies of their own.
fn other_town(case: &Case, body: &str) -> Option<String> {
    const OWN: [&str; 2] = ["Stadtrat", "Gemeinderat"];
    const BETWEEN: [&str; 10] = [
        "es",
        "s",
        "der",
        "von",
        "Stadt",
        "Gemeinde",
        "Großen",
        "Kreisstadt",
        "Großenkreisstadt",
        "in",
    ];
    let behind = OWN.iter().find_map(|word| body.trim().strip_prefix(word))?;
    let mut words = behind
        .split_whitespace()
        .skip_while(|word| BETWEEN.contains(word));
    let first = words.next()?;
    let name = words.fold(first.to_owned(), |name, word| format!("{name} {word}"));
    let is_other = |ags: &str| ags != case.municipality.ags;
    let others = case
        .around
        .municipality(&name.to_lowercase())
        .is_some_and(is_other);
    let is_shared = !case.procedure.more_municipalities.is_empty();
    (others && !is_shared && !case.municipality.name.contains(&name)).then_some(name)
}

/// `SEQ-017`: the wording of the final notice says that the council met behind closed doors.
pub fn met_in_public(case: &Case, report: &mut Report) {
    const CLOSED: &str = "nichtöffentlicher sitzung|nicht öffentlicher sitzung|nicht-öffentlicher sitzung|nichtöffentlichen sitzung|nicht öffentlichen sitzung + beschlossen|beschloss|beschluss|festgestellt|gebilligt - vorberat|vorberaten| und öffentlich|anschließend";
    for own in wordings(case).filter(|own| !own.step.rule.is_related) {
        let Some(sentence) = own.sentence(CLOSED) else {
            continue;
        };
        let finding = Finding::new(
            &kinds::RESOLVED,
            own.near_sentence(sentence),
            say(
                "Nach dem Wortlaut wurde in nichtöffentlicher Sitzung beschlossen",
                "By the wording the resolution was passed behind closed doors",
            ),
        );
        let finding = finding.because(say(
            "Der Rat berät und beschließt öffentlich (§ 37 Abs. 1 SächsGemO); ein Verstoß heilt bei Satzungen nicht mit der Zeit (§ 4 Abs. 4 Satz 2 Nr. 2 SächsGemO).",
            "The council meets and decides in public (§ 37 (1) SächsGemO); for statutes time does not heal a breach (§ 4 (4) sentence 2 no. 2 SächsGemO).",
        ));
        let finding = finding.help(say(
            "Berichtigen Sie den Wortlaut; war die Sitzung wirklich nichtöffentlich, ist noch einmal zu beschließen.",
            "Correct the wording; if the meeting was really closed, the resolution is passed once more.",
        ));
        report.add(match own.step.rule.puts_in_force {
            true => finding,
            false => finding.at_level(Level::Warning),
        });
    }
}

/// `SEQ-017`: the wording of the final notice has somebody else than the council adopt the plan.
pub fn is_told_of_itself(case: &Case, report: &mut Report) {
    const ELSE: &str = "ausschuss der|ausschuss des|ausschuss hat|ausschuss am|kreistag|ortschaftsrat|landratsamt hat|bürgermeister hat + als satzung beschlossen|satzungsbeschluss gefasst|den feststellungsbeschluss gefasst|plan festgestellt|planes festgestellt - stadtrat|gemeinderat|der rat |rat der |stadtverordnet|gemeindevertret|versammlung|gemeinschaftsausschuss|eilentscheid|vorberat|empfehl|genehmig|angezeigt";
    const OF_COMMITTEE: &str = "beschluss des + ausschusses vom|ausschusses am|ausschusses der + satzung|bebauungsplan|flächennutzungsplan + beschlossen|als satzung|aufgrund - stadtrat|gemeinderat|der rat |rat der |gemeinschaftsausschuss|vorberat|empfehl";
    let finals = wordings(case).filter(|own| own.step.rule.puts_in_force);
    for own in finals.filter(|own| !own.step.rule.is_related) {
        let else_where = [ELSE, OF_COMMITTEE]
            .iter()
            .find_map(|sign| own.sentence(sign));
        let Some(sentence) = else_where else {
            continue;
        };
        let finding = Finding::new(
            &kinds::RESOLVED,
            own.near_sentence(sentence),
            say(
                "Nach dem Wortlaut hat nicht der Rat den Plan beschlossen",
                "By the wording somebody else than the council adopted the plan",
            ),
        );
        report.add(finding.because(say(
            "Über Satzungen und den Flächennutzungsplan beschließt der Gemeinderat selbst (§ 28 Abs. 2, § 41 Abs. 2 SächsGemO).",
            "The council itself adopts statutes and the preparatory plan (§ 28 (2), § 41 (2) SächsGemO).",
        ))
        .help(say(
            "Nennen Sie den Rat, der den Plan beschlossen hat.",
            "Name the council that adopted the plan.",
        ))
        .at_level(Level::Warning));
    }
}

/// Whether a body is none that adopts plans. „Technischer Ausschuss des Stadtrates“ is a committee,
/// „Stadtrat nach Vorberatung im Technischen Ausschuss“ is not.
fn is_other(body: &str) -> bool {
    let body = body.to_lowercase();
    let own = body
        .replace("des stadtrat", "")
        .replace("des gemeinderat", "");
    let has = |words: &[&str]| words.iter().any(|word| own.contains(word));
    // In an urgent matter the mayor decides in the council's place (§ 52 Abs. 4 SächsGemO).
    has(&OTHERS) && !has(&COUNCILS) && !own.contains("eilentscheid") && own != "rat"
}

#[cfg(test)]
mod tests {
    use super::is_other;

    #[test]
    fn a_committee_is_no_council() {
        for body in [
            "Technischer Ausschuss",
            "Technischer Ausschuss des Stadtrates",
            "Oberbürgermeister",
            "Landratsamt Bautzen",
            "Stadtverwaltung",
            "Kreistag",
            "Ortschaftsrat Brischko",
        ] {
            assert!(is_other(body), "{body}");
        }
        for body in [
            "Stadtrat",
            "Gemeinderat der Gemeinde Klipphausen",
            "Rat",
            "Rat der Stadt (vorberaten im Bauausschuss)",
            "Stadtrat, vorberaten im Technischen Ausschuss",
            "Gemeinschaftsausschuss der Verwaltungsgemeinschaft",
            "Verbandsversammlung des Verwaltungsverbands",
        ] {
            assert!(!is_other(body), "{body}");
        }
    }
}
