//! The clocks that the testkit's waits and dates go by.

mod manual;
mod tokio;

pub use self::manual::ManualClock;
pub use self::tokio::TokioClock;
