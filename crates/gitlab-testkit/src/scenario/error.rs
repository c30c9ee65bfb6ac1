use std::fmt;

/// Why a scenario is no possible GitLab.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScenarioError {
    place: String,
    problem: String,
}

impl ScenarioError {
    pub(crate) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario is not possible at {}: {}", self.place, self.problem)
    }
}

impl std::error::Error for ScenarioError {}
