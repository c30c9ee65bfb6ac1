//! Merge requests, commits and files.

use super::foreign::{changed_file, field, labelled, list, time};
use super::page::{Kind, Part};
use super::words::Words;
use crate::evidence::{
    BlameEvidence, CodeOwnersEvidence, CommitEvidence, FileEvidence, MergeRequestEvidence,
};
use code_correlation::change::ChangeSet;
use code_correlation::owners::OwnedPaths;
use code_correlation::suspect::IgnoredRevisions;
use gitlab_core::types::MergeRequestState;

pub(super) fn merge_request(merge_request: &MergeRequestEvidence) -> Part {
    let state = match merge_request.state {
        MergeRequestState::Opened => ", open",
        MergeRequestState::Closed => ", closed",
        MergeRequestState::Merged => ", merged",
        MergeRequestState::Locked => ", being merged",
        _ => ", in a state that is not known here",
    };
    let mut heading = Words::new("Merge request !")
        .number(merge_request.iid.get())
        .and(state)
        .and_if(merge_request.draft, ", a draft");
    if let Some(at) = merge_request.merged_at {
        heading = heading.and(" at ").time(at);
    }
    if let Some(sha) = &merge_request.sha {
        heading = heading.and(", head ").sha(sha);
    }
    let people =
        |people: &[String]| (!people.is_empty()).then(|| list(people.iter().map(|person| field(person))));
    let mut lines = vec![
        field(&merge_request.title),
        format!("{} into {}", field(&merge_request.source_branch), field(&merge_request.target_branch)),
    ];
    if let MergeRequestState::Other(word) = &merge_request.state {
        lines.push(format!("state: {}", field(word)));
    }
    lines.extend(labelled("author", merge_request.author.as_deref()));
    lines.extend(people(&merge_request.reviewers).map(|all| format!("reviewers: {all}")));
    lines.extend(people(&merge_request.labels).map(|all| format!("labels: {all}")));
    lines.extend(labelled("merged by", merge_request.merged_by.as_deref()));
    lines.extend(merge_request.description.clone());
    Part::new(Kind::MergeRequest, heading, &lines)
}

pub(super) fn changed_files(changes: &ChangeSet) -> Option<Part> {
    let heading = with_totals(Words::new("Changed files ("), changes).and(")");
    Part::list(Kind::ChangedFiles, heading, changes.files.iter().map(changed_file))
}

pub(super) fn code_owners(owners: &CodeOwnersEvidence) -> Option<Part> {
    let heading = Words::new("Code owners of the changed files (").count(owners.owned.len()).and(" rules)");
    Part::list(Kind::CodeOwners, heading, owners.owned.iter().map(owned_paths))
}

fn owned_paths(owned: &OwnedPaths) -> String {
    let owners = list(owned.owners.iter().map(|owner| field(&owner.to_string())));
    let mut line = format!("- {owners}: {}", list(owned.paths.iter().map(|path| field(path))));
    if let Some(section) = &owned.section {
        line.push_str(&format!(", section {}", field(section)));
    }
    if owned.optional {
        line.push_str(", optional");
    }
    line
}

pub(super) fn commit(commit: &CommitEvidence, ignored: Option<&IgnoredRevisions>) -> Part {
    let mut heading = Words::new("Commit ").sha(&commit.sha);
    if let Some(at) = commit.committed_at {
        heading = heading.and(", ").time(at);
    }
    heading = heading.and_if(commit.parents > 1, ", a merge");
    let is_ignored = ignored.is_some_and(|ignored| ignored.contains(commit.sha.as_str()));
    heading = heading.and_if(is_ignored, ", listed in .git-blame-ignore-revs");
    heading = match &commit.changes {
        Some(changes) => with_totals(heading.and(", "), changes),
        None => heading.and(", changes not read"),
    };
    let mut lines =
        vec![commit.message.clone().unwrap_or_else(|| commit.title.clone()).trim_end().to_owned()];
    lines.extend(labelled("author", commit.author.as_deref()));
    let files = commit.changes.iter().flat_map(|changes| &changes.files);
    lines.extend(files.map(|file| format!("- {}", changed_file(file))));
    Part::new(Kind::Commit, heading, &lines)
}

fn with_totals(words: Words, changes: &ChangeSet) -> Words {
    let stats = &changes.stats;
    let words = words
        .and_if(!stats.complete, "at least ")
        .number(stats.files)
        .and(" files, +")
        .number(stats.additions)
        .and(" -")
        .number(stats.deletions);
    match changes.omitted_files {
        0 => words,
        omitted => words.and(", ").count(omitted).and(" of them not listed"),
    }
}

pub(super) fn blame(blame: &[BlameEvidence]) -> Option<Part> {
    let heading = Words::new("Who last changed the lines that failures name (").count(blame.len()).and(")");
    Part::list(Kind::Blame, heading, blame.iter().map(blamed))
}

fn blamed(blamed: &BlameEvidence) -> String {
    let mut parts = vec![format!(
        "- {}:{} in {}: commit {} {}",
        field(&blamed.path),
        blamed.line,
        field(&blamed.project),
        field(blamed.commit.short()),
        field(&blamed.title)
    )];
    parts.extend(labelled("by", blamed.author.as_deref()));
    parts.push(time(blamed.committed_at));
    parts.extend(blamed.merge_request.map(|iid| format!("in !{iid}")));
    if blamed.ignored {
        parts.push("listed in .git-blame-ignore-revs".to_owned());
    }
    parts.join(", ")
}

pub(super) fn file(file: &FileEvidence) -> Part {
    let mut heading = Words::new("File at commit ").sha(&file.sha);
    if let Some(line) = file.line {
        heading = heading.and(", line ").number(line);
    }
    let mut lines = vec![format!("{} in {}", field(&file.path), field(&file.project))];
    lines.extend(file.lines.iter().map(|line| format!("{:>5} {}", line.number, line.text)));
    Part::new(Kind::File, heading, &lines)
}
