//! Ordinary notes, word for word.

#![expect(clippy::expect_used, reason = "helpers of tests")]

use rca_note::{
    Confidence, EvidenceItem, EvidenceKind, Excerpt, Finding, FindingGap, FindingLink, FindingStatus,
    NextStep, NextStepKind, NoteMarker, RcaNote, RootCause, Section, ServiceImpact, ServiceRole, Severity,
    Suspect, SuspectReason, TimelineEvent,
};
use url::Url;

fn gitlab() -> Url {
    Url::parse("https://gitlab.example.com/").expect("a constant")
}

fn finding() -> Finding {
    Finding::new("Checkout refuses orders above 1,000 EUR")
        .with_summary("The total is rounded before it is compared.\nOrders of large amounts fail.\n\n- since the deployment at noon\n- in `checkout` only")
        .with_severity(Severity::High)
        .with_status(FindingStatus::Identified)
        .with_confidence(Confidence::new(0.82).because("the failing test names the changed line"))
        .with_root_cause(
            RootCause::new("Merge request !42 rounds amounts down.").with_service("checkout").with_category("code change").with_error_type("RangeError"),
        )
        .with_evidence(
            EvidenceItem::new(EvidenceKind::Log, "Job rspec fails at checkout_spec.rb:42")
                .with_link("https://gitlab.example.com/shop/checkout/-/jobs/81#L42")
                .with_excerpt(Excerpt::new("\u{1b}[31mexpected: 1000\u{1b}[0m\r\n     got: 999\n").starting_at(41)),
        )
        .with_suspect(
            Suspect::new("Round amounts before comparing")
                .with_commit("5fa2c71d")
                .with_merge_request("shop/checkout!42")
                .with_author("Jo Doe")
                .with_link("https://gitlab.example.com/shop/checkout/-/merge_requests/42?secret=1")
                .with_score(0.9)
                .with_reason(SuspectReason::new("path overlap", 0.4, "changes lib/total.rb, which the trace names")),
        )
        .with_service(ServiceImpact::new("checkout", ServiceRole::Origin).with_detail("answers 500"))
        .with_event(TimelineEvent::new("2026-03-01T12:00:00Z".parse().unwrap_or_default(), "deployed to production"))
        .with_next_step(NextStep::new(NextStepKind::Mitigate, "Revert !42."))
        .with_gap(FindingGap::new("the downstream pipeline", "403", "give the token the scope read_api"))
        .with_link(FindingLink::new("Pipeline", "https://gitlab.example.com/shop/checkout/-/pipelines/7"))
        .with_link(FindingLink::new("Alert", "https://alerts.example.org/4711"))
        .with_made_by("rule analyst")
}

#[test]
fn a_whole_finding() {
    let marker = NoteMarker::new("alert-4711").with_project("shop/checkout");
    let renderer = RcaNote::builder().incident(marker.clone()).links_to(&gitlab()).build();
    let note = renderer.render(&finding());
    assert!(note.omitted().is_empty(), "{:?}", note.omitted());
    assert!(NoteMarker::find_in(note.body()).unwrap().is_for_same_incident(&marker));
    insta::assert_snapshot!(note.body());
}

#[test]
fn the_default_options_do() {
    insta::assert_snapshot!(
        RcaNote::render(&Finding::new("Nothing found").with_summary("No job failed in the window.")).body()
    );
}

#[test]
fn json_goes_in_and_out() {
    let json = serde_json::to_string(&finding()).unwrap();
    assert_eq!(serde_json::from_str::<Finding>(&json).unwrap(), finding());
    let open = r#"{"title":"x","severity":"sev0","status":"RESOLVED","confidence":7,"unheard":{"of":1},
        "evidence":[{"kind":"trace","text":"t","link":"javascript:alert(1)"}],"services":[{"name":"a","role":"bystander"}]}"#;
    let read: Finding = serde_json::from_str(open).unwrap();
    assert_eq!(read.severity, Severity::Other("sev0".into()));
    assert_eq!(read.status, FindingStatus::Resolved);
    assert_eq!(read.confidence, Some(Confidence::new(0.07)));
    let note = RcaNote::builder().links_to(&gitlab()).build().render(&read);
    assert!(note.body().contains("`javascript:alert(1)`"), "{}", note.body());
}

#[test]
fn case_124_logs_go_first_and_links_survive() {
    let mut long = finding();
    long.evidence[0].excerpt =
        Some(Excerpt::new("a line of the log that says little\n".repeat(100_000)).starting_at(1));
    let note = RcaNote::builder().links_to(&gitlab()).build().render(&long);
    assert!(note.body().chars().count() <= 4_000);
    for kept in [
        "Checkout refuses",
        "rounded before",
        "jobs/81#L42",
        "merge_requests/42",
        "Revert",
        "pipelines/7",
        "Left out",
    ] {
        assert!(note.body().contains(kept), "{kept} is missing in {}", note.body());
    }
    let sections: Vec<Section> = note.omitted().iter().map(|omission| omission.section).collect();
    assert_eq!(sections, [Section::Excerpts]);
    assert!(note.omitted()[0].characters > 3_000_000);
    assert!(
        note.body().chars().count() > 3_000,
        "the room that is left is used: {}",
        note.body().chars().count()
    );
}

#[test]
fn case_116_queries_and_long_addresses_are_not_carried() {
    let finding = Finding::new("x")
        .with_link(FindingLink::new("query", "https://gitlab.example.com/a?canary=1"))
        .with_link(FindingLink::new("long", format!("https://gitlab.example.com/{}", "canary/".repeat(200))))
        .with_link(FindingLink::new("fragment", "https://gitlab.example.com/b#canary%20text"))
        .with_link(FindingLink::new("token", "https://gitlab.example.com/glpat-3xYz5Qm8LkR2vN7wTb4J"));
    let note = RcaNote::builder().links_to(&gitlab()).build().render(&finding);
    assert!(note.body().contains("[query](https://gitlab.example.com/a)"), "{}", note.body());
    assert!(note.body().contains("[fragment](https://gitlab.example.com/b)"), "{}", note.body());
    assert!(!note.body().contains("[long]") && !note.body().contains("3xYz5"), "{}", note.body());
}

#[test]
fn case_122_secrets_are_masked_in_every_field() {
    let token = "glpat-3xYz5Qm8LkR2vN7wTb4J";
    let hidden = "gl\u{200b}pat-3xYz5Qm8\u{1b}[0mLkR2vN7wTb4J";
    for secret in [token, hidden] {
        let json = serde_json::to_string(&finding())
            .unwrap()
            .replace("checkout", secret)
            .replace("amounts", secret)
            .replace("EUR", secret);
        let leaked: Finding = serde_json::from_str(&json.replace('\u{1b}', "\\u001b")).unwrap();
        let note = RcaNote::builder().links_to(&gitlab()).limit(100_000).build().render(&leaked);
        assert!(!note.body().contains("LkR2vN7wTb4J"), "{}", note.body());
        assert!(note.body().contains("REDACTED:gitlab-access-token"));
    }
}

#[test]
fn case_136_what_a_model_writes_is_shown_and_not_obeyed() {
    let finding = Finding::new("# Done")
        .with_summary("## Analysis\n**Bold** and `code`\n\n```ruby\nputs 1\n```\n/merge\n> quote\n1. first");
    insta::assert_snapshot!(RcaNote::render(&finding).body());
}

#[test]
fn case_113_more_backticks_than_open_a_code_span() {
    // Of 81 and more, comrak and cmark make text, and what they were to enclose would act.
    for ticks in [31, 32, 33, 64, 79, 80, 81, 500] {
        let ticks = "`".repeat(ticks);
        for text in [format!("{ticks}@all{ticks}"), format!("x{ticks}\n{ticks} @all"), format!("@all{ticks}")]
        {
            let note =
                RcaNote::builder().limit(20_000).build().render(&Finding::new(&text).with_summary(&text));
            let arena = comrak::Arena::new();
            let root = comrak::parse_document(&arena, note.body(), &comrak::Options::default());
            let acts = root.descendants().any(|node| {
                matches!(&node.data.borrow().value, comrak::nodes::NodeValue::Text(text) if text.contains(['@', '`']))
            });
            assert!(!acts, "{}", note.body());
        }
    }
}

#[test]
fn an_excerpt_that_shows_nothing_leaves_no_trace() {
    // Longer than a caption: what is cut off a caption that is not there is not left out.
    let evidence =
        EvidenceItem::new(EvidenceKind::Log, "long ".repeat(30)).with_excerpt(Excerpt::new("gone\r\u{3000}"));
    let note = RcaNote::builder().build().render(&Finding::new("x").with_evidence(evidence));
    assert!(!note.body().contains("<details>"), "{}", note.body());
    assert_eq!(note.omitted(), []);
}

#[test]
fn case_118_the_label_of_a_link_defines_no_reference() {
    for label in ["a]: b", "`[a]: b`", "]:"] {
        let finding =
            Finding::new("x").with_suspect(Suspect::new(label).with_link("https://gitlab.example.com/a/b"));
        let note = RcaNote::builder().links_to(&gitlab()).build().render(&finding);
        let html = comrak::markdown_to_html(note.body(), &comrak::Options::default());
        assert!(html.contains("]:") && html.contains("<a href=\"https://gitlab.example.com/a/b\""), "{html}");
    }
}

#[test]
fn what_a_line_of_prose_begins_with_is_shown() {
    let note =
        RcaNote::render(&Finding::new("t").with_summary("## Cause\n#42 broke it\n- an item\n  that goes on"));
    assert!(note.body().contains("\nCause\n\n`#42` broke it\n\n- an item that goes on\n"), "{}", note.body());
}
