use super::operation;
use crate::endpoints::Within;
use crate::endpoints::words::words;
use crate::{Endpoint, Path, RateClass};
use gitlab_core::{HookId, ProjectRef};
use http::Method;
use serde::de::IgnoredAny;
use std::borrow::Cow;

words! {
    /// Which event a test of a webhook sends.
    pub enum HookTrigger {
        /// As when commits are pushed.
        Push = "push_events",
        /// As when tags are pushed.
        TagPush = "tag_push_events",
        /// As when merge requests change.
        MergeRequests = "merge_requests_events",
        /// As when issues change.
        Issues = "issues_events",
        /// As when confidential issues change.
        ConfidentialIssues = "confidential_issues_events",
        /// As when somebody comments.
        Note = "note_events",
        /// As when somebody comments in confidence.
        ConfidentialNote = "confidential_note_events",
        /// As when jobs change.
        Job = "job_events",
        /// As when pipelines change.
        Pipeline = "pipeline_events",
        /// As when wiki pages change.
        WikiPage = "wiki_page_events",
        /// As when deployments change.
        Deployment = "deployment_events",
        /// As when feature flags change.
        FeatureFlag = "feature_flag_events",
        /// As when releases change.
        Releases = "releases_events",
        /// As when milestones change (since GitLab 18.2).
        Milestone = "milestone_events",
        /// As when somebody reacts with an emoji (since GitLab 16.2).
        Emoji = "emoji_events",
        /// As when access tokens are about to expire (since GitLab 16.11).
        ResourceAccessToken = "resource_access_token_events",
        /// As when deploy tokens are about to expire (not before GitLab 18.10).
        ResourceDeployToken = "resource_deploy_token_events",
        /// As when vulnerabilities change (since GitLab 17.7).
        Vulnerability = "vulnerability_events",
    }
}

/// Sends a webhook with made-up or recent data, which also takes a disabled one into use again.
///
/// Calls `POST /projects/:id/hooks/:hook_id/test/:trigger` (since GitLab 16.11),
/// `POST /groups/:id/hooks/:hook_id/test/:trigger` (since 17.1), or `POST /hooks/:hook_id` for one of the installation, which
/// takes no trigger. Needs the scope `api`. GitLab allows five a minute. It is never sent twice by itself.
///
/// ```
/// use gitlab_api_client::endpoints::{HookTrigger, TestHook};
/// # let project = gitlab_core::ProjectId::new(7);
/// use gitlab_core::HookId;
///
/// let endpoint = TestHook::new(project, HookId::new(1), HookTrigger::Pipeline);
/// # let _ = endpoint;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct TestHook {
    within: Within,
    hook: HookId,
    trigger: HookTrigger,
}

impl TestHook {
    /// This hook of this project or group, with an event of this kind; for one of the installation the kind does not
    /// matter.
    #[must_use]
    pub fn new(within: impl Into<Within>, hook: HookId, trigger: HookTrigger) -> Self {
        Self { within: within.into(), hook, trigger }
    }
}

impl Endpoint for TestHook {
    type Output = IgnoredAny;

    fn method(&self) -> Method {
        Method::POST
    }

    fn path(&self) -> Path {
        let hook = self.within.path("hooks").param("hook_id", self.hook);
        match self.within {
            Within::Instance => hook,
            _ => hook.literal("test").param("trigger", self.trigger),
        }
    }

    fn rate_class(&self) -> RateClass {
        RateClass::HookTest
    }

    fn operation(&self) -> Cow<'static, str> {
        operation(&self.within, format!("test webhook {}", self.hook))
    }

    fn project(&self) -> Option<&ProjectRef> {
        self.within.project()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::testing::{answer, request};
    use gitlab_core::ProjectId;

    #[test]
    fn it_asks_what_it_should() {
        let endpoint = TestHook::new(ProjectId::new(7), HookId::new(1), HookTrigger::Pipeline);
        assert_eq!(request(&endpoint), "POST projects/7/hooks/1/test/pipeline_events");
        assert_eq!(endpoint.rate_class(), RateClass::HookTest);
        let endpoint = TestHook::new(Within::Instance, HookId::new(1), HookTrigger::Push);
        assert_eq!(request(&endpoint), "POST hooks/1");
    }

    #[test]
    fn it_reads_the_answer() {
        let endpoint = TestHook::new(ProjectId::new(7), HookId::new(1), HookTrigger::Push);
        for json in
            [r#"{"message":"201 Created"}"#, r#"{"event_name":"project_create","project_id":1}"#, "null"]
        {
            answer(&endpoint, json);
        }
    }
}
