//! What an investigation of the incident should find.

/// Tokens of the incident's GitLab.
pub mod token {
    /// A group access token with the scope `api`; its bot is a Developer.
    pub const API: &str = "rca-bot-may-read-and-write";
    /// A group access token with the scope `read_api`; its bot is a Reporter.
    pub const READ_API: &str = "rca-reader-may-only-read";
    /// A personal access token of somebody who is in no project.
    pub const STRANGER: &str = "visitor-sees-nothing-here";
}

/// What an investigation of the incident should find, and what it must not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expected {
    /// The GitLab's address, unless it is served on a port.
    pub url: &'static str,
    /// The project that broke.
    pub project: &'static str,
    /// Its id.
    pub project_id: u64,
    /// The number of the merge request that broke it.
    pub merge_request: u64,
    /// Its author.
    pub author: &'static str,
    /// The commit of that merge request that broke it.
    pub commit: &'static str,
    /// The first line of that commit's message.
    pub commit_title: &'static str,
    /// The commit by which the merge request came into `main`.
    pub merge_commit: &'static str,
    /// The pipeline that failed on `main`.
    pub pipeline: u64,
    /// The job that failed in it.
    pub job: &'static str,
    /// The id of that job.
    pub job_id: u64,
    /// The test that failed in it.
    pub test: &'static str,
    /// The file in which it failed.
    pub file: &'static str,
    /// The line at which it failed, from 1.
    pub line: u32,
    /// What the failing program said.
    pub message: &'static str,
    /// The environment that the incident is in.
    pub environment: &'static str,
    /// The id of the deployment to it that failed.
    pub failed_deployment: u64,
    /// The id of the job that deployed.
    pub deployment_job_id: u64,
    /// The project that failed because of it.
    pub downstream_project: &'static str,
    /// The job that failed there.
    pub downstream_job: &'static str,
    /// When the alert came.
    pub incident_start: &'static str,
    /// The secret that stands in a job's log in clear and must be seen nowhere.
    pub leaked_token: &'static str,
}

impl Expected {
    /// The page of the merge request.
    #[must_use]
    pub fn merge_request_url(&self) -> String {
        format!("{}/{}/-/merge_requests/{}", self.url, self.project, self.merge_request)
    }

    /// The page of the pipeline that failed.
    #[must_use]
    pub fn pipeline_url(&self) -> String {
        format!("{}/{}/-/pipelines/{}", self.url, self.project, self.pipeline)
    }

    /// The page of the job that failed.
    #[must_use]
    pub fn job_url(&self) -> String {
        format!("{}/{}/-/jobs/{}", self.url, self.project, self.job_id)
    }

    /// The page of the commit that broke it.
    #[must_use]
    pub fn commit_url(&self) -> String {
        format!("{}/{}/-/commit/{}", self.url, self.project, self.commit)
    }
}

/// What an investigation of [`checkout_incident`](super::checkout_incident) should find.
#[must_use]
pub const fn expected() -> Expected {
    Expected {
        url: "https://gitlab.example.com",
        project: super::CHECKOUT,
        project_id: 4211,
        merge_request: 87,
        author: super::people::PRIYA,
        commit: "7c1e5d0a94b38f62d7e0c5a1b9346f28ed50c7a3",
        commit_title: "Sum vouchers before they are taken off",
        merge_commit: "b3f40d9e2c6a71850fd3e4c97a1b608d52ce93f7",
        pipeline: 90_217,
        job: "test",
        job_id: 571_203,
        test: "a_voucher_larger_than_the_cart_leaves_nothing_to_pay",
        file: "src/pricing/discount.rs",
        line: 39,
        message: "attempt to subtract with overflow",
        environment: "production",
        failed_deployment: 7_734,
        deployment_job_id: 571_209,
        downstream_project: super::STOREFRONT,
        downstream_job: "contract",
        incident_start: "2026-01-15T08:41:00Z",
        // Put together here, so that no scanner takes this file for a leak.
        leaked_token: concat!("glp", "at-", "Zq7Rk2mVxT9cBw4NsY8d"),
    }
}
