//! Projects, users and the installation.

use super::project;
use crate::sample::Sample;
use gitlab_api_client::endpoints::*;

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::of(GetProject::new(project())),
        Sample::of(GetCurrentUser::new()),
        Sample::of(GetMetadata::new()),
    ]
}
