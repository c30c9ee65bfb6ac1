//! Whether the token's user has the role in the project.

use super::finding::{Check, Finding, Level};
use super::identity::{Identity, TokenKind};
use super::questions::{Answers, is_granular, is_scope};
use super::wanted::Ability;
use gitlab_core::types::{AccessLevel, Project, ProjectPermissions, Visibility};
use gitlab_core::{ApiError, ApiErrorKind};

/// The role in the project, so far as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// This one.
    Told(AccessLevel),
    /// It is no member.
    NoMember,
    /// GitLab does not tell.
    Unknown,
}

impl Role {
    pub(super) fn of(answers: &Answers, identity: &Identity) -> Self {
        let Some(project) = answers.found_project() else { return Self::Unknown };
        if let Some(level) = project.permissions.as_ref().and_then(ProjectPermissions::access_level) {
            return Self::Told(level);
        }
        match &answers.member {
            Some(Ok(member)) => Self::Told(member.access_level),
            Some(Err(error)) if error.is_not_found() => Self::NoMember,
            None if identity.kind == TokenKind::Anonymous => Self::NoMember,
            _ => Self::Unknown,
        }
    }

    pub(super) fn level(self) -> Option<AccessLevel> {
        match self {
            Self::Told(level) => Some(level),
            Self::NoMember | Self::Unknown => None,
        }
    }
}

/// Whether the role is enough for the ability; `None` where no project is named.
pub(super) fn finding(
    ability: Ability,
    answers: &Answers,
    identity: &Identity,
    role: Role,
) -> Option<Finding> {
    let finding = match answers.project.as_ref()? {
        Ok(project) => judged(ability, project, identity, role),
        Err(error) => refused(error, answers, identity),
    };
    Some(finding.of_ability(ability))
}

fn judged(ability: Ability, project: &Project, identity: &Identity, role: Role) -> Finding {
    let finding = |level, message: String| Finding::new(Check::Role, level, message);
    let path = &project.path_with_namespace;
    if ability == Ability::WriteBack && project.archived == Some(true) {
        return finding(Level::Problem, format!("{path} is archived, so that nothing can be written"))
            .advice("unarchive the project, or name another one");
    }
    if identity.is_admin {
        return finding(Level::Ok, format!("an administrator in {path}"));
    }
    let needed = ability.role();
    let name = |level: AccessLevel| match level.name() {
        Some(name) => name.to_owned(),
        None => format!("role {level}"),
    };
    let has = match role {
        Role::Told(level) if level >= needed => {
            return finding(Level::Ok, format!("{} in {path}", name(level)));
        }
        Role::Told(level) => format!("only {} in {path}", name(level)),
        Role::NoMember => format!("no member of {path}"),
        Role::Unknown => {
            return finding(Level::Unknown, format!("GitLab does not tell the role in {path}"))
                .advice(format!("see that the token's user is at least {} there", name(needed)));
        }
    };
    let advice = format!("give the token's user at least the role {} in the project", name(needed));
    // Everybody may read such a project, and whoever is signed in may comment there; parts of it may be hidden all the same.
    let is_open = matches!(project.visibility, Some(Visibility::Public | Visibility::Internal));
    let may_comment = identity.kind != TokenKind::Anonymous;
    let enough = match ability {
        Ability::Read => is_open,
        Ability::WriteBack => is_open && may_comment,
        Ability::Hooks => false,
    };
    match (enough, identity.kind) {
        (true, TokenKind::Anonymous) => finding(Level::Ok, format!("{path} is public")),
        (true, _) => {
            finding(Level::Warning, format!("{has}: what the project shows to its members alone is not seen"))
                .advice(advice)
        }
        (false, TokenKind::Anonymous) => finding(Level::Problem, format!("nobody in {path} without a token"))
            .advice(format!("give a token whose user is at least {} in the project", name(needed))),
        (false, _) => finding(Level::Problem, format!("{has}, and it takes {}", name(needed))).advice(advice),
    }
}

fn refused(error: &ApiError, answers: &Answers, identity: &Identity) -> Finding {
    let finding = |level, message: String| Finding::new(Check::Role, level, message);
    if is_granular(error) {
        // A token that is known to be none of them is shut out for good.
        if answers.found_token().is_some_and(|token| !token.is_fine_grained()) {
            return finding(Level::Problem, "this project accepts fine-grained tokens only".to_owned())
                .advice("make a fine-grained token for this project");
        }
        return finding(
            Level::Unknown,
            "a fine-grained token, which may not ask about the project".to_owned(),
        )
        .advice("see in GitLab that it has its permissions for this project");
    }
    if is_scope(error) {
        return finding(Level::Unknown, "not told for want of a scope".to_owned());
    }
    let accepted = answers.found_user().is_some() || answers.found_token().is_some();
    let level = match error.kind() {
        ApiErrorKind::NotFound if identity.kind == TokenKind::Job => Level::Unknown,
        ApiErrorKind::NotFound => Level::Problem,
        ApiErrorKind::InvalidRequest => Level::Problem,
        ApiErrorKind::Unauthenticated if identity.kind == TokenKind::Anonymous => Level::Problem,
        ApiErrorKind::Forbidden if accepted => Level::Problem,
        _ => Level::Unknown,
    };
    Finding::of_error(Check::Role, level, error, "check the spelling of the project")
}
