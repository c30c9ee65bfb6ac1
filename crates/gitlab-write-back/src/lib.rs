//! Puts one note on a GitLab merge request, once, and only when allowed.
