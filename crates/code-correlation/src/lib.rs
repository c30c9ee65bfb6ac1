//! Reads unified diffs and says which change fits a failure.
