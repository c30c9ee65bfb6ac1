//! Runnable examples of gitlab-rca.
