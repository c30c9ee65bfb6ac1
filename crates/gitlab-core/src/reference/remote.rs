//! The address that Git clones a project from.

use super::{GitLabReference, ReferenceError, ReferenceTarget};
use crate::{Instance, ProjectPath, ProjectRef};
use url::Url;

/// Reads `git@host:group/project.git` and `ssh://git@host/group/project.git`.
///
/// SSH has a port of its own and knows no sub-path, so only the host tells the installation.
pub(super) fn parse(text: &str, instances: &[Instance]) -> Option<Result<GitLabReference, ReferenceError>> {
    let (host, path) = match text.strip_prefix("ssh://") {
        Some(_) => {
            let url = Url::parse(text).ok()?;
            (url.host_str()?.to_owned(), url.path().to_owned())
        }
        None => {
            let (user_and_host, path) = text.split_once(':')?;
            let host = user_and_host.strip_prefix("git@")?;
            (host.to_owned(), path.to_owned())
        }
    };
    let Some(instance) = instances.iter().find(|instance| instance.host().eq_ignore_ascii_case(&host)) else {
        return Some(Err(ReferenceError::OtherHost { host }));
    };
    Some(match ProjectPath::parse(path.trim_matches('/')) {
        Ok(path) => {
            Ok(GitLabReference::new(ProjectRef::Path(path), ReferenceTarget::Project).on(instance.clone()))
        }
        Err(error) => Err(ReferenceError::Project(error)),
    })
}
