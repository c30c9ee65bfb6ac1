use super::operation;
use crate::endpoints::Within;
use crate::{Endpoint, ItemKey, PagedEndpoint, Path};
use gitlab_core::ProjectRef;
use gitlab_core::types::Hook;
use std::borrow::Cow;

/// The webhooks of a project, of a group or of the installation.
///
/// Calls `GET /projects/:id/hooks`, `GET /groups/:id/hooks` or `GET /hooks`. Needs the scope `read_api`. Whoever asks for the
/// hooks of a project must be a maintainer of it, of a group an owner (hooks of groups are Premium), of the
/// installation an administrator.
///
/// ```
/// use gitlab_api_client::endpoints::ListHooks;
/// # let project = gitlab_core::ProjectId::new(7);
///
/// let endpoint = ListHooks::new(project);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ListHooks {
    within: Within,
}

impl ListHooks {
    /// Of this project or group, or of the installation ([`Within::Instance`]).
    #[must_use]
    pub fn new(within: impl Into<Within>) -> Self {
        Self { within: within.into() }
    }
}

impl Endpoint for ListHooks {
    type Output = Vec<Hook>;

    fn path(&self) -> Path {
        self.within.path("hooks")
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, "list the webhooks".to_owned())
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

impl PagedEndpoint for ListHooks {
    type Item = Hook;

    fn key(&self, item: &Hook) -> Option<ItemKey> {
        Some(item.id.get().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        assert_eq!(request(&ListHooks::new(ProjectId::new(7))), "GET projects/7/hooks");
        let group: gitlab_core::GroupRef = "a/b".parse().unwrap();
        assert_eq!(request(&ListHooks::new(group)), "GET groups/a%2Fb/hooks");
        assert_eq!(request(&ListHooks::new(Within::Instance)), "GET hooks");
        assert_eq!(ListHooks::new(Within::Instance).operation(), "list the webhooks of the installation");
    }

    #[test]
    fn it_reads_the_answer() {
        let answer =
            answer(&ListHooks::new(ProjectId::new(7)), r#"[{"id":1,"url":"https://h","note_events":null}]"#);
        assert_eq!(answer[0].id.get(), 1);
    }
}
