//! Who works in the shop.

use crate::scenario::{Project, Role, Scenario};

pub(super) const MARA: &str = "mara.lind";
pub(super) const JONAS: &str = "jonas.weber";
pub(super) const PRIYA: &str = "priya.nair";
pub(super) const TOMAS: &str = "tomas.kral";
pub(super) const AIKO: &str = "aiko.mori";
/// Has an account, and no part in the shop.
pub(super) const STRANGER: &str = "visitor";

const TEAM: [(&str, &str, Role); 5] = [
    (MARA, "Mara Lind", Role::Maintainer),
    (JONAS, "Jonas Weber", Role::Developer),
    (PRIYA, "Priya Nair", Role::Developer),
    (TOMAS, "Tomáš Král", Role::Developer),
    (AIKO, "Aiko Mori", Role::Maintainer),
];

pub(super) fn all(scenario: Scenario) -> Scenario {
    TEAM.iter()
        .map(|(username, name, _)| (*username, *name))
        .chain([(STRANGER, "A Visitor")])
        .fold(scenario, |scenario, (username, name)| scenario.user_with(username, |user| user.name(name)))
}

pub(super) fn members(project: Project) -> Project {
    TEAM.iter().fold(project, |project, (username, _, role)| project.member(*username, *role))
}
