//! `offenlage build`: the whole site, or nothing.

use crate::cli::print::{Format, print, print_each, summary};
use crate::cli::{Outcome, commit, noted, portal};
use crate::finding::{Findings, Language};
use crate::render::theme::Fault;
use crate::write::manifest::{Change, ChangeKind};
use crate::write::{Taken, Trust, Written};
use crate::{Done, Portal, Warm};
use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Of findings that did not stop a build more are counted, not shown: an archive has thousands, and they are `check`'s to tell.
const MOST_SHOWN: usize = 30;

/// The arguments of the command.
pub fn arguments(command: Command, language: Language) -> Command {
    let words = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    portal::arguments(command, language)
        .arg(
            Arg::new("output")
                .long("output")
                .value_name(words(["ORDNER", "FOLDER"]))
                .help(words([
                    "Wohin; sonst output/ im Ordner des Portals",
                    "Where to; else output/ in the portal's folder",
                ])),
        )
        .arg(flag("changed").help(words([
            "Auch die Dateien nennen, die neu (+), anders (~) oder fort (-) sind",
            "Also name the files that are new (+), different (~) or gone (-)",
        ])))
        .arg(flag("verify-cache").help(words([
            "Alle Dateien neu machen und prüfen, ob der Zwischenspeicher recht hat",
            "Make all files anew and see whether the cache is right",
        ])))
        .arg(flag("packed").help(words([
            "Neben jede Textdatei auch .gz und .br legen",
            "Also put .gz and .br beside every text file",
        ])))
        .arg(flag("timings").help(words([
            "Auch sagen, wie lange jede Stufe dauert",
            "Also say how long each stage takes",
        ])))
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// Builds the portal unless an error was found.
pub fn run(arguments: &ArgMatches, language: Language, output: &mut dyn Write) -> Result<Outcome> {
    let mut watch = StopWatch::start();
    let (written, findings) = build(arguments, &mut |stage| watch.done(stage))?;
    print_findings(&findings, written.is_some(), language, output)?;
    // As with the portal: an archive has thousands, each of many texts.
    std::mem::forget(findings);
    if arguments.get_flag("timings") {
        watch.print(language, output)?;
    }
    let Some(written) = written else {
        return Ok(Outcome::Findings);
    };
    if arguments.get_flag("changed") {
        print_changes(&written.changes, output)?;
    }
    let Written { files, bytes, .. } = written;
    let place = place(arguments);
    let place = place.display();
    match language {
        Language::German => writeln!(output, "{place}: {files} Dateien, {bytes} Bytes")?,
        Language::English => writeln!(output, "{place}: {files} files, {bytes} bytes")?,
    }
    Ok(Outcome::Good)
}

/// Prints why nothing was built; or the first findings that did not stop it, warnings before notes, and how many there are.
fn print_findings(
    findings: &Findings,
    is_built: bool,
    language: Language,
    output: &mut dyn Write,
) -> Result<()> {
    let mut sorted = findings.sorted();
    if !is_built || sorted.len() <= MOST_SHOWN {
        if !sorted.is_empty() {
            print(&sorted, Format::Text, language, output)?;
        }
        return Ok(());
    }
    sorted.sort_by_key(|finding| finding.level);
    print_each(&sorted[..MOST_SHOWN], language, output)?;
    writeln!(output, "{}", summary(&sorted, language))?;
    let words = match language {
        Language::German => "Gezeigt sind die ersten {n}; alle zeigt „offenlage check“.",
        Language::English => "The first {n} are shown; “offenlage check” shows all.",
    };
    let words = words.replace("{n}", &MOST_SHOWN.to_string());
    Ok(writeln!(output, "{words}")?)
}

fn print_changes(changes: &[Change], output: &mut dyn Write) -> Result<()> {
    for Change { path, kind } in changes {
        let mark = match kind {
            ChangeKind::Added => '+',
            ChangeKind::Changed => '~',
            ChangeKind::Removed => '-',
        };
        writeln!(output, "{mark} {path}")?;
    }
    Ok(())
}

/// How long each stage took.
struct StopWatch {
    last: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl StopWatch {
    fn start() -> Self {
        Self {
            last: Instant::now(),
            stages: Vec::new(),
        }
    }

    fn done(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - self.last));
        self.last = now;
    }

    fn print(&self, language: Language, output: &mut dyn Write) -> Result<()> {
        let sum: Duration = self.stages.iter().map(|(_, time)| *time).sum();
        let sum_name = match language {
            Language::German => "zusammen",
            Language::English => "in all",
        };
        for (stage, time) in self.stages.iter().chain([&(sum_name, sum)]) {
            writeln!(output, "{:>9.1} ms  {stage}", time.as_secs_f64() * 1e3)?;
        }
        Ok(())
    }
}

/// Where the site is written to.
pub fn place(arguments: &ArgMatches) -> PathBuf {
    let asked = arguments.get_one::<String>("output").map(PathBuf::from);
    asked.unwrap_or_else(|| portal::folder(arguments).join("output"))
}

/// Reads, checks and writes; nothing is written where an error was found.
fn build(arguments: &ArgMatches, done: Done) -> Result<(Option<Written>, Findings)> {
    let output = place(arguments);
    let warm = Warm {
        program: noted::program(),
        trust: trust(arguments),
        packs: arguments.get_flag("packed"),
        lost: Arc::default(),
    };
    std::thread::scope(|scope| {
        // What is remembered of the site needs nothing of the content.
        let taken = scope.spawn(|| Taken::at(&output));
        let (portal, findings) = read(arguments, &output, &warm, done)?;
        let taken = || match taken.join() {
            Ok(taken) => taken,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        match portal.filter(|_| !findings.has_errors()) {
            Some(portal) => write(arguments, portal, (taken()?, &warm), findings, done),
            None => Ok((None, findings)),
        }
    })
}

/// Reads and checks, and notes what that gave.
fn read(
    arguments: &ArgMatches,
    output: &Path,
    warm: &Warm,
    done: Done,
) -> Result<(Option<Portal>, Findings)> {
    let mut findings = Findings::default();
    let memory = &mut noted::memory(&portal::folder(arguments), output, &warm.lost);
    memory.verifies = warm.trust == Trust::Verify;
    done("remember");
    let portal = portal::read_keeping(arguments, memory, &mut findings, done)?;
    // A build that stops at a fault has read everything all the same.
    noted::note(memory, output, &warm.lost)?;
    memory.forget_procedures();
    done("note");
    Ok((portal, findings))
}

fn trust(arguments: &ArgMatches) -> Trust {
    match arguments.get_flag("verify-cache") {
        true => Trust::Verify,
        false => Trust::Marks,
    }
}

fn write(
    arguments: &ArgMatches,
    mut portal: Portal,
    place: (Taken, &Warm),
    mut findings: Findings,
    done: Done,
) -> Result<(Option<Written>, Findings)> {
    // Only the forms for statements say it, and it costs a look at every file.
    if portal.archive.site.intake.is_some() {
        portal.archive.commit = commit::of(&portal::folder(arguments));
    }
    portal.archive.forget_texts();
    let written = site_keeping(&portal, place, &mut findings, done)?;
    // The process ends soon: to give back every text of an archive one by one would only take time.
    std::mem::forget(portal);
    Ok((written, findings))
}

/// Writes the site. A template that asks for something its page does not have is a finding.
fn site_keeping(
    portal: &Portal,
    place: (Taken, &Warm),
    findings: &mut Findings,
    done: Done,
) -> Result<Option<Written>> {
    match crate::write_telling(portal, place, findings, done) {
        Ok(written) => Ok(written),
        Err(error) => match error.downcast::<Fault>() {
            Ok(Fault(finding)) => {
                findings.add(finding);
                Ok(None)
            }
            Err(error) => Err(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::case::MISSING_FACTS;
    use crate::finding::{File, Finding, Place, say};

    fn printed(count: usize, is_built: bool) -> String {
        let mut findings = Findings::default();
        for at in 0..count {
            let place = Place::whole(&File::opaque(format!("{at}.yaml")));
            findings.add(Finding::new(&MISSING_FACTS, place, say("Fehlt", "Missing")));
        }
        let mut output = Vec::new();
        print_findings(&findings, is_built, Language::German, &mut output).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn what_did_not_stop_a_build_is_counted_and_what_did_is_told_whole() {
        let shown = |text: &str| text.matches(".yaml").count();
        assert_eq!(printed(0, true), "");
        assert_eq!(shown(&printed(MOST_SHOWN, true)), MOST_SHOWN);
        assert!(!printed(MOST_SHOWN, true).contains("Gezeigt"));
        let many = printed(MOST_SHOWN + 1, true);
        assert_eq!(shown(&many), MOST_SHOWN);
        assert!(many.ends_with(
            "31 Hinweise.\nGezeigt sind die ersten 30; alle zeigt „offenlage check“.\n"
        ));
        assert_eq!(shown(&printed(100, false)), 100);
    }
}
