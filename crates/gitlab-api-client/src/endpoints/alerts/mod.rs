//! Alerts, as a monitoring tool sends them. They are listed by GraphQL: [`graphql`](crate::graphql).

mod payload;
mod send;

pub use payload::{AlertPayload, AlertTooLargeError};
pub use send::SendAlert;
