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
    Difference { call: "GET /projects", what: "pagination: unknown", reason: KEYSET_OF_PROJECTS },
    Difference {
        call: "GET /projects/:id/merge_requests/:iid/changes",
        what: "access_raw_diffs: unknown",
        reason: "lib/api/merge_requests.rb reads it without declaring it; doc/api/merge_requests.md has it",
    },
    Difference { call: "GET /search", what: "include_archived: unknown", reason: SEARCH },
    Difference { call: "GET /search", what: "order_by: unknown", reason: SEARCH },
    Difference { call: "GET /search", what: "sort: unknown", reason: SEARCH },
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
        call: "POST /projects/:id/hooks",
        what: "resource_deploy_token_events: unknown",
        reason: "it is of about 18.6, and GitLab has had it since 18.10: doc/api/project_webhooks.md",
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
const KEYSET_OF_PROJECTS: &str =
    "it leaves out the parameter of keyset pagination, which doc/api/rest/_index.md names for projects";
const SEARCH: &str = "it names few parameters of a search; doc/api/search.md has these";

const REST_OF_THE_PATH: &str = "it takes the rest of the path for a parameter of the query";

/// The calls whose path the document leaves out, and why we know that they exist.
pub(crate) const UNLISTED: &[(&str, &str)] = &[
    ("POST /projects/:id/merge_requests/:iid/notes", NOTES),
    ("POST /projects/:id/issues/:iid/notes", NOTES),
    ("POST /projects/:id/snippets/:id/notes", NOTES),
    ("GET /projects/:id/merge_requests/:iid/notes", NOTES),
    ("GET /projects/:id/issues/:iid/notes", NOTES),
    ("GET /projects/:id/snippets/:id/notes", NOTES),
    ("GET /projects/:id/merge_requests/:iid/notes/:note_id", NOTES),
    ("GET /projects/:id/issues/:iid/notes/:note_id", NOTES),
    ("GET /projects/:id/snippets/:id/notes/:note_id", NOTES),
    ("PUT /projects/:id/merge_requests/:iid/notes/:note_id", NOTES),
    ("PUT /projects/:id/issues/:iid/notes/:note_id", NOTES),
    ("PUT /projects/:id/snippets/:id/notes/:note_id", NOTES),
    ("DELETE /projects/:id/merge_requests/:iid/notes/:note_id", NOTES),
    ("DELETE /projects/:id/issues/:iid/notes/:note_id", NOTES),
    ("DELETE /projects/:id/snippets/:id/notes/:note_id", NOTES),
    ("GET /projects/:id/merge_requests/:iid/discussions", DISCUSSIONS),
    ("GET /projects/:id/issues/:iid/discussions", DISCUSSIONS),
    ("GET /projects/:id/snippets/:id/discussions", DISCUSSIONS),
    ("GET /projects/:id/repository/commits/:sha/discussions", DISCUSSIONS),
    ("GET /projects/:id/merge_requests/:iid/discussions/:discussion_id", DISCUSSIONS),
    ("GET /projects/:id/issues/:iid/discussions/:discussion_id", DISCUSSIONS),
    ("GET /projects/:id/snippets/:id/discussions/:discussion_id", DISCUSSIONS),
    ("GET /projects/:id/repository/commits/:sha/discussions/:discussion_id", DISCUSSIONS),
    ("POST /projects/:id/merge_requests/:iid/discussions", DISCUSSIONS),
    ("POST /projects/:id/issues/:iid/discussions", DISCUSSIONS),
    ("POST /projects/:id/snippets/:id/discussions", DISCUSSIONS),
    ("POST /projects/:id/repository/commits/:sha/discussions", DISCUSSIONS),
    ("POST /projects/:id/merge_requests/:iid/discussions/:discussion_id/notes", DISCUSSIONS),
    ("POST /projects/:id/issues/:iid/discussions/:discussion_id/notes", DISCUSSIONS),
    ("POST /projects/:id/snippets/:id/discussions/:discussion_id/notes", DISCUSSIONS),
    ("POST /projects/:id/repository/commits/:sha/discussions/:discussion_id/notes", DISCUSSIONS),
    ("PUT /projects/:id/merge_requests/:iid/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("PUT /projects/:id/issues/:iid/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("PUT /projects/:id/snippets/:id/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("PUT /projects/:id/repository/commits/:sha/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("DELETE /projects/:id/merge_requests/:iid/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("DELETE /projects/:id/issues/:iid/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("DELETE /projects/:id/snippets/:id/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("DELETE /projects/:id/repository/commits/:sha/discussions/:discussion_id/notes/:note_id", DISCUSSIONS),
    ("PUT /projects/:id/merge_requests/:iid/discussions/:discussion_id", DISCUSSIONS),
    ("PUT /projects/:id/issues/:iid/discussions/:discussion_id", DISCUSSIONS),
    ("GET /groups/:id/hooks", GROUP_HOOKS),
    ("POST /groups/:id/hooks", GROUP_HOOKS),
    ("GET /groups/:id/hooks/:hook_id", GROUP_HOOKS),
    ("PUT /groups/:id/hooks/:hook_id", GROUP_HOOKS),
    ("DELETE /groups/:id/hooks/:hook_id", GROUP_HOOKS),
    ("POST /groups/:id/hooks/:hook_id/test/:trigger", GROUP_HOOKS),
    ("PUT /groups/:id/hooks/:hook_id/url_variables/:key", GROUP_HOOKS),
    ("DELETE /groups/:id/hooks/:hook_id/url_variables/:key", GROUP_HOOKS),
    ("PUT /groups/:id/hooks/:hook_id/custom_headers/:key", GROUP_HOOKS),
    ("DELETE /groups/:id/hooks/:hook_id/custom_headers/:key", GROUP_HOOKS),
    ("GET /groups/:id/hooks/:hook_id/events", GROUP_HOOKS),
    ("POST /groups/:id/hooks/:hook_id/events/:hook_log_id/resend", GROUP_HOOKS),
    ("POST /*project/alerts/notify.json", ALERTS),
    ("POST /*project/alerts/notify/:name/:endpoint_id", ALERTS),
    ("POST /api/graphql", "it is of the REST API alone; doc/api/graphql has it"),
    ("POST /ci/lint", "GitLab 16.0 removed it; it stands here for a request of any address"),
    ("GET /projects/:id/merge_requests/:iid/resource_state_events", RESOURCE_EVENTS),
    ("GET /projects/:id/issues/:iid/resource_state_events", RESOURCE_EVENTS),
    ("GET /projects/:id/merge_requests/:iid/resource_label_events", RESOURCE_EVENTS),
    ("GET /projects/:id/issues/:iid/resource_label_events", RESOURCE_EVENTS),
    ("GET /user", USERS),
    ("GET /users", USERS),
    ("GET /users/:id", USERS),
    ("GET /projects/:id/labels", LABELS),
    ("GET /groups/:id/labels", LABELS),
    ("GET /projects/:id/labels/:label_id", LABELS),
    ("GET /groups/:id/labels/:label_id", LABELS),
    ("GET /projects/:id/milestones", MILESTONES),
    ("GET /groups/:id/milestones", MILESTONES),
    ("GET /projects/:id/milestones/:milestone_id", MILESTONES),
    ("GET /groups/:id/milestones/:milestone_id", MILESTONES),
    ("GET /projects/:id/access_tokens", TOKENS_OF_A_PLACE),
    ("GET /groups/:id/access_tokens", TOKENS_OF_A_PLACE),
    ("GET /oauth/token/info", "it is of the REST API alone; doc/api/oauth2.md has it"),
];

const USERS: &str = "it leaves out all calls about users; doc/api/users.md has it";
const LABELS: &str = "it leaves out labels; doc/api/labels.md and doc/api/group_labels.md have them";
const MILESTONES: &str =
    "it leaves out milestones; doc/api/milestones.md and doc/api/group_milestones.md have them";
const TOKENS_OF_A_PLACE: &str =
    "it leaves out the access tokens of projects and groups; doc/api/project_access_tokens.md has them";
const GROUP_HOOKS: &str =
    "it leaves out the hooks of groups, which are Premium; doc/api/group_webhooks.md has them";
const ALERTS: &str = "it is of the REST API alone; doc/operations/incident_management/integrations.md has it";
const NOTES: &str = "it leaves out all notes; doc/api/notes.md has them";
const RESOURCE_EVENTS: &str = "it leaves out what happened to issues and merge requests; \
                               doc/api/resource_state_events.md and resource_label_events.md have it";
const DISCUSSIONS: &str = "it leaves out all discussions; doc/api/discussions.md has them";
