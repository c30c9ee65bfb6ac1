//! The limits that are known before GitLab says so.

use crate::RateClass;
use gitlab_core::Instance;
use std::collections::BTreeMap;
use std::time::Duration;

/// At most so many requests in such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimit {
    pub(crate) requests: u32,
    pub(crate) per: Duration,
}

impl RateLimit {
    const fn a_minute(requests: u32) -> Self {
        Self { requests, per: Duration::from_secs(60) }
    }
}

/// The limits of an installation as GitLab documents them: those of GitLab.com, or those that a self-managed
/// one has unless its administrator changed them. Everything else there is off by default, and answered to
/// when it says so.
pub(crate) fn defaults(instance: &Instance) -> BTreeMap<RateClass, RateLimit> {
    const ANYWHERE: [(RateClass, RateLimit); 3] = [
        (RateClass::Notes, RateLimit::a_minute(60)),
        (RateClass::HookTest, RateLimit::a_minute(5)),
        (RateClass::HookResend, RateLimit::a_minute(5)),
    ];
    const TEN_MINUTES: Duration = Duration::from_secs(600);
    const GITLAB_COM: [(RateClass, RateLimit); 13] = [
        (RateClass::General, RateLimit::a_minute(2_000)),
        (RateClass::IssueCreation, RateLimit::a_minute(200)),
        (RateClass::Search, RateLimit::a_minute(10)),
        (RateClass::RepositoryFiles, RateLimit::a_minute(500)),
        (RateClass::Project, RateLimit::a_minute(400)),
        (RateClass::Projects, RateLimit { requests: 2_000, per: TEN_MINUTES }),
        (RateClass::GroupProjects, RateLimit::a_minute(600)),
        (RateClass::Group, RateLimit::a_minute(400)),
        (RateClass::Groups, RateLimit::a_minute(200)),
        (RateClass::Users, RateLimit { requests: 300, per: TEN_MINUTES }),
        (RateClass::ProjectJobs, RateLimit::a_minute(600)),
        (RateClass::PipelineCreation, RateLimit::a_minute(25)),
        (RateClass::Alerts, RateLimit { requests: 3_600, per: Duration::from_secs(3_600) }),
    ];
    let mut limits = BTreeMap::from(ANYWHERE);
    if instance.host() == Instance::gitlab_com().host() {
        limits.extend(GITLAB_COM);
    } else {
        limits.insert(RateClass::Search, RateLimit::a_minute(30));
    }
    limits
}

/// What a limit is about, in the words of a message.
pub(crate) fn words(class: RateClass) -> &'static str {
    match class {
        RateClass::General => "all requests",
        RateClass::Notes => "writing notes",
        RateClass::IssueCreation => "opening issues",
        RateClass::Search => "searching",
        RateClass::RepositoryFiles => "reading repository files",
        RateClass::Project => "reading a project",
        RateClass::Projects => "listing projects",
        RateClass::GroupProjects => "listing the projects of a group",
        RateClass::Group => "reading a group",
        RateClass::Groups => "listing groups",
        RateClass::Users => "reading users",
        RateClass::ProjectJobs => "listing the jobs of a project",
        RateClass::PipelineCreation => "starting pipelines",
        RateClass::HookTest => "testing webhooks",
        RateClass::HookResend => "sending webhooks again",
        RateClass::Alerts => "sending alerts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitlab_com_has_more_limits_than_an_installation_of_ones_own() {
        let own = defaults(&Instance::parse("https://gitlab.example.com").unwrap());
        assert_eq!(own.len(), 4);
        assert_eq!(own[&RateClass::Notes], RateLimit::a_minute(60));
        assert_eq!(own[&RateClass::Search], RateLimit::a_minute(30));
        let com = defaults(&Instance::gitlab_com());
        assert_eq!(com[&RateClass::Search], RateLimit::a_minute(10));
        assert_eq!(com[&RateClass::General], RateLimit::a_minute(2_000));
        assert_eq!(com[&RateClass::HookTest], RateLimit::a_minute(5));
        assert_eq!(com.len(), 16, "each class has its limit there");
    }
}
