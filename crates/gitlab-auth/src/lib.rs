//! Proves who a request to GitLab comes from.
