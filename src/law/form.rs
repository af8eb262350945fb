//! The form for statements: which fields of the closed list it has, in which order, and which of
//! them must be filled in.

use crate::law::codes::Code;
use crate::law::law;

/// Who asks agencies: the audience whose form is another one.
const AGENCIES: &str = "behoerden";

/// The fields that a file names, each once and with whether it is required; else the usual ones: an
/// agency says who it is, and only an agency is asked for "no objections". Nobody must say who they
/// are but an agency, whatever the file says.
///
/// A point on the map stands beside the place in words, which everyone can fill in: where a file
/// names `punkt` alone, `ort` stands before it.
pub fn fields<'f>(
    named: impl IntoIterator<Item = (&'f str, bool)>,
    audience: &str,
) -> Vec<(&'static Code, bool)> {
    let codes = &law().codes.form_fields;
    let is_agency = audience == AGENCIES;
    let mut fields: Vec<(&'static Code, bool)> = Vec::new();
    let mut add = |key: &str, is_required: bool| {
        let is_new = fields.iter().all(|(known, _)| known.key != key);
        if let Some(code) = codes.iter().find(|code| code.key == key && is_new) {
            fields.push((code, is_required));
        }
    };
    for (key, is_required) in named {
        if key == "punkt" {
            add("ort", false);
        }
        let is_personal = ["name", "anschrift", "email"].contains(&key);
        let can_be_required = is_agency || !is_personal;
        add(key, is_required && can_be_required && key != "punkt");
    }
    if !fields.is_empty() {
        return fields;
    }
    let fits = |code: &&Code| match code.key.as_str() {
        "keine_einwaende" | "organisation" => is_agency,
        "betroffenheit" => !is_agency,
        _ => true,
    };
    let field = |code: &'static Code| (code, code.key == "organisation");
    codes.iter().filter(fits).map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(named: &[(&str, bool)], audience: &str) -> Vec<String> {
        let fields = fields(named.iter().copied(), audience);
        let mark = |is_required: bool| if is_required { "!" } else { "" };
        let named = fields.iter();
        named
            .map(|(code, required)| format!("{}{}", code.key, mark(*required)))
            .collect()
    }

    #[test]
    fn a_form_has_what_is_named_once_and_asks_nobody_who_they_are() {
        let named = [("text", false), ("name", true), ("text", true), ("x", true)];
        assert_eq!(keys(&named, "alle"), ["text", "name"]);
        assert_eq!(keys(&named, "behoerden"), ["text", "name!"]);
    }

    #[test]
    fn a_point_on_the_map_never_stands_alone() {
        assert_eq!(keys(&[("punkt", true)], "alle"), ["ort", "punkt"]);
        let both = [("ort", true), ("punkt", false)];
        assert_eq!(keys(&both, "alle"), ["ort!", "punkt"]);
    }

    #[test]
    fn agencies_have_a_form_of_their_own() {
        let (everyone, agencies) = (keys(&[], "alle"), keys(&[], "behoerden"));
        assert!(everyone.contains(&"betroffenheit".to_owned()));
        assert!(agencies.contains(&"organisation!".to_owned()));
        assert!(!everyone.contains(&"keine_einwaende".to_owned()));
    }
}
