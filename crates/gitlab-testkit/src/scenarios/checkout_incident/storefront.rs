//! The front end of the shop, whose contract tests ask the checkout.

use super::people::{self, AIKO, MARA};
use super::{expected, logs};
use crate::scenario::Project;
use gitlab_core::types::PipelineSource;

/// The name of the pipeline that the checkout's trigger job started.
pub(super) const PIPELINE: &str = "contract with the checkout";

/// The name of the one that it started two days before.
pub(super) const PIPELINE_BEFORE: &str = "contract with the live checkout";

/// The file of the contract test, and the line that fails in it.
pub(super) const CONTRACT_FILE: &str = "contract/checkout.contract.test.ts";
pub(super) const CONTRACT_LINE: u32 = 15;

pub(super) const CONTRACT: &str = r#"import { checkout } from "../src/checkout";

describe("checkout contract", () => {
  test("a cart without discounts costs its goods", async () => {
    const response = await checkout.total({ items: [{ article: "cup", price: 1200, count: 2 }] });
    expect(response.status).toBe(200);
  });

  test("a cart that a voucher pays for costs nothing", async () => {
    const cart = {
      items: [{ article: "cup", price: 1200, count: 2 }],
      discounts: [{ voucher: 10000 }],
    };
    const response = await checkout.total(cart);
    expect(response.status).toBe(200);
    expect(response.body.total).toBe(0);
  });
});
"#;

pub(super) fn project(project: Project) -> Project {
    people::members(project)
        .id(4_230)
        .description("What customers see.")
        .commit("start", |commit| {
            commit
                .author(MARA)
                .at("2025-06-20T10:00:00+02:00")
                .message("Show the shop")
                .file(
                    "package.json",
                    "{\n  \"name\": \"storefront\",\n  \"scripts\": { \"contract\": \"jest contract\" }\n}\n",
                )
                .file(
                    "src/checkout.ts",
                    "export const checkout = { total: (cart: object) => post(\"/total\", cart) };\n",
                )
        })
        .commit("contract", |commit| {
            commit
                .author(MARA)
                .at("2025-12-09T15:10:00+01:00")
                .message("Test what the checkout promises")
                .file(CONTRACT_FILE, CONTRACT)
        })
        .pipeline("contract", |pipeline| {
            pipeline
                .name(PIPELINE_BEFORE)
                .id(90_141)
                .source(PipelineSource::Pipeline)
                .user(AIKO)
                .created_at("2026-01-13T13:12:31Z")
                .job(expected().downstream_job, |job| {
                    job.id(570_030).seconds(388.0).trace(logs::contract_before())
                })
        })
        .pipeline("contract", |pipeline| {
            pipeline
                .name(PIPELINE)
                .id(90_219)
                .source(PipelineSource::Pipeline)
                .user(AIKO)
                .created_at("2026-01-15T07:17:24Z")
                .job(expected().downstream_job, |job| {
                    job.id(571_230)
                        .failed("script_failure")
                        .started_at("2026-01-15T07:17:31Z")
                        .seconds(412.0)
                        .trace(logs::contract())
                })
        })
}
