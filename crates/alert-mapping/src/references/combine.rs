//! From numbers, names and projects to references.

use super::collect::{Collected, Fact, is_project};
use super::found::{FoundReference, Naming, References, Unused, UnusedReason};
use super::keys::Role;
use super::order;
use crate::ServiceMapping;
use gitlab_core::{
    CommitSha, DeploymentId, FileView, GitLabReference, Instance, JobId, MergeRequestIid, PipelineId,
    ProjectRef, RefAndPath, ReferenceError, ReferenceTarget,
};

/// A project that the payload names, to which numbers and names can belong.
#[derive(Clone, Debug)]
struct NamedProject {
    project: ProjectRef,
    instance: Option<Instance>,
    naming: Naming,
    path: String,
    place: String,
}

/// Puts together what was collected.
///
/// A number belongs to the project that is named in the same object, else to the one that is named most surely
/// anywhere: by a GitLab key, a URL, a short form, a general key, the service mapping.
pub(crate) fn combine(collected: Collected, service: Option<&ServiceMapping>) -> References {
    let mut unused = Vec::new();
    let projects = projects(&collected, service, &mut unused);
    let mut references = collected.mentions.clone();
    let default_branch = service.and_then(|service| service.default_branch.as_deref());
    for fact in &collected.facts {
        let is_mentioned = collected.mentions.iter().any(|mention| mention.path == fact.path);
        match target(fact, &collected.facts, default_branch) {
            Reading::Thing(target, words) => {
                let Some(project) = project_for(&fact.place, &projects) else {
                    let reason = UnusedReason::NoProject(words);
                    unused.push(Unused { path: fact.path.clone(), reason });
                    continue;
                };
                let reference = GitLabReference::new(project.project.clone(), target);
                references.push(FoundReference {
                    reference: on(reference, project.instance.as_ref()),
                    path: fact.path.clone(),
                    naming: fact.naming.clone(),
                });
            }
            Reading::Unreadable(expected) if matches!(fact.naming, Naming::GitLabKey(_)) && !is_mentioned => {
                unused.push(Unused { path: fact.path.clone(), reason: UnusedReason::Unreadable(expected) });
            }
            Reading::Unreadable(_) | Reading::Nothing => {}
        }
    }
    for named in projects.iter().filter(|named| !matches!(named.naming, Naming::Url | Naming::ShortForm)) {
        let reference = GitLabReference::new(named.project.clone(), ReferenceTarget::Project);
        references.push(FoundReference {
            reference: on(reference, named.instance.as_ref()),
            path: named.path.clone(),
            naming: named.naming.clone(),
        });
    }
    order::sort(&mut references);
    references.dedup();
    unused.extend(unknown_hosts(&collected, !unused.is_empty()));
    unused.extend(collected.unused);
    unused.sort_by(|one, other| one.path.cmp(&other.path));
    unused.dedup();
    References {
        conflicts: order::conflicts(&references),
        references,
        unused,
        looked_in: collected.looked_in,
        values: collected.values,
        complete: collected.complete,
    }
}

/// Repositories on hosts that are not configured. Any forge has repositories, so they are worth a word only when
/// something is left without a project, or the host calls itself GitLab.
fn unknown_hosts(collected: &Collected, is_project_missing: bool) -> Vec<Unused> {
    let hints = collected.facts.iter().filter_map(|fact| {
        if !matches!(fact.role, Role::Project | Role::Repository) {
            return None;
        }
        let Err(ReferenceError::OtherHost { host }) =
            GitLabReference::parse(&fact.value, &collected.instances)
        else {
            return None;
        };
        let is_likely = is_project_missing || host.contains("gitlab");
        is_likely.then(|| Unused { path: fact.path.clone(), reason: UnusedReason::UnknownHost(host) })
    });
    hints.collect()
}

fn on(reference: GitLabReference, instance: Option<&Instance>) -> GitLabReference {
    match instance {
        Some(instance) => reference.on(instance.clone()),
        None => reference,
    }
}

/// Every project that is named, the most sure first; a path before a number, because a page needs the path.
fn projects(
    collected: &Collected,
    service: Option<&ServiceMapping>,
    unused: &mut Vec<Unused>,
) -> Vec<NamedProject> {
    let mut projects = Vec::new();
    for fact in &collected.facts {
        let parsed = match fact.role {
            Role::Project => fact.value.parse().map(|project| (project, None)).ok(),
            Role::Repository => None,
            _ => continue,
        };
        let parsed = parsed.or_else(|| {
            let reference = GitLabReference::parse(&fact.value, &collected.instances).ok()?;
            Some((reference.project().clone(), reference.instance().cloned()))
        });
        match parsed {
            Some((project, instance)) => projects.push(NamedProject {
                project,
                instance,
                naming: fact.naming.clone(),
                path: fact.path.clone(),
                place: fact.place.clone(),
            }),
            None if matches!(fact.naming, Naming::GitLabKey(_)) => {
                let reason = UnusedReason::Unreadable("project of a configured GitLab");
                unused.push(Unused { path: fact.path.clone(), reason });
            }
            None => {}
        }
    }
    for mention in &collected.mentions {
        projects.push(NamedProject {
            project: mention.reference.project().clone(),
            instance: mention.reference.instance().cloned(),
            naming: mention.naming.clone(),
            path: mention.path.clone(),
            // The object around the text; what it mentions by the way is not what a key beside it belongs to,
            // unless it is the project and nothing more.
            place: if is_project(&mention.reference) {
                parent(&mention.path).to_owned()
            } else {
                String::new()
            },
        });
    }
    if let Some(service) = service {
        projects.push(NamedProject {
            project: service.project.clone(),
            instance: None,
            naming: Naming::ServiceMapping,
            path: "$".to_owned(),
            place: String::new(),
        });
    }
    projects.sort_by_key(|named| (named.naming.rank(), named.project.path().is_none()));
    projects
}

fn project_for<'p>(place: &str, projects: &'p [NamedProject]) -> Option<&'p NamedProject> {
    projects.iter().find(|named| named.place == place).or_else(|| projects.first())
}

/// The object around the field at a JSON path.
fn parent(path: &str) -> &str {
    let end = if path.ends_with("']") { path.rfind("['") } else { path.rfind(['.', '[']) };
    end.and_then(|end| path.get(..end)).unwrap_or(path)
}

enum Reading {
    /// A thing of a project, and its name in words.
    Thing(ReferenceTarget, String),
    /// The value is nothing that the key can have.
    Unreadable(&'static str),
    /// Not the name of a thing, or only a part of one.
    Nothing,
}

fn target(fact: &Fact, facts: &[Fact], default_branch: Option<&str>) -> Reading {
    let number = |expected: &'static str, make: fn(u64) -> ReferenceTarget| match number(&fact.value) {
        Some(number) => Reading::Thing(make(number), format!("{expected} {number}")),
        None => Reading::Unreadable(expected),
    };
    match fact.role {
        Role::MergeRequest => {
            number("merge request", |n| ReferenceTarget::MergeRequest { iid: MergeRequestIid::new(n) })
        }
        Role::Pipeline => number("pipeline", |n| ReferenceTarget::Pipeline { id: PipelineId::new(n) }),
        Role::Job => number("job", |n| ReferenceTarget::Job { id: JobId::new(n) }),
        Role::Deployment => {
            number("deployment", |n| ReferenceTarget::Deployment { id: DeploymentId::new(n) })
        }
        Role::Commit => match commit(&fact.value) {
            Some(sha) => {
                Reading::Thing(ReferenceTarget::Commit { sha: sha.clone() }, format!("commit {sha}"))
            }
            None => Reading::Unreadable("commit hash"),
        },
        Role::Ref => git_ref(fact, facts),
        Role::File => file(fact, facts, default_branch),
        Role::Project | Role::Repository | Role::Environment => Reading::Nothing,
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = text.trim_start_matches('!');
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_number)
}

/// A hash, also behind the name of a release (`checkout@9df54aa2…`). Digits alone are more likely a version.
fn commit(text: &str) -> Option<CommitSha> {
    let hash = text.rsplit('@').next()?;
    let sha: CommitSha = hash.parse().ok()?;
    let is_hash = sha.is_whole() || hash.bytes().any(|byte| !byte.is_ascii_digit());
    (is_hash && !sha.is_null()).then_some(sha)
}

fn git_ref(fact: &Fact, facts: &[Fact]) -> Reading {
    let name = fact.value.as_str();
    if let Some(rest) = name.strip_prefix("refs/merge-requests/") {
        let iid = rest.split('/').next().and_then(number);
        return match iid {
            Some(n) => {
                let target = ReferenceTarget::MergeRequest { iid: MergeRequestIid::new(n) };
                Reading::Thing(target, format!("merge request {n}"))
            }
            None => Reading::Unreadable("ref"),
        };
    }
    if let Some(tag) = name.strip_prefix("refs/tags/") {
        return Reading::Thing(ReferenceTarget::Tag { name: tag.to_owned() }, "a tag".to_owned());
    }
    let name = name.strip_prefix("refs/heads/").unwrap_or(name);
    if RefAndPath::joined(name).is_err()
        || name.contains(|c: char| c.is_whitespace() || "~^:?*[\\".contains(c))
    {
        return Reading::Unreadable("ref");
    }
    if let Some(sha) = commit(name).filter(CommitSha::is_whole) {
        return Reading::Thing(ReferenceTarget::Commit { sha: sha.clone() }, format!("commit {sha}"));
    }
    // The ref of a file is no reference of its own.
    if facts.iter().any(|other| other.role == Role::File && other.place == fact.place) {
        return Reading::Nothing;
    }
    Reading::Thing(ReferenceTarget::Branch { name: name.to_owned() }, "a branch".to_owned())
}

fn file(fact: &Fact, facts: &[Fact], default_branch: Option<&str>) -> Reading {
    let refs = || facts.iter().filter(|other| other.role == Role::Ref);
    let beside = refs().find(|other| other.place == fact.place).or_else(|| refs().next());
    // `HEAD` is the default branch, whatever its name.
    let ref_name = beside.map(|other| other.value.as_str()).or(default_branch).unwrap_or("HEAD");
    let ref_name = ref_name.strip_prefix("refs/heads/").unwrap_or(ref_name);
    let path = fact.value.trim_start_matches("./").trim_matches('/');
    match RefAndPath::new(ref_name, path) {
        Ok(location) if !path.is_empty() => Reading::Thing(
            ReferenceTarget::File { view: FileView::Blob, location, lines: None },
            "a file".to_owned(),
        ),
        _ => Reading::Unreadable("file path"),
    }
}
