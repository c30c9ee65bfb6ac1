//! The names of quick actions, and how GitLab compares them.

/// Every quick action of GitLab 13.12 to 19.x on merge requests, issues, work items, commits and epics, with aliases.
pub(crate) const NAMES: &[&str] = &[
    "add_child",
    "add_contacts",
    "add_email",
    "add_parent",
    "approve",
    "area",
    "assign",
    "assign_reviewer",
    "assign_to_me",
    "award",
    "blocked_by",
    "blocks",
    "board_move",
    "cc",
    "checkin_reminder",
    "child",
    "child_of",
    "clear_health_status",
    "clear_parent",
    "clear_weight",
    "clone",
    "close",
    "confidential",
    "convert_to_ticket",
    "copy_metadata",
    "copy_metadata_from",
    "create_merge_request",
    "do",
    "done",
    "draft",
    "due",
    "duplicate",
    "due_date",
    "epic",
    "estimate",
    "estimate_time",
    "fix",
    "health_status",
    "in",
    "internal",
    "invite_email",
    "iteration",
    "label",
    "labels",
    "link",
    "lock",
    "merge",
    "milestone",
    "move",
    "page",
    "parent",
    "parent_epic",
    "promote",
    "promote_to",
    "promote_to_incident",
    "publish",
    "ready",
    "reassign",
    "reassign_reviewer",
    "rebase",
    "relabel",
    "relate",
    "remove",
    "remove_blocked_by",
    "remove_child",
    "remove_child_epic",
    "remove_contacts",
    "remove_due_date",
    "remove_email",
    "remove_epic",
    "remove_estimate",
    "remove_iteration",
    "remove_label",
    "remove_milestone",
    "remove_parent",
    "remove_parent_epic",
    "remove_reviewer",
    "remove_time_estimate",
    "remove_time_spent",
    "remove_zoom",
    "reopen",
    "request_changes",
    "request_review",
    "review",
    "reviewer",
    "rotate",
    "run_pipeline",
    "set_parent",
    "severity",
    "ship",
    "shrug",
    "spend",
    "spend_time",
    "spent",
    "start_dev_environment",
    "status",
    "submit_review",
    "subscribe",
    "tableflip",
    "tag",
    "target_branch",
    "timeline",
    "title",
    "todo",
    "type",
    "unapprove",
    "unassign",
    "unassign_reviewer",
    "unblock",
    "unlabel",
    "unlink",
    "unlock",
    "unrelate",
    "unsubscribe",
    "vote",
    "weight",
    "wip",
    "work_in_progress",
    "zoom",
];

/// Letters that Ruby's case-insensitive expressions hold equal to others, beyond upper and lower case.
const FOLDED: &[(char, &str)] = &[
    ('\u{17f}', "s"),
    ('\u{212a}', "k"),
    ('\u{df}', "ss"),
    ('\u{1e9e}', "ss"),
    ('\u{fb00}', "ff"),
    ('\u{fb01}', "fi"),
    ('\u{fb02}', "fl"),
    ('\u{fb03}', "ffi"),
    ('\u{fb04}', "ffl"),
    ('\u{fb05}', "st"),
    ('\u{fb06}', "st"),
];

/// The text with each letter as the one that it counts as.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for char in text.chars() {
        match FOLDED.iter().find(|(from, _)| *from == char) {
            Some((_, to)) => folded.push_str(to),
            None => folded.extend(char.to_lowercase()),
        }
    }
    folded
}

/// The part of an expression that matches a command at the beginning of a line.
pub(crate) fn expression() -> String {
    // GitLab's alternation is not ordered by length either: what follows the name decides.
    format!(r"(?:^/(?<cmd>{})(?:[ ](?<arg>[^\n]*))?(?:[ \t\r\n\x0b\x0c]*\n|$))", NAMES.join("|"))
}

/// Lines that begin with a slash and a letter: what any extractor, known or yet to come, might take for a command.
pub(crate) fn lines_that_look_like_one(body: &str) -> Vec<String> {
    let is_one = |line: &&str| {
        line.trim_start()
            .strip_prefix(['/', '\u{ff0f}'])
            .is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    body.replace('\r', "").lines().filter(is_one).map(str::to_owned).collect()
}

#[test]
fn letters_are_folded() {
    assert_eq!(folded("CLO\u{17f}E"), "close");
    assert_eq!(folded("loc\u{212a}"), "lock");
    assert_eq!(folded("e\u{fb06}imate"), "estimate");
}

#[test]
fn every_line_counts() {
    assert_eq!(lines_that_look_like_one("x\n  /close\n\r/Merge\n`/label`\n/ x\n//a"), ["  /close", "/Merge"]);
}
