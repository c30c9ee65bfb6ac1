//! Invariant 4: no type that holds a secret gives it away.

mod answers;
mod formatted;
mod holders;
