//! Answers in the shapes and sizes that GitLab gives, made up.

use std::fmt::Write as _;

/// A commit's hash: no two alike, and nothing like a count.
fn sha(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut text = String::with_capacity(48);
    while text.len() < 40 {
        state ^= state >> 29;
        state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9).wrapping_add(number);
        let _ = write!(text, "{state:016x}");
    }
    text.truncate(40);
    text
}

/// A page of commits, as `GET /projects/:id/repository/commits` has it.
pub(crate) fn commits(numbers: impl Iterator<Item = u64>) -> String {
    list(numbers, |out, number| {
        let (id, parent) = (sha(number), sha(number + 1));
        let (minute, second) = (number / 60 % 60, number % 60);
        let _ = write!(
            out,
            r#"{{"id":"{id}","short_id":"{short}","created_at":"2026-03-07T12:{minute:02}:{second:02}.000+02:00","parent_ids":["{parent}"],"title":"Keep the basket when a payment is tried again ({number})","message":"Keep the basket when a payment is tried again ({number})\n\nA second try came with an empty basket, because the first one had \"used it up\".\n","author_name":"Ada Example","author_email":"ada@example.com","authored_date":"2026-03-07T12:{minute:02}:{second:02}.000+02:00","committer_name":"Ada Example","committer_email":"ada@example.com","committed_date":"2026-03-07T12:{minute:02}:{second:02}.000+02:00","trailers":{{}},"extended_trailers":{{}},"web_url":"https://gitlab.example.com/shop/checkout/-/commit/{id}"}}"#,
            short = &id[..8],
        );
    })
}

/// A page of merge requests, as `GET /projects/:id/merge_requests` has it.
pub(crate) fn merge_requests(numbers: impl Iterator<Item = u64>) -> String {
    list(numbers, merge_request)
}

/// One merge request.
pub(crate) fn merge_request(out: &mut String, number: u64) {
    let (head, merged) = (sha(number), sha(number + 1_000_000));
    let (minute, second) = (number / 60 % 60, number % 60);
    let user = |id: u64, name: &str| {
        format!(
            r#"{{"id":{id},"username":"{name}","public_email":"","name":"{name} Example","state":"active","locked":false,"avatar_url":"https://gitlab.example.com/uploads/-/system/user/avatar/{id}/avatar.png","web_url":"https://gitlab.example.com/{name}"}}"#
        )
    };
    let (ada, bob) = (user(11, "ada"), user(12, "bob"));
    let _ = write!(
        out,
        r#"{{"id":{id},"iid":{number},"project_id":1,"title":"Keep the basket when a payment is tried again ({number})","description":"What it does:\n\nA second try came with an empty basket.\n\n- [x] tests\n- [ ] documentation, see <https://docs.example.com/basket?a=1&b=2>\n\n{text}\n","state":"merged","created_at":"2026-03-07T10:{minute:02}:{second:02}.123Z","updated_at":"2026-03-07T12:{minute:02}:{second:02}.456Z","merged_by":{ada},"merge_user":{ada},"merged_at":"2026-03-07T12:{minute:02}:{second:02}.400Z","closed_by":null,"closed_at":null,"target_branch":"main","source_branch":"basket-{number}","user_notes_count":7,"upvotes":1,"downvotes":0,"author":{bob},"assignees":[{bob}],"assignee":{bob},"reviewers":[{ada}],"source_project_id":1,"target_project_id":1,"labels":["backend","team::checkout","priority::2"],"draft":false,"imported":false,"imported_from":"none","work_in_progress":false,"milestone":{{"id":5,"iid":2,"group_id":3,"title":"19.2","description":"","state":"active","created_at":"2026-01-07T10:00:00.000Z","updated_at":"2026-01-07T10:00:00.000Z","due_date":"2026-04-01","start_date":"2026-03-01","expired":false,"web_url":"https://gitlab.example.com/groups/shop/-/milestones/2"}},"merge_when_pipeline_succeeds":false,"merge_status":"can_be_merged","detailed_merge_status":"not_open","merge_after":null,"sha":"{head}","merge_commit_sha":"{merged}","squash_commit_sha":null,"discussion_locked":null,"should_remove_source_branch":null,"force_remove_source_branch":true,"prepared_at":"2026-03-07T10:{minute:02}:{second:02}.900Z","reference":"!{number}","references":{{"short":"!{number}","relative":"!{number}","full":"shop/checkout!{number}"}},"web_url":"https://gitlab.example.com/shop/checkout/-/merge_requests/{number}","time_stats":{{"time_estimate":0,"total_time_spent":0,"human_time_estimate":null,"human_total_time_spent":null}},"squash":false,"squash_on_merge":false,"task_completion_status":{{"count":2,"completed_count":1}},"has_conflicts":false,"blocking_discussions_resolved":true,"approvals_before_merge":null}}"#,
        id = 100_000 + number,
        text = "The rest says at some length why it was done in this way and not in another. ".repeat(5),
    );
}

/// A piece of a job's log.
pub(crate) fn log() -> Vec<u8> {
    let mut out = String::new();
    for number in 0.. {
        if out.len() >= 1024 * 1024 {
            break;
        }
        let _ = writeln!(
            out,
            "\x1b[0KRunning test {number} of the checkout: basket, payment and delivery are fine\x1b[0;m"
        );
    }
    out.truncate(1_000_000);
    out.into_bytes()
}

fn list(numbers: impl Iterator<Item = u64>, one: impl Fn(&mut String, u64)) -> String {
    let mut out = String::from("[");
    for number in numbers {
        if out.len() > 1 {
            out.push(',');
        }
        one(&mut out, number);
    }
    out.push(']');
    out
}
