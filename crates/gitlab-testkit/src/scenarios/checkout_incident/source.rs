//! The source code of the checkout, in the states that its history goes through.

pub(super) const README: &str = "\
# checkout

Computes what a cart costs: goods, discounts, shipping and tax, in this order.

    cargo test
    cargo run
";

pub(super) const CODEOWNERS: &str = "\
* @mara.lind
/src/pricing/ @aiko.mori @mara.lind
/deploy/ @jonas.weber
";

pub(super) const CARGO_TOML: &str = r#"[package]
name = "checkout"
version = "2.14.0"
edition = "2024"

[dependencies]
axum = "0.8.4"
serde = { version = "1.0.219", features = ["derive"] }
serde_json = "1.0.140"
tokio = { version = "1.45.0", features = ["full"] }
tracing = "0.1.41"

[profile.release]
# Money must never wrap around in silence.
overflow-checks = true
"#;

/// The deployment jobs need the image only, and so do not wait for the tests.
pub(super) const CI: &str = r#"stages: [build, test, deploy, verify]

image:
  stage: build
  script: [docker buildx build --push -t "$IMAGE:$CI_COMMIT_SHA" .]

test:
  stage: test
  script: [cargo test --color always]
  artifacts:
    reports:
      junit: target/junit.xml

integration:
  stage: test
  script: [./ci/integration.sh]

audit:
  stage: test
  script: [cargo audit]
  allow_failure: true

deploy:staging:
  stage: deploy
  needs: [image]
  environment: staging
  script: [./deploy/roll-out.sh staging]

deploy:production:
  stage: deploy
  needs: [image, "deploy:staging"]
  environment: production
  script: [./deploy/roll-out.sh production]

storefront:
  stage: verify
  needs: ["deploy:staging"]
  trigger:
    project: shop/storefront
    strategy: depend
"#;

pub(super) const LIB: &str = "\
//! What a cart costs.

pub mod cart;
pub mod payment;
pub mod pricing;
pub mod receipt;
";

pub(super) const MAIN: &str = r#"use checkout::pricing;

#[tokio::main]
async fn main() {
    tracing::info!("pricing the carts of yesterday to warm up");
    for cart in checkout::cart::of_yesterday().await {
        pricing::total(&cart);
    }
    checkout::cart::serve("0.0.0.0:8080").await;
}
"#;

/// The same with what a load balancer asks for.
pub(super) fn main_with_health() -> String {
    MAIN.replace(
        "    checkout::cart::serve(\"0.0.0.0:8080\").await;\n",
        "    tokio::spawn(checkout::cart::serve_health(\"0.0.0.0:8081\"));\n    checkout::cart::serve(\"0.0.0.0:8080\").await;\n",
    )
}

pub(super) const PRICING: &str = r#"//! Prices in cents.

pub mod discount;
pub mod shipping;
pub mod tax;

use crate::cart::Cart;

/// An amount of money in cents.
pub type Cents = u64;

/// What the cart costs: goods less discounts, plus shipping, plus tax.
pub fn total(cart: &Cart) -> Cents {
    let goods = discount::apply_all(&cart.discounts, cart.goods());
    let shipped = goods + shipping::cost(cart);
    shipped + tax::of(shipped)
}
"#;

/// How discounts were taken off until the merge request that broke it.
pub(super) const DISCOUNT: &str = r#"//! What percentages and vouchers take off a cart.

use super::Cents;

/// A discount that a customer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// So many percent of the goods.
    Percent(u8),
    /// A fixed amount.
    Voucher(Cents),
}

impl Discount {
    /// What is left of `subtotal`.
    pub fn apply(self, subtotal: Cents) -> Cents {
        match self {
            Self::Percent(percent) => subtotal - subtotal * Cents::from(percent) / 100,
            Self::Voucher(value) => subtotal.saturating_sub(value),
        }
    }
}

/// Applies every discount in the order in which they were given.
pub fn apply_all(discounts: &[Discount], subtotal: Cents) -> Cents {
    discounts.iter().fold(subtotal, |rest, discount| discount.apply(rest))
}
"#;

/// An innocent change of the same file, two weeks earlier.
pub(super) fn discount_with_cap() -> String {
    DISCOUNT.replace("Cents::from(percent) / 100", "Cents::from(percent.min(100)) / 100")
}

/// The change that breaks it: the subtraction at its end no longer stops at zero.
pub(super) fn discount_with_sum() -> String {
    let before = discount_with_cap();
    let kept = before.split("/// Applies every discount").next().unwrap_or_default();
    format!(
        "{kept}{}",
        r#"/// The value of all vouchers together.
pub fn voucher_value(discounts: &[Discount]) -> Cents {
    discounts.iter().filter_map(|discount| discount.as_voucher()).sum()
}

/// Applies percentages in the order in which they were given, then all vouchers together.
pub fn apply_all(discounts: &[Discount], subtotal: Cents) -> Cents {
    let vouchers = voucher_value(discounts);
    let percentages = discounts.iter().filter(|discount| discount.as_voucher().is_none());
    let reduced = percentages.fold(subtotal, |rest, discount| discount.apply(rest));
    reduced - vouchers
}
"#
    )
    .replace(
        "impl Discount {\n",
        "impl Discount {\n    /// The value, if it is a voucher.\n    pub fn as_voucher(self) -> Option<Cents> {\n        if let Self::Voucher(value) = self { Some(value) } else { None }\n    }\n\n",
    )
}

pub(super) const TAX: &str = r#"//! Value added tax.

use super::Cents;

/// The rate in percent.
const RATE: Cents = 19;

/// The tax on `net`.
pub fn of(net: Cents) -> Cents {
    net * RATE / 100
}
"#;

pub(super) fn tax_rounded() -> String {
    TAX.replace("    net * RATE / 100\n", "    (net * RATE + 50) / 100\n")
}

pub(super) const SHIPPING: &str = r#"//! What sending costs.

use super::Cents;
use crate::cart::Cart;

/// Goods of this value are sent for free.
const FREE_FROM: Cents = 5_000;

/// What sending the cart costs.
pub fn cost(cart: &Cart) -> Cents {
    if cart.goods() >= FREE_FROM { 0 } else { 490 }
}
"#;

pub(super) fn shipping_by_zone() -> String {
    SHIPPING.replace("{ 0 } else { 490 }", "{ 0 } else { cart.zone.rate() }").replace(
        "/// What sending the cart costs.\n",
        "/// What sending the cart costs; islands cost more than the mainland.\n",
    )
}

pub(super) const CART: &str = r#"//! Carts.

use crate::pricing::{Cents, discount::Discount};

/// A cart.
#[derive(Clone, Debug, Default)]
pub struct Cart {
    pub id: u64,
    pub items: Vec<Item>,
    pub discounts: Vec<Discount>,
}

/// A line of a cart.
#[derive(Clone, Debug)]
pub struct Item {
    pub article: String,
    pub price: Cents,
    pub count: u32,
}

impl Cart {
    /// What the goods cost without anything else.
    pub fn goods(&self) -> Cents {
        self.items.iter().map(|item| item.price * Cents::from(item.count)).sum()
    }
}
"#;

pub(super) fn cart_with_log() -> String {
    CART.replace(
        "    pub fn goods(&self) -> Cents {\n",
        "    pub fn goods(&self) -> Cents {\n        tracing::trace!(cart = self.id, \"summing\");\n",
    )
}

pub(super) const PAYMENT: &str = r#"//! Asks the payment service.

/// Asks for a payment once.
pub async fn pay(order: u64, amount: u64) -> Result<(), String> {
    crate::cart::post("http://payments/charge", order, amount).await
}
"#;

pub(super) fn payment_with_retry() -> String {
    PAYMENT.replace("for a payment once", "for a payment, twice if the service is busy").replace(
        "    crate::cart::post(\"http://payments/charge\", order, amount).await\n",
        "    match crate::cart::post(\"http://payments/charge\", order, amount).await {\n        \
         Err(busy) if busy.contains(\"503\") => crate::cart::post(\"http://payments/charge\", order, amount).await,\n        \
         other => other,\n    }\n",
    )
}

pub(super) const RECEIPT: &str = r#"//! What the customer is shown.

use crate::cart::Cart;

/// A line for each discount.
pub fn discount_lines(cart: &Cart) -> Vec<String> {
    cart.discounts.iter().map(|discount| format!("{discount:?}")).collect()
}
"#;

pub(super) fn receipt_with_one_line() -> String {
    RECEIPT
        .replace("/// A line for each discount.", "/// One line for all vouchers, one for each percentage.")
        .replace(
            "    cart.discounts.iter().map(|discount| format!(\"{discount:?}\")).collect()\n",
            "    let vouchers = crate::pricing::discount::voucher_value(&cart.discounts);\n    \
         vec![format!(\"Vouchers: -{vouchers}\")]\n",
        )
}

pub(super) const VOUCHER_TESTS: &str = r#"use checkout::pricing::discount::{Discount, apply_all};

#[test]
fn a_voucher_is_taken_off() {
    assert_eq!(apply_all(&[Discount::Voucher(300)], 1_000), 700);
}

#[test]
fn percentages_and_vouchers_add_up() {
    assert_eq!(apply_all(&[Discount::Percent(10), Discount::Voucher(100)], 1_000), 800);
}
"#;

/// The test that shows what broke, merged while the culprit was in review.
pub(super) fn voucher_tests_with_large_one() -> String {
    format!(
        "{VOUCHER_TESTS}{}",
        r#"
#[test]
fn a_voucher_larger_than_the_cart_leaves_nothing_to_pay() {
    assert_eq!(apply_all(&[Discount::Voucher(5_000)], 1_000), 0);
}
"#
    )
}

pub(super) const PRICING_GUIDE: &str = "\
# How a price is made

1. The goods are added up.
2. Discounts are applied in the order in which they were given.
3. Shipping and tax are added.
";

pub(super) fn pricing_guide_with_vouchers() -> String {
    PRICING_GUIDE.replace(
        "2. Discounts are applied in the order in which they were given.",
        "2. Percentages are applied in the order in which they were given, then all vouchers together.",
    )
}

pub(super) const HELM_VALUES: &str = "\
replicas: 4
image:
  repository: registry.example.com/shop/checkout
resources:
  limits:
    memory: 256Mi
    cpu: 500m
startupProbe:
  failureThreshold: 30
";

pub(super) fn helm_values_with_memory() -> String {
    HELM_VALUES.replace("256Mi", "384Mi")
}
