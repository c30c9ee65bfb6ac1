//! `group/project!42` and its likes.

use super::{GitLabReference, ReferenceError, ReferenceTarget};
use crate::{CommitSha, ProjectRef};

/// Reads `project!42`, `project#7` or `project@hash`, where the project is a path or a number.
pub(super) fn parse(text: &str) -> Result<GitLabReference, ReferenceError> {
    let (at, sigil) = text.char_indices().rfind(|(_, c)| is_sigil(*c)).ok_or(ReferenceError::Unknown)?;
    let (project, name) = text.split_at_checked(at).ok_or(ReferenceError::Unknown)?;
    let name = name.get(1..).unwrap_or_default();
    let target = target(sigil, name).ok_or(ReferenceError::Unknown)?;
    if project.is_empty() {
        return Err(ReferenceError::Unknown);
    }
    let project: ProjectRef = project.parse().map_err(ReferenceError::Project)?;
    Ok(GitLabReference::new(project, target))
}

pub(super) fn is_sigil(c: char) -> bool {
    matches!(c, '!' | '#' | '@')
}

/// What a sigil with a name means.
pub(super) fn target(sigil: char, name: &str) -> Option<ReferenceTarget> {
    let number = || {
        let is_number = !name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit());
        name.parse::<u64>().ok().filter(|_| is_number)
    };
    match sigil {
        '!' => number().map(|iid| ReferenceTarget::MergeRequest { iid: crate::MergeRequestIid::new(iid) }),
        '#' => number().map(|iid| ReferenceTarget::Issue { iid: crate::IssueIid::new(iid) }),
        '@' => name.parse::<CommitSha>().ok().map(|sha| ReferenceTarget::Commit { sha }),
        _ => None,
    }
}
