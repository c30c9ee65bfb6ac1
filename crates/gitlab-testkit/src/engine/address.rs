use gitlab_core::Instance;

/// Where the GitLab believes that it can be reached: its configured host, from which it makes every URL.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) instance: Instance,
    /// The web address without a slash at its end.
    pub(crate) web: String,
    /// `host` or `host:port`.
    pub(crate) authority: String,
    /// The path of the API, with slashes at both ends.
    pub(crate) api_path: String,
}

impl Address {
    pub(crate) fn new(instance: Instance) -> Self {
        let web = instance.web_url().as_str().trim_end_matches('/').to_owned();
        let url = instance.web_url();
        let host = url.host_str().unwrap_or_default();
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let api_path = instance.api_url().path().to_owned();
        Self { instance, web, authority, api_path }
    }
}
