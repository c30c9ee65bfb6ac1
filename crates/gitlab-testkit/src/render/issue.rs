use super::{Put, Render, at, maybe_at};
use crate::state::{Issue, Project};
use serde_json::{Value, json};

impl Render<'_> {
    pub(crate) fn issue(&self, project: &Project, it: &Issue) -> Value {
        let thread = &it.thread;
        let iid = thread.iid;
        let kind = if it.incident { "incident" } else { "issue" };
        let mut answer = json!({
            "id": thread.id,
            "iid": iid,
            "project_id": project.id,
            "title": thread.title,
            "description": thread.description,
            "state": thread.state,
            "created_at": at(thread.created_at),
            "updated_at": at(thread.updated_at),
            "closed_at": maybe_at(thread.closed_at),
            "closed_by": self.user_or_null(thread.closed_by),
            "labels": thread.labels,
            "milestone": null,
            "assignees": self.users(&thread.assignees),
            "assignee": self.user_or_null(thread.assignees.first().copied()),
            "author": self.user(thread.author),
            "user_notes_count": thread.user_notes(),
            "merge_requests_count": 0,
            "upvotes": thread.awards.iter().filter(|(name, _)| name == "thumbsup").count(),
            "downvotes": thread.awards.iter().filter(|(name, _)| name == "thumbsdown").count(),
            "due_date": thread.due_date,
            "confidential": thread.confidential,
            "discussion_locked": thread.locked.then_some(true),
            "issue_type": kind,
            "web_url": format!("{}/-/issues/{iid}", self.project_url(project)),
            "time_stats": super::merge_request::time_stats(thread.time),
            "task_completion_status": { "count": 0, "completed_count": 0 },
            "references": {
                "short": format!("#{iid}"),
                "relative": format!("#{iid}"),
                "full": format!("{}#{iid}", project.path),
            },
        });
        if self.version.since(14, 0) {
            answer.put("type", kind.to_uppercase());
        }
        if it.incident && self.version.since(15, 0) {
            answer.put("severity", it.severity.as_deref().unwrap_or("unknown").to_uppercase());
        }
        answer
    }
}
