//! Named rules over the archive: one file an area, one function a rule, ids as in the rules' pages.
//! It changes nothing.

pub mod levels;
mod order;
mod variant;

use crate::finding::{Findings, Kind};
use crate::model::Archive;
use crate::model::procedure::Procedure;
use rayon::prelude::*;

/// A rule: what it is called and how it looks at a procedure.
pub struct Rule {
    /// Its id, level and title.
    pub kind: &'static Kind,
    /// Adds a finding for every place that breaks it.
    pub check: fn(&Procedure, &Archive, &mut Findings),
}

/// All rules, by id.
pub static RULES: &[Rule] = &[
    Rule {
        kind: &order::START_BEFORE_END,
        check: order::start_before_end,
    },
    Rule {
        kind: &order::DATES_ASCEND,
        check: order::dates_ascend,
    },
    Rule {
        kind: &order::ROUNDS,
        check: order::rounds,
    },
    Rule {
        kind: &variant::TIER,
        check: variant::tier,
    },
];

/// Asks every rule of every procedure.
pub fn check(archive: &Archive, findings: &mut Findings) {
    let found: Vec<Findings> = archive
        .procedures
        .par_iter()
        .map(|procedure| {
            let mut findings = Findings::default();
            for rule in RULES {
                (rule.check)(procedure, archive, &mut findings);
            }
            findings
        })
        .collect();
    for found in found {
        findings.append(found);
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn rules_are_sorted_and_without_doubles() {
        assert!(
            RULES
                .windows(2)
                .all(|pair| pair[0].kind.id < pair[1].kind.id)
        );
    }
}
