//! Where our requests and GitLab's OpenAPI document differ, each with its reason.

/// What the document does not say of a call that it lists.
pub(crate) struct Difference {
    /// The call, with the names of the values as in our path.
    pub(crate) call: &'static str,
    /// As the check words it.
    pub(crate) what: &'static str,
    pub(crate) reason: &'static str,
}

pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference { call: "GET /projects/:id/repository/branches", what: "pagination: unknown", reason: KEYSET },
    Difference { call: "GET /projects/:id/repository/tags", what: "pagination: unknown", reason: KEYSET },
    Difference { call: "GET /projects/:id/jobs", what: "pagination: unknown", reason: KEYSET_OF_JOBS },
    Difference { call: "GET /projects/:id/jobs", what: "order_by: unknown", reason: KEYSET_OF_JOBS },
    Difference { call: "GET /projects/:id/jobs", what: "sort: unknown", reason: KEYSET_OF_JOBS },
    Difference {
        call: "GET /projects/:id/jobs/:job_id/artifacts/*artifact_path",
        what: "artifact_path: required",
        reason: REST_OF_THE_PATH,
    },
    Difference {
        call: "GET /projects/:id/jobs/artifacts/:ref_name/raw/*artifact_path",
        what: "artifact_path: required",
        reason: REST_OF_THE_PATH,
    },
    Difference {
        call: "GET /projects/:id/releases/permalink/latest",
        what: "suffix_path: required",
        reason: "its own path has it in brackets; lib/api/releases.rb answers without it",
    },
];

const KEYSET: &str = "it lists the token of the next page, and not the parameter that asks for one; \
                      lib/gitlab/pagination/gitaly_keyset_pager.rb has it";

const KEYSET_OF_JOBS: &str = "it leaves out the parameters of keyset pagination, which lib/api/ci/jobs.rb takes by \
                              paginate_with_strategies and doc/api/rest/_index.md names";
const REST_OF_THE_PATH: &str = "it takes the rest of the path for a parameter of the query";

/// The calls whose path the document leaves out, and why we know that they exist.
pub(crate) const UNLISTED: &[(&str, &str)] = &[
    ("GET /projects/:id/merge_requests/:iid/notes", NOTES),
    ("POST /projects/:id/merge_requests/:iid/notes", NOTES),
    ("PUT /projects/:id/merge_requests/:iid/notes/:note_id", NOTES),
    ("DELETE /projects/:id/merge_requests/:iid/notes/:note_id", NOTES),
    ("GET /groups/:id/hooks", GROUP_HOOKS),
    ("POST /groups/:id/hooks", GROUP_HOOKS),
    ("GET /groups/:id/hooks/:hook_id", GROUP_HOOKS),
    ("PUT /groups/:id/hooks/:hook_id", GROUP_HOOKS),
    ("DELETE /groups/:id/hooks/:hook_id", GROUP_HOOKS),
    ("POST /groups/:id/hooks/:hook_id/test/:trigger", GROUP_HOOKS),
    ("GET /groups/:id/hooks/:hook_id/events", GROUP_HOOKS),
    ("POST /groups/:id/hooks/:hook_id/events/:hook_log_id/resend", GROUP_HOOKS),
    ("POST /*project/alerts/notify.json", ALERTS),
    ("POST /*project/alerts/notify/:name/:endpoint_id", ALERTS),
    ("POST /api/graphql", "it is of the REST API alone; doc/api/graphql has it"),
    ("POST /ci/lint", "GitLab 16.0 removed it; it stands here for a request of any address"),
    ("GET /user", "it leaves out all calls about users; doc/api/users.md has it"),
];

const GROUP_HOOKS: &str =
    "it leaves out the hooks of groups, which are Premium; doc/api/group_webhooks.md has them";
const ALERTS: &str = "it is of the REST API alone; doc/operations/incident_management/integrations.md has it";
const NOTES: &str = "it leaves out all notes and discussions; doc/api/notes.md has them";
