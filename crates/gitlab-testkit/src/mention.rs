//! What a text does to others: mentions give to-dos, references leave cross-links.

use crate::markdown::visible_text;
use crate::observe::CrossReference;
use crate::quick_action::add_todos;
use crate::route::{Noteable, Place};
use crate::state::{Note, Project, State, take};
use gitlab_core::{ProjectPath, Timestamp};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// `@name`, `!2`, `#7`, `group/project!2`, a commit's hash, and URLs of merge requests and issues.
const PATTERN: &str = concat!(
    r"(?P<url>https?://[^\s<>()]+?/(?P<url_project>[A-Za-z0-9_.][A-Za-z0-9_./-]*?)/-/(?P<url_kind>merge_requests|issues)/(?P<url_iid>\d+))",
    r"|@(?P<user>[A-Za-z0-9_][A-Za-z0-9_./-]*)",
    r"|(?P<project>[A-Za-z0-9_.][A-Za-z0-9_./-]*)?(?P<kind>[#!])(?P<iid>\d+)",
    r"|(?P<sha>[0-9a-f]{7,40})",
);

fn pattern() -> Option<&'static Regex> {
    static REGEX: OnceLock<Option<Regex>> = OnceLock::new();
    REGEX.get_or_init(|| Regex::new(PATTERN).ok()).as_ref()
}

/// Whom and what a text names, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    /// Without the `@`.
    users: BTreeSet<String>,
    /// The path of another project, the sign and the number.
    threads: BTreeSet<(Option<String>, char, u64)>,
    commits: BTreeSet<String>,
}

pub(crate) fn names(text: &str) -> Names {
    let mut names = Names::default();
    let text = visible_text(text);
    let Some(pattern) = pattern() else { return names };
    for captures in pattern.captures_iter(&text) {
        let Some(whole) = captures.get(0) else { continue };
        let before = text.get(..whole.start()).and_then(|before| before.chars().next_back());
        let after = text.get(whole.end()..).and_then(|after| after.chars().next());
        // Inside of a word, behind a backslash, in an entity: not meant.
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '\\' | '&' | '/')) {
            continue;
        }
        let group = |name: &str| captures.name(name).map(|group| group.as_str());
        if let Some(user) = group("user") {
            names.users.insert(user.trim_end_matches(['.', '-', '/']).to_lowercase());
        } else if let (Some(project), Some(kind), Some(iid)) =
            (group("url_project"), group("url_kind"), group("url_iid"))
        {
            let sign = if kind == "issues" { '#' } else { '!' };
            names.threads.extend(iid.parse().ok().map(|iid| (Some(project.to_owned()), sign, iid)));
        } else if let (Some(kind), Some(iid)) = (group("kind"), group("iid")) {
            let sign = if kind == "#" { '#' } else { '!' };
            if after.is_none_or(|c| !c.is_alphanumeric()) {
                let project = group("project").map(str::to_owned);
                names.threads.extend(iid.parse().ok().map(|iid| (project, sign, iid)));
            }
        } else if let Some(sha) = group("sha")
            && after.is_none_or(|c| !c.is_alphanumeric())
        {
            names.commits.insert(sha.to_owned());
        }
    }
    names
}

/// Lets a text that stands at `place` from now on have its effect on others. What stood there before has had
/// its effect already.
pub(crate) fn notify(
    state: &mut State,
    place: Place,
    author: u64,
    (before, text): (&str, &str),
    now: Timestamp,
) {
    let (old, new) = (names(before), names(text));
    let Some(project) = state.projects.get(&place.project) else { return };
    let mut mentioned = BTreeSet::new();
    for name in new.users.difference(&old.users) {
        mentioned.extend(people(state, project, name));
    }
    let mentioned: Vec<u64> = mentioned.into_iter().collect();
    add_todos(state, place, "mentioned", &mentioned, author);
    for (other, sign, iid) in new.threads.difference(&old.threads) {
        cross_link(state, place, author, (other.as_deref(), *sign, *iid), now);
    }
    for sha in new.commits.difference(&old.commits) {
        let Some(project) = state.projects.get(&place.project) else { return };
        if let Some(commit) = project.repository.resolve(sha)
            && let Ok(path) = ProjectPath::parse(&project.path)
        {
            let reference = CrossReference {
                from: format!("{}{place}", project.path),
                project: path,
                target: commit.sha.clone(),
            };
            state.references.push(reference);
        }
    }
}

/// The users that a name means: one, the members of a group, or all of the project's.
fn people(state: &State, project: &Project, name: &str) -> Vec<u64> {
    if let Some(user) = state.user_by_name(name) {
        return vec![user.id];
    }
    let is_group = project.path.to_lowercase().starts_with(&format!("{name}/"));
    if is_group || name == "all" { project.members.keys().copied().collect() } else { Vec::new() }
}

fn cross_link(
    state: &mut State,
    from: Place,
    author: u64,
    (other, sign, iid): (Option<&str>, char, u64),
    now: Timestamp,
) {
    let noteable = if sign == '#' { Noteable::Issue } else { Noteable::MergeRequest };
    let Some(source) = state.projects.get(&from.project) else { return };
    let target = match other {
        Some(path) if path.contains('/') => state.project(path),
        Some(slug) => state.project(&format!("{}/{slug}", source.namespace())),
        None => Some(source),
    };
    let Some(target) = target.filter(|target| noteable.thread(target, iid).is_some()) else { return };
    let place = Place { noteable, project: target.id, iid };
    if place == from {
        return;
    }
    let (source_path, target_path) = (source.path.clone(), target.path.clone());
    let same = place.project == from.project;
    let what = match from.noteable {
        Noteable::MergeRequest => "merge request",
        Noteable::Issue => "issue",
        Noteable::Commit => "commit",
    };
    let body = if same {
        format!("mentioned in {what} {from}")
    } else {
        format!("mentioned in {what} {source_path}{from}")
    };
    if let Ok(project) = ProjectPath::parse(&target_path) {
        let reference =
            CrossReference { from: format!("{source_path}{from}"), project, target: place.to_string() };
        if state.references.contains(&reference) {
            return;
        }
        state.references.push(reference);
    }
    let id = take(&mut state.ids.note, None);
    if let Some(thread) = state.project_mut(place.project).and_then(|it| noteable.thread_mut(it, iid)) {
        thread.notes.push(Note { system: true, ..Note::new(id, author, body, now) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_is_one() {
        assert!(pattern().is_some());
    }

    #[test]
    fn what_is_meant_and_what_is_not() {
        let names = names(
            "@maria and `@omar`, mail@gia.example, \\@gia, &#64;gia; see !2, #7x, shop/charts!3, group#4,\n\
             https://gitlab.example.com/open/site/-/issues/5, deadbeef, `!9`\n\n```\n@root #8\n```\n",
        );
        assert_eq!(names.users.iter().collect::<Vec<_>>(), ["maria"]);
        let threads: Vec<_> =
            names.threads.iter().map(|(project, sign, iid)| (project.as_deref(), *sign, *iid)).collect();
        assert_eq!(
            threads,
            [
                (None, '!', 2),
                (Some("group"), '#', 4),
                (Some("open/site"), '#', 5),
                (Some("shop/charts"), '!', 3)
            ]
        );
        assert_eq!(names.commits.iter().collect::<Vec<_>>(), ["deadbeef"]);
    }
}
