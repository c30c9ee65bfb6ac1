use super::{Render, at, maybe_at};
use crate::diff_limits::DiffLimits;
use crate::state::{MergeRequest, Project};
use gitlab_core::types::{CiStatus, DeploymentStatus};
use serde_json::{Value, json};

impl Render<'_> {
    fn merge_request_url(&self, project: &Project, it: &MergeRequest) -> String {
        format!("{}/-/merge_requests/{}", self.project_url(project), it.thread.iid)
    }

    pub(crate) fn merge_request_simple(&self, project: &Project, it: &MergeRequest) -> Value {
        json!({
            "id": it.thread.id,
            "iid": it.thread.iid,
            "project_id": project.id,
            "title": it.thread.title,
            "description": it.thread.description,
            "state": it.thread.state,
            "created_at": at(it.thread.created_at),
            "updated_at": at(it.thread.updated_at),
            "web_url": self.merge_request_url(project, it),
        })
    }

    pub(crate) fn merge_request(&self, project: &Project, it: &MergeRequest) -> Value {
        let thread = &it.thread;
        let mut answer = self.merge_request_simple(project, it);
        let Some(fields) = answer.as_object_mut() else { return answer };
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        set("author", self.user(thread.author));
        set("assignee", self.user_or_null(thread.assignees.first().copied()));
        set("assignees", self.users(&thread.assignees));
        set("reviewers", self.users(&it.reviewers));
        set("labels", json!(thread.labels));
        set("milestone", Value::Null);
        set("source_branch", json!(it.source_branch));
        set("target_branch", json!(it.target_branch));
        set("source_project_id", json!(project.id));
        set("target_project_id", json!(project.id));
        set("draft", json!(it.draft));
        set("work_in_progress", json!(it.draft));
        set("merged_by", self.user_or_null(it.merged_by));
        set("merged_at", json!(maybe_at(it.merged_at)));
        set("closed_by", self.user_or_null(thread.closed_by));
        set("closed_at", json!(maybe_at(thread.closed_at)));
        set("upvotes", json!(thread.awards.iter().filter(|(name, _)| name == "thumbsup").count()));
        set("downvotes", json!(thread.awards.iter().filter(|(name, _)| name == "thumbsdown").count()));
        set("user_notes_count", json!(thread.user_notes()));
        set("merge_when_pipeline_succeeds", json!(false));
        set("merge_status", json!(if it.preparing { "unchecked" } else { "can_be_merged" }));
        set("sha", if it.preparing { Value::Null } else { json!(it.head) });
        set("merge_commit_sha", json!(it.merge_commit));
        set("squash_commit_sha", json!(it.squash_commit));
        set("squash", json!(it.squash_commit.is_some()));
        set("discussion_locked", json!(thread.locked.then_some(true)));
        set("should_remove_source_branch", Value::Null);
        set("force_remove_source_branch", json!(true));
        set("has_conflicts", json!(false));
        set("blocking_discussions_resolved", json!(true));
        set("time_stats", time_stats(thread.time));
        set("task_completion_status", json!({ "count": 0, "completed_count": 0 }));
        let iid = thread.iid;
        set("reference", json!(format!("!{iid}")));
        set(
            "references",
            json!({
                "short": format!("!{iid}"),
                "relative": format!("!{iid}"),
                "full": format!("{}!{iid}", project.path),
            }),
        );
        if self.version.since(14, 7) {
            set("merge_user", self.user_or_null(it.merged_by));
        }
        if self.version.since(15, 6) {
            set("detailed_merge_status", json!(detailed_merge_status(project, it)));
        }
        if self.version.since(15, 9) {
            set("prepared_at", json!((!it.preparing).then(|| at(thread.created_at))));
        }
        if self.version.since(17, 2) {
            set("imported", json!(false));
            set("imported_from", json!("none"));
        }
        if self.version.since(17, 8) {
            set("merge_after", Value::Null);
        }
        answer
    }

    pub(crate) fn merge_request_detail(
        &self,
        project: &Project,
        it: &MergeRequest,
        limits: &DiffLimits,
    ) -> Value {
        let pipeline = project.pipelines_of(it).into_iter().find(|pipeline| pipeline.sha == it.head);
        let landed = it.merge_commit.as_ref().or(it.squash_commit.as_ref()).unwrap_or(&it.head);
        let deployed_at = project
            .deployments
            .values()
            .filter(|_| it.merged_at.is_some())
            .filter(|deployment| {
                deployment.status == DeploymentStatus::Success
                    && project
                        .environments
                        .get(&deployment.environment)
                        .is_some_and(|it| it.tier == "production")
                    && project.repository.is_ancestor(landed, &deployment.sha)
            })
            .filter_map(|deployment| deployment.finished_at)
            .min();
        let mut answer = self.merge_request(project, it);
        let diff = project.repository.diff(it.base.as_deref(), &it.head);
        let Some(fields) = answer.as_object_mut() else { return answer };
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        set("subscribed", json!(self.viewer.is_some_and(|user| it.thread.subscribers.contains(&user))));
        set("changes_count", json!((!it.preparing).then(|| limits.real_size(&diff))));
        set("latest_build_started_at", json!(maybe_at(pipeline.and_then(|it| it.started_at))));
        set("latest_build_finished_at", json!(maybe_at(pipeline.and_then(|it| it.finished_at))));
        set("first_deployed_to_production_at", json!(maybe_at(deployed_at)));
        set("pipeline", pipeline.map_or(Value::Null, |it| self.pipeline(project, it)));
        set("head_pipeline", pipeline.map_or(Value::Null, |it| self.pipeline_detail(project, it)));
        set(
            "diff_refs",
            if it.preparing {
                Value::Null
            } else {
                json!({ "base_sha": it.base, "head_sha": it.head, "start_sha": it.start })
            },
        );
        set("merge_error", Value::Null);
        set("first_contribution", json!(false));
        let can_merge = self
            .viewer
            .and_then(|user| self.state.role(user, project))
            .is_some_and(|role| role.access_level() >= 40);
        set("user", json!({ "can_merge": can_merge }));
        answer
    }
}

pub(super) fn time_stats(time: crate::state::Time) -> Value {
    let human = |seconds: u64| {
        (seconds > 0).then(|| {
            let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
            match (hours, minutes) {
                (0, minutes) => format!("{minutes}m"),
                (hours, 0) => format!("{hours}h"),
                (hours, minutes) => format!("{hours}h {minutes}m"),
            }
        })
    };
    json!({
        "time_estimate": time.estimate,
        "total_time_spent": time.spent,
        "human_time_estimate": human(time.estimate),
        "human_total_time_spent": human(time.spent),
    })
}

fn detailed_merge_status(project: &Project, it: &MergeRequest) -> &'static str {
    if it.thread.state != "opened" {
        return "not_open";
    }
    if it.preparing {
        return "preparing";
    }
    if it.draft {
        return "draft_status";
    }
    match project.last_pipeline_of(&it.head).map(|pipeline| &pipeline.status) {
        Some(CiStatus::Failed) => "ci_must_pass",
        Some(status) if !status.is_finished() => "ci_still_running",
        _ => "mergeable",
    }
}
