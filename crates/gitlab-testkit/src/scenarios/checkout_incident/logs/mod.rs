//! The logs of the incident's jobs, as the tools print them.

mod cargo;
mod contract;
mod dependencies;
mod integration;
mod roll_out;

pub(super) use cargo::{audit, panic_message, tests, tests_before};
pub(super) use contract::{contract, contract_before};
pub(super) use integration::integration;
pub(super) use roll_out::{roll_out, roll_out_before};
