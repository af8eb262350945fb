//! The phase that statements are entered or exported for, named as people name it: the address from the
//! browser, with or without `verfahren/` before it, or a procedure.

use crate::cli::server::{LARGE, bytes_within, words};
use crate::finding::Language;
use crate::render::form::{MANIFEST, Manifest};
use anyhow::{Context, Result, bail};
use clap::{Arg, ArgMatches};
use std::collections::BTreeSet;
use std::path::Path;

/// So many addresses are named where none fits.
const MOST: usize = 20;

/// The phase that statements are entered for, and the built portal that knows it.
pub fn arguments(language: Language) -> [Arg; 2] {
    let say = |de, en| words(language, de, en);
    let phase = Arg::new("phase")
        .value_name("PHASE")
        .required(true)
        .help(say(
            "Adresse der Phase im Portal",
            "Address of the phase in the portal",
        ));
    let portal = Arg::new("portal")
        .long("portal")
        .value_name(say("ORDNER", "FOLDER"))
        .default_value("output")
        .help(say(
            "Ordner des gebauten Portals",
            "Folder of the built portal",
        ));
    [phase, portal]
}

/// What the named portal takes statements for, and the address of the named phase, which it knows.
pub fn named(arguments: &ArgMatches, language: Language) -> Result<(Manifest, String)> {
    let argument = |name: &str| arguments.get_one::<String>(name).map_or("", String::as_str);
    let path = Path::new(argument("portal")).join(MANIFEST);
    if !path.exists() {
        bail!(
            "{}: {}",
            path.display(),
            words(
                language,
                "Diese Datei gibt es nicht. Bauen Sie das Portal (offenlage build), und nennen Sie mit --portal seinen Ordner; in site.toml muss „annahmestelle“ stehen.",
                "There is no such file. Build the portal (offenlage build), and name its folder with --portal; site.toml must name `annahmestelle`.",
            )
        );
    }
    let manifest: Manifest = serde_json::from_slice(&bytes_within(&path, LARGE)?)
        .with_context(|| path.display().to_string())?;
    let wanted = address(argument("phase"));
    let known = format!("{wanted}/");
    if manifest.phases.contains_key(&known) {
        return Ok((manifest, known));
    }
    // Whoever names a procedure is told its phases.
    let below = |phase: &&String| is_below(&wanted, phase);
    let own: BTreeSet<&str> = manifest
        .phases
        .keys()
        .filter(below)
        .map(String::as_str)
        .collect();
    let all = manifest.phases.keys().map(String::as_str).collect();
    let there = if own.is_empty() { all } else { own };
    let why = words(
        language,
        "ist keine Phase, für die dieses Portal Stellungnahmen annimmt. Es gibt",
        "is no phase that this portal takes statements for. There are",
    );
    bail!("„{}“ {why}: {}", argument("phase"), list(&there, language))
}

/// The address of a phase or procedure below the portal's, without a slash at its end.
pub fn address(typed: &str) -> String {
    let typed = typed.trim();
    let typed = typed.split(['?', '#']).next().unwrap_or_default();
    let typed = match typed.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => typed,
    };
    let typed = typed.trim_end_matches("index.html").trim_matches('/');
    // A portal may stand in a folder, its English pages stand in another, and so does the endpoint.
    let inner = typed
        .match_indices("verfahren/")
        .map(|(at, _)| at)
        .find(|at| *at == 0 || typed[..*at].ends_with('/'));
    match inner {
        Some(at) => typed[at..].to_owned(),
        None => format!("verfahren/{typed}"),
    }
}

/// Whether the address of a phase is the wanted one or below it.
pub fn is_below(wanted: &str, phase: &str) -> bool {
    let rest = phase.trim_end_matches('/').strip_prefix(wanted);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What there is, a line each.
pub fn list(addresses: &BTreeSet<&str>, language: Language) -> String {
    if addresses.is_empty() {
        return words(language, "nichts", "nothing").to_owned();
    }
    let named = addresses.iter().take(MOST);
    let lines: String = named.map(|address| format!("\n  {address}")).collect();
    match addresses.len() > MOST {
        true => format!("{lines}\n  …"),
        false => lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_named_as_people_name_it() {
        for typed in [
            "verfahren/meissen/plan/01-x",
            "verfahren/meissen/plan/01-x/",
            "/verfahren/meissen/plan/01-x/index.html",
            "meissen/plan/01-x",
            " meissen/plan/01-x/ ",
            "https://plan.example/verfahren/meissen/plan/01-x/",
            "https://plan.example/portal/en/verfahren/meissen/plan/01-x/?a#b",
            "file:///home/x/output/verfahren/meissen/plan/01-x/index.html",
        ] {
            assert_eq!(address(typed), "verfahren/meissen/plan/01-x", "{typed}");
        }
        assert!(is_below("verfahren/a/b", "verfahren/a/b/01-x/"));
        assert!(is_below("verfahren/a/b/01-x", "verfahren/a/b/01-x/"));
        assert!(!is_below("verfahren/a/b", "verfahren/a/bc/01-x/"));
    }
}
