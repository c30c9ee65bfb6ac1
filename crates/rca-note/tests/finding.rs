//! Findings as JSON, as programs and models write it.

use proptest::prelude::*;
use rca_note::{
    Confidence, EvidenceKind, Finding, FindingError, FindingStatus, NextStepKind, ServiceRole, Severity,
    TimelineEvent, Visibility,
};

#[test]
fn a_model_may_write_it_loosely() {
    let finding = Finding::from_json(
        r#"  ```json
        {"title": 42, "summary": ["one", "two"], "severity": null, "status": "Identified", "confidence": "85 %",
         "root_cause": "a rounding error", "evidence": ["seen in the log", {"kind": "Merge Request", "text": "x", "link": null,
         "excerpt": "line"}, null], "suspects": {"title": "Round", "score": "0.9", "reasons": [{"kind": "path", "weight": "+0.5"}, "late"]},
         "services": ["checkout", {"name": "billing", "role": "AFFECTED"}], "timeline": [{"at": "yesterday", "text": "deployed"},
         {"at": 1772366400, "text": "alert"}, "noticed"], "next_steps": "revert", "gaps": [{"what": "the log"}],
         "links": ["https://gitlab.example.com/a"], "made_by": "", "made_at": "soon", "visibility": "Private", "mood": {"of": [1]}}
        ```"#,
    )
    .unwrap();
    assert_eq!(finding.title, "42");
    assert_eq!(finding.summary, "one\ntwo");
    assert_eq!(finding.severity, Severity::Unknown);
    assert_eq!(finding.status, FindingStatus::Identified);
    assert_eq!(finding.confidence, Some(Confidence::new(0.85)));
    assert_eq!(finding.root_cause.unwrap().description, "a rounding error");
    assert_eq!(finding.evidence.len(), 2);
    assert_eq!(finding.evidence[0].kind, EvidenceKind::default());
    assert_eq!(finding.evidence[1].kind, EvidenceKind::MergeRequest);
    assert_eq!(finding.evidence[1].excerpt.as_ref().unwrap().text, "line");
    assert_eq!(finding.suspects[0].score, Some(0.9));
    assert_eq!(finding.suspects[0].reasons[0].weight.to_string(), "0.5");
    assert_eq!(finding.suspects[0].reasons[1].kind, "late");
    assert_eq!(finding.services[0].name, "checkout");
    assert_eq!(finding.services[1].role, ServiceRole::Affected);
    assert_eq!(finding.timeline[0], TimelineEvent::undated("yesterday: deployed"));
    assert_eq!(finding.timeline[1].at, Some("2026-03-01T12:00:00Z".parse().unwrap()));
    assert_eq!(finding.timeline[2], TimelineEvent::undated("noticed"));
    assert_eq!(finding.next_steps[0].kind, NextStepKind::default());
    assert_eq!(finding.links[0].url, "https://gitlab.example.com/a");
    assert_eq!((finding.made_by, finding.made_at), (None, None));
    assert_eq!(finding.visibility, Some(Visibility::Private));
}

#[test]
fn confidence_in_every_shape() {
    for (json, value, reasons) in [
        ("0.8", 0.8, 0),
        ("1", 1.0, 0),
        ("85", 0.85, 0),
        ("850", 1.0, 0),
        ("-3", 0.0, 0),
        ("\"0.8\"", 0.8, 0),
        ("\"85%\"", 0.85, 0),
        ("\"High\"", 0.75, 0),
        ("\"quite sure\"", 0.0, 1),
        (r#"{"value": "low", "reasons": "the log"}"#, 0.25, 1),
        (r#"{"value": null, "reasons": ["a", "b"], "x": 1}"#, 0.0, 2),
        ("{}", 0.0, 0),
        ("true", 0.0, 1),
    ] {
        let read: Confidence = serde_json::from_str(json).unwrap();
        assert!((read.value() - value).abs() < 1e-9, "{json}: {read:?}");
        assert_eq!(read.reasons().len(), reasons, "{json}");
    }
}

#[test]
fn what_is_no_finding_is_told_apart() {
    for text in
        ["", "null", "[]", "[{\"title\":\"x\"}]", "\"x\"", "I could not find anything.", "{", "{\"title\":}"]
    {
        let error = Finding::from_json(text).unwrap_err();
        assert!(matches!(error, FindingError::Malformed(_)), "{text}: {error}");
    }
    for text in ["{}", "{\"title\":\" \",\"summary\":null}", "{\"error\":\"overloaded\"}"] {
        assert!(matches!(Finding::from_json(text), Err(FindingError::Empty)), "{text}");
    }
    let long = format!("{{\"title\":\"{}\"}}", "x".repeat(Finding::LONGEST_JSON));
    let error = Finding::from_json(&long).unwrap_err();
    assert!(matches!(error, FindingError::TooLong { .. }), "{error}");
    let deep = format!("{{\"title\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(Finding::from_json(&deep), Err(FindingError::Malformed(_))));
    let odd = Finding::from_json(r#"{"title":"x","services":[{"name":"a"},{"role":"origin","name":"b"}]}"#)
        .unwrap();
    assert_eq!(odd.services.len(), 2);
}

#[test]
fn events_stand_in_the_order_of_their_times() {
    let at = |second: i64| jiff::Timestamp::from_second(second).unwrap();
    let finding = Finding::new("x")
        .with_event(TimelineEvent::undated("first of all"))
        .with_event(TimelineEvent::new(at(20), "late"))
        .with_event(TimelineEvent::undated("after late"))
        .with_event(TimelineEvent::new(at(10), "early"));
    let texts: Vec<_> = finding.events_by_time().iter().map(|event| event.text.as_str()).collect();
    assert_eq!(texts, ["first of all", "early", "late", "after late"]);
}

#[test]
fn a_key_names_what_is_said_and_not_when() {
    let finding = Finding::new("Checkout fails");
    let later = finding.clone().with_made_at("2026-03-01T12:00:00Z".parse().unwrap());
    assert_eq!(finding.key(), later.key());
    assert_ne!(finding.key(), finding.clone().with_summary("x").key());
    assert_eq!(later.with_id("run-7").key(), "run-7");
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let name = prop::sample::select(vec![
            "title",
            "summary",
            "at",
            "text",
            "kind",
            "value",
            "reasons",
            "excerpt",
            "first_line",
            "weight",
            "role",
            "url",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::vec((name, inner), 0..4).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_object_with_a_title_is_read_and_comes_back(
        fields in prop::collection::vec((prop::sample::select(vec![
            "id", "summary", "severity", "status", "confidence", "root_cause", "evidence", "suspects", "services", "timeline",
            "next_steps", "gaps", "links", "made_by", "made_at", "visibility",
        ]), json()), 0..8)
    ) {
        let mut object: serde_json::Map<_, _> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        object.insert("title".to_owned(), "x".into());
        let finding = Finding::from_json(&serde_json::Value::Object(object).to_string()).unwrap();
        prop_assert_eq!(Finding::from_json(&finding.to_json()).unwrap(), finding);
    }
}

#[test]
fn numbers_come_back_to_the_last_digit() {
    let finding =
        Finding::from_json(r#"{"title":"x","confidence":{"value":1.1887191370606136e-96}}"#).unwrap();
    assert_eq!(Finding::from_json(&finding.to_json()).unwrap(), finding);
}

#[test]
fn the_documented_example_is_read_whole() {
    let page = include_str!("../../../docs/FINDING.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let finding = Finding::from_json(example).unwrap();
    let written: serde_json::Value = serde_json::from_str(&finding.to_json()).unwrap();
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(example).unwrap());
}
