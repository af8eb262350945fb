//! The usual course of a procedure, for whoever begins one.

use crate::law::Law;
use crate::law::codes::{Code, Tier};
use serde::Deserialize;

/// Kinds of phase in the order in which they commonly come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Course {
    /// The plan kinds it is for; empty means all.
    #[serde(default)]
    pub plan_kinds: Vec<String>,
    /// The tracks it is for; empty means all.
    #[serde(default)]
    pub tracks: Vec<String>,
    /// The tier it is for; none means both.
    pub tier: Option<Tier>,
    /// The provisions it follows.
    pub provision: String,
    /// Keys of kinds of phase.
    pub phases: Vec<String>,
}

impl Course {
    fn is_for(&self, plan_kind: &Code, track: &Code) -> bool {
        let fits = |words: &[String], key: &String| words.is_empty() || words.contains(key);
        fits(&self.plan_kinds, &plan_kind.key)
            && fits(&self.tracks, &track.key)
            && (self.tier.is_none() || self.tier == plan_kind.tier)
    }
}

impl Law {
    /// The usual course of a procedure for a kind of plan on a track; empty where that track does
    /// not exist for the plan.
    pub fn course(&self, plan_kind: &Code, track: &Code) -> &[String] {
        let mut courses = self.courses.iter();
        let course = courses.find(|course| course.is_for(plan_kind, track));
        course.map_or(&[], |course| &course.phases)
    }
}

#[cfg(test)]
mod tests {
    use crate::law::law;

    #[test]
    fn every_plan_on_every_track_it_can_take_has_a_course_of_known_phases_in_order() {
        let law = law();
        for kind in &law.codes.plan_kinds {
            for track in &law.codes.tracks {
                let tier = kind.tier.unwrap();
                let is_known = track.key != "unbekannt";
                if !is_known || !track.is_for(kind) {
                    continue;
                }
                let course = law.course(kind, track);
                assert!(course.len() > 2, "{} {}", kind.key, track.key);
                let rules: Vec<_> = course
                    .iter()
                    .map(|key| law.phase(key, None).unwrap())
                    .collect();
                assert!(rules.is_sorted_by_key(|rule| rule.rank));
                assert!(
                    rules
                        .iter()
                        .all(|rule| rule.tiers.is_empty() || rule.tiers.contains(&tier))
                );
                assert!(rules.last().unwrap().puts_in_force);
            }
        }
    }

    #[test]
    fn every_course_names_known_words() {
        let law = law();
        let is_known = |list: &[crate::law::codes::Code], key: &String| {
            crate::law::codes::find(list, key).is_some()
        };
        for course in &law.courses {
            assert!(
                course
                    .plan_kinds
                    .iter()
                    .all(|key| is_known(&law.codes.plan_kinds, key))
            );
            assert!(
                course
                    .tracks
                    .iter()
                    .all(|key| is_known(&law.codes.tracks, key))
            );
            assert!(course.provision.contains('§'));
        }
    }
}
