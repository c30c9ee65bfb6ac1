use super::{Builder, Result};
use crate::repository::{
    Blob, Commit, Entry, Moment, Repository, Signature, Tag, Tree, commit_id, diff_trees,
};
use crate::scenario::{self, ScenarioError};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long after its parent a commit is made of which no date is said.
const BETWEEN_COMMITS: Duration = Duration::from_secs(60);
/// How long ago the first commit was made when no date is said.
const FIRST_COMMIT: Duration = Duration::from_secs(7 * 24 * 3600);

impl Builder<'_> {
    /// The repository of a project, and its commits by their names.
    pub(super) fn repository(
        &self,
        spec: &scenario::Project,
    ) -> Result<(Repository, BTreeMap<String, String>)> {
        let default_branch = spec.default_branch.clone().unwrap_or_else(|| "main".to_owned());
        let mut repository = Repository::new(default_branch);
        let mut names = BTreeMap::new();
        for commit in &spec.commits {
            let place = format!("{}, commit {:?}", spec.path, commit.name);
            let made = self.commit(commit, &repository, &names, &place)?;
            if repository.get(&made.sha).is_some() {
                return Err(ScenarioError::new(place, "there is another commit of this hash"));
            }
            if names.insert(commit.name.clone(), made.sha.clone()).is_some() {
                return Err(ScenarioError::new(place, "there is another commit of this name"));
            }
            repository.branches.insert(made.branch.clone(), made.sha.clone());
            repository.add(made);
        }
        let find = |name: &str, place: String| {
            names
                .get(name)
                .cloned()
                .or_else(|| repository.resolve(name).map(|commit| commit.sha.clone()))
                .ok_or_else(|| ScenarioError::new(place, format!("no commit is called {name:?}")))
        };
        let mut branches = Vec::new();
        for (branch, commit) in &spec.branches {
            branches.push((branch.clone(), find(commit, format!("{}, branch {branch:?}", spec.path))?));
        }
        let mut tags = Vec::new();
        for tag in &spec.tags {
            let sha = find(&tag.commit, format!("{}, tag {:?}", spec.path, tag.name))?;
            tags.push((tag.name.clone(), Tag { sha, message: tag.message.clone() }));
        }
        repository.branches.extend(branches);
        repository.tags.extend(tags);
        Ok((repository, names))
    }

    fn commit(
        &self,
        spec: &scenario::Commit,
        repository: &Repository,
        names: &BTreeMap<String, String>,
        place: &str,
    ) -> Result<Commit> {
        let find = |name: &String| {
            names
                .get(name)
                .map_or_else(|| repository.resolve(name), |sha| repository.get(sha))
                .ok_or_else(|| ScenarioError::new(place, format!("no earlier commit is called {name:?}")))
        };
        let branch = spec.on.clone().unwrap_or_else(|| repository.default_branch.clone());
        let parent = match &spec.parent {
            Some(name) => Some(find(name)?),
            None => {
                repository.resolve(&format!("refs/heads/{branch}")).or_else(|| repository.resolve("HEAD"))
            }
        };
        let merging = spec.merging.as_ref().map(find).transpose()?;

        let mut tree = parent.map(|parent| Tree::clone(&parent.tree)).unwrap_or_default();
        if let (Some(parent), Some(merging)) = (parent, merging) {
            let base = repository.merge_base(&parent.sha, &merging.sha);
            let base = repository.tree(base.map(|base| base.sha.as_str()));
            merge(&mut tree, &base, &merging.tree);
        }
        apply(spec, &mut tree, place)?;

        let committed = match (&spec.at, parent) {
            (Some(text), _) => self.dates.moment(text, place)?,
            (None, Some(parent)) => {
                Moment { at: parent.committed.at.plus(BETWEEN_COMMITS), ..parent.committed }
            }
            (None, None) => Moment { at: self.dates.now.minus(FIRST_COMMIT), offset_seconds: 0 },
        };
        let authored =
            spec.authored_at.as_ref().map_or(Ok(committed), |text| self.dates.moment(text, place))?;
        let author = self.signature(spec.author.as_deref(), place)?;
        let mut commit = Commit {
            sha: String::new(),
            parents: parent.into_iter().chain(merging).map(|commit| commit.sha.clone()).collect(),
            message: spec.message.clone().unwrap_or_else(|| spec.name.clone()),
            committer: author.clone(),
            author,
            authored,
            committed,
            tree: Arc::new(tree),
            branch,
            sequence: 0,
        };
        commit.sha = match &spec.sha {
            Some(sha) if sha.len() == 40 && sha.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                sha.to_ascii_lowercase()
            }
            Some(_) => return Err(ScenarioError::new(place, "a hash has 40 hexadecimal characters")),
            None => commit_id(&commit),
        };
        Ok(commit)
    }

    /// `Name <address>`, a user name, or nobody in particular.
    fn signature(&self, author: Option<&str>, place: &str) -> Result<Signature> {
        let user = match author {
            Some(text) => {
                if let Some((name, address)) = text.split_once('<') {
                    return Ok(Signature {
                        name: name.trim().to_owned(),
                        email: address.trim_end_matches('>').to_owned(),
                    });
                }
                self.user_id(text, place)?
            }
            None => self.somebody(),
        };
        let user = self.state.user(user);
        Ok(Signature {
            name: user.map(|user| user.name.clone()).unwrap_or_default(),
            email: user.map(|user| user.email.clone()).unwrap_or_default(),
        })
    }
}

/// Takes over what a merged branch changed since both parted; where both changed a file, the branch wins.
pub(crate) fn merge(tree: &mut Tree, base: &Tree, merged: &Tree) {
    for file in diff_trees(base, merged).files {
        if let Some((path, _)) = &file.old {
            tree.remove(path);
        }
        if let Some((path, entry)) = file.new {
            tree.insert(path, entry);
        }
    }
}

fn apply(spec: &scenario::Commit, tree: &mut Tree, place: &str) -> Result<()> {
    for (from, to) in &spec.renames {
        let entry = tree
            .remove(from)
            .ok_or_else(|| ScenarioError::new(place, format!("there is no file {from:?} to rename")))?;
        tree.insert(to.clone(), entry);
    }
    for (path, content) in &spec.files {
        let plain = !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !plain {
            return Err(ScenarioError::new(place, format!("{path:?} is no path in a repository")));
        }
        match content {
            Some(content) => {
                let executable = tree.get(path).is_some_and(|entry| entry.executable);
                let blob = Arc::new(Blob::new(content.bytes.clone()));
                tree.insert(path.clone(), Entry { blob, executable });
            }
            None => {
                tree.remove(path).ok_or_else(|| {
                    ScenarioError::new(place, format!("there is no file {path:?} to delete"))
                })?;
            }
        }
    }
    for path in &spec.executables {
        tree.get_mut(path)
            .ok_or_else(|| ScenarioError::new(place, format!("there is no file {path:?}")))?
            .executable = true;
    }
    Ok(())
}
