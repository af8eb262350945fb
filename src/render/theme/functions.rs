//! What templates can call. Everything here knows its language; what depends on the place of the
//! page reads the variable `root`, so a part that uses it names `@root` among its parameters.

use crate::finding::Language;
use crate::model::prose::breakable;
use crate::render::format;
use crate::render::text::Catalogue;
use crate::render::view::dialled;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use tera::{Error, Function, Kwargs, Number, State, Tera, TeraResult, Value};

/// Registers all functions and filters; must come before the templates.
pub fn register(
    tera: &mut Tera,
    language: Language,
    catalogue: Arc<Catalogue>,
    assets: BTreeMap<String, String>,
) {
    let texts = Arc::clone(&catalogue);
    tera.register_function("t", move |kwargs: Kwargs, _: &State| {
        text(&texts, language, &kwargs)
    });
    tera.register_function("pattern", move |kwargs: Kwargs, _: &State| {
        pattern(&catalogue, &kwargs)
    });
    tera.register_function("asset", move |kwargs: Kwargs, state: &State| {
        let name = kwargs.must_get::<&str>("name")?;
        let path = assets.get(name);
        let path = path.ok_or_else(|| Error::message(format!("no file assets/{name}")))?;
        Ok::<_, Error>(format!("{}{path}", root(state)?))
    });
    tera.register_function("link", move |kwargs: Kwargs, state: &State| {
        let page = kwargs.must_get::<&str>("to")?;
        let (folder, file) = (folder(language), page_file(page));
        Ok::<_, Error>(format!("{}{folder}{page}{file}", root(state)?))
    });
    tera.register_function("file", |kwargs: Kwargs, state: &State| {
        let path = kwargs.must_get::<&str>("to")?;
        Ok::<_, Error>(format!("{}{path}", root(state)?))
    });
    tera.register_function("de", GermanText(language));
    register_filters(tera, language);
}

fn register_filters(tera: &mut Tera, language: Language) {
    tera.register_filter("day", move |day: &str, _: Kwargs, _: &State| {
        parse(day).map(|day| format::unbroken(&format::day(day, language)))
    });
    tera.register_filter("weekday", move |day: &str, _: Kwargs, _: &State| {
        parse(day).map(|day| format::unbroken(&format::day_with_weekday(day, language)))
    });
    tera.register_filter("short_day", move |day: &str, _: Kwargs, _: &State| {
        parse(day).map(|day| format::short_day(day, language).replace(' ', "\u{a0}"))
    });
    tera.register_filter("number", move |value: Number, kwargs: Kwargs, _: &State| {
        let digits = kwargs.get::<usize>("digits")?.unwrap_or(0);
        Ok::<_, Error>(format::number(value.as_float(), digits, language))
    });
    tera.register_filter("breakable", |text: &str, _: Kwargs, state: &State| {
        let escaped = state.escape(text)?;
        Ok::<_, Error>(Value::safe_string(&breakable(&escaped)))
    });
    tera.register_filter("dialled", |phone: &str, _: Kwargs, _: &State| {
        dialled(phone)
    });
    tera.register_filter("percent", |text: &str, _: Kwargs, _: &State| percent(text));
    tera.register_filter("short", |text: &str, kwargs: Kwargs, _: &State| {
        let length = kwargs.get::<usize>("length")?.unwrap_or(160);
        Ok::<_, Error>(format::short(text, length))
    });
    tera.register_filter("size", move |bytes: u64, _: Kwargs, _: &State| {
        format::size(bytes, language)
    });
}

/// The folder of the pages of a language.
pub fn folder(language: Language) -> &'static str {
    match language {
        Language::German => "",
        Language::English => "en/",
    }
}

/// The file in which a page stands; nothing where the address is that of a file.
pub fn page_file(address: &str) -> &'static str {
    let is_page = address.is_empty() || address.ends_with('/');
    if is_page { "index.html" } else { "" }
}

/// ` lang="de"` where the page itself is not German: for planners' own words.
pub fn german_text(language: Language) -> &'static str {
    match language {
        Language::German => "",
        Language::English => " lang=\"de\"",
    }
}

/// `de()` writes [`german_text`].
struct GermanText(Language);

impl Function<&'static str> for GermanText {
    fn call(&self, _: Kwargs, _: &State) -> &'static str {
        german_text(self.0)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

/// `t(k="period.left", n=3)`: a text with its placeholders filled in.
fn text(catalogue: &Catalogue, language: Language, kwargs: &Kwargs) -> TeraResult<String> {
    let key = kwargs.must_get::<&str>("k")?;
    let number = kwargs.get::<&Value>("n")?.and_then(Value::as_i64);
    let argument = |name: &str, said: &mut String| match kwargs.get::<&Value>(name) {
        Ok(Some(value)) => write_value(value, language, said),
        _ => false,
    };
    catalogue.say(key, number, argument).map_err(Error::message)
}

/// `pattern(k="period.left")`: a text for a script, its form for many with `{n}` still in it.
fn pattern(catalogue: &Catalogue, kwargs: &Kwargs) -> TeraResult<String> {
    let key = kwargs.must_get::<&str>("k")?;
    let keep = |name: &str, said: &mut String| write!(said, "{{{name}}}").is_ok();
    catalogue.say(key, Some(0), keep).map_err(Error::message)
}

/// A text as part of an address: `%20` for a space.
fn percent(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else if write!(written, "%{byte:02X}").is_err() {
            // Writing to a string cannot fail.
            break;
        }
    }
    written
}

fn write_value(value: &Value, language: Language, said: &mut String) -> bool {
    match (value.as_str(), value.as_i64()) {
        (Some(text), _) => said.push_str(text),
        (None, Some(number)) => said.push_str(&format::number(number as f64, 0, language)),
        _ => return !value.is_undefined() && write!(said, "{value}").is_ok(),
    }
    true
}

fn root(state: &State) -> TeraResult<String> {
    let root = state.get::<String>("root")?;
    root.ok_or_else(|| Error::message("a part that links must name `@root` as a parameter"))
}

fn parse(day: &str) -> TeraResult<Date> {
    day.parse()
        .map_err(|_| Error::message(format!("`{day}` is not a day such as 2026-03-02")))
}
