use super::super::{Bridge, Job, Pipeline, Project, State, take};
use super::{Builder, Names, Result, Trigger};
use crate::scenario::{self, ScenarioError};
use gitlab_core::Timestamp;
use gitlab_core::types::{CiStatus, PipelineSource};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long after its commit a pipeline starts, when no date is said.
const PIPELINE_AFTER_COMMIT: Duration = Duration::from_secs(5);
/// How long a job waits for its runner, when no date is said.
const QUEUED: Duration = Duration::from_secs(2);

impl Builder<'_> {
    pub(super) fn pipelines(
        &mut self,
        spec: &scenario::Project,
        project: &mut Project,
        names: &mut Names,
    ) -> Result<()> {
        let mut next_iid = 1;
        for item in &spec.pipelines {
            let id = take(&mut self.state.ids.pipeline, item.id);
            let iid = take(&mut next_iid, item.iid);
            let place = format!("{}, pipeline {}", spec.path, item.name.as_ref().unwrap_or(&item.commit));
            let pipeline = self.pipeline(item, (id, iid), project, names, &place)?;
            if item.status.is_some() {
                names.settled.insert(id);
            }
            for (index, bridge) in item.bridges.iter().enumerate() {
                if let Some(other_pipeline) = &bridge.pipeline {
                    names.triggers.push(Trigger {
                        pipeline: id,
                        index,
                        other_project: bridge.project.clone().unwrap_or_else(|| spec.path.clone()),
                        other_pipeline: other_pipeline.clone(),
                    });
                }
            }
            if let Some(name) = &item.name
                && names.pipelines.insert(name.clone(), id).is_some()
            {
                return Err(ScenarioError::new(place, "there is another pipeline of this name"));
            }
            if project.pipelines.insert(id, pipeline).is_some() {
                return Err(ScenarioError::new(place, format!("the id {id} is taken")));
            }
        }
        Ok(())
    }

    fn pipeline(
        &mut self,
        spec: &scenario::Pipeline,
        (id, iid): (u64, u64),
        project: &mut Project,
        names: &Names,
        place: &str,
    ) -> Result<Pipeline> {
        let sha = names.sha(project, &spec.commit, place)?;
        let Some(commit) = project.repository.get(&sha).cloned() else {
            return Err(ScenarioError::new(place, "its commit is gone"));
        };
        let user = match &spec.user {
            Some(username) => self.user_id(username, place)?,
            None => self.committer(&commit.author.email),
        };
        let ref_name = match (spec.merge_request, &spec.on) {
            (Some(iid), _) => format!("refs/merge-requests/{iid}/head"),
            (None, Some(name)) => name.clone(),
            (None, None) => commit.branch.clone(),
        };
        let default_source = if spec.merge_request.is_some() {
            PipelineSource::MergeRequestEvent
        } else {
            PipelineSource::Push
        };
        let before_sha = match &spec.before {
            Some(name) => names.sha(project, name, place)?,
            None => commit.parents.first().cloned().unwrap_or_else(|| "0".repeat(40)),
        };
        let created_at = self
            .dates
            .or(spec.created_at.as_deref(), place, || commit.committed.at.plus(PIPELINE_AFTER_COMMIT))?;
        let jobs = self.jobs(spec, (id, user, created_at), project, place)?;
        let status = spec.status.clone().unwrap_or_else(|| {
            combined(jobs.iter().filter(|job| !job.retried).map(|job| (&job.status, job.allow_failure)))
        });
        let started_at = self
            .dates
            .maybe(spec.started_at.as_deref(), place)?
            .or_else(|| jobs.iter().filter_map(|job| job.started_at).min());
        let finished_at = match self.dates.maybe(spec.finished_at.as_deref(), place)? {
            None if status.is_finished() => jobs.iter().filter_map(|job| job.finished_at).max(),
            said => said,
        };
        let updated_at = self
            .dates
            .or(spec.updated_at.as_deref(), place, || finished_at.or(started_at).unwrap_or(created_at))?;
        let bridges = spec
            .bridges
            .iter()
            .map(|bridge| Bridge {
                id: take(&mut self.state.ids.job, bridge.id),
                name: bridge.name.clone(),
                stage: bridge.stage.clone(),
                status: bridge.status.clone().unwrap_or(CiStatus::Created),
                allow_failure: bridge.allow_failure,
                downstream: None,
            })
            .collect();
        let ids = jobs.iter().map(|job| job.id).collect();
        for job in jobs {
            let id = job.id;
            if project.jobs.insert(id, job).is_some() {
                return Err(ScenarioError::new(place, format!("the job id {id} is taken")));
            }
        }
        Ok(Pipeline {
            id,
            iid,
            name: None,
            tag: project.repository.tags.contains_key(&ref_name)
                && !project.repository.branches.contains_key(&ref_name),
            sha,
            before_sha,
            ref_name,
            source: spec.source.clone().unwrap_or(default_source),
            status,
            user,
            yaml_errors: spec.yaml_errors.clone(),
            coverage: spec.coverage.clone(),
            created_at,
            updated_at,
            started_at,
            finished_at,
            jobs: ids,
            bridges,
            tests: spec.tests.clone(),
        })
    }

    /// The jobs of a pipeline: those of a stage begin when all of the stage before have ended.
    fn jobs(
        &mut self,
        spec: &scenario::Pipeline,
        (pipeline, user, created): (u64, u64, Timestamp),
        project: &Project,
        place: &str,
    ) -> Result<Vec<Job>> {
        let mut jobs: Vec<Job> = Vec::new();
        let mut stage_start = created;
        let mut stage = None;
        for item in &spec.jobs {
            let place = format!("{place}, job {:?}", item.name);
            if stage != Some(&item.stage) {
                stage = Some(&item.stage);
                stage_start = jobs.iter().filter_map(|job| job.finished_at).max().unwrap_or(created);
            }
            let created_at = self.dates.or(item.created_at.as_deref(), &place, || created)?;
            let has_begun = item.status.is_finished() && item.status != CiStatus::Skipped
                || matches!(item.status, CiStatus::Running | CiStatus::Canceling);
            let started_at = match self.dates.maybe(item.started_at.as_deref(), &place)? {
                None if has_begun => Some(stage_start.max(created_at).plus(QUEUED)),
                said => said,
            };
            let seconds = Duration::try_from_secs_f64(item.seconds)
                .map_err(|_| ScenarioError::new(&place, "its duration is negative or too long"))?;
            let finished_at = match self.dates.maybe(item.finished_at.as_deref(), &place)? {
                None if item.status.is_finished() => started_at.map(|started| started.plus(seconds)),
                said => said,
            };
            let ran = match (started_at, finished_at) {
                (Some(started), Some(finished)) => Some(finished.since(started).as_secs_f64()),
                _ => None,
            };
            let id = take(&mut self.state.ids.job, item.id);
            if project.jobs.contains_key(&id) || jobs.iter().any(|job| job.id == id) {
                return Err(ScenarioError::new(place, format!("the id {id} is taken")));
            }
            jobs.push(Job {
                id,
                pipeline,
                name: item.name.clone(),
                stage: item.stage.clone(),
                status: item.status.clone(),
                failure_reason: match (&item.status, &item.failure_reason) {
                    (CiStatus::Failed, None) => Some("script_failure".to_owned()),
                    (_, said) => said.clone(),
                },
                allow_failure: item.allow_failure,
                retried: item.retried,
                trace: item.trace.clone(),
                user: match &item.user {
                    Some(username) => self.user_id(username, &place)?,
                    None => user,
                },
                runner: item.runner.clone(),
                coverage: item.coverage,
                tags: item.tags.clone(),
                artifacts: item.artifacts.clone(),
                created_at,
                started_at,
                finished_at,
                erased_at: self.dates.maybe(item.erased_at.as_deref(), &place)?,
                seconds: ran,
                debug_trace: item.debug_trace,
            });
        }
        Ok(jobs)
    }

    /// Ties trigger jobs to the pipelines that they started, in whatever project.
    pub(super) fn bridges(&mut self, names: &BTreeMap<String, Names>) -> Result<()> {
        for (path, known) in names {
            let Some(project) = self.state.project(path).map(|project| project.id) else { continue };
            for trigger in &known.triggers {
                let downstream = self
                    .state
                    .project(&trigger.other_project)
                    .map(|project| project.id)
                    .zip(
                        names
                            .get(&trigger.other_project)
                            .and_then(|names| names.pipelines.get(&trigger.other_pipeline).copied()),
                    )
                    .ok_or_else(|| {
                        let Trigger { other_project, other_pipeline, .. } = trigger;
                        let problem = format!("no pipeline of {other_project} is called {other_pipeline:?}");
                        ScenarioError::new(format!("{path}, a bridge"), problem)
                    })?;
                let bridge = self
                    .state
                    .project_mut(project)
                    .and_then(|project| project.pipelines.get_mut(&trigger.pipeline))
                    .and_then(|pipeline| pipeline.bridges.get_mut(trigger.index));
                if let Some(bridge) = bridge {
                    bridge.downstream = Some(downstream);
                }
            }
        }
        self.settle(names);
        Ok(())
    }

    /// Gives bridges the status of what they started, and pipelines that of their bridges, from below upwards.
    fn settle(&mut self, names: &BTreeMap<String, Names>) {
        // GitLab allows two levels of child pipelines; chains over projects may be longer.
        for _ in 0..16 {
            let mut changes = Vec::new();
            for project in self.state.projects.values() {
                for pipeline in project.pipelines.values() {
                    let fixed =
                        names.get(&project.path).is_some_and(|names| names.settled.contains(&pipeline.id));
                    if let Some(change) = settled(&self.state, project, pipeline, fixed) {
                        changes.push((project.id, pipeline.id, change));
                    }
                }
            }
            if changes.is_empty() {
                return;
            }
            for (project, id, (status, bridges)) in changes {
                if let Some(pipeline) =
                    self.state.project_mut(project).and_then(|project| project.pipelines.get_mut(&id))
                {
                    pipeline.status = status;
                    for (bridge, status) in pipeline.bridges.iter_mut().zip(bridges) {
                        bridge.status = status;
                    }
                }
            }
        }
    }
}

/// What a pipeline and its bridges ought to have as status, when that is not what they have.
fn settled(
    state: &State,
    project: &Project,
    pipeline: &Pipeline,
    fixed: bool,
) -> Option<(CiStatus, Vec<CiStatus>)> {
    let bridges: Vec<CiStatus> = pipeline
        .bridges
        .iter()
        .map(|bridge| {
            bridge
                .downstream
                .filter(|_| !bridge.status.is_finished() || bridge.status == CiStatus::Success)
                .and_then(|(project, id)| state.projects.get(&project)?.pipelines.get(&id))
                .map_or_else(|| bridge.status.clone(), |downstream| downstream.status.clone())
        })
        .collect();
    let status = if fixed || pipeline.bridges.is_empty() {
        pipeline.status.clone()
    } else {
        let jobs = pipeline.jobs.iter().filter_map(|id| project.jobs.get(id)).filter(|job| !job.retried);
        let jobs = jobs.map(|job| (&job.status, job.allow_failure));
        combined(jobs.chain(bridges.iter().zip(pipeline.bridges.iter().map(|bridge| bridge.allow_failure))))
    };
    let same =
        status == pipeline.status && bridges.iter().eq(pipeline.bridges.iter().map(|bridge| &bridge.status));
    (!same).then_some((status, bridges))
}

/// The status of a pipeline whose jobs have these, each with whether it may fail.
fn combined<'j>(jobs: impl Iterator<Item = (&'j CiStatus, bool)>) -> CiStatus {
    let jobs: Vec<_> = jobs.collect();
    let any = |wanted: CiStatus| jobs.iter().any(|(status, _)| **status == wanted);
    let open = jobs.iter().any(|(status, _)| !status.is_finished() && **status != CiStatus::Manual);
    if open && (any(CiStatus::Running) || jobs.iter().any(|(status, _)| status.is_finished())) {
        CiStatus::Running
    } else if open {
        if any(CiStatus::Pending) { CiStatus::Pending } else { CiStatus::Created }
    } else if jobs.iter().any(|(status, may_fail)| **status == CiStatus::Failed && !may_fail) {
        CiStatus::Failed
    } else if any(CiStatus::Canceled) {
        CiStatus::Canceled
    } else if !jobs.is_empty() && jobs.iter().all(|(status, _)| **status == CiStatus::Skipped) {
        CiStatus::Skipped
    } else {
        CiStatus::Success
    }
}
