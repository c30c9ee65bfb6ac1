use super::{Put, Render, at, maybe_at};
use crate::state::{Deployment, Environment, Project, Release};
use serde_json::{Value, json};

impl Render<'_> {
    /// A deployment without its environment, as an environment names it.
    fn deployment_inside(&self, project: &Project, it: &Deployment) -> Value {
        let deployable = it.job.and_then(|id| project.jobs.get(&id)).map(|job| self.job(project, job));
        let mut answer = json!({
            "id": it.id,
            "iid": it.iid,
            "ref": it.ref_name,
            "sha": it.sha,
            "created_at": at(it.created_at),
            "updated_at": at(it.updated_at),
            "user": self.user(it.user),
            "deployable": deployable,
            "status": it.status.as_str(),
        });
        if self.version.since(17, 0) {
            answer.put("finished_at", maybe_at(it.finished_at));
        }
        answer
    }

    pub(crate) fn deployment(&self, project: &Project, it: &Deployment) -> Value {
        let mut answer = self.deployment_inside(project, it);
        answer.put(
            "environment",
            project
                .environments
                .get(&it.environment)
                .map_or(Value::Null, |environment| self.environment_basic(environment)),
        );
        answer
    }

    fn environment_basic(&self, it: &Environment) -> Value {
        let slug: String = it
            .name
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .take(24)
            .collect();
        let mut answer = json!({ "id": it.id, "name": it.name, "slug": slug, "external_url": it.url });
        if self.version.since(14, 3) {
            answer.put("created_at", at(it.created_at));
            answer.put("updated_at", at(it.created_at));
        }
        answer
    }

    pub(crate) fn environment(&self, _project: &Project, it: &Environment) -> Value {
        let mut answer = self.environment_basic(it);
        answer.put("state", it.state.clone());
        if self.version.since(14, 3) {
            answer.put("tier", it.tier.clone());
        }
        answer
    }

    pub(crate) fn environment_detail(&self, project: &Project, it: &Environment) -> Value {
        let last = project
            .deployments
            .values()
            .filter(|deployment| deployment.environment == it.id && deployment.status.as_str() == "success")
            .max_by_key(|deployment| (deployment.created_at, deployment.id));
        let mut answer = self.environment(project, it);
        answer.put(
            "last_deployment",
            last.map_or(Value::Null, |deployment| self.deployment_inside(project, deployment)),
        );
        answer
    }

    pub(crate) fn release(&self, project: &Project, it: &Release) -> Value {
        let url = self.project_url(project);
        let commit = project.repository.tags.get(&it.tag).and_then(|tag| project.repository.get(&tag.sha));
        let sources: Vec<Value> = ["zip", "tar.gz", "tar.bz2", "tar"]
            .into_iter()
            .map(|format| {
                let name = format!("{}-{}.{format}", project.slug(), it.tag);
                json!({ "format": format, "url": format!("{url}/-/archive/{}/{name}", it.tag) })
            })
            .collect();
        json!({
            "tag_name": it.tag,
            "name": it.name,
            "description": it.description,
            "created_at": at(it.created_at),
            "released_at": at(it.released_at),
            "upcoming_release": false,
            "author": self.user(it.author),
            "commit": commit.map(|commit| self.commit(project, commit)),
            "commit_path": commit.map(|commit| format!("/{}/-/commit/{}", project.path, commit.sha)),
            "tag_path": format!("/{}/-/tags/{}", project.path, it.tag),
            "assets": { "count": sources.len(), "sources": sources, "links": [] },
            "evidences": [],
            "_links": { "self": format!("{url}/-/releases/{}", it.tag) },
        })
    }
}
