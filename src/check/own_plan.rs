//! How the wording of a notice calls its plan: name, number, amendment, size of the area (`NOT-019`).

use crate::check::amendment;
use crate::check::area_told;
use crate::check::case::{Case, Report, Step};
use crate::check::developer;
use crate::check::directions;
use crate::check::headings;
use crate::check::kinds;
use crate::check::names;
use crate::check::own::{Own, wordings};
use crate::check::own_resolutions::under_another_number;
use crate::check::plan_kinds::{self, KindOfPlan};
use crate::check::said;
use crate::check::size;
use crate::check::texts::around;
use crate::finding::{Finding, Level, Words, say};
use crate::law::codes::Tier;
use crate::model::procedure::Plan;
use std::ops::Range;

/// `NOT-019`: the wording names the plan, and by its number.
pub fn names_plan(case: &Case, report: &mut Report) {
    size::of_the_area(case, report);
    directions::of_the_area(case, report);
    area_told::compare(case, report);
    headings::compare(case, report);
    let plan = &case.procedure.plan;
    for own in wordings(case) {
        let is_asked = own.step.is_display() || own.step.rule.puts_in_force;
        let is_early = own.step.rule.is_span && !own.step.is_for_agencies();
        // An address may hold the name of a plan that the words do not name.
        let plain = without_addresses(own.plain);
        if (is_asked || is_early) && !is_named(&plain, plan) {
            let finding = plan_unnamed(&own, &plan.name);
            report.add(match is_asked {
                true => finding,
                false => finding.at_level(Level::Warning),
            });
        } else if let Some(at) = names::other_name(own.source(), &plan.name, plan.number.as_deref())
        {
            report.add(other_name(&own, at, &plan.name));
        } else if let Some(at) = names::other_title(own.source(), &plan.name).filter(|_| is_asked) {
            report.add(other_name(&own, at, &plan.name));
        }
        report.extend(developer::other(case, &own));
        more_plans(case, (&own, &plain), report);
        pasted(case, &own, report);
        called_preliminary(&own, report);
        let kind = kind_of(case);
        if let Some(at) =
            plan_kinds::other_kind(own.source(), (&plan.name, plan.number.as_deref()), kind)
        {
            report.add(other_kind(&own, at, plan.kind.de.as_str()));
        }
        if let Some((at, right)) = plan_kinds::other_inner_area(case, &own) {
            report.add(other_inner_area(&own, at, right));
        }
        names_amendment(case, &own, report);
        let Some(number) = &plan.number else {
            continue;
        };
        let at = names::other_number(own.source(), &plan.name, number);
        let Some(at) = at.or_else(|| under_another_number(case, &own)) else {
            continue;
        };
        let said = own.source().get(at.clone()).unwrap_or_default();
        let finding = numbered_otherwise(&own, at.clone(), (said, number));
        report.add(finding.and_at(case.procedure.origin.at("nummer")));
    }
}

fn plan_unnamed(own: &Own, name: &str) -> Finding {
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.near(&["bebauungsplan", "flächennutzungsplan", "satzung", "plan"]),
        say(
            format!("Der Wortlaut nennt den Plan „{name}“ nicht"),
            format!("The wording does not name the plan “{name}”"),
        ),
    )
    .because(recognisable(own.step))
    .help(say(
        "Nennen Sie Namen und Lage des Gebiets, nicht nur eine Nummer.",
        "Name the area and where it lies, not only a number.",
    ))
}

/// A display of another plan that is told in the present: it was left over from that one's notice.
fn pasted(case: &Case, own: &Own, report: &mut Report) {
    const SIGN: &str = "liegt|liegen + aus - gleichzeitig|parallel|ebenfalls|zeitgleich|ersetzt|überplan|grenz|benachbart|daneben|auch |lag |lagen |bisherig|rechtskräftig|in kraft";
    let Some(number) = case
        .procedure
        .plan
        .number
        .as_deref()
        .filter(|_| own.step.is_display())
    else {
        return;
    };
    let others = case
        .procedure
        .more_plans
        .iter()
        .filter_map(|plan| plan.number.as_deref());
    let known: Vec<String> = others
        .chain([number])
        .map(|number| format!("nr. {}", number.to_lowercase()))
        .collect();
    let is_pasted = |sentence: &&String| {
        let names_own = known.iter().any(|number| sentence.contains(number));
        said::shows(sentence, SIGN) && names::speaks_of_other(sentence, number) && !names_own
    };
    let Some(sentence) = own.sentences().iter().find(is_pasted) else {
        return;
    };
    let finding = Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.near_sentence(sentence),
        say(
            "Dieser Satz legt einen anderen Plan aus",
            "This sentence displays another plan",
        ),
    );
    report.add(
        finding
            .because(recognisable(own.step))
            .help(say(
                "Streichen Sie ihn, oder schreiben Sie, was er mit diesem Verfahren zu tun hat.",
                "Delete it, or write what it has to do with this procedure.",
            ))
            .at_level(Level::Warning),
    );
}

/// `TXT-003`: a title that calls the draft on display a preliminary one.
fn called_preliminary(own: &Own, report: &mut Report) {
    let title = names::title(own.source());
    let lower = title.to_lowercase();
    let is_meant = own.step.is_display() && !own.step.rule.is_related;
    let Some(at) = lower
        .find("vorentwurf")
        .filter(|_| is_meant && lower.len() == title.len())
    else {
        return;
    };
    if lower.contains(" entwurf") {
        return;
    }
    report.add(
        Finding::new(
            &kinds::CITATION,
            own.at(at..at + "vorentwurf".len()),
            say(
                format!("Der Titel nennt einen Vorentwurf, die Phase ist: {}", own.step.rule.label.de),
                format!("The title names a preliminary draft, the phase is: {}", own.step.rule.label.en),
            ),
        )
        .because(say(
            "Veröffentlicht wird der Entwurf (§ 3 Abs. 2 Satz 1 BauGB); der Vorentwurf gehört zur frühzeitigen Beteiligung (§ 3 Abs. 1 BauGB).",
            "What is published is the draft (§ 3 (2) sentence 1 BauGB); the preliminary draft belongs to early participation (§ 3 (1) BauGB).",
        ))
        .help(say(
            "Schreiben Sie „Entwurf“, oder berichtigen Sie die Art der Phase.",
            "Write “Entwurf”, or correct the kind of the phase.",
        )),
    );
}

fn numbered_otherwise(own: &Own, at: Range<usize>, (said, number): (&str, &str)) -> Finding {
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(at),
        say(
            format!("Der Wortlaut nennt den Plan Nr. {said}, das Verfahren Nr. {number}"),
            format!("The wording calls the plan no. {said}, the record no. {number}"),
        ),
    )
    .help(say(
        format!("Schreiben Sie „Nr. {number}“, oder berichtigen Sie nummer."),
        format!("Write “Nr. {number}”, or correct nummer."),
    ))
}

/// What the plan is, as far as words in a text tell.
fn kind_of(case: &Case) -> KindOfPlan {
    // Plans of both tiers in one procedure may be called by either word.
    let is_parallel = !case.procedure.more_plans.is_empty();
    match case.procedure.plan.kind.key.as_str() {
        _ if is_parallel => KindOfPlan::Other,
        key if key.starts_with("vorhabenbezogener") => KindOfPlan::Binding,
        key if key.ends_with("bebauungsplan") => KindOfPlan::BindingOfTown,
        _ if case.has_tier(Tier::Preparatory) => KindOfPlan::Preparatory,
        _ => KindOfPlan::Other,
    }
}

fn other_kind(own: &Own, at: Range<usize>, kind: &str) -> Finding {
    // „vorhabenbezogener Bebauungsplan“: the adjective makes the kind.
    let before = own.source()[..at.start].trim_end();
    let adjective = before.rsplit([' ', '\n']).next().unwrap_or_default();
    let is_kind = adjective.to_lowercase().starts_with("vorhabenbezogen");
    let start = if is_kind {
        before.len() - adjective.len()
    } else {
        at.start
    };
    let at = start..at.end;
    let said = own.source().get(at.clone()).unwrap_or_default();
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(at),
        say(
            format!("Der Wortlaut nennt den Plan „{said}“, seine Planart ist: {kind}"),
            format!("The wording calls the plan “{said}”, its kind is: {kind}"),
        ),
    )
    .because(recognisable(own.step))
    .help(say(
        "Berichtigen Sie den Wortlaut oder planart.",
        "Correct the wording, or planart.",
    ))
    .at_level(Level::Warning)
}

fn other_inner_area(own: &Own, at: Range<usize>, right: char) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(at),
        say(
            format!("Der Wortlaut nennt § 34 Abs. 4 Satz 1 Nr. {said} BauGB, die Satzung ist eine nach Nr. {right}"),
            format!("The wording cites § 34 (4) sentence 1 no. {said} BauGB, the statute is one under no. {right}"),
        ),
    )
    .because(say(
        "Klarstellung ist Nr. 1, Entwicklung Nr. 2, Ergänzung Nr. 3 (§ 34 Abs. 4 Satz 1 BauGB).",
        "Clarification is no. 1, development no. 2, completion no. 3 (§ 34 (4) sentence 1 BauGB).",
    ))
    .help(say(
        format!("Schreiben Sie „Nr. {right}“, oder berichtigen Sie planart."),
        format!("Write “Nr. {right}”, or correct planart."),
    ))
    .at_level(Level::Warning)
}

/// Whether a text names a plan; a name that says what kind of plan it is may be given without that:
/// „Veränderungssperre Bahnhofsvorplatz“.
fn is_named(text: &str, plan: &Plan) -> bool {
    const KINDS: [&str; 5] = [
        "Veränderungssperre",
        "Satzung",
        "Planfeststellung",
        "Bebauungsplan",
        "Gestaltungssatzung",
    ];
    let bare = KINDS.iter().find_map(|kind| plan.name.strip_prefix(kind));
    let bare = bare.map(str::trim).filter(|bare| bare.chars().count() > 5);
    names::has(text, &plan.name) || bare.is_some_and(|bare| names::has(text, bare))
}

/// The words of a text without addresses of pages and mails.
fn without_addresses(text: &str) -> String {
    let is_address = |word: &str| {
        word.contains("://")
            || word.contains('@')
            || word.starts_with("www.")
            || word.contains(".de/")
    };
    let lines = text.lines().map(|line| {
        let words = line.split(' ').filter(|word| !is_address(word));
        words.collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `NOT-019`: another name behind the plan's own number.
fn other_name(own: &Own, at: Range<usize>, name: &str) -> Finding {
    let said = own.source().get(at.clone()).unwrap_or_default();
    Finding::new(
        &kinds::NOTICE_NAMES_PLAN,
        own.at(at.clone()),
        say(
            format!("Der Wortlaut nennt den Plan hier „{said}“, das Verfahren „{name}“"),
            format!("The wording calls the plan “{said}” here, the record “{name}”"),
        ),
    )
    .because(recognisable(own.step))
    .help(say(
        "Berichtigen Sie den Wortlaut oder planname.",
        "Correct the wording, or planname.",
    ))
}

/// `NOT-019`: further plans of the procedure, by their number or name.
fn more_plans(case: &Case, (own, plain): (&Own, &str), report: &mut Report) {
    let is_asked = own.step.is_display() || own.step.rule.puts_in_force;
    for (index, plan) in case
        .procedure
        .more_plans
        .iter()
        .enumerate()
        .filter(|_| is_asked)
    {
        let has_number = plan.number.as_ref().is_some_and(|number| {
            let number = format!("nr. {}", number.to_lowercase());
            plain.to_lowercase().contains(&number)
        });
        let number = plan.number.as_deref();
        let wrong = number.and_then(|number| names::other_number(own.source(), &plan.name, number));
        if let Some((at, number)) = wrong.zip(number) {
            let said = own.source().get(at.clone()).unwrap_or_default();
            report.add(numbered_otherwise(own, at.clone(), (said, number)));
            continue;
        }
        if names::has(plain, &plan.name) || has_number {
            continue;
        }
        let finding = plan_unnamed(own, &plan.name);
        let place = case
            .procedure
            .origin
            .at(&format!("weitere_plaene[{index}]"));
        report.add(finding.and_at(place));
    }
}

/// Why a wording names its plan.
fn recognisable(step: &Step) -> Words {
    if step.rule.is_related {
        return say(
            format!(
                "Wer betroffen sein kann, muss das Vorhaben ohne Vorkenntnis erkennen ({}).",
                step.rule.provision
            ),
            format!(
                "Whoever may be concerned must recognise the project without knowing before ({}).",
                step.rule.provision
            ),
        );
    }
    say(
        "Wer betroffen sein kann, muss das Gebiet ohne Vorkenntnis erkennen (Anstoßwirkung; § 3 Abs. 2 Satz 4, § 214 Abs. 1 Satz 1 Nr. 4 BauGB).",
        "Whoever may be concerned must recognise the area without knowing before (§ 3 (2) sentence 4, § 214 (1) sentence 1 no. 4 BauGB).",
    )
}

/// `NOT-019`: a title with an amendment where the record draws a plan up for the first time.
fn first_plan_amended(case: &Case, own: &Own, report: &mut Report) {
    let procedure = case.procedure;
    let is_first =
        procedure.operation.key == "aufstellung" && !procedure.plan.name.contains("nderung");
    let title = names::title(own.source());
    let is_alone = procedure.more_plans.is_empty() && procedure.relations.is_empty();
    let found = amendment::first(title).filter(|_| is_first && is_alone);
    // „zugleich 2. Änderung des Bebauungsplans Nr. 3“ is on another plan.
    let is_of_plan = |at: &Range<usize>| {
        let behind = around(title, at.end, 0, 90);
        let named = behind.find(&procedure.plan.name).or_else(|| {
            let number = procedure.plan.number.as_deref()?;
            behind.find(&format!("Nr. {number}"))
        });
        named.is_some_and(|end| {
            ![" und ", "zugleich", "sowie", "lächennutzungsplan"]
                .iter()
                .any(|word| behind[..end].contains(word))
        })
    };
    let Some(at) = found.filter(is_of_plan) else {
        return;
    };
    let said = own.source().get(at.clone()).unwrap_or_default();
    let said = said.trim_end_matches('.');
    report.add(
        Finding::new(
            &kinds::NOTICE_NAMES_PLAN,
            own.at(at.clone()),
            say(
                format!("Der Wortlaut nennt Änderung {said}, das Verfahren stellt den Plan auf"),
                format!("The wording names amendment {said}, the record draws the plan up"),
            ),
        )
        .and_at(procedure.origin.at("vorgang"))
        .help(say(
            "Berichtigen Sie den Titel oder vorgang.",
            "Correct the title or vorgang.",
        ))
        .at_level(Level::Warning),
    );
}

/// `NOT-019`: the amendment that the record has, where the wording numbers any.
fn names_amendment(case: &Case, own: &Own, report: &mut Report) {
    let procedure = case.procedure;
    let is_amendment = procedure.operation.key == "aenderung";
    first_plan_amended(case, own, report);
    let Some(right) = procedure.amendment.filter(|_| is_amendment) else {
        return;
    };
    let Some(at) = amendment::other_amendment(own.source(), right) else {
        return;
    };
    let said = own.source().get(at.clone()).unwrap_or_default();
    let said = said.trim_end_matches('.');
    report.add(
        Finding::new(
            &kinds::NOTICE_NAMES_PLAN,
            own.at(at.clone()),
            say(
                format!("Der Wortlaut nennt Änderung {said}, das Verfahren die {right}. Änderung"),
                format!("The wording names amendment {said}, the record {right}"),
            ),
        )
        .and_at(procedure.origin.at("aenderung_nummer"))
        .help(say(
            format!("Schreiben Sie „{right}. Änderung“, oder berichtigen Sie aenderung_nummer."),
            format!("Write “{right}. Änderung”, or correct aenderung_nummer."),
        )),
    );
}
