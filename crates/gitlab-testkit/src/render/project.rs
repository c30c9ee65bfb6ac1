use super::{Put, Render, at};
use crate::repository::Tag;
use crate::scenario::Visibility;
use crate::state::{Project, namespace_id};
use serde_json::{Value, json};

impl Render<'_> {
    pub(crate) fn project_url(&self, project: &Project) -> String {
        format!("{}/{}", self.web, project.path)
    }

    pub(crate) fn project(&self, project: &Project) -> Value {
        let url = self.project_url(project);
        let host = self.web.split_once("://").map_or(self.web, |(_, rest)| rest);
        let sees_code = project.visibility != Visibility::Private
            || self
                .viewer
                .and_then(|user| self.state.role(user, project))
                .is_some_and(|role| role.access_level() >= 20);
        let namespace = project.namespace();
        let mut answer = json!({
            "id": project.id,
            "name": project.name,
            "name_with_namespace": format!("{} / {}", namespace.replace('/', " / "), project.name),
            "description": project.description,
            "path": project.slug(),
            "path_with_namespace": project.path,
            "created_at": at(project.created_at),
            "default_branch": (sees_code && !project.repository.is_empty())
                .then_some(&project.repository.default_branch),
            "tag_list": [],
            "ssh_url_to_repo": format!("git@{host}:{}.git", project.path),
            "http_url_to_repo": format!("{url}.git"),
            "web_url": url,
            "readme_url": null,
            "avatar_url": null,
            "star_count": 0,
            "forks_count": 0,
            "last_activity_at": at(project.last_activity_at),
            "namespace": {
                "id": namespace_id(namespace),
                "name": namespace.rsplit('/').next(),
                "path": namespace.rsplit('/').next(),
                "kind": "group",
                "full_path": namespace,
                "parent_id": namespace.rsplit_once('/').map(|(parent, _)| namespace_id(parent)),
            },
        });
        // An anonymous reader gets the basic form.
        if self.viewer.is_some() {
            answer.put("visibility", project.visibility.as_str());
            answer.put("archived", project.archived);
            answer.put("empty_repo", project.repository.is_empty());
            answer.put("issues_enabled", true);
            answer.put("merge_requests_enabled", true);
            answer.put("jobs_enabled", true);
            answer.put("public_jobs", !project.private_jobs);
            for feature in ["issues", "merge_requests", "repository", "builds"] {
                answer.put(&format!("{feature}_access_level"), "enabled");
            }
            let role = self.viewer.and_then(|user| self.state.role(user, project));
            let access =
                role.map(|role| json!({ "access_level": role.access_level(), "notification_level": 3 }));
            answer.put("permissions", json!({ "project_access": access, "group_access": null }));
        }
        if self.version.since(14, 0) {
            answer.put("topics", json!([]));
        }
        answer
    }

    pub(crate) fn branch(&self, project: &Project, name: &str, sha: &str) -> Value {
        let repository = &project.repository;
        let is_default = name == repository.default_branch;
        let can_push = self
            .viewer
            .and_then(|user| self.state.role(user, project))
            .is_some_and(|role| role.access_level() >= if is_default { 40 } else { 30 });
        json!({
            "name": name,
            "commit": repository.get(sha).map(|commit| self.commit(project, commit)),
            "merged": !is_default
                && repository.resolve("HEAD").is_some_and(|head| repository.is_ancestor(sha, &head.sha)),
            "protected": is_default,
            "default": is_default,
            "developers_can_push": false,
            "developers_can_merge": false,
            "can_push": can_push,
            "web_url": format!("{}/-/tree/{name}", self.project_url(project)),
        })
    }

    pub(crate) fn tag(&self, project: &Project, name: &str, tag: &Tag) -> Value {
        let commit = project.repository.get(&tag.sha);
        let release = project.releases.iter().find(|release| release.tag == name);
        let mut answer = json!({
            "name": name,
            "message": tag.message.clone().unwrap_or_default(),
            "target": tag.sha,
            "commit": commit.map(|commit| self.commit(project, commit)),
            "release": release
                .map(|release| json!({ "tag_name": release.tag, "description": release.description })),
            "protected": false,
        });
        if self.version.since(16, 11) {
            answer.put("created_at", tag.message.as_ref().and(commit).map(|commit| at(commit.committed.at)));
        }
        answer
    }
}
