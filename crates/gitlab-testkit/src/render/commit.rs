use super::{Put, Render, at, moment};
use crate::diff_limits::ShownFile;
use crate::repository::Commit;
use crate::state::{Job, Project};
use serde_json::{Value, json};

/// How many characters of a title GitLab shows.
const TITLE: usize = 80;

impl Render<'_> {
    pub(crate) fn commit(&self, project: &Project, commit: &Commit) -> Value {
        let mut answer = json!({
            "id": commit.sha,
            "short_id": commit.sha.get(..8),
            "created_at": moment(commit.committed),
            "parent_ids": commit.parents,
            "title": title(commit.title()),
            "message": commit.message,
            "author_name": commit.author.name,
            "author_email": commit.author.email,
            "authored_date": moment(commit.authored),
            "committer_name": commit.committer.name,
            "committer_email": commit.committer.email,
            "committed_date": moment(commit.committed),
            "web_url": format!("{}/-/commit/{}", self.project_url(project), commit.sha),
        });
        if self.version.since(13, 12) {
            answer.put("trailers", trailers(&commit.message));
        }
        if self.version.since(16, 0) {
            answer.put("extended_trailers", json!({}));
        }
        answer
    }

    pub(crate) fn commit_stats(&self, project: &Project, commit: &Commit) -> Value {
        let changes = project.repository.changes(commit);
        let (added, deleted) = changes
            .files
            .iter()
            .map(crate::repository::FileDiff::hunks)
            .fold((0, 0), |sum, hunks| (sum.0 + hunks.added, sum.1 + hunks.deleted));
        json!({ "additions": added, "deletions": deleted, "total": added + deleted })
    }

    pub(crate) fn commit_detail(&self, project: &Project, commit: &Commit, stats: bool) -> Value {
        let pipeline = project.last_pipeline_of(&commit.sha);
        let mut answer = self.commit(project, commit);
        if stats {
            answer.put("stats", self.commit_stats(project, commit));
        }
        answer.put("status", pipeline.map(|pipeline| pipeline.status.as_str()));
        answer.put("project_id", project.id);
        answer.put("last_pipeline", pipeline.map_or(Value::Null, |it| self.pipeline(project, it)));
        answer
    }

    /// A commit as a blame names it.
    pub(crate) fn blame_commit(&self, commit: &Commit) -> Value {
        json!({
            "id": commit.sha,
            "parent_ids": commit.parents,
            "message": commit.message,
            "authored_date": moment(commit.authored),
            "author_name": commit.author.name,
            "author_email": commit.author.email,
            "committed_date": moment(commit.committed),
            "committer_name": commit.committer.name,
            "committer_email": commit.committer.email,
        })
    }

    pub(crate) fn diff(&self, shown: &ShownFile<'_>, unified: bool) -> Value {
        let file = shown.file;
        let text = if shown.collapsed || shown.too_large {
            String::new()
        } else if unified && self.version.since(16, 5) {
            file.unified_head() + &file.hunks().text
        } else {
            file.hunks().text.clone()
        };
        let mut answer = json!({
            "old_path": file.old_path(),
            "new_path": file.new_path(),
            "a_mode": file.a_mode(),
            "b_mode": file.b_mode(),
            "new_file": file.old.is_none(),
            "renamed_file": file.is_renamed(),
            "deleted_file": file.new.is_none(),
            "diff": text,
        });
        if self.version.since(16, 9) {
            answer.put("generated_file", false);
        }
        if self.version.since(18, 4) {
            answer.put("collapsed", shown.collapsed);
            answer.put("too_large", shown.too_large);
        }
        answer
    }

    pub(crate) fn commit_status(&self, project: &Project, job: &Job) -> Value {
        let pipeline = project.pipelines.get(&job.pipeline);
        json!({
            "id": job.id,
            "sha": pipeline.map(|it| &it.sha),
            "ref": pipeline.map(|it| &it.ref_name),
            "status": job.status.as_str(),
            "name": job.name,
            "target_url": format!("{}/-/jobs/{}", self.project_url(project), job.id),
            "description": null,
            "created_at": at(job.created_at),
            "started_at": super::maybe_at(job.started_at),
            "finished_at": super::maybe_at(job.finished_at),
            "allow_failure": job.allow_failure,
            "coverage": job.coverage,
            "pipeline_id": job.pipeline,
            "author": self.user(job.user),
        })
    }
}

fn title(title: &str) -> String {
    if title.chars().count() <= TITLE {
        return title.to_owned();
    }
    // GitLab cuts at a word and says so.
    let start: String = title.chars().take(TITLE - 1).collect();
    let cut = start.rfind(' ').and_then(|end| start.get(..end)).unwrap_or(&start);
    format!("{cut}…")
}

/// `Key: value` lines in the last paragraph of a message.
fn trailers(message: &str) -> Value {
    let Some((_, last)) = message.trim_end().rsplit_once("\n\n") else { return json!({}) };
    let mut found = serde_json::Map::new();
    for line in last.lines() {
        match line.split_once(": ") {
            Some((key, value)) if key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => {
                found.insert(key.to_owned(), value.into());
            }
            _ => return json!({}),
        }
    }
    Value::Object(found)
}
