//! Turns any alert payload into an alert and the GitLab references in it.
