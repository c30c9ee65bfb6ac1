use super::super::{Issue, MergeRequest, Note, Project, Thread, Time, take};
use super::{Builder, Names, Result};
use crate::scenario::{self, ScenarioError};
use gitlab_core::Timestamp;

/// What the scenario says of a merge request or an issue.
struct Spec<'s> {
    place: String,
    id: u64,
    iid: u64,
    title: &'s str,
    description: Option<&'s str>,
    author: u64,
    assignees: &'s [String],
    labels: &'s [String],
    created_at: Timestamp,
    updated_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    notes: &'s [scenario::Note],
}

impl Builder<'_> {
    pub(super) fn merge_requests(
        &mut self,
        spec: &scenario::Project,
        project: &mut Project,
        names: &Names,
    ) -> Result<()> {
        let mut next_iid = 1;
        for item in &spec.merge_requests {
            let iid = take(&mut next_iid, item.iid);
            let merge_request = self.merge_request(item, iid, project, names)?;
            project
                .repository
                .hidden
                .insert(format!("refs/merge-requests/{iid}/head"), merge_request.head.clone());
            if project.merge_requests.insert(iid, merge_request).is_some() {
                return Err(ScenarioError::new(&spec.path, format!("there are two merge requests !{iid}")));
            }
        }
        for branch in &spec.deleted_branches {
            project.repository.branches.remove(branch);
        }
        Ok(())
    }

    fn merge_request(
        &mut self,
        spec: &scenario::MergeRequest,
        iid: u64,
        project: &Project,
        names: &Names,
    ) -> Result<MergeRequest> {
        let place = format!("{}!{iid}", project.path);
        let repository = &project.repository;
        let source = spec
            .from
            .clone()
            .ok_or_else(|| ScenarioError::new(&place, "it does not say from which branch it comes"))?;
        let target = spec.into.clone().unwrap_or_else(|| repository.default_branch.clone());
        let sha =
            |name: &Option<String>| name.as_ref().map(|name| names.sha(project, name, &place)).transpose();
        let merge_commit = sha(&spec.merge_commit)?;
        let squash_commit = sha(&spec.squash_commit)?;
        let merged = merge_commit.as_ref().or(squash_commit.as_ref()).and_then(|sha| repository.get(sha));
        let head = match (&spec.head, merged.and_then(|commit| commit.parents.get(1))) {
            (Some(name), _) => names.sha(project, name, &place)?,
            (None, Some(second_parent)) => second_parent.clone(),
            (None, None) => names.sha(project, &format!("refs/heads/{source}"), &place)?,
        };
        let start = match merged.and_then(|commit| commit.parents.first()) {
            Some(before) => before.clone(),
            None => names.sha(project, &format!("refs/heads/{target}"), &place)?,
        };
        let base = match sha(&spec.base)? {
            Some(base) => Some(base),
            None => repository.merge_base(&start, &head).map(|commit| commit.sha.clone()),
        };
        let head_commit = repository.get(&head);
        let head_author = head_commit.map(|commit| self.committer(&commit.author.email));
        let author = match &spec.author {
            Some(username) => self.user_id(username, &place)?,
            None => head_author.unwrap_or_else(|| self.somebody()),
        };
        let is_merged = spec.state.as_deref() == Some("merged") || merged.is_some();
        let created_at = self.dates.or(spec.created_at.as_deref(), &place, || {
            head_commit.map_or(self.dates.now, |commit| commit.committed.at)
        })?;
        let merged_at = match (is_merged, self.dates.maybe(spec.merged_at.as_deref(), &place)?) {
            (true, None) => Some(merged.map_or(created_at, |commit| commit.committed.at)),
            (_, said) => said,
        };
        let merged_by = match (&spec.merged_by, is_merged) {
            (Some(username), _) => Some(self.user_id(username, &place)?),
            (None, true) => Some(merged.map_or(author, |commit| self.committer(&commit.committer.email))),
            (None, false) => None,
        };
        let closed_at = self.dates.maybe(spec.closed_at.as_deref(), &place)?;
        let updated_at = self.dates.maybe(spec.updated_at.as_deref(), &place)?.or(merged_at);
        let mut thread = self.thread(&Spec {
            place: place.clone(),
            id: 0,
            iid,
            title: &spec.title,
            description: spec.description.as_deref(),
            author,
            assignees: &spec.assignees,
            labels: &spec.labels,
            created_at,
            updated_at,
            closed_at,
            notes: &spec.notes,
        })?;
        thread.id = take(&mut self.state.ids.merge_request, spec.id);
        if let Some(state) = &spec.state {
            thread.state.clone_from(state);
        }
        Ok(MergeRequest {
            draft: spec.draft || thread.title.starts_with("Draft:"),
            thread,
            reviewers: self.user_ids(&spec.reviewers, &place)?,
            approved_by: Vec::new(),
            source_branch: source,
            target_branch: target,
            head,
            start,
            base,
            merged_at,
            merged_by,
            merge_commit,
            squash_commit,
            preparing: spec.preparing,
        })
    }

    pub(super) fn issues(&mut self, spec: &scenario::Project, project: &mut Project) -> Result<()> {
        let mut next_iid = 1;
        for item in &spec.issues {
            let iid = take(&mut next_iid, item.iid);
            let place = format!("{}#{iid}", spec.path);
            let author = match &item.author {
                Some(username) => self.user_id(username, &place)?,
                None => self.somebody(),
            };
            let created_at = self.dates.or(item.created_at.as_deref(), &place, || self.dates.now)?;
            let updated_at = self.dates.maybe(item.updated_at.as_deref(), &place)?;
            let closed_at = self.dates.maybe(item.closed_at.as_deref(), &place)?;
            let id = take(&mut self.state.ids.issue, item.id);
            let mut thread = self.thread(&Spec {
                place: place.clone(),
                id,
                iid,
                title: &item.title,
                description: item.description.as_deref(),
                author,
                assignees: &item.assignees,
                labels: &item.labels,
                created_at,
                updated_at,
                closed_at,
                notes: &item.notes,
            })?;
            thread.confidential = item.confidential;
            let issue = Issue { thread, incident: item.incident, severity: item.severity.clone() };
            if project.issues.insert(iid, issue).is_some() {
                return Err(ScenarioError::new(place, "there is another issue of this number"));
            }
        }
        Ok(())
    }

    fn thread(&mut self, spec: &Spec<'_>) -> Result<Thread> {
        let mut notes = Vec::new();
        let mut last = spec.created_at;
        for note in spec.notes {
            let at = self.dates.or(note.at.as_deref(), &spec.place, || spec.created_at)?;
            last = last.max(at);
            let id = take(&mut self.state.ids.note, note.id);
            let author = self.user_id(&note.author, &spec.place)?;
            notes.push(Note {
                system: note.system,
                internal: note.internal,
                ..Note::new(id, author, note.body.clone(), at)
            });
        }
        Ok(Thread {
            id: spec.id,
            iid: spec.iid,
            title: spec.title.to_owned(),
            description: spec.description.map(str::to_owned),
            author: spec.author,
            assignees: self.user_ids(spec.assignees, &spec.place)?,
            labels: spec.labels.to_vec(),
            state: if spec.closed_at.is_some() { "closed" } else { "opened" }.to_owned(),
            created_at: spec.created_at,
            updated_at: spec.updated_at.or(spec.closed_at).unwrap_or(last),
            closed_at: spec.closed_at,
            closed_by: spec.closed_at.map(|_| spec.author),
            locked: false,
            confidential: false,
            due_date: None,
            time: Time::default(),
            subscribers: Vec::new(),
            awards: Vec::new(),
            notes,
        })
    }
}
