//! The checkout of a shop breaks: one merge request among many did it.

mod delivery;
mod expected;
mod history;
mod hostile;
mod logs;
mod merge_requests;
mod payments;
mod people;
mod pipelines;
mod source;
mod storefront;

pub use expected::{Expected, expected, token};

use crate::scenario::{Role, Scenario, Token};

const CHECKOUT: &str = "shop/backend/checkout";
const PAYMENTS: &str = "shop/backend/payments";
const STOREFRONT: &str = "shop/storefront";

/// An incident in an online shop, as GitLab holds it the morning on which it is found.
///
/// `shop/backend/checkout` computes what a cart costs. Merge request !87 sums all vouchers before it takes them
/// off, and so lost a subtraction that stops at zero. Its own pipeline passed, because a test that would have
/// shown it was merged by !88 in the meantime. On `main` that test fails; the deployment jobs do not wait for
/// the tests, so staging got the change, and the pods of production do not come up. The shop's front end
/// (`shop/storefront`), whose contract tests a trigger job runs, fails with it.
///
/// Beside the culprit there is what makes real incidents hard: eight innocent merge requests of the same weeks,
/// some of them in the same files; a flaky job that passed when it was retried; an audit that is allowed to
/// fail; logs of thousands of lines with colours, sections, progress bars and (one of them) timestamps; a token
/// that a test printed in clear; and texts that try to be quick actions, mentions, markers or instructions.
///
/// All dates are fixed, in the weeks up to [`Expected::incident_start`]; make the GitLab with a clock that
/// stands shortly after it, where what is "now" matters. [`expected`] says what an investigation should find,
/// and [`token`] holds the tokens.
#[must_use]
pub fn checkout_incident() -> Scenario {
    let scenario = people::all(Scenario::new());
    let scenario = scenario
        .token(Token::group(token::API, "shop", Role::Developer).scopes(["api"]).name("rca-bot"))
        .token(Token::group(token::READ_API, "shop", Role::Reporter).scopes(["read_api"]).name("rca-reader"))
        .token(Token::personal(token::STRANGER, people::STRANGER).scopes(["api"]));
    scenario
        .project(CHECKOUT, |project| {
            let project = project
                .id(expected().project_id)
                .description("What a cart costs, and how it becomes an order.")
                .created_at("2025-06-02T08:00:00Z");
            let project = people::members(project);
            let project = history::commits(project);
            let project = merge_requests::all(project);
            let project = pipelines::all(project);
            delivery::all(project)
        })
        .project(PAYMENTS, payments::project)
        .project(STOREFRONT, storefront::project)
}

#[cfg(test)]
mod tests;
