//! Districts, municipalities and their offices.

use crate::finding::lasting::lasting;
use crate::finding::{Origin, Words};
use crate::law::codes::Code;
use crate::model::MunicipalityId;
use crate::model::address::Address;
use crate::model::journal::Journal;
use crate::model::retention::Retention;
use std::hash::{Hash, Hasher};

/// A district of the state, or a city that belongs to none.
#[derive(Debug)]
pub struct District {
    /// Official key, five digits.
    pub ags: String,
    /// Official name.
    pub name: String,
    /// Name with its kind: „Landkreis Meißen“.
    pub full_name: String,
    /// Its page.
    pub address: Address,
    /// Its municipalities in this portal, by name.
    pub municipalities: Vec<MunicipalityId>,
}

impl District {
    /// Its name in the languages of the pages: „Landkreis Bautzen“, “District of Bautzen”.
    pub fn names(&self) -> Words {
        const KINDS: [(&str, &str); 2] = [
            ("Landkreis ", "District of "),
            ("Kreisfreie Stadt ", "City of "),
        ];
        let own = |(de, en): &(&str, &str)| {
            let name = self.full_name.strip_prefix(de)?;
            Some(format!("{en}{name}"))
        };
        let en = KINDS.iter().find_map(own);
        Words {
            de: self.full_name.clone(),
            en: en.unwrap_or_else(|| self.full_name.clone()),
        }
    }
}

/// Indices say nothing: what is behind them is looked at where they lead.
impl Hash for District {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self {
            ags,
            name,
            full_name,
            address,
            municipalities: _,
        } = self;
        (ags, name, full_name, address).hash(hasher);
    }
}

/// A municipality that publishes on this portal.
#[derive(Debug, Clone, Hash)]
pub struct Municipality {
    /// Official key, eight digits.
    pub ags: String,
    /// Official name.
    pub name: String,
    /// Upper Sorbian name, where there is an official one.
    pub name_hsb: Option<String>,
    /// `Stadt` or `Gemeinde`.
    pub is_town: bool,
    /// Official key of its district.
    pub district_ags: String,
    /// Its page.
    pub address: Address,
    /// The office that runs land-use planning.
    pub office: Contact,
    /// Contact for Sorbian matters (§ 11 SächsSorbG).
    pub sorbian_contact: Option<Contact>,
    /// Its website.
    pub website: Option<String>,
    /// Forms of notice under its statute.
    pub notice_forms: Vec<&'static Code>,
    /// Name of its journal.
    pub journal: Option<String>,
    /// When its journals appear.
    pub journals: Vec<Journal>,
    /// Where documents can be seen besides the Internet.
    pub display_place: Option<Contact>,
    /// Public keys that statements are sealed for (`age1…`).
    pub keys: Vec<String>,
    /// How long it keeps statements.
    pub retention: Option<Retention>,
    /// What the notice under Art. 13 GDPR says of it.
    pub privacy: Privacy,
    /// Some sentences about it.
    pub description: Option<String>,
    /// Population at the date of the official list.
    pub population: u32,
    /// Where it is written.
    pub origin: Origin,
}

impl Municipality {
    /// „Stadt Meißen“, „Gemeinde Crostwitz“; „Stadt Wehlen“ is called so already.
    pub fn full_name(&self) -> Words {
        if self.name.starts_with("Stadt ") {
            return Words {
                de: self.name.clone(),
                en: self.name.clone(),
            };
        }
        let (de, en) = if self.is_town {
            ("Stadt", "Town of")
        } else {
            ("Gemeinde", "Municipality of")
        };
        Words {
            de: format!("{de} {}", self.name),
            en: format!("{en} {}", self.name),
        }
    }
}

/// What the notice under Art. 13 GDPR says of a municipality.
#[derive(Debug, Default, Clone, Hash)]
pub struct Privacy {
    /// How to reach the controller, if not through the office that runs land-use planning.
    pub controller: Option<Contact>,
    /// How to reach the data protection officer.
    pub officer: Option<Contact>,
    /// Who processes statements on its behalf (Art. 28 GDPR).
    pub processors: Vec<String>,
}

/// An office that answers questions.
#[derive(Debug, Clone, Hash)]
pub struct Contact {
    /// Its name.
    pub name: String,
    /// Postal address.
    pub postal_address: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Opening hours.
    pub hours: Option<String>,
}
lasting!(Contact {
    name,
    postal_address,
    phone,
    email,
    hours
});

#[cfg(test)]
mod tests {
    use crate::model::fixture;

    #[test]
    fn a_town_is_called_so_once() {
        let mut archive = fixture::archive();
        let town = &mut archive.municipalities[0];
        assert_eq!(town.full_name().de, format!("Stadt {}", town.name));
        town.name = "Stadt Wehlen".to_owned();
        assert_eq!(town.full_name().de, "Stadt Wehlen");
    }
}
