//! Whether the token has the scopes.

use super::finding::{Check, Finding, Level};
use super::identity::{Identity, TokenKind};
use super::questions::{Answers, is_scope};
use super::wanted::Ability;

/// Whether the token has a scope that the ability needs.
pub(super) fn finding(ability: Ability, answers: &Answers, identity: &Identity) -> Finding {
    let finding = |level, message: String| Finding::new(Check::Scope, level, message).of_ability(ability);
    let needed = ability.scopes().join(" or ");
    if let Some(scopes) = &identity.scopes {
        let has = ability.scopes().iter().find(|needed| scopes.iter().any(|scope| scope == *needed));
        return match has {
            Some(scope) => finding(Level::Ok, format!("the token has {scope}")),
            None => {
                let has = if scopes.is_empty() { "none".to_owned() } else { scopes.join(", ") };
                finding(Level::Problem, format!("the token lacks {needed}; it has {has}"))
                    .advice(make_one(ability))
            }
        };
    }
    // Both may be asked with the scopes read_api and api.
    let refused = [
        answers.user.as_ref().and_then(|answer| answer.as_ref().err()),
        answers.project.as_ref().and_then(|answer| answer.as_ref().err()),
    ];
    if refused.into_iter().flatten().any(is_scope) {
        return finding(Level::Problem, format!("the token lacks {needed}")).advice(make_one(ability));
    }
    match identity.kind {
        TokenKind::Anonymous if ability.writes() => {
            finding(Level::Problem, "without a token nothing can be written".to_owned())
                .advice(make_one(ability))
        }
        TokenKind::Anonymous => finding(Level::Ok, "none is needed for what is public".to_owned()),
        TokenKind::FineGrained => {
            let permissions = match ability {
                Ability::Read => "read merge requests, pipelines, jobs, deployments, code and the project",
                Ability::WriteBack => "read merge requests and write notes on them",
                Ability::Hooks => "manage webhooks",
            };
            finding(
                Level::Unknown,
                "a fine-grained token has permissions, which GitLab does not tell".to_owned(),
            )
            .advice(format!("see in GitLab that it has those to {permissions}"))
        }
        TokenKind::Job => finding(Level::Unknown, "a job token has no scopes".to_owned()),
        _ => finding(Level::Unknown, "GitLab does not tell the scopes".to_owned())
            .advice(format!("see in GitLab that the token has {needed}")),
    }
}

/// The scopes of a token that exists cannot be changed.
fn make_one(ability: Ability) -> String {
    let smallest = ability.scopes().first().copied().unwrap_or_default();
    format!("make a token with the scope {smallest} and replace this one")
}
