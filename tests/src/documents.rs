//! The code blocks of the documents, compiled and run as doctests.

#[doc = include_str!("../../CONTRIBUTING.md")]
mod contributing {}

#[doc = include_str!("../../README.md")]
mod readme {}

#[doc = include_str!("../../docs/guides/gitlab-client.md")]
mod gitlab_client {}

#[doc = include_str!("../../docs/guides/write-back.md")]
mod write_back {}
