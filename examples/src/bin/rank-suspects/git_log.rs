//! Reads what `git log -p` writes.

use gitlab_rca::code_correlation::change::ChangeSet;
use gitlab_rca::code_correlation::suspect::Candidate;
use gitlab_rca::core::Timestamp;

/// One commit of the log.
#[derive(Debug, Default)]
pub(crate) struct Commit {
    pub(crate) sha: String,
    author: String,
    time: Option<Timestamp>,
    message: String,
    changes: ChangeSet,
}

impl Commit {
    pub(crate) fn candidate(&self) -> Candidate<'_> {
        let candidate = Candidate::new(&self.sha)
            .with_author(&self.author)
            .with_message(&self.message)
            .with_changes(&self.changes);
        match self.time {
            Some(time) => candidate.with_time(time.unix_seconds()),
            None => candidate,
        }
    }

    pub(crate) fn title(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

/// The commits in the order of the log. What stands before the first one is passed over.
pub(crate) fn read(log: &str) -> Vec<Commit> {
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in log.split_inclusive('\n') {
        // Lines of messages are indented, and lines of diffs carry their sign.
        if sha(line).is_some() {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([log.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| log.get(*start..end)).map(commit).collect()
}

fn sha(line: &str) -> Option<&str> {
    let sha = line.strip_prefix("commit ")?.split([' ', '\n', '\r']).next()?;
    (sha.len() >= 7 && sha.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(sha)
}

fn commit(text: &str) -> Commit {
    let mut commit = Commit::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if let Some(sha) = sha(line) {
            sha.clone_into(&mut commit.sha);
        } else if let Some(author) = bare.strip_prefix("Author:") {
            author.split('<').next().unwrap_or_default().trim().clone_into(&mut commit.author);
        } else if let Some(date) = bare.strip_prefix("CommitDate:").or_else(|| bare.strip_prefix("Date:")) {
            commit.time = date.trim().parse().ok();
        } else if let Some(words) = line.strip_prefix("    ") {
            commit.message.push_str(words);
        } else if bare.starts_with("diff --") {
            break;
        } else if bare.is_empty() && !commit.message.is_empty() {
            commit.message.push('\n');
        }
        at += line.len();
    }
    commit.message.truncate(commit.message.trim_end().len());
    commit.changes = ChangeSet::from_patch(text.get(at..).unwrap_or_default());
    commit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_of_a_log_are_read() {
        let log = "commit 4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f4b7a1d3c0f (HEAD -> main)\nAuthor: Ada <a@example.com>\n\
                   Date:   2026-03-07T13:51:12+01:00\n\n    Round totals down\n    \n    commit 1234567 was wrong.\n\n\
                   diff --git a/src/cart.rs b/src/cart.rs\nindex 1..2 100644\n--- a/src/cart.rs\n+++ b/src/cart.rs\n\
                   @@ -41 +41 @@ fn total()\n-a\n+b\n\ncommit 0123456789\nMerge: 1 2\nAuthor: Bo <b@example.com>\n\n    Merge\n";
        let commits = read(log);
        assert_eq!(commits.len(), 2);
        assert_eq!((commits[0].title(), commits[0].author.as_str()), ("Round totals down", "Ada"));
        assert!(commits[0].message.ends_with("was wrong."), "{:?}", commits[0].message);
        assert_eq!(commits[0].time.map(Timestamp::unix_seconds), Some(1_772_887_872));
        assert_eq!(commits[0].changes.stats.to_string(), "1 file, +1 -1");
        assert_eq!((commits[1].sha.as_str(), commits[1].title()), ("0123456789", "Merge"));
    }
}
