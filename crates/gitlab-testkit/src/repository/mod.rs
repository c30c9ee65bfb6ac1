//! A Git repository in memory: real content, real history, Git's own hashes.

mod blame;
mod diff;
mod hash;
mod line_diff;

pub(crate) use diff::{DiffSet, FileDiff, diff_trees};
pub(crate) use hash::{Blob, commit_id, discussion_id, tree_id};

use gitlab_core::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// A file in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) blob: Arc<Blob>,
    pub(crate) executable: bool,
}

impl Entry {
    pub(crate) fn mode(&self) -> &'static str {
        if self.executable { "100755" } else { "100644" }
    }
}

/// All files of a commit by path.
pub(crate) type Tree = BTreeMap<String, Entry>;

/// A moment with the offset from UTC in which its author lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) offset_seconds: i32,
}

/// Who wrote or committed something.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) email: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Commit {
    pub(crate) sha: String,
    pub(crate) parents: Vec<String>,
    pub(crate) message: String,
    pub(crate) author: Signature,
    pub(crate) authored: Moment,
    pub(crate) committer: Signature,
    pub(crate) committed: Moment,
    pub(crate) tree: Arc<Tree>,
    /// The branch that the scenario made it on.
    pub(crate) branch: String,
    /// How many commits were made before it, which settles the order of those of one second.
    pub(crate) sequence: usize,
}

impl Commit {
    /// What commits are ordered by.
    fn age(&self) -> (Timestamp, usize) {
        (self.committed.at, self.sequence)
    }

    pub(crate) fn title(&self) -> &str {
        self.message.lines().next().unwrap_or_default()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) sha: String,
    pub(crate) message: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Repository {
    commits: HashMap<String, Arc<Commit>>,
    pub(crate) branches: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, Tag>,
    pub(crate) default_branch: String,
    /// The hidden refs of merge requests and the like.
    pub(crate) hidden: BTreeMap<String, String>,
    /// What was worked out once; commits never change, so it stays true.
    diffs: Mutex<HashMap<(String, String), Arc<DiffSet>>>,
    ancestries: Mutex<HashMap<usize, Arc<Ancestry>>>,
    /// The hashes in the order in which the commits were made.
    order: Vec<String>,
}

impl Repository {
    /// A repository without commits.
    pub(crate) fn new(default_branch: String) -> Self {
        Self { default_branch, ..Self::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// Adds a commit, whose place in the order is the next one.
    pub(crate) fn add(&mut self, mut commit: Commit) -> Arc<Commit> {
        commit.sequence = self.order.len();
        let commit = Arc::new(commit);
        self.order.push(commit.sha.clone());
        self.commits.insert(commit.sha.clone(), Arc::clone(&commit));
        commit
    }

    pub(crate) fn get(&self, sha: &str) -> Option<&Arc<Commit>> {
        self.commits.get(sha)
    }

    /// The commit that a branch, a tag, `HEAD`, a full ref, or a hash of at least 7 characters names.
    pub(crate) fn resolve(&self, name: &str) -> Option<&Arc<Commit>> {
        let name = if name == "HEAD" { &self.default_branch } else { name };
        let sha = if let Some(branch) = name.strip_prefix("refs/heads/") {
            self.branches.get(branch)
        } else if let Some(tag) = name.strip_prefix("refs/tags/") {
            self.tags.get(tag).map(|tag| &tag.sha)
        } else {
            self.branches
                .get(name)
                .or_else(|| self.tags.get(name).map(|tag| &tag.sha))
                .or_else(|| self.hidden.get(name))
        };
        if let Some(sha) = sha {
            return self.commits.get(sha);
        }
        if let Some(commit) = self.commits.get(name) {
            return Some(commit);
        }
        let is_hash = (7..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            return None;
        }
        let prefix = name.to_ascii_lowercase();
        let mut found = self.commits.values().filter(|commit| commit.sha.starts_with(&prefix));
        match (found.next(), found.next()) {
            (Some(commit), None) => Some(commit),
            _ => None,
        }
    }

    /// All commits that can be reached from `heads`, newest first.
    pub(crate) fn history<'r>(&'r self, heads: &[&str]) -> History<'r> {
        let mut history =
            History { repository: self, seen: HashSet::new(), heap: BinaryHeap::new(), first_parent: false };
        for head in heads {
            history.push(head);
        }
        history
    }

    /// The commits that can be reached from `sha`, itself among them; none from what is no commit.
    fn ancestry(&self, sha: &str) -> Arc<Ancestry> {
        let Some(commit) = self.commits.get(sha) else { return Arc::default() };
        let known =
            self.ancestries.lock().unwrap_or_else(PoisonError::into_inner).get(&commit.sequence).cloned();
        if let Some(known) = known {
            return known;
        }
        let mut made = Ancestry::default();
        let mut open = vec![sha];
        while let Some(sha) = open.pop() {
            if let Some(commit) = self.commits.get(sha)
                && made.insert(commit.sequence)
            {
                open.extend(commit.parents.iter().map(String::as_str));
            }
        }
        let made = Arc::new(made);
        let mut ancestries = self.ancestries.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(ancestries.entry(commit.sequence).or_insert(made))
    }

    pub(crate) fn is_ancestor(&self, ancestor: &str, of: &str) -> bool {
        self.commits.get(ancestor).is_some_and(|commit| self.ancestry(of).contains(commit.sequence))
    }

    /// The newest commit that both can reach.
    pub(crate) fn merge_base(&self, a: &str, b: &str) -> Option<&Arc<Commit>> {
        let (a, b) = (self.ancestry(a), self.ancestry(b));
        let common = (0..self.order.len()).filter(|sequence| a.contains(*sequence) && b.contains(*sequence));
        common.filter_map(|sequence| self.by_sequence(sequence)).max_by_key(|commit| commit.age())
    }

    /// What `to` can reach and `from` cannot, newest first.
    pub(crate) fn between(&self, from: &str, to: &str) -> Vec<&Arc<Commit>> {
        let (from, to) = (self.ancestry(from), self.ancestry(to));
        let new =
            (0..self.order.len()).filter(|sequence| to.contains(*sequence) && !from.contains(*sequence));
        let mut commits: Vec<_> = new.filter_map(|sequence| self.by_sequence(sequence)).collect();
        commits.sort_by_key(|commit| Reverse(commit.age()));
        commits
    }

    fn by_sequence(&self, sequence: usize) -> Option<&Arc<Commit>> {
        self.order.get(sequence).and_then(|sha| self.commits.get(sha))
    }

    /// The tree of a commit, or the empty one of none.
    pub(crate) fn tree(&self, sha: Option<&str>) -> Arc<Tree> {
        sha.and_then(|sha| self.commits.get(sha)).map(|commit| Arc::clone(&commit.tree)).unwrap_or_default()
    }

    /// What changed from one commit to another; from nothing when `from` is no commit.
    pub(crate) fn diff(&self, from: Option<&str>, to: &str) -> Arc<DiffSet> {
        let key = (from.unwrap_or_default().to_owned(), to.to_owned());
        if let Some(known) = self.diffs.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let made = Arc::new(diff_trees(&self.tree(from), &self.tree(Some(to))));
        self.diffs.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&made));
        made
    }

    /// What a commit changed, against its first parent.
    pub(crate) fn changes(&self, commit: &Commit) -> Arc<DiffSet> {
        self.diff(commit.parents.first().map(String::as_str), &commit.sha)
    }

    /// Whether a commit changed the file at `path` or a file below it, compared with each of its parents.
    pub(crate) fn touches(&self, commit: &Commit, path: &str) -> bool {
        let path = path.trim_matches('/');
        if path.is_empty() {
            return true;
        }
        if commit.parents.is_empty() {
            return below(&commit.tree, path).next().is_some();
        }
        commit
            .parents
            .iter()
            .all(|parent| !below(&self.tree(Some(parent)), path).eq(below(&commit.tree, path)))
    }

    /// The last commit at or before `head` that changed the file or folder at `path`.
    pub(crate) fn last_commit_of(&self, head: &str, path: &str) -> Option<&Arc<Commit>> {
        self.history(&[head]).find(|commit| self.touches(commit, path))
    }
}

/// A set of commits by their place in the order.
#[derive(Debug, Default)]
struct Ancestry {
    bits: Vec<u64>,
}

impl Ancestry {
    /// Whether it was not there before.
    fn insert(&mut self, sequence: usize) -> bool {
        let (word, bit) = (sequence / 64, 1 << (sequence % 64));
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        match self.bits.get_mut(word) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                true
            }
            _ => false,
        }
    }

    fn contains(&self, sequence: usize) -> bool {
        self.bits.get(sequence / 64).is_some_and(|word| word & (1 << (sequence % 64)) != 0)
    }
}

/// The file at `path`, or the files below it.
pub(crate) fn below<'t>(tree: &'t Tree, path: &'t str) -> impl Iterator<Item = (&'t String, &'t Entry)> {
    tree.range::<str, _>((std::ops::Bound::Included(path), std::ops::Bound::Unbounded))
        .take_while(move |(name, _)| name.starts_with(path))
        .filter(move |(name, _)| {
            path.is_empty() || name.len() == path.len() || name.as_bytes().get(path.len()) == Some(&b'/')
        })
}

/// Commits, newest first, each once and never before its children.
pub(crate) struct History<'r> {
    repository: &'r Repository,
    seen: HashSet<&'r str>,
    heap: BinaryHeap<(Timestamp, usize, Reverse<&'r str>)>,
    first_parent: bool,
}

impl<'r> History<'r> {
    /// Follows only the first parent of each commit.
    pub(crate) fn first_parent(mut self, yes: bool) -> Self {
        self.first_parent = yes;
        self
    }

    fn push(&mut self, sha: &str) {
        if let Some((key, commit)) = self.repository.commits.get_key_value(sha)
            && self.seen.insert(key)
        {
            self.heap.push((commit.committed.at, commit.sequence, Reverse(key)));
        }
    }
}

impl<'r> Iterator for History<'r> {
    type Item = &'r Arc<Commit>;

    fn next(&mut self) -> Option<Self::Item> {
        let (_, _, Reverse(sha)) = self.heap.pop()?;
        let commit = self.repository.commits.get(sha)?;
        let parents = if self.first_parent { 1 } else { usize::MAX };
        for parent in commit.parents.iter().take(parents) {
            self.push(parent);
        }
        Some(commit)
    }
}
