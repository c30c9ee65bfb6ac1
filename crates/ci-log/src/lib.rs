//! Reads GitLab job logs as a stream and finds the lines that explain a failure.
