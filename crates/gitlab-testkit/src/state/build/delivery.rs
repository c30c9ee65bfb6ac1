use super::super::{Deployment, Environment, Release, take};
use super::{Builder, Names, Result};
use crate::scenario::{self, ScenarioError};
use gitlab_core::Timestamp;
use gitlab_core::types::DeploymentStatus;
use std::time::Duration;

/// How long after its commit a deployment starts, when no date is said.
const DEPLOYMENT_AFTER_COMMIT: Duration = Duration::from_secs(600);
/// How long a deployment takes, when no date is said.
const DEPLOYMENT_TIME: Duration = Duration::from_secs(60);

impl Builder<'_> {
    /// Environments, deployments and releases of a project that is there already.
    pub(super) fn deliveries(&mut self, spec: &scenario::Project, names: Option<&Names>) -> Result<()> {
        let (Some(id), Some(names)) = (self.state.project(&spec.path).map(|project| project.id), names)
        else {
            return Ok(());
        };
        for item in &spec.environments {
            self.environment(id, item);
        }
        for item in &spec.deployments {
            let known =
                self.state.projects.get(&id).is_some_and(|project| {
                    project.environments.values().any(|it| it.name == item.environment)
                });
            if !known {
                self.environment(id, &scenario::Environment::new(&item.environment));
            }
        }
        let mut next_iid = 1;
        for item in &spec.deployments {
            let deployment = self.deployment(id, item, &mut next_iid, names)?;
            if let Some(project) = self.state.project_mut(id) {
                project.deployments.insert(deployment.id, deployment);
            }
        }
        for item in &spec.releases {
            let release = self.release(id, item, names)?;
            if let Some(project) = self.state.project_mut(id) {
                project.releases.push(release);
            }
        }
        Ok(())
    }

    fn environment(&mut self, project: u64, spec: &scenario::Environment) {
        let id = take(&mut self.state.ids.environment, spec.id);
        let created_at =
            self.state.projects.get(&project).map_or(self.dates.now, |project| project.created_at);
        let environment = Environment {
            id,
            state: spec.state.clone().unwrap_or_else(|| "available".to_owned()),
            tier: spec.tier.clone().unwrap_or_else(|| tier(&spec.name).to_owned()),
            name: spec.name.clone(),
            url: spec.url.clone(),
            created_at,
        };
        if let Some(project) = self.state.project_mut(project) {
            project.environments.insert(id, environment);
        }
    }

    fn deployment(
        &mut self,
        project: u64,
        spec: &scenario::Deployment,
        next_iid: &mut u64,
        names: &Names,
    ) -> Result<Deployment> {
        let id = take(&mut self.state.ids.deployment, spec.id);
        let Some(project) = self.state.projects.get(&project) else {
            return Err(ScenarioError::new("a deployment", "its project is gone"));
        };
        let place = format!("{}, deployment of {:?} to {}", project.path, spec.commit, spec.environment);
        let sha = names.sha(project, &spec.commit, &place)?;
        let environment =
            project.environments.values().find(|it| it.name == spec.environment).map(|it| it.id);
        let Some(environment) = environment else {
            return Err(ScenarioError::new(place, "its environment is gone"));
        };
        let commit = project.repository.get(&sha);
        let job = match &spec.job {
            None => None,
            Some(name) => {
                let mut jobs = project.jobs.values().rev().filter(|job| job.name == *name && !job.retried);
                let of_commit = jobs.clone().find(|job| {
                    project.pipelines.get(&job.pipeline).is_some_and(|pipeline| pipeline.sha == sha)
                });
                let job = of_commit
                    .or_else(|| jobs.next())
                    .ok_or_else(|| ScenarioError::new(&place, format!("no job is called {name:?}")))?;
                Some(job)
            }
        };
        let status = spec.status.clone().unwrap_or(DeploymentStatus::Success);
        let created_at = self.dates.or(spec.created_at.as_deref(), &place, || {
            job.and_then(|job| job.started_at)
                .or_else(|| commit.map(|commit| commit.committed.at.plus(DEPLOYMENT_AFTER_COMMIT)))
                .unwrap_or(self.dates.now)
        })?;
        let is_finished = matches!(
            status,
            DeploymentStatus::Success | DeploymentStatus::Failed | DeploymentStatus::Canceled
        );
        let finished_at = match self.dates.maybe(spec.finished_at.as_deref(), &place)? {
            None if is_finished => Some(
                job.and_then(|job| job.finished_at)
                    .filter(|at| *at > created_at)
                    .unwrap_or_else(|| created_at.plus(DEPLOYMENT_TIME)),
            ),
            said => said,
        };
        let updated_at =
            self.dates.or(spec.updated_at.as_deref(), &place, || finished_at.unwrap_or(created_at))?;
        Ok(Deployment {
            id,
            iid: take(next_iid, spec.iid),
            environment,
            ref_name: spec
                .on
                .clone()
                .or_else(|| commit.map(|commit| commit.branch.clone()))
                .unwrap_or_else(|| project.repository.default_branch.clone()),
            status,
            user: match &spec.user {
                Some(username) => self.user_id(username, &place)?,
                None => commit.map_or_else(|| self.somebody(), |commit| self.committer(&commit.author.email)),
            },
            job: job.map(|job| job.id),
            sha,
            created_at,
            updated_at,
            finished_at,
        })
    }

    fn release(&self, project: u64, spec: &scenario::Release, names: &Names) -> Result<Release> {
        let Some(project) = self.state.projects.get(&project) else {
            return Err(ScenarioError::new("a release", "its project is gone"));
        };
        let place = format!("{}, release {:?}", project.path, spec.tag);
        let sha = names.sha(project, &format!("refs/tags/{}", spec.tag), &place)?;
        let commit = project.repository.get(&sha);
        let created_at: Timestamp = self.dates.or(spec.created_at.as_deref(), &place, || {
            commit.map_or(self.dates.now, |commit| commit.committed.at)
        })?;
        Ok(Release {
            tag: spec.tag.clone(),
            name: spec.name.clone().unwrap_or_else(|| spec.tag.clone()),
            description: spec.description.clone().unwrap_or_default(),
            author: match &spec.author {
                Some(username) => self.user_id(username, &place)?,
                None => self.somebody(),
            },
            created_at,
            released_at: self.dates.or(spec.released_at.as_deref(), &place, || created_at)?,
        })
    }
}

/// The tier that GitLab tells from an environment's name.
fn tier(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["dev", "review", "trunk"]) {
        "development"
    } else if has(&["test", "tst", "int", "ac", "qa", "qc", "control", "quality"]) && !has(&["prod"]) {
        "testing"
    } else if has(&["st", "model", "pre", "demo", "non"]) {
        "staging"
    } else if has(&["pr", "live"]) {
        "production"
    } else {
        "other"
    }
}
