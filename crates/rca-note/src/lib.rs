//! Writes a root cause finding as GitLab Flavored Markdown in which nothing acts.
