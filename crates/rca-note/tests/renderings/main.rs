//! The finding as text, as a page and as a Slack message: hostile text does nothing in any of them, secrets are masked, limits hold.
//!
//! `RCA_HOSTILE_TEXTS=1000000 cargo test --release -p rca-note --test renderings generated` generates a million.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "helpers of tests")]

mod excerpts;
#[path = "../hostile/finding.rs"]
mod finding;
#[path = "../hostile/generator.rs"]
#[expect(dead_code, reason = "the texts of fences are needed elsewhere only")]
mod generator;
mod hostile;
mod html;
mod limits;
mod secrets;
mod slack;
mod style;
mod text;
#[path = "../hostile/texts/mod.rs"]
mod texts;

use rca_note::Safeguards;
use url::Url;

fn safeguards() -> Safeguards {
    Safeguards::new().links_to(&Url::parse(finding::ORIGIN).unwrap())
}
