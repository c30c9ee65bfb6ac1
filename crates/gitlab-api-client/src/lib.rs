//! Asks GitLab: endpoints, pages, retries, limits and errors that help.
