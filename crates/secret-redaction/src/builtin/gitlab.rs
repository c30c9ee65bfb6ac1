//! Tokens of GitLab. An instance may put a prefix of its own before all of them, so they need not start a word; the alphabet
//! is the one that the runner masks, with the dots of routable tokens.

use super::{Entry, token, varied};

pub(super) const ALL: &[&[Entry]] = &[TOKENS];

const TOKENS: &[Entry] = &[
    // Personal, project, group and impersonation tokens.
    token("gitlab-access-token", &["glpat-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glpat-yXBHMoc5L40zBANM y", "glpat-xxxxxxxxxxxxxxxx"),
    token("gitlab-oauth-secret", &["gloas-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x gloas-AAcNPMMcv7FQw4U5 y", "gloas-xxxxxxxxxxxxxxxx"),
    token("gitlab-deploy-token", &["gldt-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x gldt-K95EhDN0wMXmtvfR y", "gldt-xxxxxxxxxxxxxxxx"),
    token("gitlab-runner-token", &["glrt-", "glrtr-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glrt-1DCtdB8GdjrdNuNO y", "glrtr-xxxxxxxxxxxxxxxx"),
    // Registration, until 15.x.
    token("gitlab-runner-token", &["GR1348941"], "[0-9A-Za-z_-]{16,}")
        .checked(varied)
        .samples("x GR1348941RxbguTRGX1EciFuT y", "GR1348941xxxxxxxxxxxxxxxx"),
    // May be a JWT behind the prefix.
    token("gitlab-job-token", &["glcbt-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glcbt-jXUPUT7sgVblNpni y", "glcbt-xxxxxxxxxxxxxxxx"),
    token("gitlab-trigger-token", &["glptt-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glptt-4P7TLJs6ByJxCG0a y", "glptt-xxxxxxxxxxxxxxxx"),
    token("gitlab-feed-token", &["glft-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glft-PNUpkJK1UxhvY8Qm y", "glft-xxxxxxxxxxxxxxxx"),
    token("gitlab-mail-token", &["glimt-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glimt-dajZ8XnhgYWUEqV6 y", "glimt-xxxxxxxxxxxxxxxx"),
    token("gitlab-agent-token", &["glagent-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glagent-qmM4OJFlbGf1v2cF y", "glagent-xxxxxxxxxxxxxxxx"),
    token("gitlab-workspace-token", &["glwt-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glwt-AedxukuoTucal7Uk y", "glwt-xxxxxxxxxxxxxxxx"),
    token("gitlab-scim-token", &["glsoat-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glsoat-VcwjphJhtlJ3fGV4 y", "glsoat-xxxxxxxxxxxxxxxx"),
    token("gitlab-feature-flag-token", &["glffct-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x glffct-ym2JiYe3iC3dXD22 y", "glffct-xxxxxxxxxxxxxxxx"),
    token("gitlab-token", &["gltok-"], "[0-9A-Za-z._=-]{16,}")
        .checked(varied)
        .samples("x gltok-HBiX5mWnq7zZadxU y", "gltok-xxxxxxxxxxxxxxxx"),
    token("gitlab-session", &["_gitlab_session="], "([0-9A-Za-z%._=-]{16,})")
        .checked(varied)
        .samples("_gitlab_session=Rsu6fdnE0axBpFpI;", "_gitlab_session=xxxxxxxxxxxxxxxx"),
    token("webhook-signing-key", &["whsec_"], "[0-9A-Za-z+/_=-]{16,}")
        .checked(varied)
        .samples("x whsec_EyKHDcmOsN3a18WF y", "whsec_xxxxxxxxxxxxxxxx"),
    // "glpat-" in Base64 at each of the three offsets; what stands before it is no secret.
    token("gitlab-access-token", &["Z2xwYXQt", "dscGF0L", "nbHBhdC"], "[0-9A-Za-z+/_-]{16,}={0,2}")
        .checked(varied)
        .samples("x Z2xwYXQtmvRzWqNgbeHOx4Zp y", "nbHBhdCxxxxxxxxxxxxxxxx"),
];
