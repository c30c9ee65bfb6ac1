//! The GitLab client is a source of evidence, and the rule analyst an analyst, as their contracts say.

mod support;

use gitlab_core::MergeRequestIid;
use gitlab_investigation::{RuleAnalyst, contract};
use support::{client, gitlab, investigate, project};

#[tokio::test]
async fn the_client_is_a_source_of_evidence() {
    let gitlab = gitlab();
    contract::evidence_source(&client(&gitlab), &project(), MergeRequestIid::new(1)).await;
}

#[tokio::test]
async fn the_rule_analyst_is_an_analyst() {
    let gitlab = gitlab();
    contract::analyst(&RuleAnalyst::new(), &investigate("shop/cart!1", &gitlab).await).await;
    contract::analyst(&RuleAnalyst::new(), &investigate("shop/nothing!1", &gitlab).await).await;
}
