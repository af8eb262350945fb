//! The order of a German dictionary (DIN 5007-1): `ä` as `a`, `ß` as `ss`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text by which names are sorted.
pub fn sort_key(name: &str) -> String {
    let letters = name.nfd().filter(|letter| !is_combining_mark(*letter));
    let small = letters.flat_map(char::to_lowercase);
    small
        .collect::<String>()
        .replace('ß', "ss")
        .replace('ł', "l")
}

/// The letter under which a name stands.
pub fn initial(name: &str) -> String {
    let first = sort_key(name).chars().next();
    first.into_iter().flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_stand_with_their_letters() {
        let mut names = [
            "Zwickau",
            "Oelsnitz",
            "Öderan",
            "Łaz",
            "Oderwitz",
            "Großenhain",
        ];
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(
            names,
            [
                "Großenhain",
                "Łaz",
                "Öderan",
                "Oderwitz",
                "Oelsnitz",
                "Zwickau"
            ]
        );
        assert_eq!(initial("Öderan"), "O");
        assert_eq!(initial("łužica"), "L");
        assert_eq!(initial(""), "");
    }
}
