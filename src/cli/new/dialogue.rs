//! Questions and answers: what a flag says, what a person at the terminal says, or what is usual.

use crate::finding::{Language, Words, say};
use crate::law::codes::Code;
use crate::load::shape::closest;
use crate::load::slug::slug;
use anyhow::{Result, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{BufRead, Write};

/// Something the user says: a flag of the command line, and the question where nobody gave it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The flag without its hyphens.
    pub name: &'static str,
    /// How it stands on the command line.
    pub form: Form,
    /// What is asked, German and English; also the flag's help.
    pub question: [&'static str; 2],
}

/// How a field stands on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `--planname TEXT`, with the German and the English word for what follows.
    Value([&'static str; 2]),
    /// `--leer`
    Switch,
    /// Without a flag.
    Argument([&'static str; 2]),
}

/// What holds where nobody says anything.
pub enum Wish {
    /// It must be said.
    Needed,
    /// It may be left open.
    Optional,
    /// This.
    Usually(String),
}

/// Whether an answer can be used: the answer as it will be written, or what is wrong with it.
pub type Check<'c> = &'c dyn Fn(&str) -> Result<String, Words>;

/// A word that can be chosen, and what it means.
pub type Choice = (String, String);

/// The words of a closed list as choices.
pub fn choices<'c>(codes: impl Iterator<Item = &'c Code>, language: Language) -> Vec<Choice> {
    let meaning = |code: &Code| code.label().in_language(language).to_owned();
    codes
        .map(|code| (code.key.clone(), meaning(code)))
        .collect()
}

/// Adds fields to a command.
pub fn arguments(command: Command, fields: &[Field], language: Language) -> Command {
    let word = |words: [&'static str; 2]| words[usize::from(language == Language::English)];
    command.args(fields.iter().map(|field| {
        let arg = Arg::new(field.name).help(word(field.question));
        match field.form {
            Form::Value(value) => arg.long(field.name).value_name(word(value)),
            Form::Switch => arg.long(field.name).action(ArgAction::SetTrue),
            Form::Argument(value) => arg.value_name(word(value)),
        }
    }))
}

/// A conversation with whoever called the program.
pub struct Dialogue<'a> {
    /// The language of the questions.
    pub language: Language,
    flags: &'a ArgMatches,
    /// Where answers come from; none where nobody sits at a terminal.
    input: Option<&'a mut dyn BufRead>,
    output: &'a mut dyn Write,
    /// What is missing or wrong among the flags, a line each.
    faults: Vec<String>,
    heeds_flags: bool,
}

impl<'a> Dialogue<'a> {
    /// A conversation; without `input` nobody is asked.
    pub fn new(
        flags: &'a ArgMatches,
        language: Language,
        input: Option<&'a mut dyn BufRead>,
        output: &'a mut dyn Write,
    ) -> Self {
        Self {
            language,
            flags,
            input,
            output,
            faults: Vec::new(),
            heeds_flags: true,
        }
    }

    /// Whether somebody can answer.
    pub fn is_attended(&self) -> bool {
        self.input.is_some()
    }

    /// From now on the flags no longer answer, because what they said cannot stand.
    pub fn ignore_flags(&mut self) {
        self.heeds_flags = false;
    }

    /// Whether a switch is set.
    pub fn is_set(&self, field: &Field) -> bool {
        self.flags.get_flag(field.name)
    }

    /// What a flag says, as it stands.
    pub fn flag(&self, field: &Field) -> Option<&'a str> {
        let flag = self.flags.get_one::<String>(field.name);
        flag.map(String::as_str).filter(|_| self.heeds_flags)
    }

    /// What a flag says, if it is given; nobody is asked.
    ///
    /// # Errors
    /// If the answer cannot be written.
    pub fn given(&mut self, field: &Field, check: Check) -> Result<Option<String>> {
        match self.flag(field) {
            Some(_) => self.ask(field, Wish::Optional, check),
            None => Ok(None),
        }
    }

    /// An answer that must be there. Empty where it is missing; [`Self::finish`] says so.
    ///
    /// # Errors
    /// If the person went away.
    pub fn needed(&mut self, field: &Field, check: Check) -> Result<String> {
        let answer = self.ask(field, Wish::Needed, check)?;
        Ok(answer.unwrap_or_default())
    }

    /// An answer, or what is usual.
    ///
    /// # Errors
    /// If the person went away.
    pub fn usually(&mut self, field: &Field, usual: String, check: Check) -> Result<String> {
        let answer = self.ask(field, Wish::Usually(usual), check)?;
        Ok(answer.unwrap_or_default())
    }

    /// An answer, or nothing.
    ///
    /// # Errors
    /// If the person went away.
    pub fn optional(&mut self, field: &Field, check: Check) -> Result<Option<String>> {
        self.ask(field, Wish::Optional, check)
    }

    /// One word of a list; a person may also type its number or its meaning.
    ///
    /// # Errors
    /// If the person went away.
    pub fn choose(&mut self, field: &Field, choices: &[Choice], wish: Wish) -> Result<String> {
        if self.is_attended() && self.flag(field).is_none() {
            writeln!(self.output)?;
            for (at, (word, meaning)) in choices.iter().enumerate() {
                writeln!(self.output, "  {:>2}  {word} – {meaning}", at + 1)?;
            }
        }
        let is_flag = self.flag(field).is_some() || !self.is_attended();
        let check = |text: &str| match typed(text, choices).filter(|_| !is_flag) {
            Some(word) => Ok(word),
            None => chosen(text, choices),
        };
        Ok(self.ask(field, wish, &check)?.unwrap_or_default())
    }

    /// Says something to the person.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn tell(&mut self, words: &Words) -> Result<()> {
        Ok(writeln!(
            self.output,
            "{}",
            words.in_language(self.language)
        )?)
    }

    /// Notes a fault that [`Self::finish`] reports.
    pub fn refuse(&mut self, words: &Words) {
        self.faults
            .push(words.in_language(self.language).to_owned());
    }

    /// Ends the questions.
    ///
    /// # Errors
    /// If something is missing or wrong: one message that names everything.
    pub fn finish(&mut self) -> Result<()> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let head = say(
            "Diese Angaben fehlen oder sind nicht brauchbar; nichts wurde geschrieben:",
            "These are missing or cannot be used; nothing was written:",
        );
        let faults = self.faults.join("\n  ");
        bail!("{}\n  {faults}", head.in_language(self.language));
    }

    fn ask(&mut self, field: &Field, wish: Wish, check: Check) -> Result<Option<String>> {
        if let Some(given) = self.flag(field) {
            match check(given) {
                Ok(answer) => return Ok(Some(answer)),
                Err(words) => {
                    let words = words.in_language(self.language);
                    let fault = format!("{}: {words}", as_typed(field));
                    if !self.is_attended() {
                        self.faults.push(fault);
                        return Ok(None);
                    }
                    writeln!(self.output, "{fault}")?;
                }
            }
        }
        if !self.is_attended() {
            return Ok(self.unattended(field, wish));
        }
        loop {
            self.prompt(field, &wish)?;
            let Some(text) = self.line()? else {
                let words = say(
                    "Abgebrochen; nichts wurde geschrieben.",
                    "Stopped; nothing was written.",
                );
                bail!("{}", words.in_language(self.language).to_owned());
            };
            let problem = match (text.is_empty(), &wish) {
                (true, Wish::Usually(usual)) => return Ok(Some(usual.clone())),
                (true, Wish::Optional) => return Ok(None),
                (true, Wish::Needed) => say("Diese Angabe wird gebraucht.", "This is needed."),
                (false, _) => match check(&text) {
                    Ok(answer) => return Ok(Some(answer)),
                    Err(words) => words,
                },
            };
            self.tell(&problem)?;
        }
    }

    fn unattended(&mut self, field: &Field, wish: Wish) -> Option<String> {
        match wish {
            Wish::Usually(usual) => Some(usual),
            Wish::Optional => None,
            Wish::Needed => {
                let question = field.question[usize::from(self.language == Language::English)];
                self.faults.push(format!("{}: {question}", as_typed(field)));
                None
            }
        }
    }

    fn prompt(&mut self, field: &Field, wish: &Wish) -> Result<()> {
        let english = self.language == Language::English;
        let question = field.question[usize::from(english)];
        match wish {
            Wish::Needed => write!(self.output, "{question}: ")?,
            Wish::Optional => {
                let open = ["leer: keine Angabe", "empty: nothing"][usize::from(english)];
                write!(self.output, "{question} ({open}): ")?;
            }
            Wish::Usually(usual) => write!(self.output, "{question} [{usual}]: ")?,
        }
        Ok(self.output.flush()?)
    }

    /// The next line without blanks around it; none where there is no more.
    fn line(&mut self) -> Result<Option<String>> {
        let Some(input) = &mut self.input else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            writeln!(self.output)?;
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(text.trim().to_owned()))
    }
}

fn as_typed(field: &Field) -> String {
    match field.form {
        Form::Argument([de, _]) => de.to_owned(),
        _ => format!("--{}", field.name),
    }
}

/// What a person means by a number, a beginning or a meaning.
fn typed(text: &str, choices: &[Choice]) -> Option<String> {
    let number = text.parse::<usize>().ok();
    if let Some((word, _)) = number.and_then(|number| choices.get(number.checked_sub(1)?)) {
        return Some(word.clone());
    }
    let begins = |choice: &&Choice| {
        [&choice.0, &choice.1]
            .iter()
            .any(|name| slug(name).starts_with(&slug(text)))
    };
    let mut found = choices.iter().filter(begins);
    let exact = choices.iter().find(|choice| choice.0 == text);
    let only = found.next().filter(|_| found.next().is_none());
    exact.or(only).map(|(word, _)| word.clone())
}

/// What offices say, and the word of the list.
const USUAL: [(&str, &str); 11] = [
    ("auslegung", "veroeffentlichung"),
    ("oeffentliche-auslegung", "veroeffentlichung"),
    ("offenlage", "veroeffentlichung"),
    ("erneute-auslegung", "erneute_veroeffentlichung"),
    ("erneute-offenlage", "erneute_veroeffentlichung"),
    ("b-plan", "bebauungsplan"),
    ("bplan", "bebauungsplan"),
    ("f-plan", "flaechennutzungsplan"),
    ("fnp", "flaechennutzungsplan"),
    ("vbplan", "vorhabenbezogener_bebauungsplan"),
    (
        "vorhabenbezogener-b-plan",
        "vorhabenbezogener_bebauungsplan",
    ),
];

/// The word itself, as a flag must name it.
fn chosen(text: &str, choices: &[Choice]) -> Result<String, Words> {
    // As offices say it: another case, a hyphen, the usual short word.
    let said = slug(text);
    let meant = USUAL.iter().find(|(word, _)| *word == said);
    let meant = meant.map(|(_, key)| *key);
    let is_said = |choice: &&Choice| slug(&choice.0) == said || Some(choice.0.as_str()) == meant;
    let exact = choices.iter().find(|choice| choice.0 == text);
    if let Some((word, _)) = exact.or_else(|| choices.iter().find(is_said)) {
        return Ok(word.clone());
    }
    let words: Vec<&str> = choices.iter().map(|(word, _)| word.as_str()).collect();
    Err(match closest(text, words.iter().copied()) {
        Some(word) => say(
            format!("„{text}“ steht nicht zur Wahl. Meinen Sie {word}?"),
            format!("“{text}” cannot be chosen. Do you mean {word}?"),
        ),
        None => {
            let words = words.join(", ");
            say(
                format!("„{text}“ steht nicht zur Wahl. Möglich sind: {words}."),
                format!("“{text}” cannot be chosen. Possible are: {words}."),
            )
        }
    })
}
