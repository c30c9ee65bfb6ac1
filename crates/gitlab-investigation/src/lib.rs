//! Reads everything that GitLab knows about an incident and says what explains it.
