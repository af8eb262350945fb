//! Who adopts a plan: the council, and nobody in its place (§§ 28, 41 SächsGemO).

use crate::check::case::{Case, Report};
use crate::check::kinds;
use crate::finding::{Finding, say};

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
const OTHERS: [&str; 5] = [
    "ausschuss",
    "bürgermeister",
    "landratsamt",
    "landkreis",
    "verwaltung",
];

/// `SEQ-017`: a statute, and the resolution on a preparatory plan, are the council's own.
pub fn adopts_itself(case: &Case, report: &mut Report) {
    for adoption in case.adoptions() {
        let resolution = adoption.phase.resolution.as_ref();
        let Some(body) = resolution.and_then(|own| own.body.as_deref()) else {
            continue;
        };
        if !is_other(body) {
            continue;
        }
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
