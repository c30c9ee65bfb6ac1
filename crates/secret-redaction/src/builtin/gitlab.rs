//! Tokens of GitLab. An instance may put a prefix of its own before all of them, so they need not start a word; the alphabet
//! is the one that the runner masks, with the dots of routable tokens.

use super::token;
use crate::rule::Rule;

pub(super) fn rules() -> Vec<Rule> {
    const BODY: &str = "[0-9A-Za-z_-][0-9A-Za-z._=-]{14,}[0-9A-Za-z_=-]";
    vec![
        token("gitlab-access-token", &["glpat-"], BODY),
        token("gitlab-oauth-secret", &["gloas-"], BODY),
        token("gitlab-deploy-token", &["gldt-"], BODY),
        token("gitlab-runner-token", &["glrt-", "glrtr-"], BODY),
        token("gitlab-runner-token", &["GR1348941"], BODY),
        token("gitlab-job-token", &["glcbt-"], BODY),
        token("gitlab-trigger-token", &["glptt-"], BODY),
        token("gitlab-feed-token", &["glft-"], BODY),
        token("gitlab-mail-token", &["glimt-"], BODY),
        token("gitlab-agent-token", &["glagent-"], BODY),
        token("gitlab-scim-token", &["glsoat-"], BODY),
        token("gitlab-feature-flag-token", &["glffct-"], BODY),
        token("gitlab-token", &["gltok-"], BODY),
        token("gitlab-session", &["_gitlab_session="], "([0-9A-Za-z%._=-]{16,})"),
        token("webhook-signing-key", &["whsec_"], "[0-9A-Za-z+/_=-]{16,}"),
        // "glpat-" in Base64 at each of the three offsets; what stands before it is no secret.
        token("gitlab-access-token", &["Z2xwYXQt", "dscGF0L", "nbHBhdC"], "[0-9A-Za-z+/_-]{16,}={0,2}"),
    ]
}
