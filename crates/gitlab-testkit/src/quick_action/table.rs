//! The commands that there are.

use crate::route::Noteable;
use crate::scenario::Role;

/// A quick action.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// Its name and its other names.
    names: &'static [&'static str],
    pub(super) action: Action,
    /// On what it can stand; `None` on everything.
    noteable: Option<Noteable>,
    /// What its author must be at least; `None` when everybody may who may write there.
    role: Option<Role>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Close,
    Reopen,
    Title,
    Label,
    Unlabel,
    Relabel,
    Assign,
    Unassign,
    Reassign,
    Reviewer,
    RemoveReviewer,
    Merge,
    Approve,
    Unapprove,
    Draft,
    Ready,
    Rebase,
    TargetBranch,
    Lock,
    Unlock,
    Confidential,
    Severity,
    Incident,
    Due,
    RemoveDue,
    Duplicate,
    Estimate,
    RemoveEstimate,
    Spend,
    RemoveSpent,
    Todo,
    Done,
    Subscribe,
    Unsubscribe,
    React,
    Cc,
    /// Writes this behind the rest of its line.
    Text(&'static str),
}

const fn command(names: &'static [&'static str], action: Action) -> Command {
    Command { names, action, noteable: None, role: Some(Role::Developer) }
}

const fn on_merge_requests(names: &'static [&'static str], action: Action) -> Command {
    Command { noteable: Some(Noteable::MergeRequest), ..command(names, action) }
}

const fn on_issues(names: &'static [&'static str], action: Action) -> Command {
    Command { noteable: Some(Noteable::Issue), role: Some(Role::Reporter), ..command(names, action) }
}

const fn for_everybody(names: &'static [&'static str], action: Action) -> Command {
    Command { role: None, ..command(names, action) }
}

static COMMANDS: [Command; 38] = [
    command(&["close"], Action::Close),
    command(&["reopen"], Action::Reopen),
    command(&["title"], Action::Title),
    command(&["label", "labels"], Action::Label),
    command(&["unlabel", "remove_label"], Action::Unlabel),
    command(&["relabel"], Action::Relabel),
    command(&["assign"], Action::Assign),
    command(&["unassign", "remove_assignee"], Action::Unassign),
    command(&["reassign"], Action::Reassign),
    on_merge_requests(&["assign_reviewer", "reviewer", "request_review"], Action::Reviewer),
    on_merge_requests(&["unassign_reviewer", "remove_reviewer"], Action::RemoveReviewer),
    on_merge_requests(&["merge"], Action::Merge),
    on_merge_requests(&["approve"], Action::Approve),
    on_merge_requests(&["unapprove"], Action::Unapprove),
    on_merge_requests(&["draft", "wip"], Action::Draft),
    on_merge_requests(&["ready"], Action::Ready),
    on_merge_requests(&["rebase"], Action::Rebase),
    on_merge_requests(&["target_branch"], Action::TargetBranch),
    command(&["lock"], Action::Lock),
    command(&["unlock"], Action::Unlock),
    on_issues(&["confidential"], Action::Confidential),
    on_issues(&["severity"], Action::Severity),
    on_issues(&["promote_to_incident"], Action::Incident),
    on_issues(&["due", "in", "due_date"], Action::Due),
    on_issues(&["remove_due_date"], Action::RemoveDue),
    on_issues(&["duplicate"], Action::Duplicate),
    command(&["estimate", "estimate_time"], Action::Estimate),
    command(&["remove_estimate", "remove_time_estimate"], Action::RemoveEstimate),
    command(&["spend", "spent", "spend_time"], Action::Spend),
    command(&["remove_time_spent"], Action::RemoveSpent),
    for_everybody(&["todo"], Action::Todo),
    for_everybody(&["done"], Action::Done),
    for_everybody(&["subscribe"], Action::Subscribe),
    for_everybody(&["unsubscribe"], Action::Unsubscribe),
    for_everybody(&["award", "react"], Action::React),
    for_everybody(&["cc"], Action::Cc),
    for_everybody(&["shrug"], Action::Text("¯\\_(ツ)_/¯")),
    for_everybody(&["tableflip"], Action::Text("(╯°□°)╯︵ ┻━┻")),
];

/// The command of a name, in whatever case, by the folding that regular expressions use.
pub(super) fn find(name: &str) -> Option<&'static Command> {
    let name: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '\u{17f}' => 's',
            '\u{212a}' => 'k',
            letter => letter,
        })
        .collect();
    COMMANDS.iter().find(|command| command.names.contains(&name.as_str()))
}

impl Command {
    pub(super) fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }

    /// Whether it does nothing but write a text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.action, Action::Text(_))
    }

    /// What is left of its line.
    pub(super) fn text(&self, argument: &str) -> Option<String> {
        match self.action {
            Action::Text(text) => Some(format!("{argument} {text}").trim_start().to_owned()),
            _ => None,
        }
    }

    /// Whether somebody with this role may use it on such a thing.
    pub(super) fn is_for(&self, noteable: Noteable, role: Option<Role>, is_author: bool) -> bool {
        let may = match self.role {
            None => true,
            // Authors may change the state and the texts of what is theirs.
            Some(_) if is_author && matches!(self.action, Action::Close | Action::Reopen | Action::Title) => {
                true
            }
            Some(_) if is_author && matches!(self.action, Action::Draft | Action::Ready) => true,
            // Issues are planned by reporters.
            Some(_) if noteable == Noteable::Issue => role >= Some(Role::Planner),
            Some(wanted) => role >= Some(wanted),
        };
        may && self.noteable.is_none_or(|wanted| wanted == noteable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_folded() {
        let mut names: Vec<_> = COMMANDS.iter().flat_map(|command| command.names).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        assert_eq!(find("CLO\u{17f}E").map(Command::name), Some("close"));
        assert_eq!(find("closed"), None);
    }
}
