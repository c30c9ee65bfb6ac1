use super::{Put, Render, at, maybe_at};
use crate::state::{Bridge, Job, Pipeline, Project};
use gitlab_core::types::CiStatus;
use serde_json::{Value, json};

impl Render<'_> {
    pub(crate) fn pipeline(&self, project: &Project, it: &Pipeline) -> Value {
        let mut answer = json!({
            "id": it.id,
            "project_id": project.id,
            "sha": it.sha,
            "ref": it.ref_name,
            "status": it.status.as_str(),
            "source": it.source.as_str(),
            "created_at": at(it.created_at),
            "updated_at": at(it.updated_at),
            "web_url": format!("{}/-/pipelines/{}", self.project_url(project), it.id),
        });
        if self.version.since(14, 5) {
            answer.put("iid", it.iid);
        }
        if self.version.since(16, 3) {
            answer.put("name", it.name.clone());
        }
        answer
    }

    pub(crate) fn pipeline_detail(&self, project: &Project, it: &Pipeline) -> Value {
        let mut answer = self.pipeline(project, it);
        let duration = match (it.started_at, it.finished_at) {
            (Some(started), Some(finished)) => Some(finished.since(started).as_secs()),
            _ => None,
        };
        answer.put("before_sha", it.before_sha.clone());
        answer.put("tag", it.tag);
        answer.put("yaml_errors", it.yaml_errors.clone());
        answer.put("user", self.user(it.user));
        answer.put("started_at", maybe_at(it.started_at));
        answer.put("finished_at", maybe_at(it.finished_at));
        answer.put("committed_at", Value::Null);
        answer.put("duration", duration);
        answer.put("queued_duration", it.started_at.map(|at| at.since(it.created_at).as_secs()));
        answer.put("coverage", it.coverage.clone());
        answer.put(
            "detailed_status",
            self.detailed_status(&it.status, &format!("/{}/-/pipelines/{}", project.path, it.id)),
        );
        answer
    }

    fn detailed_status(&self, status: &CiStatus, path: &str) -> Value {
        let word = status.as_str();
        let label = match status {
            CiStatus::Success => "passed",
            word => word.as_str(),
        };
        let favicon = format!("{}/assets/ci_favicons/favicon_status_{word}.png", self.web);
        json!({
            "icon": format!("status_{word}"),
            "text": label,
            "label": label,
            "group": word,
            "tooltip": label,
            "has_details": true,
            "details_path": path,
            "illustration": null,
            "favicon": favicon,
        })
    }

    pub(crate) fn job(&self, project: &Project, job: &Job) -> Value {
        let pipeline = project.pipelines.get(&job.pipeline);
        let commit = pipeline.and_then(|it| project.repository.get(&it.sha));
        let mut artifacts: Vec<Value> = job
            .artifacts
            .iter()
            .map(|it| {
                json!({
                    "file_type": it.file_type,
                    "size": it.size,
                    "filename": it.filename,
                    "file_format": if it.file_type == "archive" { "zip" } else { "gzip" },
                })
            })
            .collect();
        if job.erased_at.is_none() && !job.trace.is_empty() {
            artifacts.push(json!({
                "file_type": "trace", "size": job.trace.size(), "filename": "job.log", "file_format": "raw",
            }));
        }
        let queued = job.started_at.map(|started| started.since(job.created_at).as_secs_f64());
        let mut answer = json!({
            "id": job.id,
            "status": job.status.as_str(),
            "stage": job.stage,
            "name": job.name,
            "ref": pipeline.map(|it| &it.ref_name),
            "tag": pipeline.is_some_and(|it| it.tag),
            "coverage": job.coverage,
            "allow_failure": job.allow_failure,
            "created_at": at(job.created_at),
            "started_at": maybe_at(job.started_at),
            "finished_at": maybe_at(job.finished_at),
            "duration": job.seconds,
            "queued_duration": queued,
            "user": self.user(job.user),
            "commit": commit.map(|commit| self.commit(project, commit)),
            "pipeline": pipeline.map(|it| self.pipeline(project, it)),
            "web_url": format!("{}/-/jobs/{}", self.project_url(project), job.id),
            "artifacts": artifacts,
            "artifacts_expire_at": null,
            "tag_list": job.tags,
            "runner": self.runner(job),
        });
        if job.status == CiStatus::Failed && self.version.since(14, 0) {
            answer.put("failure_reason", job.failure_reason.clone());
        }
        if let Some(archive) = job.artifacts.iter().find(|it| it.file_type == "archive") {
            answer.put("artifacts_file", json!({ "filename": archive.filename, "size": archive.size }));
        }
        if self.version.since(15, 5) {
            answer.put("erased_at", maybe_at(job.erased_at));
            answer.put("project", json!({ "ci_job_token_scope_enabled": false }));
        }
        if self.version.since(16, 2) {
            answer.put("archived", false);
        }
        if self.version.since(16, 10) {
            answer.put("runner_manager", Value::Null);
        }
        answer
    }

    fn runner(&self, job: &Job) -> Value {
        if job.started_at.is_none() {
            return Value::Null;
        }
        let mut runner = json!({
            "id": 31,
            "description": job.runner.as_deref().unwrap_or("shared-runner-1"),
            "ip_address": if self.version.since(16, 0) { "" } else { "10.0.0.31" },
            "active": true,
            "is_shared": true,
            "name": "gitlab-runner",
            "online": true,
            "status": "online",
        });
        if self.version.since(14, 8) {
            runner.put("paused", false);
            runner.put("runner_type", "instance_type");
        }
        runner
    }

    pub(crate) fn bridge(
        &self,
        project: &Project,
        pipeline: &Pipeline,
        bridge: &Bridge,
        downstream: Option<(&Project, &Pipeline)>,
    ) -> Value {
        let is_finished = bridge.status.is_finished();
        json!({
            "id": bridge.id,
            "status": bridge.status.as_str(),
            "stage": bridge.stage,
            "name": bridge.name,
            "ref": pipeline.ref_name,
            "tag": pipeline.tag,
            "coverage": null,
            "allow_failure": bridge.allow_failure,
            "created_at": at(pipeline.created_at),
            "started_at": maybe_at(pipeline.started_at),
            "finished_at": maybe_at(pipeline.finished_at.filter(|_| is_finished)),
            "duration": null,
            "queued_duration": null,
            "user": self.user(pipeline.user),
            "commit": project.repository.get(&pipeline.sha).map(|commit| self.commit(project, commit)),
            "pipeline": self.pipeline(project, pipeline),
            "web_url": format!("{}/-/jobs/{}", self.project_url(project), bridge.id),
            "downstream_pipeline": downstream.map(|(project, it)| self.pipeline(project, it)),
        })
    }
}
