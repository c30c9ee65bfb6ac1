//! What holds for any payload.

use alert_mapping::{Alert, AlertMapping, AlertStatus};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// Names that mean something to some source, so that random payloads are nearly real ones.
const NAMES: &[&str] = &[
    "alerts",
    "labels",
    "annotations",
    "commonLabels",
    "commonAnnotations",
    "groupLabels",
    "status",
    "state",
    "title",
    "startsAt",
    "endsAt",
    "fingerprint",
    "gitlab",
    "merge_request_iid",
    "project_id",
    "mr_iid",
    "gitlab_project",
    "repo_url",
    "branch",
    "file_path",
    "tags",
    "data",
    "event",
    "issue",
    "metric_alert",
    "messages",
    "incident",
    "payload",
    "custom_details",
    "alert",
    "alertId",
    "Message",
    "AlarmName",
    "TopicArn",
    "Type",
    "detail",
    "alarmName",
    "event_type",
    "event_action",
    "ruleName",
    "severity",
    "service",
    "timestamp",
    "x.y",
    "a/b",
    "",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        Just("https://gitlab.com/g/p/-/merge_requests/42".to_owned()),
        Just("g/p!42".to_owned()),
        Just("2026-05-01T10:00:00Z".to_owned()),
        Just("{\"gitlab.project_id\": \"[1]\"}".to_owned()),
        Just("resolved".to_owned()),
        "[0-9]{1,20}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        let name = prop_oneof![proptest::sample::select(NAMES).prop_map(str::to_owned), "\\PC{0,8}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(name, inner, 0..6).prop_map(Value::from_iter),
        ]
    })
}

#[expect(clippy::unwrap_used, reason = "called from tests")]
fn check(alert: &Alert) {
    assert!(!alert.title.is_empty() && alert.title.chars().count() <= 500);
    assert!(!alert.title.contains(['\n', '\r']));
    assert!(alert.incident_key().len() <= 120);
    assert!(!alert.fingerprint.as_str().is_empty());
    for found in alert.references() {
        assert!(found.path.starts_with('$'), "{}", found.path);
    }
    assert_eq!(alert.reference().is_ok(), !alert.references().is_empty());
    serde_json::to_string(alert).unwrap();
    alert.members().iter().for_each(check);
}

/// A real looking payload of each source, small.
fn payloads() -> Vec<Value> {
    vec![
        json!({"version": "4", "groupKey": "k", "status": "firing", "commonLabels": {"alertname": "a", "service": "s"},
            "commonAnnotations": {"summary": "s"}, "groupLabels": {}, "externalURL": "u", "alerts": [{"status": "firing",
            "labels": {"severity": "page", "mr_iid": "4"}, "annotations": {"repo_url": "https://gitlab.com/g/p"},
            "startsAt": "2026-05-01T10:00:00Z", "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "f"}]}),
        json!({"orgId": 1, "state": "alerting", "title": "t", "alerts": [{"valueString": "", "labels": {}}], "message": "m"}),
        json!({"ruleName": "r", "ruleId": 1, "state": "ok", "tags": {"a": "b"}, "evalMatches": []}),
        json!({"title": "t", "severity": "s1", "fingerprint": ["a"], "hosts": ["h"], "start_time": 1, "end_time": 2}),
        json!({"action": "triggered", "data": {"event": {"event_id": "e", "title": "t", "tags": [["a", "b"]]}}}),
        json!({"action": "critical", "data": {"metric_alert": {"id": 1, "projects": ["p"], "alert_rule": {"name": "n"}}}}),
        json!({"alert_transition": "Triggered", "title": "t", "tags": "a:b,c:d", "priority": 3, "alert_id": 5}),
        json!({"event": {"event_type": "incident.triggered", "data": {"id": "i", "title": "t", "service": {"summary": "s"}}}}),
        json!({"messages": [{"event": "incident.trigger", "incident": {"id": "i"}}, {"data": {"incident": {}}}]}),
        json!({"action": "Create", "alert": {"alertId": "i", "message": "m", "tags": ["a"], "details": {"a": 1}}}),
        json!({"condition_name": "c", "policy_name": "p", "incident_id": 1, "targets": [{"name": "n", "labels": {}}]}),
        json!({"issueUrl": "u", "impactedEntities": ["e"], "title": "t", "createdAt": 1_777_629_600_000_i64}),
        json!({"Type": "Notification", "TopicArn": "t", "Message": "{\"AlarmName\":\"a\",\"NewStateValue\":\"OK\"}"}),
        json!({"name": "n", "message": "m g/p!1", "labels": {"env": "e"}}),
    ]
}

/// Every place in a value.
fn places(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                places(value, &format!("{here}/{}", name.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{here}/{index}"), all));
        }
        _ => {}
    }
}

#[test]
fn case_94_every_field_removed_or_of_another_type() {
    let mut read = 0;
    for payload in payloads() {
        let mut all = Vec::new();
        places(&payload, "", &mut all);
        for place in &all {
            for other in
                [json!(null), json!(""), json!(-1), json!(true), json!([]), json!({}), json!([[], {}, "x"])]
            {
                let mut changed = payload.clone();
                *changed.pointer_mut(place).unwrap() = other;
                if let Ok(alert) = Alert::from_json(changed.to_string().as_bytes()) {
                    check(&alert);
                    read += 1;
                }
            }
            let mut changed = payload.clone();
            let (parent, name) = place.rsplit_once('/').unwrap_or_default();
            if let Some(Value::Object(fields)) = changed.pointer_mut(parent) {
                fields.remove(&name.replace("~1", "/").replace("~0", "~"));
            }
            check(&Alert::from_json(changed.to_string().as_bytes()).unwrap());
            read += 1;
        }
    }
    println!("{read} payloads with one field changed were read");
}

#[test]
fn the_order_of_fields_and_white_space_change_nothing() {
    for payload in payloads() {
        let alert = Alert::from_json(payload.to_string().as_bytes()).unwrap();
        let mut reversed = Map::new();
        for (name, value) in payload.as_object().unwrap().iter().rev() {
            reversed.insert(name.clone(), value.clone());
        }
        let pretty = serde_json::to_string_pretty(&reversed).unwrap();
        assert_eq!(Alert::from_json(pretty.as_bytes()).unwrap(), alert);
    }
}

#[test]
fn the_size_is_bounded() {
    let mapping = AlertMapping::builder().max_bytes(100).build();
    let error = mapping.read(&[b' '; 101]).unwrap_err();
    assert!(error.to_string().starts_with("the payload has 101 bytes"), "{error}");
    assert!(Alert::from_json(&vec![b'['; 2_000_000]).is_err());
}

#[test]
fn case_107_a_megabyte_of_anything_is_read_in_time() {
    let started = Instant::now();
    let many = 1_000_000;
    let text = |piece: &str| {
        let written = json!(piece).to_string().len() - 2;
        json!({"title": piece.repeat(many / written)}).to_string()
    };
    let list = |item: &str| format!("{{\"alerts\":[{}]}}", vec![item; many / (item.len() + 1)].join(","));
    let payloads = [
        text("a/b!1 "),
        text("https://gitlab.com/a/b/-/jobs/1 "),
        text("https://x.example/-/ "),
        text("\u{0}"),
        text("ü"),
        text("{"),
        list("{\"labels\":{\"mr_iid\":1}}"),
        list("{\"labels\":{}}"),
        list("\"a:b\""),
        list("[]"),
        list("{\"mr_iid\":\"a/b!1\"}"),
        list("{\"gitlab_project\":\"a/b\",\"mr_iid\":\"7\"}"),
        format!("{{\"{}\":[{}1]}}", "k".repeat(many / 2), "1,".repeat(many / 4)),
        format!("{{\"tags\":[{}\"a:b\"]}}", "\"g/p!1:x\",".repeat(many / 11)),
        format!("{}1{}", "{\"gitlab\":".repeat(120), "}".repeat(120)),
        format!("{{\"tags\":\"{}\"}}", "mr_iid:1,".repeat(many / 10)),
        format!("{{\"a\":\"{}\"}}", r"\ud800".repeat(many / 8)),
    ];
    for payload in payloads {
        let begin = Instant::now();
        let alert = Alert::from_json(payload.as_bytes()).unwrap();
        let took = begin.elapsed();
        println!(
            "{:>9} bytes, {:>5} members, {took:?}: {:.40}",
            payload.len(),
            alert.members().len(),
            payload
        );
        assert!(alert.references().len() <= 1500);
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn resolved_and_firing_have_one_key() {
    for (firing, resolved) in [
        (
            json!({"title": "x", "status": "firing"}),
            json!({"title": "x", "status": "resolved", "ends_at": 1_777_629_600}),
        ),
        (
            json!({"groupKey": "k", "status": "firing", "alerts": [{"labels": {"a": "b"}, "fingerprint": "f"}]}),
            json!({"groupKey": "k", "status": "resolved", "alerts": []}),
        ),
    ] {
        let [firing, resolved] =
            [firing, resolved].map(|payload| Alert::from_json(payload.to_string().as_bytes()).unwrap());
        assert_eq!((&firing.status, &resolved.status), (&AlertStatus::Firing, &AlertStatus::Resolved));
        assert_eq!(firing.incident_key(), resolved.incident_key());
    }
}

proptest! {
    #[test]
    fn case_92_any_json_gives_an_answer(value in value()) {
        if let Ok(alert) = Alert::from_json(value.to_string().as_bytes()) {
            check(&alert);
        }
    }

    #[test]
    fn case_92_any_object_gives_an_alert(fields in proptest::collection::btree_map("\\PC{0,8}", value(), 0..6)) {
        let payload = Value::from_iter(fields);
        match Alert::from_json(payload.to_string().as_bytes()) {
            Ok(alert) => check(&alert),
            Err(error) => prop_assert!(false, "{}: {}", error, payload),
        }
    }

    #[test]
    fn case_92_any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Alert::from_json(&bytes);
    }

    #[test]
    fn case_92_any_cut_or_broken_text_gives_an_answer(value in value(), at in 0..400_usize, with in any::<u8>()) {
        let mut bytes = value.to_string().into_bytes();
        let at = at % bytes.len();
        let _ = Alert::from_json(&bytes[..at]);
        bytes[at] = with;
        let _ = Alert::from_json(&bytes);
    }
}
