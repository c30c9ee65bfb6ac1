//! From a scenario to a state: names become hashes and ids, and what was not said is worked out.

mod ci;
mod date;
mod delivery;
mod history;
mod people;
mod thread;

pub(crate) use history::merge;

use super::{Project, State, take};
use crate::scenario::{self, Scenario, ScenarioError};
use date::Dates;
use gitlab_core::{ProjectPath, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

type Result<T> = std::result::Result<T, ScenarioError>;

/// What the parts of a project need while they are built.
struct Builder<'s> {
    state: State,
    dates: Dates,
    scenario: &'s Scenario,
}

/// Names of one project that later parts refer to.
#[derive(Debug, Default)]
struct Names {
    /// Commits by their name in the scenario.
    commits: BTreeMap<String, String>,
    /// Pipelines by their name in the scenario.
    pipelines: BTreeMap<String, u64>,
    /// Pipelines whose status the scenario says, so that it is not worked out.
    settled: BTreeSet<u64>,
    /// Trigger jobs that started something.
    triggers: Vec<Trigger>,
}

/// A trigger job, and the pipeline that it started by the names of the scenario.
#[derive(Debug)]
struct Trigger {
    pipeline: u64,
    /// Which of the pipeline's bridges it is.
    index: usize,
    other_project: String,
    other_pipeline: String,
}

/// Builds the state that a scenario describes, for a GitLab made at `now`.
pub(crate) fn build(scenario: &Scenario, now: Timestamp) -> Result<State> {
    let mut builder = Builder { state: State::default(), dates: Dates { now }, scenario };
    builder.users()?;
    let mut names = BTreeMap::new();
    for spec in &scenario.projects {
        let (project, known) = builder.project(spec)?;
        if builder.state.project(&project.path).is_some() || builder.state.projects.contains_key(&project.id)
        {
            return Err(ScenarioError::new(&spec.path, "there is another project of this path or id"));
        }
        names.insert(project.path.clone(), known);
        builder.state.add_project(project);
    }
    builder.bridges(&names)?;
    for spec in &scenario.projects {
        builder.deliveries(spec, names.get(&spec.path))?;
    }
    builder.tokens()?;
    Ok(builder.state)
}

impl Builder<'_> {
    fn project(&mut self, spec: &scenario::Project) -> Result<(Project, Names)> {
        let path = ProjectPath::parse(&spec.path)
            .map_err(|error| ScenarioError::new(&spec.path, error.to_string()))?
            .as_str()
            .to_owned();
        let place = path.clone();
        let mut members = BTreeMap::new();
        for (username, role) in &spec.members {
            members.insert(self.user_id(username, &place)?, *role);
        }
        let (repository, commits) = self.repository(spec)?;
        let first = repository.history(&[repository.resolve("HEAD").map_or("", |head| &head.sha)]).last();
        let created_at = self.dates.or(spec.created_at.as_deref(), &place, || {
            first.map_or(self.dates.now, |commit| commit.committed.at)
        })?;
        let mut project = Project {
            id: take(&mut self.state.ids.project, spec.id),
            name: spec.name.clone().unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default().to_owned()),
            path,
            description: spec.description.clone(),
            visibility: spec.visibility,
            archived: spec.archived,
            private_jobs: spec.private_jobs,
            former_paths: spec.formerly.clone(),
            created_at,
            last_activity_at: self.dates.now,
            members,
            repository,
            commit_names: commits.clone(),
            merge_requests: BTreeMap::new(),
            issues: BTreeMap::new(),
            commit_threads: BTreeMap::new(),
            pipelines: BTreeMap::new(),
            jobs: BTreeMap::new(),
            environments: BTreeMap::new(),
            deployments: BTreeMap::new(),
            releases: Vec::new(),
        };
        let mut names = Names { commits, ..Names::default() };
        self.merge_requests(spec, &mut project, &names)?;
        self.issues(spec, &mut project)?;
        self.pipelines(spec, &mut project, &mut names)?;
        Ok((project, names))
    }
}

impl Names {
    /// The hash of the commit that a name of the scenario, a ref or a hash stands for.
    fn sha(&self, project: &Project, name: &str, place: &str) -> Result<String> {
        if let Some(sha) = self.commits.get(name) {
            return Ok(sha.clone());
        }
        project
            .repository
            .resolve(name)
            .map(|commit| commit.sha.clone())
            .ok_or_else(|| ScenarioError::new(place, format!("no commit, branch or tag is called {name:?}")))
    }
}
