//! What each command does.

use super::table::Action;
use super::{Found, Writing, people};
use crate::observe::Todo;
use crate::repository::{Commit, Moment, Signature, Tree, commit_id};
use crate::route::{Noteable, Place};
use crate::state::{MergeRequest, Project, State, Thread, merge};
use gitlab_core::ProjectPath;
use serde_json::{Map, Value, json};
use std::sync::Arc;

type Changes = Map<String, Value>;
type Applied = Option<(String, Changes)>;

/// Executes a command if its author may; `None` when it does not apply.
pub(super) fn apply(state: &mut State, writing: &Writing<'_>, found: &Found) -> Applied {
    let place = writing.place;
    let project = state.projects.get(&place.project)?;
    let thread = place.noteable.thread(project, place.iid)?;
    let role = state.role(writing.author, project);
    if !found.command.is_for(place.noteable, role, thread.author == writing.author) {
        return None;
    }
    let users = people::users(state, &found.argument, writing.author);
    let names: Vec<String> =
        users.iter().filter_map(|id| state.user(*id)).map(|user| format!("@{}", user.username)).collect();
    let known = Known { users, names: names.join(" ") };
    let todo = match found.command.action {
        Action::Assign | Action::Reassign => Some(("assigned", known.users.clone())),
        Action::Reviewer => Some(("review_requested", known.users.clone())),
        Action::Todo => Some(("marked", vec![writing.author])),
        _ => None,
    };
    let project = state.project_mut(place.project)?;
    let applied = match place.noteable {
        Noteable::MergeRequest => on_merge_request(project, writing, found, &known),
        Noteable::Issue => on_issue(project, writing, found),
        Noteable::Commit => return None,
    }
    .or_else(|| on_thread(place.noteable.thread_mut(project, place.iid)?, writing, found, &known))?;
    if let Some(thread) = place.noteable.thread_mut(project, place.iid) {
        thread.updated_at = writing.now;
    }
    if let Some((reason, users)) = todo {
        add_todos(state, place, reason, &users, writing.author);
    }
    Some(applied)
}

/// Gives to-dos to people, except for what they did themselves.
pub(crate) fn add_todos(state: &mut State, place: Place, reason: &str, users: &[u64], author: u64) {
    let Some(project) =
        state.projects.get(&place.project).and_then(|project| ProjectPath::parse(&project.path).ok())
    else {
        return;
    };
    for user in users.iter().filter(|user| **user != author || reason == "marked") {
        let Some(username) = state.user(*user).map(|user| user.username.clone()) else { continue };
        let todo =
            Todo { username, reason: reason.to_owned(), project: project.clone(), target: place.to_string() };
        state.todos.push(todo);
    }
}

/// What the argument of a command names.
struct Known {
    users: Vec<u64>,
    names: String,
}

fn done(message: impl Into<String>, changes: Value) -> Applied {
    let changes = match changes {
        Value::Object(changes) => changes,
        _ => Changes::new(),
    };
    Some((message.into(), changes))
}

fn kind(noteable: Noteable) -> &'static str {
    match noteable {
        Noteable::MergeRequest => "merge request",
        Noteable::Issue => "issue",
        Noteable::Commit => "commit",
    }
}

fn on_thread(thread: &mut Thread, writing: &Writing<'_>, found: &Found, known: &Known) -> Applied {
    let argument = found.argument.as_str();
    let what = kind(writing.place.noteable);
    match found.command.action {
        Action::Close if thread.state == "opened" => {
            thread.state = "closed".to_owned();
            thread.closed_at = Some(writing.now);
            thread.closed_by = Some(writing.author);
            done(format!("Closed this {what}."), json!({ "state_event": "close" }))
        }
        Action::Reopen if thread.state == "closed" => {
            thread.state = "opened".to_owned();
            thread.closed_at = None;
            thread.closed_by = None;
            done(format!("Reopened this {what}."), json!({ "state_event": "reopen" }))
        }
        Action::Title if !argument.is_empty() => {
            thread.title = argument.to_owned();
            done(format!("Changed the title to \"{argument}\"."), json!({ "title": argument }))
        }
        Action::Label => {
            let labels = people::labels(argument);
            if labels.is_empty() {
                return None;
            }
            for label in &labels {
                if !thread.labels.contains(label) {
                    thread.labels.push(label.clone());
                }
            }
            done(format!("Added {} label.", mark(&labels)), json!({ "add_label_ids": labels }))
        }
        Action::Unlabel => {
            let labels = people::labels(argument);
            thread.labels.retain(|own| !labels.is_empty() && !labels.contains(own));
            done("Removed labels.", json!({ "remove_label_ids": labels }))
        }
        Action::Relabel => {
            thread.labels = people::labels(argument);
            done("Replaced all labels.", json!({ "label_ids": thread.labels }))
        }
        Action::Assign if !known.users.is_empty() => {
            for user in &known.users {
                if !thread.assignees.contains(user) {
                    thread.assignees.push(*user);
                }
            }
            done(format!("Assigned {}.", known.names), json!({ "assignee_ids": thread.assignees }))
        }
        Action::Reassign if !known.users.is_empty() => {
            thread.assignees.clone_from(&known.users);
            done(format!("Assigned {}.", known.names), json!({ "assignee_ids": thread.assignees }))
        }
        Action::Unassign => {
            thread.assignees.retain(|own| !known.users.is_empty() && !known.users.contains(own));
            done("Removed assignees.", json!({ "assignee_ids": thread.assignees }))
        }
        Action::Lock if !thread.locked => {
            thread.locked = true;
            done("Locked the discussion.", json!({ "discussion_locked": true }))
        }
        Action::Unlock if thread.locked => {
            thread.locked = false;
            done("Unlocked the discussion.", json!({ "discussion_locked": false }))
        }
        Action::Estimate => {
            let seconds = people::seconds(argument)?;
            thread.time.estimate = seconds;
            done(format!("Set time estimate to {argument}."), json!({ "time_estimate": seconds }))
        }
        Action::RemoveEstimate => {
            thread.time.estimate = 0;
            done("Removed time estimate.", json!({ "time_estimate": 0 }))
        }
        Action::Spend => {
            let seconds = people::seconds(argument)?;
            thread.time.spent = thread.time.spent.saturating_add(seconds);
            done(format!("Added {argument} spent time."), json!({ "spend_time": { "duration": seconds } }))
        }
        Action::RemoveSpent => {
            thread.time.spent = 0;
            done("Removed spent time.", json!({ "spend_time": { "duration": "reset" } }))
        }
        Action::Todo => done("Added a to-do item.", json!({ "todo_event": "add" })),
        Action::Done => done("Marked to-do item as done.", json!({ "todo_event": "done" })),
        Action::Subscribe => {
            thread.subscribers.push(writing.author);
            done(format!("Subscribed to this {what}."), json!({ "subscription_event": "subscribe" }))
        }
        Action::Unsubscribe => {
            thread.subscribers.retain(|user| *user != writing.author);
            done(format!("Unsubscribed from this {what}."), json!({ "subscription_event": "unsubscribe" }))
        }
        Action::React => {
            let name = argument.trim_matches(':').to_owned();
            let message = format!("Toggled :{name}: emoji reaction.");
            let award = (name.clone(), writing.author);
            match thread.awards.iter().position(|known| *known == award) {
                Some(index) => drop(thread.awards.remove(index)),
                None => thread.awards.push(award),
            }
            done(message, json!({ "emoji_award": name }))
        }
        Action::Cc => done("CC", json!({})),
        _ => None,
    }
}

fn mark(labels: &[String]) -> String {
    labels.iter().map(|label| format!("~{label}")).collect::<Vec<_>>().join(" ")
}

fn on_issue(project: &mut Project, writing: &Writing<'_>, found: &Found) -> Applied {
    let argument = found.argument.as_str();
    let issue = project.issues.get_mut(&writing.place.iid)?;
    match found.command.action {
        Action::Confidential => {
            issue.thread.confidential = true;
            done("Made this issue confidential.", json!({ "confidential": true }))
        }
        Action::Severity if !argument.is_empty() => {
            let severity = argument.to_lowercase();
            let message = format!("Severity updated to {severity}.");
            issue.severity = Some(severity.clone());
            done(message, json!({ "severity": severity }))
        }
        Action::Incident if !issue.incident => {
            issue.incident = true;
            done("Issue has been promoted to incident.", json!({ "issue_type": "incident" }))
        }
        Action::Due if !argument.is_empty() => {
            issue.thread.due_date = Some(argument.to_owned());
            done(format!("Set the due date to {argument}."), json!({ "due_date": argument }))
        }
        Action::RemoveDue => {
            issue.thread.due_date = None;
            done("Removed the due date.", json!({ "due_date": null }))
        }
        Action::Duplicate => {
            let original: u64 = argument.trim_start_matches('#').parse().ok()?;
            issue.thread.state = "closed".to_owned();
            issue.thread.closed_at = Some(writing.now);
            issue.thread.closed_by = Some(writing.author);
            done(
                format!("Closed this issue. Marked as related to, and a duplicate of, #{original}."),
                json!({ "canonical_issue_id": original, "state_event": "close" }),
            )
        }
        _ => None,
    }
}

fn on_merge_request(project: &mut Project, writing: &Writing<'_>, found: &Found, known: &Known) -> Applied {
    if found.command.action == Action::Merge {
        return merge_now(project, writing);
    }
    let argument = found.argument.as_str();
    let it = project.merge_requests.get_mut(&writing.place.iid)?;
    match found.command.action {
        Action::Reviewer if !known.users.is_empty() => {
            for user in &known.users {
                if !it.reviewers.contains(user) {
                    it.reviewers.push(*user);
                }
            }
            done(format!("Assigned {} as reviewer.", known.names), json!({ "reviewer_ids": it.reviewers }))
        }
        Action::RemoveReviewer => {
            it.reviewers.retain(|own| !known.users.is_empty() && !known.users.contains(own));
            done("Removed reviewers.", json!({ "reviewer_ids": it.reviewers }))
        }
        Action::Approve if !it.approved_by.contains(&writing.author) => {
            it.approved_by.push(writing.author);
            done("Approved the current merge request.", json!({ "approve": true }))
        }
        Action::Unapprove if it.approved_by.contains(&writing.author) => {
            it.approved_by.retain(|user| *user != writing.author);
            done("Unapproved the current merge request.", json!({ "unapprove": true }))
        }
        Action::Draft => {
            set_draft(it, true);
            done("Set the draft status.", json!({ "wip_event": "draft" }))
        }
        Action::Ready => {
            set_draft(it, false);
            done("Set the ready status.", json!({ "wip_event": "ready" }))
        }
        Action::Title if !argument.is_empty() => {
            it.draft = argument.starts_with("Draft:");
            it.thread.title = argument.to_owned();
            done(format!("Changed the title to \"{argument}\"."), json!({ "title": argument }))
        }
        Action::TargetBranch if project.repository.branches.contains_key(argument) => {
            it.target_branch = argument.to_owned();
            done(format!("Set target branch to {argument}."), json!({ "target_branch": argument }))
        }
        Action::Rebase if it.thread.state == "opened" => {
            done("Scheduled a rebase.", json!({ "rebase": it.head }))
        }
        _ => None,
    }
}

fn set_draft(it: &mut MergeRequest, draft: bool) {
    it.draft = draft;
    let title = it.thread.title.trim_start_matches("Draft:").trim_start();
    it.thread.title = if draft { format!("Draft: {title}") } else { title.to_owned() };
}

/// Merges with a merge commit. GitLab also wants to be told the head that the author has seen; here a wrong
/// one keeps it from merging, but none does not, so that a hostile text cannot go unnoticed.
fn merge_now(project: &mut Project, writing: &Writing<'_>) -> Applied {
    let it = project.merge_requests.get(&writing.place.iid)?;
    let can =
        it.thread.state == "opened" && !it.draft && writing.seen_head.is_none_or(|seen| seen == it.head);
    let repository = &project.repository;
    let target = repository.branches.get(&it.target_branch).and_then(|sha| repository.get(sha));
    let (true, Some(target), Some(head)) = (can, target, repository.get(&it.head)) else { return None };
    let base = repository.merge_base(&target.sha, &head.sha);
    let base = repository.tree(base.map(|base| base.sha.as_str()));
    let mut tree = Tree::clone(&target.tree);
    merge(&mut tree, &base, &head.tree);
    let signature = Signature { name: "GitLab".to_owned(), email: "gitlab@noreply.example.com".to_owned() };
    let moment = Moment { at: writing.now, offset_seconds: 0 };
    let mut commit = Commit {
        sha: String::new(),
        parents: vec![target.sha.clone(), head.sha.clone()],
        message: format!(
            "Merge branch '{}' into '{}'\n\n{}\n\nSee merge request {}!{}",
            it.source_branch, it.target_branch, it.thread.title, project.path, it.thread.iid
        ),
        author: signature.clone(),
        authored: moment,
        committer: signature,
        committed: moment,
        tree: Arc::new(tree),
        branch: it.target_branch.clone(),
        sequence: 0,
    };
    commit.sha = commit_id(&commit);
    let start = target.sha.clone();
    let commit = project.repository.add(commit);
    project.repository.branches.insert(commit.branch.clone(), commit.sha.clone());
    let it = project.merge_requests.get_mut(&writing.place.iid)?;
    it.start = start;
    it.thread.state = "merged".to_owned();
    it.merged_at = Some(writing.now);
    it.merged_by = Some(writing.author);
    it.merge_commit = Some(commit.sha.clone());
    done("Merged this merge request.", json!({ "merge": it.head }))
}
